import re

from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import check_words, parts, read, tick, written
from hytti.core.charts.scatter import Spot, scatter

NAMES = ["Lahti", "Ruokolahden ja Taipalsaaren alue", "Iitti", "<b>&ö"]
VALUES = st.one_of(st.none(), st.floats(-1e4, 1e4).map(lambda value: round(value, 2)), st.integers(0, 9).map(float))
SPOTS = st.lists(
    st.builds(
        Spot,
        st.sampled_from(NAMES),
        VALUES,
        VALUES,
        st.sampled_from(["own", "county", "country", "other", "other", "other"]),
        st.booleans(),
    ),
    max_size=16,
)


def drawn(spots, *, width=760, **options):
    options = {
        "key": "k", "title": "Kaksi lukua", "desc": "", "x_title": "Työttömiä, %", "y_title": "Toimeentulotuki, %",
        "x_tick_text": tick, "y_tick_text": tick,
    } | options  # fmt: skip
    return read(scatter(spots, width=width, **options))


@settings(max_examples=60, deadline=None)
@given(SPOTS, st.sampled_from([760, 358]), st.sampled_from([None, 0.0]))
def test_words_stay_in_the_picture_and_off_each_other(spots, width, start):
    check_words(drawn(spots, width=width, x_start=start, y_start=start))


@settings(max_examples=60, deadline=None)
@given(SPOTS, st.sampled_from([760, 358]))
def test_every_dot_is_in_the_picture(spots, width):
    root = drawn(spots, width=width)
    for dot in parts(root, "ch-dot"):
        assert float(dot.get("cx")) - float(dot.get("r")) >= 0
        assert float(dot.get("cx")) + float(dot.get("r")) <= width
        assert float(dot.get("cy")) - float(dot.get("r")) >= 0


def test_areas_that_stand_apart_are_all_named():
    spots = [Spot(f"Kunta {at}", at, (at * 7) % 10) for at in range(10)]
    assert {f"Kunta {at}" for at in range(10)} <= set(written(drawn(spots)))


def test_the_own_area_is_named_first_where_dots_crowd():
    crowd = [Spot(f"Kunta {at}", 1.0, 1.0) for at in range(40)]
    words = written(drawn([*crowd, Spot("Lahti", 1.0, 1.0, "own")]))
    assert "Lahti" in words
    assert len([word for word in words if word.startswith("Kunta")]) < 40


def test_unnamed_areas_are_grey_dots_in_one_stroke():
    root = drawn([Spot("Lahti", 1, 2, "own"), *(Spot("", at, at, named=False) for at in range(50))])
    (specks,) = parts(root, "ch-specks")
    assert specks.get("d").count("M") == 50
    assert len(parts(root, "ch-dot")) == 1


def test_an_area_without_one_of_the_values_is_not_drawn():
    root = drawn([Spot("Lahti", 1, 2, "own"), Spot("Iitti", None, 2), Spot("Sysmä", 1, float("nan"))])
    assert len(parts(root, "ch-dot")) == 1
    assert not {"Iitti", "Sysmä"} & set(written(root))


def test_both_axes_have_their_titles():
    assert {"Työttömiä, %", "Toimeentulotuki, %"} <= set(written(drawn([Spot("Lahti", 1, 2)])))


def test_more_is_to_the_right_and_up():
    low, high = parts(drawn([Spot("A", 1, 1), Spot("B", 2, 2)]), "ch-dot")
    places = sorted((float(dot.get("cx")), float(dot.get("cy"))) for dot in (low, high))
    assert places[0][1] > places[1][1]


def test_an_axis_that_starts_at_zero_begins_exactly_there():
    root = drawn([Spot("A", 1, 1), Spot("B", 2, 2)], x_start=0)
    grid = [re.match(r"M([\d.]+) [\d.]+V", line.get("d")) for line in parts(root, "ch-grid")]
    left = min(float(found[1]) for found in grid if found)
    horizontal = next(line.get("d") for line in parts(root, "ch-grid") if "H" in line.get("d"))
    assert left == float(re.match(r"M([\d.]+)", horizontal)[1])


def test_without_figures_the_picture_says_so():
    assert written(drawn([Spot("Lahti", None, 1)])) == ["ei tietoa"]
