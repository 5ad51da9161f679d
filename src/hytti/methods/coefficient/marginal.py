"""What one step of each indicator is worth today, where it is worth nothing, and how far pays a cost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from .apportion import to_cent
from .scores import is_corrected, is_present
from .trials import FORMS, Cell, Trials, cell_of, try_values

if TYPE_CHECKING:
    from hytti.methods._inputs import Floats

    from .options import Options
    from .rules import IndicatorRule, Rules
    from .table import Table


class Step(NamedTuple):
    """An area's own figure moved to `value`: its points, K and k there, and euros more than today."""

    value: float
    points: float
    K: float
    k: float
    euros: Decimal


class Limit(NamedTuple):
    """The next limit of the rules: the target (points jump there), or, for forms, the number of births.

    gains: True where it would be reached, False where it would be lost. distance: from today, None without a figure.
    points, euros: more than today, at `value`.
    """

    value: float
    distance: float | None
    gains: bool
    points: float
    euros: Decimal


class Marginal(NamedTuple):
    """One column of an area today. column: the indicator's key, or forms. value: NaN where missing.

    points: of the indicator. better, worse: one published step each way; None at the end of the possible, or where the
    figure is missing. flat: from–to (None: without end) of the figures around today's at which the area's own points do
    not move, though others' may; None where every step counts. limit: None where the rules have none.
    """

    key: str
    column: str
    value: float
    step: float
    points: float
    at_target: bool
    better: Step | None
    worse: Step | None
    flat: tuple[float, float | None] | None
    limit: Limit | None


Holds = Literal["level", "target", "change"]
Reason = Literal["", "not_applied", "absent", "no_datum", "unknown", "not_enough"]


class BreakEven(NamedTuple):
    """How far a figure must go for the euros it brings to pay a cost.

    value: the nearest step that pays, None where none does; then `reason` says why: not_applied (the money is divided
    by residents alone), absent (nobody has the indicator), no_datum (this area has not), unknown (K cannot be
    computed), not_enough (the best possible does not pay). euros: more in a year, at `value`, or at the best.
    needed: euros more in a year that pay. holds: what must go on for the euros to come each year: "level" (it stays),
    "target" (it stays within the target), "change" (it improves as much every year, as only the change is rewarded).
    """

    value: float | None
    distance: float | None
    euros: Decimal | None
    needed: Decimal
    reason: Reason
    holds: Holds


def marginal(table: Table, rules: Rules, options: Options, area: str) -> list[Marginal]:
    """What a step of each of an area's figures is worth, all others staying as they are.

    Answers a row for each indicator that the table has, in the decree's order, and one for forms where they correct.
    Euros are before the transition equalisation. Raises ValueError on an unknown area.
    """
    place = table.place(area)
    answer = []
    for rule in rules.indicators:
        if is_present(table, rule):
            columns = (rule.key, FORMS) if is_corrected(table, rule) else (rule.key,)
            cells = [cell_of(table, options, place, rule, column) for column in columns]
            answer += [_row(table, rules, options, cell) for cell in cells]
    return answer


def break_even(
    table: Table, rules: Rules, options: Options, area: str, column: str, cost: Decimal, years: int
) -> BreakEven:
    """How far one of an area's figures must improve to pay a cost over some years.

    column: an indicator's key, or "forms". cost: euros above zero. years: 1 or more; the euros of one year are taken to
    come in each. Every published step from today to the best possible is tried, so that jumps are seen.
    Raises ValueError on an unknown area or column, or a cost or years that make no sense.
    """
    if not cost > 0 or years < 1:
        raise ValueError("the cost must be above zero and the years at least one")
    needed = to_cent(cost / years)
    place = table.place(area)
    rule = _rule_of(rules, column)
    holds: Holds = "change" if rule.half == "result" else "level"
    if not rules.applies:
        return BreakEven(None, None, None, needed, "not_applied", holds)
    if not is_present(table, rule) or (column == FORMS and not is_corrected(table, rule)):
        return BreakEven(None, None, None, needed, "absent", holds)
    cell = cell_of(table, options, place, rule, column)
    if np.isnan(cell.today) or (column == FORMS and np.isnan(cell.edge)):
        return BreakEven(None, None, None, needed, "no_datum", holds)
    values = cell.way_up()
    found = try_values(table, rules, options, cell, values)
    gains = found.euros - found.euros[0]
    if np.isnan(gains).any():
        return BreakEven(None, None, None, needed, "unknown", holds)
    enough = np.flatnonzero(gains.round(2) >= float(needed))
    if not enough.size:
        return BreakEven(None, None, to_cent(gains.max()), needed, "not_enough", holds)
    at = enough[0]
    value = float(values[at])
    if rule.half == "result" and found.at_target[at]:
        holds = "target"
    return BreakEven(value, round(abs(value - cell.today), 9), to_cent(gains[at]), needed, "", holds)


def _rule_of(rules: Rules, column: str) -> IndicatorRule:
    corrected = [rule for rule in rules.indicators if rule.corrected_by_forms]
    return corrected[0] if column == FORMS and corrected else rules.indicator(column)


def _row(table: Table, rules: Rules, options: Options, cell: Cell) -> Marginal:
    limit = cell.outside if cell.within else cell.edge
    step = cell.up * cell.step
    values = np.array([cell.today, cell.toward(cell.best, step), cell.toward(cell.worst, -step), limit])
    found = try_values(table, rules, options, cell, values)
    return Marginal(
        key=cell.rule.key,
        column=cell.column,
        value=cell.today,
        step=cell.step,
        points=float(found.points[0]),
        at_target=bool(found.at_target[0]),
        better=_step(values, found, 1),
        worse=_step(values, found, 2),
        flat=_flat(cell),
        limit=_limit(cell, found, limit),
    )


def _step(values: Floats, found: Trials, at: int) -> Step | None:
    if np.isnan(values[at]):
        return None
    euros = to_cent(found.euros[at] - found.euros[0])
    return Step(float(values[at]), float(found.points[at]), float(found.K[at]), float(found.k[at]), euros)


def _limit(cell: Cell, found: Trials, limit: float) -> Limit | None:
    if np.isnan(limit):
        return None
    distance = None if np.isnan(cell.today) else round(abs(limit - cell.today), 9)
    points = float(found.points[3] - found.points[0])
    return Limit(limit, distance, not cell.within, points, to_cent(found.euros[3] - found.euros[0]))


def _flat(cell: Cell) -> tuple[float, float | None] | None:
    if not cell.within:
        return None
    if cell.up < 0:
        return cell.best, max(cell.edge, cell.today)
    return min(cell.edge, cell.today), None if np.isinf(cell.best) else cell.best
