"""A resident's contact request: asked, confirmed, followed, withdrawn; and the same by a professional with consent."""

from __future__ import annotations

import datetime as dt
import logging
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hytti.core import audit
from hytti.core.letters import hash_of, link_to, send
from hytti.core.models import Region
from hytti.core.permissions import NotNow, require
from hytti.core.plain_text import plain
from hytti.sources.identity import holds_identity_code

from ..models import ContactRequest, Recipient
from ..models.requests import LONGEST_WISH
from ..queries.requests import askable
from ..rules import consent
from ..rules.requests import CONTACT, MOST_PROVIDERS, WELLBEING
from . import delivering
from .counting import count_in
from .trays import organisation_of

if TYPE_CHECKING:
    from hytti.core.models import Area, Organisation, User

    from ..models import Offer, SavedTray

LINK = re.compile(r"https?:|www\.", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9](?:[ ()-]?[0-9]){5,14}")

log = logging.getLogger(__name__)


@dataclass(frozen=True, repr=False)
class Told:
    """What a person typed. Its representation never tells it, so that no log does."""

    email: str = ""
    phone: str = ""
    wish: str = ""
    municipality: Area | None = None
    version: str = ""


def ask(
    offers: list[Offer],
    providers: list[Organisation],
    told: Told,
    *,
    tray: SavedTray | None = None,
    by: User | None = None,
) -> tuple[ContactRequest, str]:
    """Keep a request and ask the resident to confirm it by e-mail; nothing goes to a provider before that.

    A tray with a link worker goes to the link worker alone. A professional (`by`) asks with the client's consent: the
    request goes on at once, a telephone number is enough, and the client's own link is answered for handing it over.
    Answers the request and that link's secret ("" where it goes by e-mail later).
    Raises NotAllowed, NotNow, ValidationError (email, phone, wish, providers, version).
    """
    if by is not None:
        require(by, "referrals.make")
    kind = WELLBEING if tray is not None and tray.link_worker_id else CONTACT
    chosen = _chosen(offers, providers, tray if kind == WELLBEING else None)
    wording = consent.consent_on(timezone.localdate())
    told = _checked(told, wording, needs_email=by is None)
    region = Region.objects.select_related("organisation").first()
    if region is None:
        raise NotNow(_("Pyyntöjä ei voi vielä lähettää: rekisterinpitäjää ei ole nimetty."))
    now = timezone.now()
    secret = secrets.token_urlsafe(32)
    request = ContactRequest(
        kind=kind, email=told.email, phone=told.phone, wish=told.wish, municipality=told.municipality,
        language=(get_language() or "fi")[:2], tray=tray, asked_by=by,
        organisation=organisation_of(by) if by else None, owner=region.organisation,
        consent_version=wording.version, consented_at=now,
        confirm_by=now + dt.timedelta(hours=wording.confirm_within_hours),
        delete_on=timezone.localdate(now) + dt.timedelta(days=wording.delete_after_days),
        confirm_hash=None if by else hash_of(secret),
    )  # fmt: skip
    with transaction.atomic():
        request.full_clean()
        request.save()
        for organisation, its_offers in chosen:
            recipient = Recipient.objects.create(
                request=request, organisation=organisation, state_on=timezone.localdate(now)
            )
            recipient.offers.set(its_offers)
        audit.record(by, "requests.asked_for_client" if by else "requests.asked", request)
        if by is None:
            _ask_to_confirm(request, secret)
            return request, ""
        own = _confirmed(request)
    _after_confirming(request, own)
    return request, own


def _chosen(
    offers: list[Offer], providers: list[Organisation], tray: SavedTray | None
) -> list[tuple[Organisation, list[Offer]]]:
    if tray is not None and tray.link_worker is not None:
        return [(tray.link_worker, offers)]
    wanted = {organisation.pk for organisation in providers}
    chosen = [(one.organisation, one.offers) for one in askable(offers).can if one.organisation.pk in wanted]
    if not chosen:
        raise ValidationError({"providers": _("Valitse vähintään yksi, jolle pyyntö lähetetään.")})
    if len(chosen) > MOST_PROVIDERS:
        raise ValidationError({"providers": _("Valitse enintään %(most)s tarjoajaa.") % {"most": MOST_PROVIDERS}})
    return chosen


def _checked(told: Told, wording: consent.Consent, *, needs_email: bool) -> Told:
    email, phone = told.email.strip(), " ".join(told.phone.split())
    faults: dict[str, str] = {}
    if told.version != wording.version:
        faults["version"] = _("Suostumuksen teksti on muuttunut. Lue se ja lähetä uudelleen.")
    if needs_email and not email:
        faults["email"] = _("Kirjoita sähköposti. Siihen tulee linkki, jolla vahvistat pyynnön.")
    if not email and not phone:
        faults.setdefault("phone", _("Kirjoita puhelinnumero tai sähköposti."))
    if email:
        try:
            validate_email(email)
        except ValidationError:
            faults["email"] = _("Tarkista sähköpostiosoite.")
    if phone and not PHONE.fullmatch(phone):
        faults["phone"] = _("Tarkista puhelinnumero.")
    wish = told.wish if len(told.wish) > 10 * LONGEST_WISH else plain(told.wish)
    if len(wish) > LONGEST_WISH:
        faults["wish"] = _("Toiveessa on %(length)s merkkiä. Enintään %(limit)s mahtuu.") % {
            "length": len(wish),
            "limit": LONGEST_WISH,
        }
    elif holds_identity_code(wish):
        faults["wish"] = _("Toiveessa näyttää olevan henkilötunnus. Poista se ja lähetä uudelleen.")
    elif LINK.search(wish):
        faults["wish"] = _("Toiveessa ei voi olla linkkejä.")
    if faults:
        raise ValidationError(faults)
    return Told(email=email, phone=phone, wish=wish, municipality=told.municipality, version=told.version)


def _ask_to_confirm(request: ContactRequest, secret: str) -> None:
    context = {
        "link": link_to(reverse("tray:confirm", args=[secret])),
        "until": request.confirm_by,
        "organisations": [one.organisation for one in request.recipients.select_related("organisation")],
    }
    send(request.email, _("Vahvista yhteydenottopyyntö"), "tray/requests/confirm.txt", context)


def waiting(secret: str) -> ContactRequest:
    """The request that a link confirms. Raises NotNow, in plain words, for a link that is unknown, used or old."""
    found = ContactRequest.objects.filter(confirm_hash=hash_of(secret), confirmed_at=None).first()
    if found is None:
        raise NotNow(_("Linkkiä ei löydy, tai se on jo käytetty."))
    if timezone.now() > found.confirm_by:
        raise NotNow(_("Linkin aika on päättynyt, ja tiedot poistetaan. Voit lähettää pyynnön uudelleen."))
    return found


def confirm(secret: str) -> str:
    """Send a waiting request on; answers the secret of the resident's own link, by which it is followed and withdrawn.

    A provider whose letter does not go now gets it at the next tick. Raises NotNow.
    """
    with transaction.atomic():
        found = waiting(secret)
        request = ContactRequest.objects.select_for_update().get(pk=found.pk)
        if request.confirmed_at is not None:
            raise NotNow(_("Linkkiä ei löydy, tai se on jo käytetty."))
        own = _confirmed(request)
        audit.record(None, "requests.confirmed", request)
    _after_confirming(request, own)
    return own


def _confirmed(request: ContactRequest) -> str:
    own = secrets.token_urlsafe(32)
    request.confirmed_at, request.confirm_hash, request.own_hash = timezone.now(), None, hash_of(own)
    request.save(update_fields=["confirmed_at", "confirm_hash", "own_hash"])
    count_in(request)
    return own


def _after_confirming(request: ContactRequest, own: str) -> None:
    """The letters, once what they tell of is stored: to each provider, and the own link to the resident."""
    delivering.deliver_all(request)
    if not request.email:
        return
    context = {"link": link_to(reverse("tray:own_request", args=[own])), "delete_on": request.delete_on}
    try:
        with override(request.language):
            send(request.email, _("Yhteydenottopyyntö on lähetetty"), "tray/requests/own.txt", context)
    except NotNow:
        log.warning("The letter with a resident's own link could not be sent.")


def own(secret: str) -> ContactRequest:
    """The resident's own request. Raises NotNow where the link is unknown or the details are deleted already."""
    found = ContactRequest.objects.filter(own_hash=hash_of(secret)).first()
    if found is None or timezone.localdate() >= found.delete_on:
        raise NotNow(_("Linkkiä ei löydy. Pyyntö on voitu jo perua, tai sen tiedot on poistettu määräpäivänä."))
    return found


@transaction.atomic
def withdraw(secret: str) -> None:
    """Delete everything of the resident's own request at once. Raises NotNow."""
    request = own(secret)
    audit.record(None, "requests.withdrawn", request)
    request.delete()
