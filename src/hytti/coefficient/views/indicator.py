"""One indicator of the county: all areas, the scale, what it would take."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.methods.coefficient.rules import rules

from .. import words
from ..forms.break_even import BreakEvenForm
from ..queries import indicator as queries
from ..queries.county import contributions
from ..queries.frame import EXAMPLE, REAL, Side
from ..queries.loaded import loaded, own_place
from ..short_names import short_name
from .common import both_sides, framed, law_lines, sources_of, year_of


@public_page
@both_sides
def indicator(request: HttpRequest, side: Side, slug: str) -> HttpResponse:
    year = year_of(request, side)
    rules_, found, place = rules("county", year), loaded(side, "county", year), own_place(side)
    rule = next((one for one in rules_.indicators if one.key == slug), None)
    if rule is None:
        raise Http404
    context = {
        **framed(request, side, "overview", "county", year),
        **sources_of(rules_),
        "real_url": REAL.url("indicator", slug),
        "example_url": EXAMPLE.url("indicator", slug),
        "page": {"title": short_name(rule), "lead": words.text_of(rule.name), "meta": law_lines(rules_)},
        "facts": _facts(rule),
        "note": words.text_of(rule.note) if rule.note else "",
        "result": None,
        "reached": "",
        "others": [(short_name(one), side.url("indicator", one.key)) for one in rules_.indicators if one.key != slug],
        "breadcrumb": side.crumbs((short_name(rule), None)),
    }
    status = 200
    if found is not None and place.code in found.table.areas:
        more, status = _shown(request, found, rule, place.code)
        context |= more
    return render(request, "coefficient/indicator.html", context, status=status)


def _facts(rule) -> list[dict]:
    halves = {"process": _("toiminta"), "result": _("tulos")}
    facts = [
        {"label": _("Puolisko"), "value": halves[rule.half]},
        {"label": _("Paino asetuksessa"), "value": queries.number(rule.weight)},
        {"label": _("Yksikkö"), "value": words.text_of(rule.unit)},
        {"label": _("Tavoite"), "value": queries.target_text(rule)},
        {"label": _("Säädös"), "value": rule.law},
    ]
    if "sotkanet" in rule.source_ids:
        facts.append({"label": _("Sotkanetin tunnusluku"), "value": str(rule.source_ids["sotkanet"])})
    return facts


def _shown(request: HttpRequest, found, rule, code: str) -> tuple[dict, int]:
    result = found.result()
    if rule.key not in result.scored:
        return {"absent": True, "origin": found.origin}, 200
    [own] = [one for one in contributions(result, found.table.place(code)) if one.rule.key == rule.key]
    columns = queries.columns_of(result, rule)
    asked = "kulu" in request.GET
    form = BreakEvenForm(request.GET if asked else None, columns=columns)
    paying = None
    if asked and form.is_valid():
        cost, years = form.cleaned_data["kulu"], form.cleaned_data["vuodet"]
        paying = queries.paying(result, code, form.chosen_column(), cost, years, rule)
    context = {
        "result": result,
        "origin": found.origin,
        "own": {
            "points": queries.number(own.points, 1),
            "got": queries.number(own.got, 1),
            "most": queries.number(own.most, 2),
            "at_stake": words.signed_euros(own.at_stake),
        },
        "scale": queries.scale_lines(found, result, rule),
        "pictures": queries.pictures(found, result, rule, code),
        "rows": queries.table_rows(found, result, rule, code),
        "steps": queries.steps(result, code, rule),
        "form": form,
        "paying": paying,
        "data_years": found.table.years or found.rules.data_years,
        "is_change": queries.is_change(rule),
    }
    return context, 422 if asked and not form.is_valid() else 200
