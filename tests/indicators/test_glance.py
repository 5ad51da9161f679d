"""The region at one glance: the front page's numbers and map, from the pack's own figures."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from hytti.indicators import store
from hytti.indicators.queries.glance import glance


@pytest.fixture
def headlines(pack_figures):
    with translation.override("fi"):
        yield {line.label: line for line in glance(store.facts()).headlines}


def test_residents_are_those_of_statistics_finland(headlines):
    line = headlines["Asukkaita 31.12.2024"]  # table 11ae: ten municipalities, and 5 635 971 in the country
    assert line.value == "204\xa0635"
    assert line.remark == "3,6\xa0% koko maan väestöstä"


def test_the_share_of_old_people_says_that_it_is_projected(headlines):
    line = headlines["65 vuotta täyttäneitä, ennuste 2024"]  # table 14wx
    assert line.value == "28,6\xa0%"
    assert line.remark == "Koko maa 23,5\xa0%. Vuonna 2035 ennuste 31,5\xa0%."


def test_a_share_stands_beside_the_whole_country(headlines):
    (line,) = (line for label, line in headlines.items() if label.startswith("Diabetes"))
    assert (line.value, line.remark) == ("12,1\xa0%", "Koko maa 11,8\xa0%")  # THL, Sotkanet, indicator 683, 2023
    assert "<title" in line.spark


def test_the_map_names_the_ends(pack_figures):
    with translation.override("fi"):
        drawn = glance(store.facts()).map
    assert drawn.title.endswith("vähiten: Lahti 25,7 %")
    assert drawn.wide != drawn.phone


@pytest.mark.usefixtures("paijat_hame")
def test_the_front_page_stands_without_figures(settings, tmp_path, page_client):
    settings.FACTS, settings.FACTS_ENGINE = tmp_path / "none.duckdb", ""
    with translation.override("sv"):
        assert page_client.get(reverse("front")).status_code == 200


@pytest.mark.usefixtures("pack_figures")
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_front_page_shows_them_in_every_language(page_client, language):
    with translation.override(language):
        text = page_client.get(reverse("front")).content.decode()
    assert text.count("ch-spark") >= 3
    assert "204" in text
