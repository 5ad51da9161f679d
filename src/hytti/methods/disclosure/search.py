"""The search for the fewest further cells to hide: a master problem chooses, the attacker objects with cuts.

Source: Fischetti & Salazar-González 2000, Management Science 46(9), 1162–1176 (capacity and bridgeless inequalities),
here with one sliding promise: the attacker's range of an unsafe cell is at least `width` counts wide.
"""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from .attack import NEAR, solved
from .attacker import Attacker, Cut
from .boxes import choose_boxes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

LONG = 0.1
AMONG_FEW, AMONG_MANY = 0.05, 0.5
CLOSE = 0.001
FEW = 40
TASTE = 0.3
FEWEST_FREED, MOST_FREED = 0.2, 0.9
REASON = "Too many cells are structural zeros or must be shown: the table cannot be made safe."


class CannotProtect(ValueError):
    """No choice of hidden cells keeps the promise: too many cells are structural zeros or must be shown."""


class Search:
    """One table on its way to safety. A hidden cell costs one; a fraction that never adds up to a quarter prefers
    small counts, so that totals stay. Time is the thread's own, so that it matters little what else the machine does.

    least: how many cells any safe choice hides, as far as is proved.
    """

    def __init__(self, attacker: Attacker) -> None:
        self.attacker = attacker
        self.cost = 1 + attacker.counts / (4 * attacker.counts.sum() + 1)
        self.least = int(attacker.unsafe.sum())
        self.patience = AMONG_MANY
        self._company = company(attacker.matrix)
        attacker.cuts.extend(first_cuts(attacker))

    def fewest(self, deadline: float) -> NDArray[np.bool_]:
        """The safe choice that hides the fewest cells, or the best of those found before the time is out.

        For half of the time, each choice is the cheapest under the attacker's cuts; then the last one is mended, by
        hiding more beside it, until it is safe. In what is left, cells are shown again and the choice is improved in
        parts. Where few cells are unsafe, a choice of boxes stands by.
        """
        half = (time.thread_time() + deadline) / 2
        boxes = choose_boxes(self.attacker)
        self.patience = AMONG_MANY if boxes is None else AMONG_FEW
        most = np.inf if boxes is None else boxes.sum()
        hidden = self._choose(self.attacker.unsafe, half)
        while hidden.sum() <= most and self.attacker.narrow(hidden).size:
            late = time.thread_time() > half
            hidden = self._choose(hidden if late else self.attacker.unsafe, half)
        best = hidden if boxes is None or hidden.sum() <= most else boxes
        if best.sum() > self.least:
            best = self.spare(best, deadline)
        return self.improved(best, deadline)

    def improved(self, best: NDArray[np.bool_], deadline: float) -> NDArray[np.bool_]:
        """Choose a part of the further cells anew, and again another part, while time lasts; prices vary by lot."""
        lot = np.random.default_rng(1)
        while best.sum() > self.least and time.thread_time() < deadline:
            extra = np.flatnonzero(best & ~self.attacker.unsafe)
            kept = best.copy()
            kept[lot.choice(extra, int(np.ceil(len(extra) * lot.uniform(FEWEST_FREED, MOST_FREED))), replace=False)] = 0
            while time.thread_time() < deadline:
                hidden = self._choose(kept, deadline, 1 + TASTE * lot.random(len(kept)))
                if hidden.sum() >= best.sum():
                    break
                if self.attacker.is_safe(hidden):
                    best = hidden
                    break
        return best

    def spare(self, hidden: NDArray[np.bool_], deadline: float) -> NDArray[np.bool_]:
        """Show again, dearest first, each further cell that need not be hidden, while time lasts."""
        hidden = hidden.copy()
        extra = np.flatnonzero(hidden & ~self.attacker.unsafe)
        for cell in extra[np.argsort(-self.attacker.counts[extra], kind="stable")]:
            if time.thread_time() > deadline:
                break
            hidden[cell] = False
            hidden[cell] = not (self._keeps_the_cuts(hidden) and self.attacker.is_safe(hidden))
        return hidden

    def _keeps_the_cuts(self, hidden: NDArray[np.bool_]) -> bool:
        """What breaks a known cut is unsafe, and need not be attacked."""
        rows, least = self._rows()
        return bool((rows @ hidden >= least - NEAR).all())

    def _choose(
        self, fixed: NDArray[np.bool_], deadline: float, tastes: NDArray[np.float64] | float = 1.0
    ) -> NDArray[np.bool_]:
        """A cheap choice beside the fixed cells under the cuts so far, the cheapest where time lasts.

        The question is answered by fractions of cells first, which bound it; then among the cells that have a part in
        that answer; and among all, where the bound leaves a doubt and there is much time. tastes: factors of the cost.
        """
        master = Master(self, fixed, self.cost * tastes)
        if not master.free.size and not master.least.size:
            return fixed
        parts = master.ask(np.ones(len(master.free), dtype=bool), whole=False) if master.free.size else None
        if parts is None or parts.status == 2:
            raise CannotProtect(REASON)
        part, bound = solved(parts), parts.fun
        taken = part > NEAR
        if np.abs(part - taken).max(initial=0) > NEAR:
            some = master.ask(taken | (len(taken) <= FEW), seconds=self.patience)
            taken = taken if some.x is None else some.x > 0.5
            seconds = deadline - time.thread_time()
            if seconds > LONG and taken.sum() > np.ceil(bound - 0.25 - NEAR):
                every = master.ask(np.ones(len(taken), dtype=bool), seconds=seconds)
                bound = max(bound, every.mip_dual_bound or 0.0)
                taken = taken if every.x is None or every.x.sum() > taken.sum() else every.x > 0.5
        if (fixed == self.attacker.unsafe).all() and np.isscalar(tastes):
            self.least = max(self.least, int(fixed.sum() + np.ceil(bound - 0.25 - NEAR)))
        hidden = fixed.copy()
        hidden[master.free] = taken
        return hidden

    def _rows(self) -> tuple[csr_array, NDArray[np.float64]]:
        """What every safe choice keeps: rows @ hidden >= least."""
        from scipy.sparse import csr_array, vstack

        cuts = self.attacker.cuts
        rows = np.repeat(np.arange(len(cuts)), [len(cut.cells) for cut in cuts])
        columns = np.concatenate([np.zeros(0, dtype=np.intp), *[cut.cells for cut in cuts]])
        weights = np.concatenate([np.zeros(0), *[cut.weights for cut in cuts]])
        table = csr_array((weights, (rows, columns)), shape=(len(cuts), len(self.cost)))
        least = np.r_[np.zeros(self._company.shape[0]), [cut.least for cut in cuts]]
        return vstack([self._company, table], format="csr"), least


class Master:
    """The question which further cells to hide, without what the fixed cells answer."""

    def __init__(self, search: Search, fixed: NDArray[np.bool_], cost: NDArray[np.float64]) -> None:
        rows, least = search._rows()
        already = rows @ fixed.astype(float)
        worst = rows.maximum(0) @ fixed.astype(float) + rows.minimum(0).sum(axis=1)
        asking = np.flatnonzero(worst < least - NEAR)
        self.free = np.flatnonzero(~fixed & ~search.attacker.closed)
        self.cost = cost[self.free]
        self.rows = rows[asking][:, self.free]
        self.least = (least - already)[asking]

    def ask(self, among: NDArray[np.bool_], *, whole: bool = True, seconds: float = np.inf) -> OptimizeResult:
        """The cheapest of the free cells `among` some; `x` is about all free cells, None without an answer in time."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        answer = milp(
            self.cost[among],
            integrality=np.full(int(among.sum()), int(whole)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(self.rows[:, among], self.least, np.inf) if len(self.least) else None,
            options={"time_limit": seconds, "mip_rel_gap": CLOSE},
        )
        if answer.x is not None:
            some, answer.x = answer.x, np.zeros(len(self.free))
            answer.x[among] = some
        return answer


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
