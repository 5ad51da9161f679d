"""Finnish personal identity codes (henkilötunnus, personbeteckning) in text, so that a file with them can be refused.

Form: day, month and two digits of the year; a sign of the century (+ - A, and since 2023 YXWVU and BCDEF); three
digits; a check character, which is the remainder of the nine digits by 31. Sources: decree 128/2010 on the population
information system; the Digital and Population Data Services Agency's page of the reform of the signs.
"""

from __future__ import annotations

import re

CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}
CODE = re.compile(
    r"(?<![0-9A-Za-zÅÄÖåäö])((?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2})[ \u00a0]?"
    r"[-+ABCDEFYXWVUabcdefyxwvu][ \u00a0]?([0-9]{3})([0-9A-Ya-y])(?![0-9A-Za-zÅÄÖåäö])"
)


def holds_identity_code(text: str) -> bool:
    """Whether something in the text has the form of a personal identity code and its check character is right."""
    plain = text.translate(DASHES | FULL_WIDTH)
    return any(CHECKS[int(day + number) % len(CHECKS)] == check.upper() for day, number, check in CODE.findall(plain))
