"""Whatever is published, no small count can be worked out: alone, beside the earlier version, from values and sums.

The attacker here is `hytti.methods.disclosure.attack` on tables that the tests build by themselves.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hytti.indicators.protection import Publication, Row, Rule, Unprotectable, choose, verify
from hytti.methods.disclosure import Axis, attack

TOWNS = ("kunta-398", "kunta-111", "kunta-098", "kunta-781")
COUNTY = "hyvinvointialue-09"
PARENTS = dict.fromkeys(TOWNS, COUNTY)
SEXES = ("male", "female", "total")
K = 5

some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
counts = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=4, max_size=4)


def rows_of(pairs, *, year=2023, whole=None) -> list[Row]:
    """Rows of four towns and their county, by sex and in all; `whole` gives each pair of denominators."""
    table = with_totals(pairs)
    wholes = with_totals(whole) if whole else None
    return [
        Row(area, year, sex, None, float(table[i, j]), float(wholes[i, j]) if whole else None)
        for i, area in enumerate((*TOWNS, COUNTY))
        for j, sex in enumerate(SEXES)
    ]


def with_totals(pairs):
    table = np.array(pairs, dtype=float)
    table = np.column_stack([table, table.sum(axis=1)])
    return np.vstack([table, table.sum(axis=0)])


def grid(shown, read, year=2023):
    """One number for each area and sex."""
    return np.array([[read(shown[area, year, sex]) for sex in SEXES] for area in (*TOWNS, COUNTY)])


def hidden_in(shown, year=2023):
    return grid(shown, lambda one: one.hidden, year)


def publication(rows, shown, rule, *, growing=True):
    return Publication(tuple(rows), shown, rule, growing)


@some
@given(counts)
def test_no_hidden_count_can_be_narrowed_below_the_threshold(pairs):
    rule = Rule("count", parents=PARENTS)
    shown = choose(rows_of(pairs), rule)
    table, hidden = with_totals(pairs), hidden_in(shown)
    ranges = attack(table, hidden)
    assert (ranges.width[table < K] >= K).all()
    assert not (grid(shown, lambda one: one.count if one.count is not None else K) < K).any()


@some
@given(counts)
def test_a_sensitive_count_is_kept_within_ten(pairs):
    rule = Rule("count", sensitive=True, parents=PARENTS)
    shown = choose(rows_of(pairs), rule)
    table = with_totals(pairs)
    assert (attack(table, hidden_in(shown)).width[table < 10] >= 10).all()


@some
@given(counts, st.lists(st.tuples(st.integers(40, 400), st.integers(40, 400)), min_size=4, max_size=4))
def test_neither_those_counted_nor_the_others_of_a_share_can_be_narrowed(pairs, whole):
    """The reader knows every denominator, as from population statistics."""
    rule = Rule("share", per=100, parents=PARENTS)
    shown = choose(rows_of(pairs, whole=whole), rule)
    counted, everybody = with_totals(pairs), with_totals(whole)
    cube = np.stack([counted, everybody - counted, everybody], axis=2)
    hidden = hidden_in(shown)
    mask = np.stack([hidden, hidden, np.zeros_like(hidden)], axis=2)
    axes = (Axis.with_total(4), Axis.with_total(2), Axis.with_total(2))
    width = attack(cube, mask, axes=axes).width[..., :2]
    assert (width[cube[..., :2] < K] >= K).all()


@some
@given(counts, st.lists(st.tuples(st.integers(40, 400), st.integers(40, 400)), min_size=4, max_size=4))
def test_a_rate_is_hidden_with_the_count_that_its_denominator_would_give_away(pairs, whole):
    rule = Rule("rate", per=1000, parents=PARENTS)
    rows = rows_of(pairs, whole=whole)
    only_values = [
        Row(row.area, row.year, row.sex, 1000 * row.count / row.denominator, None, row.denominator) for row in rows
    ]
    shown = choose(only_values, rule)
    for row in rows:
        one = shown[row.key]
        assert one.hidden or row.count >= K
        assert not one.hidden or (one.value, one.count, one.denominator) == (None, None, None)
    table = with_totals(pairs)
    assert (attack(table, hidden_in(shown)).width[table < K] >= K).all()


@some
@given(counts, st.integers(0, 3), st.integers(0, 1), st.integers(-8, 40))
def test_two_versions_side_by_side_give_away_no_small_count(pairs, town, sex, change):
    """The reader knows which cells stayed the same, and that the changed ones mend errors."""
    later = [list(pair) for pair in pairs]
    later[town][sex] = max(0, later[town][sex] + change)
    rule = Rule("count", parents=PARENTS)
    first = choose(rows_of(pairs), rule)
    before = publication(rows_of(pairs), first, rule, growing=False)
    try:
        second = choose(rows_of(later), rule, [before])
    except Unprotectable:
        return
    narrowest = attack_two(with_totals(pairs), hidden_in(first), with_totals(later), hidden_in(second))
    assert narrowest >= K
    verify(publication(rows_of(later), second, rule), [before])


def attack_two(one, hidden_one, other, hidden_other):
    """The least width of a small count in two tables of which equal cells are known to be equal.

    Both tables stand in one: the second along a third axis, unchanged cells shown wherever either shows them, and
    bounded by what the other table's sums say of them.
    """
    same = one == other
    hidden_one = hidden_one & ~(same & ~hidden_other)
    hidden_other = hidden_other & ~(same & ~hidden_one)
    widths = []
    ranges = [attack(one, hidden_one), attack(other, hidden_other)]
    for table, mine, theirs in ((one, *ranges), (other, *ranges[::-1])):
        lower = np.where(same, np.maximum(mine.lower, theirs.lower), mine.lower)
        upper = np.where(same, np.minimum(mine.upper, theirs.upper), mine.upper)
        widths += list((upper - lower)[table < K])
    return min(widths, default=np.inf)


@some
@given(counts)
def test_rounded_figures_are_multiples_of_five_and_keep_small_counts_apart(pairs):
    rule = Rule("count", mode="round", parents=PARENTS)
    rows = rows_of(pairs)
    try:
        shown = choose(rows, rule)
    except Unprotectable:
        assume(False)
    for row in rows:
        one = shown[row.key]
        if 0 < row.count < 8:
            assert one.hidden
        if not one.hidden:
            assert one.count % 5 == 0
            assert abs(one.count - row.count) <= 2.5


def test_the_nhs_rule_hides_one_to_seven_and_rounds_eight_to_ten():
    """NHS Digital, Change to disclosure control methodology for HES and ECDS, September 2018."""
    rows = [Row(town, 2023, "total", None, count) for town, count in zip(TOWNS, (7.0, 8.0, 12.0, 0.0), strict=True)]
    shown = choose(rows, Rule("count", mode="round"))
    assert [shown[row.key].count for row in rows] == [None, 10, 10, 0]


def test_a_municipality_left_out_is_not_given_away_by_the_county():
    """Three towns and the county are given: what is left, two people, is the fourth town's."""
    given_rows = [Row(town, 2023, "total", None, 20.0) for town in TOWNS[:3]]
    rows = [*given_rows, Row(COUNTY, 2023, "total", None, 62.0)]
    shown = choose(rows, Rule("count", parents=PARENTS))
    assert any(one.hidden for one in shown.values())


def test_the_sex_left_out_is_not_given_away_by_the_total():
    rows = [Row(TOWNS[0], 2023, "male", None, 18.0), Row(TOWNS[0], 2023, "total", None, 20.0)]
    shown = choose(rows, Rule("count"))
    assert any(one.hidden for one in shown.values())


def test_a_figure_suppressed_at_its_source_is_not_given_away_by_the_sum():
    rows = [
        Row(TOWNS[0], 2023, "total", closed=True),
        *(Row(town, 2023, "total", None, 20.0) for town in TOWNS[1:]),
        Row(COUNTY, 2023, "total", None, 63.0),
    ]
    shown = choose(rows, Rule("count", parents=PARENTS))
    assert shown[rows[0].key].hidden
    assert sum(one.hidden for one in shown.values()) > 1


def test_what_nobody_could_work_out_is_not_hidden_for_nothing():
    """Sexes are told of the county only: the towns' men and women stay open, and nothing is small."""
    rows = [Row(town, 2023, "total", None, 20.0) for town in TOWNS]
    rows += [Row(COUNTY, 2023, sex, None, count) for sex, count in (("male", 35.0), ("female", 45.0), ("total", 80.0))]
    assert not any(one.hidden for one in choose(rows, Rule("count", parents=PARENTS)).values())


def test_a_share_of_nobody_is_shown_when_nobody_could_be_counted():
    rows = [
        Row(town, 2023, "total", None, count, whole)
        for town, count, whole in zip(TOWNS, (0.0, 20.0), (0.0, 90.0), strict=False)
    ]
    shown = choose(rows, Rule("share", per=100))
    assert not shown[rows[0].key].hidden


def test_years_are_protected_each_for_itself():
    rows = [*rows_of([(9, 12)] * 4, year=2022), *rows_of([(2, 12), (9, 12), (9, 12), (9, 12)], year=2023)]
    shown = choose(rows, Rule("count", parents=PARENTS))
    assert not hidden_in(shown, 2022).any()
    assert hidden_in(shown, 2023).any()


def test_sums_that_do_not_hold_are_refused():
    rows = [Row(town, 2023, "total", None, 20.0) for town in TOWNS]
    with pytest.raises(Unprotectable, match="2023"):
        choose([*rows, Row(COUNTY, 2023, "total", None, 79.0)], Rule("count", parents=PARENTS))
    with pytest.raises(Unprotectable, match="2023"):
        choose([*rows, Row(COUNTY, 2023, "total", None, 85.0)], Rule("count", parents=PARENTS))


def test_counts_on_some_rows_only_are_refused():
    rows = [Row(TOWNS[0], 2023, "total", 10.0, 20.0, 200.0), Row(TOWNS[1], 2023, "total", 12.0)]
    with pytest.raises(Unprotectable):
        choose(rows, Rule("share", per=100))


def test_figures_that_count_nobody_are_shown_as_they_are():
    rows = [Row(TOWNS[0], 2023, "total", 3.0), Row(TOWNS[1], 2023, "total", 104.5)]
    shown = choose(rows, Rule("index"))
    assert [shown[row.key].value for row in rows] == [3.0, 104.5]


def test_one_new_client_is_not_told_by_two_versions():
    """Twelve clients last month, thirteen now: the difference is one person."""
    rule = Rule("count")
    first = [Row(TOWNS[0], 2023, "total", None, 12.0)]
    before = publication(first, choose(first, rule), rule)
    later = [Row(TOWNS[0], 2023, "total", None, 13.0)]
    assert choose(later, rule, [before])[later[0].key].hidden
    rounded = Rule("count", mode="round")
    before = publication(first, choose(first, rounded), rounded)
    assert choose([Row(TOWNS[0], 2023, "total", None, 11.0)], rounded, [before])[later[0].key].count == 10


def test_an_error_of_one_can_be_mended():
    rule = Rule("count")
    first = [Row(TOWNS[0], 2023, "total", None, 12.0)]
    before = publication(first, choose(first, rule), rule, growing=False)
    later = [Row(TOWNS[0], 2023, "total", None, 13.0)]
    assert choose(later, rule, [before])[later[0].key].count == 13


def test_a_cell_hidden_once_stays_hidden_while_its_count_is_the_same():
    """Another choice for the same table would give the hidden ones away."""
    rule = Rule("count", parents=PARENTS)
    rows = rows_of([(2, 20), (20, 20), (20, 20), (20, 20)])
    first = choose(rows, rule)
    before = publication(rows, first, rule, growing=False)
    again = choose(rows, rule, [before])
    assert (hidden_in(again) == hidden_in(first)).all()


def test_a_small_count_that_is_public_already_cannot_be_protected_afterwards():
    """Seven was shown as an ordinary count; the theme has become sensitive since."""
    rows = [Row(TOWNS[0], 2023, "total", None, 7.0)]
    before = publication(rows, choose(rows, Rule("count")), Rule("count"), growing=False)
    with pytest.raises(Unprotectable, match="2023"):
        choose(rows, Rule("count", sensitive=True), [before])


def test_verifying_finds_what_was_hidden_by_too_little():
    rule = Rule("count", parents=PARENTS)
    rows = rows_of([(2, 20), (20, 20), (20, 20), (20, 20)])
    shown = dict(choose(rows, rule))
    for key, one in shown.items():
        if one.hidden and key[2] != "male":
            row = next(row for row in rows if row.key == key)
            shown[key] = type(one)(False, row.count, row.count)
    with pytest.raises(Unprotectable):
        verify(publication(rows, shown, rule), [])
