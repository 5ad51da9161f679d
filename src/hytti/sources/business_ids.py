"""The Finnish business id (Y-tunnus): seven digits, a hyphen, a check digit of modulus 11."""

from __future__ import annotations

import re

SHAPE = re.compile(r"[0-9]{7}-[0-9]", re.ASCII)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def is_business_id(text: str) -> bool:
    """Has the text the shape of a business id, and does its check digit agree?"""
    if not SHAPE.fullmatch(text):
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=False)) % 11
    return rest != 1 and int(text[-1]) == (11 - rest if rest else 0)
