"""The buttons by which own figures and indicators go on from state to state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.conflicts import EditConflict
from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.saving import only_post

from ..actions import own_datasets, own_indicators, own_publishing
from ..forms.own import ReasonForm, StepForm
from ..models import OwnIndicator
from ..permissions import EDIT_INDICATORS, LOAD, PUBLISH
from .own import crumbs, version_of

CHANGED = gettext_lazy("Joku muu ehti muuttaa tätä. Katso, missä vaiheessa se on nyt, ja yritä uudelleen.")


def _try(request: HttpRequest, act: Callable[[int | None], Any], said: Any) -> None:
    """Take the step for the revision that the person looked at, and tell how it went."""
    form = StepForm(request.POST)
    try:
        done = act(form.cleaned_data["revision"] if form.is_valid() else -1)
    except EditConflict:
        messages.error(request, CHANGED)
    except (NotNow, ValidationError) as refusal:
        messages.error(request, " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal))
    else:
        failure = getattr(done, "failure", "")
        if failure:
            messages.error(request, failure)
        else:
            messages.success(request, said)


def _step(right: str, action: Callable[..., Any], said: Any) -> Callable[..., HttpResponse]:
    """A button's address: the right, the action, what is said afterwards."""

    @only_post
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("indicators:own_version", args=[pk]))
        version = version_of(request, pk, right)
        _try(request, lambda revision: action(by=request.user, version=version, revision=revision), said)
        return redirect(version.dataset)

    return view


def _write(*, by: Any, version: Any, revision: int | None) -> Any:
    """To try again is the same for every revision."""
    return own_publishing.write(by=by, version=version)


protect = _step(LOAD, own_datasets.protect_again, gettext_lazy("Suojaus on valittu uudelleen."))
propose = _step(LOAD, own_datasets.propose, gettext_lazy("Luvut on ehdotettu julkaistaviksi."))
discard = _step(LOAD, own_datasets.discard, gettext_lazy("Versio on poistettu."))
approve = _step(PUBLISH, own_publishing.approve, gettext_lazy("Luvut on hyväksytty. Ne voi nyt julkaista."))
publish = _step(PUBLISH, own_publishing.publish, gettext_lazy("Luvut on julkaistu."))
write = _step(PUBLISH, _write, gettext_lazy("Valmis: julkiset luvut on kirjoitettu."))


@login_required
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk, PUBLISH)
    title, lead = _("Palauta versio"), _("Lataaja näkee perustelun historiassa ja voi ladata korjatun tiedoston.")
    return _reasoned(request, version, own_publishing.send_back, title, lead, _("Palauta"), stop=False)


@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk, PUBLISH)
    title = _("Poista luvut julkisuudesta")
    lead = _("Luvut häviävät sivuilta, tiedostoista ja rajapinnasta. Perustelu jää historiaan ja näkyy muutoksissa.")
    return _reasoned(request, version, own_publishing.withdraw, title, lead, title, stop=True)


def _reasoned(
    request: HttpRequest, version: Any, action: Callable[..., Any], title: str, lead: str, submit: str, *, stop: bool
) -> HttpResponse:
    """A step that asks for a reason on a page of its own; what was typed stays in the form."""
    form, status = ReasonForm(request.POST or None, initial={"revision": version.revision}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = action(by=request.user, version=version, **form.cleaned_data)
            except (NotNow, EditConflict) as refusal:
                form.add_error(None, str(CHANGED) if isinstance(refusal, EditConflict) else str(refusal))
                status = 409
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if done.failure:
                    messages.error(request, done.failure)
                else:
                    messages.success(request, done.standing.capitalize() + ".")
                return redirect(version.dataset)
    name = translated(version.dataset, "title")[0]
    context = {
        "title": f"{title}: {name}",
        "lead": lead,
        "form": form,
        "submit": submit,
        "stop": stop,
        "cancel_url": version.dataset.get_absolute_url(),
        "breadcrumb": crumbs((name, version.dataset.get_absolute_url()), (title, None)),
    }
    return render(request, "indicators/own/reason.html", context, status=status)


def _indicator_step(action: Callable[..., Any], said: Any) -> Callable[..., HttpResponse]:
    @only_post
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("indicators:own_indicator", args=[slug]))
        require(request.user, EDIT_INDICATORS)
        indicator = get_object_or_404(OwnIndicator, key=slug)
        _try(request, lambda revision: action(by=request.user, indicator=indicator, revision=revision), said)
        return redirect(indicator)

    return view


publish_indicator = _indicator_step(own_indicators.publish_indicator, gettext_lazy("Mittari on julkaistu."))
retire_indicator = _indicator_step(own_indicators.retire_indicator, gettext_lazy("Mittari on poistettu käytöstä."))
