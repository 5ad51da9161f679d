"""Linked Events, LIPAS, calendars and tables of offers."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from python_calamine import load_workbook

from hytti.sources import icalendars, lipas, offer_sheets
from hytti.sources.linkedevents import LinkedEvents
from hytti.sources.municipalities import municipalities, municipality_code
from hytti.sources.offer_columns import COLUMNS, offers_template
from hytti.sources.offers import ProviderRecord, Reading
from hytti.sources.problems import Code, HoldsIdentityCodes, Unexpected, Unreadable
from hytti.sources.projection import degrees

DATA = Path(__file__).parent / "data" / "offers"
PLACES = DATA / "lipas_sports_places_paijat_hame_sample.json"
EVENTS = json.loads((DATA / "linkedevents_v1_event_list_sample.json").read_text(encoding="utf-8"))
CHOIR = ProviderRecord({"fi": "Kuoro ry"})


def codes(problems):
    return [one.code for one in problems]


def test_the_projection_agrees_with_points_that_lipas_tells_in_both_systems():
    for place in json.loads(PLACES.read_text(encoding="utf-8")):
        point = place["location"]["coordinates"]
        found = degrees(point["tm35fin"]["lat"], point["tm35fin"]["lon"])
        assert found == pytest.approx((point["wgs84"]["lat"], point["wgs84"]["lon"]), abs=1e-9)


def test_a_point_that_is_no_point_of_the_projection_is_refused():
    with pytest.raises(ValueError, match="not a point"):
        degrees(61.0, 25.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Lahti", "398"), ("lahtis", "398"), ("98", "098"), ("Kärkölä", "316"), ("Lahtti", None), ("999", None)],
)
def test_municipalities_are_known_by_name_and_code(text, code):
    assert municipality_code(text) == code


def test_the_ten_municipalities_are_of_county_09():
    ten = {one.code for one in municipalities().values() if one.county == "09"}
    assert ten == {"016", "081", "098", "111", "142", "316", "398", "560", "576", "781"}


def test_lipas_places_of_municipalities_have_them_as_providers_and_others_the_default():
    unknown = ProviderRecord({"fi": "Ylläpitäjä ei tiedossa"})
    items = list(lipas.items_of_files([PLACES], Reading(), unknown))
    assert len(items) == 23
    named = {item.record.names["fi"]: item.record.provider.names["fi"] for item in items}
    assert named["Heinsuon ulkokuntoilualue"] == "Hollola"
    assert named["Aurinkovuoren laavu"] in ("Asikkala", "Ylläpitäjä ei tiedossa")
    assert {item.record.kind for item in items} == {"place"}


def test_no_persons_contact_of_lipas_is_taken(tmp_path):
    place = json.loads(PLACES.read_text(encoding="utf-8"))[0] | {
        "email": "matti.meikalainen@example.org",
        "phoneNumber": "040 1234567",
    }
    file = tmp_path / "a.json"
    file.write_text(json.dumps([place]), encoding="utf-8")
    (item,) = lipas.items_of_files([file], Reading())
    assert item.record.contacts == ()
    assert "1234567" not in repr(item)


def test_lipas_is_read_page_by_page(server, client):
    places = json.loads(PLACES.read_text(encoding="utf-8"))
    more = [{**places[0], "sportsPlaceId": 1000 + number} for number in range(100)]
    server.say("/v1/sports-places", json.dumps(more).encode(), json.dumps(places[1:3]).encode())
    reading = Reading()
    reader = lipas.Lipas(client, ("398", "016"), base=f"{server.address}/v1", default=CHOIR)
    assert len(list(reader.everything(reading))) == 102
    assert "cityCodes=398&cityCodes=16" in server.asked[0].path


def event(key, **more):
    start = {"start_time": "2026-12-01T15:30:00Z", "end_time": "2026-12-01T17:00:00Z", "super_event": None}
    plain = {**EVENTS["data"][0], "id": key, "event_status": "EventScheduled", "type_id": "General", **start}
    return plain | {"sub_event_type": None, **more}


def events(server, client, *pages):
    reading = Reading()
    answers = []
    for number, page in enumerate(pages, 1):
        following = f"{server.address}/v1/event/?page={number + 1}" if number < len(pages) else None
        answers.append(json.dumps({"meta": {"next": following}, "data": page}).encode())
    server.say("/v1/event/", *answers)
    return list(LinkedEvents(client, f"{server.address}/v1").everything(reading)), reading


def test_the_real_event_is_read(server, client):
    alone = {**EVENTS["data"][0], "super_event": None, "sub_event_type": None}
    (item,), reading = events(server, client, [alone])
    offer = item.record
    assert (offer.kind, offer.names["sv"], offer.is_free) == ("activity", "Kesäillan vesijumppa", False)
    assert offer.prices == {"fi": "Sisäänpääsymaksu + ohjausmaksu 2,50 €"}
    (time,) = offer.times
    assert (time.starts_on, time.starts_at, time.ends_at) == (dt.date(2022, 6, 14), dt.time(19, 30), dt.time(20, 15))
    assert reading.is_whole


def test_the_pages_of_events_are_followed(server, client):
    items, reading = events(server, client, [event("a")], [event("b")])
    assert ([item.id for item in items], reading.is_whole) == (["a", "b"], True)


def test_a_cancelled_and_a_postponed_event_are_gone(server, client):
    off = [
        event("a", event_status="EventCancelled"),
        event("b", event_status="EventPostponed"),
        event("c", deleted=True),
    ]
    items, _reading = events(server, client, off)
    assert [(item.id, item.is_gone) for item in items] == [("a", True), ("b", True), ("c", True)]


def times_of(day):
    return {"start_time": f"2026-12-0{day}T15:30:00Z", "end_time": f"2026-12-0{day}T17:00:00Z"}


def test_a_series_is_one_offer_with_all_its_times(server, client):
    above = {"@id": "https://events.example/v1/event/x:head/"}
    days = [event(f"x:{day}", super_event=above, sub_event_type="sub_recurring", **times_of(day)) for day in (1, 2, 3)]
    days.append(event("x:4", super_event=above, event_status="EventCancelled", **times_of(4)))
    (item,), _reading = events(server, client, days[:2], days[2:])
    assert item.id == "x:head"
    assert [time.starts_on.day for time in item.record.times] == [1, 2, 3]


def test_pages_of_events_that_go_round_are_left(server, client):
    body = {"meta": {"next": f"{server.address}/v1/event/?page=2"}, "data": [event("a")]}
    server.say("/v1/event/", json.dumps(body).encode())
    reading = Reading()
    items = list(LinkedEvents(client, f"{server.address}/v1").everything(reading))
    assert (len(items), codes(reading.faults)) == (1, [Code.NOT_WHOLE])


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:kuoro
DTSTART;TZID=Europe/Helsinki:20261201T173000
DTEND;TZID=Europe/Helsinki:20261201T190000
RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270202T000000Z
EXDATE;TZID=Europe/Helsinki:20261222T173000
SUMMARY:Kuoro
SUMMARY;LANGUAGE=sv:Kör
LOCATION:Lahden pääkirjasto
ORGANIZER;CN=Matti Meikäläinen:mailto:matti@example.org
CATEGORIES:laulu,musiikki
END:VEVENT
BEGIN:VEVENT
UID:kuoro
RECURRENCE-ID;TZID=Europe/Helsinki:20261208T173000
DTSTART;TZID=Europe/Helsinki:20261208T180000
SUMMARY:Kuoro
END:VEVENT
BEGIN:VEVENT
UID:juhla
DTSTART;VALUE=DATE:20261206
DTEND;VALUE=DATE:20261208
SUMMARY:Juhla
END:VEVENT
BEGIN:VEVENT
UID:peruttu
DTSTART:20261206T100000Z
STATUS:CANCELLED
SUMMARY:Peruttu
END:VEVENT
BEGIN:VEVENT
UID:salainen
DTSTART:20261206T100000Z
CLASS:PRIVATE
SUMMARY:Salainen
END:VEVENT
BEGIN:VEVENT
UID:rikki
DTSTART:eilen
SUMMARY:Rikki
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


def calendar(body, reading=None):
    found = icalendars.items_of(body, "a.ics", reading or Reading(), default=CHOIR, municipality="398")
    return {item.id: item for item in found}


def test_a_calendar_gives_groups_and_events_and_one_broken_event_breaks_no_other():
    reading = Reading()
    items = calendar(CALENDAR, reading)
    assert set(items) == {"kuoro", "juhla", "peruttu"}
    assert items["peruttu"].is_gone
    assert codes(reading.faults) == [Code.NOT_AN_ITEM]


def test_a_series_of_a_calendar_keeps_its_rule_its_exceptions_and_its_moved_time():
    choir = calendar(CALENDAR)["kuoro"].record
    weekly, moved = choir.times
    assert weekly.rrule == "FREQ=WEEKLY;UNTIL=20270201;BYDAY=TU"  # it may not start after midnight UTC on the second
    assert (weekly.starts_at, weekly.ends_at) == (dt.time(17, 30), dt.time(19, 0))
    assert weekly.excluded == (dt.date(2026, 12, 8), dt.date(2026, 12, 22))
    assert (moved.starts_on, moved.starts_at) == (dt.date(2026, 12, 8), dt.time(18, 0))
    assert (choir.names, choir.kind) == ({"fi": "Kuoro", "sv": "Kör"}, "group")


def test_who_organises_is_not_taken_from_a_calendar():
    assert "Meikäläinen" not in repr(calendar(CALENDAR))


def test_whole_days_end_on_their_last_day():
    time = calendar(CALENDAR)["juhla"].record.times[0]
    assert (time.starts_on, time.ends_on, time.starts_at) == (dt.date(2026, 12, 6), dt.date(2026, 12, 7), None)


@pytest.mark.parametrize(("body", "code"), [(b"<html>", Code.HTML), (b"{}", Code.WRONG_SHAPE), (b"", Code.WRONG_SHAPE)])
def test_what_is_no_calendar_is_refused(body, code):
    with pytest.raises(Unexpected) as error:
        calendar(body)
    assert codes(error.value.problems) == [code]


def test_a_calendar_cut_off_is_not_whole():
    reading = Reading()
    assert set(calendar(CALENDAR[: CALENDAR.index(b"UID:peruttu")], reading)) == {"kuoro", "juhla"}
    assert Code.NOT_WHOLE in codes(reading.faults)


HEAD = "Nimi suomeksi;Tarjoaja;Kunnat;Viikonpäivät;Ensimmäinen päivä;Alkaa klo;Maksuton;Leveysaste;Pituusaste\n"


def sheet(text, name="a.csv", encoding="utf-8-sig", **more):
    told = {"resolve": lambda _vocabulary, word: word or None, "municipality": municipality_code, **more}
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return list(offer_sheets.items_of(data, name, Reading(), **told))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_row_becomes_an_offer_in_every_encoding_that_people_save(encoding):
    (item,) = sheet(
        HEAD + "Kävelyryhmä;Yhdistys ry;Lahti, Kärkölä;ma, ke;6.1.2026;17.30;kyllä;60,98;25,66\n", encoding=encoding
    )
    offer = item.record
    assert (offer.names, offer.municipalities, offer.is_free) == ({"fi": "Kävelyryhmä"}, ("398", "316"), True)
    assert (offer.places[0].latitude, offer.places[0].longitude) == (60.98, 25.66)
    assert (offer.times[0].starts_on, offer.times[0].rrule) == (dt.date(2026, 1, 7), "FREQ=WEEKLY;BYDAY=MO,WE")


def test_swedish_and_english_headings_are_known():
    (item,) = sheet("Name in Finnish,Anordnare,Namn på svenska\nKuoro,Kuoro ry,Kör\n")
    assert item.record.names == {"fi": "Kuoro", "sv": "Kör"}


def test_each_mistake_is_told_by_row_and_column_and_the_other_rows_are_right():
    rows = "Hyvä;Yhdistys ry;Lahti;;;;;;\nHuono;Yhdistys ry;Lahtti;ma;;25.00;ehkä;60,98,1;\n"
    good, bad = sheet(HEAD + rows)
    assert good.record is not None
    assert {(one.row, one.column, one.code) for one in bad.problems} == {
        (3, "Kunnat", Code.UNKNOWN_MUNICIPALITY),
        (3, "Maksuton", Code.NOT_A_CHOICE),
        (3, "Alkaa klo", Code.NOT_A_TIME),
        (3, "Ensimmäinen päivä", Code.EMPTY_CELL),
        (3, "Leveysaste", Code.NOT_A_NUMBER),
    }


def test_coordinates_outside_finland_refuse_a_row_that_a_person_can_mend():
    (item,) = sheet(HEAD + "Kuoro;Kuoro ry;Lahti;;;;;48,85;2,35\n")
    assert (item.record, [(one.row, one.code) for one in item.problems]) == (None, [(2, Code.OUTSIDE_FINLAND)])


def test_the_same_identifier_twice_is_told():
    rows = sheet("Tunnus;Nimi suomeksi;Tarjoaja\n1;Kuoro;Kuoro ry\n1;Toinen;Kuoro ry\n")
    assert codes(rows[1].problems) == [Code.DUPLICATE_ID]


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(Unreadable, match="Tarjoaja"):
        sheet("Nimi suomeksi;Kunnat\nKuoro;Lahti\n")


def test_a_table_with_an_identity_code_is_refused():
    with pytest.raises(HoldsIdentityCodes):
        sheet("Nimi suomeksi;Tarjoaja\nKuoro;131052-308T\n")


def test_the_template_has_every_column_and_reads_back():
    data = offers_template(made_at=dt.datetime(2026, 1, 1))
    first = load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()[0]
    assert first == [" / ".join(names) for names in COLUMNS.values()]
    text = (
        ";".join(first) + "\n" + ";".join({"name_fi": "Kuoro", "provider": "Kuoro ry"}.get(key, "") for key in COLUMNS)
    )
    (item,) = sheet(text + "\n")
    assert item.record.provider.names == {"fi": "Kuoro ry"}
