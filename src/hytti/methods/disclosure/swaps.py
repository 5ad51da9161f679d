"""The quickest proof that a cell is safe: one count swapped around the corners of a box of hidden cells."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .tables import Axis

AT_ONCE = 500_000


def reach_by_swaps(
    axes: Sequence[Axis], counts: NDArray[np.float64], hidden: NDArray[np.bool_], cells: NDArray[np.intp]
) -> NDArray[np.float64]:
    """How far up and down some cells are proved to move, others zero: (2, cells); all arrays flat.

    The other corner of a box is, on each axis, another part (which moves the other way) or the total (the same way).
    Axes with sums of sums are left to the linear programme: nothing is proved there.
    """
    reach = np.zeros((2, len(counts)))
    if any(len(axis.sums) > 1 for axis in axes):
        return reach
    stock = np.where(hidden, counts, -1.0).reshape([len(axis.parents) for axis in axes])
    size = max(1, AT_ONCE // len(counts))
    for some in np.split(cells, range(size, len(cells), size)):
        rise, fall = _rooms(axes, stock, np.unravel_index(some, stock.shape))
        reach[:, some] = rise, np.minimum(fall, counts[some])
    return reach


def _rooms(
    axes: Sequence[Axis], stock: NDArray[np.float64], places: tuple[NDArray[np.intp], ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The best box at each cell: the least stock among the corners that fall as it rises, and among those that rise."""
    count = len(places[0])

    def along(number: int, values: NDArray) -> NDArray:
        """Values of shape (cells, entries or 1) laid on one axis of (cells, …)."""
        return values.reshape([count] + [values.shape[1] if n == number else 1 for n in range(len(axes))])

    near = [along(n, place[:, None]) for n, place in enumerate(places)]
    far = [along(n, np.tile(np.arange(len(axis.parents)), (count, 1))) for n, axis in enumerate(axes)]
    signs = [along(n, _signs(axis, place)) for n, (axis, place) in enumerate(zip(axes, places, strict=True))]
    falling = rising = np.full((count, *[len(axis.parents) if axis.sums else 1 for axis in axes]), np.inf)
    hidden = np.ones(falling.shape, dtype=bool)
    for corner in product(*[(False, True) if axis.sums else (False,) for axis in axes]):
        window = stock[tuple(far[n] if is_far else near[n] for n, is_far in enumerate(corner))]
        sign = np.prod(np.broadcast_arrays(1.0, *[signs[n] for n, is_far in enumerate(corner) if is_far]), axis=0)
        hidden = hidden & (window >= 0)
        falling = np.minimum(falling, np.where(sign < 0, window, np.inf))
        rising = np.minimum(rising, np.where(sign > 0, window, np.inf))
    for number, axis in enumerate(axes):
        if axis.sums:
            hidden &= far[number] != near[number]
    within = tuple(range(1, len(axes) + 1))
    best = [np.where(hidden, stocks, 0).max(axis=within, initial=0) for stocks in (falling, rising)]
    return best[0], best[1]


def _signs(axis: Axis, entries: NDArray[np.intp]) -> NDArray[np.float64]:
    """How each other entry moves when an entry rises by one: parts against parts, the total along with parts."""
    signs = np.full((len(entries), len(axis.parents)), -1.0)
    for total, _ in axis.sums:
        signs[entries == total] = 1.0
        signs[:, total] = 1.0
    return signs
