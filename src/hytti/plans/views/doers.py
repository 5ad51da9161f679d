"""Who does what, by organisation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import tables
from hytti.core.content_version import public_page
from hytti.core.templatetags.hytti import tr

from ..queries import doers as queries
from .crumbs import crumbs


@public_page
def doers(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    if request.GET.get("muoto") == "csv":
        return tables.csv_response(_("kuka-tekee"), queries.COLUMNS, queries.table(today))
    context = {"found": queries.doers(today), "today": today, "breadcrumb": crumbs((_("Kuka tekee mitä"), None))}
    return render(request, "plans/doers.html", context)


@public_page
def doer(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    page = queries.doer_page(slug, today)
    if page is None:
        raise Http404
    if request.GET.get("muoto") == "csv":
        return tables.csv_response(slug, queries.COLUMNS, queries.table(today, page.organisation))
    context = {
        "page": page,
        "organisation": page.organisation,
        "today": today,
        "breadcrumb": crumbs((_("Kuka tekee mitä"), reverse("plans:doers")), (tr(page.organisation), None)),
    }
    return render(request, "plans/doer.html", context)
