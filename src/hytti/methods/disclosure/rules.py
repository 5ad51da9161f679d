"""Which cells are unsafe in themselves: thresholds by audience and sensitivity.

The numbers are Hytti's own defaults, not an authority's rule: no numeric threshold for persons was found from Findata,
THL or Statistics Finland. A county sets its own where it has them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


class Audience(StrEnum):
    """Who sees the table."""

    NAMED = "named"
    BOARD = "board"
    PUBLIC = "public"


class Sensitivity(StrEnum):
    """How much a count can hurt; violence, suicide and substance use are sensitive."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"


FLAG_BELOW = 5
THRESHOLDS = {
    (Audience.NAMED, Sensitivity.ORDINARY): 0,
    (Audience.NAMED, Sensitivity.SENSITIVE): 0,
    (Audience.BOARD, Sensitivity.ORDINARY): 5,
    (Audience.BOARD, Sensitivity.SENSITIVE): 5,
    (Audience.PUBLIC, Sensitivity.ORDINARY): 5,
    (Audience.PUBLIC, Sensitivity.SENSITIVE): 10,
}


def threshold_for(audience: Audience | str, sensitivity: Sensitivity | str = Sensitivity.ORDINARY) -> int:
    """The smallest count shown to the audience; 0 where nothing is hidden. ValueError on an unknown word."""
    return THRESHOLDS[Audience(audience), Sensitivity(sensitivity)]


def primary_cells(counts: ArrayLike, threshold: float, structural_zeros: ArrayLike | None = None) -> NDArray[np.bool_]:
    """Cells that may not be shown: fewer than `threshold`, and zero unless it is structural.

    counts: any shape. structural_zeros: True where nobody can be counted (men in a maternity ward), and every reader
    knows it; such a cell is always shown. Returns an array of the shape of counts.
    Raises ValueError where a structural zero is not zero.
    """
    table = np.asarray(counts, dtype=float)
    known = known_zeros(table, structural_zeros)
    return np.asarray((table < threshold) & ~known)


def mask_of(cells: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """The cells as a mask of the table's shape; None means no cell."""
    return np.broadcast_to(np.asarray(False if cells is None else cells, dtype=bool), shape)


def known_zeros(table: NDArray[np.float64], structural_zeros: ArrayLike | None) -> NDArray[np.bool_]:
    """The mask of structural zeros in the table's shape; raises ValueError where one is not zero."""
    known = mask_of(structural_zeros, table.shape)
    if (table[known] != 0).any():
        raise ValueError("A cell is said to be a structural zero, and somebody is counted in it.")
    return known
