from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods.estimates import Estimate
from hytti.methods.inequality import (
    concentration_index,
    gap,
    population_attributable_share,
    relative_gap,
    slope_and_relative_index,
    standard_errors,
)
from hytti.methods.rates import crude_rate, proportion

EXACT = {"rtol": 1e-9, "atol": 1e-12}
VALUES = np.array([12.0, 11, 9.5, 9, 7])
POPULATION = np.array([100.0, 120, 90, 80, 110])
quick = settings(max_examples=50, deadline=None)


def _line(start, end, population):
    """Values that lie exactly on a line over the cumulative midpoints of population."""
    share = population / population.sum()
    return start + (end - start) * (np.cumsum(share) - share / 2)


@quick
@given(st.floats(1, 100), st.floats(1, 100), st.lists(st.integers(1, 10**6), min_size=5, max_size=12))
def test_values_on_a_line_give_its_ends_back(start, end, population):
    population = np.array(population, dtype=float)
    slope, relative = slope_and_relative_index(_line(start, end, population), population, per=100)
    np.testing.assert_allclose(slope.value, 100 * (end - start), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(relative.value, end / start, rtol=1e-6)
    turned, inverted = slope_and_relative_index(_line(start, end, population), population, per=-1)
    np.testing.assert_allclose([turned.value, inverted.value], [start - end, start / end], rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("scale", "turn"), [("log", np.exp), ("logit", lambda logit: 1 / (1 + np.exp(-logit)))])
def test_a_line_may_be_fitted_on_another_scale(scale, turn):
    values = turn(_line(-1.0, -2.0, POPULATION))
    slope, relative = slope_and_relative_index(values, POPULATION, scale=scale, transform=True)
    np.testing.assert_allclose(slope.value, turn(-2.0) - turn(-1.0), **EXACT)
    np.testing.assert_allclose(relative.value, turn(-2.0) / turn(-1.0), **EXACT)
    assert np.isnan([slope.lower, relative.upper]).all()


def test_a_simulated_interval_comes_near_the_regressions_own():
    # Var(slope) = Σ (c·SE)² with the slope's linear coefficients c: the exact normal interval.
    share = POPULATION / POPULATION.sum()
    place = np.cumsum(share) - share / 2 - 0.5
    error = 0.5 * np.sqrt(((share * place) ** 2).sum()) / (share * place**2).sum()
    slope, _ = slope_and_relative_index(VALUES, POPULATION, standard_errors=0.5, seed=1)
    np.testing.assert_allclose(slope[1:], slope.value + np.array([-1, 1]) * 1.959964 * error, rtol=0.01)


def test_simulated_intervals_come_again_with_their_seed_for_each_group():
    values, errors = np.stack([VALUES, VALUES[::-1]]), np.full((2, 5), 0.05)
    first, again, other = (
        slope_and_relative_index(values, POPULATION, standard_errors=errors, scale="log", seed=seed, draws=2000)
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first.slope.lower != other.slope.lower).all()
    assert first.slope.lower.shape == (2,)
    assert (first.relative.lower < first.relative.value).all()


def test_standard_errors_come_back_from_intervals_on_their_scale():
    figure = Estimate.of(0.2, 0.1, 0.4)
    assert standard_errors(figure) == pytest.approx(0.3 / 3.919928, rel=1e-6)
    assert standard_errors(figure, scale="log") == pytest.approx(np.log(4) / 3.919928, rel=1e-6)
    logits = np.log(0.4 / 0.6) - np.log(0.1 / 0.9)
    assert standard_errors(figure, scale="logit", confidence=0.998) == pytest.approx(logits / 6.180464, rel=1e-6)


def test_a_gap_joins_both_intervals():
    # Newcombe 1998, Stat Med 17:873, method 10, example (a): 56/70 − 48/80 = 0.2, 0.0524 to 0.3339.
    both = gap(proportion(56, 70), proportion(48, 80))
    np.testing.assert_allclose(both, (0.2, 0.0524, 0.3339), atol=5e-5)


def test_a_relative_gap_is_a_gap_of_logarithms():
    first, second = crude_rate(90, 1000), crude_rate(60, 1000)
    ratio = relative_gap(first, second)
    assert ratio.value == pytest.approx(1.5)
    assert ratio.lower < 1.5 < ratio.upper
    turned = relative_gap(second, first)
    np.testing.assert_allclose([1 / turned.upper, 1 / turned.lower], [ratio.lower, ratio.upper], **EXACT)
    assert np.isnan(relative_gap(first, crude_rate(0, 1000)).lower)


def test_the_attributable_share_is_what_the_references_value_would_take_away():
    whole = (VALUES @ POPULATION) / POPULATION.sum()
    share = population_attributable_share(VALUES, POPULATION)
    assert share.value == pytest.approx(1 - 7 / whole)
    worst = population_attributable_share(VALUES, POPULATION, reference=0, standard_errors=0.1, seed=1, draws=1000)
    assert worst.value == pytest.approx(1 - 12 / whole)
    assert worst.lower < worst.value < worst.upper < 0


@pytest.mark.parametrize(("values", "index"), [([1, 1, 1, 1], 0), ([1, 0, 0, 0], -0.75), ([0, 0, 0, 1], 0.75)])
def test_the_concentration_index_runs_from_the_worst_off_to_the_best_off(values, index):
    assert concentration_index(values, [5, 5, 5, 5]).value == pytest.approx(index)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: slope_and_relative_index([1, 2, 3, 4], [1, 1, 1, 1]), "from 5 to 100"),
        (lambda: slope_and_relative_index(np.ones(101), np.ones(101)), "from 5 to 100"),
        (lambda: slope_and_relative_index(VALUES, POPULATION, per=0), "per"),
        (lambda: slope_and_relative_index(VALUES, POPULATION * 0), "population"),
        (lambda: slope_and_relative_index(VALUES, POPULATION, standard_errors=1), "seed"),
        (lambda: slope_and_relative_index(VALUES, POPULATION, standard_errors=1, seed=1, draws=10), "draws"),
        (lambda: slope_and_relative_index(VALUES, POPULATION, standard_errors=-1, seed=1), "standard_errors"),
        (lambda: slope_and_relative_index(VALUES, POPULATION, scale="logit"), "logit"),
        (lambda: slope_and_relative_index(-VALUES, POPULATION, scale="log"), "log"),
        (lambda: slope_and_relative_index(VALUES, POPULATION, scale="root"), "scale"),
        (lambda: population_attributable_share(VALUES, POPULATION, reference=5), "reference"),
    ],
)
def test_wrong_input_is_refused_in_words(call, says):
    with pytest.raises(ValueError, match=says):
        call()
