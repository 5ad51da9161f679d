"""The attacker inside the search: which unsafe cells are still narrow, and what the master problem must mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .attack import NEAR, solved
from .swaps import reach_by_swaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .tables import Axis

AT_ONCE = 20_000
FEW = 2


class Cut(NamedTuple):
    """In every safe choice, `weights @ hidden[cells] >= least`."""

    cells: NDArray[np.intp]
    weights: NDArray[np.float64]
    least: float


class Push(NamedTuple):
    """A cell moved as far as it goes: the move of all cells, how far, and the worth of each cell that stops it."""

    move: NDArray[np.float64]
    reach: float
    slack: NDArray[np.float64]


@dataclass
class Attacker:
    """Moves a true table to others that look the same; a cell is safe when it can be moved `width` counts apart.

    matrix @ cells = 0 holds in every table; counts, unsafe, closed: flat arrays. closed: never hidden. Only moves by
    whole counts are believed.
    """

    axes: Sequence[Axis]
    matrix: csr_array
    counts: NDArray[np.float64]
    unsafe: NDArray[np.bool_]
    closed: NDArray[np.bool_]
    width: float
    cuts: list[Cut] = field(default_factory=list)

    def narrow(self, hidden: NDArray[np.bool_]) -> NDArray[np.intp]:
        """The unsafe cells that can be narrowed when `hidden` are hidden; each leaves a cut. Empty means safe."""
        up, down = reach_by_swaps(self.axes, self.counts, hidden, self.unsafe)
        left = np.flatnonzero(self.unsafe & (up + down < self.width - NEAR))
        if not left.size:
            return left
        board = Board(self, hidden)
        for sign in (1, -1, 1, -1):
            left = left[up[left] + down[left] < self.width - NEAR]
            if left.size > FEW:
                learn(board.push_together(left, sign), up, down)
        size = max(1, AT_ONCE // (2 * len(board.cells)))
        parts = np.split(left, range(size, len(left), size))
        return np.array([cell for part in parts for cell in self._narrow_of(board, up, down, part)], dtype=np.intp)

    def is_proved_by_swaps(self, hidden: NDArray[np.bool_], cell: int) -> bool:
        """Whether one count swapped around a box already shows that a cell is safe; False proves nothing."""
        up, down = reach_by_swaps(self.axes, self.counts, hidden, np.arange(len(self.counts)) == cell)
        return bool(up[cell] + down[cell] >= self.width - NEAR)

    def _narrow_of(
        self, board: Board, up: NDArray[np.float64], down: NDArray[np.float64], cells: NDArray[np.intp]
    ) -> list[int]:
        """Look at some cells together; what moves for one may prove another."""
        cells = cells[up[cells] + down[cells] < self.width - NEAR]
        if not cells.size:
            return []
        pushes = board.push(np.r_[cells, cells], np.repeat([1, -1], len(cells)))
        for push in pushes:
            learn(push.move, up, down)
        rises, falls = pushes[: len(cells)], pushes[len(cells) :]
        return [
            int(cell)
            for cell, rise, fall in zip(cells, rises, falls, strict=True)
            if up[cell] + down[cell] < self.width - NEAR and not self._has_room(board, int(cell), rise, fall, up, down)
        ]

    def _has_room(
        self, board: Board, cell: int, rise: Push, fall: Push, up: NDArray[np.float64], down: NDArray[np.float64]
    ) -> bool:
        if rise.reach + fall.reach < self.width - NEAR:
            self.cuts.append(self._capacity(rise, fall))
            return False
        for sign in (1, -1):
            learn(board.push_together(np.array([cell]), sign, whole_numbers=True), up, down)
        if up[cell] + down[cell] < self.width - NEAR:
            further = np.flatnonzero(~board.hidden & ~self.closed)
            self.cuts.append(Cut(further, np.ones(len(further)), 1.0))
            return False
        return True

    def _capacity(self, rise: Push, fall: Push) -> Cut:
        """What the duals say: the cells that stop the moves could add at most this much each to the range."""
        weights = np.zeros(len(self.counts))
        for push in (rise, fall):
            weights += np.where(push.slack < -NEAR, self.width, np.maximum(push.slack, 0) * self.counts)
        least = self.width - weights[self.unsafe].sum()
        weights[self.unsafe | self.closed] = 0
        cells = np.flatnonzero(weights > NEAR)
        return Cut(cells, np.minimum(weights[cells], least), least)


def learn(move: NDArray[np.float64], up: NDArray[np.float64], down: NDArray[np.float64]) -> None:
    """Note how far a move by whole counts takes each cell; others prove nothing, since counts are known to be whole."""
    whole = np.round(move)
    if np.abs(move - whole).max(initial=0) < NEAR:
        np.maximum(up, whole, out=up)
        np.maximum(down, -whole, out=down)


class Board:
    """The hidden cells and the sums between them, ready for many pushes."""

    def __init__(self, attacker: Attacker, hidden: NDArray[np.bool_]) -> None:
        self.attacker, self.hidden = attacker, hidden
        self.cells = np.flatnonzero(hidden)
        part = attacker.matrix[:, self.cells]
        self.rows = np.flatnonzero(np.diff(part.indptr))
        self.part = part[self.rows]

    def push(self, cells: NDArray[np.intp], signs: NDArray[np.intp]) -> list[Push]:
        """Move each of the cells, for itself, as far up (1) or down (-1) as the shown cells allow, at most `width`."""
        from scipy.optimize import linprog

        count, size = len(cells), len(self.cells)
        places = np.searchsorted(self.cells, cells) + size * np.arange(count)
        aim = np.zeros(count * size)
        aim[places] = -signs
        highest = np.full(count * size, np.inf)
        highest[places] = self.attacker.width
        sums: Any = repeated(self.part, count)  # the stubs do not know that linprog takes sparse arrays
        answer = linprog(
            aim,
            A_eq=sums,
            b_eq=np.zeros(count * len(self.rows)),
            bounds=list(zip(np.tile(-self.attacker.counts[self.cells], count), highest, strict=True)),
            method="highs",
        )
        moves = np.zeros((count, len(self.attacker.counts)))
        moves[:, self.cells] = solved(answer).reshape(count, size)
        slack = -(answer.eqlin.marginals.reshape(count, -1) @ self.attacker.matrix[self.rows])
        slack[np.arange(count), cells] -= signs
        return [Push(move, abs(move[cell]), worth) for move, cell, worth in zip(moves, cells, slack, strict=True)]

    def push_together(self, cells: NDArray[np.intp], sign: int, *, whole_numbers: bool = False) -> NDArray[np.float64]:
        """One move that takes the cells, in sum, as far up or down as the shown cells allow, at most `width` each."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        places = np.searchsorted(self.cells, cells)
        aim = np.zeros(len(self.cells))
        aim[places] = -sign
        highest = np.full(len(self.cells), np.inf)
        highest[places] = self.attacker.width
        answer = milp(
            aim,
            integrality=np.full(len(self.cells), int(whole_numbers)),
            bounds=Bounds(-self.attacker.counts[self.cells], highest),
            constraints=LinearConstraint(self.part, 0, 0),
        )
        move = np.zeros(len(self.attacker.counts))
        move[self.cells] = solved(answer)
        return move


def repeated(part: csr_array, count: int) -> csr_array:
    """The matrix, `count` times along the diagonal."""
    from scipy.sparse import csr_array

    rows, columns = part.shape
    indices = part.indices + columns * np.arange(count)[:, None]
    starts = part.indptr[:-1] + part.nnz * np.arange(count)[:, None]
    return csr_array(
        (np.tile(part.data, count), indices.ravel(), np.r_[starts.ravel(), part.nnz * count]),
        shape=(rows * count, columns * count),
    )
