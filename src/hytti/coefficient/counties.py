"""The 22 areas whose coefficients are counted: the wellbeing services counties and Helsinki, without Åland.

Source: Statistics Finland, classification of wellbeing services counties 2026 (CC BY 4.0); the words that all names
share are left out.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from hytti.core.numbers import language_of


@cache
def counties() -> dict[str, dict[str, str]]:
    """Each area's names {fi, sv, en} by its code, in the order of the codes."""
    with (files("hytti.coefficient") / "counties.csv").open(encoding="utf-8") as file:
        return {row.pop("code"): row for row in csv.DictReader(file)}


def county_name(code: str, lang: str | None = None) -> str:
    """The short name in the language of the page; the bare code where it is unknown."""
    return counties().get(code, {}).get(language_of(lang), code)
