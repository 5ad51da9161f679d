"""What the fact store knows of a table's cells."""

from __future__ import annotations

from hytti.coefficient.exchange.places import places_of
from hytti.coefficient.exchange.prefilling import POPULATION, prefill, stored_ids
from hytti.methods.coefficient.rules import rules

FROM_SOTKANET = {
    "sotkanet_127": [("vaesto", "hyvinvointialue-09", 2024, 204_635.0)],
    "sotkanet_3037": [
        ("sotkanet-3037", "hyvinvointialue-09", 2024, 91.2),
        ("sotkanet-3037", "hyvinvointialue-09", 2023, 95.0),
        ("sotkanet-3037", "hyvinvointialue-09", 2022, 99.0),
        ("sotkanet-3037", "hyvinvointialue-91", 2024, 70.0),
    ],
    "diak_2020": [("muu", "hyvinvointialue-09", 2020, 1.0)],
}


def test_the_stores_indicators_are_known_by_sotkanets_numbers(facts_with):
    assert stored_ids(facts_with(**FROM_SOTKANET)) == {127: "vaesto", 3037: "sotkanet-3037"}


def test_the_years_of_the_rules_are_filled_and_the_rest_must_come(facts_with, county):
    facts = facts_with(**FROM_SOTKANET)
    found = prefill(county, facts, stored_ids(facts))
    assert found.values == {("09", "residents"): 204_635.0, ("09", "injuries"): 91.2, ("09", "injuries:before"): 95.0}
    assert [(one.column.key, one.source, one.year, one.as_of, one.areas) for one in found.origins] == [
        ("residents", "THL, Sotkanet", 2024, "2025-06-01", 1),
        ("injuries", "THL, Sotkanet", 2024, "2025-06-01", 1),
        ("injuries:before", "THL, Sotkanet", 2023, "2025-06-01", 1),
    ]
    must_come = [column.key for column in found.must_come]
    assert len(must_come) == 3 + 22 - 3
    assert {"mmr", "forms", "births", "hip_fractures"} <= set(must_come)
    assert found.sources["injuries", ""] == "THL, Sotkanet, 2024"


def test_basic_social_assistance_is_not_taken_from_the_older_series(facts_with, county):
    # Since 2026 only basic social assistance counts; Sotkanet's 234 is the older definition
    facts = facts_with(sotkanet_234=[("sotkanet-234", "hyvinvointialue-09", 2024, 2.2)])
    assert ("09", "basic_assistance") not in prefill(county, facts, stored_ids(facts)).values


def test_a_municipality_gets_the_two_newest_figures_where_no_year_is_named(facts_with):
    health = [
        ("sotkanet-286", "kunta-398", 2019, 20.8),
        ("sotkanet-286", "kunta-398", 2021, 23.0),
        ("sotkanet-286", "kunta-398", 2023, 24.5),
        ("sotkanet-286", "kunta-016", 2023, None),
    ]
    once = [("sotkanet-3219", "kunta-398", 2022, 7.0)]
    facts = facts_with(sotkanet_286=health, sotkanet_3219=once)
    found = prefill(rules("municipality", 2026), facts, stored_ids(facts))
    assert found.values == {
        ("398", "poor_health"): 24.5,
        ("398", "poor_health:before"): 23.0,
        ("398", "outside_education"): 7.0,
    }
    assert {(one.column.key, one.year) for one in found.origins} >= {
        ("poor_health", 2023),
        ("poor_health:before", 2021),
    }


def test_an_empty_store_fills_nothing(facts_with, county):
    found = prefill(county, facts_with(), {POPULATION: "vaesto"})
    assert (found.values, found.origins) == ({}, ())
    assert len(found.must_come) == 25


def test_counties_are_known_without_a_store_and_municipalities_come_from_it(facts_with, tmp_path):
    from hytti.facts import open_facts

    nothing = open_facts(tmp_path / "none.duckdb")
    assert [place.code for place in places_of(nothing, "county")][-2:] == ["90", "91"]
    assert places_of(nothing, "municipality") == ()
    towns = {place.code: place.aland for place in places_of(facts_with(), "municipality")}
    assert towns == {"016": False, "035": True, "316": False, "398": False}
