"""The search for the fewest further cells to hide: a master problem chooses, the attacker objects with cuts.

Source: Fischetti & Salazar-González 2000, Management Science 46(9), 1162–1176 (capacity and bridgeless inequalities),
here with one sliding promise: the attacker's range of an unsafe cell is at least `width` counts wide.
"""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from .attack import NEAR
from .attacker import SMALL, Attacker, Cut

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array


class CannotProtect(ValueError):
    """No choice of hidden cells keeps the promise: too many cells are structural zeros or must be shown."""


class Search:
    """One table on its way to safety. A hidden cell costs one; a fraction that never adds up to one prefers small
    counts, so that totals stay."""

    def __init__(self, attacker: Attacker) -> None:
        from scipy.sparse import hstack

        self.attacker = attacker
        self.cost = 1 + attacker.counts / (2 * attacker.counts.sum() + 1)
        self.least = int(attacker.unsafe.sum())
        self._up_and_down = hstack([attacker.matrix, -attacker.matrix], format="csc")
        self._company = company(attacker.matrix)
        attacker.cuts.extend(first_cuts(attacker))

    def fewest(self, deadline: float) -> tuple[NDArray[np.bool_], bool]:
        """The safe choice that hides the fewest cells and True, or the last unsafe one and False when time ran out.

        One choice is always made, for at most `AT_FIRST` seconds, so that a mended choice begins near the fewest.
        """
        hidden, first, seconds, last = self.attacker.unsafe, True, max(deadline - time.monotonic(), AT_FIRST), 0.0
        while seconds > last:  # a choice takes about as long as the one before
            start = time.monotonic()
            chosen, proved = self._choose(seconds)
            if not proved:  # the first choice must do; later ones, cut short, are worse than the one before
                return (chosen if first else hidden), False
            hidden, first, last = chosen, False, time.monotonic() - start
            if not self.attacker.narrow(hidden).size:
                return hidden, True
            seconds = deadline - time.monotonic()
        return hidden, False

    def repair(self, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Hide more until all are safe: for each narrow cell, those on the cheapest way to raise it by `width`."""
        hidden = hidden | self.attacker.unsafe
        while (narrow := self.attacker.narrow(hidden)).size:
            before = hidden
            for cell in narrow:
                if cell not in self.attacker.short_of(self.attacker.known_reach(hidden)):
                    continue
                further = self._cheapest_way(hidden, int(cell))
                if further is None:
                    return self._everything()
                hidden = hidden | further
            if (hidden == before).all():  # the ways are by halves, which prove nothing
                return self._everything()
        return hidden

    def _everything(self) -> NDArray[np.bool_]:
        hidden = ~self.attacker.closed
        if self.attacker.narrow(hidden).size:
            raise CannotProtect(REASON)
        return hidden

    def spare(self, hidden: NDArray[np.bool_], chosen: NDArray[np.bool_], deadline: float) -> NDArray[np.bool_]:
        """Show again, dearest first, each cell beside the `chosen` that need not be hidden, while time lasts."""
        hidden = hidden.copy()
        extra = np.flatnonzero(hidden & ~chosen & ~self.attacker.unsafe)
        for cell in extra[np.argsort(-self.attacker.counts[extra], kind="stable")]:
            if time.monotonic() > deadline:
                break
            hidden[cell] = False
            hidden[cell] = not (self._keeps_the_cuts(hidden) and self.attacker.is_safe(hidden))
        return hidden

    def _keeps_the_cuts(self, hidden: NDArray[np.bool_]) -> bool:
        """What breaks a known cut is unsafe, and need not be attacked."""
        least = np.array([cut.least for cut in self.attacker.cuts])
        return bool((self._weights() @ hidden >= least - NEAR).all())

    def _choose(self, seconds: float) -> tuple[NDArray[np.bool_], bool]:
        """The cheapest choice under the cuts so far, and whether it is proved to be the cheapest.

        Without any choice in time, the unsafe cells alone.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import vstack

        attacker = self.attacker
        rows = vstack([self._company, self._weights()], format="csr")
        least = np.r_[np.zeros(self._company.shape[0]), [cut.least for cut in attacker.cuts]]
        answer = milp(
            self.cost,
            integrality=np.ones(len(self.cost), dtype=int),
            bounds=Bounds(attacker.unsafe.astype(float), (~attacker.closed).astype(float)),
            constraints=LinearConstraint(rows, least, np.inf),
            options={"time_limit": seconds},
        )
        if answer.status == 2:
            raise CannotProtect(REASON)
        if answer.mip_dual_bound is not None:
            self.least = max(self.least, int(np.ceil(answer.mip_dual_bound - 0.5 - NEAR)))
        chosen = attacker.unsafe if answer.x is None else answer.x > 0.5
        return np.asarray(chosen), answer.status == 0

    def _weights(self) -> csr_array:
        from scipy.sparse import csr_array

        cuts = self.attacker.cuts
        rows = np.repeat(np.arange(len(cuts)), [len(cut.cells) for cut in cuts])
        columns = np.concatenate([np.zeros(0, dtype=np.intp), *[cut.cells for cut in cuts]])
        weights = np.concatenate([np.zeros(0), *[cut.weights for cut in cuts]])
        return csr_array((weights, (rows, columns)), shape=(len(cuts), len(self.cost)))

    def _cheapest_way(self, hidden: NDArray[np.bool_], cell: int) -> NDArray[np.bool_] | None:
        """Cells that must move for the cell to rise by `width`; None where it cannot rise so far."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        attacker = self.attacker
        price = np.where(hidden, 0.001, self.cost)
        rise, fall = np.where(attacker.closed, 0.0, np.inf), np.where(attacker.closed, 0.0, attacker.counts)
        lowest = np.zeros(2 * len(price))
        lowest[cell], fall[cell] = attacker.width, 0
        answer = milp(
            np.r_[price, price],
            bounds=Bounds(lowest, np.r_[rise, fall]),
            constraints=LinearConstraint(self._up_and_down, 0, 0),
            options=SMALL,
        )
        if answer.x is None:
            return None
        up, down = np.split(answer.x, 2)
        attacker.learn(up - down, np.zeros((2, len(price))))
        return np.asarray(np.abs(up - down) > NEAR)


AT_FIRST = 0.5
REASON = "Too many cells are structural zeros or must be shown: the table cannot be made safe."


def company(matrix: csr_array) -> csr_array:
    """Rows R with R @ hidden >= 0: a hidden cell needs another hidden cell in each of its sums."""
    from scipy.sparse import csr_array

    each = matrix.tocoo()
    count = len(each.col)
    itself = csr_array((np.full(count, -2.0), (np.arange(count), each.col)), shape=(count, matrix.shape[1]))
    return csr_array(abs(matrix)[each.row] + itself)


def first_cuts(attacker: Attacker) -> list[Cut]:
    """What each sum alone asks: its other hidden cells must let the unsafe cell rise by what it cannot fall."""
    cuts = []
    matrix = attacker.matrix
    for start, end in pairwise(matrix.indptr):
        cells, signs = matrix.indices[start:end], matrix.data[start:end]
        for place in np.flatnonzero(attacker.unsafe[cells]):
            rise = attacker.width - attacker.counts[cells[place]]
            if rise > NEAR:
                weights = np.where(signs == signs[place], np.minimum(attacker.counts[cells], rise), rise)
                others = np.flatnonzero((weights > 0) & (cells != cells[place]))
                cuts.append(Cut(cells[others].astype(np.intp), weights[others], rise))
    return cuts
