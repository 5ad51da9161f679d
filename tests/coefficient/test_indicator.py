"""One indicator: every area on its scale, the target, what a step is worth and what pays a cost."""

from __future__ import annotations

import pytest

from coefficient_pages import text_of
from hytti.methods.coefficient.rules import rules

pytestmark = pytest.mark.django_db


def test_without_a_table_the_page_tells_the_law_and_leads_to_the_example(page):
    text = text_of(page("indicator", "mmr"))
    assert "vähintään 97 %" in text
    assert "0,0833" in text
    assert "Julkista taulukkoa" in text


def test_every_indicator_of_every_year_has_a_page(page):
    for year in (2023, 2026):
        for rule in rules("county", year).indicators:
            assert page("indicator", rule.key, vuosi=str(year)).status_code == 200, rule.key


@pytest.mark.parametrize("slug", ["rokotus", "MMR", "births"])
def test_an_unknown_indicator_is_not_found(page, slug):
    assert page("indicator", slug).status_code == 404


def test_the_vaccination_coverage_of_the_worked_example(page, three):
    """Note 1.9: 94,0, 96,0 and 97,5 give 0, 57,14 and 100 points."""
    text = text_of(page("indicator", "mmr"))
    assert "Asteikon alapää, 0 pistettä: 94,0 % (Kanta-Häme)." in text
    assert "Asteikon yläpää, 100 pistettä: 97,5 % (Kymenlaakso)." in text
    assert "Päijät-Häme 96,0 96,0 % 57,1" in text
    assert "Tavoite on vähintään 97 %; sen perusteella täydet pisteet saa 1 alue." in text


def test_a_result_is_ordered_by_its_change_and_an_area_at_target_gets_all_points(page, three):
    """Note 1.9: 1,2→1,1, 1,6→1,2 and 1,0→0,9 give 0, 100 and, by the target of 1 %, 100 points."""
    text = text_of(page("indicator", "basic_assistance"))
    assert "Päijät-Häme 1,6 1,2 −25,0 % 100,0" in text
    assert "Kanta-Häme 1,2 1,1 −8,3 % 0,0" in text
    assert "Kymenlaakso 1,0 0,9 −10,0 % 100,0 tavoite" in text


def test_what_a_step_brings_is_told_for_the_own_area(page, three):
    text = text_of(page("indicator", "checkups_age_4"))
    assert "Askel parempaan 60,0 → 60,1 %" in text
    assert "Askel huonompaan 60,0 → 59,9 %" in text
    assert "Tavoitteeseen 96,0 → 97,1 %" in text_of(page("indicator", "mmr"))  # above 97, by a published step


def test_an_indicator_that_the_table_lacks_says_so(page, three):
    assert "ei ole tätä indikaattoria kenelläkään" in text_of(page("indicator", "brief_intervention"))


def test_a_cost_is_paid_by_the_value_that_the_page_tells(page, three):
    """One hundredth of a per cent of the sum is paid by the first step; the whole sum by nothing."""
    response = page("indicator", "checkups_age_4", kulu="1 000,50", vuodet="1")
    assert response.status_code == 200
    assert "Luvun pitäisi olla 60,1 %" in text_of(response)
    text = text_of(page("indicator", "checkups_age_4", kulu="900000000", vuodet="1"))
    assert "Ei kata kulua" in text
    assert "Paraskin mahdollinen luku toisi vain" in text


@pytest.mark.parametrize(
    ("cost", "years", "said"),
    [
        ("", "1", "Täytä tämä kohta."),
        ("0", "1", "Kulun on oltava yli nolla euroa."),
        ("-5", "1", "Pienin mahdollinen luku on 0."),
        ("kallis", "1", "Kirjoita luku, esimerkiksi 52,5."),
        ("inf", "1", "Kirjoita luku, esimerkiksi 52,5."),
        ("1000", "0", ""),
        ("1000", "yksi", ""),
    ],
)
def test_a_cost_that_is_none_is_refused_at_its_field(page, three, cost, years, said):
    response = page("indicator", "mmr", kulu=cost, vuodet=years)
    assert response.status_code == 422
    assert said in text_of(response)


def test_the_forms_that_correct_have_their_own_steps_and_can_be_what_pays(page):
    text = text_of(page("example_indicator", "brief_intervention"))
    assert "AUDIT-lomakkeet" in text
    assert "Lomakkeita yhtä monta kuin syntyneitä" in text or "Lomakkeita vähemmän kuin syntyneitä" in text
    answer = text_of(page("example_indicator", "brief_intervention", kulu="1000", vuodet="1", luku="forms"))
    assert "lomaketta" in answer
