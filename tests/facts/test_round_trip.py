"""Whatever is written is read again, value for value."""

from __future__ import annotations

import csv
import math
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.facts import FLAGS, SEXES, Unreadable, exports, open_facts, store

from .conftest import AREAS, make_dataset, make_table

WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12
)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
NAMES = ("indicator", "area", "year", "sex", "age", "value", "count", "denominator", "lower", "upper", "flag")
ROWS = st.builds(
    lambda *row: dict(zip(NAMES, row, strict=True)),
    WORDS | st.sampled_from(["väestö", "ÄÖÅ – “lainaus”", "'; DROP TABLE fact; --"]),
    st.sampled_from([area.key for area in AREAS]), st.integers(1700, 2200), st.sampled_from(SEXES),
    st.sampled_from(["", "0-4", "75+", "17"]), NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS,
    st.none() | st.sampled_from(FLAGS[1:]),
)  # fmt: skip
TABLES = st.lists(ROWS, max_size=30, unique_by=lambda row: tuple(row[name] for name in NAMES[:5]))


@settings(max_examples=15, deadline=None)
@given(TABLES)
def test_a_table_comes_back_as_it_went(rows):
    columns = {name: [row[name] for row in rows] for name in NAMES}
    keys = zip(*(columns.pop(name) for name in ("indicator", "area", "year", "value")), strict=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.duckdb"
        with store.writing(path) as writer:
            writer.put_areas(AREAS)
            writer.replace_dataset(make_dataset(), make_table(*keys, **columns))
        facts = open_facts(path)
        found = [
            fact
            for indicator in {row["indicator"] for row in rows}
            for sex in SEXES
            for age in ("", "0-4", "75+", "17")
            for fact in facts.series(indicator, [area.key for area in AREAS], sex=sex, age=age)
        ]
    assert sorted(map(told, found)) == sorted(told(tuple(row[name] for name in NAMES)) for row in rows)


def told(row):
    """A row as text, so that the sign of a zero and what is missing are seen."""
    return repr([value if not isinstance(value, float) else (value, math.copysign(1, value)) for value in row[:11]])


@pytest.fixture
def published(path, put):
    rows = [("väestö", "kunta-398", 2020, 0.1 + 0.2), ("väestö", "kunta-316", 2020, None)]
    put(make_table(*rows, sex=["female", "total"], age=["75+", ""], count=[3.0, None], flag=[None, "suppressed"]))
    return path


def test_an_export_names_everything_and_where_it_is_from(published, tmp_path):
    assert exports.export(published, tmp_path / "luvut.csv") == 2
    with open(tmp_path / "luvut.csv", encoding="utf-8", newline="") as file:
        hidden, shown = csv.DictReader(file)
    assert (shown["indicator"], shown["area"], shown["area_name"], shown["year"]) == (
        "väestö",
        "kunta-398",
        "Lahti",
        "2020",
    )
    assert (shown["sex"], shown["age"], float(shown["value"]), shown["count"]) == ("female", "75+", 0.1 + 0.2, "3.0")
    assert (shown["source"], shown["licence"], shown["as_of"]) == ("THL, Sotkanet", "CC BY 4.0", "2023-12-31")
    assert (hidden["area_name"], hidden["value"], hidden["flag"]) == ("Kärkölä", "", "suppressed")
    exports.export(published, tmp_path / "luvut.parquet")
    assert pq.read_table(tmp_path / "luvut.parquet", columns=["value"])["value"].to_pylist() == [None, 0.1 + 0.2]


def test_an_export_that_fails_leaves_the_earlier_file(published, tmp_path):
    target = tmp_path / "luvut.csv"
    target.write_text("vanha")
    published.write_bytes(published.read_bytes()[:5000])
    with pytest.raises(Unreadable):
        exports.export(published, target)
    assert target.read_text() == "vanha"
    assert sorted(path.name for path in tmp_path.glob("luvut*")) == ["luvut.csv"]


def test_only_known_kinds_of_files_are_written(published, tmp_path):
    with pytest.raises(ValueError, match=r"luvut\.xlsx ends neither"):
        exports.export(published, tmp_path / "luvut.xlsx")
    with pytest.raises(FileNotFoundError):
        exports.export(tmp_path / "ei-ole.duckdb", tmp_path / "luvut.csv")


def test_names_with_quotes_are_names(tmp_path, published):
    folder = tmp_path / "Matin 'omat' luvut"
    folder.mkdir()
    published.rename(folder / "facts.duckdb")
    assert exports.export(folder / "facts.duckdb", folder / "ulos'.csv") == 2
    assert len(open_facts(folder / "facts.duckdb").coverage()) == 1
