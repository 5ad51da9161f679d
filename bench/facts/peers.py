"""The same questions of polars, pandas, Sail over Spark Connect, and PostgreSQL, in the same run.

Sail answers the store's own questions, as a server of its own on this machine. It, polars and pandas read the store's
own tables as Parquet (sorted alike, so that row groups can be skipped); PostgreSQL has a part of them with the indexes
that the questions want, and what grows with the size is scaled up and said to be.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import psycopg
from synthetic import Size, area_key, indicator_key

from hytti.facts import exports, open_facts

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import postgresql

PART = 10_500_000
"""Cells that PostgreSQL gets at most."""
MAKE = """
CREATE UNLOGGED TABLE fact (indicator int, dataset int, area int, sex smallint, age int, year smallint, value float8);
CREATE UNLOGGED TABLE latest (area int, indicator int, sex smallint, year smallint, value float8);
"""
INDEX = """
CREATE INDEX ON fact (indicator, sex, age, area) INCLUDE (year, value);
CREATE INDEX ON latest (area, sex) INCLUDE (indicator, year, value);
"""
RANK = """
SELECT indicator, area, year, value, rank() OVER (PARTITION BY indicator ORDER BY value DESC)
FROM (
    SELECT *, max(year) OVER (PARTITION BY indicator) AS newest FROM latest WHERE sex = 0 AND value IS NOT NULL
) AS shown
WHERE year = newest
"""
SAIL = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
"""
Line = Callable[..., None]
Median = Callable[[Callable[[], object], int], float]


def compare(path: Path, size: Size, ours: dict[str, float], line: Line, median: Median) -> None:
    """Ask each peer, and print how many times as long it takes as the store."""
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        folder = Path(name)
        start = time.perf_counter()
        list(exports.export_tables(path, folder))
        print(f"(Parquet for the peers: {time.perf_counter() - start:.0f} s, fact {_bytes(folder, size):.2f} B/cell)")
        for name, ask in {"polars": _polars, "pandas": _pandas, "Sail": _sail}.items():
            _told(name, ask(folder, size, median), ours, line)
        if postgresql.find_binaries() is None:
            print("SKIPPED: PostgreSQL, because it is not installed.")
            return
        _told("PostgreSQL", _postgresql(path, size, median, line), ours, line)


def _bytes(folder: Path, size: Size) -> float:
    return (folder / "fact.parquet").stat().st_size / size.cells


def _told(name: str, times: dict[str, float], ours: dict[str, float], line: Line) -> None:
    words = {
        "series": "one indicator × ten municipalities",
        "latest": "every indicator of one area",
        "ranks": "all ranks",
    }
    for question, took in times.items():
        line(f"{name}: {words[question]}", took, "ms")
        line(f"  {name} / ours", took / ours[question], "×")


class _Asked:
    """Numbers to ask for, the same chance for every peer."""

    def __init__(self, size: Size, indicators: int | None = None) -> None:
        self._chance, self._size, self._indicators = random.Random(9), size, indicators or size.indicators

    def indicator(self) -> int:
        return self._chance.randint(1, self._indicators)

    def area(self) -> int:
        return self._chance.randint(1, self._size.areas)

    def areas(self) -> list[int]:
        return self._chance.sample(range(1, self._size.areas + 1), 10)


def _polars(folder: Path, size: Size, median: Median) -> dict[str, float]:
    asked = _Asked(size)
    fact, latest = (pl.scan_parquet(folder / f"{name}.parquet") for name in ("fact", "latest"))

    def series() -> object:
        wanted = (pl.col("indicator") == asked.indicator()) & pl.col("area").is_in(asked.areas())
        return fact.filter(wanted & (pl.col("sex") == 0) & (pl.col("age") == 0)).collect().rows()

    def newest() -> object:
        return latest.filter((pl.col("area") == asked.area()) & (pl.col("sex") == 0)).collect().rows()

    def ranks() -> object:
        shown = latest.filter((pl.col("sex") == 0) & pl.col("value").is_not_null())
        shown = shown.filter(pl.col("year") == pl.col("year").max().over("indicator"))
        place = pl.col("value").rank("min", descending=True).over("indicator")
        return shown.select("indicator", "area", "year", "value", place.alias("rank")).collect().rows()

    return {"series": median(series, 20), "latest": median(newest, 20), "ranks": median(ranks, 3)}


def _pandas(folder: Path, size: Size, median: Median) -> dict[str, float]:
    asked = _Asked(size)

    def read(name: str, *filters: tuple[str, str, Any]) -> pd.DataFrame:
        return pd.read_parquet(folder / f"{name}.parquet", filters=list(filters))

    def series() -> object:
        wanted = (
            ("indicator", "==", asked.indicator()),
            ("area", "in", asked.areas()),
            ("sex", "==", 0),
            ("age", "==", 0),
        )
        return list(read("fact", *wanted).itertuples(index=False))

    def newest() -> object:
        return list(read("latest", ("area", "==", asked.area()), ("sex", "==", 0)).itertuples(index=False))

    def ranks() -> object:
        shown = read("latest", ("sex", "==", 0)).dropna(subset=["value"])
        shown = shown[shown["year"] == shown.groupby("indicator")["year"].transform("max")]
        place = shown.groupby("indicator")["value"].rank(method="min", ascending=False)
        return list(shown[["indicator", "area", "year", "value"]].assign(rank=place).itertuples(index=False))

    return {"series": median(series, 10), "latest": median(newest, 10), "ranks": median(ranks, 1)}


def _sail(folder: Path, size: Size, median: Median) -> dict[str, float]:
    chance = random.Random(9)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([sys.executable, "-c", SAIL], env={**os.environ, "RUST_LOG": "off"}, **pipes) as server:
        try:
            assert server.stdout
            os.environ["HYTTI_FACTS_PARQUET"] = str(folder)
            facts = open_facts(f"sc://127.0.0.1:{server.stdout.readline().strip()}")

            def series() -> object:
                areas = [area_key(number) for number in chance.sample(range(size.areas), 10)]
                return facts.series(indicator_key(chance.randrange(size.indicators)), areas)

            def newest() -> object:
                return facts.latest_of_area(area_key(chance.randrange(size.areas)))

            return {
                "series": median(series, 10),
                "latest": median(newest, 10),
                "ranks": median(lambda: facts.ranks("kunta"), 1),
            }
        finally:
            server.kill()


def _postgresql(path: Path, size: Size, median: Median, line: Line) -> dict[str, float]:
    indicators = min(size.indicators, PART * size.indicators // size.cells)
    part = indicators / size.indicators
    asked = _Asked(size, indicators)
    with postgresql.private_server() as address, psycopg.connect(address, autocommit=True) as server:
        start = time.perf_counter()
        server.execute(MAKE)
        columns = {
            "fact": "indicator, dataset, area, sex, age, year, value",
            "latest": "area, indicator, sex, year, value",
        }
        with duckdb.connect(str(path), read_only=True) as ours:
            for table, named in columns.items():
                rows = ours.execute(f"SELECT {named} FROM {table} WHERE indicator <= {indicators}")
                with server.cursor().copy(f"COPY {table} ({named}) FROM STDIN (FORMAT csv)") as copy:
                    while len(chunk := rows.fetch_df_chunk(50)):
                        copy.write(chunk.to_csv(index=False, header=False))
        server.execute(INDEX)
        server.execute("VACUUM ANALYZE")
        took = time.perf_counter() - start
        [[weight]] = server.execute(
            "SELECT pg_total_relation_size('fact') + pg_total_relation_size('latest')"
        ).fetchall()
        print(f"(PostgreSQL has {indicators:,} indicators; one area's newest and all ranks are times {1 / part:.1f})")
        line("PostgreSQL: size, indexes included, value column only", weight / (size.cells * part), "B/cell")
        line("PostgreSQL: build, index included", size.cells * part / took / 1e6, "M cells/s")

        def series() -> object:
            return server.execute(
                "SELECT * FROM fact WHERE indicator = %s AND area = ANY(%s) AND sex = 0 AND age = 0",
                (asked.indicator(), asked.areas()),
            ).fetchall()

        def newest() -> object:
            return server.execute("SELECT * FROM latest WHERE area = %s AND sex = 0", (asked.area(),)).fetchall()

        times = {
            "series": median(series, 50),
            "latest": median(newest, 20),
            "ranks": median(lambda: server.execute(RANK).fetchall(), 1),
        }
    return {question: took if question == "series" else took / part for question, took in times.items()}
