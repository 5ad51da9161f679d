"""Joined areas against sums made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.methods.borders import joined_count, joined_rate, size_from_share, supporters_from_ratio


def test_the_count_of_joined_areas_is_the_sum_of_their_parts():
    assert joined_count([[100, 20], [7, 0]]).tolist() == [120, 7]


def test_a_missing_part_leaves_the_whole_unknown():
    assert np.isnan(joined_count([100, np.nan]))
    assert np.isnan(joined_rate([10.0, np.nan], [100, 20]))
    assert np.isnan(joined_rate([10.0, 20.0], [100, np.nan]))


def test_a_share_weighs_by_the_size_of_the_group():
    # 10 % of 300 are 30 and 20 % of 100 are 20: 50 of 400 are 12.5 %.
    assert joined_rate([10.0, 20.0], [300, 100]) == pytest.approx(12.5, rel=1e-12)


def test_many_years_are_joined_at_once():
    # Second year: 4 of 40 and 0 of 60 are 4 % of 100.
    assert joined_rate([[10.0, 20.0], [10.0, 0.0]], [[300, 100], [40, 60]]).tolist() == pytest.approx([12.5, 4.0])


def test_net_migration_between_the_parts_cancels():
    # 50 moved from the first to the second: -50 of 1000 and +50 of 500 are nothing to the whole.
    assert joined_rate([-50.0, 100.0], [1000, 500]) == pytest.approx(0.0, abs=1e-12)


def test_groups_without_members_have_no_share():
    assert np.isnan(joined_rate([10.0, 20.0], [0, 0]))


def test_the_size_of_a_group_comes_from_its_share():
    assert size_from_share([25.0, 60], [200, 50]).tolist() == [50, 30]
    assert size_from_share(5, 2000, per=1000) == 10


def test_supporters_come_from_the_dependency_ratio():
    # 50 dependants for 100 supporters in a population of 300: 200 support 100.
    assert supporters_from_ratio(50, 300) == 200


def test_dependency_ratios_join_through_their_supporters():
    # 50 of 100 and 100 of 100: 150 dependants for 200 supporters are 75.
    ratio, population = np.array([50.0, 100.0]), np.array([150.0, 200.0])
    assert joined_rate(ratio, supporters_from_ratio(ratio, population)) == pytest.approx(75.0, rel=1e-12)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: joined_count([-1, 2]), "values"),
        (lambda: joined_rate([1, 2], [-1, 2]), "sizes"),
        (lambda: joined_rate([np.inf, 2], [1, 2]), "values"),
        (lambda: size_from_share(101, 10), "share"),
        (lambda: size_from_share(1, -10), "population"),
        (lambda: size_from_share(1, 10, per=0), "per"),
        (lambda: supporters_from_ratio(-1, 10), "ratio"),
    ],
)
def test_senseless_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


parts = st.lists(st.tuples(st.floats(-100, 100), st.integers(1, 10_000)), min_size=1, max_size=8)


@given(parts, st.integers(0, 2))
def test_rounded_parts_never_move_the_whole_by_more_than_their_rounding(pairs, decimals):
    values, sizes = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    moved = joined_rate(np.round(values, decimals), sizes) - joined_rate(values, sizes)
    assert abs(moved) <= 0.5 * 10.0**-decimals + 1e-9
