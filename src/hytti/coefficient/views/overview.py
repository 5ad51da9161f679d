"""The county's page: what the coefficient gives, from what, and what is not known."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.permissions import allows
from hytti.methods.coefficient.rules import rules

from .. import words
from ..permissions import TABLES
from ..queries import county as queries
from ..queries import money
from ..queries.explaining import explained
from ..queries.frame import EXAMPLE, Side
from ..queries.loaded import loaded, own_place
from ..queries.special import special_rules
from ..queries.years import residents, why_unknown
from .common import both_sides, downloads, framed, law_lines, residents_source, sources_of, year_of


@public_page
@both_sides
def overview(request: HttpRequest, side: Side) -> HttpResponse:
    year = year_of(request, side)
    rules_, place, found = rules("county", year), own_place(side), loaded(side, "county", year)
    people = residents(rules_)
    worth = money.county_worth(rules_, people, place.code, place.name)
    context = {
        **framed(request, side, "overview", "county", year),
        **sources_of(rules_),
        "page": {
            "title": _("Hyte-kerroin"),
            "lead": _(
                "Hyvinvoinnin ja terveyden edistämisen kerroin (hyte-kerroin) jakaa osan hyvinvointialueiden "
                "rahoituksesta tekemisen ja tulosten mukaan."
            ),
            "meta": law_lines(rules_),
        },
        "rules": rules_,
        "prices": money.price_picture("county", year),
        "headline": money.headline(rules_, worth),
        "at_one": money.at_one_terms(rules_, worth),
        "hundredth": words.euros(worth.hundredth),
        "residents_source": residents_source(side, people),
        "why_unknown": "" if side.is_example else why_unknown(rules_, people, place.code),
        "may_load": allows(request.user, TABLES),
        "history": queries.history(side, place, year),
        "towns": [],
        "result": None,
        "example_url": EXAMPLE.url("overview"),
        "breadcrumb": side.crumbs(),
    }
    if not side.is_example:
        rows, town_rules = money.towns(year)
        context |= {
            "towns": money.town_rows(rows),
            "town_price": words.euros(town_rules.base_price, 2) if town_rules else "",
            "towns_url": side.url("municipalities"),
        }
    if rules_.applies and found is not None and place.code in found.table.areas:
        context |= _result(side, found, place.code, year)
    return render(request, "coefficient/overview.html", context)


def _result(side: Side, found, code: str, year: int) -> dict:
    result, at = found.result(), found.table.place(code)
    return {
        "result": result,
        "origin": found.origin,
        "headline": queries.headline(found, result, at),
        "bars": queries.bars(side, queries.contributions(result, at), year),
        "figures": queries.figures(result, at),
        "special": special_rules(result, at),
        "option_rows": queries.option_rows(result, code),
        "missing": queries.missing_rows(result, code),
        "rank": words.place(int(result.rank[at]), len(result.table.areas)),
        "rank_range": queries.rank_range(found, code),
        "tree": explained(found, result, code),
        "what_if_url": side.url("what_if"),
        "downloads": downloads(side, "county", year),
    }
