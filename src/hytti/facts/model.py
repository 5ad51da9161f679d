"""What the fact store answers with. A figure is a row of a dataset; absent is absent, never zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

SEXES = ("total", "male", "female")
FLAGS = ("suppressed", "preliminary", "break", "estimated")
KINDS = ("new", "revised", "withdrawn")


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was loaded, from where and when; every figure leads back to one."""

    key: str
    title_fi: str
    title_sv: str
    title_en: str
    source: str  # producer and service, as in "THL, Sotkanet"
    source_key: str  # a source of the region pack, or ""
    address: str
    fetched_at: datetime
    as_of: str  # the date of the data: "2024-12-31" or "2023"
    licence: str
    attribution: str
    sha256: str  # of the file as it was got
    rows: int
    problems: tuple[dict[str, Any], ...]
    borders: int | None  # the year of the area division; None where figures do not go by one
    calculated: bool  # by us, to today's borders; the method says how
    method_fi: str
    method_sv: str
    method_en: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Area:
    """An area with its key "<level>-<code>", such as kunta-398."""

    key: str
    level: str
    code: str
    name_fi: str
    name_sv: str
    name_en: str
    valid_from: int | None
    valid_to: int | None
    county: str | None  # the key of its hyvinvointialue
    municipality: str | None  # of a postal area


class Fact(NamedTuple):
    """One figure. Its unit and decimals stand in the indicator's definition."""

    indicator: str
    area: str
    year: int
    sex: str  # of SEXES
    age: str  # "" = all ages, or as the indicator says; else "0-4", "75+", "17"
    value: float | None
    count: float | None  # type: ignore[assignment] # as a tuple it has a method of that name
    denominator: float | None
    lower: float | None
    upper: float | None
    flag: str | None  # of FLAGS; "break" = the series breaks just before this figure
    dataset: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a dataset has of an indicator."""

    indicator: str
    dataset: str
    levels: tuple[str, ...]
    first_year: int
    last_year: int
    areas: int
    rows: int
    sexes: tuple[str, ...]
    ages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the areas of a level spread in an indicator's newest year; percentiles are interpolated."""

    indicator: str
    year: int
    areas: int
    least: float
    p5: float
    p25: float
    median: float
    p75: float
    p95: float
    greatest: float


class Rank(NamedTuple):
    """An area's place in an indicator's newest year; 1 = greatest, equal values share a place."""

    indicator: str
    area: str
    year: int
    value: float
    rank: int
    areas: int


@dataclass(frozen=True, slots=True)
class Change:
    """A published change of one figure. A dataset withdrawn whole gives the reason."""

    at: datetime
    dataset: str
    indicator: str
    area: str
    year: int
    sex: str
    age: str
    kind: str  # of KINDS
    old: float | None
    new: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a dataset could not be renewed; its old figures stay."""

    dataset: str
    at: datetime
    text: str


class Refused(ValueError):
    """What was to be written is not fit to be published; nothing was. `items` lists the rows or keys at fault."""

    def __init__(self, reason: str, items: list[str]) -> None:
        self.reason, self.items = reason, items
        shown = ", ".join(items[:10]) + (f" and {len(items) - 10} more" if len(items) > 10 else "")
        super().__init__(f"{reason}: {shown}" if items else reason)


class Unreadable(OSError):
    """The store is there but cannot be read: broken, half-written, or of another version."""
