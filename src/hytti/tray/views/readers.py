"""What readers tell: whether an offer is up to date, and what is missing from the tray."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.models import Area
from hytti.core.permissions import NotNow
from hytti.core.templatetags.hytti import tr
from hytti.core.views.saving import Page, save

from .. import limits
from ..actions import readers as actions
from ..forms.readers import FreshnessForm, MissingForm
from ..models import Offer, Term, Vocabulary
from .basket import OFTEN
from .crumbs import crumbs
from .questions import question_of


def freshness(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell whether an offer's facts are right."""
    offer = get_object_or_404(Offer.objects.public(timezone.localdate()), slug=slug)
    back = offer.get_absolute_url()
    page = Page(
        title=_("Ovatko tiedot ajan tasalla?"),
        lead=tr(offer),
        submit=_("Lähetä"),
        cancel_url=back,
        template="tray/finding/tell.html",
        breadcrumb=crumbs((tr(offer), back), (_("Ajantasaisuus"), None)),
    )

    def act(form: FreshnessForm) -> tuple[str, str]:
        if not form.is_a_machine:  # a machine is not told that nothing was kept
            _require_patience(request)
            actions.tell_freshness(offer, form.cleaned_data["verdict"], form.cleaned_data["words"])
        return back, _("Kiitos! Ylläpitäjä lukee ilmoituksen.")

    return save(request, page, FreshnessForm, act)


def missing(request: HttpRequest) -> HttpResponse:
    """Tell what was looked for and not found. A search without hits leads here with its words and filters."""
    back = reverse("tray:search")
    asked = question_of(request.GET)
    looked_for: dict[str, Any] = {"words": asked.words}
    for name, facet, records in (
        ("municipality", "municipality", Area.objects.of_region()),
        ("theme", "theme", Term.objects.filter(vocabulary=Vocabulary.THEME)),
    ):
        chosen = asked.chosen.get(facet, ())
        if len(chosen) == 1:
            looked_for[name] = records.filter(code=chosen[0].value).first()
    page = Page(
        title=_("Ilmoita puuttuva toiminta"),
        lead=_("Kerro, mitä etsit. Näin saadaan tietää, mitä alueelta puuttuu."),
        submit=_("Lähetä"),
        cancel_url=back,
        template="tray/finding/tell.html",
        breadcrumb=crumbs((_("Ilmoita puuttuva toiminta"), None)),
    )

    def act(form: MissingForm) -> tuple[str, str]:
        told = form.cleaned_data
        if not form.is_a_machine:
            _require_patience(request)
            actions.tell_missing(told["words"], municipality=told["municipality"], theme=told["theme"])
        return back, _("Kiitos! Ylläpitäjä lukee ilmoituksen.")

    return save(request, page, partial(MissingForm, initial=looked_for), act)


def _require_patience(request: HttpRequest) -> None:
    """One source does not fill the list of those who read what is told."""
    if not limits.allows(request, "tell"):
        raise NotNow(str(OFTEN))
