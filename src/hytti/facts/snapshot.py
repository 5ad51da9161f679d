"""One publication of the store: its names, read whole when it is opened, and the engine that has its figures."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

from . import schema
from .engines import plain
from .model import FLAGS, KINDS, SEXES, Area, Change, Coverage, Dataset, Fact, Rank, Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from .engines import Column, Engine, Parameters, Row

SEX_KEYS, FLAG_KEYS = np.array(SEXES, object), np.array([None, *FLAGS], object)
Keys = Any  # an array of texts, each at the place of its number
AT_ONCE = 10_000
T = TypeVar("T", bound=tuple)
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
        self.dataset_keys = _keys(sets)
        self.indicator_keys = _keys(engine.rows("indicator", {}))
        self.age_keys = _keys(engine.rows("age", {}))
        places = sorted(engine.rows("area", {}), key=lambda row: str(row[1]))
        self.areas = {row[1]: Area(*row[1:]) for row in places}
        self.area_keys = _keys(places)
        known = {"indicator": self.indicator_keys, "area": self.area_keys, "age": self.age_keys, "sex": SEX_KEYS}
        self._numbers = {
            name: {key: number for number, key in enumerate(keys) if key is not None} for name, keys in known.items()
        }
        self.coverage = sorted(
            map(self._covered, engine.rows("coverage", {})), key=lambda one: (one.indicator, one.dataset)
        )

    def asked(self, question: str, **keys: Any) -> list[Column]:
        """The columns of an answer in the store's numbers; none where a key is unknown or a list is empty.

        keys: indicator, area, sex, age and year; since, a moment; areas, a list; indicators, a list or None for all.
        """
        numbers: Parameters = {}
        for name, key in keys.items():
            number = self._number(name, key)
            if number is None or number == []:
                return []
            numbers[name] = number
        return self.engine.columns(question, numbers)

    def facts(self, columns: Sequence[Column]) -> list[Fact]:
        """Columns of indicator, area, year, sex, age, the five numbers, flag and dataset as facts."""
        if not columns:
            return []
        indicator, area, year, sex, age, *numbers, flag, dataset = columns
        return made(
            Fact,
            keys_of(self.indicator_keys, indicator),
            keys_of(self.area_keys, area),
            plain(year),
            keys_of(SEX_KEYS, sex),
            keys_of(self.age_keys, age),
            *map(plain, numbers),
            keys_of(FLAG_KEYS, flag),
            keys_of(self.dataset_keys, dataset),
        )

    def changes(self, columns: Sequence[Column]) -> list[Change]:
        """Columns of the table of changes as changes, in the order of their moments and keys."""
        rows = sorted(zip(*map(plain, columns), strict=True), key=lambda row: row[:7])
        return [self._change(row) for row in rows]

    def _change(self, row: Row) -> Change:
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


class Ranks(Sequence[Rank]):
    """Ranks that are made when they are looked at: of every indicator there may be millions."""

    def __init__(self, snapshot: Snapshot, columns: Sequence[Column]) -> None:
        self._snapshot, self._columns = snapshot, columns

    def __len__(self) -> int:
        return len(self._columns[0]) if self._columns else 0

    @overload
    def __getitem__(self, place: int) -> Rank: ...

    @overload
    def __getitem__(self, place: slice) -> list[Rank]: ...

    def __getitem__(self, place: int | slice) -> Rank | list[Rank]:
        if isinstance(place, slice):
            return self._made(place)
        number = range(len(self))[place]
        return self._made(slice(number, number + 1))[0]

    def __iter__(self) -> Iterator[Rank]:
        for first in range(0, len(self), AT_ONCE):
            yield from self._made(slice(first, first + AT_ONCE))

    def _made(self, part: slice) -> list[Rank]:
        if not self._columns:
            return []
        indicator, area, *rest = (column[part] for column in self._columns)
        keys = keys_of(self._snapshot.indicator_keys, indicator), keys_of(self._snapshot.area_keys, area)
        return made(Rank, *keys, *map(plain, rest))


def keys_of(keys: Keys, numbers: Column) -> list[Any]:
    """The keys that a column of the store's numbers stands for; for no number the key at 0."""
    if isinstance(numbers, np.ma.MaskedArray):
        places = numbers.filled(0)
    elif isinstance(numbers, np.ndarray):
        places = numbers
    else:
        places = np.array([number or 0 for number in numbers], np.int64)
    if len(places) and (places == places[0]).all():  # the same area, sex and age in every row, as is often asked
        return [keys[places[0]]] * len(places)
    found: list[Any] = keys[places].tolist()
    return found


def made(kind: type[T], *columns: Iterable[Any]) -> list[T]:
    """Named tuples of columns; several times as fast as calling the kind for each."""
    with without_collecting:
        return list(map(partial(tuple.__new__, kind), zip(*columns, strict=True)))


class _WithoutCollecting:
    """No search for cycles while thousands of tuples are made that are in none; it would take a third of the time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was_on:
            gc.enable()
        self._lock.release()


without_collecting = _WithoutCollecting()


def _keys(rows: Sequence[Row]) -> Keys:
    """Keys at the places of their numbers."""
    keys = np.full(1 + max((row[0] for row in rows), default=0), None, object)
    for row in rows:
        keys[row[0]] = row[1]
    return keys


def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _dataset(row: Row) -> Dataset:
    values = dict(zip(schema.TABLES["dataset"], row, strict=True))
    del values["id"], values["preference"], values["withdrawn"]
    for moment in ("fetched_at", "published_at"):
        values[moment] = datetime.fromisoformat(values[moment])
    values["problems"] = tuple(json.loads(values["problems"]))
    return Dataset(**values)
