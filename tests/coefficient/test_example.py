"""The made-up example: always labelled, never mixed with real figures, the same at every start."""

from __future__ import annotations

import re

import numpy as np
import pytest
from django.urls import reverse
from django.utils import translation

from coefficient_pages import text_of
from hytti.coefficient import example
from hytti.methods.coefficient import coefficient
from hytti.methods.coefficient.rules import rules

pytestmark = pytest.mark.django_db
TAG = 'class="tag"'


def every_page(page_client) -> dict[str, str]:
    """Each page below the example's address, by following its links."""
    with translation.override("fi"):
        start, files = reverse("coefficient:example_overview"), reverse("coefficient:example_workbook")
    found: dict[str, str] = {}
    waiting = [start, f"{start}kokeile/?oma-mmr=95&toinen=07&toinen-mmr=97&vaihteluvali=on"]
    waiting += [f"{start}mittarit/mmr/?kulu=1000000&vuodet=3"]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(files):
            continue
        response = page_client.get(address)
        assert response.status_code == 200, address
        found[address] = response.content.decode()
        links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"#]+)', found[address])]
        waiting += [link for link in links if link.startswith(start) and "tallenna" not in link]
    return found


def test_every_page_of_the_example_wears_the_tag_on_every_part_with_figures(page_client, paijat_hame):
    pages = every_page(page_client)
    assert len(pages) >= 27  # overview, 11 indicators, what-if, municipalities and ten of them, summary
    for address, html in pages.items():
        assert TAG in html.split("</h1>")[0].split("<h1>")[1], address
        assert "Tämän sivun alueet ja niiden luvut ovat keksittyjä" in html, address
        for part in re.split(r"<section", html)[1:]:
            part = part.split("</section>")[0]
            part = re.sub(r'<figure class="cf-prices".*?</figure>', "", part, flags=re.S)  # the law's, and real
            money = re.search(r"\d €|€\d|<svg[^>]+class=\"ch", part)
            assert not money or TAG in part, f"{address}: {part[:200]}"


def test_the_example_names_no_real_area(page_client, paijat_hame):
    for address, html in every_page(page_client).items():
        main = html.split("<main")[1].split("</main>")[0]
        names = ("Päijät-Häme", "Kainuu", "Lahti", "Kanta-Häme", "Asikkala")
        assert not [name for name in names if name in main], address


def test_real_pages_never_show_the_example_and_the_example_never_a_real_table(page, three):
    made_up = text_of(page("example_overview"))
    assert "Esimerkkilä" in made_up
    assert "14 457 736 €" not in made_up
    for name in ("overview", "municipalities", "what_if", "summary"):
        assert "Esimerkkilä" not in text_of(page(name))
    three.delete()
    assert text_of(page("example_overview", x="1")) == made_up


def test_the_example_is_a_whole_table_that_the_rules_take():
    for level in ("county", "municipality"):
        table, found = example.example_table(level), rules(level, example.example_year(level))
        assert table.validate(found) == ()
        assert coefficient(table, found).missing == ()
        assert len(table.areas) == found.areas


def test_the_example_is_the_same_at_every_start():
    first = example.example_table("county").as_dict()
    example.example_table.cache_clear()
    assert example.example_table("county").as_dict() == first


def test_the_example_has_an_area_at_its_target_and_one_whose_forms_are_too_few():
    table = example.example_table("county")
    assert (table.latest["hip_fractures"] <= 0.5).any()
    assert (table.latest["mmr"] > 97).any()
    assert (np.asarray(table.forms) < np.asarray(table.births)).any()


def test_the_example_has_one_year_and_says_so(page):
    response = page("example_overview", vuosi="2024")
    assert response.status_code == 404
    assert "2026" in text_of(response)


def test_an_unknown_municipality_of_the_example_is_not_found(page):
    assert page("example_municipality", "lahti").status_code == 404


def test_the_examples_workbook_opens(page):
    assert page("example_workbook").content.startswith(b"PK")
    assert page("example_workbook", taso="municipality").content.startswith(b"PK")
