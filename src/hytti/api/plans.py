"""Plans as open data: plans with their priorities, goals, actions and the figures that follow them.

Only what anybody may read on the pages: no drafts, no contacts, no names of people, no reviews.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

from hytti.core.models import Organisation
from hytti.plans.models import Action, Goal, IndicatorLink, Plan, Priority
from hytti.plans.queries.status import status_of
from hytti.plans.queries.visible import public_actions, public_goals, public_links, public_priorities, served
from hytti.plans.rules.tasks import tasks_of

from . import records
from .filters import NoFilter, Slug, known
from .lists import Listed
from .schemas import Names, Ref, Sourced

EXAMPLE = Field(description="True: the plan is made up and tells of no real municipality.")
WORDING = Field(description="The text as it was approved, in Finnish, where the name is a shorter working one.")


class PlanRecord(Sourced):
    slug: str
    kind: str
    title: Names
    about: Names
    organisation: Ref
    parent: Ref | None
    duty: str = Field(
        description="Key of the statutory duty of which it is a part of a wellbeing plan: see the duties."
    )
    starts: int | None
    ends: int | None
    state: str = Field(description="As it was recorded; a plan whose last year is over has ended all the same.")
    version: int
    replaces: Ref | None
    decided_by: str
    decided_on: str | None
    decision_section: str
    case_number: str
    address: str
    example: bool = EXAMPLE
    page: Names | None


class PriorityRecord(Sourced):
    slug: str
    order: int
    name: Names
    description: Names
    official_wording: str = WORDING
    plan: Ref
    serves: Ref | None = Field(description="The priority of another plan that it follows.")
    example: bool = EXAMPLE
    page: Names | None


class GoalRecord(Sourced):
    id: int
    order: int
    name: Names
    official_wording: str = WORDING
    plan: Ref
    priority: Ref | None
    parent: int | None = Field(description="The goal that it is a part of.")
    serves: Ref | None = Field(description="The priority of another plan that it follows.")
    serves_goal: int | None = Field(description="The goal of another organisation that it follows.")
    merged_into: int | None
    population_group: str
    theme: Ref | None
    example: bool = EXAMPLE
    page: Names | None


class TaskRecord(Schema):
    name: str = Field(description="In Finnish.")
    due: dt.date | None
    done: bool


class ActionRecord(Sourced):
    id: int
    order: int
    name: Names
    description: str = Field(description="In Finnish.")
    official_wording: str = WORDING
    plan: Ref
    goal: int
    responsible_organisation: Ref | None
    responsible_body: Ref | None
    responsible_post: Ref | None
    partners: list[Ref]
    bodies: list[Ref]
    areas: list[Ref]
    starts_on: dt.date | None
    ends_on: dt.date | None
    work: str
    money: str
    rooms: str
    population_group: str
    theme: Ref | None
    tasks: list[TaskRecord]
    status: str = Field(
        description="done, progress, late, open (not begun), unconfirmed (not known) or ended: as it was said, else as "
        "the tasks and days tell."
    )
    status_said: bool = Field(description="False: the status follows from the tasks and days.")
    status_reason: str
    merged_into: int | None
    example: bool = EXAMPLE
    page: Names | None


class PlanIndicatorRecord(Sourced):
    id: int
    indicator: str = Field(description="Key of the figure: see figures/indicators.")
    name: Names
    plan: Ref
    priority: Ref | None
    goal: int | None
    worry: Names | None = Field(description="The worry or joy that it checks.")
    area: Ref | None = Field(description="Null: the area of the plan's organisation.")
    official: bool = Field(description="True: the plan itself names it; false: suggested by Hytti.")
    direction: str = Field(description="up, down, keep or empty.")
    baseline: float | None
    baseline_year: int | None
    target: float | None
    target_on: dt.date | None
    unit: str
    example: bool = EXAMPLE


class PlanFilter(NoFilter):
    organisation: Slug | None = Field(None, description="An organisation's slug.")

    def narrow(self, rows: QuerySet[Plan]) -> QuerySet[Plan]:
        if not self.organisation:
            return rows
        return rows.filter(organisation=known(Organisation, "organisation", slug=self.organisation))


class OfPlan(NoFilter):
    plan: Slug | None = Field(None, description="A plan's slug.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(plan__slug=self.plan) if self.plan else rows


class ActionFilter(NoFilter):
    plan: Slug | None = Field(None, description="A plan's slug.")
    organisation: Slug | None = Field(None, description="The slug of the organisation that answers for it.")

    def narrow(self, rows: QuerySet[Action]) -> QuerySet[Action]:
        rows = rows.filter(goal__plan__slug=self.plan) if self.plan else rows
        if self.organisation:
            wanted = known(Organisation, "organisation", slug=self.organisation)
            rows = rows.filter(responsible_organisation=wanted)
        return rows


class PlanIndicatorFilter(NoFilter):
    indicator: Slug | None = Field(None, description="The key of a figure.")

    def narrow(self, rows: QuerySet[IndicatorLink]) -> QuerySet[IndicatorLink]:
        return rows.filter(indicator_key=self.indicator) if self.indicator else rows


def _plan(record: Plan, request: HttpRequest, today: dt.date) -> records.Record:
    return {
        **records.fields(
            record, "slug", "kind", "duty", "starts", "ends", "state", "version", "decided_by", "decision_section",
            "case_number", "address",
        ),
        **records.texts(record, "title", "about"),
        **records.refs(record, "organisation"),
        "parent": records.ref(record.parent),
        "replaces": records.ref(record.replaces),
        "decided_on": record.decided_on or None,
        "example": record.is_made_up,
        "page": records.pages(request, record),
        **records.sourced(record, today),
    }  # fmt: skip


def _priority(record: Priority, request: HttpRequest, today: dt.date) -> records.Record:
    return {
        **records.fields(record, "slug", "order", "official_wording"),
        **records.texts(record, "name", "description"),
        **records.refs(record, "plan"),
        "serves": records.ref(record.serves),
        "example": record.plan.is_made_up,
        "page": records.pages(request, record),
        **records.sourced(record, today),
    }


def _goal(record: Goal, request: HttpRequest, today: dt.date) -> records.Record:
    return {
        **records.fields(record, "id", "order", "official_wording", "population_group"),
        **records.texts(record, "name"),
        **records.refs(record, "plan", "priority", "theme"),
        "parent": record.parent_id,
        "serves": records.ref(record.serves),
        "serves_goal": record.serves_goal.pk if record.serves_goal else None,
        "merged_into": record.merged_into_id,
        "example": record.plan.is_made_up,
        "page": records.pages(request, record),
        **records.sourced(record, today),
    }


def _action(record: Action, request: HttpRequest, today: dt.date) -> records.Record:
    plan = record.goal.plan
    return {
        **records.fields(
            record, "id", "order", "description", "official_wording", "starts_on", "ends_on", "work", "money", "rooms",
            "population_group", "status_reason",
        ),
        **records.texts(record, "name"),
        **records.refs(record, "responsible_organisation", "responsible_body", "responsible_post", "theme"),
        **{name: [records.ref(one) for one in getattr(record, name).all()] for name in ("partners", "bodies", "areas")},
        "plan": records.ref(plan),
        "goal": record.goal_id,
        "tasks": [{"name": one.name, "due": one.due, "done": one.is_done} for one in tasks_of(record.tasks)],
        "status": status_of(record, today)[0],
        "status_said": bool(record.said_status),
        "merged_into": record.merged_into_id,
        "example": plan.is_made_up,
        "page": records.pages(request, record),
        **records.sourced(record, today),
    }  # fmt: skip


def _indicator(record: IndicatorLink, request: HttpRequest, today: dt.date) -> records.Record:
    owner = record.priority or record.goal or record.worry
    plan = owner.plan if owner else None
    return {
        **records.fields(
            record, "id", "direction", "baseline", "baseline_year", "target", "target_on", "unit",
        ),
        **records.texts(record, "name"),
        **records.refs(record, "priority", "area"),
        "indicator": record.indicator_key,
        "official": record.is_official,
        "plan": records.ref(plan),
        "goal": record.goal_id,
        "worry": records.names(record.worry, "name") if record.worry else None,
        "example": bool(plan and plan.is_made_up),
        **records.sourced(record, today),
    }  # fmt: skip


def _plans() -> QuerySet[Plan]:
    others = (Prefetch(name, Plan.objects.public()) for name in ("parent", "replaces"))
    return Plan.objects.public().select_related("source", "organisation").prefetch_related(*others).order_by("slug")


def _priorities() -> QuerySet[Priority]:
    found = public_priorities().select_related("source", "plan")
    return found.prefetch_related(Prefetch("serves", public_priorities())).order_by("plan__slug", "order", "pk")


def _goals() -> QuerySet[Goal]:
    found = public_goals().select_related("source", "plan", "priority", "theme").prefetch_related(*served())
    return found.order_by("plan__slug", "order", "pk")


def _actions() -> QuerySet[Action]:
    owners = ("responsible_organisation", "responsible_body", "responsible_post")
    found = public_actions().select_related("source", "goal__plan", "theme", *owners)
    return found.prefetch_related("partners", "bodies", "areas").order_by(
        "goal__plan__slug", "goal__order", "order", "pk"
    )


def _indicators() -> QuerySet[IndicatorLink]:
    related = ("source", "area", "priority__plan", "goal__plan", "worry__plan")
    return public_links().select_related(*related).order_by("indicator_key", "pk")


LISTS = (
    Listed("plans", _plans, _plan, PlanRecord, PlanFilter),
    Listed("plan-priorities", _priorities, _priority, PriorityRecord, OfPlan),
    Listed("plan-goals", _goals, _goal, GoalRecord, OfPlan, key="id"),
    Listed("plan-actions", _actions, _action, ActionRecord, ActionFilter, key="id"),
    Listed("plan-indicators", _indicators, _indicator, PlanIndicatorRecord, PlanIndicatorFilter, key="id"),
)
