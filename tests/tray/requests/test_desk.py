"""The desk tells those who answer and those who moderate what waits for them."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from factories import make_user_with
from hytti.tray.actions import answers, trays
from hytti.tray.actions import requests as actions
from hytti.tray.models import Missing, Recipient

from .conftest import secret_in, text

pytestmark = pytest.mark.django_db


def desk(client, user) -> str:
    client.force_login(user)
    return " ".join(text(client.get(reverse("desk:home"))).split())


def test_a_referral_that_waits_stands_on_the_link_workers_desk_until_it_has_ended(scene, told, page_client):
    page = desk(page_client, scene.link_worker)
    assert "Mikään ei odota." in page
    assert f'href="{reverse("tray:answers")}"' in page
    tray, _code = trays.give([scene.walk], by=scene.referrer, link_worker=scene.helper)
    actions.ask([scene.walk], [], told(), tray=tray)
    actions.confirm(secret_in(mail.outbox[-1], "vahvista"))
    page = desk(page_client, scene.link_worker)
    assert "1 asia odottaa sinua." in page
    assert "Yhteydenottopyynnöt, 1 odottaa sinua" in page
    assert "Mikään ei odota." in desk(page_client, scene.stranger)
    answers.answer(Recipient.objects.get(), "declined", by=scene.link_worker)
    assert "Mikään ei odota." in desk(page_client, scene.link_worker)


def test_a_request_that_waits_stands_on_the_providers_desk_and_on_no_others(scene, asked, page_client):
    assert "Yhteydenottopyynnöt, 1 odottaa sinua" in desk(page_client, scene.provider)
    assert "odottaa sinua" not in desk(page_client, scene.stranger)
    assert "Yhteydenottopyynnöt" not in desk(page_client, scene.referrer)


def test_what_is_proposed_and_told_stands_on_the_moderators_desk(scene, make_offer, page_client):
    moderator = make_user_with("coordinator", scene.hall)
    assert "Tarkistettava tarjonta <" in desk(page_client, moderator).replace("</a>", " <")
    make_offer("Ehdotettu ryhmä", state="proposed")
    Missing.objects.create(words="Padelvuoro", municipality=scene.town)
    page = desk(page_client, moderator)
    assert "Tarkistettava tarjonta, 2 odottaa sinua" in page
    assert "2 asiaa odottaa sinua." in page
