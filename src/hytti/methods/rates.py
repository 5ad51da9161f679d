"""Rates, proportions and means with their intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from hytti.methods import _inputs
from hytti.methods._blocks import by_element, in_blocks
from hytti.methods._inputs import Floats
from hytti.methods._weighted import weighted_sums
from hytti.methods.estimates import Estimate

EXACT_BELOW = 10
"""Below this many events the limits are exact, from it on Byar's; a standardised rate is not given below it."""


def byar_limits(events: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Give Byar's limits of a Poisson count.

    events: any shape; counts, also not whole.
    Returns the count, lower and upper of the same shape; the lower limit is NaN where the formula falls below zero
    (no events, or one at 99.8 %).
    Raises ValueError on negative counts.
    Source: Breslow & Day 1987, IARC 82, p. 69; PHE Technical Guide, "Byar's method".
    """
    z = _inputs.z_of(confidence)
    return Estimate(*by_element(lambda count: _byar(_inputs.counts(count, "events"), z), events))


def _byar(events: Floats, z: float) -> Estimate:
    with np.errstate(divide="ignore", invalid="ignore"):
        low = 1 - 1 / (9 * events) - z / (3 * np.sqrt(events))
        lower = np.where(low < 0, np.nan, events * low * low * low)
    above = events + 1
    high = 1 - 1 / (9 * above) + z / (3 * np.sqrt(above))
    return Estimate.of(events, lower, above * high * high * high)


def poisson_limits(events: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Give the limits of a Poisson count: exact below 10 events, Byar's from 10.

    events: any shape; counts, also not whole.
    Returns the count, lower and upper of the same shape; no events give a lower limit of 0.
    Raises ValueError on negative counts.
    Source: Garwood 1936, Biometrika 28:437 (exact); PHE Technical Guide, "Rates".
    """
    return Estimate(*by_element(lambda count: _poisson(_inputs.counts(count, "events"), confidence), events))


def _poisson(events: Floats, confidence: float) -> Estimate:
    _, lower, upper = _byar(events, _inputs.z_of(confidence))
    few = events < EXACT_BELOW
    if few.any():
        lower, upper = np.array(lower), np.array(upper)
        lower[few], upper[few] = _exact(events[few], confidence)
    return Estimate.of(events, lower, upper)


def _exact(events: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Look whole counts up in a table of ten, as nearly all are."""
    whole = events.astype(np.intp)
    lower, upper = (limit[whole] for limit in _garwood(np.arange(EXACT_BELOW, dtype=np.float64), confidence))
    between = whole != events
    if between.any():
        lower[between], upper[between] = _garwood(events[between], confidence)
    return lower, upper


def _garwood(events: Floats, confidence: float) -> tuple[Floats, Floats]:
    from scipy.special import gammaincinv

    below, above = _inputs.tails(confidence)
    lower = np.where(events > 0, gammaincinv(np.where(events > 0, events, 1), below), 0.0)
    return lower, _inputs.floats(gammaincinv(events + 1, above))


def crude_rate(events: ArrayLike, population: ArrayLike, *, per: float = 100_000, confidence: float = 0.95) -> Estimate:
    """Divide events by the population they happened in.

    events, population: shapes that broadcast; counts, and persons or person-years.
    Returns value, lower and upper in events per `per` persons; NaN where the count is NaN.
    Exact limits below 10 events, Byar's from 10.
    Raises ValueError on negative counts or a population that is not above zero.
    Source: PHE Technical Guide, "Rates".
    """
    scale = _inputs.scale_of(per)

    def rate(count: Floats, population: Floats) -> Estimate:
        persons = _inputs.above_zero(population, "population")
        return _poisson(_inputs.counts(count, "events"), confidence).scaled(scale / persons)

    return Estimate(*by_element(rate, events, population))


def proportion(events: ArrayLike, population: ArrayLike, *, per: float = 1, confidence: float = 0.95) -> Estimate:
    """Give the share of a population, with Wilson's interval.

    events, population: shapes that broadcast; events may be no more than the population, and not whole.
    per: 1 for a share, 100 for per cent. confidence: also 1, which gives 0 and `per`.
    Returns value, lower and upper; NaN where the count is NaN.
    Raises ValueError on negative counts, a population that is not above zero, or more events than population.
    Source: Wilson 1927, JASA 22:209; Newcombe & Altman 2000.
    """
    scale, z = _inputs.scale_of(per), np.inf if confidence == 1 else _inputs.z_of(confidence)

    def share(count: Floats, population: Floats) -> Estimate:
        persons = _inputs.above_zero(population, "population")
        if (_inputs.counts(count, "events") > persons).any():
            raise ValueError("events must not outnumber the population")
        return _wilson(count, persons, z).scaled(scale)

    return Estimate(*by_element(share, events, population))


def _wilson(count: Floats, persons: Floats, z: float) -> Estimate:
    share = count / persons
    if np.isinf(z):
        return Estimate.of(share, 0 * share, 0 * share + 1)
    centre, spread = 2 * count + z * z, z * np.sqrt(z * z + 4 * count * (1 - share))
    whole = 2 * (persons + z * z)
    return Estimate.of(
        share, np.clip((centre - spread) / whole, 0, share), np.clip((centre + spread) / whole, share, 1)
    )


def directly_standardised_rate(
    events: ArrayLike,
    population: ArrayLike,
    weights: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
    event_frequency: ArrayLike | None = None,
) -> Estimate:
    """Weight age-specific rates to a standard population.

    events, population: shape (..., ages); counts, and persons or person-years. A NaN count is no events.
    weights: shape (ages,), or (..., ages) where groups have their own; only the proportions matter.
    event_frequency: where one person may have many events, shape (frequencies,): how many; `events` is then of shape
    (..., frequencies, ages), the persons who had that many, and the interval is wider accordingly.
    Returns value, lower and upper of shape (...), in events per `per` persons; NaN where fewer than 10 events
    stand behind the rate. Dobson's interval on Byar's limits.
    Raises ValueError on shapes that do not broadcast, negative counts, or a population of zero in a weighted age.
    Source: Dobson et al. 1991, Stat Med 10:457; PHE Technical Guide, "DSR".
    """
    _inputs.weights_of(weights)
    scale, z = _inputs.scale_of(per), _inputs.z_of(confidence)

    def rate(count: Floats, squares: Floats, persons: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
        value, variance, total = weighted_sums(count, persons, weight, squares=squares)
        total = np.where(total < EXACT_BELOW, np.nan, total)
        spread = np.sqrt(variance / total)
        _, lower, upper = _byar(total, z)
        to_scale = scale / weight.sum(axis=-1)
        value = np.where(np.isnan(total), np.nan, value)
        return (
            value * to_scale,
            (value + spread * (lower - total)) * to_scale,
            (value + spread * (upper - total)) * to_scale,
        )

    if event_frequency is None:
        return Estimate(*in_blocks(lambda x, n, w: rate(x, x, n, w), events, population, weights))
    count, squares = _repeated(events, event_frequency)
    return Estimate(*in_blocks(rate, count, squares, population, weights))


def _repeated(persons: ArrayLike, event_frequency: ArrayLike) -> tuple[Floats, Floats]:
    """Return the events, and the sum of squares that stands for their variance, from persons by number of events."""
    frequency = _inputs.above_zero(event_frequency, "event_frequency")
    people = np.nan_to_num(_inputs.counts(persons, "events"), nan=0.0)
    if frequency.ndim != 1 or people.ndim < 2 or people.shape[-2] != frequency.size:
        raise ValueError("events must have the shape (..., frequencies, ages), one frequency for each event_frequency")
    return np.einsum("...fa,f->...a", people, frequency), np.einsum("...fa,f->...a", people, frequency * frequency)


def indirectly_standardised_ratio(
    events: ArrayLike,
    population: ArrayLike,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    *,
    per: float = 1,
    confidence: float = 0.95,
) -> Estimate:
    """Divide the events by those expected at the reference's age-specific rates.

    events: shape (..., ages), or (..., 1) where only the total is known; a NaN count is no events.
    population: shape (..., ages). reference_events, reference_population: shape (ages,) or (..., ages).
    per: 1 for a ratio, 100 for an SMR as it is usually printed.
    Returns value, lower and upper of shape (...). Exact limits below 10 events, Byar's from 10.
    Raises ValueError on negative counts, a reference population that is not above zero, or no events expected.
    Source: Breslow & Day 1987, IARC 82; PHE Technical Guide, "ISR".
    """
    scale = _inputs.scale_of(per)
    parts = in_blocks(_against(confidence), events, population, reference_events, reference_population)
    return Estimate(*parts).scaled(scale)


def indirectly_standardised_rate(
    events: ArrayLike,
    population: ArrayLike,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Estimate:
    """Multiply the indirectly standardised ratio by the reference's crude rate.

    Arguments, edges and errors as in `indirectly_standardised_ratio`; the answer is in events per `per` persons.
    Source: PHE Technical Guide, "ISR".
    """
    ratio = indirectly_standardised_ratio(
        events, population, reference_events, reference_population, confidence=confidence
    )
    reference = _inputs.floats(reference_events), _inputs.floats(reference_population)
    crude = _inputs.scale_of(per) * reference[0].sum(axis=-1) / reference[1].sum(axis=-1)
    return ratio.scaled(crude)


def _against(confidence: float) -> Callable[..., tuple[Floats, ...]]:
    def ratio(
        events: Floats, population: Floats, reference_events: Floats, reference_population: Floats
    ) -> tuple[Floats, ...]:
        observed = np.nan_to_num(_inputs.counts(events, "events"), nan=0.0).sum(axis=-1)
        persons = _whole_counts(population, "population")
        reference = _whole_counts(reference_events, "reference_events")
        rates = reference / _inputs.above_zero(reference_population, "reference_population")
        _inputs.require_same_ages(persons, rates)
        expected = np.vecdot(persons, rates)
        if not (expected > 0).all():
            raise ValueError("no events are expected in a group: its ratio has no meaning")
        return tuple(part / expected for part in _poisson(observed, confidence))

    return ratio


def _whole_counts(values: Floats, name: str) -> Floats:
    if np.isnan(values).any():
        raise ValueError(f"{name} must not be missing")
    return _inputs.counts(values, name)


def mean(values: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Average values, with Student's interval.

    values: shape (..., observations); NaN marks a missing observation and is left out.
    Returns value, lower and upper of shape (...), in the values' unit; limits are NaN for a single observation, and
    all three for none.
    Raises ValueError on infinite values.
    Source: Student 1908, Biometrika 6:1; PHE Technical Guide, "Means".
    """
    upper_tail = _inputs.tails(confidence)[1]
    return Estimate(*in_blocks(lambda block: _student(block, upper_tail), values))


def _student(values: Floats, upper_tail: float) -> Estimate:
    from scipy.special import stdtrit

    if np.isinf(values).any():
        raise ValueError("values must be finite")
    seen = ~np.isnan(values)
    number = seen.sum(axis=-1).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.where(seen, values, 0.0).sum(axis=-1) / number
        deviation = np.where(seen, values - centre[..., None], 0.0)
        variance = (deviation * deviation).sum(axis=-1) / (number - 1)
        reach = stdtrit(number - 1, upper_tail) * np.sqrt(variance / number)
    return Estimate.of(centre, centre - reach, centre + reach)
