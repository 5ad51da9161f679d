from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hytti.methods.coefficient import BadTable, Country, Table
from hytti.methods.coefficient.rules import rules
from hytti.methods.coefficient.table import ALAND, COUNTIES


def refusals(table, made):
    with pytest.raises(BadTable) as raised:
        table.validate(made)
    return [(problem.area, problem.column, problem.code) for problem in raised.value.problems if problem.refuses]


def without(table, area):
    keep = [at for at, code in enumerate(table.areas) if code != area]
    shorter = table.with_columns({name: table.column(name)[keep] for name in table.columns()})
    return replace(shorter, areas=tuple(table.areas[at] for at in keep), names=tuple(table.names[at] for at in keep))


def renamed(table, old, new):
    return replace(table, areas=tuple(new if area == old else area for area in table.areas))


def test_a_whole_table_passes_without_a_doubt(counties, counties_2026):
    assert len(COUNTIES) == 22
    assert counties.validate(counties_2026) == ()


def test_twenty_one_areas_are_refused_and_the_missing_one_named(counties, counties_2026):
    assert refusals(without(counties, "09"), counties_2026) == [("09", "", "area_missing"), ("", "", "area_count")]


def test_aland_takes_no_part_and_makes_twenty_three(counties, counties_2026):
    whole = {name: np.append(counties.column(name), counties.column(name)[0]) for name in counties.columns()}
    more = replace(counties.with_columns(whole), areas=(*counties.areas, "91"), names=(*counties.names, "Åland"))
    assert refusals(more, counties_2026) == [("91", "", "aland"), ("", "", "area_count")]


def test_an_area_given_twice_is_refused(counties, counties_2026):
    found = refusals(renamed(counties, "10", "09"), counties_2026)
    assert found == [("09", "", "area_twice"), ("10", "", "area_missing"), ("", "", "area_count")]


def test_an_area_that_is_none_is_refused(counties, counties_2026):
    assert ("9", "", "area_unknown") in refusals(renamed(counties, "09", "9"), counties_2026)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("births", -5, "negative"),
        ("forms", -1, "negative"),
        ("injuries", -0.1, "negative"),
        ("mmr", 9700, "over_ceiling"),
        ("neet:before", 100.1, "over_ceiling"),
        ("checkups_age_4", np.inf, "not_finite"),
        ("injuries:before", 0, "last_year_zero"),
        ("residents", 0, "residents_not_whole"),
        ("residents", 1000.5, "residents_not_whole"),
        ("residents", np.nan, "residents_not_whole"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_at_its_cell(counties, counties_2026, column, value, code):
    assert refusals(counties.changed({"09": {column: value}}), counties_2026) == [("09", column, code)]


def test_a_year_before_of_zero_does_not_matter_at_target_or_where_differences_are_bare(counties, counties_2026):
    at_target = counties.changed({"09": {"injuries": 40, "injuries:before": 0}})
    assert at_target.validate(counties_2026) == ()
    table = Table.of("municipality", ["398"], [1], {"falls": [3.0]}, {"falls": [0]})
    assert "last_year_zero" not in {problem.code for problem in table.validate(rules("municipality", 2026))}


@pytest.mark.parametrize("column", ["mmr", "neet", "neet:before", "disability_pension_young", "unemployed_checkups"])
def test_a_column_of_fractions_is_not_per_cent(counties, counties_2026, column):
    fractions = counties.with_columns({column: counties.column(column) / 100})
    assert refusals(fractions, counties_2026) == [("", column, "share_as_fraction")]


def test_low_shares_are_not_taken_for_fractions(counties, counties_2026):
    low = counties.with_columns({"disability_pension_young": np.full(22, 0.7)})
    assert low.validate(counties_2026) == ()
    nothing = counties.with_columns({"lifestyle_counselling": np.zeros(22)})
    assert nothing.validate(counties_2026) == ()


def test_one_fraction_among_per_cents_is_doubted_not_refused(counties, counties_2026):
    (doubt,) = counties.changed({"09": {"mmr": 0.97}}).validate(counties_2026)
    assert (doubt.area, doubt.column, doubt.code, doubt.params) == ("09", "mmr", "cell_as_fraction", {"value": 0.97})


def test_missing_figures_and_columns_are_told_and_do_not_refuse(counties, counties_2026):
    partial = counties.changed({"09": {"mmr": np.nan}})
    partial = replace(partial, latest={key: partial.latest[key] for key in partial.latest if key != "neet"}, forms=None)
    found = {(problem.area, problem.column, problem.code) for problem in partial.validate(counties_2026)}
    assert found == {("09", "mmr", "missing"), ("", "neet", "column_missing"), ("", "forms", "column_missing")}


def test_a_column_that_the_year_does_not_know_is_refused(counties, counties_2026):
    more = counties.with_columns({"school_psychologist": counties.column("mmr")})
    assert refusals(more, counties_2026) == [("", "school_psychologist", "column_unknown")]


def test_swapped_and_strange_years_are_refused(counties, counties_2026):
    assert refusals(replace(counties, years=(2023, 2024)), counties_2026) == [("", "", "years_swapped")]
    assert refusals(replace(counties, years=(2023, 2022)), counties_2026) == [("", "", "year_unknown")]


def test_a_table_of_municipalities_is_none_of_counties(counties, counties_2026):
    assert refusals(replace(counties, level="municipality"), counties_2026) == [("", "", "other_level")]


def test_municipal_items_are_0_or_100_and_a_part_of_the_municipalities_is_allowed():
    made = rules("municipality", 2026)
    table = Table.of("municipality", ["398", "478"], [120_000, 11_000], {"absences": [50, 100], "falls": [100, 150]})
    assert refusals(table, made) == [("478", "", "aland"), ("398", "absences", "not_0_or_100")]
    alone = Table.of("municipality", ["398"], [120_000], {"absences": [100], "poor_health": [0.5]})
    assert refusals(alone, made) == [("", "poor_health", "share_as_fraction")]
    found = Table.of("municipality", ["398"], [120_000], {"absences": [100], "poor_health": [20]}).validate(made)
    assert ("", "", "area_count", {"count": 1, "expected": 292}, False) in found


def test_aland_has_sixteen_municipalities():
    # Statistics Finland, classification of municipalities 2026: 308 of them, 292 without Åland.
    assert len(ALAND) == 16
    assert 308 - len(ALAND) == rules("municipality", 2026).areas


def test_the_error_lists_every_cell(counties, counties_2026):
    with pytest.raises(BadTable, match=r"09 births: negative; 10 mmr: over_ceiling"):
        counties.changed({"09": {"births": -1}, "10": {"mmr": 970}}).validate(counties_2026)


def test_a_column_needs_a_figure_for_each_area():
    with pytest.raises(ValueError, match="mmr needs one figure for each of the 2 areas"):
        Table.of("county", ["07", "09"], [1, 1], {"mmr": [97]})
    with pytest.raises(ValueError, match="one name"):
        Table.of("county", ["07", "09"], [1, 1], {}, names=["Kanta-Häme"])


def test_a_cell_tells_its_source_or_its_columns(three):
    table = replace(three, sources={("mmr", ""): "THL", ("mmr", "B"): "own register"})
    assert (table.source("mmr", "A"), table.source("mmr", "B"), table.source("injuries", "A")) == (
        "THL",
        "own register",
        "",
    )


def test_changes_are_made_to_a_copy_and_only_to_cells_that_are_there(three):
    changed = three.changed({"B": {"mmr": 97.2, "injuries:before": 11, "residents": 5}})
    assert (changed.latest["mmr"][1], changed.before["injuries"][1], changed.residents[1]) == (97.2, 11, 5)
    assert (three.latest["mmr"][1], three.before["injuries"][1], three.residents[1]) == (96, 12, 200_000)
    with pytest.raises(KeyError):
        three.changed({"B": {"forms": 3}})
    with pytest.raises(KeyError):
        three.changed({"B": {"neet": 3}})
    with pytest.raises(ValueError, match="'Å'"):
        three.changed({"Å": {"mmr": 3}})


@pytest.mark.parametrize("country", [None, Country({"mmr": 96.0}, {"injuries": 11.0}, births=np.nan, forms=2.0)])
def test_a_table_comes_back_from_json(counties, country):
    import json

    table = replace(counties.changed({"09": {"mmr": np.nan}}), sources={("mmr", "09"): "Päijät-Häme"}, country=country)
    back = Table.from_dict(json.loads(json.dumps(table.as_dict(), allow_nan=False)))
    assert list(back.columns()) == list(table.columns())
    for name in table.columns():
        np.testing.assert_array_equal(back.column(name), table.column(name))
    assert (back.areas, back.names, back.years, back.sources) == (table.areas, table.names, table.years, table.sources)
    assert (back.country is None) == (country is None)
    if country:
        assert back.country[:2] == country[:2]
        assert np.isnan(back.country.births)


def test_a_table_without_years_comes_back_too(three):
    assert Table.from_dict(three.as_dict()).years is None
