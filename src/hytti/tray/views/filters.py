"""The filters beside the list, with counts, and the tags of those that are on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ..search import find
from .questions import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..queries.choices import Choice
    from .questions import Asked

FIRST_TOWNS = 4
MOST_DROPS = 8


@dataclass(frozen=True)
class Option:
    name: str
    value: str
    label: str
    lang: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """A group of filters; `more` opens under the words `more_label`."""

    key: str
    label: str
    options: list[Option]
    more: list[Option] = field(default_factory=list)
    more_label: str = ""

    @property
    def opened(self) -> bool:
        return any(option.checked for option in self.more)


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class Drop:
    """What can be left out of a search that found nothing; `total` offers are found without it, `hits` first."""

    label: str
    url: str
    lang: str
    total: int
    hits: tuple[int, ...]


def facets(asked: Asked, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """Every group of filters in its order; what nobody offers is left out of the long lists."""

    def options(*names: str, only_used: bool = False) -> list[Option]:
        made = [_option(asked, counts, name, choice) for name in names for choice in asked.choices.by_facet[name]]
        return [option for option in made if option.count or option.checked] if only_used else made

    towns = options("municipality")
    first = _first_towns(towns)
    groups, languages = options("group", only_used=True), options("language", only_used=True)
    found = [
        Facet("theme", _("Teema"), options("theme")),
        Facet(
            "municipality", _("Kunta"), first, [town for town in towns if town not in first],
            _("Kaikki kunnat (%(count)s)") % {"count": len(towns)},
        ),
        Facet("kind", _("Mitä"), options("kind")),
        Facet("age", _("Kenelle"), options("age"), groups, _("Muut kohderyhmät")),
        Facet("day", _("Milloin"), options("day"), options("part"), _("Kellonaika")),
        Facet("joining", _("Osallistuminen"), options("free", "registration", "step_free", "way")),
        Facet("language", _("Kieli"), languages),
    ]  # fmt: skip
    return [facet for facet in found if facet.options or facet.more]


def _option(asked: Asked, counts: Mapping[str, Mapping[str, int]], name: str, choice: Choice) -> Option:
    count = counts.get(name, {}).get(choice.value, 0)
    checked = choice in asked.chosen.get(name, ())
    return Option(NAMES[name], choice.word, choice.label, _other(choice.lang, asked), count, checked)


def _other(lang: str, asked: Asked) -> str:
    return lang if lang != asked.language else ""


def _first_towns(towns: list[Option]) -> list[Option]:
    """The chosen ones and those with most to offer, four at least, in the order of their names."""
    kept = sorted(towns, key=lambda town: (not town.checked, -town.count, town.label))
    number = max(FIRST_TOWNS, sum(town.checked for town in towns))
    return [town for town in towns if town in kept[:number]]


def chips(asked: Asked, path: str) -> list[Chip]:
    """A tag for everything that narrows the search, each leading to the search without it."""
    return [Chip(label, f"{path}?{other.query()}", lang) for label, other, lang in _without_each(asked)]


def _without_each(asked: Asked) -> Iterator[tuple[str, Asked, str]]:
    """Everything that narrows the search, with the search that lacks it."""
    for facet, choice in asked.pairs():
        yield choice.label, asked.without(facet, choice), _other(choice.lang, asked)
    if asked.spot is not None:
        near = _("%(place)s, %(km)s km") % {"place": asked.spot.label, "km": asked.kilometres}
        yield near, asked.without_place(), ""


def drops(asked: Asked, path: str) -> list[Drop]:
    """What can be left out when nothing is found: a filter at a time, then the words."""
    steps = list(_without_each(asked))[:MOST_DROPS]
    if asked.words and (asked.spot or any(asked.chosen.values())):
        steps.append((_("hakusanat ”%(words)s”") % {"words": asked.words}, asked.without_words(), ""))
    found = []
    for label, other, lang in steps:
        answer = find(other.question)
        hits = tuple(number for number, _points in answer.hits)
        found.append(Drop(label, f"{path}?{other.query()}", lang, answer.total, hits))
    return found
