"""Rounding, the other way to publish: no further cells are hidden, since totals are rounded too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .attack import Ranges, ranges_of
from .tables import Axis, axes_of, equations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


def round_counts(counts: ArrayLike, *, base: int = 5, hidden_below: int = 8) -> NDArray[np.float64]:
    """Round every cell to the nearest `base` and hide the small ones; totals are rounded on their own.

    counts: whole numbers of any shape. Returns NaN where a count is 1 … hidden_below − 1; zeros stay; halves go up.
    Raises ValueError on a count that is negative or not whole.
    Source: NHS Digital, Change to disclosure control methodology for HES and ECDS, September 2018 (1–7 hidden, the rest
    rounded to the nearest 5).
    """
    table = np.asarray(counts, dtype=float)
    if not np.isfinite(table).all() or (table < 0).any() or (table != np.round(table)).any():
        raise ValueError("Every cell must be a whole number, zero or more.")
    rounded = base * np.floor(table / base + 0.5)
    return np.where((table > 0) & (table < hidden_below), np.nan, rounded)


def attack_rounded(
    rounded: ArrayLike, *, base: int = 5, hidden_below: int = 8, axes: Sequence[Axis] | None = None
) -> Ranges:
    """What a reader can find out about every cell of a rounded table who knows the rule and the sums.

    The rule does not promise a width: a hidden cell can be narrowed by rounded cells beside it. Look before publishing.
    rounded: from `round_counts`, totals included. axes: as in `suppress`.
    """
    table = np.asarray(rounded, dtype=float)
    chosen = axes_of(table, axes)
    hidden, zero = np.isnan(table), table == 0
    shown = np.where(hidden, 0, table)
    lowest = np.where(hidden, 1, np.maximum(np.ceil(shown - base / 2), hidden_below))
    highest = np.where(hidden, hidden_below - 1, np.ceil(shown + base / 2) - 1)
    lower, upper = ranges_of(
        equations(chosen),
        np.zeros(table.size),
        np.ones(table.size, dtype=bool),
        lowest=np.where(zero, 0, lowest).ravel(),
        highest=np.where(zero, 0, highest).ravel(),
    )
    return Ranges(lower.reshape(table.shape), upper.reshape(table.shape))
