"""Anybody comments while a round is open; nothing is published unread; colleagues comment among themselves."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factories import make_organisation, make_user_with
from hytti.core.permissions import NotAllowed, NotNow
from hytti.plans.actions import comments
from hytti.plans.models import Action, Comment, Goal, Plan

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)


@pytest.fixture
def scene():
    town = make_organisation(kind="municipality", name_fi="Äkäslahti")
    plan = Plan.objects.create(slug="luonnos", organisation=town, kind="plan", title_fi="Luonnos", state="for_comments")
    writer = make_user_with("coordinator", town)
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today + WEEK, "question_fi": "Mikä puuttuu?"}
    return SimpleNamespace(
        plan=plan,
        town=town,
        goal=Goal.objects.create(plan=plan, order=1, name_fi="Yksinäisyys vähenee"),
        writer=writer,
        today=today,
        round=comments.plan_round(plan, days, by=writer),
        hyte=make_user_with("hyte_unit"),
        neighbour=make_user_with("coordinator", make_organisation(kind="municipality")),
    )


def address(scene) -> str:
    return reverse("plans:comments", args=[scene.plan.slug])


def test_a_resident_comments_without_a_name_and_sees_it_when_it_was_read(scene, page_client):
    page = page_client.get(address(scene)).content.decode()
    assert "Mikä puuttuu?" in page
    told = {"text": "Lisää penkkejä kävelyreiteille", "goal": scene.goal.pk}
    assert page_client.post(address(scene), told).status_code == 302
    [comment] = Comment.objects.all()
    assert (comment.by, comment.on_behalf_of, comment.state) == (None, "", "waiting")
    assert "penkkejä" not in page_client.get(address(scene)).content.decode()
    comments.moderate(comment, by=scene.writer, publish=True, answer="Kiitos, lisäämme.")
    page = page_client.get(address(scene)).content.decode()
    assert "penkkejä" in page
    assert "Kiitos, lisäämme." in page


def test_the_list_of_plans_and_the_plan_lead_to_an_open_round(scene, page_client):
    def leads(page: str) -> bool:
        return address(scene) in page_client.get(page).content.decode()

    pages = (reverse("plans:overview"), scene.plan.get_absolute_url())
    assert [leads(page) for page in pages] == [True, True]
    comments.comment(scene.plan, "Lisää penkkejä")
    scene.round.opens_on, scene.round.closes_on = scene.today - 2 * WEEK, scene.today - WEEK
    scene.round.save()
    assert [leads(page) for page in pages] == [False, True]  # what was said stays to be read
    assert "Kommentoi" not in page_client.get(pages[1]).content.decode()
    other = Plan.objects.create(
        slug="toinen", organisation=scene.town, kind="plan", title_fi="Toinen", state="in_force"
    )
    assert reverse("plans:comments", args=["toinen"]) not in page_client.get(other.get_absolute_url()).content.decode()


def test_what_is_kept_from_the_net_has_a_reason_and_is_counted(scene, page_client):
    comment = comments.comment(scene.plan, "Naapurini Esimerkki on sairas")
    with pytest.raises(ValidationError, match="miksi"):
        comments.moderate(comment, by=scene.writer, publish=False)
    comments.moderate(comment, by=scene.writer, publish=False, reason="Tunnistettava henkilö")
    page = page_client.get(address(scene)).content.decode()
    assert "Naapurini" not in page
    assert "julkaisematta jätettiin 1" in page


@pytest.mark.parametrize("text", ["", "   ", "<p></p>", "131052-308T asuu täällä", "x" * 5001, "x" * 2_000_000])
def test_a_bad_comment_is_refused_and_what_was_typed_stays(scene, page_client, text):
    answer = page_client.post(address(scene), {"text": text, "on_behalf_of": "Kyläyhdistys"})
    assert answer.status_code == 422
    assert "Kyläyhdistys" in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_machine_that_fills_every_field_leaves_nothing(scene, page_client):
    page_client.post(address(scene), {"text": "Osta tästä", "homepage": "https://esimerkki.invalid"})
    assert not Comment.objects.exists()


@pytest.mark.parametrize("days", [-8, 8])
def test_outside_the_days_nothing_is_taken(scene, page_client, days):
    scene.round.opens_on = scene.today + dt.timedelta(days=days)
    scene.round.closes_on = scene.round.opens_on
    scene.round.save()
    assert "<textarea" not in page_client.get(address(scene)).content.decode()
    answer = page_client.post(address(scene), {"text": "Myöhässä"})
    assert answer.status_code == 409
    assert "Myöhässä" in answer.content.decode()


def test_a_plan_in_another_state_takes_no_comments(scene):
    Plan.objects.update(state="proposed")
    scene.plan.refresh_from_db()
    with pytest.raises(NotNow):
        comments.comment(scene.plan, "Vielä yksi")
    with pytest.raises(NotNow):
        comments.plan_round(scene.plan, {}, by=scene.writer, record=scene.round)


def test_two_rounds_do_not_overlap_and_none_ends_before_it_begins(scene):
    with pytest.raises(ValidationError, match="jo kierros"):
        comments.plan_round(
            scene.plan, {"opens_on": scene.today + WEEK, "closes_on": scene.today + 2 * WEEK}, by=scene.writer
        )
    with pytest.raises(ValidationError, match="päättyy ennen"):
        comments.plan_round(
            scene.plan, {"opens_on": scene.today + 3 * WEEK, "closes_on": scene.today + 2 * WEEK}, by=scene.writer
        )


def test_only_the_writers_of_the_plan_moderate(scene, client):
    comment = comments.comment(scene.plan, "Hyvä suunnitelma")
    for user in (scene.hyte, scene.neighbour):
        with pytest.raises(NotAllowed):
            comments.moderate(comment, by=user, publish=True)
        client.force_login(user)
        assert client.get(reverse("plans:moderation", args=[scene.plan.slug])).status_code == 403


def test_the_writer_reads_and_moderates_on_the_pages(scene, page_client):
    comment = comments.comment(scene.plan, "Hyvä suunnitelma", on_behalf_of="Martat ry")
    page_client.force_login(scene.writer)
    assert "Martat ry" in page_client.get(reverse("plans:moderation", args=[scene.plan.slug])).content.decode()
    url = reverse("plans:moderate", args=[comment.pk])
    assert page_client.get(url).status_code == 200
    assert page_client.post(url, {"state": "hidden", "revision": comment.revision}).status_code == 422
    assert (
        page_client.post(url, {"state": "published", "answer": "Kiitos", "revision": comment.revision}).status_code
        == 302
    )
    comment.refresh_from_db()
    assert (comment.state, comment.answer) == ("published", "Kiitos")


class TestColleagues:
    def test_the_county_comments_on_a_draft_of_a_municipality(self, scene, page_client):
        Plan.objects.update(state="draft")
        page_client.force_login(scene.hyte)
        url = reverse("plans:colleagues", args=[scene.plan.slug])
        assert page_client.post(url, {"text": "Liittäkää tämä alueen kärkeen"}).status_code == 302
        assert "alueen kärkeen" in page_client.get(url).content.decode()

    def test_another_municipality_neither_reads_nor_writes(self, scene, client):
        client.force_login(scene.neighbour)
        Plan.objects.update(state="draft")
        assert client.get(reverse("plans:colleagues", args=[scene.plan.slug])).status_code == 404
        with pytest.raises(NotAllowed):
            comments.comment_as_colleague(scene.plan, "Hei", by=scene.neighbour)

    @pytest.mark.parametrize(("state", "is_public"), [("draft", False), ("for_comments", True), ("proposed", True)])
    def test_the_county_reads_the_whole_text_with_its_comments_beside(self, scene, page_client, state, is_public):
        told = {"name_fi": "Kyläkahvilat", "description": "Joka kylälle\noma kahvila", "order": 1}
        action = Action.objects.create(goal=scene.goal, **told)
        comments.comment_as_colleague(scene.plan, "Liittäkää alueen kärkeen", by=scene.hyte, goal=scene.goal)
        Plan.objects.update(state=state)
        url = reverse("plans:colleagues", args=[scene.plan.slug])
        assert page_client.get(url).status_code == 302, "nobody reads it without signing in"
        page_client.force_login(scene.hyte)
        page = page_client.get(url).content.decode()
        said = page[page.index("Yksinäisyys vähenee") : page.index('id="say"')]
        for words in ("Kyläkahvilat", "Joka kylälle<br>oma kahvila", "Liittäkää alueen kärkeen"):
            assert words in said
        assert ("Luonnos ei ole julkinen." in page) is not is_public
        for own in (scene.goal, action):
            assert own.get_absolute_url() not in page, "a draft's parts have no pages that could be opened"
        page_client.logout()
        assert page_client.get(scene.plan.get_absolute_url()).status_code == (200 if is_public else 404)

    def test_a_comment_on_a_goal_begins_beside_it(self, scene, page_client):
        page_client.force_login(scene.hyte)
        url = reverse("plans:colleagues", args=[scene.plan.slug])
        page = page_client.get(url, {"tavoite": scene.goal.pk}).content.decode()
        assert f'href="?tavoite={scene.goal.pk}#say"' in page
        assert f'<option value="{scene.goal.pk}" selected>' in page
        assert page_client.get(url, {"tavoite": "ääliö"}).status_code == 200

    def test_what_waits_or_was_hidden_is_not_beside_the_text(self, scene, page_client):
        for text, publish in (("Näkyvä", True), ("Piilotettu", False)):
            comments.moderate(comments.comment(scene.plan, text), by=scene.writer, publish=publish, reason="Nimi")
        comments.comment(scene.plan, "Odottava")
        page_client.force_login(scene.hyte)
        page = page_client.get(reverse("plans:colleagues", args=[scene.plan.slug])).content.decode()
        assert [word in page for word in ("Näkyvä", "Piilotettu", "Odottava")] == [True, False, False]

    def test_a_decided_plan_is_read_but_takes_no_comment(self, scene, page_client):
        Plan.objects.update(state="in_force")
        page_client.force_login(scene.hyte)
        assert 'id="say"' not in page_client.get(reverse("plans:colleagues", args=[scene.plan.slug])).content.decode()

    def test_the_page_asks_no_more_of_a_longer_plan(self, scene, page_client):
        page_client.force_login(scene.hyte)
        url = reverse("plans:colleagues", args=[scene.plan.slug])
        counts = []
        for many in (1, 20):
            for order in range(many):
                goal = Goal.objects.create(plan=scene.plan, order=order, name_fi=f"Tavoite {order}")
                Action.objects.create(goal=goal, order=1, name_fi="Kerho", responsible_organisation=scene.town)
                comments.comment_as_colleague(scene.plan, "Hyvä", by=scene.hyte, goal=goal)
            with CaptureQueriesContext(connection) as asked:
                page_client.get(url)
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_the_county_finds_the_drafts_of_others_among_what_it_writes(self, scene, page_client):
        Plan.objects.update(state="draft")
        page_client.force_login(scene.hyte)
        url = reverse("plans:colleagues", args=[scene.plan.slug])
        assert url in page_client.get(reverse("plans:write")).content.decode()
        page_client.force_login(scene.neighbour)
        assert url not in page_client.get(reverse("plans:write")).content.decode()

    def test_moderating_a_draft_leads_to_no_page_that_is_not_there(self, scene, page_client):
        Plan.objects.update(state="draft")
        page_client.force_login(scene.writer)
        page = page_client.get(reverse("plans:moderation", args=[scene.plan.slug])).content.decode()
        assert f'href="{scene.plan.get_absolute_url()}"' not in page

    def test_they_are_never_on_the_public_page(self, scene, page_client):
        comments.comment_as_colleague(scene.plan, "Sisäinen huomio", by=scene.hyte)
        assert "Sisäinen huomio" not in page_client.get(address(scene)).content.decode()
