"""The figures of a document as a workbook with a sheet for each table and chart, and as one CSV file."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hytti.core.steps import Step, silent
from hytti.core.tables import csv_text

from .blocks import Cell, Chart, Column, KeyFigures, Table
from .frozen import sha256
from .whole import whole
from .words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from .blocks import Document, Row
    from .words import Words

MIDNIGHT = dt.time()
SHEET_NAME, CELL = 31, 32_767  # what a workbook takes
NARROWEST, WIDEST = 10, 60
A4 = 9  # as workbooks number papers
BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of the document: `name` as in "Taulukko 3", `caption` that with its title."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    source: str


def figures(document: Document, words: Words) -> Iterator[Figures]:
    """The key figures, the tables and the charts as tables in the order of the document.

    Raises InvalidDocument where the document breaks a rule.
    """
    for placed in whole(document, words, chart_tables=False):
        block, name, caption = placed.block, placed.name, placed.caption
        if isinstance(block, Table) and name:
            yield Figures(name, caption, block.columns, block.rows, block.notes, block.source)
        elif isinstance(block, Chart):
            yield Figures(name, caption, block.columns, block.rows, (), block.source)
        elif isinstance(block, KeyFigures):
            columns = (Column(words.row), Column(words.value, numeric=True), Column(words.remark))
            rows = tuple((Cell(one.label), one.figure, Cell(one.remark)) for one in block.figures)
            yield Figures(name, name, columns, rows, (), block.source)


def csv(document: Document) -> str:
    """Every figure on a row of its own: where it stands, what is read, and the number behind it with a decimal point.

    Raises InvalidDocument where the document breaks a rule.
    """
    words = words_in(document.language)
    columns = (words.table, words.row, words.column, words.unit, words.value, words.shown, words.source)
    rows = (
        (one.caption, row[0].text, column.name, column.unit, _bare(cell.value), cell.text, one.source)
        for one in figures(document, words)
        for row in one.rows
        for column, cell in zip(one.columns[1:], row[1:], strict=True)
    )
    return csv_text(columns, rows)


def _bare(value: float | None) -> float | int | None:
    """120693.0 without its decimal."""
    return int(value) if value is not None and value.is_integer() else value


def xlsx(document: Document, *, step: Step = silent) -> bytes:
    """A workbook: first what the document is, then a sheet for each of its tables. Numbers are numbers.

    Raises InvalidDocument where the document breaks a rule, and what `step` raises.
    """
    import xlsxwriter  # only the worker that makes a file needs it

    words = words_in(document.language)
    sheets = list(figures(document, words))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, BOOK) as book:
        book.set_properties(
            {
                "title": document.title,
                "author": document.author,
                "created": dt.datetime.combine(document.date, MIDNIGHT, dt.UTC),
            }
        )
        _about(book, document, words)
        for at, one in enumerate(sheets):
            step(at, len(sheets))
            _sheet(book, one, words)
    step(len(sheets), len(sheets))
    return out.getvalue()


def _about(book: Workbook, document: Document, words: Words) -> None:
    sheet = book.add_worksheet(words.about[:SHEET_NAME])
    strong = book.add_format({"bold": True})
    rows = [
        (document.title, document.subtitle),
        (words.author, document.author),
        (words.date, words.day(document.date)),
        *((words.sources, ", ".join(filter(None, (one.name, one.as_of, one.licence)))) for one in document.sources),
        *((words.dataset, f"{one.title}, {one.as_of}, {one.sha256}") for one in document.datasets),
        (words.content_checksum, sha256(document)),
    ]
    for at, (name, said) in enumerate(rows):
        sheet.write_string(at, 0, name[:CELL], strong)
        sheet.write_string(at, 1, said[:CELL])
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, WIDEST)
    _lay(sheet)


def _lay(sheet: Worksheet) -> None:
    """On paper: A4 across, every column on the one page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _sheet(book: Workbook, one: Figures, words: Words) -> None:
    sheet = book.add_worksheet(one.name[:SHEET_NAME])
    strong = book.add_format({"bold": True})
    sheet.write_string(0, 0, one.caption[:CELL], strong)
    head = 2
    for at, column in enumerate(one.columns):
        side = "right" if column.numeric else "left"
        style = book.add_format({"bold": True, "bottom": 1, "align": side, "text_wrap": True, "valign": "top"})
        sheet.write_string(head, at, column.heading[:CELL], style)
        texts = [column.heading, *(row[at].text for row in one.rows)]
        sheet.set_column(at, at, min(WIDEST, max(NARROWEST, *(len(text) for text in texts)) + 2))
        style = _style(book, column)
        for number, row in enumerate(one.rows, start=head + 1):
            if row[at].value is None:
                sheet.write_string(number, at, row[at].text[:CELL], style)
            else:
                sheet.write_number(number, at, row[at].value, style)
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    _lay(sheet)
    feet = [*one.notes, *([f"{words.source}: {one.source}"] if one.source else [])]
    for at, foot in enumerate(feet, start=head + len(one.rows) + 2):
        sheet.write_string(at, 0, foot[:CELL])


def _style(book: Workbook, column: Column) -> Format:
    shape = "General" if column.decimals is None else "#,##0" + "." * bool(column.decimals) + "0" * column.decimals
    side = "right" if column.numeric else "left"
    return book.add_format({"num_format": shape, "align": side, "valign": "top", "text_wrap": not column.numeric})
