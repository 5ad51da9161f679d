"""What a provider or a link worker tells of a request: received, contacted, met, joined, or why not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import audit, changes
from hytti.core.letters import hash_of
from hytti.core.permissions import NotAllowed, NotNow, require

from ..models import ContactRequest, Recipient, RecipientStep
from ..rules import consent
from ..rules.requests import CONTACT, OVER, next_states
from . import delivering

if TYPE_CHECKING:
    from hytti.core.models import User


def opened(secret: str) -> Recipient:
    """The request that a provider's link opens. Raises NotNow, in plain words, for one that is unknown, used or old."""
    found = Recipient.objects.select_related("request", "organisation").filter(token_hash=hash_of(secret)).first()
    if found is None:
        raise NotNow(
            _(
                "Linkki ei ole enää voimassa: se on käytetty tai pyyntö on peruttu. Katso, onko sähköpostissa "
                "uudempi linkki."
            )
        )
    require_kept(found)
    return found


def require_kept(recipient: Recipient) -> None:
    """Raise NotNow where the details of the request are to be gone already, though the day's tick has not run yet."""
    if timezone.localdate() >= recipient.request.delete_on:
        raise NotNow(_("Pyynnön määräaika on päättynyt, ja sen tiedot on poistettu."))


def answer(recipient: Recipient, state: str, *, by: User | None = None, secret: str = "") -> Recipient:
    """Take a request to its next state: an account answers for its own organisation, a link's secret once.

    Where more steps follow, the provider that answered by a link gets a letter with a new one.
    Raises NotAllowed and NotNow.
    """
    with transaction.atomic():
        recipient = changes.lock(recipient)
        if by is not None:
            require(by, "requests.answer" if recipient.request.kind == CONTACT else "referrals.receive", recipient)
        elif not secret or recipient.token_hash != hash_of(secret):
            raise NotAllowed(_("Linkki ei ole enää voimassa."))
        require_kept(recipient)
        if state not in next_states(recipient.state, recipient.request.kind):
            raise NotNow(_("Pyyntö on jo edennyt. Avaa sivu uudelleen ja katso tilanne."))
        before, recipient.state, recipient.state_on = recipient.state, state, timezone.localdate()
        if by is None or state in OVER:
            recipient.token_hash = None
        recipient.save()
        RecipientStep.objects.create(recipient=recipient, before=before, after=state)
        audit.record(by, "requests.answered", recipient.request, changes={"state": [before, str(state)]})
        _delete_sooner(recipient.request)
    if by is None and state not in OVER:
        delivering.lead_on(recipient)
    return recipient


def _delete_sooner(request: ContactRequest) -> None:
    """When every provider has come to the end, the details are kept only for a while."""
    if request.recipients.exclude(state__in=OVER).exists():
        return
    days = consent.consent_of(request.consent_version).delete_after_last_step_days
    soon = timezone.localdate() + dt.timedelta(days=days)
    ContactRequest.objects.filter(pk=request.pk, delete_on__gt=soon).update(delete_on=soon)
