"""Letters about new figures to those who asked for them."""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Following
from .queries import changes
from .store import facts

if TYPE_CHECKING:
    from .queries.changes import Publication

SALT = "hytti.indicators.following"

log = logging.getLogger(__name__)


def send_due(now: dt.datetime) -> str:
    """Send the letters whose day has come; where nothing changed, none is sent and the day moves on.

    A letter that cannot be sent is tried again at the next call, with everything that has changed by then.
    """
    today = timezone.localdate(now)
    sent = sum(_send(key, now, today) for key in Following.objects.due_on(today).values_list("pk", flat=True))
    return f"Sent {sent} letters about new figures." if sent else ""


def _send(key: int, now: dt.datetime, today: dt.date) -> bool:
    """One letter in its own transaction, so that two ticks at once do not send it twice."""
    with transaction.atomic():
        wish = Following.objects.select_for_update().due_on(today).select_related("user").filter(pk=key).first()
        if wish is None:
            return False
        found = changes.publications(wish.told_until, wish.areas)
        if found and not _mailed(wish, found):
            return False
        wish.told_until, wish.next_on = now, wish.day_after(today)
        wish.save(update_fields=["told_until", "next_on"])
        return bool(found)


def _mailed(wish: Following, found: list[Publication]) -> bool:
    with override(wish.language):
        stop = f"{settings.SITE_ADDRESS}{reverse('indicators:stop', args=[token_of(wish)])}"
        known = {area.key: area for area in facts().areas()}
        context = {
            "publications": found,
            "areas": [known[key] for key in wish.areas if key in known],
            "address": settings.SITE_ADDRESS,
            "stop": stop,
        }
        letter = EmailMessage(
            subject=_("Hytti: uusia lukuja"),
            body=render_to_string("indicators/digest.txt", context),
            to=[wish.user.email],
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )
        try:
            return bool(letter.send())
        except (OSError, SMTPException):
            log.exception("A letter about new figures could not be sent.")
            return False


def token_of(wish: Following) -> str:
    """What an address for ending the letters holds, so that it works without signing in."""
    return signing.dumps(wish.pk, salt=SALT)


def wish_of(token: str) -> Following | None:
    """The wish that the address is for; None where it has ended or the address is not ours."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Following.objects.filter(pk=key).select_related("user").first()
