"""How far the actions of plans have come: counted by status, in words, as a strip and as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..drawing.strip import strip
from ..models import Action, Plan, Priority
from .status import status_of, years_of
from .visible import followed_plans

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

GROUPS = {
    "done": gettext_lazy("valmiina"),
    "progress": gettext_lazy("käynnissä"),
    "late": gettext_lazy("myöhässä"),
    "open": gettext_lazy("alkamatta"),
    "unconfirmed": gettext_lazy("ei tiedossa"),
    "ended": gettext_lazy("lopetettu"),
}
"""The statuses in the order in which they are always told, by their marks."""


@dataclass(frozen=True)
class Progress:
    """How many actions stand how. An action that was merged into another is not counted: the other one is."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Mark, word and number of each status that there is."""
        return [(mark, str(word), self.counts[mark]) for mark, word in GROUPS.items() if self.counts.get(mark)]

    @property
    def cells(self) -> list[int]:
        """The number of every status, in the order of GROUPS."""
        return [self.counts.get(mark, 0) for mark in GROUPS]

    @property
    def words(self) -> str:
        """“6 toimenpidettä: valmiina 2, käynnissä 3, alkamatta 1”."""
        total = ngettext("%(count)s toimenpide", "%(count)s toimenpidettä", self.total) % {"count": self.total}
        if not self.total:
            return str(_("Toimenpiteitä ei löytynyt"))
        return f"{total}: {', '.join(f'{word} {count}' for _mark, word, count in self.parts)}"

    @property
    def strip(self) -> SafeString:
        return strip([(mark, count) for mark, _word, count in self.parts])


@dataclass(frozen=True)
class Line:
    """A priority of a plan, or what stands outside them (no priority), and its progress."""

    priority: Priority | None
    progress: Progress


@dataclass
class PlanProgress:
    plan: Plan
    years: str
    progress: Progress
    lines: list[Line] = field(default_factory=list)


def counted(marks: Iterable[str]) -> Progress:
    """The statuses of some actions, counted."""
    return Progress(dict(Counter(marks)))


def progress_of(actions: Iterable[Action], today: dt.date) -> Progress:
    return counted(status_of(action, today)[0] for action in actions if not action.merged_into_id)


def together(parts: Iterable[Progress]) -> Progress:
    found: Counter[str] = Counter()
    for part in parts:
        found.update(part.counts)
    return Progress(dict(found))


def by_plan(today: dt.date) -> list[PlanProgress]:
    """Every followed plan with actions, by its priorities; three queries however many there are."""
    plans = {plan.pk: plan for plan in followed_plans().select_related("organisation")}
    actions: dict[tuple[int, int | None], list[Action]] = {}
    kept = Action.objects.filter(goal__plan__in=plans).order_by("pk").select_related("goal")
    for action in kept.only(
        "starts_on", "ends_on", "tasks", "said_status", "merged_into", "goal__plan", "goal__priority"
    ):
        actions.setdefault((action.goal.plan_id, action.goal.priority_id), []).append(action)
    priorities: dict[int, list[Priority]] = {}
    for priority in Priority.objects.filter(plan__in=plans):
        priorities.setdefault(priority.plan_id, []).append(priority)
    found = []
    for plan in plans.values():
        owners: list[Priority | None] = [*priorities.get(plan.pk, []), None]
        lines = [Line(one, progress_of(actions.get((plan.pk, one.pk if one else None), ()), today)) for one in owners]
        lines = [line for line in lines if line.priority or line.progress.total]
        whole = together(line.progress for line in lines)
        if whole.total:
            found.append(PlanProgress(plan, years_of(plan), whole, lines))
    return found


COLUMNS = ("plan", "organisation", "priority", "actions", *GROUPS)


def table(found: Iterable[PlanProgress]) -> list[list[object]]:
    """The same for a file: a row for each priority of each plan."""
    return [
        [
            one.plan.slug,
            one.plan.organisation.slug,
            line.priority.slug if line.priority else "",
            line.progress.total,
            *line.progress.cells,
        ]
        for one in found
        for line in one.lines
    ]
