"""What holds for any table, against a plain reading of the decree in fractions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.apportion import apportion, to_cent
from hytti.methods.coefficient.rules import rules

quick = settings(max_examples=60, deadline=None)
MADE = rules("county", 2026)


@st.composite
def tables(draw, gaps=False):
    """Figures of one decimal for a few areas; a coarse grain makes ties and targets common, gaps are missing."""
    areas, grain = draw(st.integers(2, 6)), draw(st.sampled_from([1, 5, 50]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def column(low, high):
        figures = np.maximum(random.integers(low, high + 1, areas) // grain * grain, low) / 10
        return np.where(random.random(areas) < 0.2, np.nan, figures) if gaps else figures

    latest = {rule.key: column(0, 1000) for rule in MADE.process}
    latest |= {rule.key: column(1, int(rule.target * 40)) for rule in MADE.result}
    return Table.of(
        "county",
        [f"{number:02}" for number in range(areas)],
        random.integers(1, 900_000, areas),
        latest,
        {rule.key: column(1, int(rule.target * 40)) for rule in MADE.result},
        forms=random.integers(0, 3000, areas),
        births=random.integers(0, 3000, areas) * random.integers(0, 2, areas),
    )


def exact(value):
    """A published figure as it is written, None where missing."""
    return None if np.isnan(value) else Fraction(str(value))


def by_the_letter(table):
    """K of every area as decree 1392/2022 3 a § says it, in fractions, one area and indicator after the other."""
    halves = {"process": [], "result": []}
    for rule in MADE.indicators:
        latest = [exact(value) for value in table.latest[rule.key]]
        if rule.half == "process":
            scaled = list(latest)
            if rule.key == "brief_intervention":
                counts = [(int(forms), int(births)) for forms, births in zip(table.forms, table.births, strict=True)]
                scaled = [
                    level if level is None or forms >= births else level * Fraction(forms, births)
                    for level, (forms, births) in zip(scaled, counts, strict=True)
                ]
            full = [rule.key == "mmr" and level is not None and level > 97 for level in latest]
        else:
            before = [exact(value) for value in table.before[rule.key]]
            # Lower is better: the points rise as the relative change falls.
            scaled = [
                None if new is None or old is None else -(new - old) / old
                for new, old in zip(latest, before, strict=True)
            ]
            full = [level is not None and level <= Fraction(str(rule.target)) for level in latest]
        if all(level is None for level in latest) or (rule.half == "result" and all(old is None for old in before)):
            continue
        known = [value for value in scaled if value is not None]
        points = []
        for value, at_target in zip(scaled, full, strict=True):
            if at_target:
                points.append(Fraction(100))
            elif value is None:
                points.append(Fraction(0))
            elif max(known) == min(known):
                points.append(Fraction(50))
            else:
                points.append(100 * (value - min(known)) / (max(known) - min(known)))
        halves[rule.half].append(points)
    if not halves["process"] or not halves["result"]:
        return None
    means = [[sum(area) / len(half) for area in zip(*half, strict=True)] for half in halves.values()]
    return [(process + result) / 2 for process, result in zip(*means, strict=True)]


@quick
@given(tables(gaps=True))
def test_the_sum_is_the_letter_of_the_decree(table):
    expected = by_the_letter(table)
    result = coefficient(table, MADE)
    if expected is None:
        assert np.isnan(result.K).all()
        return
    np.testing.assert_allclose(result.K, [float(K) for K in expected], rtol=1e-9, atol=1e-9)
    residents = [int(number) for number in table.residents]
    whole = sum(K * number for K, number in zip(expected, residents, strict=True)) / sum(residents)
    if whole:
        np.testing.assert_allclose(result.k, [float(K / whole) for K in expected], rtol=1e-9)


@quick
@given(tables(gaps=True))
def test_the_weighted_mean_gives_back_the_whole_pot_to_the_cent(table):
    result = coefficient(table, MADE)
    if not np.isnan(result.k).any():
        assert sum(result.euros) == Decimal("70.95") * int(table.residents.sum())
        for euros, at_one, k in zip(result.euros, result.euros_at_one, result.k, strict=True):
            assert abs(euros - at_one * Decimal(float(k))) < Decimal("0.0101")


@quick
@given(tables(), st.integers(2, 50), st.integers(0, 4))
def test_the_unit_of_a_result_does_not_matter(table, factor, which):
    rule = MADE.result[which]
    columns = {name: table.column(name) * factor for name in (rule.key, f"{rule.key}:before")}
    indicators = tuple(
        replace(each, target=each.target * factor) if each.key == rule.key else each for each in MADE.indicators
    )
    other = coefficient(table.with_columns(columns), replace(MADE, indicators=indicators))
    # A figure on the very edge of its target may fall to the other side once multiplied: keep off the edge.
    if not np.isclose(table.column(rule.key), rule.target).any():
        np.testing.assert_allclose(other.K, coefficient(table, MADE).K, atol=1e-6)


@quick
@given(tables(), st.integers(0, 4), st.integers(-20, 20), st.integers(2, 50))
def test_the_unit_and_zero_of_a_process_without_a_target_do_not_matter(table, which, shift, factor):
    rule = [each for each in MADE.process if each.key not in ("mmr", "brief_intervention")][which % 4]
    other = table.with_columns({rule.key: table.column(rule.key) * factor + shift})
    np.testing.assert_allclose(coefficient(other, MADE).K, coefficient(table, MADE).K, atol=1e-6)


@quick
@given(tables(gaps=True), st.randoms(use_true_random=False))
def test_the_order_of_the_areas_does_not_matter(table, random):
    order = list(range(len(table.areas)))
    random.shuffle(order)
    shuffled = table.with_columns({name: table.column(name)[order] for name in table.columns()})
    shuffled = replace(shuffled, areas=tuple(table.areas[at] for at in order))
    first, other = coefficient(table, MADE), coefficient(shuffled, MADE)
    np.testing.assert_array_equal(other.K, first.K[order])
    np.testing.assert_array_equal(other.rank, first.rank[order])
    assert [str(euros) for euros in other.euros] == [str(first.euros[at]) for at in order]


@quick
@given(
    tables(gaps=True), st.integers(0, 5), st.sampled_from([rule.key for rule in MADE.indicators]), st.integers(1, 300)
)
def test_improving_a_figure_never_lowers_the_own_K_nor_the_own_euros(table, area, key, tenths):
    place = area % len(table.areas)
    today = table.latest[key][place]
    if np.isnan(today):
        return
    lower = MADE.indicator(key).lower_is_better
    better = max(today - tenths / 10, 0) if lower else min(today + tenths / 10, 100)
    first = coefficient(table, MADE)
    other = coefficient(table.changed({table.areas[place]: {key: better}}), MADE)
    if not np.isnan(first.k).any() and not np.isnan(other.k).any():
        assert other.K[place] >= first.K[place] - 1e-9
        assert other.euros[place] >= first.euros[place] - Decimal("0.02")


@quick
@given(tables(), st.integers(0, 5), st.integers(1, 500))
def test_recording_more_forms_never_lowers_the_own_K(table, area, more):
    place = area % len(table.areas)
    other = table.changed({table.areas[place]: {"forms": table.forms[place] + more}})
    assert coefficient(other, MADE).K[place] >= coefficient(table, MADE).K[place] - 1e-9


def test_on_one_scale_for_all_changes_improving_can_lower_the_own_K():
    """The counterexample of the page: A leads in injuries, and by leading more it stretches the scale of its NEET."""
    made = replace(MADE, indicators=tuple(MADE.indicator(key) for key in ("mmr", "injuries", "neet")))

    def own(injuries):
        latest = {"mmr": [90, 91], "injuries": [injuries, 110], "neet": [20, 30]}
        table = Table.of("county", ["A", "B"], [1, 1], latest, {"injuries": [100, 100], "neet": [20, 20]})
        return {
            scaling: coefficient(table, made, Options(scaling=scaling)).K[0] for scaling in ("pooled", "per_indicator")
        }

    # Pooled from −0.1 to 0.5: NEET at 0 gets 83.3 points; from −0.4 to 0.5 only 55.6.
    assert own(90)["pooled"] == pytest.approx((0 + (100 + 100 * 0.5 / 0.6) / 2) / 2)
    assert own(60)["pooled"] == pytest.approx((0 + (100 + 100 * 0.5 / 0.9) / 2) / 2)
    assert own(60)["pooled"] < own(90)["pooled"]
    assert own(60)["per_indicator"] == own(90)["per_indicator"]


weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda each: sum(each) > 0)


@quick
@given(st.integers(0, 10**12), weights)
def test_every_cent_is_given_and_nobody_is_a_cent_off(cents, shares):
    pot = Decimal(cents).scaleb(-2)
    given_out = apportion(pot, shares, [str(at) for at in range(len(shares))])
    assert sum(given_out) == pot
    total = sum(Fraction(share) for share in shares)
    for euros, share in zip(given_out, shares, strict=True):
        assert abs(Fraction(euros) - Fraction(pot) * Fraction(share) / total) < Fraction(1, 100)


def test_of_equal_remainders_the_heavier_gets_the_cent_and_of_equal_weights_the_first_code():
    # 1.00 in thirds: 33⅓ cents each. 0.05 by 1 : 3 : 1 : 5 = 0.5, 1.5, 0.5, 2.5 cents: two cents go to 5 and 3.
    assert apportion(Decimal("1.00"), [1, 1, 1], ["20", "09", "11"]) == (
        Decimal("0.33"),
        Decimal("0.34"),
        Decimal("0.33"),
    )
    assert apportion(Decimal("0.05"), [1, 3, 1, 5], "abcd") == tuple(map(Decimal, ("0.00", "0.02", "0.00", "0.03")))


@pytest.mark.parametrize(
    ("pot", "shares", "says"),
    [("1.005", [1, 2], "parts of a cent"), ("1.00", [0, 0], "not be negative"), ("1.00", [2, -1], "not be negative")],
)
def test_a_pot_or_weights_that_cannot_be_divided_are_refused(pot, shares, says):
    with pytest.raises(ValueError, match=says):
        apportion(Decimal(pot), shares, "ab")


def test_half_a_cent_is_rounded_up():
    assert (to_cent(Decimal("0.005")), to_cent(Decimal("-0.005")), to_cent(0.125)) == tuple(
        map(Decimal, ("0.01", "-0.01", "0.13"))
    )
    assert to_cent(Decimal("NaN")).is_nan()
