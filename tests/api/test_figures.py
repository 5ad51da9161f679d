"""The figures as open data: what can be asked, what belongs to each figure, and what is refused."""

from __future__ import annotations

import csv
import io

import pytest

from factories import make_region
from indicators import figures_sample as sample
from indicators.conftest import figures, paijat_hame, sample_store  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(figures, client, db):  # noqa: F811
    make_region()

    def get(path, status=200, **query):
        response = client.get(f"/api/v1/figures/{path}", query)
        assert response.status_code == status, response.content
        return response.json()

    return get


def test_datasets_tell_where_they_are_from_and_under_what_terms(asked):
    answer = asked("datasets")
    assert answer["total"] == 6
    assert answer["licence"] == "CC-BY-4.0"
    one = next(item for item in answer["items"] if item["key"] == "sotkanet-54-nykyiset")
    assert one["calculated"] is True
    assert one["borders"] == 2026
    assert one["method"]["fi"] == "Laskettu väkiluvuilla painottaen."
    assert one["licence"] == "CC BY 4.0"
    assert len(one["sha256"]) == 64


def test_an_indicator_tells_its_definition_and_what_there_is_of_it(asked):
    assert asked("indicators")["total"] == len(sample.definitions())
    item = asked(f"indicators/{sample.UNEMPLOYED}")["item"]
    assert item["lower_is_better"] is True
    assert item["unit"]["fi"] == "% työvoimasta"
    assert item["breaks"] == [
        {
            "year": 2008,
            "borders": False,
            "law": False,
            "text": {
                "fi": "Työvoiman määritelmä muuttui.",
                "sv": "Työvoiman määritelmä muuttui. (sv)",
                "en": "Työvoiman määritelmä muuttui. (en)",
            },
        }
    ]
    assert {row["dataset"] for row in item["coverage"]} == {"sotkanet-54", "sotkanet-54-nykyiset"}
    assert item["page"]["fi"] == "http://testserver/fi/luvut/tyottomat/"


def test_areas_are_listed_with_their_county_and_their_end(asked):
    areas = {item["key"]: item for item in asked("areas", limit=500)["items"]}
    assert areas["kunta-398"]["county"] == "hyvinvointialue-09"
    assert areas["kunta-532"]["valid_to"] == 2015


def test_a_figure_has_its_interval_count_unit_and_dataset(asked):
    [figure] = asked("data", indicator=sample.DIABETES, area="kunta-398", year=2023)["items"]
    assert (figure["value"], figure["count"], figure["unit"]["fi"]) == (11.5, 7788, "% 40 vuotta täyttäneistä")
    # Wilson's interval of 7 788 of 67 722: 11.26–11.74.
    assert (round(figure["lower_95"], 2), round(figure["upper_95"], 2)) == (11.26, 11.74)
    assert figure["dataset"] == "sotkanet-683"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"area": ["kunta-398", "maa-FI"]}, 18),
        ({"level": "kunta", "year": 2023}, 10),
        ({"level": "kunta", "county": "hyvinvointialue-09", "year": [2022, 2023]}, 20),
        ({"level": "kunta", "latest": "true"}, 10),
        ({"area": "kunta-398", "sex": "male"}, 0),
        ({"area": "kunta-091"}, 0),
        ({"area": "kunta-398", "dataset": "diak"}, 0),
    ],
)
def test_areas_levels_years_and_sexes_narrow_what_is_given(asked, query, number):
    assert asked("data", indicator=sample.DIABETES, **query)["total"] == number


def test_portions_lead_on_to_the_next_ones(asked):
    first = asked("data", indicator=sample.DIABETES, level="kunta", limit=40)
    assert len(first["items"]) == 40
    assert first["total"] == 90
    assert "offset=40" in first["next"]
    assert first["previous"] is None


def test_figures_by_different_borders_keep_their_datasets_apart(asked):
    rows = asked("data", indicator=sample.UNEMPLOYED, area="kunta-398", year=2011)["items"]
    assert {row["dataset"]: row["value"] for row in rows} == {"sotkanet-54": 13.5, "sotkanet-54-nykyiset": 13.1}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"area": "kunta-398"}, "indicator"),
        ({"indicator": "ei-ole", "area": "kunta-398"}, "indicator"),
        ({"indicator": sample.DIABETES}, "area"),
        ({"indicator": sample.DIABETES, "area": "kunta-999"}, "area"),
        ({"indicator": sample.DIABETES, "area": "kunta-398", "year": "viime"}, "year"),
        ({"indicator": sample.DIABETES, "area": "kunta-398", "sex": "muu"}, "sex"),
        ({"indicator": sample.DIABETES, "area": "kunta-398", "vuosi": "2023"}, "vuosi"),
        ({"indicator": sample.DIABETES, "level": "katu"}, "level"),
        ({"indicator": ["a"] * 21, "area": "kunta-398"}, "indicator"),
    ],
)
def test_a_bad_parameter_is_named(asked, query, field):
    assert field in asked("data", status=422, **query)["fields"]


def test_an_unknown_indicator_is_not_found(asked):
    asked("indicators/ei-ole", status=404)


def test_the_file_carries_all_that_belongs_to_each_figure(asked, client):
    response = client.get("/api/v1/figures/data.csv", {"indicator": sample.DIABETES, "level": "kunta"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 90
    needed = ("area_name", "unit", "source", "as_of", "fetched_at", "licence", "attribution", "method", "interval",
              "page")  # fmt: skip
    assert all(row[name] for row in rows for name in needed)


def test_each_figure_tells_its_unit_source_date_and_page(asked):
    rows = asked("data", indicator=sample.DIABETES, area="kunta-398")["items"]
    assert rows
    for row in rows:
        assert row["unit"]["fi"] == "% 40 vuotta täyttäneistä"
        assert (row["source"], row["as_of"]) == ("THL, Sotkanet", "2023-12-31")
        assert row["page"] == f"http://testserver/fi/luvut/{sample.DIABETES}/"


def test_a_cube_is_given_of_one_indicator_and_one_dataset(asked):
    cube = asked("data.jsonstat", indicator=sample.DIABETES, level="kunta", year=2023)
    assert cube["size"] == [1, 1, 1, 10, 1, 4]
    assert cube["link"]["describedby"][0]["href"] == f"http://testserver/fi/luvut/{sample.DIABETES}/"
    asked("data.jsonstat", status=422, indicator=[sample.DIABETES, sample.POPULATION], level="kunta")
    refused = asked("data.jsonstat", status=422, indicator=sample.UNEMPLOYED, area="kunta-398")
    assert "sotkanet-54-nykyiset" in refused["fields"]["dataset"]
    asked("data.jsonstat", status=404, indicator=sample.PARENTS, area="kunta-398")


def test_the_answer_is_the_readers_own_copy_until_the_figures_are_published_again(asked, client, settings, tmp_path):
    address = f"/api/v1/figures/data?indicator={sample.DIABETES}&area=kunta-398"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    settings.FACTS = tmp_path / "facts.duckdb"
    sample.write(settings.FACTS)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_any_site_may_read_and_nobody_may_write(asked, client):
    response = client.get("/api/v1/figures/datasets")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.post("/api/v1/figures/datasets").status_code == 405


def test_no_answer_tells_a_hidden_figure(asked, client):
    secrets = {str(part) for pair in sample.HIDDEN.values() for part in pair}
    for path in ("data", "data.csv", "data.jsonstat"):
        text = client.get(f"/api/v1/figures/{path}", {"indicator": sample.BULLIED, "level": "kunta"}).content.decode()
        assert "keksitty-kiusatut" in text
        assert not {secret for secret in secrets if secret in text}
    rows = asked("data", indicator=sample.BULLIED, level="kunta")["items"]
    hidden = [row for row in rows if row["flag"] == "suppressed"]
    assert {row["area"] for row in hidden} == {sample.key_of(name) for name in sample.HIDDEN}
    assert all(row["value"] is row["count"] is row["lower_95"] is row["upper_95"] is None for row in hidden)
    latest = asked("data", indicator=sample.BULLIED, level="kunta", latest="true")["items"]
    assert len(latest) == len(rows)
