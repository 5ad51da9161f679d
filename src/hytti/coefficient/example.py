"""A made-up table for learning the pages: invented areas, residents and figures, the same at every start.

Nothing in it describes any real area. Wherever a figure of it is shown, the tag "esimerkki" stands beside it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from hytti.methods.coefficient.rules import known_years, rules
from hytti.methods.coefficient.table import ALAND, COUNTIES, Table

if TYPE_CHECKING:
    from hytti.methods._inputs import Floats
    from hytti.methods.coefficient.rules import IndicatorRule, Level, Rules

SEED = 1392
OWN, OWN_NAME = "09", "Esimerkkilä"
OWN_TOWNS = 10
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SOURCE = "esimerkki, keksityt luvut"

# The least and the greatest invented figure of each indicator; the earlier year is drawn round the later one.
RANGES = {
    "checkups_age_4": (55.0, 96.0),
    "checkups_grade_8": (40.0, 92.0),
    "lifestyle_counselling": (6.0, 58.0),
    "mmr": (92.0, 98.4),
    "brief_intervention": (9.0, 64.0),
    "unemployed_checkups": (1.5, 14.0),
    "injuries": (78.0, 142.0),
    "hip_fractures": (0.4, 0.8),
    "neet": (8.5, 17.0),
    "basic_assistance": (0.8, 3.4),
    "disability_pension_young": (0.5, 1.7),
    "poor_health": (18.0, 31.0),
    "outside_education": (4.0, 13.0),
    "social_assistance": (0.6, 4.2),
    "disability_pension": (4.0, 12.5),
    "falls": (180.0, 420.0),
}


def example_year(level: Level) -> int:
    """The funding year of the example: the newest known one."""
    return known_years(level)[-1]


@cache
def example_table(level: Level) -> Table:
    """The invented table of the newest funding year."""
    found = rules(level, example_year(level))
    chance = np.random.default_rng(SEED)
    areas, names = _counties() if level == "county" else _towns(found.areas)
    residents = np.rint(np.exp(chance.normal(12.0 if level == "county" else 8.6, 0.6, len(areas))))
    latest, before = {}, {}
    for rule in found.indicators:
        latest[rule.key], earlier = _figures(rule, len(areas), chance)
        if rule.half == "result":
            before[rule.key] = earlier
    births = np.rint(residents * chance.uniform(0.006, 0.01, len(areas)))
    forms = np.rint(births * chance.uniform(0.4, 2.4, len(areas)))
    counted = _has_forms(found)
    return Table.of(
        level,
        areas,
        residents,
        latest,
        before,
        names=names,
        forms=forms if counted else None,
        births=births if counted else None,
        sources={(column, ""): SOURCE for column in ("residents", *latest)},
        years=found.data_years,
    )


def _counties() -> tuple[list[str], list[str]]:
    letters = iter(LETTERS)
    return list(COUNTIES), [OWN_NAME if code == OWN else f"Alue {next(letters)}" for code in COUNTIES]


def _towns(count: int) -> tuple[list[str], list[str]]:
    """As many municipalities as take part; the first ten are those of the invented county."""
    codes = [code for number in range(1, 999) if (code := f"{number:03}") not in ALAND][:count]
    return codes, [f"Kunta {LETTERS[at]}" if at < OWN_TOWNS else f"Kunta {at + 1}" for at in range(count)]


def own_towns() -> dict[str, tuple[str, str]]:
    """The invented county's municipalities: code and name by their part of the address."""
    table = example_table("municipality")
    pairs = zip(table.areas[:OWN_TOWNS], table.names[:OWN_TOWNS], strict=True)
    return {name.lower().replace(" ", "-"): (code, name) for code, name in pairs}


def _figures(rule: IndicatorRule, count: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """The later and the earlier year of an indicator; a yes-or-no item is 100 or 0."""
    if rule.unit_key == "points":
        answers = np.where(chance.random(count) < chance.uniform(0.45, 0.85), 100.0, 0.0)
        return answers, answers
    least, greatest = RANGES[rule.key]
    later = chance.uniform(least, greatest, count)
    earlier = later * (1 + chance.normal(0.0, 0.06, count))
    decimals = max(rule.decimals, 1)
    return np.round(later, decimals), np.maximum(np.round(earlier, decimals), rule.step)


def _has_forms(found: Rules) -> bool:
    return any(rule.corrected_by_forms for rule in found.indicators)
