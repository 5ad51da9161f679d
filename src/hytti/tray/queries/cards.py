"""The cards of the offers on one page: a constant number of queries, however many offers there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import number, plain

from .. import words
from ..models import Offer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

ICONS = {
    Offer.Kind.PLACE: "place",
    Offer.Kind.GROUP: "people",
    Offer.Kind.ACTIVITY: "activity",
    Offer.Kind.EVENT: "calendar",
    Offer.Kind.SERVICE: "service",
    Offer.Kind.VOLUNTEERING: "hand",
}
MOST_TIMES = 2


@dataclass(frozen=True)
class Card:
    """An offer as a list shows it. `facts`: (icon, text) in the order they are told; `points`: where it is."""

    offer: Offer
    icon: str
    facts: tuple[tuple[str, str], ...]
    origin: str
    distance: str
    points: tuple[tuple[float, float], ...]


def shown_offers() -> QuerySet[Offer]:
    """Public offers with all that a card tells."""
    return (
        Offer.objects.public(timezone.localdate())
        .select_related("provider", "source")
        .prefetch_related("places__municipality", "places__accessibility", "times", "municipalities")
    )


def cards(numbers: Sequence[int], distances: Mapping[int, float] | None = None) -> list[Card]:
    """The offers of the numbers that are shown today, in the order of the numbers. distances: kilometres by number."""
    found = shown_offers().in_bulk(numbers)
    away = distances or {}
    return [card(found[pk], away.get(pk)) for pk in numbers if pk in found]


def card(offer: Offer, kilometres: float | None = None) -> Card:
    places = list(offer.places.all())
    return Card(
        offer=offer,
        icon=ICONS[Offer.Kind(offer.kind)],
        facts=tuple(_facts(offer)),
        origin=words.kept_fresh(offer),
        distance="" if kilometres is None else _distance(kilometres),
        points=tuple((p.latitude, p.longitude) for p in places if p.latitude is not None and p.longitude is not None),
    )


def _facts(offer: Offer) -> Iterable[tuple[str, str]]:
    times = [text for time in offer.times.all() if (text := words.in_words(time))]
    for text in times[:MOST_TIMES]:
        yield "calendar", text
    if len(times) > MOST_TIMES:
        yield "calendar", _("ja %(count)s muuta aikaa") % {"count": len(times) - MOST_TIMES}
    if where := place_of(offer):
        yield "place", where
    if joining := _joining(offer):
        yield "check", joining
    if access := accessibility_of(offer):
        yield "info", access


def place_of(offer: Offer) -> str:
    """The address of the only place, how many places there are, or the area that is served."""
    places = list(offer.places.all())
    if len(places) == 1:
        return words.address(places[0])
    if places:
        towns = sorted({plain(place.municipality) for place in places if place.municipality})
        count = _("%(count)s paikkaa") % {"count": len(places)}
        return f"{count}: {words.listed(towns)}" if 0 < len(towns) <= 3 else count
    if Offer.Way.ONLINE in offer.ways and Offer.Way.PLACE not in offer.ways:
        return _("Verkossa")
    return area_of(offer)


def area_of(offer: Offer) -> str:
    """Where the offer is meant for."""
    if offer.reach != Offer.Reach.MUNICIPALITIES:
        return str(offer.get_reach_display())
    towns = sorted(plain(area) for area in offer.municipalities.all())
    return words.listed(towns) if len(towns) <= 4 else _("%(count)s kuntaa") % {"count": len(towns)}


def _joining(offer: Offer) -> str:
    """Maksuton, ilman ilmoittautumista: only what is free of something stands on a card."""
    parts = [words.free(offer)] if offer.is_free else []
    if offer.registration == Offer.Registration.NONE:
        parts.append(str(offer.get_registration_display()))
    return words.capital(
        ", ".join(part if place == 0 else part[:1].lower() + part[1:] for place, part in enumerate(parts))
    )


def accessibility_of(offer: Offer) -> str:
    """Esteetön sisäänkäynti, induktiosilmukka: of all the places, each once."""
    names = dict.fromkeys(plain(term) for place in offer.places.all() for term in sorted_terms(place))
    return words.capital(
        ", ".join(name if place == 0 else name[:1].lower() + name[1:] for place, name in enumerate(names))
    )


def sorted_terms(place) -> list:  # type: ignore[no-untyped-def]
    return sorted(place.accessibility.all(), key=lambda term: (term.order, term.code))


def _distance(kilometres: float) -> str:
    if kilometres < 0.95:
        return _("%(distance)s m") % {"distance": max(round(kilometres * 10), 1) * 100}
    return _("%(distance)s km") % {"distance": number(kilometres, 1 if kilometres < 9.95 else 0)}
