"""Rules of repetition (RFC 5545, RRULE) that a calendar of offers can show.

A rule repeats daily at most. Weekly, monthly and yearly rules may go on without an end: a group that meets on Mondays
is normal, and whoever reads the calendar draws it a year ahead. A daily rule without an end is right for opening
hours and wrong for sessions; an event ends always. Hours and minutes do not belong into a rule: a time has one start.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr

from .problems import Code, problem

if TYPE_CHECKING:
    from .problems import Problem

LONGEST, MOST_TIMES = 300, 1000
PART = re.compile(
    r"(FREQ|UNTIL|COUNT|INTERVAL|BYDAY|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYMONTH|BYSETPOS|WKST)=([A-Z0-9+,-]+)"
)
FREQUENT = ("SECONDLY", "MINUTELY", "HOURLY")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def plain_rule(text: str) -> str:
    """The rule without its name and spaces, in capitals; its end is a day, which is still in it."""
    rule = re.sub(r"\s", "", text).upper().removeprefix("RRULE:").rstrip(";")
    return re.sub(r"(UNTIL=[0-9]{8})T[0-9]{6}Z?", r"\1", rule)


@lru_cache(maxsize=4096)
def rule_problem(rule: str, starts_on: dt.date, *, may_be_daily: bool, must_end: bool) -> Problem | None:
    """What is wrong with a plain rule, or None. may_be_daily: opening hours, which may be daily without an end."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts.get("FREQ") in FREQUENT or {"BYHOUR", "BYMINUTE", "BYSECOND"} & parts.keys():
        return problem(Code.TOO_OFTEN, value=rule)
    if len(rule) > LONGEST or len(parts) != rule.count(";") + 1 or not all(map(PART.fullmatch, rule.split(";"))):
        return problem(Code.NOT_A_RULE, value=rule[:LONGEST])
    try:
        if int(parts.get("COUNT", 1)) not in range(1, MOST_TIMES + 1) or int(parts.get("INTERVAL", 1)) < 1:
            return problem(Code.NOT_A_RULE, value=rule)
        until = until_of(rule)
        rrulestr(_without_until(rule), dtstart=dt.datetime.combine(starts_on, dt.time()))
    except (ValueError, OverflowError, TypeError, KeyError):
        return problem(Code.NOT_A_RULE, value=rule)
    if until and until < starts_on:
        return problem(Code.ENDS_BEFORE_START, start=starts_on.isoformat(), end=until.isoformat())
    if not until and "COUNT" not in parts and (must_end or (parts["FREQ"] == "DAILY" and not may_be_daily)):
        return problem(Code.ENDLESS, value=rule)
    return None


def until_of(rule: str) -> dt.date | None:
    """The last day of a rule with UNTIL. Raises ValueError on what is no day."""
    found = re.search(r"(?:^|;)UNTIL=([^;]*)", rule)
    return dt.date.fromisoformat(found[1][:8]) if found else None


def weekly(days: list[int], starts_on: dt.date, until: dt.date | None = None, interval: int = 1) -> tuple[dt.date, str]:
    """A weekly rule on the days (0 is Monday), and the first of them on or after the day it starts."""
    first = min(starts_on + dt.timedelta(days=(day - starts_on.weekday()) % 7) for day in days)
    rule = ["FREQ=WEEKLY", *([f"INTERVAL={interval}"] if interval > 1 else [])]
    rule.append("BYDAY=" + ",".join(DAYS[day] for day in sorted(set(days))))
    return first, ";".join([*rule, *([f"UNTIL={until:%Y%m%d}"] if until else [])])


def _without_until(rule: str) -> str:
    return ";".join(part for part in rule.split(";") if not part.startswith("UNTIL="))
