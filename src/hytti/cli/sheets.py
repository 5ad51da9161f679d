"""CSV files as people save them: UTF-8 or Latin-1; commas, semicolons or tabs between cells; decimal commas."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MINUS, SPACES = "\N{MINUS SIGN}", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True)
class Sheet:
    """A read file: its columns, its rows as text, and where each row stood."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    delimiter: str

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
        plain = "".join(sign for sign in text if sign not in SPACES).replace(MINUS, "-")
        if "," in plain and self.delimiter != ",":
            plain = plain.replace(",", ".")
        try:
            number = float(plain)
        except ValueError:
            raise self.trouble(row, column, f"{text!r} is not a number.") from None
        if not math.isfinite(number):
            raise self.trouble(row, column, f"{text!r} is not a number.")
        return number


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file with a row of column names. Raises Trouble on what is empty, uneven or in another encoding."""
    text = _decoded(path)
    if not text.strip():
        raise Trouble(f"{path.name} is empty.")
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, lines = [], []
    for row in reader:
        if any(cell.strip() for cell in row):
            rows.append(tuple(row))
            lines.append(reader.line_num)
    columns = tuple(name.strip() for name in rows[0])
    _require_even(path.name, columns, rows[1:], lines[1:])
    return Sheet(path.name, columns, tuple(rows[1:]), tuple(lines[1:]), delimiter)


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


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise Trouble(f"{path.name} is not in UTF-8 or Latin-1 (it looks like UTF-16): save it as CSV UTF-8.")
    for encoding in ("utf-8-sig", "cp1252"):  # cp1252 is Latin-1 with Windows' dashes and quotes
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Trouble(f"{path.name} is not in UTF-8 or Latin-1: save it as CSV UTF-8.")


def _delimiter(text: str) -> str:
    head = next(line for line in text.splitlines() if line.strip())
    return next((sign for sign in (";", "\t") if sign in head), ",")


def _require_even(name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]], lines: list[int]) -> None:
    for column in columns:
        if columns.count(column) > 1:
            raise Trouble(f"{name}: two columns are called {column!r}.")
    if not rows:
        raise Trouble(f"{name} has column names and no rows.")
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(columns):
            raise Trouble(f"{name}, line {line}: {len(row)} cells where the first row has {len(columns)} columns.")
