"""The search for the fewest further cells to hide: a master problem chooses, the attacker objects with cuts.

Source: Fischetti & Salazar-González 2000, Management Science 46(9), 1162–1176 (capacity and bridgeless inequalities),
here with one sliding promise: the attacker's range of an unsafe cell is at least `width` counts wide. The best choice
is improved by taking a part of it away and mending the rest anew: Shaw 1998, CP-98, LNCS 1520, 417–431.
"""

from __future__ import annotations

import time
from itertools import pairwise
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
MOST_TAKEN = 8
FEW = 48
STRETCH = 300
A_ROUND, AN_ATTACK = 5, 25


class Search:
    """One table on its way to safety. A hidden cell costs one; a fraction that never adds up to a quarter prefers
    small counts, so that totals stay.

    least: how many cells any safe choice hides, as far as is proved. work: what was done on foot, about as many steps
    of the attacker's walk. longest: what a round of it took, in seconds. Raises CannotProtect where no choice is safe.
    """

    def __init__(self, attacker: Attacker) -> None:
        self.attacker = attacker
        self.cost = 1 + attacker.counts / (4 * attacker.counts.sum() + 1)
        self.least = int(attacker.unsafe.sum())
        self.work, self.longest = 0, 0.0
        self.cover = Cover(attacker)
        attacker.cuts.extend(first_cuts(attacker))
        self.cover.take_cuts()

    def fewest(self, deadline: float, turns: int | None = None) -> NDArray[np.bool_]:
        """The safe choice that hides the fewest cells, or the best of those found before the time is out.

        Stretches of work on the best choice and the master's cheapest choice under the cuts so far take turns, until
        no choice is fewer. turns: how many at most, so that a table is answered alike on every machine that is not too
        slow. The time is the thread's own, so that it matters little what else the machine does.
        """
        on_foot = self.attacker.walk is not None
        best = self.mended(self.attacker.unsafe if on_foot else self._chosen(deadline))
        turn = 0
        while True:
            turn, before = turn + 1, self.work
            if on_foot:
                best = self.improved(best, deadline)
            if best.sum() <= self.least or turn == turns:
                return best
            if deadline - time.thread_time() > SHORT:
                choice = self._chosen(deadline)
                other = self.mended(choice, best, deadline)
                best = other if other.sum() <= best.sum() else best
                if (choice == other).all():
                    return best
            if self.work == before:
                return best

    def improved(self, best: NDArray[np.bool_], deadline: float) -> NDArray[np.bool_]:
        """Take a few further cells away, and mend what is left with fewer; by lot, for a stretch of work."""
        end, start = self.work + STRETCH, time.thread_time()
        while best.sum() > self.least and self.work < end and start + self.longest < deadline:
            further = np.flatnonzero(best & ~self.attacker.unsafe)
            some = self.cover.lot.permutation(further)[: self.cover.lot.integers(1, MOST_TAKEN, endpoint=True)]
            self.work += A_ROUND
            best = self.mended(self.cover.without(best, some), best, deadline)
            now = time.thread_time()
            self.longest, start = max(self.longest, now - start), now
        return best

    def mended(
        self, hidden: NDArray[np.bool_], best: NDArray[np.bool_] | None = None, deadline: float = np.inf
    ) -> NDArray[np.bool_]:
        """Hide more until the choice is safe; `best`, where that does not take fewer cells, or not in time."""
        most = np.inf if best is None else best.sum() - 1
        mended = self.cover.kept(hidden, most)
        while mended is not None and not self._is_safe(mended):
            self.cover.take_cuts()
            mended = None if time.thread_time() > deadline else self.cover.kept(mended, most)
        return np.asarray(best if mended is None else mended)

    def _is_safe(self, hidden: NDArray[np.bool_]) -> bool:
        """Whether the attacker finds nothing; otherwise he leaves a cut."""
        walk = self.attacker.walk
        before = walk.steps if walk else 0
        safe = not self.attacker.narrow(hidden, 1).size
        self.work += AN_ATTACK + (walk.steps - before if walk else 0)
        return safe

    def _chosen(self, deadline: float) -> NDArray[np.bool_]:
        """A cheap choice under the cuts so far, the cheapest where time lasts.

        The question is answered by fractions of cells first, which bound it; then among the cells that have a part in
        that answer; and among all, where the bound leaves a doubt.
        """
        may = self.cover.may
        parts = self._ask(may, whole=False)
        part = solved(parts)
        self._bound(parts.fun)
        taken = part > ROUGH
        if np.abs(part - taken).max() > ROUGH:
            left = deadline - time.thread_time()
            if (may & ~self.attacker.unsafe).sum() > FEW:
                taken = self._whole(taken, taken, min(max(left, SHORT), PATIENCE))
                left = deadline - time.thread_time() - LONG
            if left > 0 and taken.sum() > self.least:
                taken = self._whole(may, taken, left)
        return taken

    def _whole(self, among: NDArray[np.bool_], otherwise: NDArray[np.bool_], seconds: float) -> NDArray[np.bool_]:
        """The master's answer by whole cells; `otherwise`, where there is none in time or it is no smaller."""
        answer = self._ask(among, seconds=seconds)
        if among is self.cover.may:
            self._bound(answer.mip_dual_bound or 0.0)
        return otherwise if answer.x is None or answer.x.sum() > otherwise.sum() else answer.x > 0.5

    def _bound(self, cost: float) -> None:
        """Note that every safe choice costs at least this much."""
        self.least = max(self.least, int(np.ceil(max(cost, 0.0) - 0.25 - NEAR)))

    def _ask(self, among: NDArray[np.bool_], *, whole: bool = True, seconds: float = np.inf) -> OptimizeResult:
        """The cheapest choice of cells `among` some under the cuts; `x` is about all cells, None where time is out.

        What is asked is a little less than the cuts say: else the solver distrusts its own answers, mends them and
        tells so on the standard output.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

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


def first_cuts(attacker: Attacker) -> list[Cut]:
    """What each sum alone asks: its other hidden cells must let the unsafe cell rise by what it cannot fall."""
    cuts = []
    matrix, counts, width = attacker.matrix, attacker.counts, attacker.width
    lacks = np.where(attacker.unsafe, width - counts, 0.0)
    for start, end in pairwise(matrix.indptr):
        cells, signs = matrix.indices[start:end].astype(np.intp), matrix.data[start:end]
        for place in np.flatnonzero(lacks[cells] > NEAR):
            lack = lacks[cells[place]]
            weights = np.where(signs == signs[place], np.minimum(counts[cells], lack), lack)
            weights[place] = 0
            cuts.append(Cut(cells, weights, lack))
    return cuts
