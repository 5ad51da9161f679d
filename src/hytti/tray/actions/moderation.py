"""Readers' words on offers, and what they missed: kept without a name, handled by a moderator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from hytti.core import audit
from hytti.core.permissions import require

from ..models import Freshness, Handled, Missing

if TYPE_CHECKING:
    from hytti.core.models import User


@transaction.atomic
def handle(record: Freshness | Missing, *, by: User) -> None:
    """Mark a reader's word as handled. Raises NotAllowed."""
    if isinstance(record, Freshness):
        require(by, "offers.moderate", record.offer)
        subject, verb = record.offer, "offers.freshness_handled"
    else:
        require(by, "offers.moderate", record)
        subject, verb = None, "offers.missing_handled"
    changed = type(record)._default_manager.filter(pk=record.pk, state=Handled.OPEN).update(state=Handled.DONE)
    if changed:
        audit.record(by, verb, record, subject=subject)
