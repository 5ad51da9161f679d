"""Inequality between groups: slope and relative index, gaps, attributable share, concentration."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from hytti.methods import _inputs
from hytti.methods._inputs import Floats
from hytti.methods.estimates import Estimate

Scale = Literal["plain", "log", "logit"]
FEWEST_GROUPS, MOST_GROUPS = 5, 100
Measure = Callable[[Floats, Floats], tuple[Floats, ...]]


class SlopeIndices(NamedTuple):
    """How much the outcome differs from one end of the social ladder to the other: a difference, and a ratio."""

    slope: Estimate
    relative: Estimate


def standard_errors(estimate: Estimate, *, scale: Scale = "plain", confidence: float = 0.95) -> Floats:
    """Turn intervals back into standard errors, on the scale where the interval is symmetric.

    estimate: limits of any shape, at `confidence`. scale: "log" for rates, "logit" for shares between 0 and 1.
    Raises ValueError where a limit has no logarithm or logit.
    """
    upper, lower = _to(scale, estimate.upper), _to(scale, estimate.lower)
    return (upper - lower) / (2 * _inputs.z_of(confidence))


def slope_and_relative_index(
    values: ArrayLike,
    population: ArrayLike,
    *,
    standard_errors: ArrayLike | None = None,
    scale: Scale = "plain",
    transform: bool = False,
    per: float = 1,
    confidence: float = 0.95,
    seed: int | None = None,
    draws: int = 100_000,
) -> SlopeIndices:
    """Fit a line to groups ordered from the worst off to the best off, and read it at both ends.

    values, population: shape (..., groups), 5 to 100 groups in their order; the outcome, and persons.
    standard_errors: shape (..., groups), on `scale`; with them and a seed, the interval is the percentiles of `draws`
    simulated sets of values; without them the limits are NaN.
    transform: fit the line on `scale` instead of on the values themselves.
    per: what the slope index is multiplied by (100 for percentage points); below zero it is turned, and the relative
    index inverted, so that both grow when the first groups have more.
    Returns the slope index (value at the last end − at the first) and the relative index (value at the last end /
    at the first), each of shape (...).
    Raises ValueError on too few or many groups, a population that is not above zero, or values off the scale.
    Source: Mackenbach & Kunst 1997, Soc Sci Med 44:757; PHE Technical Guide, "Slope index of inequality".
    """
    if not (per != 0 and np.isfinite(per)):
        raise ValueError("per must be finite and not zero")
    outcome, persons = _groups(values, population)
    if not FEWEST_GROUPS <= outcome.shape[-1] <= MOST_GROUPS:
        raise ValueError(f"a slope needs from {FEWEST_GROUPS} to {MOST_GROUPS} groups")
    measure = partial(_ends, scale=scale if transform else "plain", per=per)
    slope, relative = _simulated(measure, outcome, persons, standard_errors, scale, confidence, seed, draws)
    return SlopeIndices(slope, relative)


def _ends(values: Floats, population: Floats, *, scale: Scale, per: float) -> tuple[Floats, Floats]:
    share = population / population.sum(axis=-1, keepdims=True)
    place = _rank(share) - 0.5
    outcome = _to(scale, values)
    steepness = np.vecdot(outcome, share * place) / np.vecdot(share * place, place)
    middle = np.vecdot(outcome, share)
    first, last = _from(scale, middle - steepness / 2), _from(scale, middle + steepness / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (last - first) * per, last / first if per > 0 else first / last


def _rank(share: Floats) -> Floats:
    return np.cumsum(share, axis=-1) - share / 2


def gap(first: Estimate, second: Estimate) -> Estimate:
    """Subtract one estimate from another that is independent of it.

    first, second: shapes that broadcast, limits at one and the same confidence.
    Returns first − second with its limits at that confidence; limits are NaN where an estimate has none.
    Source: Zou & Donner 2008, Stat Med 27:1693.
    """
    with np.errstate(invalid="ignore"):
        value = first.value - second.value
        down = np.hypot(first.value - first.lower, second.upper - second.value)
        up = np.hypot(first.upper - first.value, second.value - second.lower)
        return Estimate.of(value, value - down, value + up)


def relative_gap(first: Estimate, second: Estimate) -> Estimate:
    """Divide one estimate by another that is independent of it.

    As `gap`, on logarithms: values and limits of zero or below give NaN, or a lower limit of 0.
    Source: Zou & Donner 2008, Stat Med 27:1693.
    """
    logs = (Estimate.of(*(_log(part) for part in side)) for side in (first, second))
    return Estimate.of(*(np.exp(part) for part in gap(*logs)))


def _log(values: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(values)


def population_attributable_share(
    values: ArrayLike,
    population: ArrayLike,
    *,
    reference: int = -1,
    standard_errors: ArrayLike | None = None,
    scale: Scale = "plain",
    confidence: float = 0.95,
    seed: int | None = None,
    draws: int = 100_000,
) -> Estimate:
    """Give the share of the whole that would go if every group had the reference group's value.

    values, population: shape (..., groups). reference: the position of that group, the last unless told otherwise.
    standard_errors, scale, seed, draws: as in `slope_and_relative_index`.
    Returns shape (...), a share of the whole; below zero where the reference has more than the whole.
    Raises ValueError on a reference that is no group, a population that is not above zero, or values off the scale.
    Source: Mackenbach & Kunst 1997, Soc Sci Med 44:757.
    """
    outcome, persons = _groups(values, population)
    if not -outcome.shape[-1] <= reference < outcome.shape[-1]:
        raise ValueError("reference must be the position of a group")

    def attributable(value: Floats, people: Floats) -> tuple[Floats, ...]:
        whole = np.vecdot(value, people) / people.sum(axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return ((whole - value[..., reference]) / whole,)

    return _simulated(attributable, outcome, persons, standard_errors, scale, confidence, seed, draws)[0]


def concentration_index(
    values: ArrayLike,
    population: ArrayLike,
    *,
    standard_errors: ArrayLike | None = None,
    scale: Scale = "plain",
    confidence: float = 0.95,
    seed: int | None = None,
    draws: int = 100_000,
) -> Estimate:
    """Tell how far an outcome gathers on one end of the social ladder.

    values, population: shape (..., groups), ordered from the worst off to the best off; the outcome, and persons.
    standard_errors, scale, seed, draws: as in `slope_and_relative_index`.
    Returns shape (...): 0 where it is even, towards −1 where the worst off have it all, towards 1 where the best off.
    Raises ValueError on a population that is not above zero, or values off the scale.
    Source: Kakwani, Wagstaff & van Doorslaer 1997, J Econometrics 77:87.
    """
    outcome, persons = _groups(values, population)
    return _simulated(_concentration, outcome, persons, standard_errors, scale, confidence, seed, draws)[0]


def _concentration(values: Floats, population: Floats) -> tuple[Floats, ...]:
    share = population / population.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (2 * np.vecdot(values, share * _rank(share)) / np.vecdot(values, share) - 1,)


def _groups(values: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    outcome = np.atleast_1d(_inputs.floats(values))
    persons = np.atleast_1d(_inputs.above_zero(population, "population"))
    shape = _inputs.common_shape(outcome, persons)
    return np.broadcast_to(outcome, shape), np.broadcast_to(persons, shape)


def _simulated(
    measure: Measure,
    values: Floats,
    population: Floats,
    errors: ArrayLike | None,
    scale: Scale,
    confidence: float,
    seed: int | None,
    draws: int,
) -> tuple[Estimate, ...]:
    """Measure the values, and the same values drawn anew from their standard errors."""
    centre = _to(scale, values)
    found = measure(values, population)
    if errors is None:
        return tuple(Estimate.without_limits(value) for value in found)
    positions = tuple(round(draws * tail) - 1 for tail in _inputs.tails(confidence))
    if seed is None or positions[0] < 0:
        raise ValueError("an interval by simulation needs a seed, and draws enough for its tails")
    spread = np.broadcast_to(_inputs.counts(errors, "standard_errors"), centre.shape)
    random = np.random.default_rng(seed)
    limits = np.empty((2, len(found), *centre.shape[:-1]))
    for place in np.ndindex(centre.shape[:-1]):
        drawn = _from(scale, random.normal(centre[place], spread[place], size=(draws, centre.shape[-1])))
        for which, sample in enumerate(measure(drawn, population[place])):
            limits[(slice(None), which, *place)] = np.sort(sample)[list(positions)]
    return tuple(Estimate.of(value, *limits[:, which]) for which, value in enumerate(found))


def _to(scale: Scale, values: Floats) -> Floats:
    if scale == "plain":
        return values
    if scale not in ("log", "logit"):
        raise ValueError("scale must be plain, log or logit")
    highest = np.inf if scale == "log" else 1
    if ((values <= 0) | (values >= highest)).any():
        raise ValueError("values on a log scale must be above 0, on a logit scale between 0 and 1")
    return np.log(values) if scale == "log" else np.log(values / (1 - values))


def _from(scale: Scale, values: Floats) -> Floats:
    if scale == "plain":
        return values
    return np.exp(values) if scale == "log" else 1 / (1 + np.exp(-values))
