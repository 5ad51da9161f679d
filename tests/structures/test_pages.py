"""The cooperation model and current topics."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from factories import make_theme, make_tier, make_topic

pytestmark = pytest.mark.django_db


def page(address):
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_each_tier_says_whether_money_is_given_and_what_it_holds():
    make_tier(
        number=1,
        title_fi="Toiminnallinen yhteistyö",
        purpose_fi="Tiivistää yhteistyötä.",
        items=[{"fi": "Tilat", "sv": "Lokaler", "en": "Premises"}],
    )
    make_tier(number=2, title_fi="Kumppanuusavustukset", gives_money=True)
    html = page("/fi/jarjestoyhteistyo/")
    first, second = re.findall(r'<li class="tier">.*?</li>\s*(?=<li class="tier">|</ol>)', html, re.S)
    assert "Ei rahallista avustusta" in first
    assert "Tilat" in first
    assert "Rahallinen avustus" in second


def test_the_models_purpose_stands_before_its_tiers_and_once():
    make_tier(number=1, purpose_fi="Tiivistää yhteistyötä.")
    html = page("/fi/jarjestoyhteistyo/")
    assert html.count("Tiivistää yhteistyötä.") == 1
    assert html.index("Tiivistää yhteistyötä.") < html.index("<h2>Tasot</h2>")


def test_a_topic_shows_its_figures_with_unit_and_day():
    make_topic(
        title_fi="Audit-C",
        slug="audit-c",
        season="2023",
        theme=make_theme(name_fi="Ehkäisevä työ"),
        figures=[
            {
                "label": {"fi": "Riskikäyttäjiä", "sv": "Riskbrukare", "en": "At risk"},
                "value": 12.4,
                "unit": {"fi": "%", "sv": "%", "en": "%"},
                "date": "2023-07-31",
            },
            {"label": {"fi": "Seulaa tehty", "sv": "", "en": ""}, "value": 4963, "unit": None, "date": "2023-07-31"},
        ],
    )
    html = page("/fi/ajankohtaista/")
    assert 'id="audit-c"' in html
    assert re.search(r'12,4 <span class="unit">%</span>', html)
    assert "4\u00a0963" in html
    assert "31.7.2023" in html


def test_empty_pages_say_what_is_missing():
    for address in ("/fi/jarjestoyhteistyo/", "/fi/ajankohtaista/", "/fi/asiakirjat/", "/fi/teemat/"):
        assert 'class="empty"' in page(address)
