"""Life expectancy from deaths and population by age band."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from hytti.methods import _inputs
from hytti.methods._blocks import in_blocks
from hytti.methods._inputs import Floats
from hytti.methods.estimates import Estimate

LOWER_AGES = (0, 1, *range(5, 95, 5))
"""The abridged table's 20 bands: 0, 1–4, 5–9 … 90 and over."""
SMALLEST_POPULATION = 5_000
WIDEST_INTERVAL = 20
INFANTS_LIVED = 0.1
CELLS = 1 << 13


def life_expectancy(
    deaths: ArrayLike,
    population: ArrayLike,
    *,
    lower_ages: Sequence[int] = LOWER_AGES,
    confidence: float = 0.95,
) -> Estimate:
    """Give the years still to be lived at the start of each age band: Chiang's abridged life table.

    deaths, population: shape (..., ages); counts, and persons or person-years of the same time.
    lower_ages: the lowest age of each band in rising order; the last band is open.
    Returns value, lower and upper of shape (..., ages), in years, with Silcocks' variance. All are NaN for an area
    whose population is 5 000 or less, that lacks population in a band, has negative deaths or more deaths than
    population in one, or none in the open band: one bad area does not stop the others. The value alone is NaN at an
    age where the 95 % interval is wider than 20 years.
    Raises ValueError where the shapes do not broadcast, do not match the bands, or the ages do not rise.
    Source: Chiang 1968; Silcocks et al. 2001, J Epidemiol Community Health 55:38.
    """
    if len(lower_ages) < 2 or any(after <= before for before, after in pairwise(lower_ages)):
        raise ValueError("lower_ages must rise, and hold two bands or more")
    z, z95 = _inputs.z_of(confidence), _inputs.z_of(0.95)
    widths = np.diff(np.asarray(lower_ages, dtype=np.float64))
    lived = np.where(np.asarray(lower_ages[:-1]) == 0, INFANTS_LIVED, 0.5)

    def table(died: Floats, persons: Floats) -> tuple[Floats, Floats, Floats]:
        shape = _inputs.common_shape(died, persons)
        if shape[-1] != len(lower_ages):
            raise ValueError(f"deaths and population must have the shape (..., {len(lower_ages)}): one for each band")
        usable = _usable(died, persons)
        died = np.where(usable, died, 1.0)
        persons = np.where(usable, persons, 2.0)
        value, variance = _expectancy(died, persons, widths, lived)
        value, error = np.where(usable, value, np.nan), np.sqrt(variance)
        shown = np.where(2 * z95 * error > WIDEST_INTERVAL, np.nan, value)
        return shown, value - z * error, value + z * error

    return Estimate(*in_blocks(table, deaths, population, cells=CELLS))


def _usable(deaths: Floats, population: Floats) -> np.ndarray:
    sound = ((population > 0) & (deaths >= 0) & (deaths <= population)).all(axis=-1, keepdims=True)
    enough = population.sum(axis=-1, keepdims=True) > SMALLEST_POPULATION
    return np.asarray(sound & enough & (deaths[..., -1:] > 0))


def _expectancy(deaths: Floats, population: Floats, widths: Floats, lived: Floats) -> tuple[Floats, Floats]:
    """Return life expectancy and its variance. lived: the share of the band that those who die in it live of it."""
    rates = deaths / population
    yearly = widths * rates[..., :-1]
    dying = np.where(yearly * lived > 1, 1.0, yearly / (1 + yearly * (1 - lived)))
    alive = np.ones(rates.shape)
    np.cumprod(1 - dying, axis=-1, out=alive[..., 1:])
    years = np.empty(rates.shape)
    years[..., :-1] = widths * (alive[..., 1:] + lived * alive[..., :-1] * dying)
    years[..., -1] = alive[..., -1] / rates[..., -1]
    with np.errstate(divide="ignore", invalid="ignore"):
        expectancy = _from_the_end(years) / alive
        terms = _variance_terms(deaths, dying, alive, expectancy, (1 - lived) * widths, rates[..., -1])
        return expectancy, _from_the_end(terms) / (alive * alive)


def _variance_terms(
    deaths: Floats, dying: Floats, alive: Floats, expectancy: Floats, ahead: Floats, last_rate: Floats
) -> Floats:
    spread = np.where(deaths[..., :-1] > 0, dying * dying * (1 - dying) / deaths[..., :-1], 0.0)
    reach = alive[..., :-1] * (ahead + expectancy[..., 1:])
    terms = np.empty(deaths.shape)
    terms[..., :-1] = np.where((spread > 0) & (alive[..., :-1] > 0), reach * reach * spread, 0.0)
    last = alive[..., -1] / 2
    terms[..., -1] = last * last * 4 / (deaths[..., -1] * last_rate * last_rate)
    return terms


def _from_the_end(values: Floats) -> Floats:
    return np.cumsum(values[..., ::-1], axis=-1)[..., ::-1]
