"""The attacker inside the search: which unsafe cells are still narrow, and what the master problem must mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .attack import NEAR, solved
from .swaps import moves_by_swaps
from .walk import PART, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .tables import Axis

AT_ONCE = 20_000
FEW = 8
ON_FOOT = 50_000
WALKS = 8
A_LOOK, AN_ANSWER = 4, 70
SMALL: Any = {"presolve": False}  # a programme this small is solved before it is simplified


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
    whole counts are believed. moves: those found so far, (some, cells) each; a move goes on proving while all that it
    moves is hidden. looks, answers: how often it looked at a choice, and how often the solver was asked.
    """

    axes: Sequence[Axis]
    matrix: csr_array
    counts: NDArray[np.float64]
    unsafe: NDArray[np.bool_]
    closed: NDArray[np.bool_]
    width: float
    cuts: list[Cut] = field(default_factory=list)
    moves: list[NDArray[np.float64]] = field(default_factory=list)
    looks: int = 0
    answers: int = 0

    def narrow(self, hidden: NDArray[np.bool_], most: int | None = None) -> NDArray[np.intp]:
        """The unsafe cells that can be narrowed when `hidden` are hidden; each leaves a cut. Empty means safe.

        most: how many are enough; a large table is looked at as a whole anyway.
        """
        self.looks += 1
        reach = self.known_reach(hidden)
        if self.walk is not None:
            return np.array(list(islice(self._narrow_on_foot(self.walk, hidden, reach), most)), dtype=np.intp)
        self._swap(hidden, reach)
        board = Board(self, hidden)
        left = self._left_by_pushes_together(board, reach)
        size = max(1, AT_ONCE // (2 * len(board.cells)))
        parts = np.split(left, range(size, len(left), size))
        return np.array([cell for part in parts for cell in self._narrow_of(board, reach, part)], dtype=np.intp)

    @property
    def work(self) -> int:
        """What was done, in steps on foot that take as long."""
        return (self.walk.steps if self.walk else 0) + A_LOOK * self.looks + AN_ANSWER * self.answers

    @cached_property
    def found_narrow(self) -> NDArray[np.intp]:
        """How often each cell was found narrow: those are asked first."""
        return np.zeros(len(self.counts), dtype=np.intp)

    @cached_property
    def walk(self) -> Walk | None:
        """The attacker on foot, where the table is small enough."""
        small = self.matrix.shape[0] * self.matrix.shape[1] <= ON_FOOT
        return Walk(self.matrix, self.counts) if small else None

    def _narrow_on_foot(self, walk: Walk, hidden: NDArray[np.bool_], reach: NDArray[np.float64]) -> Iterator[int]:
        """The narrow cells, one after the other, those first that were narrow before; each leaves a cut."""
        walk.among(hidden)
        left = self.short_of(reach)
        suspects = left[np.argsort(-self.found_narrow[left], kind="stable")]
        for cell in suspects:
            if reach[:, cell].sum() < self.width - NEAR and self._is_narrow_on_foot(walk, int(cell), reach):
                self.found_narrow[cell] += 1
                yield int(cell)

    def _is_narrow_on_foot(self, walk: Walk, cell: int, reach: NDArray[np.float64]) -> bool:
        """Whether a cell can be narrowed; moves by fractions are walked again from the true table, then solved."""

        def enough(move: NDArray[np.float64]) -> bool:
            self.learn(move, reach)
            return bool(reach[:, cell].sum() >= self.width - NEAR)

        for _ in range(WALKS):
            rise = walk.push(cell, 1, enough)
            fall = rise and walk.push(cell, -1, enough)
            if not (rise and fall):
                return False
            if rise[1] + fall[1] < self.width - NEAR:
                self.cuts.append(self._capacity(Push(*rise), Push(*fall)))
                return True
            walk.begin()
        return not self._has_room_after_all(Board(self, walk.hidden), cell, reach)

    def _left_by_pushes_together(self, board: Board, reach: NDArray[np.float64]) -> NDArray[np.intp]:
        """The unsafe cells still unproved: where many are, pushing them together goes on while it proves some."""
        left, before = self.short_of(reach), np.inf
        while FEW < left.size < before:
            before = left.size
            for sign in (1, -1):
                self.learn(board.push_together(left, sign), reach)
            left = self.short_of(reach)
        return left

    def known_reach(self, hidden: NDArray[np.bool_]) -> NDArray[np.float64]:
        """How far up and down the moves found so far take each cell where only the hidden ones may move; (2, cells)."""
        if len(self.moves) > 1:
            self.moves = [np.concatenate(self.moves)]
        moves = self.moves[0] if self.moves else np.zeros((0, len(hidden)), dtype=np.float32)
        moves = moves[~moves[:, ~hidden].any(axis=1)]
        return np.array([moves.max(axis=0, initial=0), -moves.min(axis=0, initial=0)], dtype=float)

    def _swap(self, hidden: NDArray[np.bool_], reach: NDArray[np.float64]) -> None:
        """Note how far swaps take the cells that are not proved to be safe."""
        cells = self.short_of(reach)
        moves = moves_by_swaps(self.axes, self.counts, hidden, cells, self.width)
        np.maximum(reach, [moves.max(axis=0, initial=0), -moves.min(axis=0, initial=0)], out=reach)
        self.moves.append(moves.astype(np.float32))

    def short_of(self, reach: NDArray[np.float64]) -> NDArray[np.intp]:
        """The unsafe cells that are not proved to be safe."""
        return np.flatnonzero(self.unsafe & (reach.sum(axis=0) < self.width - NEAR))

    def learn(self, move: NDArray[np.float64], reach: NDArray[np.float64]) -> None:
        """Note how far a move by whole counts takes each cell; others prove nothing: counts are known to be whole."""
        whole = np.round(move)
        farther = (whole > reach[0]) | (-whole > reach[1])
        if farther[self.unsafe].any() and self._is_move(move, whole):
            self.moves.append(whole[None].astype(np.float32))
            np.maximum(reach[0], whole, out=reach[0])
            np.maximum(reach[1], -whole, out=reach[1])

    def _is_move(self, move: NDArray[np.float64], whole: NDArray[np.float64]) -> bool:
        return bool(np.abs(move - whole).max() < PART and not (self.matrix @ whole).any())

    def _narrow_of(self, board: Board, reach: NDArray[np.float64], cells: NDArray[np.intp]) -> list[int]:
        """Look at some cells together; what moves for one may prove another."""
        cells = np.intersect1d(cells, self.short_of(reach))
        if not cells.size:
            return []
        falling = cells[reach[1, cells] < self.counts[cells] - NEAR]
        pushes = board.push(np.r_[cells, falling], np.repeat([1, -1], [len(cells), len(falling)]))
        for push in pushes:
            self.learn(push.move, reach)
        falls = dict(zip(falling, pushes[len(cells) :], strict=True))
        return [
            int(cell)
            for cell, rise in zip(cells, pushes[: len(cells)], strict=True)
            if cell in self.short_of(reach)
            and not self._holds(board, int(cell), rise, falls.get(cell, self._to_nothing(cell)), reach)
        ]

    def _to_nothing(self, cell: int) -> Push:
        """What is known without pushing of a cell that falls to zero: only its own count stops it."""
        alone = (np.arange(len(self.counts)) == cell).astype(float)
        return Push(-self.counts * alone, self.counts[cell], alone)

    def _holds(self, board: Board, cell: int, rise: Push, fall: Push, reach: NDArray[np.float64]) -> bool:
        """Whether a cell has room after all; if not, a cut is left."""
        if rise.reach + fall.reach < self.width - NEAR:
            self.cuts.append(self._capacity(rise, fall))
            return False
        return self._has_room_after_all(board, cell, reach)

    def _has_room_after_all(self, board: Board, cell: int, reach: NDArray[np.float64]) -> bool:
        """Whether whole counts move a cell far enough where fractions do; if not, a cut is left."""
        if self._has_room(board, cell, reach):
            return True
        further = np.flatnonzero(~board.hidden & ~self.closed)
        self.cuts.append(Cut(further, np.ones(len(further)), 1.0))
        return False

    def _has_room(self, board: Board, cell: int, reach: NDArray[np.float64]) -> bool:
        """Whether whole counts move a cell far enough."""
        for sign in (1, -1):
            if cell in self.short_of(reach):
                self.answers += 1
                self.learn(board.push_together(np.array([cell]), sign, whole_numbers=True), reach)
        return cell not in self.short_of(reach)

    def _capacity(self, rise: Push, fall: Push) -> Cut:
        """What the duals say: the cells that stop the moves could add at most this much each to the range."""
        weights = np.zeros(len(self.counts))
        for push in (rise, fall):
            weights += np.where(push.slack < -NEAR, self.width, np.maximum(push.slack, 0) * self.counts)
        least = self.width - weights[self.unsafe].sum()
        weights[self.unsafe | self.closed] = 0
        cells = np.flatnonzero(weights > NEAR)
        return Cut(cells, np.minimum(weights[cells], least), least)


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
        sums: Any = repeated(self.part, count)  # the stubs know neither sparse sums nor an array of bounds
        bounds: Any = np.column_stack([np.tile(-self.attacker.counts[self.cells], count), highest])
        answer = linprog(
            aim,
            A_eq=sums,
            b_eq=np.zeros(count * len(self.rows)),
            bounds=bounds,
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
            options=SMALL,
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
