"""XLSX and ODS workbooks through python-calamine, after a look into their XML.

The look finds what calamine does not tell: cells with errors and formulas without a result, which it gives as empty
cells; a grid so large that it would not fit the memory; identity codes in comments and in hidden places.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from .identity import holds_identity_code
from .problems import Code, HoldsIdentityCodes, Problem, Unreadable, problem
from .spreadsheets import Sheet, repeated_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineWorkbook, SheetMetadata

UNPACKED, CELLS = 200 * 1024 * 1024, 3_000_000
PREFIX = r"(?:[^\s<>/:]+:)?"
TAG = re.compile(r"<[^<>]*>")
XLSX_TAG = re.compile(rf"<(/?){PREFIX}(row|c|f|v)(?=[\s/>])([^<>]*)>")
ODS_TAG = re.compile(r"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>")
ENCODING = re.compile(rb"""^[^<]{0,3}<\?xml[^>]*\bencoding\s*=\s*["'](?!utf-8["']|us-ascii["'])""", re.IGNORECASE)
ODS_TEXT = re.compile(r"<text:p[^<>]*>([^<]*)<")


@dataclass
class _Look:
    """What the XML of one sheet tells: how far its filled cells reach, and what is wrong in them."""

    rows: int = 0
    columns: int = 0
    problems: list[Problem] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > CELLS:
            raise OverflowError

    def error(self, row: int, column: int, value: str) -> None:
        cell = f"{letters(column)}{row}"
        code = Code.ERROR_CELL if value else Code.FORMULA_WITHOUT_RESULT
        arguments = {"cell": cell, "value": value} if value else {"cell": cell}
        self.problems.append(Problem(code, arguments, row=row))


def read_workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The visible sheets that have something, as `spreadsheets.read_sheets` tells."""
    try:
        parts = _parts(data, name)
        looks = _looks(parts)
    except (zipfile.BadZipFile, zlib.error, ValueError, LookupError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(problem(Code.UNREADABLE, name=name)) from error
    except OverflowError as error:
        raise Unreadable(problem(Code.FILE_TOO_LARGE, name=name, limit=CELLS, unit="cells")) from error
    if any(holds_identity_code(html.unescape(TAG.sub("\n", part))) for part in parts.values()):
        raise HoldsIdentityCodes(problem(Code.IDENTITY_CODE, name=name))
    try:
        book = load_workbook(io.BytesIO(data))
        grids = {found.name: _grid(book, found) for found in book.sheets_metadata}
        visible = [found.name for found in book.sheets_metadata if found.visible == SheetVisibleEnum.Visible]
    except CalamineError as error:
        raise Unreadable(problem(Code.UNREADABLE, name=name)) from error
    if any(holds_identity_code(text) for text in _texts(grids)):
        raise HoldsIdentityCodes(problem(Code.IDENTITY_CODE, name=name))
    sheets = tuple(_sheet(title, grids[title], looks.get(title, _Look())) for title in visible if grids[title])
    if not sheets:
        raise Unreadable(problem(Code.EMPTY, name=name))
    return sheets


def letters(column: int) -> str:
    """The letters of a column, from A for 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _parts(data: bytes, name: str) -> dict[str, str]:
    """The XML parts of the workbook as text. Raises ValueError on what is not a workbook that we read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > UNPACKED:
            raise Unreadable(problem(Code.FILE_TOO_LARGE, name=name, limit=UNPACKED, unit="bytes"))
        names = [member.filename for member in members]
        if len(names) != len(set(names)) or not {"xl/workbook.xml", "content.xml"} & set(names):
            raise ValueError("not a workbook")
        parts = {each: archive.read(each) for each in names}  # all of them, so that each checksum is tried
    texts = {each: part for each, part in parts.items() if each.endswith((".xml", ".rels"))}
    if any(b"\x00" in part or ENCODING.search(part) for part in texts.values()):
        raise ValueError("not in UTF-8")
    return {each: part.decode("utf-8-sig", "replace") for each, part in texts.items()}


def _looks(parts: dict[str, str]) -> dict[str, _Look]:
    if "content.xml" in parts:
        return _look_at_ods(parts["content.xml"])
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target").removeprefix("/xl/")
        for tag in re.findall(rf"<{PREFIX}Relationship(?=\s)([^<>]*)>", parts["xl/_rels/workbook.xml.rels"])
    }
    return {
        _attribute(tag, "name"): _look_at_xlsx(parts[f"xl/{targets[_attribute(tag, 'id')]}"])
        for tag in re.findall(rf"<{PREFIX}sheet(?=\s)([^<>]*)>", parts["xl/workbook.xml"])
    }


def _look_at_xlsx(part: str) -> _Look:
    look, row, column = _Look(), 0, 0
    kind, value, formula = "", "", False
    for found in XLSX_TAG.finditer(part):
        closing, tag, attributes = found.groups()
        if tag == "row" and not closing:
            row, column = int(_attribute(attributes, "r") or row + 1), 0
        elif tag == "c" and not closing:
            place = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", _attribute(attributes, "r"))
            row, column = (int(place[2]), _number(place[1])) if place else (row, column + 1)
            kind, value, formula = _attribute(attributes, "t"), "", False
            look.reach(row, column)
        elif tag == "f":
            formula = True
        elif tag == "v" and not closing:
            value = part[found.end() : part.find("<", found.end())].strip()
        elif tag == "c" and kind == "e":
            look.error(row, column, value or "#N/A")
        elif tag == "c" and formula and not value and kind != "str":
            look.error(row, column, "")
    return look


def _look_at_ods(part: str) -> dict[str, _Look]:
    looks: dict[str, _Look] = {}
    look, row, column, height = _Look(), 0, 0, 1
    for found in ODS_TAG.finditer(part):
        tag, attributes = found.groups()
        if tag == "table":
            look, row, height = looks.setdefault(_attribute(attributes, "name"), _Look()), 0, 1
        elif tag == "table-row":
            row, column = row + height, 0
            height = int(_attribute(attributes, "number-rows-repeated") or 1)
        else:
            width = int(_attribute(attributes, "number-columns-repeated") or 1)
            if _attribute(attributes, "value-type"):
                look.reach(row + height - 1, column + width)
                if _attribute(attributes, "calcext:value-type") == "error":
                    text = ODS_TEXT.search(part, found.end(), found.end() + 1000)
                    look.error(row, column + 1, text[1] if text else "#N/A")
            elif _attribute(attributes, "formula"):
                look.error(row, column + 1, "")
            column += width
    return looks


def _attribute(tag: str, name: str) -> str:
    found = _pattern(name).search(tag)
    return html.unescape(found[1] or found[2] or "") if found else ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    prefix = "" if ":" in name else PREFIX
    return re.compile(rf"""(?:^|\s){prefix}{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def _number(column: str) -> int:
    found = 0
    for letter in column:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def _grid(book: CalamineWorkbook, found: SheetMetadata) -> list[list[str]]:
    """The cells of one sheet from its first corner, as text; nothing of a sheet of charts."""
    if found.typ != SheetTypeEnum.WorkSheet:
        return []
    rows = book.get_sheet_by_name(found.name).to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, bool):
        return str(cell).upper()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _texts(grids: dict[str, list[list[str]]]) -> Iterator[str]:
    yield from grids
    for grid in grids.values():
        for row in grid:
            yield "\n".join(row)


def _sheet(title: str, grid: Sequence[Sequence[str]], look: _Look) -> Sheet:
    """The grid as a table: the first row with something is the headings; a column without anything is left out."""
    filled = [(line, row) for line, row in enumerate(grid, 1) if any(cell.strip() for cell in row)]
    heading = filled[0][1] if filled else ()
    wanted = [place for place in range(len(heading)) if any(row[place].strip() for _, row in filled)]
    columns = tuple(heading[place].strip() or letters(place + 1) for place in wanted)
    rows = tuple(tuple(row[place] for place in wanted) for _, row in filled[1:])
    problems = (*repeated_columns(title, columns), *look.problems)
    return Sheet(title, columns, rows, tuple(line for line, _ in filled[1:]), problems=problems)
