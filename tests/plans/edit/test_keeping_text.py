"""What was typed is never lost: not when a session ends, nor when others write, remove or decide meanwhile."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from hytti.core.views import kept
from hytti.plans.actions import contents, plans, states
from hytti.plans.models import Action, Goal, Plan, StateChange

pytestmark = pytest.mark.django_db

OWN = "Öisin valvotaan vähemmän"
SAVED_LATER = "Kirjoitettu on tallella"


def url(name: str, *args) -> str:
    return reverse(f"plans:{name}", args=args)


def typed(scene, **more) -> dict:
    return {"name_fi": OWN, "official_wording": "Äiti & isä\n\nToinen kappale", "revision": scene.goal.revision, **more}


def whole(action, **more) -> dict:
    return {"name_fi": action.name_fi, "goal": action.goal_id, "review_every": 12, "revision": action.revision, **more}


def decide(scene, *path: str) -> None:
    contents.save(scene.action, {"responsible_organisation": scene.town}, by=scene.writer)
    decision = states.Decision(decided_on=dt.date(2025, 12, 8), decided_by="Valtuusto", case_number="1/2025")
    for to in path:
        plan = Plan.objects.get(pk=scene.plan.pk)
        told = decision if to == "approved" else states.Decision()
        states.change(plan, to, by=scene.writer, decision=told)


def test_a_form_sent_after_the_session_ended_waits_for_the_sign_in(scene):
    address = url("edit_goal", scene.goal.pk)
    scene.page.logout()
    answer = scene.page.post(address, typed(scene))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]
    assert Goal.objects.get().name_fi == "Yksinäisyys vähenee"
    scene.page.force_login(scene.writer)
    text = scene.page.get(address).content.decode()
    assert SAVED_LATER in text
    assert OWN in text
    assert "Toinen kappale" in text
    assert scene.page.post(address, typed(scene)).status_code == 302
    assert Goal.objects.get().name_fi == OWN


@pytest.mark.parametrize(("name", "field"), [("ask", "message"), ("colleagues", "text"), ("evidence", "decided_by")])
def test_a_letter_a_comment_and_evidence_wait_for_the_sign_in_too(scene, name, field):
    args = {"ask": (), "colleagues": (scene.plan.slug,), "evidence": (scene.town.slug, "vuosiraportti-valtuustolle")}
    address = url("record_duty" if name == "evidence" else name, *args[name])
    scene.page.logout()
    assert scene.page.post(address, {field: OWN}).status_code == 302
    scene.page.force_login(scene.writer)
    text = scene.page.get(address).content.decode()
    assert SAVED_LATER in text
    assert OWN in text


def test_what_waits_is_given_once_and_at_its_own_address_only(scene):
    address = url("edit_goal", scene.goal.pk)
    scene.page.logout()
    scene.page.post(address, typed(scene))
    scene.page.force_login(scene.writer)
    other = scene.page.get(url("edit_action", scene.action.pk)).content.decode()
    assert OWN not in other
    assert OWN in scene.page.get(address).content.decode()
    assert OWN not in scene.page.get(address).content.decode()


def test_what_waits_is_compared_with_what_a_colleague_saved(scene):
    address = url("edit_goal", scene.goal.pk)
    scene.page.logout()
    scene.page.post(address, typed(scene))
    contents.save(scene.goal, {"name_fi": "Kollegan sanat"}, by=scene.writer)
    scene.page.force_login(scene.writer)
    scene.page.get(address)
    answer = scene.page.post(address, typed(scene))
    assert answer.status_code == 409
    assert "Kollegan sanat" in answer.content.decode()
    assert OWN in answer.content.decode()


def test_a_very_long_form_does_not_fill_the_session(scene):
    scene.page.logout()
    address = url("edit_goal", scene.goal.pk)
    answer = scene.page.post(address, typed(scene, official_wording="x" * (kept.MOST + 1)))
    assert answer.status_code == 302
    assert kept.KEPT not in scene.page.session


def test_a_form_from_before_a_new_sign_in_is_shown_again(scene):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(scene.writer)
    address = url("edit_goal", scene.goal.pk)
    browser.get(address)
    stale = typed(scene, csrfmiddlewaretoken="a" * 64)
    answer = browser.post(address, stale, headers={"origin": "http://testserver"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert OWN in browser.get(address).content.decode()
    assert Goal.objects.get().name_fi == "Yksinäisyys vähenee"


@pytest.mark.parametrize("headers", [{}, {"origin": "https://paha.example"}])
def test_a_form_from_another_site_is_neither_saved_nor_shown(scene, headers):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(scene.writer)
    address = url("edit_goal", scene.goal.pk)
    browser.get(address)
    answer = browser.post(address, typed(scene, csrfmiddlewaretoken="a" * 64), headers=headers)
    assert answer.status_code == 403
    assert OWN not in browser.get(address).content.decode()
    assert Goal.objects.get().name_fi == "Yksinäisyys vähenee"


def test_a_text_for_a_record_that_was_removed_is_shown_once_more(scene):
    address = url("edit_goal", scene.goal.pk)
    contents.remove(scene.goal, by=scene.writer)
    assert scene.page.get(address).status_code == 404
    answer = scene.page.post(address, typed(scene))
    assert answer.status_code == 410
    assert OWN in answer.content.decode()
    assert "Toinen kappale" in answer.content.decode()


@pytest.mark.parametrize("gone", ["goal", "plan"])
def test_a_text_for_what_stood_under_something_removed_is_shown_once_more(scene, gone):
    address = url("add_action", scene.plan.slug) + f"?goal={scene.goal.pk}"
    if gone == "goal":
        contents.remove(scene.goal, by=scene.writer)
    else:
        plans.remove(scene.plan, by=scene.writer)
    answer = scene.page.post(address, {"name_fi": OWN, "description": "<b>Kuvaus</b> säilyy", "review_every": 12})
    assert answer.status_code == 410
    text = answer.content.decode()
    assert OWN in text
    assert "&lt;b&gt;Kuvaus&lt;/b&gt; säilyy" in text


def test_only_writers_are_shown_what_they_sent_to_a_removed_record(scene, client):
    from factories import make_user

    address = url("edit_goal", scene.goal.pk)
    contents.remove(scene.goal, by=scene.writer)
    client.force_login(make_user())
    assert client.post(address, typed(scene)).status_code == 403


def test_a_text_that_comes_after_the_plan_was_proposed_is_refused_and_shown(scene):
    decide(scene, "proposed")
    answer = scene.page.post(url("edit_goal", scene.goal.pk), typed(scene))
    assert answer.status_code == 409
    assert OWN in answer.content.decode()
    assert "Palauta se valmisteluun" in answer.content.decode()
    assert Goal.objects.get().name_fi == "Yksinäisyys vähenee"


def test_a_whole_form_of_an_action_that_comes_after_the_approval_is_refused_and_shown(scene):
    decide(scene, "proposed", "approved")
    action = Action.objects.get()
    answer = scene.page.post(url("edit_action", action.pk), whole(action, description="Uusi kuvaus", contact="Neuvola"))
    assert answer.status_code == 409
    assert "Uusi kuvaus" in answer.content.decode()
    assert Action.objects.get().contact == ""


def test_the_same_step_taken_twice_is_taken_once(scene):
    address = url("state", scene.plan.slug)
    told = {"to": "for_comments", "revision": scene.plan.revision}
    assert scene.page.post(address, told).status_code == 302
    answer = scene.page.post(address, told)
    assert answer.status_code == 409
    assert "Lausunnoilla" in answer.content.decode()
    assert StateChange.objects.count() == 1


def test_each_of_two_texts_is_chosen_field_by_field(scene):
    opened = scene.action.revision
    contents.save(scene.action, {"contact": "Hyvinvointikoordinaattori"}, by=scene.writer)
    answer = scene.page.post(url("edit_action", scene.action.pk), whole(scene.action, revision=opened, work="Puolikas"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Hyvinvointikoordinaattori" in text
    chosen = whole(scene.action, revision=opened + 1, work="Puolikas") | {"take-contact": "stored"}
    assert scene.page.post(url("edit_action", scene.action.pk), chosen).status_code == 302
    saved = Action.objects.get()
    assert (saved.contact, saved.work) == ("Hyvinvointikoordinaattori", "Puolikas")


def test_a_paste_of_two_megabytes_stays_on_the_page(scene):
    pasted = "ä" * 1_000_000
    answer = scene.page.post(url("edit_goal", scene.goal.pk), typed(scene, official_wording=pasted))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert pasted in text
    assert "Enintään 5000 merkkiä" in text


def test_pasted_markup_is_left_out_and_the_paragraphs_stay(scene):
    pasted = '<p class="MsoNormal"><b>Äänet</b> kuuluviin</p><p>Toinen</p>'
    assert scene.page.post(url("edit_goal", scene.goal.pk), typed(scene, official_wording=pasted)).status_code == 302
    assert Goal.objects.get().official_wording == "Äänet kuuluviin\nToinen"


def test_a_record_that_changed_is_not_removed_unseen(scene):
    opened = scene.goal.revision
    contents.save(scene.goal, {"name_fi": "Kollegan sanat"}, by=scene.writer)
    answer = scene.page.post(url("remove_goal", scene.goal.pk), {"revision": opened})
    assert answer.status_code == 409
    assert Goal.objects.filter(pk=scene.goal.pk).exists()
    assert scene.page.post(url("remove_goal", scene.goal.pk), {"revision": opened + 1}).status_code == 302
    assert not Goal.objects.exists()


def test_removing_what_is_removed_already_says_so(scene):
    contents.remove(scene.action, by=scene.writer)
    answer = scene.page.post(url("remove_action", scene.action.pk), {"revision": 1}, follow=True)
    assert "on jo poistettu" in answer.content.decode()
