"""The names in decisions and minutes: once their last day is over no public address tells them, whatever its form."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from access import TABLE
from access_row import EVERYBODY
from hytti.core import search
from hytti.core.models import SearchEntry
from hytti.plans.models import DutyEvidence, Plan, StateChange
from hytti.structures.models import Document
from test_access import address, records

__all__ = ["records"]

pytestmark = pytest.mark.django_db

NAMES = "Äijä Öhmän-Esimerkki"
LAST = dt.date(2026, 12, 31)
NEXT = dt.date(2027, 1, 1)
SEARCH = "/haku/?q=Öhmän"


@pytest.fixture
def on(monkeypatch):
    """Move the clock to a day."""

    def move(day):
        monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: day)

    return move


@pytest.fixture
def told(records):
    """Every decision, document and evidence names the same people, and all of it has been indexed while they may be."""
    named = {"people": NAMES, "people_until": LAST}
    plan = Plan.objects.get(slug="koe")
    Plan.objects.filter(pk=plan.pk).update(state="in_force")
    StateChange.objects.create(plan=plan, before="proposed", after="approved", decided_on=LAST, **named)
    Document.objects.update(**named)
    DutyEvidence.objects.update(plan=plan, decided_by="Valtuusto", **named)
    search.rebuild()
    return records


def text_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode(errors="replace")


def public_addresses(client, records) -> list[str]:
    """What anybody may read: pages, the tables of plans and documents, open data, and a search for the names."""
    rows = [row for row in TABLE if row.readers == EVERYBODY and row.post is None]
    tables = [address(row, records) for row in rows if row.name.startswith(("plans:", "structures:"))]
    plan = [reverse("plans:table", args=["koe", form]) for form in ("csv", "xlsx")]
    described = client.get(reverse("api-1:openapi-json")).json()["paths"]
    lists = [path for path in described if "{" not in path]
    assert len(lists) > 10
    pages = [address(row, records) for row in rows]
    return [*pages, *plan, *(f"{page}?muoto=csv" for page in tables), *lists, SEARCH]


def telling(client, addresses) -> set[str]:
    return {url for url in addresses if "Öhmän" in text_of(client.get(url))}


def test_no_public_address_tells_the_names_after_their_last_day(told, client, on):
    pages = {reverse("plans:plan", args=["koe"]), told["asiakirja"].get_absolute_url()}
    on(LAST)
    assert telling(client, pages) == pages
    on(NEXT)
    assert telling(client, public_addresses(client, told)) - {SEARCH} == set()  # which repeats what was typed


def test_the_index_of_the_search_never_holds_them(told):
    entries = SearchEntry.objects.all()
    assert entries.exists()
    assert not any("öhmän" in f"{one.title} {one.text} {one.words}".lower() for one in entries)
