"""The two engines behind the same questions: DuckDB in this process, Spark over Spark Connect.

Each gives rows of plain Python values in the order of the question's columns, and a stamp that changes when the
store behind it is published again.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from . import schema
from .model import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

FOLDER = Path(__file__).parent / "sql"
Parameters = dict[str, "int | list[int]"]
Row = tuple[Any, ...]
Column = Sequence[Any]  # or a NumPy array, of which a missing value is masked: see `plain`


class Engine(Protocol):
    look_again: float
    """Seconds between looks at the stamp."""

    def rows(self, question: str, parameters: Parameters) -> list[Row]:
        """The answer by rows, as for the small tables."""

    def columns(self, question: str, parameters: Parameters) -> list[Column]:
        """The answer by columns: many times lighter where there are many rows. No columns may stand for no rows."""

    @property
    def opened(self) -> object:
        """The stamp of what was opened."""

    def stamp(self) -> object:
        """What tells one publication from the next."""

    def close(self) -> None:
        """Let go of everything: a question after it is refused as Unreadable."""


@cache
def text_of(engine: str, question: str) -> str:
    return (FOLDER / engine / f"{question}.sql").read_text(encoding="utf-8")


def plain(column: Column) -> list[Any]:
    """A column of an answer as Python values; None where there is none."""
    mask = getattr(column, "mask", None)
    if mask is not None and mask.all():
        return [None] * len(column)
    return column.tolist() if hasattr(column, "tolist") else list(column)


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """What tells one published file from the next; None where there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class DuckDB:
    """One published file, read only, on one thread and with a bounded memory; a missing file is an empty store.

    The file is attached to a nameless database: DuckDB gives everyone in a process who opens a path the file that was
    there first, even after another one was renamed over it.
    """

    look_again = 1.0

    def __init__(self, path: Path, memory_limit: str) -> None:
        import duckdb

        self.path = path
        self.opened = stamp_of(path)
        self._own = threading.local()
        self._errors = duckdb.Error
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "async_threads": 0,  # else eight that wait for nothing: the file is read by who asks
            "memory_limit": memory_limit,
            "autoload_known_extensions": False,
            "temp_directory": "",  # what does not fit is refused, not written to a disk
        }
        self._database = duckdb.connect(":memory:", config=config)
        try:
            self._attach()
        except duckdb.Error as error:
            self._database.close()
            raise Unreadable(f"{path} is not a store of figures that can be read: {error}") from error

    def _attach(self) -> None:
        if self.opened is None:
            self._database.execute("ATTACH ':memory:' AS facts")
            self._database.execute("USE facts")
            for table in schema.TABLES:
                self._database.execute(schema.create(table))
            self._database.execute("INSERT INTO store VALUES (?, '')", [schema.FORMAT])
        else:
            quoted = str(self.path).replace("'", "''")
            self._database.execute(f"ATTACH '{quoted}' AS facts (READ_ONLY)")
            self._database.execute("USE facts")

    def rows(self, question: str, parameters: Parameters) -> list[Row]:
        with self._told():
            return self._asked(question, parameters).fetchall()

    def columns(self, question: str, parameters: Parameters) -> list[Column]:
        with self._told():
            return list(self._asked(question, parameters).fetchnumpy().values())  # type: ignore[arg-type]

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            raise Unreadable(f"{self.path} does not answer: {error}") from error

    def _asked(self, question: str, parameters: Parameters) -> duckdb.DuckDBPyConnection:
        """Ask on this thread's own way into the database; a question is parsed once for each."""
        if not hasattr(self._own, "cursor"):
            cursor = self._database.cursor()
            cursor.execute("USE facts")
            cursor.execute("SET enable_progress_bar = false")
            self._own.cursor, self._own.statements = cursor, {}
        statements: dict[str, duckdb.Statement] = self._own.statements
        if question not in statements:
            [statements[question]] = self._own.cursor.extract_statements(text_of("duckdb", question))
        found: duckdb.DuckDBPyConnection = self._own.cursor.execute(statements[question], parameters)
        return found

    def stamp(self) -> object:
        return stamp_of(self.path)

    def close(self) -> None:
        self._database.close()
        self._own = threading.local()
