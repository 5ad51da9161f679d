"""PxWeb version 1: what is asked, in which parts, and what comes of it."""

from __future__ import annotations

import json

import pytest

from hytti.sources.problems import Code, Refused, Unexpected
from hytti.sources.pxweb import PxWeb, area_key
from sources.lying_server import Say

TABLE = "vaenn/statfin_vaenn_pxt_14wx.px"
VARIABLES = {
    "title": "Väestöennuste 2024",
    "variables": [
        {
            "code": "Alue",
            "text": "Alue",
            "values": ["SSS", "KU016", "KU398"],
            "valueTexts": ["KOKO MAA", "Asikkala", "Lahti"],
        },
        {"code": "Vuosi", "text": "Vuosi", "values": ["2035", "2040"], "valueTexts": ["2035", "2040"], "time": True},
        {"code": "Ikä", "text": "Ikä", "values": ["000"], "valueTexts": ["0"], "elimination": True},
    ],
}


def answer(areas, years):
    axes = {"Alue": {"category": {"index": areas}}, "Vuosi": {"category": {"index": years}}}
    told = {"class": "dataset", "id": list(axes), "size": [len(areas), len(years)], "dimension": axes}
    return json.dumps({**told, "value": list(range(len(areas) * len(years)))}).encode()


@pytest.fixture
def pxweb(server, client):
    def make(*answers, **more):
        server.say(f"/{TABLE}", json.dumps(VARIABLES).encode(), *answers)
        return PxWeb(client, base=server.address, **more)

    return make


def test_a_table_tells_its_variables(pxweb):
    told = pxweb().metadata(TABLE)
    assert told.title == "Väestöennuste 2024"
    assert [(each.code, each.elimination, each.time) for each in told.variables] == [
        ("Alue", False, False),
        ("Vuosi", False, True),
        ("Ikä", True, False),
    ]
    assert told.variables[0].texts == ("KOKO MAA", "Asikkala", "Lahti")


def test_the_chosen_values_are_asked_for_and_the_name_keeps_its_ending(pxweb, server, clock):
    got = pxweb(answer(["KU398"], ["2035", "2040"])).data(TABLE, {"Alue": ["KU398"], "Vuosi": []})
    sent = json.loads(server.asked[1].body)
    assert server.asked[1].path == "/vaenn/statfin_vaenn_pxt_14wx.px"
    assert sent == {
        "query": [
            {"code": "Alue", "selection": {"filter": "item", "values": ["KU398"]}},
            {"code": "Vuosi", "selection": {"filter": "item", "values": ["2035", "2040"]}},
        ],
        "response": {"format": "json-stat2"},
    }
    assert (got.source, got.rows, got.fetched_at) == ("pxweb-statfin_vaenn_pxt_14wx.px", 2, clock.now)
    assert got.table.column("value").to_pylist() == [0.0, 1.0]


def test_a_large_question_is_asked_in_parts_along_one_variable(pxweb, server):
    parts = answer(["SSS", "KU016"], ["2035", "2040"]), answer(["KU398"], ["2035", "2040"])
    got = pxweb(*parts, cells=5).data(TABLE, {})
    asked = [json.loads(request.body)["query"] for request in server.asked[1:]]
    assert [query[0]["selection"]["values"] for query in asked] == [["SSS", "KU016"], ["KU398"]]
    assert got.table.column("Alue").to_pylist() == ["SSS", "SSS", "KU016", "KU016", "KU398", "KU398"]
    assert got.sha256 != pxweb(parts[0]).data(TABLE, {"Alue": ["SSS", "KU016"]}).sha256


def test_what_cannot_be_cut_small_enough_is_refused(pxweb, server):
    with pytest.raises(Refused) as error:
        pxweb(cells=1).data(TABLE, {})
    assert [found.code for found in error.value.problems] == [Code.TOO_MANY_CELLS]
    assert len(server.asked) == 1


@pytest.mark.parametrize("selection", [{"Kuu": ["1"]}, {"Alue": ["KU999"]}])
def test_a_value_the_table_does_not_have_is_refused_before_asking(pxweb, server, selection):
    with pytest.raises(Refused) as error:
        pxweb().data(TABLE, selection)
    assert [found.code for found in error.value.problems] == [Code.UNKNOWN_VALUE]
    assert len(server.asked) == 1


def test_a_name_without_its_ending_is_a_mistake_of_the_caller(pxweb):
    with pytest.raises(ValueError, match=r"ends in \.px"):
        pxweb().metadata("vaenn/statfin_vaenn_pxt_14wx")


@pytest.mark.parametrize("body", [b"[]", b'{"title": "A"}', b'{"title": "A", "variables": [{"code": "B"}]}'])
def test_metadata_of_another_shape_is_refused(pxweb, server, body):
    database = pxweb()
    server.say(f"/{TABLE}", body)
    with pytest.raises(Unexpected):
        database.metadata(TABLE)


def test_a_refusal_in_the_middle_gives_nothing(pxweb):
    with pytest.raises(Refused):
        pxweb(answer(["SSS", "KU016"], ["2035", "2040"]), Say(status=403), cells=5).data(TABLE, {})


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("SSS", "maa-FI"),
        ("KU398", "kunta-398"),
        ("KU016", "kunta-016"),
        ("MK07", "maakunta-07"),
        ("XX1", None),
        ("KU", None),
    ],
)
def test_areas_have_their_keys(code, key):
    assert area_key(code) == key
