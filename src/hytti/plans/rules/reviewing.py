"""When an action is to be reviewed. Days are counted from the first one, so that they never drift."""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEASON_BEGINS = 7  # the month from which the year's review is asked for; before it, that of the year before
LINK_DAYS = 21  # how long a partner's link works unless said otherwise
LONGEST_LINK_DAYS = 90
REMIND_WITHIN_DAYS = 60  # a due day further back is not reminded of any more
FRESH_YEARS = 3  # a figure older than this is not fresh


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_due(asked: dt.date | None, starts_on: dt.date | None, term: int | None, every: int) -> dt.date | None:
    """The day of the first review: the one that was asked for, else so many months after the action, or the term of
    the plan, begins. None where no day is known."""
    begins = starts_on or (dt.date(term, 1, 1) if term else None)
    return asked or (months_after(begins, every) if begins else None)


def due_days(first: dt.date, every: int) -> Iterator[dt.date]:
    """The due days without end: the first one, then every so many months counted from it."""
    return (months_after(first, step * every) for step in count())


def last_due(first: dt.date, every: int, today: dt.date) -> dt.date | None:
    """The newest due day that has come; None before the first."""
    found = None
    for day in due_days(first, every):
        if day > today:
            return found
        found = day
    return found


def next_due(first: dt.date, every: int, today: dt.date) -> dt.date:
    """The first due day after today."""
    return next(day for day in due_days(first, every) if day > today)


def season_of(today: dt.date) -> int:
    """The year whose reviews are being written on a day."""
    return today.year if today.month >= SEASON_BEGINS else today.year - 1
