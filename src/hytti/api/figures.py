"""Figures as open data: datasets, indicators, areas, and the figures themselves as JSON, CSV and JSON-stat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Query, Schema

from hytti.core.tables import csv_response
from hytti.indicators import catalogue, jsonstat
from hytti.indicators.queries.indicator_points import Point, points
from hytti.indicators.store import facts

from . import figures_schemas as schemas
from .filters import Portion, Slug, bad_parameter
from .lists import refuse_unknown
from .schemas import LICENCE, Page, Problem, Single

if TYPE_CHECKING:
    from collections.abc import Callable

    from hytti.facts import Area, Fact, Facts
    from hytti.indicators.definitions import Definition

    Envelope = Callable[[], dict[str, Any]]

MOST_INDICATORS, MOST_AREAS, MOST_ROWS = 20, 400, 100_000
LEVELS = Literal["kunta", "hyvinvointialue", "maakunta", "seutukunta", "maa", "postinumero"]


class Wanted(Schema):
    """Which figures: of an indicator, of areas named or of a whole level, of some years."""

    indicator: list[Slug] = Field(
        ..., min_length=1, max_length=MOST_INDICATORS, description=f"Keys of indicators; at most {MOST_INDICATORS}."
    )
    area: list[str] = Field(
        [], max_length=MOST_AREAS, description="Keys of areas, such as kunta-398, hyvinvointialue-09 or maa-FI."
    )
    level: LEVELS | None = Field(None, description="Every area of this level, unless areas are named.")
    county: str | None = Field(None, max_length=40, description="With level: only areas of this county.")
    year: list[int] = Field([], max_length=60, description="Years; without them all there are.")
    latest: bool = Field(False, description="Only each area's newest year that has a figure.")
    sex: Literal["total", "male", "female"] = "total"
    age: str = Field("", max_length=20, description="An age band of the indicator; empty for all ages.")
    dataset: Slug | None = Field(None, description="Only figures of this dataset.")


def add_figures(api: NinjaAPI, envelope: Envelope) -> None:
    """Give the figures their addresses."""
    tags, refused = ["Figures"], {422: Problem}
    missing = {404: Problem, **refused}

    @api.get("/figures/datasets", response={200: Page[schemas.Dataset], **refused}, tags=tags,
             summary="List of datasets", operation_id="figure_datasets")  # fmt: skip
    def datasets(request: HttpRequest, portion: Portion = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Portion)
        return portion_of(request, envelope, [schemas.dataset(one) for one in facts().datasets()], portion)

    @api.get("/figures/indicators", response={200: Page[schemas.Indicator], **refused}, tags=tags,
             summary="List of indicators", operation_id="figure_indicators")  # fmt: skip
    def indicators(request: HttpRequest, portion: Portion = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Portion)
        coverage = schemas.coverage_by_indicator(facts())
        found = [schemas.indicator(one, request, coverage) for one in catalogue.all() if one.status != "draft"]
        return portion_of(request, envelope, found, portion)

    @api.get("/figures/indicators/{key}", response={200: Single[schemas.Indicator], **missing}, tags=tags,
             summary="One of indicators", operation_id="figure_indicator")  # fmt: skip
    def indicator(request: HttpRequest, key: Slug) -> dict[str, Any]:
        refuse_unknown(request)
        definition = _definition(key)
        if definition is None:
            raise Http404(f"There is no indicator {key}.")
        coverage = schemas.coverage_by_indicator(facts())
        return {**envelope(), "item": schemas.indicator(definition, request, coverage)}

    @api.get("/figures/areas", response={200: Page[schemas.FigureArea], **refused}, tags=tags,
             summary="List of areas that figures may be of", operation_id="figure_areas")  # fmt: skip
    def areas(request: HttpRequest, portion: Portion = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Portion)
        return portion_of(request, envelope, [schemas.area(one) for one in facts().areas()], portion)

    @api.get("/figures/data", response={200: Page[schemas.Figure], **refused}, tags=tags,
             summary="Figures", operation_id="figure_data")  # fmt: skip
    def data(request: HttpRequest, wanted: Wanted = Query(...), portion: Portion = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Wanted, Portion)
        store = facts()
        origins = schemas.Origins(store, request)
        found = [schemas.figure(origins, *one) for one in _found(store, wanted)]
        return portion_of(request, envelope, found, portion)

    @api.get("/figures/data.csv", response=refused, tags=tags, summary="Figures as CSV", operation_id="figure_data_csv",
             openapi_extra={"responses": {200: schemas.CSV}})  # fmt: skip
    def data_csv(request: HttpRequest, wanted: Wanted = Query(...)) -> HttpResponse:
        refuse_unknown(request, Wanted)
        store = facts()
        origins = schemas.Origins(store, request)
        rows = [schemas.flat(origins, *one) for one in _found(store, wanted)]
        return csv_response("figures", [*schemas.COLUMNS, "published_under"], ([*row, LICENCE] for row in rows))

    @api.get("/figures/data.jsonstat", response={200: dict[str, Any], **missing}, tags=tags,
             summary="Figures of one indicator as JSON-stat 2.0", operation_id="figure_data_jsonstat")  # fmt: skip
    def data_jsonstat(request: HttpRequest, wanted: Wanted = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Wanted)
        if len(wanted.indicator) != 1:
            bad_parameter("indicator", "JSON-stat is given of one indicator at a time.")
        return _cube(facts(), wanted, request)


def portion_of(request: HttpRequest, envelope: Envelope, found: list[Any], portion: Portion) -> dict[str, Any]:
    """A portion of a whole list, in its envelope."""
    end = portion.offset + portion.limit
    return {
        **envelope(),
        "total": len(found),
        "limit": portion.limit,
        "offset": portion.offset,
        "next": _moved(request, end) if end < len(found) else None,
        "previous": _moved(request, max(0, portion.offset - portion.limit)) if portion.offset else None,
        "items": found[portion.offset : end],
    }


def _moved(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _definition(key: str) -> Definition | None:
    found = catalogue.get(key)
    return found if found is not None and found.status != "draft" else None


def _areas(store: Facts, wanted: Wanted) -> list[Area]:
    if wanted.area:
        found = []
        for key in dict.fromkeys(wanted.area):
            area = store.area(key)
            if area is None:
                bad_parameter("area", f"There is no area {key}.")
            found.append(area)
        return found
    if wanted.level is None:
        bad_parameter("area", "Name areas (area=kunta-398) or a level (level=kunta).")
    return store.areas(wanted.level, county=wanted.county)


def _found(store: Facts, wanted: Wanted) -> list[tuple[Definition, Area, Fact, Point]]:
    """The figures asked for, with intervals. Raises ValidationError on an unknown key, or where too much is asked."""
    definitions = []
    for key in dict.fromkeys(wanted.indicator):
        definition = _definition(key)
        if definition is None:
            bad_parameter("indicator", f"There is no indicator {key}.")
        definitions.append(definition)
    areas = {area.key: area for area in _areas(store, wanted)}
    found: list[tuple[Definition, Area, Fact, Point]] = []
    for definition in definitions:
        kept = _kept(store.series(definition.key, list(areas), sex=wanted.sex, age=wanted.age), wanted)
        found += [
            (definition, areas[fact.area], fact, point)
            for fact, point in zip(kept, points(definition, kept), strict=True)
        ]
        if len(found) > MOST_ROWS:
            bad_parameter("indicator", f"That is over {MOST_ROWS} figures: ask for fewer areas, years or indicators.")
    return found


def _kept(rows: list[Fact], wanted: Wanted) -> list[Fact]:
    years = set(wanted.year)
    rows = [fact for fact in rows if not years or fact.year in years]
    if wanted.dataset:
        rows = [fact for fact in rows if fact.dataset == wanted.dataset]
    if wanted.latest:
        newest: dict[tuple[str, str], int] = {}
        for fact in rows:
            if fact.value is not None or fact.flag == "suppressed":
                place = fact.dataset, fact.area
                newest[place] = max(newest.get(place, fact.year), fact.year)
        rows = [fact for fact in rows if newest.get((fact.dataset, fact.area)) == fact.year]
    return rows


def _cube(store: Facts, wanted: Wanted, request: HttpRequest) -> dict[str, Any]:
    """A cube holds one figure for a place: where datasets overlap, one must be named."""
    found = _found(store, wanted)
    if not found:
        raise Http404("There are no such figures.")
    places = [(fact.area, fact.year) for _, _, fact, _ in found]
    if len(set(places)) < len(places):
        keys = ", ".join(sorted({fact.dataset for _, _, fact, _ in found}))
        bad_parameter("dataset", f"Several datasets have these figures; choose one of {keys}.")
    areas = {area.key: area for _, area, _, _ in found}
    used = dict.fromkeys(fact.dataset for _, _, fact, _ in found)
    return jsonstat.cube(
        found[0][0],
        [point for _, _, _, point in found],
        list(areas.values()),
        sorted({fact.year for _, _, fact, _ in found}),
        wanted.sex,
        wanted.age,
        [dataset for key in used if (dataset := store.dataset(key)) is not None],
        schemas.Origins(store, request).page(found[0][0].key),
    )
