"""The red thread: from a figure to a worry, a goal, an action and who does it, and back. A gap is told, not hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from hytti.core.figure_names import figure_names
from hytti.core.templatetags.hytti import translated

from ..models import Action, Goal, IndicatorLink, Plan, Priority, Worry
from .plans import PlanRow, row_of
from .rows import ActionRow, Item, by_goal, rows_of
from .visible import public_links

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

STEPS = {
    "figure": gettext_lazy("Luku"),
    "worry": gettext_lazy("Huoli tai ilo"),
    "priority": gettext_lazy("Kärki"),
    "goal": gettext_lazy("Tavoite"),
    "action": gettext_lazy("Toimenpide"),
    "doer": gettext_lazy("Kuka tekee"),
}
MISSING = {
    "figure": gettext_lazy("Lukua ei ole liitetty"),
    "worry": gettext_lazy("Huolta tai iloa ei ole kirjattu"),
    "priority": gettext_lazy("Kärkien ulkopuolella"),
    "goal": gettext_lazy("Tavoitetta ei löytynyt"),
    "action": gettext_lazy("Toimenpidettä ei löytynyt"),
    "doer": gettext_lazy("Vastuutahoa ei ole nimetty"),
}
NOT_A_GAP = ("priority",)
"""A goal may stand outside the priorities: nothing is then missing."""
SHOWN = 3
Pair = tuple[int | None, int | None, int | None]
"""The keys of a worry, a priority and a goal."""


@dataclass(frozen=True)
class Station:
    """A step of the thread on the page of one goal or action. Without items it is a gap, and `missing` tells of it."""

    label: str
    items: list[Item]
    more: int
    missing: str
    is_gap: bool
    is_current: bool


@dataclass
class Node:
    """A box of the thread's tree. Without items it stands for what is missing."""

    step: str
    items: list[Item]
    children: list[Node] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(STEPS[self.step])

    @property
    def missing(self) -> str:
        return "" if self.items else str(MISSING[self.step])

    @property
    def is_gap(self) -> bool:
        return not self.items and self.step not in NOT_A_GAP

    @property
    def leaves(self) -> int:
        return sum(child.leaves for child in self.children) or 1


@dataclass(frozen=True)
class PlanThread:
    row: PlanRow
    tree: Node


@dataclass(frozen=True)
class Followed:
    """A figure that plans follow, for the list of figures."""

    key: str
    item: Item
    plans: int
    goals: int


@dataclass(frozen=True)
class ThreadPage:
    """The threads of one figure; without plans where it is a figure that no plan follows."""

    key: str
    name: Item
    plans: list[PlanThread]


def of_goal(goal: Goal, worries: list[Worry], rows: list[ActionRow]) -> list[Station]:
    """From the figures to those who act, round a goal."""
    doers = [item for row in rows for item in row.doers]
    above = _above(goal, worries, is_goal=True)
    return [*above, _station("action", [row.name for row in rows]), _station("doer", doers)]


def of_action(row: ActionRow, worries: list[Worry]) -> list[Station]:
    """The same round an action."""
    own = [Item(row.name.text, row.name.lang)]
    above = _above(row.action.goal, worries, is_goal=False)
    return [*above, _station("action", own, is_current=True), _station("doer", [*row.doers, *row.others])]


def _above(goal: Goal, worries: list[Worry], *, is_goal: bool) -> list[Station]:
    links = [*goal.indicators.all(), *(link for worry in worries for link in worry.indicators.all())]
    plan = goal.plan.get_absolute_url()
    told = [Item(*translated(worry, "name"), f"{plan}#{anchor_of(worry)}") for worry in worries]
    return [
        _station("figure", map(_figure, links)),
        _station("worry", told),
        _station("priority", [_item(goal.priority)] if goal.priority else []),
        _station("goal", [_item(goal, is_here=is_goal)], is_current=is_goal),
    ]


def anchor_of(worry: Worry) -> str:
    return f"h-{worry.pk}"


def _station(step: str, items: Iterable[Item], *, is_current: bool = False) -> Station:
    found = list(dict.fromkeys(items))
    missing = "" if found else str(MISSING[step])
    is_gap = not found and step not in NOT_A_GAP
    return Station(str(STEPS[step]), found[:SHOWN], max(0, len(found) - SHOWN), missing, is_gap, is_current)


def _item(record: Any, *, is_here: bool = False) -> Item:
    return Item(*translated(record, "name"), "" if is_here else record.get_absolute_url())


def _figure(link: IndicatorLink) -> Item:
    return Item(*translated(link, "name"), reverse("plans:thread", args=[link.indicator_key]))


def followed() -> list[Followed]:
    """Every figure that a public plan follows, by name."""
    found: dict[str, list[IndicatorLink]] = {}
    owners = ("priority", "goal", "worry")
    for link in public_links().select_related(*owners).order_by("name_fi", "pk"):
        found.setdefault(link.indicator_key, []).append(link)
    rows = []
    for key, links in found.items():
        plans = {owner.plan_id for link in links if (owner := _owner(link)) is not None}
        goals = {link.goal_id for link in links if link.goal_id}
        rows.append(Followed(key, _figure(links[0]), len(plans), len(goals)))
    return sorted(rows, key=lambda row: row.item.text.casefold())


def _owner(link: IndicatorLink) -> Priority | Goal | Worry | None:
    return link.priority or link.goal or link.worry


def thread_page(key: str, today: dt.date) -> ThreadPage | None:
    """The threads of a figure by plan; None for a key that neither a plan nor the catalogue of figures knows."""
    links = list(public_links().filter(indicator_key=key).select_related("priority", "goal", "worry").order_by("pk"))
    if not links:
        figure = figure_names().get(key)
        return ThreadPage(key, Item(*translated(figure.names, "")), []) if figure else None
    ids = {owner.plan_id for link in links if (owner := _owner(link)) is not None}
    plans = Plan.objects.public().filter(pk__in=ids).select_related("organisation", "source")
    weaver = _Weaver(ids, today)
    threads = [PlanThread(row_of(plan, today), weaver.tree(plan, links)) for plan in plans]
    return ThreadPage(key, _figure(links[0]), threads)


class _Weaver:
    """Follows the links of some plans. All that is needed is fetched once."""

    def __init__(self, plans: set[int], today: dt.date) -> None:
        goals = Goal.objects.filter(plan__in=plans).select_related("priority").order_by("plan", "order", "pk")
        self.goals = list(goals.prefetch_related("worries"))
        actions = Action.objects.filter(goal__plan__in=plans).order_by("goal__order", "order", "pk")
        self.rows = by_goal(rows_of(actions, today))
        self.by_pk = {goal.pk: goal for goal in self.goals}
        self.worries = {
            worry.pk: worry for worry in Worry.objects.filter(plan__in=plans).prefetch_related("goals").order_by("pk")
        }

    def tree(self, plan: Plan, links: list[IndicatorLink]) -> Node:
        mine = [link for link in links if (owner := _owner(link)) is not None and owner.plan_id == plan.pk]
        pairs: dict[Pair, None] = {}
        for link in mine:
            pairs |= dict.fromkeys(self._pairs(link))
        by_worry: dict[int | None, dict[int | None, list[int | None]]] = {}
        for worry, priority, goal in pairs:
            by_worry.setdefault(worry, {}).setdefault(priority, []).append(goal)
        own = reverse("indicators:indicator", args=[mine[0].indicator_key])
        root = Node("figure", [Item(*translated(mine[0], "name"), own)])
        priorities = {one.pk: one for one in plan.priorities.all()}
        for worry, by_priority in by_worry.items():
            told = self.worries[worry] if worry else None
            items = [Item(*translated(told, "name"), f"{plan.get_absolute_url()}#{anchor_of(told)}")] if told else []
            above = Node("worry", items)
            root.children.append(above)
            for priority, goals in by_priority.items():
                node = Node("priority", [_item(priorities[priority])] if priority else [])
                node.children = [self._goal(self.by_pk.get(goal) if goal else None) for goal in goals]
                above.children.append(node)
        return root

    def _pairs(self, link: IndicatorLink) -> list[Pair]:
        """(worry, priority, goal) of everything that the link leads to."""
        if link.worry_id:
            goals = [self.by_pk[goal.pk] for goal in self.worries[link.worry_id].goals.all() if goal.pk in self.by_pk]
            led: list[Pair] = [(link.worry_id, goal.priority_id, goal.pk) for goal in goals]
            return led or [(link.worry_id, None, None)]
        if link.goal_id:
            goals = self._with_parts(self.by_pk[link.goal_id])
        else:
            goals = [goal for goal in self.goals if goal.priority_id == link.priority_id]
            if not goals:
                return [(None, link.priority_id, None)]
        return [(worry, goal.priority_id, goal.pk) for goal in goals for worry in self._worries(goal)]

    def _with_parts(self, goal: Goal) -> list[Goal]:
        """The goal and those below it. One without actions of its own, but with parts, is told by its parts."""
        parts = [one for one in self.goals if one.parent_id == goal.pk]
        below = [found for part in parts for found in self._with_parts(part)]
        return [goal, *below] if goal.pk in self.rows or not below else below

    def _worries(self, goal: Goal) -> list[int | None]:
        found: list[int | None] = [*sorted(worry.pk for worry in goal.worries.all())]
        return found or [None]

    def _goal(self, goal: Goal | None) -> Node:
        node = Node("goal", [_item(goal)] if goal else [])
        if goal is None:
            return node
        for row in self.rows.get(goal.pk, ()):
            node.children.append(Node("action", [row.name], [Node("doer", row.doers)]))
        node.children = node.children or [Node("action", [])]
        return node
