"""What other systems take of the tray: calendars, a table, and a list to embed in another site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from hytti.core.content_version import public_page
from hytti.core.tables import csv_streamed
from hytti.core.templatetags.hytti import plain

from ..exchange.calendars import calendar
from ..exchange.offers import handed_out, in_order
from ..exchange.tables import COLUMNS, rows
from ..models import Time
from ..queries.cards import cards
from ..search import find
from .questions import question_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import Offer
    from .questions import Asked

MOST_IN_CALENDAR = 1000  # offers
MOST_EMBEDDED = 20
# Any site may frame it.
EMBED_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
KEPT_FOR = "public, max-age=300"


@require_safe
@public_page
def calendar_of(request: HttpRequest) -> HttpResponse:
    """The sessions of all offers that the question finds; a calendar program fetches it again and again."""
    asked = question_of(request.GET)
    found = _all_found(asked)
    meeting = set(Time.objects.filter(kind=Time.Kind.SESSION).values_list("offer_id", flat=True))
    kept = [pk for pk in found if pk in meeting][:MOST_IN_CALENDAR]
    return _calendar(request, in_order(kept), _name_of(asked), "tarjotin")


@require_safe
@public_page
def calendar_of_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions of one offer. 404 where it is not shown or has none."""
    offer = handed_out().filter(slug=slug).first()
    if offer is None or not any(time.kind == Time.Kind.SESSION for time in offer.times.all()):
        raise Http404
    return _calendar(request, [offer], plain(offer), offer.slug)


def _calendar(request: HttpRequest, offers: Iterable[Offer], name: str, file: str) -> HttpResponse:
    content = calendar(offers, name, request.build_absolute_uri)
    disposition = f'attachment; filename="{file}.ics"'
    return HttpResponse(content, "text/calendar; charset=utf-8", headers={"Content-Disposition": disposition})


@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """Every offer that the question finds, on a row each; without a question, every offer."""
    found = _all_found(question_of(request.GET))
    return csv_streamed("tarjotin", COLUMNS, rows(in_order(found), request.build_absolute_uri))


@require_safe
@xframe_options_exempt
def embedded(request: HttpRequest) -> HttpResponse:
    """A page of its own that any site may show in a frame: no script, no form, no cookie."""
    response = _embedded(request, "tray/embed/page.html")
    response.headers["Content-Security-Policy"] = EMBED_POLICY
    return response


@require_safe
def embedded_part(request: HttpRequest) -> HttpResponse:
    """The same list alone, to be put inside another site's page."""
    response = _embedded(request, "tray/embed/_list.html")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _embedded(request: HttpRequest, template: str) -> HttpResponse:
    asked = question_of(request.GET)
    answer = find(replace(asked.question, page=1, size=MOST_EMBEDDED))
    query = asked.query()
    here = reverse("tray:search") + (f"?{query}" if query else "")
    context = {
        "name": _name_of(asked),
        "cards": cards([pk for pk, _score in answer.hits], answer.distances),
        "total": answer.total,
        "here": request.build_absolute_uri(here),
        "root": request.build_absolute_uri("/").rstrip("/"),
    }
    response = render(request, template, context)
    response.headers["Cache-Control"] = KEPT_FOR
    return response


def _all_found(asked: Asked) -> list[int]:
    return [pk for pk, _score in find(replace(asked.question, page=1, size=None)).hits]


def _name_of(asked: Asked) -> str:
    told = [asked.words, *(choice.label for _facet, choice in asked.pairs()), asked.near]
    return ": ".join(text for text in (_("Tarjotin"), ", ".join(one for one in told if one)) if text)
