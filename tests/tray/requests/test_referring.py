"""A professional's tray: its steps are seen, never who carries it; a wellbeing referral goes to a link worker."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from factories import make_user_with
from hytti.core.permissions import NotAllowed
from hytti.tray.actions import answers, trays
from hytti.tray.actions import requests as actions
from hytti.tray.models import ContactRequest, ProviderContact, Recipient
from hytti.tray.queries import requests as queries
from hytti.tray.rules.requests import State

from .conftest import CLUB, EMAIL, PHONE, form, secret_in, text

pytestmark = pytest.mark.django_db


def test_the_referrer_sees_steps_and_never_the_resident(scene, told, page_client):
    tray, code = trays.give([scene.walk], by=scene.referrer)
    assert tray.organisation == scene.hall
    trays.opened(code)
    actions.ask([scene.walk], [scene.club], told(), tray=tray)
    actions.confirm(secret_in(mail.outbox[-1], "vahvista"))
    page_client.force_login(scene.referrer)
    page = text(page_client.get(reverse("tray:referrals")))
    assert "Lähetetty 1" in page
    assert not any(word in page for word in (EMAIL, PHONE, "iltapäivällä", code))
    [given] = queries.given_by(scene.referrer)
    assert given.tray.opened_on == timezone.localdate()
    assert queries.given_by(scene.link_worker) == []


def test_the_referrers_own_look_is_no_opening(scene, client):
    tray, code = trays.give([scene.walk], by=scene.referrer)
    client.force_login(scene.referrer)
    client.get(reverse("tray:saved", args=[code]))
    tray.refresh_from_db()
    assert tray.opened_on is None


def test_a_wellbeing_referral_goes_to_the_link_worker_alone(scene, told, page_client):
    _tray, code = trays.give([scene.walk], by=scene.referrer, link_worker=scene.helper)
    assert "Linkkijärjestö" in text(page_client.get(reverse("tray:saved", args=[code])))
    page_client.post(reverse("tray:ask_by_code", args=[code]), form(scene, told))
    actions.confirm(secret_in(mail.outbox[-1], "vahvista"))
    assert not [letter for letter in mail.outbox if letter.to == [CLUB]]
    [letter] = [letter for letter in mail.outbox if letter.to == [scene.link_worker.email]]
    assert PHONE not in letter.body
    recipient = Recipient.objects.get()
    assert recipient.organisation == scene.helper
    for user in (scene.provider, scene.referrer, make_user_with("link_worker", scene.club)):
        with pytest.raises(NotAllowed):
            answers.answer(recipient, State.RECEIVED, by=user)
    for state in (State.RECEIVED, State.MET, State.JOINED):
        recipient = answers.answer(recipient, state, by=scene.link_worker)
    assert ContactRequest.objects.get().kind == "wellbeing"
    assert [row.states for row in queries.given_by(scene.referrer)] == [[("Mukana toiminnassa", 1)]]


def test_with_consent_a_professional_asks_and_a_telephone_is_enough(scene, told, page_client):
    page_client.force_login(scene.referrer)
    page_client.post(reverse("tray:collect"), {"tarjonta": scene.walk.pk})
    answer = page_client.post(reverse("tray:ask_for_client"), form(scene, told, email="", consent=""))
    assert answer.status_code == 422
    answer = page_client.post(reverse("tray:ask_for_client"), form(scene, told, email=""))
    assert "Peru pyyntö" in text(page_client.get(answer.url))
    request = ContactRequest.objects.get()
    assert (request.asked_by, request.organisation, request.email) == (scene.referrer, scene.hall, "")
    assert [letter.to for letter in mail.outbox] == [[CLUB]]
    page = text(page_client.get(reverse("tray:referrals")))
    assert "Asiakkaan luvalla" in page
    assert PHONE not in page


def test_others_do_not_ask_for_anybody(scene, told, client):
    for user in (scene.provider, scene.reader):
        with pytest.raises(NotAllowed):
            actions.ask([scene.walk], [scene.club], told(), by=user)
        client.force_login(user)
        assert client.get(reverse("tray:ask_for_client")).status_code == 403
        assert client.get(reverse("tray:referrals")).status_code == 403


def test_a_code_cannot_be_used_to_send_to_whom_it_does_not_hold(scene, told, client):
    _tray, code = trays.give([scene.walk], by=scene.referrer)
    ProviderContact.objects.create(organisation=scene.hall, email="kunta@esimerkki.invalid")
    answer = client.post(reverse("tray:ask_by_code", args=[code]), form(scene, told, providers=[scene.hall.pk]))
    assert answer.status_code == 422
    assert not ContactRequest.objects.exists()
