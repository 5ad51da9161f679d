"""Who may load and publish own figures: a grant's role must hold the right, and its scope must hold the dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.contrib.contenttypes.models import ContentType

from hytti.core.models import Organisation
from hytti.core.permissions import grants_with, regional, register

from .models import OwnDataset, OwnVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from hytti.core.models import Grant, User

LOAD, PUBLISH, EDIT_INDICATORS = "figures.load", "figures.publish", "indicators.edit"


def covers(grant: Grant, record: Any) -> bool:
    """Does the grant's scope hold the record? With no record: does the grant reach anything at all?"""
    if grant.described.scope == "region":
        return True
    if not _is_for_organisation(grant):
        return False
    if isinstance(record, OwnVersion):
        record = record.dataset
    if isinstance(record, OwnDataset):
        return record.organisation_id == grant.object_id
    return record is None or (isinstance(record, Organisation) and record.pk == grant.object_id)


def _is_for_organisation(grant: Grant) -> bool:
    return grant.object_id is not None and grant.content_type == ContentType.objects.get_for_model(Organisation)


def organisations_within(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """The organisations whose figures the user may load: the county and the municipalities, or the user's own."""
    grants = list(grants_with(user, LOAD))
    keepers = Organisation.objects.filter(kind__in=[Organisation.Kind.COUNTY, Organisation.Kind.MUNICIPALITY])
    if any(grant.described.scope == "region" for grant in grants):
        return keepers
    return keepers.filter(pk__in=[grant.object_id for grant in grants if _is_for_organisation(grant)])


def _loads(user: User | AnonymousUser, record: Any = None) -> bool:
    return any(covers(grant, record) for grant in grants_with(user, LOAD))


def _publishes(user: User | AnonymousUser, record: Any = None) -> bool:
    return any(covers(grant, record) for grant in grants_with(user, PUBLISH))


register(LOAD, rules.predicate(_loads, LOAD))
register(PUBLISH, rules.predicate(_publishes, PUBLISH))
register(EDIT_INDICATORS, regional(EDIT_INDICATORS))
