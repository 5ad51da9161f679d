"""Comparison: with a reference, along a spine, by fifths, within a funnel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from hytti.methods import _inputs
from hytti.methods._inputs import Floats
from hytti.methods._words import HigherIs, Words, judged
from hytti.methods.estimates import Estimate


def compared(estimate: Estimate, reference: ArrayLike, *, higher_is: HigherIs | None = None) -> Words:
    """Say on which side of a reference value an estimate lies with its whole interval.

    estimate, reference: shapes that broadcast; the reference's own uncertainty is not counted.
    higher_is: "better" or "worse" where more has a good or bad meaning.
    Returns "higher", "lower" or "similar"; with `higher_is` "better", "worse" or "similar"; "not compared" where the
    interval or the reference is missing. An area is not to be compared with itself: the caller sees to that.
    Raises ValueError on shapes that do not broadcast, or another `higher_is`.
    Source: PHE Technical Guide, "Comparing with a benchmark".
    """
    value, lower, upper = estimate
    target = _inputs.floats(reference)
    _inputs.common_shape(value, target)
    higher, less = lower > target, upper < target
    if higher_is is None:
        words = np.select([higher, less], ["higher", "lower"], "similar")
    else:
        words = judged(higher, less, higher_is, elsewhere="similar")
    missing = np.isnan(value) | np.isnan(lower) | np.isnan(upper) | np.isnan(target)
    return np.where(missing, "not compared", words)


class Spine(NamedTuple):
    """Places along a spine: the reference at 0, the area farthest from it at −1 or 1, the better end at 1."""

    position: Floats
    worst: Floats
    lower_quartile: Floats
    upper_quartile: Floats
    best: Floats


def spine_position(
    value: ArrayLike, areas: ArrayLike, reference: ArrayLike, *, higher_is: HigherIs = "better"
) -> Spine:
    """Place an area among all the areas, around a reference.

    value, reference: shapes that broadcast to (...). areas: shape (..., areas), all areas' values; NaN is left out.
    higher_is: which end is the better one; without a meaning, "better" puts the highest value at the end of 1.
    Returns the places of the value, and of the worst, quartile and best areas, each of shape (...); a value outside
    the areas' range lies beyond the ends. All are 0 where every area equals the reference, NaN where there is none.
    Raises ValueError on shapes that do not broadcast, or another `higher_is`.
    Source: PHE Technical Guide, "Spine charts"; quartiles by linear interpolation.
    """
    if higher_is not in ("better", "worse"):
        raise ValueError("higher_is must be better or worse")
    others, middle = np.atleast_1d(_inputs.floats(areas)), _inputs.floats(reference)
    own = _inputs.floats(value)
    _inputs.common_shape(own, middle, np.empty(others.shape[:-1]))
    if not others.shape[-1]:
        others = np.full((*others.shape[:-1], 1), np.nan)
    sign = 1.0 if higher_is == "better" else -1.0
    marks = _marks(sign * others)
    places = [sign * own, *marks]
    reach = np.maximum(np.abs(marks[0] - sign * middle), np.abs(marks[-1] - sign * middle))
    scale = np.where(reach == 0, 1.0, reach)
    return Spine(*(np.asarray((place - sign * middle) / scale) for place in places))


def _marks(areas: Floats) -> list[Floats]:
    """Return the lowest, quartiles and highest of the areas that are known."""
    known = ~np.isnan(areas)
    number = known.sum(axis=-1)
    ordered = np.sort(areas, axis=-1)
    last = np.maximum(number - 1, 0)
    marks = []
    for part in (0.0, 0.25, 0.75, 1.0):
        at = part * last
        below = np.floor(at).astype(np.intp)
        above = np.minimum(below + 1, last)
        low, high = (np.take_along_axis(ordered, place[..., None], axis=-1)[..., 0] for place in (below, above))
        marks.append(np.asarray(low + (at - below) * (high - low)))
    return marks


def quintiles(values: ArrayLike, *, groups: int = 5, highest_first: bool = False) -> Floats:
    """Divide areas into fifths, or another number of groups, by their value.

    values: shape (..., areas); NaN is left out. highest_first: group 1 holds the highest values, not the lowest.
    Returns the group of each area, 1 to `groups`; equal values share a group. NaN for an area without a value, and for
    all where there are fewer areas than groups.
    Raises ValueError on fewer than two groups.
    Source: PHE Technical Guide, "Quantiles".
    """
    if groups < 2:
        raise ValueError("groups must be two or more")
    ordered = np.atleast_1d(_inputs.floats(values)) * (-1 if highest_first else 1)
    result = np.full(ordered.shape, np.nan)
    for place in np.ndindex(ordered.shape[:-1]):
        known = ~np.isnan(ordered[place])
        number = np.count_nonzero(known)
        if number >= groups:
            rank = np.searchsorted(np.sort(ordered[place][known]), ordered[place][known]) + 1
            group = np.floor(groups + 1 - np.ceil((number + 1 - rank) / (number / groups)))
            result[(*place, known)] = np.maximum(group, 1)
    return result


def proportion_funnel(
    average: ArrayLike, population: ArrayLike, *, per: float = 1, confidence: float = 0.95
) -> Estimate:
    """Give the limits that areas' proportions stay within where only chance sets them apart.

    average: the proportion of all, per `per`. population: shapes that broadcast.
    Returns the average and its limits, between 0 and `per`.
    Raises ValueError on an average outside 0 to `per`, or a population that is not above zero.
    Source: Spiegelhalter 2005, Stat Med 24:1185.
    """
    share = _inputs.counts(average, "average") / _inputs.scale_of(per)
    persons = _inputs.above_zero(population, "population")
    _inputs.common_shape(share, persons)
    if (share > 1).any():
        raise ValueError("average must not be above per")
    reach = _inputs.z_of(confidence) * np.sqrt(share * (1 - share) / persons)
    return Estimate.of(share, np.maximum(share - reach, 0), np.minimum(share + reach, 1)).scaled(per)


def rate_funnel(
    average: ArrayLike, population: ArrayLike, *, per: float = 100_000, confidence: float = 0.95
) -> Estimate:
    """Give the limits that areas' rates stay within where only chance sets them apart.

    average: the rate of all, per `per`, above zero. population: shapes that broadcast.
    Returns the average and its limits; see `ratio_funnel`.
    Raises ValueError on an average or a population that is not above zero.
    Source: Spiegelhalter 2005, Stat Med 24:1185; PHE Technical Guide, "Funnel plots".
    """
    rate = _inputs.above_zero(average, "average")
    persons = _inputs.above_zero(population, "population")
    _inputs.common_shape(rate, persons)
    return ratio_funnel(rate * persons / _inputs.scale_of(per), confidence=confidence).scaled(rate)


def ratio_funnel(expected: ArrayLike, *, per: float = 1, confidence: float = 0.95) -> Estimate:
    """Give the limits that ratios of observed to expected events stay within where only chance sets them apart.

    expected: any shape; the events expected. per: 100 for ratios printed per cent.
    Returns `per` as the value, and the limits: exact Poisson tails, read between whole numbers. The lower limit is 0
    where no events at all are not unusual; the upper is never below the ratio of one event.
    Raises ValueError on expected events that are not above zero.
    Source: Spiegelhalter 2005, Stat Med 24:1185; PHE Technical Guide, "Funnel plots".
    """
    mean = _inputs.above_zero(expected, "expected")
    lower, upper = _events_at(mean, confidence)
    return Estimate.of(np.ones(mean.shape), lower / mean, upper / mean).scaled(_inputs.scale_of(per))


def _events_at(expected: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Return the events whose exact limits just reach the expected, between whole numbers too."""
    from scipy.special import pdtrik

    below, above = _inputs.tails(confidence)
    return _inputs.floats(pdtrik(below, expected)), _inputs.floats(pdtrik(above, expected) + 1)


class FunnelCurve(NamedTuple):
    """Points of a funnel's two limits: so many expected events, and the ratio there."""

    lower_expected: Floats
    lower_ratio: Floats
    upper_expected: Floats
    upper_ratio: Floats


def funnel_curve(events: ArrayLike, *, per: float = 1, confidence: float = 0.95) -> FunnelCurve:
    """Give the points where so many observed events lie exactly on a funnel's limit.

    events: any shape; counts above zero. per: 100 for ratios printed per cent.
    Returns for both limits the expected events and the ratio; for rates, multiply the ratio by the average, and divide
    the expected by the average to get the population.
    Raises ValueError on counts that are not above zero.
    Source: Spiegelhalter 2005, Stat Med 24:1185; PHE Technical Guide, "Funnel plots".
    """
    from scipy.special import gammaincinv

    observed, scale = _inputs.above_zero(events, "events"), _inputs.scale_of(per)
    below, above = _inputs.tails(confidence)
    low_at, high_at = gammaincinv(observed + 1, above), gammaincinv(observed, below)
    parts = low_at, observed / low_at * scale, high_at, observed / high_at * scale
    return FunnelCurve(*(_inputs.floats(part) for part in parts))


def funnel_flag(at_95: Estimate, at_998: Estimate, average: ArrayLike) -> Words:
    """Say whether an area lies outside a funnel, by its own intervals.

    at_95, at_998: the area's figure with limits at 95 and 99.8 % (exact or Byar's for rates and ratios, Wilson's for
    proportions, whose interval leaves the average out exactly where the proportion lies outside the funnel).
    Returns "low 0.001", "low 0.025", "within", "high 0.025" or "high 0.001": how unusual a figure on that side is by
    chance alone; "not enough" where a limit is missing.
    Raises ValueError on shapes that do not broadcast.
    Source: PHE Technical Guide, "Funnel plots".
    """
    middle = _inputs.floats(average)
    _inputs.common_shape(at_95.value, at_998.value, middle)
    missing = sum(np.isnan(part) for part in (*at_95, *at_998, middle)) > 0
    return np.select(
        [missing, at_998.upper < middle, at_95.upper < middle, at_998.lower > middle, at_95.lower > middle],
        ["not enough", "low 0.001", "low 0.025", "high 0.001", "high 0.025"],
        "within",
    )
