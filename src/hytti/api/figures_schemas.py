"""What the figures look like as open data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import override
from ninja import Field, Schema

from .records import LANGUAGES
from .schemas import Names

if TYPE_CHECKING:
    from django.http import HttpRequest

    from hytti import facts
    from hytti.indicators.definitions import Definition, Localised
    from hytti.indicators.queries.indicator_points import Point

CSV = {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}


class Dataset(Schema):
    key: str
    title: Names
    source: str
    address: str
    as_of: str
    fetched_at: dt.datetime
    published_at: dt.datetime
    licence: str = Field(description="Terms of the source itself.")
    attribution: str = Field(description="Name this as the source.")
    sha256: str = Field(description="Of the file as it was fetched.")
    rows: int
    borders: int | None = Field(description="Year of the area division; null where figures do not go by one.")
    calculated: bool = Field(description="By us, to today's borders; the method tells how.")
    method: Names


class Covered(Schema):
    dataset: str
    levels: list[str]
    first_year: int
    last_year: int
    areas: int
    figures: int
    sexes: list[str]
    ages: list[str]


class Break(Schema):
    year: int
    borders: bool
    law: bool = Field(description="A change of law, told beside the series without parting it.")
    text: Names


class Indicator(Schema):
    key: str
    name: Names
    short: Names
    why: Names
    how: Names
    not_said: Names | None
    unit: Names
    decimals: int
    lower_is_better: bool | None
    theme: str
    population_group: str
    kind: str
    interval: str | None = Field(description="How the 95 % interval is calculated: wilson, byar, or null.")
    index_median: str | None = Field(description="Level whose median area is 100; other levels are not comparable.")
    coefficient: str | None
    breaks: list[Break]
    sources: dict[str, int | str]
    authored_by: str
    next_review: dt.date
    status: str
    coverage: list[Covered]
    page: Names = Field(description="Addresses of the indicator's page in each language.")


class FigureArea(Schema):
    key: str
    level: str
    code: str
    name: Names
    valid_from: int | None
    valid_to: int | None
    county: str | None
    municipality: str | None


class Figure(Schema):
    """One figure. An absent figure is null or no row at all, never zero."""

    indicator: str
    area: str
    year: int
    sex: str
    age: str
    value: float | None
    lower_95: float | None
    upper_95: float | None
    count: float | None
    flag: str | None = Field(description="suppressed, preliminary, break (before this point), estimated, or null.")
    unit: Names
    dataset: str
    source: str | None
    as_of: str | None = Field(description="The day, month or year of the data.")
    page: str = Field(description="Address that tells what the figure means and how it is made.")


class Origins:
    """Where figures come from: datasets by key, and each indicator's page, worked out once."""

    def __init__(self, store: facts.Facts, request: HttpRequest) -> None:
        self.dataset = store.dataset
        self._request, self._pages = request, dict[str, str]()

    def page(self, indicator: str) -> str:
        if indicator not in self._pages:
            address = reverse("indicators:indicator", args=[indicator])
            self._pages[indicator] = self._request.build_absolute_uri(address)
        return self._pages[indicator]


def names(record: Any, field: str) -> dict[str, str | None]:
    return {language: getattr(record, f"{field}_{language}") or None for language in LANGUAGES}


def localised(text: Localised | None) -> dict[str, str] | None:
    return None if text is None else {"fi": text.fi, "sv": text.sv, "en": text.en}


def dataset(one: facts.Dataset) -> dict[str, Any]:
    plain = {
        name: getattr(one, name)
        for name in (
            "key", "source", "address", "as_of", "fetched_at", "published_at", "licence", "attribution", "sha256",
            "rows", "borders", "calculated",
        )
    }  # fmt: skip
    return {**plain, "title": names(one, "title"), "method": names(one, "method")}


def coverage_by_indicator(store: facts.Facts) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.coverage():
        found.setdefault(row.indicator, []).append(
            {
                "dataset": row.dataset,
                "levels": list(row.levels),
                "first_year": row.first_year,
                "last_year": row.last_year,
                "areas": row.areas,
                "figures": row.rows,
                "sexes": list(row.sexes),
                "ages": list(row.ages),
            }
        )
    return found


def indicator(one: Definition, request: HttpRequest, coverage: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    texts = ("name", "short", "why", "how", "not_said", "unit")
    plain = (
        "key", "decimals", "lower_is_better", "theme", "population_group", "kind", "interval", "index_median",
        "coefficient", "sources", "authored_by", "next_review", "status",
    )  # fmt: skip
    return {
        **{name: getattr(one, name) for name in plain},
        **{name: localised(getattr(one, name)) for name in texts},
        "breaks": [
            {"year": row.year, "borders": row.borders, "law": row.law, "text": localised(row.text)}
            for row in one.breaks
        ],
        "coverage": coverage.get(one.key, []),
        "page": pages(request, one.key),
    }


def pages(request: HttpRequest, key: str) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = request.build_absolute_uri(reverse("indicators:indicator", args=[key]))
    return found


def area(one: facts.Area) -> dict[str, Any]:
    plain = ("key", "level", "code", "valid_from", "valid_to", "county", "municipality")
    return {**{name: getattr(one, name) for name in plain}, "name": names(one, "name")}


def figure(
    origins: Origins, definition: Definition, area: facts.Area, fact: facts.Fact, point: Point
) -> dict[str, Any]:
    told = origins.dataset(fact.dataset)
    return {
        "indicator": definition.key,
        "area": area.key,
        "year": fact.year,
        "sex": fact.sex,
        "age": fact.age,
        "value": point.value,
        "lower_95": point.lower,
        "upper_95": point.upper,
        "count": point.count,
        "flag": point.flag,
        "unit": localised(definition.unit),
        "dataset": fact.dataset,
        "source": told.source if told else None,
        "as_of": told.as_of if told else None,
        "page": origins.page(definition.key),
    }


COLUMNS = (
    "indicator", "indicator_name", "area", "area_name", "year", "sex", "age", "value", "lower_95", "upper_95", "count",
    "flag", "unit", "interval", "dataset", "source", "as_of", "fetched_at", "borders", "calculated", "licence",
    "attribution", "method", "page",
)  # fmt: skip


def flat(origins: Origins, definition: Definition, area: facts.Area, fact: facts.Fact, point: Point) -> list[object]:
    """The figure as a row of a file, with all that belongs to it, in Finnish."""
    told = origins.dataset(fact.dataset)
    origin: list[object] = [None] * 7
    method = definition.how.fi
    if told is not None:
        origin = [
            told.source, told.as_of, told.fetched_at.isoformat(), told.borders, str(told.calculated).lower(),
            told.licence, told.attribution,
        ]  # fmt: skip
        method = told.method_fi or method
    interval = (definition.interval or "source") if point.upper is not None else None
    return [
        definition.key, definition.name.fi, area.key, area.name_fi, fact.year, fact.sex, fact.age, point.value,
        point.lower, point.upper, point.count, point.flag, definition.unit.fi, interval, fact.dataset, *origin, method,
        origins.page(definition.key),
    ]  # fmt: skip
