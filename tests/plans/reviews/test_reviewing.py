"""Actions are followed by those who answer for them, by partners through a link, and reminders keep their days."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils import timezone

from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow
from hytti.plans import jobs
from hytti.plans.actions import reviews
from hytti.plans.models import Action, FollowUpRequest, Review
from hytti.plans.queries.reviews import season
from hytti.plans.rules.reviewing import last_due, next_due, season_of

pytestmark = pytest.mark.django_db

TOLD = {"done": "Kahdeksan ryhmää", "effects": "Ulkoilu lisääntyi", "next_step": "Uusi ohjaaja", "next_on": None}


def moment(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 12, tzinfo=timezone.get_current_timezone())


class Broken(BaseEmailBackend):
    def send_messages(self, messages):
        raise OSError("the post is closed")


def test_due_days_are_counted_from_the_first_and_do_not_drift():
    first = dt.date(2025, 8, 31)
    days = [next_due(first, 6, day) for day in (dt.date(2025, 9, 1), dt.date(2026, 2, 28), dt.date(2026, 8, 31))]
    assert days == [dt.date(2026, 2, 28), dt.date(2026, 8, 31), dt.date(2027, 2, 28)]
    assert last_due(first, 6, dt.date(2026, 8, 30)) == dt.date(2026, 2, 28)
    assert last_due(first, 6, dt.date(2025, 8, 30)) is None


@pytest.mark.parametrize(("day", "year"), [(dt.date(2026, 6, 30), 2025), (dt.date(2026, 7, 1), 2026)])
def test_the_season_turns_in_the_middle_of_the_year(day, year):
    assert season_of(day) == year


def test_a_draft_is_kept_and_handed_in_later(scene):
    kept = reviews.review(scene.own, 2025, {"done": "Kesken"}, by=scene.coordinator, hand_in=False)
    assert kept.handed_in_at is None
    told = reviews.review(scene.own, 2025, TOLD, by=scene.coordinator, hand_in=True, revision=kept.revision)
    assert (told.pk, told.done) == (kept.pk, "Kahdeksan ryhmää")
    assert told.handed_in_at is not None


def test_a_review_that_was_handed_in_is_mended_only_by_handing_it_in_again(scene):
    told = reviews.review(scene.own, 2025, TOLD, by=scene.coordinator, hand_in=True)
    with pytest.raises(NotNow, match="näkyy kaikille"):
        reviews.review(scene.own, 2025, {"done": "Luonnos"}, by=scene.coordinator, hand_in=False)
    assert Review.objects.get().done == "Kahdeksan ryhmää"
    mended = reviews.review(
        scene.own, 2025, {"done": "Yhdeksän ryhmää"}, by=scene.coordinator, hand_in=True, revision=told.revision
    )
    assert mended.done == "Yhdeksän ryhmää"


def test_an_empty_review_is_not_handed_in(scene):
    with pytest.raises(ValidationError, match="mitä tehtiin"):
        reviews.review(scene.own, 2025, {"done": ""}, by=scene.coordinator, hand_in=True)
    assert not Review.objects.exists()


@pytest.mark.parametrize("year", [2024, 2030])
def test_a_year_outside_the_plan_has_no_review(scene, year):
    with pytest.raises(NotNow, match=str(year)):
        reviews.review(scene.own, year, TOLD, by=scene.coordinator, hand_in=True)


def test_a_plan_that_is_being_written_has_no_reviews(scene):
    scene.plan.state = "draft"
    scene.plan.save()
    with pytest.raises(NotNow, match="hyväksytty"):
        reviews.review(Action.objects.get(pk=scene.own.pk), 2025, TOLD, by=scene.coordinator, hand_in=False)


def test_a_partner_follows_its_own_actions_only(scene):
    reviews.review(scene.shared, 2025, TOLD, by=scene.friend, hand_in=True)
    for user in (scene.friend, scene.neighbour, scene.hyte):
        with pytest.raises(NotAllowed):
            reviews.review(scene.own, 2025, TOLD, by=user, hand_in=True)


def test_a_status_needs_its_reason(scene):
    with pytest.raises(ValidationError, match="mihin tila perustuu"):
        reviews.review(
            scene.own, 2025, {**TOLD, "said_status": "late", "status_reason": ""}, by=scene.coordinator, hand_in=True
        )
    assert not Review.objects.exists()


def ask(scene, **values):
    told = {"email": "kumppani@esimerkki.fi", "expires_on": timezone.localdate() + dt.timedelta(days=14), **values}
    return reviews.ask([scene.shared], 2025, by=scene.coordinator, **told)


def link_of(letter) -> str:
    return re.search(r"https://hytti\.esimerkki\.fi(\S+)", letter.body).group(1)


class TestLink:
    def test_a_partner_without_an_account_answers_once(self, scene, client):
        ask(scene, message="Hei, kertoisitko kerhoista?")
        [letter] = mail.outbox
        assert "Kerhot kylillä" in letter.body
        assert "kertoisitko kerhoista" in letter.body
        link = link_of(letter)
        assert FollowUpRequest.objects.get().token_hash not in letter.body
        answer = client.get(link)
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "same-origin"
        form = f"{link}{scene.shared.pk}/"
        assert client.post(form, {"done": "Luonnos"}).status_code == 302
        assert Review.objects.get().handed_in_at is None
        kept = Review.objects.get()
        done = client.post(form, {"done": "Kolme kerhoa", "hand_in": "1", "revision": kept.revision})
        assert done.status_code == 302
        review = Review.objects.get()
        assert (review.done, review.by, review.request) == ("Kolme kerhoa", None, FollowUpRequest.objects.get())
        over = client.get(link)
        assert over.status_code == 410
        assert "jo käytetty" in over.content.decode()
        assert "<h1>Seuranta on annettu</h1>" in over.content.decode()
        assert client.post(form, {"done": "Toinen", "hand_in": "1"}).status_code == 410

    def test_a_link_opens_no_other_action(self, scene, client):
        ask(scene)
        link = link_of(mail.outbox[0])
        assert client.get(f"{link}{scene.own.pk}/").status_code == 404

    def test_an_old_a_cancelled_and_an_unknown_link_say_so(self, scene, client):
        request = ask(scene)
        link = link_of(mail.outbox[0])
        FollowUpRequest.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))
        assert "aika on päättynyt" in client.get(link).content.decode()
        FollowUpRequest.objects.update(expires_on=timezone.localdate())
        reviews.cancel(request, by=scene.coordinator)
        assert "peruttu" in client.get(link).content.decode()
        assert "ei löydy" in client.get(reverse("plans:by_link", args=["arvattu"])).content.decode()

    def test_nothing_is_kept_when_the_letter_does_not_go(self, scene, settings):
        settings.EMAIL_BACKEND = f"{__name__}.Broken"
        with pytest.raises(NotNow, match="ei voitu lähettää"):
            ask(scene)
        assert not FollowUpRequest.objects.exists()
        assert not AuditEvent.objects.filter(verb="plans.review_asked").exists()

    @pytest.mark.parametrize("days", [-1, 91])
    def test_a_link_neither_ends_before_today_nor_lasts_for_ever(self, scene, days):
        with pytest.raises(ValidationError, match="enintään 90"):
            ask(scene, expires_on=timezone.localdate() + dt.timedelta(days=days))

    def test_a_letter_whose_actions_are_gone_is_nobodys_to_cancel(self, scene):
        request = ask(scene)
        request.actions.clear()
        with pytest.raises(NotAllowed):
            reviews.cancel(request, by=scene.neighbour)

    def test_another_municipality_cannot_ask(self, scene):
        with pytest.raises(NotAllowed):
            reviews.ask(
                [scene.shared], 2025, by=scene.neighbour, email="a@esimerkki.fi", expires_on=timezone.localdate()
            )

    def test_addresses_are_forgotten_a_month_after_the_end(self, scene):
        request = ask(scene)
        end = request.expires_on
        jobs.forget_addresses(dt.datetime.combine(end + dt.timedelta(days=30), dt.time(12), tzinfo=dt.UTC))
        assert FollowUpRequest.objects.get().email == "kumppani@esimerkki.fi"
        jobs.forget_addresses(dt.datetime.combine(end + dt.timedelta(days=31), dt.time(12), tzinfo=dt.UTC))
        assert FollowUpRequest.objects.get().email == ""


class TestReminders:
    def test_a_due_day_is_reminded_of_once(self, scene):
        assert "1 reviews" in jobs.remind(moment(2026, 3, 5))
        [letter] = mail.outbox
        assert letter.to == [scene.coordinator.email]
        assert "Ulkoiluystävät" in letter.body
        assert "28.2.2026" in letter.body
        assert jobs.remind(moment(2026, 3, 6)) == ""
        assert "1 reviews" in jobs.remind(moment(2026, 9, 1))

    def test_what_was_handed_in_is_not_reminded_of(self, scene):
        Review.objects.create(action=scene.own, year=2026, done="Tehty", handed_in_at=moment(2026, 2, 20))
        assert jobs.remind(moment(2026, 3, 5)) == ""

    def test_a_letter_that_failed_is_tried_again(self, scene, settings):
        settings.EMAIL_BACKEND = f"{__name__}.Broken"
        assert jobs.remind(moment(2026, 3, 5)) == ""
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert jobs.remind(moment(2026, 3, 5)) != ""


class TestSeason:
    def test_own_and_others_actions_are_told_apart(self, scene):
        found = season(scene.coordinator, 2025, dt.date(2026, 1, 15))
        assert ([r.action for r in found.mine], [r.action for r in found.owed]) == ([scene.own], [scene.shared])
        of_friend = season(scene.friend, 2025, dt.date(2026, 1, 15))
        assert ([r.action for r in of_friend.mine], of_friend.owed) == ([scene.shared], [])

    def test_the_checklist_tells_what_is_missing_and_gives_no_mark(self, scene):
        Action.objects.filter(pk=scene.own.pk).update(
            contact="hyvinvointi@esimerkki.fi", description="Kävelyä", ends_on=dt.date(2026, 12, 1)
        )
        [row] = season(scene.coordinator, 2025, dt.date(2026, 1, 15)).mine
        assert [check.is_met for check in row.checks] == [True, True, True, False, False]

    def test_the_page_lists_the_season_and_its_letters(self, scene, page_client):
        ask(scene)
        page_client.force_login(scene.coordinator)
        text = page_client.get(reverse("plans:reviews") + "?vuosi=2025").content.decode()
        assert "Ulkoiluystävät" in text
        assert "Pyydetty" in text
        assert "0/2" in text
        assert "<h1>Seuranta 2025</h1>" in text

    def test_the_form_keeps_what_was_typed_when_it_is_refused(self, scene, page_client):
        page_client.force_login(scene.coordinator)
        address = reverse("plans:review", args=[scene.own.pk, 2025])
        answer = page_client.post(address, {"effects": "Ääkköset säilyvät", "hand_in": "1"})
        assert answer.status_code == 422
        assert "Ääkköset säilyvät" in answer.content.decode()

    def test_two_people_who_tell_at_once_see_both_texts(self, scene, page_client):
        kept = reviews.review(scene.own, 2025, {"done": "Vanha"}, by=scene.coordinator, hand_in=False)
        reviews.review(
            scene.own, 2025, {"done": "Kollegan teksti"}, by=scene.coordinator, hand_in=False, revision=kept.revision
        )
        page_client.force_login(scene.coordinator)
        answer = page_client.post(
            reverse("plans:review", args=[scene.own.pk, 2025]), {"done": "Oma teksti", "revision": kept.revision}
        )
        assert answer.status_code == 409
        assert "Kollegan teksti" in answer.content.decode()
        assert "Oma teksti" in answer.content.decode()

    def test_asking_on_the_page_sends_the_letter(self, scene, page_client):
        page_client.force_login(scene.coordinator)
        address = reverse("plans:ask") + "?vuosi=2025"
        assert "Kerhot kylillä" in page_client.get(address).content.decode()
        until = timezone.localdate() + dt.timedelta(days=10)
        told = {"actions": [scene.shared.pk], "email": "kumppani@esimerkki.fi", "expires_on": until.isoformat()}
        assert page_client.post(address, told).status_code == 302
        assert len(mail.outbox) == 1
        assert page_client.post(address, {**told, "email": "ei osoite"}).status_code == 422

    def test_what_was_typed_waits_for_the_one_whose_session_ended(self, scene, page_client):
        address = reverse("plans:review", args=[scene.own.pk, 2025])
        assert page_client.post(address, {"done": "Ääkköset säilyvät"}).status_code == 302
        page_client.force_login(scene.coordinator)
        assert "Ääkköset säilyvät" in page_client.get(address).content.decode()
