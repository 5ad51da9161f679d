"""A sum of money to the cent: every cent is given, none twice."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
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
    cents = Fraction(pot) * 100
    exact = [Fraction(weight) for weight in weights]
    total = sum(exact)
    if cents.denominator != 1:
        raise ValueError("the pot has parts of a cent")
    if total <= 0 or min(exact) < 0:
        raise ValueError("weights must not be negative, nor all zero")
    quotas = [cents * weight / total for weight in exact]
    given = [quota.numerator // quota.denominator for quota in quotas]
    order = sorted(range(len(exact)), key=lambda at: (given[at] - quotas[at], -exact[at], keys[at]))
    for at in order[: int(cents) - sum(given)]:
        given[at] += 1
    return tuple(Decimal(each).scaleb(-2) for each in given)
