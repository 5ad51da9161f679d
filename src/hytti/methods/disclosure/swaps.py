"""The quickest proofs that a cell is safe: counts swapped around the corners of boxes of hidden cells.

A box is two entries on each axis; one count more or less at its corners, in turn, leaves all sums as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .tables import Axis

AT_ONCE = 500_000
SWAPS = 8


def moves_by_swaps(
    axes: Sequence[Axis],
    counts: NDArray[np.float64],
    hidden: NDArray[np.bool_],
    cells: NDArray[np.intp],
    width: float,
) -> NDArray[np.float64]:
    """Moves of the table, (moves, counts), that take cells up and down, `width` apart where that is found.

    All arrays are flat. One box after the other, the one with the most room first. Axes with sums of sums are left to
    the linear programme: nothing is found there.
    """
    moves = [np.zeros((0, len(counts)))]
    if all(len(axis.sums) < 2 for axis in axes):
        size = max(1, AT_ONCE // len(counts))
        for start in range(0, len(cells), size):
            some = cells[start : start + size]
            corners, signs = boxes_at(axes, some)
            which, box = np.nonzero(hidden[corners].all(axis=2))
            corners, signs = corners[which, box], signs[which, box]
            up = _swapped(which, corners, signs, counts, np.full(len(some), width))
            down = _swapped(which, corners, -signs, counts, width - up[np.arange(len(some)), some])
            moves += [up, down]
    return np.concatenate(moves)


def boxes_at(axes: Sequence[Axis], cells: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Every box at each cell: its corners (flat cells), and how they move as the cell rises; (cells, boxes, corners).

    The other corner is, on each axis, another part (which moves the other way) or the total (the same way).
    """
    shape = tuple(len(axis.parents) for axis in axes)
    corners, signs = cells.reshape(-1, 1, 1), np.ones((len(cells), 1, 1))
    for number, axis in enumerate(axes):
        if not axis.sums:
            continue
        own = np.unravel_index(cells, shape)[number]
        entries = np.arange(shape[number] - 1)
        others = entries + (entries >= own[:, None])
        [(total, _)] = axis.sums
        turn = np.where((others == total) | (own[:, None] == total), 1.0, -1.0)
        step = (others - own[:, None]) * int(np.prod(shape[number + 1 :]))
        far = corners[:, :, None, :] + step[:, None, :, None]
        near = np.broadcast_to(corners[:, :, None, :], far.shape)
        turned = signs[:, :, None, :] * turn[:, None, :, None]
        kept = np.broadcast_to(signs[:, :, None, :], turned.shape)
        boxes = far.shape[1] * far.shape[2]
        corners = np.concatenate([near, far], axis=3).reshape(len(cells), boxes, -1)
        signs = np.concatenate([kept, turned], axis=3).reshape(len(cells), boxes, -1)
    return corners, signs


def _swapped(
    which: NDArray[np.intp],
    corners: NDArray[np.intp],
    signs: NDArray[np.float64],
    counts: NDArray[np.float64],
    wanted: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The moves that swaps at each cell add up to, as far as wanted; `which` cell each box is at, in rising order."""
    stocks = np.tile(counts, (len(wanted), 1))
    for _ in range(SWAPS):
        open_ = wanted[which] > 0
        which, corners, signs = which[open_], corners[open_], signs[open_]
        rooms = np.where(signs < 0, stocks[which[:, None], corners], np.inf).min(axis=1, initial=np.inf)
        best = np.lexsort((rooms, which))
        best = best[np.flatnonzero(np.diff(which, append=-1))]
        best = best[rooms[best] > 0]
        if not best.size:
            break
        cell, amount = which[best], np.minimum(rooms[best], wanted[which[best]])
        stocks[cell[:, None], corners[best]] += signs[best] * amount[:, None]
        wanted = wanted - np.bincount(cell, amount, len(wanted))
    return stocks - counts
