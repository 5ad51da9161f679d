"""The pages of writing and moderating: what is typed is kept, refusals stand where they are."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hytti.tray.models import Freshness, Invitation, Missing, Offer, Term

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "group", "name_fi": "Tuolijumppa", "summary_fi": "Jumppaa istuen.", "reach": "municipalities",
    "time_1_on": "5.11.2026", "time_1_at": "13", "time_1_to": "14.30", "time_1_repeats": "weekly",
    "street": "Torikatu 1", "postal_code": "17200", "latitude": "61,17", "longitude": "25,55",
    "contact_phone": "010 000 0000", "free": "yes",
}  # fmt: skip


def test_a_provider_writes_an_offer_from_beginning_to_proposal(lists, signed_in, club, town):
    client = signed_in("provider", club)
    answer = client.post(reverse("tray:add_offer"), {**TYPED, "municipalities": [town.pk]})
    offer = Offer.objects.get()
    assert answer.url == reverse("tray:keep_offer", args=[offer.pk])
    time, place = offer.times.get(), offer.places.get()
    assert (time.rrule, time.starts_at.hour, time.ends_at.minute) == ("FREQ=WEEKLY;BYDAY=TH", 13, 30)
    assert (place.latitude, time.place, offer.is_free) == (61.17, place, True)
    shown = client.get(answer.url).content.decode()
    assert "Kuvaus puuttuu." in shown
    client.post(reverse("tray:step_offer", args=[offer.pk, "proposed"]), {"revision": offer.revision})
    assert Offer.objects.get().state == "proposed"
    assert "Tuolijumppa" in client.get(reverse("tray:mine")).content.decode()


def test_the_form_shows_what_is_held_and_saving_it_changes_nothing(lists, signed_in, club, make_offer):
    offer = make_offer()
    client = signed_in("provider", club)
    client.post(
        reverse("tray:edit_offer", args=[offer.pk]), {**TYPED, "revision": offer.revision, "municipalities": []}
    )
    offer.refresh_from_db()
    page = client.get(reverse("tray:edit_offer", args=[offer.pk]))
    held = dict(page.context["form"].initial)
    assert (held["time_1_repeats"], held["street"], held["contact_phone"]) == ("weekly", "Torikatu 1", "010 000 0000")
    assert 'value="5.11.2026"' in page.content.decode()
    before = offer.revision
    client.post(reverse("tray:edit_offer", args=[offer.pk]), {**TYPED, "revision": before, "municipalities": []})
    offer.refresh_from_db()
    assert offer.revision == before


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"summary_fi": "ä" * 151}, "151 merkkiä"),
        ({"postal_code": "1720"}, "viisi numeroa"),
        ({"longitude": ""}, "molemmat tyhjiksi"),
        ({"latitude": "61 astetta"}, "desimaalilukuna"),
        ({"latitude": "51,5", "longitude": "0,1"}, "Suomessa"),
        ({"time_1_at": "25.00"}, "17.30"),
        ({"time_1_until": "1.11.2026"}, "ennen alkua"),
        ({"time_1_on": ""}, "ensimmäinen päivä"),
        ({"minimum_age": "70", "maximum_age": "60"}, "alaikärajaa pienempi"),
        ({"address": "ftp://example.org"}, "https://"),
    ],
)
def test_a_fault_is_told_and_what_was_typed_stays(lists, signed_in, club, changed, words):
    answer = signed_in("provider", club).post(reverse("tray:add_offer"), {**TYPED, **changed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "Jumppaa istuen." in text or "summary_fi" in changed
    assert not Offer.objects.exists()


def test_the_moderator_reads_publishes_and_sees_later_changes(lists, signed_in, town_hall, make_offer):
    offer = make_offer(state="proposed")
    client = signed_in("coordinator", town_hall)
    assert "Rauhallinen kävelyryhmä" in client.get(reverse("tray:desk")).content.decode()
    client.post(reverse("tray:step_offer", args=[offer.pk, "published"]), {"revision": offer.revision})
    assert Offer.objects.get().state == "published"
    sent_back = make_offer("Toinen", state="proposed")
    step = reverse("tray:step_offer", args=[sent_back.pk, "draft"])
    assert client.post(step, {"revision": sent_back.revision, "reason": ""}).status_code == 422
    client.post(step, {"revision": sent_back.revision, "reason": "Aika puuttuu."})
    assert "Aika puuttuu." in client.get(reverse("tray:keep_offer", args=[sent_back.pk])).content.decode()


def test_who_moderates_sees_the_page_as_readers_will_and_publishes_first(lists, signed_in, town_hall, make_offer):
    offer = make_offer(state="proposed", description_fi="Kävellään rantaan.")
    client = signed_in("coordinator", town_hall)
    page = client.get(reverse("tray:keep_offer", args=[offer.pk]))
    actions = page.content.decode().split('class="actions"')[1].split("with-side")[0]
    assert re.findall(r"(Julkaise|Palauta luonnokseksi|Muokkaa)</", actions) == [
        "Julkaise", "Palauta luonnokseksi", "Muokkaa",
    ]  # fmt: skip
    assert actions.count('class="button"') == 1
    assert f'href="{offer.get_absolute_url()}"' in page.content.decode()
    assert "Kävellään rantaan." in client.get(offer.get_absolute_url()).content.decode()


def test_readers_words_are_handled_once(lists, signed_in, town_hall, make_offer, town):
    said = Freshness.objects.create(
        offer=make_offer(state="published"), verdict="wrong", words="Ryhmä siirtyi keskiviikkoon."
    )
    missed = Missing.objects.create(words="vertaistukea isille", municipality=town)
    client = signed_in("coordinator", town_hall)
    page = client.get(reverse("tray:desk")).content.decode()
    assert "keskiviikkoon" in page
    assert "vertaistukea isille" in page
    client.post(reverse("tray:handle_freshness", args=[said.pk]))
    client.post(reverse("tray:handle_missing", args=[missed.pk]))
    page = client.get(reverse("tray:desk")).content.decode()
    assert "keskiviikkoon" not in page
    assert "vertaistukea isille" not in page


def test_a_letters_link_opens_the_form_and_ends_when_sent(lists, signed_in, page_client, town_hall, club, town):
    client = signed_in("coordinator", town_hall)
    day = timezone.localdate()
    asked = {
        "organisation": club.pk,
        "email": "yhdistys@example.org",
        "expires_on": f"{day.day}.{day.month}.{day.year}",
    }
    assert client.post(reverse("tray:invite"), asked).status_code == 302
    client.logout()
    token = mail.outbox[0].body.split("/kutsu/")[1].split("/")[0]
    address = reverse("tray:by_link", args=[token])
    page = client.get(address)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    client.post(address, {**TYPED, "municipalities": [town.pk], "hand_in": "1"})
    assert Offer.objects.get().state == "proposed"
    assert Invitation.objects.get().used_at is not None
    assert client.get(address).status_code == 410


def test_the_address_for_requests_is_kept(lists, signed_in, club):
    client = signed_in("provider", club)
    address = reverse("tray:provider_contact", args=[club.slug])
    client.post(address, {"email": "toimisto@example.org", "takes_requests": "on", "revision": "1"})
    assert 'value="toimisto@example.org"' in client.get(address).content.decode()


def test_what_another_municipality_missed_is_neither_shown_nor_handled(lists, signed_in, town_hall, other_town):
    missed = Missing.objects.create(words="vertaistukea isille", municipality=other_town)
    client = signed_in("coordinator", town_hall)
    assert "vertaistukea isille" not in client.get(reverse("tray:desk")).content.decode()
    assert client.post(reverse("tray:handle_missing", args=[missed.pk])).status_code == 403
    missed.refresh_from_db()
    assert missed.state == "open"


def test_saving_keeps_target_groups_that_the_form_does_not_offer_and_languages_that_a_feed_told(
    lists, signed_in, club, make_offer
):
    offer = make_offer(languages=["fi", "lv"])
    offer.terms.add(Term.objects.get(vocabulary="target_group", code="KR2.7"))
    signed_in("provider", club).post(
        reverse("tray:edit_offer", args=[offer.pk]),
        {**TYPED, "revision": offer.revision, "municipalities": [], "languages": ["fi", "lv"]},
    )
    offer.refresh_from_db()
    assert offer.name_fi == "Tuolijumppa"
    assert offer.languages == ["fi", "lv"]
    assert set(offer.terms.values_list("code", flat=True)) == {"KR2.7"}


def test_the_moderator_sees_what_a_person_changed_of_a_feeds_offer(lists, signed_in, club, town_hall, make_offer):
    long_ago = timezone.now() - dt.timedelta(days=9)
    offer = make_offer(state="published", published_at=long_ago)
    unchanged = make_offer("Ennallaan", state="published", published_at=long_ago)
    signed_in("provider", club).post(
        reverse("tray:edit_offer", args=[offer.pk]), {**TYPED, "revision": offer.revision, "municipalities": []}
    )
    page = signed_in("coordinator", town_hall).get(reverse("tray:desk"))
    assert [one.pk for one in page.context["desk"].changed] == [offer.pk]
    assert unchanged.name_fi not in page.content.decode()


def test_the_form_offers_the_regions_municipalities_and_those_that_the_offer_has(make_offer, town, other_town):
    from factories import make_region
    from hytti.core.models import Area
    from hytti.tray.forms.offers import OfferForm
    from hytti.tray.forms.readers import MissingForm
    from hytti.tray.queries.choices import choices

    Area.objects.filter(pk=town.pk).update(parent=make_region().area)
    elsewhere = make_offer()
    elsewhere.municipalities.set([other_town])
    for name in ("municipalities", "place_municipality"):
        assert list(OfferForm().fields[name].queryset) == [town]
        assert set(OfferForm(record=elsewhere).fields[name].queryset) == {town, other_town}
    assert list(MissingForm().fields["municipality"].queryset) == [town]
    assert [choice.word for choice in choices().by_facet["municipality"]] == [town.slug]
