"""Who changed a body and what: events of the body, its members and what belongs to it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from hytti.core import history, permissions
from hytti.core.audit_words import verb_label
from hytti.core.models import AuditEvent

from ..actions.history import is_undoable, right_to_undo
from ..models import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from hytti.core.history import Change
    from hytti.core.models import User

    from ..models import Body


@dataclass(frozen=True)
class Entry:
    """One event as a reader sees it."""

    event: AuditEvent
    what: str
    about: str
    doer: str
    changes: list[Change]
    undone: bool
    may_undo: bool


def events_of(body: Body) -> QuerySet[AuditEvent]:
    """The events whose record or subject is the body, the newest first."""
    kind = ContentType.objects.get_for_model(body)
    about = Q(subject_type=kind, subject_id=body.pk) | Q(content_type=kind, object_id=body.pk)
    related = ("actor", "content_type", "undoes__undoes")
    return AuditEvent.objects.filter(about).select_related(*related).prefetch_related("undone_by").order_by("-pk")


def entries(events: Sequence[AuditEvent], body: Body, reader: User | AnonymousUser) -> list[Entry]:
    """The events in words. Names of doers only for those who may edit the body."""
    events = list(events)
    changes = history.readable_all(events)
    named = permissions.allows(reader, "bodies.edit", body)
    undoable = _undoable(events, body, reader)
    return [
        Entry(
            event=event,
            what=verb_label(event.verb),
            about="" if _is_of(event, body) else event.label,
            doer=_doer(event, named=named),
            changes=[change for change in changes[event.pk] if change.field != "body"],
            undone=bool(event.undone_by.all()),
            may_undo=event.pk in undoable,
        )
        for event in events
    ]


def _undoable(events: Sequence[AuditEvent], body: Body, reader: User | AnonymousUser) -> set[int]:
    """The events that the reader may take back: each right is asked once, and records are looked up together."""
    if not permissions.allows(reader, "history.undo", body):
        return set()
    asked = [event for event in events if not event.undone_by.all() and is_undoable(event)]
    there = Membership.objects.in_bulk([event.object_id for event in asked if not _is_of(event, body)])
    allowed: dict[str, bool] = {}
    found = set()
    for event in asked:
        record = body if _is_of(event, body) else there.get(event.object_id)
        if record is None:
            continue
        right = right_to_undo(event, record)
        if right not in allowed:
            allowed[right] = permissions.allows(reader, right, body)
        if allowed[right]:
            found.add(event.pk)
    return found


def _is_of(event: AuditEvent, body: Body) -> bool:
    """Does the event tell of the body itself, not of a member?"""
    return event.content_type_id == ContentType.objects.get_for_model(body).pk and event.object_id == body.pk


def _doer(event: AuditEvent, *, named: bool) -> str:
    if event.verb.startswith("pack."):
        return _("aluepaketti")
    if event.actor is None:
        return _("poistettu tunnus")
    return str(event.actor) if named else _("kirjautunut käyttäjä")
