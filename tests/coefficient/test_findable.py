"""The coefficient's pages in the site's search."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from hytti.coefficient import findable
from hytti.coefficient.models import CoefficientPage
from hytti.core import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def synced(db):
    return findable.sync()


def urls(words, language="fi"):
    with translation.override(language):
        return [hit.url for hit in search.find(words, language=language) if hit.kind == "coefficient"]


def address(name, *args):
    with translation.override("fi"):
        return reverse(f"coefficient:{name}", args=args)


def test_the_room_and_each_indicator_of_the_county_are_there(synced):
    """Four pages, and the eleven indicators of decree 1392/2022."""
    assert synced == CoefficientPage.objects.count() == 4 + 11


@pytest.mark.parametrize(
    ("words", "name", "args"),
    [
        ("hyte-kerroin", "overview", ()),
        ("kerroin lasketaan", "method", ()),
        ("rokotuskattavuus", "indicator", ("mmr",)),
        ("lonkkamurtumat", "indicator", ("hip_fractures",)),
        ("kuntien kertoimet", "municipalities", ()),
        ("liikuntavälitunnit", "municipalities", ()),
        ("muuttaisi kerrointa", "what_if", ()),
    ],
)
def test_words_lead_to_the_page_they_mean(synced, words, name, args):
    assert address(name, *args) in urls(words)


def test_every_page_that_is_found_opens(synced, page_client, paijat_hame):
    with translation.override("fi"):
        for record in CoefficientPage.objects.all():
            assert page_client.get(record.get_absolute_url()).status_code == 200, record


def test_syncing_again_takes_away_what_the_rules_no_longer_have(synced):
    CoefficientPage.objects.create(name="indicator", key="kumottu_mittari")
    kept = set(CoefficientPage.objects.exclude(key="kumottu_mittari").values_list("pk", flat=True))
    assert findable.sync() == synced
    assert set(CoefficientPage.objects.values_list("pk", flat=True)) == kept


def test_an_indicator_that_is_gone_has_nothing_to_find():
    search.reindex(CoefficientPage.objects.create(name="indicator", key="kumottu_mittari"))
    assert urls("kumottu_mittari") == []
    assert str(CoefficientPage(name="method")) == "method"
