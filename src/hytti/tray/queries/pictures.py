"""The maps: beside the list, where the offers of the page are; on an offer's page, where its places are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from hytti.core.boundaries import polygons
from hytti.core.drawn import drawn
from hytti.core.models import Area
from hytti.core.templatetags.hytti import plain

from ..drawing.places import Dot, Here, Town, place_map
from ..words import address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from ..models import Offer
    from .cards import Card
    from .locate import Spot

MOST_DOTS = 200


@dataclass(frozen=True)
class Map:
    """The picture, and of how many offers no place is known."""

    svg: SafeString
    without_place: int
    credit: str


def map_of(cards: Sequence[Card], spot: Spot | None = None) -> Map | None:
    """The offers' places over the region; nothing where there is neither a border nor a place to draw."""
    dots = tuple(
        Dot(plain(card.offer), card.url, f"#tarjonta-{card.offer.pk}", *point)
        for card in cards
        for point in card.points
    )[:MOST_DOTS]
    towns = _towns()
    if not dots and not (towns and cards):
        return None
    svg = place_map(
        towns,
        dots,
        key="tray-map",
        title=_("Osumat kartalla"),
        desc=_("Jokainen piste on linkki kohteeseen. Samat kohteet ovat luettelossa."),
        several=_("{count} kohdetta: {names}"),
        here=Here(spot.label, spot.latitude, spot.longitude) if spot and not spot.is_whole_area else None,
        tiles=settings.MAP_TILES,
    )
    return Map(drawn(svg), sum(not card.points for card in cards), _credit())


def map_of_places(offer: Offer) -> Map | None:
    """The offer's own places over the region, each a link to its address on the page; nothing where none is known."""
    places = list(offer.places.all())
    dots = tuple(
        Dot(
            plain(place) or address(place) or plain(offer),
            to := f"#paikka-{place.pk}",
            to,
            place.latitude,
            place.longitude,
        )
        for place in places
        if place.latitude is not None and place.longitude is not None
    )[:MOST_DOTS]
    if not dots:
        return None
    svg = place_map(
        _towns(),
        dots,
        key="offer-map",
        title=_("Paikat kartalla"),
        desc=_("Osoitteet ovat kartan vieressä tekstinä."),
        several=_("{count} paikkaa: {names}"),
        tiles=settings.MAP_TILES,
    )
    return Map(drawn(svg), len(places) - len(dots), _credit())


def _credit() -> str:
    return settings.MAP_TILES_CREDIT if settings.MAP_TILES else ""


def _towns() -> tuple[Town, ...]:
    shapes = polygons()
    if not shapes:
        return ()
    areas = Area.objects.municipalities().filter(code__in=shapes, valid_to=None).order_by("code")
    return tuple(Town(plain(area), shapes[area.code]) for area in areas)
