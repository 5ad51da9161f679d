"""The page of a goal and the page of an action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..models import Action, Goal, Review, Worry
from ..rules.tasks import Task, tasks_of
from . import thread
from .plans import PlanRow, row_of
from .progress import Progress
from .rows import ActionRow, Reader, progress_of
from .status import NOT_YET, task_status
from .tree import GoalBranch, one_goal
from .visible import public_actions, public_goals, with_served

if TYPE_CHECKING:
    import datetime as dt

OF_A_GOAL = ("plan__organisation__area", "plan__source", "priority", "parent", "source", "theme")


@dataclass(frozen=True)
class GoalPage:
    """A goal: its branch, where it came from and what it became. `before` and `after` are its other versions."""

    row: PlanRow
    branch: GoalBranch
    parent: Goal | None
    worries: list[Worry]
    served_by: list[Goal]
    merged: list[Goal]
    merged_into: Goal | None
    before: Goal | None
    after: list[Goal]
    progress: Progress
    stations: list[thread.Station]
    is_readable: bool

    @property
    def is_followed(self) -> bool:
        """Whether the plan was decided, so that its progress means something."""
        return self.row.plan.state not in NOT_YET


@dataclass(frozen=True)
class ActionPage:
    """An action: its row, its reviews and its place in the plan."""

    row: PlanRow
    action: ActionRow
    reviews: list[tuple[Review, None]]
    merged: list[Action]
    merged_into: Action | None
    before: Action | None
    after: list[Action]
    stations: list[thread.Station]
    tasks: list[tuple[Task, str, str]]


def goal_page(pk: int, today: dt.date) -> GoalPage | None:
    found = with_served(public_goals().select_related(*OF_A_GOAL).filter(pk=pk))
    if not found:
        return None
    [goal] = found
    branch, is_readable = one_goal(goal, today)
    worries = list(goal.worries.select_related("source").prefetch_related("indicators"))
    rows = [*branch.actions, *(row for part in branch.parts for row in part.actions)]
    return GoalPage(
        row=row_of(goal.plan, today),
        branch=branch,
        parent=goal.parent,
        worries=worries,
        served_by=list(public_goals().filter(serves_goal=goal).select_related("plan__organisation")),
        merged=list(public_goals().filter(merged_into=goal)),
        merged_into=_goal(goal.merged_into_id),
        before=_goal(goal.continues_id),
        after=list(public_goals().filter(continues=goal).select_related("plan")),
        progress=progress_of(rows),
        stations=thread.of_goal(goal, worries, rows),
        is_readable=is_readable,
    )


def action_page(pk: int, today: dt.date) -> ActionPage | None:
    related = ("goal__plan__organisation__area", "goal__plan__source", "goal__priority", "source")
    found = public_actions().select_related(*related, "theme").prefetch_related("areas")
    action = found.filter(pk=pk).first()
    if action is None:
        return None
    goal = action.goal
    [row] = Reader([action], today).rows()
    worries = list(goal.worries.prefetch_related("indicators"))
    reviews = action.reviews.filter(handed_in_at__isnull=False).order_by("-year")
    return ActionPage(
        row=row_of(goal.plan, today),
        action=row,
        reviews=[(review, None) for review in reviews],
        merged=list(public_actions().filter(merged_into=action)),
        merged_into=_action(action.merged_into_id),
        before=_action(action.continues_id),
        after=list(public_actions().filter(continues=action).select_related("goal__plan")),
        stations=thread.of_action(row, worries),
        tasks=[(task, *task_status(task, today)) for task in tasks_of(action.tasks)],
    )


def _goal(pk: int | None) -> Goal | None:
    return public_goals().filter(pk=pk).select_related("plan").first() if pk else None


def _action(pk: int | None) -> Action | None:
    return public_actions().filter(pk=pk).select_related("goal__plan").first() if pk else None
