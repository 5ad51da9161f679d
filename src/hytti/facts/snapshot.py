"""One publication of the store: its names, read whole when it is opened, and the engine that has its figures."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from . import schema
from .model import FLAGS, KINDS, SEXES, Area, Change, Coverage, Dataset, Fact, Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from .engines import Engine, Parameters, Row

FLAG_OF = dict(enumerate(FLAGS, 1))
START = datetime(1970, 1, 1, tzinfo=UTC)


class Snapshot:
    """Turns keys into the store's numbers for a question, and its numbers into keys in the answer."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        [(form, version)] = engine.rows("store", {})
        if form != schema.FORMAT:
            raise Unreadable(f"The store is of format {form}, this program reads {schema.FORMAT}: load it again.")
        self.version = str(version)
        sets = sorted(engine.rows("dataset", {}), key=lambda row: str(row[1]))
        self.datasets = {row[1]: _dataset(row) for row in sets if row[-1] is None}
        self.preference: dict[str, int] = {row[1]: row[-2] for row in sets}
        self.dataset_keys: dict[int, str] = {row[0]: row[1] for row in sets}
        self.indicator_keys: dict[int, str] = dict(engine.rows("indicator", {}))
        self.age_keys: dict[int, str] = dict(engine.rows("age", {}))
        places = sorted(engine.rows("area", {}), key=lambda row: str(row[1]))
        self.areas = {row[1]: Area(*row[1:]) for row in places}
        self.area_keys: dict[int, str] = {row[0]: row[1] for row in places}
        self._numbers = {
            "indicator": {key: number for number, key in self.indicator_keys.items()},
            "area": {key: number for number, key in self.area_keys.items()},
            "age": {key: number for number, key in self.age_keys.items()},
            "sex": {key: number for number, key in enumerate(SEXES)},
        }
        self.coverage = sorted(
            map(self._covered, engine.rows("coverage", {})), key=lambda one: (one.indicator, one.dataset)
        )

    def asked(self, question: str, **keys: Any) -> list[Row]:
        """The rows of a question in the store's numbers; none where a key is unknown or a list is empty.

        keys: indicator, area, sex, age and year; since, a moment; areas, a list; indicators, a list or None for all.
        """
        numbers: Parameters = {}
        for name, key in keys.items():
            number = self._number(name, key)
            if number is None or number == []:
                return []
            numbers[name] = number
        return self.engine.rows(question, numbers)

    def facts(self, rows: Iterable[Row]) -> list[Fact]:
        """Rows of indicator, area, year, sex, age, value, count, denominator, lower, upper, flag, dataset as facts."""
        indicators, areas, ages, datasets = self.indicator_keys, self.area_keys, self.age_keys, self.dataset_keys
        return [
            Fact(
                indicators[indicator], areas[area], year, SEXES[sex], ages[age],
                value, count, denominator, lower, upper, FLAG_OF.get(flag), datasets[dataset],
            )
            for indicator, area, year, sex, age, value, count, denominator, lower, upper, flag, dataset in rows
        ]  # fmt: skip

    def change(self, row: Row) -> Change:
        at, dataset, indicator, area, year, sex, age, kind, old, new, reason = row
        return Change(
            START + timedelta(microseconds=at), self.dataset_keys[dataset], self.indicator_keys[indicator],
            self.area_keys[area], year, SEXES[sex], self.age_keys[age], KINDS[kind], old, new, reason,
        )  # fmt: skip

    def chosen(self, dataset: str | None, facts: Collection[Fact]) -> list[Fact]:
        """The facts of one dataset, or for each area, sex and age that of the preferred dataset."""
        if dataset is not None:
            return [fact for fact in facts if fact.dataset == dataset]
        found: dict[tuple[str, str, str], Fact] = {}
        for fact in sorted(facts, key=lambda fact: self.preference[fact.dataset]):
            found.setdefault((fact.area, fact.sex, fact.age), fact)
        return list(found.values())

    def areas_of(self, level: str | None, county: str | None = None, municipality: str | None = None) -> list[Area]:
        return [
            area
            for area in self.areas.values()
            if (level is None or area.level == level)
            and (county is None or area.county == county)
            and (municipality is None or area.municipality == municipality)
        ]

    def keys_of(self, level: str, county: str | None = None) -> list[str]:
        return [area.key for area in self.areas_of(level, county)]

    def _number(self, name: str, key: Any) -> int | list[int] | None:
        if name == "year":
            return int(key)
        if name == "since":
            return int((key - START) // timedelta(microseconds=1))
        if name in ("areas", "indicators"):
            known = self._numbers[name.removesuffix("s")]
            return [known[one] for one in dict.fromkeys(known if key is None else key) if one in known]
        return self._numbers[name].get(key)

    def _covered(self, row: Row) -> Coverage:
        indicator, dataset, levels, first, last, areas, rows, sexes, ages = row
        return Coverage(
            self.indicator_keys[indicator], self.dataset_keys[dataset], _words(levels), first, last, areas, rows,
            tuple(SEXES[int(sex)] for sex in _words(sexes)), _words(ages),
        )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _dataset(row: Row) -> Dataset:
    values = dict(zip(schema.TABLES["dataset"], row, strict=True))
    del values["id"], values["preference"], values["withdrawn"]
    for moment in ("fetched_at", "published_at"):
        values[moment] = datetime.fromisoformat(values[moment])
    values["problems"] = tuple(json.loads(values["problems"]))
    return Dataset(**values)
