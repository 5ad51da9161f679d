import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import SVG, check_words, lines, parts, read, reading, tick, written
from hytti.core.charts.axis import Tick
from hytti.core.charts.dots import Row, dot_chart

NAMES = ["Lahti", "Pohjois-Karjalan hyvinvointialueen kunnat yhteensä", "Kansaneläkelaitoksenvakuutuspiiri", "<b>&ö"]
VALUES = st.one_of(st.none(), st.floats(-1e5, 1e5).map(lambda value: round(value, 3)))
ROWS = st.lists(
    st.builds(
        Row,
        st.sampled_from(NAMES),
        VALUES,
        st.sampled_from(["12,3", "ei tietoa", "−1 234,5"]),
        VALUES,
        VALUES,
        st.sampled_from(["own", "county", "country", "other", "target"]),
        st.sampled_from(["", "/fi/luvut/?a=1&b=2"]),
    ),
    max_size=14,
)


def drawn(rows, *, width=668, **options):
    options = {"key": "k", "title": "Osuus", "desc": "Osuus kunnittain.", "tick_text": tick} | options
    return read(dot_chart(rows, width=width, **options))


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from([668, 358]), st.sampled_from([None, Tick(11.8, "Koko maa 11,8")]))
def test_words_stay_in_the_picture_and_off_each_other(rows, width, reference):
    check_words(drawn(rows, width=width, reference=reference))


def test_rows_keep_their_order_and_show_name_and_figure_on_one_line():
    root = drawn([Row("Hartola", 16.0, "16,0"), Row("Lahti", 11.5, "11,5", role="own")])
    tops = {row: box.bottom for row, box in lines(root)}
    assert tops["Hartola"] == tops["16,0"] < tops["Lahti"] == tops["11,5"]


def test_the_interval_runs_from_its_lower_to_its_upper_limit_round_the_dot():
    root = drawn([Row("Hartola", 16.0, "16,0", 14.4, 17.7), Row("Lahti", 11.5, "11,5", 11.3, 11.7)])
    interval = parts(root, "ch-interval")[0].get("d")
    left, right = float(interval[1:].split()[0]), float(interval.split("H")[1])
    dot = float(parts(root, "ch-dot")[0].get("cx"))
    assert (dot - left) / (right - left) == pytest.approx((16.0 - 14.4) / (17.7 - 14.4), abs=0.01)


def test_the_own_row_stands_on_a_wash():
    root = drawn([Row("Hartola", 16.0, "16,0"), Row("Lahti", 11.5, "11,5", role="own")])
    assert len(parts(root, "ch-wash")) == 1


def test_a_row_without_a_figure_is_listed_with_its_word_and_has_no_dot():
    root = drawn([Row("Hartola", 16.0, "16,0"), Row("Sysmä", None, "salattu"), Row("Iitti", float("nan"), "ei tietoa")])
    assert {"Sysmä", "salattu", "ei tietoa"} <= set(written(root))
    assert len(parts(root, "ch-dot")) == 1


def test_without_a_single_figure_there_is_a_list_and_no_axis():
    root = drawn([Row("Sysmä", None, "ei tietoa")], reference=Tick(11.8, "Koko maa 11,8"))
    assert written(root) == ["Sysmä", "ei tietoa"]


def test_the_reference_is_on_the_axis_even_when_every_area_is_far_from_it():
    root = drawn([Row("Lahti", 50.0, "50,0")], reference=Tick(1.0, "Koko maa 1,0"))
    (line,) = parts(root, "ch-reference")
    assert 0 < float(line.get("d")[1:].split()[0]) < 668


def test_names_with_an_address_are_links():
    root = drawn([Row("Lahti", 11.5, "11,5", url="/fi/luvut/lahti/?a=1&b=2")])
    (link,) = root.iter(f"{SVG}a")
    assert reading(link) == "Lahti"
    assert link.get("href") == "/fi/luvut/lahti/?a=1&b=2"


def test_a_link_whose_word_is_parted_is_still_called_by_its_whole_name():
    long = "Kansaneläkelaitoksenvakuutuspiiri"
    (link,) = drawn([Row(long, 1.0, "1,0", url="/fi/")], width=358).iter(f"{SVG}a")
    assert "-" in reading(link)
    assert link.get("aria-label") == long


def test_one_row_and_equal_values_have_an_axis_to_stand_on():
    for rows in ([Row("Lahti", 5.0, "5,0")], [Row("Lahti", 0.0, "0"), Row("Iitti", 0.0, "0")]):
        assert len(parts(drawn(rows), "ch-dot")) == len(rows)


def test_a_start_lengthens_the_axis():
    rows = [Row("Lahti", 11.5, "11,5"), Row("Iitti", 13.4, "13,4")]
    assert "0" not in written(drawn(rows))
    assert "0" in written(drawn(rows, start=0))
