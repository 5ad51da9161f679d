from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.marginal import break_even, marginal
from hytti.methods.coefficient.rules import rules

HERE = Options()


def rows(table, made, area, **options):
    return {row.column: row for row in marginal(table, made, Options(**options), area)}


def euros_at(table, made, area, column, value):
    """The difference that the whole sum gives, to the cent."""
    place = table.place(area)
    changed = coefficient(table.changed({area: {column: value}}), made).euros[place]
    return changed - coefficient(table, made).euros[place]


def test_a_step_is_worth_what_the_whole_sum_says(counties, counties_2026):
    for row in marginal(counties, counties_2026, HERE, "09"):
        for step in (row.better, row.worse, row.limit):
            if step is not None:
                expected = euros_at(counties, counties_2026, "09", row.column, step.value)
                assert abs(step.euros - expected) <= Decimal("0.02")
        assert row.better.euros >= 0
        assert row.worse.euros <= 0
        assert row.better.K >= coefficient(counties, counties_2026).K[8] - 1e-9 >= row.worse.K - 2e-9


def test_a_step_goes_the_way_that_is_better_by_one_published_decimal(three, three_rules):
    found = rows(three, three_rules, "B")
    assert list(found) == ["checkups_age_4", "mmr", "injuries", "hip_fractures"]
    assert (found["checkups_age_4"].better.value, found["checkups_age_4"].worse.value) == (60.1, 59.9)
    assert (found["injuries"].better.value, found["injuries"].worse.value) == (11.9, 12.1)
    # One tenth of 40 per cent: 0.25 points.
    assert found["checkups_age_4"].better.points == pytest.approx(50.25)
    assert found["checkups_age_4"].flat is None
    assert found["checkups_age_4"].limit is None


def test_the_next_target_its_distance_and_its_jump_are_told(three, three_rules):
    found = rows(three, three_rules, "B")
    # 97 must be exceeded: the first published figure that does is 97.1; from 400/7 points to 100.
    limit = found["mmr"].limit
    assert (limit.value, limit.distance, limit.gains) == (97.1, 1.1, True)
    assert limit.points == pytest.approx(300 / 7)
    assert limit.euros == pytest.approx(euros_at(three, three_rules, "B", "mmr", 97.1), abs=Decimal("0.02"))
    at_least = rows(three, three_rules, "B", mpr_limit="at_least")["mmr"].limit
    assert (at_least.value, at_least.distance) == (97, 1)
    hips = rows(three, three_rules, "A")["hip_fractures"].limit
    assert (hips.value, hips.distance, hips.gains) == (1.0, 0.1, True)


def test_within_a_target_the_own_points_lie_flat_and_the_edge_is_told(three, three_rules):
    found = rows(three, three_rules, "C")
    assert found["hip_fractures"].at_target
    assert found["hip_fractures"].flat == (0, 1.0)
    limit = found["hip_fractures"].limit
    # At 1.1 the change is 0.1, the worst of all: from 100 points to none.
    assert (limit.value, limit.distance, limit.gains, limit.points) == (1.1, 0.2, False, -100)
    assert found["mmr"].flat == (97.1, 100)
    assert (found["mmr"].limit.value, found["mmr"].limit.gains) == (97.0, False)
    between = three.changed({"C": {"mmr": 97.04}})
    assert rows(between, three_rules, "C")["mmr"].flat == (97.04, 100)


def test_at_the_end_of_the_possible_there_is_no_step(three, three_rules):
    best = three.changed({"C": {"mmr": 100, "injuries": 0, "checkups_age_4": 0}})
    found = rows(best, three_rules, "C")
    assert found["mmr"].better is None
    assert found["injuries"].better is None
    assert found["checkups_age_4"].worse is None
    nearly = three.changed({"C": {"mmr": 99.95, "injuries": 0.04}})
    found = rows(nearly, three_rules, "C")
    assert (found["mmr"].better.value, found["injuries"].better.value) == (100, 0)


def test_a_missing_figure_has_no_steps_but_a_target(three, three_rules):
    row = rows(three.changed({"B": {"mmr": np.nan}}), three_rules, "B")["mmr"]
    assert np.isnan(row.value)
    assert (row.points, row.better, row.worse, row.flat) == (0, None, None, None)
    assert (row.limit.value, row.limit.distance, row.limit.gains, row.limit.points) == (97.1, None, True, 100)


def test_one_more_form_is_worth_something_up_to_the_births(counties, counties_2026):
    few = counties.changed({"09": {"forms": 500, "births": 1000}})
    row = rows(few, counties_2026, "09")["forms"]
    assert (row.key, row.value, row.step, row.flat) == ("brief_intervention", 500, 1, None)
    assert (row.better.value, row.worse.value) == (501, 499)
    assert row.better.euros == pytest.approx(euros_at(few, counties_2026, "09", "forms", 501), abs=Decimal("0.02"))
    assert (row.limit.value, row.limit.distance, row.limit.gains) == (1000, 500, True)
    assert row.limit.points > 0
    enough = counties.changed({"09": {"forms": 1200, "births": 1000}})
    row = rows(enough, counties_2026, "09")["forms"]
    assert (row.better.euros, row.better.points) == (0, row.points)
    assert row.flat == (1000, None)
    assert (row.limit.value, row.limit.gains) == (999, False)
    none = counties.changed({"09": {"forms": 0, "births": 0}})
    row = rows(none, counties_2026, "09")["forms"]
    assert (row.limit, row.worse, row.flat) == (None, None, (0, None))
    assert "forms" not in rows(replace(counties, forms=None), counties_2026, "09")


def municipalities():
    return Table.of(
        "municipality",
        ["398", "016", "081"],
        [120_000, 8_000, 2_000],
        {"absences": [0, 100, 0], "long_breaks": [100, 100, 0], "falls": [150.0, 160.0, 170.0]},
        {"falls": [150.0, 150.0, 150.0]},
    )


def test_a_municipal_item_turns_from_no_to_yes_at_once():
    found = rows(municipalities(), rules("municipality", 2026), "398")
    assert (found["absences"].step, found["absences"].better.value, found["absences"].worse) == (100, 100, None)
    assert (found["long_breaks"].better, found["long_breaks"].worse.value) == (None, 0)
    # K of Lahti 75 → 100, Asikkala 75, Hartola 0: pot 20.67 · 130 000 by residents · K.
    before = Decimal(2687100) * 120 * 75 / (120 * 75 + 8 * 75)
    after = Decimal(2687100) * 120 * 100 / (120 * 100 + 8 * 75)
    assert found["absences"].better.euros == pytest.approx(after - before, abs=Decimal("0.01"))
    assert {row.limit for row in found.values()} == {None}


def test_a_figure_without_a_known_end_goes_to_the_greatest_that_anybody_has(three):
    made = rules("county", 2023)
    table = Table.of(
        "county", ["A", "B"], [1, 1], {"school_psychologist": [3.0, 5.0], "neet": [9, 9]}, {"neet": [9, 9]}
    )
    assert rows(table, made, "A")["school_psychologist"].better.value == 3.1
    assert rows(table, made, "B")["school_psychologist"].better is None


def test_the_nearest_step_that_pays_is_found(three, three_rules):
    # 500 000 € over three years: 166 666.67 a year. From 60 per cent each tenth adds 0.25 points of 100 → K 0.0625.
    found = break_even(three, three_rules, HERE, "B", "checkups_age_4", Decimal(500_000), 3)
    assert (found.needed, found.reason, found.holds) == (Decimal("166666.67"), "", "level")
    assert found.euros == pytest.approx(
        euros_at(three, three_rules, "B", "checkups_age_4", found.value), abs=Decimal("0.02")
    )
    assert found.euros >= found.needed
    assert euros_at(three, three_rules, "B", "checkups_age_4", round(found.value - 0.1, 1)) < found.needed
    assert found.distance == pytest.approx(found.value - 60)


def test_a_jump_at_a_target_is_seen_on_the_way(three, three_rules):
    # Steps of a tenth from 1.14 pass from 1.04 to 0.94; the target of 1.0 between them pays.
    off_the_steps = three.changed({"A": {"hip_fractures": 1.14}})
    jump = rows(off_the_steps, three_rules, "A")["hip_fractures"].limit
    found = break_even(off_the_steps, three_rules, HERE, "A", "hip_fractures", jump.euros, 1)
    assert (found.value, found.distance) == (1.0, 0.14)
    assert found.euros == jump.euros
    at_target = break_even(three, three_rules, HERE, "A", "hip_fractures", Decimal(1000), 1)
    assert (at_target.value, at_target.holds) == (1.0, "target")
    change = break_even(three, three_rules, HERE, "B", "injuries", Decimal(1000), 1)
    assert (change.value, change.holds) == (11.9, "change")


def test_forms_pay_up_to_the_births(counties, counties_2026):
    few = counties.changed({"09": {"forms": 500, "births": 520}})
    found = break_even(few, counties_2026, HERE, "09", "forms", Decimal(1), 1)
    assert (found.value, found.distance, found.holds) == (501, 1, "level")
    assert break_even(few, counties_2026, HERE, "09", "forms", Decimal(10**9), 1).reason == "not_enough"
    enough = counties.changed({"09": {"forms": 600, "births": 520}})
    found = break_even(enough, counties_2026, HERE, "09", "forms", Decimal(1), 1)
    assert (found.value, found.reason, found.euros) == (None, "not_enough", 0)


@pytest.mark.parametrize("column", ["mmr", "hip_fractures"])
def test_what_can_never_pay_is_said_with_the_best_there_is(three, three_rules, column):
    found = break_even(three, three_rules, HERE, "C", column, Decimal(10**9), 1)
    assert (found.value, found.distance, found.reason) == (None, None, "not_enough")
    assert found.euros >= 0


def test_why_nothing_can_be_said_is_said(three, three_rules, counties, counties_2026):
    def reason(table, made, column, area="B"):
        return break_even(table, made, HERE, area, column, Decimal(1000), 1).reason

    assert reason(three, rules("county", 2023), "mmr") == "not_applied"
    assert reason(
        three, three_rules.__class__(**{**vars(three_rules), "indicators": counties_2026.indicators}), "neet"
    ) == ("absent")
    assert reason(replace(counties, births=None), counties_2026, "forms", "09") == "absent"
    assert reason(three.changed({"B": {"mmr": np.nan}}), three_rules, "mmr") == "no_datum"
    assert reason(counties.changed({"09": {"births": np.nan}}), counties_2026, "forms", "09") == "no_datum"
    bare = Table.of("county", three.areas, three.residents, {"mmr": [94, 96, 97.5]})
    assert reason(bare, three_rules, "mmr") == "unknown"


@pytest.mark.parametrize(
    ("column", "cost", "years", "says"),
    [
        ("mmr", 0, 1, "above zero"),
        ("mmr", 1, 0, "above zero"),
        ("forms", 1, 1, "No indicator is called 'forms'"),
        ("mrp", 1, 1, "'mrp'"),
    ],
)
def test_a_question_without_sense_is_refused(three, three_rules, column, cost, years, says):
    with pytest.raises(ValueError, match=says):
        break_even(three, three_rules, HERE, "B", column, Decimal(cost), years)
