"""Sotkanet's ids for the tables, on a replayed server: looked at, fetched into the store, told where that failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hytti.coefficient.exchange.fetching import TITLE_WORDS, CheckedSotkanet, wanted_ids
from hytti.coefficient.exchange.prefilling import prefill, stored_ids
from hytti.facts import open_facts
from hytti.facts.fetching import fetch_sotkanet
from hytti.methods.coefficient.rules import rules
from hytti.sources.http import Client, Manners
from hytti.sources.problems import Unexpected
from sources.lying_server import LyingServer, Say

STORED = Path(__file__).parents[2] / "sources" / "data"
ASIKKALA, LAHTI = 9, 177
HEALTH = "Kokee terveydentilansa keskinkertaiseksi tai huonoksi, % 8.- ja 9.-luokan oppilaista"
# Title in the stored dump of Sotkanet's 54 indicators
OUTSIDE = "Koulutuksen ulkopuolelle jääneet 17 - 24-vuotiaat, % vastaavanikaisesta väestöstä"


@pytest.fixture
def server():
    server = LyingServer()
    server.say("/regions", (STORED / "sotkanet_regions.json").read_bytes())
    yield server
    server.close()


@pytest.fixture
def sotkanet(server, tmp_path):
    manners = Manners(pause=0, timeout=5, attempts=1)
    client = Client(name="Hytti/1", contact="hyte@example.org", cache=tmp_path / "answers", manners=manners)
    return CheckedSotkanet(client, base=server.address)


def say_indicator(server, number, title, *rows, years=(2019, 2023)):
    """Sotkanet tells of an indicator, and its figures: (region, year, value)."""
    about = {
        "id": number,
        "title": {"fi": title},
        "organization": {"id": 2, "title": {"fi": "THL"}},
        "classifications": {"sex": {"values": ["total"]}, "region": {"title": {"fi": "Kunta"}}},
        "range": {"start": years[0], "end": years[1]},
        "data-updated": "2025-09-01",
    }
    server.say(f"/indicators/{number}", json.dumps(about).encode())
    figures = [
        {"indicator": number, "region": region, "year": year, "gender": "total", "value": value}
        for region, year, value in rows
    ]
    server.say("/json", json.dumps(figures).encode())


def fetch(sotkanet, path, *numbers):
    names = wanted_ids()
    return fetch_sotkanet(path, sotkanet, {number: names[number] for number in numbers})


def test_the_ids_of_the_issue_are_asked_for_and_each_has_its_words():
    assert set(wanted_ids()) == {127, 234, 286, 306, 699, 3037, 3219, 3959}
    assert wanted_ids().keys() <= TITLE_WORDS.keys()


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (127, "Väestö 31.12."),
        (699, "Lonkkamurtumat 65 vuotta täyttäneillä, % vastaavanikäisestä väestöstä"),
        (699, "Lonkkamurtumat 65 vuotta täyttäneillä, % vastaavan ikäisestä  väestöstä"),
        (3037, "Vammojen ja myrkytysten vuoksi sairaalassa hoidetut potilaat / 10 000 asukasta"),
        (3219, OUTSIDE),
    ],
)
def test_a_title_that_names_the_same_thing_is_taken_also_when_written_anew(sotkanet, server, number, title):
    say_indicator(server, number, title)
    assert sotkanet.indicator(number).id == number


def test_an_id_that_is_something_else_now_is_refused(sotkanet, server):
    say_indicator(server, 3959, "Päivittäin tupakoivat, % 8.- ja 9.-luokan oppilaista")
    with pytest.raises(Unexpected, match="tupakoivat"):
        sotkanet.indicator(3959)


def test_an_id_that_the_rules_do_not_name_is_left_to_others(sotkanet, server):
    say_indicator(server, 683, "Diabeteslääkkeet")
    assert sotkanet.indicator(683).id == 683


def test_what_is_fetched_reaches_the_municipal_table(sotkanet, server, facts_with, tmp_path):
    facts_with()
    rows = [(LAHTI, 2021, 23.0), (LAHTI, 2023, 24.5), (ASIKKALA, 2023, 20.0)]
    say_indicator(server, 286, HEALTH, *rows)
    [outcome] = fetch(sotkanet, tmp_path / "facts.duckdb", 286)
    assert outcome.state == "loaded", outcome.text
    facts = open_facts(tmp_path / "facts.duckdb")
    found = prefill(rules("municipality", 2026), facts, stored_ids(facts))
    assert found.values == {
        ("398", "poor_health"): 24.5,
        ("016", "poor_health"): 20.0,
        ("398", "poor_health:before"): 23.0,
    }
    assert found.faults == ()


@pytest.mark.parametrize("trouble", ["away", "something else"])
def test_a_failed_fetch_keeps_what_was_and_says_so(sotkanet, server, facts_with, tmp_path, trouble):
    path = tmp_path / "facts.duckdb"
    facts_with()
    say_indicator(server, 286, HEALTH, (LAHTI, 2023, 24.5))
    fetch(sotkanet, path, 286)
    if trouble == "away":
        server.say("/indicators/286", Say(status=503))
    else:
        say_indicator(server, 286, "Jotain aivan muuta", (LAHTI, 2023, 99.0))
    [outcome] = fetch(sotkanet, path, 286)
    assert outcome.state == "failed"
    facts = open_facts(path)
    found = prefill(rules("municipality", 2026), facts, stored_ids(facts))
    assert found.values == {("398", "poor_health"): 24.5}
    assert [fault.dataset for fault in found.faults] == ["sotkanet-286"]


def test_figures_too_old_for_the_funding_year_are_not_taken(facts_with):
    old = [("sotkanet-3219", "kunta-398", 2011, 7.0), ("sotkanet-3219", "kunta-398", 2010, 8.0)]
    facts = facts_with(sotkanet_3219=old)
    assert prefill(rules("municipality", 2026), facts, stored_ids(facts)).values == {}


def test_the_population_is_known_from_any_source(facts_with):
    facts = facts_with(vaesto_2024=[("vaesto", "kunta-398", 2024, 121_337.0)])
    found = prefill(rules("municipality", 2026), facts, stored_ids(facts))
    assert found.values == {("398", "residents"): 121_337.0}
