"""The search for the fewest further cells to hide: a master problem chooses, the attacker objects with cuts.

Source: Fischetti & Salazar-González 2000, Management Science 46(9), 1162–1176 (capacity and bridgeless inequalities),
here with one sliding promise: the attacker's range of an unsafe cell is at least `width` counts wide. The best choice
is improved by taking a part of it away and mending the rest anew: Shaw 1998, CP-98, LNCS 1520, 417–431.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from .attack import NEAR, solved
from .attacker import Attacker, Cut
from .cover import Cover

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.optimize import OptimizeResult

PATIENCE = 0.5
SHORT, LONG = 0.03, 0.1
CLOSE = 0.001
SLACK, ROUGH = 1e-4, 1e-3
TOGETHER = 32
FEW = 48
STRETCH = 300
TINY = 16
A_PASS = 2
LIKELY = 0.6
SIZES = 32


class Search:
    """One table on its way to safety.

    cost: of hiding each cell, a little less for small counts, so that totals stay: all these differences together are
    at most a quarter of a cell. In few whole numbers: among costs of any kind the solver takes answers that it must
    mend afterwards, and tells so on the standard output.
    deadline: when to end, on the clock of the thread's own time. most_work: after how much work on foot to end, so that
    a small table is answered alike on every machine that is not too slow. least: how many cells any safe choice hides,
    as far as is proved. asked: how many cuts there were when the master was asked last. Raises CannotProtect where
    no choice is safe.
    """

    def __init__(self, attacker: Attacker, deadline: float = np.inf, most_work: float = np.inf) -> None:
        self.attacker, self.deadline, self.most_work = attacker, deadline, most_work
        self.cost = 4 * SIZES * len(attacker.counts) + _sizes(attacker.counts)
        self.least = int(attacker.unsafe.sum())
        self.asked = -1
        self.cover = Cover(attacker)
        attacker.cuts.extend(first_cuts(attacker))
        self.cover.take_cuts()

    @property
    def work(self) -> int:
        """What was done, in steps of the attacker's walk that take as long."""
        return self.attacker.work + A_PASS * self.cover.passes

    @property
    def seconds(self) -> float:
        """The time that is left; none where enough work is done."""
        return self.deadline - time.thread_time() if self.work < self.most_work else 0.0

    def fewest(self) -> NDArray[np.bool_]:
        """The safe choice that hides the fewest cells, or the best of those found before the end.

        Stretches of work on the best choice and the master's cheap choices under the cuts so far take turns, until
        no choice is fewer.
        """
        on_foot = self.attacker.walk is not None
        best = self.mended(self.attacker.unsafe[:, None] if on_foot else self._chosen())
        while True:
            before = self.work
            if on_foot:
                best = self.improved(best)
            if best.sum() <= self.least:
                return best
            if self.asked < self.cover.taken and (self.seconds > SHORT or self.asked < 0):
                other = self.mended(self._chosen(), best)
                best = other if other.sum() <= best.sum() else best
            if self.work == before:
                return best

    def improved(self, best: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Take some further cells away, and mend what is left with fewer; by lot, for a stretch of work."""
        end = self.work + STRETCH
        while best.sum() > self.least and self.work < end and self.seconds > 0:
            best = self.mended(self.cover.parts_of(best, TOGETHER), best)
        return best

    def mended(self, choices: NDArray[np.bool_], best: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Hide more until one of the choices is safe; `best`, where that does not take fewer cells, or not in time."""
        most = np.inf if best is None else best.sum() - 1
        choices = self.cover.kept(choices, most)
        while choices.shape[1] and self.attacker.narrow(_promising(choices), 1).size:
            self.cover.take_cuts()
            goes_on = best is None or self.seconds > 0
            choices = self.cover.kept(choices if goes_on else choices[:, :0], most)
        return _promising(choices) if choices.shape[1] else np.asarray(best)

    def _chosen(self) -> NDArray[np.bool_]:
        """Cheap choices under the cuts so far, side by side; the cheapest where time lasts.

        The question is answered by fractions of cells first, which bound it. Where the work is counted, whole cells are
        then taken by lot, the larger their part in that answer the likelier, unless they are so few that the solver
        meets no time limit. Else it chooses among the cells that have a part in that answer; and among all, where the
        bound leaves a doubt.
        """
        may, self.asked = self.cover.may, self.cover.taken
        parts = self._ask(may, whole=False)
        part = solved(parts)
        self._bound(parts.fun)
        taken = part > ROUGH
        free = (may & ~self.attacker.unsafe).sum()
        if np.abs(part - taken).max() > ROUGH:
            if self.most_work < np.inf and free > TINY:
                lot = self.cover.lot.random((len(part), TOGETHER))
                return (part[:, None] > 1 - LIKELY * lot) | self.attacker.unsafe[:, None]
            left = self.deadline - time.thread_time()
            if free > FEW:
                taken = self._whole(taken, taken, min(max(left, SHORT), PATIENCE))
                left = self.deadline - time.thread_time() - LONG
            if left > 0 and taken.sum() > self.least:
                taken = self._whole(may, taken, left)
        return taken[:, None]

    def _whole(self, among: NDArray[np.bool_], otherwise: NDArray[np.bool_], seconds: float) -> NDArray[np.bool_]:
        """The master's answer by whole cells; `otherwise`, where there is none in time or it is no smaller."""
        answer = self._ask(among, seconds=seconds)
        if among is self.cover.may:
            self._bound(answer.mip_dual_bound or 0.0)
        return otherwise if answer.x is None or answer.x.sum() > otherwise.sum() else answer.x > 0.5

    def _bound(self, cost: float) -> None:
        """Note that every safe choice costs at least this much."""
        cells = max(cost, 0.0) / (4 * SIZES * len(self.cost))
        self.least = max(self.least, int(np.ceil(cells - 0.25 - NEAR)))

    def _ask(self, among: NDArray[np.bool_], *, whole: bool = True, seconds: float = np.inf) -> OptimizeResult:
        """The cheapest choice of cells `among` some under the cuts; `x` is about all cells, None where time is out.

        What is asked is a little less than the cuts say: else the solver distrusts its own answers, mends them and
        tells so on the standard output.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        self.attacker.answers += 1
        rows, least = self.cover.rows()
        unsafe = self.attacker.unsafe[among].astype(float)
        answer = milp(
            self.cost[among],
            integrality=np.full(len(unsafe), int(whole)),
            bounds=Bounds(unsafe, 1),
            constraints=LinearConstraint(rows[:, np.flatnonzero(among)], least - SLACK, np.inf),
            options={"time_limit": seconds, "mip_rel_gap": CLOSE},
        )
        if answer.x is not None:
            some, answer.x = answer.x, np.zeros(len(among))
            answer.x[among] = some
        return answer


def _sizes(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """How large each count is beside the largest, from 0 to SIZES, in steps that grow."""
    sizes = np.log1p(counts)
    return np.asarray(np.ceil(SIZES * sizes / max(sizes.max(), 1)))


def _promising(choices: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """One of the choices, the fewest first: not the very fewest, which are seldom safe."""
    return choices[:, choices.shape[1] // 4]


def first_cuts(attacker: Attacker) -> list[Cut]:
    """What each sum alone asks: its other hidden cells must let the unsafe cell rise by what it cannot fall."""
    matrix, counts = attacker.matrix, attacker.counts
    lengths = np.diff(matrix.indptr)
    row_of = np.repeat(np.arange(len(lengths)), lengths)
    lacks = np.where(attacker.unsafe, attacker.width - counts, 0.0)[matrix.indices]
    short = np.flatnonzero(lacks > NEAR)
    lengths = lengths[row_of[short]]
    ends = np.cumsum(lengths)
    entries = np.arange(lengths.sum()) + np.repeat(matrix.indptr[row_of[short]] - (ends - lengths), lengths)
    cells, itself = matrix.indices[entries].astype(np.intp), np.repeat(short, lengths)
    same = matrix.data[entries] == matrix.data[itself]
    weights = np.where(same, np.minimum(counts[cells], lacks[itself]), lacks[itself])
    weights[entries == itself] = 0
    parts = [slice(end - length, end) for end, length in zip(ends, lengths, strict=True)]
    return [Cut(cells[part], weights[part], lack) for part, lack in zip(parts, lacks[short], strict=True)]
