from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.core.charts.classes import equal, natural, quintiles

VALUES = st.lists(st.one_of(st.none(), st.integers(-50, 50).map(float), st.floats(-1e3, 1e3)), max_size=60)
WAYS = st.sampled_from([quintiles, natural, equal])


def squares(groups):
    return sum(sum((value - sum(group) / len(group)) ** 2 for value in group) for group in groups)


@settings(max_examples=200, deadline=None)
@given(VALUES, WAYS)
def test_classes_follow_the_order_and_equals_are_together(values, way):
    found = way(values)
    pairs = [(value, at) for value, at in zip(values, found.index, strict=True) if value is not None]
    assert all(at is None for value, at in zip(values, found.index, strict=True) if value is None)
    for (one, first), (other, second) in combinations(pairs, 2):
        assert (one == other) <= (first == second)
        assert (one < other) <= (first <= second)
    for value, at in pairs:
        assert found.limits[at][0] <= value <= found.limits[at][1]


def test_ten_municipalities_are_two_in_each_fifth():
    found = quintiles([16.0, 15.7, 13.8, 13.6, 13.5, 13.4, 12.5, 12.3, 11.5, 11.3])
    assert found.index == (4, 4, 3, 3, 2, 2, 1, 1, 0, 0)
    assert found.limits == ((11.3, 11.5), (12.3, 12.5), (13.4, 13.5), (13.6, 13.8), (15.7, 16.0))


def test_ties_make_fewer_fifths():
    assert quintiles([1, 1, 1, 1, 5]).index == (0, 0, 0, 0, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40).map(float), min_size=5, max_size=11))
def test_natural_breaks_have_the_least_squares_of_every_possible_division(values):
    ordered = sorted(values)
    count = min(3, len(set(ordered)))
    found = natural(values, count)
    ours = [[value for value, at in zip(values, found.index, strict=True) if at == one] for one in range(count)]
    every = (
        [ordered[: cuts[0]], *(ordered[a:b] for a, b in pairwise(cuts)), ordered[cuts[-1] :]]
        for cuts in combinations(range(1, len(ordered)), count - 1)
        if cuts
    )
    least = min((squares(groups) for groups in every), default=squares([ordered]))
    assert all(ours)
    assert squares(ours) == pytest.approx(least, abs=1e-6)


def test_natural_breaks_keep_their_sums_far_from_zero():
    base = 1e9
    values = [base + value for value in (1, 2, 3, 10, 11, 12, 30, 31)]
    assert natural(values, 3).index == (0, 0, 0, 1, 1, 1, 2, 2)


def test_four_hundred_values_are_divided():
    found = natural([float(at % 5) * 100 + at / 100 for at in range(400)])
    assert [found.index.count(at) for at in range(5)] == [80] * 5


def test_too_many_values_are_refused():
    with pytest.raises(ValueError, match="1000"):
        natural([float(at) for at in range(1001)])


def test_a_value_on_the_border_of_equal_classes_belongs_to_the_upper_one():
    found = equal([0, 2, 4, 10])
    assert found.index == (0, 1, 2, 4)
    assert found.limits[3] == (6, 8)


@pytest.mark.parametrize("way", [quintiles, natural, equal])
def test_nothing_known_gives_no_classes_and_equal_values_give_one(way):
    assert way([None, float("nan")]).index == (None, None)
    assert way([None]).limits == ()
    assert way([7, 7, None]).index == (0, 0, None)
    assert way([7, 7, None]).limits == ((7, 7),)
