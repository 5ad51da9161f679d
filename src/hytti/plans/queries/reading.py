"""A plan that is being written as its colleagues read it: the whole text, with what has been said beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from hytti.core.permissions import NotAllowed, require

from ..models import Comment, Plan
from ..permissions import commentable_plans, organisations_within, readable_plans
from ..rules import states
from .plans import PlanRow, row_of
from .tree import GoalBranch, PriorityCard, Tree, tree_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from hytti.core.models import User

    from ..models import LeftOutIndicator

UNDECIDED = (*states.WRITABLE, states.State.PROPOSED)


@dataclass
class ReadGoal:
    """A goal, what has been said of it, and its sub-goals."""

    branch: GoalBranch
    comments: list[Comment]
    parts: list[ReadGoal] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """The text of a plan. `comments` are those on the whole plan; a comment is taken while `is_open`."""

    row: PlanRow
    tree: Tree
    cards: list[tuple[PriorityCard, list[ReadGoal]]]
    goals: list[ReadGoal]
    left_out: list[LeftOutIndicator]
    comments: list[Comment]
    is_open: bool


def reading(plan: Plan, user: User, today: dt.date) -> Reading:
    """The plan as the user may read it. Raises NotAllowed where it is not the user's to read or to comment on."""
    if not readable_plans(user).filter(pk=plan.pk).exists():
        raise NotAllowed
    require(user, "plans.comment", plan)
    tree = tree_of(plan, today, draft=True)
    said = _said(plan)
    return Reading(
        row=row_of(plan, today),
        tree=tree,
        cards=[(card, _read(card.goals, said)) for card in tree.cards],
        goals=_read(tree.goals, said),
        left_out=list(plan.left_out.all()),
        comments=said.get(None, []),
        is_open=plan.state in UNDECIDED,
    )


def _said(plan: Plan) -> dict[int | None, list[Comment]]:
    """What colleagues have said, and what was published of the rounds, by goal, oldest first."""
    found: dict[int | None, list[Comment]] = {}
    comments = Comment.objects.filter(plan=plan).filter(Q(round=None) | Q(state=Comment.State.PUBLISHED))
    for comment in comments.select_related("by").order_by("at", "pk"):
        found.setdefault(comment.goal_id, []).append(comment)
    return found


def _read(branches: Iterable[GoalBranch], said: Mapping[int | None, list[Comment]]) -> list[ReadGoal]:
    return [ReadGoal(one, said.get(one.goal.pk, []), _read(one.parts, said)) for one in branches]


def of_others(user: User, today: dt.date) -> list[PlanRow]:
    """The plans of others that are being written and on which the user may comment, drafts first."""
    own = organisations_within(user, "plans.edit").values("pk")
    found = commentable_plans(user).filter(state__in=UNDECIDED).exclude(organisation__in=own)
    order = [state.value for state in UNDECIDED]
    plans = sorted(
        found.select_related("organisation"), key=lambda plan: (order.index(plan.state), plan.organisation.name_fi)
    )
    return [row_of(plan, today) for plan in plans]
