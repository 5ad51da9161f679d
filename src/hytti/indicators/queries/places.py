"""The areas that have a page: municipalities and counties, today's and those that were, and the whole country."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse

from hytti.core.models import Region

from .. import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hytti.facts import Area, Facts

COUNTRY, COUNTY, MUNICIPALITY, POSTAL = "maa", "hyvinvointialue", "kunta", "postinumero"
LEVELS = (COUNTRY, COUNTY, MUNICIPALITY)
"""From the least to the most important where two areas share a name."""


def by_slug(store: Facts) -> Mapping[str, Area]:
    """The areas that have a page, by their part of the address. A municipality of today comes before all others."""
    return _by_slug(store, store.version)


@lru_cache(maxsize=4)
def _by_slug(store: Facts, version: str) -> Mapping[str, Area]:
    known = sorted(
        (area for level in LEVELS for area in store.areas(level)),
        key=lambda area: (area.valid_to is None, LEVELS.index(area.level)),
    )
    return {words.area_slug(area): area for area in known}


def url_of(area: Area) -> str:
    return reverse("indicators:area", args=[words.area_slug(area)])


def own_county(store: Facts) -> Area | None:
    """The county this installation serves."""
    region = Region.objects.select_related("area").first()
    return store.area(f"{COUNTY}-{region.area.code}") if region else None


def municipalities_of(store: Facts, county: str | None) -> list[Area]:
    """A county's municipalities of today, by name."""
    found = store.areas(MUNICIPALITY, county=county) if county else []
    return sorted((area for area in found if area.valid_to is None), key=words.area_name)


def country(store: Facts) -> Area | None:
    return next(iter(store.areas(COUNTRY)), None)
