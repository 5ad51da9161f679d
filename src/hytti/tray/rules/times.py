"""Times as people tell them (weekly on Tuesdays) and as RFC 5545 writes them, both ways."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONCE, WEEKLY, EVERY_OTHER, MONTHLY = "once", "weekly", "biweekly", "monthly"
RULES = {WEEKLY: "FREQ=WEEKLY", EVERY_OTHER: "FREQ=WEEKLY;INTERVAL=2", MONTHLY: "FREQ=MONTHLY"}


@dataclass(frozen=True)
class Told:
    """repeats: once, weekly, biweekly or monthly (on the same weekday of the month)."""

    starts_on: dt.date
    repeats: str
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    ends_on: dt.date | None = None


def rule_of(told: Told) -> str:
    """The rule of RFC 5545, without DTSTART; empty for a single time."""
    if told.repeats == ONCE:
        return ""
    day = DAYS[told.starts_on.weekday()]
    if told.repeats == MONTHLY:
        day = f"{(told.starts_on.day - 1) // 7 + 1}{day}" if told.starts_on.day <= 28 else f"-1{day}"
    until = f";UNTIL={told.ends_on:%Y%m%d}T235959" if told.ends_on else ""
    return f"{RULES[told.repeats]};BYDAY={day}{until}"


def repeats_of(rrule: str) -> str | None:
    """How the rule repeats, in the form's words; None for a rule that the form cannot tell."""
    if not rrule:
        return ONCE
    parts = dict(part.partition("=")[::2] for part in rrule.upper().split(";"))
    days = parts.pop("BYDAY", "").split(",")
    parts.pop("UNTIL", None)
    kept = ";".join(f"{name}={value}" for name, value in parts.items() if (name, value) != ("INTERVAL", "1"))
    found = next((name for name, rule in RULES.items() if rule == kept), None)
    return found if len(days) == 1 and days[0] else None
