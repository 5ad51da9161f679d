"""The synthetic example of the research note (G10), and each rule of the decrees by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from hytti.methods.coefficient import OPTIONS, Country, Missing, Options, Table, coefficient, influence_of_options
from hytti.methods.coefficient.rules import rules

close = {"rtol": 1e-12, "atol": 1e-9}


def of(made, *keys):
    """The rules with some of their indicators."""
    return replace(made, indicators=tuple(made.indicator(key) for key in keys), areas=3)


def points(table, made, key, options=Options()):  # noqa: B008  frozen
    return coefficient(table, made, options).points[key].tolist()


def test_the_example_of_the_note_comes_out_to_the_cent(three, three_rules):
    result = coefficient(three, three_rules)
    np.testing.assert_allclose(result.points["checkups_age_4"], [0, 50, 100], **close)
    np.testing.assert_allclose(result.points["mmr"], [0, 400 / 7, 100], **close)
    np.testing.assert_allclose(result.points["injuries"], [100, 50, 0], **close)
    np.testing.assert_allclose(result.points["hip_fractures"], [0, 100, 100], **close)
    np.testing.assert_allclose(result.process, [0, 375 / 7, 100], **close)
    np.testing.assert_allclose(result.result, [50, 75, 50], **close)
    np.testing.assert_allclose(result.K, [25, 450 / 7, 75], **close)
    assert result.K.round(3).tolist() == [25, 64.286, 75]
    assert result.k.round(4).tolist() == [0.3962, 1.0189, 1.1887]
    assert [round(euros) for euros in result.euros] == [2_811_226, 14_457_736, 25_301_038]
    # By hand: 42 570 000 · (25 · 1, 450/7 · 2, 75 · 3) / (25 + 900/7 + 225) = 42 570 000 · (175, 900, 1575) / 2650.
    assert result.euros == (Decimal("2811226.41"), Decimal("14457735.85"), Decimal("25301037.74"))
    assert sum(result.euros) == result.pot == Decimal(42_570_000)
    assert result.euros_left == 0
    assert result.rank.tolist() == [3, 2, 1]
    assert result.missing == ()
    assert result.euros_at_one == (Decimal("7095000.00"), Decimal("14190000.00"), Decimal("21285000.00"))


def test_a_plain_mean_does_not_give_back_the_pot(three, three_rules):
    result = coefficient(three, three_rules, Options(national_mean="plain"))
    assert round(result.national, 3) == 54.762
    assert round(sum(result.euros)) == 49_048_043
    assert round(result.euros_left) == 42_570_000 - 49_048_043


def test_before_2026_the_counties_money_goes_by_residents_alone(three):
    result = coefficient(three, rules("county", 2023))
    assert result.euros == (Decimal("3940000.00"), Decimal("7880000.00"), Decimal("11820000.00"))
    assert result.k.tolist() == [1, 1, 1]
    assert np.isnan(result.national)


def test_coverage_must_exceed_97_unless_at_least_97_is_chosen(counties_2026):
    made = of(counties_2026, "mmr", "neet")
    table = Table.of(
        "county", ["A", "B", "C"], [1, 1, 1], {"mmr": [90, 97, 99], "neet": [11, 12, 13]}, {"neet": [11, 12, 14]}
    )
    np.testing.assert_allclose(points(table, made, "mmr"), [0, 100 * 7 / 9, 100])
    assert points(table, made, "mmr", Options(mpr_limit="at_least")) == [0, 100, 100]


def test_a_target_may_be_met_by_the_published_decimals(counties_2026):
    made = of(counties_2026, "mmr", "hip_fractures")
    table = Table.of(
        "county",
        ["A", "B", "C"],
        [1, 1, 1],
        {"mmr": [90, 91, 97.04], "hip_fractures": [0.54, 0.55, 0.8]},
        {"hip_fractures": [0.5, 0.5, 0.8]},
    )
    # 0.54 is published as 0.5, which is the target; 0.55 as 0.6. Relative changes 0.08, 0.10 and 0.
    np.testing.assert_allclose(points(table, made, "hip_fractures"), [20, 0, 100])
    np.testing.assert_allclose(
        points(table, made, "hip_fractures", Options(target_rounding="published")), [100, 0, 100]
    )
    np.testing.assert_allclose(points(table, made, "mmr", Options(target_rounding="published")), [0, 100 / 7.04, 100])


def test_areas_at_target_may_be_left_out_of_the_scale(counties_2026):
    made = of(counties_2026, "mmr", "neet")
    table = Table.of(
        "county", ["A", "B", "C"], [1, 1, 1], {"mmr": [90, 92, 98], "neet": [9, 12, 22]}, {"neet": [18, 20, 20]}
    )
    # NEET changes: −0.5 (at target), −0.4, +0.1.
    np.testing.assert_allclose(points(table, made, "neet"), [100, 250 / 3, 0])
    np.testing.assert_allclose(points(table, made, "mmr"), [0, 25, 100])
    without = Options(target_areas_in_scaling=False)
    np.testing.assert_allclose(points(table, made, "neet", without), [100, 100, 0])
    np.testing.assert_allclose(points(table, made, "mmr", without), [0, 100, 100])


def test_everybody_at_target_gets_all_points_whoever_is_on_the_scale(counties_2026):
    made = of(counties_2026, "mmr", "neet")
    table = Table.of(
        "county", ["A", "B", "C"], [1, 1, 1], {"mmr": [98, 99, 100], "neet": [9, 8, 7]}, {"neet": [9, 9, 9]}
    )
    for inside in (True, False):
        result = coefficient(table, made, Options(target_areas_in_scaling=inside))
        assert result.K.tolist() == [100, 100, 100]


def test_all_changes_may_share_one_scale(counties_2026):
    made = of(counties_2026, "mmr", "injuries", "neet")
    table = Table.of(
        "county",
        ["A", "B", "C"],
        [1, 1, 1],
        {"mmr": [90, 92, 94], "injuries": [90, 100, 110], "neet": [30, 20, 24]},
        {"injuries": [100, 100, 100], "neet": [20, 20, 20]},
    )
    # Changes −0.1, 0, 0.1 and 0.5, 0, 0.2: together from −0.1 to 0.5.
    pooled = Options(scaling="pooled")
    np.testing.assert_allclose(points(table, made, "injuries", pooled), [100, 500 / 6, 400 / 6])
    np.testing.assert_allclose(points(table, made, "neet", pooled), [0, 500 / 6, 50])
    np.testing.assert_allclose(points(table, made, "neet"), [0, 100, 60])


def test_one_scale_for_no_changes_at_all_is_no_scale(counties_2026):
    made = of(counties_2026, "mmr", "injuries")
    table = Table.of("county", ["A", "B", "C"], [1, 1, 1], {"mmr": [90, 92, 94]})
    result = coefficient(table, made, Options(scaling="pooled"))
    assert np.isnan(result.K).all()


def test_too_few_forms_correct_the_brief_intervention(counties_2026):
    made = of(counties_2026, "brief_intervention", "neet")
    table = Table.of(
        "county",
        ["A", "B", "C"],
        [1, 1, 1],
        {"brief_intervention": [40, 80, 20], "neet": [11, 12, 13]},
        {"neet": [11, 12, 14]},
        forms=[900, 250, 800],
        births=[300, 1000, 800],
    )
    # 40 · 1, 80 · 0.25, 20 · 1 = 40, 20, 20.
    assert points(table, made, "brief_intervention") == [100, 0, 0]
    # After scaling: points 100/3, 100, 0 and then the ratios.
    after = Options(forms_correction="after")
    np.testing.assert_allclose(points(table, made, "brief_intervention", after), [100 / 3, 25, 0])


def test_no_births_need_no_forms_and_a_missing_count_is_a_missing_datum(counties_2026):
    made = of(counties_2026, "brief_intervention", "neet")
    table = Table.of(
        "county",
        ["A", "B", "C"],
        [1, 1, 1],
        {"brief_intervention": [40, 80, 90], "neet": [11, 12, 13]},
        {"neet": [11, 12, 14]},
        forms=[0, 500, np.nan],
        births=[0, 400, 300],
    )
    for order in ("before", "after"):
        result = coefficient(table, made, Options(forms_correction=order))
        assert result.points["brief_intervention"][2] == 0
        assert result.missing == (Missing("C", "forms", "missing"),)
    assert points(table, made, "brief_intervention") == [0, 100, 0]


def test_without_any_forms_the_correction_is_left_out_and_said(counties_2026):
    made = of(counties_2026, "brief_intervention", "neet")
    figures = {"brief_intervention": [40, 80, np.nan], "neet": [11, 12, 13]}
    table = Table.of("county", ["A", "B", "C"], [1, 1, 1], figures, {"neet": [11, 12, 14]}, births=[9, 9, 9])
    result = coefficient(table, made)
    assert result.points["brief_intervention"].tolist() == [0, 100, 0]
    assert result.missing == (
        Missing("", "brief_intervention", "correction"),
        Missing("C", "brief_intervention", "missing"),
    )


def test_a_missing_datum_gets_the_lowest_points_and_sets_no_scale(three, three_rules):
    result = coefficient(three.changed({"A": {"checkups_age_4": np.nan, "injuries:before": np.nan}}), three_rules)
    assert result.points["checkups_age_4"].tolist() == [0, 0, 100]
    assert result.points["injuries"].tolist() == [0, 100, 0]
    assert result.missing == (
        Missing("A", "checkups_age_4", "missing"),
        Missing("A", "injuries:before", "missing"),
    )


def test_a_level_at_target_needs_no_year_before(three, three_rules):
    result = coefficient(three.changed({"C": {"hip_fractures:before": np.nan}}), three_rules)
    assert result.points["hip_fractures"][2] == 100
    assert result.missing == ()


def test_a_year_before_of_zero_has_no_relative_change_and_is_said(three, three_rules):
    result = coefficient(three.changed({"A": {"injuries:before": 0}}), three_rules)
    assert result.points["injuries"][0] == 0
    assert result.missing == (Missing("A", "injuries:before", "undefined"),)
    absolute = coefficient(three.changed({"A": {"injuries:before": 0}}), replace(three_rules, change="absolute"))
    assert absolute.missing == ()


@pytest.mark.parametrize(("tie", "expected"), [("half", 50), ("zero", 0), ("full", 100)])
def test_where_all_are_alike_the_option_decides(three, three_rules, tie, expected):
    alike = three.changed({area: {"checkups_age_4": 60} for area in "ABC"})
    assert points(alike, three_rules, "checkups_age_4", Options(tie=tie)) == [expected] * 3


def test_changes_alike_but_for_their_last_bits_are_alike(counties_2026):
    made = of(counties_2026, "mmr", "injuries")
    before, latest = [0.9, 10.0, 60.0], [0.99, 11.0, 66.0]
    assert len({(new - old) / old for new, old in zip(latest, before, strict=True)}) > 1
    made = replace(made, indicators=(made.indicators[0], replace(made.indicators[1], target=None, target_kind=None)))
    table = Table.of(
        "county", ["A", "B", "C"], [1, 1, 1], {"mmr": [90, 91, 92], "injuries": latest}, {"injuries": before}
    )
    assert points(table, made, "injuries") == [50, 50, 50]


def test_an_indicator_that_nobody_has_is_left_out_and_said(three, three_rules, counties_2026):
    more = replace(three_rules, indicators=(*three_rules.indicators, counties_2026.indicator("unemployed_checkups")))
    result = coefficient(three, more)
    np.testing.assert_allclose(result.K, [25, 450 / 7, 75], **close)
    assert result.missing == (Missing("", "unemployed_checkups", "absent"),)
    # With the lowest value for all, the process mean is a third of 0, 750/7, 200.
    lowest = coefficient(three, more, Options(absent="lowest"))
    np.testing.assert_allclose(lowest.K, [25, (250 / 7 + 75) / 2, (200 / 3 + 50) / 2], **close)


def test_without_a_half_there_is_no_coefficient_but_there_are_points(three, three_rules):
    bare = Table.of("county", three.areas, three.residents, {"checkups_age_4": [40, 60, 80]})
    result = coefficient(bare, three_rules)
    assert result.points["checkups_age_4"].tolist() == [0, 50, 100]
    assert np.isnan(result.K).all()
    assert all(euros.is_nan() for euros in result.euros)
    assert result.rank.tolist() == [0, 0, 0]


def test_where_nobody_has_a_point_the_coefficient_is_not_known(three_rules):
    table = Table.of(
        "county",
        ["A", "B", "C"],
        [1, 1, 1],
        {"checkups_age_4": [4, 4, 4], "mmr": [90, 90, 90], "injuries": [9, 9, 9], "hip_fractures": [2, 2, 2]},
        {"injuries": [9, 9, 9], "hip_fractures": [2, 2, 2]},
    )
    result = coefficient(table, three_rules, Options(tie="zero"))
    assert result.K.tolist() == [0, 0, 0]
    assert np.isnan(result.k).all()
    assert all(euros.is_nan() for euros in result.euros)


def test_rounding_happens_where_it_is_asked(three, three_rules):
    # K 25, 64, 75 → mean (25 + 128 + 225) / 6 = 63.
    result = coefficient(three, three_rules, Options(round_K=0))
    assert (result.K.tolist(), result.national) == ([25, 64, 75], 63)
    assert sum(result.euros) == result.pot
    # k 0.40, 1.02, 1.19 to two decimals.
    rounded = coefficient(three, three_rules, Options(round_k=2))
    assert rounded.euros == (Decimal("2838000.00"), Decimal("14473800.00"), Decimal("25329150.00"))
    assert rounded.euros_left == Decimal(42_570_000) - Decimal("42640950.00")


def test_printed_weights_weigh_the_points(three, three_rules):
    result = coefficient(three, three_rules, Options(halves="weights"))
    first = (0.0833 * 0 + 0.0833 * 0 + 0.1 * 100 + 0.1 * 0) / 0.3666
    second = (0.0833 * 50 + 0.0833 * 400 / 7 + 0.1 * 50 + 0.1 * 100) / 0.3666
    np.testing.assert_allclose(result.K[:2], [first, second], **close)


def test_the_countrys_own_figures_may_give_the_national_mean(three, three_rules):
    figures = Country(
        {"checkups_age_4": 60, "mmr": 95.75, "injuries": 11, "hip_fractures": 1.2},
        {"injuries": 11, "hip_fractures": 1.6},
    )
    result = coefficient(replace(three, country=figures), three_rules, Options(national_mean="country"))
    # P 50 and 50, T 50 (no change) and 100 (a change of −0.25): K = (50 + 75) / 2, on the areas' scale.
    assert result.national == pytest.approx(62.5)
    np.testing.assert_allclose(result.K, [25, 450 / 7, 75], **close)
    assert result.points["mmr"].shape == (3,)
    # 7 095 000 · 25 / 62.5
    assert result.euros[0] == Decimal("2838000.00")


def test_the_countrys_own_forms_correct_its_own_figure(counties):
    own = Country(
        {rule.key: float(counties.latest[rule.key][0]) for rule in rules("county", 2026).indicators},
        {key: float(column[0]) for key, column in counties.before.items()},
        float(counties.forms[0]),
        float(counties.births[0]),
    )
    result = coefficient(replace(counties, country=own), rules("county", 2026), Options(national_mean="country"))
    assert result.national == pytest.approx(result.K[0])


def test_asking_for_the_countrys_figures_without_them_is_an_error(three, three_rules):
    with pytest.raises(ValueError, match="country's own figures"):
        coefficient(three, three_rules, Options(national_mean="country"))


def test_the_municipalities_decree_leaves_no_choice_of_the_mean(three):
    with pytest.raises(ValueError, match="weighted"):
        coefficient(three, rules("municipality", 2026), Options(national_mean="plain"))


def test_municipal_items_are_points_and_results_are_bare_differences():
    made = rules("municipality", 2026)
    made = replace(made, indicators=(*made.process[:2], *made.result[:1]), areas=3)
    table = Table.of(
        "municipality",
        ["398", "016", "081"],
        [120_000, 8_000, 2_000],
        {"school_inspection": [100, 100, 100], "absences": [0, 100, np.nan], "poor_health": [22.0, 20.0, 30.0]},
        {"poor_health": [20.0, 20.0, 29.0]},
    )
    result = coefficient(table, made)
    assert result.points["school_inspection"].tolist() == [100, 100, 100]
    assert result.points["absences"].tolist() == [0, 100, 0]
    # Differences +2, 0, +1, not +10 %, 0, +3.4 %.
    assert result.points["poor_health"].tolist() == [0, 100, 50]
    assert result.K.tolist() == [25, 100, 50]
    # Weighted: (25 · 120 + 100 · 8 + 50 · 2) / 130 = 30; euros 20.67 · residents · K / 30.
    assert result.national == pytest.approx(30)
    assert result.euros == (Decimal("2067000.00"), Decimal("551200.00"), Decimal("68900.00"))
    assert result.missing == (Missing("081", "absences", "missing"),)


def test_fewer_areas_than_take_part_are_said(three, counties_2026):
    assert coefficient(three, counties_2026).missing[0] == Missing("", "", "areas")


def test_equal_areas_share_the_better_place(three, three_rules):
    alike = three.changed({"B": {"checkups_age_4": 80, "mmr": 97.5, "injuries": 9.9, "injuries:before": 9}})
    alike = alike.changed({"B": {"hip_fractures": 0.9, "hip_fractures:before": 1.0}})
    assert coefficient(alike, three_rules).rank.tolist() == [3, 1, 1]


def test_the_influence_of_every_other_choice_is_told(three, three_rules):
    found = {(each.option, each.value): each for each in influence_of_options(three, three_rules, Options(), "B")}
    # 14 190 000 · 450/7 ÷ (25 + 450/7 + 75)/3
    assert found["national_mean", "plain"].euros == Decimal("16657826.09")
    assert found["national_mean", "plain"].difference == Decimal("2200090.24")
    assert ("national_mean", "country") not in found
    assert found["round_K", 0].K == 64
    # The correction by forms is no question where no indicator is corrected.
    assert {option for option, _ in found} == {option.key for option in OPTIONS} - {"forms_correction"}
    with_country = replace(three, country=Country({"checkups_age_4": 60}, {"injuries": 11}))
    assert ("national_mean", "country") in {
        (each.option, each.value) for each in influence_of_options(with_country, three_rules, Options(), "B")
    }


def test_an_unknown_area_is_refused_with_the_known_ones(three, three_rules):
    with pytest.raises(ValueError, match="A, B, C"):
        influence_of_options(three, three_rules, Options(), "D")
