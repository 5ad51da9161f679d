from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods import pyll
from hytti.methods.populations import AgeBand, age_bands, single_years
from hytti.methods.rates import crude_rate, directly_standardised_rate

EXACT = {"rtol": 1e-9, "atol": 1e-12}
YEARS = single_years(100)
quick = settings(max_examples=50, deadline=None)


def test_completed_ages_lose_what_thl_says_they_lose():
    # THL, PYLL 25–80: "25-vuotiaana kuollut … 55 elinvuotta, 79-vuotiaana kuollut … vain yhden vuoden".
    lost = pyll.years_lost(YEARS, limit=80, start=25)
    assert (lost[24], lost[25], lost[79], lost[80]) == (0, 55, 1, 0)


def test_midpoints_lose_half_a_year_less():
    completed = pyll.years_lost(YEARS, limit=75)
    midpoint = pyll.years_lost(YEARS, limit=75, convention="midpoint")
    np.testing.assert_array_equal((completed - midpoint)[:75], 0.5)
    np.testing.assert_array_equal(midpoint[75:], 0)


def test_bands_of_many_years_lose_from_their_midpoint():
    bands = age_bands([0, 1, 5, 15, 70])
    np.testing.assert_array_equal(pyll.years_lost(bands, limit=70, convention="midpoint"), [69.5, 67, 60, 27.5, 0])


@pytest.mark.parametrize(
    ("bands", "options", "says"),
    [
        (age_bands([0, 5, 80]), {"limit": 80}, "one year"),
        (age_bands([0, 75, 85]), {"limit": 80, "convention": "midpoint"}, "cut it"),
        (age_bands([0, 75]), {"limit": 80, "convention": "midpoint"}, "cut it"),
        (age_bands([0, 20, 30, 80]), {"limit": 80, "start": 25, "convention": "midpoint"}, "cut it"),
        (YEARS, {"limit": 80, "start": 80}, "start"),
        (YEARS, {"limit": 80, "convention": "half"}, "convention"),
    ],
)
def test_ages_that_cannot_be_counted_are_refused(bands, options, says):
    with pytest.raises(ValueError, match=says):
        pyll.years_lost(bands, **options)


def test_a_band_that_ends_where_counting_starts_does_not_count():
    np.testing.assert_array_equal(pyll.years_lost([AgeBand(20, 24), AgeBand(25, 25)], limit=80, start=25), [0, 55])


def test_crude_years_lost_are_the_formulas():
    # 2 deaths at 25 and 3 at 79 among 1 000 and 500: (2 · 55 + 3 · 1) / 1 500; the 80-year-olds do not count.
    figure = pyll.crude([2, 3, 9], [1000, 500, 100], [55, 1, 0])
    assert figure.value == pytest.approx(100_000 * 113 / 1500, rel=1e-12)


def test_standardised_years_lost_are_the_formulas():
    figure = pyll.standardised([2, 3, 9], [1000, 500, 0], [4, 1, 7], [55, 1, 0])
    assert figure.value == pytest.approx(100_000 * (4 * 55 * 2 / 1000 + 3 / 500) / 5, rel=1e-12)


def test_few_deaths_still_have_an_interval_and_none_have_dobsons_lower_limit_only():
    few = pyll.crude([0, 1], [1000, 500], [55, 1])
    assert few.lower < few.value < few.upper
    none = pyll.crude([0, np.nan], [1000, 500], [55, 1])
    assert (none.value, none.lower) == (0, 0)
    assert np.isnan(none.upper)


def test_gamma_intervals_come_again_with_their_seed_and_agree_with_dobsons():
    random = np.random.default_rng(3)
    population = random.uniform(5000, 9000, (4, 101))
    deaths = random.poisson(population * 2e-4 * np.exp(np.arange(101) * 0.05))
    lost, weights = pyll.years_lost(YEARS, limit=80, start=25), np.ones(101)
    first, again, other = (
        pyll.standardised(deaths, population, weights, lost, interval="gamma", seed=seed) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first.lower != other.lower).any()
    dobson = pyll.standardised(deaths, population, weights, lost)
    np.testing.assert_allclose(first, dobson, rtol=0.02)


def test_a_gamma_interval_is_known_also_without_deaths():
    none = pyll.crude(np.zeros(3), [1000, 500, 100], [55, 1, 0], interval="gamma", seed=1)
    assert (none.value, none.lower) == (0, 0)
    assert none.upper > 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"interval": "gamma"}, "seed"),
        ({"interval": "gamma", "seed": 1, "draws": 0}, "draws"),
        ({"interval": "t"}, "interval"),
    ],
)
def test_an_unknown_interval_or_one_without_a_seed_is_refused(options, says):
    with pytest.raises(ValueError, match=says):
        pyll.crude([2, 3], [1000, 500], [55, 1], **options)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pyll.crude([-1, 3], [1000, 500], [55, 1]), "negative"),
        (lambda: pyll.crude([1, 3], [0, 0], [55, 1]), "population"),
        (lambda: pyll.crude([1, 3], [10, 10], [0, 0]), "years"),
        (lambda: pyll.crude([1, 3], [10, 10, 10], [5, 1]), "broadcast"),
        (lambda: pyll.standardised([1, 3], [0, 10], [1, 1], [55, 1]), "population"),
        (lambda: pyll.standardised([1, 3], [10, 10], [0, 1], [55, 0]), "weights"),
        (lambda: pyll.contributions([1, 3], [10, 10], [55, 1]), "causes, ages"),
        (lambda: pyll.grouped_by_cause([[1, 3]], ["a", "b"]), "one group for each cause"),
        (lambda: pyll.grouped_by_cause([1, 3], ["a", "b"]), "one group for each cause"),
        (lambda: pyll.decomposed_difference([[1, 3]], [10, 0], [[1, 3]], [10, 10], [55, 1]), "population"),
    ],
)
def test_wrong_input_is_refused_in_words(call, says):
    with pytest.raises(ValueError, match=says):
        call()


cells = st.integers(2, 5).flatmap(
    lambda size: st.tuples(
        *(
            st.lists(numbers, min_size=size, max_size=size)
            for numbers in (st.integers(5, 500), st.integers(1, 10**5), st.floats(0.01, 1000))
        )
    )
)


@quick
@given(cells)
def test_with_one_year_for_each_death_it_is_the_directly_standardised_rate(data):
    deaths, population, weights = data
    years = np.ones(len(deaths))
    np.testing.assert_allclose(
        pyll.standardised(deaths, population, weights, years),
        directly_standardised_rate(deaths, population, weights),
        rtol=1e-9,
    )
    np.testing.assert_allclose(
        pyll.crude(deaths, population, years), crude_rate(sum(deaths), sum(population)), rtol=1e-9
    )


@quick
@given(cells)
def test_with_the_populations_own_weights_it_is_crude(data):
    deaths, population, years = data
    np.testing.assert_allclose(
        pyll.standardised(deaths, population, population, years), pyll.crude(deaths, population, years), rtol=1e-9
    )


@quick
@given(cells, st.floats(0.5, 0.9), st.floats(0.91, 0.999))
def test_intervals_hold_the_value_and_widen_with_confidence(data, narrow, wide):
    deaths, population, years = data
    inner, outer = (pyll.crude(deaths, population, years, confidence=level) for level in (narrow, wide))
    assert outer.lower <= inner.lower <= inner.value <= inner.upper <= outer.upper


def _two_years(leading=()):
    random = np.random.default_rng(5)
    population = random.uniform(500, 900, (2, *leading, 101))
    deaths = random.poisson(3, (2, *leading, 4, 101)).astype(float)
    return deaths, population, pyll.years_lost(YEARS, limit=80, start=25)


@pytest.mark.parametrize("weights", [None, np.linspace(2, 1, 101), np.linspace([2], [1], 101).T])
def test_contributions_of_causes_add_up_to_the_total(weights):
    deaths, population, lost = _two_years()
    deaths[0, 1] = np.nan
    parts = pyll.contributions(deaths, population, lost, weights=weights)
    np.testing.assert_allclose(parts.causes.value.sum(axis=-1), parts.total.value, **EXACT)
    np.testing.assert_allclose(parts.share.sum(axis=-1), 1, **EXACT)
    assert parts.causes.value[0, 1] == 0


def test_nothing_lost_has_no_shares():
    assert np.isnan(pyll.contributions(np.zeros((2, 3)), np.ones(3), [3, 2, 1]).share).all()


def test_causes_add_up_to_groups_in_their_first_order():
    names, grouped = pyll.grouped_by_cause([[1, 2], [3, np.nan], [5, 6]], ["cancer", "accident", "cancer"])
    assert names == ("cancer", "accident")
    np.testing.assert_array_equal(grouped, [[6, 8], [3, 0]])


@pytest.mark.parametrize("leading", [(), (3,)])
@pytest.mark.parametrize("weights", [None, np.linspace(2, 1, 101)])
def test_parts_of_a_difference_add_up_to_it(weights, leading):
    deaths, population, lost = _two_years(leading)
    parts = pyll.decomposed_difference(deaths[0], population[0], deaths[1], population[1], lost, weights=weights)
    totals = pyll.contributions(deaths, population, lost, weights=weights).total.value
    np.testing.assert_allclose(parts.total, totals[0] - totals[1], **EXACT)
    whole = parts.by_cause.sum(axis=-1) + parts.structure.sum(axis=-1)
    np.testing.assert_allclose(whole, parts.total, **EXACT)
    np.testing.assert_allclose(parts.by_age.sum(axis=-1), parts.by_cause.sum(axis=-1), **EXACT)
    assert (parts.mortality[..., :25] == 0).all()
    assert (parts.structure == 0).all() == (weights is not None)


def test_a_cause_that_kills_equally_on_both_sides_explains_nothing():
    deaths, population, lost = _two_years()
    before = deaths[0].copy()
    before[2] += 1
    parts = pyll.decomposed_difference(deaths[0], population[0], before, population[0], lost)
    np.testing.assert_allclose(parts.by_cause[[0, 1, 3]], 0, atol=1e-9)
    assert parts.by_cause[2] < 0
    np.testing.assert_allclose(parts.structure, 0, atol=1e-9)
