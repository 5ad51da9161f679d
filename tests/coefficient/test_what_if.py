"""What if: the answer, the range, silent points as choices, and bad input."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from coefficient_pages import text_of
from hytti.coefficient.queries import what_if
from hytti.coefficient.queries.frame import EXAMPLE
from hytti.coefficient.queries.loaded import loaded
from hytti.methods.coefficient import Options

pytestmark = pytest.mark.django_db


def test_without_a_table_the_page_leads_to_the_example(page):
    text = text_of(page("what_if"))
    assert "Kokeilu tarvitsee kaikkien alueiden luvut" in text
    assert "145 200 €" in text


def test_a_year_without_the_coefficient_cannot_be_tried(page):
    assert "Tänä vuonna kerroin ei vaikuttanut rahaan" in text_of(page("what_if", vuosi="2024"))


def test_nothing_changed_changes_nothing(page, three):
    text = text_of(page("what_if"))
    assert "Mitään ei ole muutettu: tässä on tilanne nyt." in text
    assert "Euroa vuodessa 14 457 736 € 14 457 736 € 0 €" in text


def test_a_raised_figure_is_counted_through_the_whole_sum(page, three):
    """Checkups 60 → 80: points 50 → 100, so P of B is 78,571 and K is 76,786. The weighted mean is
    (25 + 2 × 76,786 + 3 × 75) / 6 = 67,262, so k is 1,1416 and the euros 16 199 000 to the nearest thousand."""
    text = text_of(page("what_if", **{"oma-checkups_age_4": "80,0"}))
    assert "Pisteluku K (0–100) 64,3 76,8 +12,5" in text
    assert "Kerroin k 1,0189 1,1416 +0,1227" in text
    assert "Päijät-Häme, 4-vuotiaiden terveystarkastuksista poisjäävien tuen tarve selvitetty: 60,0 → 80,0 %" in text
    found = re.search(r"Euroa vuodessa 14 457 736 € (16 19\d \d{3}) €", text)
    assert found
    expected = Decimal("70.95") * 200_000 * Decimal("76.7857142857") / Decimal("67.2619047619")
    assert abs(Decimal(found[1].replace(" ", "")) - expected) < 1


def test_another_areas_figure_can_be_changed_beside_the_own_ones(page, three):
    text = text_of(page("what_if", toinen="10", **{"toinen-checkups_age_4": "100"}))
    assert "Kymenlaakso, 4-vuotiaiden" in text
    assert "Muiden alueiden luvut pysyvät ennallaan." not in text
    assert re.search(r"Euroa vuodessa 14 457 736 € 1[23] \d{3} \d{3} € −", text)


def test_a_choice_of_the_form_takes_the_place_of_hyttis_own(page, three):
    text = text_of(page("what_if", **{"valinta-national_mean": "plain"}))
    assert "Koko maan keskiarvo: alueiden tavallinen keskiarvo" in text
    assert "16 657 826 €" in text  # 14 190 000 € × 64,286 / 54,762


def test_the_range_is_drawn_only_when_asked_and_the_same_seed_gives_the_same(page, three):
    assert "90 % arvonnoista" not in text_of(page("what_if"))
    first = text_of(page("what_if", vaihteluvali="on", siemen="7"))
    assert "10 000 arvontaa" in first
    assert "Siemen 7" in first
    assert re.search(r"Pisteluku K \(0–100\) \d+,\d–\d+,\d Kerroin [01],\d{3}–", first)
    assert text_of(page("what_if", vaihteluvali="on", siemen="7", x="1")) == first
    other = text_of(page("what_if", vaihteluvali="on", siemen="8"))
    assert first.replace("Siemen 7", "") != other.replace("Siemen 8", "")


def test_the_range_holds_the_answer():
    found = loaded(EXAMPLE, "county", 2026)
    tried = what_if.tried(found, "09", {"09": {"brief_intervention": 60.0}}, Options(), seed=1)
    assert tried.simulation.k.p5 < tried.simulation.k.p95
    assert len(tried.simulation.k.draws) == 10_000


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("oma-mmr", "103", "Suurin mahdollinen luku on 100."),
        ("oma-mmr", "-1", "Pienin mahdollinen luku on 0."),
        ("oma-mmr", "paljon", "Kirjoita luku, esimerkiksi 52,5."),
        ("oma-mmr", "1_0", "Kirjoita luku, esimerkiksi 52,5."),
        ("oma-mmr", "nan", "Kirjoita luku, esimerkiksi 52,5."),
        ("oma-mmr", "9" * 400, "Kirjoita luku, esimerkiksi 52,5."),
        ("siemen", "-3", ""),
        ("siemen", "yksi", ""),
        ("toinen", "99", ""),
        ("valinta-tie", "ehkä", ""),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(page, three, name, value, said):
    response = page("what_if", **{name: value, "oma-checkups_age_4": "77"})
    assert response.status_code == 422
    text, html = text_of(response), response.content.decode()
    assert said in text
    assert 'value="77"' in html
    assert "Korjaa lomakkeen luvut" in text


def test_numbers_may_be_written_with_spaces_and_a_point(page):
    text = text_of(page("example_what_if", **{"oma-births": "4\u00a0500", "oma-mmr": "95.5"}))
    assert "Syntyneitä lapsia: 4 004 → 4 500" in text
    assert "MPR-rokotuskattavuus: 97,7 → 95,5 %" in text


def test_an_empty_field_leaves_the_figure_as_it_is(page, three):
    assert "Mitään ei ole muutettu" in text_of(page("what_if", **{"oma-mmr": "", "oma-checkups_age_4": "60"}))


def test_the_caveats_stand_beside_the_number(page):
    text = text_of(page("example_what_if", **{"oma-neet": "9"}))
    assert "Luku on ennen siirtymätasausta" in text
    assert "Tuloksissa vain muutos palkitaan" in text
