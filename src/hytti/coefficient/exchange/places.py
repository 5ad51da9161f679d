"""The areas that a table is about, and how people write them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hytti.methods.coefficient.table import ALAND, ALAND_COUNTY

from ..counties import counties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hytti.facts import Facts
    from hytti.methods.coefficient.rules import Level

FACT_LEVELS: dict[str, str] = {"county": "hyvinvointialue", "municipality": "kunta"}
RESIDENTS, POPULATION = "vaesto", 127
"""The population: the store's name of it, whatever source it is from, and Sotkanet's id."""
DIGITS = {"county": 2, "municipality": 3}
WHOLE_COUNTRY = frozenset(("koko maa", "suomi", "hela landet", "hela finland", "finland", "whole country", "sss"))
SUFFIXES = (" hyvinvointialue", " välfärdsområde", " wellbeing services county", " kaupunki", " stad")


class Place(NamedTuple):
    """An area by its code (two digits for a county, three for a municipality), its names, and its longer names."""

    code: str
    fi: str
    sv: str
    en: str
    also: tuple[str, ...] = ()
    aland: bool = False

    def name(self, language: str) -> str:
        return {"fi": self.fi, "sv": self.sv, "en": self.en}[language]


def places_of(facts: Facts, level: Level) -> tuple[Place, ...]:
    """The areas of the level that exist today, by code; those of Åland are there too, marked.

    Counties go by their short names and are known also where the store is empty; municipalities come from the store.
    """
    there = {area.code: area for area in facts.areas(FACT_LEVELS[level]) if area.valid_to is None}
    if level == "municipality":
        return tuple(
            Place(code, area.name_fi, area.name_sv, area.name_en, aland=code in ALAND)
            for code, area in sorted(there.items())
        )
    longer = {code: (area.name_fi, area.name_sv, area.name_en) for code, area in there.items()}
    known = [
        Place(code, names["fi"], names["sv"], names["en"], longer.get(code, ())) for code, names in counties().items()
    ]
    return (*known, Place(ALAND_COUNTY, "Ahvenanmaa", "Åland", "Åland", aland=True))


class Directory:
    """Finds the place that a person's words mean."""

    def __init__(self, places: Sequence[Place], level: Level) -> None:
        self.places, self.level = places, level
        self._by_code = {place.code: place for place in places}

    def by_code(self, text: str) -> Place | None:
        """The place with the code; leading zeros may be lost."""
        digits = text.strip()
        return self._by_code.get(digits.zfill(DIGITS[self.level])) if re.fullmatch("[0-9]{1,3}", digits) else None

    def by_name(self, text: str) -> Place | None:
        return self._by_name.get(plain(text))

    def find(self, text: str) -> Place | None:
        return self.by_code(text) or self.by_name(text)

    def nearest(self, text: str) -> Place | None:
        """The place whose name is written nearly so."""
        close = get_close_matches(plain(text), self._by_name, n=1, cutoff=0.75)
        return self._by_name[close[0]] if close else None

    @cached_property
    def _by_name(self) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for place in self.places:
            for name in (place.fi, place.sv, place.en, *place.also):
                for variant in (name, *(name.removesuffix(suffix) for suffix in SUFFIXES)):
                    found.setdefault(plain(variant), place)
        return found


def plain(text: str) -> str:
    """The words alone: without capitals, doubled spaces and the kinds of dashes."""
    return re.sub(r"[\s\-‐‑–]+", " ", text.strip().casefold())
