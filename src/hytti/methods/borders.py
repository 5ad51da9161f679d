"""Figures of areas that were joined, from the figures of their parts. Parts are the last axis."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ._inputs import Floats, counts, floats, scale_of


def joined_count(values: ArrayLike) -> Floats:
    """Count of the joined area: the sum of its parts.

    values: shape (..., parts); counts that do not overlap. Moves between the parts are not such counts.
    Returns shape (...); NaN where any part is missing. Raises ValueError on a negative or infinite count.
    """
    return np.asarray(counts(values, "values").sum(axis=-1))


def joined_rate(values: ArrayLike, sizes: ArrayLike) -> Floats:
    """Share, rate or mean of the joined area: the mean of its parts, each weighing as much as its group is large.

    values: shape (..., parts); per member of a group, in any one unit; may be negative, as net migration is.
    sizes: the size of that group in each part, in the same shape or one that broadcasts.
    Returns shape (...), in the unit of the values; NaN where any part's value or size is missing, or where all sizes
    are zero. The answer is exact where the values are; where they are rounded, it is off by no more than they are.
    Raises ValueError on a negative or infinite size, an infinite value or shapes that do not broadcast.
    """
    rates, weights = floats(values), counts(sizes, "sizes")
    if np.isinf(rates).any():
        raise ValueError("values must be finite")
    rates, weights = np.broadcast_arrays(rates, weights)
    total = weights.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray((rates * weights).sum(axis=-1) / np.where(total > 0, total, np.nan))


def size_from_share(share: ArrayLike, population: ArrayLike, *, per: float = 100) -> Floats:
    """Size of a group from its share of the population: share x population / per.

    share, population: shapes that broadcast; `per` is 100 for a percentage. NaN where either is missing.
    Raises ValueError on a negative number, or on a share above `per`.
    """
    part = counts(share, "share")
    if (part > scale_of(per)).any():
        raise ValueError("share must not be above per")
    return np.asarray(part * counts(population, "population") / per)


def supporters_from_ratio(ratio: ArrayLike, population: ArrayLike, *, per: float = 100) -> Floats:
    """How many support the others, from a dependency ratio: population / (1 + ratio / per).

    ratio: dependants for each `per` supporters; population: dependants and supporters together. NaN where either is
    missing. Raises ValueError on a negative number.
    """
    return np.asarray(counts(population, "population") / (1 + counts(ratio, "ratio") / scale_of(per)))
