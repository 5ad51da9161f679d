"""Offers in a table: one format for CSV, XLSX and ODS, with a template to fill in and every mistake by row and column.

A heading is found by any of its names in Finnish, Swedish or English, or by all of them as the template has them.
Several things in a cell are parted by commas or semicolons. A row without an identifier gets one of its provider and
name, so that the same table brought again changes the same offers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .feed_pages import Seen
from .offer_checks import checked
from .offer_columns import CHOICES, COLUMNS, LISTED, heading_of, plain_heading
from .offers import ContactRecord, Item, OfferRecord, PlaceRecord, ProviderRecord, TimeRecord
from .problems import Code, Problem, Unreadable, problem
from .rrules import weekly
from .spreadsheets import number, read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .offers import Reading
    from .spreadsheets import Sheet

NEEDED = ("name_fi", "provider")
OTHERWISE = {"places": "latitude", "times": "starts_on", "contacts": "email", "ages": "minimum_age"}


def items_of(
    data: bytes,
    name: str,
    reading: Reading,
    *,
    resolve: Callable[[str, str], str | None],
    municipality: Callable[[str], str | None],
    default: ProviderRecord | None = None,
) -> Iterator[Item]:
    """The offers of a table's rows. resolve: the code of a word in a vocabulary (theme, target_group …), or None.

    municipality: the code of a name or code. default: the provider where the table has no such column.
    Raises Unreadable where the file is not a table or a needed column is missing, HoldsIdentityCodes.
    """
    sheets = read_sheets(data, name)
    sheet = next((one for one in sheets if "name_fi" in _columns(one)), sheets[0])
    columns = _columns(sheet)
    missing = [key for key in NEEDED if key not in columns and not (key == "provider" and default)]
    if missing or sheet.problems:
        raise Unreadable(*(problem(Code.NO_COLUMN, heading=COLUMNS[key][0]) for key in missing), *sheet.problems)
    seen = Seen()
    for line, cells in zip(sheet.lines, sheet.rows, strict=True):
        texts = {key: cells[place].strip() for key, place in columns.items()}
        if not any(texts.values()):
            continue
        row = _Row(texts, line, sheet, resolve, municipality)
        record = row.record()
        if row.problems:
            yield Item(record.id, None, tuple(row.problems), row=line)
        elif record.id in seen:
            yield Item(record.id, None, (problem(Code.DUPLICATE_ID, row=line, id=record.id),), row=line)
        else:
            seen.is_new(record.id, record.digest, reading)
            yield _placed(checked(record, row=line, default=default), line)


class _Row:
    """One row; what cannot be read becomes a problem with the row's line and the column's heading."""

    def __init__(
        self,
        texts: dict[str, str],
        line: int,
        sheet: Sheet,
        resolve: Callable[[str, str], str | None],
        municipality: Callable[[str], str | None],
    ) -> None:
        self.problems: list[Problem] = []
        self._texts, self._line, self._sheet = texts, line, sheet
        self._resolve, self._municipality = resolve, municipality

    def record(self) -> OfferRecord:
        provider = self._get("provider")
        places = self._places()
        return OfferRecord(
            id=self._get("id") or _made_up_id(provider, self._get("name_fi")),
            kind=self._choice("kind") or "service",
            names=self._localised("name"),
            provider=ProviderRecord({"fi": provider}, business_id=self._get("business_id")) if provider else None,
            summaries=self._localised("summary"),
            descriptions=self._localised("description"),
            instructions=self._localised("instruction"),
            classes=self._terms("service_class"),
            target_groups=self._terms("target_group"),
            life_events=self._terms("life_event"),
            themes=self._terms("theme"),
            age_groups=self._terms("age_group"),
            keywords=tuple(self._list("keywords")),
            municipalities=tuple(
                filter(None, (self._code(word, "municipalities") for word in self._list("municipalities")))
            ),
            languages=tuple(word.lower() for word in self._list("languages")),
            ways=tuple(filter(None, (self._chosen("ways", word) for word in self._list("ways")))),
            minimum_age=self._age("minimum_age"),
            maximum_age=self._age("maximum_age"),
            is_free={"yes": True, "no": False}.get(self._choice("is_free")),
            prices=self._localised("price"),
            registration="needed"
            if self._choice("registration") == "yes"
            else "none"
            if self._choice("registration")
            else "",
            registration_texts=self._localised("registration"),
            registration_address=self._get("registration_address"),
            address=self._get("address"),
            valid_from=self._day("valid_from"),
            valid_until=self._day("valid_until"),
            places=places,
            times=self._times(bool(places)),
            contacts=self._contacts(),
        )

    def _places(self) -> tuple[PlaceRecord, ...]:
        keys = ("place", "street", "postal_code", "post_office", "place_municipality", "latitude", "longitude")
        if not any(self._get(key) for key in keys):
            return ()
        step_free = self._choice("step_free") == "yes"
        return (
            PlaceRecord(
                names={"fi": self._get("place")} if self._get("place") else {},
                street=self._get("street"),
                postal_code=self._get("postal_code").zfill(5) if self._get("postal_code") else "",
                post_office=self._get("post_office"),
                municipality=self._code(self._get("place_municipality"), "place_municipality") or "",
                latitude=self._number("latitude"),
                longitude=self._number("longitude"),
                accessibility=("step_free",) if step_free else (),
            ),
        )

    def _times(self, has_place: bool) -> tuple[TimeRecord, ...]:
        starts_on, ends_on = self._day("starts_on"), self._day("ends_on")
        starts_at, ends_at = self._clock("starts_at"), self._clock("ends_at")
        days = [int(day) for word in self._list("weekdays") if (day := self._chosen("weekdays", word))]
        place = 0 if has_place else None
        if starts_on is None:
            if days or starts_at:
                self._tell(Code.EMPTY_CELL, "starts_on", what=COLUMNS["starts_on"][0])
            return ()
        if ends_on and ends_on < starts_on:
            self._tell(Code.ENDS_BEFORE_START, "ends_on", start=starts_on.isoformat(), end=ends_on.isoformat())
            return ()
        if not days:
            return (TimeRecord(starts_on, starts_at=starts_at, ends_at=ends_at, ends_on=ends_on, place=place),)
        first, rule = weekly(days, starts_on, ends_on)
        return (TimeRecord(first, starts_at=starts_at, ends_at=ends_at, rrule=rule, place=place),)

    def _contacts(self) -> tuple[ContactRecord, ...]:
        found = (("phone", self._get("phone")), ("email", self._get("email")))
        return tuple(ContactRecord(kind, value) for kind, value in found if value)  # type: ignore[arg-type]

    def _get(self, key: str) -> str:
        return self._texts.get(key, "")

    def _list(self, key: str) -> list[str]:
        return [word for part in re.split(r"[,;\n]", self._get(key)) if (word := part.strip())]

    def _localised(self, key: str) -> dict[str, str]:
        return {language: text for language in ("fi", "sv", "en") if (text := self._get(f"{key}_{language}"))}

    def _choice(self, key: str) -> str:
        return self._chosen(key, self._get(key)) if self._get(key) else ""

    def _chosen(self, key: str, word: str) -> str:
        choices = CHOICES[LISTED[key]]
        for value, words in choices.items():
            if word.casefold() in (value, *words):
                return value
        self._tell(Code.NOT_A_CHOICE, key, value=word, choices=", ".join(words[0] for words in choices.values()))
        return ""

    def _terms(self, vocabulary: str) -> tuple[str, ...]:
        found = []
        for word in self._list(vocabulary):
            code = self._resolve(vocabulary, word)
            if code is None:
                self._tell(Code.NOT_A_CHOICE, vocabulary, value=word, choices=COLUMNS[vocabulary][0])
            else:
                found.append(code)
        return tuple(found)

    def _code(self, word: str, key: str) -> str | None:
        code = self._municipality(word) if word else None
        if word and code is None:
            self._tell(Code.UNKNOWN_MUNICIPALITY, key, value=word)
        return code

    def _number(self, key: str) -> float | None:
        try:
            return number(self._get(key), decimal_comma=self._sheet.decimal_comma) if self._get(key) else None
        except ValueError:
            self._tell(Code.NOT_A_NUMBER, key, value=self._get(key))
            return None

    def _age(self, key: str) -> int | None:
        text = self._get(key)
        if text and not re.fullmatch("[0-9]{1,3}", text):
            self._tell(Code.NOT_AN_AGE, key, value=text)
            return None
        return int(text) if text else None

    def _day(self, key: str) -> dt.date | None:
        text = self._get(key)
        try:
            written = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
            if written:
                return dt.date(int(written[3]), int(written[2]), int(written[1]))
            return dt.date.fromisoformat(text[:10] if "T" in text else text) if text else None
        except ValueError:
            self._tell(Code.NOT_A_DATE, key, value=text)
            return None

    def _clock(self, key: str) -> dt.time | None:
        text = self._get(key).lower().removeprefix("klo").strip()
        written = re.fullmatch(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?(?::00)?", text)
        try:
            if text and not written:
                raise ValueError(text)
            return dt.time(int(written[1]), int(written[2] or 0)) if written else None
        except ValueError:
            self._tell(Code.NOT_A_TIME, key, value=text)
            return None

    def _tell(self, code: Code, key: str, **arguments: str | int) -> None:
        self.problems.append(Problem(code, arguments, row=self._line, column=COLUMNS[key][0]))


def _columns(sheet: Sheet) -> dict[str, int]:
    """The place of each known column in a sheet."""
    found: dict[str, int] = {}
    for place, heading in enumerate(sheet.columns):
        key = heading_of(heading)
        if key:
            found.setdefault(key, place)
    return found


def _placed(item: Item, line: int) -> Item:
    """The item with its problems in the row; of a table that a person can mend, nothing is left out silently."""
    told = tuple(replace(one, row=line, column=_column(one.column)) for one in item.problems)
    return replace(item, record=None if told else item.record, problems=told)


def _column(name: str | None) -> str | None:
    if name is None:
        return None
    key = name if name in COLUMNS else f"{name}_fi" if f"{name}_fi" in COLUMNS else OTHERWISE.get(name, "")
    return COLUMNS[key][0] if key else name


def _made_up_id(provider: str, name: str) -> str:
    plain = f"{plain_heading(provider)}|{plain_heading(name)}"
    return hashlib.sha256(plain.encode()).hexdigest()[:20]
