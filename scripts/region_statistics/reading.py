"""Rows of the open data folder, by DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import duckdb


class Fact(NamedTuple):
    """A figure as it stands in the pack; None is an absent cell."""

    indicator: str
    area: str
    year: int
    sex: str = "total"
    age: str = ""
    value: float | None = None
    count: float | None = None
    denominator: float | None = None
    flag: str | None = None


class Folder:
    """The folder of the open data, asked by its own file names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = duckdb.connect()

    def rows(self, file: str, query: str = "SELECT * FROM source") -> list[dict[str, Any]]:
        """Answer a query on a Parquet or CSV file, which the query calls `source`; codes keep their leading zeros."""
        path = str(self.path / file).replace("'", "''")
        reader = f"read_csv('{path}', all_varchar=true)" if file.endswith(".csv") else f"read_parquet('{path}')"
        cursor = self.database.cursor()
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW source AS FROM {reader}")
        cursor.execute(query)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def number(text: Any) -> float | None:
    """The number of a cell; an empty one is absent."""
    return None if text in (None, "") else float(text)
