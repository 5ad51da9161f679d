"""Axes: round ticks, and the way from a value to a place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log, log10

from hytti.core.charts.text import text_width

TickText = Callable[[float, int], str]
"""Writes a tick: the value, and how many decimals the step between the ticks needs."""

_AIR = 14.0  # between two texts on one axis


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The limits of an axis, linear or logarithmic; it may run downwards (low > high).

    Raises ValueError on limits that are equal or not finite, and on a logarithm of what is not positive.
    """

    low: float
    high: float
    log: bool = False

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high)) or self.low == self.high:
            raise ValueError("an axis needs two limits that differ")
        if self.log and min(self.low, self.high) <= 0:
            raise ValueError("a logarithmic axis is above zero")

    def share(self, value: float) -> float:
        """How far along the axis the value is: 0 at `low`, 1 at `high`, outside them below 0 or above 1."""
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        if value <= 0:
            return float("-inf") if self.low < self.high else float("inf")
        return log(value / self.low) / log(self.high / self.low)

    def place(self, value: float, start: float, end: float) -> float:
        """The pixel between `start` and `end`; what is outside the axis stands at its end."""
        return start + min(max(self.share(value), 0.0), 1.0) * (end - start)


def known(value: float | None) -> bool:
    """Is there a figure? None, NaN and the infinities are none."""
    return value is not None and isfinite(value)


def extent(values: Iterable[float | None]) -> tuple[float, float] | None:
    """The least and the greatest of the known values, None where nothing is known."""
    there = [value for value in values if value is not None and isfinite(value)]
    return (min(there), max(there)) if there else None


def nice_ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round places that cover the values from low to high: steps of 1, 2 or 5 × 10ⁿ, at most `count` + 1 of them.

    Limits that are equal, or only parted by rounding, are moved a tenth of the value apart. Raises ValueError when
    low > high.
    """
    if low > high:
        raise ValueError("the low limit is above the high one")
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = (low, high + (high / 10 or 1.0)) if low >= 0 else (low + low / 10, high)
    rough = (high - low) / max(count, 1)
    base = 10.0 ** floor(log10(rough))
    for factor in (1, 2, 5, 10, 20):
        step = factor * base
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
        if last - first <= count or factor == 20:
            break
    decimals = step_decimals(step)
    return tuple(round(at * step, decimals) for at in range(first, last + 1))


def step_decimals(step: float) -> int:
    """How many decimals the multiples of a step of 1, 2 or 5 × 10ⁿ need."""
    return max(0, -floor(log10(step) + 1e-9))


def written(places: Sequence[float], text: TickText) -> tuple[Tick, ...]:
    """The places with their texts, all with as many decimals as the step needs."""
    decimals = step_decimals(places[1] - places[0]) if len(places) > 1 else 0
    return tuple(Tick(at, text(at, decimals)) for at in places)


def fitting_ticks(low: float, high: float, length: float, size: float, text: TickText) -> tuple[Tick, ...]:
    """Ticks of a lying axis `length` pixels long, as many as have room for their texts, at most eight."""
    for count in range(min(7, max(1, int(length / 40))), 0, -1):
        ticks = written(nice_ticks(low, high, count), text)
        widest = max(text_width(tick.text, size) for tick in ticks)
        if (widest + _AIR) * (len(ticks) - 1) <= length:
            return ticks
    return ticks[:: len(ticks) - 1]
