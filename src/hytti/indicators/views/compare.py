"""Side by side: areas by indicators, two indicators against each other, the postal areas of a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hytti.core import tables
from hytti.core.content_version import public_page

from .. import definitions, words
from ..queries import compare as comparing
from ..queries import inequality as unequal
from ..queries import places
from ..queries import scatter as scattering
from ..queries.area_pictures import unbroken
from ..queries.areas import figure, short_name
from ..store import facts
from .areas import crumbs, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hytti.facts import Area, Dataset, Facts

    from ..definitions import Definition
    from ..queries.compare import Asked, Cell, Column, Heat

BARS = {
    fifth: format_html(
        '<svg class="bars" width="22" height="12" aria-hidden="true">{}</svg>',
        format_html_join(
            "",
            '<rect x="{}" y="{}" width="3" height="{}"{}/>',
            ((1 + 4 * at, 9 - 2 * at, 3 + 2 * at, "" if at < fifth else mark_safe(' class="off"')) for at in range(5)),
        ),
    )
    for fifth in range(1, 6)
}
"""A fifth as a shape: so many of five growing bars."""


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    store = facts()
    wish = comparing.asked(store, request.GET)
    heat = comparing.heat(store, wish)
    if request.GET.get("muoto") == "csv":
        return tables.csv_response(_("vertailu"), *_heat_rows(request, store, heat))
    context = {
        "wish": wish,
        "order": _order(request, wish, "nimi"),
        "columns": [_shown_column(request, wish, column) for column in heat.columns],
        "rows": [_shown_row(heat, area, cells) for area, cells in heat.rows],
        "warning": words.age_warning([one.year for one in heat.columns if one.year is not None], timezone.localdate()),
        "legend": _legend(wish),
        "apart": any(cell.remark for _area, cells in heat.rows for cell in cells),
        "area_options": _area_options(store, wish),
        "municipality_names": _municipality_names(store),
        "themes": definitions.vocabulary().themes,
        "theme_query": _with(request, teema=None, luku=None, jarjesta=None, suunta=None),
        "indicators": _by_theme(wish),
        "datasets": _datasets(store, heat.datasets),
        "csv_query": _with(request, muoto="csv"),
        "breadcrumb": crumbs((_("Vertailu"), None)),
    }
    return render(request, "indicators/compare.html", context)


def _shown_column(request: HttpRequest, wish: Asked, column: Column) -> dict[str, object]:
    definition = column.definition
    return {
        "name": unbroken(short_name(definition)),
        "unit": str(definition.short_unit),
        "long_unit": str(definition.unit),
        "period": column.period,
        "among": column.among,
        "url": reverse("indicators:indicator", args=[definition.key]),
        "order": _order(request, wish, definition.key),
    }


def _shown_row(heat: Heat, area: Area, cells: Sequence[Cell]) -> dict[str, object]:
    shown = [
        {
            "text": cell.text, "value": cell.value, "fifth": cell.fifth, "word": cell.word, "remark": cell.remark,
            "period": cell.period, "other_year": cell.year is not None and cell.year != column.year,
            "bars": BARS[cell.fifth] if cell.fifth else "",
        }
        for column, cell in zip(heat.columns, cells, strict=True)
    ]  # fmt: skip
    return {"name": words.area_name(area), "url": places.url_of(area), "cells": shown}


def _legend(wish: Asked) -> list[tuple[int, str, SafeString]]:
    """What each fifth is called in this table."""
    known = [one for one in wish.indicators if one.lower_is_better is not None] or list(wish.indicators)
    return [(fifth, comparing.fifth_word(known[0], fifth), BARS[fifth]) for fifth in BARS] if known else []


def _order(request: HttpRequest, wish: Asked, key: str) -> tuple[str, str, str]:
    """The address that orders by the column, how it is ordered now (ascending, descending, none), and its arrow."""
    now = ("descending" if wish.falling else "ascending") if wish.order == key else "none"
    falling = now == "ascending" or (now == "none" and key != "nimi")
    arrow = "down" if now == "descending" else "up"
    return _with(request, jarjesta=key, suunta="laskeva" if falling else None), now, arrow


def _municipality_names(store: Facts) -> list[str]:
    return sorted(words.area_name(area) for area in store.areas(places.MUNICIPALITY) if area.valid_to is None)


def _with(request: HttpRequest, **changes: str | None) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    encoded = query.urlencode()
    return f"?{encoded}&" if encoded and "teema" in changes and changes["teema"] is None else f"?{encoded}"


def _area_options(store: Facts, wish: Asked) -> list[tuple[str, str, bool]]:
    """The region's municipalities, its county and the country, and what else was chosen."""
    county = places.own_county(store)
    own = places.municipalities_of(store, county.key if county else None)
    known = [*own, *(area for area in (county, places.country(store)) if area is not None)]
    known += [area for area in wish.areas if area not in known]
    return [(words.area_slug(area), words.area_name(area), area in wish.areas) for area in known]


def _by_theme(wish: Asked) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The indicators that can be chosen, by theme."""
    chosen = {one.key for one in wish.indicators} if wish.own_choice else set()
    found = []
    for theme in definitions.vocabulary().themes:
        rows = [(one.key, str(one.name), one.key in chosen) for one in wish.known if one.theme == theme.key]
        if rows:
            found.append((str(theme.name), rows))
    return found


def _datasets(store: Facts, keys: Iterable[str]) -> list[object]:
    return [dataset for key in keys if (dataset := store.dataset(key)) is not None]


def _origin_columns() -> tuple[str, ...]:
    """What ends every row of a file: whose figure it is, of which day, and the page that tells how it is made."""
    return _("lähde"), _("tiedot"), _("menetelmä")


def _origin(request: HttpRequest, definition: Definition, dataset: Dataset | None) -> tuple[str, ...]:
    page = request.build_absolute_uri(reverse("indicators:indicator", args=[definition.key]))
    return (dataset.source, dataset.as_of, page) if dataset else ("", "", page)


def _heat_rows(request: HttpRequest, store: Facts, heat: Heat) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    """The table as a file: one row for each area and indicator."""
    columns = (
        _("alue"), _("mittari"), _("yksikkö"), _("vuosi"), _("arvo"), _("viidennes"), _("viidenneksen selitys"),
        *_origin_columns(),
    )  # fmt: skip
    rows = (
        (
            words.area_name(area), str(column.definition.name), str(column.definition.unit), cell.period,
            cell.text, cell.fifth, cell.word, *_origin(request, column.definition, store.dataset(cell.dataset)),
        )
        for area, cells in heat.rows
        for column, cell in zip(heat.columns, cells, strict=True)
    )  # fmt: skip
    return columns, rows


@public_page
def scatter(request: HttpRequest) -> HttpResponse:
    store = facts()
    choice = scattering.choice(store, request.GET)
    found = scattering.scattered(store, choice.x, choice.y) if choice.x and choice.y else None
    if request.GET.get("muoto") == "csv" and found is not None:
        return tables.csv_response(_("hajonta"), *_scatter_rows(request, found))
    context = {
        "choice": choice,
        "found": found,
        "pictures": scattering.pictures(found) if found else None,
        "sentence": scattering.sentence(found) if found else "",
        "rows": _pair_rows(found) if found else [],
        "warning": words.age_warning([found.x_year, found.y_year], timezone.localdate()) if found else "",
        "x_name": short_name(found.x) if found else "",
        "y_name": short_name(found.y) if found else "",
        "x_period": words.period(found.x, found.x_year) if found else "",
        "y_period": words.period(found.y, found.y_year) if found else "",
        "missing": [words.area_name(area) for area in found.missing] if found else [],
        "datasets": found.datasets if found else [],
        "csv_query": _with(request, muoto="csv"),
        "breadcrumb": crumbs((_("Hajonta"), None)),
    }
    return render(request, "indicators/scatter.html", context)


def _scatter_rows(
    request: HttpRequest, found: scattering.Scattered
) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    """The picture as a file: one row for each municipality and indicator."""
    by_key = {one.key: one for one in found.datasets}
    columns = (_("kunta"), _("mittari"), _("yksikkö"), _("vuosi"), _("arvo"), *_origin_columns())
    rows = (
        (
            words.area_name(pair.area), str(definition.name), str(definition.unit), words.period(definition, year),
            value, *_origin(request, definition, by_key.get(dataset)),
        )
        for pair in found.pairs
        for definition, year, value, dataset in (
            (found.x, found.x_year, pair.x, pair.x_dataset), (found.y, found.y_year, pair.y, pair.y_dataset)
        )
    )  # fmt: skip
    return columns, rows


def _pair_rows(found: scattering.Scattered) -> list[tuple[str, str, str, str]]:
    """The region's municipalities, by the first indicator from the greatest."""
    return [
        (
            places.url_of(pair.area), words.area_name(pair.area),
            figure(found.x, pair.x), figure(found.y, pair.y),
        )
        for pair in sorted(found.own, key=lambda pair: -pair.x)
    ]  # fmt: skip


@public_page
def inequality(request: HttpRequest, slug: str) -> HttpResponse:
    store, area = facts(), find(slug)
    if area.level != places.MUNICIPALITY:
        raise Http404
    spreads = unequal.spreads(store, area)
    if request.GET.get("muoto") == "csv":
        name = _("erot %(area)s") % {"area": words.area_name(area)}
        return tables.csv_response(name, *_spread_rows(request, spreads))
    chosen = next((one for one in spreads if one.definition.key == request.GET.get("luku")), None)
    chosen = chosen or (spreads[0] if spreads else None)
    context = {
        "area": area,
        "name": words.area_name(area),
        "spreads": [(one, unbroken(short_name(one.definition)), unequal.strip(one)) for one in spreads],
        "axis": unequal.axis(),
        "chosen": chosen,
        "chosen_name": short_name(chosen.definition) if chosen else "",
        "pictures": unequal.pictures(chosen) if chosen and chosen.places else None,
        "table": [(f"{place.code} {words.area_name(place)}", texts) for place, texts in unequal.table(spreads)],
        "missing": [f"{words.area_name(place.area)} ({place.text})" for place in chosen.missing] if chosen else [],
        "warning": words.age_warning([chosen.year], timezone.localdate()) if chosen else "",
        "area_url": places.url_of(area),
        "datasets": _datasets(store, sorted({one.dataset.key for one in spreads if one.dataset})),
        "csv_query": _with(request, muoto="csv"),
        "others": _others(store, area),
        "breadcrumb": crumbs(
            (_("Alueet"), reverse("indicators:areas")),
            (words.area_name(area), places.url_of(area)),
            (_("Erot kunnan sisällä"), None),
        ),
    }
    return render(request, "indicators/inequality.html", context)


def _others(store: Facts, area: Area) -> list[tuple[str, str]]:
    found = places.municipalities_of(store, area.county)
    return [
        (reverse("indicators:inequality", args=[words.area_slug(other)]), words.area_name(other))
        for other in found
        if other != area
    ]


def _spread_rows(
    request: HttpRequest, spreads: Sequence[unequal.Spread]
) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    columns = (
        _("postinumero"), _("alue"), _("mittari"), _("yksikkö"), _("vuosi"), _("arvo"), *_origin_columns()
    )  # fmt: skip
    rows = (
        (
            place.area.code, words.area_name(place.area), str(spread.definition.name), str(spread.definition.unit),
            spread.period, place.text, *_origin(request, spread.definition, spread.dataset),
        )
        for spread in spreads
        for place in (*spread.places, *spread.missing)
    )  # fmt: skip
    return columns, rows
