"""Shares of age groups and the dependency ratio, from the population by single year of age."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reading import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

OLDEST = 200
SHARES = {  # indicator -> the first age, and the first age above
    "ikaluokka-0-14-osuus": (0, 15),
    "ikaluokka-15-24-osuus": (15, 25),
    "ikaluokka-16-64-osuus": (16, 65),
    "ikaluokka-65-74-osuus": (65, 75),
    "ikaluokka-65-tayttaneet-osuus": (65, OLDEST),
    "ikaluokka-75-tayttaneet-osuus": (75, OLDEST),
    "ikaluokka-85-tayttaneet-osuus": (85, OLDEST),
}


def structure(facts: Iterable[Fact]) -> list[Fact]:
    """Facts of one population by single age -> shares by sex, with what they are shares of."""
    people: dict[tuple[str, int, str], dict[int, float]] = defaultdict(dict)
    for fact in facts:
        if fact.age and fact.value is not None:
            people[fact.area, fact.year, fact.sex][int(fact.age.removesuffix("+"))] = fact.value
    found = []
    for (area, year, sex), by_age in people.items():
        whole = sum(by_age.values())
        for indicator, (first, above) in SHARES.items():
            count = _between(by_age, first, above)
            found.append(Fact(indicator, area, year, sex, "", 100 * count / whole, count, whole))
        working = _between(by_age, 15, 65)
        found.append(
            Fact("huoltosuhde", area, year, sex, "", 100 * (whole - working) / working, whole - working, working)
        )
    return found


def sums(facts: Iterable[Fact]) -> list[Fact]:
    """The sum of all ages that are there, with the flag of its parts."""
    totals: dict[Fact, float] = defaultdict(float)
    for fact in facts:
        totals[fact._replace(age="", value=None)] += fact.value or 0
    return [fact._replace(value=total) for fact, total in totals.items()]


def _between(by_age: dict[int, float], first: int, above: int) -> float:
    return sum(count for age, count in by_age.items() if first <= age < above)
