"""Municipalities: one with its checklist, and all of the county's side by side."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page
from hytti.core.models import Area
from hytti.core.permissions import allows, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.saving import Page, save
from hytti.methods.coefficient import Rules
from hytti.methods.coefficient.rules import rules

from .. import words
from ..actions import answers as actions
from ..forms.answers import AnswerForm
from ..models import MunicipalAnswer
from ..permissions import ANSWER, TABLES
from ..queries import money
from ..queries import municipal as queries
from ..queries.county import option_rows
from ..queries.explaining import explained
from ..queries.frame import REAL, Side
from ..queries.loaded import Loaded, Place, loaded, own_towns, town_of, town_url
from ..queries.prefilled import town_results
from ..queries.years import Worth, YearNotKnown, residents, why_unknown
from ..queries.years import municipalities as region_towns
from .common import both_sides, downloads, framed, law_lines, residents_source, sources_of, unknown_year, year_of


@public_page
@both_sides
def municipalities(request: HttpRequest, side: Side) -> HttpResponse:
    year = year_of(request, side, "municipality")
    rules_, found, places = rules("municipality", year), loaded(side, "municipality", year), own_towns(side)
    towns = {town.code: town for town in region_towns()} if not side.is_example else {}
    by_place = _items(side, found, rules_, year, {place: towns.get(place.code) for place in places})
    result = found.result() if found else None
    people = residents(rules_)
    context = {
        **framed(request, side, "municipalities", "municipality", year),
        **sources_of(rules_),
        "page": {
            "title": _("Kuntien hyte-kertoimet"),
            "lead": _(
                "Viisitoista kyllä–ei-kohtaa ja tulokset ratkaisevat kunnan lisäosan. Tässä alueen kunnat rinnakkain."
            ),
            "meta": law_lines(rules_),
        },
        "table": queries.side_by_side(side, places, by_place),
        "legend": [(mark, queries.answer_word(answer)) for answer, mark in queries.MARKS.items()],
        "worth": queries.worth_lines(queries.worth_of_item(rules_, None, None)) if result is None else [],
        "rows": _worth_rows(side, rules_, people, places, result),
        "price": words.euros(rules_.base_price, 2),
        "why_unknown": why_unknown(rules_, people, places[0].code) if places and result is None else "",
        "may_load": allows(request.user, TABLES),
        "residents_source": residents_source(side, people),
        "origin": found.origin if found else "",
        "has_table": found is not None,
        "downloads": downloads(side, "municipality", year) if found else [],
        "prices": money.price_picture("municipality", year),
        "breadcrumb": side.crumbs((_("Kunnat"), None)),
    }
    return render(request, "coefficient/municipalities.html", context)


def _items(
    side: Side, found: Loaded | None, rules_: Rules, year: int, places: dict[Place, Area | None]
) -> dict[str, list[queries.Item]]:
    """The items of each municipality, by its code."""
    if side.is_example:
        return {place.code: queries.example_items(found, place.code) for place in places}
    records = queries.records_of(year, places.values())
    return {place.code: queries.items(rules_, records.get(town.pk, {})) for place, town in places.items()}


def _worth_rows(side: Side, rules_, people, places: list[Place], result) -> list[dict]:
    national = queries.national_of(result)
    rows = []
    for place in places:
        at = result.table.place(place.code) if result and place.code in result.table.areas else None
        count = int(result.table.residents[at]) if at is not None else people.by_code.get(place.code)
        worth = Worth(place.code, place.name, count, rules_.base_price, town_url(side, place))
        item = queries.worth_of_item(rules_, count, national)
        [row] = money.town_rows([worth])
        row["item"] = words.euros(item.euros)
        row["k"] = queries.number(queries.known(result.k[at]), 3) if at is not None else words.euros(None)
        row["euros"] = (
            words.euros(result.euros[at]) if at is not None and not result.euros[at].is_nan() else words.euros(None)
        )
        rows.append(row)
    return rows


def _place(side: Side, slug: str) -> tuple[Place, Area | None]:
    found = town_of(side, slug)
    if found is None:
        raise Http404
    return found


@public_page
@both_sides
def municipality(request: HttpRequest, side: Side, slug: str) -> HttpResponse:
    year = year_of(request, side, "municipality")
    rules_, found = rules("municipality", year), loaded(side, "municipality", year)
    place, area = _place(side, slug)
    items = _items(side, found, rules_, year, {place: area})[place.code]
    result = found.result() if found and place.code in found.table.areas else None
    people = residents(rules_)
    count = int(result.table.residents[result.table.place(place.code)]) if result else people.by_code.get(place.code)
    worth = Worth(place.code, place.name, count, rules_.base_price)
    context = {
        **framed(request, side, "municipalities", "municipality", year),
        **sources_of(rules_),
        "real_url": REAL.url("municipalities"),
        "page": {
            "title": place.name,
            "lead": _("Kunnan hyte-kerroin: viisitoista kohtaa, tulokset ja mitä ne ovat rahana."),
            "meta": law_lines(rules_),
        },
        "place": place,
        "headline": money.headline(rules_, worth),
        "at_one": money.at_one_terms(rules_, worth),
        "groups": queries.grouped(items),
        "told": queries.told(items),
        "why_unknown": why_unknown(rules_, people, place.code) if area and result is None else "",
        "may_load": allows(request.user, TABLES),
        "item_worth": queries.worth_lines(queries.worth_of_item(rules_, count, queries.national_of(result))),
        "may_answer": area is not None and allows(request.user, ANSWER, area),
        "figures": queries.figures(result, place.code) if result else [],
        "results": queries.results(found, result, place.code) if result else [],
        "stored": town_results(rules_, place.code) if area and result is None else [],
        "result_names": [queries.short_name(rule) for rule in rules_.result],
        "option_rows": option_rows(result, place.code) if result else [],
        "tree": explained(found, result, place.code) if result else None,
        "origin": found.origin if found else "",
        "data_years": found.table.years if found else None,
        "what_if_url": side.url("municipal_what_if", slug, year=None if side.is_example else year),
        "others": [(one.name, town_url(side, one)) for one in own_towns(side) if one.slug != slug],
        "residents_source": residents_source(side, people),
        "breadcrumb": side.crumbs((_("Kunnat"), side.url("municipalities")), (place.name, None)),
    }
    return render(request, "coefficient/municipality.html", context)


@login_required
def answer(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    """The form of one item, for the coordinator of the municipality and the hyte unit."""
    area = get_object_or_404(Area.objects.municipalities(), slug=slug)
    require(request.user, ANSWER, area)
    try:
        year = year_of(request, REAL, "municipality")
    except YearNotKnown as unknown:
        return unknown_year(request, REAL, unknown)
    rule = next((one for one in rules("municipality", year).process if one.key == item), None)
    if rule is None:
        raise Http404
    record = MunicipalAnswer.objects.of_year(year).filter(municipality=area, item=item).first()
    name, url = translated(area, "name")[0], town_url(REAL, Place(area.code, "", area.slug))
    url = f"{url}?vuosi={year}"
    page = Page(
        title=queries.short_name(rule),
        lead=f"{words.text_of(rule.name)}. {words.text_of(rule.note) if rule.note else ''}",
        submit=_("Tallenna vastaus"),
        cancel_url=url,
        breadcrumb=REAL.crumbs(
            (_("Kunnat"), REAL.url("municipalities")), (name, url), (queries.short_name(rule), None)
        ),
    )

    def act(form: AnswerForm) -> tuple[str, str]:
        actions.answer(
            by=request.user,
            municipality=area,
            item=item,
            year=year,
            values=form.values(),
            revision=form.typed_revision if record else None,
        )
        return url, _("Vastaus on tallennettu.")

    return save(request, page, lambda data: AnswerForm(data, record=record), act)
