"""Widths are compared with the vendored font's own advance widths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.core.charts.text import least_width, plain, text_width, wrap

WORDS = st.text(alphabet="aeiouyäökstnlrvmphj-\u00ad", min_size=1, max_size=30).filter(
    lambda word: word.strip("-\u00ad")
)


def test_the_width_of_a_text_is_the_sum_of_the_fonts_advance_widths():
    # Source Sans 3 regular: H 652, y 467, t 338, e 496 units in 1000.
    assert text_width("Hyte", 10) == pytest.approx((652 + 467 + 338 + 496) / 100)


def test_a_soft_hyphen_takes_no_room():
    assert text_width("järjestö\u00adneuvottelukunta", 16) == text_width("järjestöneuvottelukunta", 16)


def test_a_compound_turns_between_its_words():
    assert wrap("Yhdyspintaneuvottelukunta", 130, 16, 550) == ("Yhdyspinta-", "neuvottelukunta")


def test_a_soft_hyphen_says_where_a_word_may_turn():
    assert wrap("vapaaehtois\u00adtoiminta", 100, 16) == ("vapaaehtois-", "toiminta")


def test_a_word_does_not_part_from_its_leading_hyphen():
    lines = wrap("Päihteet ja mielenterveys -asiantuntijaryhmä", 150, 16)
    assert not any(line.endswith(" -") or line == "-" for line in lines)


def test_a_word_that_fits_on_a_line_of_its_own_is_not_parted():
    assert wrap("Hyvinvoinnin ja terveyden edistäminen", 150, 16) == ("Hyvinvoinnin ja", "terveyden", "edistäminen")


def test_a_word_without_a_good_place_turns_at_a_syllable():
    assert wrap("kansalaistoiminnan", 80, 16)[0] in {"kansa-", "kansalais-", "kansalai-"}


@given(st.lists(WORDS, min_size=1, max_size=8), st.integers(40, 300))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(words, width):
    text = " ".join(words)
    lines = wrap(text, width, 16)
    assert all(text_width(line, 16) <= width for line in lines)
    letters = plain("".join(lines)).replace("-", "").replace(" ", "")
    assert letters == plain(text).replace("-", "").replace(" ", "")


def test_the_least_width_is_that_of_the_widest_part():
    assert least_width("Yhdyspintaneuvottelukunta", 16) == text_width("neuvottelukunta", 16)
