"""The pages on which a plan is written, for those who may and with what they may type."""

from __future__ import annotations

import pytest
from django.urls import reverse

from factories import make_organisation, make_user_with
from hytti.plans.actions import contents
from hytti.plans.models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, StateChange, Worry

pytestmark = pytest.mark.django_db

TARGET = {"target": "95,5", "unit": "%", "target_on": "31.12.2028", "direction": "down"}
VERDICT = {"verdict": "no_data", "verdict_reason": "Lukua ei kerätä"}


def url(name: str, *args) -> str:
    return reverse(f"plans:{name}", args=args)


def text_of(scene, address: str, status: int = 200) -> str:
    answer = scene.page.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_plan_is_begun_and_lands_on_its_outline(scene):
    told = {
        "organisation": scene.town.pk,
        "kind": "plan",
        "title_fi": "Hyvä elämä Äkäslahdella",
        "starts": "2029",
        "ends": "2032",
    }
    assert scene.page.get(url("found")).status_code == 200
    answer = scene.page.post(url("found"), told)
    plan = Plan.objects.get(title_fi="Hyvä elämä Äkäslahdella")
    assert answer["Location"] == url("outline", plan.slug)
    assert "Hyvä elämä Äkäslahdella" in text_of(scene, url("write"))


def test_the_outline_shows_everything_and_what_is_missing(scene):
    text = text_of(scene, url("outline", scene.plan.slug))
    for words in ("Hyvä arki", "Yksinäisyys vähenee", "Kyläkahvila", "Vastuutaho puuttuu", "vastuutaho puuttuu"):
        assert words in text


@pytest.mark.parametrize(
    ("kind", "query", "told", "model"),
    [
        ("priority", "", {"name_fi": "Uusi kärki"}, Priority),
        ("goal", "?priority={priority}", {"name_fi": "Uusi tavoite"}, Goal),
        ("goal", "?goal={goal}", {"name_fi": "Uusi osatavoite", "parent": "{goal}"}, Goal),
        ("action", "?goal={goal}", {"name_fi": "Uusi toimenpide", "goal": "{goal}", "review_every": "6"}, Action),
        ("figure", "?goal={goal}", {"name_fi": "Uusi luku", "indicator_key": "vaesto", **TARGET}, IndicatorLink),
        ("worry", "", {"name_fi": "Uusi huoli", "kind": "worry", **VERDICT}, Worry),
        ("left_out", "", {"name_fi": "Uusi pois jätetty", "reason": "Ei kunnittain"}, LeftOutIndicator),
    ],
)  # fmt: skip
def test_every_kind_of_record_is_added_and_edited(scene, kind, query, told, model):
    keys = {"priority": scene.priority.pk, "goal": scene.goal.pk}
    address = url(f"add_{kind}", scene.plan.slug) + query.format(**keys)
    assert scene.page.get(address).status_code == 200
    told = {name: value.format(**keys) for name, value in told.items()}
    assert scene.page.post(address, told).status_code == 302
    record = model.objects.get(name_fi=told["name_fi"])
    edit = url(f"edit_{kind}", record.pk)
    assert told["name_fi"] in text_of(scene, edit)
    changed = {**told, "name_fi": "Ääkkösiä täynnä", "revision": record.revision}
    assert scene.page.post(edit, changed).status_code == 302
    assert model.objects.get(pk=record.pk).name_fi == "Ääkkösiä täynnä"
    assert "Ääkkösiä täynnä" in text_of(scene, url("outline", scene.plan.slug))
    remove = url(f"remove_{kind}", record.pk)
    assert "Poistettua ei saa takaisin" in text_of(scene, remove)
    assert model.objects.filter(pk=record.pk).exists()
    assert scene.page.post(remove, {"revision": record.revision + 1}).status_code == 302
    assert not model.objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"starts_on": "31.2.2026"}, "24.11.2026"),
        ({"starts_on": "1.6.2026", "ends_on": "1.5.2026"}, "päättyy ennen"),
        ({"said_status": "done"}, "mihin tila perustuu"),
        ({"name_fi": ""}, "Täytä tämä kohta"),
        ({"description": "x" * 2_000_000}, "2000000"),
        ({"responsible_organisation": "999999"}, ""),
    ],
)
def test_bad_input_is_told_at_its_field_and_the_rest_stays(scene, told, words):
    typed = {
        "name_fi": "Kyläkahvila",
        "goal": scene.goal.pk,
        "review_every": "12",
        "work": "Puoli henkilöä",
        "revision": scene.action.revision,
    }
    answer = scene.page.post(url("edit_action", scene.action.pk), {**typed, **told})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert "Puoli henkilöä" in text


def test_a_target_without_a_day_is_refused(scene):
    address = url("add_figure", scene.plan.slug) + f"?goal={scene.goal.pk}"
    answer = scene.page.post(address, {"name_fi": "Luku", "indicator_key": "vaesto", "target": "5", "unit": "%"})
    assert answer.status_code == 422
    assert "yksikön ja päivän" in answer.content.decode()


def test_a_baseline_that_the_store_does_not_have_is_said(scene):
    address = url("add_figure", scene.plan.slug) + f"?goal={scene.goal.pk}"
    answer = scene.page.post(address, {"name_fi": "Luku", "indicator_key": "vaesto", "take_baseline": "on"})
    assert answer.status_code == 422
    assert "Varastossa ei ole" in answer.content.decode()


def test_two_writers_see_both_texts(scene):
    opened = scene.goal.revision
    contents.save(scene.goal, {"name_fi": "Kollegan sanat"}, by=scene.writer)
    answer = scene.page.post(url("edit_goal", scene.goal.pk), {"name_fi": "Omat sanat", "revision": opened})
    assert answer.status_code == 409
    assert "Kollegan sanat" in answer.content.decode()
    assert "Omat sanat" in answer.content.decode()


def test_records_are_moved_with_buttons(scene):
    second = contents.save(Goal(plan=scene.plan), {"name_fi": "Toinen", "priority": scene.priority}, by=scene.writer)
    assert f'formaction="{url("move_goal", second.pk)}"' in text_of(scene, url("outline", scene.plan.slug))
    assert scene.page.post(url("move_goal", second.pk), {"to": "1"}).status_code == 302
    assert [goal.name_fi for goal in Goal.objects.order_by("order")] == ["Toinen", "Yksinäisyys vähenee"]
    scene.page.post(url("move_goal", second.pk), {"to": "ylös"})
    assert [goal.order for goal in Goal.objects.order_by("order")] == [1, 2]
    assert scene.page.get(url("move_goal", second.pk)).status_code == 405


def test_many_actions_are_changed_at_once(scene):
    other = contents.save(Action(goal=scene.goal), {"name_fi": "Toinen"}, by=scene.writer)
    told = {"actions": [scene.action.pk, other.pk], "responsible_organisation": scene.town.pk}
    assert scene.page.get(url("bulk", scene.plan.slug)).status_code == 200
    assert scene.page.post(url("bulk", scene.plan.slug), told).status_code == 302
    assert {action.responsible_organisation for action in Action.objects.all()} == {scene.town}
    assert scene.page.post(url("bulk", scene.plan.slug), {"actions": [other.pk]}).status_code == 422
    assert (
        scene.page.post(url("bulk", scene.plan.slug), {"actions": ["7777"], "population_group": "Kaikki"}).status_code
        == 422
    )


def test_a_plan_goes_through_its_states_and_gets_a_new_version(scene):
    contents.save(scene.action, {"responsible_organisation": scene.town}, by=scene.writer)
    state = url("state", scene.plan.slug)
    assert scene.page.post(state, {"to": "proposed", "revision": scene.plan.revision}).status_code == 302
    revision = Plan.objects.get(pk=scene.plan.pk).revision
    for told, words in (({}, "Täytä tämä kohta"), ({"decided_on": "8.12.2025"}, "mikä toimielin päätti")):
        refused = scene.page.post(state, {"to": "approved", "revision": revision, "note": "Ääni", **told})
        assert refused.status_code == 422
        assert words in refused.content.decode()
        assert "Ääni" in refused.content.decode()
    told = {"to": "approved", "decided_on": "8.12.2025", "decided_by": "Valtuusto", "case_number": "ÄK/1/2025"}
    assert scene.page.post(state, {**told, "revision": revision}).status_code == 302
    assert StateChange.objects.count() == 2
    assert "Hyväksytty teksti ei muutu" in text_of(scene, url("outline", scene.plan.slug))
    answer = scene.page.post(url("amend", scene.plan.slug))
    made = Plan.objects.get(replaces=scene.plan)
    assert answer["Location"] == url("outline", made.slug)
    assert "versio 2" in text_of(scene, url("outline", made.slug))


def test_what_is_missing_is_told_before_the_state_changes(scene):
    answer = scene.page.post(url("state", scene.plan.slug), {"to": "proposed", "revision": scene.plan.revision})
    assert answer.status_code == 409
    assert "Kyläkahvila" in answer.content.decode()


def test_the_next_term_is_copied(scene):
    address = url("copy", scene.plan.slug)
    assert 'value="2029"' in text_of(scene, address)
    assert scene.page.post(address, {"starts": "2029", "ends": "2026"}).status_code == 422
    assert scene.page.post(address, {"starts": "2029", "ends": "2032"}).status_code == 302
    assert Plan.objects.get(starts=2029).goals.get().name_fi == "Yksinäisyys vähenee"


def test_a_draft_is_removed(scene):
    address = url("remove_plan", scene.plan.slug)
    assert "tavoitteita 1, toimenpiteitä 1" in text_of(scene, address)
    told = {"revision": scene.plan.revision}
    assert scene.page.post(address, {**told, "name": "Väärä nimi"}).status_code == 422
    assert Plan.objects.exists()
    assert scene.page.post(address, {**told, "name": "suunnitelma"}).status_code == 302
    assert not Plan.objects.exists()


@pytest.mark.parametrize("role", ["hyte_unit", "administrator", "coordinator", "partner", "convener"])
def test_others_reach_none_of_it(scene, client, role):
    from factories import make_body

    scope = {
        "coordinator": make_organisation(kind="municipality"),
        "partner": make_organisation(),
        "convener": make_body(),
    }
    client.force_login(make_user_with(role, scope.get(role)))
    for name, args in (
        ("outline", [scene.plan.slug]), ("edit_plan", [scene.plan.slug]), ("state", [scene.plan.slug]),
        ("bulk", [scene.plan.slug]), ("copy", [scene.plan.slug]), ("edit_goal", [scene.goal.pk]),
        ("add_priority", [scene.plan.slug]), ("edit_action", [scene.action.pk]),
    ):  # fmt: skip
        assert client.get(url(name, *args)).status_code == 403, name
    for name, args in (
        ("remove_goal", [scene.goal.pk]), ("move_goal", [scene.goal.pk]), ("amend", [scene.plan.slug]),
        ("remove_plan", [scene.plan.slug]), ("remove_action", [scene.action.pk]),
    ):  # fmt: skip
        assert client.post(url(name, *args), {"to": "1"}).status_code == 403, name
    assert (Goal.objects.count(), Action.objects.count()) == (1, 1)


@pytest.mark.parametrize("query", ["", "?goal=0", "?goal=abc", "?priority=1"])
def test_an_action_stands_under_a_goal_of_the_same_plan(scene, query):
    assert scene.page.get(url("add_action", scene.plan.slug) + query).status_code == 404


def test_the_public_page_leads_those_who_write_to_the_outline(scene, client):
    Plan.objects.filter(pk=scene.plan.pk).update(state="for_comments")
    public, outline = url("plan", scene.plan.slug), url("outline", scene.plan.slug)
    assert outline in text_of(scene, public)
    assert outline not in client.get(public).content.decode()
    client.force_login(make_user_with("coordinator", make_organisation(kind="municipality")))
    assert outline not in client.get(public).content.decode()
    assert public in text_of(scene, outline)


def test_the_organisation_and_the_desk_lead_to_writing(scene, client):
    for address in (url("organisation", scene.town.slug), reverse("desk:home")):
        assert f'href="{url("write")}"' in text_of(scene, address)
    assert url("write") not in client.get(url("organisation", scene.town.slug)).content.decode()
