"""The search's pages over made-up offers: the whole way of a request through the middlewares, none of it kept."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hytti.core.models import Area, Organisation
from hytti.tray import vocabularies
from hytti.tray.importing.inserting import insert
from hytti.tray.models import Offer, Place, Time

if TYPE_CHECKING:
    import datetime as dt

    from hytti.tray.search.documents import Document

TOWNS = 10
OFFER = (
    *("id", "uuid", "kind", "state", "provider_id", "slug", "name_fi", "summary_fi", "ways", "languages"), "changed_at",
)  # fmt: skip
PLACE = ("offer_id", "street", "postal_code", "post_office", "municipality_id", "latitude", "longitude")
HERE = (60.98, 25.66)  # latitude and longitude that the places lie around


@transaction.atomic
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
    insert(Offer, OFFER, (_offer(one, provider.pk, timezone.now()) for one in documents))
    insert(Place, PLACE, (_place(one.number, chance, towns) for one in documents))
    rules = ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=FR")
    insert(Time, ("offer_id", "starts_on", "rrule"), ((one.number, day, rules[one.number % 2]) for one in documents))
    pairs = ((one.number, chance.choice(towns).pk) for one in documents)
    insert(Offer.municipalities.through, ("offer_id", "area_id"), pairs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _offer(document: Document, provider: int, now: dt.datetime) -> tuple[object, ...]:
    summary = next((text.text for text in document.texts if text.field == "summary"), "")
    slug, name = f"tarjonta-{document.number}", document.names["fi"][:200]
    return (document.number, uuid4(), "group", "published", provider, slug, name, summary[:150], ["place"], ["fi"], now)


def _place(number: int, chance: random.Random, towns: list[Area]) -> tuple[object, ...]:
    town = chance.choice(towns)
    latitude, longitude = (centre + chance.uniform(-0.5, 0.5) for centre in HERE)
    street, code = f"Esimerkkikatu {number % 300}", f"15{number % 90:02}0"
    return number, street, code, town.name_fi.upper(), town.pk, latitude, longitude


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
