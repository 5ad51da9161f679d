"""One publication of the store: its names, read whole when it is opened, and the engine that has its figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, overload

from . import schema
from .engines import plain
from .model import FLAGS, KINDS, SEXES, Area, Change, Coverage, Dataset, Fact, Rank, Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from .engines import Column, Engine, Parameters, Row

FLAG_OF = dict(enumerate(FLAGS, 1))
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
        """Columns of indicator, area, year, sex, age, value, count, denominator, lower, upper, flag, dataset as facts."""
        if not columns:
            return []
        indicator, area, year, sex, age, value, count, denominator, lower, upper, flag, dataset = map(plain, columns)
        return made(
            Fact,
            map(self.indicator_keys.__getitem__, indicator),
            map(self.area_keys.__getitem__, area),
            year,
            map(SEXES.__getitem__, sex),
            map(self.age_keys.__getitem__, age),
            *(value, count, denominator, lower, upper),
            map(FLAG_OF.get, flag),
            map(self.dataset_keys.__getitem__, dataset),
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
        indicator, area, *rest = (plain(column[part]) for column in self._columns)
        indicators, areas = self._snapshot.indicator_keys, self._snapshot.area_keys
        return made(Rank, map(indicators.__getitem__, indicator), map(areas.__getitem__, area), *rest)


def made(kind: type[T], *columns: Iterable[Any]) -> list[T]:
    """Named tuples of columns; several times as fast as calling the kind for each."""
    return list(map(partial(tuple.__new__, kind), zip(*columns, strict=True)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _dataset(row: Row) -> Dataset:
    values = dict(zip(schema.TABLES["dataset"], row, strict=True))
    del values["id"], values["preference"], values["withdrawn"]
    for moment in ("fetched_at", "published_at"):
        values[moment] = datetime.fromisoformat(values[moment])
    values["problems"] = tuple(json.loads(values["problems"]))
    return Dataset(**values)
