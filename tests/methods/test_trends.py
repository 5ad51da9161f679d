from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods.estimates import Estimate
from hytti.methods.trends import joinpoints, recent_trend

quick = settings(max_examples=40, deadline=None)
YEARS = np.arange(2000, 2016)


def _series(values, reach=1.96):
    values = np.asarray(values, dtype=float)
    return Estimate.of(values, values - reach, values + reach)


def test_the_slope_and_its_chi_squared_are_the_weighted_lines():
    # SE = 1 at each point: b = Σ(t−3)y / 10 and SE² = 1 / 10.
    trend = recent_trend(_series([1, 3, 4, 6, 9]))
    slope = (-2 * 1 - 3 + 6 + 2 * 9) / 10
    assert (trend.slope, trend.chi_squared) == (pytest.approx(slope), pytest.approx(10 * slope**2))


@pytest.mark.parametrize(
    ("values", "direction", "when_worse"),
    [
        ([0, 1, 2, 3, 4], "increase", "worse"),
        ([4, 3, 2, 1, 0], "decrease", "better"),
        ([0, 0.3, 0.6, 0.9, 1.2], "none", ""),
        ([50, 9, 7, 5, 3, 1], "decrease", "better"),
        ([1, 2, 3, 4], "not enough", ""),
        ([1, 2, np.nan, 4, 5], "not enough", ""),
        ([np.nan, 0, 1, 2, 3, 4], "increase", "worse"),
    ],
)
def test_the_last_five_points_tell_the_direction(values, direction, when_worse):
    trend = recent_trend(_series(values), higher_is="worse")
    assert (trend.direction, trend.judgement) == (direction, when_worse)
    assert np.isnan(trend.slope) == (direction == "not enough")


def test_the_critical_value_is_that_of_fingertips():
    # χ²(1; 99.8 %) = 9.54953570608324: slopes on both sides of √(9.5495 / 10).
    below, above = (np.arange(5) * np.sqrt((9.54953570608324 + step) / 10) for step in (-1e-6, 1e-6))
    assert recent_trend(_series([below, above])).direction.tolist() == ["none", "increase"]


@pytest.mark.parametrize(
    ("values", "lower", "upper", "higher_is", "published"),
    [
        (  # Diabetes known to general practices, England, %
            [7.0826, 7.1085, 7.2571, 7.4528, 7.6554],
            [7.0754, 7.1013, 7.2499, 7.4456, 7.6481],
            [7.0940, 7.1199, 7.2684, 7.4643, 7.6669],
            None,
            ("increase", ""),
        ),
        (  # Measles, mumps and rubella vaccine by the age of two, Yorkshire and the Humber, %
            [92.6254, 92.3221, 90.8708, 90.0170, 90.1013],
            [92.4168, 92.1072, 90.6358, 89.7694, 89.8578],
            [92.8288, 92.5315, 91.1004, 90.2594, 90.3396],
            "better",
            ("decrease", "worse"),
        ),
        (  # Sight lost to diabetic eye disease, England, per 100 000: a single low year does not hide the rise
            [2.9350, 1.93028, 2.7567, 2.8701, 3.0121],
            [2.7841, 1.8085, 2.6113, 2.7225, 2.8616],
            [3.0919, 2.0580, 2.9082, 3.0237, 3.1683],
            "worse",
            ("increase", "worse"),
        ),
    ],
)
def test_markers_of_real_series_are_the_published_ones(values, lower, upper, higher_is, published):
    # Years 2020–2024 of Fingertips: dhsc-govuk/FingertipsNext, trend-analysis/…/TrendCalculatorTests.cs, 6830bec9.
    trend = recent_trend(Estimate.of(values, lower, upper), higher_is=higher_is)
    assert (trend.direction, trend.judgement) == published


def test_one_point_that_makes_the_trend_alone_is_not_a_trend():
    jump = recent_trend(_series([3, 2, 1, 0, 30]))
    assert jump.chi_squared > 9.55
    assert jump.direction == "none"


def test_points_without_an_interval_are_not_enough():
    assert recent_trend(_series([0, 1, 2, 3, 4], reach=0)).direction == "not enough"
    assert recent_trend(Estimate.without_limits([0, 1, 2, 3, 4])).direction == "not enough"


def test_nothing_is_judged_where_no_direction_is_good():
    trends = recent_trend(_series([[0, 1, 2, 3, 4]] * 2))
    assert trends.judgement.tolist() == ["", ""]
    assert recent_trend(_series([0, 1, 2, 3, 4]), higher_is="better").judgement == "better"
    with pytest.raises(ValueError, match="higher_is"):
        recent_trend(_series([0, 1, 2, 3, 4]), higher_is="best")


@quick
@given(st.lists(st.floats(-50, 50), min_size=5, max_size=5), st.floats(0.1, 10))
def test_a_turned_series_has_the_turned_trend(values, reach):
    turned = {"increase": "decrease", "decrease": "increase", "none": "none"}
    one, other = (recent_trend(_series(sign * np.array(values), reach)) for sign in (1, -1))
    assert other.direction == turned[str(one.direction)]


def _broken(changes, knots, years=YEARS):
    slopes = np.log1p(np.array(changes) / 100)
    bends = [0.0, *np.diff(slopes)]
    line = slopes[0] * (years - years[0])
    return np.exp(3 + line + sum(b * np.maximum(years - k, 0) for b, k in zip(bends[1:], knots, strict=True)))


@pytest.mark.parametrize(("changes", "knots"), [([3.0], []), ([10.0, -5.0], [2008]), ([10.0, -5.0, 2.0], [2004, 2010])])
def test_turns_and_yearly_changes_are_found_again(changes, knots):
    found = joinpoints(_broken(changes, knots), YEARS)
    assert found.number == len(knots)
    assert found.years[: len(knots)].tolist() == knots
    np.testing.assert_allclose(found.change.value[: len(changes)], changes, rtol=1e-7)
    assert np.isnan(found.change.value[len(changes) :]).all()
    spans = np.diff([2000, *knots, 2015])
    average = 100 * np.expm1((np.log1p(np.array(changes) / 100) * spans).sum() / 15)
    assert found.average_change.value == pytest.approx(average, rel=1e-7)
    np.testing.assert_allclose(found.fitted, _broken(changes, knots), rtol=1e-7)


def test_short_series_get_fewer_turns():
    bent = _broken([30.0, -30.0, 30.0], [2004, 2008])
    number = {points: float(joinpoints(bent[:points], YEARS[:points]).number) for points in (3, 4, 6, 7, 11, 16)}
    assert np.isnan(number.pop(3))
    assert number == {4: 0, 6: 0, 7: 1, 11: 1, 16: 2}
    assert joinpoints(bent, YEARS, most=1).number == 1
    assert joinpoints(bent, YEARS, most=0).years.shape == (0,)


def test_a_series_with_a_gap_or_a_zero_has_no_answer_and_does_not_stop_the_others():
    whole = _broken([3.0], [])
    broken = [whole * np.where(YEARS == 2005, spoiled, 1) for spoiled in (np.nan, 0)]
    found = joinpoints([[whole, *broken]], YEARS)
    assert found.number.shape == (1, 3)
    assert found.number[0, 0] == 0
    assert np.isnan(found.number[0, 1:]).all()
    assert np.isnan(found.average_change.value[0, 1:]).all()
    assert np.isnan(joinpoints(broken, YEARS).fitted).all()


@pytest.mark.parametrize(
    ("values", "years", "options", "says"),
    [
        ([1, 2, -1, 3], [1, 2, 3, 4], {}, "negative"),
        ([1, 2, 1, 3], [1, 2, 2, 4], {}, "rise"),
        ([1, 2, 1, 3], [1, 2, 3], {}, "one for each value"),
        ([1, 2, 1, 3], [1, 2, 3, 4], {"most": 3}, "most"),
    ],
)
def test_wrong_series_are_refused(values, years, options, says):
    with pytest.raises(ValueError, match=says):
        joinpoints(values, years, **options)


@quick
@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3), st.floats(0.5, 0.9), st.floats(0.91, 0.999))
def test_changes_lie_within_intervals_that_widen_and_do_not_mind_the_unit(seed, unit, narrow, wide):
    values = _broken([10.0, -5.0], [2008]) * np.exp(np.random.default_rng(seed).normal(0, 0.05, YEARS.size))
    inner, outer = joinpoints(values, YEARS, confidence=narrow), joinpoints(values * unit, YEARS, confidence=wide)
    np.testing.assert_allclose(inner.change.value, outer.change.value, rtol=1e-6)
    for small, large in ((inner.change, outer.change), (inner.average_change, outer.average_change)):
        known = ~np.isnan(small.value)
        assert (large.lower < small.lower)[known].all()
        assert ((small.lower <= small.value) & (small.value <= small.upper))[known].all()
        assert (small.upper < large.upper)[known].all()


def test_a_series_without_points_has_no_answer():
    found = joinpoints([], [])
    assert np.isnan(found.number)
    assert np.isnan(found.years).all()
