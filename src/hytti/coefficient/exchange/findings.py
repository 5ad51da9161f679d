"""What is odd in a filled-in table, and where: codes with arguments for whoever says them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import TYPE_CHECKING

from hytti.sources import problems as files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from hytti.sources.problems import Argument


class Code(StrEnum):
    """One kind of finding; `text` is its English sentence, `stops` tells whether it must be corrected first."""

    text: str
    stops: bool

    def __new__(cls, key: str, text: str, stops: bool) -> Self:
        member = str.__new__(cls, key)
        member._value_ = key
        member.text, member.stops = text, stops
        return member

    # The file and its columns
    UNKNOWN_YEAR = "unknown-year", "There are no rules for the funding year {year}; there are for {known}.", True
    NO_TABLE = "no-table", "No sheet of {name} has the columns of the template.", True
    TOO_MANY_ROWS = "too-many-rows", "The table has more than {limit} rows; the rest was not read.", True
    NO_FIGURES = "no-figures", "The table has no figures.", True
    SHEET_NOT_READ = "sheet-not-read", "The sheet {name} was not read.", False
    UNKNOWN_COLUMN = "unknown-column", "The column {heading} is not known; it was not read.", False
    NEAR_COLUMN = "near-column", "The column {heading} is not known: do you mean {near}?", True
    NO_YEAR = "no-year", "The heading {heading} has no year: write {latest} or {before} in it.", True
    OTHER_YEAR = (
        "other-year",
        "{year} is not counted for {funding}: it counts {latest} and {before}.",
        True,
    )
    SAME_MEANING = "same-meaning", "{heading} and {other} are the same column; leave one of them.", True
    NO_COLUMN = "no-column", "There is no column {heading}; nothing is known of it.", False
    LOOKS_LIKE_SHARE = (
        "looks-like-share",
        "Every figure of {heading} looks like a share: are they percentages?",
        True,
    )

    # Rows
    NO_AREA = "no-area", "The row does not say its area; write its name or code.", True
    UNKNOWN_AREA = "unknown-area", "{value} is not a known area; write its name or its code.", True
    NEAR_AREA = "near-area", "{value} is not a known area: do you mean {near}?", True
    OTHER_AREA = "other-area", "The code means {area} and the name {other}; correct one of them.", True
    AREA_TWICE = "area-twice", "{area} is already in row {first}; leave one of the rows.", True
    ALAND = "aland", "{area} does not belong to the sum (Åland has its own law); the row was left out.", False
    WHOLE_COUNTRY = "whole-country", "The row of the whole country is not needed; it was left out.", False
    MISSING_AREA = "missing-area", "{area} has no row; what can be computed is computed without it.", False
    MISSING_AREAS = "missing-areas", "{number} areas have no row; what can be computed is computed without them.", False

    # Cells
    NOT_A_NUMBER = "not-a-number", "{value} is not a number; leave the cell empty where there is no figure.", True
    NEGATIVE = "negative", "{value} is negative, and this is not.", True
    NOT_WHOLE = "not-whole", "{value} is not a whole number, and a count is.", True
    OVER_CEILING = "over-ceiling", "{value} is more than 100 per cent.", True
    SMALL_BESIDE_OTHERS = "small-beside-others", "{value} is far below the other areas: is it a share of one?", False
    NOT_YES_OR_NO = "not-yes-or-no", "{value} is not an answer; write yes, no or nothing.", True
    ZERO_BEFORE = (
        "zero-before",
        "The earlier figure is zero: there is no relative change.",
        True,
    )
    NO_RESIDENTS = "no-residents", "The number of residents is missing, and every euro hangs on it; write it.", True
    REFUSED = "refused", "The sum does not take this ({what}).", True

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the arguments the sentence needs."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name)


@dataclass(frozen=True)
class Finding:
    """One thing that is odd: in the sheet, on the line as people count them, under the heading."""

    code: Code | files.Code
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    sheet: str = ""
    row: int | None = None
    column: str | None = None

    def __post_init__(self) -> None:
        if self.arguments.keys() != self.code.parameters:
            raise ValueError(f"{self.code} needs {sorted(self.code.parameters)}, not {sorted(self.arguments)}")

    @property
    def stops(self) -> bool:
        """Whether there is no table before this is corrected."""
        return not isinstance(self.code, Code) or self.code.stops

    @property
    def text(self) -> str:
        """The sentence in English, without the place."""
        return self.code.text.format(**self.arguments)


def finding(
    code: Code, *, sheet: str = "", row: int | None = None, column: str | None = None, **arguments: Argument
) -> Finding:
    """A finding with its arguments by name. Raises ValueError unless they are the ones its sentence needs."""
    return Finding(code, arguments, sheet, row, column)


def of_file(problems: Iterable[files.Problem], sheet: str = "") -> tuple[Finding, ...]:
    """What the reader of files says, as findings."""
    return tuple(Finding(one.code, one.arguments, sheet, one.row, one.column) for one in problems)
