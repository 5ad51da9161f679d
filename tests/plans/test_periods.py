"""Council terms begin on 1 June of the year of the election (611/2021): 2021, 2025, 2029."""

from __future__ import annotations

import datetime as dt

import pytest

from hytti.plans.rules.periods import Rhythm, before, named, period_of, term_of, years_after


@pytest.mark.parametrize(
    ("day", "label", "start", "end"),
    [
        ("2021-05-31", "2017–2021", "2017-06-01", "2021-05-31"),
        ("2021-06-01", "2021–2025", "2021-06-01", "2025-05-31"),
        ("2025-05-31", "2021–2025", "2021-06-01", "2025-05-31"),
        ("2025-06-01", "2025–2029", "2025-06-01", "2029-05-31"),
        ("2026-11-24", "2025–2029", "2025-06-01", "2029-05-31"),
        ("2028-02-29", "2025–2029", "2025-06-01", "2029-05-31"),
        ("2029-06-01", "2029–2033", "2029-06-01", "2033-05-31"),
    ],
)
def test_a_term_turns_on_the_first_of_june(day, label, start, end):
    term = term_of(dt.date.fromisoformat(day))
    assert (term.label, term.start.isoformat(), term.end.isoformat()) == (label, start, end)


def test_the_period_before_ends_the_day_before():
    term = term_of(dt.date(2026, 11, 24))
    assert before(Rhythm.PER_TERM, term).label == "2021–2025"
    year = period_of(Rhythm.YEARLY, dt.date(2026, 1, 1))
    assert before(Rhythm.YEARLY, year).end == dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("rhythm", "label"),
    [
        (Rhythm.YEARLY, "2021–2025"),
        (Rhythm.PER_TERM, "2022–2026"),
        (Rhythm.PER_TERM, "2023"),
        (Rhythm.STANDING, "2023"),
        (Rhythm.YEARLY, "ensi vuosi"),
        (Rhythm.YEARLY, ""),
    ],
)
def test_a_label_that_no_period_of_the_rhythm_has_is_none(rhythm, label):
    assert named(rhythm, label) is None


def test_a_label_finds_its_period():
    assert named(Rhythm.YEARLY, "2023").start == dt.date(2023, 1, 1)
    assert named(Rhythm.PER_TERM, "2021–2025").start == dt.date(2021, 6, 1)


def test_a_rhythm_without_periods_has_none():
    with pytest.raises(ValueError, match="standing has no periods"):
        period_of(Rhythm.STANDING, dt.date(2026, 1, 1))


def test_a_leap_day_comes_again_on_the_28th():
    assert years_after(dt.date(2024, 2, 29), 2) == dt.date(2026, 2, 28)
    assert years_after(dt.date(2024, 2, 29), 4) == dt.date(2028, 2, 29)
