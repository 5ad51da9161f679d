"""Codes that people read aloud and type: letters and digits that cannot be taken for each other, no vowels."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

LETTERS = "CDFGHJKMNPRTVWXY34679"
LENGTH = 9  # 21^9 is about 8 · 10^11 codes; the pages that take one are rate-limited


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def typed(text: str) -> str:
    """The code as it was meant; empty where the text is no code."""
    code = "".join(mark for mark in text.upper() if mark not in " -–\u00a0\t")
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def spaced(code: str) -> str:
    """The code in threes, as it is shown: KTR-4WM-X7H."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def hash_of_code(code: str) -> str:
    """What is kept of a code: a hash keyed with the service's secret, since a code is short enough to be tried out."""
    return salted_hmac("hytti.tray.code", code, algorithm="sha256").hexdigest()
