"""Undoing a mistake by a new change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from hytti.core import audit, changes, permissions
from hytti.core.permissions import NotNow

from ..models import Body, Document, Membership
from .memberships import check_membership
from .rules import check_body, check_placing, check_reach, require_working

if TYPE_CHECKING:
    from django.db import models

    from hytti.core.models import AuditEvent, User

# What the person must be allowed to do, besides undoing, to take each kind of change back.
UNDOABLE = {"body.edited", "body.closed", "record.confirmed", "member.edited", "document.edited", "pack.updated"}
RIGHTS = {Body: "bodies.edit", Document: "documents.edit", Membership: "memberships.edit"}


@transaction.atomic
def undo(*, by: User, event: AuditEvent) -> models.Model:
    """Put the fields of an event back to what they were, as a new change. An undoing can be undone too.

    Raises NotAllowed, NotNow where the event cannot be undone or a later change stands in its way, and
    ValidationError where the old values break a rule now.
    """
    record: Any = undoable_record(event)
    permissions.require(by, "history.undo", record)
    if record is None:
        raise NotNow(_("Tätä tapahtumaa ei voi kumota."))
    record = changes.lock(record)
    if event.undone_by.exists():
        raise NotNow(_("Muutos on jo kumottu."))
    right = right_to_undo(event, record)
    permissions.require(by, right, record)
    now = audit.state_of(record, event.changes)
    if any(now[name] != new for name, (_old, new) in event.changes.items()):
        raise NotNow(_("Tietoa on muutettu tämän jälkeen. Kumoa ensin uudempi muutos tai muokkaa tietoja."))
    values = {name: _as_value(record, name, old) for name, (old, _new) in event.changes.items()}
    _check(by, right, record, values)
    subject = record.body if isinstance(record, Membership) else record
    changed: models.Model = changes.apply(record, values, by=by, verb="change.undone", subject=subject, undoes=event)
    if not isinstance(changed, Membership):
        check_reach(by, right, changed, values)
    return changed


def undoable_record(event: AuditEvent) -> Any:
    """The record an event changed, when the event is of a kind that can be undone."""
    if not is_undoable(event) or event.content_type is None:
        return None
    model = event.content_type.model_class()
    return model._default_manager.filter(pk=event.object_id).first() if model is not None else None


def is_undoable(event: AuditEvent) -> bool:
    """Is the event of a kind that can be undone, whether or not its record is still there?"""
    if original_of(event).verb not in UNDOABLE or not event.changes:
        return False
    if event.content_type is None or event.content_type.model_class() not in RIGHTS:
        return False
    return not any(str(side).startswith(audit.HIDDEN) for pair in event.changes.values() for side in pair)


def original_of(event: AuditEvent) -> AuditEvent:
    """The change at the root of a chain of undoings."""
    while event.undoes is not None:
        event = event.undoes
    return event


def right_to_undo(event: AuditEvent, record: Any) -> str:
    """Taking a change back needs the same right as making it."""
    verb = original_of(event).verb
    if verb == "body.closed":
        return "bodies.close"
    return "bodies.confirm" if verb == "record.confirmed" else RIGHTS[type(record)]


def _check(by: User, right: str, record: Any, values: dict[str, Any]) -> None:
    """The rules of an ordinary edit hold for going back as well."""
    if isinstance(record, Membership):
        require_working(record.body)
        check_membership(record, record.person.name, values)
        return
    if isinstance(record, Body):
        if "closed_on" not in values:
            require_working(record)
        _check_family(record, values)
        check_body(record, values)
    if not values.keys() <= {"confirmed_on", "confirmed_by"}:
        check_placing(by, right, record, values)


def _check_family(body: Body, values: dict[str, Any]) -> None:
    """A body never works under a closed one, nor closes over working ones."""
    if "closed_on" not in values:
        return
    if values["closed_on"] is None and body.parent is not None and body.parent.closed_on is not None:
        raise NotNow(_("Verkosto, johon tämä kuuluu, on lakkautettu. Palauta se ensin."))
    if values["closed_on"] is not None and body.children.working().exists():
        raise NotNow(_("Alla toimii ryhmiä. Lakkauta tai siirrä ne ensin."))


def _as_value(record: models.Model, name: str, old: Any) -> Any:
    field = record._meta.get_field(name)
    if field.many_to_many:
        found = list(field.related_model._default_manager.filter(pk__in=old or []))  # type: ignore[union-attr]
        return _all_found(found, len(old or []))
    if field.is_relation and old is not None:
        return _all_found([*field.related_model._default_manager.filter(pk=old)], 1)[0]  # type: ignore[union-attr]
    return field.to_python(old)  # type: ignore[union-attr]


def _all_found(found: list[Any], count: int) -> list[Any]:
    if len(found) != count:
        raise NotNow(_("Aiemmin valittu tieto on sittemmin poistettu, joten muutosta ei voi kumota."))
    return found
