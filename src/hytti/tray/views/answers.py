"""Providers, link workers and professionals: answering by a link or an account, and following what was given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hytti.core.permissions import NotNow, allows, require

from ..actions import answers as actions
from ..forms.requests import AnswerForm
from ..models import Recipient
from ..permissions_requests import recipients_answered_by
from ..queries import requests as queries
from ..rules.requests import CONTACT, OVER, next_states
from .crumbs import crumbs
from .private import private


@private
def answer_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A provider without an account answers from the letter. Opening the page takes no step."""
    recipient = actions.opened(secret)
    form = _form(request, recipient)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = actions.answer(recipient, form.cleaned_data["state"], secret=secret)
            return render(request, "tray/requests/answered.html", {"recipient": made, "is_over": made.state in OVER})
    return _shown(request, recipient, form, status, breadcrumb=crumbs((_("Yhteydenottopyyntö"), None)))


@never_cache
@login_required
def answers(request: HttpRequest) -> HttpResponse:
    """The requests and referrals of the own organisation."""
    if not allows(request.user, "referrals.receive"):
        require(request.user, "requests.answer")
    mine = recipients_answered_by(request.user).select_related("organisation", "request").prefetch_related("offers")
    rows = list(mine.order_by("state_on", "pk"))
    context = {
        "open": [row for row in rows if row.state not in OVER],
        "over": [row for row in rows if row.state in OVER],
        "breadcrumb": crumbs((_("Yhteydenottopyynnöt"), None)),
    }
    return render(request, "tray/requests/answers.html", context)


@never_cache
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = get_object_or_404(Recipient.objects.select_related("request", "organisation"), pk=pk)
    require(request.user, "requests.answer" if recipient.request.kind == CONTACT else "referrals.receive", recipient)
    actions.require_kept(recipient)
    form = _form(request, recipient)
    back = reverse("tray:answers")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.answer(recipient, form.cleaned_data["state"], by=request.user)
            except NotNow as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("Vastaus on tallennettu."))
                return redirect(back)
    return _shown(request, recipient, form, status, crumbs((_("Yhteydenottopyynnöt"), back), (_("Vastaa"), None)))


def _form(request: HttpRequest, recipient: Recipient) -> AnswerForm:
    return AnswerForm(
        request.POST if request.method == "POST" else None, states=next_states(recipient.state, recipient.request.kind)
    )


def _shown(request: HttpRequest, recipient: Recipient, form: AnswerForm, status: int, breadcrumb: Any) -> HttpResponse:
    """What is needed for making contact, and nothing once it has come to an end."""
    is_over = recipient.state in OVER
    context = {
        "recipient": recipient,
        "asked": None if is_over else recipient.request,
        "kind": recipient.request.get_kind_display(),
        "steps": recipient.steps.all(),
        "form": form,
        "is_over": is_over,
        "breadcrumb": breadcrumb,
    }
    return render(request, "tray/requests/answer.html", context, status=status)


@never_cache
@login_required
def referrals(request: HttpRequest) -> HttpResponse:
    """What the user has handed to clients, and how far it has come."""
    require(request.user, "referrals.make")
    context = {
        "given": queries.given_by(request.user),
        "asked": queries.asked_by(request.user),
        "breadcrumb": crumbs((_("Annetut tarjottimet"), None)),
    }
    return render(request, "tray/requests/referrals.html", context)
