from __future__ import annotations

import pytest

from hytti.methods.coefficient import OPTIONS, Options, options_of
from hytti.methods.coefficient.options import OPTION_KEYS
from hytti.methods.coefficient.rules import rules


def test_every_silent_point_has_a_default_and_says_why_in_three_languages():
    assert [option.key for option in OPTIONS] == list(OPTION_KEYS)
    for option in OPTIONS:
        assert getattr(Options(), option.key) == option.default
        assert len(option.choices) > 1
        assert all(all(words) for words in (option.name, option.why, *(choice.words for choice in option.choices)))


@pytest.mark.parametrize(
    ("key", "value"), [("national_mean", "median"), ("round_K", 3), ("target_areas_in_scaling", None), ("tie", 50)]
)
def test_a_choice_that_there_is_not_is_refused(key, value):
    with pytest.raises(ValueError, match=key):
        Options(**{key: value})


@pytest.mark.parametrize(
    ("level", "year", "settled"),
    [
        ("county", 2026, set()),
        (
            "municipality",
            2026,
            {"national_mean", "forms_correction", "mpr_limit", "target_areas_in_scaling", "target_rounding"},
        ),
        ("county", 2024, set(OPTION_KEYS)),
    ],
)
def test_only_the_points_that_matter_are_asked(level, year, settled):
    assert {option.key for option in options_of(rules(level, year))} == set(OPTION_KEYS) - settled
