"""What the fact store already knows of a table's cells; the rest must come from THL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .columns import columns_of
from .places import FACT_LEVELS, POPULATION, RESIDENTS, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hytti.facts import Facts, Fault
    from hytti.methods.coefficient import Rules

    from .cells import Values
    from .columns import Column
    from .places import Place

OLDEST = 6
"""Figures of so many years before the funding year are still the newest that there are; older ones are not taken."""


class Origin(NamedTuple):
    """Where the figures of a column were taken from, and of which year they are."""

    column: Column
    source: str
    year: int
    as_of: str
    areas: int


@dataclass(frozen=True)
class Prefill:
    """values: as the templates take them. origins: one for each column that was filled; must_come: the other columns
    of figures, which Sotkanet does not have or which have not been fetched. faults: fetches that failed lately; what
    was fetched before them is used."""

    values: Values
    origins: tuple[Origin, ...]
    must_come: tuple[Column, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def sources(self) -> dict[tuple[str, str], str]:
        """What goes into `Table.sources`, a text for each filled column."""
        return {(one.column.key, ""): f"{one.source}, {one.year}" for one in self.origins}


def stored_ids(facts: Facts) -> dict[int, str]:
    """The store's indicators by Sotkanet's number, of what has been fetched; the population from any source."""
    found: dict[int, str] = {}
    for coverage in facts.coverage():
        service, _, number = coverage.dataset.partition("-")
        if service == "sotkanet" and number.isdecimal():
            found[int(number)] = coverage.indicator
        if coverage.indicator == RESIDENTS:
            found[POPULATION] = RESIDENTS
    return found


def prefill(rules: Rules, facts: Facts, ids: Mapping[int, str]) -> Prefill:
    """Fill what the store has of the rules' years.

    ids: the store's indicator by Sotkanet's number, as `stored_ids` tells. Where the rules name no years, the two
    newest that the store has are taken. A suppressed or absent figure stays absent.
    """
    places = [place for place in places_of(facts, rules.level) if not place.aland]
    values: Values = {}
    origins, must_come = [], []
    for column in columns_of(rules):
        if column.kind in ("code", "name"):
            continue
        indicator = ids.get(sotkanet_of(column))
        origin = _fill(column, indicator, places, facts, rules, values) if indicator else None
        if origin:
            origins.append(origin)
        else:
            must_come.append(column)
    asked = {f"sotkanet-{sotkanet_of(column)}" for column in columns_of(rules)}
    faults = tuple(fault for fault in facts.faults() if fault.dataset in asked)
    return Prefill(values, tuple(origins), tuple(must_come), faults)


def sotkanet_of(column: Column) -> int:
    """Sotkanet's id of a column, 0 where none is known."""
    if column.kind == "residents":
        return POPULATION
    return column.rule.source_ids.get("sotkanet", 0) if column.rule else 0


def _fill(
    column: Column, indicator: str, places: Sequence[Place], facts: Facts, rules: Rules, values: Values
) -> Origin | None:
    level = FACT_LEVELS[rules.level]
    areas = [f"{level}-{place.code}" for place in places]
    year = column.year or _newest(indicator, areas, facts, rules.funding_year - OLDEST, column.is_latest)
    if year is None:
        return None
    there = {fact.area: fact for fact in facts.year_of(indicator, year, level) if fact.value is not None}
    found = [(place, there[key]) for place in places if (key := f"{level}-{place.code}") in there]
    values.update({(place.code, column.key): fact.value for place, fact in found if fact.value is not None})
    datasets = dict.fromkeys(fact.dataset for _, fact in found)
    known = [dataset for key in datasets if (dataset := facts.dataset(key))]
    if not found:
        return None
    source = "; ".join(dict.fromkeys(dataset.attribution for dataset in known))
    return Origin(column, source, year, max((dataset.as_of for dataset in known), default=""), len(found))


def _newest(indicator: str, areas: Sequence[str], facts: Facts, first: int, latest: bool) -> int | None:
    """The newest year with figures, or the one before it; no year before the first."""
    found = {fact.year for fact in facts.series(indicator, areas) if fact.value is not None and fact.year >= first}
    years = sorted(found, reverse=True)
    wanted = 0 if latest else 1
    return years[wanted] if len(years) > wanted else None
