"""CSV files of the command line: columns as numbers, and every trouble a sentence that says where."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from hytti.sources import spreadsheets
from hytti.sources.problems import Unreadable

from .trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class Sheet(spreadsheets.Sheet):
    """A read file, and its columns as what the sums need."""

    def column(self, name: str) -> list[str]:
        """The texts of one column; raises Trouble naming the columns there are."""
        if name not in self.columns:
            raise Trouble(f"{self.name}: there is no column {name!r}; its columns are {', '.join(self.columns)}.")
        place = self.columns.index(name)
        return [row[place].strip() for row in self.rows]

    def trouble(self, row: int, column: str, reason: str) -> Trouble:
        """A sentence that says where."""
        return Trouble(f"{self.name}, line {self.lines[row]}, {column}: {reason}")

    def numbers(self, name: str, *, blank: bool = False) -> list[float]:
        """The numbers of one column, NaN where blank; raises Trouble on text, and on a blank unless it is allowed."""
        return [self._number(row, name, text, blank) for row, text in enumerate(self.column(name))]

    def counts(self, name: str) -> list[float]:
        """Numbers that are zero or more."""
        found = self.numbers(name)
        for row, number in enumerate(found):
            if number < 0:
                raise self.trouble(row, name, f"{number:g} is negative, and a count is not.")
        return found

    def populations(self, name: str) -> list[float]:
        """Numbers above zero."""
        found = self.counts(name)
        for row, number in enumerate(found):
            if number == 0:
                raise self.trouble(row, name, "the population is zero, so that there is no rate.")
        return found

    def _number(self, row: int, column: str, text: str, blank: bool) -> float:
        if not text:
            if blank:
                return math.nan
            raise self.trouble(row, column, "the cell is empty, and a number is needed.")
        try:
            return spreadsheets.number(text, decimal_comma=self.decimal_comma)
        except ValueError:
            raise self.trouble(row, column, f"{text!r} is not a number.") from None


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file with a row of column names. Raises Trouble on what is empty, uneven or in another encoding."""
    try:
        found = spreadsheets.read_csv(path.read_bytes(), path.name)
    except Unreadable as error:
        first = error.problems[0]
        where = f"{path.name}, " if first.row else ""
        raise Trouble(f"{where}{first}") from None
    return Sheet(found.name, found.columns, found.rows, found.lines, found.delimiter)


def written(columns: Sequence[str], rows: Iterable[Sequence[str | float]], delimiter: str) -> str:
    """The rows as CSV in the manner of the file they came from: decimal commas beside semicolons; NaN is blank."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    mark = "," if delimiter == ";" else "."
    for row in rows:
        writer.writerow([cell if isinstance(cell, str) else _shown(cell, mark) for cell in row])
    return out.getvalue()


def _shown(number: float, mark: str) -> str:
    return "" if math.isnan(number) else f"{number:.10g}".replace(".", mark)
