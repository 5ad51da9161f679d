"""Actions as rows, for pages with hundreds of them: who acts is read once for all rows, addresses are made once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.models import Organisation
from hytti.core.templatetags.hytti import day, translated
from hytti.structures.models import Body, Post

from ..models import Action
from .progress import Progress, counted
from .status import status_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Model, QuerySet

MEANS = ("work", "money", "rooms")
READ = (
    *("goal", "order", "name_fi", "name_sv", "name_en", "official_wording", "population_group", *MEANS),
    *("responsible_organisation", "responsible_body", "responsible_post"),
    *("starts_on", "ends_on", "tasks", "said_status", "status_reason", "merged_into"),
)


@dataclass(frozen=True)
class Item:
    """A record as a page names it: its text, the language of the text, and its page where it has one."""

    text: str
    lang: str
    url: str = ""

    @cached_property
    def html(self) -> SafeString:
        return self.written(get_language() or "fi")

    def written(self, language: str) -> SafeString:
        """The text as a link, marked with its language where it is not the one of the page."""
        lang = f' lang="{escape(self.lang)}"' if self.lang != language else ""
        text = escape(self.text)
        if self.url:
            text = f'<a href="{escape(self.url)}"{lang}>{text}</a>'
        elif lang:
            text = f"<span{lang}>{text}</span>"
        return mark_safe(text)  # noqa: S308  each part is escaped


@dataclass(frozen=True)
class ActionRow:
    """An action as a row: its status, who answers for it and with whom, when, and by what means."""

    action: Action
    name: Item
    mark: str
    status: str
    when: str
    organisation: Organisation | None
    partners: list[Organisation]
    doers: list[Item]
    others: list[Item]
    means: list[tuple[str, str]]
    merged_into: Item | None

    @property
    def doers_html(self) -> SafeString:
        return together(self.doers)

    @property
    def others_html(self) -> SafeString:
        return together(self.others)


def together(items: Iterable[Item]) -> SafeString:
    return mark_safe(", ".join(item.html for item in items))  # noqa: S308  each part is escaped


def item_of(record: Any, name: str = "name", url: str | None = None) -> Item:
    """The record named by its own page, or by the address given."""
    return Item(*translated(record, name), record.get_absolute_url() if url is None else url)


@dataclass
class People:
    """Who answers for some actions and who takes part in them, from six queries however many the actions are."""

    organisations: dict[int, Organisation] = field(default_factory=dict)
    bodies: dict[int, Body] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    partners: dict[int, list[int]] = field(default_factory=dict)
    networks: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, actions: Sequence[Action]) -> People:
        found = cls()
        if not actions:
            return found
        keys = [action.pk for action in actions]
        found.partners = _pairs(Action.partners.through, "organisation", keys)
        found.networks = _pairs(Action.bodies.through, "body", keys)
        found.organisations = _known(
            Organisation, (action.responsible_organisation_id for action in actions), found.partners
        )
        found.bodies = _known(Body, (action.responsible_body_id for action in actions), found.networks)
        found.posts = _known(Post, (action.responsible_post_id for action in actions), {})
        return found


def _pairs(through: Any, other: str, keys: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for action, record in through.objects.filter(action__in=keys).values_list("action_id", f"{other}_id"):
        found.setdefault(action, []).append(record)
    return found


def _known(model: type[Model], answering: Iterable[int | None], taking_part: dict[int, list[int]]) -> dict[int, Any]:
    keys = {key for key in answering if key} | {key for keys in taking_part.values() for key in keys}
    return model._default_manager.in_bulk(keys) if keys else {}


def _by_name(found: dict[int, Any], keys: Iterable[int]) -> list[Any]:
    return sorted((found[key] for key in keys), key=lambda record: record.name_fi)


class Reader:
    """Makes the rows of one page."""

    def __init__(self, actions: Sequence[Action], today: dt.date, *, linked: bool = True) -> None:
        self.actions, self.today = actions, today
        self.people = People.of(actions)
        self._items: dict[tuple[type[Model], int], Item] = {}
        self._statuses: dict[object, tuple[str, str]] = {}
        self._when = cache(when)
        self._address = address_maker("plans:action") if linked else unlinked
        language = get_language()
        self._names = {action.pk: translated(action, "name", language) for action in actions}

    def rows(self) -> list[ActionRow]:
        words = {"work": _("Työ"), "money": _("Raha"), "rooms": _("Tilat")}
        return [self._row(action, words) for action in self.actions]

    def _row(self, action: Action, words: dict[str, str]) -> ActionRow:
        people = self.people
        organisation = people.organisations.get(action.responsible_organisation_id or 0)
        body = people.bodies.get(action.responsible_body_id or 0)
        post = people.posts.get(action.responsible_post_id or 0)
        partners = _by_name(people.organisations, people.partners.get(action.pk, ()))
        networks = _by_name(people.bodies, people.networks.get(action.pk, ()))
        mark, status = self._status(action)
        merged = action.merged_into_id
        return ActionRow(
            action=action,
            name=self._named(action.pk),
            mark=mark,
            status=status,
            when=self._when(action.starts_on, action.ends_on),
            organisation=organisation,
            partners=partners,
            doers=[self._item(one) for one in (organisation, body, post) if one is not None],
            others=[self._item(one) for one in (*partners, *networks)],
            means=[(words[name], text) for name in MEANS if (text := getattr(action, name))],
            merged_into=self._named(merged) if merged in self._names else None,
        )

    def _status(self, action: Action) -> tuple[str, str]:
        key = action.said_status, action.starts_on, action.ends_on, action.tasks, action.merged_into_id is None
        if key not in self._statuses:
            self._statuses[key] = status_of(action, self.today)
        return self._statuses[key]

    def _named(self, key: int) -> Item:
        return Item(*self._names[key], self._address(key))

    def _item(self, record: Any) -> Item:
        key = type(record), record.pk
        if key not in self._items:
            if isinstance(record, Organisation):
                self._items[key] = item_of(record, url=reverse("plans:doer", args=[record.slug]))
            elif isinstance(record, Post):
                self._items[key] = item_of(record, "title", url="")
            else:
                self._items[key] = item_of(record)
        return self._items[key]


def rows_of(actions: QuerySet[Action], today: dt.date, *, draft: bool = False) -> list[ActionRow]:
    """The actions as rows, in their order. Only what a row tells of is read.

    draft: the actions have no pages that anybody may read, so that their descriptions are read for the row.
    """
    read = (*READ, "description") if draft else READ
    return Reader(list(actions.only(*read)), today, linked=not draft).rows()


def by_goal(rows: Iterable[ActionRow]) -> dict[int, list[ActionRow]]:
    found: dict[int, list[ActionRow]] = {}
    for row in rows:
        found.setdefault(row.action.goal_id, []).append(row)
    return found


def progress_of(rows: Iterable[ActionRow]) -> Progress:
    return counted(row.mark for row in rows if not row.action.merged_into_id)


def address_maker(name: str) -> Callable[[int], str]:
    """Addresses that end in a record's number: the rest is made once, for making each anew is slow."""
    start, _number, end = reverse(name, args=[0]).rpartition("0")
    return lambda key: f"{start}{key}{end}"


def unlinked(_key: int) -> str:
    """The address of what has no page."""
    return ""


def when(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    """“1.1.2026–31.12.2027”, “31.12.2027 mennessä” or “1.1.2026 alkaen”; nothing where no day is known."""
    start, end = day(starts_on), day(ends_on)
    if start and end:
        return f"{start}–{end}"
    if end:
        return str(_("%(day)s mennessä") % {"day": end})
    return str(_("%(day)s alkaen") % {"day": start}) if start else ""
