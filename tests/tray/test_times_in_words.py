"""Times as cards tell them, and the next occasions of the rules of RFC 5545."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from hytti.tray import words
from hytti.tray.models import Time
from hytti.tray.occasions import next_times

NOW = dt.datetime(2026, 11, 24, 12)  # a Tuesday


def made(rrule="", **fields) -> Time:
    return Time(**{"starts_on": dt.date(2026, 9, 1), "starts_at": dt.time(10), "ends_at": dt.time(11), "rrule": rrule,
                   **fields})  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "Tiistaisin klo 10–11"),
        ("FREQ=WEEKLY", "Tiistaisin klo 10–11"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TH,TU;UNTIL=20270101", "Tiistaisin ja torstaisin klo 10–11"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Arkisin klo 10–11"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Joka päivä klo 10–11"),
        ("FREQ=DAILY", "Joka päivä klo 10–11"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "Joka toinen maanantai klo 10–11"),
        ("FREQ=MONTHLY;BYDAY=1WE", "Kuukauden ensimmäinen keskiviikko klo 10–11"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "Kuukauden viimeinen perjantai klo 10–11"),
        ("", "Ti 1.9.2026 klo 10–11"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", ""),
        ("FREQ=MONTHLY;BYMONTHDAY=15", ""),
        ("tämä ei ole sääntö", ""),
    ],
)
def test_a_rule_is_told_in_words_or_not_at_all(rrule, expected):
    assert plain(words.in_words(made(rrule))) == expected


def test_a_rule_without_words_is_told_by_its_note():
    assert words.in_words(made("FREQ=YEARLY", note_fi="Kerran vuodessa keväällä")) == "Kerran vuodessa keväällä"


def test_openings_say_that_something_is_open():
    assert plain(words.in_words(made("FREQ=WEEKLY;BYDAY=SA", kind="opening"))) == "Avoinna lauantaisin klo 10–11"


def test_hours_follow_the_language():
    half = made("FREQ=WEEKLY", starts_at=dt.time(9, 30), ends_at=None)
    assert plain(words.in_words(half)) == "Tiistaisin klo 9.30"
    with override("en"):
        assert words.hour(dt.time(9, 30)) == "9:30"


def days(*times: Time, count=5) -> list[str]:
    return [one.day.isoformat() for one in next_times(times, NOW, count)]


def test_the_next_five_skip_the_days_left_out_and_what_is_over_today():
    weekly = made("FREQ=WEEKLY;BYDAY=TU", excluded=["2026-12-08"])
    assert days(weekly) == ["2026-12-01", "2026-12-15", "2026-12-22", "2026-12-29", "2027-01-05"]


def test_what_still_goes_on_is_told():
    assert days(made("FREQ=WEEKLY;BYDAY=TU", ends_at=dt.time(14)), count=1) == ["2026-11-24"]
    over_midnight = made("FREQ=WEEKLY;BYDAY=MO", starts_at=dt.time(22), ends_at=dt.time(13))
    assert days(over_midnight, count=1) == ["2026-11-23"]


def test_the_end_of_the_rule_is_kept_to_its_last_day():
    assert days(made("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261201")) == ["2026-12-01"]
    assert days(made("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261201T000000Z")) == ["2026-12-01"]
    assert days(made("FREQ=WEEKLY;BYDAY=TU;COUNT=14")) == ["2026-12-01"]
    assert days(made("FREQ=WEEKLY;BYDAY=TU", ends_on=dt.date(2026, 12, 1))) == ["2026-12-01"]


def test_every_other_week_keeps_its_rhythm_from_long_ago():
    fortnightly = made("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", starts_on=dt.date(2006, 1, 3))
    expected = dt.date(2006, 1, 3)
    while expected < dt.date(2026, 11, 25):
        expected += dt.timedelta(days=14)
    assert days(fortnightly, count=1) == [expected.isoformat()]


def test_single_times_and_rules_stand_in_the_order_of_days():
    once = made(starts_on=dt.date(2026, 11, 30))
    assert days(made("FREQ=WEEKLY;BYDAY=TU"), once, count=2) == ["2026-11-30", "2026-12-01"]
    assert days(made(starts_on=dt.date(2026, 11, 23))) == []
    assert days(made(starts_on=dt.date(2026, 11, 20), ends_on=dt.date(2026, 11, 26))) == ["2026-11-20"]


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=1;BYMINUTE=2;BYSECOND=3", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;COUNT=x", "FREQ=WEEKLY;UNTIL=eilen", "FREQ",
        ";;=",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",
    ],
)  # fmt: skip
def test_rules_that_cannot_be_followed_give_no_days(rrule):
    assert days(made(rrule)) == []


def test_openings_are_no_occasions():
    assert days(made("FREQ=DAILY", kind="opening")) == []
