"""Finland's municipalities of 2021-2026: codes, names, wellbeing services counties. Statistics Finland, CC BY 4.0."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Municipality:
    code: str
    name_fi: str
    name_sv: str
    county: str


@cache
def municipalities() -> dict[str, Municipality]:
    """Each by its code of three digits, also those that were joined to others after 2021."""
    table = files("hytti.sources").joinpath("data/municipalities.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Municipality(row["code"], row["name_fi"], row["name_sv"], row["county"])
        for row in csv.DictReader(table.splitlines())
    }


def municipality_code(text: str) -> str | None:
    """The code of what is a code or a name in Finnish or Swedish; None for what is neither."""
    plain = " ".join(text.split()).casefold()
    if plain.isdecimal() and plain.isascii():
        code = plain.zfill(3)
        return code if code in municipalities() else None
    return _names().get(plain)


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in municipalities().values():
        found |= {one.name_sv.casefold(): one.code, one.name_fi.casefold(): one.code}
    return found
