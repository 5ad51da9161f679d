"""Whom one can ask, how requests stand, and what a professional sees of those that came from a tray."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..models import Contact, ContactRequest, ProviderContact, Recipient, SavedTray
from ..permissions_requests import recipients_answered_by
from ..rules.requests import OVER, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hytti.core.models import Organisation, User

    from ..models import Offer


@dataclass
class Provider:
    """A provider and its offers on a tray; `contacts` are those to use where no request can be sent."""

    organisation: Organisation
    offers: list[Offer] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


@dataclass(frozen=True)
class Askable:
    """The providers of a tray: those that take requests, and those that one calls or visits oneself."""

    can: list[Provider]
    cannot: list[Provider]


def askable(offers: Iterable[Offer]) -> Askable:
    """Sort the providers of the offers, in the order of the tray."""
    found: dict[int, Provider] = {}
    for offer in offers:
        found.setdefault(offer.provider_id, Provider(offer.provider)).offers.append(offer)
    taking = set(
        ProviderContact.objects.filter(organisation__in=found, takes_requests=True)
        .exclude(email="")
        .values_list("organisation", flat=True)
    )
    others = [one for key, one in found.items() if key not in taking]
    for one in others:
        one.contacts = list(Contact.objects.filter(offer__in=one.offers).order_by("offer", "order", "pk"))
    return Askable([one for key, one in found.items() if key in taking], others)


def number_to_answer(user: User) -> int:
    """How many requests and referrals of the user's organisations have not come to an end."""
    return recipients_answered_by(user).exclude(state__in=OVER).count()


@dataclass(frozen=True)
class Given:
    """A tray that a professional handed on: when, how many offers, and how many requests from it are in which state."""

    tray: SavedTray
    count: int
    states: list[tuple[str, int]]


def given_by(user: User) -> list[Given]:
    """The user's trays, newest first. Nothing tells who carries one."""
    trays = SavedTray.objects.filter(made_by=user).select_related("link_worker")
    rows = Recipient.objects.filter(request__tray__in=trays).values_list("request__tray", "state")
    counts: dict[int, Counter[str]] = {}
    for tray, state in rows:
        counts.setdefault(tray, Counter())[state] += 1
    return [Given(tray, len(tray.offers), _in_order(counts.get(tray.pk, Counter()))) for tray in trays]


def _in_order(counts: Counter[str]) -> list[tuple[str, int]]:
    return [(str(label), counts[value]) for value, label in State.choices if counts[value]]


def asked_by(user: User) -> list[ContactRequest]:
    """The requests that the user sent with a client's consent, newest first, with their recipients."""
    return list(
        ContactRequest.objects.filter(asked_by=user).prefetch_related("recipients__organisation", "recipients__offers")
    )
