"""How a plan and an action stand on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ..models import Action, Plan
from ..rules import tasks
from ..rules.tasks import Standing as Told

if TYPE_CHECKING:
    import datetime as dt

MARKS = {
    Plan.State.DRAFT: "progress",
    Plan.State.FOR_COMMENTS: "progress",
    Plan.State.PROPOSED: "progress",
    Plan.State.APPROVED: "done",
    Plan.State.IN_FORCE: "done",
    Plan.State.ENDED: "ended",
    Plan.State.UNKNOWN: "unconfirmed",
}
NOT_YET = (Plan.State.DRAFT, Plan.State.FOR_COMMENTS, Plan.State.PROPOSED)
"""The states of a plan that nobody has decided yet: what it proposes is not followed."""


def state_of(plan: Plan, today: dt.date) -> tuple[str, str]:
    """The mark and the words of a plan's state. A plan whose last year is over has ended, whatever was written."""
    state = Plan.State(plan.state)
    if plan.ends and plan.ends < today.year and state not in NOT_YET:
        state = Plan.State.ENDED
    word = str(state.label)
    if state is Plan.State.ENDED and plan.ends:
        word = _("Kausi %(years)s on päättynyt") % {"years": years_of(plan)}
    return MARKS[state], word


def years_of(plan: Plan) -> str:
    """“2021–2025”, “2022”, “–2025” or nothing."""
    if plan.starts == plan.ends:
        return str(plan.starts or "")
    return f"{plan.starts or ''}–{plan.ends or ''}"


def status_of(action: Action, today: dt.date) -> tuple[str, str]:
    """The mark and the words of an action's status: what was said of it, else what its tasks and days tell.

    An action whose days are over without a word of it is unknown, not done and not late; one that has tasks left is
    late.
    """
    if action.merged_into_id:
        return "ended", _("Yhdistetty toiseen")
    if action.said_status:
        marks = {"done": "done", "on_time": "progress", "late": "late", "stopped": "ended"}
        return marks[action.said_status], str(Action.Status(action.said_status).label)
    told = tasks.standing(tasks.tasks_of(action.tasks), today)
    is_over = action.ends_on is not None and action.ends_on < today
    if told is Told.DONE:
        return "done", str(Action.Status.DONE.label)
    if told is Told.LATE or (is_over and told is not Told.NONE):
        return "late", str(Action.Status.LATE.label)
    if told is not Told.BEGUN and action.starts_on and action.starts_on > today:
        return "open", _("Ei alkanut")
    if is_over:
        return "unconfirmed", _("Aika päättynyt, toteutumista ei tiedetä")
    if action.starts_on or told is Told.BEGUN:
        return "progress", str(Action.Status.ON_TIME.label)
    return "unconfirmed", _("Ei tiedossa")


def task_status(task: tasks.Task, today: dt.date) -> tuple[str, str]:
    """The mark and the word of a task of an action."""
    if task.is_done:
        return "done", _("Tehty")
    return ("late", _("Myöhässä")) if task.is_late(today) else ("open", _("Tekemättä"))
