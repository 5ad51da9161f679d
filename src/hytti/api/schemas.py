"""What the open data looks like: every field of every answer."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, TypeVar

from ninja import Field, Schema

LICENCE = "CC-BY-4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
T = TypeVar("T")


class Names(Schema):
    """A text in Finnish, Swedish and English; null where there is no translation."""

    fi: str | None
    sv: str | None
    en: str | None


class Ref(Schema):
    """Another record, by its identifier (an area by its slug)."""

    slug: str
    name: Names


class Source(Schema):
    """Where the record was taken from."""

    key: str
    title: Names
    publisher: str
    address: str
    as_of: str = Field(description="Date of the source as exactly as it is known: 2023, 2023-07 or 2023-07-31.")
    licence: str = Field(description="Terms of the source itself, where it states them.")


class Sourced(Schema):
    source: Source | None
    as_of: str | None = Field(description="Date of the data as exactly as it is known: 2023, 2023-07 or 2023-07-31.")
    confirmed_on: dt.date | None = Field(description="When somebody responsible last confirmed the record.")
    confirmation: str = Field(description="confirmed, late (over a year ago) or unconfirmed.")


class Area(Sourced):
    slug: str
    kind: str
    code: str = Field(description="Code of Statistics Finland.")
    name: Names
    parent: Ref | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    population: int | None
    population_as_of: str | None
    page: Names | None = Field(description="Addresses of the record's page in each language.")


class Organisation(Sourced):
    slug: str
    kind: str
    name: Names
    description: Names
    area: Ref | None
    address: str
    page: Names | None


class Body(Sourced):
    slug: str
    kind: str
    is_network: bool
    name: Names
    also_known_as: str
    purpose: Names
    composition: Names
    organisation: Ref | None
    parent: Ref | None
    proposed_by: Ref | None
    appointed_by: Ref | None
    appointment_verb: str = Field(description="appoints or elects.")
    appointment_basis: str
    convener: Ref | None
    theme: Ref | None
    other_themes: list[Ref]
    municipalities: list[Ref]
    founded: str | None
    term: Names
    term_start: dt.date | None
    term_end: dt.date | None
    closed_on: dt.date | None
    closed_reason: str
    page: Names | None


class Mandate(Sourced):
    kind: str = Field(description="basis (a rule) or task.")
    statute: str
    number: str
    section: str
    text: Names
    address: str


class Event(Sourced):
    kind: str = Field(description="event, disagreement (of sources), not_found or note.")
    date: str | None
    title: Names
    note: Names


class Link(Schema):
    label: Names
    address: str


class BodyDetail(Body):
    mandates: list[Mandate]
    events: list[Event]
    links: list[Link]
    children: list[Ref]
    appoints: list[Ref]


class Membership(Sourced):
    id: int
    body: Ref
    role: str
    name: str | None = Field(
        description="Name of the member while the membership lasts. Null afterwards (Act 611/2021, section 89)."
    )
    post: Ref | None
    deputy_for: int | None = Field(description="Identifier of the membership whose personal deputy this is.")
    represents_body: Ref | None
    represents_organisation: Ref | None
    start: dt.date | None
    end: dt.date | None


class Post(Sourced):
    slug: str
    body: Ref | None
    organisation: Ref | None
    role: str
    title: Names
    group: Names
    represents_body: Ref | None
    represents_organisation: Ref | None
    seats: int
    personal_deputies: bool


class Theme(Sourced):
    slug: str
    name: Names
    also_known_as: str
    description: Names
    parent: Ref | None
    is_priority: bool
    page: Names | None


class Document(Sourced):
    slug: str
    kind: str
    title: Names
    organisation: Ref
    body: Ref | None
    theme: Ref | None
    period_start: int | None
    period_end: int | None
    address: str
    state: str
    approved: str
    is_guiding: bool
    page: Names | None


class Topic(Sourced):
    slug: str
    title: Names
    season: str | None
    figures: list[dict[str, Any]]
    theme: Ref | None


class CooperationTier(Sourced):
    number: int
    title: Names
    gives_money: bool
    purpose: Names
    items: list[dict[str, Any]]


class Envelope(Schema):
    """What every answer says of itself."""

    licence: str = LICENCE
    licence_address: str = LICENCE_ADDRESS
    attribution: str = Field(description="Name this as the source when the data is used.")
    retrieved: str = Field(
        description="Version of the content: release, day, number of the latest change, publication of the figures."
    )


class Page(Envelope, Generic[T]):
    """A part of a list."""

    total: int
    limit: int
    offset: int
    next: str | None
    previous: str | None
    items: list[T]


class Single(Envelope, Generic[T]):
    item: T


class Problem(Schema):
    """Why there is no answer; `fields` names each bad parameter."""

    detail: str
    fields: dict[str, str] = {}
