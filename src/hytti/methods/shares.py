"""Shares of amounts that may overlap: what phenomena cost together, and what of it is counted twice.

A budget line (an amount) serves several phenomena, each with a share between a low and a high guess. The shares may be
shares of the same euros, so their sum is not what is spent. How much they overlap is not known: the answers are bounds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hytti.methods.estimates import Estimate

Floats = NDArray[np.float64]


class Bounds(NamedTuple):
    """The least and the greatest that can be, two arrays of one shape."""

    at_least: Floats
    at_most: Floats


class Counted(NamedTuple):
    """Amounts over all lines: `together` adds every phenomenon's sum, `once` counts each euro once, `twice` is what
    `together` counts more than once."""

    together: Estimate
    once: Bounds
    twice: Bounds


def check_shares(
    shares: ArrayLike, *, low: ArrayLike | None = None, high: ArrayLike | None = None, overlap: bool = False
) -> None:
    """Raise ValueError on a share outside 0–1 or its low–high range, or, unless `overlap`, on a line above 1 in sum.

    shares, low, high: shape (..., lines, phenomena); without a range the share is exact.
    """
    share, _, _ = _ranges(shares, low, high)
    over = share.sum(axis=-1) > 1 + 1e-9
    if not overlap and over.any():
        line = np.argwhere(over)[0]
        raise ValueError(
            f"The shares of line {', '.join(str(int(n)) for n in line)} add up to more than the whole, "
            "and overlap is not allowed."
        )


def sums_by_phenomenon(
    amounts: ArrayLike, shares: ArrayLike, *, low: ArrayLike | None = None, high: ArrayLike | None = None
) -> Estimate:
    """What each phenomenon gets over all lines.

    amounts: shape (..., lines), euros, none negative (income is summed apart). shares, low, high: shape
    (..., lines, phenomena), 0–1. Returns shape (..., phenomena) in the unit of amounts; lower and upper take every
    share at its low or high end, which is a range, not a confidence interval. NaN where an amount or share is missing.
    Raises ValueError on a negative amount and on what `check_shares` raises for.
    """
    money = _amounts(amounts)[..., None]
    return Estimate.of(*[(money * part).sum(axis=-2) for part in _ranges(shares, low, high)])


def overlaps(
    amounts: ArrayLike, shares: ArrayLike, *, low: ArrayLike | None = None, high: ArrayLike | None = None
) -> Bounds:
    """How much each pair of phenomena can share: of a line at least low + low − 1, at most the smaller high.

    Shapes as in `sums_by_phenomenon`; returns (..., phenomena, phenomena). The diagonal is the phenomenon's own range.
    Source: Fréchet 1935, Fund. Math. 25:379 (bounds of an intersection).
    """
    money = _amounts(amounts)[..., None, None]
    _, lowest, highest = _ranges(shares, low, high)
    least = np.maximum(lowest[..., :, None] + lowest[..., None, :] - 1, 0)
    most = np.minimum(highest[..., :, None], highest[..., None, :])
    own = np.eye(lowest.shape[-1], dtype=bool)
    least = np.where(own, lowest[..., :, None], least)
    return Bounds((money * least).sum(axis=-3), (money * most).sum(axis=-3))


def counted_twice(
    amounts: ArrayLike, shares: ArrayLike, *, low: ArrayLike | None = None, high: ArrayLike | None = None
) -> Counted:
    """What all phenomena get together, what of it is there at most once, and what is counted more than once.

    Shapes as in `sums_by_phenomenon`; the answers have shape (...). Of a line, at least the largest share and at most
    the sum of the shares, but never more than the line, is there; what goes beyond it is counted twice.
    Source: Fréchet 1935 (bounds of a union).
    """
    money = _amounts(amounts)
    ranges = _ranges(shares, low, high)
    together = [(money * part.sum(axis=-1)).sum(axis=-1) for part in ranges]
    _, lowest, highest = ranges
    once = Bounds(
        (money * lowest.max(axis=-1, initial=0)).sum(axis=-1),
        (money * np.minimum(highest.sum(axis=-1), 1)).sum(axis=-1),
    )
    twice = Bounds(
        (money * np.maximum(lowest.sum(axis=-1) - 1, 0)).sum(axis=-1),
        (money * (highest.sum(axis=-1) - highest.max(axis=-1, initial=0))).sum(axis=-1),
    )
    return Counted(Estimate.of(*together), once, twice)


def _amounts(amounts: ArrayLike) -> Floats:
    money = np.asarray(amounts, dtype=float)
    if (money < 0).any() or np.isinf(money).any():
        raise ValueError("An amount is negative or infinite; sum income apart.")
    return money


def _ranges(shares: ArrayLike, low: ArrayLike | None, high: ArrayLike | None) -> tuple[Floats, Floats, Floats]:
    share = np.asarray(shares, dtype=float)
    lowest = np.broadcast_to(share if low is None else np.asarray(low, dtype=float), share.shape)
    highest = np.broadcast_to(share if high is None else np.asarray(high, dtype=float), share.shape)
    if (lowest < 0).any() or (highest > 1).any():
        raise ValueError("A share is outside 0–1.")
    if (lowest > share).any() or (share > highest).any():
        raise ValueError("A share is outside its own low–high range.")
    return share, lowest, highest
