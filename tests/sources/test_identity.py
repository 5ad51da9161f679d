"""Personal identity codes. 131052-308T is the example of Statistics Finland's school."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.sources.identity import CHECKS, holds_identity_code


@pytest.mark.parametrize("sign", [*"-+A", *"YXWVU", *"BCDEF", "a", "–", "−"])
def test_every_sign_of_a_century_is_known(sign):
    assert holds_identity_code(f"131052{sign}308T")


@pytest.mark.parametrize(
    "text",
    [
        "131052-308t",
        "Maija,131052-308T",
        "hetu:131052-308T;nainen",
        "(131052-308T)",
        "131052 - 308T",
        "１３１０５２－３０８T",
        "010190-123A 131052-308T",
    ],
)
def test_a_code_is_found_inside_a_text(text):
    assert holds_identity_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "131052-308U",
        "321052-308T",
        "131352-308T",
        "131052G308T",
        "131052308T",
        "9131052-308T",
        "131052-308T5",
        "a131052-308T",
        "131052-308TÄ",
        "040-1310523",
        "13.10.52-308T",
    ],
)
def test_other_texts_hold_none(text):
    assert not holds_identity_code(text)


@given(
    st.integers(1, 31), st.integers(1, 12), st.integers(0, 99), st.integers(2, 999), st.sampled_from("+-AYXWVUBCDEF")
)
def test_of_all_check_characters_one_is_right(day, month, year, number, sign):
    start = f"{day:02}{month:02}{year:02}{sign}{number:03}"
    right = [check for check in CHECKS if holds_identity_code(start + check)]
    # Remainder by 31 of the nine digits, by long division over the digits
    rest = 0
    for digit in f"{day:02}{month:02}{year:02}{number:03}":
        rest = (rest * 10 + int(digit)) % 31
    assert right == ["0123456789ABCDEFHJKLMNPRSTUVWXY"[rest]]
