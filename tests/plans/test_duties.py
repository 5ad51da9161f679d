"""The duties against the statutes that they stand in, and how a duty stands from what is known."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from hytti.plans.rules import Rhythm, State, duties, stand
from hytti.plans.rules.duties import DutyFile, rulebook

TODAY = dt.date(2026, 11, 24)
# Read from the statutes: law, section of a municipality, section of the county, day of entry into force of each.
IN_THE_STATUTES = {
    "vuosiraportti-valtuustolle": ("612/2021", "6 §", "7 §", "2023-01-01", "2023-01-01"),
    "hyte-neuvottelu": ("612/2021", "6 §, 7 § 4 mom.", "7 § 4 mom.", "2023-01-01", "2023-01-01"),
    "hyvinvointikertomus": ("612/2021", "6 §", "7 §", "2023-01-01", "2023-01-01"),
    "hyvinvointisuunnitelma": ("612/2021", "6 §", "7 §", "2023-01-01", "2023-01-01"),
    "toimitus-hyvinvointialueelle": ("612/2021", "6 §", None, "2023-01-01", None),
    "julkaisu-verkossa": ("612/2021", "6 §", "7 §", "2023-01-01", "2023-01-01"),
    "neuvottelu-tyonjaosta": ("611/2021", "14 §", "14 §", "2021-07-01", "2021-07-01"),
    "lasten-ja-nuorten-suunnitelma": ("417/2007", "12 §", "12 §", "2008-01-01", "2023-01-01"),
    "ikaantyneen-vaeston-suunnitelma": ("980/2012", "5 §", "5 §", "2023-01-01", "2023-01-01"),
    "kotoutumisen-raportointi": ("681/2023", "45 §", None, "2025-01-01", None),
    "vastuutaho": ("612/2021", "6 §", "7 §", "2023-01-01", "2023-01-01"),
    "ehkaisevan-paihdetyon-toimielin": ("523/2015", "5 §", None, "2015-12-01", None),
    "saavutettavuusseloste": ("306/2019", "9 §", "9 §", None, "2021-07-01"),
    **{
        f"kerroin-{point}": ("1393/2022", "3 §", None, "2026-01-01", None)
        for point in (
            "ennakkoarviointi",
            "liikunta-aktiivisuus",
            "arviointikertomus",
            "talousarvion-mittarit",
            "elintavat",
        )
    },
}
BY_KEY = {duty.key: duty for duty in duties()}


def evidence(outcome="done", period="", happened_on=""):
    return SimpleNamespace(outcome=outcome, period=period, happened_on=happened_on)


def standing(key, *known, actor="municipality", today=TODAY):
    duty = BY_KEY[key]
    return stand(duty, duty.who[actor], known, today)


def test_every_duty_has_its_law_section_and_day():
    found = {}
    for duty in duties():
        town, county = duty.who.get("municipality"), duty.who.get("county")
        days = [basis.valid_from.isoformat() if basis and basis.valid_from else None for basis in (town, county)]
        found[duty.key] = (duty.law, town and town.section, county and county.section, *days)
    assert found == IN_THE_STATUTES


def test_every_duty_comes_as_often_as_its_statute_says():
    rhythms = {
        Rhythm.YEARLY: {
            "vuosiraportti-valtuustolle",
            "hyte-neuvottelu",
            "kerroin-liikunta-aktiivisuus",
            "kerroin-talousarvion-mittarit",
            "kerroin-elintavat",
        },
        Rhythm.EVERY_4_YEARS: {"lasten-ja-nuorten-suunnitelma"},
        Rhythm.EVERY_2_YEARS: {"kotoutumisen-raportointi"},
        Rhythm.STANDING: {
            "vastuutaho",
            "ehkaisevan-paihdetyon-toimielin",
            "saavutettavuusseloste",
            "kerroin-ennakkoarviointi",
        },
    }
    for rhythm, keys in rhythms.items():
        assert {duty.key for duty in duties() if duty.rhythm is rhythm} == keys
    assert {duty.key for duty in duties() if duty.rhythm is Rhythm.PER_TERM} == set(BY_KEY) - set().union(
        *rhythms.values()
    )


def test_every_statute_of_the_file_is_used_and_leads_to_its_own_page():
    statutes = rulebook().statutes
    assert set(statutes) == {duty.law for duty in duties()}
    for number, statute in statutes.items():
        first, year = number.split("/")
        assert statute.address.endswith(f"/{year}/{year}{int(first):04d}")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"law": "1/1900"}, "statutes without a title: 1/1900"),
        ({"who": {}}, "nobody has this duty"),
        ({"who": {"county": {"section": "7", "valid_from": "2023-01-01"}}}, "String should match pattern"),
        (
            {"who": {"county": {"section": "7 §", "valid_from": "2023-01-01", "valid_to": "2022-01-01"}}},
            "valid_to is before valid_from",
        ),
    ],
)
def test_a_faulty_duty_is_refused(change, message):
    file = rulebook().model_dump(mode="json")
    file["duties"][0] |= change
    with pytest.raises(ValidationError, match=message):
        DutyFile.model_validate(file)


def test_two_duties_of_one_key_are_refused():
    file = rulebook().model_dump(mode="json")
    file["duties"][1]["key"] = file["duties"][0]["key"]
    with pytest.raises(ValidationError, match="a key stands twice"):
        DutyFile.model_validate(file)


def test_nothing_known_is_open_while_there_is_time_and_unknown_after_it_but_never_late():
    for duty in duties():
        for actor, basis in duty.who.items():
            for day in ("2023-06-01", "2025-06-01", "2026-11-24", "2031-01-01"):
                for shown in stand(duty, basis, [], dt.date.fromisoformat(day)):
                    assert shown is None or shown.state in (State.OPEN, State.UNKNOWN), (duty.key, actor, day)


def test_a_period_that_is_over_without_evidence_is_unknown():
    now, earlier = standing("vuosiraportti-valtuustolle")
    assert (now.state, now.period.label, now.due) == (State.OPEN, "2026", dt.date(2026, 12, 31))
    assert (earlier.state, earlier.period.label) == (State.UNKNOWN, "2025")


def test_evidence_counts_for_its_own_period_only():
    now, earlier = standing("hyvinvointisuunnitelma", evidence(period="2021–2025"))
    assert (now.state, earlier.state) == (State.OPEN, State.DONE)
    assert len(earlier.evidence) == 1


def test_the_best_evidence_decides_and_a_part_is_not_the_whole():
    part = evidence("partly", "2026")
    assert standing("vuosiraportti-valtuustolle", part)[0].state is State.PARTLY
    assert standing("vuosiraportti-valtuustolle", part, evidence(period="2026"))[0].state is State.DONE


def test_only_a_source_that_says_so_makes_a_duty_late_and_only_when_its_time_is_over():
    now, _ = standing("vuosiraportti-valtuustolle", evidence("not_done", "2026"))
    _, earlier = standing("vuosiraportti-valtuustolle", evidence("not_done", "2025"))
    assert (now.state, earlier.state) == (State.OPEN, State.LATE)


@pytest.mark.parametrize(("day", "state"), [("2029-05-31", State.OPEN), ("2029-06-01", State.UNKNOWN)])
def test_a_duty_of_the_term_is_due_on_the_terms_last_day(day, state):
    now, earlier = standing("hyvinvointikertomus", today=dt.date.fromisoformat(day))
    shown = {item.period.label: item.state for item in (now, earlier)}
    assert shown["2025–2029"] is state


def test_a_duty_was_not_in_force_before_its_statute():
    assert standing("vuosiraportti-valtuustolle", today=dt.date(2022, 12, 31)) == (None, None)
    assert standing("vuosiraportti-valtuustolle", today=dt.date(2023, 1, 1))[1] is None
    assert standing("kotoutumisen-raportointi", today=dt.date(2024, 12, 31)) == (None, None)


@pytest.mark.parametrize(
    ("happened", "today", "state", "due"),
    [
        ("2023-03-10", "2027-03-10", State.DONE, "2027-03-10"),
        ("2023-03-10", "2027-03-11", State.UNKNOWN, None),
        ("2023", "2027-01-01", State.DONE, "2027-01-01"),
        ("2023", "2027-01-02", State.UNKNOWN, None),
    ],
)
def test_a_revision_holds_for_its_years_from_the_day_known(happened, today, state, due):
    known = evidence(happened_on=happened)
    now, earlier = standing("lasten-ja-nuorten-suunnitelma", known, today=dt.date.fromisoformat(today))
    assert (now.state, now.due and now.due.isoformat(), earlier) == (state, due, None)


@pytest.mark.parametrize(("today", "state"), [("2026-12-31", State.OPEN), ("2027-01-01", State.UNKNOWN)])
def test_the_first_time_is_counted_from_the_day_of_the_statute(today, state):
    now, _ = standing("kotoutumisen-raportointi", today=dt.date.fromisoformat(today))
    assert now.state is state


def test_a_standing_duty_holds_without_a_day():
    assert standing("vastuutaho")[0].state is State.UNKNOWN
    assert standing("vastuutaho", evidence())[0].state is State.DONE
    assert standing("vastuutaho", evidence("not_done"))[0].state is State.LATE
