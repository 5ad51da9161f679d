"""Values into classes, for maps and heat tables: by fifths, by natural breaks or of equal width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hytti.core.charts.axis import known

_MOST = 1000  # distinct values that the exact search takes: eight megabytes for each table


@dataclass(frozen=True, slots=True)
class Classes:
    """A class for each value, from 0 for the lowest, None where there is no value; and the limits of each class.

    limits: the least and the greatest value in each class, in order; where a class of equal width is empty, its
    borders. Equal values are always in the same class.
    """

    index: tuple[int | None, ...]
    limits: tuple[tuple[float, float], ...]


def quintiles(values: Sequence[float | None], count: int = 5) -> Classes:
    """Classes of as equal size as the ties allow; with many ties there are fewer of them."""

    def divide(distinct: Sequence[float], sizes: Sequence[int]) -> list[int]:
        total, before = sum(sizes), 0
        places = []
        for size in sizes:
            places.append(int((before + size / 2) * count / total))
            before += size
        used = sorted(set(places))
        return [used.index(place) for place in places]

    return _classed(values, divide)


def natural(values: Sequence[float | None], count: int = 5) -> Classes:
    """Classes with the least squares inside them (Fisher 1958, Jenks 1977), exact by dynamic programming.

    With fewer distinct values than classes each has its own. Raises ValueError for more than 1 000 distinct values.
    """

    def divide(distinct: Sequence[float], sizes: Sequence[int]) -> list[int]:
        if len(distinct) > _MOST:
            raise ValueError(f"natural breaks take at most {_MOST} distinct values")
        starts = _least_squares(np.asarray(distinct), np.asarray(sizes, dtype=float), min(count, len(distinct)))
        return [sum(start <= at for start in starts) - 1 for at in range(len(distinct))]

    return _classed(values, divide)


def equal(values: Sequence[float | None], count: int = 5) -> Classes:
    """Classes of equal width from the least to the greatest value; a value on a border belongs to the upper class."""
    there = [value for value in values if value is not None and known(value)]
    if not there or min(there) == max(there):
        return _classed(values, lambda distinct, sizes: [0] * len(distinct))
    low, width = min(there), (max(there) - min(there)) / count
    borders = [low + width * at for at in range(count)] + [max(there)]
    index = tuple(
        None if value is None or not known(value) else sum(border <= value for border in borders[1:-1])
        for value in values
    )
    inside = [[value for value, one in zip(values, index, strict=True) if one == at and value is not None]
              for at in range(count)]  # fmt: skip
    limits = tuple((min(own), max(own)) if own else (borders[at], borders[at + 1]) for at, own in enumerate(inside))
    return Classes(index, limits)


def _classed(values: Sequence[float | None], divide: Callable[[Sequence[float], Sequence[int]], list[int]]) -> Classes:
    """Classes from a division of the distinct values, given in order with how many there are of each."""
    there = [value for value in values if value is not None and known(value)]
    if not there:
        return Classes(tuple(None for _ in values), ())
    found, sizes = np.unique(np.asarray(there, dtype=float), return_counts=True)
    distinct = [float(value) for value in found]
    place = dict(zip(distinct, divide(distinct, [int(size) for size in sizes]), strict=True))
    members = [[value for value in distinct if place[value] == at] for at in range(max(place.values()) + 1)]
    index = tuple(None if value is None or not known(value) else place[float(value)] for value in values)
    return Classes(index, tuple((own[0], own[-1]) for own in members))


def _least_squares(values: np.ndarray, weights: np.ndarray, count: int) -> list[int]:
    """Where each class starts, so that the weighted squares about the classes' means are least in all."""
    centred = values - np.average(values, weights=weights)
    ends = np.cumsum([weights, weights * centred, weights * centred**2], axis=1)
    befores = ends - np.array([weights, weights * centred, weights * centred**2])
    weight, total, squares = (end[None, :] - before[:, None] for end, before in zip(ends, befores, strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = squares - total**2 / weight
    cost[np.tril_indices(len(values), -1)] = np.inf  # a class cannot end before it starts
    best = cost[0]
    choices: list[np.ndarray] = []
    for _ in range(count - 1):
        sums = cost.copy()
        sums[1:] += best[:-1, None]
        sums[0] = np.inf
        choices.append(sums.argmin(axis=0))
        best = sums.min(axis=0)
    starts = [len(values)]
    for choice in reversed(choices):
        starts.append(int(choice[starts[-1] - 1]))
    return [0, *sorted(starts[1:])]
