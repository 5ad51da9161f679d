"""Members of bodies. A name is kept only as long as a membership needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hytti.core import audit, changes, permissions
from hytti.core.conflicts import check_revision
from hytti.core.models import Person
from hytti.core.permissions import NotNow

from ..models import Body, Membership
from .rules import MEMBERSHIP_FIELDS, changed_fields, require_known, require_working

if TYPE_CHECKING:
    from hytti.core.models import User

KEPT_OF_A_REMOVED_ONE = ("body", "role", "post", "represents_body", "represents_organisation", "start", "end")


@transaction.atomic
def add_member(*, by: User, body: Body, name: str, values: dict[str, Any]) -> Membership:
    """Add a person to a body. The person is a new one: two people of one name are not joined by guess.

    Raises NotAllowed, NotNow (closed body), ValidationError (outside the term, own deputy, end before start).
    """
    body = changes.lock(body)
    permissions.require(by, "memberships.edit", body)
    require_known(values, MEMBERSHIP_FIELDS)
    require_working(body)
    check_membership(Membership(body=body), name, values)
    person = Person(name=name.strip())
    person.full_clean()
    person.save()
    membership = Membership(body=body, person=person)
    return changes.apply(membership, values | {"body": body}, by=by, verb="member.added", subject=body)


@transaction.atomic
def edit_membership(
    *, by: User, membership: Membership, name: str, values: dict[str, Any], revision: int | None
) -> Membership:
    """Change a membership's role, seat, dates or the member's name. Setting the end ends it.

    Raises NotAllowed, NotNow (closed body, removed membership), EditConflict, ValidationError.
    """
    membership = changes.lock(membership)
    permissions.require(by, "memberships.edit", membership)
    require_known(values, MEMBERSHIP_FIELDS)
    require_working(membership.body)
    check_revision(membership, revision)
    check_membership(membership, name, values)
    membership = changes.apply(membership, values, by=by, verb="member.edited", subject=membership.body)
    if membership.person.name != name.strip():
        _rename(membership, name.strip(), by)
    return membership


@transaction.atomic
def remove_membership(*, by: User, membership: Membership, reason: str) -> None:
    """Take away a membership that was written by mistake, and the name with it when nothing else needs it.

    Raises NotAllowed, NotNow (closed body, or the member has a deputy), ValidationError (no reason).
    """
    membership = changes.lock(membership)
    permissions.require(by, "memberships.edit", membership)
    require_working(membership.body)
    if membership.deputies.exists():
        raise NotNow(_("Jäsenellä on varajäsen. Poista ensin varajäsen."))
    if not reason.strip():
        raise ValidationError({"reason": _("Poistamiselle tarvitaan syy.")})
    body, person = membership.body, membership.person
    held = audit.state_of(membership, KEPT_OF_A_REMOVED_ONE)
    lost = {name: [value, None] for name, value in held.items() if value not in (None, "")}
    audit.record(by, "member.removed", membership, subject=body, reason=reason.strip(), changes=lost)
    membership.delete()
    if not person.memberships.exists():
        person.delete()


def _rename(membership: Membership, name: str, by: User) -> None:
    """Give the member another name, of which the history tells that it changed but keeps neither.

    A person who sits elsewhere too keeps the old name there.
    """
    person = membership.person
    if person.memberships.exclude(pk=membership.pk).exists():
        person = Person()
    person.name = name
    person.full_clean()
    person.save()
    membership.person = person
    audit.record(by, "member.renamed", membership, subject=membership.body)
    Membership.objects.filter(pk=membership.pk).update(person=person, revision=F("revision") + 1)
    membership.revision += 1


def check_membership(membership: Membership, name: str, values: dict[str, Any]) -> None:
    """The rules that reach over records. Raises ValidationError with every fault at its field.

    Dates that stay as they are may lie in an earlier term of the body.
    """
    changed = set(values) if membership.pk is None else changed_fields(membership, values)
    faults = _date_faults(membership, values, changed)
    principal = values.get("deputy_for")
    if principal is not None:
        faults |= _deputy_faults(membership, name, principal)
    post = values.get("post")
    if post is not None and post.body_id != membership.body_id:
        faults["post"] = _("Paikka on toisessa toimielimessä.")
    if faults:
        raise ValidationError(faults)


def _date_faults(membership: Membership, values: dict[str, Any], changed: set[str]) -> dict[str, str]:
    faults = {}
    body = membership.body
    start, end = values.get("start", membership.start), values.get("end", membership.end)
    for name, date in (("start", start), ("end", end)):
        if date is None or name not in changed:
            continue
        if body.term_start and date < body.term_start:
            faults[name] = _("Päivä on ennen toimielimen kautta (%(start)s–%(end)s).") % _term(body)
        if body.term_end and date > body.term_end:
            faults[name] = _("Päivä on toimielimen kauden jälkeen (%(start)s–%(end)s).") % _term(body)
    if start and end and end < start:
        faults["end"] = _("Jäsenyys päättyy ennen kuin se alkaa.")
    return faults


def _term(body: Body) -> dict[str, str]:
    return {
        name: f"{date.day}.{date.month}.{date.year}" if date else ""
        for name, date in (("start", body.term_start), ("end", body.term_end))
    }


def _deputy_faults(membership: Membership, name: str, principal: Membership) -> dict[str, str]:
    same_name = principal.person.name.casefold() == name.strip().casefold()
    if same_name or principal.pk == membership.pk:
        return {"deputy_for": _("Jäsen ei voi olla oma varajäsenensä.")}
    if principal.body_id != membership.body_id:
        return {"deputy_for": _("Varajäsen on samassa toimielimessä kuin jäsen.")}
    if principal.deputy_for_id is not None:
        return {"deputy_for": _("Varajäsenellä ei ole omaa varajäsentä.")}
    if membership.pk is not None and membership.deputies.exists():
        return {"deputy_for": _("Jäsenellä on oma varajäsen, joten hän ei voi olla varajäsen.")}
    return {}
