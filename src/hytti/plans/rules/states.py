"""From which state a plan comes to which, what a step asks for, and what may still be written in a state.

The table is data: the pages, the actions, the tests and the picture in the docs read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The values of `Plan.State`."""

    DRAFT = "draft"
    FOR_COMMENTS = "for_comments"
    PROPOSED = "proposed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Needs(StrEnum):
    """What a step asks for."""

    NOTHING = "nothing"
    WHOLE_TEXT = "whole_text"  # no goal without a responsible party, no target without unit and day
    DECISION = "decision"  # day, who decided, and a section or a case number; asks for the whole text too
    DECISION_ELSEWHERE = "decision_elsewhere"  # the same facts of a text that was decided before it was known here


@dataclass(frozen=True)
class Step:
    before: State
    after: State
    needs: Needs = Needs.NOTHING


STEPS = (
    Step(State.DRAFT, State.FOR_COMMENTS),
    Step(State.DRAFT, State.PROPOSED, Needs.WHOLE_TEXT),
    Step(State.FOR_COMMENTS, State.DRAFT),
    Step(State.FOR_COMMENTS, State.PROPOSED, Needs.WHOLE_TEXT),
    Step(State.PROPOSED, State.DRAFT),
    Step(State.PROPOSED, State.APPROVED, Needs.DECISION),
    Step(State.APPROVED, State.IN_FORCE),
    Step(State.APPROVED, State.ENDED),
    Step(State.IN_FORCE, State.ENDED),
    Step(State.UNKNOWN, State.APPROVED, Needs.DECISION_ELSEWHERE),
)

WRITABLE = frozenset({State.DRAFT, State.FOR_COMMENTS})
"""The states in which everything may be written."""

FOLLOWED = frozenset({State.APPROVED, State.IN_FORCE, State.ENDED, State.UNKNOWN})
"""The states in which the follow-up of actions is told, and in which a plan known from a source is completed."""

FOLLOW_UP_FIELDS = frozenset(
    {"tasks", "said_status", "status_reason", "merged_into", "contact", "review_from", "review_every"}
)
"""The fields of an action that belong to its follow-up and change after the approval."""


def steps_from(state: str) -> tuple[Step, ...]:
    """Where a plan in a state may go next."""
    return tuple(step for step in STEPS if step.before == state)


def step(before: str, after: str) -> Step | None:
    """The step of the table; None where there is no such step."""
    return next((one for one in STEPS if (one.before, one.after) == (before, after)), None)
