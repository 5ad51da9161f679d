"""The cards of the offers on one page: a constant number of queries, however many offers there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import number, plain

from .. import words
from ..models import Offer, Place, Time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from hytti.core.models import Area

    from ..models import Term

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
    url: str
    icon: str
    facts: tuple[tuple[str, str], ...]
    origin: str
    distance: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Parts:
    """What belongs to an offer: its places, times, municipalities, and the accessibility terms of its places."""

    places: list[Place] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)


def shown_offers() -> QuerySet[Offer]:
    """Public offers with all that a card tells."""
    return _public().prefetch_related("places__municipality", "places__accessibility", "times", "municipalities")


def _public() -> QuerySet[Offer]:
    return Offer.objects.public(timezone.localdate()).select_related("provider", "source")


def cards(numbers: Sequence[int], distances: Mapping[int, float] | None = None) -> list[Card]:
    """The offers of the numbers that are shown today, in the order of the numbers. distances: kilometres by number."""
    found = _public().order_by().in_bulk(numbers)
    parts = _parts_of(list(found))
    away = distances or {}
    return [_card(found[pk], parts[pk], away.get(pk)) for pk in numbers if pk in found]


def _parts_of(numbers: list[int]) -> dict[int, _Parts]:
    """The parts of each offer: plain queries, which take a third of the time of prefetching. Municipalities only of
    offers without a place, since others are not told by them."""
    parts = {number: _Parts() for number in numbers}
    in_order = ("order", "pk")
    for place in Place.objects.filter(offer__in=numbers).select_related("municipality").order_by(*in_order):
        parts[place.offer_id].places.append(place)
    for time in Time.objects.filter(offer__in=numbers).order_by(*in_order):
        parts[time.offer_id].times.append(time)
    facts = Place.accessibility.through.objects.filter(place__offer__in=numbers).select_related("place", "term")
    for fact in facts.order_by("place__order", "place", "term__order", "term__code"):
        parts[fact.place.offer_id].terms.append(fact.term)
    elsewhere = [number for number, one in parts.items() if not one.places]
    if elsewhere:
        for link in Offer.municipalities.through.objects.filter(offer__in=elsewhere).select_related("area"):
            parts[link.offer_id].areas.append(link.area)
    return parts


def card(offer: Offer) -> Card:
    """The card of an offer of `shown_offers`."""
    places = list(offer.places.all())
    terms = [term for place in places for term in sorted_terms(place)]
    return _card(offer, _Parts(places, list(offer.times.all()), list(offer.municipalities.all()), terms))


def _card(offer: Offer, parts: _Parts, kilometres: float | None = None) -> Card:
    return Card(
        offer=offer,
        url=offer.get_absolute_url(),
        icon=ICONS[Offer.Kind(offer.kind)],
        facts=tuple(_facts(offer, parts)),
        origin=words.kept_fresh(offer),
        distance="" if kilometres is None else _distance(kilometres),
        points=tuple(
            (place.latitude, place.longitude)
            for place in parts.places
            if place.latitude is not None and place.longitude is not None
        ),
    )


def _facts(offer: Offer, parts: _Parts) -> Iterable[tuple[str, str]]:
    times = [text for time in parts.times if (text := words.in_words(time))]
    for text in times[:MOST_TIMES]:
        yield "calendar", text
    if len(times) > MOST_TIMES:
        yield "calendar", _("ja %(count)s muuta aikaa") % {"count": len(times) - MOST_TIMES}
    if where := _place_of(offer, parts):
        yield "place", where
    if joining := _joining(offer):
        yield "check", joining
    if access := _accessibility_of(parts.terms):
        yield "info", access


def _place_of(offer: Offer, parts: _Parts) -> str:
    """The address of the only place, how many places there are, or the area that is served."""
    places = parts.places
    if len(places) == 1:
        return words.address(places[0], plain(offer))
    if places:
        towns = sorted({plain(place.municipality) for place in places if place.municipality})
        count = _("%(count)s paikkaa") % {"count": len(places)}
        return f"{count}: {words.listed(towns)}" if 0 < len(towns) <= 3 else count
    if Offer.Way.ONLINE in offer.ways and Offer.Way.PLACE not in offer.ways:
        return _("Verkossa")
    return _area_named(offer, parts.areas)


def area_of(offer: Offer) -> str:
    """Where the offer is meant for."""
    return _area_named(offer, offer.municipalities.all())


def _area_named(offer: Offer, areas: Iterable[Area]) -> str:
    if offer.reach != Offer.Reach.MUNICIPALITIES:
        return str(offer.get_reach_display())
    towns = sorted(plain(area) for area in areas)
    return words.listed(towns) if len(towns) <= 4 else _("%(count)s kuntaa") % {"count": len(towns)}


def _joining(offer: Offer) -> str:
    """Maksuton, ilman ilmoittautumista: only what is free of something stands on a card."""
    parts = [words.free(offer)] if offer.is_free else []
    if offer.registration == Offer.Registration.NONE:
        parts.append(str(offer.get_registration_display()))
    return words.capital(
        ", ".join(part if place == 0 else part[:1].lower() + part[1:] for place, part in enumerate(parts))
    )


def _accessibility_of(terms: list[Term]) -> str:
    """Esteetön sisäänkäynti, induktiosilmukka: of all the places, each once."""
    names = dict.fromkeys(plain(term) for term in terms)
    return words.capital(
        ", ".join(name if place == 0 else name[:1].lower() + name[1:] for place, name in enumerate(names))
    )


def sorted_terms(place) -> list:  # type: ignore[no-untyped-def]
    return sorted(place.accessibility.all(), key=lambda term: (term.order, term.code))


def _distance(kilometres: float) -> str:
    if kilometres < 0.95:
        return _("%(distance)s m") % {"distance": max(round(kilometres * 10), 1) * 100}
    return _("%(distance)s km") % {"distance": number(kilometres, 1 if kilometres < 9.95 else 0)}
