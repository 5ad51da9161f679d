"""The figures of an area that a what-if may move: the latest year of each indicator, and what corrects one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.numbers import number

from .. import words
from ..short_names import short_name
from .indicator import target_words

if TYPE_CHECKING:
    from .loaded import Loaded


@dataclass(frozen=True)
class Figure:
    """One column of the table as a field: its name, unit, greatest possible value and target; goal: the target in
    words. An item is 100 (yes) or 0."""

    column: str
    name: str
    half: str
    unit: str
    decimals: int
    ceiling: float | None
    is_item: bool = False
    target: float | None = None
    goal: str = ""

    def told(self, value: float | None, *, exactly: bool = False) -> str:
        """The value in words, with its unit; exactly: with the decimals that were typed."""
        if self.is_item:
            return number(None) if value is None else _("kyllä") if value else _("ei")
        more = exactly and value is not None and value % 1
        return words.value(value, max(self.decimals, 1) if more else self.decimals, self.unit)


def figures_of(loaded: Loaded) -> list[Figure]:
    """The columns that the table has, in the order of the decree; forms and births after what they correct."""
    found = []
    for rule in loaded.rules.indicators:
        if rule.key not in loaded.table.latest:
            continue
        unit = "" if rule.is_item else words.text_of(rule.unit)
        goal = "" if rule.target is None else target_words(rule)
        about = (short_name(rule), rule.half, unit, rule.decimals, rule.ceiling, rule.is_item, rule.target, goal)
        found.append(Figure(rule.key, *about))
        if rule.corrected_by_forms and loaded.table.forms is not None and loaded.table.births is not None:
            found.append(Figure("forms", _("AUDIT- ja AUDIT-C-lomakkeita kirjattu"), rule.half, "", 0, None))
            found.append(Figure("births", _("Syntyneitä lapsia"), rule.half, "", 0, None))
    return found


def named(loaded: Loaded, column: str) -> Figure:
    """The figure of a column. Raises KeyError where the table has none of that name."""
    return {one.column: one for one in figures_of(loaded)}[column]
