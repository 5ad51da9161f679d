"""The statistics of the region pack against published numbers and against themselves."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML

from hytti.indicators import definitions

PACK = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame"
FOLDER = PACK / "statistics"
TEN = ("016", "081", "098", "111", "142", "316", "398", "560", "576", "781")
COUNTY, COUNTRY = "hyvinvointialue-09", "maa-FI"
# Statistics Finland's classifications of municipalities: who joined whom, and the last year of the one that ended.
JOINED = {
    "kunta-413": (2014, "kunta-609"),
    "kunta-476": (2014, "kunta-297"),
    "kunta-838": (2014, "kunta-423"),
    "kunta-164": (2015, "kunta-301"),
    "kunta-283": (2015, "kunta-098"),
    "kunta-319": (2015, "kunta-783"),
    "kunta-532": (2015, "kunta-398"),
    "kunta-174": (2016, "kunta-297"),
    "kunta-442": (2016, "kunta-051"),
    "kunta-911": (2019, "kunta-541"),
    "kunta-099": (2020, "kunta-214"),
}
# THL, Sotkanet, indicator 127 of 2009, a real answer of the interface.
POPULATION_2009 = {
    COUNTRY: 5_351_427,
    "kunta-016": 8_551,
    "kunta-081": 3_388,
    "kunta-111": 20_374,
    "kunta-098": 21_845,
    "kunta-142": 7_044,
    "kunta-316": 4_875,
    "kunta-398": 100_854,
    "kunta-560": 16_353,
    "kunta-576": 3_448,
    "kunta-781": 4_391,
    "maakunta-07": 201_270,
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return YAML(typ="safe").load((FOLDER / "manifest.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def datasets(manifest) -> dict[str, list[dict[str, Any]]]:
    return {one["key"]: pq.read_table(FOLDER / one["file"]).to_pylist() for one in manifest["datasets"]}


@pytest.fixture(scope="module")
def areas() -> dict[str, dict[str, str]]:
    with (FOLDER / "areas.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def pick(rows, indicator, **wanted):
    """Values by area and year of one indicator, both sexes and all ages unless wanted otherwise."""
    wanted = {"sex": "total", "age": "", **wanted}
    return {
        (row["area"], row["year"]): row
        for row in rows
        if row["indicator"] == indicator and all(row[name] == value for name, value in wanted.items())
    }


def test_every_file_is_the_one_the_manifest_tells_of(manifest):
    for one in [*manifest["datasets"], manifest["areas"]]:
        assert hashlib.sha256((FOLDER / one["file"]).read_bytes()).hexdigest() == one["sha256"], one["file"]
    named = {name for one in manifest["datasets"] for name in (one["file"], one["twin"])}
    there = {path.name for path in FOLDER.iterdir()}
    assert there == named | {"areas.csv", "manifest.yaml", "README.md"}


def test_the_manifest_counts_the_rows(manifest, datasets, areas):
    assert {one["key"]: one["rows"] for one in manifest["datasets"]} == {
        key: len(rows) for key, rows in datasets.items()
    }
    assert manifest["areas"]["rows"] == len(areas)


def test_every_dataset_says_where_it_is_from_and_in_three_languages(manifest):
    sources = {row["key"] for row in YAML(typ="safe").load((PACK / "sources.yaml").read_text(encoding="utf-8"))}
    for one in manifest["datasets"]:
        assert one["source"], one["key"]
        assert one["licence"], one["key"]
        assert one["attribution"], one["key"]
        assert one["source_key"] in sources or (one["calculated"] and not one["source_key"]), one["key"]
        assert len({one[f"title_{language}"] for language in ("fi", "sv", "en")}) == 3, one["key"]
        assert all(one[f"method_{language}"] for language in ("fi", "sv", "en")) or not one["calculated"], one["key"]


def test_the_pack_stays_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.parquet")) < 3_500_000


def test_every_figure_has_a_known_area_and_a_definition(datasets, areas):
    rows = [row for table in datasets.values() for row in table]
    assert {row["area"] for row in rows} <= areas.keys()
    assert {row["indicator"] for row in rows} == definitions.load().keys()
    assert {row["sex"] for row in rows} == {"total", "male", "female"}
    assert {row.get("flag") for row in rows} == {None, "estimated"}


def test_a_share_is_its_count_by_its_denominator(datasets):
    known = definitions.load()
    for rows in datasets.values():
        for row in rows:
            if row.get("denominator") is not None:
                per = known[row["indicator"]].per
                assert row["value"] == pytest.approx(per * row["count"] / row["denominator"], rel=1e-12), row


def test_a_reader_sees_the_same_figures_as_the_store(manifest, datasets, areas):
    for one in manifest["datasets"]:
        told = {
            tuple(row[name] for name in ("indicator", "area", "year", "sex", "age")): row
            for row in datasets[one["key"]]
        }
        with (FOLDER / one["twin"]).open(encoding="utf-8", newline="") as file:
            shown = list(csv.DictReader(file))
        for row in shown:
            fact = told[row["indicator"], row["area"], int(row["year"]), row["sex"], row["age"]]
            assert float(row["value"]) == pytest.approx(fact["value"], abs=1e-6)
            assert row["area_name_fi"] == areas[row["area"]]["name_fi"]
        home = {key for key, area in areas.items() if area["county"] == COUNTY} | {
            COUNTY,
            COUNTRY,
            "maakunta-07",
            "seutukunta-071",
        }
        assert len(shown) == sum(row["area"] in home for row in told.values()), one["key"]


def test_areas_have_their_county_and_their_end(areas):
    home = {key for key, area in areas.items() if area["county"] == COUNTY and area["level"] == "kunta"}
    assert home == {f"kunta-{code}" for code in (*TEN, "283", "532")}
    ended = {key: int(area["valid_to"]) for key, area in areas.items() if area["level"] == "kunta" and area["valid_to"]}
    assert ended == {key: year for key, (year, _) in JOINED.items()} | {"kunta-588": 2024}
    postal = [area for area in areas.values() if area["level"] == "postinumero"]
    assert len(postal) == 119
    assert {area["municipality"] for area in postal} <= home
    assert sum(area["level"] == "hyvinvointialue" for area in areas.values()) == 23
    assert areas["kunta-398"]["name_sv"] == "Lahtis"
    assert areas["kunta-081"]["name_sv"] == "Gustav Adolfs"


def test_the_persons_of_the_ten_add_up_to_the_county_every_year(datasets):
    # THL, Sotkanet 683: 7 788 persons are 11.5 % in Lahti in 2023.
    found = pick(datasets["sotkanet-683"], "diabeteslaakkeiden-erityiskorvaus")
    for year in range(2015, 2024):
        assert sum(found[f"kunta-{code}", year]["count"] for code in TEN) == found[COUNTY, year]["count"]
    lahti = found["kunta-398", 2023]
    assert (lahti["value"], lahti["count"]) == (11.5, 7788)
    counties = [
        row["count"] for (area, year), row in found.items() if year == 2023 and area.startswith("hyvinvointialue")
    ]
    assert (len(counties), sum(counties)) == (23, 359_956)


def test_populations_are_those_that_sotkanet_answers(datasets):
    old, today = pick(datasets["sotkanet-1990-2012"], "vaesto"), pick(datasets["vaesto-nykyrajoin"], "vaesto")
    for area, persons in POPULATION_2009.items():
        place = today if area == COUNTRY else old
        assert place[area, 2009]["value"] == persons, area


def test_joined_municipalities_have_the_residents_of_their_parts(datasets):
    # Two answers of the same source: indicator 127 in the borders of 2013 and of 2022 agree to a person.
    old, new = pick(datasets["sotkanet-1990-2012"], "vaesto"), pick(datasets["sotkanet-127"], "vaesto")
    parts: dict[tuple[str, int], float] = defaultdict(float)
    for (area, year), row in old.items():
        if year >= 2000 and area.startswith("kunta-"):
            parts[JOINED.get(area, (0, area))[1], year] += row["value"]
    assert len(parts) == 309 * 13
    assert parts == {place: new[place]["value"] for place in parts}


def test_ages_add_up_to_everybody(datasets):
    # Statistics Finland, 11re: 5 517 919 residents at the end of 2018, 5 525 292 at the end of 2019.
    rows = datasets["tilastokeskus-11re"]
    ages: dict[tuple[str, int, str], float] = defaultdict(float)
    for row in rows:
        if row["age"]:
            ages[row["area"], row["year"], row["sex"]] += row["value"]
    assert (ages[COUNTRY, 2018, "total"], ages[COUNTRY, 2019, "total"]) == (5_517_919, 5_525_292)
    said = pick(datasets["sotkanet-127"], "vaesto")
    for (area, year, sex), persons in ages.items():
        assert ages[area, year, "male"] + ages[area, year, "female"] == ages[area, year, "total"]
        if sex == "total" and area in {f"kunta-{code}" for code in TEN}:
            assert persons == said[area, year]["value"]


def test_the_county_of_2024_is_its_ten_municipalities(datasets):
    # Statistics Finland, 11ae: the ten at the end of 2024, as the region pack's areas.csv tells them.
    with (PACK / "areas.csv").open(encoding="utf-8", newline="") as file:
        told = {f"kunta-{row['code']}": float(row["population"]) for row in csv.DictReader(file) if row["population"]}
    found = pick(datasets["vaesto-2024"], "vaesto")
    assert {area: found[area, 2024]["value"] for area in told} == told
    assert pick(datasets["vaesto-nykyrajoin"], "vaesto")[COUNTY, 2024]["value"] == sum(told.values()) == 204_635
    assert found[COUNTRY, 2024]["value"] == 5_635_971


def test_the_projection_of_the_county_is_the_sum_of_its_municipalities(datasets):
    rows = [row for row in datasets["tilastokeskus-14wx"] if row["area"] in {f"kunta-{code}" for code in TEN}]
    totals = pick(datasets["vaestoennuste-summat"], "vaestoennuste")
    for year in (2024, 2035, 2040):
        assert totals[COUNTY, year]["value"] == sum(row["value"] for row in rows if row["year"] == year)
        assert totals[COUNTY, year]["flag"] == "estimated"


def test_turnout_of_the_country_is_the_published_one(datasets):
    # Statistics Finland: 55.1 per cent in the municipal elections of 2021.
    found = pick(datasets["kuntavaalit-2021-summat"], "aanestysaktiivisuus-kuntavaaleissa")
    assert round(found[COUNTRY, 2021]["value"], 1) == 55.1
    lahti = pick(datasets["kuntavaalit-2021"], "aanestysaktiivisuus-kuntavaaleissa")["kunta-398", 2021]
    assert (lahti["count"], lahti["denominator"]) == (50_568, 99_005)


def test_deprivation_is_as_diak_published_it(datasets):
    # Diak: long-term unemployment in Heinola 2019-2021 is 212 where the median municipality is 100.
    found = pick(datasets["diak-2011-2020"], "pitkaaikaistyottomyys-indeksi")
    assert round(found["kunta-111", 2020]["value"]) == 212
    for level in ("kunta", "hyvinvointialue"):
        values = sorted(row["value"] for (area, year), row in found.items() if year == 2020 and area.startswith(level))
        middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
        assert middle == pytest.approx(100, abs=0.5)


def test_a_suppressed_cell_of_paavo_is_absent_not_zero(datasets):
    rows = [*datasets["paavo-2020"], *datasets["paavo-2020-hyvinvointialueet"]]
    assert all(row["value"] and row["count"] != 0 and row["denominator"] != 0 for row in rows)


def test_figures_of_today_are_weighted_by_hand(datasets):
    # Sotkanet 127, 170 and 761 of 2010: Lahti 101 588, 10.5 and 50.3; Nastola 14 994, 9.5 and 51.7.
    rows = datasets["sotkanet-1990-2012-nykyrajoin"]
    share = (101_588 * 10.5 + 14_994 * 9.5) / (101_588 + 14_994)
    assert pick(rows, "ikaluokka-65-74-osuus")["kunta-398", 2010]["value"] == pytest.approx(share, abs=1e-4)
    working = 101_588 / 1.503 + 14_994 / 1.517
    ratio = 100 * ((101_588 + 14_994) / working - 1)
    assert pick(rows, "huoltosuhde")["kunta-398", 2010]["value"] == pytest.approx(ratio, abs=1e-4)


def test_what_cannot_be_joined_was_left_alone(datasets):
    joined = {row["indicator"] for row in datasets["sotkanet-1990-2012-nykyrajoin"]}
    assert not joined & {
        "tulomuuttajat",
        "lahtomuuttajat",
        "gini-kerroin",
        "koulutustasomittain",
        "tyottomat-tyovoimasta",
        "koulutuksen-ulkopuolella-17-24",
        "suhteellinen-velkaantuneisuus",
    }


def test_the_country_of_today_lies_within_its_municipalities(datasets):
    parts = defaultdict(list)
    for row in datasets["sotkanet-1990-2012"]:
        if row["area"].startswith("kunta-"):
            parts[row["indicator"], row["year"]].append(row["value"])
    whole = {
        (row["indicator"], row["year"]): row["value"]
        for row in datasets["sotkanet-1990-2012-nykyrajoin"]
        if row["area"] == COUNTRY and not row["indicator"].startswith("vaestoennuste")
    }
    assert len(whole) > 300
    for place, value in whole.items():
        assert min(parts[place]) <= value <= max(parts[place]), place
