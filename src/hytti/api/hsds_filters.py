"""Parameters of the HSDS lists. All that are given must hold."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

import numpy as np
from django.db.models import Avg, Q
from django.utils import timezone
from ninja import Field, Schema
from pydantic import BeforeValidator, StringConstraints

from hytti.core.models import Organisation
from hytti.tray.models import Offer, Place, Vocabulary
from hytti.tray.search import Question, find
from hytti.tray.search.near import distances

from . import hsds_terms as terms
from .filters import MOST, Truth, Words, bad_parameter
from .hsds_records import organization_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

MOMENT = re.compile(r"(19|20)\d\d-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?")
FARTHEST = 500_000  # metres


def _written_moment(value: object) -> object:
    if isinstance(value, str):
        if not MOMENT.fullmatch(value):
            raise ValueError("Write the moment like 2026-11-24T12:00:00Z or the day like 2026-11-24.")
        return value if "T" in value else f"{value}T00:00:00"
    return value


Moment = Annotated[dt.datetime, BeforeValidator(_written_moment)]
PostCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]


class Paging(Schema):
    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=MOST, description=f"How many records on a page, at most {MOST}.")
    format: Literal["json"] = "json"


class ByTaxonomy(Schema):
    search: Words = Field("", description="Words in any form, as in the tray's own search; best first.")
    taxonomy_term_id: UUID | None = Field(None, description="Only what has this term.")
    taxonomy_id: UUID | None = Field(None, description="Only what has some term of this taxonomy.")
    full: Truth = Field(False, description="Everything that belongs to each record, not only what there is one of.")


class ServiceFilter(ByTaxonomy):
    organization_id: UUID | None = None
    modified_after: Moment | None = Field(None, description="Changed at this moment or after it.")
    minimal: Truth = Field(False, description="Only id, name, status and last_modified.")


class AtLocationFilter(ByTaxonomy):
    organization_id: UUID | None = None
    modified_after: Moment | None = None
    postcode: PostCode | None = Field(None, description="Places of this postal code.")
    proximity: int | None = Field(
        None, ge=1, le=FARTHEST, description="Instead: within so many metres of the middle of the code's places."
    )


class TermFilter(Schema):
    search: Words = Field("", description="A part of the name or the code.")
    taxonomy_id: UUID | None = None
    parent_id: UUID | None = None
    top_only: Truth = Field(False, description="Only terms that have no term above them.")


class TaxonomyFilter(Schema):
    search: Words = Field("", description="A part of the name.")


def narrowed(wanted: ByTaxonomy) -> QuerySet[Offer]:
    """Public offers that everything but the words leaves."""
    rows: QuerySet[Offer] = Offer.objects.public(timezone.localdate())
    if wanted.taxonomy_id:
        rows = rows.filter(_of_taxonomy(wanted.taxonomy_id))
    if wanted.taxonomy_term_id:
        rows = rows.filter(_of_term(wanted.taxonomy_term_id))
    if isinstance(wanted, ServiceFilter | AtLocationFilter):
        if wanted.organization_id:
            rows = rows.filter(provider__slug__in=_slugs(wanted.organization_id))
        if wanted.modified_after:
            rows = rows.filter(changed_at__gte=_aware(wanted.modified_after))
    return rows


def ranked(words: str, language: str, allowed: Iterable[int]) -> list[int]:
    """Of the allowed offers those that the search finds, best first."""
    kept = set(allowed)
    return [pk for pk, _score in find(Question(words=words, language=language, size=None)).hits if pk in kept]


def places(wanted: AtLocationFilter) -> QuerySet[Place]:
    """Places of the offers that are left, by postal code or nearness."""
    rows = Place.objects.filter(offer__in=narrowed(wanted).order_by())
    if wanted.proximity is not None:
        if wanted.postcode is None:
            bad_parameter("proximity", "Give postcode as well.")
        return rows.filter(pk__in=_near(wanted.postcode, wanted.proximity))
    return rows.filter(postal_code=wanted.postcode) if wanted.postcode else rows


def _near(code: str, metres: int) -> list[int]:
    public = Place.objects.filter(offer__in=Offer.objects.public(timezone.localdate()).order_by())
    middle = public.filter(postal_code=code).aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    if middle["latitude"] is None:
        bad_parameter("postcode", "No place here tells where this postal code is.")
    points = np.array(
        public.filter(latitude__isnull=False).order_by("pk").values_list("pk", "latitude", "longitude"), np.float64
    )
    away = distances(middle["latitude"], middle["longitude"], points[:, 1], points[:, 2])
    return [int(pk) for pk in points[away * 1000 <= metres, 0]]


def _of_term(wanted: UUID) -> Q:
    word = next((word for word in terms.words() if word.id == wanted), None)
    if word is None:
        return Q(pk__in=())
    if word.vocabulary == terms.KIND:
        return Q(kind=word.code)
    if word.vocabulary == terms.WAY:
        return Q(pk__in=[pk for pk, _score in find(Question(filters={"way": [word.code]}, size=None)).hits])
    return _having(vocabulary=word.vocabulary, code=word.code)


def _of_taxonomy(wanted: UUID) -> Q:
    vocabulary = next((name for name in terms.taxonomies() if terms.taxonomy_id(name) == wanted), None)
    if vocabulary is None:
        return Q(pk__in=())
    if vocabulary == terms.KIND:
        return Q()
    return ~Q(ways=[]) if vocabulary == terms.WAY else _having(vocabulary=vocabulary)


def _having(**term: str) -> Q:
    path = "places__accessibility" if term["vocabulary"] == Vocabulary.ACCESSIBILITY else "terms"
    condition = {f"{path}__{name}": value for name, value in term.items()}
    return Q(pk__in=Offer.objects.filter(**condition).order_by().values("pk"))


def _slugs(wanted: UUID) -> list[str]:
    slugs = Organisation.objects.filter(offers__isnull=False).distinct().values_list("slug", flat=True)
    return [slug for slug in slugs if organization_id(slug) == wanted]


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
