"""Letters to providers and link workers. A letter never holds what tells who the resident is: it leads to the page."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.core.letters import hash_of, link_to, send
from hytti.core.models import Grant, Organisation
from hytti.core.permissions import NotNow
from hytti.core.roles import LINK_WORKER

from ..models import ProviderContact, Recipient, RecipientStep
from ..rules.requests import CONTACT, State

if TYPE_CHECKING:
    from ..models import ContactRequest

log = logging.getLogger(__name__)


def deliver_all(request: ContactRequest) -> int:
    """Send the letters of a confirmed request that have not gone yet; answers how many went. The rest wait."""
    return sum(deliver(one) for one in request.recipients.filter(state=State.WAITING))


def deliver(recipient: Recipient) -> bool:
    """Send a provider its letter; False, and nothing is stored, where it does not go."""
    return _sent(recipient, _("Uusi yhteydenottopyyntö"), "tray/requests/to_provider.txt", first=True)


def remind(recipient: Recipient) -> bool:
    """Send a provider a new link to a request that waits there; the old link ends."""
    return _sent(recipient, _("Muistutus: yhteydenottopyyntö odottaa"), "tray/requests/reminder.txt", reminded=True)


def lead_on(recipient: Recipient) -> bool:
    """Send the link for the next step to a provider that has used the last one."""
    return _sent(recipient, _("Yhteydenottopyyntö: seuraava vaihe"), "tray/requests/next_step.txt")


def _sent(recipient: Recipient, subject: str, template: str, *, first: bool = False, reminded: bool = False) -> bool:
    today = timezone.localdate()
    try:
        with transaction.atomic(), override(settings.LANGUAGE_CODE):
            recipient = Recipient.objects.select_for_update(of=("self",)).get(pk=recipient.pk)
            addresses = addresses_of(recipient)
            if not addresses:
                return False
            link = _new_link(recipient)
            if first:
                RecipientStep.objects.create(recipient=recipient, before=recipient.state, after=State.SENT)
                recipient.state, recipient.state_on = State.SENT, today
            if reminded:
                recipient.reminded_on = today
            recipient.save()
            context = {"recipient": recipient, "request": recipient.request, "link": link}
            for address in addresses:
                send(address, subject, template, context)
    except NotNow:
        log.warning("A letter of a contact request could not be sent.")
        return False
    return True


def _new_link(recipient: Recipient) -> str:
    """A provider's link has a secret of its own; a link worker signs in."""
    if recipient.request.kind != CONTACT:
        return link_to(reverse("tray:answer", args=[recipient.pk]))
    secret = secrets.token_urlsafe(32)
    recipient.token_hash = hash_of(secret)
    return link_to(reverse("tray:answer_by_link", args=[secret]))


def addresses_of(recipient: Recipient) -> list[str]:
    """Where a letter goes: the provider's own address, or the accounts of the organisation's link workers."""
    if recipient.request.kind == CONTACT:
        contact = ProviderContact.objects.filter(organisation=recipient.organisation_id).first()
        return [contact.email] if contact and contact.email and contact.takes_requests else []
    grants = Grant.objects.in_force(timezone.localdate()).filter(
        role=LINK_WORKER.code,
        content_type=ContentType.objects.get_for_model(Organisation),
        object_id=recipient.organisation_id,
        user__is_active=True,
    )
    return sorted(set(grants.values_list("user__email", flat=True)))
