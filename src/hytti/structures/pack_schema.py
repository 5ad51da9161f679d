"""Typed rows of a region pack's files about structures."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from hytti.core.packs.schema import Address, AreaCode, Key, Line, PartialDate, Row, Sourced, Text

BodyKindName = Literal[
    "council",
    "executive",
    "section",
    "committee",
    "negotiating_committee",
    "influence_body",
    "enterprise",
    "sector",
    "unit",
    "cooperation_body",
    "hyte_network",
    "network",
    "working_group",
    "expert_group",
    "steering_group",
    "development_group",
    "other_group",
]
RoleName = Literal[
    "chair", "vice_chair", "member", "secretary", "presenter", "convener", "expert", "head", "coordinator"
]


class MaybeSourced(Row):
    """A row inside a body: it has its body's source and date unless it says otherwise."""

    source: Key | None = None
    as_of: PartialDate | None = None


class BasisRow(MaybeSourced):
    statute: Line
    number: Annotated[str, StringConstraints(pattern=r"^(\d{1,4}/\d{4})?$")] = ""
    section: Annotated[str, StringConstraints(max_length=20)] = ""
    text: Text
    address: Address | Literal[""] = ""


class TaskRow(MaybeSourced):
    text: Text
    statute: str = ""
    number: Annotated[str, StringConstraints(pattern=r"^(\d{1,4}/\d{4})?$")] = ""
    section: Annotated[str, StringConstraints(max_length=20)] = ""


class SeatRow(MaybeSourced):
    key: Key
    role: RoleName = "member"
    title: Text
    group: Text | None = None
    represents_body: Key | None = None
    represents_organisation: Key | None = None
    seats: Annotated[int, Field(ge=1)] = 1
    personal_deputies: bool = False


class HistoryRow(MaybeSourced):
    kind: Literal["event", "disagreement", "not_found", "note"] = "event"
    date: PartialDate | Literal[""] = ""
    title: Text
    note: Text | None = None


class LinkRow(MaybeSourced):
    label: Text
    address: Address


class BodyRow(Sourced):
    key: Key
    kind: BodyKindName
    name: Text
    also_known_as: str = ""
    purpose: Text | None = None
    composition: Text | None = None
    organisation: Key | None = None
    parent: Key | None = None
    proposed_by: Key | None = None
    appointed_by: Key | None = None
    appointment_verb: Literal["appoints", "elects"] = "appoints"
    appointment_basis: str = ""
    presented_by: Key | None = None
    convener: Key | None = None
    theme: Key | None = None
    other_themes: list[Key] = []
    municipalities: list[AreaCode] = []
    founded: PartialDate | Literal[""] = ""
    term: Text | None = None
    term_start: dt.date | None = None
    term_end: dt.date | None = None
    closed_on: dt.date | None = None
    closed_reason: str = ""
    basis: list[BasisRow] = []
    tasks: list[TaskRow] = []
    seats: list[SeatRow] = []
    history: list[HistoryRow] = []
    links: list[LinkRow] = []

    @model_validator(mode="after")
    def _in_order(self) -> BodyRow:
        if self.term_start and self.term_end and self.term_end < self.term_start:
            raise ValueError("term_end is before term_start")
        if self.closed_on and not self.closed_reason:
            raise ValueError("closed_on needs closed_reason")
        if self.key in (self.parent, self.appointed_by, self.proposed_by):
            raise ValueError("a body cannot be its own parent, appointer or proposer")
        return self


class NetworkRow(Sourced):
    """A row of networks.csv: a body with little known of it yet. `municipalities` are codes with spaces between."""

    key: Key
    name_fi: Line
    name_sv: str = ""
    name_en: str = ""
    kind: BodyKindName
    theme: Key
    parent: Key | None = None
    convener: Key | None = None
    municipalities: str = ""
    also_known_as: str = ""
    note_fi: Annotated[str, StringConstraints(max_length=300)] = ""
    note_sv: Annotated[str, StringConstraints(max_length=300)] = ""
    note_en: Annotated[str, StringConstraints(max_length=300)] = ""


class PostRow(Sourced):
    key: Key
    body: Key | None = None
    organisation: Key | None = None
    role: RoleName
    title_fi: Line
    title_sv: str = ""
    title_en: str = ""

    @model_validator(mode="after")
    def _one_place(self) -> PostRow:
        if (self.body is None) == (self.organisation is None):
            raise ValueError("name either body or organisation")
        return self


class ThemeRow(Sourced):
    key: Key
    name_fi: Line
    name_sv: str = ""
    name_en: str = ""
    also_known_as: str = ""
    parent: Key | None = None
    is_priority: bool = False


class DocumentRow(Sourced):
    key: Key
    kind: Literal["report", "plan", "report_and_plan", "programme", "strategy", "rules", "other"]
    title_fi: Line
    title_sv: str = ""
    title_en: str = ""
    organisation: Key
    body: Key | None = None
    theme: Key | None = None
    period_start: Annotated[int, Field(ge=1900, le=2200)] | None = None
    period_end: Annotated[int, Field(ge=1900, le=2200)] | None = None
    address: Address | Literal[""] = ""
    state: Literal["draft", "in_force", "ended", "unknown"] = "unknown"
    approved: str = ""
    is_guiding: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> DocumentRow:
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValueError("period_end is before period_start")
        return self


class OwnedLinkRow(Sourced):
    body: Key | None = None
    organisation: Key | None = None
    label_fi: Line
    label_sv: str = ""
    label_en: str = ""
    address: Address

    @model_validator(mode="after")
    def _one_owner(self) -> OwnedLinkRow:
        if (self.body is None) == (self.organisation is None):
            raise ValueError("name either body or organisation")
        return self


class TierRow(Sourced):
    number: Annotated[int, Field(ge=1)]
    title: Text
    gives_money: bool
    purpose: Text | None = None
    items: list[Text]


class FigureRow(Row):
    label: Text
    value: float
    unit: Text | None = None
    date: PartialDate


class TopicRow(Sourced):
    key: Key
    title: Text
    season: PartialDate
    theme: Key | None = None
    figures: list[FigureRow] = []
