"""Figures with their intervals: from the store's facts to the points of a picture or a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hytti.methods.rates import crude_rate, proportion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hytti.facts import Fact

    from ..definitions import Definition


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of one area. `lower` and `upper` are its 95 % interval, where there is one."""

    area: str
    year: int
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    flag: str | None
    dataset: str

    @property
    def hidden(self) -> bool:
        return self.flag == "suppressed"


def points(definition: Definition, facts: Sequence[Fact]) -> list[Point]:
    """The facts as points, in their order; the source's own interval is kept, a missing one is worked out."""
    known = [(fact.lower, fact.upper) for fact in facts]
    missing = [at for at, fact in enumerate(facts) if fact.upper is None and _persons(definition, fact)]
    if missing and definition.interval:
        for at, limits in zip(missing, _intervals(definition, [facts[at] for at in missing]), strict=True):
            known[at] = limits
    return [
        Point(fact.area, fact.year, fact.value, *limits, fact.count, fact.flag, fact.dataset)
        for fact, limits in zip(facts, known, strict=True)
    ]


def _persons(definition: Definition, fact: Fact) -> float | None:
    """The population behind a figure: as told, or worked out from the count and the share; None where neither is."""
    if fact.count is None or fact.value is None or definition.per is None:
        return None
    if fact.denominator:
        return fact.denominator
    return max(fact.count * definition.per / fact.value, fact.count) if fact.value > 0 else None


def _intervals(definition: Definition, facts: Sequence[Fact]) -> list[tuple[float | None, float | None]]:
    counts = np.array([fact.count for fact in facts])
    persons = np.array([_persons(definition, fact) for fact in facts])
    per = definition.per or 1
    if definition.interval == "wilson":
        found = proportion(np.minimum(counts, persons), persons, per=per)
    else:
        found = crude_rate(counts, persons, per=per)
    return [(float(low), float(high)) for low, high in zip(found.lower, found.upper, strict=True)]
