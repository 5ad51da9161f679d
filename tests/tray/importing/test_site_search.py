"""The site's own search follows what feeds do to offers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hytti.core.search import find
from hytti.tray.findable import follow, keep_findable
from hytti.tray.models import Offer
from tray.importing.conftest import record

pytestmark = pytest.mark.django_db


def test_the_sites_own_search_follows_what_a_feed_changes_and_takes_off(feed, fetched):
    fetched(feed, record("1", names={"fi": "Sauvakävely"}), record("2", names={"fi": "Kuoro"}))
    keep_findable(timezone.now())
    assert [hit.title for hit in find("sauvakävely")] == ["Sauvakävely"]
    fetched(feed, record("1", names={"fi": "Tuolijumppa"}), accept_gone=True)
    assert find("sauvakävely") == []
    assert [hit.title for hit in find("tuolijumppa")] == ["Tuolijumppa"]
    assert find("kuoro") == []


def test_following_many_offers_asks_the_database_as_often_as_following_one(feed, fetched):
    def queries(count):
        fetched(feed, *(record(str(number), names={"fi": f"Kerho {number}"}) for number in range(count)))
        keep_findable(timezone.now())
        keys = list(Offer.objects.values_list("pk", flat=True))
        follow(keys)
        with CaptureQueriesContext(connection) as asked:
            follow(keys)
        return len(asked)

    assert queries(2) == queries(12)
