"""The spans of time in which a duty must be done: calendar years and council terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

TERM_YEARS = 4
A_TERM_BEGAN = 2021  # terms begin on 1 June of the year of the election: 2021, 2025, 2029


class Rhythm(StrEnum):
    """How often a duty comes again. A standing duty is done once and holds."""

    YEARLY = "yearly"
    PER_TERM = "per_term"
    EVERY_2_YEARS = "every_2_years"
    EVERY_4_YEARS = "every_4_years"
    STANDING = "standing"

    @property
    def interval(self) -> int | None:
        """Years from one time to the next, where the law counts from the last time."""
        return {"every_2_years": 2, "every_4_years": 4}.get(self.value)

    @property
    def has_periods(self) -> bool:
        return self in (Rhythm.YEARLY, Rhythm.PER_TERM)


@dataclass(frozen=True)
class Period:
    """A span of whole days, both ends inside."""

    label: str
    start: dt.date
    end: dt.date


def year_of(day: dt.date) -> Period:
    return Period(str(day.year), dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


def term_of(day: dt.date) -> Period:
    """The council term of a day: from 1 June of an election year to 31 May four years later."""
    year = day.year if (day.month, day.day) >= (6, 1) else day.year - 1
    first = year - (year - A_TERM_BEGAN) % TERM_YEARS
    last = first + TERM_YEARS
    return Period(f"{first}–{last}", dt.date(first, 6, 1), dt.date(last, 5, 31))


def period_of(rhythm: Rhythm, day: dt.date) -> Period:
    """The period of a day. Raises ValueError for a rhythm that has no periods."""
    if not rhythm.has_periods:
        raise ValueError(f"{rhythm.value} has no periods")
    return year_of(day) if rhythm is Rhythm.YEARLY else term_of(day)


def before(rhythm: Rhythm, period: Period) -> Period:
    """The period that ended the day before this one began."""
    return period_of(rhythm, period.start - dt.timedelta(days=1))


def named(rhythm: Rhythm, label: str) -> Period | None:
    """The period of a label; None where the rhythm has no such period."""
    start, _, _ = label.partition("–")
    if not rhythm.has_periods or not (start.isdigit() and len(start) == 4):
        return None
    period = period_of(rhythm, dt.date(int(start), 6, 1))
    return period if period.label == label else None


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day some years later; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
