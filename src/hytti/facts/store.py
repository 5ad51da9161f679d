"""Writing the store: on a copy beside, published by a rename when all went well.

    with store.writing(path) as writer:
        writer.put_areas(areas)
        writer.replace_dataset(dataset, table)

Whatever goes wrong inside (an exception, Ctrl-C, a full disk) leaves the published file as it was.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import time
import uuid
from contextlib import contextmanager
from dataclasses import astuple, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from . import incoming, schema
from .model import Area, Dataset, Unreadable
from .questions import DELETE, FIND_CHANGES, FRESH, LATEST, NEWEST, PREFER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

PATIENCE = 60.0
"""Seconds that a writer waits for another one."""
STEP = 200
"""Indicators whose newest figures are sought at a time."""
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "latest",
    "memory_limit": "2GB",
    "default_block_size": 65536,  # a quarter of the usual: a question reads less, and a small store is smaller
}
NOTHING = pa.table({"indicator": pa.nulls(0), "area": pa.nulls(0), "year": pa.nulls(0), "value": pa.nulls(0)})


class Busy(OSError):
    """Another process is writing the store."""


@contextmanager
def writing(path: str | Path, *, patience: float | None = None) -> Iterator[Writer]:
    """Change the store, or make it where there is none; publish at the end if anything changed.

    Raises Busy when another writer does not finish in `patience` seconds (PATIENCE), Unreadable when the file there is
    not a store of this version, OSError when the disk is full.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    with _alone(path, PATIENCE if patience is None else patience):
        _remove(beside)
        try:
            if path.exists():
                shutil.copyfile(path, beside)
            writer = Writer(beside)
            try:
                yield writer
                changed = writer.finish()
            finally:
                writer.close()
            if changed:
                _publish(beside, path)
        except duckdb.Error as error:
            _tell_full_disk(error, path)
            raise
        finally:
            _remove(beside)


@contextmanager
def _alone(path: Path, patience: float) -> Iterator[None]:
    with open(path.with_name(f"{path.name}.lock"), "a") as lock:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Busy(f"{path} is being written by another process: try again when it is ready.") from None
                time.sleep(0.05)
        yield


def _publish(beside: Path, path: Path) -> None:
    with open(beside, "rb") as written:
        os.fsync(written.fileno())
    os.replace(beside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove(beside: Path) -> None:
    beside.unlink(missing_ok=True)
    beside.with_name(f"{beside.name}.wal").unlink(missing_ok=True)
    shutil.rmtree(beside.with_name(f"{beside.name}.tmp"), ignore_errors=True)


def _tell_full_disk(error: duckdb.Error, path: Path) -> None:
    if any(word in str(error) for word in ("No space left", "File too large", "Disk quota")):
        raise OSError(errno.ENOSPC, str(error), str(path)) from error


class Writer:
    """Changes to a copy of the store; nobody sees them before they are published."""

    def __init__(self, path: Path) -> None:
        fresh = not path.exists()
        try:
            self._database = duckdb.connect(str(path), config=CONFIG)
            self._database.execute("SET enable_progress_bar = false")
            if fresh:
                self._make()
            [(form,)] = self._database.execute("SELECT format FROM store").fetchall()
        except duckdb.IOException as error:
            raise Unreadable(f"{path} cannot be written: {error}") from error
        except duckdb.Error as error:
            raise Unreadable(f"{path} is not a store of figures: {error}") from error
        if form != schema.FORMAT:
            raise Unreadable(f"The store is of format {form}, this program writes {schema.FORMAT}: load it again.")
        self._changed = False
        self._database.execute("CREATE TEMP TABLE touched (indicator INTEGER)")

    def _make(self) -> None:
        for table in schema.TABLES:
            self._database.execute(schema.create(table))
        self._database.execute("INSERT INTO store VALUES (?, '')", [schema.FORMAT])
        self._database.execute("INSERT INTO age VALUES (0, '')")

    def put_areas(self, areas: Collection[Area]) -> None:
        """Add areas, and describe again those that are there; none is taken away."""
        known = {row[1]: row for row in self._database.execute("SELECT * FROM area").fetchall()}
        number = max((row[0] for row in known.values()), default=0)
        before = dict(known)
        for area in areas:
            if area.key not in known:
                number += 1
            known[area.key] = (known[area.key][0] if area.key in known else number, *astuple(area))
        if known == before:
            return
        with self._together():
            self._fill("area", list(known.values()))

    def replace_dataset(self, dataset: Dataset, table: pa.Table, watch: Collection[str] = ()) -> int:
        """Put a dataset in the place of its earlier form and tell how many changes of watched areas were logged.

        table: columns indicator, area, year, value, and optionally sex, age, count, denominator, lower, upper, flag.
        watch: keys of the areas whose changes are logged. When the dataset tells of an indicator for the first time,
        only the newest year is logged as new.
        Raises Refused on keys that are double, unknown, empty or out of range, on a number that is not finite, and on
        a suppressed figure that is still there; nothing is changed then.
        """
        if dataset.fetched_at.tzinfo is None:
            raise ValueError("fetched_at needs a time zone.")
        now, number = datetime.now(UTC), self._number_of(dataset.key)
        with self._together():
            incoming.take(self._database, table, number)
            self._put_dataset(number, replace(dataset, rows=table.num_rows, published_at=now))
            logged = self._log(number, now, watch, "")
            self._forget(number)
            self._database.execute("INSERT INTO fact BY NAME SELECT * FROM incoming")
            self._database.execute(incoming.COVERAGE)
            self._database.execute("INSERT INTO touched SELECT DISTINCT indicator FROM incoming")
            self._database.unregister("incoming")
        return logged

    def withdraw_dataset(
        self, key: str, reason: str, watch: Collection[str] = (), *, out_of_the_log: bool = False
    ) -> int:
        """Take a dataset's figures away and log why; KeyError where there is none.

        out_of_the_log: the log of changes then tells that there were figures, and no longer which.
        """
        found = self._database.execute("SELECT id FROM dataset WHERE key = ? AND withdrawn IS NULL", [key]).fetchone()
        if found is None:
            raise KeyError(key)
        with self._together():
            incoming.take(self._database, NOTHING, found[0])
            logged = self._log(found[0], datetime.now(UTC), watch, reason)
            if out_of_the_log:
                self._database.execute("UPDATE change SET old = NULL, new = NULL WHERE dataset = ?", [found[0]])
            self._forget(found[0])
            self._database.execute("UPDATE dataset SET withdrawn = ? WHERE id = ?", [reason, found[0]])
            self._database.unregister("incoming")
        return logged

    def finish(self) -> bool:
        """Bring the newest figures up to date and close the file; True when there is something to publish."""
        if not self._changed:
            return False
        with self._together():
            self._database.execute(PREFER)
            self._renew_latest()
            self._database.execute("UPDATE store SET version = ?", [uuid.uuid4().hex])
        self._database.execute("CHECKPOINT")
        return True

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def _together(self) -> Iterator[None]:
        """One transaction for each dataset: what it was given is let go when it ends."""
        self._database.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")
        self._changed = True

    def _number_of(self, key: str) -> int:
        question = (
            "SELECT coalesce((SELECT id FROM dataset WHERE key = ?), (SELECT coalesce(max(id), 0) + 1 FROM dataset))"
        )
        [[number]] = self._database.execute(question, [key]).fetchall()
        return int(number)

    def _put_dataset(self, number: int, dataset: Dataset) -> None:
        values: list[Any] = [getattr(dataset, name) for name in Dataset.__slots__]
        values = [value.isoformat() if isinstance(value, datetime) else value for value in values]
        values = [json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value for value in values]
        self._database.execute("DELETE FROM dataset WHERE id = ?", [number])
        places = ", ".join("?" * (len(values) + 3))
        self._database.execute(f"INSERT INTO dataset VALUES ({places})", [number, *values, 0, None])  # noqa: S608

    def _log(self, dataset: int, at: datetime, watch: Collection[str], reason: str) -> int:
        if not watch:
            return 0
        before = self._count("change")
        microseconds = int(at.timestamp() * 1_000_000)
        self._database.execute(
            FIND_CHANGES, {"at": microseconds, "dataset": dataset, "watch": list(watch), "reason": reason}
        )
        return self._count("change") - before

    def _forget(self, dataset: int) -> None:
        for statement in DELETE:
            self._database.execute(statement, {"dataset": dataset})

    def _renew_latest(self) -> None:
        """Some indicators at a time, so that the memory stays small."""
        touched = self._database.execute("SELECT DISTINCT indicator FROM touched ORDER BY ALL").fetchall()
        self._database.execute(FRESH)
        for first in range(0, len(touched), STEP):
            indicators = [indicator for (indicator,) in touched[first : first + STEP]]
            self._database.execute(NEWEST, {"indicators": indicators})
        for statement in LATEST:
            self._database.execute(statement)

    def _count(self, table: str) -> int:
        [[rows]] = self._database.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608
        return int(rows)

    def _fill(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        columns = list(zip(*rows, strict=True))
        given = pa.table({name: list(column) for name, column in zip(schema.TABLES[table], columns, strict=True)})
        self._database.register("given", given)
        self._database.execute(f"DELETE FROM {table}")  # noqa: S608
        self._database.execute(f"INSERT INTO {table} SELECT * FROM given ORDER BY 1")  # noqa: S608
        self._database.unregister("given")
