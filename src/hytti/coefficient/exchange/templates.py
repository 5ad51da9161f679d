"""Files to fill in: a workbook and a CSV file, with the columns of the funding year's rules, in one language each.

The first row holds the headings, the next two the units and the targets; then comes each area. With `values` the same
files hold a table that is there already, and what is written reads back as it was.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from . import texts
from .columns import TARGET, UNIT, Words, columns_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from hytti.methods.coefficient import Rules

    from .cells import Values
    from .columns import Column
    from .places import Place

HEAD = 3
"""Rows above the first area."""
BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def template_xlsx(
    rules: Rules, places: Sequence[Place], *, language: str, made_at: dt.datetime, values: Values | None = None
) -> bytes:
    """A workbook to fill in: the figures with limits for what may be written, and a guide.

    places: the areas, one row each; those of Åland are left out. made_at: goes into the file's properties.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, BOOK) as book:
        book.set_properties({"title": texts.title(rules, language), "created": made_at})
        columns, rows = columns_of(rules), of_sum(places)
        write_figures(book, columns, rows, values or {}, language)
        _write_guide(book, rules, columns, language)
    return out.getvalue()


def template_csv(rules: Rules, places: Sequence[Place], *, language: str, values: Values | None = None) -> bytes:
    """The same as CSV in UTF-8 with a mark: semicolons between, decimal commas except in English."""
    columns, out = columns_of(rules), io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([column.heading(language) for column in columns])
    writer.writerow([unit(column, language) for column in columns])
    writer.writerow([target(column, language).replace(".", _mark(language)) for column in columns])
    for place in of_sum(places):
        cells = (cell(place, column, values or {}, language) for column in columns)
        writer.writerow([repr(one).replace(".", _mark(language)) if isinstance(one, float) else one for one in cells])
    return ("\ufeff" + out.getvalue()).encode()


def _mark(language: str) -> str:
    return "." if language == "en" else ","


def of_sum(places: Sequence[Place]) -> list[Place]:
    """The areas of the sum, by code: all but Åland's."""
    return sorted(place for place in places if not place.aland)


def cell(place: Place, column: Column, values: Values, language: str) -> str | int | float | None:
    """What stands in the area's row under the column."""
    if column.kind == "code":
        return place.code
    if column.kind == "name":
        return place.name(language)
    value = values.get((place.code, column.key))
    if value is None:
        return None
    if column.kind == "answer":
        return (texts.YES if value else texts.NO).of(language)
    return int(value) if value.is_integer() else value


def unit(column: Column, language: str) -> str:
    if column.kind == "name":
        return UNIT.of(language)
    if column.kind in texts.UNITS:
        return texts.UNITS[column.kind].of(language)
    return Words(*column.rule.unit).of(language) if column.rule else ""


def target(column: Column, language: str) -> str:
    """The target of the column's latest year, in words."""
    if column.kind == "name":
        return TARGET.of(language)
    rule = column.rule
    if column.kind != "figure" or rule is None or rule.target is None or not column.is_latest:
        return ""
    return f"{(texts.AT_LEAST if rule.target_kind == 'at_least' else texts.AT_MOST).of(language)} {rule.target:g}"


def write_figures(book: Any, columns: Sequence[Column], places: Sequence[Place], values: Values, language: str) -> None:
    """The sheet of figures, with what may be written in each column."""
    sheet = book.add_worksheet(texts.FIGURES.of(language))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    grey = book.add_format({"font_color": "#595959", "text_wrap": True})
    sheet.set_row(0, 75)
    sheet.freeze_panes(HEAD, 2)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, {"code": 8, "name": 36}.get(column.kind, 18))
        sheet.write_string(0, at, column.heading(language), bold)
        sheet.write_string(1, at, unit(column, language), grey)
        sheet.write_string(2, at, target(column, language), grey)
        shown = book.add_format({"num_format": number_format(column)})
        for line, place in enumerate(places, HEAD):
            there = cell(place, column, values, language)
            if there is not None:
                sheet.write(line, at, there, shown)
        limits = _limits(column, language)
        if limits and places:
            sheet.data_validation(HEAD, at, HEAD + len(places) - 1, at, limits)


def number_format(column: Column) -> str:
    if column.kind == "code":
        return "@"
    if column.is_count:
        return "#,##0"
    decimals = column.rule.decimals if column.rule else 0
    return f"0.{'0' * decimals}" if decimals else "0"


def _limits(column: Column, language: str) -> Mapping[str, Any]:
    if column.kind == "answer":
        source = [texts.YES.of(language), texts.NO.of(language)]
        return {"validate": "list", "source": source, "error_message": texts.ANSWER.of(language)}
    if column.is_count:
        return {"validate": "integer", "criteria": ">=", "value": 0, "error_message": texts.WHOLE.of(language)}
    if column.is_percent:
        limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
        return {**limits, "error_message": texts.PERCENT.of(language)}
    if column.kind == "figure":
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": texts.NOT_NEGATIVE.of(language)}
    return {}


def _write_guide(book: Any, rules: Rules, columns: Sequence[Column], language: str) -> None:
    sheet = book.add_worksheet(texts.GUIDE.of(language))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 70, wrapped)
    sheet.set_column(1, 4, 26, wrapped)
    sheet.write_string(0, 0, texts.title(rules, language), bold)
    lines = texts.instructions(rules, language)
    for line, text in enumerate(lines, 1):
        sheet.write_string(line, 0, text)
    top = len(lines) + 2
    head = (texts.COLUMN, UNIT, TARGET, texts.USE, texts.SECTION)
    sheet.write_row(top, 0, [words.of(language) for words in head], bold)
    for line, column in enumerate((one for one in columns if one.kind not in ("code", "name")), top + 1):
        use = texts.NEEDED if column.needed else texts.NOT_NEEDED
        law = column.rule.law if column.rule else ""
        row = [column.heading(language), unit(column, language), target(column, language), use.of(language), law]
        sheet.write_row(line, 0, row)
