"""The statutory duties: the board, and one organisation's duties and plans."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import tables
from hytti.core.content_version import public_page
from hytti.core.templatetags.hytti import tr

from ..queries import duties as queries
from ..rules.duties import rulebook
from .crumbs import crumbs


@public_page
def board(request: HttpRequest) -> HttpResponse:
    found = queries.board(timezone.localdate())
    if request.GET.get("muoto") == "csv":
        return tables.csv_response(_("velvoitteet"), *queries.table(found))
    context = {
        "board": found,
        "today": timezone.localdate(),
        "checked_to": rulebook().checked_to,
        "breadcrumb": crumbs((_("Velvoitteet"), None)),
    }
    return render(request, "plans/duties.html", context)


@public_page
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.organisation_page(slug, timezone.localdate())
    if page is None:
        raise Http404
    context = {
        "page": page,
        "organisation": page.organisation,
        "today": timezone.localdate(),
        "checked_to": rulebook().checked_to,
        "breadcrumb": crumbs((tr(page.organisation), None)),
    }
    return render(request, "plans/organisation.html", context)
