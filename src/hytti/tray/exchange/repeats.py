"""An offer's repeated time as a rule that others read: begun on its first real day, with one end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dateutil.rrule import rrule, rrulestr

from ..occasions import parts_of

if TYPE_CHECKING:
    from ..models import Time

LOOKED_AT = dt.timedelta(days=5 * 366)  # a rule with no day in so long has none


@dataclass(frozen=True)
class Repeat:
    """first: its first day. parts: the rule's without its end. until: the last day, or count, or none."""

    first: dt.date
    parts: dict[str, str]
    until: dt.date | None
    count: int | None


def repeat_of(time: Time) -> Repeat | None:
    """The rule of a repeated time; None where it cannot be followed or never takes place.

    The time's own last day and the rule's UNTIL are both kept: the earlier one ends it.
    """
    parts = parts_of(time.rrule)
    if parts is None:
        return None
    try:
        until = _until(parts.pop("UNTIL", ""), time.ends_on)
        count = int(parts.pop("COUNT", 0)) or None
        found = _rule(parts, time.starts_on, until)
        first = next(iter(found), None)
        if first is None:
            return None
        if count and until:
            until, count = list(islice(found, count))[-1].date(), None
    except (ValueError, OverflowError, TypeError):
        return None
    return Repeat(first.date(), parts, until, count)


def left_out(time: Time) -> list[dt.date]:
    """The days on which a repeated time is not held; what is no day is passed over."""
    days = []
    for text in time.excluded:
        try:
            days.append(dt.date.fromisoformat(text))
        except (ValueError, TypeError):
            continue
    return days


def _rule(parts: dict[str, str], start: dt.date, until: dt.date | None) -> rrule:
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    last = min(until, start + LOOKED_AT) if until else start + LOOKED_AT
    found = rrulestr(text, dtstart=dt.datetime.combine(start, dt.time()))
    return found.replace(until=dt.datetime.combine(last, dt.time.max))


def _until(text: str, ends_on: dt.date | None) -> dt.date | None:
    told = dt.date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}") if text else None
    return min((day for day in (told, ends_on) if day), default=None)
