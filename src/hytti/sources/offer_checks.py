"""Whether a record can be an offer: what does not fit is left out and told; without what is needed it is refused.

Refused: no identifier, name or provider; a name that is too long; a validity that ends before it starts; a personal
identity code in a text; an event without a time that can be. Left out: coordinates outside Finland, times that end
before they start, rules that repeat too often or without an end, unknown municipalities, addresses that are not of
the web, e-mail addresses that look like a person's own. A summary or another text that is too long is shortened to
its first whole sentences; where there is no description, the long summary becomes it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .business_ids import is_business_id
from .identity import holds_identity_code
from .municipalities import municipalities
from .offers import ACCESSIBILITY, KINDS, LANGUAGES, WAYS, Item
from .plain_text import line, plain, whole_sentences
from .problems import Code, Problem, problem
from .rrules import plain_rule, rule_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .offers import ContactRecord, OfferRecord, PlaceRecord, ProviderRecord, TimeRecord

NAME, SUMMARY, DESCRIPTION, INSTRUCTION, SHORT = 200, 150, 5000, 2500, 500
SOUTH, NORTH, WEST, EAST = 59.0, 70.2, 19.0, 31.7  # Finland's outermost points in degrees, rounded outwards
MOST_PARTS = 50  # of places, times or contacts
OLDEST = 120
EMAIL = re.compile(r"[^@\s<>\"]+@[a-z0-9][a-z0-9.-]*\.[a-z]{2,}", re.IGNORECASE)
PERSONS = re.compile(r"[a-zåäöéü-]{2,}\.[a-zåäöéü-]{2,}|[a-z]\.[a-zåäö-]{3,}", re.IGNORECASE)
ROLES = frozenset(
    [
        "info",
        "asiakaspalvelu",
        "kirjaamo",
        "palvelu",
        "toimisto",
        "neuvonta",
        "varaus",
        "ilmoittautuminen",
        "yhteys",
        "liikunta",
        "kulttuuri",
        "kirjasto",
        "nuoriso",
        "nuorisopalvelut",
        "kansalaisopisto",
        "posti",
        "office",
        "service",
        "registry",
    ]
)
PHONE = re.compile(r"[+(]?[0-9][0-9 ()/-]{2,29}")


def checked(record: OfferRecord, *, row: int | None = None, default: ProviderRecord | None = None) -> Item:
    """The record as it fits the tray, with what was wrong with it; default: the provider where the record has none."""
    return _Check(record).item(row, default)


def is_personal_email(address: str) -> bool:
    """Whether an e-mail address looks like forename.surname@; words of offices before the dot are not forenames."""
    local = address.partition("@")[0]
    return bool(PERSONS.fullmatch(local)) and not ROLES & set(local.casefold().split("."))


def is_web(address: str) -> bool:
    """Whether it is an http or https address with a host that fits."""
    return (
        bool(re.fullmatch(r"https?://[^\s/?#@\"<>\\]+\.[^\s\"<>\\]+", address, re.IGNORECASE)) and len(address) <= SHORT
    )


class _Check:
    def __init__(self, record: OfferRecord) -> None:
        self._record = record
        self._problems: list[Problem] = []

    def item(self, row: int | None, default: ProviderRecord | None) -> Item:
        record = self._record
        names = self._texts(record.names, "name", NAME, shorten=False)
        provider = self._provider(record.provider) or default
        refused = [
            *([] if record.id else [problem(Code.NO_ID)]),
            *([] if names else [problem(Code.NO_NAME)]),
            *([] if provider else [problem(Code.NO_PROVIDER)]),
            *(
                problem(Code.TOO_LONG, column="name", what="name", length=len(text), limit=NAME)
                for text in names.values()
                if len(text) > NAME
            ),
        ]
        if record.valid_from and record.valid_until and record.valid_until < record.valid_from:
            refused.append(_backwards(record.valid_from.isoformat(), record.valid_until.isoformat(), "valid_until"))
        described = [record.names, record.summaries, record.descriptions, record.instructions]
        if any(holds_identity_code(text) for texts in described for text in texts.values()):
            refused.append(problem(Code.IDENTITY_CODE, name=line(record.id)[:NAME]))
        if refused:
            return Item(record.id, None, tuple(refused), row=row)
        summaries, descriptions = self._summaries()
        ages = self._ages()
        mended = replace(
            record,
            id=line(record.id)[:NAME],
            kind=record.kind if record.kind in KINDS else "service",
            names=names,
            provider=provider,
            summaries=summaries,
            descriptions=descriptions,
            instructions=self._texts(record.instructions, "instruction", INSTRUCTION),
            keywords=tuple(dict.fromkeys(word for word in map(line, record.keywords) if word)),
            municipalities=self._municipalities(record.municipalities),
            languages=tuple(dict.fromkeys(code for code in record.languages if re.fullmatch("[a-z]{2,4}", code))),
            ways=tuple(way for way in WAYS if way in record.ways),
            prices=self._texts(record.prices, "price", SHORT),
            registration_texts=self._texts(record.registration_texts, "registration", SHORT),
            registration_address=self._web(record.registration_address, "registration_address"),
            address=self._web(record.address, "address"),
            places=tuple(self._place(place) for place in record.places[:MOST_PARTS]),
            times=tuple(time for time in map(self._time, record.times[:MOST_PARTS]) if time),
            contacts=self._contacts(record.contacts),
            minimum_age=ages[0],
            maximum_age=ages[1],
        )
        if record.kind == "event" and not mended.times:  # it would never end
            timeless = problem(Code.NOT_A_DATE, column="times", value="")
            return Item(mended.id, None, tuple(self._problems) or (timeless,), row=row)
        return Item(mended.id, mended, tuple(self._problems), row=row)

    def _provider(self, provider: ProviderRecord | None) -> ProviderRecord | None:
        if provider is None:
            return None
        names = {language: text[:NAME] for language, text in _plain(provider.names, single=True).items()}
        number = provider.business_id.strip()
        return replace(provider, names=names, business_id=number if is_business_id(number) else "") if names else None

    def _summaries(self) -> tuple[dict[str, str], dict[str, str]]:
        descriptions = self._texts(self._record.descriptions, "description", DESCRIPTION)
        long = _plain(self._record.summaries, single=True)
        for language, text in long.items():
            if len(text) > SUMMARY and language not in descriptions:
                descriptions[language] = whole_sentences(text, DESCRIPTION) or text[:DESCRIPTION]
        return self._texts(long, "summary", SUMMARY, single=True), descriptions

    def _texts(
        self, texts: Mapping[str, str], what: str, limit: int, *, shorten: bool = True, single: bool = False
    ) -> dict[str, str]:
        kept = _plain(texts, single=single or not shorten)
        for language, text in list(kept.items()):
            if shorten and len(text) > limit:
                self._tell(Code.TOO_LONG, what, what=what, length=len(text), limit=limit)
                kept[language] = whole_sentences(text, limit) or ("" if what == "summary" else text[:limit])
        return {language: text for language, text in kept.items() if text}

    def _municipalities(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        known = tuple(dict.fromkeys(code for code in codes if code in municipalities()))
        for code in dict.fromkeys(code for code in codes if code not in municipalities()):
            self._tell(Code.UNKNOWN_MUNICIPALITY, "municipalities", value=code[:NAME])
        return known

    def _place(self, place: PlaceRecord) -> PlaceRecord:
        inside = place.latitude is not None and place.longitude is not None
        inside = inside and SOUTH <= (place.latitude or 0) <= NORTH and WEST <= (place.longitude or 0) <= EAST
        if not inside and (place.latitude, place.longitude) != (None, None):
            told = {"latitude": str(place.latitude), "longitude": str(place.longitude)}
            self._tell(Code.OUTSIDE_FINLAND, "places", **told)
        code = self._municipalities((place.municipality,)) if place.municipality else ()
        return replace(
            place,
            names={language: text[:NAME] for language, text in _plain(place.names, single=True).items()},
            street=line(place.street)[:NAME],
            postal_code=place.postal_code if re.fullmatch("[0-9]{5}", place.postal_code) else "",
            post_office=line(place.post_office)[:100],
            municipality=code[0] if code else "",
            latitude=place.latitude if inside else None,
            longitude=place.longitude if inside else None,
            accessibility=tuple(fact for fact in ACCESSIBILITY if fact in place.accessibility),
            accessibility_notes=self._texts(place.accessibility_notes, "accessibility", SHORT),
        )

    def _time(self, time: TimeRecord) -> TimeRecord | None:
        same_day = time.ends_on in (None, time.starts_on) and not time.rrule and time.kind == "session"
        if time.ends_on and time.ends_on < time.starts_on:
            self._problems.append(_backwards(time.starts_on.isoformat(), time.ends_on.isoformat(), "times"))
            return None
        if same_day and time.ends_on and time.starts_at and time.ends_at and time.ends_at < time.starts_at:
            self._problems.append(_backwards(f"{time.starts_at:%H:%M}", f"{time.ends_at:%H:%M}", "times"))
            return None
        rule = plain_rule(time.rrule)
        wrong = rule and rule_problem(
            rule,
            time.starts_on,
            may_be_daily=time.kind == "opening",
            must_end=self._record.kind == "event" and time.kind == "session",
        )
        if wrong:
            self._problems.append(replace(wrong, column="times"))
            return None
        notes = {language: text[:300] for language, text in _plain(time.notes, single=True).items()}
        place = time.place if time.place is not None and time.place < len(self._record.places[:MOST_PARTS]) else None
        return replace(time, rrule=rule, notes=notes, place=place, excluded=tuple(sorted(set(time.excluded))))

    def _contacts(self, contacts: tuple[ContactRecord, ...]) -> tuple[ContactRecord, ...]:
        kept: dict[tuple[str, str], ContactRecord] = {}
        for contact in contacts:
            value = line(contact.value)
            if contact.kind == "email" and is_personal_email(value):
                self._tell(Code.PERSONAL_EMAIL, "contacts")
                continue
            if contact.kind == "web":
                value = self._web(value, "contacts")
            if contact.kind == "email" and not EMAIL.fullmatch(value):
                continue
            if contact.kind == "phone" and not PHONE.fullmatch(value):
                continue
            if value:
                labels = {language: text[:NAME] for language, text in _plain(contact.labels, single=True).items()}
                kept.setdefault((contact.kind, value), replace(contact, value=value, labels=labels))
        return tuple(kept.values())[:MOST_PARTS]

    def _web(self, address: str, column: str) -> str:
        address = address.strip()
        if not address or is_web(address):
            return address
        self._tell(Code.NOT_WEB, column, value=line(address)[:NAME])
        return ""

    def _ages(self) -> tuple[int | None, int | None]:
        youngest, oldest = self._record.minimum_age, self._record.maximum_age
        for age in (youngest, oldest):
            if age is not None and not 0 <= age <= OLDEST:
                self._tell(Code.NOT_AN_AGE, "ages", value=str(age))
                return None, None
        if youngest is not None and oldest is not None and oldest < youngest:
            self._problems.append(_backwards(str(youngest), str(oldest), "ages"))
            return None, None
        return youngest, oldest

    def _tell(self, code: Code, column: str, **arguments: str | int) -> None:
        self._problems.append(Problem(code, arguments, column=column))


def _plain(texts: Mapping[str, str], *, single: bool) -> dict[str, str]:
    read = line if single else plain
    found = {language: read(texts[language]) for language in LANGUAGES if texts.get(language)}
    return {language: text for language, text in found.items() if text}


def _backwards(start: str, end: str, column: str) -> Problem:
    return problem(Code.ENDS_BEFORE_START, column=column, start=start, end=end)
