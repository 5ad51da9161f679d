"""The rows of a table of actions, put together as text: with hundreds of them a template looks up too many names."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..queries.rows import ActionRow


def action_rows(rows: Iterable[ActionRow], *, with_goal: bool = False, with_text: bool = False) -> SafeString:
    """A table row for each action: its name and means, who answers, who takes part, when, and how it stands.

    `with_goal` names the goal too, and `with_text` tells the description; they are then read with the action. Every
    text is escaped here or by its Item.
    """
    writer = _Writer(with_goal=with_goal, with_text=with_text)
    return mark_safe("\n".join(writer.row(row) for row in rows))  # noqa: S308


class _Writer:
    def __init__(self, *, with_goal: bool, with_text: bool) -> None:
        self.with_goal, self.with_text = with_goal, with_text
        self.language = get_language() or "fi"
        self.unknown = f'<span class="unknown">{escape(_("ei tiedossa"))}</span>'
        labels = (_("Vastuutaho"), _("Mukana"), _("Aikataulu"))
        self.answering, self.taking_part, self.when = (f'<td data-label="{escape(label)}">' for label in labels)
        self.goal, self.wording, self.group = (
            escape(word) for word in (_("Tavoite"), _("Hyväksytty sanamuoto"), _("Kenelle"))
        )

    def row(self, row: ActionRow) -> str:
        return (
            f'<tr><th scope="row">{row.name.written(self.language)}{self._under_name(row)}</th>'
            f"{self.answering}{row.doers_html or self.unknown}</td>"
            f"{self.taking_part}{row.others_html or self.unknown}</td>"
            f"{self.when}{escape(row.when) or self.unknown}</td>"
            f"<td>{_status(row)}</td></tr>"
        )

    def _under_name(self, row: ActionRow) -> str:
        action, lines = row.action, ""
        if self.with_goal:
            lines += _under(f'{self.goal}: <a href="{escape(action.goal.get_absolute_url())}">{tr(action.goal)}</a>')
        if self.with_text and action.description:
            lines += _under(f'<span lang="fi">{linebreaksbr(action.description, autoescape=True)}</span>')
        if action.official_wording:
            lines += _under(f'{self.wording}: <q lang="fi">{escape(action.official_wording)}</q>')
        if row.means:
            told = (f'{escape(label)}: <span lang="fi">{escape(text)}</span>' for label, text in row.means)
            lines += _under(". ".join(told))
        if action.population_group:
            lines += _under(f'{self.group}: <span lang="fi">{escape(action.population_group)}</span>')
        return lines


def _status(row: ActionRow) -> str:
    reason = row.action.status_reason
    return (
        f'<span class="status status-{row.mark}"><svg aria-hidden="true"><use href="#s-{row.mark}"/></svg>'
        f"<span>{escape(row.status)}</span></span>"
        + (f'<span class="under" lang="fi">{escape(reason)}</span>' if reason else "")
        + (_under(row.merged_into.html) if row.merged_into else "")
    )


def _under(html: str) -> str:
    return f'<span class="under">{html}</span>'
