"""Undoing a mistake by a new change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hytti.core import audit, changes, permissions
from hytti.core.permissions import NotNow

from ..models import Body, Document, Membership

if TYPE_CHECKING:
    from django.db import models

    from hytti.core.models import AuditEvent, User

UNDOABLE = {"body.edited", "body.closed", "record.confirmed", "member.edited", "document.edited", "pack.updated"}


def undo(*, by: User, event: AuditEvent) -> models.Model:
    """Put the fields of an event back to what they were, as a new change.

    Raises NotAllowed, and NotNow where the event cannot be undone or a later change stands in its way.
    """
    record = undoable_record(event)
    permissions.require(by, "history.undo", record)
    if record is None:
        raise NotNow(_("Tätä tapahtumaa ei voi kumota."))
    now = audit.state_of(record, event.changes)
    if any(now[name] != new for name, (_old, new) in event.changes.items()):
        raise NotNow(_("Tietoa on muutettu tämän jälkeen. Kumoa ensin uudempi muutos tai muokkaa tietoja."))
    values = {name: _as_value(record, name, old) for name, (old, _new) in event.changes.items()}
    subject = record.body if isinstance(record, Membership) else record
    return changes.apply(record, values, by=by, verb="change.undone", subject=subject, undoes=event)


def undoable_record(event: AuditEvent) -> Any:
    """The record an event changed, when the event is of a kind that can be undone and was not undone yet."""
    if event.verb not in UNDOABLE or not event.changes or event.undone_by.exists():
        return None
    model = event.content_type.model_class() if event.content_type else None
    if model not in (Body, Document, Membership):
        return None
    if any(str(side).startswith(audit.HIDDEN) for pair in event.changes.values() for side in pair):
        return None
    return model._default_manager.filter(pk=event.object_id).first()


def _as_value(record: models.Model, name: str, old: Any) -> Any:
    field = record._meta.get_field(name)
    if field.many_to_many:
        return list(field.related_model._default_manager.filter(pk__in=old))  # type: ignore[union-attr]
    if field.is_relation:
        return field.related_model._default_manager.filter(pk=old).first() if old is not None else None  # type: ignore[union-attr]
    return field.to_python(old)  # type: ignore[union-attr]
