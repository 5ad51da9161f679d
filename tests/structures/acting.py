"""What the tests of actions read: the history, and the fields that a refusal names."""

from __future__ import annotations

from hytti.core.models import AuditEvent
from hytti.structures import actions


def events():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def fields_refused(refusal):
    return set(refusal.value.error_dict)


def edit(by, body, **values):
    return actions.edit_body(by=by, body=body, values=values, revision=body.revision)
