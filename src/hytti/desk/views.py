from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.drawn import drawn
from hytti.core.models import Region
from hytti.core.permissions import allows
from hytti.facts import Unreadable
from hytti.indicators.queries import own
from hytti.indicators.queries.glance import Glance, glance
from hytti.indicators.store import facts
from hytti.structures import diagram
from hytti.structures.queries import pictures, places
from hytti.structures.queries.structure_picture import picture
from hytti.tray.queries import requests, writing

from . import queries

SHOWN_LATER = 10


@public_page
def front(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    region = Region.objects.select_related("area", "organisation", "source", "centre").first()
    municipalities = places.municipality_rows()
    themes = queries.networks_by_theme()
    context = {
        "region": region,
        "towns": list(region.other_towns.all()) if region else [],
        "municipality_count": len(municipalities),
        "population": pictures.population_of(municipalities),
        "maps": pictures.municipality_maps(municipalities),
        "themes": themes,
        "network_count": sum(row.count for row in themes),
        "confirmations": queries.latest_confirmations(today),
        "glance": _glance(),
    }
    structure = picture(region, get_language() or "fi", compact=True)
    if structure:
        context["structure"] = structure
        context["structure_svg"] = drawn(diagram.render(diagram.layout(structure.spec)))
        context["tree"] = diagram.nested(structure.spoken)
    return render(request, "desk/front.html", context)


def _glance() -> Glance:
    """The figures are a part of the front page; where they cannot be read, the rest is shown."""
    try:
        return glance(facts())
    except Unreadable:
        return Glance((), None)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    waiting = queries.waiting_for(request.user, today)
    urgent, later = [row for row in waiting if row.urgent], [row for row in waiting if not row.urgent]
    elsewhere = {
        "own_waiting": sum(row.waits_for_me for row in own.standings(request.user)),
        "answers_waiting": requests.number_to_answer(request.user),
        "offers_waiting": writing.number_waiting(request.user) if allows(request.user, "offers.moderate") else 0,
    }
    context = {
        **elsewhere,
        "elsewhere": sum(elsewhere.values()),
        "today": today,
        "grants": request.user.current_grants(),
        "urgent": urgent,
        "later": later,
        "sections": [
            (_("Vahvistus myöhässä"), len(urgent), urgent, "late"),
            (_("Vahvistamatta"), len(later), later[:SHOWN_LATER], "unconfirmed"),
        ],
        "hidden": len(later) - SHOWN_LATER,
        "changes": queries.latest_changes(),
    }
    return render(request, "desk/home.html", context)
