"""How long minutes on the net may name people: until the time for a claim for rectification or an appeal ends.

The days are counted from the day on which the minutes came on the net. That day is often not known here, so the day
of the decision stands for it and the answer is a suggestion: a person may set another day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from .models import Organisation


class Way(StrEnum):
    """How a decision is challenged: a council's by an appeal, that of other bodies first by a claim."""

    RECTIFICATION = "rectification"
    APPEAL = "appeal"


@dataclass(frozen=True)
class AppealTime:
    """The times of one statute: days of notice after publishing, then days of each way; and where it says so."""

    law: str
    section: str
    kinds: frozenset[str]
    valid_from: dt.date | None
    notice_days: int
    days: dict[Way, int]
    valid_to: dt.date | None = None


TIMES = (
    AppealTime(
        law="611/2021",
        section="145 §",
        kinds=frozenset({Organisation.Kind.COUNTY}),
        valid_from=dt.date(2021, 7, 1),
        notice_days=7,
        days={Way.RECTIFICATION: 14, Way.APPEAL: 30},
    ),
    AppealTime(
        law="410/2015",
        section="140 §",
        kinds=frozenset({Organisation.Kind.MUNICIPALITY, Organisation.Kind.REGIONAL_COUNCIL}),
        valid_from=None,  # the day was not found in our sources
        notice_days=7,
        days={Way.RECTIFICATION: 14, Way.APPEAL: 30},
    ),
)


def time_of(organisation: Organisation, day: dt.date) -> AppealTime | None:
    """The times that held for the organisation's decisions on a day; None for one that the statutes do not name."""
    return next(
        (
            time
            for time in TIMES
            if organisation.kind in time.kinds
            and (time.valid_from is None or time.valid_from <= day)
            and (time.valid_to is None or day <= time.valid_to)
        ),
        None,
    )


def last_day(organisation: Organisation, decided_on: dt.date, way: Way = Way.APPEAL) -> dt.date | None:
    """The suggested last day for names in a decision; None where no statute gives one."""
    time = time_of(organisation, decided_on)
    return None if time is None else decided_on + dt.timedelta(days=time.notice_days + time.days[way])
