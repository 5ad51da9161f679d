"""Calendars, tables and lists for other systems: the same question, nothing that is not public."""

import csv
import datetime as dt
import io
import json
import re
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from hytti.tray.exchange.ids import lasting, owners, part
from hytti.tray.exchange.repeats import repeat_of
from hytti.tray.models import Offer, Time
from hytti.tray.occasions import next_times
from tray_offers import make_offers

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def offers(db):
    return make_offers()


@pytest.fixture(autouse=True)
def plain_static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def events_of(client, name="tray:calendar", *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return Calendar.from_ical(answer.content), answer.content


def occurrences(event):
    """Every moment of the event that the file tells, expanded by the rule as RFC 5545 has it."""
    start = event.decoded("dtstart")
    if "rrule" not in event:
        return [start]
    naive = dt.datetime.combine(start, dt.time()) if not isinstance(start, dt.datetime) else start.replace(tzinfo=None)
    text = event["rrule"].to_ical().decode()
    until = re.search(r"UNTIL=(\d{8}T\d{6})Z", text)
    if until:
        moment = dt.datetime.strptime(until[1], "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC).astimezone(HELSINKI)
        text = text.replace(until[0], f"UNTIL={moment:%Y%m%dT%H%M%S}")
    found = rruleset()
    found.rrule(rrulestr(text, dtstart=naive))
    for day in getattr(event.get("exdate"), "dts", []):
        found.exdate(day.dt.replace(tzinfo=None))
    return [moment if not isinstance(start, dt.datetime) else moment.replace(tzinfo=HELSINKI) for moment in found]


def test_the_file_says_when_and_where_as_the_standard_has_it(offers, client):
    calendar, raw = events_of(client, "tray:offer_ics", "kavelyryhma")
    assert (str(calendar["version"]), str(calendar["prodid"])) == ("2.0", "-//Hytti//Tarjotin//FI")
    weekly = next(event for event in calendar.walk("VEVENT") if isinstance(event.decoded("dtstart"), dt.datetime))
    assert weekly["dtstart"].params["TZID"] == "Europe/Helsinki"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Helsinki"]
    assert str(weekly["location"]) == "Tori, Kauppakatu 1, 15100 ÄKÄSLAHTI"
    assert weekly["geo"].to_ical() == "60.98;25.66"
    assert str(weekly["url"]) == f"http://testserver{offers.walk.get_absolute_url()}"
    assert "Ryhmä" in weekly["categories"].cats
    assert "Lähde: " in str(weekly["description"])
    assert weekly["rrule"]["until"][0].tzinfo is not None
    assert b"EXDATE;TZID=Europe/Helsinki:20261224T100000" in raw
    assert not calendar.errors
    assert not weekly.errors


def test_the_hour_stays_the_same_over_both_changes_of_the_clock(offers, client):
    calendar, _raw = events_of(client, "tray:offer_ics", "kavelyryhma")
    weekly = next(event for event in calendar.walk("VEVENT") if isinstance(event.decoded("dtstart"), dt.datetime))
    found = occurrences(weekly)
    first, last = dt.date(2026, 9, 28), dt.date(2027, 4, 30)
    days = [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]
    expected = [
        day for day in days
        if (day - first).days // 7 % 2 == 0 and day.weekday() in (1, 3) and day != dt.date(2026, 12, 24)
    ]  # fmt: skip
    assert [moment.date() for moment in found] == expected
    assert {moment.time() for moment in found} == {dt.time(10)}
    utc = {moment.date(): moment.astimezone(dt.UTC).hour for moment in found}
    assert (utc[dt.date(2026, 10, 15)], utc[dt.date(2026, 10, 27)]) == (7, 8)
    assert (utc[dt.date(2027, 3, 18)], utc[dt.date(2027, 3, 30)]) == (8, 7)


def test_the_file_tells_the_same_occasions_as_the_page(offers, client):
    for offer in (offers.walk, offers.camp):
        calendar, _raw = events_of(client, "tray:offer_ics", offer.slug)
        told = set()
        for event in calendar.walk("VEVENT"):
            some = occurrences(event) if "COUNT" in str(event.get("rrule")) or "rrule" not in event else []
            told |= {
                moment.date() if isinstance(moment, dt.datetime) else moment
                for moment in some or occurrences(event)[:20]
            }
        coming = next_times(offer.times.all(), dt.datetime(2026, 9, 1), 12)
        assert coming
        assert {occasion.day for occasion in coming if occasion.day < dt.date(2040, 1, 1)} <= told


def test_a_time_over_midnight_ends_the_next_day_and_a_day_without_an_hour_lasts_it_whole(offers, client):
    calendar, _raw = events_of(client, "tray:offer_ics", "leiri")
    night, days = calendar.walk("VEVENT")
    assert night.decoded("dtend") - night.decoded("dtstart") == dt.timedelta(hours=4)
    assert (days.decoded("dtstart"), days.decoded("dtend")) == (dt.date(2027, 7, 1), dt.date(2027, 7, 4))


def test_a_calendar_follows_its_question_and_leaves_out_openings_and_what_is_withdrawn(offers, client):
    calendar, _raw = events_of(client)
    assert {str(event["summary"]) for event in calendar.walk("VEVENT")} == {"Rauhallinen kävelyryhmä", "Leiri"}
    calendar, _raw = events_of(client, laji="event")
    assert {str(event["summary"]) for event in calendar.walk("VEVENT")} == {"Leiri"}
    assert str(calendar["x-wr-calname"]) == "Tarjotin: Tapahtuma"
    assert client.get(reverse("tray:offer_ics", args=["lopetettu"])).status_code == 404
    assert client.get(reverse("tray:offer_ics", args=["uimahalli"])).status_code == 404


def test_the_names_of_events_last(offers, client):
    uids = [{str(event["uid"]) for event in events_of(client)[0].walk("VEVENT")} for _ in range(2)]
    assert uids[0] == uids[1]
    assert len(uids[0]) == 4


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY", "FREQ=WEEKLY;UNTIL=eilen", "roskaa"]
)
def test_a_rule_that_never_comes_or_cannot_be_read_gives_no_event(rule):
    assert repeat_of(Time(starts_on=dt.date(2026, 1, 1), rrule=rule)) is None


def test_count_and_a_last_day_together_become_the_day_that_comes_first():
    time = Time(starts_on=dt.date(2026, 1, 1), rrule="FREQ=WEEKLY;COUNT=3", ends_on=dt.date(2026, 12, 31))
    assert (repeat_of(time).until, repeat_of(time).count) == (dt.date(2026, 1, 15), None)
    time.ends_on = dt.date(2026, 1, 9)
    assert repeat_of(time).until == dt.date(2026, 1, 8)


def test_a_part_leads_to_its_owner(offers):
    low, high = owners(part(offers.walk.uuid, "location", 0))
    assert low <= offers.walk.uuid <= high
    assert lasting("a", "b") != lasting("a", "c")


def table_of(client, **query):
    answer = client.get(reverse("tray:csv"), query)
    text = answer.getvalue().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_the_table_has_every_public_offer_with_source_licence_and_date(offers, client):
    rows = {row["uuid"]: row for row in table_of(client)}
    assert set(rows) == {str(offer.uuid) for offer in (offers.walk, offers.hall, offers.camp)}
    walk = rows[str(offers.walk.uuid)]
    assert (walk["source"], walk["source_licence"], walk["as_of"]) == ("Lipas", "CC BY 4.0", "2026-08-31")
    assert (walk["name_sv"], walk["municipalities"], walk["is_free"]) == ("Lugn promenadgrupp", "Äkäslahti", "true")
    assert walk["page"] == f"http://testserver{offers.walk.get_absolute_url()}"
    assert rows[str(offers.camp.uuid)]["latitude"] == ""


def test_a_cell_that_looks_like_a_formula_is_made_harmless(offers, client):
    assert {row["name_fi"] for row in table_of(client, laji="place")} == {"'=Äkäslahden uimahalli"}


def test_any_site_may_frame_the_list_and_it_has_no_scripts_or_cookies(offers, client):
    answer = client.get(reverse("tray:embed"), {"q": "kävely"})
    text = answer.content.decode()
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    assert "<script" not in text
    assert "<form" not in text
    assert f'href="http://testserver{offers.walk.get_absolute_url()}"' in text
    assert f'href="http://testserver{reverse("tray:search")}?q=k%C3%A4vely"' in text
    assert "Lopetettu" not in text


def test_every_other_page_stays_unframed(offers, client):
    for name in ("tray:search", "tray:embed_list", "tray:calendar"):
        answer = client.get(reverse(name))
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_the_list_alone_may_be_read_by_any_site_in_the_language_of_its_address(offers, client):
    with override("sv"):
        answer = client.get(reverse("tray:embed_list"))
        page = client.get(reverse("tray:embed")).content.decode()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.content.decode().startswith('<section class="tray-embed" lang="sv">')
    assert "Lugn promenadgrupp" in answer.content.decode()
    assert '<html lang="sv">' in page
    Offer.objects.filter(pk=offers.hall.pk).update(name_fi="<b>Halli</b>")
    assert "&lt;b&gt;Halli" in client.get(reverse("tray:embed_list"), {"laji": "place"}).content.decode()


@pytest.mark.parametrize("name", ["tray:calendar", "tray:csv", "tray:embed", "tray:embed_list"])
def test_nothing_is_written_and_nonsense_is_no_fault(offers, client, name):
    assert client.post(reverse(name)).status_code == 405
    assert client.get(reverse(name), {"laji": "roska", "page": "-1", "km": "x", "q": "\x00"}).status_code == 200


@pytest.mark.parametrize(("offer", "kind"), [("walk", "Event"), ("hall", "Place"), ("camp", "Event")])
def test_the_page_tells_search_engines_what_it_is_about(offers, client, offer, kind, monkeypatch):
    """The required and recommended properties of schema.org's types, as a search engine asks them."""
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC))
    found = getattr(offers, offer)
    text = client.get(found.get_absolute_url()).content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    told = json.loads(block)
    assert (told["@context"], told["@type"], told["name"]) == ("https://schema.org", kind, found.name_fi)
    assert told["url"] == f"http://testserver{found.get_absolute_url()}"
    if kind == "Event":
        assert dt.datetime.fromisoformat(told["startDate"])
        assert told["organizer"]["@type"] == "Organization"
    else:
        assert told["geo"]["@type"] == "GeoCoordinates"
