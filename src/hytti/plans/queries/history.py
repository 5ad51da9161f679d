"""What has happened to a plan: its decisions, the versions before and after it, and the reviews of its actions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from hytti.core.templatetags.hytti import day, tr

from ..models import Plan, Review
from .rows import Item, address_maker, item_of

LANGUAGES = ("fi", "sv", "en")

if TYPE_CHECKING:
    import datetime as dt

    from ..models import StateChange
    from .compare import Change


@dataclass(frozen=True)
class Decision:
    """A step of the plan from a state to the next. `names` are empty once their day is over."""

    change: StateChange
    when: str
    what: str
    who: str
    who_lang: str
    numbers: str
    names: str


@dataclass(frozen=True)
class Versions:
    """The plan that this one replaced, and those that replaced it."""

    before: Plan | None
    after: list[Plan]


@dataclass(frozen=True)
class Year:
    """The reviews of a year that were handed in, with their actions, in the order of the plan."""

    year: int
    reviews: list[tuple[Review, Item]]


def decisions_of(plan: Plan, today: dt.date) -> list[Decision]:
    """Every recorded step, the first one first."""
    return [_decision(change, today) for change in plan.state_changes.select_related("decided_by_body")]


def _decision(change: StateChange, today: dt.date) -> Decision:
    body = change.decided_by_body
    numbers = [change.decision_section, change.case_number]
    return Decision(
        change=change,
        when=day(change.decided_on or change.recorded_at),
        what=change.get_after_display(),
        who=tr(body) if body else change.decided_by,
        who_lang="" if body else "fi",
        numbers=", ".join(part for part in numbers if part),
        names=change.names_on(today),
    )


def versions_of(plan: Plan) -> Versions:
    after = Plan.objects.public().filter(replaces=plan).order_by("version", "pk")
    return Versions(before(plan), list(after))


def before(plan: Plan) -> Plan | None:
    """The version before, else the plan of the term before that this one was copied from; None where there is none."""
    public = Plan.objects.public()
    if plan.replaces_id:
        return public.filter(pk=plan.replaces_id).first()
    return public.filter(goals__continued_by__plan=plan).exclude(pk=plan.pk).order_by("-ends", "pk").first()


def grouped(changes: list[Change]) -> list[tuple[str, list[Change]]]:
    """The changes by kind of record, each under its name in the plural, in the order in which they come."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(str(change.record._meta.verbose_name_plural), []).append(change)
    return list(found.items())


def reviews_of(plan: Plan) -> list[Year]:
    """What was handed in, the newest year first. Drafts are nobody else's business."""
    found = (
        Review.objects.filter(action__goal__plan=plan, handed_in_at__isnull=False)
        .select_related("action")
        .only("year", "done", "effects", "next_step", "next_on", *(f"action__name_{code}" for code in LANGUAGES))
        .order_by("-year", "action__goal__order", "action__order", "pk")
    )
    address = address_maker("plans:action")
    return [
        Year(year, [(one, item_of(one.action, url=address(one.action_id))) for one in reviews])
        for year, reviews in groupby(found, key=lambda review: review.year)
    ]
