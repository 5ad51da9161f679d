"""The rules of a document: what a reader with a screen reader needs, and what no file may carry."""

from __future__ import annotations

import dataclasses
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from . import pictures
from .blocks import DEEPEST, Annex, Block, Callout, Chart, Document, Heading, KeyFigures, List, Paragraph, Quote, Table


class Code(Enum):
    """What is wrong, for the room that words it."""

    NO_TITLE = "no_title"
    NO_AUTHOR = "no_author"
    NO_HEADING_TEXT = "no_heading_text"
    SKIPPED_HEADING = "skipped_heading"
    NO_CAPTION = "no_caption"
    NO_COLUMNS = "no_columns"
    NO_COLUMN_NAME = "no_column_name"
    UNEVEN_ROW = "uneven_row"
    NO_ROW_NAME = "no_row_name"
    NO_ALT = "no_alt"
    BAD_PICTURE = "bad_picture"
    SAME_ID = "same_id"
    EMPTY_LIST = "empty_list"
    EMPTY_TEXT = "empty_text"
    UNSEEN_MARK = "unseen_mark"
    NOT_A_NUMBER = "not_a_number"
    BAD_ADDRESS = "bad_address"
    BAD_LANGUAGE = "bad_language"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule: the place of the block from 0, None for the document itself, and the words at fault."""

    block: int | None
    code: Code
    detail: str = ""

    def __str__(self) -> str:
        where = "the document" if self.block is None else f"block {self.block}"
        return f"{where}: {self.code.value}{f' ({self.detail})' if self.detail else ''}"


class InvalidDocument(ValueError):
    """A document that breaks rules; `problems` has them all."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


ADDRESS = re.compile(r"(https?://|mailto:)[^\s<>\"\\^`{|}]+", re.I)
LONGEST = 100_000  # letters of one text, some thirty pages: more is a slip, and keeps typst for seconds
LANGUAGE = re.compile(r"[a-z]{2,3}")


def check(document: Document) -> None:
    """Raise InvalidDocument where the document breaks a rule."""
    if found := problems(document):
        raise InvalidDocument(found)


def problems(document: Document) -> tuple[Problem, ...]:
    """Every broken rule in the order of the document; a half-done draft may have them."""
    return tuple(_problems(document))


def _problems(document: Document) -> Iterator[Problem]:
    if not document.title.strip():
        yield Problem(None, Code.NO_TITLE)
    if not document.author.strip():
        yield Problem(None, Code.NO_AUTHOR)
    head = dataclasses.replace(document, blocks=())
    yield from (Problem(None, code, detail) for code, detail in _of_values(head))
    level = 0
    ids: Counter[str] = Counter()
    for place, block in enumerate(document.blocks):
        if isinstance(block, (Heading, Annex)):
            deeper = block.level if isinstance(block, Heading) else 1
            if not 1 <= deeper <= min(level + 1, DEEPEST):
                yield Problem(place, Code.SKIPPED_HEADING, f"{level} > {deeper}")
            level = deeper
        yield from (Problem(place, code, detail) for code, detail in _of_block(block, ids))
        yield from (Problem(place, code, detail) for code, detail in _of_values(block))


def _of_block(block: Block, ids: Counter[str]) -> Iterator[tuple[Code, str]]:
    match block:
        case Heading(text=text) | Annex(title=text):
            if not text.strip():
                yield Code.NO_HEADING_TEXT, ""
        case Paragraph(runs=runs):
            if not _said(runs):
                yield Code.EMPTY_TEXT, ""
        case List(items=items):
            if not items:
                yield Code.EMPTY_LIST, ""
            if not all(_said(item) for item in items):
                yield Code.EMPTY_TEXT, ""
        case Callout(paragraphs=paragraphs) | Quote(paragraphs=paragraphs):
            if not paragraphs or not all(_said(runs) for runs in paragraphs):
                yield Code.EMPTY_TEXT, ""
        case KeyFigures(figures=figures):
            if not figures or not all(one.label.strip() and one.figure.text.strip() for one in figures):
                yield Code.EMPTY_TEXT, ""
        case Table():
            yield from _of_table(block, block.caption, named=block.header_column)
        case Chart():
            yield from _of_table(block, block.title, named=True)
            yield from _of_chart(block, ids)


def _said(runs: tuple[object, ...]) -> bool:
    return any(str(getattr(run, "text", "")).strip() for run in runs)


def _of_table(block: Table | Chart, caption: str, *, named: bool) -> Iterator[tuple[Code, str]]:
    if not caption.strip():
        yield Code.NO_CAPTION, ""
    if not block.columns:
        yield Code.NO_COLUMNS, ""
    if not all(column.name.strip() for column in block.columns):
        yield Code.NO_COLUMN_NAME, ""
    for number, row in enumerate(block.rows, start=1):
        if len(row) != len(block.columns):
            yield Code.UNEVEN_ROW, str(number)
        elif named and not row[0].text.strip():
            yield Code.NO_ROW_NAME, str(number)


def _of_chart(chart: Chart, ids: Counter[str]) -> Iterator[tuple[Code, str]]:
    if not chart.alt.strip():
        yield Code.NO_ALT, ""
    for svg in filter(None, (chart.svg or " ", chart.svg_phone)):
        try:
            named = pictures.ids(svg)
        except pictures.BadPicture as error:
            yield Code.BAD_PICTURE, str(error)
            continue
        ids.update(named)
        yield from ((Code.SAME_ID, name) for name in named if ids[name] > 1)


def _of_values(part: object) -> Iterator[tuple[Code, str]]:
    """What may be wrong with any text, number or address in the part."""
    for name, value in _values(part):
        if isinstance(value, float):
            if not math.isfinite(value):
                yield Code.NOT_A_NUMBER, str(value)
        elif name == "url" and value and not ADDRESS.fullmatch(value):
            yield Code.BAD_ADDRESS, value
        elif name == "lang" and value and not LANGUAGE.fullmatch(value):
            yield Code.BAD_LANGUAGE, value
        elif len(value) > LONGEST:
            yield Code.TOO_LONG, str(len(value))
        elif not value.isprintable() and (mark := _unseen(value)):
            yield Code.UNSEEN_MARK, f"U+{ord(mark):04X}"


def _values(part: object) -> Iterator[tuple[str, str | float]]:
    if not dataclasses.is_dataclass(part):
        return
    for field in dataclasses.fields(part):
        yield from _inside(field.name, getattr(part, field.name))


def _inside(name: str, value: object) -> Iterator[tuple[str, str | float]]:
    if isinstance(value, (str, float)):
        if name not in ("svg", "svg_phone"):
            yield name, value
    elif isinstance(value, tuple):
        for one in value:
            yield from _inside(name, one)
    else:
        yield from _values(value)


def _unseen(text: str) -> str:
    """The first control mark, half of a letter or mark that XML cannot hold; turns of line and tabs are spaces."""
    return next((mark for mark in text if mark not in "\n\r\t" and _is_unseen(mark)), "")


def _is_unseen(mark: str) -> bool:
    return mark in "\ufffe\uffff" or unicodedata.category(mark) in ("Cc", "Cs")
