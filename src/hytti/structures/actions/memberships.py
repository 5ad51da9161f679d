"""Members of bodies. A name is kept only as long as a membership needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hytti.core import audit, changes, permissions
from hytti.core.models import Person

from ..models import Body, Membership
from .bodies import require_working

if TYPE_CHECKING:
    from hytti.core.models import User


@transaction.atomic
def add_member(*, by: User, body: Body, name: str, values: dict[str, Any]) -> Membership:
    """Add a person to a body. The person is a new one: two people of one name are not joined by guess.

    Raises NotAllowed, NotNow (closed body), ValidationError (outside the term, own deputy, end before start).
    """
    permissions.require(by, "memberships.edit", body)
    require_working(body)
    check_membership(body, name, values)
    person = Person.objects.create(name=name.strip())
    membership = Membership(body=body, person=person)
    return changes.apply(membership, {"body": body, **values}, by=by, verb="member.added", subject=body)


@transaction.atomic
def edit_membership(
    *, by: User, membership: Membership, name: str, values: dict[str, Any], revision: int | None
) -> Membership:
    """Change a membership's role, seat, dates or the member's name. Setting the end ends it."""
    permissions.require(by, "memberships.edit", membership)
    check_membership(membership.body, name, values, editing=membership)
    changed = changes.apply(
        membership, values, by=by, verb="member.edited", revision=revision, subject=membership.body
    )
    if changed.person.name != name.strip():
        changes.apply(changed.person, {"name": name.strip()}, by=by, verb="member.renamed", subject=membership.body)
    return changed


@transaction.atomic
def remove_membership(*, by: User, membership: Membership, reason: str) -> None:
    """Take away a membership that was written by mistake, and the name with it when nothing else needs it."""
    permissions.require(by, "memberships.edit", membership)
    if membership.deputies.exists():
        raise ValidationError(_("Jäsenellä on varajäsen. Poista ensin varajäsen."))
    body, person = membership.body, membership.person
    audit.record(by, "member.removed", membership, subject=body, reason=reason)
    membership.delete()
    if not person.memberships.exists():
        person.delete()


def check_membership(body: Body, name: str, values: dict[str, Any], editing: Membership | None = None) -> None:
    """The rules that reach over records. Raises ValidationError with every fault at its field."""
    faults: dict[str, str] = {}
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        faults["end"] = _("Jäsenyys päättyy ennen kuin se alkaa.")
    if body.term_start and start and start < body.term_start:
        faults["start"] = _("Jäsenyys alkaa ennen toimielimen kautta.")
    if body.term_end and ((end and end > body.term_end) or (start and start > body.term_end)):
        faults["end" if end else "start"] = _("Jäsenyys jatkuu toimielimen kauden yli.")
    principal = values.get("deputy_for")
    if principal is not None:
        faults |= _deputy_faults(body, name, principal, editing)
    post = values.get("post")
    if post is not None and post.body_id != body.pk:
        faults["post"] = _("Paikka on toisessa toimielimessä.")
    if faults:
        raise ValidationError(faults)


def _deputy_faults(body: Body, name: str, principal: Membership, editing: Membership | None) -> dict[str, str]:
    same_name = principal.person.name.casefold() == name.strip().casefold()
    if same_name or (editing is not None and principal.pk == editing.pk):
        return {"deputy_for": _("Jäsen ei voi olla oma varajäsenensä.")}
    if principal.body_id != body.pk:
        return {"deputy_for": _("Varajäsen on samassa toimielimessä kuin jäsen.")}
    if principal.deputy_for_id is not None:
        return {"deputy_for": _("Varajäsenellä ei ole omaa varajäsentä.")}
    return {}
