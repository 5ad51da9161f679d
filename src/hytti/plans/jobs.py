"""What the plans do when its time has come."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.core.letters import link_to, send
from hytti.core.permissions import NotNow

from .models import FollowUpRequest, ReminderSent
from .queries import reviews

if TYPE_CHECKING:
    from hytti.core.models import User

FORGET_AFTER_DAYS = 30  # the address of a letter is kept this long after its link has ended

log = logging.getLogger(__name__)


def remind(now: dt.datetime) -> str:
    """Write once of each due day to those who answer for the action; a letter that fails is tried again."""
    today = timezone.localdate(now)
    letters: dict[User, list[reviews.Due]] = defaultdict(list)
    for due in reviews.due_for_reminder(today):
        for user in reviews.reviewers(due.action):
            letters[user].append(due)
    reached = {(due.action.pk, due.on) for user, rows in letters.items() if _mailed(user, rows) for due in rows}
    ReminderSent.objects.bulk_create(
        [ReminderSent(action_id=key, due=day) for key, day in reached], ignore_conflicts=True
    )
    return f"Reminded {len(letters)} people of {len(reached)} reviews." if reached else ""


def _mailed(user: User, rows: list[reviews.Due]) -> bool:
    with override(settings.LANGUAGE_CODE):
        context = {"rows": rows, "address": link_to(reverse("plans:reviews"))}
        try:
            send(user.email, _("Hytti: toimenpiteiden seuranta"), "plans/reviews/reminder.txt", context)
        except NotNow:
            log.exception("A reminder of reviews could not be sent.")
            return False
    return True


def forget_addresses(now: dt.datetime) -> str:
    """Empty the e-mail addresses and messages of letters whose links ended a month ago."""
    limit = timezone.localdate(now) - dt.timedelta(days=FORGET_AFTER_DAYS)
    count = FollowUpRequest.objects.filter(expires_on__lt=limit).exclude(email="").update(email="", message="")
    return f"Forgot {count} addresses of follow-up letters." if count else ""
