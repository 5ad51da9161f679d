"""Steps of a plan with the decision's facts, names that expire, and the same change to many actions."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from factories import make_body, make_theme
from hytti.plans.actions import contents, plans
from hytti.plans.models import Action, Plan, StateChange

pytestmark = pytest.mark.django_db


def url(name: str, *args) -> str:
    return reverse(f"plans:{name}", args=args)


@pytest.fixture
def proposed(scene):
    contents.save(scene.action, {"responsible_organisation": scene.town}, by=scene.writer)
    told = {"to": "proposed", "revision": scene.plan.revision}
    assert scene.page.post(url("state", scene.plan.slug), told).status_code == 302
    scene.plan.refresh_from_db()
    return scene


def test_a_draft_is_offered_its_own_steps(scene):
    text = scene.page.get(url("state", scene.plan.slug)).content.decode()
    assert "?to=for_comments" in text
    assert "?to=proposed" in text
    assert "?to=approved" not in text


@pytest.mark.parametrize("to", ["approved", "ended", "kuu", "unknown"])
def test_a_step_that_the_state_does_not_have_is_refused(scene, to):
    address = url("state", scene.plan.slug)
    assert scene.page.get(f"{address}?to={to}").status_code == 409
    assert scene.page.post(address, {"to": to, "revision": 1}).status_code == 409
    assert Plan.objects.get().state == "draft"


def test_only_a_decision_asks_for_its_facts(scene, proposed):
    address = url("state", scene.plan.slug)
    back = scene.page.get(f"{address}?to=draft").content.decode()
    assert 'id="id_note"' in back
    assert 'id="id_decided_on"' not in back
    decision = scene.page.get(f"{address}?to=approved").content.decode()
    for name in ("decided_on", "decided_by_body", "decided_by", "case_number", "decision_section", "address", "people"):
        assert f'id="id_{name}"' in decision


def test_a_decision_is_kept_with_its_body_and_the_last_day_of_its_names(scene, proposed):
    body = make_body(name_fi="Äkäslahden valtuusto", kind="council")
    told = {
        "to": "approved", "decided_on": "8.12.2025", "decided_by_body": body.pk, "decision_section": "§ 112",
        "case_number": "ÄK/1/2025", "address": "https://example.org/paatos", "note": "Äänestyksen jälkeen",
        "people": "Esimerkki Esittelijä", "people_until": "31.12.2099", "revision": scene.plan.revision,
    }  # fmt: skip
    assert scene.page.post(url("state", scene.plan.slug), told).status_code == 302
    change = StateChange.objects.get(after="approved")
    assert (change.decided_on, change.decided_by_body, change.decision_section) == (dt.date(2025, 12, 8), body, "§ 112")
    assert (change.people, change.people_until) == ("Esimerkki Esittelijä", dt.date(2099, 12, 31))
    plan = Plan.objects.get()
    assert (plan.case_number, plan.decided_on) == ("ÄK/1/2025", "2025-12-08")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"decided_on": "8.12.2099"}, "vasta tulossa"),
        ({"case_number": ""}, "asianumero tai pykälä"),
        ({"address": "ftp://example.org"}, "https://"),
        ({"people": "Nimi Niminen", "people_until": "1.1.2000"}, "on jo ohi"),
        ({"note": "x" * 2001}, "2001 merkkiä"),
    ],
)
def test_a_faulty_decision_is_told_at_its_field_and_the_rest_stays(scene, proposed, told, words):
    whole = {"to": "approved", "decided_on": "8.12.2025", "decided_by": "Äänten valtuusto", "case_number": "1/2025"}
    answer = scene.page.post(url("state", scene.plan.slug), {**whole, **told, "revision": scene.plan.revision})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Äänten valtuusto" in answer.content.decode()
    assert Plan.objects.get().state == "proposed"


def test_many_actions_get_the_same_days_theme_and_status(scene):
    second, theme = contents.save(Action(goal=scene.goal), {"name_fi": "Öinen"}, by=scene.writer), make_theme()
    told = {
        "actions": [scene.action.pk, second.pk], "starts_on": "1.1.2026", "ends_on": "31.12.2027", "theme": theme.pk,
        "said_status": "late", "status_reason": "Tiloja ei ole",
    }  # fmt: skip
    assert scene.page.post(url("bulk", scene.plan.slug), told).status_code == 302
    days = (dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    found = {(one.starts_on, one.ends_on, one.theme, one.said_status) for one in Action.objects.all()}
    assert found == {(*days, theme, "late")}


def test_one_action_that_refuses_keeps_all_as_they_were(scene):
    second = contents.save(
        Action(goal=scene.goal), {"name_fi": "Öinen", "ends_on": dt.date(2025, 6, 1)}, by=scene.writer
    )
    told = {"actions": [scene.action.pk, second.pk], "starts_on": "1.1.2026", "population_group": "Ikäihmiset"}
    answer = scene.page.post(url("bulk", scene.plan.slug), told)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Öinen: Toimenpide päättyy ennen" in text
    assert "Ikäihmiset" in text
    assert text.count(" checked>") == 2
    assert {one.starts_on for one in Action.objects.all()} == {None}


def test_what_a_colleague_wrote_meanwhile_is_shown_before_many_are_changed(scene):
    address = url("bulk", scene.plan.slug)

    def seen() -> str:
        return re.search(r'name="seen" value="([^"]+)"', scene.page.get(address).content.decode())[1]

    told = {"actions": [scene.action.pk], "population_group": "Lapset", "seen": seen()}
    contents.save(scene.action, {"population_group": "Yli 80-vuotiaat öisin"}, by=scene.writer)
    answer = scene.page.post(address, told)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "joku muutti toimenpidettä" in text
    assert "väestöryhmä: Yli 80-vuotiaat öisin" in text
    assert 'value="Lapset"' in text
    assert Action.objects.get().population_group == "Yli 80-vuotiaat öisin"
    assert scene.page.post(address, told | {"seen": seen()}).status_code == 302
    assert Action.objects.get().population_group == "Lapset"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"population_group": "Kaikki", "actions": []}, "Täytä tämä kohta"),
        ({}, "vähintään yksi kohta"),
        ({"said_status": "done"}, "mihin tila perustuu"),
        ({"starts_on": "huomenna"}, "24.11.2026"),
    ],
)
def test_a_change_to_many_that_says_nothing_or_too_little_is_refused(scene, told, words):
    answer = scene.page.post(url("bulk", scene.plan.slug), {"actions": [scene.action.pk], **told})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_all_actions_are_chosen_with_a_link(scene):
    contents.save(Action(goal=scene.goal), {"name_fi": "Toinen"}, by=scene.writer)
    address = url("bulk", scene.plan.slug)
    assert " checked>" not in scene.page.get(address).content.decode()
    assert scene.page.get(f"{address}?valitse=kaikki").content.decode().count(" checked>") == 2


def test_a_plan_without_actions_has_nothing_to_change(scene):
    contents.remove(scene.action, by=scene.writer)
    assert "ei ole vielä toimenpiteitä" in scene.page.get(url("bulk", scene.plan.slug)).content.decode()


def test_two_writers_of_a_plans_own_facts_see_both(scene):
    opened = scene.plan.revision
    plans.edit(scene.plan, {"title_fi": "Kollegan nimi"}, by=scene.writer)
    told = {"kind": "plan", "title_fi": "Oma nimi", "starts": "2025", "ends": "2028", "revision": opened}
    answer = scene.page.post(url("edit_plan", scene.plan.slug), told)
    assert answer.status_code == 409
    assert "Kollegan nimi" in answer.content.decode()
    assert "Oma nimi" in answer.content.decode()


def test_a_term_that_ends_before_it_starts_is_told_at_its_field(scene):
    told = {"organisation": scene.town.pk, "kind": "plan", "title_fi": "Nurin päin", "starts": "2030", "ends": "2026"}
    answer = scene.page.post(url("found"), told)
    assert answer.status_code == 422
    assert "päättyy ennen kuin se alkaa" in answer.content.decode()
    assert "Nurin päin" in answer.content.decode()


def test_a_plan_is_not_founded_for_another_organisation(scene):
    from factories import make_organisation

    other = make_organisation(kind="municipality")
    told = {"organisation": other.pk, "kind": "plan", "title_fi": "Naapurin"}
    assert scene.page.post(url("found"), told).status_code == 422
    assert not Plan.objects.filter(organisation=other).exists()
