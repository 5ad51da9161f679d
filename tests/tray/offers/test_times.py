"""Times in the form's words and as RFC 5545 writes them; the expected days come from python-dateutil."""

import datetime as dt

import pytest
from dateutil.rrule import rrulestr

from hytti.tray.rules.times import EVERY_OTHER, MONTHLY, ONCE, WEEKLY, Told, repeats_of, rule_of

TUESDAY = dt.date(2026, 11, 3)  # the first Tuesday of the month


def days(told, count=3):
    start = dt.datetime.combine(told.starts_on, told.starts_at or dt.time())
    return [when.date() for when, _ in zip(rrulestr(rule_of(told), dtstart=start), range(count), strict=False)]


def test_every_week():
    assert days(Told(TUESDAY, WEEKLY)) == [dt.date(2026, 11, 3), dt.date(2026, 11, 10), dt.date(2026, 11, 17)]


def test_every_other_week_until_the_last_day_with_it():
    told = Told(TUESDAY, EVERY_OTHER, dt.time(17, 30), ends_on=dt.date(2026, 11, 17))
    assert days(told, 9) == [dt.date(2026, 11, 3), dt.date(2026, 11, 17)]


def test_the_same_weekday_of_each_month():
    assert days(Told(TUESDAY, MONTHLY)) == [dt.date(2026, 11, 3), dt.date(2026, 12, 1), dt.date(2027, 1, 5)]
    last = Told(dt.date(2026, 11, 30), MONTHLY)
    assert days(last) == [dt.date(2026, 11, 30), dt.date(2026, 12, 28), dt.date(2027, 1, 25)]


@pytest.mark.parametrize("repeats", [ONCE, WEEKLY, EVERY_OTHER, MONTHLY])
def test_what_is_told_is_read_back(repeats):
    assert repeats_of(rule_of(Told(TUESDAY, repeats, ends_on=dt.date(2027, 5, 4)))) == repeats


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", "FREQ=YEARLY"]
)
def test_a_rule_that_the_form_has_no_words_for_is_left_alone(rule):
    assert repeats_of(rule) is None
