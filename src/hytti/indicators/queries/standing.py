"""Where an area stands: the newest figures of every area of a level, and one area's place among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from hytti.methods import benchmarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hytti.facts import Facts

MAJORITY = 0.5
"""An indicator covers a level when at least so large a share of its areas have a figure."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator at one level: the newest year and every area's value in it.

    values: by area key. ordered: the same from the smallest. covers: whether they are so many that the level can be
    spoken of ("half of the municipalities of the country").
    """

    indicator: str
    year: int
    values: Mapping[str, float]
    ordered: tuple[float, ...]
    covers: bool

    def share_better(self, value: float, *, lower_is_better: bool) -> float:
        """Give the share of areas, 0 to 1, whose value is better than this one; equal ones are not better."""
        better = (
            bisect_left(self.ordered, value)
            if lower_is_better
            else len(self.ordered) - bisect_right(self.ordered, value)
        )
        return better / len(self.ordered)

    def quantile(self, part: float) -> float:
        """Give the value below which this part of the areas lies, interpolated between neighbours."""
        at = part * (len(self.ordered) - 1)
        below = int(at)
        above = min(below + 1, len(self.ordered) - 1)
        return self.ordered[below] + (at - below) * (self.ordered[above] - self.ordered[below])

    @property
    def median(self) -> float:
        return self.quantile(0.5)

    def place(self, area: str, among: Iterable[str]) -> tuple[int, int] | None:
        """Give an area's place among some areas, 1 for the greatest value, and how many of them have a value.

        None where it is the only one.
        """
        own = self.values.get(area)
        if own is None:
            return None
        others = [self.values[key] for key in among if key in self.values]
        return (1 + sum(value > own for value in others), len(others)) if len(others) > 1 else None

    def fifths(self, *, highest_first: bool) -> dict[str, int]:
        """Give each area's fifth, 1 to 5; none where there are fewer than five areas."""
        groups = benchmarks.quintiles(list(self.values.values()), highest_first=highest_first)
        return {key: int(group) for key, group in zip(self.values, groups, strict=True) if not np.isnan(group)}


def standings(store: Facts, level: str) -> Mapping[str, Standing]:
    """Every indicator's newest figures at a level; kept until the store is published anew."""
    return _standings(store, store.version, level)


@lru_cache(maxsize=16)
def _standings(store: Facts, version: str, level: str) -> Mapping[str, Standing]:
    values: dict[str, dict[str, float]] = defaultdict(dict)
    years: dict[str, int] = {}
    for rank in store.ranks(level):
        values[rank.indicator][rank.area] = rank.value
        years[rank.indicator] = rank.year
    areas = sum(area.valid_to is None for area in store.areas(level))
    return {
        indicator: Standing(
            indicator, years[indicator], found, tuple(sorted(found.values())), len(found) >= MAJORITY * areas
        )
        for indicator, found in values.items()
    }
