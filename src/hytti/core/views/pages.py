"""Pages that belong to the whole service."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_from_request, override
from django.utils.translation import gettext as _

from ..content_version import public_page
from ..glossary import glossary_words
from ..models import Source

OPEN_DATA = "/api/v1/"
HSDS = ("/api/hsds/fi/", "/api/hsds/sv/", "/api/hsds/en/")


def choose_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the front page in the language the browser asks for."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("front"))
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@public_page
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "core/sources.html", {"sources": Source.objects.all()})


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "core/glossary.html", {"words": glossary_words(get_language() or "fi")})


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    from hytti.methods.coefficient.rules import known_years

    lists = [
        (_("Alueet"), "areas"),
        (_("Organisaatiot"), "organisations"),
        (_("Toimielimet ja verkostot"), "bodies"),
        (_("Jäsenyydet"), "memberships"),
        (_("Paikat ja tehtävät"), "posts"),
        (_("Teemat"), "themes"),
        (_("Asiakirjat"), "documents"),
        (_("Ajankohtaiset aiheet"), "topics"),
        (_("Järjestöyhteistyön tasot"), "cooperation-tiers"),
        (_("Suunnitelmat"), "plans"),
        (_("Suunnitelmien kärjet"), "plan-priorities"),
        (_("Suunnitelmien tavoitteet"), "plan-goals"),
        (_("Suunnitelmien toimenpiteet"), "plan-actions"),
        (_("Suunnitelmien seuraamat luvut"), "plan-indicators"),
    ]
    context = {
        "lists": lists,
        "root": OPEN_DATA,
        "figure_lists": ["datasets", "indicators", "areas"],
        "coefficient_lists": ["rules", "tables"],
        "coefficient_example": f"results/county/{known_years('county')[-1]}",
        "tray_feeds": HSDS,
        "figure_example": "indicator=vaesto&level=kunta&latest=true",
    }
    return render(request, "core/open_data.html", context)


def _text_page(template: str):
    @public_page
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, template, {"contact": settings.CONTACT})

    return view


accessibility = _text_page("core/accessibility.html")
privacy = _text_page("core/privacy.html")
