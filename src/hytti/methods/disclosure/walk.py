"""The attacker on foot: from one possible table to the next, along the edges of what the shown cells allow.

The simplex method with one dense tableau that stays between questions, so that the next question begins where the last
one ended: for small tables this takes a small part of a solver's time. What it finds is believed as little as a
solver's answer: moves prove a cell safe only when they are by whole counts (`Attacker.learn`).
Source: Dantzig 1963, Linear Programming and Extensions, ch. 5; unlike traces against circles: Charnes 1952,
Econometrica 20(2), 160–170.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Enough = Callable[[NDArray[np.float64]], bool]
    Way = tuple[NDArray[np.float64], float, NDArray[np.float64]]

TRACE = 5e-5
ZERO = 1e-9
PART = 0.01
GOLDEN = 0.6180339887
ENDLESS = 1000.0
FAR = 1e9


class Walk:
    """Where the walk stands: `left`, how far each cell is above the least it can be.

    The cells in `base` follow from the `free` ones: when a free cell rises, the base falls by its row of the tableau.
    Of the free cells, only hidden ones move. Counts are raised by unlike traces, so that no two cells come to zero at
    once and no walk goes in a circle; they add up to less than `PART`.
    """

    def __init__(self, matrix: csr_array, counts: NDArray[np.float64]) -> None:
        size = matrix.shape[1]
        self.lowest = -counts - TRACE * (1 + np.modf(np.arange(size) * GOLDEN)[0])
        self.steps = 0
        self.hidden = np.zeros(size, dtype=bool)
        sums, self.base = _solved_for_a_base(matrix.toarray())
        self.free = np.setdiff1d(np.arange(size), self.base)
        self.tableau = np.ascontiguousarray(sums[:, self.free].T)
        self.change = np.empty_like(self.tableau)
        self.where = np.empty(size, dtype=np.intp)
        self.where[self.base], self.where[self.free] = np.arange(len(self.base)), ~np.arange(len(self.free))
        self.begin()

    @property
    def move(self) -> NDArray[np.float64]:
        """The difference of every cell from the true table."""
        return np.asarray(self.left + self.lowest)

    def begin(self) -> None:
        """Stand at the true table."""
        self.left = -self.lowest
        self.falls = np.full(len(self.free), -ZERO)

    def among(self, hidden: NDArray[np.bool_]) -> None:
        """Let these cells move, and no others."""
        if self.move[~hidden].any():
            self.begin()
        self.hidden, self.open = hidden, hidden[self.free].astype(float)
        for row in np.flatnonzero(~hidden[self.base]):
            ways = np.abs(self.tableau[:, row]) * self.open
            place = ways.argmax()
            if ways[place] > ZERO:
                self._swap(int(row), int(place))

    def push(self, cell: int, sign: int, enough: Enough) -> Way | None:
        """Move a hidden cell up (1) or down (-1) until a move is `enough` or there is no way on.

        None when it was enough; otherwise the move of all cells, how far the cell goes, and the worth of each cell
        that stops it.
        """
        move = self.move
        if np.abs(move - np.round(move)).max() > PART:
            self.begin()
        while True:
            rates = self._rates(cell)
            gains = rates * self.open
            gains *= sign
            places = ((gains > ZERO) | (gains < self.falls)).nonzero()[0]
            if not places.size:
                move, worth = self.move, np.zeros(len(self.left))
                worth[self.free] = -sign * rates
                worth[cell] = float(self.where[cell] < 0)
                return move, sign * float(np.round(move[cell], 2)), worth
            place, direction, along, row, length = self._farthest(places, gains[places])
            if length >= FAR / 2:
                far = self.move
                far[self.base] -= along * ENDLESS
                far[self.free[place]] += direction * ENDLESS
                return None if enough(far) else (far, np.inf, np.zeros(len(far)))
            if self._step(place, direction, along, row, length, enough):
                return None

    def _rates(self, cell: int) -> NDArray[np.float64]:
        """How much the cell moves when a free cell rises by one."""
        at = self.where[cell]
        if at >= 0:
            return -self.tableau[:, at]
        rates = np.zeros(len(self.free))
        rates[~at] = 1
        return rates

    def _farthest(
        self, places: NDArray[np.intp], gains: NDArray[np.float64]
    ) -> tuple[int, float, NDArray[np.float64], int, float]:
        """Which of the free cells brings the most when it moves until a cell stops it.

        Its place, its direction, how the base falls as it moves by one, which row (-1: the cell itself) stops it, when.
        """
        directions = np.sign(gains)
        along = self.tableau[places]
        along *= directions[:, None]
        nears = np.empty((len(places), len(self.base) + 1))
        np.divide(directions < 0, np.maximum(self.left[self.free[places]], ZERO), out=nears[:, 0])
        np.multiply(along, along > ZERO, out=nears[:, 1:])
        nears[:, 1:] /= np.maximum(self.left[self.base], ZERO)
        rows = nears.argmax(axis=1)
        lengths = 1 / np.maximum(nears[np.arange(len(places)), rows], 1 / FAR)
        best = int((np.abs(gains) * lengths).argmax())
        return int(places[best]), float(directions[best]), along[best], int(rows[best]) - 1, float(lengths[best])

    def _step(
        self, place: int, direction: float, along: NDArray[np.float64], row: int, length: float, enough: Enough
    ) -> bool:
        """Move a free cell until the first cell comes to zero; whether a move on the way is enough."""
        cell = self.free[place]
        if length > 1 and PART < length % 1 < 1 - PART:
            whole = self.move
            whole[self.base] -= along * np.floor(length)
            whole[cell] += direction * np.floor(length)
            if enough(whole):
                return True
        self.left[self.base] -= along * length
        self.left[cell] += direction * length
        self.left[cell if row < 0 else self.base[row]] = 0
        if row >= 0:
            self._swap(row, place)
        self.falls[place] = -np.inf
        self.steps += 1
        return length > PART and enough(self.move)

    def _swap(self, row: int, place: int) -> None:
        """The base's cell in this row and the free cell at this place change roles."""
        tableau = self.tableau
        across = tableau[:, row] / tableau[place, row]
        across[place] = 1 / tableau[place, row]
        down = tableau[place].copy()
        down[row] = tableau[place] = 0
        np.multiply(across[:, None], down, out=self.change)
        tableau -= self.change
        tableau[:, row] = across
        base, free = self.base[row], self.free[place]
        self.base[row], self.free[place] = free, base
        self.where[free], self.where[base] = row, ~place
        self.open[place] = self.hidden[base]
        self.falls[place] = -ZERO


def _solved_for_a_base(sums: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The sums solved for one cell each, without those that say nothing new; and these cells."""
    base = []
    for row in range(len(sums)):
        cell = np.abs(sums[row]).argmax()
        if abs(sums[row, cell]) > ZERO:
            sums[row] /= sums[row, cell]
            others = np.flatnonzero(sums[:, cell])
            others = others[others != row]
            sums[others] -= sums[others, cell, None] * sums[row]
            base.append((row, cell))
    rows, cells = np.array(base, dtype=np.intp).reshape(-1, 2).T
    return sums[rows], cells.copy()
