"""What a reader can find out is checked here by trying every table that fits, not by the solver that hid the cells."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods.disclosure import (
    Audience,
    Axis,
    CannotProtect,
    Sensitivity,
    UnsafeTable,
    add_totals,
    attack,
    audit,
    primary_cells,
    suppress,
    threshold_for,
)

COUNTY = Axis((3, 3, 4, 4, None))


def tables_that_fit(inner, hidden, most):
    """Every table of whole counts up to `most` above the true ones that shows the same cells; cells last, flat."""
    free = np.argwhere(hidden[tuple(slice(0, n) for n in inner.shape)])
    choices = [range(int(inner[tuple(cell)]) + most + 1) for cell in free]
    grid = np.array(list(product(*choices)), dtype=float)
    tried = np.repeat(inner[None], len(grid), axis=0).astype(float)
    for column, cell in enumerate(free):
        tried[(slice(None), *cell)] = grid[:, column]
    whole = with_totals(tried)
    shown = ~hidden
    return whole[(whole[:, shown] == with_totals(inner[None])[0][shown]).all(axis=1)]


def with_totals(stack):
    for axis in range(1, stack.ndim):
        stack = np.concatenate([stack, stack.sum(axis=axis, keepdims=True)], axis=axis)
    return stack


def is_safe_by_trying(inner, hidden, unsafe, width):
    fits = tables_that_fit(inner, hidden, width)
    reached = fits.max(axis=0) - fits.min(axis=0)
    return bool(not (unsafe & ~hidden).any() and (reached[unsafe] >= width).all())


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4), st.integers(1, 4))
def test_no_one_way_table_shows_an_unsafe_cell(counts, threshold):
    inner = np.array(counts)
    found = suppress(add_totals(inner), threshold=threshold)
    assert is_safe_by_trying(inner, found.suppressed, found.primary, threshold)


@settings(max_examples=700, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=4, max_size=4), st.integers(1, 4))
def test_no_two_way_table_shows_an_unsafe_cell(counts, threshold):
    inner = np.array(counts).reshape(2, 2)
    found = suppress(add_totals(inner), threshold=threshold)
    assert is_safe_by_trying(inner, found.suppressed, found.primary, threshold)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=6), st.integers(2, 5))
def test_a_choice_made_without_time_is_safe_too(counts, threshold):
    table = add_totals(np.array(counts).reshape(2, 3))
    found = suppress(table, threshold=threshold, seconds=0)
    audit(table, found.suppressed, unsafe=found.primary, width=threshold, whole_numbers=True)
    assert found.at_least <= found.secondary.sum()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=8, max_size=8), st.integers(2, 4))
def test_no_three_way_table_shows_an_unsafe_cell(counts, threshold):
    table = add_totals(np.array(counts).reshape(2, 2, 2))
    found = suppress(table, threshold=threshold)
    audit(table, found.suppressed, unsafe=found.primary, width=threshold, whole_numbers=True)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.integers(2, 4))
def test_no_hierarchy_shows_an_unsafe_cell(counts, threshold):
    first, second, alone = np.array(counts).reshape(3, 2)
    rows = np.array([first, second, alone, first + second, first + second + alone])
    table = np.column_stack([rows, rows.sum(axis=1)])
    axes = (COUNTY, Axis.with_total(2))
    found = suppress(table, threshold=threshold, axes=axes)
    audit(table, found.suppressed, unsafe=found.primary, width=threshold, axes=axes, whole_numbers=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_no_smaller_choice_is_safe(counts):
    inner = np.array(counts).reshape(2, 2)
    found = suppress(add_totals(inner), threshold=3, seconds=30)
    others = np.argwhere(~found.primary)
    assert found.fewest
    assert found.at_least == found.secondary.sum()
    for size in range(int(found.secondary.sum())):
        for chosen in combinations(others, size):
            hidden = found.primary.copy()
            for cell in chosen:
                hidden[tuple(cell)] = True
            assert not is_safe_by_trying(inner, hidden, found.primary, 3)


def test_a_lone_small_cell_is_hidden_behind_three_others_of_its_box():
    table = add_totals([[3, 20, 15], [9, 8, 7], [12, 5, 6]])
    found = suppress(table, threshold=5)
    assert found.primary.sum() == 1
    assert found.secondary.sum() == 3
    assert np.isnan(found.applied_to(table)).sum() == 4
    assert not found.suppressed[-1].any()


def test_a_table_without_small_cells_is_shown_whole():
    found = suppress(add_totals([[8, 20], [9, 8]]), threshold=5)
    assert not found.suppressed.any()
    assert found.fewest


def test_parts_that_are_not_added_together_need_no_company():
    found = suppress([3, 20, 30], threshold=5, axes=[Axis.without_total(3)])
    assert found.suppressed.tolist() == [True, False, False]
    ranges = attack([3, 20, 30], found.suppressed, axes=[Axis.without_total(3)])
    assert ranges.upper[0] == np.inf


def test_a_small_municipality_hides_its_neighbour_and_not_its_county():
    axes = [COUNTY]
    found = suppress([3, 20, 30, 23, 53], threshold=5, axes=axes)
    assert found.suppressed.tolist() == [True, True, False, False, False]
    ranges = attack([3, 20, 30, 23, 53], found.suppressed, axes=axes)
    assert (ranges.lower[0], ranges.upper[0]) == (0, 23)


def test_two_small_neighbours_whose_sum_is_small_need_a_third():
    found = suppress(add_totals([1, 1, 20, 30]), threshold=5)
    assert found.suppressed.tolist() == [True, True, True, False, False]


def test_a_structural_zero_is_shown_and_an_ordinary_zero_is_not():
    table = add_totals([[0, 40], [0, 30]])
    zeros = np.zeros(table.shape, dtype=bool)
    zeros[0, 0] = True
    found = suppress(table, threshold=5, structural_zeros=zeros)
    assert not found.suppressed[0, 0]
    assert found.suppressed[1, 0]


def test_what_everyone_knows_cannot_be_hidden_again():
    table = add_totals([3, 20])
    with pytest.raises(CannotProtect):
        suppress(table, threshold=5, shown=[False, True, True])
    with pytest.raises(ValueError, match="public already"):
        suppress(table, threshold=5, shown=[True, False, False])


def test_without_time_too_a_table_that_cannot_be_safe_is_refused():
    table = add_totals([3, 20])
    with pytest.raises(CannotProtect):
        suppress(table, threshold=5, shown=[False, True, True], seconds=0)


def test_rising_and_falling_together_may_keep_the_promise():
    table = add_totals([4, 6, 6])  # beside a known total of 16 the first can rise by 12 and fall by 4
    found = suppress(table, threshold=5, width=14, shown=[False, False, False, True], seconds=0)
    assert found.suppressed.tolist() == [True, True, True, False]
    audit(table, found.suppressed, unsafe=found.primary, width=14)


def test_an_unsafe_cell_in_the_open_fails_the_audit():
    table = add_totals([3, 20, 15])
    with pytest.raises(UnsafeTable, match=r"first is \(0,\), between 3 and 3"):
        audit(table, [True, False, False, False], unsafe=primary_cells(table, 5), width=5)


def test_an_attacker_finds_the_ranges_that_the_sums_leave():
    table = add_totals([[4, 6], [7, 9]])
    hidden = [[True, True, False], [True, True, False], [False, False, False]]
    ranges = attack(table, hidden)
    assert (ranges.lower[0, 0], ranges.upper[0, 0]) == (0, 10)
    assert (ranges.lower[1, 1], ranges.upper[1, 1]) == (5, 15)
    assert ranges.width[2, 2] == 0


@pytest.mark.parametrize(
    ("audience", "sensitivity", "threshold"),
    [("named", "sensitive", 0), ("board", "ordinary", 5), ("public", "ordinary", 5), ("public", "sensitive", 10)],
)
def test_the_threshold_follows_audience_and_sensitivity(audience, sensitivity, threshold):
    assert threshold_for(audience, sensitivity) == threshold
    assert threshold_for(Audience(audience), Sensitivity(sensitivity)) == threshold


def test_an_unknown_audience_is_refused():
    with pytest.raises(ValueError, match="neighbours"):
        threshold_for("neighbours")


@pytest.mark.parametrize(
    ("table", "options", "reason"),
    [
        ([], {}, "empty"),
        (5, {}, "empty"),
        ([1, 2, 4], {}, "does not add up"),
        ([1.5, 2, 3.5], {}, "whole number"),
        ([-1, 2, 1], {}, "whole number"),
        ([1, 2, 3], {"axes": [Axis.with_total(3)]}, "for a table of 4, the table is 3"),
        ([1, 2, 3], {"structural_zeros": [True, False, False]}, "somebody is counted"),
        ([1, 2, 3], {"width": 0.5}, "whole number of counts"),
    ],
)
def test_a_broken_table_is_refused_with_the_reason(table, options, reason):
    with pytest.raises(ValueError, match=reason):
        suppress(table, threshold=5, **options)


@pytest.mark.parametrize(("parents", "reason"), [((1, 0), "counted into itself"), ((5, None), "no such entry")])
def test_an_axis_without_a_top_is_refused(parents, reason):
    with pytest.raises(ValueError, match=reason):
        Axis(parents)
