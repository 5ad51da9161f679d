"""How far the slider beside a number field goes: the field itself takes any possible number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

import numpy as np

from hytti.methods.coefficient.table import BEFORE

if TYPE_CHECKING:
    from .columns import Figure
    from .loaded import Loaded

COUNTS = ("forms", "births")
MARGIN = 0.25
MOST_STEPS = 1000
"""A slider on a phone is some 200 pixels long: more steps than this cannot be told apart."""


@dataclass(frozen=True)
class Reach:
    """The ends and the step of a slider, the ends whole steps; now: the area's own figure, None where not known."""

    low: Decimal
    high: Decimal
    step: Decimal
    now: float | None
    target: float | None

    def part(self, value: float) -> float:
        """Where a value stands between the ends: 0 is the low one, 1 the high one."""
        return (value - float(self.low)) / float(self.high - self.low)


def reach_of(loaded: Loaded, figure: Figure, area: str) -> Reach | None:
    """From the least to the greatest figure of all areas in both years, the target included, and a quarter over.

    Points are scaled between the areas, so what matters happens there; a quarter more, as an area that passes
    the last one becomes the end of the scale. AUDIT forms and births matter by their ratio in the own area, so both
    go from zero to twice the greater of the two. None where there is no figure to go by.
    """
    table, at = loaded.table, loaded.table.place(area)
    now = float(table.column(figure.column)[at])
    if figure.column in COUNTS:
        found = np.array([table.column(name)[at] for name in COUNTS])
    else:
        years = [name for name in (figure.column, figure.column + BEFORE) if name in table.columns()]
        found = np.concatenate([table.column(name) for name in years])
    known = [float(value) for value in found if np.isfinite(value)]
    if not known:
        return None
    low, high = _ends(figure, known)
    if low == high:
        return None
    step = Decimal(1).scaleb(-figure.decimals)
    while Decimal(high - low) / step > MOST_STEPS:
        step *= 10
    return Reach(
        (Decimal(repr(low)) / step).to_integral_value(ROUND_FLOOR) * step,
        (Decimal(repr(high)) / step).to_integral_value(ROUND_CEILING) * step,
        step,
        None if np.isnan(now) else now,
        figure.target,
    )


def _ends(figure: Figure, known: list[float]) -> tuple[float, float]:
    """The ends before they are made whole steps; never below zero or above what is possible."""
    if figure.column in COUNTS:
        return 0.0, 2 * max(known)
    if figure.target is not None:
        known = [*known, figure.target]
    low, high = min(known), max(known)
    room = MARGIN * (high - low) or MARGIN * high
    ceiling = np.inf if figure.ceiling is None else figure.ceiling
    return max(low - room, 0.0), float(min(high + room, ceiling))
