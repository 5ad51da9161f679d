"""What the fact store already knows of a table's cells; the rest must come from THL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .columns import columns_of
from .places import FACT_LEVELS, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hytti.facts import Facts
    from hytti.methods.coefficient import Rules

    from .cells import Values
    from .columns import Column
    from .places import Place

POPULATION = 127


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
    of figures, which Sotkanet does not have or which have not been fetched."""

    values: Values
    origins: tuple[Origin, ...]
    must_come: tuple[Column, ...]

    @property
    def sources(self) -> dict[tuple[str, str], str]:
        """What goes into `Table.sources`, a text for each filled column."""
        return {(one.column.key, ""): f"{one.source}, {one.year}" for one in self.origins}


def stored_ids(facts: Facts) -> dict[int, str]:
    """The store's indicators by Sotkanet's number, of what has been fetched; the population from any source."""
    found = {}
    for coverage in facts.coverage():
        service, _, number = coverage.dataset.partition("-")
        if service == "sotkanet" and number.isdecimal():
            found[int(number)] = coverage.indicator
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
        indicator = ids.get(_number(column))
        origin = _fill(column, indicator, places, facts, rules, values) if indicator else None
        if origin:
            origins.append(origin)
        else:
            must_come.append(column)
    return Prefill(values, tuple(origins), tuple(must_come))


def _number(column: Column) -> int:
    if column.kind == "residents":
        return POPULATION
    return column.rule.source_ids.get("sotkanet", 0) if column.rule else 0


def _fill(
    column: Column, indicator: str, places: Sequence[Place], facts: Facts, rules: Rules, values: Values
) -> Origin | None:
    level = FACT_LEVELS[rules.level]
    year = column.year or _newest(indicator, [f"{level}-{place.code}" for place in places], facts, column.is_latest)
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


def _newest(indicator: str, areas: Sequence[str], facts: Facts, latest: bool) -> int | None:
    """The newest year with figures, or the one before it."""
    years = sorted({fact.year for fact in facts.series(indicator, areas) if fact.value is not None}, reverse=True)
    wanted = 0 if latest else 1
    return years[wanted] if len(years) > wanted else None
