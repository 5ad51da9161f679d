"""An offer's own page, its card on paper, its data for search engines, and what is shown when it has gone."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hytti.core.models import Source
from hytti.tray.actions import use
from hytti.tray.models import Contact, Feed, Origin, Place, Term, Time, Use
from hytti.tray.queries.cards import card
from hytti.tray.search import index
from pages import unmarked_fallbacks, untranslated

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def text(response) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def structured(response) -> dict:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return json.loads(block)


@pytest.fixture
def group(lists, make_offer):
    """A group that meets on Tuesdays, with everything told of it."""
    today = timezone.localdate()
    source = Source.objects.create(key="koe", title_fi="Koerekisteri", licence="CC BY 4.0")
    offer = make_offer(
        "Kävelyryhmä", state="published", description_fi="Kävellään.\n\nJuodaan kahvit.", instruction_fi="Tule ovelle.",
        minimum_age=65, is_free=True, registration="needed", registration_fi="Soita ennen keskiviikkoa.",
        registration_address="https://example.org/ilmo", languages=["fi", "sv"], ways=["place"], source=source,
        as_of="2026-10-01", address="https://example.org/",
    )  # fmt: skip
    offer.terms.set(Term.objects.filter(code__in=["exercise", "older"]))
    place = Place.objects.create(
        offer=offer, name_fi="Kirjasto", street="Kirjastokatu 1", postal_code="15870", post_office="TESTILÄ",
        municipality=offer.municipalities.get(), latitude=61.0, longitude=25.6,
    )  # fmt: skip
    place.accessibility.set(Term.objects.filter(code="step_free"))
    Time.objects.create(
        offer=offer, place=place, starts_on=today - dt.timedelta(days=today.weekday() + 6), starts_at=dt.time(10),
        ends_at=dt.time(11, 30), rrule="FREQ=WEEKLY;BYDAY=TU",
    )  # fmt: skip
    index.refresh([offer.pk])
    return offer


def test_the_page_tells_all_that_is_known(page_client, group):
    html = text(page_client.get(group.get_absolute_url()))
    for told in (
        "Tiistaisin klo 10–11.30", "65 vuotta täyttäneille, Ikäihmiset", "Maksuton", "Tarvitaan", "Suomi ja ruotsi",
        "Kirjasto, Kirjastokatu 1, Testilä", "Kirjastokatu 1, 15870 TESTILÄ", "Esteetön sisäänkäynti",
        "<p>Kävellään.</p>", "Tule ovelle.", "Soita ennen keskiviikkoa.", "Koerekisteri, päivitetty 1.10.2026",
        "CC BY 4.0", 'href="tel:0100000000"', 'href="https://example.org/ilmo"', "Yhdistys Esimerkki ry",
        "Ovatko tiedot ajan tasalla?",
    ):  # fmt: skip
        assert told in html, told
    assert html.count("<li>Tiistai ") == 5


def test_what_is_not_known_is_left_out(page_client, lists, make_offer):
    offer = make_offer("Niukka", state="published", summary_fi="")
    offer.contacts.all().delete()
    html = text(page_client.get(offer.get_absolute_url()))
    for word in ("Hinta", "Ilmoittautuminen", "Palvelukielet", "Kenelle", "Näin pääsee mukaan", "Kuvaus", "None"):
        assert word not in html, word


def test_addresses_that_are_not_of_the_web_are_never_links(page_client, lists, make_offer):
    offer = make_offer("Vaara", state="published", address="javascript:alert(1)")
    Contact.objects.create(offer=offer, kind="web", value="javascript:alert(2)")
    assert 'href="javascript' not in text(page_client.get(offer.get_absolute_url()))


def test_the_feeds_that_told_it_are_named(page_client, group):
    feed = Feed.objects.create(key="koe", kind="lipas", name="Koesyöte", source=group.source, address="https://x.fi/")
    fetched = dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC)
    Origin.objects.create(offer=group, feed=feed, external_id="1", fetched_at=fetched, digest="0" * 64)
    assert "Koesyöte, haettu 3.11.2026" in text(page_client.get(group.get_absolute_url()))


def test_an_offer_with_times_is_an_event_to_search_engines(client, group):
    told = structured(client.get(group.get_absolute_url()))
    assert told["@type"] == "Event"
    assert told["name"] == "Kävelyryhmä"
    assert told["organizer"]["name"] == "Yhdistys Esimerkki ry"
    assert told["isAccessibleForFree"] is True
    assert told["typicalAgeRange"] == "65-"
    [place] = told["location"]
    assert place["address"]["streetAddress"] == "Kirjastokatu 1"
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 61.0, "longitude": 25.6}
    starts = dt.datetime.fromisoformat(told["startDate"])
    assert (starts.weekday(), starts.hour, starts.utcoffset() is not None) == (1, 10, True)


@pytest.mark.parametrize(("kind", "expected"), [("place", "Place"), ("service", "Service"), ("event", "Service")])
def test_the_type_for_search_engines_follows_what_is_offered(client, lists, make_offer, kind, expected):
    offer = make_offer("Jokin", state="published", kind=kind)
    assert structured(client.get(offer.get_absolute_url()))["@type"] == expected


def test_no_name_can_end_the_data_block(client, lists, make_offer):
    name = "</script><script>alert('x')</script> & co"
    offer = make_offer(name, state="published")
    response = client.get(offer.get_absolute_url())
    assert structured(response)["name"] == name
    assert "<script>alert" not in response.content.decode()


def test_the_card_on_paper_holds_the_address_in_words_and_as_a_code(page_client, group):
    html = text(page_client.get(reverse("tray:card", args=[group.slug])))
    assert f"http://testserver{group.get_absolute_url()}" in html
    [code] = re.findall(r'<svg class="qr".*?</svg>', html, re.DOTALL)
    assert "style=" not in code
    assert ElementTree.fromstring(code).get("role") == "img"


def test_the_times_are_taken_to_a_calendar(page_client, group):
    html = text(page_client.get(group.get_absolute_url()))
    address = reverse("tray:offer_ics", args=[group.slug])
    assert f'href="{address}"' in html
    assert page_client.get(address)["Content-Type"].startswith("text/calendar")
    group.times.all().delete()
    assert address not in text(page_client.get(group.get_absolute_url()))


def test_the_card_on_paper_is_printed_by_a_button(page_client, group):
    html = text(page_client.get(reverse("tray:card", args=[group.slug])))
    assert "data-print" in html
    assert "hytti/js/printing" in html


def test_a_place_that_has_the_offers_own_name_does_not_say_it_twice(page_client, lists, make_offer):
    offer = make_offer("Tiilijärven laavu", kind="place", state="published")
    town = offer.municipalities.get()
    place = Place.objects.create(offer=offer, name_fi="Tiilijärven laavu", street="Tiilijärventie 9", municipality=town)
    assert card(offer).facts[0] == ("place", "Tiilijärventie 9, Testilä")
    place.street = ""
    place.save()
    offer = type(offer).objects.get(pk=offer.pk)
    assert card(offer).facts[0] == ("place", "Tiilijärven laavu, Testilä")


@pytest.mark.parametrize("name", ["offer", "card", "freshness"])
@pytest.mark.parametrize("state", ["draft", "proposed"])
def test_what_waits_is_not_there_for_others(page_client, lists, make_offer, name, state):
    offer = make_offer("Salainen", state=state)
    response = page_client.get(reverse(f"tray:{name}", args=[offer.slug]))
    assert response.status_code == 404
    assert "Salainen" not in text(response)


def test_those_who_write_see_their_draft_with_a_notice(signed_in, lists, make_offer, club):
    offer = make_offer("Luonnos", state="draft")
    html = text(signed_in("provider", club).get(offer.get_absolute_url()))
    assert "Tätä ei näytetä muille. Tila: Luonnos." in html
    assert "ld+json" not in html


@pytest.mark.parametrize(
    "fields", [{"state": "withdrawn"}, {"state": "expired"}, {"state": "published", "valid_until": dt.date(2026, 1, 1)}]
)
def test_what_has_gone_says_so_and_shows_what_there_is_instead(page_client, group, make_offer, fields):
    gone = make_offer("Vanha kävelyryhmä", **fields)
    response = page_client.get(gone.get_absolute_url())
    assert response.status_code == 410
    html = text(response)
    assert "Tätä ei enää ole tarjottimella" in html
    assert "Vanha" not in html
    assert group.get_absolute_url() in html


def test_a_joined_offer_leads_to_the_one_it_was_joined_to(client, group, make_offer):
    old = make_offer("Sama ryhmä", state="withdrawn", forwarded_to=group)
    older = make_offer("Sama vielä", state="withdrawn", forwarded_to=old)
    response = client.get(older.get_absolute_url())
    assert (response.status_code, response.url) == (301, group.get_absolute_url())


def test_offers_joined_in_a_ring_end_in_a_farewell(client, lists, make_offer):
    first = make_offer("Yksi", state="withdrawn")
    second = make_offer("Kaksi", state="withdrawn", forwarded_to=first)
    type(first).objects.filter(pk=first.pk).update(forwarded_to=second)
    assert client.get(first.get_absolute_url()).status_code == 410


def test_offers_of_the_same_theme_stand_below(page_client, group, make_offer):
    like, other = make_offer("Sauvakävely", state="published"), make_offer("Kuoro", state="published")
    like.terms.set(Term.objects.filter(code="exercise"))
    other.terms.set(Term.objects.filter(code="culture"))
    index.refresh([like.pk, other.pk])
    below = text(page_client.get(group.get_absolute_url())).split('class="tr-like"')[1]
    assert "Sauvakävely" in below
    assert "Kuoro" not in below


def test_made_up_offers_are_neither_shown_nor_mourned_outside_demo_mode(client, lists, make_offer, settings):
    settings.DEMO = False
    for state in ("published", "withdrawn"):
        offer = make_offer("Keksitty", state=state, is_made_up=True)
        assert client.get(offer.get_absolute_url()).status_code == 404


def test_openings_are_counted_by_month_and_machines_are_not(client, group):
    address = group.get_absolute_url()
    for agent in (BROWSER, BROWSER, {"HTTP_USER_AGENT": "Googlebot/2.1"}, {}):
        client.get(address, **agent)
    client.head(address, **BROWSER)
    use.write()
    counted = Use.objects.get()
    assert (counted.offer, counted.month, counted.opened) == (group, timezone.localdate().replace(day=1), 2)


def test_counts_that_cannot_be_written_wait_for_the_next_time(group, monkeypatch):
    from django.db import DatabaseError

    def busy(counts):
        raise DatabaseError("database is locked")

    use.count(group.pk, "opened")
    with monkeypatch.context() as patched:
        patched.setattr(use, "_add", busy)
        use.write()
    use.write()
    assert Use.objects.get().opened == 1


def test_a_provider_has_a_page_of_its_offers_that_its_other_pages_lead_to(page_client, group, club, make_offer):
    from hytti.core.related import pages_about

    make_offer("Luonnos")
    address = reverse("tray:provider", args=[club.slug])
    html = text(page_client.get(address))
    assert "1 kohde" in html
    assert "Kävelyryhmä" in html
    assert "Luonnos" not in html
    assert ("Tarjottimella", address) in [(page.label, page.url) for page in pages_about(club)]


def test_a_provider_without_shown_offers_has_no_page(client, lists, make_offer, club):
    make_offer("Luonnos")
    assert client.get(reverse("tray:provider", args=[club.slug])).status_code == 404


def test_a_municipalitys_page_leads_to_what_there_is_in_it(page_client, group, town):
    from hytti.core.related import pages_about

    [found] = [page for page in pages_about(town) if page.label.startswith("Tarjotin")]
    assert group.get_absolute_url() in text(page_client.get(found.url))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_texts_without_a_translation_are_marked_as_finnish(page_client, group, language):
    with override(language):
        html = text(page_client.get(group.get_absolute_url()))
    assert '<h1><span lang="fi">Kävelyryhmä</span></h1>' in html


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_finnish_text_stands_unmarked_on_the_page_of_another_language(page_client, group, language):
    names = ("offer", "card", "provider")
    with override(language):
        for name in names:
            slug = group.provider.slug if name == "provider" else group.slug
            html = text(page_client.get(reverse(f"tray:{name}", args=[slug])))
            assert unmarked_fallbacks(html, untranslated(language)) == [], name


def test_the_places_stand_on_a_small_map_and_as_text_beside_it(page_client, group):
    place = group.places.get()
    Place.objects.create(offer=group, street="Takatie 2", municipality=place.municipality, order=1)
    html = text(page_client.get(group.get_absolute_url()))
    [picture] = re.findall(r'<svg[^>]*class="[^"]*tr-map.*?</svg>', html, re.DOTALL)
    svg = ElementTree.fromstring(picture)
    links = {one.get("aria-label"): one.get("href") for one in svg.iter() if one.tag.endswith("a")}
    assert links == {"Kirjasto": f"#paikka-{place.pk}"}
    assert f'id="paikka-{place.pk}"' in html
    assert "Takatie 2" in html


def test_without_coordinates_there_is_no_map_but_the_address(page_client, group):
    group.places.update(latitude=None, longitude=None)
    html = text(page_client.get(group.get_absolute_url()))
    assert "tr-map" not in html.partition("<main")[2].partition("</main")[0]
    assert "Kirjastokatu 1" in html
