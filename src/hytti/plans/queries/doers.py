"""Who does what: the actions of followed plans by the organisation that answers for them or takes part."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Q

from hytti.core.models import Organisation

from ..models import Action
from .plans import PlanRow, row_of
from .progress import Progress
from .progress import progress_of as progress_of_actions
from .rows import ActionRow, progress_of, rows_of
from .visible import followed_actions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from hytti.structures.models import Body


@dataclass
class Doer:
    """An organisation or a body: what it answers for, and in how many actions of others it takes part."""

    record: Organisation | Body
    answers: list[Action] = field(default_factory=list)
    takes_part: list[Action] = field(default_factory=list)
    progress: Progress = field(default_factory=lambda: Progress({}))


@dataclass(frozen=True)
class Doers:
    organisations: list[Doer]
    bodies: list[Doer]
    nobody: int


@dataclass(frozen=True)
class OfPlan:
    """The actions of one plan in which an organisation is."""

    row: PlanRow
    answers: list[ActionRow]
    takes_part: list[ActionRow]


@dataclass(frozen=True)
class DoerPage:
    organisation: Organisation
    progress: Progress
    plans: list[OfPlan]
    answers: int
    takes_part: int


def doers(today: dt.date) -> Doers:
    """Everybody that followed plans name. Four queries, however many there are."""
    related = ("responsible_organisation", "responsible_body")
    actions = followed_actions().filter(merged_into=None).select_related(*related).order_by("pk")
    organisations: dict[int, Doer] = {}
    bodies: dict[int, Doer] = {}
    nobody = 0
    for action in actions.prefetch_related("partners", "bodies"):
        owner, body = action.responsible_organisation, action.responsible_body
        if owner:
            organisations.setdefault(owner.pk, Doer(owner)).answers.append(action)
        if body:
            bodies.setdefault(body.pk, Doer(body)).answers.append(action)
        if not owner and not body and not action.responsible_post_id:
            nobody += 1
        for partner in action.partners.all():
            organisations.setdefault(partner.pk, Doer(partner)).takes_part.append(action)
        for one in action.bodies.all():
            bodies.setdefault(one.pk, Doer(one)).takes_part.append(action)
    return Doers(_ordered(organisations.values(), today), _ordered(bodies.values(), today), nobody)


def _ordered(found: Iterable[Doer], today: dt.date) -> list[Doer]:
    found = sorted(found, key=lambda doer: (-len(doer.answers), doer.record.name_fi))
    for doer in found:
        doer.progress = progress_of_actions(doer.answers, today)
    return found


def doer_page(slug: str, today: dt.date) -> DoerPage | None:
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        return None
    mine = Q(responsible_organisation=organisation) | Q(partners=organisation)
    actions = followed_actions().filter(mine, merged_into=None).distinct()
    found = []
    for plan, of_plan in groupby(_rows(actions, today), key=lambda row: row.action.goal.plan):
        rows = list(of_plan)
        answers = [row for row in rows if row.action.responsible_organisation_id == organisation.pk]
        others = [row for row in rows if row.action.responsible_organisation_id != organisation.pk]
        found.append(OfPlan(row_of(plan, today), answers, others))
    own = [row for one in found for row in one.answers]
    parts = sum(len(one.takes_part) for one in found)
    return DoerPage(organisation, progress_of(own), found, len(own), parts)


COLUMNS = (
    "organisation",
    "organisation_name",
    "role",
    "plan",
    "goal",
    "action",
    "starts_on",
    "ends_on",
    "status",
    "example",
    "address",
)


def table(today: dt.date, organisation: Organisation | None = None) -> list[list[object]]:
    """A row for each organisation and action, of one organisation or of all: who answers and who takes part."""
    lines: list[list[object]] = []
    for row in _rows(followed_actions().filter(merged_into=None), today):
        told = [(row.organisation, "answers")] if row.organisation else []
        told += [(partner, "takes_part") for partner in row.partners]
        for one, role in told:
            if one is not None and (organisation is None or one == organisation):
                lines.append(_line(one, role, row))
    return lines


def _rows(actions: QuerySet[Action], today: dt.date) -> list[ActionRow]:
    """In the order of the plans, with goal and plan."""
    related = actions.select_related("goal__plan__organisation", "goal__plan__source")
    return rows_of(related.order_by("goal__plan__order", "goal__plan", "goal__order", "order", "pk"), today)


def _line(organisation: Organisation, role: str, row: ActionRow) -> list[object]:
    action = row.action
    return [
        organisation.slug,
        organisation.name_fi,
        role,
        action.goal.plan.slug,
        action.goal.name_fi,
        action.name_fi,
        action.starts_on,
        action.ends_on,
        row.mark,
        str(action.goal.plan.is_made_up).lower(),
        row.name.url,
    ]
