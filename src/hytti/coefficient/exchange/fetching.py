"""Sotkanet's figures for the tables: which ids are asked for, and whether an id is still what it was.

An id may be given to something else, and titles are written anew; so each title must name what the decree names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hytti.methods.coefficient.rules import known_years, rules
from hytti.sources.problems import Code, Unexpected, problem
from hytti.sources.sotkanet import Sotkanet

from .places import POPULATION

if TYPE_CHECKING:
    from hytti.methods.coefficient.rules import Level
    from hytti.sources.records import Indicator

LEVELS: tuple[Level, ...] = ("county", "municipality")
TITLE_WORDS = {
    POPULATION: ("väestö", "31.12"),
    234: ("toimeentulotuk", "pitkäaikai", "25", "64"),
    286: ("terveydentila", "8", "9"),
    306: ("työkyvyttömyyseläk", "25", "64"),
    699: ("lonkkamurtum", "65"),
    3037: ("vammojen", "myrkytysten", "10 000"),
    3219: ("koulutuksen ulkopuolel", "17", "24"),
    3906: ("ylipain", "8", "9"),
    3959: ("kaatumi", "65"),
}
"""What the Finnish title of an id has in it, in small letters: parts of the decree's own words that tell it apart."""


def wanted_ids() -> dict[int, str]:
    """The ids that the newest rules name, and that of the population: the store's indicator by Sotkanet's id.

    An indicator that the catalogue defines has a name of its own there, which goes before this.
    """
    named = {
        rule.source_ids["sotkanet"]
        for level in LEVELS
        for rule in rules(level, known_years(level)[-1]).indicators
        if "sotkanet" in rule.source_ids
    }
    return {number: f"sotkanet-{number}" for number in sorted({POPULATION, *named})}


class CheckedSotkanet(Sotkanet):
    """Sotkanet whose ids are looked at before their figures are asked for."""

    def indicator(self, number: int) -> Indicator:
        """The indicator. Raises Unexpected where its title is not about what the rules mean by the id."""
        found = super().indicator(number)
        parts = TITLE_WORDS.get(number, ())
        title = " ".join(found.title.fi.split()).casefold()
        if not all(part in title for part in parts):
            raise Unexpected(problem(Code.TITLE_CHANGED, expected=" … ".join(parts), found=found.title.fi))
        return found
