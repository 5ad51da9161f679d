"""What readers tell: is an offer up to date, and what is missing. No name is asked, machines are let go by."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hytti.core.models import AuditEvent
from hytti.tray import limits
from hytti.tray.actions import readers
from hytti.tray.models import Freshness, Missing

pytestmark = pytest.mark.django_db
IDENTITY_CODE = "131052-308T"  # the made-up example of the Digital and Population Data Services Agency


@pytest.fixture
def offer(lists, make_offer):
    return make_offer("Kävelyryhmä", state="published")


@pytest.fixture
def address(offer):
    return reverse("tray:freshness", args=[offer.slug])


def test_a_word_on_freshness_is_kept_with_its_day_and_nothing_of_who_told_it(page_client, offer, address):
    response = page_client.post(address, {"verdict": "wrong", "words": "Ryhmä kokoontuu nyt torstaisin."}, follow=True)
    assert "Kiitos!" in response.content.decode()
    told = Freshness.objects.get()
    assert (told.offer, told.verdict, told.words, told.state) == (
        offer,
        "wrong",
        "Ryhmä kokoontuu nyt torstaisin.",
        "open",
    )
    event = AuditEvent.objects.get(verb="offers.freshness_told")
    assert event.actor is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "Täytä tämä kohta."),
        ({"verdict": "wrong"}, "Kerro, mikä on väärin."),
        ({"verdict": "kumoon"}, "kumoon"),
        ({"verdict": "wrong", "words": f"Soita {IDENTITY_CODE}"}, "henkilötunnus"),
        ({"verdict": "right", "words": "a" * 501}, "501 merkkiä"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_in_the_form(page_client, address, told, expected):
    response = page_client.post(address, told)
    assert response.status_code == 422
    assert expected in response.content.decode()
    assert not Freshness.objects.exists()


@pytest.mark.parametrize("path", ["freshness", "missing"])
def test_a_machine_that_fills_the_hidden_field_is_thanked_and_forgotten(page_client, address, path):
    url = address if path == "freshness" else reverse("tray:missing")
    response = page_client.post(url, {"verdict": "right", "words": "Osta!", "homepage": "https://example.org"})
    assert response.status_code == 302
    assert not Freshness.objects.exists()
    assert not Missing.objects.exists()


def test_an_offer_takes_only_so_many_unread_words(page_client, offer, address):
    for _ in range(readers.MOST_OF_AN_OFFER):
        readers.tell_freshness(offer, "right")
    response = page_client.post(address, {"verdict": "right"})
    assert response.status_code == 409
    assert "odottaa lukijaa paljon" in response.content.decode()
    assert Freshness.objects.count() == readers.MOST_OF_AN_OFFER


def test_what_is_missing_is_kept_with_its_municipality_and_theme(page_client, lists, town):
    from hytti.tray.models import Term

    theme = Term.objects.get(vocabulary="theme", code="culture")
    told = {"words": "Ruotsinkielinen <b>kuoro</b>", "municipality": town.pk, "theme": theme.pk}
    assert page_client.post(reverse("tray:missing"), told).status_code == 302
    kept = Missing.objects.get()
    assert (kept.words, kept.municipality, kept.theme) == ("Ruotsinkielinen kuoro", town, theme)


@pytest.mark.parametrize("words", ["", "   ", f"Apua, {IDENTITY_CODE}"])
def test_nothing_is_missing_in_an_empty_word_or_one_that_names_a_person(page_client, lists, words):
    assert page_client.post(reverse("tray:missing"), {"words": words}).status_code == 422
    assert not Missing.objects.exists()


def test_only_so_much_is_missing_at_a_time(page_client, lists):
    Missing.objects.bulk_create(Missing(words="Uimala") for _ in range(readers.MOST_WAITING))
    assert page_client.post(reverse("tray:missing"), {"words": "Kuoro"}).status_code == 409


@pytest.mark.parametrize("path", ["freshness", "missing"])
def test_one_source_tells_only_so_much_in_an_hour(client, offer, address, path, monkeypatch):
    monkeypatch.setitem(limits.BY_SOURCE, "tell", "3/h/key")
    url = address if path == "freshness" else reverse("tray:missing")
    answers = [client.post(url, {"verdict": "right", "words": "Uimakoulu"}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 409, 409]
    other = client.post(url, {"verdict": "right", "words": "Uimakoulu"}, REMOTE_ADDR="192.0.2.9")
    assert other.status_code == 302
