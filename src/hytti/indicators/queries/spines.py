"""Spines: an area among all the areas of its level, the better end always on the left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hytti.core.charts.axis import Axis
from hytti.core.charts.spine import Spread
from hytti.methods import benchmarks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..definitions import Definition
    from .standing import Standing

Kind = Literal["index", "directed", "plain"]
"""index: of a median area (100), logarithmic. directed: from better to worse. plain: from smaller to greater."""

AXES: dict[Kind, Axis] = {"index": Axis(25, 360, log=True), "directed": Axis(1, -1), "plain": Axis(-1, 1)}
INDEX_MEDIAN = 100
INDEX_TICKS = (30, 50, 100, 200, 300)
SKEWED = 4
"""Where the 95th percentile is so many medians, a spine runs by logarithms."""
MARKS = (0.05, 0.25, 0.5, 0.75, 0.95)
ENDS = (0.02, 0.98)
"""The areas that set the ends of a spine: a handful of extreme ones would press all others together."""


@dataclass(frozen=True, slots=True)
class Spine:
    """Places on the axis of a kind. spread: None where the areas are too few to speak for their level."""

    kind: Kind
    own: float
    others: tuple[float, ...]
    spread: Spread | None


def kind_of(definition: Definition) -> Kind:
    if definition.index_median:
        return "index"
    return "plain" if definition.lower_is_better is None else "directed"


def spine(definition: Definition, standing: Standing, own: float, others: Sequence[float]) -> Spine:
    """Place an area and some others of its level."""
    marks = [standing.quantile(part) for part in MARKS]
    if definition.index_median:
        marks[2] = INDEX_MEDIAN
    own_at, low, lower, middle, upper, high, *rest = _places([own, *marks, *others], standing, definition)
    spread = Spread(low, lower, middle, upper, high) if standing.covers else None
    return Spine(kind_of(definition), own_at, tuple(rest), spread)


def _places(values: Sequence[float], standing: Standing, definition: Definition) -> list[float]:
    if definition.index_median:
        return list(values)
    skewed = standing.ordered[0] > 0 and standing.quantile(0.95) > SKEWED * standing.median
    scale = _logarithm if skewed else _as_it_is
    areas = scale(standing.ordered)
    if standing.covers:
        low, high = np.quantile(areas, ENDS)
        areas = areas[(areas >= low) & (areas <= high)]
    placed = benchmarks.spine_position(
        scale(values),
        areas,
        np.median(scale(standing.ordered)),
        higher_is="worse" if definition.lower_is_better else "better",
    )
    return [float(place) for place in placed.position]


def _as_it_is(values: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def _logarithm(values: ArrayLike) -> NDArray[np.float64]:
    return np.log(_as_it_is(values))
