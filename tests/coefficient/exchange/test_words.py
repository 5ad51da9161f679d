"""Every finding has its sentence, and its place."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from hytti.coefficient.exchange.findings import Code, Finding, finding, of_file
from hytti.coefficient.exchange.words import WORDS, place_of, words_of
from hytti.core.file_words import FILE_WORDS
from hytti.sources import problems as files


@pytest.mark.parametrize("code", list(Code))
def test_every_finding_has_a_finnish_sentence_with_its_arguments(code):
    arguments = {name: f"<{name}>" for name in code.parameters}
    with override("fi"):
        text = words_of(Finding(code, arguments))
    assert code in WORDS
    assert text.endswith(".")
    for name in code.parameters:
        assert f"<{name}>" in text
    assert "%(" not in text


@pytest.mark.parametrize("code", list(FILE_WORDS))
def test_what_is_wrong_with_a_file_has_a_sentence_too(code):
    [found] = of_file([files.problem(code, **dict.fromkeys(code.parameters, "x"))], "Luvut")
    with override("fi"):
        assert words_of(found).endswith(".")
    assert found.stops


def test_a_problem_that_nobody_has_put_into_words_is_said_in_english():
    [found] = of_file([files.problem(files.Code.NO_ROWS)])
    assert words_of(found) == files.Code.NO_ROWS.text


def test_the_place_is_told_as_far_as_it_is_known():
    with override("fi"):
        assert place_of(finding(Code.NO_AREA, sheet="Luvut", row=5, column="Alue")) == (
            "välilehti Luvut, rivi 5, sarake Alue"
        )
        assert place_of(finding(Code.NO_FIGURES)) == ""


def test_a_long_text_is_cut_where_it_is_quoted():
    with override("fi"):
        text = words_of(finding(Code.NOT_A_NUMBER, value="a" * 100))
    assert f"”{'a' * 60}…”" in text
