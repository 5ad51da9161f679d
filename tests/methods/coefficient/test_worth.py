from __future__ import annotations

from decimal import Decimal

import pytest

from hytti.methods.coefficient.rules import rules
from hytti.methods.coefficient.worth import worth_of_point


def test_a_hundredth_of_the_coefficient_is_price_times_residents_over_a_hundred():
    # 70.95 · 204 635 = 14 518 853.25; the residents are those of Päijät-Häme's municipalities, 31.12.2024, added up.
    worth = worth_of_point(rules("county", 2026), 204_635)
    assert worth == (Decimal("14518853.25"), Decimal("145188.53"), None)


def test_a_point_of_K_needs_the_national_K():
    # 20.67 · 121 337 / 60 = 41 800.60
    worth = worth_of_point(rules("municipality", 2026), 121_337, 60.0)
    assert worth == (Decimal("2508035.79"), Decimal("25080.36"), Decimal("41800.60"))


def test_before_2026_a_countys_point_was_worth_nothing():
    assert worth_of_point(rules("county", 2025), 1000, 60) == (Decimal("45860.00"), 0, 0)


@pytest.mark.parametrize(("residents", "national"), [(-1, None), (1, 0.0), (1, float("nan"))])
def test_what_cannot_be_is_refused(residents, national):
    with pytest.raises(ValueError, match="must"):
        worth_of_point(rules("county", 2026), residents, national)
