"""What a report tells of, gathered once: the plan with its goals, actions and reviews."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import get_language

from hytti.core.templatetags.hytti import translated
from hytti.plans.models import Action, Goal, IndicatorLink, Review
from hytti.plans.queries.status import status_of

from .pieces import clean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from typing import Any

    from hytti.plans.models import LeftOutIndicator, Plan, Priority, Worry

    from ..models import Report
    from .figures import Figures


@dataclass(frozen=True, slots=True)
class Done:
    """An action with how it stands, and its handed-in reviews of the report's years, oldest first."""

    action: Action
    mark: str
    status: str
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal with its actions and the figures that follow it; sub-goals come after their goal."""

    goal: Goal
    actions: tuple[Done, ...]
    links: tuple[IndicatorLink, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A priority with its goals; None holds the goals that belong to no priority."""

    priority: Priority | None
    aims: tuple[Aim, ...]
    links: tuple[IndicatorLink, ...]

    @property
    def actions(self) -> Iterator[Done]:
        return (done for aim in self.aims for done in aim.actions)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that the content of a report is made of, on a day."""

    report: Report
    today: dt.date
    figures: Figures
    branches: tuple[Branch, ...] = ()
    worries: tuple[Worry, ...] = ()
    left_out: tuple[LeftOutIndicator, ...] = ()
    followed: tuple[IndicatorLink, ...] = field(default=())

    @property
    def plan(self) -> Plan | None:
        return self.report.plan

    @property
    def organisation(self) -> str:
        return name_of(self.report.organisation)[0]

    @property
    def actions(self) -> list[Done]:
        return [done for branch in self.branches for done in branch.actions]

    @property
    def statuses(self) -> Counter[str]:
        """How many actions stand how, in words."""
        return Counter(done.status for done in self.actions)

    @property
    def followed_keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(link.indicator_key for link in self.followed))


def name_of(record: Any, name: str = "name") -> tuple[str, str]:
    """A record's text in the language of the report, and its language where that is another."""
    said, language = translated(record, name)
    return clean(said), "" if language == get_language() else language


def gather(report: Report, today: dt.date, figures: Figures) -> Material:
    """The material of a report, from a number of queries that does not grow with the plan."""
    plan = report.plan
    if plan is None:
        return Material(report, today, figures)
    reviews = Review.objects.filter(handed_in_at__isnull=False, year__range=(report.starts, report.ends))
    actions = (
        Action.objects.select_related("responsible_organisation", "responsible_body", "responsible_post")
        .prefetch_related("partners", Prefetch("reviews", reviews.order_by("year"), to_attr="told"))
        .order_by("order", "pk")
    )
    links = IndicatorLink.objects.order_by("order", "name_fi", "pk")
    goals = plan.goals.prefetch_related(Prefetch("actions", actions), Prefetch("indicators", links))
    by_priority: dict[int | None, list[Goal]] = {}
    for priority_id, goal in _in_order(list(goals.order_by("order", "pk"))):
        by_priority.setdefault(priority_id, []).append(goal)
    priorities = plan.priorities.prefetch_related(Prefetch("indicators", links)).order_by("order", "pk")
    branches = [
        Branch(priority, _aims(by_priority.get(priority.pk, []), today), tuple(priority.indicators.all()))
        for priority in priorities
    ]
    if alone := _aims(by_priority.get(None, []), today):
        branches.append(Branch(None, alone, ()))
    worries = tuple(plan.worries.prefetch_related(Prefetch("indicators", links)).order_by("kind", "order", "pk"))
    followed = [link for branch in branches for link in branch.links]
    followed += [link for branch in branches for aim in branch.aims for link in aim.links]
    followed += [link for worry in worries for link in worry.indicators.all()]
    left_out = tuple(plan.left_out.order_by("name_fi", "pk"))
    return Material(report, today, figures, tuple(branches), worries, left_out, tuple(followed))


def _in_order(goals: list[Goal]) -> Iterator[tuple[int | None, Goal]]:
    """Each goal followed by its sub-goals, with its priority or the one of the goal above it."""
    known = {goal.pk for goal in goals}
    below: dict[int | None, list[Goal]] = {}
    for goal in goals:
        below.setdefault(goal.parent_id if goal.parent_id in known else None, []).append(goal)

    def walk(parent: int | None, priority: int | None) -> Iterator[tuple[int | None, Goal]]:
        for goal in below.get(parent, ()):
            own = goal.priority_id or priority
            yield own, goal
            yield from walk(goal.pk, own)

    return walk(None, None)


def _aims(goals: list[Goal], today: dt.date) -> tuple[Aim, ...]:
    return tuple(
        Aim(
            goal,
            tuple(Done(action, *status_of(action, today), tuple(action.told)) for action in goal.actions.all()),  # type: ignore[attr-defined]
            tuple(goal.indicators.all()),
        )
        for goal in goals
    )
