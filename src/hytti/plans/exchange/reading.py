"""Reading a plan's table: every cell as it is meant, and every problem with its row; nothing is stored here."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from hytti.core.file_words import FILE_WORDS
from hytti.core.forms.fields import DayField
from hytti.core.models import Area, Organisation
from hytti.core.plain_text import plain
from hytti.core.steps import silent
from hytti.core.tables import FORMULA_STARTS
from hytti.sources import spreadsheets
from hytti.sources.problems import SourceError
from hytti.structures.models import Body, Theme

from ..models import Plan, Priority
from ..models.actions import readable_tasks
from .columns import BY_KEY, CHOICES, MARK, bare, choice_words, field_of, headings, kind_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model

    from hytti.core.steps import Step

    from .columns import Column, Kind

LARGEST_ROWS = 10_000
MANY = 200  # problems shown at a time
SLUG = re.compile(r"[a-z0-9_-]+")
_DAY = DayField(required=False)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row of the file, counted as people see them; row 0 is the file itself."""

    row: int
    column: str
    words: str


@dataclass
class Row:
    """A row as it is meant: its kind, its mark, what it stands under, and the values of its fields.

    revision: that of the record when the table was taken out; None where the file does not tell it.
    """

    line: int
    kind: Kind
    mark: str
    under: str
    values: dict[str, Any] = field(default_factory=dict)
    revision: int | None = None


@dataclass
class Read:
    rows: list[Row]
    problems: list[Problem]


def read(data: bytes, name: str, plan: Plan, step: Step = silent) -> Read:
    """The rows of a CSV, XLSX or ODS file; what is wrong is in `problems`. Raises Cancelled where `step` does."""
    try:
        sheets = spreadsheets.read_sheets(data, name)
    except SourceError as error:
        return Read([], [Problem(0, "", _of_file(one)) for one in error.problems])
    known = headings()
    sheet = max(sheets, key=lambda one: sum(bare(heading) in known for heading in one.columns), default=None)
    columns = [known.get(bare(heading)) for heading in sheet.columns] if sheet else []
    keys = {column.key for column in columns if column}
    if sheet is None or not {"kind", "name_fi"} <= keys:
        words = _("Tiedostossa ei ole sarakkeita Laji ja Nimi. Lataa malli suunnitelman sivulta ja täytä se.")
        return Read([], [Problem(0, "", words)])
    if len(sheet.rows) > LARGEST_ROWS:
        return Read([], [Problem(0, "", _("Rivejä on yli %(limit)s. Jaa tiedosto osiin.") % {"limit": LARGEST_ROWS})])
    reading = _Reading(columns, plan)
    problems = [Problem(one.row or 0, one.column or "", _of_file(one)) for one in sheet.problems]
    for heading, column in zip(sheet.columns, columns, strict=True):
        if column is None and heading.strip():
            problems.append(Problem(1, heading, _("Saraketta ei tunneta. Korjaa otsikko tai poista sarake.")))
        elif column is not None and columns.count(column) > 1:
            problems.append(Problem(1, heading, _("Sarake on kahdesti. Poista toinen.")))
    for done, (line, cells) in enumerate(zip(sheet.lines, sheet.rows, strict=True)):
        step(done, len(sheet.rows))
        reading.read_row(line, cells)
    reading.check_marks()
    return Read(reading.rows, [*problems, *reading.problems])


def _of_file(one: Any) -> str:
    words = FILE_WORDS.get(one.code)
    return str(words) % dict(one.arguments) if words else str(one.text)


class _Reading:
    def __init__(self, columns: list[Column | None], plan: Plan) -> None:
        self.columns, self.plan = columns, plan
        self.rows: list[Row] = []
        self.problems: list[Problem] = []
        self._day = cache(_day)
        self.organisations = _by_name(Organisation.objects.all())
        self.bodies = _by_name(Body.objects.all())
        self.themes = _by_name(Theme.objects.all())
        self.areas = _by_name(Area.objects.all())
        theirs = Q(plan__in=Plan.objects.public()) | Q(plan__organisation=plan.organisation_id)
        self.priorities = {one.slug: one for one in Priority.objects.filter(theirs).exclude(plan=plan)}

    def read_row(self, line: int, cells: tuple[str, ...]) -> None:
        given = {
            column.key: (column, _unquoted(text)) for column, text in zip(self.columns, cells, strict=False) if column
        }
        if not any(text for _column, text in given.values()):
            return
        kind = kind_words().get(bare(given["kind"][1]))
        if kind is None:
            self._tell(line, given["kind"][0], _("Laji on huoli, ilo, kärki, tavoite, toimenpide tai luku."))
            return
        row = Row(line, kind, given.get("mark", (None, ""))[1], given.get("under", (None, ""))[1])
        for column, text in given.values():
            if column.form in ("kind", "mark", "under"):
                continue
            if column.form == "revision":
                row.revision = self._value(line, column, text)
                continue
            if kind.key not in column.kinds:
                if text:
                    self._tell(line, column, _("Tämä sarake ei kuulu tähän lajiin. Tyhjennä solu."))
                continue
            row.values[field_of(column, kind)] = self._value(line, column, text)
        self._check(row)
        self.rows.append(row)

    def _value(self, line: int, column: Column, text: str) -> Any:
        """The cell as a value of its field; a cell that cannot be read is told of and left empty."""
        if not text:
            return _EMPTY.get(column.form, "")
        try:
            return self._parsed(column, text)
        except (ValueError, ValidationError) as error:
            words = error.messages[0] if isinstance(error, ValidationError) else str(error)
            self._tell(line, column, words)
            return _EMPTY.get(column.form, "")

    def _parsed(self, column: Column, text: str) -> Any:
        form = column.form
        if form == "day":
            return self._day(text)
        if form == "number":
            return _number(text)
        if form == "revision":
            return int(_number(text))
        if form == "year":
            number = _number(text)
            if number != int(number) or not 1900 <= number <= 2200:
                raise ValueError(_("Vuosi kirjoitetaan neljällä numerolla, esimerkiksi 2025."))
            return int(number)
        if form in CHOICES:
            return self._chosen(form, text)
        if form == "organisations":
            return [_named(self.organisations, part) for part in text.split(";") if part.strip()]
        known: Mapping[str, Any] | None = {
            "organisation": self.organisations, "body": self.bodies, "theme": self.themes, "area": self.areas,
        }.get(form)  # fmt: skip
        if known is not None:
            return _named(known, text)
        if form == "priority":
            if text not in self.priorities:
                raise ValueError(_("Kärkeä %(name)s ei ole. Kirjoita kärjen osoitteen loppuosa.") % {"name": text})
            return self.priorities[text]
        cleaned = _text(column, text)
        if form == "tasks":
            readable_tasks(cleaned)
        return cleaned

    def _chosen(self, form: str, text: str) -> str:
        value = choice_words(form).get(bare(text))
        if value is None:
            words = ", ".join(str(label) for label in CHOICES[form].labels)
            raise ValueError(_("Valitse jokin näistä: %(words)s.") % {"words": words})
        return value

    def _check(self, row: Row) -> None:
        """What is wrong in a row by itself."""
        values = row.values
        if not values.get("name_fi"):
            self._tell(row.line, None, _("Nimi puuttuu."))
        if row.kind.needs_owner and not row.under:
            self._tell(row.line, None, _("Minkä alla -sarake on tyhjä. Kirjoita ylemmän rivin tunnus."))
        if row.kind.key == "figure" and not values.get("indicator_key"):
            self._tell(row.line, None, _("Kirjoita indikaattorin tunnus sen osoitteesta, esimerkiksi vaesto."))
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self._tell(row.line, None, _("Toimenpide päättyy ennen kuin se alkaa."))
        if values.get("said_status") and not values.get("status_reason"):
            self._tell(row.line, None, _("Kerro, mihin tila perustuu."))
        if values.get("target") is not None and (not values.get("unit") or not values.get("target_on")):
            self._tell(row.line, None, _("Tavoitearvo tarvitsee yksikön ja päivän."))
        if values.get("verdict", "unchecked") not in ("", "unchecked") and not values.get("verdict_reason"):
            self._tell(row.line, None, _("Kerro, mihin lukuun arvio perustuu tai mitä lukua ei ole."))

    def check_marks(self) -> None:
        """Marks that stand twice, and marks of rows above that are not there or of the wrong kind."""
        lines: dict[str, Row] = {}
        for row in self.rows:
            if row.mark and row.mark in lines:
                first = lines[row.mark].line
                self._tell(
                    row.line, None, _("Tunnus %(mark)s on jo rivillä %(row)s.") % {"mark": row.mark, "row": first}
                )
            elif row.mark:
                lines[row.mark] = row
        for row in self.rows:
            if not row.under:
                continue
            above = lines.get(row.under)
            if above is None and not MARK.fullmatch(row.under):
                words = _("Ylempää riviä %(mark)s ei ole tiedostossa eikä suunnitelmassa.")
                self._tell(row.line, None, words % {"mark": row.under})
            elif above is not None and above.kind.key not in row.kind.under:
                allowed = ", ".join(str(BY_KEY[key].word) for key in row.kind.under)
                self._tell(row.line, None, _("Rivi voi olla vain näiden alla: %(kinds)s.") % {"kinds": allowed or "–"})
            elif above is not None and self._comes_round(row, lines):
                self._tell(row.line, None, _("Linkki palaa takaisin tähän itseensä."))

    @staticmethod
    def _comes_round(row: Row, lines: Mapping[str, Row]) -> bool:
        seen, at = {row.mark}, lines.get(row.under)
        while at is not None:
            if at.mark in seen:
                return True
            seen.add(at.mark)
            at = lines.get(at.under)
        return False

    def _tell(self, line: int, column: Column | None, words: str) -> None:
        self.problems.append(Problem(line, str(column.heading) if column else "", words))


_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("day", "number", "year", "organisation", "body", "theme", "area", "priority", "revision"), None),
    "organisations": [],
}


def _by_name(records: Iterable[Model]) -> dict[str, Any]:
    """The records by their names in every language and by their slugs; a name of two is nobody's."""
    found: dict[str, Any] = {}
    doubled = set()
    for record in records:
        names = {
            bare(text) for name in ("name_fi", "name_sv", "name_en", "slug") if (text := getattr(record, name, ""))
        }
        for name in names:
            doubled |= {name} if name in found and found[name] != record else set()
            found[name] = record
    return {name: record for name, record in found.items() if name not in doubled}


def _named(known: Mapping[str, Any], text: str) -> Any:
    record = known.get(bare(text))
    if record is None:
        words = _("Nimeä %(name)s ei ole rekisterissä tai se on kahdella. Kirjoita nimi niin kuin se on rekisterissä.")
        raise ValueError(words % {"name": text.strip()[:60]})
    return record


def _day(text: str) -> dt.date | None:
    day: dt.date | None = _DAY.clean(text.partition(" ")[0] if "-" in text else text)
    return day


def _number(text: str) -> float:
    try:
        return spreadsheets.number(text, decimal_comma=True)
    except ValueError:
        raise ValueError(_("”%(text)s” ei ole luku.") % {"text": text[:60]}) from None


def _text(column: Column, text: str) -> str:
    if len(text) > 10 * column.limit:  # not worth reading letter by letter
        cleaned = text
    else:
        cleaned = plain(text)
        cleaned = cleaned if column.limit > 500 else " ".join(cleaned.split())
    if len(cleaned) > column.limit:
        words = _("Tekstissä on %(length)s merkkiä. Enintään %(limit)s mahtuu.")
        raise ValueError(words % {"length": len(cleaned), "limit": column.limit})
    if "\x00" in cleaned:
        raise ValueError(_("Tekstissä on merkki, jota ei voi tallentaa."))
    if column.form == "slug" and not SLUG.fullmatch(cleaned):
        raise ValueError(_("Kirjoita indikaattorin tunnus sen osoitteesta, esimerkiksi vaesto."))
    return cleaned


def _unquoted(text: str) -> str:
    """The cell as it was before the export made it harmless to spreadsheets."""
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:2] in FORMULA_STARTS else text
