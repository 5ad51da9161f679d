"""Potential years of life lost: crude, standardised, by cause, and what a difference is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from hytti.methods import _inputs
from hytti.methods._blocks import in_blocks
from hytti.methods._inputs import Floats
from hytti.methods._weighted import known_events, weighted_sums
from hytti.methods.estimates import Estimate
from hytti.methods.populations import AgeBand
from hytti.methods.rates import poisson_limits

Convention = Literal["completed", "midpoint"]
Interval = Literal["dobson", "gamma"]
DRAWN_AT_ONCE = 1 << 21


def years_lost(bands: Sequence[AgeBand], *, limit: int, start: int = 0, convention: Convention = "completed") -> Floats:
    """Give the years that a death in each age band costs, counted up to an age limit.

    bands: the ages. limit: the age up to which years count (70, 75, 80). start: the age from which deaths count (25).
    convention: "completed" loses limit − age at each completed year of age, as THL counts, and needs bands of one
    year; "midpoint" loses limit − the band's midpoint, as grouped tables are counted: half a year less for each death.
    Returns shape (bands,), in years; 0 marks the ages that do not count, in the deaths nor in the population.
    Raises ValueError where a band lies across the start or the limit (cut it there), or is too wide for "completed".
    Source: THL, kuolleisuuserot, PYLL 25–80; Vohlonen et al. 2007, Suom Lääkäril 62:305.
    """
    if not 0 <= start < limit:
        raise ValueError("start must be 0 or more, and limit above it")
    if convention not in ("completed", "midpoint"):
        raise ValueError("convention must be completed or midpoint")
    return np.array([_lost(band, limit, start, convention) for band in bands])


def _lost(band: AgeBand, limit: int, start: int, convention: Convention) -> float:
    end = band.lower + band.width
    if end <= start or band.lower >= limit:
        return 0.0
    if band.lower < start or end > limit:
        raise ValueError(f"the age band {band.label} lies across {start} or {limit} years: cut it there")
    if convention == "midpoint":
        return limit - (band.lower + end) / 2
    if band.width > 1:
        raise ValueError(f"completed ages need bands of one year, not {band.label}")
    return float(limit - band.lower)


def crude(
    deaths: ArrayLike,
    population: ArrayLike,
    years: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
    interval: Interval = "dobson",
    seed: int | None = None,
    draws: int = 10_000,
) -> Estimate:
    """Give the years lost for each person at the ages that count.

    deaths, population: shape (..., ages); counts, and persons or person-years. A NaN count is no deaths. For causes,
    deaths of shape (..., causes, ages) meet a population of shape (..., 1, ages).
    years: shape (ages,), from `years_lost`.
    interval: "dobson", on exact limits of the count below 10 deaths and Byar's from 10; or "gamma", percentiles of
    `draws` gamma draws, which need a seed.
    Returns value, lower and upper of shape (...), in years per `per` persons. Without any death the value and the
    lower limit are 0, and Dobson's upper limit is NaN; the gamma interval still has one. Dobson's lower limit may fall
    below 0 where few deaths cost very different numbers of years.
    Raises ValueError on shapes that do not broadcast, negative counts, no population, or a missing seed.
    Source: THL, kuolleisuuserot, PYLL; Dobson et al. 1991, Stat Med 10:457.
    """
    lost = _years(years)
    persons = np.atleast_1d(_inputs.counts(population, "population"))
    _inputs.common_shape(persons, lost)
    total = np.where(lost > 0, persons, 0.0).sum(axis=-1, keepdims=True)
    every = np.where(lost > 0, 1.0, 0.0) / np.count_nonzero(lost)
    return _estimate(deaths, total, lost, every, per, confidence, interval, seed, draws)


def standardised(
    deaths: ArrayLike,
    population: ArrayLike,
    weights: ArrayLike,
    years: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
    interval: Interval = "dobson",
    seed: int | None = None,
    draws: int = 10_000,
) -> Estimate:
    """Give the years lost in a population of standard age structure.

    weights: shape (ages,) or (..., ages); only those of the ages that count matter, and of them the proportions.
    All else as in `crude`; the population must be above zero in each weighted age that counts.
    With `years` all 1 it is the directly standardised rate; with the population's own weights, the crude figure.
    Source: THL, kuolleisuuserot, PYLL; Dobson et al. 1991, Stat Med 10:457.
    """
    lost, weight = _years(years), _inputs.weights_of(weights)
    _inputs.common_shape(lost, weight)
    counted = np.where(lost > 0, weight, 0.0)
    return _estimate(
        deaths, population, counted * lost, _inputs.weights_of(counted), per, confidence, interval, seed, draws
    )


def _years(years: ArrayLike) -> Floats:
    return np.atleast_1d(_inputs.weights_of(years, "years"))


def _estimate(
    deaths: ArrayLike,
    population: ArrayLike,
    factors: Floats,
    weights: Floats,
    per: float,
    confidence: float,
    interval: Interval,
    seed: int | None,
    draws: int,
) -> Estimate:
    """Sum factors · deaths / population over the weights' sum."""
    scale = _inputs.scale_of(per)
    inputs = (deaths, population, factors, weights)
    if interval == "dobson":
        return Estimate(*in_blocks(partial(_dobson, confidence), *inputs)).scaled(scale)
    if interval != "gamma":
        raise ValueError("interval must be dobson or gamma")
    if seed is None or draws < 1:
        raise ValueError("a gamma interval needs a seed, and draws")
    random, below, above = np.random.default_rng(seed), *_inputs.tails(confidence)

    def drawn(died: Floats, persons: Floats, factor: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
        value, _, _ = weighted_sums(died, persons, factor)
        lower, upper = _gamma_limits(died, persons, factor, random, draws, (below, above))
        total = weight.sum(axis=-1)
        return value / total, np.minimum(lower, value) / total, np.maximum(upper, value) / total

    return Estimate(*in_blocks(drawn, *inputs, cells=max(1, DRAWN_AT_ONCE // draws))).scaled(scale)


def _dobson(
    confidence: float, deaths: Floats, population: Floats, factors: Floats, weights: Floats
) -> tuple[Floats, Floats, Floats]:
    value, variance, total = weighted_sums(deaths, population, factors)
    limits = poisson_limits(total, confidence=confidence)
    none = total == 0
    spread = np.sqrt(variance / np.where(none, np.nan, total))
    scale = 1 / weights.sum(axis=-1)
    lower = np.where(none, 0.0, value + spread * (limits.lower - total))
    return value * scale, lower * scale, (value + spread * (limits.upper - total)) * scale


def _gamma_limits(
    deaths: Floats,
    population: Floats,
    factors: Floats,
    random: np.random.Generator,
    draws: int,
    at: tuple[float, float],
) -> tuple[Floats, Floats]:
    """Draw each age's expected deaths: gamma, Jeffreys' half death being shared by the ages that count."""
    counted = factors > 0
    ages = np.maximum(counted.sum(axis=-1, keepdims=True), 1)
    shape = np.where(counted, known_events(deaths) + 0.5 / ages, 1.0)
    each = np.where(counted, factors / np.where(counted, population, 1.0), 0.0)
    sums = np.vecdot(random.gamma(shape, size=(draws, *np.broadcast_shapes(shape.shape, each.shape))), each)
    lower, upper = np.quantile(sums, at, axis=0)
    return lower, upper


class Contributions(NamedTuple):
    """What each cause adds to the years lost; `share` is of the total, and NaN where nothing was lost."""

    total: Estimate
    causes: Estimate
    share: Floats


def contributions(
    deaths: ArrayLike,
    population: ArrayLike,
    years: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Contributions:
    """Split the years lost by cause.

    deaths: shape (..., causes, ages), causes that do not overlap. population: shape (..., ages).
    years: shape (ages,), from `years_lost`. weights: as in `standardised`; without them the figures are crude.
    Returns the total of shape (...), the causes and their shares of shape (..., causes). Dobson's intervals.
    Raises ValueError as `crude` and `standardised` do.
    """
    died, persons = _by_cause(deaths, population)
    every = np.nan_to_num(died, nan=0.0).sum(axis=-2)
    if weights is None:
        total = crude(every, persons, years, per=per, confidence=confidence)
        causes = crude(died, persons[..., None, :], years, per=per, confidence=confidence)
    else:
        weight = _inputs.weights_of(weights)
        each = weight[..., None, :] if weight.ndim > 1 else weight
        total = standardised(every, persons, weight, years, per=per, confidence=confidence)
        causes = standardised(died, persons[..., None, :], each, years, per=per, confidence=confidence)
    whole = total.value[..., None]
    return Contributions(total, causes, causes.value / np.where(whole > 0, whole, np.nan))


def grouped_by_cause(deaths: ArrayLike, groups: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
    """Add deaths by cause up to groups of causes.

    deaths: shape (..., causes, ages). groups: for each cause the group it belongs to.
    Returns the groups in the order of their first cause, and deaths of shape (..., groups, ages); NaN is no deaths.
    Raises ValueError where there is not one group for each cause.
    """
    died = _inputs.counts(deaths, "deaths")
    if died.ndim < 2 or died.shape[-2] != len(groups):
        raise ValueError("deaths must have the shape (..., causes, ages), one group for each cause")
    names = tuple(dict.fromkeys(groups))
    belongs = np.array([[group == name for group in groups] for name in names], dtype=np.float64)
    return names, np.einsum("gc,...ca->...ga", belongs, np.nan_to_num(died, nan=0.0))


class Decomposition(NamedTuple):
    """What a difference in years lost is made of; the parts add up to `total`.

    total: shape (...). mortality: shape (..., causes, ages), from different death rates. structure: shape (..., ages),
    from a different age structure; 0 where both sides are standardised.
    """

    total: Floats
    mortality: Floats
    structure: Floats

    @property
    def by_cause(self) -> Floats:
        """The part of each cause, shape (..., causes)."""
        return np.asarray(self.mortality.sum(axis=-1))

    @property
    def by_age(self) -> Floats:
        """The part of each age's mortality, shape (..., ages)."""
        return np.asarray(self.mortality.sum(axis=-2))


def decomposed_difference(
    deaths: ArrayLike,
    population: ArrayLike,
    deaths_before: ArrayLike,
    population_before: ArrayLike,
    years: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    per: float = 100_000,
) -> Decomposition:
    """Split the difference between two areas or years by cause and age.

    deaths, deaths_before: shape (..., causes, ages); what is compared, and what it is compared with.
    population, population_before: shape (..., ages); above zero at the ages that count.
    years, weights: as in `contributions`; without weights the crude figures are compared, and a part of the
    difference comes from the age structure.
    Returns the parts in years per `per` persons.
    Raises ValueError on shapes that do not broadcast, negative counts, or a population of zero at an age that counts.
    Source: Kitagawa 1955, JASA 50:1168.
    """
    lost = _years(years)
    rates, own = _rates_and_structure(deaths, population, lost)
    rates_before, own_before = _rates_and_structure(deaths_before, population_before, lost)
    if weights is not None:
        counted = _inputs.weights_of(np.where(lost > 0, _inputs.weights_of(weights), 0.0))
        own = own_before = counted / counted.sum(axis=-1, keepdims=True)
    scale = _inputs.scale_of(per) * lost
    mortality = (own + own_before)[..., None, :] / 2 * (rates - rates_before) * scale
    every, every_before = rates.sum(axis=-2), rates_before.sum(axis=-2)
    structure = np.broadcast_to((own - own_before) * (every + every_before) / 2 * scale, mortality[..., 0, :].shape)
    return Decomposition(mortality.sum(axis=(-2, -1)) + structure.sum(axis=-1), mortality, structure)


def _by_cause(deaths: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    died, persons = _inputs.counts(deaths, "deaths"), np.atleast_1d(_inputs.floats(population))
    if died.ndim < 2:
        raise ValueError("deaths must have the shape (..., causes, ages)")
    _inputs.common_shape(died, persons[..., None, :])
    return died, persons


def _rates_and_structure(deaths: ArrayLike, population: ArrayLike, lost: Floats) -> tuple[Floats, Floats]:
    died, persons = _by_cause(deaths, population)
    counted = np.broadcast_to(lost > 0, _inputs.common_shape(lost, persons))
    persons = np.where(counted, _inputs.above_zero(np.where(counted, persons, 1.0), "population"), 0.0)
    rates = np.nan_to_num(died, nan=0.0) / np.where(persons > 0, persons, np.inf)[..., None, :]
    return rates, persons / persons.sum(axis=-1, keepdims=True)
