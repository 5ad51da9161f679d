"""A contact request: asked from the tray or from a code, confirmed, followed and withdrawn by links of a letter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.models import Area, Region
from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import plain
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import only_post

from .. import basket, limits
from ..actions import requests as actions
from ..forms.requests import AskForm
from ..models import Offer, SavedTray
from ..queries.cards import card
from ..queries.requests import askable
from ..rules.consent import consent_on
from .basket import OFTEN, opened_by
from .crumbs import crumbs
from .private import private, too_often


def ask(request: HttpRequest) -> HttpResponse:
    """A resident asks the providers of what is on the tray."""
    return _ask(request, basket.offers(request), back=reverse("tray:basket"))


@private
def ask_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """A resident asks with the code that a professional gave."""
    tray = opened_by(request, code)
    if tray is None:
        return too_often(request)
    return _ask(request, basket.offers_of(tray.offers), tray=tray, back=reverse("tray:saved", args=[code]))


@signed_in
def ask_for_client(request: HttpRequest) -> HttpResponse:
    """A professional asks with the client's consent."""
    require(request.user, "referrals.make")
    return _ask(request, basket.offers(request), by=request.user, back=reverse("tray:basket"))


def _ask(
    request: HttpRequest, offers: list[Offer], *, back: str, tray: SavedTray | None = None, by: Any = None
) -> HttpResponse:
    sorted_ = askable(offers)
    wording = consent_on(timezone.localdate())
    region = Region.objects.select_related("organisation").first()
    link_worker = tray.link_worker if tray else None
    language = (get_language() or "fi")[:2]
    form = AskForm(
        request.POST if request.method == "POST" else None,
        providers=[one.organisation for one in sorted_.can],
        municipalities=Area.objects.of_region(),
        consent=wording.text(for_client=by is not None, language=language),
        for_client=by is not None,
        with_providers=link_worker is None,
        initial={"version": wording.version},
    )
    status = 200
    if request.method == "POST":
        answer, status = _sent(request, form, offers, tray, by)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "sorted": sorted_,
        "cards": [card(offer) for offer in offers],
        "link_worker": link_worker,
        "for_client": by is not None,
        "purpose": wording.told_purpose(plain(region.organisation) if region else "", language),
        "back": back,
        "breadcrumb": crumbs((_("Yhteydenottopyyntö"), None)),
    }
    return render(request, "tray/requests/ask.html", context, status=status)


def _sent(
    request: HttpRequest, form: AskForm, offers: list[Offer], tray: SavedTray | None, by: Any
) -> tuple[HttpResponse | None, int]:
    if not form.is_valid():
        return None, 422
    if form.is_of_a_machine():
        return redirect("tray:asked"), 302
    told = form.cleaned_data
    if by is None and not limits.allows(request, "request", address=told["email"]):  # colleagues share a source
        form.add_error(None, OFTEN)
        return None, 429
    wish = actions.Told(**{name: told[name] for name in ("email", "phone", "wish", "municipality", "version")})
    try:
        _made, own = actions.ask(offers, list(told.get("providers", ())), wish, tray=tray, by=by)
    except ValidationError as error:
        if "version" in getattr(error, "error_dict", {}):
            form.data = form.data.copy()
            form.data["version"] = consent_on(timezone.localdate()).version
        form.add_error(None, error)
        return None, 422
    except NotNow as error:
        form.add_error(None, str(error))
        return None, 409
    if by is None:
        return redirect("tray:asked"), 302
    messages.success(request, _("Pyyntö on lähetetty. Anna tämän sivun linkki asiakkaalle: sillä pyynnön voi perua."))
    return redirect("tray:own_request", secret=own), 302


def asked(request: HttpRequest) -> HttpResponse:
    """What happens next; the same for everybody, whatever was typed."""
    hours = consent_on(timezone.localdate()).confirm_within_hours
    context = {"hours": str(hours), "breadcrumb": crumbs((_("Yhteydenottopyyntö"), None))}
    return render(request, "tray/requests/asked.html", context)


@private
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Confirm from the letter. Opening the page sends nothing, so that a mail filter may look at it too."""
    if request.method == "POST":
        own = actions.confirm(secret)
        messages.success(request, _("Kiitos! Pyyntö on lähetetty."))
        return redirect("tray:own_request", secret=own)
    found = actions.waiting(secret)
    context = {
        "recipients": found.recipients.select_related("organisation"),
        "breadcrumb": crumbs((_("Vahvista pyyntö"), None)),
    }
    return render(request, "tray/requests/confirm.html", context)


@private
def own_request(request: HttpRequest, secret: str) -> HttpResponse:
    """The resident sees how the request stands and can withdraw it."""
    found = actions.own(secret)
    context = {
        "asked": found,
        "recipients": found.recipients.select_related("organisation").prefetch_related("offers"),
        "secret": secret,
        "link": settings.SITE_ADDRESS + reverse("tray:own_request", args=[secret]),
        "breadcrumb": crumbs((_("Oma pyyntö"), None)),
    }
    return render(request, "tray/requests/own.html", context)


@only_post
@private
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    actions.withdraw(secret)
    messages.success(request, _("Pyyntö on peruttu, ja sen tiedot on poistettu."))
    return redirect("tray:basket")
