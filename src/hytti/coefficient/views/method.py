"""How the coefficient is counted, on one page; and the board's summary."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.numbers import number
from hytti.methods.coefficient.rules import rules

from .. import words
from ..exchange.summary import summary as summarised
from ..queries import county, money
from ..queries import method as queries
from ..queries.frame import EXAMPLE, REAL, Side
from ..queries.loaded import Loaded, loaded, own_place
from ..queries.years import residents
from ..short_names import short_name
from .common import both_sides, framed, law_lines, sources_of, year_of
from .files import about


@public_page
@both_sides
def method(request: HttpRequest, side: Side) -> HttpResponse:
    year = year_of(request, side)
    rules_ = rules("county", year)
    context = {
        **framed(request, side, "method", "county", year),
        **sources_of(rules_),
        "page": {
            "title": _("Näin hyte-kerroin lasketaan"),
            "lead": _(
                "Koko lasku yhdellä sivulla: mitä laissa ja asetuksessa sanotaan, mitä ne "
                "jättävät auki ja mitä Hytti on valinnut."
            ),
            "meta": law_lines(rules_),
        },
        "rules": rules_,
        "indicators": queries.indicators(rules_),
        "town": queries.town_rules(year),
        "options": queries.options(rules_),
        "changes": queries.changes("county"),
        "town_changes": queries.changes("municipality"),
        "facts": queries.published_facts(),
        "not_found": queries.not_found(),
        "example_url": EXAMPLE.url("overview"),
        "breadcrumb": REAL.crumbs((_("Laskutapa"), None)),
    }
    return render(request, "coefficient/method.html", context)


@public_page
@both_sides
def summary(request: HttpRequest, side: Side) -> HttpResponse:
    """One page for the board, made for printing."""
    year = year_of(request, side)
    rules_, place, found = rules("county", year), own_place(side), loaded(side, "county", year)
    worth = money.county_worth(rules_, residents(rules_), place.code, place.name)
    context = {
        **framed(request, side, "summary", "county", year),
        **sources_of(rules_),
        "page": {
            "title": _("Hyte-kerroin %(year)s: tiivistelmä") % {"year": year},
            "lead": "",
            "meta": [place.name, *law_lines(rules_)],
        },
        "headline": money.headline(rules_, worth),
        "at_one": money.at_one_terms(rules_, worth),
        "today": timezone.localdate(),
        "rules": rules_,
        "result": None,
        "towns": [],
        "example_url": EXAMPLE.url("summary"),
        "breadcrumb": side.crumbs((_("Tiivistelmä"), None)),
    }
    if not side.is_example:
        rows, town_rules = money.towns(year)
        context |= {
            "towns": money.town_rows(rows),
            "town_price": words.euros(town_rules.base_price, 2) if town_rules else "",
        }
    if rules_.applies and found is not None and place.code in found.table.areas:
        context |= _result(side, found, place.code, year)
    return render(request, "coefficient/summary.html", context)


def _result(side: Side, found: Loaded, code: str, year: int) -> dict[str, Any]:
    result, at = found.result(), found.table.place(code)
    told = summarised(result, code, about(found), name=found.name_of(code))
    return {
        "result": result,
        "origin": found.origin,
        "headline": county.headline(found, result, at),
        "bars": county.bars(side, told.lines, year),
        "figures": county.figures(result, at),
        "rank": words.place(told.rank or 0, told.areas),
        "rank_range": county.rank_range(found, code),
        "missing": county.missing_rows(result, code),
        "strongest": [(short_name(one.rule), number(one.points, 0)) for one in told.strongest],
        "to_win": [(short_name(one.rule), words.signed_euros(one.at_stake)) for one in told.most_to_win],
        "best": county.best_steps(result, code),
    }
