"""From a sheet to facts: which column is what, and what is wrong in which row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .problems import Code, problem
from .records import FLAGS, Fact, Flag, Sex, fact_table, without_repeats
from .spreadsheets import SEX_WORDS, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from .problems import Problem
    from .spreadsheets import Sheet

FIRST_YEAR, LAST_YEAR = 1900, 2100
FLAG_WORDS: dict[str, Flag] = {
    **{flag: flag for flag in FLAGS},
    **dict.fromkeys(("salattu", "peitetty", "undertryckt", "sekretess"), "suppressed"),
    **dict.fromkeys(("ennakko", "ennakkotieto", "preliminär"), "preliminary"),
    **dict.fromkeys(("aikasarjakatko", "katkos", "brott", "tidsseriebrott"), "break"),
    **dict.fromkeys(("arvio", "arvioitu", "uppskattad", "uppskattning"), "estimated"),
}
HEADINGS = {
    "area": "aluekoodi områdeskod areacode kuntakoodi kommunkod municipalitycode alue område area kunta kommun "
    "municipality region hyvinvointialue välfärdsområde postinumero postnummer postcode postalcode",
    "year": "vuosi år year tilastovuosi statistikår",
    "sex": "sukupuoli kön sex gender",
    "indicator": "indikaattori indikator indicator tunnusluku nyckeltal mittari mätare",
    "value": "arvo värde value osuus andel share % prosentti procent percent primaryvalue",
    "count": "lukumäärä antal count määrä tapaukset fall cases absolutevalue",
    "denominator": "nimittäjä nämnare denominator väestö befolkning population asukkaita asukasluku invånare",
    "flag": "merkintä märkning flag huomautus anmärkning",
}


@dataclass(frozen=True)
class Mapping:
    """Which column of a sheet is what, by heading; a fixed value where there is no such column.

    years: headings that are years, each with that year's values below it; then year, value, count and denominator
    are not used.
    fixed_area, fixed_indicator: keys as the fact table has them.
    """

    area: str = ""
    year: str = ""
    sex: str = ""
    indicator: str = ""
    value: str = ""
    count: str = ""
    denominator: str = ""
    flag: str = ""
    years: tuple[str, ...] = ()
    fixed_area: str = ""
    fixed_year: int | None = None
    fixed_sex: Sex = "total"
    fixed_indicator: str = ""

    def missing(self) -> list[str]:
        """What neither a column nor a fixed value is chosen for."""
        has = {
            "area": self.area or self.fixed_area,
            "year": self.year or self.fixed_year or self.years,
            "indicator": self.indicator or self.fixed_indicator,
            "value": self.value or self.count or self.years,
        }
        return [what for what, chosen in has.items() if not chosen]

    def columns(self) -> list[str]:
        """The headings it speaks of."""
        keys = (self.area, self.year, self.sex, self.indicator)
        return [heading for heading in (*keys, *self.figures()) if heading]

    def figures(self) -> tuple[str, ...]:
        """The headings of figures and of marks on them; empty where there is none."""
        return (*(self.years or (self.value, self.count, self.denominator)), self.flag)


def guess_mapping(columns: Sequence[str]) -> Mapping:
    """What the headings seem to say, in Finnish, Swedish or English; each part of "Alue / Område / Area" counts."""
    parts = {heading: {_plain(part) for part in (heading, *heading.split("/"))} for heading in columns}
    found: dict[str, str] = {}
    for role, words in HEADINGS.items():
        candidates = [heading for word in words.split() for heading in columns if word in parts[heading]]
        free = [heading for heading in candidates if heading not in found.values()]
        if free:
            found[role] = free[0]
    years = () if "year" in found else tuple(heading for heading in columns if _year(heading) is not None)
    if years:
        found.pop("value", None)
    return Mapping(**found, years=years)  # type: ignore[arg-type]


def facts(
    sheet: Sheet,
    mapping: Mapping,
    *,
    areas: Callable[[str], str | None],
    indicators: Callable[[str], str | None] = lambda text: None,
) -> tuple[pa.Table, tuple[Problem, ...]]:
    """The sheet's figures as facts, and every problem by its line; store nothing while there are problems.

    areas, indicators: the key of what a cell says, or None. A row without a figure is absent, unless it is marked
    suppressed; equal repeats are one. Without problems the table is whole; with them it is a preview of the rest.
    """
    problems = [*sheet.problems, *_unfit(sheet, mapping)]
    if problems:
        return fact_table([]), tuple(problems)
    reader = _Reader(sheet, mapping, areas, indicators)
    found = list(reader.facts())
    kept, clashes = without_repeats([fact for _, fact in found])
    for clash in clashes:
        (first, one), (line, other) = found[clash.first], found[clash.later]
        key = ", ".join(map(str, other.key))
        reader.problems.append(
            problem(Code.CONFLICT, row=line, key=key, value=_shown(other), other=_shown(one), first=first)
        )
    if not found and not reader.problems:
        reader.problems.append(problem(Code.NO_DATA, name=sheet.name))
    return fact_table(kept), tuple(sorted(reader.problems, key=lambda each: each.row or 0))


def _unfit(sheet: Sheet, mapping: Mapping) -> Iterator[Problem]:
    for what in mapping.missing():
        yield problem(Code.NOT_MAPPED, what=what)
    for heading in mapping.columns():
        if heading not in sheet.columns:
            yield problem(Code.NO_COLUMN, heading=heading)
    for heading in mapping.years:
        if _year(heading) is None:
            yield _not_a_year(heading, None, heading)


class _Reader:
    """Reads row by row; what cannot be read becomes a problem and the row is left out."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping,
        areas: Callable[[str], str | None],
        indicators: Callable[[str], str | None],
    ) -> None:
        self.problems: list[Problem] = []
        self._sheet, self._mapping, self._areas, self._indicators = sheet, mapping, areas, indicators
        self._places = {heading: place for place, heading in enumerate(sheet.columns)}

    def facts(self) -> Iterator[tuple[int, Fact]]:
        """The facts of all rows, each with its line."""
        for line, row in zip(self._sheet.lines, self._sheet.rows, strict=True):
            self._line, self._row = line, row
            before = len(self.problems)
            read = list(self._facts_of_row())
            if len(self.problems) == before:
                yield from ((line, fact) for fact in read)

    def _facts_of_row(self) -> Iterator[Fact]:
        mapping = self._mapping
        if not any(self._cell(heading) for heading in mapping.figures()):
            return
        figures = [(year, self._figures(heading)) for year, heading in self._years()]
        flag = self._flag()
        area = self._resolved(mapping.area, mapping.fixed_area, self._areas, Code.UNKNOWN_AREA, "area")
        indicator = self._resolved(
            mapping.indicator, mapping.fixed_indicator, self._indicators, Code.UNKNOWN_INDICATOR, "indicator"
        )
        sex = self._sex()
        for year, (value, count, denominator) in figures:
            if year is None or not (area and indicator):
                continue
            if flag == "suppressed" and (value, count, denominator) != (None, None, None):
                self._problem(Code.SUPPRESSED_FIGURE, mapping.flag)
            elif flag == "suppressed" or (value, count) != (None, None):
                yield Fact(indicator, area, year, sex, value, count, denominator, flag)

    def _years(self) -> list[tuple[int | None, str]]:
        """The years of the row, each with the column of its value."""
        mapping = self._mapping
        if mapping.years:
            return [(_year(heading), heading) for heading in mapping.years]
        if not mapping.year:
            return [(mapping.fixed_year, mapping.value)]
        text = self._cell(mapping.year)
        year = _year(text)
        if year is None:
            self.problems.append(_not_a_year(text, self._line, mapping.year))
        return [(year, mapping.value)]

    def _figures(self, heading: str) -> tuple[float | None, float | None, float | None]:
        mapping = self._mapping
        if mapping.years:
            return self._number(heading), None, None
        return (
            self._number(heading),
            self._number(mapping.count, at_least_zero=True),
            self._number(mapping.denominator, at_least_zero=True),
        )

    def _number(self, heading: str, *, at_least_zero: bool = False) -> float | None:
        text = self._cell(heading)
        if not text:
            return None
        try:
            found = number(text, decimal_comma=self._sheet.decimal_comma)
        except ValueError:
            self._problem(Code.NOT_A_NUMBER, heading, value=text)
            return None
        if at_least_zero and found < 0:
            self._problem(Code.NEGATIVE, heading, value=text)
        return found

    def _resolved(
        self, heading: str, fixed: str, resolve: Callable[[str], str | None], code: Code, what: str
    ) -> str | None:
        if not heading:
            return fixed
        text = self._cell(heading)
        if not text:
            self._problem(Code.EMPTY_CELL, heading, what=what)
            return None
        found = resolve(text)
        if found is None:
            self._problem(code, heading, value=text)
        return found

    def _sex(self) -> Sex:
        heading = self._mapping.sex
        text = self._cell(heading)
        if not text:
            return self._mapping.fixed_sex
        found = SEX_WORDS.get(text.casefold())
        if found is None:
            self._problem(Code.NOT_A_SEX, heading, value=text)
        return found or "total"

    def _flag(self) -> Flag | None:
        text = self._cell(self._mapping.flag)
        found = FLAG_WORDS.get(text.casefold())
        if text and found is None:
            self._problem(Code.NOT_A_FLAG, self._mapping.flag, value=text)
        return found

    def _cell(self, heading: str) -> str:
        return self._row[self._places[heading]].strip() if heading else ""

    def _problem(self, code: Code, heading: str, **arguments: str) -> None:
        self.problems.append(problem(code, row=self._line, column=heading, **arguments))


def _year(text: str) -> int | None:
    if not re.fullmatch(r"[0-9]{4}", text.strip()):
        return None
    year = int(text)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _not_a_year(text: str, row: int | None, column: str) -> Problem:
    return problem(Code.NOT_A_YEAR, row=row, column=column, value=text, first=FIRST_YEAR, last=LAST_YEAR)


def _plain(heading: str) -> str:
    return re.sub(r"\([^)]*\)|[^\w%]|_", "", heading.casefold())


def _shown(fact: Fact) -> str:
    figures = [figure for figure in (fact.value, fact.count, fact.denominator) if figure is not None]
    return " / ".join(f"{figure:.10g}" for figure in figures) or str(fact.flag)
