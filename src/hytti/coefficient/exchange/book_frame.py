"""The frame of a workbook whose formulas are alive: its words, its names, and choices that the formulas follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from xlsxwriter.worksheet import Worksheet

from hytti.methods.coefficient import options_of

from . import texts
from .about import chosen
from .columns import Words, columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hytti.methods.coefficient import IndicatorRule, Result
    from hytti.methods.coefficient.options import Value

FIRST = 4
"""The row of the first area, as people count, in every sheet."""
SHEETS = {
    "coefficient": Words("Kerroin", "Koefficient", "Coefficient"),
    "figures": texts.FIGURES,
    "points": Words("Pisteet", "Poäng", "Points"),
    "options": Words("Valinnat", "Val", "Options"),
    "process": Words("Toiminta {}", "Verksamhet {}", "Activity {}"),
    "result": Words("Tulos {}", "Resultat {}", "Result {}"),
}
BASE_PRICE = Words("perushinta", "grundpris", "base_price")


class Formulas(Worksheet):  # type: ignore[misc]
    """A sheet that takes formulas as they are: none here uses the functions that XlsxWriter would look for in each."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Frame:
    """What the sheets of one workbook share: the language, the rows of the areas, the names of the choices.

    result: its table's areas stand in the order of their codes. names: of the areas, in that order.
    """

    def __init__(self, book: Any, result: Result, names: Sequence[str], language: str) -> None:
        self.book, self.result, self.names, self.language = book, result, names, language
        self.table, self.rules, self.options = result.table, result.rules, result.options
        self.last = FIRST + len(self.table.areas) - 1
        self.columns = columns_of(self.rules)
        self.live = {option.key: option for option in options_of(self.rules)}
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def words(self, words: Words) -> str:
        return words.of(self.language)

    def sheet_name(self, kind: str, rule: IndicatorRule | None = None) -> str:
        name = self.words(SHEETS[kind])
        return name.format(rule.number) if rule else name

    def of_rule(self, rule: IndicatorRule) -> str:
        """The sheet where the indicator is scaled."""
        return self.sheet_name(rule.half, rule)

    def add_sheet(self, name: str, widths: Mapping[int, int]) -> Any:
        sheet = self.book.add_worksheet(name, Formulas)
        sheet.freeze_panes(FIRST - 1, 2)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 30)
        for column, width in widths.items():
            sheet.set_column(column, column, width)
        return sheet

    def write_areas(self, sheet: Any) -> None:
        for at, (code, name) in enumerate(zip(self.table.areas, self.names, strict=True), FIRST - 1):
            sheet.write_string(at, 0, code)
            sheet.write_string(at, 1, name)

    def name_of(self, option: str) -> str:
        """The name of the cell that holds the choice."""
        return re.sub(r"\W+", "_", Words(*self.live[option].name).of(self.language)).strip("_")

    @property
    def base_price(self) -> str:
        return self.words(BASE_PRICE)

    def word_of(self, option: str, value: Value) -> str:
        """What a choice is called in the workbook."""
        choice = next(one for one in self.live[option].choices if one.value is value or one.value == value)
        return Words(*choice.words).of(self.language)

    def word_chosen(self, option: str) -> str:
        return Words(*chosen(self.live[option], self.options).words).of(self.language)

    def by_choice(self, option: str, cases: Mapping[Value, str], otherwise: str) -> str:
        """An expression that follows the choice; where the decree leaves none, that of its only value."""
        if option not in self.live:
            return cases.get(getattr(self.options, option), otherwise)
        expression = otherwise
        for value, case in cases.items():
            word = self.word_of(option, value).replace('"', '""')
            expression = f'IF({self.name_of(option)}="{word}",{case},{expression})'
        return expression


def letter(column: int) -> str:
    """The letters of a column, from A for 0."""
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def write_formula(sheet: Any, row: int, column: int, formula: str, value: Any, shown: Any = None) -> None:
    """A formula with the value that it has now; what is not known is an empty text. row: as people count."""
    plain = float(value) if not isinstance(value, str) else value
    known = "" if not isinstance(plain, str) and np.isnan(plain) else plain
    sheet.write_formula(row - 1, column, f"={formula}", shown, known)
