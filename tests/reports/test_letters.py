"""Letters that the report's font has, and what is done about the rest."""

from __future__ import annotations

import pytest

from hytti.reports.blocks import Heading
from hytti.reports.letters import letters, printable, unprintable, with_boxes
from reports.samples import document


def test_the_font_has_the_letters_of_the_languages_spoken_here():
    assert set("åäöÅÄÖšžŠŽéüőąčđŋŧǥʒáâÁÂ€–—−×°•→“”’\u00a0") <= letters()


def test_a_letter_that_the_font_lacks_is_a_box():
    assert printable("Kissa 猫!") == "Kissa □!"


@pytest.mark.parametrize("mark", ["\u200b", "\u200f", "\u202e", "\u2066", "\u00ad"])
def test_a_mark_without_a_shape_is_left_alone(mark):
    assert printable(f"a{mark}b") == f"a{mark}b"


def test_turns_of_line_and_tabs_are_one_space():
    assert printable("a \r\n\t b") == "a b"


def test_only_a_very_long_word_may_part():
    longest = "lentokonesuihkuturbiinimoottoriapumekaan"  # 40 letters
    assert printable(longest) == longest
    parted = printable(f"{longest}ikko")
    assert parted.replace("\u200b", "") == f"{longest}ikko"
    assert max(map(len, parted.split("\u200b"))) == 10


def test_boxes_part_no_words():
    assert with_boxes("a" * 99 + "猫\n") == "a" * 99 + "□\n"


def test_the_letters_shown_as_boxes_are_told_once_each():
    assert unprintable(document(Heading("猫猫 あ ä"))) == "あ猫"
    assert unprintable(document()) == ""
