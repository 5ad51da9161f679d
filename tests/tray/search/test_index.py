"""The index beside the offers: what may be shown is found, what has changed is found anew."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hytti.cli import preparation
from hytti.tray.models import IndexedOffer, Place, Posting, Term, Time
from hytti.tray.search import Question, find, index, near, postings, questions, ranking, suggest
from hytti.tray.search.documents import Document, Text
from hytti.tray.search.snapshots import EVERY

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
WORDS = st.lists(
    st.sampled_from(["uinti", "tanssi", "ikäihmisten", "kerho", "Lahdessa", "vertaistukiryhmä", "yoga", "kör"]),
    max_size=5,
)


def hits(words="", **asked):
    return [number for number, _ in find(Question(words, **asked), TODAY).hits]


def published(make_offer, name="Uintiryhmä", **fields):
    offer = make_offer(name, state="published", **fields)
    index.refresh([offer.pk])
    return offer


def document(number, *words):
    return Document(
        number, (Text("name", "fi", " ".join(words)),), ((EVERY, ""), ("kind", words[0] if words else "none"))
    )


def rows():
    return list(Posting.objects.order_by("word", "block").values_list("word", "block", "offers", "weights"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 70_000), WORDS), min_size=1, max_size=12), st.data())
def test_an_index_kept_step_by_step_is_the_one_built_at_once(steps, data):
    Posting.objects.all().delete()
    IndexedOffer.objects.all().delete()
    last = {}
    for number, words in steps:
        if number in last and data.draw(st.booleans()):
            index.write([], gone=[number])
            del last[number]
        else:
            index.write([document(number, *words)])
            last[number] = words
    kept = [tuple(map(bytes, row[2:])) + row[:2] for row in rows()]
    Posting.objects.all().delete()
    IndexedOffer.objects.all().delete()
    index.write([document(number, *words) for number, words in last.items()])
    assert [tuple(map(bytes, row[2:])) + row[:2] for row in rows()] == kept


def test_rebuilding_finds_the_same_as_refreshing(make_offer):
    offers = [published(make_offer, name) for name in ("Uintiryhmä", "Tanssikerho", "Uimakoulu")]
    before = [hits(words) for words in ("uinti", "kerho", "")]
    assert index.rebuild() == len(offers)
    assert [hits(words) for words in ("uinti", "kerho", "")] == before


def test_an_index_of_an_earlier_release_is_built_anew_when_the_service_is_prepared(make_offer, monkeypatch):
    offer = published(make_offer)
    said = []
    preparation._renew_tray_index(said.append)
    assert said == []
    monkeypatch.setattr(index, "LAYOUT", index.LAYOUT + 1)
    Posting.objects.all().delete()  # as unreadable as if its bytes meant something else
    assert hits("uinti") == []
    preparation._renew_tray_index(said.append)
    assert said == ["Reading the offers of the tray into their index again."]
    assert hits("uinti") == [offer.pk]
    assert not index.is_outdated()


@pytest.mark.parametrize("state", ["draft", "proposed", "expired", "withdrawn"])
def test_what_is_not_published_is_not_found(make_offer, state):
    offer = make_offer("Uintiryhmä", state=state)
    index.refresh([offer.pk])
    assert hits("uinti") == hits() == []


def test_a_withdrawn_offer_leaves_and_a_deleted_one_too(make_offer):
    first, second = published(make_offer), published(make_offer, "Uimakoulu")
    first.state = "withdrawn"
    first.save()
    number = second.pk
    second.delete()
    index.refresh([first.pk, number])
    assert hits("uinti") == []
    assert not Posting.objects.exists()


def test_an_offer_is_found_on_its_days_alone_without_anybody_touching_the_index(make_offer):
    offer = published(make_offer, valid_from=TODAY, valid_until=TODAY + dt.timedelta(days=1))
    for days, expected in ((-1, []), (0, [offer.pk]), (1, [offer.pk]), (2, [])):
        answer = find(Question("uinti"), TODAY + dt.timedelta(days=days))
        assert [number for number, _ in answer.hits] == expected
        assert answer.total == len(expected)


def test_an_event_is_over_after_its_last_day(make_offer):
    offer = make_offer("Uintitapahtuma", state="published", kind="event")
    Time.objects.create(offer=offer, starts_on=TODAY)
    index.refresh([offer.pk])
    assert hits("uinti") == [offer.pk]
    assert find(Question("uinti"), TODAY + dt.timedelta(days=1)).total == 0


def test_made_up_offers_are_found_in_demo_mode_only(make_offer, settings):
    offer = published(make_offer, is_made_up=True)
    settings.DEMO = False
    assert hits("uinti") == []
    settings.DEMO = True
    index.refresh([published(make_offer, "Kerho").pk])  # another generation
    assert hits("uinti") == [offer.pk]


def test_counts_leave_a_filters_own_choice_aside(make_offer, town, other_town):
    published(make_offer, "Uintiryhmä", kind="group")
    other = published(make_offer, "Uimapaikka uinti", kind="place")
    other.municipalities.set([other_town])
    index.refresh([other.pk])
    answer = find(Question("uinti", filters={"kind": ["place"]}), TODAY)
    assert answer.total == 1
    assert answer.counts["kind"] == {"group": 1, "place": 1}
    assert answer.counts["municipality"] == {town.code: 0, other_town.code: 1}


def test_values_of_a_filter_are_alternatives_and_filters_are_all_needed(make_offer):
    free = published(make_offer, "Uintiryhmä", kind="group", is_free=True)
    place = published(make_offer, "Uimapaikka", kind="place", is_free=None)
    assert set(hits(filters={"kind": ["group", "place"]})) == {free.pk, place.pk}
    assert hits(filters={"kind": ["group", "place"], "free": ["yes"]}) == [free.pk]
    assert hits(filters={"kind": ["made up"]}) == []


def test_an_offer_of_the_whole_county_stands_under_every_municipality(make_offer, town, other_town):
    offer = published(make_offer, reach="county")
    offer.municipalities.clear()
    index.refresh([offer.pk])
    assert hits(filters={"municipality": [other_town.code]}) == [offer.pk]


def test_times_ages_and_access_are_filters(make_offer, lists):
    offer = make_offer(
        "Uintiryhmä", state="published", minimum_age=60, ways=["online"], languages=["sv"], registration="none"
    )
    place = Place.objects.create(offer=offer, street="Tie 1")
    place.accessibility.add(Term.objects.get(vocabulary="accessibility", code="step_free"))
    Time.objects.create(
        offer=offer, starts_on=TODAY, starts_at=dt.time(16), ends_at=dt.time(18), rrule="FREQ=WEEKLY;BYDAY=MO,WE"
    )
    index.refresh([offer.pk])
    counts = find(Question(), TODAY).counts
    expected = {"day": {"mon", "wed"}, "part": {"afternoon", "evening"}, "age": {"adult", "older"}, "way": {"online"}}
    expected |= {"language": {"sv"}, "registration": {"none"}, "step_free": {"yes"}}
    assert {facet: set(counts[facet]) for facet in expected} == expected


def test_near_is_within_the_kilometres_and_nearest_first(make_offer):
    far, close, away = (published(make_offer, name) for name in ("Aa", "Bb", "Cc"))
    for offer, latitude in ((far, 61.05), (close, 61.0), (away, 62.0)):
        Place.objects.create(offer=offer, latitude=latitude, longitude=25.66)
    answer = find(Question(near=(60.99, 25.66, 10)), TODAY)
    assert [number for number, _ in answer.hits] == [close.pk, far.pk]
    # a degree of latitude on a sphere of 6371 km is 111.195 km
    assert answer.distances[close.pk] == pytest.approx(0.01 * 111.195, rel=1e-3)


def test_distances_of_known_places():
    # Lahti and Helsinki railway stations: about 97.6 km apart along the surface
    found = near.distances(60.9767, 25.6579, np.array([60.1719]), np.array([24.9414]))
    assert found[0] == pytest.approx(97.6, abs=1.0)


def test_a_correction_is_told_and_nearest_alternatives_when_nothing_is_found(make_offer):
    offer = published(make_offer, "Uimahalli", kind="place")
    answer = find(Question("uimahalissa"), TODAY)
    assert ([number for number, _ in answer.hits], answer.corrected) == ([offer.pk], "uimahalli")
    answer = find(Question("uimahalli", filters={"kind": ["event"]}), TODAY)
    assert (answer.total, answer.guesses) == (0, [offer.pk])
    assert find(Question("xyzzy"), TODAY).guesses == []


def test_offers_that_came_after_the_filters_were_read_wait_for_the_next_search():
    rows = {"fuinti": postings.Row(np.array([3, 64, 90_000]), np.zeros(3, np.uint8))}
    found = ranking.rank(questions.ask("uinti"), rows, 64, 1, np.ones(64, np.bool_))
    assert np.flatnonzero(found.good).tolist() == [3]


def test_offers_without_words_stand_by_name_in_pages(make_offer):
    numbers = {name: published(make_offer, name).pk for name in ("Äiti", "Bändi", "Aamu")}
    assert hits() == [numbers["Aamu"], numbers["Äiti"], numbers["Bändi"]]
    assert hits(size=2, page=2) == [numbers["Bändi"]]
    assert hits(size=2, page=3) == []


def test_typing_ahead_gives_words_and_names_of_what_is_shown(make_offer):
    published(make_offer, "Uimahalli Esimerkki")
    make_offer("Uimakoulu salainen")
    index.rebuild()
    found = suggest("uima", "fi")
    assert "Uimahalli Esimerkki" in found
    assert "uimahalli" in found
    assert not any("salainen" in text for text in found)
    assert suggest("u", "fi") == suggest("", "fi") == suggest("%", "sv") == []


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_asked(words):
    assert find(Question(words), TODAY).total == 0
