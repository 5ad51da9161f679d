"""What the coefficient looks like as open data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
from ninja import Field, Schema

from hytti.coefficient.exchange.about import options_text
from hytti.coefficient.exchange.results import known
from hytti.methods.coefficient import options_of

from .schemas import Names

if TYPE_CHECKING:
    from hytti.coefficient.queries.loaded import Loaded
    from hytti.methods.coefficient import IndicatorRule, Result, Rules

CSV = {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}
EXAMPLE = Field(description="True: the figures are made up and describe no real area.")


class RuleSource(Schema):
    text: str = Field(description="In the law's own language.")
    address: str


class RuleOfIndicator(Schema):
    key: str
    number: str
    half: str = Field(description="process (the activity) or result.")
    name: Names
    weight: float = Field(description="As printed in the decree.")
    target: float | None
    target_kind: str | None = Field(description="at_least or at_most.")
    unit: Names
    decimals: int
    lower_is_better: bool
    corrected_by_forms: bool
    sotkanet: int | None
    law: str
    note: Names | None


class Choice(Schema):
    value: str | bool | int | None
    words: Names


class Option(Schema):
    """A point on which the decree is silent; the first choice is the one taken."""

    key: str
    name: Names
    why: Names
    choices: list[Choice]


class RulesOfYear(Schema):
    """The rules of a level and funding year."""

    level: str
    funding_year: int
    base_price: str = Field(description="Euros a resident, as a decimal.")
    applies: bool = Field(description="False: the money is divided by residents alone.")
    change: str = Field(description="relative or absolute, of the results.")
    data_years: list[int] | None = Field(description="The latest and the one before; null: each indicator's newest.")
    residents_year: int
    areas: int
    law: str
    section: str
    in_force_from: dt.date
    indicators: list[RuleOfIndicator]
    options: list[Option]
    sources: list[RuleSource]
    notes: list[Names]


class TableHead(Schema):
    """A table that has been published here, or the made-up example."""

    level: str
    funding_year: int
    name: str
    source: str
    as_of: str
    areas: int
    example: bool = EXAMPLE


class Table(TableHead):
    codes: list[str]
    names: list[str]
    columns: dict[str, list[float | None]] = Field(
        description="Figures in the order of `codes`: residents, forms, births, each indicator, and with `:before` the "
        "year before. Null is absent. A yes-or-no item is 100 or 0."
    )


class AreaResult(Schema):
    code: str
    name: str
    residents: int
    points: dict[str, float] = Field(description="0-100 by indicator, of those that the table has.")
    process: float | None
    result: float | None
    K: float | None = Field(description="0-100, the mean of both halves.")
    k: float | None = Field(description="The coefficient of the law: K divided by the national K.")
    rank: int | None
    euros: str | None = Field(description="To the cent, as a decimal; before the transition equalisation.")
    euros_at_one: str = Field(description="The same with the coefficient 1.")


class Missing(Schema):
    area: str = Field(description="Code; empty where it concerns everybody.")
    column: str
    code: str = Field(description="missing, undefined, absent, correction or areas.")


class Outcome(TableHead):
    law: str
    section: str
    base_price: str
    options: dict[str, str | bool | int | None] = Field(description="What was chosen at each silent point.")
    options_text: str
    national_K: float | None
    pot: str = Field(description="Base price times all residents, as a decimal.")
    results: list[AreaResult]
    missing: list[Missing]


def localised(text: Any) -> dict[str, str] | None:
    return None if text is None else {"fi": text.fi, "sv": text.sv, "en": text.en}


def rules_record(rules: Rules) -> dict[str, Any]:
    plain = (
        "level", "funding_year", "applies", "change", "residents_year", "areas", "law", "section", "in_force_from",
    )  # fmt: skip
    return {
        **{name: getattr(rules, name) for name in plain},
        "base_price": str(rules.base_price),
        "data_years": list(rules.data_years) if rules.data_years else None,
        "indicators": [_indicator(rule) for rule in rules.indicators],
        "options": [_option(option) for option in options_of(rules)],
        "sources": [source._asdict() for source in rules.sources],
        "notes": [localised(note) for note in rules.notes],
    }


def _indicator(rule: IndicatorRule) -> dict[str, Any]:
    plain = (
        "key", "number", "half", "weight", "target", "target_kind", "decimals", "lower_is_better", "corrected_by_forms",
        "law",
    )  # fmt: skip
    return {
        **{name: getattr(rule, name) for name in plain},
        **{name: localised(getattr(rule, name)) for name in ("name", "unit", "note")},
        "sotkanet": rule.source_ids.get("sotkanet"),
    }


def _option(option: Any) -> dict[str, Any]:
    choices = [{"value": choice.value, "words": localised(choice.words)} for choice in option.choices]
    return {"key": option.key, "name": localised(option.name), "why": localised(option.why), "choices": choices}


def table_head(loaded: Loaded) -> dict[str, Any]:
    record = loaded.record
    return {
        "level": loaded.rules.level,
        "funding_year": loaded.rules.funding_year,
        "name": record.name if record else "Esimerkki",
        "source": record.source_text if record else "esimerkki, keksityt luvut",
        "as_of": record.as_of if record else "",
        "areas": len(loaded.table.areas),
        "example": loaded.is_example,
    }


def table_record(loaded: Loaded) -> dict[str, Any]:
    table = loaded.table
    columns = {name: [known(value) for value in table.column(name)] for name in table.columns()}
    return {**table_head(loaded), "codes": list(table.areas), "names": list(table.names), "columns": columns}


def outcome_record(loaded: Loaded, result: Result) -> dict[str, Any]:
    rules = result.rules
    return {
        **table_head(loaded),
        "law": rules.law,
        "section": rules.section,
        "base_price": str(rules.base_price),
        "options": {option.key: getattr(result.options, option.key) for option in options_of(rules)},
        "options_text": options_text(rules, result.options),
        "national_K": known(result.national),
        "pot": str(result.pot),
        "results": [_area(result, at) for at in range(len(result.table.areas))],
        "missing": [one._asdict() for one in result.missing],
    }


def _area(result: Result, at: int) -> dict[str, Any]:
    numbers = {name: known(getattr(result, name)[at]) for name in ("process", "result", "K", "k")}
    return {
        "code": result.table.areas[at],
        "name": result.table.names[at],
        "residents": int(result.table.residents[at]),
        "points": {key: float(values[at]) for key, values in result.points.items() if np.isfinite(values[at])},
        **numbers,
        "rank": int(result.rank[at]) or None,
        "euros": None if result.euros[at].is_nan() else str(result.euros[at]),
        "euros_at_one": str(result.euros_at_one[at]),
    }
