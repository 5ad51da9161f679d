"""The typed form of an indicator's definition."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Level = Literal["kunta", "hyvinvointialue", "maakunta", "seutukunta", "maa", "postinumero"]


class Frozen(BaseModel):
    """An unknown field is an error: it is a typing mistake more often than not."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Localised(Frozen):
    """A text in the three languages of the service."""

    fi: Filled
    sv: Filled
    en: Filled

    def in_language(self, language: str) -> str:
        return {"sv": self.sv, "en": self.en}.get(language[:2], self.fi)

    def __str__(self) -> str:
        """The text in the language of the page."""
        return self.in_language(get_language() or "fi")


class Term(Frozen):
    """A theme or a population group of the vocabulary."""

    key: Key
    name: Localised
    order: int


class Vocabulary(Frozen):
    themes: tuple[Term, ...]
    groups: tuple[Term, ...]

    def theme(self, key: str) -> Term | None:
        return next((term for term in self.themes if term.key == key), None)

    def group(self, key: str) -> Term | None:
        return next((term for term in self.groups if term.key == key), None)


class Break(Frozen):
    """Where a series does not go on as before: the first year after the change, and what changed.

    `borders` marks a change of areas: figures that go by newer borders throughout do not break there. `law` marks a
    change of law that is told beside the line and does not part it.
    """

    year: int
    text: Localised
    borders: bool = False
    law: bool = False


class Definition(Frozen):
    """What an indicator measures, how, and what it does not tell.

    `per` tells how the value comes from count and denominator: value = per × count / denominator. `index_median` names
    the level whose median area is 100: then values of different levels are never compared with each other. `part_of` is
    the key of the composite that the indicator is part of. `years`: over how many years a figure is the mean; its year
    is the middle one.
    `lower_is_better` is None where neither direction is good in itself.
    """

    key: Key
    name: Localised
    short: Localised
    why: Localised
    how: Localised
    not_said: Localised | None = None
    unit: Localised
    short_unit: Localised
    decimals: int
    lower_is_better: bool | None
    theme: Key
    population_group: Key
    kind: Literal["share", "rate", "count", "index", "ratio", "money"]
    sources: dict[str, int | str]
    coefficient: Literal["county", "municipality"] | None = None
    per: float | None = None
    interval: Literal["wilson", "byar"] | None = None
    index_median: Level | None = None
    part_of: Key | None = None
    years: int = 1
    sensitive: bool = False
    breaks: tuple[Break, ...] = ()
    authored_by: str
    checked_by: str = ""
    next_review: dt.date
    status: Literal["draft", "published", "withdrawn"] = "published"
