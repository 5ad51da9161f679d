"""What happens to offers when its day has come: reminders of a review, due, expired."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.core.letters import link_to, send
from hytti.core.models import Grant, Organisation
from hytti.core.permissions import NotNow
from hytti.core.roles import ROLES

from .actions.offers import step_taken
from .models import Offer, ProviderContact, ReviewReminder
from .rules import states
from .rules.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logging.getLogger(__name__)


def move_on(now: dt.datetime) -> str:
    """Published offers whose review day has come become due, and due ones that nobody looked at expire.

    Offers that a feed keeps have no review day: their source says when they end.
    """
    today = timezone.localdate(now)
    due = _step_all(Offer.objects.filter(state=State.PUBLISHED, review_by__lte=today), State.DUE)
    old = Offer.objects.filter(state=State.DUE, review_by__lte=today - states.EXPIRES_AFTER)
    expired = _step_all(old, State.EXPIRED)
    return f"{due} offers are due for review, {expired} expired." if due or expired else ""


def _step_all(offers: Iterable[Offer], to: State) -> int:
    count = 0
    for offer in list(offers):
        found = states.step(offer.state, to)
        if found is None:
            raise LookupError(f"no step from {offer.state} to {to}")
        with transaction.atomic():
            locked = Offer.objects.select_for_update().get(pk=offer.pk)
            if locked.state == offer.state:
                step_taken(locked, found, by=None)
                count += 1
    return count


def remind(now: dt.datetime) -> str:
    """Write to the provider a month before an offer's review day, and on the day; each once.

    A letter that fails is tried again at the next tick.
    """
    today = timezone.localdate(now)
    soon = today + states.REMINDED_BEFORE
    offers = Offer.objects.filter(state__in=Offer.SHOWN, review_by__lte=soon).select_related("provider")
    sent = set(ReviewReminder.objects.filter(offer__in=offers).values_list("offer", "due"))
    letters: dict[Organisation, list[Offer]] = defaultdict(list)
    for offer in offers:
        if (offer.pk, _stage(offer, today)) not in sent:
            letters[offer.provider].append(offer)
    reminded = 0
    for organisation, rows in letters.items():
        mailed = [_mailed(address, rows) for address in addresses_of(organisation)]  # to everyone, whoever fails
        if mailed and all(mailed):
            ReviewReminder.objects.bulk_create(
                [ReviewReminder(offer=offer, due=_stage(offer, today)) for offer in rows], ignore_conflicts=True
            )
            reminded += len(rows)
    return f"Reminded of {reminded} offers." if reminded else ""


def _stage(offer: Offer, today: dt.date) -> dt.date:
    """The day whose reminder it is: the review day, or the day a month before it."""
    assert offer.review_by is not None
    return offer.review_by if offer.review_by <= today else offer.review_by - states.REMINDED_BEFORE


def addresses_of(organisation: Organisation) -> list[str]:
    """Where letters to the organisation go: its own address, else those of the accounts that write for it."""
    contact = ProviderContact.objects.filter(organisation=organisation).exclude(email="").first()
    if contact is not None:
        return [contact.email]
    writers = [code for code, role in ROLES.items() if "offers.write" in role.rights]
    grants = Grant.objects.in_force(timezone.localdate()).filter(
        role__in=writers, content_type=ContentType.objects.get_for_model(Organisation), object_id=organisation.pk
    )
    return sorted(set(grants.filter(user__is_active=True).values_list("user__email", flat=True)))


def _mailed(address: str, offers: list[Offer]) -> bool:
    with override(settings.LANGUAGE_CODE):
        context = {"offers": offers, "address": link_to(reverse("tray:mine"))}
        try:
            send(address, _("Tarkista hyte-tarjottimen tiedot"), "tray/offers/reminder.txt", context)
        except NotNow:
            log.exception("A reminder of a review could not be sent.")
            return False
    return True
