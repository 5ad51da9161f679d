"""Asking the store. One `Facts` a process: it holds the names, the engine holds the figures."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from . import faults, schema
from .engines import DuckDB, Engine, Parameters, Row
from .model import FLAGS, KINDS, SEXES, Area, Change, Coverage, Dataset, Distribution, Fact, Fault, Rank, Unreadable

MEMORY = "256MB"
FLAG_OF = dict(enumerate(FLAGS, 1))
START = datetime(1970, 1, 1, tzinfo=UTC)


def open_facts(path_or_uri: str | Path, *, memory_limit: str = MEMORY) -> Facts:
    """Open the store: a DuckDB file (a missing one is an empty store), or Spark Connect at sc://host:port.

    Raises Unreadable where a file is there but is not a whole store of this version.
    """
    if str(path_or_uri).startswith("sc://"):
        from .spark import Spark

        return Facts(lambda: Spark(str(path_or_uri)))
    path = Path(path_or_uri)
    return Facts(lambda: DuckDB(path, memory_limit), lambda: faults.read(path))


class _Names:
    """The small tables, read whole at opening: the store's numbers and what they stand for."""

    def __init__(self, engine: Engine) -> None:
        [(form, self.version)] = engine.rows("store", {})
        if form != schema.FORMAT:
            raise Unreadable(f"The store is of format {form}, this program reads {schema.FORMAT}: load it again.")
        sets = engine.rows("dataset", {})
        self.dataset_keys = {row[0]: row[1] for row in sets}
        self.datasets = {row[1]: _dataset(row) for row in sorted(sets, key=lambda row: row[1]) if row[-1] is None}
        self.preference = {row[1]: row[-2] for row in sets}
        self.indicator_keys = dict(engine.rows("indicator", {}))
        self.indicators = {key: number for number, key in self.indicator_keys.items()}
        self.age_keys = dict(engine.rows("age", {}))
        self.ages = {key: number for number, key in self.age_keys.items()}
        areas = sorted(engine.rows("area", {}), key=lambda row: row[1])
        self.area_keys = {row[0]: row[1] for row in areas}
        self.area_numbers = {row[1]: row[0] for row in areas}
        self.areas = {row[1]: Area(*row[1:]) for row in areas}
        self.coverage = self._coverage(engine)

    def _coverage(self, engine: Engine) -> list[Coverage]:
        rows = (
            Coverage(
                self.indicator_keys[indicator], self.dataset_keys[dataset], _words(levels),
                first, last, areas, count, tuple(SEXES[int(sex)] for sex in _words(sexes)), _words(ages),
            )
            for indicator, dataset, levels, first, last, areas, count, sexes, ages in engine.rows("coverage", {})
        )  # fmt: skip
        return sorted(rows, key=lambda found: (found.indicator, found.dataset))

    def fact(self, row: Row) -> Fact:
        indicator, area, year, sex, age, value, count, denominator, lower, upper, flag, dataset = row
        return Fact(
            self.indicator_keys[indicator], self.area_keys[area], year, SEXES[sex], self.age_keys[age],
            value, count, denominator, lower, upper, FLAG_OF.get(flag), self.dataset_keys[dataset],
        )  # fmt: skip


class Facts:
    """Read-only answers from the published store; safe to share between threads.

    Unknown keys have no figures: the answer is empty. Every answer is in the order of its keys.
    """

    def __init__(self, open_engine: Callable[[], Engine], read_faults: Callable[[], list[Fault]] = list) -> None:
        self._open, self._read_faults = open_engine, read_faults
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._engine, self._names, self._stamp = self._opened()
        self.fault: Unreadable | None = None
        """Why a newer file could not be opened; the earlier one is still answering."""

    def _opened(self) -> tuple[Engine, _Names, object]:
        engine = self._open()
        stamp = engine.stamp()
        return engine, _Names(engine), stamp

    def refresh(self) -> bool:
        """Open the file that was published since, looking at most once a second (Spark: once a minute)."""
        if time.monotonic() - self._looked < self._engine.look_again:
            return False
        with self._lock:
            self._looked = time.monotonic()
            try:
                if self._engine.stamp() == self._stamp:
                    return False
                self._engine, self._names, self._stamp = self._opened()
            except Unreadable as error:
                self.fault = error
                return False
            self.fault = None
            return True

    @property
    def version(self) -> str:
        """Changes whenever the store is published again; "" for an empty store."""
        return self._names.version

    def faults(self) -> list[Fault]:
        """Why some datasets could not be renewed when it was last tried; their old figures are shown."""
        return self._read_faults()

    def datasets(self) -> list[Dataset]:
        return list(self._names.datasets.values())

    def dataset(self, key: str) -> Dataset | None:
        return self._names.datasets.get(key)

    def areas(
        self, level: str | None = None, *, county: str | None = None, municipality: str | None = None
    ) -> list[Area]:
        return [
            area
            for area in self._names.areas.values()
            if (level is None or area.level == level)
            and (county is None or area.county == county)
            and (municipality is None or area.municipality == municipality)
        ]

    def area(self, key: str) -> Area | None:
        return self._names.areas.get(key)

    def coverage(self) -> list[Coverage]:
        """What there is: one row for each indicator and dataset."""
        return self._names.coverage

    def series(self, indicator: str, areas: Sequence[str], *, sex: str = "total", age: str = "") -> list[Fact]:
        """One indicator of these areas: every year and dataset, ordered by dataset, area, year."""
        found = self._facts("series", indicator=indicator, areas=areas, sex=sex, age=age)
        return sorted(found, key=lambda fact: (fact.dataset, fact.area, fact.year))

    def series_of(
        self, indicators: Collection[str] | None, areas: Sequence[str], *, sex: str = "total", age: str = ""
    ) -> list[Fact]:
        """Several indicators of these areas, all of them for None; ordered by indicator, dataset, area, year."""
        found = self._facts("series_of", indicators=indicators, areas=areas, sex=sex, age=age)
        return sorted(found, key=lambda fact: (fact.indicator, fact.dataset, fact.area, fact.year))

    def year_of(
        self, indicator: str, year: int, level: str, *,
        dataset: str | None = None, sex: str = "total", age: str = "", county: str | None = None,
    ) -> list[Fact]:  # fmt: skip
        """Every area of a level in one year; of several datasets the preferred one speaks for an area."""
        areas = [area.key for area in self.areas(level, county=county)]
        return self._chosen(
            dataset, self._facts("year_of", indicator=indicator, areas=areas, year=year, sex=sex, age=age)
        )

    def by_age(self, indicator: str, area: str, year: int, *, dataset: str | None = None) -> list[Fact]:
        """Every sex and age of one area and year, as for a pyramid."""
        return self._chosen(dataset, self._facts("by_age", indicator=indicator, area=area, year=year))

    def latest_of_area(self, area: str, *, sex: str = "total") -> list[Fact]:
        """The newest figure of every indicator, all ages; the newest without a value only where no year has one."""
        names, number = self._names, self._names.area_numbers.get(area)
        if number is None:
            return []
        rows = self._engine.rows("latest_of_area", {"area": number, "sex": SEXES.index(sex)})
        indicators, datasets, flags = names.indicator_keys, names.dataset_keys, FLAG_OF
        found = [
            Fact(indicators[row[0]], area, row[1], sex, "", *row[2:7], flags.get(row[7]), datasets[row[8]])
            for row in rows
        ]
        return sorted(found)

    def latest_of_level(
        self, level: str, *, indicators: Collection[str] | None = None, county: str | None = None, sex: str = "total"
    ) -> list[Fact]:
        """The newest figure of each indicator for every area of the level."""
        names = self._names
        areas = [area.key for area in self.areas(level, county=county)]
        rows = self._asked("latest_of_areas", indicators=indicators, areas=areas, sex=sex)
        return sorted(
            Fact(
                names.indicator_keys[row[1]], names.area_keys[row[0]], row[2], sex, "",
                *row[3:8], FLAG_OF.get(row[8]), names.dataset_keys[row[9]],
            )
            for row in rows
        )  # fmt: skip

    def distribution(self, indicators: Collection[str] | None, level: str) -> list[Distribution]:
        """How the areas of the level spread in each indicator's newest year."""
        areas = [area.key for area in self.areas(level)]
        rows = self._asked("distribution", indicators=indicators, areas=areas)
        keys = self._names.indicator_keys
        return sorted((Distribution(keys[row[0]], *row[1:]) for row in rows), key=lambda found: found.indicator)

    def ranks(self, level: str, *, indicators: Collection[str] | None = None) -> list[Rank]:
        """Every area's place in each indicator's newest year."""
        areas = [area.key for area in self.areas(level)]
        rows = self._asked("ranks", indicators=indicators, areas=areas)
        names = self._names
        return sorted(Rank(names.indicator_keys[row[0]], names.area_keys[row[1]], *row[2:]) for row in rows)

    def changes(
        self, since: datetime, *, areas: Collection[str] | None = None, indicators: Collection[str] | None = None
    ) -> list[Change]:
        """Published changes from a moment on, oldest first."""
        rows = self._engine.rows("changes", {"since": (since - START) // timedelta(microseconds=1)})
        found = (self._change(row) for row in sorted(rows, key=lambda row: row[:7]))
        return [
            change
            for change in found
            if (areas is None or change.area in areas) and (indicators is None or change.indicator in indicators)
        ]

    def _change(self, row: Row) -> Change:
        at, dataset, indicator, area, year, sex, age, kind, old, new, reason = row
        names = self._names
        return Change(
            START + timedelta(microseconds=at), names.dataset_keys[dataset], names.indicator_keys[indicator],
            names.area_keys[area], year, SEXES[sex], names.age_keys[age], KINDS[kind], old, new, reason,
        )  # fmt: skip

    def _facts(self, question: str, **asked: Any) -> list[Fact]:
        fact = self._names.fact
        return [fact(row) for row in self._asked(question, **asked)]

    def _asked(self, question: str, **asked: Any) -> list[Row]:
        """The rows of a question in the store's numbers; none where a key is unknown or a list is empty."""
        names = self._names
        numbers: Parameters = {}
        for name, key in asked.items():
            if name == "indicators":
                known = names.indicators.values() if key is None else _numbers(names.indicators, key)
                numbers[name] = list(known)
            elif name == "areas":
                numbers[name] = _numbers(names.area_numbers, key)
            else:
                number = _number(names, name, key)
                if number is None:
                    return []
                numbers[name] = number
        if any(value == [] for value in numbers.values()):
            return []
        return self._engine.rows(question, numbers)

    def _chosen(self, dataset: str | None, found: list[Fact]) -> list[Fact]:
        """The figures of one dataset, or for each area, sex and age those of the preferred one."""
        if dataset is not None:
            return sorted((fact for fact in found if fact.dataset == dataset), key=_place)
        preference = self._names.preference
        chosen: dict[str, str] = {}
        for fact in found:
            chosen[fact.area] = min(chosen.get(fact.area, fact.dataset), fact.dataset, key=preference.__getitem__)
        return sorted((fact for fact in found if chosen[fact.area] == fact.dataset), key=_place)


def _place(fact: Fact) -> tuple[Any, ...]:
    return fact.area, SEXES.index(fact.sex), fact.age


def _numbers(known: dict[str, int], keys: Collection[str]) -> list[int]:
    return [known[key] for key in dict.fromkeys(keys) if key in known]


def _number(names: _Names, name: str, key: Any) -> int | None:
    if name == "sex":
        return SEXES.index(key)
    if name == "year":
        return int(key)
    known = {"indicator": names.indicators, "area": names.area_numbers, "age": names.ages}[name]
    return known.get(key)


def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _dataset(row: Row) -> Dataset:
    values = dict(zip(schema.TABLES["dataset"], row, strict=True))
    del values["id"], values["preference"], values["withdrawn"]
    for moment in ("fetched_at", "published_at"):
        values[moment] = datetime.fromisoformat(values[moment])
    values["problems"] = tuple(json.loads(values["problems"]))
    return Dataset(**values)
