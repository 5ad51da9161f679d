"""The list of plans, the page of a plan and of a priority."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.models import Organisation
from hytti.core.templatetags.hytti import day, tr

from ..models import CommentRound, NotFound, Plan
from ..rules.duties import duty_of, rulebook
from . import history
from .status import NOT_YET, state_of, years_of
from .tree import PriorityCard, Tree, tree_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from ..models import LeftOutIndicator
    from ..rules import Duty

KINDS = (Organisation.Kind.COUNTY, Organisation.Kind.REGIONAL_COUNCIL, Organisation.Kind.MUNICIPALITY)


@dataclass(frozen=True)
class PlanRow:
    """A plan as a row: its state as a mark and words, its years, whether it stands under another in the list, and the
    law of which it is a part of a wellbeing plan.
    """

    plan: Plan
    mark: str
    state: str
    years: str
    is_part: bool = False
    law: str = ""


@dataclass
class Owner:
    """An organisation with its plans and with what was not found of it."""

    organisation: Organisation
    rows: list[PlanRow] = field(default_factory=list)
    not_found: list[NotFound] = field(default_factory=list)


@dataclass(frozen=True)
class PlanPage:
    """All of a plan: its tree, how it was decided, its versions, its published reviews and what is missing of it."""

    row: PlanRow
    facts: list[dict[str, Any]]
    tree: Tree
    parts: list[PlanRow]
    left_out: list[LeftOutIndicator]
    not_found: list[NotFound]
    decisions: list[history.Decision]
    versions: history.Versions
    reviews: list[history.Year]

    @property
    def is_followed(self) -> bool:
        """Whether the plan was decided, so that its progress means something."""
        return self.row.plan.state not in NOT_YET

    @property
    def has_content(self) -> bool:
        return bool(self.tree.cards or self.tree.goals or self.tree.worries)


def row_of(plan: Plan, today: dt.date, *, is_part: bool = False) -> PlanRow:
    mark, state = state_of(plan, today)
    duty = duty_of(plan.duty)
    return PlanRow(plan, mark, state, years_of(plan), is_part, law_of(duty) if duty else "")


def owners(today: dt.date) -> list[Owner]:
    """The county, the regional council and every municipality of the region, then others that have plans."""
    plans = list(Plan.objects.public().select_related("organisation", "source"))
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
    return (
        Plan.objects.public()
        .filter(**wanted)
        .select_related("organisation__area", "source")
        .distinct()
        .order_by("-ends", "order")
        .first()
    )


def public_plan(slug: str) -> Plan | None:
    """With its organisation, and whether it has rounds of comments (`has_rounds`).

    A body that decided and a document are read where there is one, for they are wide.
    """
    rounds = CommentRound.objects.filter(plan=OuterRef("pk"))
    found: Plan | None = (
        Plan.objects.public()
        .filter(slug=slug)
        .annotate(has_rounds=Exists(rounds))
        .select_related("organisation__area", "source")
        .first()
    )
    return found


def plan_page(slug: str, today: dt.date) -> PlanPage | None:
    plan = public_plan(slug)
    if plan is None:
        return None
    parts = Plan.objects.public().filter(parent=plan)
    return PlanPage(
        row=row_of(plan, today),
        facts=facts_of(plan),
        tree=tree_of(plan, today),
        parts=[row_of(part, today) for part in parts],
        left_out=list(plan.left_out.select_related("source")),
        not_found=list(plan.not_found.select_related("source")),
        decisions=history.decisions_of(plan, today),
        versions=history.versions_of(plan),
        reviews=history.reviews_of(plan),
    )


@dataclass(frozen=True)
class PriorityPage:
    """A priority among the others of its plan."""

    row: PlanRow
    cards: list[PriorityCard]
    card: PriorityCard
    not_found: list[NotFound]
    is_readable: bool


def priority_page(slug: str, today: dt.date) -> PriorityPage | None:
    plans = Plan.objects.public().filter(priorities__slug=slug)
    plan = plans.select_related("organisation__area", "source").first()
    if plan is None:
        return None
    tree = tree_of(plan, today)
    card = next(card for card in tree.cards if card.priority.slug == slug)
    gaps = list(plan.not_found.select_related("source"))
    return PriorityPage(row_of(plan, today), tree.cards, card, gaps, tree.is_readable)


def facts_of(plan: Plan) -> list[dict[str, Any]]:
    """Who decided, when, under which number, and where the document is."""
    document, body = plan.document, plan.decided_by_body
    parent = Plan.objects.public().filter(pk=plan.parent_id).first() if plan.parent_id else None
    law = law_of(duty) if (duty := duty_of(plan.duty)) else ""
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
        {"label": _("Versio"), "value": str(plan.version)} if plan.version > 1 else None,
        {"label": _("Osa suunnitelmaa"), "value": tr(parent, "title"), "url": parent.get_absolute_url()}
        if parent
        else None,
        {"label": _("Laki"), "value": law} if law else None,
        {"label": _("Asiakirja"), "value": tr(document, "title"), "url": document.get_absolute_url()}
        if document
        else None,
    ]
    return [fact for fact in facts if fact is not None]


def law_of(duty: Duty) -> str:
    """“Lastensuojelulaki 417/2007 12 §, osa hyvinvointisuunnitelmaa”."""
    title = getattr(rulebook().statutes[duty.law].title, (get_language() or "fi")[:2])
    section = next(iter(duty.who.values())).section
    place = _("osa hyvinvointisuunnitelmaa")
    if duty.in_plan == "considered":
        place = _("otetaan huomioon hyvinvointisuunnitelmassa")
    return f"{title} {duty.law} {section}, {place}"


def _deciding(plan: Plan, body: Any) -> dict[str, Any]:
    if body is not None:
        return {"label": _("Päättäjä"), "value": tr(body), "url": body.get_absolute_url()}
    known = {"value": plan.decided_by, "lang": "fi"} if plan.decided_by else {"value": _("ei tiedossa")}
    return {"label": _("Päättäjä"), **known}
