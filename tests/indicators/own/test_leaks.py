"""Nothing public depends on what was hidden: two worlds that differ in hidden counts alone look the same.

Were any hidden count told by a page, a file, the open interface, or two of them subtracted, the worlds would differ.
"""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from hytti.facts import forget_shared
from hytti.indicators.findable import sync
from indicators.own.keeping import COUNTS, add_dataset, checked, csv_of, public_figures, publish

pytestmark = pytest.mark.django_db

ONE = {**COUNTS, "Hartola": 3, "Asikkala": 14}
OTHER = {**COUNTS, "Hartola": 4, "Asikkala": 13}  # the same sums
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?|\d{8}T\d{12}|\b[0-9a-f]{32}\b"
    r"|(?<=\.\d{8}\.)\d+(?=\.)"
)  # the random name of a publication too, and the number of the last audit event, which PostgreSQL never gives twice
AREAS = ("hartola", "asikkala", "lahti", "paijat-hameen-hyvinvointialue")


def addresses(key: str):
    """Every public address that may tell of the indicator, with its questions."""
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            yield reverse("front")
            yield reverse("search") + "?q=Päihdepalvelujen"
            yield from (reverse(f"indicators:{name}") for name in ("catalogue", "areas", "changes", "changes_feed"))
            yield reverse("indicators:catalogue") + "?muoto=csv"
            yield reverse("indicators:indicator", args=[key])
            for slug in AREAS:
                yield reverse("indicators:indicator", args=[key]) + f"?alue={slug}"
                yield reverse("indicators:area", args=[slug])
                yield reverse("indicators:changes") + f"?alue={slug}"
    with translation.override("fi"):
        for kind in ("csv", "json", "svg", "png"):
            yield from (reverse(f"indicators:indicator_{kind}", args=[key]) + f"?alue={slug}" for slug in AREAS)
        compare, scatter = reverse("indicators:compare"), reverse("indicators:scatter")
        yield from (f"{compare}?luku={key}{more}" for more in ("", "&muoto=csv", f"&jarjesta={key}"))
        yield from (f"{scatter}?x={key}&y={key}{more}" for more in ("", "&muoto=csv"))
    figures = "/api/v1/figures"
    yield from (f"{figures}/{name}" for name in ("datasets", "indicators", f"indicators/{key}", "areas"))
    for level in ("kunta", "hyvinvointialue"):
        yield from (f"{figures}/{name}?indicator={key}&level={level}" for name in ("data", "data.csv", "data.jsonstat"))


def seen(scene, counts: dict[str, int]) -> dict[str, bytes]:
    """Publish the counts and read everything that a stranger can read."""
    publish(scene, checked(scene.unit, add_dataset(scene.unit, scene), csv_of(counts)))
    sync()
    caches["pages"].clear()
    found = {}
    for address in addresses(scene.indicator.key):
        response = Client().get(address)
        assert response.status_code == 200, address
        body = response.content
        found[address] = body if response["Content-Type"] == "image/png" else MOMENT.sub("T", body.decode()).encode()
    return found


@pytest.fixture
def worlds(scene, settings, tmp_path):
    found = []
    for name, counts in (("one", ONE), ("other", OTHER)):
        settings.FACTS = tmp_path / f"{name}.duckdb"
        forget_shared()
        try:
            with transaction.atomic():
                scene.facts = settings.FACTS
                found.append((seen(scene, counts), public_figures(settings.FACTS)))
                raise Undone
        except Undone:
            pass
    return found


class Undone(Exception):
    """The world has been seen; the next one begins as it did."""


def test_two_worlds_that_differ_in_hidden_counts_look_the_same(worlds):
    (one, shown), (other, shown_other) = worlds
    assert shown == shown_other
    assert shown["kunta-081", 2025] is None
    assert shown["kunta-016", 2025] is None
    assert shown["kunta-398", 2025] == 120
    assert one.keys() == other.keys()
    assert [address for address in one if one[address] != other[address]] == []


def test_the_worlds_differ_where_what_is_public_differs(scene, settings, tmp_path):
    """The comparison can fail: another public count is seen on the pages, in the files and in the interface."""
    page = f"/fi/luvut/{scene.indicator.key}/?alue=lahti"
    publish(scene, checked(scene.unit, add_dataset(scene.unit, scene), csv_of({**ONE, "Lahti": 121}, county=191)))
    assert "121" in Client().get(page).content.decode()
