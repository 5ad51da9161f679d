"""What can be wrong with a source: codes with arguments for whoever translates, and English sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

Argument = str | int | float


class Code(StrEnum):
    """One kind of problem; `text` is its English sentence, with the names of its arguments in braces."""

    text: str

    def __new__(cls, key: str, text: str) -> Self:
        member = str.__new__(cls, key)
        member._value_ = key
        member.text = text
        return member

    # Fetching
    NO_CONNECTION = "no-connection", "{address} could not be reached in {attempts} attempts."
    TIMED_OUT = "timed-out", "{address} did not answer in time in {attempts} attempts."
    CUT_OFF = "cut-off", "The answer of {address} was cut off in {attempts} attempts."
    SERVER_FAILED = (
        "server-failed",
        "{address} failed to answer in {attempts} attempts (status {status}).",
    )
    TOO_MANY_REQUESTS = "too-many-requests", "{address} asks to come back after {seconds} seconds."
    REFUSED = "refused", "{address} refused the request (status {status})."
    NOT_THERE = "not-there", "There is nothing at {address} (status {status})."
    REDIRECTED = "redirected", "{address} points to {target}, and only the same host is followed."
    NOT_AN_ADDRESS = "not-an-address", "{address} is not an http or https address."
    ANSWER_TOO_LARGE = "answer-too-large", "The answer of {address} is larger than {limit} bytes."
    PRIVATE_ADDRESS = "private-address", "{address} leads into a private network, and nothing is fetched from there."
    NO_KEY = "no-key", "{address} needs a key: set {name}."
    KEPT = "kept", "The answer fetched on {day} is kept."

    # Answers
    HTML = "html", "{address} answered with a web page instead of data."
    NOT_JSON = "not-json", "The answer of {address} is not whole JSON."
    NOT_TEXT = "not-text", "The answer of {address} is not UTF-8 text."
    WRONG_SHAPE = "wrong-shape", "The answer of {address} has another shape than before: {expected} was expected."
    WRONG_COLUMNS = "wrong-columns", "The answer of {address} has the columns {found}, not {expected}."
    WRONG_CELL = "wrong-cell", "{value} cannot be read."
    OTHER_INDICATOR = "other-indicator", "The answer of {address} is about {found}, not about {expected}."
    TITLE_CHANGED = "title-changed", "The title was {expected!r} and is now {found!r}: check that it is the same thing."
    RENAMED_AREA = "renamed-area", "{area} was called {expected!r} and is now called {found!r}."
    UNKNOWN_REGION = "unknown-region", "The region {region} is not in the list of regions; {rows} rows are left out."
    UNASKED = "unasked", "{rows} rows are of {what}, which was not asked for; they are left out."
    NO_ROWS = "no-rows", "There are no figures for what was asked."
    NO_YEARS = "no-years", "{indicator} has no figures for the years asked; it has {first}-{last}."
    TOO_MANY_CELLS = "too-many-cells", "{address} gives at most {limit} cells at a time; choose fewer values."
    UNKNOWN_VALUE = "unknown-value", "The table {table} has no {value!r} in {variable!r}."

    # Files
    EMPTY = "empty", "{name} is empty."
    NO_DATA = "no-data", "{name} has column names and no rows."
    FILE_TOO_LARGE = "file-too-large", "{name} is larger than {limit} {unit}."
    UTF_16 = "utf-16", "{name} is not in UTF-8 or Latin-1 (it looks like UTF-16): save it as CSV UTF-8."
    ENCODING = "encoding", "{name} is not in UTF-8 or Latin-1: save it as CSV UTF-8."
    QUOTES = "quotes", "{name} cannot be read as CSV; is a quotation mark left open?"
    UNREADABLE = "unreadable", "{name} cannot be opened; save it again as XLSX, ODS or CSV."
    LOCKED = "locked", "{name} is an old or a password-protected file: save it as XLSX without a password."
    SAME_COLUMN = "same-column", "{name}: two columns are called {heading!r}."
    UNEVEN = "uneven", "{cells} cells where the first row has {columns} columns."
    IDENTITY_CODE = (
        "identity-code",
        "{name} holds what looks like a personal identity code: nothing of it is kept; take the codes out first.",
    )

    # Cells
    NO_COLUMN = "no-column", "There is no column {heading!r}."
    NOT_MAPPED = "not-mapped", "No column and no fixed value is chosen for {what}."
    EMPTY_CELL = "empty-cell", "The cell is empty, and {what} is needed."
    NOT_A_NUMBER = "not-a-number", "{value!r} is not a number; leave the cell empty where there is no figure."
    NEGATIVE = "negative", "{value} is negative, and a count is not."
    NOT_A_YEAR = "not-a-year", "{value!r} is not a year between {first} and {last}; write four digits."
    NOT_A_SEX = "not-a-sex", "{value!r} is not a sex; write total, male or female."
    NOT_A_FLAG = "not-a-flag", "{value!r} is not a mark; write suppressed, preliminary, break, estimated or nothing."
    SUPPRESSED_FIGURE = "suppressed-figure", "The row is marked suppressed and has a figure; take one of them out."
    UNKNOWN_AREA = "unknown-area", "{value!r} is not a known area; write its name or its code with leading zeros."
    UNKNOWN_INDICATOR = "unknown-indicator", "{value!r} is not a known indicator."
    CONFLICT = "conflict", "The figure of {key} is here {value} and was {other} in row {first}; leave one of them."
    NOT_A_DATE = "not-a-date", "{value!r} is not a day; write it as 2026-03-31 or 31.3.2026."
    NOT_A_TIME = "not-a-time", "{value!r} is not a time of day; write it as 17:30."
    NOT_A_CHOICE = "not-a-choice", "{value!r} is not one of: {choices}."
    NOT_AN_AGE = "not-an-age", "{value!r} is not an age in years."
    ERROR_CELL = "error-cell", "The cell {cell} holds the error {value}; correct the formula."
    FORMULA_WITHOUT_RESULT = "formula-without-result", "The formula of {cell} has no result: open and save the file."

    # Offers
    NOT_AN_ITEM = "not-an-item", "Item {place} is not an offer."
    NO_ID = "no-id", "It has no identifier."
    NO_NAME = "no-name", "It has no name."
    NO_PROVIDER = "no-provider", "It has no provider."
    DUPLICATE_ID = "duplicate-id", "The identifier {id} stands twice with different content; the first is kept."
    TOO_LONG = "too-long", "The {what} has {length} characters, and {limit} fit."
    OUTSIDE_FINLAND = (
        "outside-finland",
        "The coordinates {latitude}, {longitude} are not in Finland; they are left out.",
    )
    ENDS_BEFORE_START = "ends-before-start", "It ends ({end}) before it starts ({start})."
    NOT_A_RULE = "not-a-rule", "{value!r} is not a rule of repetition (RFC 5545)."
    TOO_OFTEN = "too-often", "{value!r} repeats more often than daily."
    ENDLESS = "endless", "{value!r} has no end: give UNTIL or COUNT."
    UNKNOWN_MUNICIPALITY = "unknown-municipality", "{value!r} is not the code of a Finnish municipality."
    NOT_WEB = "not-web", "{value!r} is not an http or https address; it is left out."
    PERSONAL_EMAIL = "personal-email", "An e-mail address looks like a person's own; it is left out."
    NOTHING_OFFERED = "nothing-offered", "{address} has no offers: those fetched before stay."
    MANY_GONE = (
        "many-gone",
        "{gone} of {known} offers are missing: they stay until a person confirms that they are gone.",
    )
    NOT_WHOLE = "not-whole", "The feed was not read whole: what was not read stays as it was."

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the arguments the sentence needs."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where: the line of a file as people count them, and the heading of the column."""

    code: Code
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    row: int | None = None
    column: str | None = None

    def __post_init__(self) -> None:
        if self.arguments.keys() != self.code.parameters:
            raise ValueError(f"{self.code} needs {sorted(self.code.parameters)}, not {sorted(self.arguments)}")

    @property
    def text(self) -> str:
        """The sentence in English, without the place."""
        return self.code.text.format(**self.arguments)

    def __str__(self) -> str:
        places = [f"line {self.row}" if self.row is not None else "", self.column or ""]
        place = ", ".join(part for part in places if part)
        return f"{place}: {self.text}" if place else self.text


def problem(code: Code, *, row: int | None = None, column: str | None = None, **arguments: Argument) -> Problem:
    """A problem with its arguments by name. Raises ValueError unless they are the ones its sentence needs."""
    return Problem(code, arguments, row, column)


class SourceError(Exception):
    """Nothing was got, and nothing changed; `problems` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return " ".join(str(found) for found in self.problems)


class Unreachable(SourceError):
    """No answer, or none that was whole: it may come later."""


class Refused(SourceError):
    """The other side said no, or pointed elsewhere: asking again does not help."""


class Unexpected(SourceError):
    """An answer came, but not what was asked."""


class Unreadable(SourceError):
    """A file that cannot be read as a table."""


class HoldsIdentityCodes(Unreadable):
    """A file with what looks like Finnish personal identity codes: it must not be stored."""
