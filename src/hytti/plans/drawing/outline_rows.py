"""The rows of the page on which a plan is written, put together as text: a template looks up too many names."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day, translated

from ..queries.rows import Item, address_maker
from ..rules.tasks import tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from ..models import Action, Plan

    class Placed(Protocol):
        """A record among its siblings: its place, counted from 1, of how many."""

        record: Any
        place: int
        of: int


class OutlineRows:
    """Writes the rows of one page. Every text is escaped here or by its Item.

    writable: everything may be changed; may_add: a name leads to its form; followed: an action's follow-up is told;
    completed: what the source did not tell may be taken out.
    """

    def __init__(self, plan: Plan, *, writable: bool, may_add: bool, followed: bool, completed: bool) -> None:
        self.writable, self.followed, self.completed = writable, followed, completed
        self.opens_actions = may_add or followed
        self.language = get_language() or "fi"
        self.up, self.down, self.move, self.under, self.remove, self.action, self.add_figure, self.missing = (
            escape(word)
            for word in (
                *(_("Siirrä ylös"), _("Siirrä alas"), _("Siirrä"), _("toisen alle"), _("Poista"), _("Toimenpide")),
                *(_("Lisää luku"), _("vastuutaho puuttuu")),
            )
        )
        self.new_figure = escape(reverse("plans:add_figure", args=[plan.slug]))
        self.address = cache(address_maker)
        self.day = cache(day)
        self.doers: dict[tuple[type[Any], int], str] = {}

    def tools(self, node: Placed, kind: str, place: str = "", figure: str = "") -> SafeString:
        """The buttons and links beside a record.

        kind: the word of its addresses; place: the field that says under what it stands; figure: the name of its kind
        in the address of a new figure, where the link to that stands among the tools.
        """
        if not (self.writable or self.followed):
            return SafeString("")
        record, name = node.record, escape(translated(node.record, "name", self.language)[0])
        made = ""
        if figure:
            made += self._link(f"{self.new_figure}?{figure}={record.pk}", self.add_figure, f": {name}")
        if self.writable:
            to = self.address(f"plans:move_{kind}")(record.pk) if node.of > 1 else ""
            at = f"{kind}-{record.pk}"
            made += self._button(to, node.place - 1, self.up, name, "up", at) if node.place > 1 else ""
            made += self._button(to, node.place + 1, self.down, name, "down", at) if node.place < node.of else ""
            if place:
                at = f"{self.address(f'plans:edit_{kind}')(record.pk)}#{place}"
                made += self._link(at, self.move, f" {self.under}: {name}")
        if self.writable or (self.completed and not record.pack_key):
            made += self._link(self.address(f"plans:remove_{kind}")(record.pk), self.remove, f": {name}")
        return mark_safe(f'<div class="tools">{made}</div>')  # noqa: S308  each part is escaped

    def actions(self, nodes: Iterable[Placed]) -> SafeString:
        """The actions of a goal, each as an item of a list."""
        return mark_safe("\n".join(map(self._action, nodes)))  # noqa: S308  each part is escaped

    def _action(self, node: Placed) -> str:
        action: Action = node.record
        url = self.address("plans:edit_action")(action.pk) if self.opens_actions else ""
        name = Item(*translated(action, "name", self.language), url).written(self.language)
        told = [self._doer(action)]
        if action.starts_on or action.ends_on:
            told.append(f"{self.day(action.starts_on)}–{self.day(action.ends_on)}")
        if action.said_status:
            told.append(escape(str(action.get_said_status_display()).lower()))
        if action.tasks:
            tasks = tasks_of(action.tasks)
            done = sum(task.is_done for task in tasks)
            told.append(escape(_("työvaiheita tehty %(done)s/%(all)s") % {"done": done, "all": len(tasks)}))
        return (
            f'<li id="action-{action.pk}" class="outline-row"><div><span class="kind">{self.action}</span> {name}'
            f'<span class="under">{", ".join(told)}</span></div>{self.tools(node, "action", "id_goal")}</li>'
        )

    def _doer(self, action: Action) -> str:
        doer: Any = action.responsible_organisation or action.responsible_body or action.responsible_post
        if doer is None:
            return f'<span class="unknown">{self.missing}</span>'
        key = type(doer), doer.pk
        if key not in self.doers:
            field = "title" if doer is action.responsible_post else "name"
            self.doers[key] = Item(*translated(doer, field, self.language)).written(self.language)
        return self.doers[key]

    @staticmethod
    def _link(url: str, words: str, rest: str) -> str:
        return f'<a href="{url}">{words}<span class="hidden">{rest}</span></a>'

    @staticmethod
    def _button(to: str, place: int, words: str, name: str, icon: str, at: str) -> str:
        return (
            f'<button id="{at}-{icon}" class="button button-second button-small" type="submit" form="moves"'
            f' formaction="{to}" name="to" value="{place}" aria-label="{words}: {name}">'
            f'<svg class="icon" aria-hidden="true"><use href="#i-{icon}"/></svg></button>'
        )
