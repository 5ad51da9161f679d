"""What waits for a moderator: proposed offers, changes, readers' words; and letters to organisations."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.models import Organisation
from hytti.core.permissions import NotNow, require
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import only_post

from ..actions import invitations, moderation
from ..forms.offers import InvitationForm
from ..models import Freshness, Invitation, Missing, Offer
from ..permissions import organisations_invited_by
from ..queries import writing
from .crumbs import crumbs


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    require(request.user, "offers.moderate")
    found = writing.desk(request.user, timezone.localdate(), ContentType.objects.get_for_model(Offer))  # type: ignore[arg-type]
    context = {"desk": found, "breadcrumb": crumbs((_("Tarkistettavat"), None))}
    return render(request, "tray/offers/desk.html", context)


@only_post
@signed_in
def handle_freshness(request: HttpRequest, pk: int) -> HttpResponse:
    moderation.handle(get_object_or_404(Freshness.objects.select_related("offer"), pk=pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Ilmoitus on merkitty käsitellyksi."))
    return redirect(reverse("tray:desk"))


@only_post
@signed_in
def handle_missing(request: HttpRequest, pk: int) -> HttpResponse:
    moderation.handle(get_object_or_404(Missing, pk=pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Ilmoitus on merkitty käsitellyksi."))
    return redirect(reverse("tray:desk"))


@signed_in
def invite(request: HttpRequest) -> HttpResponse:
    """Send an organisation a link by which it writes without an account."""
    require(request.user, "offers.moderate")
    organisations = organisations_invited_by(request.user)
    offer = Offer.objects.filter(pk=_number(request.GET.get("tarjonta"))).first()
    form = InvitationForm(request.POST or None, organisations=organisations, chosen=offer.provider if offer else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = dict(form.cleaned_data)
            organisation: Organisation = told.pop("organisation")
            try:
                invitations.invite(organisation, by=request.user, offer=offer, **told)  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error(None, error)
            except NotNow as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("Linkki on lähetetty."))
                return redirect(reverse("tray:desk"))
    context = {
        "form": form,
        "offer": offer,
        "breadcrumb": crumbs((_("Tarkistettavat"), reverse("tray:desk")), (_("Kutsu kirjoittamaan"), None)),
    }
    return render(request, "tray/offers/invite.html", context, status=status)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0


@only_post
@signed_in
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        invitations.cancel(get_object_or_404(Invitation, pk=pk), by=request.user)  # type: ignore[arg-type]
    except NotNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Linkki on peruttu."))
    return redirect(reverse("tray:desk"))
