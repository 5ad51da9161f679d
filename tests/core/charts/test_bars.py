from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import SVG, check_words, lines, parts, read, reading, written
from hytti.core.charts.bars import bar_chart
from hytti.core.charts.dots import Row

THEMES = [
    Row("Hyvinvoinnin ja terveyden edistäminen", 15, "15"),
    Row("Osallisuus", 11, "11"),
    Row("Toimeentulo", 1, "1"),
]
NAMES = ["Lahti", "Pohjois-Karjalan hyvinvointialueen kunnat yhteensä", "Kansaneläkelaitoksenvakuutuspiiri", "<b>&ö"]
ROWS = st.lists(
    st.builds(
        Row,
        st.sampled_from(NAMES),
        st.one_of(st.none(), st.floats(-1e9, 1e9).map(lambda value: round(value, 3))),
        st.sampled_from(["12,3", "ei tietoa", "−1 234,5"]),
        role=st.sampled_from(["own", "county", "country", "other", "target"]),
        url=st.sampled_from(["", "/fi/"]),
    ),
    max_size=12,
)


def drawn(rows, *, width=520, **options):
    return read(bar_chart(rows, **({"key": "k", "width": width, "title": "Verkostot", "desc": "Määrä."} | options)))


def bars(root):
    return [(float(bar.get("x")), float(bar.get("width"))) for bar in parts(root, "ch-bar")]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from([520, 358]))
def test_words_and_bars_stay_in_the_picture(rows, width):
    root = drawn(rows, width=width)
    check_words(root)
    assert all(x >= -0.1 and x + wide <= width + 0.1 for x, wide in bars(root))


def test_bars_are_as_long_as_their_values_from_one_zero():
    (first, second, third) = bars(drawn(THEMES))
    assert first[0] == second[0] == third[0]
    assert abs(second[1] / first[1] - 11 / 15) < 0.001
    assert abs(third[1] / first[1] - 1 / 15) < 0.001


def test_the_number_stands_before_its_bar():
    root = drawn(THEMES)
    number = next(box for row, box in lines(root) if row == "11")
    assert number.right < bars(root)[1][0]


def test_on_a_phone_the_bar_stands_under_its_words():
    root = drawn(THEMES, width=358)
    name = next(box for row, box in lines(root) if row == "Osallisuus")
    bar = parts(root, "ch-bar")[1]
    assert float(bar.get("y")) > name.bottom
    assert float(bar.get("x")) == 0


def test_a_value_below_zero_runs_left_of_the_zero_line():
    root = drawn([Row("Lahti", 2, "+2"), Row("Iitti", -3, "−3")])
    (right, left) = bars(root)
    assert abs(left[0] + left[1] - right[0]) <= 0.1
    assert len(parts(root, "ch-zero")) == 1


def test_a_row_without_a_figure_has_its_word_and_no_bar():
    root = drawn([Row("Lahti", 2, "2"), Row("Iitti", None, "ei tietoa")])
    assert len(bars(root)) == 1
    assert "ei tietoa" in written(root)


def test_zeros_have_bars_of_no_length():
    assert [wide for _, wide in bars(drawn([Row("Lahti", 0, "0"), Row("Iitti", 0, "0")]))] == [0, 0]


def test_a_shared_limit_makes_two_pictures_comparable():
    alone = bars(drawn([Row("Lahti", 5, "5")]))
    shared = bars(drawn([Row("Lahti", 5, "5")], limits=(0, 10)))
    assert abs(shared[0][1] / alone[0][1] - 0.5) < 0.001


def test_names_with_an_address_are_links():
    (link,) = drawn([Row("Osallisuus", 11, "11", url="/fi/verkostot/")]).iter(f"{SVG}a")
    assert reading(link) == "Osallisuus"
