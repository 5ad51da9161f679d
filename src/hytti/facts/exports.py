"""The store's figures as files: one readable table, or the store's own tables for Spark."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from . import schema
from .model import FLAGS, SEXES, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

READABLE = f"""
SELECT
    indicator.key AS indicator, area.key AS area, area.name_fi AS area_name, fact.year,
    {list(SEXES)}[fact.sex + 1] AS sex,
    age.key AS age, fact.value, fact.count, fact.denominator, fact.lower, fact.upper, {list(FLAGS)}[fact.flag] AS flag,
    dataset.key AS dataset, dataset.source, dataset.as_of, dataset.fetched_at, dataset.licence, dataset.attribution
FROM store.fact
JOIN store.indicator ON indicator.id = fact.indicator
JOIN store.area ON area.id = fact.area
JOIN store.age ON age.id = fact.age
JOIN store.dataset ON dataset.id = fact.dataset
ORDER BY indicator.key, dataset.key, area.key, fact.sex, age.key, fact.year
"""  # noqa: S608
FORMS = {".csv": "(FORMAT csv, HEADER)", ".parquet": "(FORMAT parquet, COMPRESSION zstd)"}


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    """The published store, read only, under the name `store`; FileNotFoundError or Unreadable where it is not."""
    if not path.exists():
        raise FileNotFoundError(2, "No such store", str(path))
    database = duckdb.connect(
        ":memory:",
    )
    database.execute("SET enable_progress_bar = false")
    try:
        database.execute(f"ATTACH {_quoted(path)} AS store (READ_ONLY)")
        database.execute("FROM store.store")
    except duckdb.Error as error:
        raise Unreadable(f"{path} is not a store of figures that can be read: {error}") from error
    return database


def export(path: Path, target: Path) -> int:
    """Write every figure with its names and source as CSV or Parquet; how many. ValueError on another ending."""
    if target.suffix not in FORMS:
        raise ValueError(f"{target.name} ends neither in .csv nor in .parquet.")
    with opened(path) as database, _beside(target) as unfinished:
        [[rows]] = database.execute(f"COPY ({READABLE}) TO {_quoted(unfinished)} {FORMS[target.suffix]}").fetchall()
    return int(rows)


def export_tables(path: Path, folder: Path) -> Iterator[str]:
    """Write each table of the store as Parquet into a folder, the version last; yields the names as they are ready."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(path) as database:
        for table in sorted(schema.TABLES, key="store".__eq__):
            with _beside(folder / f"{table}.parquet") as unfinished:
                database.execute(f"COPY store.{table} TO {_quoted(unfinished)} {FORMS['.parquet']}")
            yield table


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name to write to, renamed when it is whole and removed when it is not."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        yield unfinished
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
