"""A plan as a tree: priorities, goals, sub-goals, actions and the figures that follow them, ready for a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day

from ..models import Action, Goal, IndicatorLink, Plan, Priority, Worry
from . import figures
from .progress import Line, Progress, progress_of, together
from .status import status_of
from .visible import public_ids

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from hytti.core.models import Area

DOERS = ("responsible_organisation", "responsible_body", "responsible_post")
MEANS = ("work", "money", "rooms")


@dataclass(frozen=True)
class Named:
    """Who answers or takes part: the record, the field of its name, and its page where it has one."""

    record: Any
    url: str = ""
    name: str = "name"


@dataclass(frozen=True)
class ActionRow:
    """An action as a row: its status, who answers for it and with whom, when, and by what means."""

    action: Action
    mark: str
    status: str
    url: str
    doers: list[Named]
    others: list[Named]
    means: list[tuple[str, str]]
    when: str


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


@dataclass(frozen=True)
class Tree:
    """The whole of a plan. `goals` are those outside the priorities."""

    cards: list[PriorityCard]
    goals: list[GoalBranch]
    worries: list[tuple[Worry, list[figures.FigureRow]]]
    lines: list[Line]
    progress: Progress
    is_readable: bool


def actions_with_people(*more: str) -> QuerySet[Action]:
    """Actions with all that a row tells, from one query and one for each of partners, areas and bodies."""
    related = (*DOERS, "theme", "merged_into", *more)
    return Action.objects.select_related(*related).prefetch_related("partners", "areas", "bodies")


class Reader:
    """Makes the rows of one page; remembers the addresses that repeat."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self._addresses: dict[tuple[str, int], str] = {}

    @cached_property
    def visible(self) -> set[int]:
        return public_ids()

    def action(self, action: Action) -> ActionRow:
        mark, status = status_of(action, self.today)
        doers = [self._named(record) for name in DOERS if (record := getattr(action, name)) is not None]
        others = [self._named(record) for record in (*action.partners.all(), *action.bodies.all())]
        words = {"work": _("Työ"), "money": _("Raha"), "rooms": _("Tilat")}
        means = [(words[name], text) for name in MEANS if (text := getattr(action, name))]
        return ActionRow(action, mark, status, action.get_absolute_url(), doers, others, means, when(action))

    def seen(self, record: Any) -> Any:
        """The priority or goal, unless it belongs to a draft."""
        return record if record is not None and record.plan_id in self.visible else None

    def _named(self, record: Any) -> Named:
        kind = record._meta.model_name
        if kind == "post":
            return Named(record, name="title")
        key = kind, record.pk
        if key not in self._addresses:
            own = kind == "organisation"
            self._addresses[key] = reverse("plans:doer", args=[record.slug]) if own else str(record.get_absolute_url())
        return Named(record, self._addresses[key])


def when(action: Action) -> str:
    """“1.1.2026–31.12.2027”, “31.12.2027 mennessä” or “1.1.2026 alkaen”; nothing where no day is known."""
    start, end = day(action.starts_on), day(action.ends_on)
    if start and end:
        return f"{start}–{end}"
    if end:
        return str(_("%(day)s mennessä") % {"day": end})
    return str(_("%(day)s alkaen") % {"day": start}) if start else ""


def links_with_sources() -> QuerySet[IndicatorLink]:
    return IndicatorLink.objects.select_related("area", "source")


def goals_with_all() -> QuerySet[Goal]:
    related = ("serves__plan", "serves_goal__plan__organisation", "theme", "merged_into")
    return Goal.objects.select_related(*related).prefetch_related(
        Prefetch("actions", actions_with_people()), Prefetch("indicators", links_with_sources())
    )


def tree_of(plan: Plan, today: dt.date) -> Tree:
    """The whole plan from a number of queries that does not grow with it."""
    served = Priority.objects.filter(plan__in=Plan.objects.public()).select_related("plan__organisation")
    priorities = list(
        plan.priorities.select_related("serves__plan", "source").prefetch_related(
            Prefetch("served_by", served), Prefetch("indicators", links_with_sources())
        )
    )
    goals = list(goals_with_all().filter(plan=plan))
    worries = list(
        plan.worries.select_related("source").prefetch_related("goals", Prefetch("indicators", links_with_sources()))
    )
    area = figures.area_of(plan)
    owners = [*priorities, *goals, *worries]
    newest = figures.newest_of([link for owner in owners for link in owner.indicators.all()], area)
    return _Builder(today, newest, area).tree(priorities, goals, worries)


class _Builder:
    def __init__(self, today: dt.date, newest: figures.Newest, area: Area | None) -> None:
        self.today, self.newest, self.area = today, newest, area
        self.reader = Reader(today)

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
        return figures.rows_of(owner.indicators.all(), self.newest, self.area, self.today)

    def branches(self, goals: Iterable[Goal], number: str = "") -> list[GoalBranch]:
        """The goals as a tree, numbered below `number`; a goal whose parent is not among them stands at the top."""
        found = {goal.pk: self._branch(goal) for goal in goals}
        tops: list[GoalBranch] = []
        for branch in found.values():
            parent = found.get(branch.goal.parent_id) if branch.goal.parent_id else None
            (parent.parts if parent else tops).append(branch)
        _number(tops, number)
        return tops

    def _branch(self, goal: Goal) -> GoalBranch:
        return GoalBranch(
            goal=goal,
            number="",
            url=goal.get_absolute_url(),
            actions=[self.reader.action(action) for action in goal.actions.all()],
            figures=self.figures(goal),
            serves=self.reader.seen(goal.serves),
            serves_goal=self.reader.seen(goal.serves_goal),
        )

    def _card(self, number: int, priority: Priority, goals: list[Goal]) -> PriorityCard:
        return PriorityCard(
            priority=priority,
            goals=self.branches(goals, f"{number}."),
            figures=self.figures(priority),
            serves=self.reader.seen(priority.serves),
            served_by=list(priority.served_by.all()),
            progress=self._progress(goals),
            goal_count=len(goals),
        )

    def _progress(self, goals: Iterable[Goal]) -> Progress:
        return progress_of((action for goal in goals for action in goal.actions.all()), self.today)


def _number(branches: list[GoalBranch], above: str) -> None:
    for place, branch in enumerate(branches, 1):
        branch.number = f"{above}{place}"
        _number(branch.parts, f"{branch.number}.")


def one_goal(goal: Goal, today: dt.date) -> tuple[GoalBranch, bool]:
    """One goal with its own actions, figures and sub-goals, and whether the newest figures could be read."""
    parts = list(goals_with_all().filter(parent=goal))
    area = figures.area_of(goal.plan)
    newest = figures.newest_of([link for one in (goal, *parts) for link in one.indicators.all()], area)
    branch = _Builder(today, newest, area).branches([goal, *parts])[0]
    for part in branch.parts:
        part.number = ""  # its place in the plan is not known here
    return branch, newest.is_readable
