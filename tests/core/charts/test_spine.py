import re

import pytest

from drawings import SVG, check_words, parts, read, written
from hytti.core.charts.axis import Axis, Tick
from hytti.core.charts.spine import Spread, spine, spine_axis

AXIS = Axis(25, 360, log=True)
SPREAD = Spread(40, 72, 100, 134, 180)


def drawn(value, *, spread=SPREAD, axis=AXIS, **options):
    return read(
        spine(value, spread=spread, axis=axis, **({"key": "k", "width": 400, "title": "Heinola 212"} | options))
    )


def left(element):
    return float(element.get("cx"))


def test_the_own_dot_is_filled_outside_the_middle_half_and_a_ring_inside_it():
    assert "ch-inside" not in parts(drawn(212), "ch-dot")[0].get("class")
    assert "ch-inside" in parts(drawn(105), "ch-dot")[0].get("class")
    assert "ch-inside" in parts(drawn(134), "ch-dot")[0].get("class")


def test_without_a_spread_nothing_is_claimed_of_the_own_dot():
    root = drawn(212, spread=None)
    assert "ch-inside" in parts(root, "ch-dot")[0].get("class")
    assert not parts(root, "ch-half")


def test_on_a_logarithmic_axis_a_doubling_is_always_as_long():
    at = [left(parts(drawn(value), "ch-dot")[0]) for value in (50, 100, 200)]
    assert at[1] - at[0] == pytest.approx(at[2] - at[1], abs=0.2)


def test_the_bands_lie_within_one_another_round_the_median():
    root = drawn(212)
    (ninety,), (half,), (median,) = (parts(root, css) for css in ("ch-ninety", "ch-half", "ch-median"))
    edges = [(float(band.get("x")), float(band.get("x")) + float(band.get("width"))) for band in (ninety, half)]
    middle = float(re.match(r"M([\d.]+) ", median.get("d"))[1])
    assert edges[0][0] < edges[1][0] < middle < edges[1][1] < edges[0][1]


def test_an_axis_may_run_downwards_so_that_better_is_always_on_the_same_side():
    down = Axis(360, 25, log=True)
    assert left(parts(drawn(200, axis=down), "ch-dot")[0]) < left(parts(drawn(50, axis=down), "ch-dot")[0])
    assert all(float(band.get("width")) > 0 for band in parts(drawn(200, axis=down), "ch-half"))


def test_others_are_small_rings_and_a_missing_one_is_left_out():
    assert len(parts(drawn(212, others=[90, None, float("nan"), 110]), "ch-ring")) == 2


def test_what_is_beyond_the_axis_is_an_arrowhead_and_not_a_dot_at_a_false_place():
    root = drawn(400, others=[10])
    assert not parts(root, "ch-dot")
    assert not parts(root, "ch-ring")
    assert len(parts(root, "ch-beyond")) == 2


def test_zero_on_a_logarithmic_axis_is_beyond_its_lower_end():
    (head,) = parts(drawn(0), "ch-beyond")
    assert head.get("d").startswith("M0 ")


def test_without_a_figure_only_the_spread_is_drawn():
    root = drawn(None)
    assert not parts(root, "ch-own")
    assert len(parts(root, "ch-median")) == 1


def test_the_axis_writes_its_ticks_its_ends_and_the_median_in_bold():
    ticks = [Tick(value, str(value)) for value in (30, 50, 100, 200, 300)]
    root = read(
        spine_axis(
            AXIS, ticks, key="k", width=400, title="Asteikko", low_text="parempi", high_text="heikompi", strong=100
        )
    )
    check_words(root)
    assert set(written(root)) == {"parempi", "heikompi", "30", "50", "100", "200", "300"}
    assert parts(root, "ch-strong")[0].text == "100"


def test_ticks_that_have_no_room_give_way_to_the_strong_one():
    ticks = [Tick(value, str(value)) for value in range(90, 111)]
    root = read(spine_axis(Axis(25, 360, log=True), ticks, key="k", width=160, title="Asteikko", strong=100))
    check_words(root)
    assert "100" in written(root)


def test_a_tick_and_the_dot_of_its_value_stand_in_one_line():
    root = read(spine_axis(AXIS, [Tick(100, "100")], key="k", width=400, title="Asteikko"))
    assert float(root.find(f".//{SVG}text").get("x")) == left(parts(drawn(100), "ch-dot")[0])


@pytest.mark.parametrize(("low", "high", "log"), [(1, 1, False), (0, 10, True), (float("nan"), 1, False)])
def test_an_impossible_axis_is_refused(low, high, log):
    with pytest.raises(ValueError, match="axis"):
        Axis(low, high, log)
