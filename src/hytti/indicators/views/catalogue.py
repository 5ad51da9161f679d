"""The catalogue of indicators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core import tables
from hytti.core.content_version import public_page
from hytti.core.permissions import allows

from .. import words
from ..permissions import LOAD
from ..queries import catalogue as queries
from ..queries.catalogue_asked import FAVOURITES, Wanted
from ..store import facts


@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    wanted = Wanted.from_query(request.GET)
    rows = queries.load(facts(), timezone.localdate(), wanted.favourites)
    listing = queries.listing(rows, wanted, request.path)
    if request.GET.get("muoto") == "csv":
        return tables.csv_response(_("luvut"), queries.FILE_COLUMNS, queries.file_rows(listing.rows))
    query = wanted.query()
    context = {
        "listing": listing,
        "heading": _count(len(listing.rows), listing.total),
        "facets": listing.facets,
        "chips": listing.chips,
        "active": len(listing.chips),
        "q": wanted.words,
        "hidden": [(FAVOURITES, ",".join(wanted.favourites))] if wanted.favourites else [],
        "bare_url": queries.address(request.path, wanted.bare()),
        "may_load": allows(request.user, LOAD),
        "csv_query": f"{query}&muoto=csv" if query else "muoto=csv",
        "speaker": next((words.area_name(row.area) for row in rows if row.area), ""),
        "breadcrumb": [(_("Etusivu"), reverse("front")), (_("Luvut"), None)],
    }
    return render(request, "indicators/catalogue.html", context)


def _count(shown: int, total: int) -> str:
    if shown == total:
        return ngettext("%(count)s luku", "%(count)s lukua", total) % {"count": total}
    return ngettext("%(shown)s / %(count)s luku", "%(shown)s / %(count)s lukua", total) % {
        "shown": shown,
        "count": total,
    }
