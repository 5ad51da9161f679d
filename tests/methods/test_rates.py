"""Published vectors: PHEindicatormethods 2.1.0, tests/testthat (Byar, Wilson, Rate, DSR_ISR), quoted as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hytti.methods import rates
from hytti.methods.populations import standard_population
from hytti.methods.rates import (
    byar_limits,
    crude_rate,
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    mean,
    poisson_limits,
    proportion,
)

EXACT = {"rtol": 1e-9, "atol": 0}
ESP = standard_population("ESP2013_19").weights
quick = settings(max_examples=60, deadline=None)
counts = st.integers(0, 5000)
confidences = st.floats(0.5, 0.9999)


@pytest.mark.parametrize(
    ("events", "confidence", "lower", "upper"),
    [
        (65, 0.95, 50.163187710459454, 82.84913854593984),
        (1, 0.95, 0.01307213290150435, 5.5637555824752605),
        (1, 0.998, np.nan, 9.362180217908362),
    ],
)
def test_byars_limits_are_the_published_ones(events, confidence, lower, upper):
    limits = byar_limits(events, confidence=confidence)
    np.testing.assert_allclose([limits.lower, limits.upper], [lower, upper], **EXACT)


def test_byars_lower_limit_of_no_events_is_unknown_and_the_upper_known():
    limits = byar_limits([0, 10])
    assert np.isnan(limits.lower[0])
    assert limits.upper[0] > 0


def test_limits_are_exact_below_ten_events_and_byars_from_ten():
    # Exact limits of 9 events: Garwood's table, 4.115374 and 17.084803; of none: 0 and −ln 0.025.
    limits = poisson_limits([0, 9, 10])
    np.testing.assert_allclose(limits.lower[:2], [0, 4.1153731], rtol=1e-7)
    np.testing.assert_allclose(limits.upper[:2], [-np.log(0.025), 17.0848034], rtol=1e-7)
    np.testing.assert_array_equal([limits.lower[2], limits.upper[2]], [byar_limits(10).lower, byar_limits(10).upper])


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        (1, 0.025317807984289897, 5.571643390938898),
        (5, 1.62348639011842, 11.668332079322669),
        (20, 12.211428834875937, 30.889880369197066),
    ],
)
def test_crude_rates_are_the_published_ones(events, lower, upper):
    np.testing.assert_allclose(crude_rate(events, 100, per=100), (events, lower, upper), **EXACT)


def test_a_missing_count_gives_no_rate_and_no_share():
    assert np.isnan(crude_rate(np.nan, 100)).all()
    assert np.isnan(proportion(np.nan, 100)).all()
    assert np.isnan(proportion([np.nan], 100, confidence=1)).all()


def test_wilsons_limits_are_the_published_ones():
    np.testing.assert_allclose(proportion(65, 100), (0.65, 0.5525444329688797, 0.7363575175690247), **EXACT)
    np.testing.assert_allclose(proportion(615, 4963, per=100)[1:], (11.50, 13.34), atol=0.005)


def test_full_confidence_in_a_share_reaches_from_nothing_to_all():
    np.testing.assert_array_equal(proportion(65, 100, per=100, confidence=1), (65, 0, 100))


def test_a_standardised_ratio_is_the_published_one():
    ratio = indirectly_standardised_ratio([895], [835.8835612311743], [1], [1])
    expected = 1.0707232939020275, 1.0017147712553987, 1.143233287249895
    np.testing.assert_allclose(ratio, expected, **EXACT)


def test_few_events_give_a_standardised_ratio_exact_limits():
    few = indirectly_standardised_ratio([9], [835.8835612311743], [1], [1])
    np.testing.assert_allclose(few, (0.010767049882813684, 0.004923380825095776, 0.02043921455549973), **EXACT)


def test_an_indirectly_standardised_rate_is_the_ratio_times_the_reference():
    counts, population = np.array([[10.0, 20], [0, 4]]), np.array([[1000.0, 2000], [300, 400]])
    reference = np.array([50, 70]), np.array([9000, 8000])
    ratio = indirectly_standardised_ratio(counts, population, *reference)
    rate = indirectly_standardised_rate(counts, population, *reference, per=1000)
    np.testing.assert_allclose(np.array(rate), np.array(ratio) * 1000 * 120 / 17000, **EXACT)
    total = indirectly_standardised_rate([[30.0], [4]], population, *reference, per=1000)
    np.testing.assert_allclose(total.value, rate.value, **EXACT)


def test_a_directly_standardised_rate_follows_dobsons_formula():
    # By hand: two ages, weights 1 and 3; Byar's limits of 65 are published above.
    rate = directly_standardised_rate([40, 25], [1000, 500], [1, 3], per=1000)
    value = (40 / 1000 + 3 * 25 / 500) / 4
    spread = np.sqrt((40 / 1000**2 + 9 * 25 / 500**2) / 16 / 65)
    lower, upper = (value + spread * (limit - 65) for limit in (50.163187710459454, 82.84913854593984))
    np.testing.assert_allclose(rate, np.array([value, lower, upper]) * 1000, **EXACT)


def test_a_standardised_rate_needs_ten_events_at_ages_that_count():
    assert np.isnan(directly_standardised_rate([4, 5], [100, 100], [1, 1])).all()
    assert not np.isnan(directly_standardised_rate([5, 5], [100, 100], [1, 1])).any()
    assert np.isnan(directly_standardised_rate([5, 5], [100, 0], [1, 0])).all()


def test_a_missing_count_at_an_age_is_no_events():
    known = directly_standardised_rate([30.0, 0], [100, 200], [1, 1])
    np.testing.assert_array_equal(directly_standardised_rate([30, np.nan], [100, 200], [1, 1]), known)
    np.testing.assert_array_equal(
        indirectly_standardised_ratio([30, np.nan], [100, 200], [1, 1], [9, 9]),
        indirectly_standardised_ratio([30, 0], [100, 200], [1, 1], [9, 9]),
    )


def test_repeat_events_widen_the_interval_by_the_squares_of_their_numbers():
    once, twice = np.array([30.0, 20]), np.array([10.0, 5])
    population, weights = np.array([1000.0, 900]), np.array([2.0, 1])
    rate = directly_standardised_rate([once, twice], population, weights, event_frequency=[1, 2], per=1)
    simple = directly_standardised_rate(once + 2 * twice, population, weights, per=1)
    np.testing.assert_allclose(rate.value, simple.value, **EXACT)
    variances = [(weights**2 * events / population**2).sum() / 9 for events in (once + 4 * twice, once + 2 * twice)]
    widening = np.sqrt(variances[0] / variances[1])
    np.testing.assert_allclose(rate.upper - rate.value, widening * (simple.upper - simple.value), rtol=1e-9)
    alone = directly_standardised_rate([once], population, weights, event_frequency=[1], per=1)
    np.testing.assert_array_equal(alone, directly_standardised_rate(once, population, weights, per=1))


def test_a_mean_has_students_interval():
    # t(4; 0.975) = 2.7764451, any table of Student's distribution; a standard deviation of √2.5.
    centre = mean([[1, 2, 3, 4, 5], [1, np.nan, np.nan, np.nan, np.nan], [np.nan] * 5])
    reach = 2.7764451051977987 * np.sqrt(2.5 / 5)
    np.testing.assert_allclose(np.array(centre)[:, 0], (3, 3 - reach, 3 + reach), **EXACT)
    assert centre.value[1] == 1
    assert np.isnan([centre.lower[1], centre.upper[1], centre.value[2]]).all()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: byar_limits(-1), "negative"),
        (lambda: poisson_limits(np.inf), "finite"),
        (lambda: byar_limits(1, confidence=1), "confidence"),
        (lambda: crude_rate(1, 0), "population"),
        (lambda: crude_rate(1, 10, per=0), "per"),
        (lambda: crude_rate([1, 2], [1, 2, 3]), "broadcast"),
        (lambda: proportion(11, 10), "outnumber"),
        (lambda: proportion(-1, 10), "negative"),
        (lambda: directly_standardised_rate([20, -1], [9, 9], [1, 1]), "negative"),
        (lambda: directly_standardised_rate([20, np.inf], [9, 9], [1, 1]), "finite"),
        (lambda: directly_standardised_rate([20, 1], [9, 0], [1, 1]), "population"),
        (lambda: directly_standardised_rate([20, 1], [9, np.inf], [1, 1]), "population"),
        (lambda: directly_standardised_rate([20, 1], [9, 9], [1, -1]), "weights"),
        (lambda: directly_standardised_rate([20, 1], [9, 9], [0, 0]), "weights"),
        (lambda: directly_standardised_rate([20, 1], [9, 9], [1, 1, 1]), "broadcast"),
        (lambda: directly_standardised_rate([20, 1], [9, 9], [1, 1], event_frequency=[1]), "frequencies"),
        (lambda: directly_standardised_rate([[20, 1]], [9, 9], [1, 1], event_frequency=[0]), "event_frequency"),
        (lambda: directly_standardised_rate([20], [9, 9], [1, 1]), "ages"),
        (lambda: indirectly_standardised_ratio([1], [0], [1], [1]), "expected"),
        (lambda: indirectly_standardised_ratio([1], [1], [1, 1], [1, 1]), "ages"),
        (lambda: indirectly_standardised_ratio([1], [np.nan], [1], [1]), "missing"),
        (lambda: indirectly_standardised_ratio([1], [1], [1], [0]), "reference_population"),
        (lambda: mean([1, np.inf]), "finite"),
    ],
)
def test_wrong_input_is_refused_in_words(call, says):
    with pytest.raises(ValueError, match=says):
        call()


@quick
@given(counts, st.integers(1, 10**6), confidences, confidences)
def test_intervals_hold_the_value_and_widen_with_confidence(events, population, one, other):
    narrow, wide = sorted((one, other))
    for method in (crude_rate, proportion):
        assume(method is crude_rate or events <= population)
        inner, outer = (method(events, population, confidence=level) for level in (narrow, wide))
        assert outer.lower <= inner.lower <= inner.value <= inner.upper <= outer.upper


ages = st.integers(2, 6).flatmap(
    lambda size: st.tuples(
        *(
            st.lists(numbers, min_size=size, max_size=size)
            for numbers in (st.integers(5, 1000), st.integers(1, 10**5), st.floats(0.01, 1000))
        )
    )
)


@quick
@given(ages, st.floats(1e-3, 1e3))
def test_a_standardised_rate_minds_only_the_proportions_of_the_weights(data, scale):
    events, population, weights = (np.array(part, dtype=float) for part in data)
    np.testing.assert_allclose(
        directly_standardised_rate(events, population, weights * scale),
        directly_standardised_rate(events, population, weights),
        rtol=1e-9,
    )


@quick
@given(ages, st.floats(0.5, 0.9), st.floats(0.91, 0.999))
def test_a_standardised_interval_holds_the_value_and_widens_with_confidence(data, narrow, wide):
    inner, outer = (directly_standardised_rate(*data, confidence=level) for level in (narrow, wide))
    assert outer.lower <= inner.lower <= inner.value <= inner.upper <= outer.upper


@quick
@given(ages)
def test_a_rate_standardised_to_its_own_population_is_crude(data):
    events, population, _ = data
    own = directly_standardised_rate(events, population, population)
    np.testing.assert_allclose(own.value, crude_rate(sum(events), sum(population)).value, rtol=1e-9)
    if sum(events) >= rates.EXACT_BELOW:
        np.testing.assert_allclose(own, crude_rate(sum(events), sum(population)), rtol=1e-9)


def test_groups_broadcast_over_any_leading_dimensions():
    random = np.random.default_rng(7)
    events = random.poisson(4, (3, 5000, 2, 19))
    population = random.uniform(100, 1000, (5000, 1, 19))
    whole = directly_standardised_rate(events, population, ESP)
    assert whole.value.shape == (3, 5000, 2)
    alone = directly_standardised_rate(events[2, 4321, 1], population[4321, 0], ESP)
    np.testing.assert_allclose([part[2, 4321, 1] for part in whole], alone, **EXACT)
    none = directly_standardised_rate(np.empty((0, 19)), population[0], ESP)
    assert none.value.shape == (0,)
