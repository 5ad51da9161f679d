"""JSON-stat 2.0 datasets of any dimensions as Arrow tables. Format: json-stat.org/full."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from .http import as_json, reader
from .problems import Code, Unexpected, problem


@dataclass(frozen=True)
class Dimension:
    """One axis of a table: codes and labels in the order of the values."""

    id: str
    label: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Dataset:
    """A table with its axes.

    table: one row a cell; for each dimension a column of codes named by its id and one of labels named "<id> label",
    then "value" (float64, null where absent) and "status" (string, null where there is none). updated: as it came.
    """

    label: str
    source: str
    updated: str
    dimensions: tuple[Dimension, ...]
    table: pa.Table


@reader
def parse(body: bytes, address: str) -> Dataset:
    """Read one dataset; values and statuses may be whole lists or hold only some cells. Raises Unexpected."""
    told = as_json(body, address)
    if not isinstance(told, dict) or told.get("class") != "dataset" or not isinstance(told.get("dimension"), dict):
        raise _shape("a JSON-stat 2.0 dataset", address)
    ids, sizes = told.get("id"), told.get("size")
    if not isinstance(ids, list) or not isinstance(sizes, list) or len(ids) != len(sizes):
        raise _shape("id and size of one length", address)
    dimensions = tuple(_dimension(name, told["dimension"].get(name), address) for name in ids)
    if [len(dimension.codes) for dimension in dimensions] != sizes:
        raise _shape("as many categories as size tells", address)
    cells = math.prod(sizes)
    values = pa.array(_values(told.get("value"), cells, address), pa.float64())
    status = pa.array(_statuses(told.get("status"), cells, address), pa.string())
    columns = [*_columns(dimensions, sizes), ("value", values), ("status", status)]
    table = pa.table([column for _, column in columns], names=[name for name, _ in columns])
    texts = {name: str(told.get(name) or "") for name in ("label", "source", "updated")}
    return Dataset(**texts, dimensions=dimensions, table=table)


def _dimension(name: str, told: Any, address: str) -> Dimension:
    category = told.get("category") if isinstance(told, dict) else None
    if not isinstance(category, dict):
        raise _shape(f"the categories of {name}", address)
    labels = category.get("label") or {}
    order = category.get("index", list(labels))
    codes = sorted(order, key=order.__getitem__) if isinstance(order, dict) else order
    if not codes:
        raise _shape(f"the categories of {name}", address)
    shown = tuple(str(labels.get(code, code)) for code in codes)
    return Dimension(name, str(told.get("label") or name), tuple(map(str, codes)), shown)


def _columns(dimensions: tuple[Dimension, ...], sizes: list[int]) -> list[tuple[str, pa.Array]]:
    columns: list[tuple[str, pa.Array]] = []
    for dimension, places in zip(dimensions, np.indices(sizes).reshape(len(sizes), -1), strict=True):
        columns.append((dimension.id, pa.array(dimension.codes, pa.string()).take(places)))
        columns.append((f"{dimension.id} label", pa.array(dimension.labels, pa.string()).take(places)))
    return columns


def _values(told: Any, cells: int, address: str) -> list[float | None]:
    values = _spread(told, cells, "value", address)
    for value in values:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise _shape("numbers or null as values", address)
    return values


def _statuses(told: Any, cells: int, address: str) -> list[str | None]:
    if told is None or isinstance(told, str):
        return [told] * cells
    statuses = _spread(told, cells, "status", address)
    if not all(status is None or isinstance(status, str) for status in statuses):
        raise _shape("text or null as statuses", address)
    return statuses


def _spread(told: Any, cells: int, what: str, address: str) -> list[Any]:
    """A whole list of cells, from such a list or from some of its cells by place."""
    if isinstance(told, dict):
        spread: list[Any] = [None] * cells
        for place, value in told.items():
            if not place.isdecimal() or int(place) >= cells:
                raise _shape(f"places from 0 to {cells - 1} in {what}", address)
            spread[int(place)] = value
        return spread
    if not isinstance(told, list) or len(told) != cells:
        raise _shape(f"{cells} cells in {what}", address)
    return told


def _shape(expected: str, address: str) -> Unexpected:
    return Unexpected(problem(Code.WRONG_SHAPE, address=address, expected=expected))
