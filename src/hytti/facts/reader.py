"""Asking the store. One `Facts` a process: it holds the newest publication that it has seen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from weakref import WeakSet

from . import faults
from .engines import DuckDB, Engine, plain
from .model import SEXES, Area, Change, Coverage, Dataset, Distribution, Fact, Fault, Rank, Unreadable
from .snapshot import Ranks, Snapshot

MEMORY = "128MB"
"""Enough for every question to a hundred million figures; the questions of ordinary pages need a third of it."""


def open_facts(path_or_uri: str | Path, *, memory_limit: str = MEMORY) -> Facts:
    """Open the store: a DuckDB file (a missing one is an empty store), or Spark Connect at sc://host:port.

    Raises Unreadable where a file is there but is not a whole store of this version.
    """
    if str(path_or_uri).startswith("sc://"):
        from .spark import Spark

        return Facts(lambda: Spark(str(path_or_uri)))
    path = Path(path_or_uri)
    return Facts(lambda: DuckDB(path, memory_limit), lambda: faults.read(path))


def shared(place: str) -> Facts:
    """The one store of this process for a file or an address, as it was published last.

    Raises Unreadable as `open_facts` does.
    """
    found = _opened(place)
    found.refresh()
    return found


_shared: WeakSet[Facts] = WeakSet()


@lru_cache(maxsize=4)
def _opened(place: str) -> Facts:
    found = open_facts(place)
    _shared.add(found)
    return found


def forget_shared() -> None:
    """Let the next `shared` open anew."""
    _opened.cache_clear()


def rest_shared() -> None:
    """Close every shared store, as before this process forks; each process opens its own when it asks next."""
    for facts in list(_shared):
        facts.rest()


class Facts:
    """Read-only answers from the published store; safe to share between threads.

    Unknown keys have no figures: the answer is empty. Answers are in the order of their keys. Any question raises
    Unreadable where the store has become broken or its server does not answer.
    """

    def __init__(self, open_engine: Callable[[], Engine], read_faults: Callable[[], list[Fault]] = list) -> None:
        self._open, self._read_faults = open_engine, read_faults
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._resting = False
        self._now = Snapshot(open_engine())
        self.fault: Unreadable | None = None
        """Why a newer file could not be opened; the earlier one is still answering."""

    def refresh(self) -> bool:
        """Open what was published since, looking at most once a second (Spark: once a minute); True when it was."""
        if not self._resting and time.monotonic() - self._looked < self._now.engine.look_again:
            return False
        with self._lock:
            engine, self._looked = self._now.engine, time.monotonic()
            try:
                if not self._resting and engine.stamp() == engine.opened:
                    return False
                self._now = Snapshot(self._open())
            except Unreadable as error:
                self.fault = error
                return False
            self.fault, self._resting = None, False
            return True

    def rest(self) -> None:
        """Close the store until the next `refresh` opens it again; what was asked before stays as it is."""
        with self._lock:
            self._now.engine.close()
            self._resting = True

    @property
    def version(self) -> str:
        """Changes whenever the store is published again; "" for an empty store."""
        return self._now.version

    def faults(self) -> list[Fault]:
        """Why some datasets could not be renewed when it was last tried; their old figures are shown."""
        return self._read_faults()

    def datasets(self) -> list[Dataset]:
        return list(self._now.datasets.values())

    def dataset(self, key: str) -> Dataset | None:
        return self._now.datasets.get(key)

    def areas(
        self, level: str | None = None, *, county: str | None = None, municipality: str | None = None
    ) -> list[Area]:
        return self._now.areas_of(level, county, municipality)

    def area(self, key: str) -> Area | None:
        return self._now.areas.get(key)

    def coverage(self) -> list[Coverage]:
        """What there is: one row for each indicator and dataset."""
        return list(self._now.coverage)

    def series(self, indicator: str, areas: Sequence[str], *, sex: str = "total", age: str = "") -> list[Fact]:
        """One indicator of these areas: every year and dataset, ordered by dataset, area, year."""
        now = self._now
        found = now.facts(now.asked("series", indicator=indicator, areas=areas, sex=sex, age=age))
        return sorted(found, key=attrgetter("dataset", "area", "year"))

    def series_of(
        self, indicators: Collection[str] | None, areas: Sequence[str], *, sex: str = "total", age: str = ""
    ) -> list[Fact]:
        """Several indicators of these areas, all of them for None; ordered by indicator, dataset, area, year."""
        now = self._now
        found = now.facts(now.asked("series_of", indicators=indicators, areas=areas, sex=sex, age=age))
        return sorted(found, key=attrgetter("indicator", "dataset", "area", "year"))

    def year_of(
        self, indicator: str, year: int, level: str, *,
        dataset: str | None = None, sex: str = "total", age: str = "", county: str | None = None,
    ) -> list[Fact]:  # fmt: skip
        """Every area of a level in one year; of several datasets the preferred one speaks for an area."""
        now = self._now
        areas = now.keys_of(level, county)
        found = now.facts(now.asked("year_of", indicator=indicator, areas=areas, year=year, sex=sex, age=age))
        return sorted(now.chosen(dataset, found))

    def by_age(self, indicator: str, area: str, year: int, *, dataset: str | None = None) -> list[Fact]:
        """Every sex and age of one area and year, as for a pyramid; ordered by sex and age as texts."""
        now = self._now
        found = now.facts(now.asked("by_age", indicator=indicator, area=area, year=year))
        return sorted(now.chosen(dataset, found), key=lambda fact: (SEXES.index(fact.sex), fact.age))

    def latest_of_area(self, area: str, *, sex: str = "total") -> list[Fact]:
        """The newest figure of every indicator, all ages; the newest without a value only where no year has one."""
        now = self._now
        found = now.facts(now.asked("latest_of_area", area=area, sex=sex))
        return sorted(found, key=attrgetter("indicator"))  # each has one

    def latest_of_level(
        self, level: str, *, indicators: Collection[str] | None = None, county: str | None = None, sex: str = "total"
    ) -> list[Fact]:
        """The newest figure of each indicator for every area of the level."""
        now = self._now
        areas = now.keys_of(level, county)
        return sorted(now.facts(now.asked("latest_of_areas", indicators=indicators, areas=areas, sex=sex)))

    def distribution(self, indicators: Collection[str] | None, level: str) -> list[Distribution]:
        """How the areas of the level spread in each indicator's newest year."""
        now = self._now
        columns = map(plain, now.asked("distribution", indicators=indicators, areas=now.keys_of(level)))
        rows = zip(*columns, strict=True)
        return sorted(
            (Distribution(now.indicator_keys[row[0]], *row[1:]) for row in rows), key=lambda one: one.indicator
        )

    def ranks(self, level: str, *, indicators: Collection[str] | None = None) -> Sequence[Rank]:
        """Every area's place in each indicator's newest year; in no order, for there may be millions."""
        now = self._now
        return Ranks(now, now.asked("ranks", indicators=indicators, areas=now.keys_of(level)))

    def changes(
        self, since: datetime, *, areas: Collection[str] | None = None, indicators: Collection[str] | None = None
    ) -> list[Change]:
        """Published changes from a moment on, oldest first."""
        now = self._now
        return [
            change
            for change in now.changes(now.asked("changes", since=since))
            if (areas is None or change.area in areas) and (indicators is None or change.indicator in indicators)
        ]
