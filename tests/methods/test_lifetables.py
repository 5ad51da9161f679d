"""Published vector: PHEindicatormethods 2.1.0, tests/testthat/testLifeExpectancy.R, quoted as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods.lifetables import LOWER_AGES, life_expectancy

POPULATION = np.array([
    *(7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601),
    *(50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936),
])  # fmt: skip
DEATHS = np.array([17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937])
PUBLISHED = {
    0: (80.16960813, 79.88268548, 80.45653078),
    1: (79.36245674, 79.0898816, 79.63503188),
    5: (75.44193645, 75.17407307, 75.70979983),
    10: (70.47299936, 70.20675732, 70.7392414),
    15: (65.52909542, 65.26548673, 65.79270412),
    20: (60.67510088, 60.41876577, 60.931436),
    25: (55.78835987, 55.53801579, 56.03870395),
    30: (50.92752727, 50.68279939, 51.17225516),
    35: (46.06740425, 45.82666794, 46.30814055),
    40: (41.24505636, 41.00842831, 41.48168441),
    45: (36.49322717, 36.26223216, 36.72422219),
    50: (31.83343842, 31.60996318, 32.05691365),
    55: (27.26027992, 27.04337271, 27.47718713),
    60: (22.9719144, 22.76653134, 23.17729746),
    65: (18.76856852, 18.57570352, 18.96143352),
    70: (14.95858336, 14.77985004, 15.13731667),
    75: (11.51684445, 11.34831778, 11.68537112),
    80: (8.618849241, 8.451134045, 8.786564437),
    85: (6.163942934, 5.978358351, 6.349527517),
    90: (6.16210635, 5.887683386, 6.436529314),
}


@pytest.mark.parametrize(("age", "published"), PUBLISHED.items())
def test_life_expectancy_is_the_published_one(age, published):
    expected = life_expectancy(DEATHS, POPULATION)
    # Limits were published with z = 1.96, to four decimals; ours use the exact quantile.
    np.testing.assert_allclose([part[LOWER_AGES.index(age)] for part in expected], published, rtol=1e-6)


def test_where_intervals_are_wide_the_limits_are_the_published_ones_and_the_values_are_withheld():
    # dhsc-govuk/PHEindicatormethods, tests/testthat/testLifeExpectancy.R, c88ce4c1 (answer_widecis).
    persons = [
        *(270, 235, 246, 248, 243, 238, 246, 257, 261, 355),
        *(350, 356, 346, 339, 337, 337, 333, 323, 311, 311),
    ]
    deaths = np.array([17, 9, 4, 8, 20, 15, 24, 33, 50, 51, 10, 16, 26, 30, 36, 22, 13, 5, 6, 1])
    published = {
        0: (19.22914685, 16.43900644, 22.01928726),
        20: (11.63815414, 8.68414661, 14.59216167),
        35: (11.95846561, 2.37762283, 21.53930839),
        40: (np.nan, -1.60695210, 50.29765396),
        65: (np.nan, -76.27067271, 278.06441642),
        90: (np.nan, -298.54880400, 920.54880400),
    }
    expected = life_expectancy(deaths, persons)
    for age, values in published.items():
        np.testing.assert_allclose([part[LOWER_AGES.index(age)] for part in expected], values, rtol=1e-6)
    deaths[-1] = 312  # more than the 311 persons
    assert np.isnan(life_expectancy(deaths, persons)).all()


def _with(age, *, deaths=None, population=None):
    died, persons = DEATHS.astype(float), POPULATION.astype(float)
    at = LOWER_AGES.index(age)
    died[at] = died[at] if deaths is None else deaths
    persons[at] = persons[at] if population is None else population
    return died, persons


@pytest.mark.parametrize(
    "area",
    [
        _with(20, population=0),
        _with(20, population=-10),
        _with(20, population=np.nan),
        _with(10, deaths=-5),
        _with(85, population=119),
        _with(90, deaths=0),
        (DEATHS / 160, POPULATION / 160),
    ],
    ids=["empty", "negative", "unknown", "negative deaths", "more deaths", "none in the open band", "5 000 or fewer"],
)
def test_an_unsound_area_gives_nothing_and_does_not_stop_the_others(area):
    both = life_expectancy(np.stack([area[0], DEATHS]), np.stack([area[1], POPULATION]))
    assert np.isnan([part[0] for part in both]).all()
    np.testing.assert_array_equal(both.value[1], life_expectancy(DEATHS, POPULATION).value)


def test_a_value_is_withheld_where_its_interval_is_wider_than_twenty_years():
    deaths = np.zeros(20)
    deaths[[0, -1]] = 4, 1
    expected = life_expectancy(deaths, np.full(20, 300))
    assert np.isnan(expected.value).all()
    assert (expected.upper - expected.lower > 20).all()


def test_an_age_where_nobody_is_left_has_no_expectancy_but_earlier_ages_do():
    deaths, population = _with(70, deaths=POPULATION[15])
    expected = life_expectancy(deaths, population)
    assert np.isfinite(expected.value[: LOWER_AGES.index(70) + 1]).all()
    assert np.isfinite(expected.lower[: LOWER_AGES.index(70) + 1]).all()
    assert np.isnan(expected.value[LOWER_AGES.index(75) :]).all()


def test_other_bands_may_be_used():
    # A constant death rate of 0.1 leaves ten years at every age; bands of one year come near.
    expected = life_expectancy(np.full(101, 100), np.full(101, 1000), lower_ages=range(101))
    assert expected.value[50] == pytest.approx(10, abs=0.01)


@pytest.mark.parametrize(("ages", "says"), [([0, 5, 5], "rise"), ([0], "two bands"), (range(0, 95, 5), "shape")])
def test_bands_that_do_not_match_are_refused(ages, says):
    with pytest.raises(ValueError, match=says):
        life_expectancy(DEATHS, POPULATION, lower_ages=ages)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.5, 0.9), st.floats(0.91, 0.999))
def test_intervals_hold_the_value_and_widen_with_confidence(seed, narrow, wide):
    deaths = np.random.default_rng(seed).poisson(DEATHS)
    inner, outer = (life_expectancy(deaths, POPULATION, confidence=level) for level in (narrow, wide))
    assert (outer.lower <= inner.lower).all()
    assert ((inner.lower <= inner.value) & (inner.value <= inner.upper)).all()
    assert (inner.upper <= outer.upper).all()
