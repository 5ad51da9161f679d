"""What disclosure control is asked about, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hytti.methods.disclosure import threshold_for

if TYPE_CHECKING:
    from collections.abc import Mapping

HIDE, ROUND = "hide", "round"
ROUNDING_BASE = 5
PERSONS = ("share", "rate", "count")
"""Kinds of indicator whose value comes from a count of people or events."""
Place = tuple[str, str]
"""An area's key and a sex: a cell of one year."""
Key = tuple[str, int, str]
"""An area's key, a year and a sex."""


class Unprotectable(Exception):
    """The figures cannot be published safely. The text says why, to the person who publishes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as it was loaded. A `closed` one was suppressed at the source already."""

    area: str
    year: int
    sex: str
    value: float | None = None
    count: float | None = None
    denominator: float | None = None
    closed: bool = False

    @property
    def place(self) -> Place:
        return self.area, self.sex

    @property
    def key(self) -> Key:
        return self.area, self.year, self.sex


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public sees of a figure; nothing at all where it is hidden."""

    hidden: bool
    value: float | None = None
    count: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Rule:
    """How figures are protected.

    kind, per: of the indicator (value = per × count / denominator). sensitive: the higher threshold. mode: small
    counts hidden, or all rounded. parents: the area that each area is counted into,
    for all areas, whether or not they have figures.
    """

    kind: str
    per: float | None = None
    sensitive: bool = False
    mode: str = HIDE
    parents: Mapping[str, str] = field(default_factory=dict)

    @property
    def threshold(self) -> int:
        """The smallest count that everybody may see."""
        return threshold_for("public", "sensitive" if self.sensitive else "ordinary")

    @property
    def rounds(self) -> bool:
        """Are the figures rounded? Only those of people can be: the others' values do not follow from their counts."""
        return self.mode == ROUND and self.kind in PERSONS

    @property
    def hidden_below(self) -> int:
        """In rounding, the smallest count that is rounded instead of hidden: so much that the hidden ones, 1 and up,
        are as many as the promise asks."""
        return self.threshold + 3

    def count_of(self, row: Row) -> float | None:
        """The count behind a row: given, or worked out as any reader would from a value and its denominator."""
        if row.count is not None:
            return row.count
        if row.value is None:
            return None
        if self.kind == "count":
            return row.value
        if self.kind in ("share", "rate") and row.denominator is not None and self.per:
            return float(round(row.value * row.denominator / self.per))
        return None

    def value_of(self, count: float | None, denominator: float | None) -> float | None:
        """The value that follows from a count; None where it does not."""
        if self.kind == "count":
            return count
        if self.kind in ("share", "rate") and self.per and denominator and count is not None:
            return self.per * count / denominator
        return None


@dataclass(frozen=True)
class Publication:
    """Rows that somebody may have seen, with what was shown of each and by which rule.

    growing: whether a later version counts more people than this one, so that the difference is people too; False
    where a later version mends errors of the same people.
    """

    rows: tuple[Row, ...]
    shown: Mapping[Key, Shown]
    rule: Rule
    growing: bool = True
