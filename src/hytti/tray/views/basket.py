"""The visitor's own tray: collected, put in order, printed, handed on by a code, mailed to oneself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.permissions import NotNow, allows
from hytti.core.views.saving import only_post

from .. import basket, limits
from ..actions import trays as actions
from ..forms.requests import CodeForm, GiveForm, MailForm
from ..models import Offer
from ..models.requests import SavedTray
from ..queries.cards import card
from ..queries.requests import askable
from ..rules.codes import spaced, typed
from ..rules.requests import MOST_OFFERS
from .crumbs import crumbs
from .private import from_own_pages, private, too_often

OFTEN = gettext_lazy("Täältä on yritetty monta kertaa lyhyessä ajassa. Yritä tunnin päästä uudelleen.")


def show(request: HttpRequest) -> HttpResponse:
    """What is on the tray, and what can be done with it."""
    offers = basket.offers(request)
    context = {
        "cards": [card(offer) for offer in offers],
        "sorted": askable(offers),
        "most": MOST_OFFERS,
        "guides": allows(request.user, "referrals.make"),
        "breadcrumb": crumbs((_("Oma tarjotin"), None)),
    }
    return render(request, "tray/requests/basket.html", context)


def print_list(request: HttpRequest) -> HttpResponse:
    """The tray on paper: each offer with its facts, contacts and a QR code."""
    return _paper(
        request, basket.offers(request), crumbs((_("Oma tarjotin"), reverse("tray:basket")), (_("Tuloste"), None))
    )


def _paper(request: HttpRequest, offers: list[Offer], breadcrumb: Any, **more: Any) -> HttpResponse:
    rows = [
        {
            "card": card(offer),
            "contacts": offer.contacts.all(),
            "link": settings.SITE_ADDRESS + offer.get_absolute_url(),
        }
        for offer in offers
    ]
    context = {"rows": rows, "today": timezone.localdate(), "breadcrumb": breadcrumb, "code": "", "saved": None, **more}
    return render(request, "tray/requests/paper.html", context)


def _asked_offer(request: HttpRequest) -> int:
    text = request.POST.get("tarjonta", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)


@only_post
@from_own_pages
def collect(request: HttpRequest) -> HttpResponse:
    offer = get_object_or_404(Offer.objects.public(timezone.localdate()), pk=_asked_offer(request))
    if not limits.allows(request, "collect"):
        return too_often(request)
    full = not basket.add(request, offer)
    if full:
        text = _("Tarjottimelle mahtuu %(most)s kohdetta. Poista jokin ensin.") % {"most": MOST_OFFERS}
        messages.warning(request, text)
    return _after(request, offer, full=full)


@only_post
@from_own_pages
def remove(request: HttpRequest) -> HttpResponse:
    key = _asked_offer(request)
    basket.remove(request, key)
    return _after(request, Offer.objects.public(timezone.localdate()).filter(pk=key).first())


def _after(request: HttpRequest, offer: Offer | None, *, full: bool = False) -> HttpResponse:
    """htmx gets the button and the box; others go back to the page they were on."""
    if request.headers.get("HX-Request") and not full:
        context = {"offer": offer, "back": _back(request), "box_only": request.POST.get("mista") == "laatikko"}
        return render(request, "tray/requests/_collected.html", context)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": reverse("tray:basket")})
    where = f"#collect-{offer.pk}" if offer is not None and not full else ""
    return redirect(reverse("tray:basket") if full else _back(request) + where)


def _back(request: HttpRequest) -> str:
    """A page of our own; the tray where the form names none."""
    wanted = request.POST.get("takaisin", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return reverse("tray:basket")


@only_post
@from_own_pages
def move(request: HttpRequest) -> HttpResponse:
    basket.move(request, _asked_offer(request), -1 if request.POST.get("minne") == "ylos" else 1)
    return redirect(f"{reverse('tray:basket')}#o-{_asked_offer(request)}")


@only_post
@from_own_pages
def empty(request: HttpRequest) -> HttpResponse:
    basket.keep(request, [])
    messages.success(request, _("Tarjotin on tyhjennetty."))
    return redirect("tray:basket")


def give(request: HttpRequest) -> HttpResponse:
    """Make a code for what is on the tray; a professional may make it a wellbeing referral."""
    guides = allows(request.user, "referrals.make")
    form = (GiveForm if guides else EmptyForm)(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not guides and not limits.allows(request, "give"):
            form.add_error(None, OFTEN)
            status = 429
        else:
            try:
                _tray, code = actions.give(
                    basket.offers(request),
                    by=request.user if guides else None,
                    link_worker=form.cleaned_data.get("link_worker"),
                )
            except NotNow as error:
                form.add_error(None, str(error))
                status = 409
            else:
                return redirect("tray:saved", code=code)
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "guides": guides,
        "count": len(basket.offers(request)),
        "breadcrumb": crumbs((_("Oma tarjotin"), reverse("tray:basket")), (_("Anna asukkaalle"), None)),
    }
    return render(request, "tray/requests/give.html", context, status=status)


class EmptyForm(GiveForm):
    """A resident chooses nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("link_worker", None)


@private
def by_code(request: HttpRequest) -> HttpResponse:
    """Type the code of a tray."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if not limits.allows(request, "code", look=True):
            form.add_error(None, OFTEN)
            status = 429
        elif form.is_valid():
            code = typed(form.cleaned_data["code"])
            try:
                actions.opened(code, by=request.user if request.user.is_authenticated else None)
            except NotNow as error:
                limits.allows(request, "code")
                form.add_error("code", str(error))
            else:
                return redirect("tray:saved", code=code)
    context = {"form": form, "breadcrumb": crumbs((_("Avaa koodilla"), None))}
    return render(request, "tray/requests/by_code.html", context, status=status)


def opened_by(request: HttpRequest, code: str) -> SavedTray | None:
    """The tray of the code in an address; None where this source has tried too many wrong ones. Raises NotNow."""
    if not limits.allows(request, "code", look=True):
        return None
    try:
        return actions.opened(code, by=request.user if request.user.is_authenticated else None)
    except NotNow:
        limits.allows(request, "code")
        raise


@private
def saved(request: HttpRequest, code: str) -> HttpResponse:
    """A tray that was handed on: seen and printed by whoever has the code, and a request can be sent from it."""
    tray = opened_by(request, code)
    if tray is None:
        return too_often(request)
    link = settings.SITE_ADDRESS + reverse("tray:saved", args=[typed(code)])
    more = {"saved": tray, "code": spaced(typed(code)), "plain_code": typed(code), "code_link": link}
    offers = basket.offers_of(tray.offers)
    more["sorted"] = askable(offers)
    more["is_own"] = request.user.is_authenticated and tray.made_by_id == request.user.pk
    return _paper(request, offers, crumbs((_("Annettu tarjotin"), None)), **more)


@only_post
@private
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Put what a code opens on one's own tray, after what is there."""
    tray = opened_by(request, code)
    if tray is None:
        return too_often(request)
    basket.keep(request, [*basket.ids(request), *(offer.pk for offer in basket.offers_of(tray.offers))])
    messages.success(request, _("Kohteet ovat nyt omalla tarjottimellasi."))
    return redirect("tray:basket")


def mail(request: HttpRequest) -> HttpResponse:
    """Send the tray to oneself."""
    form = MailForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if not form.is_of_a_machine():
                    if not limits.allows(request, "letter", address=form.cleaned_data["email"]):
                        raise TooOften
                    actions.mail_to_oneself(basket.offers(request), form.cleaned_data["email"])
            except TooOften:
                form.add_error(None, OFTEN)
                status = 429
            except ValidationError as error:
                form.add_error("email", error)
            except NotNow as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("Viesti on lähetetty. Osoitetta ei tallennettu."))
                return redirect("tray:basket")
    context = {
        "form": form,
        "count": len(basket.offers(request)),
        "breadcrumb": crumbs((_("Oma tarjotin"), reverse("tray:basket")), (_("Sähköpostiin"), None)),
    }
    return render(request, "tray/requests/mail.html", context, status=status)


class TooOften(Exception):
    """Too many letters from a source or to an address."""
