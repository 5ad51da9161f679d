"""The structures as Popolo, the open standard for people, organisations, posts and memberships.

https://www.popoloproject.com/specs/. Bodies and organisations are both Popolo organizations. Two fields go beyond
the standard: `lang` in other names, and `deputy_for_id` in a membership (the membership whose personal deputy it is).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from hytti.core.models import Area, Organisation
from hytti.core.search.index import address_of
from hytti.structures.models import Body, Membership, Post
from hytti.structures.privacy import shown_name

from . import records

Record = dict[str, Any]


def whole(request: HttpRequest, today: dt.date) -> dict[str, list[Record]]:
    return {
        "areas": [area(record, request) for record in records.areas()],
        "organizations": organizations(request),
        "posts": posts(request),
        "memberships": memberships(request, today),
        "persons": persons(today),
    }


def organizations(request: HttpRequest) -> list[Record]:
    units = [organisation(record, request) for record in records.organisations().prefetch_related("links")]
    return units + [body(record, request) for record in records.bodies().prefetch_related("links")]


def posts(request: HttpRequest) -> list[Record]:
    return [post(record, request) for record in records.posts()]


def memberships(request: HttpRequest, today: dt.date) -> list[Record]:
    return [membership(record, request, today) for record in records.memberships()]


def persons(today: dt.date) -> list[Record]:
    """Only those whose name may be told: members in office today or later."""
    named = {
        record.person_id: name for record in records.memberships() if (name := shown_name(record, today)) is not None
    }
    return [{"id": f"person/{pk}", "name": name} for pk, name in sorted(named.items())]


def area(record: Area, request: HttpRequest) -> Record:
    return _told(
        id=_area_id(record),
        name=record.name_fi,
        identifier=record.code,
        classification=record.kind,
        parent_id=_area_id(record.parent),
        sources=_sources(record, request),
    )


def organisation(record: Organisation, request: HttpRequest) -> Record:
    return _told(
        id=_organisation_id(record),
        name=record.name_fi,
        other_names=_other_names(record, "name"),
        classification=record.kind,
        area_id=_area_id(record.area),
        description=record.description_fi,
        links=_links(record, request, *([record.address] if record.address else [])),
        sources=_sources(record, request),
    )


def body(record: Body, request: HttpRequest) -> Record:
    return _told(
        id=_body_id(record),
        name=record.name_fi,
        other_names=_other_names(record, "name", record.also_known_as),
        classification=record.kind,
        parent_id=_body_id(record.parent) or _organisation_id(record.organisation),
        founding_date=record.founded,
        dissolution_date=record.closed_on and record.closed_on.isoformat(),
        description=record.purpose_fi,
        links=_links(record, request),
        sources=_sources(record, request),
    )


def post(record: Post, request: HttpRequest) -> Record:
    return _told(
        id=_post_id(record),
        label=record.title_fi,
        role=record.role,
        organization_id=_body_id(record.body) or _organisation_id(record.organisation),
        sources=_sources(record, request),
    )


def membership(record: Membership, request: HttpRequest, today: dt.date) -> Record:
    """Once the membership is over, nothing in it leads to the person."""
    public = shown_name(record, today) is not None
    return _told(
        id=f"membership/{record.pk}",
        role=record.role,
        person_id=f"person/{record.person_id}" if public else None,
        organization_id=_body_id(record.body),
        post_id=_post_id(record.post),
        on_behalf_of_id=_body_id(record.represents_body) or _organisation_id(record.represents_organisation),
        start_date=record.start and record.start.isoformat(),
        end_date=record.end and record.end.isoformat(),
        deputy_for_id=f"membership/{record.deputy_for_id}" if record.deputy_for_id else None,
        sources=_sources(record, request),
    )


def _told(**fields: Any) -> Record:
    """Popolo leaves out what is not known."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _area_id(record: Area | None) -> str | None:
    return f"area/{record.slug}" if record else None


def _organisation_id(record: Organisation | None) -> str | None:
    return f"organisation/{record.slug}" if record else None


def _body_id(record: Body | None) -> str | None:
    return f"body/{record.slug}" if record else None


def _post_id(record: Post | None) -> str | None:
    return f"post/{record.slug}" if record else None


def _other_names(record: Any, field: str, also_known_as: str = "") -> list[Record]:
    others = [
        {"name": name, "lang": language}
        for language in ("sv", "en")
        if (name := getattr(record, f"{field}_{language}"))
    ]
    return others + ([{"name": also_known_as, "lang": "fi"}] if also_known_as else [])


def _links(record: Any, request: HttpRequest, *addresses: str) -> list[Record]:
    page = address_of(record)
    own = [{"url": request.build_absolute_uri(page), "note": "Hytti"}] if page else []
    named = [{"url": link.address, "note": link.label_fi} for link in record.links.all()]
    return own + [{"url": address} for address in addresses] + named


def _sources(record: Any, request: HttpRequest) -> list[Record]:
    """The source's own address, or where it is described here when it has none."""
    if record.source is None:
        return []
    here = f"{request.build_absolute_uri(reverse('sources'))}#{record.source.key}"
    date = f" ({record.as_of})" if record.as_of else ""
    return [{"url": record.source.address or here, "note": f"{record.source.title_fi}{date}"}]
