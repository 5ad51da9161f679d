"""The attacker inside the search: which unsafe cells are still narrow, and what the master problem must mend."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .attack import NEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array


class Cut(NamedTuple):
    """Of the cells, `weights @ hidden >= least` in every safe choice."""

    weights: NDArray[np.float64]
    least: float


class _Push(NamedTuple):
    move: NDArray[np.float64]
    reach: float
    slack: NDArray[np.float64]


class Attacker:
    """Moves a true table to others that look the same; a cell is safe when it can be moved `width` counts apart.

    matrix @ cells = 0 holds in every table; counts, unsafe, closed: flat arrays. closed: never hidden. Only moves by
    whole counts are believed. `narrow` is the cell last found narrow.
    """

    def __init__(
        self,
        matrix: csr_array,
        counts: NDArray[np.float64],
        unsafe: NDArray[np.bool_],
        closed: NDArray[np.bool_],
        width: float,
    ) -> None:
        self.matrix, self.counts, self.unsafe, self.closed = matrix, counts, unsafe, closed
        self.width = width
        self.cuts: list[Cut] = []
        self.narrow = -1
        self._moves = np.zeros((1, len(counts)))

    def object(self, hidden: NDArray[np.bool_], *, deadline: float = np.inf, at_first: bool = False) -> int:
        """How many unsafe cells were found narrow when `hidden` are hidden; each leaves a cut. 0 means safe.

        at_first: stop at the first. After `deadline` (time.monotonic) the rest is not looked at, and counts as narrow.
        """
        reached = _Reached(self._moves[~np.any((self._moves != 0) & ~hidden, axis=1)])
        board = _Board(self, hidden)
        self._sweep(board, reached)
        narrow = 0
        for cell in np.flatnonzero(self.unsafe & (reached.width < self.width - NEAR)):
            if time.monotonic() > deadline:
                return narrow + 1
            if reached.width[cell] < self.width - NEAR and not self._has_room(board, reached, int(cell)):
                self.narrow, narrow = int(cell), narrow + 1
                if at_first:
                    break
        return narrow

    def _sweep(self, board: _Board, reached: _Reached) -> None:
        """Move many narrow cells at once, all up and all down: what succeeds needs no look of its own."""
        for sign in (1, -1):
            narrow = self.unsafe & (reached.width < self.width - NEAR)
            if narrow.sum() > 1:
                self._learn(board.push(narrow, sign), reached)

    def _has_room(self, board: _Board, reached: _Reached, cell: int) -> bool:
        alone = np.arange(len(self.counts)) == cell
        up = board.push(alone, 1)
        self._learn(up, reached)
        if up.reach > self.width - NEAR and reached.width[cell] > self.width - NEAR:
            return True
        down = board.push(alone, -1)
        self._learn(down, reached)
        if up.reach + down.reach < self.width - NEAR:
            self.cuts.append(self._capacity(up, down))
            return False
        if reached.width[cell] > self.width - NEAR:
            return True
        for sign in (1, -1):
            self._learn(board.push(alone, sign, whole_numbers=True), reached)
        if reached.width[cell] > self.width - NEAR:
            return True
        self.cuts.append(Cut((~board.hidden & ~self.closed).astype(float), 1.0))
        return False

    def _learn(self, push: _Push, reached: _Reached) -> None:
        """Keep a move by whole counts; other moves prove nothing to an attacker who knows that counts are whole."""
        whole = np.round(push.move)
        if np.abs(push.move - whole).max(initial=0) < NEAR and whole.any():
            self._moves = np.vstack([self._moves, whole])
            reached.include(whole)

    def _capacity(self, up: _Push, down: _Push) -> Cut:
        """What the duals say: the cells that stop the moves could add at most this much each to the range."""
        weights = np.zeros(len(self.counts))
        for push in (up, down):
            weights += np.where(push.slack < -NEAR, self.width, np.maximum(push.slack, 0) * self.counts)
        least = self.width - weights[self.unsafe].sum()
        weights[self.unsafe | self.closed] = 0
        return Cut(np.minimum(weights, least), least)


class _Reached:
    """How far known moves take each cell up and down."""

    def __init__(self, moves: NDArray[np.float64]) -> None:
        self.up, self.down = moves.max(axis=0), moves.min(axis=0)

    def include(self, move: NDArray[np.float64]) -> None:
        np.maximum(self.up, move, out=self.up)
        np.minimum(self.down, move, out=self.down)

    @property
    def width(self) -> NDArray[np.float64]:
        return np.asarray(self.up - self.down)


class _Board:
    """The hidden cells and the sums between them, ready for many pushes."""

    def __init__(self, attacker: Attacker, hidden: NDArray[np.bool_]) -> None:
        self.attacker, self.hidden = attacker, hidden
        self.cells = np.flatnonzero(hidden)
        part = attacker.matrix[:, self.cells]
        self.rows = np.flatnonzero(np.diff(part.indptr))
        self.part = part[self.rows]

    def push(self, chosen: NDArray[np.bool_], sign: int, *, whole_numbers: bool = False) -> _Push:
        """Move the chosen cells as far up (1) or down (-1) as the shown cells allow, at most `width` each."""
        from scipy.optimize import linprog

        attacker = self.attacker
        aim = -sign * chosen[self.cells].astype(float)
        highest = np.where(chosen[self.cells], attacker.width, np.inf)
        answer = linprog(
            aim,
            A_eq=self.part,
            b_eq=np.zeros(len(self.rows)),
            bounds=np.column_stack([-attacker.counts[self.cells], highest]),
            integrality=int(whole_numbers),
            method="highs",
        )
        if answer.status != 0:
            raise RuntimeError(f"The attacker's problem was not solved: {answer.message}")
        move = np.zeros(len(attacker.counts))
        move[self.cells] = answer.x
        slack = -sign * chosen.astype(float)
        if not whole_numbers:
            slack = slack - attacker.matrix[self.rows].T @ answer.eqlin.marginals
        return _Push(move, abs(float(answer.fun)), slack)
