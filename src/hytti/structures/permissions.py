"""Who may change the structures: a grant's role must hold the right, and its scope must hold the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q

from hytti.core.models import Organisation
from hytti.core.permissions import grants_with, register

from .models import NETWORK_KINDS, Body, Document, Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from hytti.core.models import Grant, User

    from .models.bodies import BodyQuerySet

RIGHTS = (
    "bodies.found",
    "bodies.edit",
    "bodies.close",
    "bodies.confirm",
    "memberships.edit",
    "documents.edit",
    "history.undo",
)
# The county and the municipalities keep their own networks: no other municipality's coordinator does it for them.
AUTHORITIES = (Organisation.Kind.COUNTY, Organisation.Kind.MUNICIPALITY)

# Fields that decide whose a record is, or that speak for somebody else, by the narrowest scope that may set them.
FOR_ORGANISATIONS = {"kind", "parent", "convener", "municipalities"}
FOR_THE_REGION = {
    "organisation",
    "appointed_by",
    "appointment_verb",
    "appointment_basis",
    "proposed_by",
    "presented_by",
}
OF_DOCUMENTS = {"is_guiding"}


def covers(grant: Grant, record: Any) -> bool:
    """Does the grant's scope hold the record? With no record: does the grant reach anything at all?"""
    scope = grant.described.scope
    if scope == "region" or record is None:
        return True
    if isinstance(record, Membership):
        record = record.body
    if scope == "body":
        return is_for(grant, Body) and isinstance(record, Body) and grant.object_id in (record.pk, record.parent_id)
    return is_for(grant, Organisation) and belongs_to(record, grant.scope)


def is_for(grant: Grant, model: type[models.Model]) -> bool:
    """Was the grant given for a record of this model?"""
    return grant.object_id is not None and grant.content_type_id == ContentType.objects.get_for_model(model).pk


def belongs_to(record: Any, organisation: Organisation | None) -> bool:
    """Is the record the organisation's own: it is its body, it leads it, or it works in its area alone?"""
    if organisation is None:
        return False
    if isinstance(record, Document):
        return record.organisation_id == organisation.pk
    if isinstance(record, Body):
        return organisation.pk in (record.organisation_id, record.convener_id) or works_only_in(record, organisation)
    return isinstance(record, Organisation) and record.pk == organisation.pk


def works_only_in(body: Body, organisation: Organisation) -> bool:
    """A network of one municipality alone, which no other authority has set up or leads."""
    if organisation.kind != Organisation.Kind.MUNICIPALITY or not body.pk or not body.is_network:
        return False
    if body.organisation_id is not None or body.appointed_by_id is not None:
        return False
    if body.convener is not None and body.convener.kind in AUTHORITIES:
        return False
    return [area.pk for area in body.municipalities.all()] == [organisation.area_id]


def bodies_within(user: User | AnonymousUser, right: str) -> BodyQuerySet:
    """The bodies over which the user holds the right: the same rule as `covers`, asked of the database."""
    mine = Q(pk__in=[])
    for grant in grants_with(user, right):
        scope = grant.described.scope
        if scope == "region":
            return Body.objects.all()
        if scope == "body" and is_for(grant, Body):
            mine |= Q(pk=grant.object_id) | Q(parent=grant.object_id)
        elif scope == "organisation" and is_for(grant, Organisation) and grant.scope is not None:
            mine |= Q(organisation=grant.object_id) | Q(convener=grant.object_id)
            if grant.scope.kind == Organisation.Kind.MUNICIPALITY:
                mine |= Q(pk__in=_only_in(grant.scope.area_id))
    return Body.objects.filter(mine)


def _only_in(area_id: int | None) -> models.QuerySet[Any]:
    unowned = Body.objects.filter(kind__in=NETWORK_KINDS, organisation=None, appointed_by=None)
    local: models.QuerySet[Any] = unowned.exclude(convener__kind__in=AUTHORITIES)
    counted = local.annotate(count=Count("municipalities", distinct=True))
    alone: models.QuerySet[Any] = counted.filter(count=1, municipalities=area_id).values("pk")
    return alone


def kept_from(user: User | AnonymousUser, right: str, record: Any = None) -> set[str]:
    """The fields that stay as they are, although the user may otherwise change the record."""
    scopes = {grant.described.scope for grant in grants_with(user, right) if covers(grant, record)}
    if "region" in scopes:
        return set()
    if right == "documents.edit":
        return OF_DOCUMENTS
    return FOR_THE_REGION if "organisation" in scopes else FOR_THE_REGION | FOR_ORGANISATIONS


def holder(right: str) -> Any:
    def holds(user: User | AnonymousUser, record: Any = None) -> bool:
        return any(covers(grant, record) for grant in grants_with(user, right))

    return rules.predicate(holds, right)


for _right in RIGHTS:
    register(_right, holder(_right))
