"""What the sources yield: facts as an Arrow table with their provenance, and the things that facts are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pyarrow as pa

    from .problems import Problem

Sex = Literal["total", "male", "female"]
Flag = Literal["suppressed", "preliminary", "break", "estimated"]

SEXES: tuple[Sex, ...] = ("total", "male", "female")
FLAGS: tuple[Flag, ...] = ("suppressed", "preliminary", "break", "estimated")
LEVELS = ("kunta", "hyvinvointialue", "maakunta", "seutukunta", "maa", "postinumero")
COUNTRY = "maa-FI"


@cache
def fact_schema() -> pa.Schema:
    """The columns of a table of facts. Arrow is loaded when a table is made, not where only the words are needed."""
    import pyarrow as pa

    columns: list[pa.Field[Any]] = [
        pa.field("indicator", pa.string()),
        pa.field("area", pa.string()),
        pa.field("year", pa.int16()),
        pa.field("sex", pa.string()),
        pa.field("value", pa.float64()),
        pa.field("count", pa.float64()),
        pa.field("denominator", pa.float64()),
        pa.field("flag", pa.string()),
    ]
    return pa.schema(columns)


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: `area` is a key such as kunta-398, hyvinvointialue-09 or maa-FI; None is absent, never zero."""

    indicator: str
    area: str
    year: int
    sex: Sex
    value: float | None = None
    count: float | None = None
    denominator: float | None = None
    flag: Flag | None = None

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What one figure only may stand for."""
        return self.indicator, self.area, self.year, self.sex


@dataclass(frozen=True, slots=True)
class Clash:
    """Two facts of one key that do not agree, by their places."""

    first: int
    later: int


def without_repeats(facts: Sequence[Fact]) -> tuple[list[Fact], list[Clash]]:
    """The facts with equal repeats collapsed, and the repeats that say something else."""
    seen: dict[tuple[str, str, int, str], int] = {}
    clashes = []
    for place, fact in enumerate(facts):
        first = seen.setdefault(fact.key, place)
        if facts[first] != fact:
            clashes.append(Clash(first, place))
    return [facts[place] for place in seen.values()], clashes


def fact_table(facts: Sequence[Fact]) -> pa.Table:
    """The facts as an Arrow table."""
    import pyarrow as pa

    schema = fact_schema()
    return pa.table({name: [getattr(fact, name) for fact in facts] for name in schema.names}, schema=schema)


@dataclass(frozen=True)
class Fetched:
    """A table and where it came from.

    source: key such as "sotkanet-683"; address: where it was got, or the name of the file; fetched_at: UTC;
    licence: in words; sha256: of the raw bytes, hexadecimal (of several answers: of their digests in order).
    """

    source: str
    address: str
    fetched_at: dt.datetime
    licence: str
    sha256: str
    table: pa.Table
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return int(self.table.num_rows)


@dataclass(frozen=True)
class Words:
    """The same in three languages; empty where the source has nothing."""

    fi: str = ""
    sv: str = ""
    en: str = ""


@dataclass(frozen=True)
class Organisation:
    """Who produces an indicator."""

    id: int
    name: Words


@dataclass(frozen=True)
class Indicator:
    """A Sotkanet indicator. The list of all has only id, title, organisation, sexes and areas; the rest is then empty.

    areas: the source's own words for the levels, not to be trusted for what there is; years: first and last.
    """

    id: int
    title: Words
    organisation: Organisation | None
    sexes: tuple[Sex, ...]
    areas: Words
    description: Words = Words()
    interpretation: Words = Words()
    limits: Words = Words()
    legislation: Words = Words()
    notices: Words = Words()
    updated: dt.date | None = None
    years: tuple[int, int] | None = None
    unit: Words = Words()
    unit_code: str = ""
    decimals: int | None = None
    sources: tuple[Words, ...] = ()
    groups: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """The indicator in the fact table."""
        return f"sotkanet-{self.id}"


@dataclass(frozen=True)
class SotkanetRegion:
    """A region of Sotkanet: the id is unique, the code only within the category, and keeps its leading zeros."""

    id: int
    code: str
    category: str
    title: Words
    member_of: tuple[int, ...] = ()
    uri: str = ""

    @property
    def area(self) -> str | None:
        """The key of the area; None on a level that the facts do not have."""
        level = self.category.lower()
        if level == "maa":
            return COUNTRY if self.code == FINLAND else None
        return f"{level}-{self.code}" if level in LEVELS else None


FINLAND = "358"


@dataclass(frozen=True)
class SotkanetGroup:
    """A heading in Sotkanet's tree of indicators."""

    id: int
    title: Words
    parent: int | None
    indicators: tuple[int, ...]
