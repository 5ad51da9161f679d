"""A store is published whole or not at all, whatever happens on the way."""

from __future__ import annotations

import dataclasses
import errno
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from hytti.facts import Fact, Refused, Unreadable, open_facts, store

from .conftest import AREAS, make_area, make_dataset, make_table

LAHTI = ("väestö", "kunta-398", 2020, 119_823.0)
KARKOLA = ("väestö", "kunta-316", 2020, 4_323.0)
ALL = tuple(area.key for area in AREAS)


@pytest.fixture
def published(path, put):
    put(make_table(LAHTI))
    return path.read_bytes()


def left_in(path):
    return sorted(one.name for one in path.parent.iterdir())


class SomethingElse(Exception):
    pass


def fail_after(_done, trouble):
    raise trouble


@pytest.mark.parametrize("trouble", [SomethingElse, KeyboardInterrupt, MemoryError, SystemExit])
def test_trouble_on_the_way_leaves_the_published_file(trouble, path, published):
    with pytest.raises(trouble), store.writing(path) as writer:
        fail_after(writer.replace_dataset(make_dataset(), make_table(KARKOLA)), trouble)
    assert path.read_bytes() == published
    assert left_in(path) == ["facts.duckdb", "facts.duckdb.lock"]


def test_trouble_in_the_first_build_leaves_nothing(path):
    with pytest.raises(SomethingElse), store.writing(path) as writer:
        fail_after(writer.put_areas(AREAS), SomethingElse)
    assert left_in(path) == ["facts.duckdb.lock"]


def test_a_writer_killed_on_the_way_leaves_the_published_file_and_the_next_one_cleans_up(path, published, put):
    script = f"""
import os, signal
from hytti.facts import store
with store.writing({str(path)!r}) as writer:
    writer.withdraw_dataset("sotkanet-127", "turha")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script]).returncode == -signal.SIGKILL
    assert path.read_bytes() == published
    assert "facts.duckdb.new" in left_in(path)
    put(make_table(LAHTI, KARKOLA))
    assert left_in(path) == ["facts.duckdb", "facts.duckdb.lock"]
    assert len(open_facts(path).year_of("väestö", 2020, "kunta")) == 2


def test_a_full_disk_leaves_the_published_file(path, published):
    """The limit of a file's size stands for the disk: a write beyond it fails in the same place."""
    script = f"""
import errno, resource, sys
sys.path.insert(0, "tests")
from facts.conftest import *
resource.setrlimit(resource.RLIMIT_FSIZE, ({len(published) + 100_000},) * 2)
import random
rows = [("väestö", "kunta-398", 1800 + n, random.random()) for n in range(200)]
try:
    with store.writing({str(path)!r}) as writer:
        ages = [str(age) for age in range(600) for row in rows]
        writer.replace_dataset(make_dataset(), make_table(*rows * 600, age=ages))
except OSError as error:
    sys.exit(error.errno)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == errno.ENOSPC, done.stderr
    assert path.read_bytes() == published
    assert left_in(path) == ["facts.duckdb", "facts.duckdb.lock"]


@pytest.mark.parametrize("damage", [b"", b"tama ei ole tietokanta", b"\0" * 20_000])
def test_a_broken_file_is_told_and_not_written_over(damage, path):
    path.write_bytes(damage)
    with pytest.raises(Unreadable, match=r"facts\.duckdb"):
        open_facts(path)
    with pytest.raises(Unreadable), store.writing(path):
        pass
    assert path.read_bytes() == damage


def test_a_half_written_file_is_told(path, published):
    path.write_bytes(published[: len(published) // 2])
    with pytest.raises(Unreadable):
        open_facts(path)


def test_a_reader_keeps_its_answers_when_a_broken_file_comes(path, published, facts, monkeypatch):
    reader = facts()
    path.write_bytes(published[:5000])
    os.utime(path, (1, 1))
    look_again(reader)
    assert not reader.refresh()
    assert "facts.duckdb" in str(reader.fault)
    assert [fact.value for fact in reader.series("väestö", ["kunta-398"])] == [119_823]


def look_again(reader):
    """Let the second pass that lies between looks."""
    reader._looked -= 100


def test_a_reader_sees_the_old_store_and_after_a_refresh_the_new(path, put, facts):
    put(make_table(LAHTI))
    reader = facts()
    version = reader.version
    with store.writing(path) as writer:
        writer.replace_dataset(make_dataset(), make_table(KARKOLA))
        assert reader.series("väestö", ["kunta-398", "kunta-316"])[0].area == "kunta-398"
    assert reader.series("väestö", ["kunta-398", "kunta-316"])[0].area == "kunta-398"
    assert not reader.refresh(), "it looks at most once a second"
    look_again(reader)
    assert reader.refresh()
    assert [fact.area for fact in reader.series("väestö", ["kunta-398", "kunta-316"])] == ["kunta-316"]
    assert reader.version != version
    look_again(reader)
    assert not reader.refresh(), "nothing was published since"


def test_a_store_at_rest_refuses_questions_and_is_opened_again_by_a_refresh(path, put, facts):
    put(make_table(LAHTI))
    reader = facts()
    reader.rest()
    with pytest.raises(Unreadable):
        reader.series("väestö", ["kunta-398"])
    put(make_table(KARKOLA))
    assert reader.refresh(), "at once, though it looks at most once a second"
    assert [fact.area for fact in reader.series("väestö", ["kunta-398", "kunta-316"])] == ["kunta-316"]
    assert not reader.refresh()


def test_readers_in_threads_each_get_whole_answers_while_the_store_changes(path, put, facts):
    put(make_table(*[("väestö", "kunta-398", year, 1.0) for year in range(2000, 2020)]))
    reader, wrong, stop = facts(), [], threading.Event()

    def read():
        while not stop.is_set():
            values = [fact.value for fact in reader.series("väestö", ["kunta-398"])]
            if len(values) != 20 or len(set(values)) != 1:
                wrong.append(values)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for value in (2.0, 3.0, 4.0):
        put(make_table(*[("väestö", "kunta-398", year, value) for year in range(2000, 2020)]))
        look_again(reader)
        assert reader.refresh()
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert reader.series("väestö", ["kunta-398"])[0].value == 4


def test_a_missing_file_is_an_empty_store_until_one_is_published(facts, put):
    reader = facts()
    assert (reader.version, reader.datasets(), reader.areas(), reader.coverage()) == ("", [], [], [])
    assert (
        list(reader.ranks("kunta"))
        == reader.series("väestö", ["kunta-398"])
        == reader.latest_of_area("kunta-398")
        == []
    )
    put(make_table(LAHTI))
    look_again(reader)
    assert reader.refresh()
    assert reader.latest_of_area("kunta-398")[0].value == 119_823


def test_a_second_writer_waits_for_the_first(path, put):
    put(make_table(LAHTI))
    order = []

    def second():
        with store.writing(path) as writer:
            order.append("second begins")
            writer.replace_dataset(make_dataset("toinen"), make_table(("muu", "maa-FI", 2020, 1.0)))

    waiting = threading.Thread(target=second)
    with store.writing(path) as writer:
        waiting.start()
        time.sleep(0.2)
        writer.replace_dataset(make_dataset(), make_table(KARKOLA))
        order.append("first is ready")
    waiting.join()
    assert order == ["first is ready", "second begins"]
    assert [dataset.key for dataset in open_facts(path).datasets()] == ["sotkanet-127", "toinen"]


def test_a_writer_does_not_wait_for_ever(path):
    with store.writing(path), pytest.raises(store.Busy), store.writing(path, patience=0.1):
        pass


def test_nothing_changed_is_nothing_published(path, put, facts):
    put(make_table(LAHTI))
    before = facts().version
    with store.writing(path) as writer:
        writer.put_areas(AREAS)
    assert facts().version == before


def test_a_store_of_another_format_is_refused(path, put):
    import duckdb

    put(make_table(LAHTI))
    with duckdb.connect(str(path)) as database:
        database.execute("UPDATE store SET format = 99")
    with pytest.raises(Unreadable, match="99"):
        open_facts(path)
    with pytest.raises(Unreadable, match="99"), store.writing(path):
        pass


@pytest.mark.parametrize(
    ("table", "reason", "items"),
    [
        (make_table(LAHTI, KARKOLA, LAHTI), "Figures are there twice", ["väestö kunta-398 2020 total"]),
        (make_table(("a", "kunta-9", 2020, 1.0), ("a", "ä", 2020, 1.0)), "Areas are unknown", ["kunta-9", "ä"]),
        (make_table(("a", "maa-FI", 20023, 1.0)), "Years are not between 1700 and 2200", ["a maa-FI 20023 total"]),
        (make_table(("a", "maa-FI", 2020, float("nan"))), "A number is not finite: value", ["a maa-FI 2020 total"]),
        (make_table(LAHTI, count=[float("inf")]), "A number is not finite: count", ["väestö kunta-398 2020 total"]),
        (make_table(("a", None, 2020, 1.0)), "A key is missing: area", ["a None 2020 total"]),
        (make_table(("", "maa-FI", 2020, 1.0)), "A key is missing: indicator", []),
        (make_table(("a", "maa-FI", None, 1.0)), "A key is missing: year", ["a maa-FI None total"]),
        (make_table(LAHTI, sex=["nainen"]), "A sex is not one of total, male, female", ["nainen"]),
        (make_table(LAHTI, flag=["?"]), "A flag is not one of suppressed, preliminary, break, estimated", ["?"]),
        (
            make_table(LAHTI, flag=["suppressed"]),
            "A suppressed figure is still there: value",
            ["väestö kunta-398 2020 total"],
        ),
        (
            make_table(("a", "maa-FI", 2020, None), flag=["suppressed"], denominator=[3]),
            "A suppressed figure is still there: denominator",
            ["a maa-FI 2020 total"],
        ),
        (make_table(LAHTI).drop_columns(["year"]), "Columns are missing", ["year"]),
        (make_table(LAHTI, vuosi=[1]), "Columns are not known or there twice", ["vuosi"]),
        (make_table(LAHTI, count=["1 000"]), "Columns are not numbers", ["count"]),
    ],
)  # fmt: skip
def test_unfit_figures_are_refused_with_their_list(table, reason, items, path, published):
    with pytest.raises(Refused) as refused, store.writing(path) as writer:
        writer.replace_dataset(make_dataset("toinen"), table)
    assert (refused.value.reason, refused.value.items) == (reason, items)
    assert path.read_bytes() == published


def test_after_a_refusal_the_other_datasets_can_be_published(path, published, facts):
    with store.writing(path) as writer:
        with pytest.raises(Refused):
            writer.replace_dataset(make_dataset(), make_table(KARKOLA, KARKOLA))
        writer.replace_dataset(make_dataset("toinen"), make_table(("muu", "maa-FI", 2020, 1.0)))
    assert [dataset.key for dataset in facts().datasets()] == ["sotkanet-127", "toinen"]
    assert [fact.area for fact in facts().series("väestö", ["kunta-398", "kunta-316"])] == ["kunta-398"]


def test_a_long_refusal_tells_the_first_and_how_many_more():
    assert str(Refused("Areas are unknown", [str(n) for n in range(12)])).endswith("8, 9 and 2 more")


def test_a_moment_without_a_time_zone_is_refused(path):
    with pytest.raises(ValueError, match="time zone"), store.writing(path) as writer:
        writer.replace_dataset(make_dataset(fetched_at=datetime(2025, 1, 1)), make_table())


def test_a_dataset_is_replaced_whole(put, facts):
    put(make_table(LAHTI, ("toinen", "kunta-398", 2020, 1.0)))
    put(make_table(KARKOLA))
    assert facts().latest_of_area("kunta-398") == []
    assert [found.indicator for found in facts().coverage()] == ["väestö"]
    assert facts().dataset("sotkanet-127").rows == 1


def test_one_dataset_leaves_the_other_alone(put, facts):
    put(make_table(LAHTI), "yksi")
    put(make_table(("väestö", "kunta-398", 2021, 120_027.0)), "kaksi")
    put(make_table(("väestö", "kunta-398", 2021, 120_028.0)), "kaksi")
    assert [(fact.dataset, fact.value) for fact in facts().series("väestö", ["kunta-398"])] == [
        ("kaksi", 120_028),
        ("yksi", 119_823),
    ]


def test_provenance_is_kept_and_the_store_counts_rows_and_tells_when(put, facts):
    told = make_dataset(
        title_fi="Väestö 31.12., Päijät-Häme “äöå”", problems=({"line": 3, "what": "tyhjä"}, {"line": 9}), borders=None,
        calculated=True, method_fi="Laskettu väestöllä painottaen.",
    )  # fmt: skip
    begun = datetime.now(UTC)
    put(make_table(LAHTI, KARKOLA), told)
    [found] = facts().datasets()
    assert begun <= found.published_at <= datetime.now(UTC)
    assert found == dataclasses.replace(told, rows=2, published_at=found.published_at)


def test_areas_are_described_again_and_keep_their_figures(path, put, facts):
    put(make_table(LAHTI))
    with store.writing(path) as writer:
        writer.put_areas(
            [make_area("kunta-398", "Lahti – Lahtis", valid_from=2016), make_area("kunta-005", "Alajärvi")]
        )
    assert facts().area("kunta-398").name_sv == "Lahti – Lahtis"
    assert facts().area("kunta-398").valid_from == 2016
    assert facts().area("kunta-005").name_fi == "Alajärvi"
    assert len(facts().areas()) == len(AREAS) + 1
    assert facts().latest_of_area("kunta-398")[0].value == 119_823


def test_an_empty_dataset_is_a_dataset(put, facts):
    put(make_table())
    assert facts().dataset("sotkanet-127").rows == 0
    assert facts().coverage() == []


EARLY = datetime(2000, 1, 1, tzinfo=UTC)


def told(changes):
    return [(c.indicator, c.area, c.year, c.sex, c.kind, c.old, c.new, c.reason) for c in changes]


def test_changes_are_logged_for_watched_areas_only(put, facts):
    put(make_table(LAHTI, KARKOLA, ("väestö", "kunta-091", 2020, 656_920.0)))
    before = datetime.now(UTC)
    lahti = [("väestö", "kunta-398", 2020, 119_951.0), ("väestö", "kunta-398", 2021, 120_027.0)]
    table = make_table(*lahti, ("väestö", "kunta-091", 2020, 1.0))
    assert put(table, watch=("kunta-398", "kunta-316")) == 3
    assert told(facts().changes(before)) == [
        ("väestö", "kunta-398", 2020, "total", "revised", 119_823, 119_951, ""),
        ("väestö", "kunta-398", 2021, "total", "new", None, 120_027, ""),
        ("väestö", "kunta-316", 2020, "total", "withdrawn", 4_323, None, ""),
    ]
    assert facts().changes(datetime.now(UTC)) == []
    assert told(facts().changes(before, areas=["kunta-316"])) == [told(facts().changes(before))[2]]
    assert facts().changes(before, indicators=["muu"]) == []


def test_the_same_figures_again_are_no_change(put, facts):
    table = make_table(LAHTI, ("väestö", "kunta-398", 2021, None), flag=["break", "suppressed"])
    put(table)
    assert put(table, watch=ALL) == 0


def test_a_figure_that_becomes_suppressed_is_withdrawn_and_one_that_appears_is_new(put, facts):
    put(make_table(LAHTI, ("väestö", "kunta-316", 2020, None)))
    put(make_table(("väestö", "kunta-398", 2020, None), KARKOLA, flag=["suppressed", None]), watch=ALL)
    found = {change.area: (change.kind, change.old, change.new) for change in facts().changes(EARLY)}
    assert found == {"kunta-398": ("withdrawn", 119_823, None), "kunta-316": ("new", None, 4_323)}


def test_a_first_load_is_told_by_its_newest_figures(put, facts):
    rows = [("väestö", "kunta-398", year, float(year)) for year in range(2000, 2021)]
    put(make_table(*rows, ("väestö", "kunta-398", 2021, None)), watch=ALL)
    assert [(c.year, c.kind) for c in facts().changes(EARLY)] == [(2020, "new")]


def test_a_withdrawn_dataset_leaves_its_reason(path, put, facts):
    put(make_table(LAHTI))
    with store.writing(path) as writer:
        assert writer.withdraw_dataset("sotkanet-127", "Väärä vuosi", watch=ALL) == 1
    reader = facts()
    assert (reader.datasets(), reader.coverage(), reader.latest_of_area("kunta-398")) == ([], [], [])
    [change] = reader.changes(EARLY)
    assert (change.dataset, change.kind, change.old, change.reason) == (
        "sotkanet-127",
        "withdrawn",
        119_823,
        "Väärä vuosi",
    )
    with pytest.raises(KeyError), store.writing(path) as writer:
        writer.withdraw_dataset("sotkanet-127", "uudestaan")
    put(make_table(LAHTI))
    assert facts().latest_of_area("kunta-398") == [
        Fact("väestö", "kunta-398", 2020, "total", "", 119_823.0, None, None, None, None, None, "sotkanet-127")
    ]


def test_changes_since_a_moment_are_those_at_it_or_after(put, facts):
    put(make_table(LAHTI), watch=ALL)
    [change] = facts().changes(EARLY)
    assert facts().changes(change.at) == [change]
    assert facts().changes(change.at + timedelta(microseconds=1)) == []
    assert abs(change.at - facts().datasets()[0].published_at) < timedelta(milliseconds=1)


def test_numbers_of_other_kinds_and_dictionaries_are_taken(put, facts):
    table = pa.table({
        "indicator": pa.array(["väestö", "väestö"]).dictionary_encode(),
        "area": pa.chunked_array([pa.array(["kunta-398"]), pa.array(["kunta-316"])]),
        "year": pa.array([2020, 2020], pa.int16()),
        "value": pa.array([119_823, 4_323], pa.int32()),
        "count": pa.nulls(2),
        "sex": pa.array(["total", "total"], pa.large_string()),
    })  # fmt: skip
    put(table)
    assert [fact.value for fact in facts().year_of("väestö", 2020, "kunta")] == [4_323, 119_823]
