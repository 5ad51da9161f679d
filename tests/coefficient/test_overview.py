"""The county's page without a table, with one, and for years that are known and unknown."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from coefficient_pages import text_of

pytestmark = pytest.mark.django_db


def test_without_a_table_the_worth_of_a_hundredth_comes_first(page):
    """70,95 € × 204 635 × 0,01 = 145 188,53 €."""
    text = text_of(page())
    assert "145 200 €" in text
    assert "70,95 €" in text
    assert "204 635" in text
    assert "= 145 189 €" in text
    assert "14 518 853 €" in text  # with the coefficient 1


def test_without_a_table_the_page_says_what_cannot_be_had_and_leads_to_the_example(page):
    response = page()
    assert "Julkista taulukkoa niistä ei löytynyt" in text_of(response)
    assert reverse("coefficient:example_overview") in response.content.decode()


def test_each_municipality_has_its_hundredth(page):
    """20,67 € × 121 337 × 0,01 = 25 080,36 € for Lahti, 20,67 € × 2 482 × 0,01 = 513,03 € for Hartola."""
    text = text_of(page())
    assert "Lahti 121 337 2 508 036 € 25 080 €" in text
    assert "Hartola 2 482 51 303 € 513 €" in text


def test_a_year_whose_residents_are_not_known_says_so(page):
    text = text_of(page(vuosi="2025"))
    assert "45,86 €" in text
    assert "ei tietoa" in text
    assert "rahoitusvuosi 2025 lasketaan asukasluvusta 31.12.2023, ja sitä ei ole Hytin luvuissa" in text
    assert "Sotkanetissa (tunnusluku 127)" in text
    assert "hytti facts fetch" not in text
    assert not re.search(r"(?<![\d ,])0 €", text)


def test_those_who_load_tables_are_told_how_to_fetch_the_residents(signed_in, paijat_hame):
    with translation.override("fi"):
        response = signed_in("hyte_unit").get(reverse("coefficient:overview"), {"vuosi": "2025"})
    assert "hytti facts fetch 127" in text_of(response)


def test_the_municipalities_pages_too_tell_which_residents_are_lacking(page):
    assert "asukasluvusta 31.12.2023" in text_of(page("municipality", "lahti", vuosi="2025"))
    assert "asukasluvusta 31.12.2023" in text_of(page("municipalities", vuosi="2025"))
    assert "ja sitä ei ole Hytin luvuissa" not in text_of(page("municipality", "lahti"))


def test_the_two_special_rules_are_opened_up(page):
    text = text_of(page("example_overview"))
    assert "Kaksi erityissääntöä" in text
    assert re.search(r"MPR-rokotuskattavuus [\d,]+ % uusin luku (&gt;|≤) 97,0 % tavoite Tavoite", text)
    assert re.search(r"[\d ]+ AUDIT- ja AUDIT-C-lomaketta ÷ [\d ]+ syntynyttä = [01],\d{3} kerroin, enintään 1", text)


def test_a_year_divided_by_residents_alone_says_that_the_coefficient_did_not_count(page):
    assert "Kerroin ei vaikuttanut rahaan tänä rahoitusvuonna." in text_of(page(vuosi="2024"))


@pytest.mark.parametrize("asked", ["2031", "1999", "kaksituhatta", "20 26", "２０２６", "-1"])
def test_an_unknown_year_is_answered_with_the_known_ones(page, asked):
    response = page(vuosi=asked)
    assert response.status_code == 404
    assert all(str(year) in text_of(response) for year in (2023, 2024, 2025, 2026))


def test_the_worked_example_is_counted_to_the_euro(page, three):
    """Research note 1.9: K 64,286, k 1,0189, 14 457 736 € of 42 570 000 €."""
    text = text_of(page())
    assert "14 460 000 €" in text
    assert "14 457 736 €" in text
    assert "Pisteluku K (0–100) 64,3" in text
    assert "1,019" in text
    assert "Sija 2./3" in text
    assert "Ero kertoimeen 1: +267 736 €" in text  # 14 457 736 − 70,95 × 200 000


def test_the_plain_mean_of_the_worked_example_moves_the_euros(page, three):
    """Of the note: with a plain mean the three get 49 048 043 € together, so the second gets 16 657 826 €."""
    assert "alueiden tavallinen keskiarvo: +2 200 090 €" in text_of(page())


def test_a_partial_table_says_what_it_lacks(page, three):
    text = text_of(page())
    assert "Taulukossa ei ole kaikkia alueita: 3 / 22" in text
    assert "Alkoholin mini-interventio: taulukossa ei ole tätä indikaattoria kenelläkään" in text


def test_the_explanation_goes_down_to_the_raw_figure_with_its_source(page, three):
    text = text_of(page())
    assert "alueen K ÷ koko maan K" in text
    assert "100 × (luku − pienin) ÷ (suurin − pienin)" in text
    assert "Luku vuonna 2024 96,0 % koetaulukko" in text


def test_a_draft_and_a_withdrawn_table_are_not_shown(page, three):
    for state in ("draft", "withdrawn", "replaced"):
        three.state = state
        three.save()
        assert "14 457 736 €" not in text_of(page())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", ["overview", "municipalities", "what_if", "summary", "method"])
def test_the_pages_open_in_every_language_with_and_without_a_table(name, language, page_client, three):
    with translation.override(language):
        address = reverse(f"coefficient:{name}")
    assert page_client.get(address).status_code == 200
    three.delete()
    assert page_client.get(f"{address}?x=1").status_code == 200


def test_english_writes_money_by_its_own_rules(page_client, three):
    with translation.override("en"):
        text = text_of(page_client.get(reverse("coefficient:overview")))
    assert "€14,457,736" in text


def test_the_summary_is_one_page_with_the_same_sum(page, three):
    text = text_of(page("summary"))
    assert "14 457 736 €" in text
    assert "Missä pieni parannus toisi eniten" in text


def test_the_method_page_tells_what_waits_for_data_and_what_was_not_found(page):
    text = text_of(page("method"))
    assert "Kanta-Hämeen pisteluku K on 46 ja sija 7./22." in text
    assert text.count("odottaa aineistoa") == 4
    assert "391/2025" in text
    assert "0,0833" in text


def test_without_a_region_the_pages_still_open(page_client, db):
    for name in ("overview", "municipalities", "what_if", "summary", "method"):
        assert page_client.get(reverse(f"coefficient:{name}")).status_code == 200


def test_the_price_title_follows_the_prices(page):
    """45,86 → 70,95 is over a half more; 19,97 → 20,67 is 3,5 per cent more."""
    assert "Perushinta nousi yli puolella" in text_of(page())
    assert "Perushinta nousi 3,5 prosenttia" in text_of(page("municipalities"))


def test_the_workbook_is_given_for_a_table_and_not_without(page, three):
    response = page("workbook")
    assert response.status_code == 200
    assert response.content.startswith(b"PK")
    assert page("workbook", taso="municipality").status_code == 404


def test_the_room_stands_in_the_menu(page_client, paijat_hame):
    assert f'href="{reverse("coefficient:overview")}"' in page_client.get(reverse("front")).content.decode()
