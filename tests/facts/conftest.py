"""A small store: ten municipalities, two counties and the country, under names that nobody has measured."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from hytti.facts import Area, Dataset, open_facts, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FETCHED = datetime(2025, 9, 9, 12, 30, 15, 250_000, tzinfo=UTC)
SERVER = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
"""


def make_area(key: str, name: str = "", **more: Any) -> Area:
    level, _, code = key.partition("-")
    usual = {"valid_from": None, "valid_to": None, "county": None, "municipality": None}
    return Area(key, level, code, *[name or key] * 3, **{**usual, **more})


AREAS = [
    make_area("kunta-398", "Lahti", county="hyvinvointialue-09"),
    make_area("kunta-316", "Kärkölä", county="hyvinvointialue-09"),
    make_area("kunta-532", "Nastola", county="hyvinvointialue-09", valid_to=2015),
    make_area("kunta-091", "Helsinki", county="hyvinvointialue-90"),
    make_area("kunta-445", "Parainen", county="hyvinvointialue-02"),
    make_area("hyvinvointialue-09", "Päijät-Häme"),
    make_area("hyvinvointialue-02", "Varsinais-Suomi"),
    make_area("maa-FI", "Koko maa"),
    make_area("postinumero-15100", "Lahti Keskus", county="hyvinvointialue-09", municipality="kunta-398"),
]


def make_dataset(key: str = "sotkanet-127", **more: Any) -> Dataset:
    usual = {
        "key": key, "title_fi": "Väestö", "title_sv": "Befolkning", "title_en": "Population",
        "source": "THL, Sotkanet", "source_key": "sotkanet", "address": "https://sotkanet.fi/rest/1.1/json?indicator=127",
        "fetched_at": FETCHED, "as_of": "2023-12-31", "licence": "CC BY 4.0", "attribution": "THL, Sotkanet",
        "sha256": "0" * 64, "rows": 0, "problems": (), "borders": 2025, "calculated": False,
        "method_fi": "", "method_sv": "", "method_en": "", "published_at": FETCHED,
    }  # fmt: skip
    return Dataset(**{**usual, **more})


def make_table(*rows: tuple[str, str, int, float | None], **columns: list[Any]) -> pa.Table:
    """Rows of indicator, area, year and value; the other columns by name."""
    keys = zip(*rows, strict=True) if rows else ([], [], [], [])
    named = dict(zip(("indicator", "area", "year", "value"), map(list, keys), strict=True))
    kinds = {"indicator": pa.string(), "area": pa.string(), "year": pa.int64(), "value": pa.float64()}
    return pa.table({name: pa.array(column, kinds.get(name)) for name, column in {**named, **columns}.items()})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "facts.duckdb"


@pytest.fixture
def put(path: Path) -> Callable[..., int]:
    """Publish a table as a dataset; the answer is how many changes were logged."""

    def publish(table: pa.Table, dataset: Dataset | str = "sotkanet-127", watch: tuple[str, ...] = ()) -> int:
        with store.writing(path) as writer:
            writer.put_areas(AREAS)
            made = make_dataset(dataset) if isinstance(dataset, str) else dataset
            return writer.replace_dataset(made, table, watch)

    return publish


@pytest.fixture
def facts(path: Path) -> Callable[[], Any]:
    """Open the store that is published now."""
    return lambda: open_facts(path)


@pytest.fixture(scope="session", params=["local", "local-cluster"])
def spark_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """A Spark Connect server: pysail alone, or with a driver and workers of its own."""
    import os

    environment = {**os.environ, "SAIL_MODE": request.param, "RUST_LOG": "off"}
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout
            yield f"sc://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.kill()
