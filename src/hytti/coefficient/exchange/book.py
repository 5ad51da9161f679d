"""A result as a workbook whose formulas compute it again: change a figure or a choice, and the euros follow."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import xlsxwriter

from . import texts
from .about import law_text
from .book_coefficient import write_coefficient
from .book_frame import BASE_PRICE, SHEETS, Frame, letter
from .book_points import Scaling, write_points
from .columns import Words
from .making import values_of
from .places import Place
from .templates import BOOK, write_figures

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from hytti.methods.coefficient import Result

    from .about import About

CHOICE = Words("Valinta", "Val", "Choice")
WHY = Words("Miksi", "Varför", "Why")
OTHERS = Words("Vaihtoehdot", "Alternativ", "Choices")
EXAMPLE = Words("Esimerkki, keksityt luvut", "Exempel, påhittade siffror", "Example, made-up figures")
ABOUT = (
    Words("Säädökset", "Bestämmelser", "Provisions"),
    Words("Lukujen lähde", "Siffrornas källa", "Source of the figures"),
    Words("Lukujen päivä", "Siffrornas datum", "Date of the figures"),
    Words("Laskettu", "Räknat", "Computed"),
)
FIRST_CHOICE = 10


def result_xlsx(
    result: Result, about: About, *, language: str, made_at: dt.datetime, names: Mapping[str, str] | None = None
) -> bytes:
    """The result with every step of the sum as a formula; the values in the cells are those of the result.

    The sheet of figures is the template's, so that the file reads back as a table. names: of the areas in the
    language, by code; the table's own unless told. made_at: goes into the file's properties and its front.
    The country's own figures have no sheet: where they give the national mean, it stands as a number.
    """
    result = _in_order(result)
    table, given = result.table, names or {}
    shown = [given.get(code, name) for code, name in zip(table.areas, table.names, strict=True)]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, BOOK) as book:
        book.set_properties({"title": texts.title(result.rules, language), "created": made_at})
        frame = Frame(book, result, shown, language)
        scalings = {rule.key: Scaling(frame, rule) for rule in result.rules.indicators if not rule.is_item}
        for scaling in scalings.values():
            scaling.prepare()
        front = frame.add_sheet(frame.sheet_name("coefficient"), dict.fromkeys(range(2, 14), 16))
        places = [Place(code, name, name, name) for code, name in zip(table.areas, shown, strict=True)]
        write_figures(book, frame.columns, places, values_of(table), language)
        _write_options(frame, about, made_at)
        ends = write_points(frame, scalings)
        for scaling in scalings.values():
            scaling.write([one for one in scalings.values() if one.rule.half == "result"])
        write_coefficient(frame, front, ends, frame.words(EXAMPLE) if about.is_example else "")
    return out.getvalue()


def _in_order(result: Result) -> Result:
    """The result with its areas in the order of their codes, as the sheets have them."""
    order = sorted(range(len(result.table.areas)), key=lambda at: result.table.areas[at])
    table = result.table
    moved = replace(
        table.with_columns({name: table.column(name)[order] for name in table.columns()}),
        areas=tuple(table.areas[at] for at in order),
        names=tuple(table.names[at] for at in order),
    )
    scored = {
        key: one._replace(**{part: getattr(one, part)[order] for part in ("value", "at_target", "missing", "points")})
        for key, one in result.scored.items()
    }
    arrays: dict[str, Any] = {part: getattr(result, part)[order] for part in ("process", "result", "K", "k", "rank")}
    money: dict[str, Any] = {
        part: tuple(getattr(result, part)[at] for at in order) for part in ("euros", "euros_at_one")
    }
    return replace(result, table=moved, scored=scored, **arrays, **money)


def _write_options(frame: Frame, about: About, made_at: dt.datetime) -> None:
    """Where the figures are from, the price, and the choices, each in a cell with a name."""
    rules, name = frame.rules, frame.sheet_name("options")
    sheet = frame.book.add_worksheet(name)
    sheet.set_column(0, 1, 34, frame.wrapped)
    sheet.set_column(2, 2, 70, frame.wrapped)
    sheet.set_column(3, 6, 26, frame.wrapped)
    sheet.write_string(0, 0, texts.title(rules, frame.language), frame.title)
    if about.is_example:
        sheet.write_string(1, 0, frame.words(EXAMPLE), frame.bold)
    said = (law_text(frame.result), about.source, about.as_of, made_at.date().isoformat())
    for row, (words, text) in enumerate(zip(ABOUT, said, strict=True), 2):
        sheet.write_string(row, 0, frame.words(words))
        sheet.write_string(row, 1, text)
    sheet.write_string(6, 0, f"{frame.words(BASE_PRICE)}, €")
    sheet.write_number(6, 1, float(rules.base_price))
    frame.book.define_name(frame.base_price, f"='{name}'!$B$7")
    heads = [frame.words(words) for words in (SHEETS["options"], CHOICE, WHY, OTHERS)]
    sheet.write_row(FIRST_CHOICE - 2, 0, heads, frame.bold)
    for row, (key, option) in enumerate(frame.live.items(), FIRST_CHOICE - 1):
        offered = [frame.word_of(key, choice.value) for choice in option.choices if choice.value != "country"]
        sheet.write_row(row, 0, (Words(*option.name).of(frame.language), frame.word_chosen(key)))
        sheet.write_row(row, 2, (Words(*option.why).of(frame.language), *offered))
        last = letter(2 + len(offered))
        choices = {"validate": "list", "source": f"=$D${row + 1}:${last}${row + 1}"}
        sheet.data_validation(row, 1, row, 1, {**choices, "error_message": frame.words(texts.ANSWER)})
        frame.book.define_name(frame.name_of(key), f"='{name}'!$B${row + 1}")
    for row, note in enumerate(rules.notes, FIRST_CHOICE + len(frame.live)):
        sheet.write_string(row, 0, Words(*note).of(frame.language))
