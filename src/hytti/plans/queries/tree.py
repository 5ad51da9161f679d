"""A plan as a tree: priorities, goals, sub-goals, actions and the figures that follow them, ready for a page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from ..models import Action, Goal, IndicatorLink, Plan, Priority, Worry
from . import figures
from .progress import Line, Progress, together
from .rows import ActionRow, address_maker, by_goal, progress_of, rows_of, unlinked
from .status import NOT_YET
from .visible import public_priorities, with_served

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from hytti.core.models import Organisation


Links = dict[tuple[type[Priority | Goal | Worry], int], list[IndicatorLink]]


@dataclass
class GoalBranch:
    """A goal with its actions, figures and sub-goals; what it serves only where that may be seen."""

    goal: Goal
    number: str
    url: str
    actions: list[ActionRow]
    figures: list[figures.FigureRow]
    serves: Priority | None
    serves_goal: Goal | None
    merged_into: GoalBranch | None = None
    parts: list[GoalBranch] = field(default_factory=list)


@dataclass(frozen=True)
class PriorityCard:
    priority: Priority
    goals: list[GoalBranch]
    figures: list[figures.FigureRow]
    serves: Priority | None
    served_by: list[Priority]
    progress: Progress
    goal_count: int
    is_followed: bool

    @property
    def followers(self) -> list[tuple[Organisation, bool]]:
        """The organisations whose plans follow the priority, each once, and whether only made-up plans of it do."""
        found: dict[Organisation, bool] = {}
        for one in self.served_by:
            owner = one.plan.organisation
            found[owner] = found.get(owner, True) and one.plan.is_made_up
        return list(found.items())


@dataclass(frozen=True)
class Tree:
    """The whole of a plan. `goals` are those outside the priorities."""

    cards: list[PriorityCard]
    goals: list[GoalBranch]
    worries: list[tuple[Worry, list[figures.FigureRow]]]
    lines: list[Line]
    progress: Progress
    is_readable: bool


def links_with_sources() -> QuerySet[IndicatorLink]:
    return IndicatorLink.objects.select_related("area", "source")


def links_of(owners: Q) -> Links:
    """The figures of some records, by the record that they follow."""
    found: Links = {}
    for link in links_with_sources().filter(owners):
        for model, key in ((Priority, link.priority_id), (Goal, link.goal_id), (Worry, link.worry_id)):
            if key:
                found.setdefault((model, key), []).append(link)
    return found


def tree_of(plan: Plan, today: dt.date, *, draft: bool = False) -> Tree:
    """The whole plan from a number of queries that does not grow with it.

    draft: the plan's parts have no pages of their own, so that nothing leads to them.
    """
    priorities = plan.priorities.select_related("source").prefetch_related(
        Prefetch("serves", public_priorities().select_related("plan")),
        Prefetch("served_by", public_priorities().select_related("plan__organisation")),
    )
    goals = with_served(Goal.objects.filter(plan=plan).order_by("order"))
    worries = plan.worries.prefetch_related("goals")
    links = links_of(Q(priority__plan=plan) | Q(goal__plan=plan) | Q(worry__plan=plan))
    rows = rows_of(Action.objects.filter(goal__plan=plan).order_by("goal__order", "order", "pk"), today, draft=draft)
    builder = _Builder(plan, links, rows, today, draft=draft)
    return builder.tree(list(priorities), goals, list(worries))


class _Builder:
    def __init__(
        self, plan: Plan, links: Links, rows: Iterable[ActionRow], today: dt.date, *, draft: bool = False
    ) -> None:
        self.area, self.links, self.today, self.draft = figures.area_of(plan), links, today, draft
        self.is_followed = plan.state not in NOT_YET
        self.newest = figures.newest_of([link for of_one in links.values() for link in of_one], self.area)
        self.rows = by_goal(rows)
        self.address = unlinked if draft else address_maker("plans:goal")

    def tree(self, priorities: list[Priority], goals: list[Goal], worries: list[Worry]) -> Tree:
        by_priority: dict[int | None, list[Goal]] = {}
        for goal in goals:
            by_priority.setdefault(goal.priority_id, []).append(goal)
        cards = [self._card(number, one, by_priority.get(one.pk, [])) for number, one in enumerate(priorities, 1)]
        outside = by_priority.get(None, [])
        lines = [Line(card.priority, card.progress) for card in cards]
        if outside:
            lines.append(Line(None, self._progress(outside)))
        progress = together(line.progress for line in lines)
        worries = sorted(worries, key=lambda worry: (worry.kind != Worry.Kind.WORRY, worry.order))
        told = [(worry, self.figures(worry)) for worry in worries]
        return Tree(cards, self.branches(outside), told, lines, progress, self.newest.is_readable)

    def figures(self, owner: Priority | Goal | Worry) -> list[figures.FigureRow]:
        found = self.links.get((type(owner), owner.pk), ())
        rows = figures.rows_of(found, self.newest, self.area, self.today)
        return [replace(row, thread="") for row in rows] if self.draft else rows

    def branches(self, goals: Iterable[Goal], number: str = "") -> list[GoalBranch]:
        """The goals as a tree, numbered below `number`; a goal whose parent is not among them stands at the top."""
        found = {goal.pk: self._branch(goal) for goal in goals}
        tops: list[GoalBranch] = []
        for branch in found.values():
            parent = found.get(branch.goal.parent_id or 0)
            branch.merged_into = found.get(branch.goal.merged_into_id or 0)
            (parent.parts if parent else tops).append(branch)
        _number(tops, number)
        return tops

    def _branch(self, goal: Goal) -> GoalBranch:
        return GoalBranch(
            goal=goal,
            number="",
            url=self.address(goal.pk),
            actions=self.rows.get(goal.pk, []),
            figures=self.figures(goal),
            serves=goal.serves,
            serves_goal=goal.serves_goal,
        )

    def _card(self, number: int, priority: Priority, goals: list[Goal]) -> PriorityCard:
        return PriorityCard(
            priority=priority,
            goals=self.branches(goals, f"{number}."),
            figures=self.figures(priority),
            serves=priority.serves,
            served_by=list(priority.served_by.all()),
            progress=self._progress(goals),
            goal_count=len(goals),
            is_followed=self.is_followed,
        )

    def _progress(self, goals: Iterable[Goal]) -> Progress:
        return progress_of(row for goal in goals for row in self.rows.get(goal.pk, ()))


def _number(branches: list[GoalBranch], above: str) -> None:
    for place, branch in enumerate(branches, 1):
        branch.number = f"{above}{place}"
        _number(branch.parts, f"{branch.number}.")


def one_goal(goal: Goal, today: dt.date) -> tuple[GoalBranch, bool]:
    """One goal with its own actions, figures and sub-goals, and whether the newest figures could be read."""
    goals = [goal, *with_served(Goal.objects.filter(parent=goal))]
    rows = rows_of(Action.objects.filter(goal__in=goals).order_by("order", "pk"), today)
    builder = _Builder(goal.plan, links_of(Q(goal__in=goals)), rows, today)
    [branch] = builder.branches(goals)
    for part in branch.parts:
        part.number = ""  # its place in the plan is not known here
    return branch, builder.newest.is_readable
