"""Who may write, decide, comment and follow plans: a grant's role must hold the right, and its scope the record.

Everybody writes the plans of their own organisation only. The region's keepers (the hyte unit) write those of the
county and the regional council; of a municipality's plan they see the draft and comment on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from hytti.core.models import Organisation
from hytti.core.permissions import grants_with, register
from hytti.structures.models import Body

from .models import Action, DutyEvidence, FollowUpRequest, Plan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from hytti.core.models import Grant, User

OF_THE_REGION = (Organisation.Kind.COUNTY, Organisation.Kind.REGIONAL_COUNCIL)
OF_ONES_OWN = ("plans.edit", "plans.decide", "plans.moderate", "duties.record", "reports.make")
OF_ALL = ("plans.read_drafts",)


def plan_of(record: Any) -> Plan | None:
    """The plan that a record belongs to; None for an organisation."""
    if isinstance(record, Plan):
        return record
    if isinstance(record, Action):
        return record.goal.plan
    if isinstance(record, FollowUpRequest):
        first = record.actions.select_related("goal__plan").first()
        return first.goal.plan if first else None
    for name in ("plan", "priority", "goal", "worry"):
        owner = getattr(record, name, None)
        if owner is not None:
            return plan_of(owner)
    return None


def organisation_of(record: Any) -> Organisation | None:
    """Whose a record is."""
    if isinstance(record, Organisation):
        return record
    if isinstance(record, DutyEvidence):  # its plan may be another's
        return record.organisation
    plan = plan_of(record)
    return plan.organisation if plan else getattr(record, "organisation", None)


def organisations_within(user: User | AnonymousUser, right: str) -> models.QuerySet[Organisation]:
    """The organisations on whose behalf the user holds the right."""
    mine = Q(pk__in=[])
    for grant in grants_with(user, right):
        if grant.described.scope == "region":
            if right in OF_ALL:
                return Organisation.objects.all()
            mine |= Q(kind__in=OF_THE_REGION)
        elif _is_for(grant, Organisation):
            mine |= Q(pk=grant.object_id)
    return Organisation.objects.filter(mine)


def plans_within(user: User | AnonymousUser, right: str) -> models.QuerySet[Plan]:
    """The plans over which the user holds the right."""
    return Plan.objects.filter(organisation__in=organisations_within(user, right))


def actions_within(user: User | AnonymousUser, right: str = "plans.review") -> models.QuerySet[Action]:
    """The actions whose follow-up is the user's: one's own plans', those one's organisation or body answers for."""
    grants = list(grants_with(user, right))
    organisations = [grant.object_id for grant in grants if _is_for(grant, Organisation)]
    bodies = [grant.object_id for grant in grants if _is_for(grant, Body)]
    mine = Q(goal__plan__in=plans_within(user, "plans.edit").values("pk"))
    mine |= Q(responsible_organisation__in=organisations) | Q(partners__in=organisations)
    mine |= Q(responsible_body__in=bodies) | Q(bodies__in=bodies)
    return Action.objects.filter(pk__in=Action.objects.filter(mine).values("pk"))


def readable_plans(user: User | AnonymousUser) -> models.QuerySet[Plan]:
    """What the user may read: what is public, and the drafts that are the user's to see."""
    drafts = plans_within(user, "plans.read_drafts").values("pk")
    return Plan.objects.filter(Q(pk__in=Plan.objects.public().values("pk")) | Q(pk__in=drafts))


def commentable_plans(user: User | AnonymousUser) -> models.QuerySet[Plan]:
    """What a colleague may comment on, of what may be read: one's own and the region's plans, the keepers all."""
    grants = list(grants_with(user, "plans.comment"))
    if not grants:
        return Plan.objects.none()
    if any(grant.described.scope == "region" for grant in grants):
        return readable_plans(user)
    own = [grant.object_id for grant in grants if _is_for(grant, Organisation)]
    return readable_plans(user).filter(Q(organisation__kind__in=OF_THE_REGION) | Q(organisation__in=own))


def _is_for(grant: Grant, model: type[models.Model]) -> bool:
    return grant.object_id is not None and grant.content_type_id == ContentType.objects.get_for_model(model).pk


def _holds(user: User | AnonymousUser, right: str, record: Any) -> bool:
    if record is None:
        return any(True for _grant in grants_with(user, right))
    organisation = organisation_of(record)
    return organisation is not None and organisations_within(user, right).filter(pk=organisation.pk).exists()


def _comments(user: User | AnonymousUser, record: Any) -> bool:
    if record is None:
        return any(True for _grant in grants_with(user, "plans.comment"))
    plan = plan_of(record)
    return plan is not None and commentable_plans(user).filter(pk=plan.pk).exists()


def _reviews(user: User | AnonymousUser, record: Any) -> bool:
    if record is None:
        return any(True for _grant in grants_with(user, "plans.review"))
    return isinstance(record, Action) and actions_within(user).filter(pk=record.pk).exists()


def _predicate(right: str) -> Any:
    return rules.predicate(lambda user, record=None: _holds(user, right, record), right)


for _right in (*OF_ONES_OWN, *OF_ALL):
    register(_right, _predicate(_right))
register("plans.comment", rules.predicate(lambda user, record=None: _comments(user, record), "plans.comment"))
register("plans.review", rules.predicate(lambda user, record=None: _reviews(user, record), "plans.review"))
