"""The guard between two published tables: what the one says about the part that is not in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .attack import NEAR, Ranges, UnsafeTable, ranges_of
from .rules import mask_of, primary_cells
from .tables import Axis, checked_counts, equations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike
    from scipy.sparse import csr_array


def guard_difference(
    whole: ArrayLike,
    part: ArrayLike,
    *,
    hidden_in_whole: ArrayLike,
    hidden_in_part: ArrayLike,
    threshold: float,
    same: ArrayLike | None = None,
    width: float | None = None,
    axes: Sequence[Axis] | None = None,
) -> Ranges:
    """Look at two tables of one shape, the second counting some of the people of the first (an earlier month, the
    same service without one site), and at the rest, whole − part, that nobody meant to publish.

    hidden_in_whole, hidden_in_part: True where the count is hidden. same: True where both count the same people, so
    that the rest is known to be zero. threshold, width, axes: as in `suppress`.
    Returns the attacker's ranges of the rest. Raises UnsafeTable where a rest under the threshold, or a small cell of
    either table, can be narrowed below `width`; ValueError where the part exceeds the whole.
    """
    first, chosen = checked_counts(whole, axes)
    second, _ = checked_counts(part, chosen)
    if first.shape != second.shape or (second > first).any():
        raise ValueError("The second table is not a part of the first.")
    rest = first - second
    unsafe = np.concatenate(
        [primary_cells(table, threshold).ravel() for table in (first, second)]
        + [primary_cells(rest, threshold, same).ravel()]
    )
    free = [mask_of(hidden_in_whole, first.shape), mask_of(hidden_in_part, first.shape), ~mask_of(same, first.shape)]
    lower, upper = ranges_of(
        _together(chosen, first.size),
        np.concatenate([first.ravel(), second.ravel(), rest.ravel()]),
        np.concatenate([mask.ravel() for mask in free]),
    )
    narrow = unsafe & (upper - lower < (threshold if width is None else width) - NEAR)
    if narrow.any():
        names = ("whole", "part", "rest")
        table, cell = divmod(int(np.argmax(narrow)), first.size)
        place = tuple(int(i) for i in np.unravel_index(cell, first.shape))
        raise UnsafeTable(
            f"Side by side the tables narrow {int(narrow.sum())} small counts; the first is cell {place} of the "
            f"{names[table]}, between {lower[narrow][0]:g} and {upper[narrow][0]:g}."
        )
    return Ranges(lower[2 * first.size :].reshape(first.shape), upper[2 * first.size :].reshape(first.shape))


def _together(axes: Sequence[Axis], size: int) -> csr_array:
    """The equations of both tables, and whole − part − rest = 0 for each cell."""
    from scipy.sparse import block_array, eye_array

    sums, each = equations(axes), eye_array(size)
    return block_array([[sums, None, None], [None, sums, None], [each, -each, -each]], format="csr")
