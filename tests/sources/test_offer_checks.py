"""What makes a record an offer: what is refused, what is left out and told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hytti.sources.offer_checks import checked, is_personal_email
from hytti.sources.offers import ContactRecord, OfferRecord, PlaceRecord, ProviderRecord, TimeRecord
from hytti.sources.problems import Code

MONDAY = dt.date(2026, 1, 5)
GROUP = OfferRecord("1", "group", {"fi": "Kävelyryhmä"}, ProviderRecord({"fi": "Esimerkki ry"}))


def codes(item):
    return [one.code for one in item.problems]


def test_a_plain_offer_is_right():
    assert checked(GROUP).record == GROUP
    assert codes(checked(GROUP)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"provider": None}, Code.NO_PROVIDER),
        ({"provider": ProviderRecord({"fi": "  "})}, Code.NO_PROVIDER),
        ({"id": ""}, Code.NO_ID),
        ({"names": {"fi": "<p> </p>"}}, Code.NO_NAME),
        ({"names": {"fi": "ö" * 201}}, Code.TOO_LONG),
        ({"valid_from": MONDAY, "valid_until": MONDAY - dt.timedelta(days=1)}, Code.ENDS_BEFORE_START),
        ({"descriptions": {"fi": "Kysy 131052-308T kautta"}}, Code.IDENTITY_CODE),  # the state's own example of a code
    ],
)
def test_what_cannot_be_an_offer_is_refused(change, code):
    item = checked(replace(GROUP, **change))
    assert item.record is None
    assert codes(item) == [code]


def test_an_offer_without_a_provider_takes_the_feeds():
    assert checked(replace(GROUP, provider=None), default=GROUP.provider).record == GROUP


@pytest.mark.parametrize("point", [(0.0, 0.0), (25.66, 60.98), (59.3, 18.06), (6_790_000.0, 420_000.0), (60.9, None)])
def test_coordinates_outside_finland_are_left_out_and_the_place_stays(point):
    item = checked(replace(GROUP, places=(PlaceRecord(street="Torikatu 1", latitude=point[0], longitude=point[1]),)))
    assert codes(item) == [Code.OUTSIDE_FINLAND]
    assert item.record.places == (PlaceRecord(street="Torikatu 1"),)


def test_a_wrong_municipality_is_told_and_the_others_stay():
    item = checked(replace(GROUP, municipalities=("398", "999", "39")))
    assert codes(item) == [Code.UNKNOWN_MUNICIPALITY] * 2
    assert item.record.municipalities == ("398",)


def test_a_long_summary_is_cut_after_a_whole_sentence_and_becomes_the_description():
    long = "Tule mukaan. " + "Kävelemme yhdessä. " * 300
    item = checked(replace(GROUP, summaries={"fi": long}))
    assert codes(item) == [Code.TOO_LONG]
    assert len(item.record.summaries["fi"]) <= 150
    assert item.record.summaries["fi"].endswith("yhdessä.")
    assert 4900 < len(item.record.descriptions["fi"]) <= 5000


def test_a_long_summary_of_one_sentence_is_no_summary():
    item = checked(replace(GROUP, summaries={"fi": "x" * 5000}, descriptions={"fi": "Oma kuvaus."}))
    assert (item.record.summaries, item.record.descriptions) == ({}, {"fi": "Oma kuvaus."})


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", Code.TOO_OFTEN),
        ("FREQ=MINUTELY;COUNT=3", Code.TOO_OFTEN),
        ("FREQ=DAILY;BYHOUR=1,2,3", Code.TOO_OFTEN),
        ("FREQ=DAILY", Code.ENDLESS),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=100000", Code.NOT_A_RULE),
        ("FREQ=WEEKLY;INTERVAL=0", Code.NOT_A_RULE),
        ("FREQ=WEEKLY;BYDAY=XX", Code.NOT_A_RULE),
        ("joka maanantai", Code.NOT_A_RULE),
        ("FREQ=WEEKLY;UNTIL=20251231", Code.ENDS_BEFORE_START),
        ("FREQ=WEEKLY;UNTIL=20261399", Code.NOT_A_RULE),
    ],
)
def test_a_rule_that_a_calendar_cannot_show_is_left_out(rule, code):
    good = TimeRecord(MONDAY, starts_at=dt.time(10))
    item = checked(replace(GROUP, times=(TimeRecord(MONDAY, rrule=rule), good)))
    assert codes(item) == [code]
    assert item.record.times == (good,)


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1TU", "FREQ=DAILY;COUNT=5"])
def test_a_group_may_meet_until_told_otherwise(rule):
    assert codes(checked(replace(GROUP, times=(TimeRecord(MONDAY, rrule=rule),)))) == []


def test_opening_hours_may_be_daily_without_an_end_and_an_event_must_end():
    daily = TimeRecord(MONDAY, "opening", rrule="FREQ=DAILY")
    assert codes(checked(replace(GROUP, times=(daily,)))) == []
    weekly = TimeRecord(MONDAY, rrule="FREQ=WEEKLY")
    item = checked(replace(GROUP, kind="event", times=(weekly,)))
    assert (item.record, codes(item)) == (None, [Code.ENDLESS])


def test_an_end_before_the_start_takes_the_time_out():
    days = TimeRecord(MONDAY, ends_on=MONDAY - dt.timedelta(days=1))
    hours = TimeRecord(MONDAY, ends_on=MONDAY, starts_at=dt.time(18), ends_at=dt.time(17))
    item = checked(replace(GROUP, times=(days, hours)))
    assert codes(item) == [Code.ENDS_BEFORE_START] * 2
    assert item.record.times == ()


def test_hours_may_run_over_midnight():
    night = TimeRecord(MONDAY, starts_at=dt.time(22), ends_at=dt.time(2))
    assert checked(replace(GROUP, times=(night,))).record.times == (night,)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "https://a b.fi", "//x.fi"])
def test_only_addresses_of_the_web_are_kept(address):
    item = checked(replace(GROUP, address=address))
    assert (item.record.address, codes(item)) == ("", [Code.NOT_WEB])


@pytest.mark.parametrize("address", ["matti.meikalainen@example.org", "m.meikäläinen@example.org"])
def test_a_persons_own_email_is_left_out_and_not_repeated(address):
    info = ContactRecord("email", "info@example.org")
    item = checked(replace(GROUP, contacts=(ContactRecord("email", address), info)))
    assert (item.record.contacts, codes(item)) == ((info,), [Code.PERSONAL_EMAIL])
    assert address not in str(item.problems)


@pytest.mark.parametrize("address", ["info@x.fi", "kirjasto.lahti@x.fi", "asiakaspalvelu.heinola@x.fi"])
def test_an_offices_email_is_kept(address):
    assert not is_personal_email(address)


def test_markup_becomes_text_and_scripts_nothing():
    texts = {"fi": "<p>Tule &amp; liiku</p><script>alert(1)</script><ul><li>yksi</li></ul>"}
    assert checked(replace(GROUP, descriptions=texts)).record.descriptions == {"fi": "Tule & liiku\n\nyksi"}


@pytest.mark.parametrize("ages", [(65, 18), (-1, None), (None, 400)])
def test_ages_out_of_order_are_left_out(ages):
    item = checked(replace(GROUP, minimum_age=ages[0], maximum_age=ages[1]))
    assert (item.record.minimum_age, item.record.maximum_age) == (None, None)
    assert len(item.problems) == 1
