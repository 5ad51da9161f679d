"""The lists that can be read, and the three addresses of each: a portion, a CSV file, one record."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Path, Query, Schema
from pydantic import Field

from . import filters, records, schemas
from .tables import table

Envelope = Callable[[], dict[str, Any]]
Show = Callable[[Any, HttpRequest, dt.date], dict[str, Any]]
Number = Annotated[int, Field(ge=1, le=2**31)]


@dataclass(frozen=True)
class Listed:
    """A list of open data: its address, its rows, how a row is shown, and what may be asked of it."""

    path: str
    rows: Callable[[], QuerySet]
    show: Show
    schema: type[Schema]
    filter: type[filters.NoFilter] = filters.NoFilter
    show_one: Show | None = None
    schema_one: type[Schema] | None = None
    key: str = "slug"


LISTS = (
    Listed("areas", records.areas, records.area, schemas.Area, filters.AreaFilter),
    Listed(
        "organisations", records.organisations, records.organisation, schemas.Organisation, filters.OrganisationFilter
    ),
    Listed(
        "bodies",
        records.bodies,
        records.body,
        schemas.Body,
        filters.BodyFilter,
        show_one=records.body_detail,
        schema_one=schemas.BodyDetail,
    ),
    Listed(
        "memberships", records.memberships, records.membership, schemas.Membership, filters.MembershipFilter, key="id"
    ),
    Listed("posts", records.posts, records.post, schemas.Post, filters.PostFilter),
    Listed("themes", records.themes, records.theme, schemas.Theme),
    Listed("documents", records.documents, records.document, schemas.Document, filters.DocumentFilter),
    Listed("topics", records.topics, records.topic, schemas.Topic),
    Listed("cooperation-tiers", records.tiers, records.tier, schemas.CooperationTier, key="number"),
)


def add_list(api: NinjaAPI, listed: Listed, envelope: Envelope) -> None:
    """Give the list its addresses."""
    word = listed.path.replace("-", " ")
    tags, refused = [word.capitalize()], {422: schemas.Problem}
    page, single = _of(schemas.Page, listed.schema), _of(schemas.Single, listed.schema_one or listed.schema)
    text = {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}
    name = listed.path.replace("-", "_")
    api.get(
        f"/{listed.path}", response={200: page, **refused}, summary=f"List of {word}", operation_id=name, tags=tags
    )(_portion(listed, envelope))
    api.get(
        f"/{listed.path}.csv",
        response=refused,
        summary=f"All {word} as CSV",
        operation_id=f"{name}_csv",
        openapi_extra={"responses": {200: text}},
        tags=tags,
    )(_file(listed, envelope))
    api.get(
        f"/{listed.path}/{{{listed.key}}}",
        response={200: single, 404: schemas.Problem, **refused},
        summary=f"One of {word}",
        operation_id=f"{name}_one",
        tags=tags,
    )(_one(listed, envelope))


def _of(envelope: Any, schema: type[Schema]) -> Any:
    return envelope[schema]


def _portion(listed: Listed, envelope: Envelope) -> Callable[..., Any]:
    def answer(request: HttpRequest, wanted: filters.NoFilter, portion: filters.Portion) -> dict[str, Any]:
        refuse_unknown(request, type(wanted), type(portion))
        rows, today = wanted.narrow(listed.rows()), timezone.localdate()
        total = rows.count()
        end = portion.offset + portion.limit
        return {
            **envelope(),
            "total": total,
            "limit": portion.limit,
            "offset": portion.offset,
            "next": _moved(request, end) if end < total else None,
            "previous": _moved(request, max(0, portion.offset - portion.limit)) if portion.offset else None,
            "items": [listed.show(record, request, today) for record in rows[portion.offset : end]],
        }

    def plain(request: HttpRequest, portion: filters.Portion = Query(...)) -> dict[str, Any]:
        return answer(request, filters.NoFilter(), portion)

    def filtered(
        request: HttpRequest,
        wanted: Any = Query(...),
        portion: filters.Portion = Query(...),
    ) -> dict[str, Any]:
        return answer(request, wanted, portion)

    filtered.__annotations__["wanted"] = listed.filter
    return filtered if listed.filter.model_fields else plain


def _file(listed: Listed, envelope: Envelope) -> Callable[..., Any]:
    def answer(request: HttpRequest, wanted: filters.NoFilter) -> HttpResponse:
        refuse_unknown(request, type(wanted))
        today, said = timezone.localdate(), envelope()
        shown = (listed.show(record, request, today) for record in wanted.narrow(listed.rows()))
        return table(listed.path, listed.schema, shown, attribution=said["attribution"], retrieved=said["retrieved"])

    def plain(request: HttpRequest) -> HttpResponse:
        return answer(request, filters.NoFilter())

    def filtered(request: HttpRequest, wanted: Any = Query(...)) -> HttpResponse:
        return answer(request, wanted)

    filtered.__annotations__["wanted"] = listed.filter
    return filtered if listed.filter.model_fields else plain


def _one(listed: Listed, envelope: Envelope) -> Callable[..., Any]:
    def answer(request: HttpRequest, key: str | int) -> dict[str, Any]:
        refuse_unknown(request)
        record = listed.rows().filter(**{listed.key: key}).first()
        if record is None:
            raise Http404(f"There is no record {key} among {listed.path}.")
        return {**envelope(), "item": (listed.show_one or listed.show)(record, request, timezone.localdate())}

    def by_slug(request: HttpRequest, slug: filters.Slug = Path(...)) -> dict[str, Any]:  # noqa: B008
        return answer(request, slug)

    def by_id(request: HttpRequest, id: Number = Path(...)) -> dict[str, Any]:  # noqa: B008
        return answer(request, id)

    def by_number(request: HttpRequest, number: Number = Path(...)) -> dict[str, Any]:  # noqa: B008
        return answer(request, number)

    views: dict[str, Callable[..., Any]] = {"slug": by_slug, "id": by_id, "number": by_number}
    return views[listed.key]


def refuse_unknown(request: HttpRequest, *schemas_in_use: type[Schema]) -> None:
    known = {name for schema in schemas_in_use for name in schema.model_fields}
    for name in request.GET:
        if name not in known:
            filters.bad_parameter(name, "There is no such parameter here.")


def _moved(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
