"""Weighted sums of age-specific rates: what standardised rates and lost years of life have in common."""

from __future__ import annotations

import numpy as np

from hytti.methods._inputs import Floats, require_same_ages


def weighted_sums(
    events: Floats, population: Floats, weights: Floats, *, squares: Floats | None = None
) -> tuple[Floats, Floats, Floats]:
    """Return Σ w·x/n, its Poisson variance Σ w²·s/n², and Σ x over the weighted ages.

    events, population, weights: shapes (..., ages) that broadcast. squares: s, the events themselves where absent.
    A NaN count is no events. Raises ValueError on negative counts, or a population of zero in a weighted age.
    """
    require_same_ages(events, weights)
    count = known_events(events)
    spread = count if squares is None or squares is events else squares
    factor = weights / _populated(population, weights)
    value = np.vecdot(count, factor)
    factor *= factor
    total = np.vecdot(count, (weights > 0).astype(np.float64))
    if not np.isfinite(total).all():
        raise ValueError("events must be finite")
    return value, np.vecdot(spread, factor), np.broadcast_to(total, value.shape)


def known_events(events: Floats) -> Floats:
    fewest = events.min(initial=0.0)
    if np.isnan(fewest):
        events = np.where(np.isnan(events), 0.0, events)
        fewest = events.min(initial=0.0)
    if fewest < 0:
        raise ValueError("events must not be negative")
    return events


def _populated(population: Floats, weights: Floats) -> Floats:
    """Return populations to divide by; ages without weight may be empty."""
    lowest, highest = population.min(initial=1.0), population.max(initial=1.0)
    if lowest > 0 and highest < np.inf:
        return population
    unweighted = np.broadcast_to(weights == 0, np.broadcast_shapes(population.shape, weights.shape))
    if not ((population > 0) & (population < np.inf) | unweighted).all():
        raise ValueError("population must be finite and above zero in each weighted age")
    return np.where(population > 0, population, 1.0)
