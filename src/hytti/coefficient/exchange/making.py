"""Between figures by cell and the table that the sum takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hytti.methods.coefficient import Table
from hytti.methods.coefficient.table import BEFORE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hytti.methods.coefficient import Rules

    from .cells import Values
    from .places import Place


def table_of(
    rules: Rules, places: Sequence[Place], values: Values, sources: Mapping[tuple[str, str], str] | None = None
) -> Table:
    """The table of these areas, by code. A column without a single figure is left out; other absences are NaN."""
    areas = sorted(places)
    there = {column for _, column in values}
    columns = {one: [values.get((place.code, one), np.nan) for place in areas] for one in there}
    residents = columns.pop("residents", [np.nan] * len(areas))
    return Table.of(
        rules.level,
        [place.code for place in areas],
        residents,
        {key: columns[key] for key in _ordered(rules, columns)},
        {key: columns[key + BEFORE] for key in _ordered(rules, columns, BEFORE)},
        names=[place.fi for place in areas],
        forms=columns.get("forms"),
        births=columns.get("births"),
        sources=sources,
        years=rules.data_years,
    )


def values_of(table: Table) -> Values:
    """The table's figures by cell, as the templates take them; what is absent is not there."""
    return {
        (area, name): float(value)
        for name in table.columns()
        for area, value in zip(table.areas, table.column(name), strict=True)
        if not np.isnan(value)
    }


def _ordered(rules: Rules, columns: Mapping[str, list[float]], suffix: str = "") -> list[str]:
    return [rule.key for rule in rules.indicators if rule.key + suffix in columns]
