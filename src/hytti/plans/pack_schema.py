"""Typed rows of a region pack's files about plans and the evidence of duties."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from hytti.core.packs.schema import Address, AreaCode, Key, PartialDate, Row, Sourced, Text

from .rules.tasks import tasks_of

Year = Annotated[int, Field(ge=1900, le=2200)]
Short = Annotated[str, StringConstraints(max_length=200)]
Means = Annotated[str, StringConstraints(max_length=300)]


class MaybeSourced(Row):
    """A row inside a plan: it has the plan's source and date unless it says otherwise."""

    source: Key | None = None
    as_of: PartialDate | None = None


class IndicatorRow(MaybeSourced):
    key: Key
    name: Text
    area: AreaCode | None = None
    is_official: bool = False
    direction: Literal["up", "down", "keep"] | Literal[""] = ""
    baseline: float | None = None
    baseline_year: Year | None = None
    target: float | None = None
    target_on: dt.date | None = None
    unit: Annotated[str, StringConstraints(max_length=60)] = ""


class ActionRow(MaybeSourced):
    key: Key
    name: Text
    official_wording: str = ""
    responsible_organisation: Key | None = None
    responsible_body: Key | None = None
    responsible_post: Key | None = None
    partners: list[Key] = []
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    description: str = ""
    tasks: Annotated[str, StringConstraints(max_length=5000)] = ""
    work: Means = ""
    money: Means = ""
    rooms: Means = ""
    contact: Short = ""
    bodies: list[Key] = []
    population_group: Short = ""
    areas: list[AreaCode] = []
    theme: Key | None = None
    said_status: Literal["on_time", "done", "late", "stopped"] | Literal[""] = ""
    status_reason: Annotated[str, StringConstraints(max_length=500)] = ""
    merged_into: Key | None = None

    @field_validator("tasks")
    @classmethod
    def _readable(cls, tasks: str) -> str:
        tasks_of(tasks)
        return tasks


class GoalRow(MaybeSourced):
    key: Key
    name: Text
    official_wording: str = ""
    serves: Key | None = None
    goals: list[GoalRow] = []
    actions: list[ActionRow] = []
    indicators: list[IndicatorRow] = []


class PriorityRow(MaybeSourced):
    key: Key
    name: Text
    description: Text | None = None
    serves: Key | None = None
    goals: list[GoalRow] = []
    indicators: list[IndicatorRow] = []


class PlanRow(Sourced):
    """A plan. What is left out and stands in the row of its `document` is taken from there."""

    key: Key
    kind: Literal["report", "plan", "report_and_plan", "sub_plan", "guiding"]
    document: Key | None = None
    title: Text | None = None
    organisation: Key | None = None
    parent: Key | None = None
    duty: Key | Literal[""] = ""
    starts: Year | None = None
    ends: Year | None = None
    state: Literal["draft", "for_comments", "proposed", "approved", "in_force", "ended", "unknown"] | None = None
    decided_by: Short = ""
    decided_by_body: Key | None = None
    decided_on: PartialDate | Literal[""] = ""
    decision_section: Annotated[str, StringConstraints(max_length=40)] = ""
    case_number: Annotated[str, StringConstraints(max_length=80)] = ""
    address: Address | Literal[""] = ""
    about: Text | None = None
    priorities: list[PriorityRow] = []
    goals: list[GoalRow] = []

    @model_validator(mode="after")
    def _whole(self) -> PlanRow:
        if self.document is None and not (self.title and self.organisation):
            raise ValueError("without a document a plan needs title and organisation")
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError("ends is before starts")
        if self.parent == self.key:
            raise ValueError("a plan cannot be a part of itself")
        return self


class EvidenceRow(Sourced):
    key: Key
    duty: Key
    organisation: Key
    period: Annotated[str, StringConstraints(pattern=r"^(\d{4}(–\d{4})?)?$")] = ""
    outcome: Literal["done", "partly", "not_done"]
    plan: Key | None = None
    decided_by: Short = ""
    happened_on: PartialDate | Literal[""] = ""
    decision_section: Annotated[str, StringConstraints(max_length=40)] = ""
    case_number: Annotated[str, StringConstraints(max_length=80)] = ""
    address: Address | Literal[""] = ""
    note: Text | None = None


class NotFoundRow(Sourced):
    """What was looked for and not found; `as_of` is the day of looking. `plan` where it concerns one plan."""

    key: Key
    organisation: Key
    plan: Key | None = None
    text: Text
