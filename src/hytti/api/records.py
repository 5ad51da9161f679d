"""Records as open data: one function for each model, following only links that its rows have fetched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import override

from hytti.core.models import Area, Organisation
from hytti.core.search.index import address_of
from hytti.structures.models import (
    Body,
    BodyEvent,
    CooperationTier,
    Document,
    Mandate,
    Membership,
    Post,
    Theme,
    Topic,
)
from hytti.structures.privacy import shown_name

LANGUAGES = ("fi", "sv", "en")
Record = dict[str, Any]


def names(record: Any, field: str) -> dict[str, str | None]:
    return {language: getattr(record, f"{field}_{language}") or None for language in LANGUAGES}


def ref(record: Any) -> Record | None:
    if record is None:
        return None
    return {"slug": record.slug, "name": names(record, "title" if hasattr(record, "title_fi") else "name")}


def source(record: Any) -> Record | None:
    found = record.source
    if found is None:
        return None
    plain = {name: getattr(found, name) for name in ("key", "publisher", "address", "as_of", "licence")}
    return {**plain, "title": names(found, "title")}


def sourced(record: Any, today: dt.date) -> Record:
    return {
        "source": source(record),
        "as_of": record.as_of or None,
        "confirmed_on": record.confirmed_on,
        "confirmation": record.confirmation(today).value,
    }


def pages(request: HttpRequest, record: Any) -> dict[str, str | None] | None:
    """Whole addresses of the record's page in each language."""
    found: dict[str, str | None] = {}
    for language in LANGUAGES:
        with override(language):
            address = address_of(record)
        found[language] = request.build_absolute_uri(address) if address else None
    return found


def fields(record: Any, *plain: str) -> Record:
    return {name: getattr(record, name) for name in plain}


def refs(record: Any, *links: str) -> Record:
    return {name: ref(getattr(record, name)) for name in links}


def texts(record: Any, *named: str) -> Record:
    return {name: names(record, name) for name in named}


def area(record: Area, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(record, "slug", "kind", "code", "valid_from", "valid_to", "population"),
        **texts(record, "name"),
        **refs(record, "parent"),
        "population_as_of": record.population_as_of or None,
        "page": pages(request, record) if record.kind == Area.Kind.MUNICIPALITY else None,
        **sourced(record, today),
    }


def organisation(record: Organisation, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(record, "slug", "kind", "address"),
        **texts(record, "name", "description"),
        **refs(record, "area"),
        "page": pages(request, record),
        **sourced(record, today),
    }


def body(record: Body, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(
            record,
            "slug",
            "kind",
            "is_network",
            "also_known_as",
            "appointment_verb",
            "appointment_basis",
            "term_start",
            "term_end",
            "closed_on",
            "closed_reason",
        ),
        **texts(record, "name", "purpose", "composition", "term"),
        **refs(record, "organisation", "parent", "proposed_by", "appointed_by", "convener", "theme"),
        "other_themes": [ref(theme) for theme in record.other_themes.all()],
        "municipalities": [ref(municipality) for municipality in record.municipalities.all()],
        "founded": record.founded or None,
        "page": pages(request, record),
        **sourced(record, today),
    }


def body_detail(record: Body, request: HttpRequest, today: dt.date) -> Record:
    return {
        **body(record, request, today),
        "mandates": [_mandate(mandate, today) for mandate in record.mandates.select_related("source")],
        "events": [_event(event, today) for event in record.events.select_related("source")],
        "links": [{"label": names(link, "label"), "address": link.address} for link in record.links.all()],
        "children": [ref(child) for child in record.children.all()],
        "appoints": [ref(appointed) for appointed in record.appoints.all()],
    }


def _mandate(record: Mandate, today: dt.date) -> Record:
    plain = fields(record, "kind", "statute", "number", "section", "address")
    return {**plain, **texts(record, "text"), **sourced(record, today)}


def _event(record: BodyEvent, today: dt.date) -> Record:
    plain = {"kind": record.kind, "date": record.date or None}
    return {**plain, **texts(record, "title", "note"), **sourced(record, today)}


def membership(record: Membership, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(record, "id", "role", "start", "end"),
        **refs(record, "body", "post", "represents_body", "represents_organisation"),
        "name": shown_name(record, today),
        "deputy_for": record.deputy_for_id,
        **sourced(record, today),
    }


def post(record: Post, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(record, "slug", "role", "seats", "personal_deputies"),
        **texts(record, "title", "group"),
        **refs(record, "body", "organisation", "represents_body", "represents_organisation"),
        **sourced(record, today),
    }


def theme(record: Theme, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(record, "slug", "also_known_as", "is_priority"),
        **texts(record, "name", "description"),
        **refs(record, "parent"),
        "page": pages(request, record),
        **sourced(record, today),
    }


def document(record: Document, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(record, "slug", "kind", "period_start", "period_end", "address", "state", "approved", "is_guiding"),
        **texts(record, "title"),
        **refs(record, "organisation", "body", "theme"),
        "page": pages(request, record),
        **sourced(record, today),
    }


def topic(record: Topic, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(record, "slug", "figures"),
        **texts(record, "title"),
        **refs(record, "theme"),
        "season": record.season or None,
        **sourced(record, today),
    }


def tier(record: CooperationTier, request: HttpRequest, today: dt.date) -> Record:
    return {
        **fields(record, "number", "gives_money", "items"),
        **texts(record, "title", "purpose"),
        **sourced(record, today),
    }


def _rows(
    model: Any, *followed: str, many: tuple[str, ...] = (), order: tuple[str, ...] = ()
) -> Callable[[], QuerySet]:
    """The model's rows with what their functions follow, always in the same order."""
    ordering = (*(order or model._meta.ordering), "pk")
    return lambda: model.objects.select_related("source", *followed).prefetch_related(*many).order_by(*ordering)


areas = _rows(Area, "parent")
organisations = _rows(Organisation, "area")
bodies = _rows(
    Body,
    "organisation",
    "parent",
    "proposed_by",
    "appointed_by",
    "convener",
    "theme",
    many=("other_themes", "municipalities"),
)
memberships = _rows(
    Membership, "body", "person", "post", "represents_body", "represents_organisation", order=("body_id", "start")
)
posts = _rows(Post, "body", "organisation", "represents_body", "represents_organisation")
themes = _rows(Theme, "parent")
documents = _rows(Document, "organisation", "body", "theme")
topics = _rows(Topic, "theme")
tiers = _rows(CooperationTier)
