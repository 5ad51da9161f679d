"""The statutory duties, read from duties.yaml."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from ruamel.yaml import YAML

from .periods import Rhythm

FILE = Path(__file__).with_name("duties.yaml")
Actor = Literal["municipality", "county"]
Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Row):
    """A text in three languages; read like a record with `name_fi` … by the templates' `tr_text`."""

    fi: Said
    sv: Said
    en: Said


class Basis(Row):
    """Where the duty of one actor stands in the statutes and the days it is in force.

    `valid_from` is None where our sources do not tell the day; a duty that comes again and again needs it.
    """

    section: Annotated[str, StringConstraints(pattern=r"^\d+ [a-z ]*§( \d mom\.)?(, \d+ [a-z ]*§( \d mom\.)?)*$")]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Basis:
        if self.valid_to and self.valid_from and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    def holds_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Statute(Row):
    title: Words
    address: Said


class Duty(Row):
    """A duty of municipalities, of the county, or of both, each with its own section.

    in_plan: the statute makes a plan of its own a part of the wellbeing plan, or has it taken into account there.
    """

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Words
    summary: Words
    law: Annotated[str, StringConstraints(pattern=r"^\d{1,4}/\d{4}$")]
    amended_by: tuple[str, ...] = ()
    rhythm: Rhythm
    in_plan: Literal["part", "considered"] | None = None
    who: dict[Actor, Basis]

    @model_validator(mode="after")
    def _somebody(self) -> Duty:
        if not self.who:
            raise ValueError("nobody has this duty")
        if self.rhythm is not Rhythm.STANDING and any(basis.valid_from is None for basis in self.who.values()):
            raise ValueError("a duty that comes again needs the day from which it is in force")
        return self


class DutyFile(Row):
    """The whole file: the day up to which amendments were looked for, the statutes by number, the duties in order."""

    checked_to: Said
    statutes: dict[str, Statute]
    duties: tuple[Duty, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> DutyFile:
        keys = [duty.key for duty in self.duties]
        if len(set(keys)) < len(keys):
            raise ValueError("a key stands twice")
        unknown = {duty.law for duty in self.duties} - set(self.statutes)
        if unknown:
            raise ValueError(f"statutes without a title: {', '.join(sorted(unknown))}")
        return self


@lru_cache(maxsize=1)
def rulebook() -> DutyFile:
    return DutyFile.model_validate(YAML(typ="safe").load(FILE.read_text(encoding="utf-8")))


def duties() -> tuple[Duty, ...]:
    """Every duty in the order of the file."""
    return rulebook().duties


def duties_of_parts() -> tuple[Duty, ...]:
    """Those of which a plan of its own is a part of the wellbeing plan or is taken into account there."""
    return tuple(duty for duty in duties() if duty.in_plan)


def duty_of(key: str) -> Duty | None:
    """The duty of a key; None where there is none."""
    return next((duty for duty in duties() if duty.key == key), None)
