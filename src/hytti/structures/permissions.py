"""Who may change the structures: a grant's role must hold the right, and its scope must hold the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from hytti.core.models import Organisation
from hytti.core.permissions import grants_with, register

from .models import Body, Document, Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hytti.core.models import Grant, User

RIGHTS = (
    "bodies.found", "bodies.edit", "bodies.close", "bodies.confirm", "memberships.edit", "documents.edit",
    "history.undo",
)


def covers(grant: Grant, record: Any) -> bool:
    """Does the grant's scope hold the record? With no record: does the grant reach anything at all?"""
    scope = grant.described.scope
    if scope == "region" or record is None:
        return True
    if isinstance(record, Membership):
        record = record.body
    if scope == "body":
        return isinstance(record, Body) and grant.object_id in (record.pk, record.parent_id)
    return belongs_to(record, grant.object_id)


def belongs_to(record: Any, organisation_id: int | None) -> bool:
    """Is the record the organisation's own: it is its body, it leads it, or it works in its area alone?"""
    if isinstance(record, Organisation):
        return record.pk == organisation_id
    if isinstance(record, Document):
        return record.organisation_id == organisation_id
    if isinstance(record, Body):
        return organisation_id in (record.organisation_id, record.convener_id) or _works_only_in(record, organisation_id)
    return False


def _works_only_in(body: Body, organisation_id: int | None) -> bool:
    """A network of one municipality alone. A body set up by another body of the county is never such."""
    areas = list(body.municipalities.all()[:2]) if body.pk else []
    if len(areas) != 1:
        return False
    owner = Organisation.objects.filter(pk=organisation_id, kind=Organisation.Kind.MUNICIPALITY, area=areas[0])
    return owner.exists()


def holder(right: str) -> Any:
    @rules.predicate(right)
    def holds(user: User | AnonymousUser, record: Any = None) -> bool:
        return any(covers(grant, record) for grant in grants_with(user, right))

    return holds


for _right in RIGHTS:
    register(_right, holder(_right))
