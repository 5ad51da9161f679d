"""What came whole from Sotkanet is published; what failed leaves its old figures and a fault that pages can show."""

from __future__ import annotations

import datetime as dt

import pytest

from hytti.facts import fetching, open_facts, store
from hytti.facts.fetching import Outcome, fetch_sotkanet
from hytti.sources.problems import Code, Refused, Unreachable, problem
from hytti.sources.records import Fact, Fetched, Indicator, Organisation, Words, fact_table

from .conftest import AREAS

WANTED = {127: "vaesto", 683: "diabeteslaakkeiden-erityiskorvaus"}
AWAY = problem(Code.NO_CONNECTION, address="https://sotkanet.fi/rest/1.1/indicators/127", attempts=5)


class Sotkanet:
    """Answers with what it is given by number: facts, or trouble."""

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    def indicator(self, number):
        self.asked.append(number)
        if isinstance(self.answers[number], BaseException):
            raise self.answers[number]
        thl = Organisation(2, Words("THL"))
        title = Words(f"Osoitin {number}", "", f"Indicator {number}")
        return Indicator(number, title, thl, ("total",), Words(), updated=dt.date(2025, 9, 1), years=(2020, 2023))

    def data(self, indicator):
        facts = [
            Fact(f"sotkanet-{indicator.id}", area, year, "total", value)
            for area, year, value in self.answers[indicator.id]
        ]
        told = problem(Code.UNKNOWN_REGION, region=9999, rows=2)
        moment = dt.datetime(2025, 9, 9, tzinfo=dt.UTC)
        address = f"https://sotkanet.fi/rest/1.1/json?indicator={indicator.id}"
        digest = f"{hash(tuple(facts)) % 2**64:064x}"
        return Fetched(indicator.key, address, moment, "CC BY 4.0", digest, fact_table(facts), (told,))


@pytest.fixture
def fetch(path):
    with store.writing(path) as writer:
        writer.put_areas(AREAS)

    def run(answers, wanted=WANTED):
        return fetch_sotkanet(path, Sotkanet(answers), wanted, county="hyvinvointialue-09")

    return run


LAHTI = [("kunta-398", 2022, 120_693.0), ("kunta-091", 2022, 664_028.0)]
SHARE = [("kunta-398", 2023, 14.5)]


def test_what_is_fetched_is_published_under_our_name_with_its_provenance(fetch, path):
    assert fetch({127: LAHTI, 683: SHARE}) == [
        Outcome("sotkanet-127", "loaded", 2, changes=1),
        Outcome("sotkanet-683", "loaded", 1, changes=1),
    ]
    facts = open_facts(path)
    assert [(fact.indicator, fact.value) for fact in facts.latest_of_area("kunta-398")] == [
        ("diabeteslaakkeiden-erityiskorvaus", 14.5), ("vaesto", 120_693.0)
    ]  # fmt: skip
    dataset = facts.dataset("sotkanet-127")
    assert (dataset.title_fi, dataset.title_sv, dataset.as_of) == ("Osoitin 127", "Osoitin 127", "2025-09-01")
    assert dataset.address == "https://sotkanet.fi/rest/1.1/json?indicator=127"
    assert dataset.problems == (
        {"code": "unknown-region", "arguments": {"region": 9999, "rows": 2}, "row": None, "column": None},
    )
    assert facts.faults() == []


def test_a_refused_indicator_keeps_its_old_figures_and_the_others_are_renewed(fetch, path):
    fetch({127: LAHTI, 683: SHARE})
    refused = Refused(problem(Code.REFUSED, address="https://sotkanet.fi/", status=403))
    outcomes = fetch({127: refused, 683: [("kunta-398", 2023, 14.6)]})
    assert [outcome.state for outcome in outcomes] == ["failed", "loaded"]
    facts = open_facts(path)
    assert [fact.value for fact in facts.latest_of_area("kunta-398")] == [14.6, 120_693.0]
    [fault] = facts.faults()
    assert (fault.dataset, fault.text) == ("sotkanet-127", "https://sotkanet.fi/ refused the request (status 403).")
    assert abs(fault.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


def test_a_fault_is_forgotten_when_the_indicator_is_fetched_again(fetch, path):
    fetch({127: LAHTI, 683: Unreachable(AWAY)})
    assert [fault.dataset for fault in open_facts(path).faults()] == ["sotkanet-683"]
    fetch({127: LAHTI, 683: SHARE})
    assert open_facts(path).faults() == []


def test_a_server_that_is_away_is_not_asked_for_the_rest(path):
    with store.writing(path) as writer:
        writer.put_areas(AREAS)
    sotkanet = Sotkanet({127: Unreachable(AWAY), 683: SHARE})
    outcomes = fetch_sotkanet(path, sotkanet, WANTED)
    assert sotkanet.asked == [127]
    assert [outcome.state for outcome in outcomes] == ["failed", "failed"]
    assert {fault.dataset for fault in open_facts(path).faults()} == {"sotkanet-127", "sotkanet-683"}


def test_the_same_answer_is_not_published_again(fetch, path):
    fetch({127: LAHTI, 683: SHARE})
    version = open_facts(path).version
    assert [outcome.state for outcome in fetch({127: LAHTI, 683: SHARE})] == ["same", "same"]
    assert open_facts(path).version == version


def test_an_answer_without_figures_does_not_take_the_old_ones_away(fetch, path):
    fetch({127: LAHTI, 683: SHARE})
    assert fetch({127: [], 683: SHARE})[0] == Outcome(
        "sotkanet-127", "failed", text="There are no figures for what was asked."
    )
    assert open_facts(path).dataset("sotkanet-127").rows == 2


def test_areas_that_the_store_does_not_know_are_left_out_and_municipalities_are_told(fetch, path):
    fetch({127: [*LAHTI, ("seutukunta-071", 2022, 1.0), ("kunta-999", 2022, 1.0)]}, {127: "vaesto"})
    dataset = open_facts(path).dataset("sotkanet-127")
    assert dataset.rows == 2
    assert [one["arguments"] for one in dataset.problems if one["code"] == "unknown-area"] == [{"value": "kunta-999"}]


def test_figures_that_the_store_refuses_are_a_fault_of_their_dataset(fetch, path):
    outcomes = fetch({127: [("kunta-398", 2022, float("inf"))], 683: SHARE})
    assert [outcome.state for outcome in outcomes] == ["failed", "loaded"]
    assert "not finite" in open_facts(path).faults()[0].text


def test_a_break_between_batches_keeps_what_was_published(fetch, path, monkeypatch):
    monkeypatch.setattr(fetching, "BATCH", 1)
    with pytest.raises(KeyboardInterrupt):
        fetch({127: LAHTI, 683: KeyboardInterrupt()})
    assert [dataset.key for dataset in open_facts(path).datasets()] == ["sotkanet-127"]


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"a": 1}', '{"a": {"at": "eilen", "text": ""}}'])
def test_faults_that_cannot_be_read_are_no_faults(kept, path):
    path.with_name("facts.duckdb.faults.json").write_text(kept)
    assert open_facts(path).faults() == []
