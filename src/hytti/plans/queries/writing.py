"""A plan as those who write it see it: everything in order, with its place among its siblings, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hytti.facts import Unreadable

from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from ..store import facts
from .figures import FigureRow, area_of, newest_of, rows_of
from .missing import Gap, missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from hytti.core.models import User


@dataclass
class Node:
    """A record with its place (1 … of how many), its number in the plan (1.2), the level of its heading, and what
    stands under it."""

    record: Any
    place: int
    of: int
    number: str = ""
    level: int = 2
    figures: list[IndicatorLink] = field(default_factory=list)
    actions: list[Node] = field(default_factory=list)
    goals: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Outline:
    plan: Plan
    worries: list[Node]
    joys: list[Node]
    priorities: list[Node]
    goals: list[Node]
    left_out: list[LeftOutIndicator]
    gaps: list[Gap]
    actions: int


def outline(plan: Plan) -> Outline:
    """The plan's contents as a tree, in a fixed number of questions."""
    goals = list(Goal.objects.filter(plan=plan).order_by("order", "pk"))
    actions: dict[int, list[Action]] = {}
    related = ("goal", "responsible_organisation", "responsible_body", "responsible_post")
    for action in Action.objects.filter(goal__plan=plan).select_related(*related).order_by("order", "pk"):
        actions.setdefault(action.goal_id, []).append(action)
    figures: dict[tuple[str, int], list[IndicatorLink]] = {}
    for owner in ("goal", "priority", "worry"):
        for link in IndicatorLink.objects.filter(**{f"{owner}__plan": plan}).order_by("order", "pk"):
            figures.setdefault((owner, getattr(link, f"{owner}_id")), []).append(link)

    by_parent: dict[int | None, list[Goal]] = {}
    for goal in goals:
        by_parent.setdefault(goal.parent_id, []).append(goal)

    def of_goals(found: Iterable[Goal], above: str = "", level: int = 3) -> list[Node]:
        nodes = _placed(found, above)
        for node in nodes:
            node.level = level
            node.figures = figures.get(("goal", node.record.pk), [])
            node.actions = _placed(actions.get(node.record.pk, []))
            node.goals = of_goals(by_parent.get(node.record.pk, []), node.number, min(level + 1, 6))
        return nodes

    priorities = _placed(Priority.objects.filter(plan=plan).order_by("order", "pk"))
    for node in priorities:
        node.figures = figures.get(("priority", node.record.pk), [])
        node.goals = of_goals((g for g in by_parent.get(None, []) if g.priority_id == node.record.pk), node.number)
    told = list(Worry.objects.filter(plan=plan).order_by("order", "pk"))
    worries, joys = (_placed(one for one in told if one.kind == kind) for kind in (Worry.Kind.WORRY, Worry.Kind.JOY))
    for node in [*worries, *joys]:
        node.figures = figures.get(("worry", node.record.pk), [])
    return Outline(
        plan=plan,
        worries=worries,
        joys=joys,
        priorities=priorities,
        goals=of_goals(g for g in by_parent.get(None, []) if g.priority_id is None),
        left_out=list(LeftOutIndicator.objects.filter(plan=plan).order_by("name_fi", "pk")),
        gaps=missing(plan),
        actions=sum(map(len, actions.values())),
    )


def _placed(records: Iterable[Any], above: str = "") -> list[Node]:
    found, before = list(records), f"{above}." if above else ""
    return [Node(record, place, len(found), f"{before}{place}") for place, record in enumerate(found, start=1)]


def actions_in_order(plan: Plan) -> list[Action]:
    """The plan's actions in the order of its text, with their goals and who answers for them."""
    found = outline(plan)
    nodes = [goal for priority in found.priorities for goal in priority.goals] + found.goals
    return [action for node in nodes for action in _actions_under(node)]


def _actions_under(node: Node) -> list[Action]:
    own = [action.record for action in node.actions]
    return own + [action for part in node.goals for action in _actions_under(part)]


def known_figures() -> set[str]:
    """The keys of the figures in the store; none where it cannot be read."""
    try:
        return {row.indicator for row in facts().coverage()}
    except Unreadable:
        return set()


def figures_beside(record: Any, plan: Plan, today: dt.date) -> tuple[list[FigureRow], bool]:
    """What the figures of a worry, or a figure itself, say now; and whether the store could be read."""
    related = ("area", "source")
    if isinstance(record, IndicatorLink):
        links = list(IndicatorLink.objects.filter(pk=record.pk).select_related(*related))
    elif record.pk is not None and hasattr(record, "indicators"):
        links = list(record.indicators.select_related(*related))
    else:
        links = []
    area = area_of(plan)
    newest = newest_of(links, area)
    return rows_of(links, newest, area, today), newest.is_readable


def plans_of(user: User) -> list[Plan]:
    """The plans that the user writes: what is being written first, then the newest term first."""
    from ..permissions import plans_within

    drafts = (Plan.State.DRAFT, Plan.State.FOR_COMMENTS, Plan.State.PROPOSED)
    found = plans_within(user, "plans.edit").select_related("organisation")
    return sorted(found, key=lambda plan: (plan.state not in drafts, -(plan.ends or 0), plan.title_fi))
