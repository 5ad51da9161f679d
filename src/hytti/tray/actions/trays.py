"""Handing a tray on: a code that opens it until a day, and a letter of it to oneself. Neither asks who anybody is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import audit
from hytti.core.letters import link_to, send
from hytti.core.models import Region
from hytti.core.permissions import NotNow, allows, own_organisations, require

from ..models import SavedTray
from ..permissions_requests import link_worker_organisations
from ..rules.codes import hash_of_code, new_code, typed
from ..rules.requests import CODE_DAYS, MOST_OFFERS

if TYPE_CHECKING:
    from hytti.core.models import Organisation, User

    from ..models import Offer


def give(
    offers: list[Offer], *, by: User | None = None, link_worker: Organisation | None = None
) -> tuple[SavedTray, str]:
    """Keep the offers behind a new code; answers the tray and the code, which is kept nowhere.

    `by`: a professional who guides with a client and follows the steps; others hand a tray on without an account.
    `link_worker` makes it a wellbeing referral. Raises NotAllowed and NotNow.
    """
    organisation = None
    if link_worker is not None or (by is not None and allows(by, "referrals.make")):
        require(by, "referrals.make")  # type: ignore[arg-type]
        organisation = organisation_of(by)  # type: ignore[arg-type]
    else:
        by = None
    if not offers and link_worker is None:
        raise NotNow(_("Tarjotin on tyhjä. Lisää sille ensin jotain."))
    if link_worker is not None and not link_worker_organisations().filter(pk=link_worker.pk).exists():
        raise NotNow(_("Organisaatiolla ei ole juuri nyt linkkihenkilöä."))
    expires_on = timezone.localdate() + dt.timedelta(days=CODE_DAYS)
    made = SavedTray(
        offers=[offer.pk for offer in offers][:MOST_OFFERS],
        made_by=by,
        organisation=organisation,
        link_worker=link_worker,
        expires_on=expires_on,
    )
    with transaction.atomic():
        code = _keep_with_code(made)
        if by is not None:
            audit.record(by, "referrals.given", made)
    return made, code


def organisation_of(user: User) -> Organisation | None:
    """On whose behalf a professional guides: the organisation of the grant, else the region's."""
    region = Region.objects.select_related("organisation").first()
    return own_organisations(user, "referrals.make").order_by("pk").first() or (region.organisation if region else None)


def _keep_with_code(made: SavedTray) -> str:
    while True:
        code = new_code()
        made.code_hash = hash_of_code(code)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            if not SavedTray.objects.filter(code_hash=made.code_hash).exists():
                raise
            continue  # somebody has this code already
        return code


def opened(text: str, *, by: User | None = None) -> SavedTray:
    """The tray of a code that is typed or in a link; the first day it is opened is kept, but not by whom.

    Raises NotNow, in the same words, for a code that is unknown and for one whose days are over.
    """
    today = timezone.localdate()
    code = typed(text)
    found = SavedTray.objects.open_on(today).filter(code_hash=hash_of_code(code)).first() if code else None
    if found is None:
        raise NotNow(_("Koodilla ei löydy tarjotinta. Tarkista koodi. Sen aika on voinut myös päättyä."))
    if found.opened_on is None and (by is None or found.made_by_id != by.pk):
        SavedTray.objects.filter(pk=found.pk, opened_on=None).update(opened_on=today)
    return found


def mail_to_oneself(offers: list[Offer], email: str) -> None:
    """Send the names and addresses of the offers in a letter of fixed text. The address is kept nowhere.

    Raises ValidationError and NotNow.
    """
    validate_email(email)
    if not offers:
        raise NotNow(_("Tarjotin on tyhjä. Lisää sille ensin jotain."))
    rows = [(offer, link_to(offer.get_absolute_url())) for offer in offers]
    context = {"rows": rows, "link": link_to(reverse("tray:basket"))}
    send(email, _("Tarjotin: %(count)s kohdetta") % {"count": len(rows)}, "tray/requests/to_oneself.txt", context)
