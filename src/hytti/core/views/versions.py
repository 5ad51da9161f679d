"""Two versions of one record side by side, and the choice between them field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import QueryDict

from .. import audit
from ..models import AuditEvent

if TYPE_CHECKING:
    from ..forms.records import RecordForm

STORED = "stored"


@dataclass(frozen=True)
class Row:
    """One field: what was typed, what is stored, and which of them stands chosen at first."""

    name: str
    label: str
    yours: str
    theirs: str
    differs: bool
    both_changed: bool = False
    keep_theirs: bool = False


@dataclass(frozen=True)
class Both:
    """The fields that differ and those that do not, and the last person who saved and when."""

    different: list[Row]
    same: list[Row]
    saved_by: str
    saved_at: dt.datetime | None
    revision: int
    apart: bool  # the others changed nothing that this form holds


def compare(form: RecordForm, stored: Any) -> Both:
    """Set what was typed beside what is stored now.

    A field that only the other person changed stands at the stored value; every other at what was typed.
    """
    now = form.initial_of(stored)
    events = _events_between(form, stored)
    earlier = _values_before(events)
    rows = []
    for bound in form.visible_fields():
        name, typed, theirs = bound.name, form.cleaned_data.get(bound.name), now.get(bound.name)
        differs = _plain(typed) != _plain(theirs)
        untouched = name in earlier and _plain(typed) == earlier[name]
        rows.append(
            Row(
                name=name,
                label=str(bound.label),
                yours=form.written(name, typed),
                theirs=form.written(name, theirs),
                differs=differs,
                both_changed=differs and name in earlier and not untouched,
                keep_theirs=differs and untouched,
            )
        )
    last = events[0] if events else None
    return Both(
        different=[row for row in rows if row.differs],
        same=[row for row in rows if not row.differs],
        saved_by=str(last.actor) if last is not None and last.actor is not None else "",
        saved_at=last.at if last is not None else None,
        revision=stored.revision,
        apart=_all_known(form, stored, events) and not earlier.keys() & form.fields.keys(),
    )


def with_choices(data: QueryDict, make_form: Callable[..., RecordForm]) -> QueryDict:
    """What was posted, with the stored value in each field where the stored version was chosen."""
    data = data.copy()
    chosen = [name.removeprefix("take-") for name in data if name.startswith("take-") and data[name] == STORED]
    if not chosen:
        return data
    form = make_form(None)
    for name in chosen:
        if name in form.fields and name != "revision":
            data.setlist(name, _as_posted(form, name))
    return data


def _as_posted(form: RecordForm, name: str) -> list[str]:
    """The stored value as a browser would send it."""
    value = form[name].value()
    if isinstance(value, bool):
        return ["on"] if value else []
    shown = form.fields[name].widget.format_value(value)
    return [str(item) for item in shown] if isinstance(shown, list) else [shown or ""]


def _events_between(form: RecordForm, stored: Any) -> list[AuditEvent]:
    """What happened to the record after the form was opened, newest first."""
    missed = stored.revision - (form.typed_revision or 0)
    events = AuditEvent.objects.about(stored).select_related("actor")
    return list(events[: max(missed, 0)])


def _all_known(form: RecordForm, stored: Any, events: list[AuditEvent]) -> bool:
    """Does the history tell everything that happened in between? A member's new name it does not."""
    return len(events) == stored.revision - (form.typed_revision or 0) and all(event.changes for event in events)


def _values_before(events: list[AuditEvent]) -> dict[str, Any]:
    """The fields that others changed, with the value each had when the form was opened."""
    return {name: old for event in events for name, (old, _new) in event.changes.items()}


def _plain(value: Any) -> Any:
    """A value as the history keeps it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, (list, models.QuerySet)):
        return audit.keys_of(value)
    return value.isoformat() if isinstance(value, dt.date) else value
