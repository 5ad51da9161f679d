"""What a report is made of: a document of blocks, plain and frozen, that knows no file format.

Words and numbers come ready written from the room that fills the document; nothing here computes or translates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import KW_ONLY, dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

DEEPEST = 4  # levels of headings


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `note` is a footnote at its end, `lang` the language where it is not the document's."""

    text: str
    _: KW_ONLY
    strong: bool = False
    url: str = ""
    note: str = ""
    lang: str = ""


Inline: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1
    _: KW_ONLY
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Annex:
    """A heading of the first level on a new page, numbered as an annex."""

    title: str
    _: KW_ONLY
    kind: Literal["annex"] = "annex"


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Inline
    _: KW_ONLY
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class List:
    items: tuple[Inline, ...]
    ordered: bool = False
    _: KW_ONLY
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class Callout:
    """What should not be missed: `attention` asks something of the reader."""

    title: str
    paragraphs: tuple[Inline, ...]
    attention: bool = False
    _: KW_ONLY
    kind: Literal["callout"] = "callout"


@dataclass(frozen=True, slots=True)
class Quote:
    paragraphs: tuple[Inline, ...]
    who: str = ""
    _: KW_ONLY
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; `numeric` columns stand to the right, `decimals` is how a spreadsheet shows them."""

    name: str
    unit: str = ""
    numeric: bool = False
    decimals: int | None = None

    @property
    def heading(self) -> str:
        return f"{self.name}, {self.unit}" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Cell:
    """What is read, and the number behind it where there is one. What is absent has its word and no number."""

    text: str
    value: float | None = None

    def __post_init__(self) -> None:
        if self.value is not None:
            object.__setattr__(self, "value", float(self.value))  # 5 and 5.0 freeze to the same bytes


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; with `header_column` the first cell names its row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    _: KW_ONLY
    header_column: bool = True
    notes: tuple[str, ...] = ()
    source: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of `hytti.core.charts`, wide and for a phone, with its figures; the first cell names a row."""

    title: str
    alt: str
    svg: str = field(repr=False)
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    _: KW_ONLY
    subtitle: str = ""
    svg_phone: str = field(default="", repr=False)
    source: str = ""
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    label: str
    figure: Cell
    remark: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    figures: tuple[KeyFigure, ...]
    source: str = ""
    _: KW_ONLY
    kind: Literal["key_figures"] = "key_figures"


@dataclass(frozen=True, slots=True)
class PageBreak:
    _: KW_ONLY
    kind: Literal["page_break"] = "page_break"


Block: TypeAlias = Annotated[
    Heading | Annex | Paragraph | List | Callout | Quote | Table | Chart | KeyFigures | PageBreak,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures or texts come from; `as_of` is the date of the data in words."""

    name: str
    url: str = ""
    as_of: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class DatasetVersion:
    """The very data that was read: its key, title, date in words and sha256."""

    key: str
    title: str
    as_of: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `language` is fi, sv or en; `author` the organisation that answers for it."""

    title: str
    language: Literal["fi", "sv", "en"]
    date: dt.date
    author: str
    blocks: tuple[Block, ...]
    _: KW_ONLY
    subtitle: str = ""
    sources: tuple[Source, ...] = ()
    datasets: tuple[DatasetVersion, ...] = ()
    contents: bool = True


def text(words: str) -> Inline:
    """Plain words as a paragraph, an item or a cell of running text takes them."""
    return (Run(words),)
