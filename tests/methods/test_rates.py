"""Published vectors, quoted as numbers: PHEindicatormethods 2.1.0 (ukhsa-collaboration), its tests and vignettes."""

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


# The introduction of the package (inst/doc/PHEindicatormethodsIntroVignette.html, b0fa919d) prints eight areas: the
# proportion with its limits at 95 and 99.8 %, and the rate per 100 000, all to seven digits.
PRINTED = {
    (87, 131): (
        *(0.664122137, 0.579592491, 0.73930053, 0.5293576135, 0.77658434),
        *(66412.2137, 53191.89721, 81920.133),
    ),
    (1, 164): (
        *(0.006097561, 0.001077181, 0.03372625, 0.0005322047, 0.06601672),
        *(609.7561, 15.43769, 3397.344),
    ),
    (44, 134): (
        *(0.328358209, 0.254598570, 0.41168471, 0.2181147658, 0.46143836),
        *(32835.8209, 23856.24577, 44081.622),
    ),
    (13, 109): (
        *(0.119266055, 0.071039739, 0.19341500, 0.0529712429, 0.24689949),
        *(11926.6055, 6344.25775, 20396.080),
    ),
    (83, 131): (
        *(0.633587786, 0.548367919, 0.71119617, 0.4985908973, 0.75043163),
        *(63358.7786, 50463.30549, 78543.665),
    ),
    (7, 139): (
        *(0.050359712, 0.024605552, 0.10029837, 0.0167360401, 0.14179381),
        *(5035.9712, 2024.72162, 10376.025),
    ),
    (43, 137): (
        *(0.313868613, 0.242136529, 0.39575419, 0.2069168113, 0.44507799),
        *(31386.8613, 22712.53344, 42278.943),
    ),
    (5, 163): (
        *(0.030674847, 0.013172190, 0.06978956, 0.0084801369, 0.10481797),
        *(3067.4847, 996.00392, 7158.486),
    ),
}


@pytest.mark.parametrize(("counted", "printed"), PRINTED.items())
def test_shares_and_rates_are_the_printed_ones(counted, printed):
    wider = proportion(*counted, confidence=0.998)[1:]
    np.testing.assert_allclose([*proportion(*counted), *wider, *crude_rate(*counted)], printed, rtol=5e-7)


@pytest.mark.parametrize(
    ("counted", "lower", "upper"),
    [
        ((87, 131), 46.54873, 91.51034),
        ((1, 164), 6.100612e-04, 5.63013),
        ((7, 139), 1.093767, 14.11955),
        ((5, 163), 0.4536023, 10.09494),
    ],
)
def test_wide_limits_of_rates_are_the_printed_ones(counted, lower, upper):
    np.testing.assert_allclose(crude_rate(*counted, per=100, confidence=0.998)[1:], (lower, upper), rtol=5e-7)


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


# Counts, persons, and counts and persons of the reference at ages 0–4 to 90+: R/isr_sheet.csv, 39a8c9fb.
OBSERVED = np.array([127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91])
PERSONS = np.array([636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207])
REFERENCE = np.array([
    *(10303, 2824, 3225, 3615, 3641, 3490, 3789, 3213, 3031, 2771),
    *(3089, 3490, 3595, 4745, 5514, 7125, 5694, 6210, 5757),
])  # fmt: skip
REFERENCE_PERSONS = np.array([
    *(50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463),
    *(60479, 49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918),
])  # fmt: skip


def test_a_directly_standardised_rate_is_the_published_one():
    published = 10430.247991469423, 9717.709067985681, 11178.94091547925
    np.testing.assert_allclose(directly_standardised_rate(OBSERVED, PERSONS, ESP), published, **EXACT)
    # The same limits follow per 10 000, and a tiny area of nine events has none.
    np.testing.assert_allclose(
        directly_standardised_rate(OBSERVED, PERSONS, ESP, per=10_000), np.array(published) / 10, **EXACT
    )
    tiny = np.zeros(19)
    tiny[:9] = 1
    assert np.isnan(directly_standardised_rate(tiny, PERSONS, ESP)).all()


def test_a_rate_with_empty_ages_is_the_printed_one():
    # inst/doc/DSR-vignette.html, 423d2627: no deaths at 10–24; printed to seven digits.
    deaths = [1, 1, 0, 0, 0, 1, 1, 3, 3, 3, 3, 10, 10, 10, 10, 8, 8, 8, 8]
    persons = [30, 35, 35, 35, 40, 40, 45, 50, 50, 50, 60, 60, 70, 75, 70, 60, 20, 20, 15]
    printed = 8283.016, 6570.819, 10289.65
    np.testing.assert_allclose(directly_standardised_rate(deaths, persons, ESP), printed, rtol=5e-7)


def test_the_events_expected_at_each_age_are_the_published_ones():
    published = [
        *(129.7052257, 27.56182114, 32.61795626, 35.91256701, 31.52878566, 41.35533035, 40.77732735, 40.17262655),
        *(31.80432121, 28.7776716, 30.95180145, 36.45455637, 34.69574082, 31.68130014, 44.42117135, 66.58230312),
        *(48.03606087, 49.84208809, 85.62286248),
    ]
    for chosen in [*np.eye(19), np.ones(19)]:
        ratio = indirectly_standardised_ratio(OBSERVED * chosen, PERSONS * chosen, REFERENCE, REFERENCE_PERSONS)
        np.testing.assert_allclose((OBSERVED @ chosen) / ratio.value, published @ chosen, rtol=1e-9)


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
    # Printed in the introduction of PHEindicatormethods (inst/doc, b0fa919d), to seven digits.
    printed = mean([87, 1, 44, 13, 83, 7, 43, 5])
    np.testing.assert_allclose(printed, (35.375, 6.283883, 64.46612), rtol=5e-7)
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
