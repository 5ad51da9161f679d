"""Figures in today's borders, where counts or the sizes of groups allow: sums and weighted means of the parts."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from areas import COUNTRY, JOINED, county_of, today
from reading import Fact

from hytti.methods.borders import joined_count, joined_rate, size_from_share, supporters_from_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reading import Folder

    Cell = tuple[str, int, str, str]  # indicator, year, sex, age
    Sizes = Callable[[int, Sequence[str]], Sequence[float]]  # year and parts -> the size of the group in each

NOTHING = math.nan
# Sotkanet's ids by what their figures are shares of. Left out is what cannot be joined: shares of groups whose size is
# not known here, medians and the like, and gross migration, in which moves between the parts would count.
COUNTS = (127, 733, 746, 751)
OF_POPULATION = (170, 178, 187, 451, 493, 1280, 2328, 3099, 3177, 3180)
OF_16_TO_64 = (475,)
OF_15_TO_64 = (761, 3071)
OF_EMPLOYED = (*range(3157, 3164), *range(3855, 3866))
OF_PROJECTED_2040 = (753, 759, 760)


class Parts:
    """Which municipalities of one year's borders make up today's areas."""

    def __init__(self, folder: Folder, borders: int) -> None:
        counties = county_of(folder)
        there = [code for code in counties if code not in JOINED or JOINED[code][0] >= borders]
        self.areas: dict[str, list[str]] = defaultdict(list)
        for code in there:
            self.areas[f"kunta-{today(code)}"].append(code)
            self.areas[counties[code]].append(code)
            self.areas[COUNTRY].append(code)
        self.joined = {
            key: codes for key, codes in self.areas.items() if len(codes) > 1 or not key.startswith("kunta-")
        }


def cells(facts: Iterable[Fact]) -> dict[Cell, dict[str, float]]:
    """The values of municipalities by indicator, year, sex and age, then by municipality code."""
    found: dict[Cell, dict[str, float]] = defaultdict(dict)
    for fact in facts:
        level, _, code = fact.area.partition("-")
        if level == "kunta" and fact.value is not None:
            found[fact.indicator, fact.year, fact.sex, fact.age][code] = fact.value
    return found


def counts_joined(facts: Iterable[Fact], parts: Parts, flag: str | None = None) -> list[Fact]:
    """Sums for every joined area whose parts are all there."""
    found = []
    for (indicator, year, sex, age), of in cells(facts).items():
        for area, codes in parts.joined.items():
            total = float(joined_count([of.get(code, NOTHING) for code in codes]))
            if not math.isnan(total):
                found.append(Fact(indicator, area, year, sex, age, total, flag=flag))
    return found


def rates_joined(facts: Iterable[Fact], parts: Parts, sizes: Sizes) -> list[Fact]:
    """Weighted means, rounded to four decimals, for every joined area whose parts and their sizes are all there."""
    found = []
    for (indicator, year, sex, age), of in cells(facts).items():
        for area, codes in parts.joined.items():
            value = float(joined_rate([of.get(code, NOTHING) for code in codes], sizes(year, codes)))
            if not math.isnan(value):
                found.append(Fact(indicator, area, year, sex, age, round(value, 4)))
    return found


def shares_joined(facts: Iterable[Fact], parts: Parts, per: float = 100) -> list[Fact]:
    """Shares of summed counts and denominators, for counties whose municipalities are all there."""
    of: dict[Cell, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.denominator is not None:
            of[fact.indicator, fact.year, fact.sex, fact.age][fact.area] = fact
    found = []
    for (indicator, year, sex, age), by_area in of.items():
        for area, codes in parts.joined.items():
            members = [by_area.get(f"kunta-{code}") for code in codes]
            if not area.startswith("hyvinvointialue-") or None in members:
                continue
            count = float(joined_count([member.count for member in members if member]))
            total = float(joined_count([member.denominator for member in members if member]))
            found.append(Fact(indicator, area, year, sex, age, per * count / total, count, total))
    return found


def turnout_joined(facts: Iterable[Fact], parts: Parts) -> list[Fact]:
    """Turnout of counties whose municipalities all voted, and of the country over the municipalities that voted."""
    votes = [fact for fact in facts if fact.denominator is not None]
    found = shares_joined(votes, parts)
    for (indicator, year, sex, age), counts in cells([fact._replace(value=fact.count) for fact in votes]).items():
        eligible = cells([fact._replace(value=fact.denominator) for fact in votes])[indicator, year, sex, age]
        voted, total = float(joined_count([*counts.values()])), float(joined_count([*eligible.values()]))
        found.append(Fact(indicator, COUNTRY, year, sex, age, 100 * voted / total, voted, total))
    return found


def before_2013(facts: Sequence[Fact], keys: dict[int, str], parts: Parts) -> list[Fact]:
    """Sotkanet's indicators of 1990-2012, in the borders of 2013, for today's areas."""
    by_indicator: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_indicator[fact.indicator].append(fact)
    table = {number: cells(by_indicator[keys[number]]) for number in (127, 751, 761, 1280, 2328)}

    def of(number: int) -> Sizes:
        return lambda year, codes: [
            table[number].get((keys[number], year, "total", ""), {}).get(code, NOTHING) for code in codes
        ]

    people, ratio = of(127), of(761)
    groups: list[tuple[tuple[int, ...], Sizes]] = [
        (OF_POPULATION, people),
        (OF_16_TO_64, lambda year, codes: size_from_share(of(1280)(year, codes), people(year, codes)).tolist()),
        (OF_15_TO_64, lambda year, codes: supporters_from_ratio(ratio(year, codes), people(year, codes)).tolist()),
        (OF_EMPLOYED, lambda year, codes: size_from_share(of(2328)(year, codes), people(year, codes)).tolist()),
        (OF_PROJECTED_2040, of(751)),
    ]
    found = [fact for number in COUNTS for fact in counts_joined(by_indicator[keys[number]], parts)]
    for numbers, sizes in groups:
        for number in numbers:
            found += rates_joined(by_indicator[keys[number]], parts, sizes)
    return found
