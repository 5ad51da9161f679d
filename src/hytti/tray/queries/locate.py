"""Where a typed place is, from what the tray itself knows: no outside service is asked and nothing is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from hytti.core.boundaries import polygons

from ..models import Offer, Place

if TYPE_CHECKING:
    from .choices import Choices

MOST_PLACES = 200  # enough for the middle of a street or a postal area
POSTAL_CODE = re.compile(r"\b\d{5}\b")
NUMBER_OF_HOUSE = re.compile(r"\s+\d+\s*[-–]?\s*\d*\s*[a-zåäö]?(\s+\d+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Spot:
    """A place on the map (WGS 84 degrees) and the name it goes by; `is_whole_area` for a municipality's middle."""

    label: str
    latitude: float
    longitude: float
    is_whole_area: bool = False


def locate(text: str, known: Choices) -> Spot | None:
    """A municipality, postal code, street, place or post office of the offers that are shown; None where unknown."""
    parts = [part.strip() for part in text.split(",") if part.strip()][:4]
    codes = POSTAL_CODE.findall(text)
    municipality = next((code for part in parts if (code := _municipality(part, known))), None)
    for part in parts:
        street = NUMBER_OF_HOUSE.sub("", part)
        if len(part) > 2 and not POSTAL_CODE.search(part) and _municipality(part, known) is None:
            here = Q(municipality__code=municipality) if municipality else Q()
            house = part if street != part else ""
            for rule in _rules(street, house):
                if found := _mean(rule & here, part if not municipality else text):
                    return found
    for code in codes:
        if found := _mean(Q(postal_code=code), code):
            return found
    return _middle(municipality, known) if municipality else None


def _rules(street: str, house: str) -> list[Q]:
    exact = [Q(street__iexact=house)] if house else []
    named = Q(name_fi__iexact=street) | Q(name_sv__iexact=street) | Q(name_en__iexact=street)
    return [
        *exact,
        Q(street__istartswith=f"{street} ") | Q(street__iexact=street),
        named,
        Q(post_office__iexact=street),
    ]


def _municipality(text: str, known: Choices) -> str | None:
    folded = text.casefold()
    return next(
        (one.value for one in known.by_facet["municipality"] if folded in (one.label.casefold(), one.word)), None
    )


def _mean(rule: Q, label: str) -> Spot | None:
    """The middle of the places that match and whose offers are shown."""
    places = Place.objects.filter(rule, latitude__isnull=False).order_by("pk")
    found = list(places.values_list("offer", "latitude", "longitude")[:MOST_PLACES])
    if not found:
        return None
    offers = Offer.objects.public(timezone.localdate()).filter(pk__in={offer for offer, _, _ in found})
    shown = set(offers.order_by().values_list("pk", flat=True))
    points = [(latitude, longitude) for offer, latitude, longitude in found if offer in shown]
    if not points:
        return None
    latitudes, longitudes = zip(*points, strict=True)
    return Spot(label, fmean(latitudes), fmean(longitudes))


def _middle(code: str, known: Choices) -> Spot | None:
    """The middle of the municipality's largest part."""
    rings = [shape[0] for shape in polygons().get(code, ())]
    choice = known.of_value("municipality", code)
    if not rings or choice is None:
        return None
    ring = max(rings, key=lambda one: abs(_area(one)))
    area = _area(ring)
    x = y = 0.0
    for (ax, ay), (bx, by) in _edges(ring):
        turn = ax * by - bx * ay
        x, y = x + (ax + bx) * turn, y + (ay + by) * turn
    return Spot(choice.label, y / (6 * area), x / (6 * area), is_whole_area=True)


def _edges(ring: tuple[tuple[float, float], ...]) -> zip[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _area(ring: tuple[tuple[float, float], ...]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in _edges(ring)) / 2
