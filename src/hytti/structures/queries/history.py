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

from ..actions.history import undoable_record

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
    return AuditEvent.objects.filter(about).select_related("actor").prefetch_related("undone_by").order_by("-pk")


def entries(events: Sequence[AuditEvent], body: Body, reader: User | AnonymousUser) -> list[Entry]:
    """The events in words. Names of doers only for those who may edit the body."""
    events = list(events)
    changes = history.readable_all(events)
    names = permissions.allows(reader, "bodies.edit", body)
    undoes = permissions.allows(reader, "history.undo", body)
    return [
        Entry(
            event=event,
            what=verb_label(event.verb),
            about=event.label if event.object_id != body.pk or event.content_type_id != event.subject_type_id else "",
            doer=_doer(event, named=names),
            changes=changes[event.pk],
            undone=bool(event.undone_by.all()),
            may_undo=undoes and not event.undone_by.all() and undoable_record(event) is not None,
        )
        for event in events
    ]


def _doer(event: AuditEvent, *, named: bool) -> str:
    if event.verb.startswith("pack."):
        return _("aluepaketti")
    if event.actor is None:
        return _("poistettu tunnus")
    return str(event.actor) if named else _("kirjautunut käyttäjä")
