"""What an instrument is: items, how they are scored, what the total means, whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scoring = Literal["sum", "mean", "total"]
SEXES = ("female", "male")


@dataclass(frozen=True)
class Step:
    """From `at_least` (or, where strict, above it) a measure gives `points`; None is the first step."""

    points: float
    at_least: float | None = None
    above: float | None = None


@dataclass(frozen=True)
class Item:
    """One question: the points its answers give, or the steps by which a measure gives points.

    steps: by sex where the steps differ ("female", "male"), else under "".
    """

    code: str
    answers: tuple[float, ...] = ()
    steps: dict[str, tuple[Step, ...]] | None = None
    unit: str = ""


@dataclass(frozen=True)
class Skip:
    """When `item` is answered with `answer`, some items may be blank and count as zero, and some must be zero."""

    item: str
    answer: float
    blank_is_zero: tuple[str, ...]
    must_be_zero: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """What a total from `start` on means, up to the next band."""

    code: str
    name: str
    start: float


@dataclass(frozen=True)
class Flag:
    """Answers that ask for something whatever the total: any of the alternatives, each a set of conditions."""

    code: str
    name: str
    when: tuple[tuple[tuple[str, float], ...], ...]


@dataclass(frozen=True)
class Group:
    """A limit for one sex (or both, "") and the ages from–to, both included; None leaves an end open."""

    at_least: float
    sex: str = ""
    youngest: float | None = None
    oldest: float | None = None


@dataclass(frozen=True)
class Thresholds:
    """One authority's limits of risk."""

    name: str
    source: str
    note: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Texts:
    """The wording of an instrument in one language; `options` in the order of an item's answers, where known."""

    language: str
    items: dict[str, str]
    options: dict[str, tuple[str, ...]]
    introduction: str
    source: str
    licence: str


@dataclass(frozen=True)
class Instrument:
    """A questionnaire or scale as data. Texts are apart, since their licence may be another."""

    id: str
    version: str
    name: str
    scoring: Scoring
    licence: str
    source: tuple[str, ...]
    items: tuple[Item, ...] = ()
    skip: Skip | None = None
    bands: tuple[Band, ...] = ()
    flags: tuple[Flag, ...] = ()
    thresholds: tuple[Thresholds, ...] = ()
    maximum: float | None = None
    step: float = 1
    texts: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The items' codes, in the order of the answers."""
        return tuple(item.code for item in self.items)

    def limits(self, name: str) -> Thresholds:
        """The limits of that name; raises ValueError naming the known ones."""
        for thresholds in self.thresholds:
            if thresholds.name == name:
                return thresholds
        known = ", ".join(thresholds.name for thresholds in self.thresholds) or "none"
        raise ValueError(f"{self.name} has no limits called {name!r}; known: {known}.")
