"""The people of an area by age and sex, and what is projected of them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .areas import PROJECTION, RESIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hytti.facts import Coverage, Dataset, Fact, Facts

WIDTH, LAST = 5, 95
BANDS = tuple(range(0, LAST + 1, WIDTH))
"""The first age of each band; the last band has no end."""
YOUNGEST = {"0", "0-4"}
_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3})|\+)?")


@dataclass(frozen=True, slots=True)
class Ages:
    """People by band of five years, in one year. men, women: empty where the sexes are not told apart."""

    year: int
    everyone: Mapping[int, float]
    men: Mapping[int, float]
    women: Mapping[int, float]
    dataset: Dataset | None

    @property
    def total(self) -> float:
        return sum(self.everyone.values())

    def share_from(self, age: int) -> float:
        """The share of those who have reached the age, 0 to 1; the age begins a band."""
        return sum(people for first, people in self.everyone.items() if first >= age) / self.total


@dataclass(frozen=True, slots=True)
class People:
    """counted: the newest year that is known by age; projected: the years of the projection."""

    counted: Ages | None
    projected: tuple[Ages, ...]


def people(store: Facts, area: str) -> People:
    counted = _by_year(store, RESIDENTS, area)
    return People(counted[-1] if counted else None, projected(store, area))


def projected(store: Facts, area: str) -> tuple[Ages, ...]:
    return tuple(_by_year(store, PROJECTION, area))


def band_name(first: int) -> str:
    return f"{first}+" if first == LAST else f"{first}–{first + WIDTH - 1}"


def _by_year(store: Facts, indicator: str, area: str) -> list[Ages]:
    """Every year in which the indicator is known by age in the area; of datasets, what was published comes first."""
    level = area.partition("-")[0]
    rows = [row for row in store.coverage() if row.indicator == indicator and YOUNGEST & set(row.ages)]
    found: dict[int, Ages] = {}
    for row in sorted(rows, key=lambda row: _calculated(store.dataset(row.dataset))):
        if level in row.levels:
            for year in _years(store, indicator, area, row):
                ages = _ages(store, indicator, area, year, row.dataset) if year not in found else None
                if ages is not None:
                    found[year] = ages
    return [found[year] for year in sorted(found)]


def _calculated(dataset: Dataset | None) -> bool:
    return dataset is not None and dataset.calculated


def _years(store: Facts, indicator: str, area: str, row: Coverage) -> list[int]:
    """The years of a dataset that tell of the youngest, by either sex or both."""
    age = next(age for age in row.ages if age in YOUNGEST)
    sex = "total" if "total" in row.sexes else row.sexes[0]
    return [fact.year for fact in store.series(indicator, [area], age=age, sex=sex) if fact.dataset == row.dataset]


def _ages(store: Facts, indicator: str, area: str, year: int, dataset: str) -> Ages | None:
    facts = [fact for fact in store.by_age(indicator, area, year, dataset=dataset) if fact.age]
    by_sex = {sex: _banded(fact for fact in facts if fact.sex == sex) for sex in ("total", "male", "female")}
    everyone = by_sex["total"] or {
        first: by_sex["male"][first] + by_sex["female"].get(first, 0) for first in by_sex["male"]
    }
    if not everyone or sum(everyone.values()) <= 0:
        return None
    return Ages(year, everyone, by_sex["male"], by_sex["female"], store.dataset(dataset))


def _banded(facts: Iterable[Fact]) -> dict[int, float]:
    """People by band; nothing where an age is hidden or wider than a band, as a band would be too small then."""
    found: dict[int, float] = defaultdict(float)
    for fact in facts:
        ages = _AGE.fullmatch(fact.age)
        first = int(ages[1]) // WIDTH * WIDTH if ages else 0
        if ages is None or fact.value is None or (ages[2] and int(ages[2]) >= first + WIDTH and first < LAST):
            return {}
        found[min(first, LAST)] += fact.value
    return dict(found)
