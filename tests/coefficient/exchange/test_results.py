"""A result as a file of rows, and as the page for the board."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from hytti.coefficient import example
from hytti.coefficient.exchange.about import About, options_text
from hytti.coefficient.exchange.results import headings, result_csv, rows_of
from hytti.coefficient.exchange.summary import summary
from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.rules import rules

ABOUT = About("THL, koe", "2025-10-01")


def small(**more):
    """Worked out by hand: K 25, 64.286, 75; euros 2 811 226, 14 457 736, 25 301 038."""
    return Table.of(
        "county",
        ["07", "09", "20"],
        [100_000, 200_000, 300_000],
        {"checkups_age_4": [40, 60, 80], "mmr": [94.0, 96.0, 97.5], "injuries": [90, 120, 99],
         "hip_fractures": [1.1, 1.2, 0.5]},
        {"injuries": [100, 120, 90], "hip_fractures": [1.2, 1.6, 0.5555555555555556]},
        names=["Kanta-Häme", "Päijät-Häme", "Kainuu"],
        **more,
    )  # fmt: skip


@pytest.fixture
def result(county):
    return coefficient(small(), county)


@pytest.mark.parametrize(("language", "name"), [("fi", "Alue"), ("sv", "Område"), ("en", "Area"), ("", "name")])
def test_a_file_has_a_row_for_each_area_in_each_language(result, language, name):
    text = result_csv(result, ABOUT, language=language, names={"09": "=Päijänne"})
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == list(headings(result, language))
    assert rows[0][1] == name
    assert [row[1] for row in rows[1:]] == ["Kanta-Häme", "'=Päijänne", "Kainuu"]


def test_a_row_tells_points_money_and_what_they_rest_on(result):
    first, second, third = rows_of(result, ABOUT)
    assert [round(row["euros"]) for row in (first, second, third)] == [2_811_226, 14_457_736, 25_301_038]
    assert (first["checkups_age_4"], second["checkups_age_4"], third["hip_fractures"]) == (0, 50, 100)
    assert first["neet"] is None
    assert (third["rank"], third["residents"], third["base_price"]) == (1, 300_000, Decimal("70.95"))
    assert (first["source"], first["as_of"], first["example"], first["funding_year"]) == (
        "THL, koe", "2025-10-01", "false", 2026,
    )  # fmt: skip
    assert first["law"] == "617/2021 15 §; 1392/2022 2, 3 ja 3 a §"


def test_the_choices_are_told_by_their_keys(county):
    text = options_text(county, Options(national_mean="plain", round_k=2, target_areas_in_scaling=False))
    assert text.startswith("national_mean=plain; target_areas_in_scaling=false; ")
    assert "round_k=2" in text
    assert "round_K=none" in text
    assert options_text(rules("county", 2025), Options()) == ""


def test_what_is_not_known_is_empty(county):
    table = Table.of("county", ["09"], [200_000], {"mmr": [96.0]}, names=["Päijät-Häme"])
    [row] = rows_of(coefficient(table, county), ABOUT)
    assert (row["K"], row["k"], row["rank"], row["euros"]) == (None, None, None, None)
    assert row["euros_at_one"] == Decimal("14190000.00")


def test_the_board_sees_the_money_the_points_and_what_is_missing(county):
    found = summary(coefficient(small(), county, Options(tie="zero")), "09", ABOUT, name="Päijänne-Tavastland")
    assert (found.name, found.rank, found.areas, found.residents) == ("Päijänne-Tavastland", 2, 3, 200_000)
    assert round(found.euros) == 14_457_736
    assert found.difference == found.euros - Decimal("14190000.00")
    assert round(found.K, 3) == 64.286
    assert [line.rule.key for line in found.lines] == ["checkups_age_4", "mmr", "injuries", "hip_fractures"]
    assert found.strongest[0].rule.key == "hip_fractures"
    assert {line.rule.key for line in found.most_to_win} == {"checkups_age_4", "mmr", "injuries"}
    assert found.most_to_win[0].at_stake >= found.most_to_win[1].at_stake > 0
    assert [(option.key, choice.value) for option, choice in found.choices] == [("tie", "zero")]
    assert {(one.column, one.code) for one in found.missing} >= {("neet", "absent"), ("", "areas")}


def test_the_page_of_what_is_not_known_says_so(county):
    table = Table.of("county", ["09"], [200_000], {"mmr": [96.0]}, names=["Päijät-Häme"])
    found = summary(coefficient(table, county), "09", ABOUT)
    assert (found.euros, found.difference, found.K, found.rank, found.most_to_win) == (None, None, None, None, ())
    assert found.name == "Päijät-Häme"
    with pytest.raises(ValueError, match="No area"):
        summary(coefficient(table, county), "07", ABOUT)


def test_the_examples_rows_say_that_they_are_made_up():
    table = example.example_table("county")
    about = About(example.SOURCE, "", is_example=True)
    rows = list(rows_of(coefficient(table, rules("county", 2026)), about))
    assert {row["example"] for row in rows} == {"true"}
    assert {row["source"] for row in rows} == {"esimerkki, keksityt luvut"}
