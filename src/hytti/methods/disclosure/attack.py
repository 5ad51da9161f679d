"""What a reader can find out about hidden cells from the shown ones: the least and the greatest possible count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .rules import known_zeros, mask_of
from .tables import Axis, checked_counts, equations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray
    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

NEAR = 1e-6
FAR = 1e6


class UnsafeTable(ValueError):
    """A hidden cell can be narrowed further than promised."""


@dataclass(frozen=True)
class Ranges:
    """What an attacker finds out: `lower` and `upper` bounds of every cell, in the table's shape.

    A shown cell has its count as both; `upper` is infinite where nothing bounds a cell.
    """

    lower: NDArray[np.float64]
    upper: NDArray[np.float64]

    @property
    def width(self) -> NDArray[np.float64]:
        """How many counts apart the bounds are."""
        return np.asarray(self.upper - self.lower)


def attack(
    counts: ArrayLike,
    suppressed: ArrayLike,
    *,
    axes: Sequence[Axis] | None = None,
    structural_zeros: ArrayLike | None = None,
    whole_numbers: bool = False,
) -> Ranges:
    """The range of every hidden cell, by two linear programmes each.

    counts: the true table with its totals. suppressed: True where the count is hidden. axes: how the entries add up, a
    total at the end of each axis by default. The attacker knows the shown cells, the sums, the structural zeros and
    that a count is never negative. whole_numbers: the attacker also uses that counts are whole; slower, and different
    only in tables of three axes or more and in crossed hierarchies.
    Source: Willenborg & de Waal 2001, Elements of Statistical Disclosure Control, ch. 6 (the intruder's problem).
    """
    table, chosen = checked_counts(counts, axes)
    free = mask_of(suppressed, table.shape) & ~known_zeros(table, structural_zeros)
    lower, upper = ranges_of(equations(chosen), table.ravel(), free.ravel(), whole_numbers=whole_numbers)
    return Ranges(lower.reshape(table.shape), upper.reshape(table.shape))


def audit(
    counts: ArrayLike,
    suppressed: ArrayLike,
    *,
    unsafe: ArrayLike,
    width: float,
    axes: Sequence[Axis] | None = None,
    structural_zeros: ArrayLike | None = None,
    whole_numbers: bool = False,
) -> Ranges:
    """Attack the table and raise UnsafeTable where an unsafe cell is shown, or its range is narrower than `width`.

    unsafe: True where the count itself may not become known (`primary_cells`). The other arguments as in `attack`.
    """
    ranges = attack(counts, suppressed, axes=axes, structural_zeros=structural_zeros, whole_numbers=whole_numbers)
    narrow = mask_of(unsafe, ranges.width.shape) & (ranges.width < width - NEAR)
    if narrow.any():
        first = tuple(int(i) for i in np.argwhere(narrow)[0])
        raise UnsafeTable(
            f"{int(narrow.sum())} unsafe cells can be narrowed to fewer than {width:g} counts; the first is {first}, "
            f"between {ranges.lower[first]:g} and {ranges.upper[first]:g}."
        )
    return ranges


def ranges_of(
    matrix: csr_array,
    counts: NDArray[np.float64],
    free: NDArray[np.bool_],
    *,
    whole_numbers: bool = False,
    lowest: NDArray[np.float64] | None = None,
    highest: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bounds of flat cells under matrix @ cells = 0; those of free cells are solved, of others the count itself.

    lowest, highest: what is known of each free cell beforehand (0 and no limit).
    """
    cells = np.flatnonzero(free)
    part = matrix[:, cells]
    part = part[np.flatnonzero(np.diff(part.tocsr().indptr))]
    known = part @ counts[cells]
    low = np.zeros(len(cells)) if lowest is None else lowest[cells]
    high = np.full(len(cells), np.inf) if highest is None else highest[cells]
    lower, upper = counts.astype(float).copy(), counts.astype(float).copy()
    for place, cell in enumerate(cells):
        lower[cell] = _extreme(part, known, low, high, place, 1, whole_numbers)
        upper[cell] = _extreme(part, known, low, high, place, -1, whole_numbers)
    return lower, upper


def _extreme(
    part: csr_array,
    known: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    place: int,
    sign: int,
    whole_numbers: bool,
) -> float:
    """The least (sign 1) or greatest (sign -1) value of one free cell; infinite where it reaches past every count."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    aim = np.zeros(len(low))
    aim[place] = sign
    capped = high.copy()
    capped[place] = min(high[place], 10 * float(np.abs(known).sum()) + FAR)
    answer = milp(
        aim,
        integrality=np.full(len(low), int(whole_numbers)),
        bounds=Bounds(low, capped),
        constraints=LinearConstraint(part, known, known) if part.shape[0] else None,
    )
    value = neat(float(solved(answer)[place]))
    return np.inf if sign < 0 and value == capped[place] < high[place] else value


def solved(answer: OptimizeResult) -> NDArray[np.float64]:
    """The solver's answer; raises RuntimeError where it has none, since no answer must never look like a safe one."""
    if answer.status != 0:
        raise RuntimeError(f"The solver gave up: {answer.message}")
    return np.asarray(answer.x, dtype=float)


def neat(value: float) -> float:
    """The whole number that the solver's tolerance hides."""
    return float(round(value)) if abs(value - round(value)) < NEAR else value
