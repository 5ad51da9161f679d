"""Hiding cells: those unsafe in themselves, and the fewest others that keep them from being worked out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .attacker import Attacker
from .rules import known_zeros, mask_of, primary_cells
from .search import Search
from .tables import Axis, checked_counts, equations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


SECONDS_A_CELL, LEAST_SECONDS, MOST_SECONDS = 0.0005, 0.08, 1.0
WORK = 620


@dataclass(frozen=True)
class Suppression:
    """Which cells to hide.

    suppressed: True where hidden. primary: True where unsafe in itself; do not publish which those are.
    fewest: whether no smaller choice exists. at_least: how many further cells any safe choice hides.
    """

    suppressed: NDArray[np.bool_]
    primary: NDArray[np.bool_]
    fewest: bool
    at_least: int

    @property
    def secondary(self) -> NDArray[np.bool_]:
        """Cells hidden only to protect others."""
        return np.asarray(self.suppressed & ~self.primary)

    def applied_to(self, counts: ArrayLike) -> NDArray[np.float64]:
        """The table as it may be shown: NaN where hidden."""
        return np.where(self.suppressed, np.nan, np.asarray(counts, dtype=float))


def suppress(
    counts: ArrayLike,
    *,
    threshold: float,
    axes: Sequence[Axis] | None = None,
    structural_zeros: ArrayLike | None = None,
    shown: ArrayLike | None = None,
    width: float | None = None,
    seconds: float | None = None,
) -> Suppression:
    """Hide the cells under `threshold`, and the fewest others such that no one can work the hidden ones out.

    counts: whole numbers, any number of axes, totals included (`add_totals`). axes: how the entries add up, a total
    at the end of each axis by default. structural_zeros: cells that everybody knows to be zero; always shown.
    shown: cells that are public already and cannot be hidden. width: the promise, how many counts wide the attacker's
    range of each unsafe cell stays (the threshold by default). seconds: how long to compute for the fewest
    (by default under 1 / 10 for a small table, up to one for a large one; a small one is searched for a counted number
    of steps, so that it is answered alike each time); after that the best safe choice found is returned, with `fewest`
    False. Another choice for the same table gives more away: keep the choice with what is published,
    never choose anew.
    Raises ValueError on a broken table, and CannotProtect where structural zeros and shown cells make safety
    impossible.
    Source: Fischetti & Salazar-González 2000, Management Science 46(9), 1162–1176.
    """
    start = time.thread_time()
    table, chosen = checked_counts(counts, axes)
    primary = primary_cells(table, threshold, structural_zeros)
    if not primary.any():
        return Suppression(primary, primary, True, 0)
    closed = known_zeros(table, structural_zeros) | mask_of(shown, table.shape)
    if (closed & primary).any():
        raise ValueError("A cell under the threshold is said to be public already.")
    promise = threshold if width is None else width
    if promise < 1 or promise != round(promise):
        raise ValueError("The promised width is a whole number of counts, one or more.")
    attacker = Attacker(
        chosen,
        equations(chosen),
        table.ravel(),
        primary.ravel(),
        closed.ravel(),
        promise,
    )
    on_foot = attacker.walk is not None
    limit = min(max(SECONDS_A_CELL * table.size, LEAST_SECONDS), MOST_SECONDS) if seconds is None else seconds
    search = Search(attacker, start + limit, WORK if seconds is None and on_foot else np.inf)
    hidden = search.fewest()
    fewest = int(hidden.sum()) == search.least
    return Suppression(hidden.reshape(table.shape), primary, fewest, search.least - int(primary.sum()))
