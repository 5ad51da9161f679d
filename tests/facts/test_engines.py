"""Every question has the same answer in DuckDB and over Spark Connect."""

from __future__ import annotations

import dataclasses
import json
import math
import random
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hytti.facts import SEXES, Unreadable, exports, expressions, open_facts, schema, store
from hytti.facts.spark import rendered

from .conftest import AREAS, make_dataset, make_table

LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
QUESTIONS = {
    "datasets": lambda facts: facts.datasets(),
    "areas": lambda facts: facts.areas(county="hyvinvointialue-09"),
    "coverage": lambda facts: facts.coverage(),
    "series": lambda facts: facts.series("työllisyysaste", ["kunta-398", "kunta-316", "maa-FI"]),
    "series of women": lambda facts: facts.series("väestö", ["kunta-398"], sex="female", age="75+"),
    "one year": lambda facts: facts.year_of("työllisyysaste", 2012, "kunta"),
    "one year of a dataset": lambda facts: facts.year_of("työllisyysaste", 2012, "kunta", dataset="vanhat-rajat"),
    "one year in a county": lambda facts: facts.year_of("väestö", 2020, "kunta", county="hyvinvointialue-09"),
    "several series": lambda facts: facts.series_of(None, ["kunta-398", "kunta-532"]),
    "newest of an area": lambda facts: facts.latest_of_area("kunta-316"),
    "newest of men": lambda facts: facts.latest_of_area("kunta-398", sex="male"),
    "newest of a level": lambda facts: facts.latest_of_level("kunta"),
    "newest of one indicator": lambda facts: facts.latest_of_level("kunta", indicators=["väestö"]),
    "distribution": lambda facts: facts.distribution(None, "kunta"),
    "distribution of one": lambda facts: facts.distribution(["työllisyysaste"], "hyvinvointialue"),
    "ranks": lambda facts: sorted(facts.ranks("kunta")),
    "ages": lambda facts: facts.by_age("väestö", "kunta-398", 2020),
    "changes": lambda facts: facts.changes(LONG_AGO),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Datasets with everything that might be told differently: gaps, ties, thirds, signs, great and small numbers."""
    path = tmp_path_factory.mktemp("store") / "facts.duckdb"
    chance = random.Random(398)
    odd = [0.0, -0.0, 1 / 3, -2.5, 1e-300, 1.7e308, 5e-324, 0.1 + 0.2, 7.0, 7.0, None, 123456789.123456789]
    places = [area.key for area in AREAS]
    rate = [("työllisyysaste", place, year, chance.choice(odd)) for place in places for year in range(2000, 2013)]
    people = [
        ("väestö", place, year, float(chance.randrange(10**6)), sex, age)
        for place in places for year in (2019, 2020) for sex in SEXES for age in ("", "0-4", "75+")
    ]  # fmt: skip
    flags = [None if value is not None else "suppressed" for *_, value in rate]
    counts = [None if value is None else chance.random() * 10 for *_, value in rate]
    with store.writing(path) as writer:
        writer.put_areas(AREAS)
        old = make_dataset("vanhat-rajat", borders=2012, as_of="2012", problems=({"rivi": 3, "syy": "tyhjä ä"},))
        writer.replace_dataset(old, make_table(*rate, flag=flags, count=counts, lower=counts), watch=places)
        new = make_dataset("nykyrajat", calculated=True, method_fi="Laskettu yhteen väestöllä.")
        writer.replace_dataset(new, make_table(*[row for row in rate if row[2] > 2009][::2]))
        sexes, ages = [row[4] for row in people], [row[5] for row in people]
        writer.replace_dataset(
            make_dataset("väestö"), make_table(*[row[:4] for row in people], sex=sexes, age=ages), places
        )
    return path


@pytest.fixture(scope="module")
def spark(path, spark_server):
    folder = path.parent / "tables"
    assert set(exports.export_tables(path, folder)) == set(schema.TABLES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HYTTI_FACTS_PARQUET", str(folder))
        yield open_facts(spark_server)


def flat(answer):
    """Every value of an answer in turn; a record's kind is a value too."""
    if dataclasses.is_dataclass(answer):
        yield type(answer)
        yield from flat([getattr(answer, field.name) for field in dataclasses.fields(answer)])
    elif isinstance(answer, (list, tuple)):
        yield len(answer)
        for part in answer:
            yield from flat(part)
    else:
        yield answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_spark_answers_as_duckdb_does(question, path, spark):
    ours, theirs = (list(flat(QUESTIONS[question](facts))) for facts in (open_facts(path), spark))
    assert len(ours) > 1
    assert len(theirs) == len(ours)
    for one, other in zip(ours, theirs, strict=True):
        if isinstance(one, float):
            assert math.isclose(one, other, rel_tol=1e-12, abs_tol=0), question
            assert math.copysign(1, one) == math.copysign(1, other)
        else:
            assert one == other
            assert type(one) is type(other)


def test_every_question_of_the_store_is_asked_of_both():
    files = [Path(expressions.__file__).with_name(name) for name in ("reader.py", "snapshot.py")]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    asked = set(re.findall(r'(?:rows|asked)\(\s*"(\w+)"', source))
    assert asked == {*expressions.QUESTIONS, *expressions.WHOLE}


def test_a_spark_store_shows_its_version(spark, path):
    assert spark.version == open_facts(path).version
    assert not spark.refresh()


def test_a_spark_store_at_rest_is_reached_again_by_a_refresh(spark, path):
    spark.rest()
    assert spark.refresh()
    assert spark.version == open_facts(path).version


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(Unreadable, match="sc://127.0.0.1:1"):
        open_facts("sc://127.0.0.1:1")


def test_a_server_without_the_tables_is_told(spark_server, monkeypatch):
    monkeypatch.delenv("HYTTI_FACTS_PARQUET", raising=False)
    with pytest.raises(Unreadable, match="store"):
        open_facts(spark_server)


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
@pytest.mark.parametrize("question", [*expressions.WHOLE, *expressions.QUESTIONS])
def test_the_kept_text_is_what_the_expression_compiles_to(question, engine):
    kept = (expressions.FOLDER / engine / f"{question}.sql").read_text(encoding="utf-8")
    assert kept == expressions.compiled(question, engine), "run: make queries"


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_no_kept_text_is_left_over(engine):
    kept = {path.stem for path in (expressions.FOLDER / engine).iterdir()}
    assert kept == {*expressions.WHOLE, *expressions.QUESTIONS}


@pytest.mark.parametrize("value", ["1 OR 1=1", "kunta-398", None])
def test_only_numbers_go_into_the_text_for_spark(value):
    with pytest.raises((TypeError, ValueError)):
        rendered("latest_of_area", {"area": value, "sex": 0})


def test_reading_loads_no_heavy_part(path):
    """Every worker holds what is loaded; ibis and its kin would cost each of them some hundred megabytes."""
    heavy = ("ibis", "sqlglot", "pandas", "pyarrow", "polars", "pyspark", "django", "hytti.facts.store")
    script = f"""
import json, sys
from datetime import datetime, timezone
from hytti.facts import open_facts
facts = open_facts({str(path)!r})
facts.series("väestö", ["kunta-398"]); facts.year_of("väestö", 2020, "kunta"); facts.latest_of_area("kunta-398")
facts.latest_of_level("kunta"); facts.distribution(None, "kunta"); facts.ranks("kunta")
facts.by_age("väestö", "kunta-398", 2020); facts.changes(datetime(1980, 1, 1, tzinfo=timezone.utc))
print(json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
