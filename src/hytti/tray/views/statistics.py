"""The statistics of contact requests, for everybody."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.tables import csv_response

from ..queries import statistics as queries
from .crumbs import crumbs


@public_page
def statistics(request: HttpRequest) -> HttpResponse:
    """One month's table; the newest where the address names none that there is."""
    months = queries.months()
    wanted = request.GET.get("kuukausi", "")
    month = next((one for one in months if f"{one:%Y-%m}" == wanted), months[0] if months else None)
    context = {
        "table": queries.table_of(month) if month else None,
        "months": [(f"{one:%Y-%m}", _month(one), one == month) for one in months],
        "month": _month(month) if month else "",
        "breadcrumb": crumbs((_("Tilasto yhteydenottopyynnöistä"), None)),
    }
    return render(request, "tray/requests/statistics.html", context)


def _month(day: dt.date) -> str:
    return f"{day.month}/{day.year}"


@public_page
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """Every published cell of every month."""
    return csv_response("yhteydenottopyynnot", ("month", "theme", "municipality", "count"), queries.lines())
