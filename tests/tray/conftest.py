"""Organisations, areas and offers of the tests; all made up."""

from __future__ import annotations

import pytest
from django.utils import translation

from hytti.core.models import Area, Organisation
from hytti.tray import vocabularies
from hytti.tray.models import Contact, Offer


@pytest.fixture(autouse=True)
def _finnish():
    with translation.override("fi"):
        yield


@pytest.fixture
def lists(db, request):
    """The vocabularies and first rules; after the region's pack, where a test has both."""
    if "region" in request.fixturenames:
        request.getfixturevalue("region")
    vocabularies.load()


@pytest.fixture
def town(db):
    return Area.objects.create(kind="municipality", code="900", slug="testila", name_fi="Testilä", name_sv="Testby")


@pytest.fixture
def other_town(db):
    return Area.objects.create(kind="municipality", code="901", slug="kokeila", name_fi="Kokeila")


@pytest.fixture
def club(town):
    return Organisation.objects.create(
        kind="association", slug="yhdistys-esimerkki", name_fi="Yhdistys Esimerkki ry", area=town
    )


@pytest.fixture
def town_hall(town):
    return Organisation.objects.create(kind="municipality", slug="testilan-kunta", name_fi="Testilän kunta", area=town)


@pytest.fixture
def make_offer(club, town):
    """make_offer(name, **fields): an offer of the club in the town, with a telephone number."""

    def make(name: str = "Rauhallinen kävelyryhmä", **fields) -> Offer:
        fields = {
            "kind": "group", "provider": club, "slug": f"tarjonta-{Offer.objects.count() + 1}", "name_fi": name,
            "summary_fi": "Tunnin lenkki omaan tahtiin, lopuksi kahvit.", "state": "draft", **fields,
        }  # fmt: skip
        offer = Offer.objects.create(**fields)
        offer.municipalities.add(town)
        Contact.objects.create(offer=offer, kind="phone", value="010 000 0000")
        return offer

    return make
