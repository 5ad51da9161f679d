"""Reading pack files into typed rows, with errors that name the file, the line and the field."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

if TYPE_CHECKING:
    from pathlib import Path

RowT = TypeVar("RowT", bound=BaseModel)
LARGEST_FILE = 20_000_000


@dataclass(frozen=True)
class Place:
    """Where something stands in a pack."""

    file: str
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}{f', field {self.field}' if self.field else ''}"


@dataclass(frozen=True)
class Problem:
    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class PackError(Exception):
    """The pack cannot be loaded; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Located(Generic[RowT]):
    """A row with the place it was read from."""

    row: RowT
    place: Place


@dataclass
class Pack:
    """A region pack being read. Problems gather here, so that one reading shows them all."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def report(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message))

    def check(self) -> None:
        """Raise PackError if anything was wrong so far."""
        if self.problems:
            raise PackError(self.problems)

    def read_text(self, name: str, *, required: bool = False) -> str | None:
        path = self.folder / name
        if not path.is_file():
            if required:
                self.report(Place(name), "the file is missing")
            return None
        if path.stat().st_size > LARGEST_FILE:
            self.report(Place(name), "the file is larger than 20 MB")
            return None
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            self.report(Place(name), f"the file is not UTF-8 text (byte {error.start})")
            return None

    def read_yaml(self, name: str, *, required: bool = False) -> Any:
        text = self.read_text(name, required=required)
        if text is None:
            return None
        try:
            return YAML(typ="rt").load(text)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            self.report(Place(name, line), f"broken YAML: {error.problem or error.context}")
        except YAMLError as error:
            self.report(Place(name), f"broken YAML: {str(error).splitlines()[0]}")
        return None

    def read_json(self, name: str) -> Any:
        text = self.read_text(name)
        if text is None:
            return None
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            self.report(Place(name, error.lineno), f"broken JSON: {error.msg}")
            return None

    def one(self, name: str, model: type[RowT], *, required: bool = True) -> Located[RowT] | None:
        """The single row of a YAML file."""
        data = self.read_yaml(name, required=required)
        if data is None:
            return None
        if not isinstance(data, dict):
            self.report(Place(name, 1), "a mapping of fields was expected")
            return None
        return self._validated(model, data, name, data, 1)

    def many(self, name: str, model: type[RowT]) -> list[Located[RowT]]:
        """The rows of a YAML list."""
        data = self.read_yaml(name)
        if data is None:
            return []
        if not isinstance(data, list):
            self.report(Place(name, 1), "a list of rows was expected")
            return []
        rows = [self._validated(model, item, name, item, _line(data, index)) for index, item in enumerate(data)]
        return [row for row in rows if row is not None]

    def table(self, name: str, model: type[RowT]) -> list[Located[RowT]]:
        """The rows of a CSV file. An empty cell is an absent value."""
        text = self.read_text(name)
        if text is None:
            return []
        reader = csv.DictReader(io.StringIO(text), strict=True)
        unknown = [column for column in reader.fieldnames or [] if column not in model.model_fields]
        if unknown:
            self.report(Place(name, 1), f"unknown column {', '.join(map(repr, unknown))}")
            return []
        rows = []
        try:
            for cells in reader:
                rows.append(self._table_row(model, cells, name, reader.line_num))
        except csv.Error as error:
            self.report(Place(name, reader.line_num), f"broken CSV: {error}")
        return [row for row in rows if row is not None]

    def _table_row(self, model: type[RowT], cells: dict[Any, Any], name: str, line: int) -> Located[RowT] | None:
        if None in cells or None in cells.values():
            self.report(Place(name, line), "the row has a different number of cells than the header")
            return None
        return self._validated(model, {key: value for key, value in cells.items() if value != ""}, name, None, line)

    def _validated(
        self, model: type[RowT], data: Any, name: str, positions: Any, line: int | None
    ) -> Located[RowT] | None:
        try:
            return Located(model.model_validate(data), Place(name, line))
        except ValidationError as error:
            for fault in error.errors():
                location = ".".join(str(part) for part in fault["loc"])
                at = _line_of(positions, fault["loc"]) or line
                self.report(Place(name, at, location), fault["msg"].removeprefix("Value error, "))
            return None


def _line(container: Any, key: Any) -> int | None:
    try:
        return int(container.lc.data[key][0]) + 1
    except (AttributeError, KeyError, TypeError, IndexError):
        return None


def _line_of(data: Any, location: tuple[Any, ...]) -> int | None:
    """The deepest known line on the way to a field of a YAML row."""
    line = None
    for part in location:
        line = _line(data, part) or line
        try:
            data = data[part]
        except (KeyError, TypeError, IndexError):
            break
    return line


def digest(folder: Path) -> str:
    """SHA-256 over the names and contents of the pack's files."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(f"{path.relative_to(folder)}\0".encode())
            total.update(path.read_bytes())
    return total.hexdigest()
