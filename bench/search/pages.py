"""The search's pages over made-up offers: the whole way of a request through the middlewares, none of it kept."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hytti.core.models import Area, Organisation
from hytti.tray import vocabularies
from hytti.tray.models import Offer, Place, Time

if TYPE_CHECKING:
    from hytti.tray.search.documents import Document

TOWNS = 10
HERE = (60.98, 25.66)  # latitude and longitude that the places lie around


def store(documents: list[Document]) -> None:
    """An offer for each document, with a town, a place and a time by lot (seed 2)."""
    chance = random.Random(2)
    vocabularies.load()
    towns = [
        Area.objects.create(
            kind="municipality", code=f"9{number:02}", slug=f"kunta-{number}", name_fi=f"Kunta {number}"
        )
        for number in range(TOWNS)
    ]
    provider = Organisation.objects.create(kind="association", slug="yhdistys", name_fi="Yhdistys Esimerkki ry")
    day = timezone.localdate()
    Offer.objects.bulk_create(_offer(one, provider) for one in documents)
    Place.objects.bulk_create(_place(one.number, chance, towns) for one in documents)
    Time.objects.bulk_create(
        Time(offer_id=one.number, starts_on=day, rrule="FREQ=WEEKLY;BYDAY=FR" if one.number % 2 else "FREQ=DAILY")
        for one in documents
    )
    link = Offer.municipalities.through
    link.objects.bulk_create(link(offer_id=one.number, area_id=chance.choice(towns).pk) for one in documents)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _offer(document: Document, provider: Organisation) -> Offer:
    summary = next((text.text for text in document.texts if text.field == "summary"), "")
    return Offer(
        pk=document.number, kind="group", state="published", provider=provider, slug=f"tarjonta-{document.number}",
        name_fi=document.names["fi"][:200], summary_fi=summary[:150], ways=["place"], languages=["fi"],
    )  # fmt: skip


def _place(number: int, chance: random.Random, towns: list[Area]) -> Place:
    town = chance.choice(towns)
    latitude, longitude = (centre + chance.uniform(-0.5, 0.5) for centre in HERE)
    return Place(
        offer_id=number, street=f"Esimerkkikatu {number % 300}", postal_code=f"15{number % 90:02}0",
        post_office=town.name_fi.upper(), municipality=town, latitude=latitude, longitude=longitude,
    )  # fmt: skip


class Pages:
    """Asks for pages as a reader without a session; what was kept ready is let go before each."""

    def __init__(self) -> None:
        self._client = Client(headers={"host": "localhost"})

    def get(self, **asked: str) -> None:
        caches["pages"].clear()
        response = self._client.get(f"/fi/tarjotin/?{urlencode(asked)}")
        if response.status_code != 200:
            raise RuntimeError(f"{asked} answered {response.status_code}")

    def queries(self, **asked: str) -> int:
        with CaptureQueriesContext(connection) as context:
            self.get(**asked)
        return len(context)
