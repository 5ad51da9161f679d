"""A folder of statistics is loaded whole or not at all."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hytti.facts import folder, open_facts, store
from hytti.facts.folder import BadFolder, Loaded, load_folder, read_manifest
from hytti.facts.verifying import verify

from .conftest import AREAS, make_table

OURS = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame" / "statistics"
LAHTI = ("vaesto", "kunta-398", 2022, 120_693.0)
TOLD = "sotkanet-127 tells of 1 figures; 2 are there and 1 are in its overview."
GONE = "sotkanet-127 is not in the store."
OTHER = "sotkanet-127 in the store is from another file than sotkanet-127.parquet."
COLUMNS = ("key", "level", "code", "name_fi", "name_sv", "name_en", "valid_from", "valid_to", "county", "municipality")


@pytest.fixture
def statistics(tmp_path):
    """A folder with areas and one dataset; the answer writes it again with another table or other words."""
    place = tmp_path / "statistics"
    place.mkdir()
    with open(place / "areas.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([getattr(area, name) for name in COLUMNS] for area in AREAS)

    def write(table=None, **words):
        table = make_table(LAHTI) if table is None else table
        pq.write_table(table, place / "sotkanet-127.parquet")
        dataset = {
            "key": "sotkanet-127", "title_fi": "Väestö", "title_sv": "Befolkning", "title_en": "Population",
            "source": "THL, Sotkanet", "source_key": "sotkanet-127", "address": "https://sotkanet.fi/",
            "fetched_at": "2025-09-09T12:00:00+03:00", "as_of": "2022-12-31", "licence": "CC BY 4.0",
            "attribution": "THL, Sotkanet", "borders": 2022, "calculated": False, "file": "sotkanet-127.parquet",
            "sha256": folder.digest(place / "sotkanet-127.parquet"), "rows": table.num_rows,
        }  # fmt: skip
        areas = {"file": "areas.csv", "sha256": folder.digest(place / "areas.csv"), "rows": len(AREAS)}
        manifest = {"areas": areas, "datasets": [{**dataset, **words}]}
        (place / "manifest.yaml").write_text(json.dumps(manifest), encoding="utf-8")
        return place

    write()
    return write


def test_a_folder_is_loaded_with_its_areas_and_provenance(path, statistics):
    assert load_folder(path, statistics()) == [Loaded("sotkanet-127", "loaded", 1)]
    facts = open_facts(path)
    assert facts.areas() == sorted(AREAS, key=lambda area: area.key)
    assert facts.latest_of_area("kunta-398")[0].value == 120_693
    dataset = facts.dataset("sotkanet-127")
    assert (dataset.title_sv, dataset.as_of, dataset.borders, dataset.rows) == ("Befolkning", "2022-12-31", 2022, 1)
    assert dataset.fetched_at.isoformat() == "2025-09-09T12:00:00+03:00"


def test_the_same_file_is_not_loaded_again(path, statistics):
    load_folder(path, statistics())
    version = open_facts(path).version
    assert load_folder(path, statistics()) == [Loaded("sotkanet-127", "same", 1)]
    assert open_facts(path).version == version


def test_a_corrected_file_is_loaded_and_changes_of_the_own_county_are_logged(path, statistics):
    load_folder(path, statistics())
    table = make_table(("vaesto", "kunta-398", 2022, 120_694.0), ("vaesto", "kunta-091", 2022, 664_028.0))
    done = load_folder(path, statistics(table), county="hyvinvointialue-09")
    assert done == [Loaded("sotkanet-127", "loaded", 2, changes=1)]


def test_figures_fetched_later_are_not_written_over_by_the_folder(path, statistics):
    load_folder(path, statistics(fetched_at="2026-01-01T00:00:00+02:00"))
    done = load_folder(path, statistics(make_table(("vaesto", "kunta-398", 2022, 1.0))))
    assert done == [Loaded("sotkanet-127", "newer", 1)]
    assert open_facts(path).latest_of_area("kunta-398")[0].value == 120_693


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda place: (place / "manifest.yaml").unlink(), "manifest.yaml is not there"),
        (lambda place: (place / "manifest.yaml").write_text("areas: ["), "is not YAML"),
        (lambda place: (place / "manifest.yaml").write_text("[]"), "Input should be a valid dictionary"),
        (lambda place: (place / "manifest.yaml").write_bytes(b"\xff\xfe"), "is not YAML"),
        (lambda place: (place / "sotkanet-127.parquet").unlink(), "sotkanet-127.parquet is not there"),
        (lambda place: (place / "sotkanet-127.parquet").write_bytes(b"PAR1"), "its SHA-256 is another"),
        (lambda place: (place / "areas.csv").write_text("key\n"), "its SHA-256 is another"),
    ],
)  # fmt: skip
def test_a_spoilt_folder_is_told_and_nothing_is_loaded(spoil, told, path, statistics):
    spoil(statistics())
    with pytest.raises(BadFolder, match=told):
        load_folder(path, path.parent / "statistics")
    assert not path.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"rows": 7}, "has 1 rows, manifest.yaml tells 7"),
        ({"file": "../../salaisuus.parquet"}, "named without a path"),
        ({"fetched_at": "2025-09-09T12:00:00"}, "timezone"),
        ({"sha256": "abc"}, "sha256"),
        ({"vari": "sininen"}, "vari"),
    ],
)
def test_a_manifest_that_tells_wrong_is_refused(words, told, path, statistics):
    with pytest.raises(BadFolder, match=re.escape(told)):
        load_folder(path, statistics(**words))
    assert not path.exists()


def test_a_dataset_told_of_twice_is_refused(path, statistics):
    manifest = statistics() / "manifest.yaml"
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**told, "datasets": told["datasets"] * 2}))
    with pytest.raises(BadFolder, match="sotkanet-127 is there twice"):
        load_folder(path, manifest.parent)


def test_unfit_figures_are_told_with_their_file(path, statistics):
    place = statistics(make_table(LAHTI, ("vaesto", "kunta-999", 2022, 1.0)))
    with pytest.raises(BadFolder, match=r"sotkanet-127\.parquet: Areas are unknown: kunta-999"):
        load_folder(path, place)


def test_a_file_that_is_not_parquet_is_told(path, statistics):
    file = statistics() / "sotkanet-127.parquet"
    file.write_text("tämä on tekstiä")
    told = json.loads((file.parent / "manifest.yaml").read_text())
    told["datasets"][0]["sha256"] = folder.digest(file)
    (file.parent / "manifest.yaml").write_text(json.dumps(told))
    with pytest.raises(BadFolder, match=r"sotkanet-127\.parquet"):
        load_folder(path, file.parent)


def test_a_sound_store_has_no_faults(path, statistics):
    load_folder(path, statistics())
    assert verify(path, statistics()) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("INSERT INTO fact SELECT * FROM fact", [TOLD, "1 figures are there twice."]),
        ("DELETE FROM area WHERE key = 'kunta-398'", ["1 figures have no area."]),
        ("DELETE FROM indicator", ["1 figures have no indicator."]),
        ("DELETE FROM age", ["1 figures have no age."]),
        ("DELETE FROM dataset", ["1 figures have no dataset.", GONE]),
        ("UPDATE dataset SET withdrawn = 'turha'", ["1 figures are of a withdrawn dataset.", GONE]),
        ("UPDATE fact SET flag = 1", ["1 suppressed figures are still there."]),
        ("UPDATE fact SET count = 'nan'", ["1 numbers are not finite."]),
        ("DELETE FROM latest", ["1 newest figures are missing."]),
        ("UPDATE latest SET year = 1999", ["1 newest figures are not among the figures."]),
        ("INSERT INTO area SELECT * FROM area WHERE key = 'maa-FI'", ["1 areas stand twice."]),
        ("UPDATE dataset SET sha256 = ''", [OTHER]),
    ],
)  # fmt: skip
def test_a_spoilt_store_tells_its_faults(spoil, told, path, statistics):
    import duckdb

    load_folder(path, statistics())
    with duckdb.connect(str(path)) as database:
        database.execute(spoil)
    assert verify(path, statistics()) == told


def test_a_changed_file_of_the_folder_is_a_fault(path, statistics):
    place = statistics()
    load_folder(path, place)
    (place / "areas.csv").write_text("")
    (place / "sotkanet-127.parquet").unlink()
    assert verify(path, place) == [
        f"{place / 'areas.csv'} is not the file that manifest.yaml tells of.",
        f"{place / 'sotkanet-127.parquet'} is not there.",
    ]


def test_the_regions_own_statistics_fill_a_sound_store(path):
    manifest = read_manifest(OURS)
    done = load_folder(path, OURS, county="hyvinvointialue-09")
    assert {one.key: one.rows for one in done} == {dataset.key: dataset.rows for dataset in manifest.datasets}
    assert verify(path, OURS) == []
    [share] = [
        fact
        for fact in open_facts(path).latest_of_area("kunta-398")
        if fact.indicator == "diabeteslaakkeiden-erityiskorvaus"
    ]
    assert (share.year, share.dataset) == (2023, "sotkanet-683")


@pytest.mark.parametrize("kept", read_manifest(OURS).datasets, ids=lambda kept: kept.key)
def test_every_readable_twin_holds_figures_of_its_dataset(kept):
    """The twin is a part of the file that is loaded: own region and country."""
    with open(OURS / kept.twin, encoding="utf-8", newline="") as file:
        twin = [
            (row["indicator"], row["area"], int(row["year"]), row["sex"], row["age"]) for row in csv.DictReader(file)
        ]
    whole = pq.read_table(OURS / kept.file, columns=["indicator", "area", "year", "sex", "age"])
    assert twin
    assert set(twin) <= set(zip(*(column.to_pylist() for column in whole.columns), strict=True))


def test_a_store_that_another_writes_is_told(path, statistics, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    place = statistics()
    with store.writing(path), pytest.raises(store.Busy):
        load_folder(path, place)


def test_columns_that_hold_nothing_are_taken(path, statistics):
    place = statistics(make_table(LAHTI).append_column("flag", pa.nulls(1)))
    assert load_folder(path, place)[0].state == "loaded"
