"""The profile of one area: every indicator's newest figure beside those of the other areas of its level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.numbers import SPACE, language_of

from .. import catalogue, definitions, words
from . import places, spines
from .standing import standings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from hytti.facts import Area, Dataset, Fact, Facts

    from ..definitions import Definition
    from .standing import Standing

RESIDENTS, PROJECTION, OVER_65, DEPRIVATION = (
    "vaesto",
    "vaestoennuste",
    "ikaluokka-65-tayttaneet-osuus",
    "huono-osaisuus",
)
PAST_AFTER = 10
"""Figures whose newest year is more than so many years back tell of the past and stand apart from the rest."""
SAME = 0.99
"""Residents of one year that differ more than this are of different borders, not of a correction."""
_KIND_OF_NUMBER = re.compile(r" \((indeksi|index)\)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the area. place: (1 = greatest, of how many); better: share of the areas that are better.

    country: the whole country's value of the same year, where the two can be compared.
    """

    definition: Definition
    fact: Fact
    dataset: Dataset | None
    series: Mapping[int, Fact]
    standing: Standing | None
    place: tuple[int, int] | None
    better: float | None
    spine: spines.Spine | None
    country: float | None

    @property
    def name(self) -> str:
        return short_name(self.definition)

    @property
    def value(self) -> str:
        return self.figure(self.fact.value)

    @property
    def period(self) -> str:
        return words.period(self.definition, self.fact.year)

    @property
    def composite(self) -> bool:
        return self.definition.key == DEPRIVATION or self.definition.part_of == DEPRIVATION

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a value."""
        return tuple(sorted(year for year, fact in self.series.items() if fact.value is not None))

    @property
    def history(self) -> tuple[float | None, ...]:
        """Every year's value from the first to the last known one, None where a year is missing.

        Of a series that is not yearly, such as elections, only the known values, one after another.
        """
        found = (self.series.get(year) for year in words.every_year(self.years))
        return tuple(fact.value if fact is not None else None for fact in found)

    def figure(self, value: float | None) -> str:
        return figure(self.definition, value)

    @property
    def better_text(self) -> str:
        return "" if self.better is None else percent(self.better)

    @property
    def calculated(self) -> bool:
        return self.dataset is not None and self.dataset.calculated


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading, all on the same kind of axis. heading: empty where the theme goes on."""

    key: str
    heading: str
    kind: spines.Kind
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """index: Diak's index by its parts; themes: all else; past: what is too old to tell of today.

    changed: the year from which the county's municipalities have been what they are now. grown: whether the area's own
    borders have moved.
    """

    area: Area
    peers: tuple[Area, ...]
    changed: int
    grown: bool
    lines: tuple[Line, ...]
    index: tuple[Group, ...]
    themes: tuple[Group, ...]
    past: tuple[Group, ...]

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.definition.key == key), None)


def profile(store: Facts, area: Area, today: dt.date) -> Profile:
    """Gather everything that the store tells of the area, in a fixed number of questions."""
    peers = tuple(_peers(store, area))
    among = standings(store, area.level) if peers else {}
    order = _order(store)
    whole = places.country(store) if area.level != places.COUNTRY else None
    keys = [area.key, *([whole.key] if whole else [])]
    facts = sorted(store.series_of(None, keys), key=lambda fact: (order[fact.dataset], fact.year))
    series: dict[str, dict[str, dict[int, Fact]]] = {key: {} for key in keys}
    for fact in facts:  # where datasets overlap, the one of the newest borders speaks
        series[fact.area].setdefault(fact.indicator, {})[fact.year] = fact
    of_country = series[whole.key] if whole else {}
    newest = {fact.indicator: fact for fact in store.latest_of_area(area.key)}
    known = catalogue.all()
    lines = tuple(
        _line(
            store,
            one,
            newest[one.key],
            series[area.key].get(one.key, {}),
            among.get(one.key),
            peers,
            of_country.get(one.key, {}).get(newest[one.key].year),
        )
        for one in known
        if one.key in newest
    )
    now = [line for line in lines if today.year - line.fact.year <= PAST_AFTER]
    past = [line for line in lines if today.year - line.fact.year > PAST_AFTER]
    index = [line for line in now if line.definition.index_median]
    return Profile(
        area,
        peers,
        _changed(store, area),
        _grown(fact for fact in facts if fact.indicator == RESIDENTS and fact.area == area.key),
        lines,
        tuple(_by_part(index, {one.key: one for one in known})),
        tuple(_by_theme((line for line in now if not line.definition.index_median), "nyt")),
        tuple(_by_theme(past, "ennen")),
    )


def _peers(store: Facts, area: Area) -> list[Area]:
    """The areas among which it is ranked: those of its county, or all the counties; none for the country."""
    if area.level == places.MUNICIPALITY:
        found = places.municipalities_of(store, area.county)
        return found if area in found else [*found, area]
    if area.level == places.COUNTY:
        return [other for other in store.areas(places.COUNTY) if other.valid_to is None]
    return []


def _changed(store: Facts, area: Area) -> int:
    closed = (other.valid_to for other in store.areas(places.MUNICIPALITY, county=area.county))
    return max((year + 1 for year in closed if year is not None), default=0)


def _order(store: Facts) -> dict[str, tuple[int, bool, str, str]]:
    """Datasets from the least to the most trusted: by borders, published before calculated, by date."""
    return {
        dataset.key: (dataset.borders or 0, not dataset.calculated, dataset.as_of, dataset.key)
        for dataset in store.datasets()
    }


def _grown(residents: Iterable[Fact]) -> bool:
    """Whether the area has had different residents in one year by the borders of different datasets."""
    by_year: dict[int, list[float]] = {}
    for fact in residents:
        if fact.value is not None:
            by_year.setdefault(fact.year, []).append(fact.value)
    return any(min(values) < SAME * max(values) for values in by_year.values())


def _line(
    store: Facts,
    definition: Definition,
    fact: Fact,
    series: Mapping[int, Fact],
    standing: Standing | None,
    peers: Sequence[Area],
    country: Fact | None,
) -> Line:
    comparable = standing is not None and fact.value is not None and standing.year == fact.year
    place = better = spine = None
    if comparable and standing is not None and fact.value is not None:
        keys = [peer.key for peer in peers]
        place = standing.place(fact.area, keys)
        others = [standing.values[key] for key in keys if key in standing.values and key != fact.area]
        if others or standing.covers:
            spine = spines.spine(definition, standing, fact.value, others)
        if standing.covers and definition.lower_is_better is not None:
            better = standing.share_better(fact.value, lower_is_better=definition.lower_is_better)
    return Line(
        definition,
        fact,
        store.dataset(fact.dataset),
        series,
        standing if comparable else None,
        place,
        better,
        spine,
        _of_country(definition, country),
    )


def _of_country(definition: Definition, country: Fact | None) -> float | None:
    """The country's value of the same year; never one of another median, nor a count."""
    if country is None or definition.index_median or definition.kind == "count":
        return None
    return country.value


def _by_part(lines: Iterable[Line], known: Mapping[str, Definition]) -> Iterable[Group]:
    """Diak's index: the composites, then the parts of each of them, from the greatest."""
    by_key: dict[str, list[Line]] = {}
    for line in lines:
        by_key.setdefault("" if line.composite else line.definition.part_of or "-", []).append(line)
    order = {key: place for place, key in enumerate(known)}
    for key in sorted(by_key, key=lambda key: (key == "-", order.get(key, -1))):
        if key:
            heading = short_name(known[key]) if key in known else _("Muut indeksit")
            found = sorted(by_key[key], key=lambda line: -(line.fact.value or 0))
            yield Group(key if key != "-" else "muut-indeksit", heading, "index", tuple(found))
        else:
            yield Group("yhteensa", _("Kaikki yhteensä ja osa-alueet"), "index", tuple(by_key[key]))


def _by_theme(lines: Iterable[Line], when: str) -> Iterable[Group]:
    """Themes in their order; what has a better end first, the weakest of it first. `when` begins the groups' keys."""
    by_key: dict[tuple[str, spines.Kind], list[Line]] = {}
    for line in lines:
        by_key.setdefault((line.definition.theme, spines.kind_of(line.definition)), []).append(line)
    for theme in definitions.vocabulary().themes:
        heading = str(theme.name)
        for kind in spines.AXES:
            found = by_key.get((theme.key, kind), [])
            if found:
                ordered = sorted(found, key=lambda line: -(line.better if line.better is not None else -1))
                yield Group(f"{when}-{theme.key}-{kind}", heading, kind, tuple(ordered))
                heading = ""


def short_name(definition: Definition) -> str:
    """The name without the word that says that it is an index, where a heading says it."""
    return _KIND_OF_NUMBER.sub("", str(definition.name))


def figure(definition: Definition, value: float | None) -> str:
    """A value with its unit; an index of a median as a whole number, as its uncertainty is not known."""
    return words.number(value, 0) if definition.index_median else words.with_unit(definition, value)


def percent(share: float) -> str:
    """A share of areas as whole per cents; only all of them are 100 %, only none 0 %."""
    whole = min(99, max(1, round(100 * share))) if 0 < share < 1 else round(100 * share)
    return per_cent(words.number(whole, 0))


def per_cent(number: str) -> str:
    """A written number with the per cent sign, by the rules of the page's language."""
    return f"{number}%" if language_of(None) == "en" else f"{number}{SPACE}%"
