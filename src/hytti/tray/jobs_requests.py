"""What becomes due of requests: letters that did not go, reminders, deletion on the day promised, the month's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from hytti.core import audit

from .actions import counting, delivering
from .models import ContactRequest, Recipient, SavedTray
from .rules.requests import REMIND_AFTER, State

if TYPE_CHECKING:
    import datetime as dt


def deliver(now: dt.datetime) -> str:
    """Send the letters of confirmed requests that did not go at once."""
    waiting = Recipient.objects.filter(
        state=State.WAITING, request__confirmed_at__isnull=False, request__delete_on__gt=timezone.localdate(now)
    )
    count = sum(delivering.deliver(one) for one in list(waiting))
    return f"Sent {count} contact requests that had waited." if count else ""


def remind(now: dt.datetime) -> str:
    """Remind once each provider that has taken no step in a week."""
    today = timezone.localdate(now)
    unanswered = Recipient.objects.filter(
        state=State.SENT, reminded_on=None, state_on__lte=today - REMIND_AFTER, request__delete_on__gt=today
    )
    count = sum(delivering.remind(one) for one in list(unanswered))
    return f"Reminded of {count} contact requests." if count else ""


def forget(now: dt.datetime) -> str:
    """Delete all of each request on its day, those that nobody confirmed in time, and trays whose codes have ended."""
    today = timezone.localdate(now)
    over = list(ContactRequest.objects.filter(delete_on__lte=today).values_list("pk", flat=True))
    unconfirmed = ContactRequest.objects.filter(confirmed_at=None, confirm_by__lt=now).exclude(pk__in=over)
    count = 0
    for key in [*over, *unconfirmed.values_list("pk", flat=True)]:
        with transaction.atomic():
            request = ContactRequest.objects.select_for_update().filter(pk=key).first()
            if request is None or (key not in over and request.confirmed_at is not None):
                continue
            audit.record(None, "requests.deleted", request)
            request.delete()
            count += 1
    trays = SavedTray.objects.filter(expires_on__lt=today)
    ended = trays.count()
    trays.delete()
    return f"Deleted {count} contact requests and {ended} trays whose time was over." if count or ended else ""


def end_sessions(now: dt.datetime) -> str:
    """Delete the sessions that have ended, with the trays in them."""
    ended = Session.objects.filter(expire_date__lt=now)
    count = ended.count()
    ended.delete()
    return f"Deleted {count} ended sessions." if count else ""


def publish(now: dt.datetime) -> str:
    """Publish the table of each month that is over."""
    count = counting.publish(timezone.localdate(now))
    return f"Published {count} tables of contact requests." if count else ""
