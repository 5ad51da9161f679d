"""Comments as the public and as the writers of a plan see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actions.comments import open_round
from ..models import Comment, CommentRound, Goal, Plan

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class CommentPage:
    """A plan's comments: the open round, what was published and answered, and how many wait."""

    plan: Plan
    open: CommentRound | None
    coming: CommentRound | None
    published: Sequence[Comment]
    waiting: int
    hidden: int
    goals: Sequence[Goal]


def comment_page(plan: Plan, today: dt.date) -> CommentPage:
    """What anybody may read of a plan's comments."""
    of_rounds = Comment.objects.filter(plan=plan, round__isnull=False)
    return CommentPage(
        plan=plan,
        open=open_round(plan, today),
        coming=plan.rounds.filter(opens_on__gt=today).order_by("opens_on").first(),
        published=list(of_rounds.filter(state=Comment.State.PUBLISHED).select_related("goal")),
        waiting=of_rounds.filter(state=Comment.State.WAITING).count(),
        hidden=of_rounds.filter(state=Comment.State.HIDDEN).count(),
        goals=list(Goal.objects.filter(plan=plan, merged_into=None).order_by("order", "pk")),
    )


def open_rounds(today: dt.date) -> list[CommentRound]:
    """The rounds in which anybody may comment on a day, those that close first before others."""
    plans = Plan.objects.public().filter(state=Plan.State.FOR_COMMENTS)
    found = CommentRound.objects.filter(plan__in=plans, opens_on__lte=today, closes_on__gte=today)
    return list(found.select_related("plan__organisation").order_by("closes_on", "pk"))


def to_moderate(plan: Plan) -> list[Comment]:
    """Every comment of a plan's rounds, those that wait first."""
    found = Comment.objects.filter(plan=plan, round__isnull=False).select_related("goal")
    return sorted(found, key=lambda one: (one.state != Comment.State.WAITING, one.at))
