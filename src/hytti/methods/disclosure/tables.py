"""Tables whose entries are sums of other entries: the equations that a reader of the table can use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Axis:
    """One direction of a table; `parents[i]` is the entry that entry i is counted into, None for a topmost one.

    A county of two municipalities beside a lone one, in a country: `Axis((3, 3, 4, 4, None))`.
    Raises ValueError on a parent that is not an entry or a circle of parents.
    """

    parents: tuple[int | None, ...]

    def __post_init__(self) -> None:
        for start in range(len(self.parents)):
            entry: int | None = start
            for _ in self.parents:
                entry = self.parents[entry] if entry is not None else None
                if entry is not None and not 0 <= entry < len(self.parents):
                    raise ValueError(f"Entry {start} is counted into {entry}, and the axis has no such entry.")
            if entry is not None:
                raise ValueError(f"Entry {start} is counted into itself.")

    @classmethod
    def with_total(cls, parts: int) -> Axis:
        """`parts` entries and, after them, their total."""
        return cls((*[parts] * parts, None))

    @classmethod
    def without_total(cls, parts: int) -> Axis:
        """`parts` entries that are not added together."""
        return cls((None,) * parts)

    @property
    def sums(self) -> list[tuple[int, list[int]]]:
        """Each entry that is a sum, with the entries it is the sum of."""
        parts: dict[int, list[int]] = {}
        for entry, parent in enumerate(self.parents):
            if parent is not None:
                parts.setdefault(parent, []).append(entry)
        return list(parts.items())


def add_totals(counts: ArrayLike) -> NDArray[np.float64]:
    """The table with a total after the last entry of every axis; shape (n, m, …) becomes (n + 1, m + 1, …)."""
    table = np.asarray(counts, dtype=float)
    for axis in range(table.ndim):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    return table


def axes_of(table: NDArray[np.float64], axes: Sequence[Axis] | None) -> tuple[Axis, ...]:
    """The axes given, or a total at the end of each; raises ValueError where they do not fit the table's shape."""
    chosen = tuple(Axis.with_total(size - 1) for size in table.shape) if axes is None else tuple(axes)
    if tuple(len(axis.parents) for axis in chosen) != table.shape:
        lengths = " × ".join(str(len(axis.parents)) for axis in chosen)
        raise ValueError(f"The axes are for a table of {lengths}, the table is {' × '.join(map(str, table.shape))}.")
    return chosen


def equations(axes: Sequence[Axis]) -> csr_array:
    """A matrix E with one row for each sum, one column for each cell (C order): E @ cells = 0 in every true table."""
    from scipy.sparse import csr_array

    shape = tuple(len(axis.parents) for axis in axes)
    cells = np.arange(int(np.prod(shape))).reshape(shape)
    rows, columns, signs = [], [], []
    count = 0
    for number, axis in enumerate(axes):
        for total, parts in axis.sums:
            lines = np.moveaxis(np.take(cells, [total, *parts], axis=number), number, -1).reshape(-1, len(parts) + 1)
            rows.append(np.repeat(np.arange(count, count + len(lines)), lines.shape[1]))
            columns.append(lines.ravel())
            signs.append(np.tile(np.r_[-1.0, np.ones(len(parts))], len(lines)))
            count += len(lines)
    if not count:
        return csr_array((0, cells.size))
    places = np.concatenate(rows), np.concatenate(columns)
    return csr_array((np.concatenate(signs), places), shape=(count, cells.size))


def checked_counts(counts: ArrayLike, axes: Sequence[Axis] | None) -> tuple[NDArray[np.float64], tuple[Axis, ...]]:
    """The counts as an array, and its axes.

    Raises ValueError where a count is negative, broken or missing, or where the table does not add up.
    """
    table = np.asarray(counts, dtype=float)
    if table.ndim == 0 or table.size == 0:
        raise ValueError("The table is empty.")
    if not np.isfinite(table).all() or (table < 0).any() or (table != np.round(table)).any():
        raise ValueError("Every cell must be a whole number, zero or more.")
    chosen = axes_of(table, axes)
    if np.abs(equations(chosen) @ table.ravel()).max(initial=0) > 0:
        raise ValueError("The table does not add up to its totals.")
    return table, chosen
