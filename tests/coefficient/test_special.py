"""The decree's two special rules, opened up for an area. The figures are worked out by hand."""

from __future__ import annotations

import pytest

from hytti.coefficient.queries.special import special_rules
from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.rules import rules

NAN = float("nan")


def told(at, options=None, **more):
    """Three areas: coverage 94, 96 and 97,5; interventions 40, 50 and 60; a result so that K is known."""
    columns = {
        "mmr": [94.0, 96.0, 97.5],
        "brief_intervention": [40.0, 50.0, 60.0],
        "neet": [12.0, 13.0, 14.0],
        **more.pop("latest", {}),
    }
    counts = {"forms": [500, 2000, 1200], "births": [1000, 1000, 1200], **more}
    table = Table.of("county", ["07", "09", "10"], [1000, 1000, 1000], columns, {"neet": [13.0, 13.0, 13.0]}, **counts)
    rows = special_rules(coefficient(table, rules("county", 2026), options or Options()), at)
    return [
        (row["name"], " ".join(f"{term['sign']} {term['value']}".strip() for term in row["terms"]), row["text"])
        for row in ({**row, "text": row["text"].replace("\u00a0", " ")} for row in rows)
    ]


def plain(rows):
    return [tuple(part.replace("\u00a0", " ") for part in row) for row in rows]


def test_coverage_above_the_target_gets_all_points():
    [mmr, _] = plain(told(2))
    assert mmr == ("MPR-rokotuskattavuus", "97,5 % > 97,0 %", "Tavoite ylittyy: täydet 100 pistettä.")


def test_coverage_below_the_target_is_scaled():
    """(96 − 94) ÷ (97,5 − 94) = 57,1."""
    [mmr, _] = plain(told(1))
    assert mmr[1:] == ("96,0 % ≤ 97,0 %", "Tavoite ei ylity, joten pisteet tulevat asteikolta: 57,1 pistettä.")


def test_at_the_target_the_choice_decides():
    at = {"latest": {"mmr": [94.0, 96.0, 97.0]}}
    [strict, _] = plain(told(2, **at))
    assert strict[1:] == ("97,0 % ≤ 97,0 %", "Tavoite ei ylity, joten pisteet tulevat asteikolta: 100,0 pistettä.")
    [lenient, _] = plain(told(2, Options(mpr_limit="at_least"), **at))
    assert lenient[1:] == ("97,0 % ≥ 97,0 %", "Tavoite täyttyy: täydet 100 pistettä.")
    [below, _] = plain(told(1, Options(mpr_limit="at_least"), **at))
    assert below[1:] == ("96,0 % < 97,0 %", "Tavoite ei täyty, joten pisteet tulevat asteikolta: 66,7 pistettä.")


def test_too_few_forms_correct_the_level_before_the_scaling():
    """500 ÷ 1 000 = 0,5; 40 × 0,5 = 20, the lowest of 20, 50 and 60."""
    [_, forms] = plain(told(0))
    assert forms == (
        "Alkoholin mini-interventio",
        "500 ÷ 1 000 = 0,500",
        "Lomakkeita on liian vähän: 40,0 % korjataan lukuun 20,00 %, joka skaalataan: 0,0 pistettä.",
    )


def test_the_correction_may_come_after_the_scaling():
    """Middle area with too few forms: (50 − 40) ÷ 20 = 50 points, times 0,4 = 20."""
    [_, forms] = plain(told(1, Options(forms_correction="after"), forms=[1000, 400, 1200]))
    assert forms[2] == "Lomakkeita on liian vähän: skaalatut pisteet kerrotaan luvulla 0,400: 20,0 pistettä."


@pytest.mark.parametrize(("at", "sum_"), [(1, "2 000 ÷ 1 000 = 1,000"), (2, "1 200 ÷ 1 200 = 1,000")])
def test_enough_forms_correct_nothing(at, sum_):
    [_, forms] = plain(told(at))
    assert forms[1] == sum_
    assert "tulosta ei korjata" in forms[2]


def test_what_is_missing_gets_no_points_and_is_told_so():
    [mmr, forms] = plain(told(0, latest={"mmr": [NAN, 96.0, 97.5]}, forms=[NAN, 2000, 1200]))
    assert mmr[1:] == ("ei tietoa 97,0 %", "Tieto puuttuu, joten pisteitä on 0.")
    assert forms[2] == "Tieto puuttuu, joten pisteitä on 0."


def test_a_table_without_forms_has_no_such_line():
    assert [row[0] for row in told(0, forms=None, births=None)] == ["MPR-rokotuskattavuus"]
