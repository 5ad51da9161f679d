"""Kept what-ifs, worked out again from what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from hytti.core.numbers import number
from hytti.methods.coefficient import Options, UnknownYear
from hytti.methods.coefficient.options import OPTION_KEYS

from ..models import Level, Scenario
from .frame import EXAMPLE, REAL
from .loaded import loaded, of_record, town_of_code
from .what_if import Tried, answer, tried

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hytti.methods.coefficient.rules import Level as LevelOfRules

    from .frame import Side
    from .loaded import Loaded


def kept() -> QuerySet[Scenario]:
    """All that have been kept, the newest first. For those who may keep some."""
    return Scenario.objects.select_related("table", "author")


def table_of(scenario: Scenario) -> Loaded | None:
    """The table that the what-if was made on; None where its rules or the example's year are gone."""
    if scenario.table is None:
        level: LevelOfRules = "county" if scenario.level == Level.COUNTY else "municipality"
        return loaded(EXAMPLE, level, scenario.funding_year)
    try:
        return of_record(scenario.table)
    except UnknownYear:
        return None


def worked_out(scenario: Scenario) -> Tried | None:
    """The what-if under its own options; None where the table has changed so that it cannot be."""
    found = table_of(scenario)
    if found is None:
        return None
    try:
        return tried(found, scenario.area, scenario.changes, Options(**scenario.options))
    except (KeyError, TypeError, ValueError):
        return None


def row(scenario: Scenario) -> dict[str, Any]:
    """One kept what-if with its answer, for a list and for two side by side."""
    found = worked_out(scenario)
    return {
        "scenario": scenario,
        "answer": answer(found) if found else None,
        "area": found.loaded.name_of(scenario.area) if found else scenario.area,
        "edit_url": edit_url(scenario),
    }


def edit_url(scenario: Scenario) -> str:
    """The what-if page with the kept changes in its fields."""
    side = EXAMPLE if scenario.is_example else REAL
    pairs: dict[str, Any] = {}
    for area, cells in scenario.changes.items():
        prefix = "oma-" if area == scenario.area else "toinen-"
        if prefix == "toinen-":
            pairs["toinen"] = area
        pairs |= {prefix + column: number(value, lang="fi") for column, value in cells.items()}
    pairs |= {f"valinta-{key}": str(value) for key, value in scenario.options.items()}
    if not side.is_example:
        pairs["vuosi"] = scenario.funding_year
    return f"{_tried_at(side, scenario)}?{urlencode(pairs)}"


def _tried_at(side: Side, scenario: Scenario) -> str:
    """The what-if page of the county or the municipality; a municipality that is gone leads to the list of them."""
    if scenario.level == Level.COUNTY:
        return side.url("what_if")
    town = town_of_code(side, scenario.area)
    return side.url("municipal_what_if", town.slug) if town else side.url("municipalities")


def options_to_keep(options: Options) -> dict[str, Any]:
    """The choices that differ from Hytti's own."""
    own = Options()
    return {key: getattr(options, key) for key in OPTION_KEYS if getattr(options, key) != getattr(own, key)}
