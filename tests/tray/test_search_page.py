"""The tray's search page: filters, tags, addresses that can be shared, places, and what is said of nothing found."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from hytti.core.models import Source
from hytti.tray.models import Place, Term, Time
from hytti.tray.search import index
from hytti.tray.views.questions import NAMES, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(lists, make_offer):
    """published(name, themes=…, place=…, **fields): an offer that is shown and found."""

    def make(name="Rauhallinen kävelyryhmä", *, themes=(), place=None, time=None, **fields):
        offer = make_offer(name, state="published", **fields)
        offer.terms.set(Term.objects.filter(vocabulary="theme", code__in=themes))
        if place is not None:
            Place.objects.create(offer=offer, municipality=offer.municipalities.first(), **place)
        if time is not None:
            Time.objects.create(offer=offer, **time)
        index.refresh([offer.pk])
        return offer

    return make


def page(client, query=""):
    return client.get(reverse("tray:search") + query)


def text(response) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def names(response) -> list[str]:
    return [card.offer.name_fi for card in response.context["cards"]]


def test_an_inflected_word_finds_the_offer_and_its_card_tells_when_where_and_for_how_much(page_client, published):
    published(
        "Kävelyryhmä", is_free=True, registration="none", reviewed_on=dt.date(2026, 11, 2),
        place={"name_fi": "Salpakangas"},
        time={"starts_on": dt.date(2026, 9, 1), "starts_at": dt.time(10), "ends_at": dt.time(11),
              "rrule": "FREQ=WEEKLY;BYDAY=TU"},
    )  # fmt: skip
    html = text(page(page_client, "?q=kävelyryhmää"))
    assert "1 osuma" in html
    assert "Tiistaisin klo 10–11" in html
    assert "Salpakangas, Testilä" in html
    assert "Maksuton, ilman ilmoittautumista" in html
    assert "Yhdistys Esimerkki ry, vahvistettu 2.11.2026" in html


def test_the_source_line_of_a_register_tells_its_name_and_the_day_of_the_data(page_client, published):
    lipas = Source.objects.create(key="lipas-koe", title_fi="LIPAS")
    published("Laavu", kind="place", source=lipas, as_of="2023-10-11")
    assert "LIPAS, päivitetty 11.10.2023" in text(page(page_client))


def test_drafts_and_made_up_offers_are_not_shown(page_client, published, make_offer, settings):
    settings.DEMO = False
    draft, made_up = make_offer("Salainen luonnos"), published("Keksitty ryhmä", is_made_up=True)
    index.refresh([draft.pk, made_up.pk])
    html = text(page(page_client))
    assert "Salainen" not in html
    assert "Keksitty" not in html


def test_made_up_offers_wear_their_tag_in_demo_mode(page_client, published, settings):
    settings.DEMO = True
    published("Keksitty ryhmä", is_made_up=True)
    card = page(page_client).content.decode().split('class="tr-card"')[1]
    assert '<span class="tag">esimerkki</span>' in card


def test_filters_count_what_each_would_give_and_narrow_the_list(page_client, published, other_town):
    published("Kävely", themes=["exercise"])
    published("Kuoro", themes=["culture"])
    response = page(page_client, "?teema=exercise")
    assert names(response) == ["Kävely"]
    themes = next(facet for facet in response.context["facets"] if facet.key == "theme")
    assert {option.value: option.count for option in themes.options if option.count} == {"exercise": 1, "culture": 1}
    assert [option.value for option in themes.options if option.checked] == ["exercise"]


def test_each_tag_leads_to_the_search_without_its_filter(page_client, published):
    published("Kävely", themes=["exercise"])
    response = page(page_client, "?q=kävely&teema=exercise&kunta=testila")
    chips = {chip.label: chip.url for chip in response.context["chips"]}
    address = reverse("tray:search")
    assert chips == {
        "Liikunta": f"{address}?q=k%C3%A4vely&kunta=testila",
        "Testilä": f"{address}?q=k%C3%A4vely&teema=exercise",
    }


def test_what_means_nothing_in_the_address_is_left_out_and_told(page_client, published):
    published("Kävely")
    html = text(page(page_client, "?kunta=atlantis&km=7000000&page=-2"))
    assert "1 osuma" in html
    assert "kunta=atlantis" in html
    assert "km=7000000" in html
    assert "page=-2" in html


def test_what_is_typed_stands_on_the_page_as_text(page_client, published):
    html = text(page(page_client, "?q=<script>alert(1)</script>&kunta=<b>"))
    assert "<script>alert" not in html
    assert "<b>" not in html


def test_a_question_is_read_from_an_address_and_written_back_to_the_same_one(lists, town):
    values = {"theme": "exercise", "municipality": "testila", "kind": "group", "age": "older", "day": "tue",
              "part": "morning", "free": "yes", "registration": "none", "step_free": "yes", "way": "online",
              "language": "sv", "group": Term.objects.filter(vocabulary="target_group").first().code}  # fmt: skip
    query = QueryDict(mutable=True)
    query.update({"q": "tanssi", **{NAMES[name]: value for name, value in values.items()}, "lahella": "Testilä"})
    asked = question_of(query)
    assert not asked.ignored
    assert asked.question.filters == {name: [{"testila": "900"}.get(value, value)] for name, value in values.items()}
    assert question_of(QueryDict(asked.query())).question == asked.question


def test_a_typed_place_is_known_from_the_places_of_offers_that_are_shown(page_client, published, make_offer):
    published("Lähellä", place={"street": "Tiilitie 9 C", "postal_code": "15870", "latitude": 60.99, "longitude": 25.5})
    published("Kaukana", place={"street": "Rantatie 1", "postal_code": "19700", "latitude": 61.5, "longitude": 26.0})
    hidden = make_offer("Luonnos")
    Place.objects.create(offer=hidden, street="Piilokuja 3", latitude=61.0, longitude=25.6)
    for typed in ("Tiilitie 9 C", "tiilitie", "15870", "Tiilitie 9 C, Testilä"):
        assert names(page(page_client, f"?lahella={typed}&km=5")) == ["Lähellä"], typed
    assert "100 m" in text(page(page_client, "?lahella=Tiilitie 9 C"))
    html = text(page(page_client, "?lahella=Piilokuja"))
    assert "Paikkaa ”Piilokuja” ei löydy" in html
    assert "2 osumaa" in html


def test_the_middle_of_a_municipality_is_told_to_be_just_that(page_client, published, region):
    html = text(page(page_client, "?lahella=Lahti"))
    assert "Etäisyys on laskettu kunnan keskeltä: Lahti." in html


def test_nothing_found_offers_to_leave_filters_out_and_to_tell_what_is_missing(page_client, published):
    published("Kävely", themes=["exercise"])
    response = page(page_client, "?q=kävely&teema=culture")
    assert response.context["cards"] == []
    assert [drop.label for drop in response.context["drops"]] == [
        "Luovuus, taide- ja kulttuuriharrastaminen", "hakusanat ”kävely”",
    ]  # fmt: skip
    assert reverse("tray:missing") in response.content.decode().split('class="empty"')[1]


def test_what_can_be_left_out_tells_how_much_it_would_find(page_client, published):
    published("Kävely", themes=["exercise"])
    published("Maalauskerho", themes=["culture"], summary_fi="Maalataan vesiväreillä.")
    published("Kuoro", themes=["culture"], summary_fi="Lauletaan viikoittain.")
    response = page(page_client, "?q=kävely&teema=culture")
    assert [(drop.label[:8], drop.total) for drop in response.context["drops"]] == [("Luovuus,", 1), ("hakusana", 2)]


def test_filters_that_nothing_meets_show_what_is_nearest_to_them(page_client, published, other_town):
    published("Kävely", themes=["exercise"])
    far = published("Kuoro", themes=["culture"])
    far.municipalities.set([other_town])
    index.refresh([far.pk])
    response = page(page_client, "?kunta=testila&teema=culture")
    assert names(response) == []
    assert [card.offer.name_fi for card in response.context["guesses"]] in (["Kävely"], ["Kuoro"])
    assert "Lähimpänä hakua" in text(response)


def test_nonsense_is_told_to_be_spelt_anew_and_leads_to_what_there_is_by_theme(page_client, published):
    published("Kävely", themes=["exercise"])
    response = page(page_client, "?q=xqzkrvbw")
    assert names(response) == []
    assert response.context["guesses"] == []
    empty = text(response).split('class="empty"')[1].split("</div>")[0]
    assert "Tarkista kirjoitusasu" in empty
    assert re.findall(r'href="[^"]*\?teema=([a-z_]+)"', empty) == ["exercise"]


def test_what_was_looked_for_in_vain_stands_in_the_form_that_tells_it(page_client, published, town):
    published("Kävely", themes=["exercise"])
    empty = text(page(page_client, "?q=padelvuoro&kunta=testila&teema=culture")).split('class="empty"')[1]
    address = re.search(r'href="([^"]*puuttuu[^"]*)"', empty).group(1).replace("&amp;", "&")
    form = page_client.get(address).context["form"]
    assert form["words"].value() == "padelvuoro"
    assert form["municipality"].value() == town.pk
    assert Term.objects.get(pk=form["theme"].value()).code == "culture"


def test_an_unknown_place_is_told_beside_its_field(page_client, published):
    published()
    html = text(page(page_client, "?lahella=Kuuntie"))
    field = re.search(r'<input id="tarjotin-lahella"[^>]*>', html).group(0)
    assert 'aria-invalid="true"' in field
    assert "tarjotin-lahella-virhe" in field
    assert "Kuuntie" in html.split('id="tarjotin-lahella-virhe"')[1].split("</p>")[0]


def test_what_was_found_is_taken_elsewhere_by_the_same_question(page_client, published):
    published("Kävely", themes=["exercise"])
    html = text(page(page_client, "?teema=exercise")).replace("&amp;", "&")
    for name in ("calendar", "csv", "embed"):
        assert f'href="{reverse(f"tray:{name}")}?teema=exercise"' in html


def test_a_page_beyond_the_last_shows_the_last(page_client, published):
    for number in range(21):
        published(f"Ryhmä {number:02d}")
    response = page(page_client, "?page=99")
    assert response.context["page"].number == 2
    assert len(names(response)) == 1
    assert "Sivu 2 / 2" in response.content.decode()


def queries_of(client) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert page(client).status_code == 200
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_offers(page_client, published):
    place = {"name_fi": "Talo", "latitude": 61.0, "longitude": 25.6}
    published("Ensimmäinen", place=place)
    page(page_client)  # what a process remembers is read
    first = queries_of(page_client)
    for number in range(6):
        published(f"Seuraava {number}", place=place)
    page(page_client)
    assert queries_of(page_client) <= first


def test_typing_ahead_offers_names(client, published):
    published("Kirjapiiri")
    html = client.get(reverse("tray:suggest"), {"q": "kirjap"}).content.decode()
    assert re.findall(r'value="([^"]*)"', html) == ["Kirjapiiri"]
    assert "option" not in client.get(reverse("tray:suggest")).content.decode()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_name_without_a_translation_is_marked_as_finnish(page_client, published, language):
    published("Kävelyryhmä")
    with override(language):
        html = text(page(page_client))
    assert '<span lang="fi">Kävelyryhmä</span>' in html


def test_a_kept_page_gives_way_when_the_index_changes(client, published):
    published("Ensimmäinen")
    assert "1 osuma" in page(client).content.decode()
    published("Toinen")
    assert "2 osumaa" in page(client).content.decode()


def test_the_sites_own_search_finds_shown_offers_and_lets_go_of_those_that_end(client, published):
    from django.utils import timezone

    from hytti.core.search import find
    from hytti.tray.findable import keep_findable

    offer = published("Tuolijumppa")
    now = timezone.now()
    keep_findable(now)
    assert [hit.url for hit in find("tuolijumppaa")] == [offer.get_absolute_url()]
    type(offer).objects.filter(pk=offer.pk).update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    keep_findable(now)
    assert find("tuolijumppaa") == []


def test_offers_are_found_by_the_new_name_of_their_provider(
    client, published, club, django_capture_on_commit_callbacks
):
    from django.utils import timezone

    from hytti.core.search import find
    from hytti.tray.findable import keep_findable

    offer = published("Tuolijumppa", summary_fi="Jumpataan istuen.")
    keep_findable(timezone.now())
    club.name_fi = "Kurkiauran Kulkijat ry"
    with django_capture_on_commit_callbacks(execute=True):
        club.save()
    assert offer.get_absolute_url() in [hit.url for hit in find("Kurkiauran Kulkijat")]
    assert [hit.url for hit in find("Yhdistys Esimerkki")] == []
    assert names(page(client, "?q=kurkiauran kulkijat")) == ["Tuolijumppa"]
