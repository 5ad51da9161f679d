"""Published vectors: PHEindicatormethods, tests/testthat (funnel_ratio_outputs, funnel_rate_outputs), quoted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hytti.methods.benchmarks import (
    compared,
    funnel_curve,
    funnel_flag,
    proportion_funnel,
    quintiles,
    rate_funnel,
    ratio_funnel,
    spine_position,
)
from hytti.methods.estimates import Estimate
from hytti.methods.rates import crude_rate, proportion

quick = settings(max_examples=60, deadline=None)
EXACT = {"rtol": 1e-9, "atol": 1e-12}


@pytest.mark.parametrize(
    ("higher_is", "words"),
    [
        (None, ["lower", "similar", "higher", "not compared"]),
        ("better", ["worse", "similar", "better", "not compared"]),
        ("worse", ["better", "similar", "worse", "not compared"]),
    ],
)
def test_an_area_is_compared_by_its_whole_interval(higher_is, words):
    areas = Estimate.of([3, 5, 8, 5], [2, 4, 7, np.nan], [4, 6, 9, 6])
    assert compared(areas, 5, higher_is=higher_is).tolist() == words


def test_an_area_whose_interval_ends_at_the_reference_is_similar():
    assert compared(Estimate.of([3, 7], [2, 5], [5, 9]), 5).tolist() == ["similar", "similar"]
    assert compared(Estimate.of(3, 2, 5), np.nan) == "not compared"


def test_a_spine_has_the_reference_at_nought_and_the_farthest_area_at_an_end():
    spine = spine_position(5, [1, 2, 3, 4, 9, np.nan], 4)
    np.testing.assert_allclose(spine, (0.2, -0.6, -0.4, 0, 1), **EXACT)
    turned = spine_position([5, 9], [[1, 2, 3, 4, 9]] * 2, 4, higher_is="worse")
    np.testing.assert_allclose(np.array(turned)[:, 0], (-0.2, -1, 0, 0.4, 0.6), **EXACT)
    assert turned.position[1] == -1


def test_equal_areas_lie_on_the_reference_and_missing_ones_nowhere():
    np.testing.assert_array_equal(spine_position(4, [4, 4], 4), 0)
    assert np.isnan(spine_position(4, [np.nan, np.nan], 4)).all()
    with pytest.raises(ValueError, match="higher_is"):
        spine_position(4, [4], 4, higher_is="fine")


def test_fifths_follow_the_published_rule():
    # q = floor(k + 1 − ceil((N + 1 − rank) / (N / k))), ties sharing the lowest rank.
    np.testing.assert_array_equal(quintiles(np.arange(10)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    np.testing.assert_array_equal(quintiles(np.arange(7)), [1, 1, 2, 3, 3, 4, 5])
    np.testing.assert_array_equal(quintiles([3, 3, 3, 4, 5]), [1, 1, 1, 4, 5])
    np.testing.assert_array_equal(quintiles(np.arange(10), highest_first=True), quintiles(np.arange(10))[::-1])
    np.testing.assert_array_equal(quintiles(np.arange(4), groups=4), [1, 2, 3, 4])


def test_too_few_areas_have_no_fifths():
    found = quintiles([[1, 2, 3, np.nan, 5], [1, 2, 3, 4, 5]])
    assert np.isnan(found[0]).all()
    assert found[1].tolist() == [1, 2, 3, 4, 5]
    with pytest.raises(ValueError, match="groups"):
        quintiles([1, 2, 3], groups=1)


def test_limits_of_a_proportion_are_the_formulas():
    average, size = 0.3, np.array([50, 400])
    reach = 3.0902323061678132 * np.sqrt(average * 0.7 / size)
    limits = proportion_funnel(30, size, per=100, confidence=0.998)
    np.testing.assert_allclose(limits.upper, 100 * (average + reach), **EXACT)
    np.testing.assert_allclose(limits.lower, 100 * (average - reach), **EXACT)
    assert proportion_funnel(0.01, 10).lower == 0


@pytest.mark.parametrize(
    ("events", "confidence", "published"),
    [
        (1, 0.95, (5.571644585, 17.94802207, 0.025317898, 3949.774946)),
        (10, 0.95, (18.39035799, 54.3763205, 4.795387629, 208.5337156)),
        (716, 0.998, (802.60414, 89.20960712, 636.1521174, 112.5516964)),
    ],
)
def test_a_funnels_curve_is_the_published_one(events, confidence, published):
    curve = funnel_curve(events, per=100, confidence=confidence)
    # The published curve was found by halving until 1.6e-4 of the tail, far coarser than ours.
    low_at, low, high_at, high = curve
    np.testing.assert_allclose((low_at, low, high_at, high), published, rtol=1e-5)


@quick
@given(st.floats(1, 5000), st.sampled_from([0.95, 0.998]))
def test_limits_at_the_curves_points_are_the_curve(events, confidence):
    curve = funnel_curve(events, confidence=confidence)
    low = ratio_funnel(curve.lower_expected, confidence=confidence)
    high = ratio_funnel(curve.upper_expected, confidence=confidence)
    np.testing.assert_allclose([low.lower, high.upper], [curve.lower_ratio, curve.upper_ratio], rtol=1e-9)


def test_where_nothing_is_not_unusual_the_lower_limit_is_nought():
    limits = ratio_funnel([3, 4], per=100)
    assert limits.value.tolist() == [100, 100]
    assert limits.lower[0] == 0
    assert limits.lower[1] > 0


def test_limits_of_a_rate_are_those_of_the_expected_events():
    limits = rate_funnel(116.0, [50_000, 90_000])
    ratios = ratio_funnel(np.array([58, 104.4]))
    np.testing.assert_allclose(np.array(limits), 116 * np.array(ratios), **EXACT)


def test_a_flag_tells_the_side_and_how_unusual_it_is():
    rates = [crude_rate([20, 66, 100, 130, 160, np.nan], 1000, per=1000, confidence=level) for level in (0.95, 0.998)]
    assert funnel_flag(*rates, 100).tolist() == [
        "low 0.001", "low 0.001", "within", "high 0.025", "high 0.001", "not enough",
    ]  # fmt: skip
    assert (
        funnel_flag(crude_rate(80, 1000, per=1000), crude_rate(80, 1000, per=1000, confidence=0.998), 100)
        == "low 0.025"
    )


@quick
@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.01, 0.99))
def test_wilsons_interval_flags_what_lies_outside_the_funnel(events, population, average):
    assume(events <= population)
    inner, outer = (proportion(events, population, confidence=level) for level in (0.95, 0.998))
    limits = proportion_funnel(average, population)
    outside = not limits.lower <= inner.value <= limits.upper
    assume(min(abs(inner.value - limits.lower), abs(inner.value - limits.upper)) > 1e-9)
    assert (funnel_flag(inner, outer, average) != "within") == outside


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: proportion_funnel(1.1, 10), "average"),
        (lambda: proportion_funnel(-0.1, 10), "average"),
        (lambda: proportion_funnel(0.1, 0), "population"),
        (lambda: rate_funnel(0, 10), "average"),
        (lambda: ratio_funnel(0), "expected"),
        (lambda: funnel_curve(0), "events"),
        (lambda: compared(Estimate.of([1, 2], 1, 2), [1, 2, 3]), "broadcast"),
        (lambda: compared(Estimate.of(1, 1, 2), 1, higher_is="more"), "higher_is"),
    ],
)
def test_wrong_input_is_refused_in_words(call, says):
    with pytest.raises(ValueError, match=says):
        call()
