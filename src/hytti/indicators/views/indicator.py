"""One indicator: its page."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.content_version import public_page

from .. import catalogue, definitions, words
from ..queries import indicator_boxes, indicator_notes, indicator_pictures, indicator_sources, indicator_table, places
from ..queries.area_pictures import unbroken
from ..queries.indicator import Shown, shown
from ..queries.indicator_asked import CHOSEN, EVERY, REGION, SEXES, Asked
from ..queries.indicator_findings import title
from ..queries.indicator_line import LinePicture
from ..store import facts

if TYPE_CHECKING:
    from hytti.facts import Facts

    from ..definitions import Definition
    from ..queries.indicator_sources import Origin

NEAR = 5


@public_page
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    definition = catalogue.get(slug)
    if definition is None or definition.status == "draft":
        return unknown(request, slug)
    store, asked = facts(), Asked.from_query(request.GET)
    page = shown(store, definition, asked)
    context = {
        "definition": definition,
        "name": unbroken(str(definition.name)),
        "breadcrumb": breadcrumb(definition),
        "withdrawn": definition.status == "withdrawn",
        "theme": definitions.vocabulary().theme(definition.theme),
        **(_context(request, store, page) if page else {"page": None}),
    }
    return render(request, "indicators/indicator.html", context)


def unknown(request: HttpRequest, slug: str) -> HttpResponse:
    """Not found, with the indicators whose key or name is nearest."""
    known = {one.key: one for one in catalogue.all() if one.status == "published"}
    near = get_close_matches(slug, known, n=NEAR, cutoff=0.5)
    near += [key for key in known if key not in near and slug and slug[:6] in key][: NEAR - len(near)]
    context = {
        "near": [(str(known[key].name), reverse("indicators:indicator", args=[key])) for key in near],
        "breadcrumb": [(_("Etusivu"), reverse("front")), (_("Luvut"), reverse("indicators:catalogue"))],
    }
    return render(request, "indicators/unknown.html", context, status=404)


def breadcrumb(definition: Definition) -> list[tuple[str, str | None]]:
    listed, theme = reverse("indicators:catalogue"), definitions.vocabulary().theme(definition.theme)
    steps = [(_("Etusivu"), reverse("front")), (_("Luvut"), listed)]
    if theme:
        steps.append((str(theme.name), f"{listed}?teema={theme.key}"))
    return [*steps, (str(definition.name), None)]


def _context(request: HttpRequest, store: Facts, page: Shown) -> dict[str, Any]:
    origins, today = indicator_sources.origins(store, page), timezone.localdate()
    newest = page.newest_of_all
    year = page.newest
    address = request.build_absolute_uri(request.path)
    return {
        "page": page,
        "query": page.asked.query(),
        "form": _form(page),
        "notices": _notices(page),
        "origins": origins,
        "source": indicator_sources.source_line(origins),
        "faults": [one for one in origins if one.fault],
        "age": words.age_sentence(newest, today) if words.is_old(newest, today) else "",
        "line": LinePicture(page).picture() if len(page.years) > 1 else None,
        "heading": title(page),
        "line_table": indicator_table.line_table(page),
        "notes": indicator_notes.notes(page),
        "boxes": indicator_boxes.boxes(page),
        "map": indicator_pictures.region_map(page),
        "ranking": indicator_pictures.ranking(page),
        "ranking_table": _ranking_table(page, year) if year is not None else None,
        "table": indicator_table.table(page),
        "own_url": _url_of(page),
        "others": [_edition(page, one.key, one.borders) for one in page.editions if one.key != page.edition.key],
        "address": address,
        "citation": _citation(page, origins, address, today),
    }


def _ranking_table(page: Shown, year: int) -> indicator_table.Table:
    return indicator_table.ranking_table(page, indicator_pictures.in_order(page, year), year)


def _citation(page: Shown, origins: list[Origin], address: str, today: Any) -> str:
    datasets = [one.dataset for one in origins]
    return words.citation(page.definition, datasets, page.period, address, today) if datasets else ""


def _url_of(page: Shown) -> str:
    return places.url_of(page.own.area) if page.own.area.level in places.LEVELS else ""


def _edition(page: Shown, key: str, borders: int | None) -> dict[str, str]:
    label = _("nykyiset kuntarajat") if borders is None else _("vuoden %(year)s kuntarajat") % {"year": borders}
    return {"label": label, "query": page.asked.but(edition=key, first=None, last=None).query()}


def _form(page: Shown) -> dict[str, Any]:
    """The choices of the form, each with what is chosen now."""
    own, asked = words.area_slug(page.own.area), page.asked
    compared = _compared(page)
    comparisons = [(EVERY, _("Kaikki kunnat")), (REGION, _("Ei vertailua"))]
    if compared:
        everything = _("Kunnat sekä %(compared)s") % {"compared": compared}
        comparisons = [(EVERY, everything), (REGION, _("Vain %(compared)s") % {"compared": compared})]
    comparisons.append((CHOSEN, _("Valitut kunnat")))
    return {
        "areas": [(words.area_slug(area), words.area_name(area)) for area in page.choices],
        "area": own,
        "comparisons": comparisons if page.municipalities else [],
        "comparison": page.comparison,
        "municipalities": [
            (words.area_slug(one.area), one.name, words.area_slug(one.area) in asked.chosen)
            for one in page.municipalities
            if one.area.key != page.own.area.key
        ],
        "years": page.all_years,
        "first": page.years[0],
        "last": page.years[-1],
        "sexes": [(word, words.sex(sex)) for word, sex in SEXES.items() if sex in page.edition.sexes],
        "sex": next(word for word, sex in SEXES.items() if sex == page.sex),
        "edition": asked.edition,
    }


def _compared(page: Shown) -> str:
    """Whose lines stand beside the own one besides the municipalities: "Päijät-Häme ja koko maa"."""
    names = [one.name if one.role != "country" else _("koko maa") for one in page.compared]
    return _("%(one)s ja %(other)s") % {"one": names[0], "other": names[1]} if len(names) == 2 else "".join(names)


def _notices(page: Shown) -> list[str]:
    """What of the address could not be followed, and what is shown instead."""
    told = {
        "alue": _("Pyydetystä alueesta ei ole tietoa. Tässä on %(area)s.") % {"area": page.own.name},
        "kunta": _("Kaikista pyydetyistä kunnista ei ole tietoa."),
        "vuodet": _("Pyydetyiltä vuosilta ei ole kaikkea tietoa. Tässä on %(years)s.") % {"years": page.period},
        "rajat": _("Pyydetyin kuntarajoin ei ole tietoa."),
        "vertailu": _("Pyydettyä vertailua ei ole."),
        "sukupuoli": _("Pyydetystä sukupuolesta ei ole tietoa."),
    }
    told["alkaen"] = told["asti"] = told["vuodet"]
    return list(dict.fromkeys(told[name] for name in page.notices))
