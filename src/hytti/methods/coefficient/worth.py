"""What a point is worth before any table is known: prices and residents are enough."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from .apportion import to_cent

if TYPE_CHECKING:
    from .rules import Rules


class Worth(NamedTuple):
    """Euros a year. at_one: with k = 1. hundredth: of 0.01 of k. point: of one point of K, None where not known."""

    at_one: Decimal
    hundredth: Decimal
    point: Decimal | None


def worth_of_point(rules: Rules, residents: int, national_K: float | None = None) -> Worth:
    """What 0.01 of k, and a point of K (0–100), are worth to an area of so many residents.

    national_K: the whole country's K, where known. It is taken to stay, though the area's own K is a small part of it.
    Where the money is divided by residents alone, k is always 1 and both are worth nothing.
    Raises ValueError on residents below zero, or a national K that is not above zero.
    """
    if residents < 0:
        raise ValueError("residents must not be negative")
    if national_K is not None and not national_K > 0:
        raise ValueError("the national K must be above zero")
    at_one = rules.base_price * residents
    moved = at_one if rules.applies else Decimal(0)
    point = None if national_K is None else to_cent(moved / Decimal(national_K))
    return Worth(at_one, to_cent(moved / 100), point)
