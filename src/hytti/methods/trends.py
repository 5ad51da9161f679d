"""Trends: the last five points, and where a long series turns."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hytti.methods import _inputs
from hytti.methods._inputs import Floats
from hytti.methods._words import HigherIs, Words, judged
from hytti.methods.estimates import Estimate

POINTS = 5
FEWEST_YEARS = 4
YEARS_FOR_ONE, YEARS_FOR_TWO = 7, 12
YEARS_APART = 2
"""So many points lie between two joinpoints, and between a joinpoint and the end of the series."""
NOISE = 1e-10


class RecentTrend(NamedTuple):
    """Where the last five points are going.

    direction: "increase", "decrease", "none" or "not enough". slope: change from point to point, in the values' unit.
    chi_squared: what the slope's certainty is judged by. judgement: "better" or "worse" where the direction is known
    and so is which way is good; empty elsewhere.
    """

    direction: Words
    slope: Floats
    chi_squared: Floats
    judgement: Words


def recent_trend(
    series: Estimate,
    *,
    higher_is: HigherIs | None = None,
    confidence: float = 0.998,
    confidence_of_series: float = 0.95,
) -> RecentTrend:
    """Tell whether the last five points of a series rise or fall.

    series: value, lower and upper of shape (..., points), at `confidence_of_series`; yearly points in their order,
    which do not overlap (no moving averages).
    higher_is: "better" or "worse" where growth has a good or bad meaning.
    Returns arrays of shape (...). A line is fitted with weights 1 / SE²; it is a trend where its χ² is beyond
    `confidence` and no single point left out turns its sign. "not enough" where there are fewer than five points, or
    one of the last five is missing or has no interval.
    Raises ValueError where the arrays have no points' axis, or `higher_is` is another word.
    Source: PHE, Fingertips, "Trend markers".
    """
    value, lower, upper = (np.atleast_1d(part)[..., -POINTS:] for part in Estimate.of(*series))
    critical = _inputs.z_of(confidence) ** 2
    reach = round(_inputs.z_of(confidence_of_series), 2)
    lead, points = value.shape[:-1], value.shape[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = (2 * reach / (upper - lower)) ** 2
    usable = (np.isfinite(value) & np.isfinite(weight) & (upper > lower)).all(axis=-1) & (points == POINTS)
    y, w = np.where(usable[..., None], value, 0.0), np.where(usable[..., None], weight, 1.0)
    time = np.arange(1.0, points + 1)
    slope, precision = _slope(time, y, w)
    steady = np.ones(lead, dtype=bool)
    for left_out in range(points if points == POINTS else 0):
        kept = np.arange(points) != left_out
        steady &= np.sign(_slope(time[kept], y[..., kept], w[..., kept])[0]) == np.sign(slope)
    chi_squared = slope * slope * precision
    moving = steady & (chi_squared > critical)
    direction = np.select(
        [~usable, moving & (slope > 0), moving & (slope < 0)], ["not enough", "increase", "decrease"], "none"
    )
    judgement = judged(direction == "increase", direction == "decrease", higher_is)
    missing = np.where(usable, 0.0, np.nan)
    return RecentTrend(direction, slope + missing, chi_squared + missing, judgement)


def _slope(time: Floats, values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the weighted line's slope and 1 / SE² of it."""
    total = weights.sum(axis=-1)
    moment, square = np.vecdot(weights, time), np.vecdot(weights, time * time)
    spread = total * square - moment * moment
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (total * np.vecdot(weights * values, time) - moment * np.vecdot(weights, values)) / spread
        return slope, spread / total


class Joinpoints(NamedTuple):
    """Where a series turns and how fast it changes between the turns.

    number: shape (...), how many joinpoints; NaN where there is not enough to say. years: shape (..., most), NaN after
    the last one. change: shape (..., most + 1), the annual percentage change in each segment, NaN after the last one.
    average_change: shape (...), the same over the whole series. fitted: shape (..., years).
    """

    number: Floats
    years: Floats
    change: Estimate
    average_change: Estimate
    fitted: Floats


class _Line(NamedTuple):
    """A broken line: its knots, its design, and what turns coefficients into each segment's slope."""

    knots: tuple[float, ...]
    design: Floats
    basis: Floats
    spans: Floats


def joinpoints(values: ArrayLike, years: ArrayLike, *, most: int = 2, confidence: float = 0.95) -> Joinpoints:
    """Find up to two turns in a series: lines through its logarithms, joined at whole points of time.

    values: shape (..., years), above zero. years: shape (years,), rising. most: 0, 1 or 2 joinpoints at most.
    All places for the joinpoints are tried, two points away from each other and the ends; Schwarz's criterion (BIC,
    2 parameters and 2 for each joinpoint) chooses. One joinpoint needs 7 points, two need 12. Limits are Student's,
    the joinpoints taken as known. This is the idea, not the permutation test, of the NCI's Joinpoint programme.
    Returns NaN for a series with a missing or zero value, or fewer than 4 points.
    Raises ValueError on negative values, years that do not rise or match, or another `most`.
    Source: Kim et al. 2000, Stat Med 19:335 (the model); Clegg et al. 2009, Stat Med 28:3670 (the average).
    """
    series = np.atleast_1d(_inputs.counts(values, "values"))
    time = _inputs.floats(years)
    if most not in (0, 1, 2):
        raise ValueError("most must be 0, 1 or 2")
    if time.shape != series.shape[-1:] or any(after <= before for before, after in pairwise(time)):
        raise ValueError("years must rise, and be one for each value")
    above = _inputs.tails(confidence)[1]
    lead, points = series.shape[:-1], time.size
    flat = series.reshape(math.prod(lead), points)
    usable = np.asarray((flat > 0).all(axis=-1) & (points >= FEWEST_YEARS))
    result = Joinpoints(
        np.full(len(flat), np.nan),
        np.full((len(flat), most), np.nan),
        Estimate(*(np.full((len(flat), most + 1), np.nan) for _ in range(3))),
        Estimate(*(np.full(len(flat), np.nan) for _ in range(3))),
        np.full(flat.shape, np.nan),
    )
    if usable.any():
        logs = np.log(np.where(usable[:, None], flat, 1.0))
        lines = list(_lines(time, most))
        chosen = np.where(usable, _best(logs, lines), -1)
        for which in np.unique(chosen[usable]):
            _fill(result, chosen == which, logs[chosen == which], lines[which], above)
    return Joinpoints(
        result.number.reshape(lead),
        result.years.reshape(*lead, most),
        Estimate(*(part.reshape(*lead, most + 1) for part in result.change)),
        Estimate(*(part.reshape(lead) for part in result.average_change)),
        result.fitted.reshape(series.shape),
    )


def _lines(time: Floats, most: int) -> Iterator[_Line]:
    """Yield the lines to try, those with fewer joinpoints first."""
    points = time.size
    allowed = min(most, (points >= YEARS_FOR_ONE) + (points >= YEARS_FOR_TWO))
    first, last = YEARS_APART, points - 1 - YEARS_APART
    yield _line(time, ())
    if allowed >= 1:
        yield from (_line(time, (time[at],)) for at in range(first, last + 1))
    if allowed == 2:
        for at in range(first, last + 1):
            yield from (_line(time, (time[at], time[then])) for then in range(at + YEARS_APART + 1, last + 1))


def _line(time: Floats, knots: tuple[float, ...]) -> _Line:
    columns = [np.ones(time.size), time - time[0], *(np.maximum(time - knot, 0) for knot in knots)]
    design = np.stack(columns, axis=-1)
    return _Line(knots, design, np.linalg.qr(design).Q, np.diff([time[0], *knots, time[-1]]))


def _residual(logs: Floats, basis: Floats) -> Floats:
    left = logs - (logs @ basis) @ basis.T
    noise = NOISE * np.maximum(1, np.abs(logs).max(axis=-1))
    return np.asarray(np.maximum(np.vecdot(left, left), logs.shape[-1] * noise * noise))


def _best(logs: Floats, lines: list[_Line]) -> NDArray[np.intp]:
    points = logs.shape[-1]
    best, chosen = np.full(len(logs), np.inf), np.zeros(len(logs), dtype=np.intp)
    for which, line in enumerate(lines):
        penalty = (2 + 2 * len(line.knots)) * np.log(points)
        criterion = points * np.log(_residual(logs, line.basis) / points) + penalty
        better = criterion < best
        best, chosen = np.where(better, criterion, best), np.where(better, which, chosen)
    return chosen


def _fill(result: Joinpoints, rows: NDArray[np.bool_], logs: Floats, line: _Line, above: float) -> None:
    from scipy.special import stdtrit

    turns, points = len(line.knots), logs.shape[-1]
    freedom = points - 2 - 2 * turns
    coefficients = logs @ np.linalg.pinv(line.design).T
    covariance = np.linalg.inv(line.design.T @ line.design)
    segments = np.tril(np.ones((turns + 1, turns + 1)))
    slopes = coefficients[:, 1:] @ segments.T
    variances = segments @ covariance[1:, 1:] @ segments.T
    share = line.spans / line.spans.sum()
    scatter = np.sqrt(_residual(logs, line.basis) / freedom) * stdtrit(freedom, above)
    result.number[rows] = turns
    result.years[rows, :turns] = line.knots
    result.fitted[rows] = np.exp(coefficients @ line.design.T)
    reach = scatter[:, None] * np.sqrt(np.diag(variances))
    for part, sign in zip(result.change, (0, -1, 1), strict=True):
        part[rows, : turns + 1] = 100 * np.expm1(slopes + sign * reach)
    average, spread = slopes @ share, scatter * np.sqrt(share @ variances @ share)
    for part, sign in zip(result.average_change, (0, -1, 1), strict=True):
        part[rows] = 100 * np.expm1(average + sign * spread)
