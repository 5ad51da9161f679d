"""The municipalities' items: who answers, what a yes needs, what an item is worth, the ten side by side."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from coefficient_files import store_with
from coefficient_pages import text_of
from factories import make_area, make_coefficient_table, make_organisation, make_user_with
from hytti.coefficient.actions.answers import answer
from hytti.coefficient.models import MunicipalAnswer
from hytti.core.conflicts import EditConflict
from hytti.core.models import Area, AuditEvent
from hytti.core.permissions import NotAllowed
from hytti.methods.coefficient import Table

pytestmark = pytest.mark.django_db
YES = {"answer": "yes", "document": "Hyvinvointikertomus 2025, luku 3", "address": "https://esimerkki.invalid/kertomus"}
ITEM, YEAR = "activity_reported", 2026


@pytest.fixture
def coordinator(lahti_town):
    return make_user_with("coordinator", lahti_town)


@pytest.fixture
def coordinators_client(signed_in, lahti_town):
    with translation.override("fi"):
        yield signed_in("coordinator", lahti_town)


def form_of(slug: str, item: str = ITEM) -> str:
    return reverse("coefficient:answer", args=[slug, item])


def test_a_yes_is_kept_with_its_document_and_an_event_of_the_municipality(coordinator, lahti):
    record = answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values=YES)
    assert (record.answer, record.document, record.answered_by) == ("yes", YES["document"], coordinator)
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id) == ("coefficient.answered", lahti.pk)


def test_a_yes_without_a_document_is_refused(coordinator, lahti):
    with pytest.raises(ValidationError, match="Nimeä asiakirja"):
        answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values={"answer": "yes"})
    assert not MunicipalAnswer.objects.exists()


def test_the_database_itself_refuses_a_yes_without_a_document(lahti):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalAnswer.objects.create(municipality=lahti, item=ITEM, funding_year=YEAR, answer="yes")


@pytest.mark.parametrize("said", ["no", "unknown"])
def test_other_answers_need_no_document(coordinator, lahti, said):
    assert answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values={"answer": said}).answer == said


@pytest.mark.parametrize(("item", "year"), [("falls", 2026), ("keksitty", 2026), (ITEM, 2031)])
def test_what_is_no_item_of_the_year_cannot_be_answered(coordinator, lahti, item, year):
    with pytest.raises(ValidationError, match="kohtaa ei ole"):
        answer(by=coordinator, municipality=lahti, item=item, year=year, values=YES)


def test_an_answer_that_is_none_is_refused(coordinator, lahti):
    with pytest.raises(ValidationError):
        answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values={"answer": "ehkä"})


def test_a_coordinator_answers_for_the_own_municipality_alone(coordinator, lahti):
    other = Area.objects.get(code="560")
    with pytest.raises(NotAllowed):
        answer(by=coordinator, municipality=other, item=ITEM, year=YEAR, values=YES)
    hyte = make_user_with("hyte_unit")
    assert answer(by=hyte, municipality=other, item=ITEM, year=YEAR, values=YES).pk
    assert answer(by=hyte, municipality=lahti, item=ITEM, year=YEAR, values=YES).pk


def test_an_association_in_the_municipality_does_not_answer_for_it(lahti):
    association = make_organisation(area=lahti)
    with pytest.raises(NotAllowed):
        answer(by=make_user_with("coordinator", association), municipality=lahti, item=ITEM, year=YEAR, values=YES)


def test_the_years_are_answered_apart_and_an_answer_changes_in_place(coordinator, lahti):
    answer(by=coordinator, municipality=lahti, item=ITEM, year=2025, values=YES)
    first = answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values=YES)
    second = answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values={"answer": "no"}, revision=1)
    assert (second.pk, second.answer, second.document, second.revision) == (first.pk, "no", "", 2)
    assert MunicipalAnswer.objects.count() == 2
    with pytest.raises(EditConflict):
        answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values=YES, revision=1)


def test_an_answer_outlives_the_account_that_gave_it(coordinator, lahti):
    record = answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values=YES)
    MunicipalAnswer.objects.filter(pk=record.pk).update(answered_by=None)
    again = answer(by=make_user_with("hyte_unit"), municipality=lahti, item=ITEM, year=YEAR, values={"answer": "no"})
    assert again.answer == "no"


def test_the_form_asks_for_the_document_and_keeps_what_was_typed(coordinators_client, paijat_hame):
    response = coordinators_client.post(form_of("lahti"), {"answer": "yes", "address": "https://esimerkki.invalid/"})
    assert response.status_code == 422
    assert "Nimeä asiakirja, josta asian voi todeta." in text_of(response)
    assert 'value="https://esimerkki.invalid/"' in response.content.decode()


def test_an_answer_on_the_page_shows_its_evidence_to_everybody(coordinators_client, paijat_hame):
    response = coordinators_client.post(form_of("lahti"), YES, follow=True)
    assert "Vastaus on tallennettu." in text_of(response)
    coordinators_client.logout()
    text = text_of(coordinators_client.get(reverse("coefficient:municipality", args=["lahti"])))
    assert "1 kyllä, 0 ei, 14 puuttuu" in text
    assert "Asiakirja: Hyvinvointikertomus 2025, luku 3" in text
    assert text.index("Puuttuu vastaus") < text.index("Toteutuu 1")


def test_two_people_saving_the_same_answer_see_both(coordinators_client, coordinator, lahti):
    answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values={"answer": "no"})
    answer(by=coordinator, municipality=lahti, item=ITEM, year=YEAR, values={"answer": "unknown"})
    response = coordinators_client.post(form_of("lahti"), {**YES, "revision": 1})
    assert response.status_code == 409
    assert "Tiedot muuttuivat sillä välin" in text_of(response)


def test_the_form_of_another_municipality_is_refused_and_of_no_item_not_found(coordinators_client, paijat_hame):
    assert coordinators_client.get(form_of("orimattila")).status_code == 403
    assert coordinators_client.get(form_of("lahti", "falls")).status_code == 404
    assert coordinators_client.get(form_of("lahti"), {"vuosi": "2031"}).status_code == 404
    assert coordinators_client.get(form_of("ei-kunta")).status_code == 404


def test_only_those_who_may_see_the_buttons(coordinators_client, paijat_hame):
    own = coordinators_client.get(reverse("coefficient:municipality", args=["lahti"])).content.decode()
    other = coordinators_client.get(reverse("coefficient:municipality", args=["orimattila"])).content.decode()
    assert form_of("lahti") in own
    assert form_of("orimattila") not in other


def test_an_item_is_worth_relative_words_until_the_national_mean_is_known(page):
    """100 / 15 points of the process half, half of that in K; 3,33 / 50 = 0,067 and 3,33 / 70 = 0,048."""
    text = text_of(page("municipality", "lahti"))
    assert "Yksi kyllä on 6,67 pistettä toiminnan sadasta ja 3,33 pistettä kunnan pisteluvusta K." in text
    assert "Jos maan keskiarvo on 50, yksi kyllä nostaa kerrointa 0,067; jos se on 70, 0,048." in text


def test_with_the_national_mean_an_item_is_worth_euros(page, lahti):
    """Two municipalities of 121 337 residents: all yes and improving (K 100), all no and worsening (K 0).

    The mean is 50. An item is 3,3333 / 50 × 20,67 € × 121 337 = 167 202 €, and Lahti gets 2 × 2 508 035,79 €.
    """
    from hytti.methods.coefficient.rules import rules

    found = rules("municipality", YEAR)
    latest = {rule.key: [100, 0] if rule.half == "process" else [5, 6] for rule in found.indicators}
    before = {rule.key: [6, 5] for rule in found.result}
    del latest["falls"], before["falls"]  # a partial table counts what it can
    table = Table.of("municipality", ["398", "560"], [121_337] * 2, latest, before, names=["Lahti", "Orimattila"])
    make_coefficient_table(level="municipality", table=table, state="published")
    text = text_of(page("municipality", "lahti"))
    assert "Rahana se on noin 167 202 € vuodessa" in text
    assert "Euroa vuodessa 5 016 072 €" in text
    assert "Kerroin 2,000" in text
    assert "Kaatumisten hoitojaksot, 65 vuotta täyttäneet ei tietoa taulukossa ei ole tätä indikaattoria" in text
    text = text_of(page("municipalities"))
    assert "Lahti 121 337 2 508 036 € 25 080 € 2,000 5 016 072 € 167 202 €" in text
    assert "Asikkala 7 889 163 066 € 1 631 € ei tietoa ei tietoa" in text


def test_the_ten_stand_side_by_side_with_words_for_each_mark(page, coordinator, lahti):
    answer(by=coordinator, municipality=lahti, item="school_inspection", year=YEAR, values=YES)
    html = page("municipalities").content.decode()
    assert html.count('<th scope="col"><a href="/fi/kerroin/kunnat/') == 10
    assert html.count('<span class="hidden">ei vastattu</span>') == 149
    assert html.count('<span class="hidden">kyllä</span>') == 1


def test_the_items_of_a_year_are_of_that_year(page):
    assert "Ylipaino" in text_of(page("municipality", "lahti", vuosi="2025"))
    assert "Ylipaino, 8.–9. lk" not in text_of(page("municipality", "lahti", vuosi="2026"))


def test_a_municipality_outside_the_figures_says_that_residents_are_not_known(page):
    make_area(name_fi="Äkäslahti", slug="akaslahti", code="999")
    assert "ei tietoa" in text_of(page("municipality", "akaslahti"))
    assert page("municipality", "ei-ole").status_code == 404


def test_fetched_results_stand_on_the_page_with_year_and_source_but_without_points(page, settings, tmp_path):
    path = tmp_path / "tulokset.duckdb"
    rows = [("kunta-398", 2021, 23.0), ("kunta-398", 2023, 24.5), ("kunta-016", 2023, 20.0)]
    store_with(path, {"sotkanet_286": [("sotkanet-286", *row) for row in rows]})
    settings.FACTS, settings.FACTS_ENGINE = path, ""
    text = text_of(page("municipality", "lahti"))
    assert "Terveys keskinkertainen tai huono, 8.–9. lk % 23,0 (2021) 24,5 (2023) +1,5 THL, Sotkanet, 1.6.2025" in text
    assert "20,0 (2023) THL" in text_of(page("municipality", "asikkala"))
    assert "Hytissä olevat luvut" not in text_of(page("municipality", "hollola"))
