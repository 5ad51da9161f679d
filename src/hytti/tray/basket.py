"""A visitor's own tray: keys of offers in the session and nothing else. Nobody is told what is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from .actions.use import count
from .queries.cards import shown_offers
from .rules.requests import MOST_OFFERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from .models import Offer

KEY = "tray"


def ids(request: HttpRequest) -> list[int]:
    """The keys of the offers on the visitor's tray, in order. A reader without a session gets none made by asking."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.session.modified:
        return []
    return list(request.session.get(KEY, []))


def offers_of(keys: Iterable[int]) -> list[Offer]:
    """The offers that may be shown today, in the order of the keys; what has ended is left out."""
    wanted = list(keys)
    found = shown_offers().in_bulk(wanted) if wanted else {}
    return [found[key] for key in wanted if key in found]


def offers(request: HttpRequest) -> list[Offer]:
    """What is on the visitor's tray."""
    return offers_of(ids(request))


def keep(request: HttpRequest, keys: Iterable[int]) -> None:
    """Put these on the tray instead of what was there, each once and at most MOST_OFFERS of them."""
    request.session[KEY] = list(dict.fromkeys(keys))[:MOST_OFFERS]


def add(request: HttpRequest, offer: Offer) -> bool:
    """Put an offer on the tray; False where the tray is full. An offer that is there already stays where it is."""
    here = ids(request)
    if offer.pk in here:
        return True
    if len(here) >= MOST_OFFERS:
        # what has ended or been withdrawn makes room
        here = [one.pk for one in offers_of(here)]
        if len(here) >= MOST_OFFERS:
            return False
    keep(request, [*here, offer.pk])
    count(offer.pk, "collected")
    return True


def remove(request: HttpRequest, key: int) -> None:
    here = ids(request)
    if key in here:
        keep(request, [one for one in here if one != key])


def move(request: HttpRequest, key: int, by: int) -> None:
    """Move an offer earlier (-1) or later (1) among those that are shown."""
    here = [one.pk for one in offers(request)]
    if key in here:
        place = here.index(key)
        to = min(max(place + by, 0), len(here) - 1)
        here.insert(to, here.pop(place))
        keep(request, here)
