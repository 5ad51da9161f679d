"""Areas side by side: a table of areas and indicators, and two indicators against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from hytti.methods import benchmarks

from .. import catalogue, definitions, words
from . import places
from .standing import standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from hytti.facts import Area, Fact, Facts

    from ..definitions import Definition, Term

MOST_AREAS, MOST_INDICATORS = 40, 40
DEFAULT_THEME = "huono-osaisuus"
FIFTHS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader chose, as far as it exists.

    known: the indicators that can be chosen, as figures of them are there on some level of the chosen areas.
    strange: words that name nothing.
    """

    areas: tuple[Area, ...]
    known: tuple[Definition, ...]
    indicators: tuple[Definition, ...]
    theme: Term | None
    own_choice: bool
    order: str
    falling: bool
    strange: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """fifth: 1 to 5, where 5 is the weakest fifth, or the greatest values where there is no better end."""

    text: str
    value: float | None
    year: int | None = None
    period: str = ""
    fifth: int | None = None
    word: str = ""
    remark: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """among: by which areas the fifths go."""

    definition: Definition
    period: str
    among: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Heat:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Area, tuple[Cell, ...]], ...]
    datasets: tuple[str, ...]


def asked(store: Facts, query: QueryDict) -> Asked:
    """Read the address; what is missing is the region's municipalities and the theme with the most figures."""
    strange: list[str] = []
    by_slug, everything = places.by_slug(store), catalogue.all()
    chosen = [by_slug[slug] for slug in dict.fromkeys(query.getlist("alue")) if slug in by_slug]
    strange += [slug for slug in query.getlist("alue") if slug and slug not in by_slug]
    added = query.get("lisaa", "").strip()
    if added:
        found = _named(store, added)
        chosen += [found] if found is not None and found not in chosen else []
        strange += [] if found is not None else [added]
    if not chosen:
        county = places.own_county(store)
        chosen = places.municipalities_of(store, county.key if county else None)
    by_key = {one.key: one for one in everything}
    picked = [by_key[key] for key in dict.fromkeys(query.getlist("luku")) if key in by_key]
    strange += [key for key in query.getlist("luku") if key and key not in by_key]
    themes = definitions.vocabulary()
    theme = themes.theme(query.get("teema", "")) or (None if picked else themes.theme(DEFAULT_THEME))
    areas = tuple(chosen[:MOST_AREAS])
    there = _there(store, areas)
    known = tuple(one for one in everything if one.key in there)
    wanted = picked or [one for one in known if theme is not None and one.theme == theme.key]
    return Asked(
        areas,
        known,
        tuple(wanted[:MOST_INDICATORS]),
        None if picked else theme,
        bool(picked),
        query.get("jarjesta", ""),
        query.get("suunta", "") == "laskeva",
        tuple(word[:80] for word in strange),
    )


def _named(store: Facts, name: str) -> Area | None:
    """A municipality of today by its name in any of the languages."""
    wanted = name.casefold()
    found = (area for area in store.areas(places.MUNICIPALITY) if area.valid_to is None)
    return next((area for area in found if wanted in {n.casefold() for n in (area.name_fi, area.name_sv)}), None)


def _there(store: Facts, areas: Sequence[Area]) -> set[str]:
    """The keys of the indicators of which some of the areas' levels have figures."""
    levels = {area.level for area in areas}
    return {row.indicator for row in store.coverage() if levels & set(row.levels)}


def heat(store: Facts, wish: Asked) -> Heat:
    """The newest figures of the areas, each with its fifth, in the order that was asked for."""
    newest = _newest(store, wish)
    shown = [one for one in wish.indicators if wish.own_choice or _known(newest, one, wish) >= min(2, len(wish.areas))]
    columns = [_column(store, wish, definition, newest) for definition in shown]
    rows = [(area, tuple(cells[area.key] for _head, cells in columns)) for area in wish.areas]
    keys = {definition.key for definition in shown}
    used = {fact.dataset for (key, _area), fact in newest.items() if key in keys}
    at = next((place for place, one in enumerate(shown) if one.key == wish.order), None)
    return Heat(tuple(head for head, _cells in columns), tuple(_ordered(rows, wish, at)), tuple(sorted(used)))


def _known(newest: Mapping[tuple[str, str], Fact], definition: Definition, wish: Asked) -> int:
    """How many of the areas have a figure: a theme does not show a column for one area alone."""
    facts = (newest.get((definition.key, area.key)) for area in wish.areas)
    return sum(fact is not None and fact.value is not None for fact in facts)


def _newest(store: Facts, wish: Asked) -> Mapping[tuple[str, str], Fact]:
    keys = [definition.key for definition in wish.indicators]
    wanted = {area.key for area in wish.areas}
    return {
        (fact.indicator, fact.area): fact
        for level in sorted({area.level for area in wish.areas})
        for fact in store.latest_of_level(level, indicators=keys)
        if fact.area in wanted
    }


def _column(
    store: Facts, wish: Asked, definition: Definition, newest: Mapping[tuple[str, str], Fact]
) -> tuple[Column, dict[str, Cell]]:
    facts = {area.key: newest.get((definition.key, area.key)) for area in wish.areas}
    known = [fact for fact in facts.values() if fact is not None and fact.value is not None]
    year = max((fact.year for fact in known), default=None)
    first = wish.areas[0].level if wish.areas else ""
    fifths: dict[str, int] = {}
    national = False
    for level in {area.level for area in wish.areas}:
        standing = standings(store, level).get(definition.key)
        highest_first = definition.lower_is_better is False
        if standing is not None and standing.covers and level != places.COUNTRY:
            national = national or level == first
            within = standing.fifths(highest_first=highest_first)
            fifths |= {
                fact.area: within[fact.area]
                for fact in known
                if fact.year == standing.year and fact.area in within and fact.area.startswith(f"{level}-")
            }
        elif level == first:
            shown = [fact for fact in known if fact.year == year and fact.area.startswith(f"{level}-")]
            groups = benchmarks.quintiles([fact.value or 0.0 for fact in shown], highest_first=highest_first)
            fifths |= {fact.area: int(group) for fact, group in zip(shown, groups, strict=True) if not np.isnan(group)}
    among = _("maan kunnat") if first == places.MUNICIPALITY else _("hyvinvointialueet")
    column = Column(
        definition,
        words.period(definition, year) if year is not None else "",
        (among if national else _("taulukon alueet")) if fifths else "",
        year,
    )
    return column, {
        area.key: _cell(definition, facts[area.key], fifths.get(area.key), apart=_apart(definition, area, first))
        for area in wish.areas
    }


def _apart(definition: Definition, area: Area, first: str) -> bool:
    """Whether an index goes by another median than those of the table's first areas."""
    return definition.index_median is not None and area.level != first


def _cell(definition: Definition, fact: Fact | None, fifth: int | None, *, apart: bool) -> Cell:
    if fact is None or fact.value is None:
        hidden = fact is not None and fact.flag == "suppressed"
        return Cell(_("peitetty") if hidden else _("ei tietoa"), None)
    if apart:
        return Cell(_("eri mediaani"), None, remark=_("Indeksi on suhteessa toisen aluetason mediaaniin."))
    text = words.number(fact.value, 0 if definition.index_median else definition.decimals)
    period = words.period(definition, fact.year)
    word = fifth_word(definition, fifth) if fifth else ""
    return Cell(text, fact.value, fact.year, period, fifth, word, dataset=fact.dataset)


def fifth_word(definition: Definition, fifth: int) -> str:
    """What a fifth is called: from the best to the weakest, or from the smallest to the greatest."""
    if definition.lower_is_better is None:
        known = (_("pienin viidennes"), _("toiseksi pienin viidennes"), _("keskimmäinen viidennes"),
                 _("toiseksi suurin viidennes"), _("suurin viidennes"))  # fmt: skip
    else:
        known = (_("paras viidennes"), _("toiseksi paras viidennes"), _("keskimmäinen viidennes"),
                 _("toiseksi heikoin viidennes"), _("heikoin viidennes"))  # fmt: skip
    return known[fifth - 1]


def _ordered(
    rows: Sequence[tuple[Area, tuple[Cell, ...]]], wish: Asked, at: int | None
) -> Sequence[tuple[Area, tuple[Cell, ...]]]:
    """By the column of the chosen indicator, those without a figure last; else as they were chosen."""
    if at is None:
        by_name = sorted(rows, key=lambda row: words.area_name(row[0]), reverse=wish.falling)
        return by_name if wish.order == "nimi" else rows
    known = [row for row in rows if row[1][at].value is not None]
    known.sort(key=lambda row: row[1][at].value or 0.0, reverse=wish.falling)
    return [*known, *(row for row in rows if row[1][at].value is None)]
