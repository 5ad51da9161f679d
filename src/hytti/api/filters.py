"""Parameters of the lists. An unknown parameter is an error: it is a typing mistake more often than not."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal, NoReturn, TypeVar

from django.db.models import Model, Q, QuerySet
from ninja import Field, Schema
from ninja.errors import ValidationError
from pydantic import BeforeValidator, StringConstraints

from hytti.core import search
from hytti.core.models import Area, Organisation
from hytti.structures.models import Body, Document, Membership, Post, Theme
from hytti.structures.models.bodies import NETWORK_KINDS

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,160}$")]
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


def _written_day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("Write the day like 2023-07-31.")
    return value


def _true_or_false(value: object) -> object:
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("Write true or false.")
    return value


Day = Annotated[dt.date, BeforeValidator(_written_day)]
Truth = Annotated[bool, BeforeValidator(_true_or_false)]
BodyKindName = Literal[
    "network",
    "organ",
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
    "working_group",
    "expert_group",
    "steering_group",
    "development_group",
    "other_group",
]
MOST = 500
RecordT = TypeVar("RecordT", bound=Model)


class Portion(Schema):
    limit: int = Field(100, ge=1, le=MOST, description=f"How many records, at most {MOST}.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many records are passed over first.")


class NoFilter(Schema):
    def narrow(self, rows: QuerySet) -> QuerySet:
        return rows


class AreaFilter(NoFilter):
    kind: Literal["county", "municipality"] | None = None

    def narrow(self, rows: QuerySet[Area]) -> QuerySet[Area]:
        return rows.filter(kind=self.kind) if self.kind else rows


class OrganisationFilter(NoFilter):
    kind: (
        Literal[
            "county",
            "municipality",
            "regional_council",
            "association",
            "state_agency",
            "company",
            "school",
            "parish",
            "other",
        ]
        | None
    ) = None

    def narrow(self, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
        return rows.filter(kind=self.kind) if self.kind else rows


class BodyFilter(NoFilter):
    kind: list[BodyKindName] = Field(
        [],
        description="May be repeated. `network` means every kind of network and working group, `organ` every other "
        "kind; the rest mean that very kind. With `exact=true`, `network` too means only the kind of that name.",
    )
    exact: Truth = False
    q: Words = Field("", description="Words in any Finnish form; every word must match.")
    theme: Slug | None = Field(None, description="A theme's slug; its sub-themes are included.")
    convener: Slug | None = Field(None, description="Slug of the convening organisation.")
    municipality: Slug | None = Field(None, description="Code or slug of a municipality that the body covers.")
    confirmation: Literal["confirmed", "late", "unconfirmed"] | None = None
    working_on: Day | None = Field(
        None, description="Only bodies that worked on this day. Without it closed bodies are listed as well."
    )

    def narrow(self, rows: QuerySet[Body]) -> QuerySet[Body]:
        rows = rows.filter(self._kinds()) if self.kind else rows
        if self.theme:
            theme = known(Theme, "theme", slug=self.theme)
            rows = rows.filter(
                pk__in=_pks(
                    Q(theme=theme) | Q(theme__parent=theme) | Q(other_themes=theme) | Q(other_themes__parent=theme)
                )
            )
        if self.convener:
            rows = rows.filter(convener=known(Organisation, "convener", slug=self.convener))
        if self.municipality:
            rows = rows.filter(pk__in=_pks(Q(municipalities=municipality(self.municipality))))
        if self.confirmation:
            rows = rows.with_confirmation(self.confirmation)  # type: ignore[attr-defined]
        if self.working_on:
            founded = Q(founded="") | Q(founded__lte=self.working_on.isoformat())
            rows = rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=self.working_on), founded)
        if self.q.strip():
            hits = search.find(self.q, kinds={"body", "network"}, limit=MOST)
            rows = rows.filter(pk__in=[hit.record.pk for hit in hits if not hit.guess])
        return rows

    def _kinds(self) -> Q:
        chosen = Q(pk__in=[])
        for kind in self.kind:
            if kind == "organ":
                chosen |= ~Q(kind__in=NETWORK_KINDS)
            elif kind == "network" and not self.exact:
                chosen |= Q(kind__in=NETWORK_KINDS)
            else:
                chosen |= Q(kind=kind)
        return chosen


class MembershipFilter(NoFilter):
    body: Slug | None = Field(None, description="A body's slug.")
    valid_on: Day | None = Field(None, description="Only memberships in force on this day.")

    def narrow(self, rows: QuerySet[Membership]) -> QuerySet[Membership]:
        rows = rows.filter(body=known(Body, "body", slug=self.body)) if self.body else rows
        return rows.on(self.valid_on) if self.valid_on else rows  # type: ignore[attr-defined]


class PostFilter(NoFilter):
    body: Slug | None = Field(None, description="A body's slug.")
    organisation: Slug | None = Field(None, description="An organisation's slug.")

    def narrow(self, rows: QuerySet[Post]) -> QuerySet[Post]:
        rows = rows.filter(body=known(Body, "body", slug=self.body)) if self.body else rows
        if self.organisation:
            rows = rows.filter(organisation=known(Organisation, "organisation", slug=self.organisation))
        return rows


class DocumentFilter(NoFilter):
    kind: Literal["report", "plan", "report_and_plan", "programme", "strategy", "rules", "other"] | None = None
    state: Literal["draft", "in_force", "ended", "unknown"] | None = None
    organisation: Slug | None = Field(None, description="An organisation's slug.")
    theme: Slug | None = Field(None, description="A theme's slug; its sub-themes are included.")
    guiding: Truth | None = Field(None, description="Only documents that guide the region's hyte work, or only others.")

    def narrow(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        wanted = {"kind": self.kind, "state": self.state, "is_guiding": self.guiding}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
        if self.organisation:
            rows = rows.filter(organisation=known(Organisation, "organisation", slug=self.organisation))
        if self.theme:
            theme = known(Theme, "theme", slug=self.theme)
            rows = rows.filter(Q(theme=theme) | Q(theme__parent=theme))
        return rows


def known(model: type[RecordT], field: str, **lookup: str) -> RecordT:
    """The record that a parameter names. Raises ValidationError, which names the field, where there is none."""
    record = model._default_manager.filter(**lookup).first()
    if record is None:
        bad_parameter(field, f"There is no such {model._meta.model_name}.")
    return record


def municipality(code_or_slug: str) -> Area:
    found: Area | None = Area.objects.municipalities().filter(Q(code=code_or_slug) | Q(slug=code_or_slug)).first()
    if found is None:
        bad_parameter("municipality", "There is no such municipality.")
    return found


def bad_parameter(field: str, sentence: str) -> NoReturn:
    raise ValidationError([{"type": "value_error", "loc": ("query", field), "msg": sentence}])


def _pks(condition: Q) -> QuerySet:
    return Body.objects.filter(condition).order_by().values("pk")
