"""Which datasets make one series: those by today's municipalities together, those by older ones apart.

A figure by the borders of 2012 speaks of another Lahti than one of today. The two are never drawn as one line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .places import municipalities_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from hytti.facts import Area, Coverage, Dataset, Fact, Facts

TODAY = "nykyiset"
OLD = "rajat-"


@dataclass(frozen=True)
class Edition:
    """The datasets of an indicator that go by the same municipalities, the preferred one first.

    `borders` is the year of an older division; None for today's. `filling`: datasets by older borders whose figures
    hold today too for the municipalities that have not changed.
    """

    key: str
    borders: int | None
    datasets: tuple[Dataset, ...]
    first_year: int
    last_year: int
    sexes: tuple[str, ...]
    ages: tuple[str, ...]
    filling: tuple[Dataset, ...] = ()

    @property
    def every(self) -> tuple[Dataset, ...]:
        return *self.datasets, *self.filling

    @property
    def calculated(self) -> list[Dataset]:
        return [dataset for dataset in self.datasets if dataset.calculated]

    def preference(self) -> dict[str, int]:
        return {dataset.key: place for place, dataset in enumerate(self.every)}

    def facts(self, found: Sequence[Fact], municipalities: Collection[str]) -> list[Fact]:
        """Those of the facts that belong to the edition, the less preferred first.

        A calculated dataset that holds only some of the municipalities holds those that changed: the others are today
        what they were, and their older figures are taken in.
        """
        covered: dict[str, set[str]] = {dataset.key: set() for dataset in self.calculated}
        for fact in found:
            if fact.dataset in covered and fact.area in municipalities:
                covered[fact.dataset].add(fact.area)
        changed = [areas for areas in covered.values() if 0 < len(areas) < len(municipalities)]
        same = set(municipalities).difference(*changed) if changed else set()
        own, older = ({dataset.key for dataset in datasets} for datasets in (self.datasets, self.filling))
        place = self.preference()
        kept = [fact for fact in found if fact.dataset in own or (fact.dataset in older and fact.area in same)]
        return sorted(kept, key=lambda fact: (fact.year, -place[fact.dataset]))


def editions(store: Facts, indicator: str, county: str | None) -> list[Edition]:
    """The editions of an indicator, the newest first and of equals the one by today's municipalities."""
    groups: dict[int | None, list[tuple[Dataset, Coverage]]] = {}
    changed = last_change(store, county)
    for row in store.coverage():
        dataset = store.dataset(row.dataset) if row.indicator == indicator else None
        if dataset is not None:
            old = is_by_older_borders(dataset, changed)
            groups.setdefault(dataset.borders if old else None, []).append((dataset, row))
    found = [_edition(borders, rows) for borders, rows in groups.items()]
    found.sort(key=lambda one: (-one.last_year, one.borders is not None, -(one.borders or 0)))
    older = tuple(dataset for one in found if one.borders is not None for dataset in one.datasets)
    return [replace(one, filling=older) if one.borders is None and one.calculated else one for one in found]


def _edition(borders: int | None, rows: list[tuple[Dataset, Coverage]]) -> Edition:
    """Published figures come before those that we calculated, newer data before older."""
    rows = sorted(rows, key=lambda row: row[0].as_of, reverse=True)
    rows = sorted(rows, key=lambda row: row[0].calculated)
    sexes = {sex for _, coverage in rows for sex in coverage.sexes}
    ages = {age for _, coverage in rows for age in coverage.ages}
    return Edition(
        key=f"{OLD}{borders}" if borders else TODAY,
        borders=borders,
        datasets=tuple(dataset for dataset, _ in rows),
        first_year=min(coverage.first_year for _, coverage in rows),
        last_year=max(coverage.last_year for _, coverage in rows),
        sexes=tuple(sex for sex in ("total", "male", "female") if sex in sexes),
        ages=tuple(sorted(ages)),
    )


def is_by_older_borders(dataset: Dataset, changed: int) -> bool:
    """Whether the dataset goes by municipalities that are no more; `changed` is the year of the last change."""
    return dataset.borders is not None and dataset.borders < changed and not dataset.calculated


def last_change(store: Facts, county: str | None) -> int:
    """The year from which the county's municipalities have been what they are now; 0 where they always were."""
    closed = [area.valid_to for area in store.areas("kunta", county=county) if area.valid_to is not None]
    return max(closed, default=-1) + 1


def municipalities(store: Facts, edition: Edition, county: str | None) -> list[Area]:
    """The county's municipalities in the edition's division, by name."""
    if edition.borders is None:
        return municipalities_of(store, county)
    there = [area for area in store.areas("kunta", county=county) if _was(area, edition.borders)]
    return sorted(there, key=lambda area: area.name_fi)


def _was(area: Area, year: int) -> bool:
    return (area.valid_from is None or area.valid_from <= year) and (area.valid_to is None or area.valid_to >= year)
