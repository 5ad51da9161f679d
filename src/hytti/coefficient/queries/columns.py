"""The figures of an area that a what-if may move: the latest year of each indicator, and what corrects one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .. import words
from ..short_names import short_name

if TYPE_CHECKING:
    from .loaded import Loaded


@dataclass(frozen=True)
class Figure:
    """One column of the table as a field: its name, unit and greatest possible value."""

    column: str
    name: str
    half: str
    unit: str
    decimals: int
    ceiling: float | None


def figures_of(loaded: Loaded) -> list[Figure]:
    """The columns that the table has, in the order of the decree; forms and births after what they correct."""
    found = []
    for rule in loaded.rules.indicators:
        if rule.key not in loaded.table.latest:
            continue
        unit = words.text_of(rule.unit)
        found.append(Figure(rule.key, short_name(rule), rule.half, unit, rule.decimals, rule.ceiling))
        if rule.corrected_by_forms and loaded.table.forms is not None and loaded.table.births is not None:
            found.append(Figure("forms", _("AUDIT- ja AUDIT-C-lomakkeita kirjattu"), rule.half, "", 0, None))
            found.append(Figure("births", _("Syntyneitä lapsia"), rule.half, "", 0, None))
    return found


def named(loaded: Loaded, column: str) -> Figure:
    """The figure of a column. Raises KeyError where the table has none of that name."""
    return {one.column: one for one in figures_of(loaded)}[column]
