"""What every safe choice keeps, and choices that keep it, found by adding one cell after the other.

A choice keeps the attacker's cuts, and no hidden cell stands alone in a sum: it would follow from the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .attack import NEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .attacker import Attacker

DOUBT = 0.6
LEAST_TAKEN, MOST_TAKEN = 3, 9
REASON = "Too many cells are structural zeros or must be shown: the table cannot be made safe."


class CannotProtect(ValueError):
    """No choice of hidden cells keeps the promise: too many cells are structural zeros or must be shown."""


class Cover:
    """The attacker's cuts, one after the other in long arrays, and the sums in which each cell stands.

    Choices stand side by side, (cells, choices): looking at many together costs little more than at one.
    may: the cells that may be hidden and are not alone in a sum even when all of these are.
    Raises CannotProtect where an unsafe cell is not among them.
    """

    def __init__(self, attacker: Attacker) -> None:
        self.attacker = attacker
        self.lot = np.random.default_rng(1)
        self.taken = self.passes = 0
        self.cells, self.cut_of, self.weights = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), np.zeros(0)
        self.sums = abs(attacker.matrix).sign()
        self.sums_of = self.sums.T.tocsr()
        self.may = self._in_company(~attacker.closed[:, None])[:, 0]
        if (attacker.unsafe & ~self.may).any():
            raise CannotProtect(REASON)

    def take_cuts(self) -> None:
        """Take in the attacker's new cuts; raises CannotProtect where one cannot be kept."""
        from scipy.sparse import csr_array

        cuts = self.attacker.cuts[self.taken :]
        numbers = np.arange(self.taken, self.taken + len(cuts))
        lengths = np.array([len(cut.cells) for cut in cuts], dtype=np.intp)
        self.cut_of = np.concatenate([self.cut_of, np.repeat(numbers, lengths)])
        self.cells = np.concatenate([self.cells, *[cut.cells for cut in cuts]])
        self.weights = np.concatenate([self.weights, *[cut.weights / cut.least for cut in cuts]])
        self.taken += len(cuts)
        order = np.argsort(self.cells, kind="stable")
        self.cells, self.cut_of, self.weights = self.cells[order], self.cut_of[order], self.weights[order]
        self.cuts = csr_array((self.weights, (self.cut_of, self.cells)), shape=(self.taken, len(self.may)))
        if (self.cuts @ self.may < 1 - NEAR).any():
            raise CannotProtect(REASON)

    def kept(self, choices: NDArray[np.bool_], most: float = np.inf) -> NDArray[np.bool_]:
        """Each choice with more hidden until all is kept, the fewest first; none is made larger than `most` cells.

        Each time the cell that leaves the least broken; a lot decides among those that are nearly as good.
        """
        kept = [choices[:, :0]]
        while choices.shape[1]:
            self.passes += 1
            lacks, company = 1 - self.cuts @ choices, self.sums @ choices
            lacks *= lacks > NEAR
            ready = ~lacks.any(axis=0) & (company != 1).all(axis=0)
            kept.append(choices[:, ready])
            left = ~ready & (choices.sum(axis=0) < most)
            choices = choices[:, left]
            worth = self._worth(lacks[:, left], company[:, left]) + DOUBT * self.lot.random(choices.shape)
            worth[choices | ~self.may[:, None]] = -np.inf
            choices[worth.argmax(axis=0), np.arange(choices.shape[1])] = True
        found = np.concatenate(kept, axis=1)
        return found[:, np.argsort(found.sum(axis=0), kind="stable")]

    def _worth(self, lacks: NDArray[np.float64], company: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of what is broken each cell mends, less the sums in which it would be alone."""
        worth = np.asarray(self.sums_of @ ((company == 1) * 1.0 - (company == 0)))
        short = np.flatnonzero(np.asarray(lacks.any(axis=1))[self.cut_of])
        starts = np.flatnonzero(np.diff(self.cells[short], prepend=-1))
        mended = np.minimum(self.weights[short, None], lacks[self.cut_of[short]])
        worth[self.cells[short[starts]]] += np.add.reduceat(mended, starts)
        return worth

    def parts_of(self, hidden: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
        """The hidden cells without some, by lot, and without further ones that would then stand alone in a sum."""
        further = np.flatnonzero(hidden & ~self.attacker.unsafe)
        order = self.lot.random((len(further), count)).argsort(axis=0)
        choices = np.tile(hidden[:, None], count)
        choices[further] = order >= self.lot.integers(LEAST_TAKEN, MOST_TAKEN, count, endpoint=True)
        return self._in_company(choices, self.attacker.unsafe[:, None])

    def _in_company(self, choices: NDArray[np.bool_], kept: NDArray[np.bool_] | bool = False) -> NDArray[np.bool_]:
        """The hidden cells that are left when, again and again, those alone in a sum go, save for the kept ones."""
        while True:
            alone = self.sums @ choices == 1
            lonely = choices & ~np.asarray(kept) & (self.sums_of @ alone > 0)
            if not lonely.any():
                return choices
            choices = choices & ~lonely

    def rows(self) -> tuple[csr_array, NDArray[np.float64]]:
        """The same as rows @ hidden >= least."""
        from scipy.sparse import csr_array, vstack

        each = self.sums.tocoo()
        count = len(each.col)
        itself = csr_array((np.full(count, -2.0), (np.arange(count), each.col)), shape=(count, len(self.may)))
        company = csr_array(self.sums[each.row] + itself)
        return vstack([company, self.cuts], format="csr"), np.repeat([0.0, 1.0], [count, self.taken])
