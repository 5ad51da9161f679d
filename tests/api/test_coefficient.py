"""The coefficient as open data."""

import csv
import io
import json

import pytest
from django.utils import timezone

from hytti.coefficient.models import CoefficientTable
from hytti.core import audit
from hytti.methods.coefficient.table import Table

pytestmark = pytest.mark.django_db
# The sum was worked out by hand: three areas, two indicators of each half, one at its target.
TABLE = Table.of(
    "county",
    ["07", "09", "20"],
    [100_000, 200_000, 300_000],
    {
        "checkups_age_4": [40, 60, 80],
        "mmr": [94.0, 96.0, 97.5],
        "injuries": [90, 120, 99],
        "hip_fractures": [1.1, 1.2, 0.5],
    },
    {"injuries": [100, 120, 90], "hip_fractures": [1.2, 1.6, 0.5555555555555556]},
    names=["Kanta-Häme", "Päijät-Häme", "Kainuu"],
)


@pytest.fixture
def table(region):
    return CoefficientTable.objects.create(
        level="county",
        funding_year=2026,
        name="THL:n taulukko",
        source_text="THL, koe",
        as_of="2025-10-01",
        data=TABLE.as_dict(),
        state="published",
        loaded_at=timezone.now(),
        published_at=timezone.now(),
    )


def test_the_rules_of_every_year_are_told_with_law_weights_and_prices(region, read):
    listed = read("coefficient/rules", limit=500)
    prices = {(item["level"], item["funding_year"]): item["base_price"] for item in listed["items"]}
    # Decrees 1392/2022 and 1393/2022, section 2 and section 1, of each year
    assert [prices["county", year] for year in (2023, 2024, 2025, 2026)] == ["39.40", "42.07", "45.86", "70.95"]
    assert [prices["municipality", year] for year in (2023, 2024, 2025, 2026)] == ["18.89", "19.31", "19.97", "20.67"]
    one = read("coefficient/rules/county/2026")["item"]
    assert one["law"] == "617/2021 15 §"
    assert one["in_force_from"] == "2026-01-01"
    assert [rule["weight"] for rule in one["indicators"]] == [0.0833] * 6 + [0.1] * 5
    assert [rule["target"] for rule in one["indicators"] if rule["half"] == "result"] == [50, 0.5, 10, 1, 0.6]
    assert next(rule for rule in one["indicators"] if rule["key"] == "injuries")["sotkanet"] == 3037
    assert all(name for rule in one["indicators"] for name in rule["name"].values())
    mean = next(option for option in one["options"] if option["key"] == "national_mean")
    assert mean["choices"][0]["value"] == "weighted"


def test_a_year_without_rules_or_table_is_said_in_a_sentence(region, read):
    assert read("coefficient/rules/county/2022", 404)["detail"].startswith("There are no rules of 2022; there are of")
    for path in ("tables", "results"):
        assert read(f"coefficient/{path}/county/2026", 404)["detail"].startswith("There is no such table")
        assert read(f"coefficient/{path}/county/2022", 404, example="true")["detail"].startswith("There is no such")


def test_only_published_tables_are_there_and_the_example_says_that_it_is_one(table, read):
    listed = {(item["level"], item["example"]): item for item in read("coefficient/tables")["items"]}
    assert set(listed) == {("county", False), ("county", True), ("municipality", True)}
    assert listed["county", False]["source"] == "THL, koe"
    table.state = "withdrawn"
    table.save()
    assert [item["example"] for item in read("coefficient/tables")["items"]] == [True, True]
    assert read("coefficient/tables/county/2026", 404)


def test_a_table_gives_back_its_figures(table, read):
    item = read("coefficient/tables/county/2026")["item"]
    assert (item["example"], item["codes"], item["names"][1]) == (False, ["07", "09", "20"], "Päijät-Häme")
    assert item["columns"]["residents"] == [100_000, 200_000, 300_000]
    assert item["columns"]["mmr"] == [94.0, 96.0, 97.5]
    assert item["columns"]["injuries:before"] == [100, 120, 90]


def test_a_result_is_the_one_worked_out_by_hand(table, read):
    item = read("coefficient/results/county/2026")["item"]
    results = item["results"]
    assert [round(one["K"], 3) for one in results] == [25, 64.286, 75]
    assert [round(one["k"], 4) for one in results] == [0.3962, 1.0189, 1.1887]
    assert [round(float(one["euros"])) for one in results] == [2_811_226, 14_457_736, 25_301_038]
    assert item["pot"] == "42570000.00"
    assert [one["rank"] for one in results] == [3, 2, 1]
    assert item["options"]["national_mean"] == "weighted"
    assert {"area": "", "column": "neet", "code": "absent"} in item["missing"]


def test_a_file_has_a_row_for_each_area_with_law_source_and_choices(table, client):
    response = client.get("/api/v1/coefficient/results/county/2026.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Kanta-Häme", "Päijät-Häme", "Kainuu"]
    assert sum(float(row["euros"]) for row in rows) == pytest.approx(42_570_000, abs=0.001)
    first = rows[0]
    assert (first["source"], first["as_of"], first["example"]) == ("THL, koe", "2025-10-01", "false")
    assert "national_mean=weighted" in first["options"]
    assert "1392/2022" in first["law"]
    assert (first["neet"], first["licence"]) == ("", "CC-BY-4.0")


def test_the_example_is_marked_on_every_answer_and_row(region, read, client):
    for path in ("tables", "results"):
        assert read(f"coefficient/{path}/county/2026", example="true")["item"]["example"] is True
    text = client.get("/api/v1/coefficient/results/municipality/2026.csv", {"example": "true"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["example"] for row in rows} == {"true"}
    assert {row["source"] for row in rows} == {"esimerkki, keksityt luvut"}
    example = read("coefficient/tables/county/2026", example="true")["item"]
    assert "Päijät-Häme" not in json.dumps(example, ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("coefficient/rules", {"limit": "0"}, "limit"),
        ("coefficient/rules", {"year": "2026"}, "year"),
        ("coefficient/rules/county/abc", {}, "funding_year"),
        ("coefficient/rules/village/2026", {}, "level"),
        ("coefficient/tables/county/2026", {"example": "perhaps"}, "example"),
        ("coefficient/results/county/2026.csv", {"exampel": "true"}, "exampel"),
    ],
)
def test_a_bad_parameter_is_named(region, read, path, query, field):
    assert list(read(path, 422, **query)["fields"]) == [field]


def test_an_answer_is_read_again_only_when_something_has_changed(table, client):
    first = client.get("/api/v1/coefficient/results/county/2026")
    same = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert client.get("/api/v1/coefficient/results/county/2026", **same).status_code == 304
    audit.record(None, "coefficient.published", table)
    assert client.get("/api/v1/coefficient/results/county/2026", **same).status_code == 200


def test_a_year_that_the_rules_do_not_apply_to_gives_the_money_by_residents(region, read):
    CoefficientTable.objects.create(
        level="county", funding_year=2025, name="x", source_text="x", as_of="2024", loaded_at=timezone.now(),
        state="published", data={**TABLE.as_dict(), "years": None},
    )  # fmt: skip
    item = read("coefficient/results/county/2025")["item"]
    assert {one["k"] for one in item["results"]} == {1.0}
    assert item["results"][0]["euros"] == "4586000.00"  # 100 000 residents at 45.86 euros
    assert item["options"] == {}
    assert item["national_K"] is None
