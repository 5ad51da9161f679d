"""When an offer takes place next, from its times and their rules of RFC 5545."""

from __future__ import annotations

import datetime as dt
import heapq
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .models import Time

AHEAD = dt.timedelta(days=731)
KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY", "WKST", "COUNT"}
STEPS = {"DAILY": 1, "WEEKLY": 7}
FREQUENCIES = {*STEPS, "MONTHLY", "YEARLY"}


@dataclass(frozen=True, order=True)
class Occasion:
    """One time, in the time of Helsinki; `starts_at` None: the hour is not known. `ends` is None where it is not."""

    day: dt.date
    starts_at: dt.time | None
    ends: dt.datetime | None

    @property
    def starts(self) -> dt.datetime:
        return dt.datetime.combine(self.day, self.starts_at or dt.time())


def next_times(times: Iterable[Time], now: dt.datetime, count: int = 5) -> list[Occasion]:
    """The next occasions that have not ended, soonest first; openings are not occasions. `now` is local and naive."""
    found = {occasion for time in times if time.kind == time.Kind.SESSION for occasion in _coming(time, now, count)}
    return heapq.nsmallest(count, found, key=lambda one: (one.starts, one.ends or one.starts))


def _coming(time: Time, now: dt.datetime, count: int) -> Iterator[Occasion]:
    left_out = set(time.excluded or ())
    days = (day for day in _days(time, now) if day.isoformat() not in left_out)
    made = (_occasion(time, day) for day in days)
    return islice((one for one in made if _over(one) > now), count)


def _over(occasion: Occasion) -> dt.datetime:
    """When it has ended: where that is not known, when its day has."""
    return occasion.ends or dt.datetime.combine(occasion.day, dt.time.max)


def _occasion(time: Time, day: dt.date) -> Occasion:
    last = time.ends_on if not time.rrule and time.ends_on else day
    if time.ends_at is None:
        return Occasion(day, time.starts_at, dt.datetime.combine(last, dt.time.max) if last > day else None)
    if last == day and time.starts_at is not None and time.ends_at <= time.starts_at:
        last = day + dt.timedelta(days=1)
    return Occasion(day, time.starts_at, dt.datetime.combine(last, time.ends_at))


def _days(time: Time, now: dt.datetime) -> Iterator[dt.date]:
    """The days on which a time starts, from about now on; none where its rule cannot be followed."""
    if not time.rrule:
        yield time.starts_on
        return
    parts = parts_of(time.rrule)
    if parts is None:
        return
    try:
        until = _until(parts.pop("UNTIL", ""), time, now)
        most = int(parts.pop("COUNT", 0)) or None
        start = time.starts_on if most else _later_start(time.starts_on, parts, now.date())
        rule = rrulestr(
            ";".join(f"{name}={value}" for name, value in parts.items()),
            dtstart=dt.datetime.combine(start, dt.time()),
        ).replace(until=until)
        yield from (
            moment.date() for moment in islice(rule, most) if moment.date() >= now.date() - dt.timedelta(days=1)
        )
    except (ValueError, OverflowError, TypeError):
        return


def parts_of(rule: str) -> dict[str, str] | None:
    """The parts of a rule that goes by days; None for one that does not, or that is no rule."""
    pieces = [piece.partition("=") for piece in rule.upper().removeprefix("RRULE:").split(";") if piece]
    parts = {name.strip(): value.strip() for name, _, value in pieces}
    sound = set(parts) <= KNOWN | {"UNTIL"} and parts.get("FREQ") in FREQUENCIES
    return parts if sound else None


def _until(text: str, time: Time, now: dt.datetime) -> dt.datetime:
    """The last moment that is looked at: the rule's end, the time's last day, or some two years from now."""
    ends = [now + AHEAD]
    if text:
        ends.append(dt.datetime.combine(dt.datetime.strptime(text[:8], "%Y%m%d").date(), dt.time.max))  # noqa: DTZ007
    if time.ends_on:
        ends.append(dt.datetime.combine(time.ends_on, dt.time.max))
    return min(ends)


def _later_start(start: dt.date, parts: dict[str, str], today: dt.date) -> dt.date:
    """The same rhythm begun nearer to today, so that an old rule is not walked through from its first day."""
    step = STEPS.get(parts["FREQ"], 0) * int(parts.get("INTERVAL") or 1)
    behind = (today - start).days - 14
    return start + dt.timedelta(days=behind // step * step) if step > 0 and behind > step else start
