"""People's own tables: CSV as people save it (UTF-8 or Latin-1; commas, semicolons or tabs; decimal commas), XLSX, ODS.

Cells are text; what they mean is for `mapping`. Nothing is kept, and a file with personal identity codes is refused.
"""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .identity import holds_identity_code
from .problems import Code, HoldsIdentityCodes, Unreadable, problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .problems import Problem
    from .records import Sex

LARGEST = 20 * 1024 * 1024
MINUS = "\N{MINUS SIGN}"
PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?")
SEX_WORDS: dict[str, Sex] = {
    **dict.fromkeys(("total", "both", "all", "yhteensä", "molemmat", "kaikki", "totalt", "båda", "alla"), "total"),
    **dict.fromkeys(("female", "females", "women", "f", "nainen", "naiset", "n", "kvinna", "kvinnor", "k"), "female"),
    **dict.fromkeys(("male", "males", "men", "m", "mies", "miehet", "man", "män"), "male"),
}


@dataclass(frozen=True)
class Sheet:
    """A read table: its columns, its rows as text, the line where each row stood, and what is wrong with it as a whole.

    delimiter: what stood between the cells of a CSV file; empty for a sheet of a workbook.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    delimiter: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma in a number is a decimal comma; among commas it could be anything."""
        return self.delimiter != ","


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of a CSV, XLSX or ODS file; of a workbook the visible sheets that have something.

    Raises Unreadable on what is empty, too large, locked or not a table, and HoldsIdentityCodes when any cell,
    heading or comment, in any sheet, holds what looks like a personal identity code.
    """
    if len(data) > LARGEST:
        raise Unreadable(problem(Code.FILE_TOO_LARGE, name=name, limit=LARGEST, unit="bytes"))
    if data.startswith(b"PK"):
        from .workbooks import read_workbook

        return read_workbook(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(problem(Code.LOCKED, name=name))
    if holds_identity_code(decoded(data, name)):
        raise HoldsIdentityCodes(problem(Code.IDENTITY_CODE, name=name))
    return (read_csv(data, name),)


def read_csv(data: bytes, name: str) -> Sheet:
    """A CSV file with a row of column names. Raises Unreadable on what is empty, uneven or in another encoding."""
    text = decoded(data, name)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, lines = [], []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(tuple(row))
                lines.append(reader.line_num)
    except csv.Error as error:
        raise Unreadable(problem(Code.QUOTES, name=name)) from error
    if not rows:
        raise Unreadable(problem(Code.EMPTY, name=name))
    columns = tuple(heading.strip() for heading in rows[0])
    repeated = repeated_columns(name, columns)
    if repeated:
        raise Unreadable(*repeated)
    if len(rows) == 1:
        raise Unreadable(problem(Code.NO_DATA, name=name))
    uneven = [
        problem(Code.UNEVEN, row=line, cells=len(row), columns=len(columns))
        for row, line in zip(rows, lines, strict=True)
        if len(row) != len(columns)
    ]
    if uneven:
        raise Unreadable(*uneven)
    return Sheet(name, columns, tuple(rows[1:]), tuple(lines[1:]), delimiter)


def decoded(data: bytes, name: str) -> str:
    """The text of a file in UTF-8 or Latin-1. Raises Unreadable."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise Unreadable(problem(Code.UTF_16, name=name))
    for encoding in ("utf-8-sig", "cp1252"):  # cp1252 is Latin-1 with Windows' dashes and quotes
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(problem(Code.ENCODING, name=name))


def repeated_columns(name: str, columns: Sequence[str]) -> tuple[Problem, ...]:
    """A problem for each heading that stands above more than one column."""
    twice = dict.fromkeys(heading for heading in columns if columns.count(heading) > 1)
    return tuple(problem(Code.SAME_COLUMN, name=name, heading=heading) for heading in twice)


def number(text: str, *, decimal_comma: bool) -> float:
    """A number as people write it: 12,5 or 12.5, 12 500 with any space between thousands, a real minus sign.

    Raises ValueError on everything else, and on a comma that need not be a decimal comma.
    """
    plain = text.strip().replace(MINUS, "-")
    if decimal_comma:
        plain = plain.replace(",", ".")
    if PLAIN.fullmatch(plain):
        found = float(plain)
    elif GROUPED.fullmatch(plain):
        found = float(re.sub(r"\s", "", plain))
    else:
        raise ValueError(f"{text!r} is not a number")
    if not math.isfinite(found):
        raise ValueError(f"{text!r} is not a number")
    return found


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return next((sign for sign in (";", "\t") if sign in head), ",")
