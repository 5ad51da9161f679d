"""The tray as HSDS 3.1: what the standard's own schemas say, what is found, and what never leaves."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conformance.hsds.shapes import validator
from hytti.tray.models import Offer, Place
from tray_offers import make_offers

LISTS = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
FULL = ("services", "organizations", "service_at_locations")
LANGUAGES = ("fi", "sv", "en")


@pytest.fixture
def offers(db):
    return make_offers()


@pytest.fixture
def read(client):
    def get(path="", status=200, language="fi", **query):
        response = client.get(f"/api/hsds/{language}/{path}", query)
        assert response.status_code == status, response.content
        return response.json()

    return get


def names(answer):
    return [item["name"] for item in answer["contents"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", LISTS)
def test_every_record_of_every_page_and_at_its_own_address_passes_the_standards_schema(offers, read, path, language):
    page_valid, valid = validator("page"), validator(LISTS[path])
    number, seen, known = 1, [], None
    while True:
        answer = read(path, language=language, page=number, per_page=100 if path == "taxonomy_terms" else 2)
        page_valid.validate({name: value for name, value in answer.items() if name != "contents"})
        for item in answer["contents"]:
            valid.validate(item)
        seen += [item["id"] for item in answer["contents"]]
        known = answer["total_items"]
        if answer["last_page"]:
            break
        number += 1
    assert len(set(seen)) == len(seen) == known > 0
    for one in seen[:5]:
        valid.validate(read(f"{path}/{one}", language=language))


@pytest.mark.parametrize("path", FULL)
def test_full_records_pass_as_well(offers, read, path):
    for item in read(path, full="true")["contents"]:
        validator(LISTS[path]).validate(item)


@pytest.mark.parametrize("name", ["service", "organization", "service_at_location"])
def test_the_schemas_here_judge_the_standards_own_examples_as_right(name):
    example = Path(__file__).parents[1] / f"conformance/hsds/example_{name}.json"
    validator(name).validate(json.loads(example.read_text(encoding="utf-8")))


def test_the_schemas_here_find_what_is_wrong():
    own = {"id": "11111111-1111-4111-8111-111111111111", "name": "x", "status": "active"}
    assert validator("service").is_valid(own)
    for wrong in ({"id": "1"}, {"status": "open"}, {"url": "ei osoite"}, {"nmae": "x"}, {"minimum_age": "7"}):
        assert not validator("service").is_valid(own | wrong), wrong


def test_the_root_says_the_version_and_where_the_description_is(offers, read, client):
    about = read()
    assert (about["version"], about["openapi_url"]) == ("3.1", "http://testserver/api/hsds/fi/openapi.json")
    assert client.get(about["openapi_url"]).json()["openapi"].startswith("3.1")
    assert client.get(about["profile"]).status_code == 200


def test_a_service_tells_what_its_offer_knows(offers, read):
    told = read(f"services/{offers.walk.uuid}")
    assert told["name"] == "Rauhallinen kävelyryhmä"
    assert told["description"] == "Tunnin lenkki omaan tahtiin.\n\nLopuksi kahvit."
    assert (told["minimum_age"], told["maximum_age"], told["email"]) == (65, 99, "toimisto@esimerkki.invalid")
    assert told["assured_date"] == "2026-09-01"
    assert told["url"] == "https://esimerkki.invalid/k%C3%A4vely"
    assert [phone["number"] for phone in told["phones"]] == ["010 000 0000"]
    assert [area["name"] for area in told["service_areas"]] == ["Äkäslahti"]
    assert [one["code"] for one in told["languages"]] == ["fi", "sv"]
    assert (told["cost_options"][0]["amount"], told["fees_description"]) == (0, "Maksuton")
    labels = {one["label"]: one["url"] for one in told["additional_urls"]}
    assert labels["Lähde: Lipas, 31.8.2026, CC BY 4.0"] == "https://esimerkki.invalid/lipas"
    assert {one["link_type"] for one in told["attributes"]} >= {"kind", "way", "theme", "service_class", "age_group"}
    organization = told["organization"]
    assert organization["organization_identifiers"][0]["identifier"] == "1234567-1"


def test_a_place_has_an_address_whose_province_is_the_region(offers, read):
    [at] = read(f"services/{offers.walk.uuid}")["service_at_locations"]
    [address] = at["location"]["addresses"]
    assert (address["address_1"], address["city"], address["postal_code"]) == ("Kauppakatu 1", "Äkäslahti", "15100")
    assert (address["state_province"], address["country"]) == ("Äkäsmaa", "FI")
    assert at["location"]["accessibility"][-1]["details"] == "Kivetty."
    [elsewhere] = read(f"services/{offers.hall.uuid}")["service_at_locations"]
    assert elsewhere["location"]["addresses"][0]["state_province"] == ""


def test_times_become_schedules_and_what_has_no_field_is_written_out(offers, read):
    weekly, monthly = read(f"services/{offers.walk.uuid}")["schedules"]
    assert (weekly["dtstart"], weekly["until"]) == ("2026-09-29", "2027-04-30")
    assert (weekly["freq"], weekly["interval"], weekly["byday"]) == ("WEEKLY", 2, "TU,TH")
    assert (weekly["opens_at"], weekly["closes_at"], weekly["timezone"]) == ("10:00+03:00", "11:00+03:00", 3)
    assert weekly["notes"] == "Joulutauko.\nEXDATE:20261224"
    assert (monthly["freq"], monthly["byday"], monthly["count"], monthly["dtstart"]) == (
        "MONTHLY",
        "-1FR",
        8,
        "2026-10-30",
    )
    [daily] = read(f"services/{offers.hall.uuid}")["schedules"]
    assert (daily["freq"], daily["byday"]) == ("WEEKLY", "MO,TU,WE,TH,FR,SA,SU")
    yearly, once = read(f"services/{offers.camp.uuid}")["schedules"]
    assert "freq" not in yearly
    assert yearly["notes"] == "RRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30"
    assert (once["valid_from"], once["valid_to"]) == ("2027-07-01", "2027-07-03")


def test_a_feed_speaks_its_language_and_finnish_where_there_is_no_translation(offers, read):
    told = read(f"services/{offers.walk.uuid}", language="sv")
    assert told["name"] == "Lugn promenadgrupp"
    assert told["description"].startswith("Tunnin lenkki")
    assert told["service_areas"][0]["name"] == "Äkäsviken"
    assert told["service_at_locations"][0]["location"]["addresses"][0]["state_province"] == "Äkäsnejden"


def test_what_is_not_public_never_leaves(offers, read, client):
    for state in ("draft", "proposed", "expired", "withdrawn"):
        Offer.objects.filter(pk=offers.hidden.pk).update(state=state)
        for path in FULL:
            assert "Lopetettu" not in json.dumps(read(path, full="true"), ensure_ascii=False)
        read(f"services/{offers.hidden.uuid}", status=404)
    assert read("service_at_locations")["total_items"] == 2


def test_an_organization_with_nothing_public_is_not_listed(offers, read):
    [club] = read("organizations", full="true")["contents"]
    assert [one["id"] for one in club["services"]] == [str(o.uuid) for o in (offers.walk, offers.hall, offers.camp)]
    Offer.objects.update(state="withdrawn")
    assert read("organizations")["empty"] is True
    read(f"organizations/{club['id']}", status=404)


def test_words_are_found_as_in_the_trays_own_search(offers, read):
    assert names(read("services", search="kävelyryhmän")) == ["Rauhallinen kävelyryhmä"]
    assert read("services", search="kvartsikello")["total_items"] == 0
    assert len(read("organizations", search="kävelyryhmä")["contents"]) == 1
    [at] = read("service_at_locations", search="kävelyryhmä")["contents"]
    assert at["service"]["id"] == str(offers.walk.uuid)


@pytest.mark.parametrize("vocabulary", ["theme", "service_class", "accessibility", "kind", "way"])
def test_terms_and_taxonomies_leave_what_has_them(offers, read, vocabulary):
    by_code = {term["code"]: term for term in read("taxonomy_terms", per_page=500)["contents"]}
    taxonomy = {
        "theme": lambda: offers.walk.terms.filter(vocabulary="theme").first().code,
        "service_class": lambda: offers.walk.terms.filter(vocabulary="service_class").first().code,
        "accessibility": lambda: offers.square.accessibility.first().code,
        "kind": lambda: "group",
        "way": lambda: "online",
    }
    term = by_code[taxonomy[vocabulary]()]
    assert names(read("services", taxonomy_term_id=term["id"])) == ["Rauhallinen kävelyryhmä"]
    assert "Rauhallinen kävelyryhmä" in names(read("services", taxonomy_id=term["taxonomy_id"]))
    assert read("services", taxonomy_term_id=term["id"], search="uimahalli")["empty"] is True


def test_a_term_that_nobody_knows_finds_nothing(offers, read):
    unknown = "00000000-0000-4000-8000-000000000000"
    for name in ("taxonomy_term_id", "taxonomy_id", "organization_id"):
        assert read("services", **{name: unknown})["total_items"] == 0


def test_services_of_an_organization_and_those_changed_since(offers, read):
    [club] = read("organizations")["contents"]
    assert read("services", organization_id=club["id"])["total_items"] == 3
    Offer.objects.filter(pk=offers.hall.pk).update(changed_at="2020-05-01T10:00:00Z")
    assert read("services", modified_after="2020-05-01T10:00:00Z")["total_items"] == 3
    assert read("services", modified_after="2020-05-02")["total_items"] == 2
    assert read("services", modified_after="2099-01-01T00:00:00Z")["empty"] is True


def test_places_by_postal_code_and_by_metres_from_its_middle(offers, read):
    found = read("service_at_locations", postcode="15100")["contents"]
    assert [one["service"]["name"] for one in found] == ["Rauhallinen kävelyryhmä"]
    assert read("service_at_locations", postcode="15100", proximity=1000)["total_items"] == 1
    assert read("service_at_locations", postcode="15100", proximity=40_000)["total_items"] == 2
    assert read("service_at_locations", postcode="99999")["empty"] is True
    read("service_at_locations", status=422, postcode="99999", proximity=5)


def test_minimal_records_are_short(offers, read):
    [first, *_] = read("services", minimal="true", per_page=500)["contents"]
    assert set(first) == {"id", "name", "status", "last_modified"}


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("services", {"page": "0"}, "page"),
        ("services", {"per_page": "100000"}, "per_page"),
        ("services", {"full": "kyllä"}, "full"),
        ("services", {"modified_after": "eilen"}, "modified_after"),
        ("services", {"modified_after": "2026-02-30"}, "modified_after"),
        ("services", {"taxonomy_term_id": "P27"}, "taxonomy_term_id"),
        ("services", {"format": "xml"}, "format"),
        ("services", {"hakusana": "x"}, "hakusana"),
        ("services/1", {}, "id"),
        ("service_at_locations", {"proximity": "500"}, "proximity"),
        ("service_at_locations", {"postcode": "1510"}, "postcode"),
    ],
)
def test_a_bad_parameter_is_refused_by_its_name(offers, read, path, query, field):
    answer = read(path, status=422, **query)
    assert list(answer["fields"]) == [field]
    assert answer["detail"].startswith("The request cannot be answered.")


def test_every_site_may_read_and_nobody_may_write(offers, client):
    answer = client.get("/api/hsds/fi/services", HTTP_ORIGIN="https://kunta.invalid")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert client.head("/api/hsds/fi/services").status_code == 200
    assert client.post("/api/hsds/fi/services").status_code == 405
    assert client.get("/api/hsds/fi/olematon").status_code == 404


@pytest.mark.parametrize("path", FULL)
def test_a_page_takes_as_many_queries_however_much_is_on_it(offers, read, path):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            read(path, full="true")
        return len(found)

    read(path, full="true")
    before = queries()
    for number in range(5):
        offer = Offer.objects.create(
            kind="group", state="published", provider=offers.club, slug=f"uusi-{number}", name_fi=f"Uusi {number}"
        )
        offer.terms.set(offers.walk.terms.all())
        Place.objects.create(offer=offer, street="Tie 1", municipality=offers.town)
    assert queries() == before


def test_identifiers_last_and_differ(offers, read):
    first = read("services", full="true")["contents"]
    parts = [
        one["id"]
        for service in first
        for name in ("schedules", "attributes", "service_at_locations")
        for one in service[name]
    ]
    assert len(parts) == len(set(parts))
    assert all(UUID(one) for one in parts)
    assert read("services", full="true")["contents"] == first
