"""The wordings that a resident agrees to, each with its days, read from consent.yaml or the county's own file."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from ruamel.yaml import YAML

Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Words(BaseModel):
    """A text in three languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fi: Said
    sv: Said
    en: Said

    def in_language(self, language: str) -> str:
        return str(getattr(self, language, self.fi))


class Consent(BaseModel):
    """One wording: used from `since` until a newer one begins. Days are whole days, hours of the confirming link."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    since: dt.date
    delete_after_days: int = Field(ge=1, le=365)
    delete_after_last_step_days: int = Field(ge=0, le=365)
    confirm_within_hours: int = Field(ge=1, le=168)
    own: Words
    for_client: Words
    purpose: Words

    def text(self, *, for_client: bool, language: str) -> str:
        return (self.for_client if for_client else self.own).in_language(language)

    def told_purpose(self, owner: str, language: str) -> str:
        """Who keeps what is told, what for and how long."""
        text = self.purpose.in_language(language)
        return text.replace("{owner}", owner).replace("{days}", str(self.delete_after_days))


@lru_cache(maxsize=4)
def load(file: Path) -> tuple[Consent, ...]:
    """Every wording of a file, oldest first. Raises ValueError on a broken file and a doubled version."""
    rows = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    found = sorted(TypeAdapter(list[Consent]).validate_python(rows), key=lambda one: one.since)
    if not found or len({one.version for one in found}) < len(found) or len({one.since for one in found}) < len(found):
        raise ValueError(f"{file.name}: each version of the consent stands once, with a first day of its own")
    return tuple(found)


def consent_on(day: dt.date) -> Consent:
    """The wording in force on a day; the oldest one before its first day."""
    versions = load(settings.TRAY_CONSENT)
    return next((one for one in reversed(versions) if one.since <= day), versions[0])


def consent_of(version: str) -> Consent:
    """The wording that was agreed to. A version that has been taken out of the file has the rules of the oldest one."""
    versions = load(settings.TRAY_CONSENT)
    return next((one for one in versions if one.version == version), versions[0])
