"""What HSDS 3.1 looks like here: every field that is told. A field that is not known is left out of the answer."""

from __future__ import annotations

import datetime as dt
from typing import Generic, Literal, TypeVar
from uuid import UUID

from ninja import Field, Schema

T = TypeVar("T")


class TaxonomyRecord(Schema):
    id: UUID
    name: str
    description: str
    uri: str | None = None


class TermRecord(Schema):
    id: UUID
    code: str
    name: str
    description: str
    parent_id: UUID | None = None
    taxonomy: str
    taxonomy_id: UUID
    taxonomy_detail: TaxonomyRecord | None = None
    language: str | None = Field(None, description="The language of the name: Finnish where there is no translation.")
    term_uri: str | None = None


class AttributeRecord(Schema):
    id: UUID
    link_id: UUID
    link_type: str = Field(description="The taxonomy: theme, service_class, target_group, kind …")
    link_entity: str
    taxonomy_term_id: UUID
    taxonomy_term: TermRecord


class UrlRecord(Schema):
    id: UUID
    label: str
    url: str
    service_id: UUID | None = None
    organization_id: UUID | None = None


class IdentifierRecord(Schema):
    id: UUID
    organization_id: UUID
    identifier_type: str
    identifier: str


class ServiceName(Schema):
    id: UUID
    name: str
    status: Literal["active"]
    last_modified: dt.datetime


class OrganizationRecord(Schema):
    id: UUID
    name: str
    description: str
    website: str | None = None
    legal_status: str | None = None
    additional_websites: list[UrlRecord] | None = None
    organization_identifiers: list[IdentifierRecord] | None = None
    services: list[ServiceName] | None = None


class AddressRecord(Schema):
    id: UUID
    location_id: UUID
    address_1: str
    city: str
    state_province: str = Field(description="The region's name; empty where the place is not known to be in it.")
    postal_code: str
    country: str
    address_type: str


class AccessibilityRecord(Schema):
    id: UUID
    location_id: UUID
    description: str | None = None
    details: str | None = None
    attributes: list[AttributeRecord] | None = None


class LocationRecord(Schema):
    id: UUID
    location_type: str
    name: str | None = None
    description: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    addresses: list[AddressRecord] | None = None
    accessibility: list[AccessibilityRecord] | None = None


class ScheduleRecord(Schema):
    id: UUID
    service_id: UUID
    service_at_location_id: UUID | None = None
    valid_from: dt.date
    valid_to: dt.date | None = None
    dtstart: dt.date
    timezone: float = Field(description="Hours from UTC on the first day; the time follows the clock of Helsinki.")
    opens_at: str | None = None
    closes_at: str | None = None
    freq: Literal["WEEKLY", "MONTHLY"] | None = None
    interval: int | None = None
    until: dt.date | None = None
    count: int | None = None
    wkst: str | None = None
    byday: str | None = None
    bymonthday: str | None = None
    byweekno: str | None = None
    byyearday: str | None = None
    description: str | None = None
    notes: str | None = Field(None, description="Also days left out (EXDATE) and a rule that has no fields (RRULE).")


class PhoneRecord(Schema):
    id: UUID
    service_id: UUID
    number: str
    description: str | None = None


class ContactRecord(Schema):
    id: UUID
    service_id: UUID
    name: str
    email: str


class AreaRecord(Schema):
    id: UUID
    service_id: UUID
    name: str


class LanguageRecord(Schema):
    id: UUID
    service_id: UUID
    code: str
    name: str


class CostRecord(Schema):
    id: UUID
    service_id: UUID
    amount: float | None = None
    currency: str | None = None
    option: str | None = None
    amount_description: str | None = None


class AtLocationRecord(Schema):
    id: UUID
    service_id: UUID
    location_id: UUID
    location: LocationRecord
    schedules: list[ScheduleRecord] | None = None
    service: ServiceRecord | None = None


class ServiceRecord(ServiceName):
    organization_id: UUID | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    eligibility_description: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    assured_date: dt.date | None = None
    alert: str | None = None
    organization: OrganizationRecord | None = None
    additional_urls: list[UrlRecord] | None = None
    phones: list[PhoneRecord] | None = None
    contacts: list[ContactRecord] | None = None
    schedules: list[ScheduleRecord] | None = None
    service_areas: list[AreaRecord] | None = None
    service_at_locations: list[AtLocationRecord] | None = None
    languages: list[LanguageRecord] | None = None
    cost_options: list[CostRecord] | None = None
    attributes: list[AttributeRecord] | None = None


AtLocationRecord.model_rebuild()


class PageRecord(Schema, Generic[T]):
    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[T]


class Publisher(Schema):
    name: str


class About(Schema):
    version: str
    profile: str
    openapi_url: str
    description: str
    publisher: Publisher
