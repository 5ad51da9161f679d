import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_body, make_membership, make_organisation, make_source, make_theme
from hytti.core import audit, search

LISTS = [
    ("areas", "lahti"),
    ("organisations", "alipi"),
    ("bodies", "huumetyon-verkosto"),
    ("posts", "edustaja"),
    ("themes", "ehkaiseva-tyo"),
    ("documents", "ohjelma"),
    ("topics", "audit-c"),
    ("cooperation-tiers", "1"),
]


def slugs(answer):
    return {item["slug"] for item in answer["items"]}


@pytest.mark.parametrize(("path", "key"), LISTS)
def test_each_list_and_each_record_says_its_licence_and_where_it_comes_from(region, read, path, key):
    listed, single = read(path), read(f"{path}/{key}")
    assert listed["total"] == len(listed["items"]) > 0
    for answer in (listed, single):
        assert answer["licence"] == "CC-BY-4.0"
        assert answer["attribution"] == "Koeseutun hyvinvointialue, Hytti"
        assert answer["retrieved"]
    for item in (*listed["items"], single["item"]):
        assert {"source", "as_of", "confirmed_on", "confirmation"} <= set(item)


def test_a_body_tells_its_names_in_three_languages_and_its_source(region, read):
    body = read("bodies/huumetyon-verkosto")["item"]
    assert body["name"] == {"fi": "Huumetyön verkosto", "sv": "Nätverket för drogarbete", "en": None}
    assert body["source"]["address"] == "https://esimerkki.invalid/esitys"
    assert body["as_of"] == "2023-07-31"
    assert body["municipalities"] == [{"slug": "lahti", "name": {"fi": "Lahti", "sv": "Lahtis", "en": None}}]
    assert [child["slug"] for child in body["children"]] == ["ryhma"]
    assert body["page"]["fi"].startswith("http://testserver/fi/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "network"}, {"huumetyon-verkosto", "ryhma", "entinen"}),
        ({"kind": "network", "exact": "true"}, {"huumetyon-verkosto", "entinen"}),
        ({"kind": ["working_group", "negotiating_committee"]}, {"ryhma", "jarjestoneuvottelukunta"}),
        ({"kind": "organ"}, {"jarjestoneuvottelukunta"}),
        ({"q": "huumetyö"}, {"huumetyon-verkosto"}),
        ({"kind": "network", "q": "huumeet"}, {"huumetyon-verkosto"}),
        ({"q": "qwertyuiop"}, set()),
        ({"theme": "ehkaiseva-tyo"}, {"huumetyon-verkosto"}),
        ({"theme": "hyte"}, {"huumetyon-verkosto"}),
        ({"convener": "alipi"}, {"huumetyon-verkosto"}),
        ({"municipality": "398"}, {"huumetyon-verkosto"}),
        ({"municipality": "lahti"}, {"huumetyon-verkosto"}),
        ({"confirmation": "confirmed"}, set()),
        ({"kind": "network", "working_on": "2024-06-01"}, {"huumetyon-verkosto", "ryhma"}),
        ({"kind": "network", "working_on": "2018-06-01"}, {"ryhma", "entinen"}),
    ],
)
def test_bodies_are_filtered(region, read, query, expected):
    assert slugs(read("bodies", **query)) == expected


def test_a_long_list_is_read_in_portions(region, read, client):
    seen, address = [], "/api/v1/bodies?limit=2"
    while address:
        answer = client.get(address).json()
        assert answer["total"] == 4
        seen += [item["slug"] for item in answer["items"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == 4
    assert read("bodies", limit=2, offset=2)["previous"] == "http://testserver/api/v1/bodies?limit=2&offset=0"


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("bodies", {"limit": "0"}, "limit"),
        ("bodies", {"limit": "501"}, "limit"),
        ("bodies", {"limit": "many"}, "limit"),
        ("bodies", {"offset": "-1"}, "offset"),
        ("bodies", {"kind": "club"}, "kind"),
        ("bodies", {"working_on": "31.7.2023"}, "working_on"),
        ("bodies", {"theme": "no-such"}, "theme"),
        ("bodies", {"municipality": "999"}, "municipality"),
        ("bodies", {"q": "a\x00"}, "q"),
        ("bodies", {"them": "x"}, "them"),
        ("bodies.csv", {"limit": "5"}, "limit"),
        ("memberships", {"body": "no-such"}, "body"),
        ("documents", {"guiding": "perhaps"}, "guiding"),
        ("memberships/abc", {}, "id"),
        ("bodies/Å", {}, "slug"),
    ],
)
def test_a_bad_parameter_is_named(region, read, path, query, field):
    answer = read(path, 422, **query)
    assert list(answer["fields"]) == [field]
    assert field in answer["detail"]


@pytest.mark.parametrize("path", ["bodies/no-such", "memberships/999999", "nothing", "bodies/", "docs"])
def test_what_does_not_exist_is_said_in_a_sentence(region, read, path):
    assert read(path, 404)["detail"].startswith("There is n")


def test_memberships_tell_names_only_while_they_last(region, read, client):
    by_id = {item["id"]: item for item in read("memberships")["items"]}
    assert by_id[region.member.pk]["name"] == "Nykyinen Jäsen"
    assert by_id[region.deputy.pk]["deputy_for"] == region.member.pk
    assert by_id[region.past.pk]["name"] is None
    for path in ("memberships", "memberships.csv", f"memberships/{region.past.pk}", "popolo.json", "popolo/persons"):
        assert "Entinen Jäsen" not in client.get(f"/api/v1/{path}").content.decode()


def test_a_file_has_the_same_rows_with_a_mark_and_the_licence(region, client):
    response = client.get("/api/v1/bodies.csv", {"kind": "network"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode()
    assert text.startswith("\ufeffslug,kind,is_network,name_fi,name_sv,name_en,")
    assert len(text.splitlines()) == 4
    assert "CC-BY-4.0" in text.splitlines()[1]


def test_a_cell_that_looks_like_a_formula_is_made_harmless(region, client):
    make_organisation(name_fi='=HYPERLINK("http://paha.invalid")', slug="paha")
    assert "\"'=HYPERLINK" in client.get("/api/v1/organisations.csv").content.decode()


@pytest.mark.parametrize("path", ["bodies", "bodies.csv", "bodies?q=verkosto", "memberships", "popolo.json"])
def test_the_number_of_queries_does_not_grow_with_rows(region, client, path):
    def number():
        client.get(f"/api/v1/{path}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/{path}").status_code == 200
        return len(captured)

    before = number()
    for index in range(6):
        body = make_body(
            name_fi=f"Uusi verkosto {index}",
            theme=make_theme(),
            convener=make_organisation(source=make_source()),
            source=make_source(),
            municipalities=[region.lahti],
            other_themes=[region.theme],
            parent=region.network,
        )
        make_membership(body=body, represents_organisation=region.host, source=make_source())
        search.reindex(body)
    assert number() == before


def test_an_answer_is_read_again_only_when_something_has_changed(region, client):
    first = client.get("/api/v1/bodies")
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Last-Modified"]
    same = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    again = client.get("/api/v1/bodies", **same)
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/bodies", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 304
    assert client.get("/api/v1/themes", **same).status_code == 200
    audit.record(None, "body.changed", region.network)
    assert client.get("/api/v1/bodies", **same).status_code == 200


def test_the_interface_is_read_only_and_open_to_other_sites(region, client):
    for method in (client.post, client.put, client.delete, client.patch):
        response = method("/api/v1/bodies")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert "read-only" in response.json()["detail"]
    assert client.options("/api/v1/bodies")["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    head = client.head("/api/v1/bodies")
    assert (head.status_code, head.content) == (200, b"")


def test_there_is_a_list_of_addresses_and_no_page_that_loads_scripts(region, read, client):
    addresses = read("")["addresses"]
    assert addresses["bodies"] == "http://testserver/api/v1/bodies"
    for address in addresses.values():
        assert client.get(address).status_code == 200
