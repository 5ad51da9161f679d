"""A filled-in table as people have it, read into what the sum takes; what is odd is told at its cell.

What was written in the file is given back whole, also when something stops the table from being taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from hytti.methods.coefficient import BadTable
from hytti.sources.problems import SourceError
from hytti.sources.spreadsheets import Sheet, read_sheets

from .cells import Values, read_cell, times_hundred
from .columns import HEAD_WORDS, Headings, columns_of
from .findings import Code, Finding, finding, of_file
from .making import table_of
from .places import WHOLE_COUNTRY, Directory, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hytti.methods.coefficient import Problem, Rules, Table
    from hytti.sources.problems import Argument

    from .columns import Column
    from .places import Place

Shares = Literal["percent", "as_they_are"]
Arguments = dict[str, "Argument"]
MOST_ROWS, MOST_COLUMNS = 2000, 500
"""More than any table of areas has: what has more is something else."""
OF_CELLS = {
    "negative": Code.NEGATIVE,
    "over_ceiling": Code.OVER_CEILING,
    "cell_as_fraction": Code.SMALL_BESIDE_OTHERS,
    "last_year_zero": Code.ZERO_BEFORE,
    "residents_not_whole": Code.NO_RESIDENTS,
}
"""What the sum says of cells, as findings."""
TOLD_OTHERWISE = ("area_missing", "area_count", "share_as_fraction")
"""A partial table is computed, so its areas are only told; columns of shares are asked about."""


@dataclass(frozen=True)
class Row:
    """A row of the file as it was written, and the area that it turned out to be about."""

    line: int
    cells: tuple[str, ...]
    place: Place | None = None


@dataclass(frozen=True)
class Read:
    """What was found in a file.

    table: None where a finding stops it. values: the figures by area and column, with nothing done to shares; shares:
    columns whose figures look like shares of one, to be asked about; missing: what the sum uses and the file lacks.
    """

    sheet: str = ""
    headings: tuple[str, ...] = ()
    columns: tuple[Column | None, ...] = ()
    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    values: Values = field(default_factory=dict)
    shares: tuple[Column, ...] = ()
    missing: tuple[tuple[Place, Column], ...] = ()
    table: Table | None = None

    @property
    def stopped(self) -> bool:
        return any(one.stops for one in self.findings)


def read_table(
    data: bytes,
    name: str,
    rules: Rules,
    places: Sequence[Place],
    *,
    shares: Mapping[str, Shares] | None = None,
    residents: Mapping[str, float] | None = None,
    source: str = "",
    residents_source: str = "",
) -> Read:
    """The table of a CSV, XLSX or ODS file.

    places: every area of the level, those of Åland marked. shares: what the person has said of a column (by its key)
    whose figures are all shares of one: "percent" multiplies them by a hundred, "as_they_are" leaves them.
    residents: by the area's code, used where the file has none. source, residents_source: words that go with the
    figures. Raises nothing on a bad file: the findings tell.
    """
    try:
        sheets = read_sheets(data, name)
    except SourceError as error:
        return Read(findings=of_file(error.problems))
    wanted = columns_of(rules)
    headings = Headings(wanted)
    tables = sorted(
        (sheet for sheet in sheets if _is_table(sheet, headings)),
        key=lambda sheet: headings.known(sheet.columns),
        reverse=True,
    )
    if not tables:
        first = sheets[0]
        rows = tuple(Row(line, row) for line, row in zip(first.lines, first.rows, strict=True))
        return Read(first.name, first.columns, rows=rows, findings=(finding(Code.NO_TABLE, name=name),))
    fullest, *others = tables
    columns, findings = _meanings(fullest, headings, rules)
    findings += [finding(Code.SHEET_NOT_READ, name=sheet.name) for sheet in others]
    reading = _Reading(fullest, columns, wanted, rules, Directory(places, rules.level), findings)
    return reading.read(shares or {}, residents or {}, {"": source, "residents": residents_source or source})


def _is_table(sheet: Sheet, headings: Headings) -> bool:
    """Whether the sheet has a column of areas and one of figures."""
    kinds = {column.kind for heading in sheet.columns for column in headings.of_name(heading)}
    areas = {"code", "name"}
    return len(sheet.columns) <= MOST_COLUMNS and bool(kinds & areas) and bool(kinds - areas)


def _meanings(sheet: Sheet, headings: Headings, rules: Rules) -> tuple[tuple[Column | None, ...], list[Finding]]:
    """What each heading means, and what is odd in the headings."""
    findings = list(of_file(sheet.problems, sheet.name))
    columns: list[Column | None] = []
    for heading in sheet.columns:
        column, code, arguments = _meaning(headings, heading, rules)
        if column in columns and column is not None:
            other = sheet.columns[columns.index(column)]
            column, code, arguments = None, Code.SAME_MEANING, {"heading": heading, "other": other}
        columns.append(column)
        if code is not None:
            findings.append(Finding(code, arguments, sheet.name, None, heading))
    return tuple(columns), findings


def _meaning(headings: Headings, heading: str, rules: Rules) -> tuple[Column | None, Code | None, Arguments]:
    latest, before = rules.data_years or (0, 0)
    candidates, year = headings.of_name(heading), headings.year(heading)
    if not candidates:
        near = get_close_matches(plain(heading), headings.names(), n=1, cutoff=0.8)
        if near:
            [nearest, *_] = headings.of_name(near[0])
            return None, Code.NEAR_COLUMN, {"heading": heading, "near": nearest.words.fi}
        return None, Code.UNKNOWN_COLUMN, {"heading": heading}
    matching = [column for column in candidates if year is None or column.year in (None, year)]
    if not matching:
        years = {"year": year or 0, "funding": rules.funding_year, "latest": latest, "before": before}
        return None, Code.OTHER_YEAR, {**years}
    if len(matching) > 1:
        return None, Code.NO_YEAR, {"heading": heading, "latest": latest, "before": before}
    return matching[0], None, {}


@dataclass
class _Reading:
    """The reading of one sheet, step by step."""

    sheet: Sheet
    columns: tuple[Column | None, ...]
    wanted: tuple[Column, ...]
    rules: Rules
    directory: Directory
    findings: list[Finding]
    rows: list[Row] = field(default_factory=list)
    values: Values = field(default_factory=dict)

    def read(self, said: Mapping[str, Shares], residents: Mapping[str, float], sources: Mapping[str, str]) -> Read:
        if len(self.sheet.rows) > MOST_ROWS:
            self.findings.append(finding(Code.TOO_MANY_ROWS, sheet=self.sheet.name, limit=MOST_ROWS))
        for line, cells in list(zip(self.sheet.lines, self.sheet.rows, strict=True))[:MOST_ROWS]:
            if not self._is_head(cells):
                self._read_row(line, cells)
        self._tell_missing_columns()
        given = {code for code, column in self.values if column != "residents"}
        places = sorted(place for place in self.directory.places if place.code in given)
        self._tell_missing_areas(given)
        as_written = dict(self.values)
        for place in places:
            if place.code in residents:
                self.values.setdefault((place.code, "residents"), float(residents[place.code]))
        table, shares = self._table(places, said, sources)
        return Read(
            sheet=self.sheet.name,
            headings=self.sheet.columns,
            columns=self.columns,
            rows=tuple(self.rows),
            findings=tuple(self.findings),
            values=as_written,
            shares=shares,
            missing=self._missing(places),
            table=None if any(one.stops for one in self.findings) else table,
        )

    def _is_head(self, cells: Sequence[str]) -> bool:
        """Whether the row is one of those under the headings that tell units and targets."""
        return any(plain(cells[at]) in HEAD_WORDS for at in self._at("code", "name"))

    def _at(self, *kinds: str) -> list[int]:
        return [at for at, column in enumerate(self.columns) if column and column.kind in kinds]

    def _read_row(self, line: int, cells: tuple[str, ...]) -> None:
        place, code, at, arguments = self._place(cells)
        if code is not None:
            self._tell(code, line, at, **arguments)
        self.rows.append(Row(line, cells, place))
        if place is None or place.aland:
            return
        for at, column in enumerate(self.columns):
            if column is None or column.kind in ("code", "name") or not cells[at].strip():
                continue
            value, code = read_cell(cells[at], column, decimal_comma=self.sheet.decimal_comma)
            if value is not None:
                self.values[place.code, column.key] = value
            if code is not None:
                self._tell(code, line, at, value=cells[at].strip())

    def _place(self, cells: Sequence[str]) -> tuple[Place | None, Code | None, int, Arguments]:
        """The area of a row, where it has one of its own; what is odd in it, in which cell."""
        written = [(at, cells[at].strip()) for at in self._at("code", "name") if cells[at].strip()]
        if not written:
            return None, Code.NO_AREA, self._at("code", "name")[0], {}
        if any(plain(text) in WHOLE_COUNTRY for _, text in written):
            return None, Code.WHOLE_COUNTRY, written[0][0], {}
        found: list[Place] = []
        for at, text in written:
            place = self.directory.find(text)
            if place is None:
                near = self.directory.nearest(text)
                if near is None:
                    return None, Code.UNKNOWN_AREA, at, {"value": text}
                return None, Code.NEAR_AREA, at, {"value": text, "near": near.fi}
            if found and place != found[0]:
                return None, Code.OTHER_AREA, at, {"area": found[0].fi, "other": place.fi}
            found.append(place)
        at, name = written[0][0], found[0].fi
        first = next((row.line for row in self.rows if row.place == found[0]), None)
        if first is not None:
            return None, Code.AREA_TWICE, at, {"area": name, "first": first}
        return found[0], Code.ALAND if found[0].aland else None, at, {"area": name} if found[0].aland else {}

    def _tell_missing_columns(self) -> None:
        for column in self.wanted:
            if column.needed and column.kind not in ("code", "name") and column not in self.columns:
                self.findings.append(finding(Code.NO_COLUMN, sheet=self.sheet.name, heading=column.heading("fi")))

    def _tell_missing_areas(self, given: Collection[str]) -> None:
        """Tell the areas without a figure; an empty row of the template is one."""
        away = [place for place in self.directory.places if place.code not in given and not place.aland]
        if not given:
            self.findings.append(finding(Code.NO_FIGURES, sheet=self.sheet.name))
        elif self.rules.level == "county":
            self.findings += [finding(Code.MISSING_AREA, sheet=self.sheet.name, area=place.fi) for place in away]
        elif away:
            self.findings.append(finding(Code.MISSING_AREAS, sheet=self.sheet.name, number=len(away)))

    def _missing(self, places: Sequence[Place]) -> tuple[tuple[Place, Column], ...]:
        needed = [column for column in self.wanted if column.needed and column.kind not in ("code", "name")]
        return tuple((place, one) for place in places for one in needed if (place.code, one.key) not in self.values)

    def _table(
        self, places: Sequence[Place], said: Mapping[str, Shares], sources: Mapping[str, str]
    ) -> tuple[Table | None, tuple[Column, ...]]:
        """The table, with what the sum itself says of it, and its columns of shares."""
        if not places:
            return None, ()
        keys = {column.key: column for column in self.columns if column}
        doubts = _doubts(table_of(self.rules, places, self.values), self.rules)
        shares = tuple(keys[one.column] for one in doubts if one.code == "share_as_fraction")
        for column in shares:
            if said.get(column.key) == "percent":
                times_hundred(self.values, column.key)
            elif column.key not in said:
                at = self.columns.index(column)
                self._tell(Code.LOOKS_LIKE_SHARE, None, at, heading=self.sheet.columns[at])
        texts = {(column, ""): sources.get(column, sources[""]) for _, column in self.values}
        made = table_of(self.rules, places, self.values, {key: text for key, text in texts.items() if text})
        for doubt in _doubts(made, self.rules) if shares else doubts:
            self._tell_doubt(doubt)
        return made, shares

    def _tell_doubt(self, doubt: Problem) -> None:
        """What the sum says of the table, at its cell."""
        code = OF_CELLS.get(doubt.code)
        row = next((row for row in self.rows if row.place and row.place.code == doubt.area), None)
        at = next((at for at, column in enumerate(self.columns) if column and column.key == doubt.column), None)
        if code is not None and row is not None:
            self._tell(code, row.line, at, **{name: row.cells[at or 0].strip() for name in code.parameters})
        elif doubt.refuses and doubt.code not in TOLD_OTHERWISE:
            self._tell(Code.REFUSED, row.line if row else None, at, what=doubt.code)

    def _tell(self, code: Code, line: int | None, at: int | None, **arguments: Argument) -> None:
        heading = None if at is None else self.sheet.columns[at]
        self.findings.append(Finding(code, arguments, self.sheet.name, line, heading))


def _doubts(table: Table, rules: Rules) -> Sequence[Problem]:
    try:
        return table.validate(rules)
    except BadTable as error:
        return error.problems
