"""PTV, interfaces 11 and 12: real answers of 11 replayed, 12 by its published description, and servers that fail."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from hytti.sources.offers import Reading
from hytti.sources.problems import Code
from hytti.sources.ptv import Ptv11, items_of_files
from hytti.sources.ptv12 import Ptv12
from sources.lying_server import Say

DATA = Path(__file__).parent / "data" / "offers"
SERVICE = json.loads((DATA / "ptv_v11_service_sample.json").read_text(encoding="utf-8"))
LOCATION = json.loads((DATA / "ptv_v11_servicelocation_sample.json").read_text(encoding="utf-8"))
ORGANISATION = {
    "id": "df0c2f24-d2bd-4ba7-bdcd-fcfc9f0d65a7",
    "organizationType": "Municipality",
    "businessCode": "0165116-3",
    "organizationNames": [{"language": "fi", "value": "Otavia", "type": "Name"}],
}
LIST = "/v11/Service/list/area/Municipality/code/"


def page(items, number=1, count=1):
    return json.dumps({"pageNumber": number, "pageSize": 1000, "pageCount": count, "itemList": items}).encode()


def other(key, name="Toinen", **more):
    named = [{"language": "fi", "value": name, "type": "Name"}]
    return {**SERVICE, "id": key, "serviceNames": named, "serviceChannels": [], **more}


@pytest.fixture
def national(server):
    """An interface with one service in Lahti, its channel and its organisation."""
    server.say(LIST + "398", page([SERVICE]))
    server.say("/v11/ServiceChannel/list", json.dumps([LOCATION]).encode())
    server.say(f"/v11/Organization/{ORGANISATION['id']}", json.dumps(ORGANISATION).encode())
    return server


def read(server, client, codes=("398",)):
    reading = Reading()
    return list(Ptv11(client, codes, base=f"{server.address}/v11").everything(reading)), reading


def codes(problems):
    return [one.code for one in problems]


def test_a_service_and_its_channel_become_one_offer(national, client):
    (item,), reading = read(national, client)
    offer = item.record
    assert offer.names == {"fi": "Nettilukio aikuisille"}
    assert offer.summaries == {"fi": "Aikuislukio verkko-opintoina."}
    assert offer.instructions["fi"].startswith("Hae Nettilukioon")
    assert "vähintään 18-vuotias" in offer.descriptions["fi"]  # its requirements
    assert (offer.provider.business_id, offer.provider.kind) == ("0165116-3", "municipality")
    assert offer.classes == ("P6.10", "P6.8", "P6.13", "P6")
    assert offer.target_groups == ("KR1",)
    assert offer.ontology[0].uri == "http://www.yso.fi/onto/koko/p7822"
    assert offer.ontology[0].names == {"fi": "itseopiskelu", "sv": "självstudier", "en": "independent study"}
    assert (offer.is_free, offer.reach, offer.ways, offer.languages) == (True, "country", ("place",), ("fi",))
    assert reading.is_whole


def test_its_place_is_where_mikkelis_otava_is(national, client):
    """Otavantie 2 B: N 6834688, E 503879 in ETRS-TM35FIN is 61.6455, 27.0732 by the Land Survey's own map."""
    (item,), _reading = read(national, client)
    (place,) = item.record.places
    assert (place.street, place.postal_code, place.municipality) == ("Otavantie 2 B", "50670", "491")
    assert place.latitude == pytest.approx(61.6455, abs=5e-4)
    assert place.longitude == pytest.approx(27.0732, abs=5e-4)
    assert place.accessibility_notes["fi"].startswith("Liikkumisesteisten 1 autopaikka")


def test_five_equal_weekdays_are_one_weekly_rule(national, client):
    (item,), _reading = read(national, client)
    (time,) = item.record.times
    assert time.rrule == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert (time.starts_at, time.ends_at, time.kind) == (dt.time(8), dt.time(16), "opening")
    assert time.starts_on.weekday() == 0


def test_only_municipalities_are_asked_never_a_region_or_a_hospital_district(national, client):
    read(national, client, ("398", "142"))
    asked = [one.path for one in national.asked if "/area/" in one.path]
    assert [path.partition("?")[0] for path in asked] == [LIST + "398", LIST + "142"]


def test_a_service_of_two_municipalities_comes_once(national, client):
    national.say(LIST + "142", page([SERVICE]))
    items, reading = read(national, client, ("398", "142"))
    assert (len(items), reading.problems) == (1, [])


def test_one_identifier_with_two_contents_is_named(national, client):
    national.say(LIST + "398", page([other("a", "Ensimmäinen"), other("a", "Toinen")]))
    items, reading = read(national, client)
    assert [item.record.names["fi"] for item in items] == ["Ensimmäinen"]
    assert [one.arguments for one in reading.problems] == [{"id": "a"}]


def test_pages_are_followed_to_the_last(national, client):
    national.say(LIST + "398", page([other("a")], 1, 3), page([other("b")], 2, 3), page([other("c")], 3, 3))
    items, reading = read(national, client)
    assert ([item.id for item in items], reading.is_whole) == (["a", "b", "c"], True)


@pytest.mark.parametrize("status", ["Archived", "Withdrawn"])
def test_what_is_not_published_any_more_is_gone(national, client, status):
    national.say(LIST + "398", page([other("a", publishingStatus=status)]))
    (item,), _reading = read(national, client)
    assert item.is_gone


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (Say(b"<html>Huoltokatko</html>"), Code.HTML),
        (Say(b'{"itemList": [{"id"'), Code.NOT_JSON),
        (Say(b'{"errorMessage": "x"}'), Code.NOT_JSON),
        (Say(b"[1, 2"), Code.NOT_AN_ITEM),
        (Say(status=403), Code.REFUSED),
        (Say(status=500), Code.SERVER_FAILED),
        (Say(status=429, headers={"Retry-After": "7200"}), Code.TOO_MANY_REQUESTS),
        (Say(page([SERVICE]), cut=50), Code.CUT_OFF),
    ],
    ids=["html", "half", "error", "numbers", "403", "500", "429", "cut off"],
)
def test_a_page_that_is_none_is_told_and_the_reading_is_not_whole(national, client, broken, code):
    national.say(LIST + "142", broken)
    items, reading = read(national, client, ("398", "142"))
    assert [item.id for item in items] == [SERVICE["id"]]
    assert code in codes(reading.faults)
    assert not reading.is_whole


def test_silence_is_told(national, make_client):
    national.say(LIST + "142", Say(silent=True))
    items, reading = read(national, make_client(timeout=0.1), ("398", "142"))
    assert (len(items), codes(reading.faults)) == (1, [Code.TIMED_OUT])


def test_the_page_after_a_broken_one_still_comes(national, client):
    national.say(LIST + "398", page([other("a")], 1, 3), b"<html>", page([other("c")], 3, 3))
    items, reading = read(national, client)
    assert [item.id for item in items] == ["a", "c"]
    assert codes(reading.faults) == [Code.HTML]


def test_items_before_the_break_of_a_page_come(national, client):
    whole = page([other("a"), other("b")])
    national.say(LIST + "398", whole[:-200])
    items, reading = read(national, client)
    assert [item.id for item in items] == ["a"]
    assert codes(reading.faults) == [Code.NOT_JSON]


def test_one_strange_item_is_refused_by_its_identifier_and_the_rest_come(national, client):
    national.say(LIST + "398", page([{"id": "x", "serviceNames": 5}, other("b")]))
    items, reading = read(national, client)
    assert [(item.id, item.record is None) for item in items] == [("x", True), ("b", False)]
    assert reading.is_whole


def test_an_answer_of_two_hundred_megabytes_is_refused(national, make_client):
    national.say(LIST + "398", Say(b" " * (200 * 1024 * 1024)))
    items, reading = read(national, make_client(limit=64 * 1024 * 1024))
    assert (items, codes(reading.faults)) == ([], [Code.ANSWER_TOO_LARGE])


def test_an_organisation_that_is_not_told_leaves_its_name(national, client):
    national.say(f"/v11/Organization/{ORGANISATION['id']}", Say(status=404))
    (item,), _reading = read(national, client)
    assert item.record.provider.names == {"fi": "Mikkelin kaupungin liikelaitos Otavia"}


def test_changes_are_services_changed_channels_changed_and_what_is_archived(national, client):
    changed = other("a", areas=[{"type": "Municipality", "municipalities": [{"code": "398"}]}])
    elsewhere = other("b", areas=[{"type": "Municipality", "municipalities": [{"code": "091"}]}])

    def listed(asked):
        return {"Archived": page([{"id": "old"}]), "Withdrawn": page([])}.get(asked, page([{"id": "a"}, {"id": "b"}]))

    national.says["/v11/Service"] = [Say(listed("")), Say(listed("Archived")), Say(listed("Withdrawn"))]
    national.say("/v11/ServiceChannel", page([]))
    national.say("/v11/Service/list", json.dumps([changed, elsewhere]).encode())
    reading = Reading()
    reader = Ptv11(client, ("398",), base=f"{national.address}/v11")
    items = list(reader.changes(dt.datetime(2026, 3, 1, tzinfo=dt.UTC), reading))
    assert [(item.id, item.is_gone) for item in items] == [("old", True), ("a", False)]
    assert not reading.is_whole


def test_files_of_the_samples_are_read_together():
    reading = Reading()
    items = list(items_of_files(sorted(DATA.glob("ptv_*.json")), reading))
    assert [item.record.names["fi"] for item in items] == ["Yksilöllistetty oppimäärä", "Nettilukio aikuisille"]
    assert items[1].record.places
    assert codes(items[0].problems) == [Code.UNKNOWN_MUNICIPALITY]  # its 123 is none


def test_the_newer_interface_gives_the_same_offer(server, client):
    """Field by field after DVV's OpenAPI description of interface 12 (beta, 0.1.0); the values are ours."""
    service = {
        "contentId": "s1",
        "organizationContentId": "o1",
        "serviceType": "Service",
        "serviceLanguages": ["fi", "sv"],
        "chargeType": "Free",
        "area": {"areaType": "LimitedArea", "municipalities": ["398"], "wellbeingServicesCounties": ["09"]},
        "serviceClasses": ["P27.1"],
        "targetGroups": ["KR1.1"],
        "ontologyTerms": ["http://www.yso.fi/onto/koko/p10416"],
        "languageVersions": {"fi": {"name": "Kuntosali", "summary": "Avoin kaikille.", "userInstructions": "Tule."}},
        "publishedAt": "2026-03-01T10:00:00Z",
    }
    hours = {"start": "10:00", "end": "12:00", "openingStatus": "Open", "repetition": "Weekly"}
    channel = {
        "contentId": "c1",
        "serviceChannelType": "ServiceLocation",
        "languageVersions": {"fi": {"name": "Halli", "contactEmails": [{"email": "info@example.org"}]}},
        "location": {
            "streetAddresses": [
                {
                    "streetName": {"fi": "Tiilijärventie"},
                    "addressDetail": "9 C",
                    "postalCode": "15870",
                    "coordinates": [{"system": "EPSG:3067", "northing": 6762951.1198908, "easting": 419643.612300353}],
                }
            ]
        },
        "serviceHours": {
            "hours": [{"type": "WeeklyUntilFurtherNoticeServiceHour", "weeklyHours": {"tuesday": {"hours": [hours]}}}]
        },
        "publishedAt": "2026-03-01T10:00:00Z",
    }
    organisation = {
        "contentId": "o1",
        "businessId": "0149669-3",
        "organizationType": "Municipality",
        "languageVersions": {"fi": {"name": "Lahden kaupunki"}},
    }
    term = {"uri": "http://www.yso.fi/onto/koko/p10416", "name": {"fi": "kuntosalit"}}
    for path, items in (
        ("service/search", [service]),
        ("connection/search", [{"serviceContentId": "s1", "channelContentId": "c1"}]),
        ("ontology-terms", [term]),
    ):
        body = {"page": 1, "pageSize": 100, "totalItems": len(items), "totalPages": 1, "items": items}
        server.say(f"/v12/{path}", json.dumps(body).encode())
    server.say("/v12/service-channel/c1", json.dumps(channel).encode())
    server.say("/v12/organization/o1", json.dumps(organisation).encode())
    reading = Reading()
    (item,) = Ptv12(client, ("398",), "09", base=f"{server.address}/v12").everything(reading)
    offer = item.record
    assert (offer.names, offer.is_free, offer.counties) == ({"fi": "Kuntosali"}, True, ("09",))
    assert (offer.classes, offer.target_groups) == (("P27.1",), ("KR1.1",))
    assert offer.ontology[0].names == {"fi": "kuntosalit"}
    assert offer.provider.business_id == "0149669-3"
    assert offer.times[0].rrule == "FREQ=WEEKLY;BYDAY=TU"
    # the same point as the register LIPAS tells in both systems
    assert offer.places[0].latitude == pytest.approx(60.993290544582, abs=1e-6)
    assert reading.is_whole
    asked = [one.path for one in server.asked if "/service/search" in one.path]
    assert any("wellbeingServicesCounties=09" in path and "pageSize=100" in path for path in asked)
