"""A safe choice found without a solver: each unsafe cell gets one box of hidden cells, and boxes share cells.

A box is two entries on each axis; one count more or less at its corners, in turn, leaves all sums as they are.
"""

from __future__ import annotations

import random
from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .attack import NEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from .attacker import Attacker
    from .tables import Axis

FEW = 0.1
TRIES = 1200

Mask = int
"""A set of cells: bit n stands for cell n."""


def boxes_of(axes: Sequence[Axis]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Every box of a table: its corners (flat cells) and how each moves; two arrays (boxes, corners).

    An axis without sums has one entry in a box, an axis with a total two: two parts, or a part and the total.
    """
    corners, signs = np.zeros((1, 1), dtype=np.intp), np.ones((1, 1))
    for axis in axes:
        size = len(axis.parents)
        entries = np.array(list(combinations(range(size), 2 if axis.sums else 1)), dtype=np.intp).reshape(
            -1, 2 if axis.sums else 1
        )
        totals = [total for total, _ in axis.sums]
        turns = np.ones(entries.shape)
        turns[:, 1:] = np.where(np.isin(entries, totals).any(axis=1, keepdims=True), 1.0, -1.0)
        count = len(corners) * len(entries)
        corners = (corners[:, None, :, None] * size + entries[None, :, None, :]).reshape(count, -1)
        signs = (signs[:, None, :, None] * turns[None, :, None, :]).reshape(count, -1)
    return corners, signs


def boxes_at(attacker: Attacker) -> dict[int, list[Mask]]:
    """For each unsafe cell the boxes, of cells that may be hidden, in which it moves `width` counts."""
    corners, signs = boxes_of(attacker.axes)
    may = ~attacker.closed[corners].any(axis=1)
    corners, signs = corners[may], signs[may]
    counts = attacker.counts[corners]
    rising = np.where(signs > 0, counts, np.inf).min(axis=1)
    falling = np.where(signs < 0, counts, np.inf).min(axis=1)
    wide = (rising + falling) >= attacker.width - NEAR
    masks = {int(box): mask_of_cells(corners[box]) for box in np.flatnonzero(wide)}
    return {
        int(cell): [masks[int(box)] for box in np.flatnonzero(wide & (corners == cell).any(axis=1))]
        for cell in np.flatnonzero(attacker.unsafe)
    }


def mask_of_cells(cells: Iterable[int]) -> Mask:
    """The set of these cells."""
    return reduce(lambda mask, cell: mask | 1 << int(cell), cells, 0)


def choose_boxes(attacker: Attacker) -> NDArray[np.bool_] | None:
    """A safe choice of few cells; None where boxes are not the way.

    They are where few cells are unsafe, each has a box and no axis has sums of sums. Again and again, some cells give
    up their boxes and look, in another order, for those that hide the fewest more.
    """
    few = attacker.walk is not None and attacker.unsafe.mean() < FEW
    boxes = boxes_at(attacker) if few and all(len(axis.sums) < 2 for axis in attacker.axes) else {}
    if not boxes or not all(boxes.values()):
        return None
    draw = random.Random(1)  # noqa: S311 - a lot, not a secret
    unsafe = mask_of_cells(np.flatnonzero(attacker.unsafe))
    cells = list(boxes)
    taken: dict[int, Mask] = {}
    best, again = -1, cells
    for _ in range(TRIES // len(cells)):
        new = {cell: taken[cell] for cell in cells if cell not in again}
        hidden = reduce(int.__or__, new.values(), unsafe)
        for cell in draw.sample(again, len(again)):
            new[cell] = min(boxes[cell], key=lambda box: (box & ~hidden).bit_count())
            hidden |= new[cell]
        if not taken or hidden.bit_count() <= best.bit_count():
            best, taken = hidden, new
        again = _losers(draw, taken, best & ~unsafe)
    return np.array([bool(best >> cell & 1) for cell in range(len(attacker.counts))])


def _losers(draw: random.Random, taken: dict[int, Mask], extra: Mask) -> list[int]:
    """The unsafe cells whose boxes go through a few further cells, drawn by lot."""
    further = [cell for cell in range(extra.bit_length()) if extra >> cell & 1]
    lost = mask_of_cells(draw.sample(further, min(len(further), draw.randint(1, 4))))
    return [cell for cell, box in taken.items() if box & lost]
