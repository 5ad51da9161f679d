"""Municipalities and organisations: who coordinates, where they sit, what they lead and what they have written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from hytti.core.models import Area, Organisation

from ..models import Body, Document, Link, Membership, Post, SeatRole
from .facts import organisation_url

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Part:
    """What organisations take part in and what they have published."""

    posts: list[Post]
    sits_in: list[Body]
    own_bodies: list[Body]
    convenes: list[Body]
    documents: list[Document]
    links: list[Link]


@dataclass(frozen=True)
class MunicipalityPage:
    area: Area
    organisations: list[Organisation]
    part: Part
    covering: list[Body]

    @property
    def coordinators(self) -> list[Post]:
        return [post for post in self.part.posts if post.role == SeatRole.COORDINATOR]

    @property
    def other_posts(self) -> list[Post]:
        return [post for post in self.part.posts if post.role != SeatRole.COORDINATOR]


@dataclass(frozen=True)
class OrganisationPage:
    organisation: Organisation
    part: Part
    municipality_url: str = ""


@dataclass
class MunicipalityRow:
    """A municipality in the list, with its coordinator's post and the networks it leads or that cover it."""

    area: Area
    coordinator: Post | None = None
    networks: set[int] = field(default_factory=set)


def municipality(slug: str) -> MunicipalityPage | None:
    areas = Area.objects.municipalities().select_related("source", "population_source", "parent")
    area = areas.filter(slug=slug).first()
    if area is None:
        return None
    organisations = list(Organisation.objects.filter(area=area, kind=Organisation.Kind.MUNICIPALITY))
    part = part_of(organisations)
    known = {body.pk for body in (*part.convenes, *part.sits_in, *part.own_bodies)}
    covering = [body for body in _listed(Body.objects.working().filter(municipalities=area)) if body.pk not in known]
    return MunicipalityPage(area, organisations, part, covering)


def organisation(slug: str) -> OrganisationPage | None:
    found = Organisation.objects.select_related("area", "source").filter(slug=slug).first()
    if found is None:
        return None
    url = organisation_url(found)
    elsewhere = url if found.kind == Organisation.Kind.MUNICIPALITY and found.area is not None else ""
    return OrganisationPage(found, part_of([found]), elsewhere)


def part_of(organisations: list[Organisation], today: dt.date | None = None) -> Part:
    """What the organisations take part in today, in a fixed number of queries."""
    current = Membership.objects.on(today or timezone.localdate()).filter(represents_organisation__in=organisations)
    seated = Q(posts__represents_organisation__in=organisations) | Q(memberships__in=current)
    working = Body.objects.working()
    return Part(
        posts=list(Post.objects.filter(organisation__in=organisations).select_related("source")),
        sits_in=_listed(working.filter(seated).distinct()),
        own_bodies=_listed(working.organs().filter(organisation__in=organisations)),
        convenes=_listed(working.filter(convener__in=organisations)),
        documents=list(Document.objects.filter(organisation__in=organisations).select_related("organisation__area")),
        links=list(Link.objects.filter(organisation__in=organisations)),
    )


def _listed(bodies: object) -> list[Body]:
    return list(bodies.select_related("theme", "convener"))  # type: ignore[attr-defined]


def municipality_rows() -> list[MunicipalityRow]:
    """Today's municipalities by name."""
    areas = Area.objects.municipalities().valid_on(timezone.localdate()).select_related("population_source", "source")
    rows = {area.pk: MunicipalityRow(area) for area in areas.order_by("name_fi")}
    coordinators = Post.objects.filter(role=SeatRole.COORDINATOR, organisation__kind=Organisation.Kind.MUNICIPALITY)
    for post in coordinators.filter(organisation__area__in=rows).select_related("organisation"):
        if post.organisation is not None and post.organisation.area_id is not None:
            row = rows[post.organisation.area_id]
            row.coordinator = row.coordinator or post
    networks = Body.objects.networks().working()
    for body_id, area_id in networks.values_list("pk", "municipalities"):
        if area_id in rows:
            rows[area_id].networks.add(body_id)
    led = networks.filter(convener__kind=Organisation.Kind.MUNICIPALITY)
    for body_id, area_id in led.values_list("pk", "convener__area"):
        if area_id in rows:
            rows[area_id].networks.add(body_id)
    return list(rows.values())
