"""How a duty stands for one organisation on a day, from what is known of it.

Nothing known is never the same as not done: a period that is over without evidence is unknown. Only a source that
says that it was not done makes a duty late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .duties import Basis, Duty
from .periods import Period, before, period_of, years_after


class State(StrEnum):
    DONE = "done"
    PARTLY = "partly"
    OPEN = "open"
    LATE = "late"
    UNKNOWN = "unknown"


class Known(Protocol):
    """What is known: the period it counts for ("" where the rhythm has none), what it shows, when it happened."""

    @property
    def period(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def happened_on(self) -> str: ...


@dataclass(frozen=True)
class Standing:
    """The state of a duty in a period, the day it is due, and the evidence."""

    state: State
    period: Period | None
    due: dt.date | None
    evidence: Sequence[Known]


def stand(duty: Duty, basis: Basis, known: Sequence[Known], today: dt.date) -> tuple[Standing | None, Standing | None]:
    """How the duty stands now and how it stood in the period before; None where it was not in force.

    `known` is all that is known of this duty of this organisation, newest first.
    """
    if not basis.holds_on(today):
        return None, None
    if duty.rhythm.has_periods:
        current = period_of(duty.rhythm, today)
        earlier = before(duty.rhythm, current)
        return (
            _in_period(current, known, today),
            _in_period(earlier, known, today) if basis.valid_from and earlier.end >= basis.valid_from else None,
        )
    if duty.rhythm.interval:
        return _since_last(duty.rhythm.interval, basis, known, today), None
    return _standing(known), None


def _in_period(period: Period, known: Sequence[Known], today: dt.date) -> Standing:
    mine = [item for item in known if item.period == period.label]
    over = today > period.end
    state = _shown(mine)
    if state is None:
        state = State.UNKNOWN if over else State.OPEN
    elif state is State.LATE and not over:
        state = State.OPEN
    return Standing(state, period, period.end, mine)


def _since_last(years: int, basis: Basis, known: Sequence[Known], today: dt.date) -> Standing:
    """From the last time the years run again; before the first time they run from the day of the law."""
    done = [day for item in known if item.outcome == State.DONE and (day := _day(item.happened_on)) is not None]
    if done and years_after(max(done), years) >= today:
        return Standing(State.DONE, None, years_after(max(done), years), known)
    first_due = years_after(basis.valid_from, years) - dt.timedelta(days=1) if basis.valid_from else None
    if not done and first_due and today <= first_due:
        started = _shown(known) is State.PARTLY
        return Standing(State.PARTLY if started else State.OPEN, None, first_due, known)
    rest = _shown([item for item in known if item.outcome != State.DONE])
    return Standing(rest or State.UNKNOWN, None, None, known)


def _standing(known: Sequence[Known]) -> Standing:
    return Standing(_shown(known) or State.UNKNOWN, None, None, known)


def _shown(known: Sequence[Known]) -> State | None:
    """The best that the evidence shows; None without evidence."""
    outcomes = {item.outcome for item in known}
    for outcome, state in (("done", State.DONE), ("partly", State.PARTLY), ("not_done", State.LATE)):
        if outcome in outcomes:
            return state
    return None


def _day(partial: str) -> dt.date | None:
    """The first day of a date of reduced precision, so that no due day is told too late."""
    return dt.date.fromisoformat((partial + "-01-01")[:10]) if partial else None
