"""The reading pages with the real pack of Päijät-Häme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from hytti.core.packs import loading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pack")]
PACK = Path(__file__).parents[2] / "regions" / "paijat-hame"
NAMES = ("networks", "bodies", "municipalities", "documents", "themes", "cooperation", "topics")


def page(address):
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture(scope="module")
def pack(django_db_setup, django_db_blocker):
    """The real pack, loaded once for the tests of this module that ask for it, and taken away after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load(PACK)
        yield
        transaction.set_rollback(True)


def addresses_of(language):
    with translation.override(language):
        return [
            *(reverse(f"structures:{name}") for name in NAMES),
            reverse("structures:body", args=["jarjestoneuvottelukunta"]),
            reverse("structures:body_history", args=["jarjestoneuvottelukunta"]),
            reverse("structures:network", args=["huumetyon-verkosto"]),
            reverse("structures:municipality", args=["lahti"]),
            reverse("structures:organisation", args=["paijat-hameen-liitto"]),
            reverse("structures:document", args=["liikkumisohjelma"]),
            reverse("structures:theme", args=["hyvinvoinnin-ja-terveyden-edistaminen"]),
        ]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_of_the_real_pack_has_one_heading_a_lead_and_no_inline_style(language):
    for address in addresses_of(language):
        html = page(address)
        assert html.count("<h1") == 1, address
        assert '<p class="lead">' in html, address
        assert not re.search(r"\sstyle=|\son\w+=|<script>|\{\{|\{%", html), address
        assert re.search(r"<title>[^<]+ – Hytti</title>", html), address


def test_the_pack_shows_the_decks_87_networks_with_15_and_6_in_two_of_its_themes():
    assert "<h2>87 verkostoa</h2>" in page("/fi/verkostot/")
    html = page("/fi/verkostot/?teema=hyvinvoinnin-ja-terveyden-edistaminen&teema=ehkaiseva-tyo")
    assert "<h2>21 / 87 verkostoa</h2>" in html
    assert "15 verkostoa" in html
    assert "6 verkostoa" in html
