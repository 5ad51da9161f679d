"""Problems: every kind has a sentence, and every sentence gets what it needs."""

from __future__ import annotations

import pytest

from hytti.sources.problems import Code, Problem, SourceError, problem


@pytest.mark.parametrize("code", list(Code))
def test_every_problem_has_a_key_and_a_whole_sentence(code):
    assert code == code.value == code.name.lower().replace("_", "-")
    found = Problem(code, dict.fromkeys(code.parameters, "x"))
    assert found.text
    assert "{" not in found.text
    assert found.text.endswith((".", "?"))


@pytest.mark.parametrize("arguments", [{}, {"name": "a", "more": "b"}, {"nam": "a"}])
def test_wrong_arguments_are_a_mistake_of_the_caller(arguments):
    with pytest.raises(ValueError, match="needs"):
        problem(Code.EMPTY, **arguments)


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (None, None, "a is empty."),
        (3, None, "line 3: a is empty."),
        (3, "arvo", "line 3, arvo: a is empty."),
        (None, "arvo", "arvo: a is empty."),
    ],
)
def test_a_problem_says_where(row, column, text):
    assert str(problem(Code.EMPTY, row=row, column=column, name="a")) == text


def test_an_error_says_all_its_problems():
    error = SourceError(problem(Code.EMPTY, name="a"), problem(Code.NO_ROWS))
    assert str(error) == "a is empty. There are no figures for what was asked."
