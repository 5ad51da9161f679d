"""The region's areas: a list, and the profile of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page

from .. import words
from ..queries import area_page, places
from ..queries.areas import RESIDENTS
from ..store import facts

if TYPE_CHECKING:
    from hytti.facts import Area


@public_page
def areas(request: HttpRequest) -> HttpResponse:
    context = {"page": area_page.listed(facts()), "residents": RESIDENTS, "breadcrumb": crumbs((_("Alueet"), None))}
    return render(request, "indicators/areas.html", context)


@public_page
def area(request: HttpRequest, slug: str) -> HttpResponse:
    store = facts()
    found = find(slug)
    context = {
        "page": area_page.page_of(store, found, timezone.localdate(), with_past="vanhat" in request.GET),
        "area": found,
        "name": words.area_name(found),
        "municipal": found.level == places.MUNICIPALITY,
        "all_url": reverse("indicators:areas"),
        "breadcrumb": crumbs((_("Alueet"), reverse("indicators:areas")), (words.area_name(found), None)),
    }
    return render(request, "indicators/area.html", context)


def find(slug: str) -> Area:
    """The area of an address. Raises Http404 where there is none."""
    found = places.by_slug(facts()).get(slug)
    if found is None:
        raise Http404
    return found


def crumbs(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """From the front page through the figures to the given steps; the last one is the page itself."""
    return [(_("Etusivu"), reverse("front")), (_("Luvut"), reverse("indicators:catalogue")), *steps]
