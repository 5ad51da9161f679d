"""Typed rows that every region pack shares: texts, provenance, sources, areas, organisations, the region."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    model_validator,
)

from ..models.provenance import PARTIAL_DATE

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=150)]


def _calendar(value: str) -> str:
    try:
        dt.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise ValueError("there is no such day") from None
    return value


PartialDate = Annotated[str, BeforeValidator(str), StringConstraints(pattern=PARTIAL_DATE), AfterValidator(_calendar)]
AreaCode = Annotated[str, StringConstraints(pattern=r"^\d{2,3}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Address = Annotated[
    str, BeforeValidator(lambda value: str(HttpUrl(value)) and value), StringConstraints(max_length=500)
]


class Row(BaseModel):
    """A row of a pack file. An unknown field is an error: it is a typing mistake more often than not."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Text(Row):
    """A text in Finnish with its translations where they exist. A plain string means Finnish only."""

    fi: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    sv: Annotated[str, StringConstraints(max_length=5000)] = ""
    en: Annotated[str, StringConstraints(max_length=5000)] = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_is_finnish(cls, value: Any) -> Any:
        return {"fi": value} if isinstance(value, str) else value

    def columns(self, name: str) -> dict[str, str]:
        return {f"{name}_fi": self.fi, f"{name}_sv": self.sv, f"{name}_en": self.en}


class Sourced(Row):
    """A row that says where it was taken from and how old that is."""

    source: Key
    as_of: PartialDate


class SourceRow(Row):
    key: Key
    title: Text
    publisher: str = ""
    address: Address | Literal[""] = ""
    as_of: PartialDate
    licence: str = ""
    note: Text | None = None


class AreaRow(Sourced):
    kind: Literal["county", "municipality"]
    code: AreaCode
    name_fi: Line
    name_sv: str = ""
    name_en: str = ""
    parent: AreaCode | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    population: Annotated[int, Field(ge=0)] | None = None
    population_as_of: PartialDate | None = None
    population_source: Key | None = None

    @model_validator(mode="after")
    def _in_order(self) -> AreaRow:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        if self.population is not None and not (self.population_as_of and self.population_source):
            raise ValueError("a population needs population_as_of and population_source")
        return self


class OrganisationRow(Sourced):
    key: Key
    kind: Literal[
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
    name_fi: Line
    name_sv: str = ""
    name_en: str = ""
    description_fi: str = ""
    description_sv: str = ""
    description_en: str = ""
    area: AreaCode | None = None
    address: Address | Literal[""] = ""
    business_id: str = ""


class RegionRow(Sourced):
    """The region itself: `area` is the county's code, `organisation` the county as an organisation."""

    key: Key
    name: Text
    area: AreaCode
    organisation: Key
    residents: Annotated[int, Field(gt=0)] | None = None
    employees: Annotated[int, Field(gt=0)] | None = None
    centre: AreaCode | None = None
    other_towns: list[AreaCode] = []
    challenges: list[Text] = []
