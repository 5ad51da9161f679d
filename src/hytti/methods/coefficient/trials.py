"""What an area would get were one of its figures another, all else as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hytti.methods._inputs import Floats

from .scores import reaches_target
from .sums import outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .options import Options
    from .rules import IndicatorRule, Rules
    from .table import Table

FORMS = "forms"


class Cell(NamedTuple):
    """One figure of one area, and where it can go.

    up: the direction that is better, 1 or -1. best, worst: the ends of the possible, infinite where none is known.
    edge: the worst figure that keeps the rules' limit (the target; for forms the births), outside: one step past it;
    NaN where there is none. within: whether today's figure keeps the limit.
    """

    rule: IndicatorRule
    column: str
    place: int
    today: float
    step: float
    up: float
    best: float
    worst: float
    edge: float
    outside: float
    within: bool

    def toward(self, end: float, by: float) -> float:
        """Today's figure moved, not past the end; NaN where it is missing or already at the end."""
        if np.isnan(self.today) or self.today == end:
            return np.nan
        moved = round(self.today + by, 9)
        return min(moved, end) if by > 0 else max(moved, end)

    def way_up(self) -> Floats:
        """Today's figure, every step from it to the best possible, and the edge on the way; forms stop at the edge."""
        end = self.edge if np.isinf(self.best) else self.best
        steps = np.arange(0.0, abs(end - self.today) / self.step + 1)
        way = np.append(np.round(self.today + self.up * self.step * steps, 9), [self.edge, end])
        ahead = self.up * (way - self.today)
        on_way = (ahead > 0) & (ahead <= self.up * (end - self.today))
        return np.append(self.today, self.up * np.unique(self.up * way[on_way]))


class Trials(NamedTuple):
    """For each value, shape (values,): the indicator's points, whether by its target, K, k, and euros not rounded."""

    points: Floats
    at_target: NDArray[np.bool_]
    K: Floats
    k: Floats
    euros: Floats


def cell_of(table: Table, options: Options, place: int, rule: IndicatorRule, column: str) -> Cell:
    """The figure of an indicator, or the forms that correct it."""
    today = float(table.column(column)[place])
    if column == FORMS:
        births = float(table.column("births")[place])
        outside = births - 1 if births > 0 else np.nan
        return Cell(rule, column, place, today, 1.0, 1.0, np.inf, 0.0, births, outside, today >= births)
    up = -1.0 if rule.lower_is_better else 1.0
    greatest = float(np.nanmax(table.column(column))) if rule.ceiling is None else rule.ceiling
    best, worst = (0.0, rule.ceiling or np.inf) if rule.lower_is_better else (greatest, 0.0)
    edge = outside = np.nan
    if rule.target is not None:
        strict = rule.target_kind == "at_least" and options.mpr_limit == "above"
        edge = round(rule.target + rule.step, 9) if strict else float(rule.target)
        outside = round(edge - up * rule.step, 9)
    within = bool(reaches_target(np.array(today), rule, options))
    return Cell(rule, column, place, today, rule.step, up, best, worst, edge, outside, within)


def try_values(table: Table, rules: Rules, options: Options, cell: Cell, values: Floats) -> Trials:
    """Put values in the place of one cell, one after the other."""
    tried = np.tile(table.column(cell.column), (len(values), 1))
    tried[:, cell.place] = values
    found = outcome(table.with_columns({cell.column: tried}), rules, options)
    scored = found.scored[cell.rule.key]
    K, k = (np.broadcast_to(part, tried.shape)[:, cell.place] for part in (found.K, found.k))
    euros = float(rules.base_price) * table.residents[cell.place] * k
    return Trials(scored.points[:, cell.place], scored.at_target[:, cell.place], K, k, euros)
