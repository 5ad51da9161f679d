"""A sum of money to the cent: every cent is given, none twice."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CENT = Decimal("0.01")


def to_cent(euros: Decimal | float) -> Decimal:
    """Round half away from zero to the cent; not a number stays so."""
    amount = Decimal(euros)
    return amount if amount.is_nan() else amount.quantize(CENT, ROUND_HALF_UP)


def apportion(pot: Decimal, weights: Sequence[float], keys: Sequence[str]) -> tuple[Decimal, ...]:
    """Divide a pot by weights, by the largest remainder.

    pot: euros, whole cents. weights: finite, none negative, not all zero. keys: one for each weight, told apart: of
    equal remainders the heavier gets the cent, of equally heavy the first key, so that the order does not matter.
    Answers euros in the order of the weights; their sum is the pot exactly.
    Raises ValueError on a pot with parts of a cent, or weights that divide nothing.
    """
    if pot != pot.quantize(CENT):
        raise ValueError("the pot has parts of a cent")
    ratios = [float(weight).as_integer_ratio() for weight in weights]  # denominators are powers of two
    common = max(denominator for _, denominator in ratios)
    exact = [numerator * (common // denominator) for numerator, denominator in ratios]
    total, cents = sum(exact), int(pot.scaleb(2))
    if total <= 0 or min(exact) < 0:
        raise ValueError("weights must not be negative, nor all zero")
    given, left = zip(*(divmod(cents * weight, total) for weight in exact), strict=True)
    order = sorted(range(len(exact)), key=lambda at: (-left[at], -exact[at], keys[at]))
    further = set(order[: cents - sum(given)])
    return tuple(Decimal(each + (at in further)).scaleb(-2) for at, each in enumerate(given))
