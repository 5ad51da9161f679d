"""Our sums beside public implementations: PHStatsMethods (DHSC) and statsmodels, which only tests may import."""

from __future__ import annotations

import numpy as np
import pandas as pd
import PHStatsMethods as peer
import pytest
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from hytti.methods.benchmarks import quintiles
from hytti.methods.inequality import slope_and_relative_index
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
from hytti.methods.trends import joinpoints

EXACT = {"rtol": 1e-9, "atol": 0}
ESP = standard_population("ESP2013_19").weights
BOTH = [0.95, 0.998]
LIMITS = ["Value", "lower_95_ci", "upper_95_ci"]
OUTER = ["lower_99_8_ci", "upper_99_8_ci"]


@pytest.fixture(scope="module")
def areas():
    random = np.random.default_rng(11)
    population = random.uniform(300, 4000, (12, 19)).round()
    return random.poisson(population * np.geomspace(2e-4, 8e-2, 19)), population


@pytest.fixture(scope="module")
def rows(areas):
    events, population = areas
    area, age = np.indices(events.shape)
    columns = {"area": area, "age": age, "events": events, "population": population}
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()})


def _columns(frame):
    return frame[[*LIMITS, *OUTER]].to_numpy().T


def _ours(method, *arguments, **options):
    inner, outer = (method(*arguments, confidence=level, **options) for level in BOTH)
    return np.array([*inner, outer.lower, outer.upper])


def test_crude_rates_agree_but_for_no_events_which_the_peer_refuses():
    events, population = np.array([1, 5, 9, 10, 250]), np.array([90, 100, 800, 900, 50_000])
    frame = pd.DataFrame({"events": events, "population": population})
    theirs = _columns(peer.ph_rate(frame, "events", "population", confidence=BOTH))
    np.testing.assert_allclose(_ours(crude_rate, events, population), theirs, **EXACT)
    # Its Byar limits do not take a count of zero; the exact limits 0 and −ln 0.025 need none.
    with pytest.raises(ValueError, match="positive"):
        peer.ph_rate(pd.DataFrame({"events": [0], "population": [100]}), "events", "population")
    np.testing.assert_allclose(crude_rate(0, 100, per=100), (0, 0, -np.log(0.025)), **EXACT)


def test_shares_agree():
    events, population = np.array([0, 1, 65, 100]), np.array([100, 90, 100, 100])
    frame = pd.DataFrame({"events": events, "population": population})
    theirs = _columns(peer.ph_proportion(frame, "events", "population", confidence=BOTH))
    np.testing.assert_allclose(_ours(proportion, events, population), theirs, rtol=1e-9, atol=1e-15)
    for confidence in BOTH:
        limits = proportion_confint(events, population, 1 - confidence, method="wilson")
        np.testing.assert_allclose(
            proportion(events, population, confidence=confidence)[1:], limits, rtol=1e-9, atol=1e-15
        )


def test_exact_limits_agree_also_for_counts_that_are_not_whole():
    for events in (0, 1, 4.5, 9):
        theirs = confint_poisson(events, 1, method="exact-c")
        np.testing.assert_allclose(poisson_limits(events)[1:], theirs, **EXACT)


def test_byars_limits_agree():
    theirs = [peer.byars_lower(65, 0.95), peer.byars_upper(65, 0.95)]
    np.testing.assert_allclose(byar_limits(65)[1:], theirs, **EXACT)


def test_directly_standardised_rates_agree(areas, rows):
    frame = rows.assign(standard=ESP[rows["age"]])
    options = {"group_cols": "area", "confidence": BOTH, "euro_standard_pops": False}
    theirs = _columns(peer.ph_dsr(frame, "events", "population", "standard", **options))
    np.testing.assert_allclose(_ours(directly_standardised_rate, *areas, ESP), theirs, **EXACT)


def test_indirectly_standardised_figures_agree(areas, rows):
    events, population = areas
    reference = events.sum(axis=0), population.sum(axis=0)
    frame = rows.assign(x_ref=reference[0][rows["age"]], n_ref=reference[1][rows["age"]])
    columns = "events", "population", "x_ref", "n_ref", "area"
    ratios = _columns(peer.ph_ISRatio(frame, *columns, confidence=BOTH))
    rates = _columns(peer.ph_ISRate(frame, *columns, confidence=BOTH))
    np.testing.assert_allclose(_ours(indirectly_standardised_ratio, events, population, *reference), ratios, **EXACT)
    np.testing.assert_allclose(_ours(indirectly_standardised_rate, events, population, *reference), rates, **EXACT)


def test_means_agree():
    values = np.random.default_rng(2).normal(20, 4, (3, 8))
    frame = pd.DataFrame({"group": np.repeat(range(3), 8), "value": values.ravel()})
    theirs = _columns(peer.ph_mean(frame, "value", "group", confidence=BOTH))
    np.testing.assert_allclose(_ours(mean, values), theirs, **EXACT)


@pytest.mark.parametrize("invert", [False, True])
def test_fifths_agree(invert):
    values = np.random.default_rng(4).integers(0, 60, 97).astype(float)
    theirs = peer.ph_quantile(pd.DataFrame({"value": values}), "value", nquantiles=5, invert=invert)
    np.testing.assert_array_equal(quintiles(values, highest_first=invert), theirs["quantile"].astype(float))


def test_the_slope_is_that_of_a_weighted_regression():
    values, population = np.array([12.0, 11, 9.5, 9, 7]), np.array([100.0, 120, 90, 80, 110])
    share = population / population.sum()
    place = np.cumsum(share) - share / 2
    fit = WLS(values, np.stack([np.ones(5), place], axis=1), weights=share).fit().params
    slope, relative = slope_and_relative_index(values, population)
    np.testing.assert_allclose([slope.value, relative.value], [fit[1], (fit[0] + fit[1]) / fit[0]], **EXACT)


def test_a_series_without_turns_has_the_regressions_slope_and_limits():
    years = np.arange(2010, 2020)
    values = np.exp(2 + 0.03 * (years - 2010) + np.random.default_rng(8).normal(0, 0.02, 10))
    fit = WLS(np.log(values), np.stack([np.ones(10), years - 2010], axis=1)).fit()
    found = joinpoints(values, years, most=0)
    expected = 100 * np.expm1([fit.params[1], *fit.conf_int()[1]])
    np.testing.assert_allclose([part[0] for part in found.change], expected, rtol=1e-8)
    np.testing.assert_allclose(np.array(found.average_change), expected, rtol=1e-8)
