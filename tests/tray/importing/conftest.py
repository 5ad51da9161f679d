"""A feed, records by hand, and a door that gives what a test wants."""

from __future__ import annotations

import pytest

from factories import make_source
from hytti.sources.offer_checks import checked
from hytti.sources.offers import OfferRecord, ProviderRecord
from hytti.tray.importing import running
from hytti.tray.models import Feed, Offer
from hytti.tray.search import index

CITY = ProviderRecord({"fi": "Lahti"}, business_id="0149669-3")


def record(key="1", **more):
    plain = {"kind": "service", "names": {"fi": f"Palvelu {key}"}, "provider": CITY, "municipalities": ("398",)}
    return OfferRecord(id=key, **(plain | more))


@pytest.fixture
def region(region):
    """The pack without the offers that it brings."""
    keys = list(Offer.objects.values_list("pk", flat=True))
    Offer.objects.all().delete()
    Feed.objects.all().delete()
    index.refresh(keys)
    return region


@pytest.fixture
def feed(region):
    return make_feed("ptv")


def make_feed(key, kind=Feed.Kind.PTV11, **more):
    return Feed.objects.create(key=key, kind=kind, name=key, source=make_source(title_fi=key), **more)


@pytest.fixture
def fetched(monkeypatch):
    """Fetch a feed that gives these records or items; faults: what the reading could not read."""

    def fetch(feed, *records, faults=(), partial=False, **more):
        items = [checked(one) if isinstance(one, OfferRecord) else one for one in records]

        def door(_feed, _world, reading, _since):
            reading.is_partial = partial or reading.is_partial
            reading.fault(*faults)
            return iter(items)

        monkeypatch.setattr(running, "items_over_network", door)
        feed.refresh_from_db()
        return running.fetch(feed, **more)

    return fetch
