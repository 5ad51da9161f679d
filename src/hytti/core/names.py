"""Emptying the names in decisions and minutes when their last day is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import audit
from .models import NamesUntil

if TYPE_CHECKING:
    import datetime as dt


@transaction.atomic
def forget(now: dt.datetime) -> str:
    """Empty the names whose last day was before today, in every room. A form opened before cannot bring them back."""
    today = timezone.localdate(now)
    count = 0
    for model in apps.get_models():
        if not issubclass(model, NamesUntil):
            continue
        over = model._default_manager.select_for_update().filter(people_until__lt=today).exclude(people="")
        newer = {"revision": F("revision") + 1} if hasattr(model, "revision") else {}
        for record in over.order_by("pk"):
            model._default_manager.filter(pk=record.pk).update(people="", **newer)
            audit.record(None, "names.removed", record)
            count += 1
    return f"Removed the names in {count} decisions whose last day was over." if count else ""
