"""Overlapping shares: the expected numbers are small enough to be counted in the head."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods.shares import check_shares, counted_twice, overlaps, sums_by_phenomenon

AMOUNTS = [100.0, 50.0]
SHARES = [[0.6, 0.7], [0.2, 0.0]]
LOW = [[0.5, 0.6], [0.1, 0.0]]
HIGH = [[0.8, 0.9], [0.4, 0.0]]
portion = st.floats(0, 1, allow_subnormal=False)


def test_each_phenomenon_gets_its_shares_between_low_and_high():
    sums = sums_by_phenomenon(AMOUNTS, SHARES, low=LOW, high=HIGH)
    np.testing.assert_allclose(sums.value, [70, 70])
    np.testing.assert_allclose(sums.lower, [55, 60])
    np.testing.assert_allclose(sums.upper, [100, 90])


def test_exact_shares_have_no_range():
    sums = sums_by_phenomenon(AMOUNTS, SHARES)
    np.testing.assert_array_equal(sums.lower, sums.upper)


def test_what_goes_beyond_the_line_is_surely_counted_twice():
    counted = counted_twice(AMOUNTS, SHARES)
    assert counted.together.value == pytest.approx(140)
    assert counted.twice.at_least == pytest.approx(30)  # 60 + 70 of 100
    assert counted.twice.at_most == pytest.approx(60)  # the 60 may lie wholly within the 70
    assert counted.once.at_least == pytest.approx(70 + 10)
    assert counted.once.at_most == pytest.approx(100 + 10)


def test_a_pair_shares_at_least_what_does_not_fit_and_at_most_the_smaller():
    found = overlaps(AMOUNTS, SHARES, low=LOW, high=HIGH)
    assert found.at_least[0, 1] == pytest.approx(10)
    assert found.at_most[0, 1] == pytest.approx(80)
    assert found.at_least[0, 0] == pytest.approx(55)
    assert found.at_most[1, 1] == pytest.approx(90)


def test_many_years_are_summed_at_once():
    sums = sums_by_phenomenon([AMOUNTS, [200.0, 100.0]], [SHARES, SHARES])
    np.testing.assert_allclose(sums.value, [[70, 70], [140, 140]])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(portion, portion), min_size=1, max_size=4), st.lists(portion, min_size=4, max_size=4))
def test_once_and_twice_make_the_whole(shares, money):
    counted = counted_twice(np.array(money[: len(shares)]), shares)
    assert counted.once.at_most + counted.twice.at_least == pytest.approx(counted.together.value)
    assert counted.once.at_least + counted.twice.at_most == pytest.approx(counted.together.value)
    assert counted.twice.at_least <= counted.twice.at_most + 1e-12


def test_a_missing_amount_leaves_no_sum():
    assert np.isnan(sums_by_phenomenon([np.nan, 1], SHARES).value).all()


def test_shares_above_the_whole_are_refused_unless_overlap_is_allowed():
    with pytest.raises(ValueError, match="shares of line 0 add up to more"):
        check_shares(SHARES)
    check_shares(SHARES, overlap=True)
    check_shares([[0.5, 0.5]])


@pytest.mark.parametrize(
    ("shares", "ends", "reason"),
    [
        ([[1.1]], {}, "outside 0–1"),
        ([[-0.1]], {}, "outside 0–1"),
        ([[0.5]], {"low": [[0.6]]}, "own low–high range"),
        ([[0.5]], {"high": [[0.4]]}, "own low–high range"),
    ],
)
def test_shares_that_cannot_be_are_refused(shares, ends, reason):
    with pytest.raises(ValueError, match=reason):
        sums_by_phenomenon([1], shares, **ends)


@pytest.mark.parametrize("amount", [-1, np.inf])
def test_income_is_summed_apart(amount):
    with pytest.raises(ValueError, match="income"):
        counted_twice([amount], [[0.5]])


def test_lines_that_serve_nothing_sum_to_nought():
    together, once, twice = counted_twice([5, 7], np.zeros((2, 0)))
    assert [*together, *once, *twice] == [0] * 7
