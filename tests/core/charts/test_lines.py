import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import SVG, check_words, lines, parts, read, tick, written
from hytti.core.charts.lines import Mark, Point, Series, line_chart

# Share entitled to special reimbursement for diabetes medicines, per cent: THL, Sotkanet 683.
LAHTI = {2015: 9.1, 2016: 9.3, 2017: 9.4, 2018: 9.6, 2019: 9.9, 2020: 10.2, 2021: 10.5, 2022: 10.9, 2023: 11.5}
NAMES = ["Lahti", "Pohjois-Karjalan hyvinvointialue", "Rautavaara", "<b>&ö", "Koski Tl", "Hyvinvointikuntayhtymä"]
WIDTHS = st.sampled_from([760, 358])
VALUES = st.one_of(
    st.none(),
    st.just(float("nan")),
    st.floats(-1e5, 1e5).map(lambda value: round(value, 3)),
    st.integers(0, 20).map(float),
)


def points(values, first=2015, **options):
    return [Point(first + at, value, **options) for at, value in enumerate(values)]


def drawn(series, *, width=760, **options):
    options = {"key": "k", "title": "Diabetes", "desc": "Osuus vuosittain.", "tick_text": tick} | options
    return read(line_chart(series, width=width, **options))


def moves(element):
    """How many separate strokes a path has."""
    return element.get("d").count("M")


def strokes(element):
    """The strokes of a path as lists of (x, y)."""
    numbers = [re.findall(r"-?[\d.]+", stroke) for stroke in element.get("d").split("M")[1:]]
    return [list(zip(map(float, one[::2]), map(float, one[1::2]), strict=True)) for one in numbers]


def random_series():
    one = st.builds(
        lambda values, name, role, first, after: Series(
            points(values, first), f"{name} 12,3", role, "9,1" if role == "own" else "", after
        ),
        st.lists(VALUES, max_size=12),
        st.sampled_from(NAMES),
        st.sampled_from(["own", "county", "country", "target", "other", "other", "other"]),
        st.integers(1990, 2020),
        st.sampled_from([None, 2012]),
    )
    return st.lists(one, max_size=14).filter(lambda series: sum(one.role == "own" for one in series) <= 1)


MARKS = st.lists(
    st.builds(Mark, st.integers(1989, 2032), st.sampled_from(["1", "2", "Nastola liittyi Lahteen", "<b>&ö"])),
    max_size=3,
)
NOTES = st.lists(st.builds(Mark, st.integers(1989, 2032), st.sampled_from(["1", "2", "3", "12"])), max_size=4)


@settings(max_examples=60, deadline=None)
@given(random_series(), WIDTHS, MARKS, NOTES, st.sampled_from([0, None]))
def test_words_stay_in_the_picture_and_off_each_other(series, width, breaks, notes, start):
    root = drawn(series, width=width, breaks=breaks, notes=notes, start=start, projection_text="ennuste")
    check_words(root)
    assert float(root.get("width")) == width


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 20).map(lambda value: round(value, 2)), min_size=2, max_size=14), WIDTHS)
def test_the_labels_at_the_ends_are_nineteen_pixels_apart(ends, width):
    series = [Series(points([5.0, end]), f"Kunta {at}") for at, end in enumerate(ends)]
    bases = sorted(box.bottom for row, box in lines(drawn(series, width=width)) if row.startswith("Kunta"))
    assert all(after - before >= 18.9 for before, after in itertools.pairwise(bases))


def test_every_series_is_named_at_its_end_in_the_order_of_the_values():
    series = [
        Series(points([1, 2]), "Iitti 2"),
        Series(points([2, 9]), "Sysmä 9"),
        Series(points([3, 5]), "Lahti 5", "own"),
    ]
    rows = {row: box.top for row, box in lines(drawn(series))}
    assert rows["Sysmä 9"] < rows["Lahti 5"] < rows["Iitti 2"]


def test_on_a_phone_a_crowd_keeps_the_compared_and_the_extremes():
    crowd = [Series(points([5, 5 + at / 100]), f"Kunta {at}") for at in range(10)]
    compared = [Series(points([5, 5.02]), "Lahti", "own"), Series(points([5, 5.03]), "Koko maa", "country")]
    words = written(drawn([*crowd, *compared], width=358))
    assert {"Lahti", "Koko maa", "Kunta 0", "Kunta 9"} <= set(words)
    assert "Kunta 5" not in words
    assert "Kunta 5" in written(drawn([*crowd, *compared], width=760))


def test_a_gap_is_not_joined():
    root = drawn([Series(points([1, 2, None, 4, 5]), "Lahti", "own")])
    (line,) = parts(root, "ch-line ch-own")
    assert moves(line) == 2


def test_a_value_between_two_gaps_is_a_dot():
    root = drawn([Series(points([1, 2, None, 4, None, 6, 7]), "Sysmä")])
    (alone,) = parts(root, "ch-alone ch-other")
    assert moves(alone) == 1


def test_a_line_is_not_joined_across_a_break_and_the_mark_stands_between():
    root = drawn([Series(points([1, 2, 3, 4]), "Lahti", "own")], breaks=[Mark(2017, "Rajat muuttuivat")])
    (line,) = parts(root, "ch-line ch-own")
    (before, after) = strokes(line)
    (mark,) = parts(root, "ch-break")
    at = float(re.match(r"M([\d.]+) ", mark.get("d"))[1])
    assert len(before) == len(after) == 2
    assert before[-1][0] < at < after[0][0]
    assert "Rajat muuttuivat" in written(root)


def test_a_target_has_no_breaks():
    root = drawn([Series(points([1, 1, 1]), "Tavoite 1", "target")], breaks=[Mark(2016, "uusi tapa")])
    (line,) = parts(root, "ch-line ch-target")
    assert moves(line) == 1


def test_a_break_also_parts_the_interval():
    own = Series([Point(2015 + at, 5, 4, 6) for at in range(4)], "Lahti 5", "own")
    assert len(parts(drawn([own], breaks=[Mark(2017, "uusi tapa")]), "ch-band ch-own")) == 2


def test_only_the_own_line_shows_its_interval():
    values = [Point(2015 + at, 5, 4, 6) for at in range(4)]
    assert not parts(drawn([Series(values, "Iitti 5"), Series(values, "Koko maa 5", "country")]), "ch-band")


def test_an_interval_without_its_other_limit_is_not_drawn():
    own = Series([Point(2015, 5, 4, 6), Point(2016, 5, None, 6), Point(2017, 5, 4, 6)], "Lahti 5", "own")
    root = drawn([own])
    assert not parts(root, "ch-band")
    assert len(parts(root, "ch-whisker ch-own")) == 2


def test_what_is_projected_is_dashed_from_the_last_observed_value():
    root = drawn([Series(points([1, 2, 3, 4]), "Lahti", "own", projected_after=2016)], projection_text="ennuste")
    solid, ahead = parts(root, "ch-line ch-own")
    assert "ch-ahead" in ahead.get("class")
    assert strokes(solid)[0][-1] == strokes(ahead)[0][0]
    assert [len(strokes(one)[0]) for one in (solid, ahead)] == [2, 3]
    assert "ennuste" in written(root)


def test_figures_calculated_by_us_are_open_dots():
    series = Series(
        [Point(2015, 1, calculated=True), Point(2016, 2, calculated=True), Point(2017, 3)], "Lahti 3", "own"
    )
    root = drawn([series])
    (rim,) = parts(root, "ch-open ch-own")
    assert moves(rim[0]) == 2
    assert parts(root, "ch-open-middle")[0].get("href") == f"#{rim[0].get('id')}"
    assert len(root.findall(f".//{SVG}circle")) == 1  # the last value's; the first one's would cover its open dot


def test_the_first_value_of_the_own_area_is_written_beside_its_line():
    root = drawn([Series(points(LAHTI.values()), "Lahti 11,5", "own", first_text="9,1")])
    assert "9,1" in written(root)


def test_the_axis_begins_at_zero_unless_told():
    series = [Series(points(LAHTI.values()), "Lahti 11,5", "own")]
    assert "0" in written(drawn(series))
    near = written(drawn(series, start=None))
    assert "0" not in near
    assert "9,0" in near


def test_values_below_zero_have_their_place_and_the_zero_line_is_drawn():
    root = drawn([Series(points([-5, 5]), "Netto 5", "own")])
    assert len(parts(root, "ch-zero")) == 1
    assert {"−5", "0", "5"} <= set(written(root))


def test_notes_stand_as_numbers_under_the_axis():
    root = drawn([Series(points(LAHTI.values()), "Lahti", "own")], notes=[Mark(2016, "1"), Mark(2017, "2")])
    assert len(parts(root, "ch-note")) == 2
    assert {"1", "2"} <= set(written(root))


def test_a_note_outside_the_years_is_left_out():
    root = drawn([Series(points(LAHTI.values()), "Lahti", "own")], notes=[Mark(1999, "1")])
    assert not parts(root, "ch-note")


def test_the_last_year_is_always_on_the_axis():
    for years in range(2, 40):
        words = written(drawn([Series(points([1.0] * years, first=2024 - years), "A")], width=358))
        assert "2023" in words


def test_one_point_only_is_a_dot_with_its_words():
    root = drawn([Series(points([5.0]), "Lahti 5,0", "own", first_text="5,0")])
    assert len(parts(root, "ch-dot ch-own")) == 1
    assert "Lahti 5,0" in written(root)
    assert "5,0" not in written(root)


def test_equal_values_draw_a_level_line():
    (line,) = parts(drawn([Series(points([3, 3, 3]), "Lahti", "own")], start=None), "ch-line")
    assert len({y for _, y in strokes(line)[0]}) == 1


@pytest.mark.parametrize("series", [[], [Series([], "Lahti")], [Series(points([None, float("nan")]), "Lahti", "own")]])
def test_without_a_single_figure_the_picture_says_so(series):
    assert "ei tietoa" in written(drawn(series))


def test_a_series_that_ends_early_is_led_to_its_words():
    root = drawn([Series(points([1, 2, 3]), "Lahti 3"), Series(points([1, 2]), "Nastola 2")])
    assert len(parts(root, "ch-long-leader")) == 1


def test_a_chart_without_a_title_is_refused():
    with pytest.raises(ValueError, match="title"):
        drawn([], title=" ")
