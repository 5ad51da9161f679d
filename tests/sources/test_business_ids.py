"""Business ids as they stand in the national catalogue's list of municipalities."""

import pytest

from hytti.sources.business_ids import is_business_id

MUNICIPALITIES = [
    "0145208-4",
    "0163734-5",
    "1068892-9",
    "0146248-5",
    "0158766-7",
    "0148268-9",
    "0149669-3",
    "0129920-0",
    "0151924-2",
    "0167352-2",
]


@pytest.mark.parametrize("number", MUNICIPALITIES)
def test_the_ids_of_the_ten_municipalities_are_business_ids(number):
    assert is_business_id(number)


@pytest.mark.parametrize("number", MUNICIPALITIES)
def test_another_check_digit_is_refused(number):
    assert not is_business_id(f"{number[:-1]}{(int(number[-1]) + 1) % 10}")


@pytest.mark.parametrize("text", ["", "149669-3", "01496693", "0149669-33", "٠١٤٩٦٦٩-٣", " 0149669-3", "FI01496693"])
def test_another_shape_is_refused(text):
    assert not is_business_id(text)
