import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import parts, read
from hytti.core.charts.sparkline import sparkline


def drawn(values, **options):
    return read(sparkline(values, **({"key": "k", "title": "Suunta"} | options)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=40),
    st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=40),
    st.sampled_from([(88, 28), (120, 36)]),
)
def test_the_line_stays_in_its_picture(values, compared, size):
    root = drawn(values, compared=compared, width=size[0], height=size[1])
    for line in parts(root, "ch-spark"):
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", line.get("d").replace("h0", ""))]
        assert all(3 <= x <= size[0] - 3 for x in numbers[::2])
        assert all(3 <= y <= size[1] - 3 for y in numbers[1::2])


def test_a_gap_stays_open():
    (line,) = parts(drawn([1, 2, None, 4, 5]), "ch-spark")
    assert line.get("d").count("M") == 2


def test_the_last_known_value_has_the_dot():
    (dot,) = parts(drawn([1, 2, 3, None]), "ch-dot")
    assert float(dot.get("cx")) < 88 - 5 - 10  # the missing last year keeps its place


def test_a_rise_goes_up():
    (line,) = parts(drawn([1, 9]), "ch-spark")
    (first, last) = re.findall(r" ([\d.]+)", line.get("d"))
    assert float(last) < float(first)


def test_equal_values_are_a_level_line_in_the_middle():
    (line,) = parts(drawn([4, 4, 4]), "ch-spark")
    assert set(re.findall(r" ([\d.]+)", line.get("d"))) == {"14"}


def test_a_comparison_shares_the_scale():
    (country,) = parts(drawn([1, 2], compared=[4, 4]), "ch-spark ch-country")
    assert set(re.findall(r" ([\d.]+)", country.get("d"))) == {"5"}  # the top of the picture


@pytest.mark.parametrize("values", [[], [None, None], [float("nan")]])
def test_without_figures_there_is_only_the_title(values):
    root = drawn(values)
    assert [child.tag.rpartition("}")[2] for child in root] == ["title"]
    assert not parts(root, "ch-spark")
    assert not parts(root, "ch-dot")


def test_one_value_is_a_dot():
    assert len(parts(drawn([4]), "ch-dot")) == 1
