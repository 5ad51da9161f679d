"""The list of plans, the page of a plan and of a priority."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.models import Organisation
from hytti.core.templatetags.hytti import day, tr

from ..models import Action, Goal, IndicatorLink, NotFound, Plan, Priority
from .status import state_of, status_of, years_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

KINDS = (Organisation.Kind.COUNTY, Organisation.Kind.REGIONAL_COUNCIL, Organisation.Kind.MUNICIPALITY)


@dataclass(frozen=True)
class PlanRow:
    """A plan as a row: its state as a mark and words, its years, and whether it stands under another in the list."""

    plan: Plan
    mark: str
    state: str
    years: str
    is_part: bool = False


@dataclass
class Owner:
    """An organisation with its plans and with what was not found of it."""

    organisation: Organisation
    rows: list[PlanRow] = field(default_factory=list)
    not_found: list[NotFound] = field(default_factory=list)


@dataclass(frozen=True)
class ActionRow:
    action: Action
    mark: str
    status: str


@dataclass
class GoalBranch:
    """A goal with its actions, figures and sub-goals."""

    goal: Goal
    actions: list[ActionRow]
    indicators: list[IndicatorLink]
    parts: list[GoalBranch] = field(default_factory=list)


@dataclass(frozen=True)
class PriorityCard:
    priority: Priority
    goals: list[GoalBranch]
    indicators: list[IndicatorLink]
    served_by: list[Priority]
    actions: int


@dataclass(frozen=True)
class PlanPage:
    row: PlanRow
    facts: list[dict[str, Any]]
    cards: list[PriorityCard]
    goals: list[GoalBranch]
    parts: list[PlanRow]
    not_found: list[NotFound]


def row_of(plan: Plan, today: dt.date, *, is_part: bool = False) -> PlanRow:
    mark, state = state_of(plan, today)
    return PlanRow(plan, mark, state, years_of(plan), is_part)


def owners() -> list[Owner]:
    """The county, the regional council and every municipality of the region, then others that have plans."""
    today = timezone.localdate()
    plans = list(Plan.objects.select_related("organisation", "source"))
    gaps = list(NotFound.objects.filter(plan__isnull=True).select_related("organisation", "source"))
    known = {plan.organisation_id for plan in plans} | {gap.organisation_id for gap in gaps}
    found = {
        organisation.pk: Owner(organisation)
        for organisation in Organisation.objects.all()
        if organisation.pk in known or organisation.kind in KINDS
    }
    for plan in in_order(plans):
        found[plan.organisation_id].rows.append(row_of(plan, today, is_part=plan.parent_id is not None))
    for gap in gaps:
        found[gap.organisation_id].not_found.append(gap)
    return sorted(found.values(), key=_rank)


def _rank(owner: Owner) -> tuple[int, str]:
    kind = owner.organisation.kind
    return (KINDS.index(Organisation.Kind(kind)) if kind in KINDS else len(KINDS), owner.organisation.name_fi)


def in_order(plans: Iterable[Plan]) -> list[Plan]:
    """Each plan followed by the parts of the same organisation; the newest term first."""
    plans = sorted(plans, key=lambda plan: (-(plan.ends or 9999), plan.order))
    tops = [plan for plan in plans if plan.parent_id is None]
    ordered = []
    for top in tops:
        ordered.append(top)
        ordered += [plan for plan in plans if plan.parent_id == top.pk and plan.organisation_id == top.organisation_id]
    listed = {plan.pk for plan in ordered}
    return [*ordered, *(plan for plan in plans if plan.pk not in listed)]


def regional_plan() -> Plan | None:
    """The newest plan of the region with priorities: the one that others follow."""
    wanted = {"organisation__kind__in": KINDS[:2], "priorities__isnull": False}
    return Plan.objects.filter(**wanted).distinct().order_by("-ends", "order").first()


def plan_page(slug: str) -> PlanPage | None:
    related = ("organisation", "parent", "decided_by_body", "document", "source")
    plan = Plan.objects.select_related(*related).filter(slug=slug).first()
    if plan is None:
        return None
    today = timezone.localdate()
    cards = cards_of(plan, today)
    goals = branches(_goals().filter(plan=plan, priority=None), today)
    return PlanPage(
        row=row_of(plan, today),
        facts=facts_of(plan),
        cards=cards,
        goals=goals,
        parts=[row_of(part, today) for part in plan.parts.select_related("organisation", "source")],
        not_found=list(plan.not_found.select_related("source")),
    )


def priority_page(slug: str) -> tuple[PlanPage, PriorityCard] | None:
    """The page of the priority's plan with the card of the priority itself."""
    plan_slug = Plan.objects.filter(priorities__slug=slug).values_list("slug", flat=True).first()
    page = plan_page(plan_slug) if plan_slug else None
    card = next((card for card in page.cards if card.priority.slug == slug), None) if page else None
    return (page, card) if page and card else None


def cards_of(plan: Plan, today: dt.date) -> list[PriorityCard]:
    served = Priority.objects.select_related("plan__organisation")
    priorities = plan.priorities.select_related("serves__plan", "source").prefetch_related(
        Prefetch("served_by", served), Prefetch("indicators", _indicators())
    )
    by_priority: dict[int | None, list[Goal]] = {}
    for goal in _goals().filter(plan=plan, priority__isnull=False):
        by_priority.setdefault(goal.priority_id, []).append(goal)
    cards = []
    for priority in priorities:
        goals = by_priority.get(priority.pk, [])
        cards.append(
            PriorityCard(
                priority=priority,
                goals=branches(goals, today),
                indicators=list(priority.indicators.all()),
                served_by=list(priority.served_by.all()),
                actions=sum(len(goal.actions.all()) for goal in goals),
            )
        )
    return cards


def _indicators() -> QuerySet[IndicatorLink]:
    return IndicatorLink.objects.select_related("area", "source")


def actions_with_people() -> QuerySet[Action]:
    related = ("responsible_organisation", "responsible_body", "responsible_post", "theme", "goal__plan")
    return Action.objects.select_related(*related, "merged_into").prefetch_related("partners", "areas")


def _goals() -> QuerySet[Goal]:
    return Goal.objects.select_related("serves__plan").prefetch_related(
        Prefetch("actions", actions_with_people()), Prefetch("indicators", _indicators())
    )


def branches(goals: Iterable[Goal], today: dt.date) -> list[GoalBranch]:
    """The goals as a tree; a goal whose parent is not among them stands at the top."""
    found = {
        goal.pk: GoalBranch(goal, [action_row(a, today) for a in goal.actions.all()], list(goal.indicators.all()))
        for goal in goals
    }
    tops: list[GoalBranch] = []
    for branch in found.values():
        parent = found.get(branch.goal.parent_id) if branch.goal.parent_id else None
        (parent.parts if parent else tops).append(branch)
    return tops


def action_row(action: Action, today: dt.date) -> ActionRow:
    return ActionRow(action, *status_of(action, today))


def facts_of(plan: Plan) -> list[dict[str, Any]]:
    """Who decided, when, under which number, and where the document is."""
    document, body, parent = plan.document, plan.decided_by_body, plan.parent
    decided = " ".join(part for part in (day(plan.decided_on), plan.decision_section) if part)
    facts = [
        {"label": _("Laji"), "value": plan.get_kind_display()},
        {
            "label": _("Organisaatio"),
            "value": tr(plan.organisation),
            "url": reverse("plans:organisation", args=[plan.organisation.slug]),
        },
        {"label": _("Kausi"), "value": years_of(plan) or _("ei tiedossa")},
        _deciding(plan, body),
        {"label": _("Päätetty"), "value": decided or _("ei tiedossa")},
        {"label": _("Asianumero"), "value": plan.case_number} if plan.case_number else None,
        {"label": _("Osa suunnitelmaa"), "value": tr(parent, "title"), "url": parent.get_absolute_url()}
        if parent
        else None,
        {"label": _("Asiakirja"), "value": tr(document, "title"), "url": document.get_absolute_url()}
        if document
        else None,
    ]
    return [fact for fact in facts if fact is not None]


def _deciding(plan: Plan, body: Any) -> dict[str, Any]:
    if body is not None:
        return {"label": _("Päättäjä"), "value": tr(body), "url": body.get_absolute_url()}
    known = {"value": plan.decided_by, "lang": "fi"} if plan.decided_by else {"value": _("ei tiedossa")}
    return {"label": _("Päättäjä"), **known}
