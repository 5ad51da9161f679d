"""The outline of a plan: its order, what stands under what, what is missing, and what a decided plan still takes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import make_body, make_organisation, make_post, make_user_with
from hytti.plans.actions import contents, states
from hytti.plans.models import Action, Goal, IndicatorLink, Plan, Priority

pytestmark = pytest.mark.django_db

DECISION = states.Decision(decided_on=dt.date(2025, 12, 8), decided_by="Valtuusto", case_number="1/2025")


def url(name: str, *args) -> str:
    return reverse(f"plans:{name}", args=args)


def text_of(scene, name: str, *args, status: int = 200) -> str:
    answer = scene.page.get(url(name, *args))
    assert answer.status_code == status
    return answer.content.decode()


def goal(scene, name: str, **values) -> Goal:
    return contents.save(Goal(plan=scene.plan), {"name_fi": name, **values}, by=scene.writer)


def action(scene, name: str, of: Goal | None = None) -> Action:
    return contents.save(Action(goal=of or scene.goal), {"name_fi": name}, by=scene.writer)


def in_order(records) -> list[tuple[int, str]]:
    return list(records.order_by("order").values_list("order", "name_fi"))


def decide(scene, *path: str) -> None:
    for to in path:
        told = DECISION if to == "approved" else states.Decision()
        states.change(Plan.objects.get(pk=scene.plan.pk), to, by=scene.writer, decision=told)


@pytest.fixture
def approved(scene):
    contents.save(scene.action, {"responsible_organisation": scene.town}, by=scene.writer)
    decide(scene, "proposed", "approved")
    scene.action.refresh_from_db()
    return scene


def test_goals_are_numbered_by_their_place(scene):
    goal(scene, "Osatavoite", parent=scene.goal)
    goal(scene, "Irrallaan")
    text = text_of(scene, "outline", scene.plan.slug)
    for words in ("Kärki 1", "Tavoite 1.1", "Osatavoite 1.1.1", "Tavoite 1<"):
        assert words in text


def test_every_move_by_button_keeps_the_order_whole(scene):
    names = ["Äänekoski", "Öljy", "Åland"]
    made = [scene.action, *(action(scene, name) for name in names)]
    moves = ((3, 1, "down"), (0, 4, "up"), (1, 2, "up"), (2, 99, "up"), (3, 2, "down"), (3, 0, "down"))
    for which, to, button in moves:
        record = made[which]
        answer = scene.page.post(url("move_action", record.pk), {"to": str(to)})
        at = f"action-{record.pk}-{button}"
        assert answer["Location"].endswith(f"#{at}")
        assert f'<button id="{at}"' in text_of(scene, "outline", scene.plan.slug)  # the keyboard goes on from there
        assert [place for place, _name in in_order(Action.objects)] == [1, 2, 3, 4]
    assert in_order(Action.objects) == [(1, "Åland"), (2, "Äänekoski"), (3, "Kyläkahvila"), (4, "Öljy")]


def test_a_name_is_text_on_the_page_whatever_it_holds(scene):
    marked = make_organisation(name_fi="Äijät & <i>ukot</i> ry")
    contents.save(action(scene, 'Kerho "A" & kuoro'), {"responsible_organisation": marked}, by=scene.writer)
    text = text_of(scene, "outline", scene.plan.slug)
    assert ">Kerho &quot;A&quot; &amp; kuoro</a>" in text
    assert 'aria-label="Siirrä ylös: Kerho &quot;A&quot; &amp; kuoro"' in text
    assert "Äijät &amp; &lt;i&gt;ukot&lt;/i&gt; ry" in text


def test_the_first_has_no_button_up_and_the_last_none_down(scene):
    text = text_of(scene, "outline", scene.plan.slug)
    assert "Siirrä ylös" not in text
    assert "Siirrä alas" not in text
    second = action(scene, "Toinen")
    text = text_of(scene, "outline", scene.plan.slug)
    assert text.count("Siirrä ylös: Toinen") == text.count("Siirrä alas: Kyläkahvila") == 1
    assert f'formaction="{url("move_action", second.pk)}" name="to" value="1"' in text


@pytest.mark.parametrize("to", ["", "0x1", "-1", "1.5", "99999", "٣x"])
def test_a_place_that_is_no_number_moves_nothing(scene, to):
    action(scene, "Toinen")
    answer = scene.page.post(url("move_action", scene.action.pk), {"to": to}, follow=True)
    assert "Paikka on järjestysnumero" in answer.content.decode()
    assert in_order(Action.objects) == [(1, "Kyläkahvila"), (2, "Toinen")]


def test_an_action_is_moved_under_another_goal_where_it_comes_last(scene):
    other = goal(scene, "Toinen tavoite")
    action(scene, "Siellä jo", other)
    told = {"name_fi": "Kyläkahvila", "goal": other.pk, "review_every": 12, "revision": scene.action.revision}
    assert scene.page.post(url("edit_action", scene.action.pk), told).status_code == 302
    assert in_order(other.actions) == [(1, "Siellä jo"), (2, "Kyläkahvila")]


def test_a_goal_is_moved_under_another_priority_with_its_parts(scene):
    part = goal(scene, "Osa", parent=scene.goal)
    other = contents.save(Priority(plan=scene.plan), {"name_fi": "Toinen kärki"}, by=scene.writer)
    scene.goal.refresh_from_db()
    told = {"name_fi": scene.goal.name_fi, "priority": other.pk, "revision": scene.goal.revision}
    assert scene.page.post(url("edit_goal", scene.goal.pk), told).status_code == 302
    assert {one.priority for one in Goal.objects.filter(pk__in=[scene.goal.pk, part.pk])} == {other}


def test_a_part_does_not_leave_its_goal_unnoticed(scene):
    part = goal(scene, "Osa", parent=scene.goal)
    other = contents.save(Priority(plan=scene.plan), {"name_fi": "Toinen kärki"}, by=scene.writer)
    told = {"name_fi": "Osa", "parent": scene.goal.pk, "priority": other.pk, "revision": part.revision}
    answer = scene.page.post(url("edit_goal", part.pk), told)
    assert answer.status_code == 422
    assert "Osatavoite seuraa tavoitetta" in answer.content.decode()


def test_a_goal_does_not_come_under_its_own_part(scene):
    part = goal(scene, "Osa", parent=scene.goal)
    told = {"name_fi": scene.goal.name_fi, "parent": part.pk, "revision": scene.goal.revision}
    answer = scene.page.post(url("edit_goal", scene.goal.pk), told)
    assert answer.status_code == 422
    assert "takaisin tähän itseensä" in answer.content.decode()


def test_a_goal_of_another_plan_is_not_offered_nor_taken(scene):
    town = make_organisation(kind="municipality")
    plan = Plan.objects.create(slug="muun", organisation=town, kind="plan", title_fi="Muun", state="draft")
    foreign = Goal.objects.create(plan=plan, order=1, name_fi="Toisen luonnos")
    assert "Toisen luonnos" not in text_of(scene, "edit_goal", scene.goal.pk)
    told = {"name_fi": scene.goal.name_fi, "revision": scene.goal.revision}
    for field in ("parent", "serves_goal", "merged_into"):
        assert scene.page.post(url("edit_goal", scene.goal.pk), {**told, field: foreign.pk}).status_code == 422


def test_the_regions_priorities_are_offered_first_and_after_their_term_too(scene):
    def ended(slug: str, kind: str, ends: int) -> str:
        owner = make_organisation(kind=kind)
        common = {"kind": "plan", "state": "ended", "starts": ends - 3, "ends": ends}
        plan = Plan.objects.create(slug=slug, organisation=owner, title_fi=f"Suunnitelma {slug}", **common)
        return str(Priority.objects.create(plan=plan, slug=slug, order=1, name_fi=f"Kärki {slug}").pk)

    newest, older = ended("alueen", "county", 2025), ended("alueen-vanha", "county", 2021)
    municipal = ended("kunnan", "municipality", 2025)
    living = make_organisation(kind="municipality")
    plan = Plan.objects.create(slug="toinen", organisation=living, kind="plan", title_fi="A", state="in_force")
    other = str(Priority.objects.create(plan=plan, slug="toinen", order=1, name_fi="Toinen kärki").pk)
    form = text_of(scene, "edit_goal", scene.goal.pk)
    offered = re.search(r'<select name="serves".*?</select>', form, re.DOTALL).group(0)
    keys = [key for key in re.findall(r'value="(\d*)"', offered) if key]
    assert keys == [newest, other]
    assert not {older, municipal} & set(keys)


def test_a_goal_serves_a_priority_and_a_goal_of_a_public_plan(scene):
    county = make_organisation(kind="county", name_fi="Hyvinvointialue")
    plan = Plan.objects.create(slug="alue", organisation=county, kind="plan", title_fi="Alueen", state="in_force")
    priority = Priority.objects.create(plan=plan, slug="alueen-karki", order=1, name_fi="Yhteisöllisyys")
    served = Goal.objects.create(plan=plan, order=1, name_fi="Alueen tavoite")
    assert "Yhteisöllisyys (Hyvinvointialue, Alueen)" in text_of(scene, "edit_goal", scene.goal.pk)
    told = {"name_fi": scene.goal.name_fi, "serves": priority.pk, "serves_goal": served.pk}
    told |= {"priority": scene.priority.pk, "revision": scene.goal.revision}
    assert scene.page.post(url("edit_goal", scene.goal.pk), told).status_code == 302
    saved = Goal.objects.get(pk=scene.goal.pk)
    assert (saved.serves, saved.serves_goal) == (priority, served)


def test_a_body_that_has_closed_since_stays_chosen(scene):
    body = make_body(name_fi="Lakkautettu työryhmä")
    contents.save(scene.action, {"responsible_body": body, "bodies": [body]}, by=scene.writer)
    type(body).objects.filter(pk=body.pk).update(closed_on=dt.date(2026, 1, 1), closed_reason="Työ päättyi")
    scene.action.refresh_from_db()
    assert "Lakkautettu työryhmä" in text_of(scene, "edit_action", scene.action.pk)
    told = {"name_fi": "Kyläkahvila", "goal": scene.goal.pk, "review_every": 12, "revision": scene.action.revision}
    told |= {"responsible_body": body.pk, "bodies": [body.pk]}
    assert scene.page.post(url("edit_action", scene.action.pk), told).status_code == 302
    saved = Action.objects.get()
    assert (saved.responsible_body, list(saved.bodies.all())) == (body, [body])


def test_posts_of_one_title_are_told_apart(scene):
    for name in ("Äkäslahti", "Öljymäki"):
        make_post(title_fi="Koordinaattori", organisation=make_organisation(name_fi=name), body=None)
    text = text_of(scene, "edit_action", scene.action.pk)
    assert "Koordinaattori (Äkäslahti)" in text
    assert "Koordinaattori (Öljymäki)" in text


def test_what_is_missing_leads_to_the_field_that_mends_it(scene):
    empty = goal(scene, "Ilman toimenpidettä")
    text = text_of(scene, "outline", scene.plan.slug)
    assert "Ennen esittämistä puuttuu" in text
    assert f'href="{url("edit_action", scene.action.pk)}#id_responsible_organisation"' in text
    assert f'href="{url("outline", scene.plan.slug)}#goal-{empty.pk}"' in text
    state = scene.page.get(url("state", scene.plan.slug) + "?to=proposed").content.decode()
    assert "Ilman toimenpidettä" in state


def test_the_number_of_questions_does_not_grow_with_the_plan(scene):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            scene.page.get(url("outline", scene.plan.slug))
        return len(found)

    text_of(scene, "outline", scene.plan.slug)
    few = asked()
    for number in range(8):
        under = goal(scene, f"Tavoite {number}", parent=scene.goal if number % 2 else None)
        for place in range(3):
            contents.save(
                Action(goal=under),
                {"name_fi": f"Toimenpide {place}", "responsible_organisation": scene.town},
                by=scene.writer,
            )
        contents.save(IndicatorLink(goal=under), {"name_fi": "Luku", "indicator_key": "vaesto"}, by=scene.writer)
    assert asked() <= few + 1  # who answers is asked only where somebody does


def test_removing_a_goal_names_the_actions_that_go_along(scene):
    text = text_of(scene, "remove_goal", scene.goal.pk)
    assert "Samalla poistuvat toimenpiteet" in text
    assert "Kyläkahvila" in text


def test_a_priority_with_goals_is_not_removed(scene):
    answer = scene.page.post(url("remove_priority", scene.priority.pk), {"revision": scene.priority.revision})
    assert answer.status_code == 409
    assert "Kärjellä on tavoitteita" in answer.content.decode()


def test_an_approved_text_offers_its_follow_up_alone(approved):
    text = text_of(approved, "outline", approved.plan.slug)
    assert url("edit_goal", approved.goal.pk) not in text
    assert url("remove_action", approved.action.pk) not in text
    assert url("add_action", approved.plan.slug) not in text
    assert url("edit_action", approved.action.pk) in text
    form = text_of(approved, "edit_action", approved.action.pk)
    assert "Ilmoitettu tila" in form
    assert 'id="id_description"' not in form
    told = {"said_status": "done", "status_reason": "Kahvila avattiin", "review_every": 12}
    told["revision"] = approved.action.revision
    assert approved.page.post(url("edit_action", approved.action.pk), told).status_code == 302
    saved = Action.objects.get()
    assert (saved.said_status, saved.name_fi) == ("done", "Kyläkahvila")


@pytest.mark.parametrize("kind", ["goal", "priority"])
def test_an_approved_text_has_no_form_to_open(approved, kind):
    text = text_of(approved, f"edit_{kind}", getattr(approved, kind).pk, status=409)
    assert "Hyväksytty teksti ei muutu" in text
    assert "Hyväksytty teksti ei muutu" in text_of(approved, "add_priority", approved.plan.slug, status=409)


def test_an_approved_plan_takes_a_figure_that_is_only_looked_at(approved):
    address = url("add_figure", approved.plan.slug) + f"?goal={approved.goal.pk}"
    assert 'name="target"' not in approved.page.get(address).content.decode()
    assert approved.page.post(address, {"indicator_key": "vaesto"}).status_code == 302
    link = IndicatorLink.objects.get()
    assert (link.is_official, link.target) == (False, None)
    whole = {"indicator_key": "vaesto", "name_fi": "Väestö", "target": "5", "unit": "%", "target_on": "31.12.2028"}
    assert approved.page.post(address, whole).status_code == 409


def test_many_actions_of_an_approved_plan_change_in_their_follow_up_alone(approved):
    form = text_of(approved, "bulk", approved.plan.slug)
    assert 'name="said_status"' in form
    assert 'name="theme"' not in form
    told = {"actions": [approved.action.pk], "said_status": "late", "status_reason": "Tiloja ei ole"}
    assert approved.page.post(url("bulk", approved.plan.slug), told).status_code == 302
    assert Action.objects.get().said_status == "late"


def test_a_proposed_plan_waits_untouched(scene):
    contents.save(scene.action, {"responsible_organisation": scene.town}, by=scene.writer)
    decide(scene, "proposed")
    assert "Palauta se valmisteluun" in text_of(scene, "outline", scene.plan.slug)
    for name, of in (("edit_goal", scene.goal.pk), ("edit_action", scene.action.pk), ("bulk", scene.plan.slug)):
        assert "Palauta se valmisteluun" in text_of(scene, name, of, status=409)


def test_the_hyte_unit_writes_the_plans_of_the_county(page_client):
    county = make_organisation(kind="county")
    plan = Plan.objects.create(slug="alue", organisation=county, kind="plan", title_fi="Alueen", state="draft")
    page_client.force_login(make_user_with("hyte_unit"))
    assert page_client.get(url("outline", plan.slug)).status_code == 200
    assert page_client.post(url("add_priority", plan.slug), {"name_fi": "Yhteisöllisyys"}).status_code == 302
    assert plan.priorities.get().name_fi == "Yhteisöllisyys"


def test_a_plan_read_from_a_source_is_completed(scene):
    Plan.objects.filter(pk=scene.plan.pk).update(pack_key="lahteesta", state="unknown")
    assert "luettu lähteestä" in text_of(scene, "outline", scene.plan.slug)
    assert scene.page.post(url("add_goal", scene.plan.slug), {"name_fi": "Lähteestä puuttunut"}).status_code == 302
    added = Goal.objects.get(name_fi="Lähteestä puuttunut")
    assert url("remove_goal", added.pk) in text_of(scene, "outline", scene.plan.slug)
