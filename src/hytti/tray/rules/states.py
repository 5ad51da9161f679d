"""From which state an offer comes to which, and who takes the step. The table is data: pages, actions, docs read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

REVIEW_AFTER = dt.timedelta(days=365)  # the national catalogue asks for a review at least yearly
EXPIRES_AFTER = dt.timedelta(days=60)  # after the review day; our own rule
REMINDED_BEFORE = dt.timedelta(days=30)


class State(StrEnum):
    """The values of `Offer.State`."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DUE = "due"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Taker(StrEnum):
    """Who takes a step: the provider, the moderator, or the calendar."""

    PROVIDER = "provider"
    MODERATOR = "moderator"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Step:
    before: State
    after: State
    takers: frozenset[Taker]
    needs_reason: bool = False


_PROVIDER, _MODERATOR = frozenset({Taker.PROVIDER}), frozenset({Taker.MODERATOR})
_EITHER, _CALENDAR = _PROVIDER | _MODERATOR, frozenset({Taker.CALENDAR})

STEPS = (
    Step(State.DRAFT, State.PROPOSED, _EITHER),
    Step(State.PROPOSED, State.DRAFT, _EITHER, needs_reason=True),
    Step(State.PROPOSED, State.PUBLISHED, _MODERATOR),
    Step(State.PUBLISHED, State.DUE, _CALENDAR),
    Step(State.DUE, State.PUBLISHED, _EITHER),  # looked at again and found right
    Step(State.DUE, State.EXPIRED, _CALENDAR),
    Step(State.EXPIRED, State.PROPOSED, _EITHER),
    Step(State.PUBLISHED, State.WITHDRAWN, _EITHER, needs_reason=True),
    Step(State.DUE, State.WITHDRAWN, _EITHER, needs_reason=True),
    Step(State.EXPIRED, State.WITHDRAWN, _EITHER, needs_reason=True),
    Step(State.WITHDRAWN, State.DRAFT, _EITHER),
)


def steps_from(state: str, taker: Taker) -> tuple[Step, ...]:
    """Where somebody may take an offer from a state."""
    return tuple(step for step in STEPS if step.before == state and taker in step.takers)


def step(before: str, after: str) -> Step | None:
    """The step of the table; None where there is no such step."""
    return next((one for one in STEPS if (one.before, one.after) == (before, after)), None)
