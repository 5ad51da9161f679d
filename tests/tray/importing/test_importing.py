"""From records to offers and back again: what is written, what stays, what goes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from factories import make_organisation
from hytti.core.models import AuditEvent, Organisation
from hytti.sources.offers import Concept, ContactRecord, Item, PlaceRecord, ProviderRecord, TimeRecord
from hytti.sources.problems import Code, problem
from hytti.tray.importing import running
from hytti.tray.importing.joining import are_alike
from hytti.tray.models import Feed, JoinProposal, Offer, Origin, StepTaken, Term
from hytti.tray.search import Question, find
from tray.importing.conftest import make_feed, record

DATA = Path(__file__).parents[2] / "sources" / "data" / "offers"
pytestmark = pytest.mark.django_db
HALL = PlaceRecord(street="Svinhufvudinkatu 1", municipality="398", latitude=60.98, longitude=25.66)
TUESDAYS = TimeRecord(dt.date(2026, 1, 6), starts_at=dt.time(10), rrule="FREQ=WEEKLY;BYDAY=TU", place=0)
RICH = record(
    classes=("P27.1",),
    target_groups=("KR1.1",),
    ontology=(Concept("http://www.yso.fi/onto/koko/p10416", {"fi": "kuntosalit"}),),
    summaries={"fi": "Avoin kaikille.", "sv": "Öppet för alla."},
    languages=("fi", "sv"),
    ways=("place",),
    places=(HALL,),
    times=(TUESDAYS,),
    contacts=(ContactRecord("email", "info@example.org"),),
    as_of=dt.date(2026, 3, 2),
    origin="https://ptv.example/1",
)


def test_a_record_becomes_a_published_offer_with_everything_it_said(feed, fetched):
    run = fetched(feed, RICH)
    assert (run.state, run.made, run.problems) == ("done", 1, [])
    offer = Offer.objects.get()
    assert (offer.state, offer.provider.slug, offer.source, offer.as_of) == (
        "published",
        "lahti",
        feed.source,
        "2026-03-02",
    )
    codes = set(offer.terms.values_list("vocabulary", "code"))
    assert {("service_class", "P27.1"), ("target_group", "KR1.1"), ("ontology", "koko/p10416")} <= codes
    assert ("theme", "exercise") in codes  # by the rules of the region
    assert offer.places.get().municipality.code == "398"
    assert (offer.times.get().rrule, offer.times.get().place) == ("FREQ=WEEKLY;BYDAY=TU", offer.places.get())
    origin = offer.origins.get()
    assert (origin.external_id, origin.address, origin.is_gone) == ("1", "https://ptv.example/1", False)


def test_it_is_found_at_once(feed, fetched):
    fetched(feed, RICH)
    assert [pk for pk, _score in find(Question(words="kuntosali")).hits] == [Offer.objects.get().pk]


def test_the_same_again_changes_nothing(feed, fetched):
    fetched(feed, RICH)
    before = Offer.objects.get()
    run = fetched(feed, RICH)
    after = Offer.objects.get()
    assert (run.made, run.changed, run.gone) == (0, 0, 0)
    assert (after.revision, after.changed_at) == (before.revision, before.changed_at)


def test_what_the_source_changes_is_changed_and_told_in_the_log(feed, fetched):
    fetched(feed, RICH)
    run = fetched(feed, record(names={"fi": "Uusi nimi"}, contacts=(ContactRecord("phone", "0312345"),)))
    offer = Offer.objects.get()
    assert (run.changed, offer.name_fi, offer.revision) == (1, "Uusi nimi", 2)
    assert [one.value for one in offer.contacts.all()] == ["0312345"]
    assert not offer.places.exists()
    event = AuditEvent.objects.get(verb="offers.edited")
    assert event.changes["name_fi"] == ["Palvelu 1", "Uusi nimi"]


def test_what_a_person_changed_stays_and_the_rest_follows_the_source(feed, fetched):
    fetched(feed, RICH)
    offer = Offer.objects.get()
    Offer.objects.update(summary_fi="Oma tiivistelmä.")
    offer.contacts.update(value="oma@example.org")
    new = {"summaries": {"fi": "Lähteen uusi."}, "names": {"fi": "Lähteen nimi"}, "contacts": ()}
    fetched(feed, record(**new))
    offer.refresh_from_db()
    assert (offer.summary_fi, offer.name_fi) == ("Oma tiivistelmä.", "Lähteen nimi")
    assert [one.value for one in offer.contacts.all()] == ["oma@example.org"]
    fetched(feed, record(**new | {"summaries": {"fi": "Vielä uudempi."}}))
    offer.refresh_from_db()
    assert offer.summary_fi == "Oma tiivistelmä."


def test_a_whole_reading_takes_off_what_it_lacks_and_brings_it_back(feed, fetched):
    fetched(feed, record("1"), record("2"))
    run = fetched(feed, record("1"), run=running.start(feed, by=None))
    gone = Offer.objects.get(origins__external_id="2")
    assert (run.gone, gone.state) == (1, "withdrawn")
    assert StepTaken.objects.get(offer=gone).reason == "Poistunut lähteestä: ptv"
    fetched(feed, record("1"), record("2"), run=running.start(feed, by=None))
    gone.refresh_from_db()
    assert gone.state == "published"


def test_what_a_moderator_withdrew_does_not_come_back(feed, fetched):
    fetched(feed, record("1"))
    Offer.objects.update(state="withdrawn")
    fetched(feed, record("1", names={"fi": "Uusi nimi"}))
    assert Offer.objects.get().state == "withdrawn"


def test_an_archived_one_is_withdrawn(feed, fetched):
    fetched(feed, record("1"), record("2"))
    run = fetched(feed, Item("1", is_gone=True), partial=True)
    assert run.gone == 1
    assert list(Offer.objects.filter(state="published").values_list("name_fi", flat=True)) == ["Palvelu 2"]


@pytest.mark.parametrize("records", [(), (record("1"),)], ids=["nothing came", "the first page came"])
def test_a_broken_feed_takes_nothing_away(feed, fetched, records):
    fetched(feed, record("1"), record("2"))
    fault = problem(Code.HTML, address="https://ptv.example")
    run = fetched(feed, *records, faults=[fault], run=running.start(feed, by=None))
    feed.refresh_from_db()
    assert (run.state, run.gone) == ("failed", 0)
    assert Offer.objects.filter(state="published").count() == 2
    assert [one["code"] for one in feed.fault] == ["html"]


def test_an_empty_answer_takes_nothing_away(feed, fetched):
    fetched(feed, record("1"))
    run = fetched(feed, run=running.start(feed, by=None))
    assert (run.state, Offer.objects.get().state) == ("failed", "published")


def test_many_go_only_when_a_person_agrees(feed, fetched):
    fetched(feed, *(record(str(number)) for number in range(50)))
    run = fetched(feed, record("1"), run=running.start(feed, by=None))
    assert (run.state, run.gone) == ("failed", 0)
    run = fetched(feed, record("1"), accept_gone=True)
    assert (run.state, run.gone) == ("done", 49)


def test_a_fault_of_our_own_ends_the_run_in_words(feed, fetched, monkeypatch):
    def broken(*_args):
        raise RuntimeError("rikki")
        yield

    fetched(feed, record("1"))
    monkeypatch.setattr(running, "items_over_network", broken)
    run = running.fetch(feed)
    assert (run.state, Offer.objects.get().state) == ("failed", "published")


def test_a_run_is_stopped_and_what_was_written_stays(feed, fetched, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 1)
    run = running.start(feed, by=None)
    run.__class__.objects.filter(pk=run.pk).update(state="cancelled")
    assert fetched(feed, record("1"), record("2"), run=run).state == "cancelled"
    assert Offer.objects.count() == 1


def test_one_feed_is_fetched_once_at_a_time(feed):
    from hytti.core.permissions import NotNow

    running.start(feed, by=None)
    with pytest.raises(NotNow):
        running.start(feed, by=None)


def test_what_is_refused_is_told_and_the_rest_is_loaded(feed, fetched):
    run = fetched(feed, record("1", provider=None), record("2"), record("3", summaries={"fi": "x" * 5000}))
    assert (run.read, run.made, run.refused) == (3, 2, 1)
    assert {(one["where"], one["code"]) for one in run.problems} == {("1", "no-provider"), ("3", "too-long")}


def test_an_offer_for_others_than_the_region_is_passed_over(feed, fetched):
    run = fetched(feed, record("1", municipalities=("091",)), record("2", municipalities=("091", "398")))
    assert (run.made, run.refused) == (1, 0)
    assert [area.code for area in Offer.objects.get().municipalities.all()] == ["398"]


def test_all_ten_municipalities_are_the_whole_county(feed, fetched):
    ten = ("016", "081", "098", "111", "142", "316", "398", "560", "576", "781")
    fetched(feed, record("1", municipalities=ten), record("2", counties=("09",), municipalities=()))
    assert set(Offer.objects.values_list("reach", flat=True)) == {"county"}


def test_what_was_over_before_it_came_is_not_taken(feed, fetched):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert fetched(feed, record(valid_until=yesterday)).made == 0


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        (ProviderRecord({"fi": "Lahden kaupunki"}, business_id="0149669-3"), ("lahti", "municipality")),
        (ProviderRecord({"fi": "LAHTI"}), ("lahti", "municipality")),
        (ProviderRecord({"fi": "Uusi yhdistys ry"}, kind=""), ("uusi-yhdistys-ry", "association")),
        (ProviderRecord({"fi": "Kahvila Oy"}), ("kahvila-oy", "company")),
        (ProviderRecord({"fi": "Valtion laitos"}, kind="state_agency"), ("valtion-laitos", "state_agency")),
    ],
)
def test_the_provider_is_found_by_its_number_then_by_its_name_else_made(feed, fetched, provider, expected):
    fetched(feed, record(provider=provider))
    found = Offer.objects.get().provider
    assert (found.slug, found.kind) == expected


def test_a_name_with_another_number_is_another_organisation(feed, fetched):
    make_organisation(kind="association", name_fi="Kuoro ry", business_id="2900000-4")
    fetched(feed, record(provider=ProviderRecord({"fi": "Kuoro ry"}, "2900001-2", "association")))
    assert Organisation.objects.filter(name_fi__startswith="Kuoro ry").count() == 2


def test_an_ontology_word_without_a_name_makes_no_term(feed, fetched):
    fetched(feed, record(ontology=(Concept("http://www.yso.fi/onto/koko/p1"),)))
    assert not Term.objects.filter(vocabulary="ontology").exists()


def test_alike_names_of_one_provider_from_two_feeds_are_proposed_once(feed, fetched):
    other = make_feed("muu", Feed.Kind.LINKED_EVENTS)
    fetched(feed, record("1", names={"fi": "Kuntosali kaikille"}))
    fetched(other, record("a", names={"fi": "Kuntosali, kaikille"}), record("b", names={"fi": "Uimahalli"}))
    assert JoinProposal.objects.count() == 1
    fetched(other, record("a", names={"fi": "Kuntosali, kaikille"}))
    assert JoinProposal.objects.count() == 1


def test_a_provider_without_a_business_id_is_proposed_nothing(feed, fetched):
    nobody = ProviderRecord({"fi": "Kuoro ry"})
    fetched(feed, record("1", provider=nobody))
    fetched(make_feed("muu"), record("1", provider=nobody))
    assert not JoinProposal.objects.exists()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Kävelyryhmä ikäihmisille", "Ikäihmisille: kävelyryhmä", True),
        ("Vesijumppa", "VESIJUMPPÄ", True),
        ("Kävelyryhmä", "Kuoro", False),
        ("Ryhmä A aikuisille", "Nuorten ryhmä", False),
    ],
)
def test_names_are_alike_without_case_accents_and_order(one, other, alike):
    assert are_alike(one, other) is alike


def test_the_samples_of_paijat_hame_are_loaded_as_files(region):
    keeper = Organisation.objects.get(slug="yllapitaja-ei-tiedossa")
    feed = make_feed("lipas", Feed.Kind.LIPAS, organisation=keeper)
    files = [DATA / "lipas_sports_places_paijat_hame_sample.json"]
    run = running.load_files(feed, files, is_whole=True)
    assert (run.made, run.refused) == (23, 0)
    assert Origin.objects.filter(offer__municipalities__code="016").count() == 12
    again = running.load_files(feed, files, is_whole=True)
    assert (again.made, again.changed, again.gone) == (0, 0, 0)


def test_a_table_is_loaded_and_loaded_again(region):
    feed = make_feed("taulukko", Feed.Kind.SHEET)
    table = b"Nimi suomeksi;Tarjoaja;Kunnat;Teemat\nKuoro;Kuoro ry;Lahti;Liikunta\n"
    assert running.load_sheet(feed, table, "a.csv").made == 1
    offer = Offer.objects.get()
    assert (offer.has_own_themes, [term.code for term in offer.terms.all()]) == (True, ["exercise"])
    assert running.load_sheet(feed, table.replace(b"Lahti", b"Hollola"), "a.csv").changed == 1


def test_items_are_written_in_batches_with_as_many_queries_however_many(feed, fetched, django_assert_max_num_queries):
    with django_assert_max_num_queries(120):
        fetched(feed, *(record(str(number), places=(HALL,), times=(TUESDAYS,)) for number in range(300)))
