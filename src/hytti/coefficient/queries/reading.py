"""What was read of a file, and what a kept table has: areas, columns with their years, and what is lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from hytti.core.numbers import language_of

from ..exchange.columns import columns_of

if TYPE_CHECKING:
    from hytti.methods.coefficient import Rules

    from ..exchange.columns import Column
    from ..exchange.reading import Read
    from .loaded import Loaded


def of_file(found: Read, rules_: Rules) -> dict[str, Any] | None:
    """A file as it was understood: its areas, each heading with its meaning; None where no table was found in it."""
    if not found.columns:
        return None
    areas = {row.place.code for row in found.rows if row.place and not row.place.aland}
    rows = [
        _row(heading, column, sum(key == column.key for _code, key in found.values), len(areas))
        if column
        else {"heading": heading, "means": _("ei luettu"), "year": "", "areas": "", "lacks": ""}
        for heading, column in zip(found.headings, found.columns, strict=True)
        if column is None or column.kind not in ("code", "name")
    ]
    return {"sheet": found.sheet, "areas": _of_all(len(areas), rules_), "rows": rows, "absent": _absent(found, rules_)}


def of_table(loaded: Loaded) -> dict[str, Any]:
    """A kept table: its areas, and its columns with how many areas have a figure."""
    table, language = loaded.table, language_of(None)
    there = set(table.columns())
    rows = []
    for column in columns_of(loaded.rules):
        if column.kind in ("code", "name") or column.key not in there:
            continue
        count = int((~np.isnan(table.column(column.key).astype(float))).sum())
        if count:
            rows.append(_row(column.heading(language), column, count, len(table.areas)))
    known = {row["means"] for row in rows}
    wanted = [column for column in columns_of(loaded.rules) if column.needed and column.kind not in ("code", "name")]
    absent = [name for column in wanted if (name := column.heading(language)) not in known]
    return {"sheet": "", "areas": _of_all(len(table.areas), loaded.rules), "rows": rows, "absent": absent}


def _of_all(count: int, rules_: Rules) -> str:
    return _("%(count)s / %(all)s") % {"count": count, "all": rules_.areas}


def _row(heading: str, column: Column, count: int, areas: int) -> dict[str, str]:
    lacks = max(0, areas - count)
    return {
        "heading": heading,
        "means": column.heading(language_of(None)),
        "year": str(column.year or ""),
        "areas": str(count),
        "lacks": str(lacks) if lacks else "",
    }


def _absent(found: Read, rules_: Rules) -> list[str]:
    """The columns that the sum uses and the file does not have."""
    language = language_of(None)
    return [
        column.heading(language)
        for column in columns_of(rules_)
        if column.needed and column.kind not in ("code", "name") and column not in found.columns
    ]
