"""Lists of the structures: networks, bodies, municipalities, documents, themes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core import tables
from hytti.core.content_version import public_page

from ..models import Body
from ..queries import grouping, lists, places, subjects
from ..queries.exports import api_query, body_rows
from ..queries.filters import Filters
from ..queries.freshness import freshness_of
from ..queries.pictures import municipality_maps, population_of
from .crumbs import crumbs

API = "/api/v1"


@public_page
def networks(request: HttpRequest) -> HttpResponse:
    rows = lists.load(Body.objects.networks(), timezone.localdate())
    filters = Filters.from_query(request.GET)
    listing = lists.listing(rows, filters, request.path)
    if request.GET.get("muoto") == "csv":
        return tables.csv_response(_("verkostot"), *body_rows(listing.rows))
    return render(
        request,
        "structures/networks.html",
        {
            **_list_context(listing, filters),
            "heading": _network_count(len(listing.rows), listing.total),
            "groups": grouping.by_theme(listing.rows),
            "theme_count": lists.theme_count(rows),
            "working_count": lists.working_count(rows),
            "json_url": f"{API}/bodies?{api_query(filters, 'network')}",
            "freshness": freshness_of(row.body for row in rows),
            "breadcrumb": crumbs((_("Verkostot"), None)),
        },
    )


@public_page
def bodies(request: HttpRequest) -> HttpResponse:
    rows = lists.load(Body.objects.organs(), timezone.localdate())
    filters = Filters.from_query(request.GET)
    listing = lists.listing(rows, filters, request.path)
    if request.GET.get("muoto") == "csv":
        return tables.csv_response(_("toimielimet"), *body_rows(listing.rows))
    return render(
        request,
        "structures/bodies.html",
        {
            **_list_context(listing, filters),
            "heading": _body_count(len(listing.rows), listing.total),
            "json_url": f"{API}/bodies?{api_query(filters, 'organ')}",
            "groups": grouping.by_kind(listing.rows),
            "freshness": freshness_of(row.body for row in rows),
            "breadcrumb": crumbs((_("Toimielimet"), None)),
        },
    )


def _list_context(listing: lists.Listing, filters: Filters) -> dict[str, object]:
    query = filters.query()
    return {
        "listing": listing,
        "filters": filters,
        "facets": listing.facets,
        "chips": listing.chips,
        "active": len(listing.chips),
        "csv_query": f"{query}&muoto=csv" if query else "muoto=csv",
        "q": filters.words,
    }


def _network_count(shown: int, total: int) -> str:
    if shown == total:
        return ngettext("%(count)s verkosto", "%(count)s verkostoa", total) % {"count": total}
    return ngettext("%(shown)s / %(count)s verkosto", "%(shown)s / %(count)s verkostoa", total) % {
        "shown": shown,
        "count": total,
    }


def _body_count(shown: int, total: int) -> str:
    if shown == total:
        return ngettext("%(count)s toimielin", "%(count)s toimielintä", total) % {"count": total}
    return ngettext("%(shown)s / %(count)s toimielin", "%(shown)s / %(count)s toimielintä", total) % {
        "shown": shown,
        "count": total,
    }


@public_page
def municipalities(request: HttpRequest) -> HttpResponse:
    rows = places.municipality_rows()
    return render(
        request,
        "structures/municipalities.html",
        {
            "rows": rows,
            "pictures": municipality_maps(rows),
            "freshness": freshness_of(row.area for row in rows),
            "population": population_of(rows),
            "breadcrumb": crumbs((_("Kunnat"), None)),
        },
    )


@public_page
def documents(request: HttpRequest) -> HttpResponse:
    groups = subjects.document_groups()
    return render(
        request,
        "structures/documents.html",
        {
            "groups": groups,
            "freshness": freshness_of(document for group in groups for document in group.documents),
            "breadcrumb": crumbs((_("Asiakirjat"), None)),
        },
    )


@public_page
def themes(request: HttpRequest) -> HttpResponse:
    rows = subjects.theme_rows()
    return render(
        request,
        "structures/themes.html",
        {
            "priorities": [row for row in rows if row.theme.is_priority],
            "others": [row for row in rows if not row.theme.is_priority],
            "freshness": freshness_of(row.theme for row in rows),
            "breadcrumb": crumbs((_("Teemat"), None)),
        },
    )
