"""Opening hours of PTV, interfaces 11 and 12, as times with weekly rules.

Days with the same hours become one rule. A closed exception takes its days out of the weekly rules; an open one is a
time of its own. Where the source names no first day, the rule starts in the week the channel last changed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .offers import TimeRecord
from .rrules import weekly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Hours = tuple[dt.time | None, dt.time | None]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MIDNIGHT, LONG_AGO = dt.time(0, 0), dt.date(2000, 1, 3)
LONGEST_EXCEPTION = 62  # days
BY_APPOINTMENT = {"fi": "Ajanvarauksella", "sv": "Med tidsbokning", "en": "By appointment"}


def times_of_v11(
    rows: Iterable[Mapping[str, Any]], changed: dt.date | None, place: int | None
) -> tuple[TimeRecord, ...]:
    """The hours of a channel of interface 11. Raises ValueError on a day or a time that is none."""
    times: list[TimeRecord] = []
    closed: set[dt.date] = set()
    for row in rows:
        first, last = _day(row.get("validFrom")), _day(row.get("validTo"))
        notes = _notes(row.get("additionalInformation") or [])
        if row.get("isReservation"):
            notes = _appointed(notes)
        if row.get("serviceHourType") == "Exceptional":
            days = _range(first, last or first)
            closed |= set(days) if row.get("isClosed") else set()
            if not row.get("isClosed"):
                times += _exceptional(days, row.get("openingHour") or [], notes, place)
        elif row.get("isAlwaysOpen"):
            times.append(_always(first or _monday(changed), last, notes, place))
        else:
            week = [pair for hour in row.get("openingHour") or [] for pair in _spread(hour)]
            times += grouped(week, first or _monday(changed), last, notes, place)
    return tuple(_without(time, closed) for time in times)


def times_of_v12(hours: Mapping[str, Any], changed: dt.date | None, place: int | None) -> tuple[TimeRecord, ...]:
    """The hours of a channel of interface 12; holidays are passed over. Raises as `times_of_v11`."""
    times: list[TimeRecord] = []
    closed: set[dt.date] = set()
    for row in hours.get("hours") or []:
        first, last = _day(row.get("fromDate")), _day(row.get("toDate"))
        notes = {language: str(text) for language, text in (row.get("additionalInformation") or {}).items() if text}
        if row.get("openingStatus") == "OpenOnReservation":
            notes = _appointed(notes)
        kind = str(row["type"])
        if kind.startswith("Exceptional"):
            for one in _range(first, last or first):
                ranges = ((row.get("weeklyHours") or {}).get(DAYS[one.weekday()]) or {}).get("hours") or []
                closed |= {one} if any(each.get("openingStatus") == "Closed" for each in ranges) else set()
                opened = [each for each in ranges if each.get("openingStatus") != "Closed"]
                times += [_single(one, _time(each["start"]), _time(each["end"]), notes, place) for each in opened]
        elif kind == "ContinuousAlwaysValidServiceHour":
            times.append(_always(_monday(changed), None, notes, place))
        elif row.get("weeklyHours"):
            times += _weekly_of_v12(row["weeklyHours"], first or _monday(changed), last, notes, place)
        elif row.get("fromDay"):
            week = _spread(
                {"dayFrom": row["fromDay"], "dayTo": row["toDay"], "from": row["fromTime"], "to": row["toTime"]}
            )
            times += grouped(list(week), first or _monday(changed), last, notes, place)
    return tuple(_without(time, closed) for time in times)


def grouped(
    week: Sequence[tuple[int, Hours]],
    first: dt.date,
    last: dt.date | None,
    notes: Mapping[str, str],
    place: int | None,
    interval: int = 1,
) -> list[TimeRecord]:
    """One weekly time for each pair of hours with all its weekdays."""
    by_hours: dict[Hours, list[int]] = {}
    for weekday, hours in week:
        by_hours.setdefault(hours, []).append(weekday)
    times = []
    for (starts_at, ends_at), days in by_hours.items():
        starts_on, rule = weekly(days, first, last, interval)
        if last is None or starts_on <= last:
            times.append(_single(starts_on, starts_at, ends_at, notes, place, rule))
    return times


def _weekly_of_v12(
    week: Mapping[str, Any], first: dt.date, last: dt.date | None, notes: Mapping[str, str], place: int | None
) -> list[TimeRecord]:
    by_repetition: dict[str, list[tuple[int, Hours]]] = {}
    for weekday, name in enumerate(DAYS):
        for hours in (week.get(name) or {}).get("hours") or []:
            pair = (weekday, (_time(hours["start"]), _time(hours["end"])))
            by_repetition.setdefault(str(hours.get("repetition", "Weekly")), []).append(pair)
    times = []
    for repetition, pairs in by_repetition.items():
        start = first
        if repetition != "Weekly":  # weeks by their ISO number
            wanted = 1 if repetition == "OddWeeks" else 0
            start = _monday(first)
            start += dt.timedelta(weeks=start.isocalendar().week % 2 != wanted)
        times += grouped(pairs, start, last, notes, place, 1 if repetition == "Weekly" else 2)
    return times


def _spread(hour: Mapping[str, Any]) -> Iterable[tuple[int, Hours]]:
    """The weekdays of one row: all with the same hours, or, where it runs over nights, each with its own."""
    start, end = _time(hour["from"]), _time(hour["to"])
    first = DAYS.index(str(hour["dayFrom"]).lower())
    if not hour.get("dayTo"):
        return [(first, (start, end))]
    nights = (DAYS.index(str(hour["dayTo"]).lower()) - first) % 7
    if nights <= 1 and end <= start:
        return [(first, (start, end))]
    whole_day: Hours = (None, None)
    between = [((first + step) % 7, whole_day) for step in range(1, nights)]
    return [(first, (start, MIDNIGHT)), *between, ((first + nights) % 7, (MIDNIGHT, end))]


def _exceptional(
    days: Sequence[dt.date], hours: Iterable[Mapping[str, Any]], notes: Mapping[str, str], place: int | None
) -> list[TimeRecord]:
    """Each day of an exception with its hours; without hours it is open the whole day."""
    pairs: list[Hours] = [(_time(hour["from"]), _time(hour["to"])) for hour in hours]
    return [_single(day, *pair, notes, place) for day in days for pair in pairs or [(None, None)]]


def _always(first: dt.date, last: dt.date | None, notes: Mapping[str, str], place: int | None) -> TimeRecord:
    return _single(first, None, None, notes, place, "FREQ=DAILY" + (f";UNTIL={last:%Y%m%d}" if last else ""))


def _single(
    day: dt.date,
    starts_at: dt.time | None,
    ends_at: dt.time | None,
    notes: Mapping[str, str],
    place: int | None,
    rule: str = "",
) -> TimeRecord:
    return TimeRecord(day, "opening", starts_at, ends_at, rrule=rule, notes=notes, place=place)


def _without(time: TimeRecord, closed: set[dt.date]) -> TimeRecord:
    return replace(time, excluded=tuple(sorted(closed))) if time.rrule and closed else time


def _appointed(notes: Mapping[str, str]) -> dict[str, str]:
    return {language: f"{text}. {notes.get(language, '')}".strip() for language, text in BY_APPOINTMENT.items()}


def _notes(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {str(row["language"]): str(row["value"]) for row in rows if row.get("value") and row.get("language")}


def _range(first: dt.date | None, last: dt.date | None) -> list[dt.date]:
    if first is None or last is None:
        return []
    return [first + dt.timedelta(days=step) for step in range(min((last - first).days, LONGEST_EXCEPTION) + 1)]


def _monday(day: dt.date | None) -> dt.date:
    day = day or LONG_AGO
    return day - dt.timedelta(days=day.weekday())


def _day(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)[:10]) if text else None


def _time(text: object) -> dt.time:
    whole = str(text)
    return dt.time.fromisoformat("00:00" if whole.startswith("24:") else whole[:5])
