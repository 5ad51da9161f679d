"""Calendars in iCalendar (RFC 5545): each event by itself, so that a broken one breaks no other.

Who organises is not taken from ORGANIZER: that is often a person with an e-mail address. Private and confidential
events are passed over. A changed single time of a series (RECURRENCE-ID) replaces that time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Event
from icalendar.prop import vDDDLists

from .feed_pages import Seen
from .offer_checks import checked
from .offers import Item, OfferRecord, PlaceRecord, TimeRecord
from .problems import Code, Unexpected, problem
from .rrules import until_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .offers import ProviderRecord, Reading

HELSINKI = ZoneInfo("Europe/Helsinki")
LARGEST = 20 * 1024 * 1024
LANGUAGES = ("fi", "sv", "en")
HIDDEN = ("PRIVATE", "CONFIDENTIAL")


def items_of(
    body: bytes, address: str, reading: Reading, *, default: ProviderRecord | None, municipality: str = ""
) -> Iterator[Item]:
    """The events of a calendar as offers: a repeated one is a group, a single one an event.

    default: who organises; municipality: the code of where, as a calendar tells only the name of the place.
    Raises Unexpected on what is no calendar or is too large.
    """
    text = _calendar(body, address)
    if "END:VCALENDAR" not in text[-200:].upper():
        reading.fault(problem(Code.NOT_WHOLE))
    seen, series, changes = Seen(), dict[str, OfferRecord](), list[tuple[str, dt.date, TimeRecord | None]]()
    for place, block in enumerate(_blocks(text), 1):
        try:
            event: Any = Event.from_ical(block)
            key = str(event["UID"])
            moved = event.get("RECURRENCE-ID")
            if str(event.get("CLASS", "")).upper() in HIDDEN:
                continue
            if moved is not None:
                changes.append((key, _local(moved.dt)[0], None if _is_off(event) else _time(event)))
            elif not seen.is_new(key, block, reading):
                continue
            elif _is_off(event):
                yield Item(key, is_gone=True)
            else:
                series[key] = _record(event, municipality)
        except (ValueError, LookupError, TypeError, AttributeError):
            reading.fault(problem(Code.NOT_AN_ITEM, place=place, column=address))
    for key, day, time in changes:
        if key in series:
            series[key] = _changed(series[key], day, time)
    yield from (checked(record, default=default) for record in series.values())


def _calendar(body: bytes, address: str) -> str:
    if len(body) > LARGEST:
        raise Unexpected(problem(Code.ANSWER_TOO_LARGE, address=address, limit=LARGEST))
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        raise Unexpected(problem(Code.HTML, address=address))
    if not start[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raise Unexpected(problem(Code.WRONG_SHAPE, address=address, expected="an iCalendar file"))
    try:
        return body.decode("utf-8-sig").rstrip()
    except UnicodeDecodeError as error:
        raise Unexpected(problem(Code.NOT_TEXT, address=address)) from error


def _blocks(text: str) -> Iterator[str]:
    """The events as they stand, one after another."""
    kept: list[str] = []
    for line in text.splitlines():
        word = line.strip().upper()
        if word == "BEGIN:VEVENT":
            kept = [line]
        elif kept:
            kept.append(line)
            if word == "END:VEVENT":
                yield "\r\n".join(kept) + "\r\n"
                kept = []


def _record(event: Any, municipality: str) -> OfferRecord:
    time = _time(event)
    extra = tuple(
        replace(time, starts_on=day, starts_at=at, ends_on=None, rrule="") for day, at in _moments(event, "RDATE")
    )
    rule, where = time.rrule, str(event.get("LOCATION", "")).strip()
    geo = event.get("GEO")
    times = (time, *extra)
    return OfferRecord(
        id=str(event["UID"]),
        kind="group" if rule or extra else "event",
        names=_texts(event, "SUMMARY"),
        provider=None,
        descriptions=_texts(event, "DESCRIPTION"),
        keywords=_categories(event),
        municipalities=(municipality,) if municipality else (),
        ways=("place",) if where else (),
        address=str(event.get("URL", "")),
        valid_until=None if _goes_on(rule) else max(_last(each) for each in times),
        as_of=_local(event["LAST-MODIFIED"].dt)[0] if event.get("LAST-MODIFIED") else None,
        places=(
            PlaceRecord(
                names={"fi": where} if where else {},
                municipality=municipality,
                latitude=geo.latitude if geo else None,
                longitude=geo.longitude if geo else None,
            ),
        )
        if where or geo
        else (),
        times=tuple(replace(each, place=0 if where or geo else None) for each in times),
    )


def _time(event: Any) -> TimeRecord:
    starts_on, starts_at = _local(event["DTSTART"].dt)
    ends_on, ends_at = starts_on, None
    if event.get("DTEND"):
        ends_on, ends_at = _local(event["DTEND"].dt)
    elif event.get("DURATION"):
        ends_on, ends_at = _local(event["DTSTART"].dt + event["DURATION"].dt)
    if starts_at is None and ends_on > starts_on:
        ends_on -= dt.timedelta(days=1)  # the end of whole days is the day after
    rule = event.get("RRULE")
    if isinstance(rule, list):
        raise ValueError("more than one rule")
    text = _with_last_day(rule, starts_at) if rule else ""
    tomorrow = ends_on == starts_on + dt.timedelta(days=1)
    overnight = tomorrow and bool(starts_at and ends_at is not None and ends_at <= starts_at)
    return TimeRecord(
        starts_on,
        starts_at=starts_at,
        ends_at=ends_at,
        ends_on=None if ends_on == starts_on or overnight else ends_on,
        rrule=text,
        excluded=tuple(day for day, _ in _moments(event, "EXDATE")),
    )


def _with_last_day(rule: Any, starts_at: dt.time | None) -> str:
    """The rule with its end as the last day on which it may start."""
    for moment in rule.get("UNTIL", []):
        day, at = _local(moment)
        if at and starts_at and at < starts_at:
            day -= dt.timedelta(days=1)
        rule["UNTIL"] = [day]
    return str(rule.to_ical().decode())


def _changed(series: OfferRecord, day: dt.date, time: TimeRecord | None) -> OfferRecord:
    """The series without one of its times, and with another in its place unless that is cancelled."""
    times = [replace(each, excluded=(*each.excluded, day)) if each.rrule else each for each in series.times]
    if time:
        times.append(replace(time, rrule="", place=series.times[0].place))
    return replace(series, times=tuple(times))


def _local(moment: dt.date | dt.datetime) -> tuple[dt.date, dt.time | None]:
    """The day and the time of day in Helsinki; a time without a zone is there already."""
    if not isinstance(moment, dt.datetime):
        return moment, None
    moment = moment.astimezone(HELSINKI) if moment.tzinfo else moment
    return moment.date(), moment.time().replace(microsecond=0)


def _moments(event: Any, name: str) -> list[tuple[dt.date, dt.time | None]]:
    value = event.get(name)
    lists = value if isinstance(value, list) else [value] if isinstance(value, vDDDLists) else []
    return [_local(one.dt) for each in lists for one in each.dts if isinstance(one.dt, dt.date)]


def _goes_on(rule: str) -> bool:
    return bool(rule) and "UNTIL=" not in rule and "COUNT=" not in rule


def _last(time: TimeRecord) -> dt.date:
    if "UNTIL=" in time.rrule:
        return until_of(time.rrule) or time.starts_on
    if "COUNT=" in time.rrule and "FREQ=SECONDLY" not in time.rrule:
        last = time.starts_on
        for number, moment in enumerate(rrulestr(time.rrule, dtstart=dt.datetime.combine(time.starts_on, dt.time()))):
            if number > 1000:
                break
            last = moment.date()
        return last
    return time.ends_on or time.starts_on


def _texts(event: Any, name: str) -> dict[str, str]:
    found = event.get(name)
    texts: dict[str, str] = {}
    for each in found if isinstance(found, list) else [found] * (found is not None):
        language = str(getattr(each, "params", {}).get("LANGUAGE", "fi")).lower()[:2]
        texts.setdefault(language if language in LANGUAGES else "fi", str(each))
    return texts


def _categories(event: Any) -> tuple[str, ...]:
    found = event.get("CATEGORIES")
    lists = found if isinstance(found, list) else [found] * (found is not None)
    return tuple(str(word) for each in lists for word in each.cats)


def _is_off(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"
