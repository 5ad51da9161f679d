"""Recording that a statutory duty was done, for those who answer for it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.models import Organisation
from hytti.core.permissions import NotNow, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, only_post, save

from ..actions import evidence as actions
from ..forms.evidence import EvidenceForm
from ..models import DutyEvidence
from ..queries import duties as queries
from ..rules import Duty, duty_of
from .crumbs import crumbs


@signed_in
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation's duties as the one who records them sees them: every piece of evidence with its buttons."""
    organisation = get_object_or_404(Organisation, slug=slug)
    require(request.user, "duties.record", organisation)
    page = queries.organisation_page(slug, timezone.localdate())
    if page is None or not page.rows:
        raise Http404
    context = {
        "organisation": organisation,
        "rows": [(row, row.evidence) for row in page.rows],
        "breadcrumb": _trail(organisation, (_("Kirjaa velvoitteita"), None)),
    }
    return render(request, "plans/evidence/keep.html", context)


@signed_in
def record(request: HttpRequest, slug: str, duty: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    require(request.user, "duties.record", organisation)
    law = _duty(duty)

    def act(form: EvidenceForm) -> tuple[str, str]:
        actions.record(by=request.user, organisation=organisation, duty=duty, values=form.values())
        return _back(organisation), _("Näyttö on kirjattu.")

    page = _page(organisation, law, _("Kirjaa"))
    return save(request, page, lambda data: EvidenceForm(data, organisation=organisation, duty=law), act)


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(DutyEvidence.objects.select_related("organisation"), pk=pk)
    organisation = item.organisation
    require(request.user, "duties.record", organisation)
    law = _duty(item.duty)

    def act(form: EvidenceForm) -> tuple[str, str]:
        actions.edit(item, form.values(), by=request.user, revision=form.typed_revision)
        return _back(organisation), _("Muutokset on tallennettu.")

    page = _page(organisation, law, _("Tallenna"))
    return save(request, page, lambda data: EvidenceForm(data, organisation=organisation, duty=law, record=item), act)


@only_post
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(DutyEvidence.objects.select_related("organisation"), pk=pk)
    back = _back(item.organisation)
    try:
        actions.remove(item, by=request.user)
    except NotNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Näyttö on poistettu."))
    return redirect(back)


def _duty(key: str) -> Duty:
    found = duty_of(key)
    if found is None:
        raise Http404
    return found


def _back(organisation: Organisation) -> str:
    return reverse("plans:keep_duties", args=[organisation.slug])


def _trail(organisation: Organisation, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    own = (translated(organisation, "name")[0], reverse("plans:organisation", args=[organisation.slug]))
    return crumbs(own, *more)


def _page(organisation: Organisation, duty: Duty, verb: str) -> Page:
    back = _back(organisation)
    words = str(getattr(duty.name, (get_language() or "fi")[:2]))
    return Page(
        title=words,
        lead=_("Päätös, kokous tai asiakirja, joka osoittaa velvoitteen täytetyksi tai kertoo, missä se on."),
        submit=verb,
        cancel_url=back,
        breadcrumb=_trail(organisation, (_("Kirjaa velvoitteita"), back), (words, None)),
    )
