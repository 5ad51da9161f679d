"""The what-if of a municipality: answers yes and no, results, the sum, and what is kept of it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from coefficient_pages import text_of
from factories import make_coefficient_table
from hytti.coefficient.models import Scenario
from hytti.methods.coefficient import Table

pytestmark = pytest.mark.django_db
PRICE = Decimal("20.67")


def two_towns() -> Table:
    """Asikkala and Lahti: one item, which only Lahti has, and one result that got 2 better in Asikkala, 1 in Lahti.

    P = 0 and 100, T = 100 and 0, so K = 50 and 50, k = 1 and 1.
    """
    return Table.of(
        "municipality",
        ["016", "398"],
        [1000, 3000],
        {"long_breaks": [0, 100], "falls": [300, 310]},
        {"falls": [302, 311]},
        names=["Asikkala", "Lahti"],
    )


@pytest.fixture
def towns(paijat_hame):
    return make_coefficient_table(level="municipality", table=two_towns(), state="published", name="Kaksi kuntaa")


def test_without_a_table_the_page_says_what_is_lacking_and_what_a_yes_is_worth(page):
    text = text_of(page("municipal_what_if", "lahti"))
    assert "joten kokeilu tarvitsee THL:n taulukon kaikista kunnista" in text
    assert "Yksi kyllä on 6,67 pistettä toiminnan sadasta" in text
    assert "Kokeile keksityillä luvuilla" in text


def test_the_municipalitys_page_leads_to_its_what_if(page, towns):
    with translation.override("fi"):
        url = reverse("coefficient:municipal_what_if", args=["lahti"])
    assert f'href="{url}?vuosi=2026"' in page("municipality", "lahti").content.decode()


def test_the_municipalitys_page_explains_its_euros_down_to_the_figures(page, towns):
    """Asikkala: 20,67 € × 1 000 × k 1; falls 302 → 300 is −2, the best of −2 and −1: 100 points."""
    text = text_of(page("municipality", "asikkala"))
    assert "Laskenta vaihe vaiheelta" in text
    assert "Euroa vuodessa, ennen siirtymätasausta" not in text
    assert "Euroa vuodessa 20 670,00 € perushinta × asukkaat × kerroin" in text
    assert "Kaatumisten hoitojaksot, 65 vuotta täyttäneet 100,00" in text
    assert "Mitä asetus jättää auki" in text


def test_a_no_that_becomes_a_yes_is_counted_through_the_whole_sum(page, towns):
    """Asikkala's P 0 → 100, so its K is 100; the weighted mean is (100 + 3 × 50) / 4 = 62,5 and k = 1,6."""
    text = text_of(page("municipal_what_if", "asikkala", **{"oma-long_breaks": "100"}))
    assert "Asikkala, Pitkät liikuntavälitunnit: ei → kyllä" in text
    assert "Pisteluku K (0–100) 50,0 100,0 +50,0" in text
    assert "Kerroin k 1,0000 1,6000 +0,6000" in text
    then = PRICE * 1000 * Decimal("1.6")
    assert f"Euroa vuodessa 20 670 € {then:,.0f} € +12 402 €".replace(",", " ") in text
    assert "THL:n tiedonkeruut" in text
    assert "siirtymätasausta" not in text
    assert "Laske myös vaihteluväli" not in text


def test_a_result_is_a_number_field(page, towns):
    """Lahti's falls 310 → 308: its change −3 is now the best and Asikkala's −2 the worst, so T is 0 and 100."""
    text = text_of(page("municipal_what_if", "lahti", **{"oma-falls": "308"}))
    assert "Pisteluku K (0–100) 50,0 100,0 +50,0" in text
    assert page("municipal_what_if", "lahti", **{"oma-falls": "-1"}).status_code == 422


def test_an_answer_that_is_neither_yes_nor_no_is_told_at_its_field(page, towns):
    response = page("municipal_what_if", "asikkala", **{"oma-long_breaks": "ehkä", "oma-falls": "299"})
    assert response.status_code == 422
    assert 'value="299"' in response.content.decode()


def test_another_municipality_can_be_changed_beside_the_own_one(page, towns):
    text = text_of(page("municipal_what_if", "asikkala", toinen="398", **{"toinen-long_breaks": "0"}))
    assert "Lahti, Pitkät liikuntavälitunnit: kyllä → ei" in text
    assert "Muiden alueiden luvut pysyvät ennallaan." not in text


def test_an_item_that_is_not_known_stays_empty_until_it_is_answered(page, paijat_hame):
    known = two_towns()
    table = known.with_columns({"long_breaks": known.column("long_breaks") * [float("nan"), 1.0]})
    make_coefficient_table(level="municipality", table=table, state="published")
    text = text_of(page("municipal_what_if", "asikkala"))
    assert "Mitään ei ole muutettu" in text
    assert "nyt ei tietoa" in text
    text = text_of(page("municipal_what_if", "asikkala", **{"oma-long_breaks": "100"}))
    assert "Asikkala, Pitkät liikuntavälitunnit: ei tietoa → kyllä" in text


def test_an_unknown_municipality_has_no_page(page, towns):
    assert page("municipal_what_if", "atlantis").status_code == 404
    assert page("example_municipal_what_if", "lahti").status_code == 404


def test_a_municipality_outside_the_table_is_told_so(page, towns):
    assert "kokeilu tarvitsee THL:n taulukon" in text_of(page("municipal_what_if", "hollola"))


def test_the_example_has_its_own(page):
    text = text_of(page("example_municipal_what_if", "kunta-a"))
    assert "esimerkki, keksityt luvut" in text
    assert "Euroa vuodessa" in text


@pytest.fixture
def coordinators_client(signed_in, lahti_town):
    with translation.override("fi"):
        yield signed_in("coordinator", lahti_town)


@pytest.mark.parametrize(
    ("name", "slug", "area"),
    [("save_municipal_scenario", "lahti", "398"), ("example_save_municipal_scenario", "kunta-a", "001")],
)
def test_what_was_tried_is_kept_and_opened_again(coordinators_client, towns, name, slug, area):
    query = "oma-falls=250" + ("&vuosi=2026" if slug == "lahti" else "")
    url = f"{reverse(f'coefficient:{name}', args=[slug])}?{query}"
    assert coordinators_client.get(url).status_code == 200
    assert coordinators_client.post(url, {"name": "Kaatumiset alas", "note": ""}).status_code == 302
    kept = Scenario.objects.get()
    assert (kept.area, kept.changes, kept.level) == (area, {area: {"falls": 250.0}}, "municipality")
    response = coordinators_client.get(kept.get_absolute_url())
    assert "Kaatumisten hoitojaksot" in text_of(response)
    again = re.search(r'href="([^"]*kokeile/\?[^"]*)"', response.content.decode())[1].replace("&amp;", "&")
    assert slug in again
    assert "→ 250,0" in text_of(coordinators_client.get(again))


def test_two_of_a_municipality_stand_side_by_side(coordinators_client, towns):
    kept = [
        Scenario.objects.create(
            table=towns, funding_year=2026, area="016", name=name, changes={"016": {"long_breaks": value}}
        )
        for name, value in (("Välitunnit pitkiksi", 100.0), ("Ennallaan", 0.0))
    ]
    url = reverse("coefficient:scenarios")
    text = text_of(coordinators_client.get(url, {"a": kept[0].pk, "b": kept[1].pk}))
    assert "Asikkala, Pitkät liikuntavälitunnit: ei → kyllä" in text
    assert "Asikkala, 2026" in text


def test_nothing_changed_cannot_be_kept(coordinators_client, towns):
    url = reverse("coefficient:save_municipal_scenario", args=["lahti"])
    assert coordinators_client.get(url).status_code == 302


def test_a_municipality_that_is_gone_leads_to_the_list(coordinators_client, towns):
    kept = Scenario.objects.create(
        table=towns, funding_year=2026, area="999", name="Kadonnut kunta", changes={"016": {"falls": 250.0}}
    )
    response = coordinators_client.get(kept.get_absolute_url())
    assert reverse("coefficient:municipalities") in response.content.decode()
    assert "ettei laskelmaa voi enää laskea" in text_of(response)
