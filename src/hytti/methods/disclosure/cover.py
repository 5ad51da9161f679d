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

DOUBT = 0.3
REASON = "Too many cells are structural zeros or must be shown: the table cannot be made safe."


class CannotProtect(ValueError):
    """No choice of hidden cells keeps the promise: too many cells are structural zeros or must be shown."""


class Cover:
    """The attacker's cuts, one after the other in long arrays, and the sums in which each cell stands.

    may: the cells that may be hidden and are not alone in a sum even when all of these are.
    Raises CannotProtect where an unsafe cell is not among them.
    """

    def __init__(self, attacker: Attacker) -> None:
        self.attacker = attacker
        self.lot = np.random.default_rng(1)
        self.taken = 0
        self.cells, self.weights = np.zeros(0, dtype=np.intp), np.zeros(0)
        self.starts = self.cut_of = np.zeros(0, dtype=np.intp)
        self.sums = abs(attacker.matrix).sign()
        self.sums_of = _rows_of(self.sums)
        self.gains = np.zeros(self.sums.shape[0] + 1)
        self.may = self._in_company(~attacker.closed)
        if (attacker.unsafe & ~self.may).any():
            raise CannotProtect(REASON)

    def take_cuts(self) -> None:
        """Take in the attacker's new cuts; raises CannotProtect where one cannot be kept."""
        cuts = self.attacker.cuts[self.taken :]
        if any(cut.weights[self.may[cut.cells]].sum() < cut.least - NEAR for cut in cuts):
            raise CannotProtect(REASON)
        lengths = np.array([len(cut.cells) for cut in cuts], dtype=np.intp)
        numbers = np.arange(self.taken, self.taken + len(cuts))
        self.starts = np.concatenate([self.starts, len(self.cells) + np.cumsum(lengths) - lengths])
        self.cells = np.concatenate([self.cells, *[cut.cells for cut in cuts]])
        self.weights = np.concatenate([self.weights, *[cut.weights / cut.least for cut in cuts]])
        self.cut_of = np.concatenate([self.cut_of, np.repeat(numbers, lengths)])
        self.taken += len(cuts)

    def lacks(self, hidden: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What each cut lacks, as a part of what it asks; zero where it is kept."""
        if not self.taken:
            return np.zeros(0)
        lacks = 1 - np.add.reduceat(self.weights * hidden[self.cells], self.starts)
        return np.asarray(lacks * (lacks > NEAR))

    def kept(self, hidden: NDArray[np.bool_], most: float = np.inf) -> NDArray[np.bool_] | None:
        """Hide more beside the hidden cells until all is kept; None where that takes more than `most` cells in all.

        Each time the cell that leaves the least broken; a lot decides among those that are nearly as good.
        """
        hidden, count = hidden.copy(), int(hidden.sum())
        while True:
            lacks, company = self.lacks(hidden), self.sums @ hidden
            if not lacks.any() and (company != 1).all():
                return hidden
            if count >= most:
                return None
            worth = self._worth(lacks, company) + DOUBT * self.lot.random(len(hidden))
            worth[~self.may | hidden] = -np.inf
            hidden[worth.argmax()] = True
            count += 1

    def _worth(self, lacks: NDArray[np.float64], company: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of what is broken each cell mends, less the sums in which it would be alone."""
        lack = lacks[self.cut_of]
        short = lack.nonzero()[0]
        mended = np.bincount(self.cells[short], np.minimum(self.weights[short], lack[short]), len(self.may))
        self.gains[:-1] = company == 1
        self.gains[:-1] -= company == 0
        return np.asarray(mended + self.gains[self.sums_of].sum(axis=0))

    def without(self, hidden: NDArray[np.bool_], some: NDArray[np.intp]) -> NDArray[np.bool_]:
        """The hidden cells without some, and without those further ones that would then stand alone in a sum."""
        left = hidden.copy()
        left[some] = False
        return self._in_company(left, self.attacker.unsafe)

    def _in_company(self, hidden: NDArray[np.bool_], kept: NDArray[np.bool_] | bool = False) -> NDArray[np.bool_]:
        """The hidden cells that are left when, again and again, those alone in a sum go, save for the kept ones."""
        alone = np.zeros(self.sums.shape[0] + 1, dtype=bool)
        while True:
            alone[:-1] = self.sums @ hidden == 1
            lonely = hidden & ~np.asarray(kept) & alone[self.sums_of].any(axis=0)
            if not lonely.any():
                return hidden
            hidden = hidden & ~lonely

    def rows(self) -> tuple[csr_array, NDArray[np.float64]]:
        """The same as rows @ hidden >= least."""
        from scipy.sparse import csr_array, vstack

        starts = np.append(self.starts, len(self.cells))
        cuts = csr_array((self.weights, self.cells, starts), shape=(self.taken, len(self.may)))
        each = self.sums.tocoo()
        count = len(each.col)
        itself = csr_array((np.full(count, -2.0), (np.arange(count), each.col)), shape=(count, len(self.may)))
        company = csr_array(self.sums[each.row] + itself)
        return vstack([company, cuts], format="csr"), np.repeat([0.0, 1.0], [count, self.taken])


def _rows_of(sums: csr_array) -> NDArray[np.intp]:
    """The rows in which each column stands: (most of them, columns), filled up with the number of rows."""
    columns = sums.tocsc()
    counts = np.diff(columns.indptr)
    rows = np.full((len(counts), counts.max(initial=0)), sums.shape[0], dtype=np.intp)
    rows[np.arange(rows.shape[1]) < counts[:, None]] = columns.indices
    return rows.T.copy()
