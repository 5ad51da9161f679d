"""A dataset on its way in: every row is looked at before any is taken, and keys become the store's numbers."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from .model import FLAGS, SEXES, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

pc: Any = pyarrow.compute  # its stubs do not know what it takes
KEYS = ("indicator", "area", "year", "sex", "age")
NEEDED = ("indicator", "area", "year", "value")
NUMBERS = ("value", "count", "denominator", "lower", "upper")
USUAL = {"sex": "total", "age": "", "flag": None, "count": None, "denominator": None, "lower": None, "upper": None}
FIRST_YEAR, LAST_YEAR = 1700, 2200
SHOWN = 1000
"""Keys that a refusal lists at most."""
COVERAGE = """
INSERT INTO coverage
SELECT
    indicator, dataset, to_json(list_sort(list_distinct(list(level)))), min(first), max(last),
    len(list_distinct(list(area))), sum(rows),
    to_json(list_sort(list_distinct(list(sex)))), to_json(list_sort(list_distinct(list(age.key))))
FROM (
    SELECT indicator, dataset, area, sex, age, min(year) AS first, max(year) AS last, count(*) AS rows
    FROM incoming GROUP BY ALL
) AS cell JOIN area ON area.id = cell.area JOIN age ON age.id = cell.age
GROUP BY indicator, dataset
"""


def take(database: duckdb.DuckDBPyConnection, table: pa.Table, dataset: int) -> None:
    """Show the rows of a table to the database as `incoming`, in the store's numbers and order.

    Raises Refused with what is wrong in them.
    """
    table = _shaped(table)
    _refuse_bad_rows(table)
    columns: dict[str, Any] = {
        "indicator": _numbered(table, "indicator", _adding(database, "indicator")),
        "area": _numbered(table, "area", _known_areas(database)),
        "sex": _numbered(table, "sex", _one_of("sex", SEXES, 0)).cast(pa.int8()),
        "age": _numbered(table, "age", _adding(database, "age")),
        "year": table["year"].cast(pa.int16()),
        "dataset": pa.repeat(pa.scalar(dataset, pa.int32()), table.num_rows),
        **{name: table[name] for name in NUMBERS},
        "flag": _numbered(table, "flag", _one_of("flag", FLAGS, 1)).cast(pa.int8()),
    }
    database.register("incoming", _in_order(table, pa.table(columns)))


def _in_order(table: pa.Table, numbers: pa.Table) -> pa.Table:
    """The rows in the order of their keys, so that the columns pack tightly and a question reads few of them."""
    key = np.zeros(numbers.num_rows, np.int64)
    for name in ("indicator", "area", "sex", "age", "year"):
        column = numbers[name].to_numpy()
        key = key * (int(column.max(initial=0)) + 1) + column
    if (key[1:] > key[:-1]).all():
        return numbers
    order = np.argsort(key, kind="stable")
    key = key[order]
    again = key[1:] == key[:-1]
    if again.any():
        raise Refused("Figures are there twice", list(dict.fromkeys(_listed(table.take(order[1:]), pa.array(again)))))
    return numbers.take(order)


def _shaped(table: pa.Table) -> pa.Table:
    """The table with every column, numbers as float64, years as int64 and texts as they came."""
    names = table.column_names
    if missing := [name for name in NEEDED if name not in names]:
        raise Refused("Columns are missing", missing)
    if strange := sorted({name for name in names if name not in (*NEEDED, *USUAL) or names.count(name) > 1}):
        raise Refused("Columns are not known or there twice", strange)
    for name in (*NUMBERS, "year"):
        if name in names and not _is_number(table.schema.field(name).type, whole=name == "year"):
            raise Refused("Columns are not numbers", [name])
    columns: dict[str, Any] = {
        name: table[name] if name in names else _repeated(USUAL[name], table.num_rows) for name in (*NEEDED, *USUAL)
    }
    columns |= {name: columns[name].cast(pa.float64()) for name in NUMBERS}
    columns["year"] = columns["year"].cast(pa.int64())
    return pa.table(columns)


def _repeated(value: str | None, rows: int) -> pa.Array:
    return pa.nulls(rows) if value is None else pa.repeat(pa.scalar(value), rows)


def _is_number(kind: pa.DataType, *, whole: bool) -> bool:
    if pa.types.is_integer(kind) or pa.types.is_null(kind):
        return True
    return not whole and (pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _refuse_bad_rows(table: pa.Table) -> None:
    for name in KEYS:
        if table[name].null_count:
            raise Refused(f"A key is missing: {name}", _listed(table, pc.is_null(table[name])))
    outside = pc.or_(pc.less(table["year"], FIRST_YEAR), pc.greater(table["year"], LAST_YEAR))
    if pc.any(outside).as_py():
        raise Refused(f"Years are not between {FIRST_YEAR} and {LAST_YEAR}", _listed(table, outside))
    for name in NUMBERS:
        endless = pc.invert(pc.is_finite(table[name]))
        if pc.any(endless).as_py():
            raise Refused(f"A number is not finite: {name}", _listed(table, endless))
    hidden = pc.fill_null(pc.equal(table["flag"].cast(pa.string()), "suppressed"), fill_value=False)
    if pc.any(hidden).as_py():
        for name in NUMBERS:
            shown = pc.and_(hidden, pc.is_valid(table[name]))
            if pc.any(shown).as_py():
                raise Refused(f"A suppressed figure is still there: {name}", _listed(table, shown))


def _listed(table: pa.Table, which: Any) -> list[str]:
    rows = table.select(KEYS).filter(which).slice(0, SHOWN).to_pylist()
    return [" ".join(str(row[name]) for name in KEYS if row[name] != "") for row in rows]


def _numbered(table: pa.Table, name: str, numbers_of: Callable[[list[str]], list[int]]) -> pa.Array:
    """A column of texts as the store's numbers; every text is looked up once."""
    column = pc.dictionary_encode(table[name].cast(pa.string()).combine_chunks())
    return pa.array(numbers_of(column.dictionary.to_pylist()), pa.int32()).take(column.indices)


def _adding(database: duckdb.DuckDBPyConnection, name: str) -> Callable[[list[str]], list[int]]:
    """Numbers of indicators or ages; a new one gets the next number."""

    def numbers_of(texts: list[str]) -> list[int]:
        if name == "indicator" and "" in texts:
            raise Refused("A key is missing: indicator", [])
        asked = f"SELECT key, id FROM {name} WHERE key IN (SELECT unnest($keys))"  # noqa: S608
        known: dict[str, int] = dict(database.execute(asked, {"keys": texts}).fetchall())
        if strange := sorted(set(texts) - set(known)):
            [(last,)] = database.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchall()  # noqa: S608
            new = dict(zip(strange, itertools.count(last + 1)))
            database.executemany(f"INSERT INTO {name} VALUES (?, ?)", [(number, key) for key, number in new.items()])  # noqa: S608
            known |= new
        return [known[text] for text in texts]

    return numbers_of


def _known_areas(database: duckdb.DuckDBPyConnection) -> Callable[[list[str]], list[int]]:
    def numbers_of(texts: list[str]) -> list[int]:
        known = {key: number for number, key in database.execute("SELECT id, key FROM area").fetchall()}
        if unknown := sorted(set(texts) - set(known)):
            raise Refused("Areas are unknown", unknown)
        return [known[text] for text in texts]

    return numbers_of


def _one_of(name: str, words: tuple[str, ...], first: int) -> Callable[[list[str]], list[int]]:
    def numbers_of(texts: list[str]) -> list[int]:
        if strange := sorted(set(texts) - set(words)):
            raise Refused(f"A {name} is not one of {', '.join(words)}", strange)
        return [words.index(text) + first for text in texts]

    return numbers_of
