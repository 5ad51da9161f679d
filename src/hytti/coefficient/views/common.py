"""What the room's views share: the year that was asked for, and the frame round a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day
from hytti.methods.coefficient.rules import known_years

from .. import example
from ..queries.frame import EXAMPLE, REAL, Side, year_links
from ..queries.years import Residents, YearNotKnown, chosen_year
from ..words import text_of

View = Callable[..., HttpResponse]


def both_sides(view: View) -> View:
    """Let a view serve the real side, and the example where its address says so; an unknown year gets a page of the
    years that are known."""

    @wraps(view)
    def served(request: HttpRequest, *args: Any, example: bool = False, **kwargs: Any) -> HttpResponse:
        side = EXAMPLE if example else REAL
        try:
            return view(request, side, *args, **kwargs)
        except YearNotKnown as unknown:
            return unknown_year(request, side, unknown)

    return served


def unknown_year(request: HttpRequest, side: Side, unknown: YearNotKnown) -> HttpResponse:
    context = {
        "asked": unknown.asked,
        "years": year_links(request.path, unknown.known, 0),
        "breadcrumb": side.crumbs((_("Tuntematon vuosi"), None)),
    }
    return render(request, "coefficient/unknown_year.html", context, status=404)


def year_of(request: HttpRequest, side: Side, level: str = "county") -> int:
    """The funding year of the address. Raises YearNotKnown. The example has one year only."""
    if not side.is_example:
        return chosen_year(request.GET.get("vuosi"), level)
    year = example.example_year(level)
    if request.GET.get("vuosi", str(year)) != str(year):
        raise YearNotKnown(request.GET["vuosi"][:40], [year])
    return year


def framed(request: HttpRequest, side: Side, current: str, level: str, year: int) -> dict[str, Any]:
    """The context that every page of the room needs."""
    years = [year] if side.is_example else known_years(level)
    return {
        "side": side,
        "parts": side.parts(current),
        "years": year_links(request.path, years, year),
        "year": year,
        "real_url": REAL.url(current),
    }


def law_lines(rules: Any) -> list[str]:
    """The line under a heading: the funding year and the law."""
    return [
        _("Rahoitusvuosi %(year)s") % {"year": rules.funding_year},
        _("Lähde: %(section)s, voimassa %(day)s alkaen") % {"section": rules.section, "day": day(rules.in_force_from)},
    ]


def sources_of(rules: Any) -> dict[str, Any]:
    """Where the rules are from, and what was not found."""
    return {"sources": rules.sources, "notes": [text_of(note) for note in rules.notes]}


def residents_source(side: Side, people: Residents) -> str:
    """Where the numbers of residents are from; the example's are made up."""
    return "" if side.is_example else "; ".join(f"{one.attribution}, {day(one.as_of)}" for one in people.datasets)


def downloads(side: Side, level: str, year: int) -> list[tuple[str, str]]:
    """The result as files: words and address."""
    csv = reverse("api-1:result_csv", kwargs={"level": level, "funding_year": year})
    workbook = side.url("workbook", year=None if side.is_example else year)
    if level != "county":
        workbook += f"{'&' if '?' in workbook else '?'}taso={level}"
    return [
        (_("Laskelma kaavoineen (XLSX)"), workbook),
        (_("Tulokset (CSV)"), f"{csv}?example=true" if side.is_example else csv),
    ]
