"""From figures to points: the change or the level, its place on the scale 0–100, the target rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hytti.methods._inputs import Floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .options import Options
    from .rules import IndicatorRule, Rules
    from .table import Table

TIES = {"zero": 0.0, "half": 50.0, "full": 100.0}
ALIKE = 1e-12
"""Figures closer than this, relative to their size, are alike: binary fractions differ in their last bits."""


class Scored(NamedTuple):
    """One indicator. All of shape (..., areas), least and greatest of shape (..., 1).

    value: what is scaled, the level (corrected by forms) or the change, in the indicator's own direction.
    least, greatest: the ends of the scale, NaN where nobody is on it. at_target: gets all points by the target rule.
    missing: gets no points, for want of a datum. points: 0–100.
    """

    value: Floats
    least: Floats
    greatest: Floats
    at_target: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    points: Floats

    def is_alike(self) -> bool:
        """Whether all areas of one table have the same figure, or nobody is on the scale."""
        return not bool(_spans(self.least, self.greatest)[0])

    def of_areas(self, count: int) -> Scored:
        """Only the first areas."""
        return self._replace(
            value=self.value[..., :count],
            at_target=self.at_target[..., :count],
            missing=self.missing[..., :count],
            points=self.points[..., :count],
        )


def is_present(table: Table, rule: IndicatorRule) -> bool:
    """Whether anybody has what the indicator's points are made of."""
    columns = [table.latest] if rule.half == "process" else [table.latest, table.before]
    return all(rule.key in column and not np.isnan(column[rule.key]).all() for column in columns)


def is_corrected(table: Table, rule: IndicatorRule) -> bool:
    """Whether the number of forms corrects the indicator, and the table has what that takes."""
    given = (column for column in (table.forms, table.births) if column is not None and not np.isnan(column).all())
    return rule.corrected_by_forms and len(list(given)) == 2


def form_ratio(table: Table) -> Floats:
    """Recorded forms to children born, at most 1; 1 where no child was born, NaN where a count is missing."""
    forms, births = np.broadcast_arrays(table.column("forms"), table.column("births"))
    ratio: Floats = np.divide(forms, births, out=np.ones(forms.shape), where=births != 0)
    return np.minimum(ratio, 1.0)


def rounded(values: Floats, decimals: int) -> Floats:
    """Round half away from zero, as figures are published; a binary 0.65 counts as the 0.65 it was typed as."""
    scale = 10.0**decimals
    answer: Floats = np.sign(values) * np.floor(np.abs(values) * scale * (1 + ALIKE) + 0.5) / scale
    return answer


def reaches_target(latest: Floats, rule: IndicatorRule, options: Options) -> NDArray[np.bool_]:
    """Whether a level gets all points by the target rule; False where it is missing or no target is known."""
    if rule.target is None:
        return np.zeros(latest.shape, dtype=bool)
    level = rounded(latest, rule.decimals) if options.target_rounding == "published" else latest
    if rule.target_kind == "at_most":
        return level <= rule.target
    return level > rule.target if options.mpr_limit == "above" else level >= rule.target


def score(table: Table, rules: Rules, options: Options, count: int | None = None) -> dict[str, Scored]:
    """The points of every indicator that the table has, by key.

    The table's columns may have leading axes (draws). count: how many of the first areas make the scale, None: all.
    Source: decree 1392/2022 3 a § and decree 1393/2022 3 §.
    """
    present = [rule for rule in rules.indicators if is_present(table, rule)]
    values = {rule.key: _value(table, rule, rules, options) for rule in present}
    reached = {rule.key: reaches_target(table.latest[rule.key], rule, options) for rule in present}
    ends = {rule.key: _ends(values[rule.key], reached[rule.key], options, count) for rule in present}
    if options.scaling == "pooled":
        _pool(ends, [rule for rule in present if rule.half == "result"])
    beyond = count is not None or not options.target_areas_in_scaling
    return {
        rule.key: _scored(table, rule, options, values[rule.key], reached[rule.key], *ends[rule.key], beyond=beyond)
        for rule in present
    }


def _value(table: Table, rule: IndicatorRule, rules: Rules, options: Options) -> Floats:
    latest = table.latest[rule.key]
    if rule.half == "result":
        before = table.before[rule.key]
        change: Floats = latest - before
        if rules.change == "relative":
            change /= np.where(before == 0, np.nan, before)
        return change
    if is_corrected(table, rule) and options.forms_correction == "before":
        return latest * form_ratio(table)
    return latest


def _ends(value: Floats, reached: NDArray[np.bool_], options: Options, count: int | None) -> tuple[Floats, Floats]:
    scale = value[..., :count]
    if not options.target_areas_in_scaling:
        scale = np.where(reached[..., :count], np.nan, scale)
    return np.fmin.reduce(scale, axis=-1, keepdims=True), np.fmax.reduce(scale, axis=-1, keepdims=True)


def _spans(least: Floats, greatest: Floats) -> NDArray[np.bool_]:
    """Whether there is a range to scale to; False where nobody is on the scale."""
    ranges: NDArray[np.bool_] = greatest - least > ALIKE * np.maximum(np.abs(least), np.abs(greatest))
    return ranges


def _pool(ends: dict[str, tuple[Floats, Floats]], results: list[IndicatorRule]) -> None:
    keys = [rule.key for rule in results]
    if not keys:
        return
    least, greatest = ends[keys[0]]
    for key in keys[1:]:
        least, greatest = np.fmin(least, ends[key][0]), np.fmax(greatest, ends[key][1])
    ends.update((key, (least, greatest)) for key in keys)


def _scored(
    table: Table,
    rule: IndicatorRule,
    options: Options,
    value: Floats,
    reached: NDArray[np.bool_],
    least: Floats,
    greatest: Floats,
    *,
    beyond: bool,
) -> Scored:
    """beyond: whether some areas are left out of the scale, and may lie beyond it."""
    missing = np.isnan(value) & ~reached
    if rule.is_item:
        return Scored(value, least, greatest, reached, missing, np.where(missing, 0.0, value))
    spans = _spans(least, greatest)
    span = np.where(spans, greatest - least, 1.0)
    points = greatest - value if rule.lower_is_better else value - least
    points /= span
    points *= 100.0
    if beyond:
        np.clip(points, 0.0, 100.0, out=points)
    if not spans.all():
        points = np.where(spans, points, TIES[options.tie])
    if is_corrected(table, rule) and options.forms_correction == "after":
        ratio = form_ratio(table)
        missing = missing | np.isnan(ratio)
        points = points * ratio
    if missing.any():
        np.copyto(points, 0.0, where=missing)
    if rule.target is not None:
        np.copyto(points, 100.0, where=reached)
    return Scored(
        value, least, greatest, np.broadcast_to(reached, points.shape), np.broadcast_to(missing, points.shape), points
    )
