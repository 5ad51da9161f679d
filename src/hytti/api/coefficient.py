"""The coefficient as open data: the rules of each year, the published tables, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Path, Query, Schema

from hytti.coefficient.exchange.about import About
from hytti.coefficient.exchange.results import headings, rows_of
from hytti.coefficient.models import CoefficientTable
from hytti.coefficient.queries.frame import EXAMPLE, REAL
from hytti.coefficient.queries.loaded import loaded, of_record
from hytti.core.tables import csv_response
from hytti.methods.coefficient import UnknownYear, known_years
from hytti.methods.coefficient.rules import rules

from . import coefficient_schemas as schemas
from .figures import portion_of
from .filters import Portion, Truth
from .lists import refuse_unknown
from .schemas import LICENCE, Page, Problem, Single

if TYPE_CHECKING:
    from collections.abc import Callable

    from hytti.coefficient.queries.loaded import Loaded
    from hytti.methods.coefficient import Rules
    from hytti.methods.coefficient.rules import Level

    Envelope = Callable[[], dict[str, Any]]

ADDRESSES = ("coefficient/rules", "coefficient/tables")
LEVELS: tuple[Level, ...] = ("county", "municipality")


class Place(Schema):
    """Of which areas and of which funding year."""

    level: Literal["county", "municipality"]
    funding_year: int = Field(ge=2000, le=2200)


class Side(Schema):
    example: Truth = Field(False, description="The made-up example instead of a published table.")


def add_coefficient(api: NinjaAPI, envelope: Envelope) -> None:
    """Give the coefficient its addresses."""
    tags, refused = ["Coefficient"], {422: Problem}
    missing = {404: Problem, **refused}

    @api.get("/coefficient/rules", response={200: Page[schemas.RulesOfYear], **refused}, tags=tags,
             summary="The rules of each funding year", operation_id="coefficient_rules")  # fmt: skip
    def all_rules(request: HttpRequest, portion: Portion = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Portion)
        found = [schemas.rules_record(rules(level, year)) for level in LEVELS for year in known_years(level)]
        return portion_of(request, envelope, found, portion)

    @api.get("/coefficient/rules/{level}/{funding_year}", response={200: Single[schemas.RulesOfYear], **missing},
             tags=tags, summary="The rules of one funding year", operation_id="coefficient_rules_one")  # fmt: skip
    def one_rules(request: HttpRequest, place: Path[Place]) -> dict[str, Any]:
        refuse_unknown(request)
        return {**envelope(), "item": schemas.rules_record(_rules(place))}

    @api.get("/coefficient/tables", response={200: Page[schemas.TableHead], **refused}, tags=tags,
             summary="Published tables, and the made-up example", operation_id="coefficient_tables")  # fmt: skip
    def tables(request: HttpRequest, portion: Portion = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Portion)
        published = [of_record(record) for record in CoefficientTable.objects.published()]
        examples = [loaded(EXAMPLE, level, max(known_years(level))) for level in LEVELS]
        found = [schemas.table_head(one) for one in (*published, *examples) if one is not None]
        return portion_of(request, envelope, found, portion)

    @api.get("/coefficient/tables/{level}/{funding_year}", response={200: Single[schemas.Table], **missing}, tags=tags,
             summary="A table with its figures", operation_id="coefficient_table")  # fmt: skip
    def table(request: HttpRequest, place: Path[Place], side: Side = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Side)
        return {**envelope(), "item": schemas.table_record(_loaded(place, side))}

    @api.get("/coefficient/results/{level}/{funding_year}.csv", response=missing, tags=tags,
             summary="Points, coefficients and euros as CSV", operation_id="coefficient_result_csv",
             openapi_extra={"responses": {200: schemas.CSV}})  # fmt: skip
    def result_csv(request: HttpRequest, place: Path[Place], side: Side = Query(...)) -> HttpResponse:
        refuse_unknown(request, Side)
        found = _loaded(place, side)
        result, head, said = found.result(), schemas.table_head(found), envelope()
        about = About(head["source"], head["as_of"], is_example=found.is_example)
        always = [LICENCE, said["attribution"], said["retrieved"]]
        return csv_response(
            f"coefficient-{place.level}-{place.funding_year}",
            [*headings(result), "licence", "attribution", "retrieved"],
            ([*row.values(), *always] for row in rows_of(result, about)),
        )

    @api.get("/coefficient/results/{level}/{funding_year}", response={200: Single[schemas.Outcome], **missing},
             tags=tags, summary="Points, coefficients and euros", operation_id="coefficient_result")  # fmt: skip
    def result(request: HttpRequest, place: Path[Place], side: Side = Query(...)) -> dict[str, Any]:
        refuse_unknown(request, Side)
        found = _loaded(place, side)
        return {**envelope(), "item": schemas.outcome_record(found, found.result())}


def _rules(place: Place) -> Rules:
    try:
        return rules(place.level, place.funding_year)
    except UnknownYear as error:
        raise Http404(f"There are no rules of {place.funding_year}; there are of {error.known}.") from error


def _loaded(place: Place, side: Side) -> Loaded:
    """The published table, or the example where it is asked for. Raises Http404 where there is none."""
    found = loaded(EXAMPLE if side.example else REAL, place.level, place.funding_year)
    if found is None:
        raise Http404("There is no such table: nobody has published one of that year here.")
    return found
