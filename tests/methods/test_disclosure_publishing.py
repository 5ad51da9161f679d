"""Rounding and the guard between two tables. The NHS rule's examples are its own words: 1–7 hidden, 8 and more to 5."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods.disclosure import UnsafeTable, add_totals, attack_rounded, guard_difference, round_counts


def test_counts_are_rounded_to_five_and_small_ones_hidden():
    rounded = round_counts([0, 1, 7, 8, 12, 13, 22, 23])
    np.testing.assert_array_equal(rounded, [0, np.nan, np.nan, 10, 10, 15, 20, 25])


@pytest.mark.parametrize("counts", [[-1], [1.5], [np.nan]])
def test_what_is_not_a_count_is_not_rounded(counts):
    with pytest.raises(ValueError, match="whole number"):
        round_counts(counts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_the_ranges_of_a_rounded_table_hold_the_true_counts(counts):
    table = add_totals(np.array(counts).reshape(2, 2))
    ranges = attack_rounded(round_counts(table))
    assert (ranges.lower <= table).all()
    assert (table <= ranges.upper).all()


def test_rounding_can_leave_a_hidden_count_between_two_values():
    ranges = attack_rounded(round_counts(add_totals([7, 12])))  # hidden, 10, 20: 12 at most beside 18 at least
    assert (ranges.lower[0], ranges.upper[0]) == (6, 7)


WHOLE = add_totals([[10, 20, 15], [9, 8, 17]])
OPEN = np.zeros(WHOLE.shape, dtype=bool)


def test_a_month_later_one_more_client_gives_herself_away():
    part = add_totals([[9, 20, 15], [9, 8, 17]])
    with pytest.raises(UnsafeTable, match=r"cell \(0, 0\) of the rest, between 1 and 1"):
        guard_difference(WHOLE, part, hidden_in_whole=OPEN, hidden_in_part=OPEN, threshold=5)


def test_the_rest_is_safe_where_it_is_large():
    whole, part = add_totals([[20, 30], [40, 25]]), add_totals([[12, 22], [30, 15]])
    ranges = guard_difference(whole, part, hidden_in_whole=False, hidden_in_part=False, threshold=5)
    np.testing.assert_array_equal(ranges.lower, whole - part)
    np.testing.assert_array_equal(ranges.upper, whole - part)


def test_what_is_known_to_be_the_same_has_no_rest():
    part = WHOLE.copy()
    ranges = guard_difference(WHOLE, part, hidden_in_whole=OPEN, hidden_in_part=OPEN, threshold=5, same=True)
    assert (ranges.upper == 0).all()


def test_a_cell_hidden_in_one_table_and_shown_in_the_other_is_found():
    whole, part = add_totals([4, 30]), add_totals([4, 20])
    hidden = np.array([True, True, False])
    same = [True, False, False]
    with pytest.raises(UnsafeTable, match=r"cell \(0,\) of the whole, between 4 and 4"):
        guard_difference(
            whole, part, hidden_in_whole=hidden, hidden_in_part=~hidden & False, threshold=5, same=same, width=1
        )


@pytest.mark.parametrize("part", [WHOLE + WHOLE, WHOLE[:, :-1]])
def test_a_part_that_is_none_is_refused(part):
    with pytest.raises(ValueError, match="not a part|for a table of"):
        guard_difference(WHOLE, part, hidden_in_whole=OPEN, hidden_in_part=OPEN, threshold=5)
