import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import tick
from hytti.core.charts.axis import fitting_ticks, nice_ticks, written
from hytti.core.charts.frame import spread
from hytti.core.charts.text import text_width

VALUES = st.floats(-1e6, 1e6).map(lambda value: round(value, 4))


@settings(max_examples=200, deadline=None)
@given(VALUES, VALUES, st.integers(2, 8))
def test_ticks_cover_the_values_at_even_steps_and_are_few(one, other, count):
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high, count)
    slack = 1e-6 * max(abs(low), abs(high), 1)
    steps = [after - before for before, after in itertools.pairwise(ticks)]
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert 2 <= len(ticks) <= count + 1
    assert max(steps) == pytest.approx(min(steps), rel=1e-6)


def test_steps_are_one_two_or_five():
    assert nice_ticks(8.1, 16.0) == (8, 10, 12, 14, 16)
    assert nice_ticks(0, 0.3) == (0, 0.1, 0.2, 0.3)
    assert nice_ticks(0, 45_000) == (0, 10_000, 20_000, 30_000, 40_000, 50_000)


def test_values_parted_only_by_rounding_count_as_equal():
    assert nice_ticks(0.3, 0.1 + 0.2)[-1] - nice_ticks(0.3, 0.1 + 0.2)[0] > 0.01


def test_limits_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="low limit"):
        nice_ticks(2, 1)


def test_ticks_have_the_decimals_that_their_step_needs():
    assert [one.text for one in written((0.0, 0.5, 1.0), tick)] == ["0,0", "0,5", "1,0"]
    assert [one.text for one in written((0.0, 5.0, 10.0), tick)] == ["0", "5", "10"]


@given(VALUES, VALUES, st.integers(120, 700))
def test_texts_of_a_lying_axis_have_room(one, other, length):
    low, high = sorted((one, other))
    ticks = fitting_ticks(low, high, length, 16, tick)
    widest = max(text_width(tick.text, 16) for tick in ticks)
    if len(ticks) > 2:
        assert widest * (len(ticks) - 1) < length


BOXES = st.lists(st.tuples(st.floats(0, 300), st.sampled_from([19.0, 38.0])), max_size=12)


@given(BOXES)
def test_boxes_are_spread_without_overlap_and_within_their_limits(boxes):
    wanted = sorted(at for at, _ in boxes)
    heights = [high for _, high in boxes]
    middles = spread(wanted, heights, 0, 500)
    edges = [(at - high / 2, at + high / 2) for at, high in zip(middles, heights, strict=True)]
    assert all(before[1] <= after[0] + 1e-6 for before, after in itertools.pairwise(edges))
    assert all(low >= -1e-6 and high <= 500 + 1e-6 for low, high in edges)


def test_a_box_with_room_stays_where_it_is_wanted():
    assert spread([50, 100], [19, 19], 0, 200) == [50, 100]


def test_two_boxes_at_one_place_part_evenly():
    assert spread([50, 50], [20, 20], 0, 200) == [40, 60]
