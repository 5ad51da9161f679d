"""Letters by which an organisation without an account writes an offer: a link that works once, until a day."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import audit, changes
from hytti.core.letters import hash_of, link_to, send
from hytti.core.permissions import NotNow, allows, require

from ..models import Invitation, Offer
from ..permissions import organisations_invited_by

if TYPE_CHECKING:
    from hytti.core.models import Organisation, User

LONGEST_DAYS = 60


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    by: User,
    email: str,
    expires_on: dt.date,
    offer: Offer | None = None,
    message: str = "",
) -> Invitation:
    """Send the letter. Nothing is kept if it cannot be sent. Raises NotAllowed, NotNow, ValidationError."""
    _require_inviter(by, organisation, offer)
    today = timezone.localdate()
    if offer is not None and offer.provider_id != organisation.pk:
        raise ValidationError({"offer": _("Tarjonta on toisen organisaation.")})
    if not today <= expires_on <= today + dt.timedelta(days=LONGEST_DAYS):
        raise ValidationError(
            {"expires_on": _("Linkki voi olla voimassa enintään %(days)s päivää.") % {"days": LONGEST_DAYS}}
        )
    validate_email(email)
    token = secrets.token_urlsafe(32)
    made = Invitation(
        organisation=organisation, offer=offer, email=email, message=message, token_hash=hash_of(token),
        made_by=by, expires_on=expires_on,
    )  # fmt: skip
    made.full_clean()
    made.save()
    audit.record(by, "offers.invited", organisation)
    context: dict[str, Any] = {"invitation": made, "link": link_to(reverse("tray:by_link", args=[token])), "sender": by}
    send(email, _("Kerro toiminnastanne hyte-tarjottimella"), "tray/offers/invitation.txt", context)
    return made


def _require_inviter(by: User, organisation: Organisation, offer: Offer | None) -> None:
    """Who may write for the organisation, or moderates it or the offer."""
    moderates = allows(by, "offers.moderate", offer) if offer else organisation in organisations_invited_by(by)
    if not moderates:
        require(by, "offers.write", organisation)


@transaction.atomic
def cancel(invitation: Invitation, *, by: User) -> None:
    """End a link before its day. Raises NotAllowed, and NotNow where it has ended already."""
    invitation = changes.lock(invitation)
    _require_inviter(by, invitation.organisation, invitation.offer)
    require_open(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(cancelled_at=timezone.now())
    audit.record(by, "offers.invitation_cancelled", invitation.organisation)


def opened(token: str) -> Invitation:
    """The open invitation of a link. Raises NotNow, in plain words, for one that is unknown, used, cancelled or old."""
    found = Invitation.objects.select_related("organisation", "offer").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise NotNow(_("Linkkiä ei löydy. Tarkista, että osoite on kopioitu kokonaan."))
    require_open(found)
    return found


def require_open(invitation: Invitation) -> None:
    """Raise NotNow, in plain words, where the link has ended."""
    if invitation.used_at:
        raise NotNow(_("Linkki on jo käytetty: tiedot on lähetetty. Kiitos!"))
    if invitation.cancelled_at:
        raise NotNow(_("Linkki on peruttu. Kysy uutta siltä, joka lähetti sen."))
    if timezone.localdate() > invitation.expires_on:
        raise NotNow(_("Linkin aika on päättynyt. Kysy uutta siltä, joka lähetti sen."))


def keep_offer(invitation: Invitation, offer: Offer) -> None:
    """The offer that was begun through the link, so that the link opens it again."""
    Invitation.objects.filter(pk=invitation.pk).update(offer=offer)


def use_up(invitation: Invitation) -> None:
    """The link ends when the offer has been sent to be read. Raises NotNow where another has used it meanwhile."""
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None)
    if not unused.update(used_at=timezone.now()):
        raise NotNow(_("Linkki on jo käytetty: tiedot on lähetetty. Kiitos!"))
