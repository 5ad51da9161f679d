"""Offers as rows of a table, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hytti.core.templatetags.hytti import plain

from .. import words
from ..models import Contact, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..models import Offer

LANGUAGES = ("fi", "sv", "en")
TEXTS = ("name", "summary", "description", "instruction", "price", "registration")
VOCABULARIES = (Vocabulary.THEME, Vocabulary.TARGET_GROUP, Vocabulary.AGE_GROUP, Vocabulary.SERVICE_CLASS)
COLUMNS = (
    "uuid", "page", "kind", "provider", "business_id",
    *(f"{name}_{language}" for name in TEXTS for language in LANGUAGES),
    *(f"{vocabulary}s" for vocabulary in VOCABULARIES),
    "reach", "municipalities", "languages", "ways", "minimum_age", "maximum_age", "is_free", "registration_kind",
    "registration_address", "address", "places", "street", "postal_code", "post_office", "latitude", "longitude",
    "accessibility", "times", "rrule", "phone", "email", "web", "valid_from", "valid_until", "reviewed_on",
    "is_made_up", "source", "source_address", "source_licence", "as_of", "changed_on",
)  # fmt: skip
BETWEEN = "; "


def rows(offers: Iterable[Offer], whole: Callable[[str], str]) -> Iterator[list[object]]:
    """`whole` makes a path a whole address. Several values of a cell stand one after another with a semicolon."""
    return ([_row(offer, whole)[column] for column in COLUMNS] for offer in offers)


def _row(offer: Offer, whole: Callable[[str], str]) -> dict[str, object]:
    return {
        "uuid": offer.uuid,
        "page": whole(offer.get_absolute_url()),
        "kind": offer.kind,
        "provider": plain(offer.provider),
        "business_id": offer.provider.business_id,
        **{f"{name}_{language}": getattr(offer, f"{name}_{language}") for name in TEXTS for language in LANGUAGES},
        **{f"{vocabulary}s": _terms(offer, vocabulary) for vocabulary in VOCABULARIES},
        "reach": offer.reach,
        "municipalities": BETWEEN.join(sorted(plain(area) for area in offer.municipalities.all())),
        "languages": " ".join(offer.languages),
        "ways": " ".join(offer.ways),
        "minimum_age": offer.minimum_age,
        "maximum_age": offer.maximum_age,
        "is_free": _truth(offer.is_free),
        "registration_kind": offer.registration,
        "registration_address": offer.registration_address,
        "address": offer.address,
        "valid_from": offer.valid_from,
        "valid_until": offer.valid_until,
        "reviewed_on": offer.reviewed_on,
        "is_made_up": _truth(offer.is_made_up),
        "changed_on": offer.changed_at.date(),
        **_where(offer),
        **_when(offer),
        **{kind: _contacts(offer, kind) for kind in Contact.Kind.values},
        **_origin(offer),
    }


def _terms(offer: Offer, vocabulary: str) -> str:
    found = [term for term in offer.terms.all() if term.vocabulary == vocabulary]
    return BETWEEN.join(plain(term) for term in sorted(found, key=lambda term: (term.order, term.code)))


def _where(offer: Offer) -> dict[str, object]:
    """The first place in columns of its own; the addresses of all of them in one."""
    places = list(offer.places.all())
    first = places[0] if places else None
    facts = ("street", "postal_code", "post_office", "latitude", "longitude")
    accessible = dict.fromkeys(plain(term) for place in places for term in place.accessibility.all())
    return {
        **{name: getattr(first, name) if first else None for name in facts},
        "places": BETWEEN.join(text for place in places if (text := words.address(place))),
        "accessibility": BETWEEN.join(accessible),
    }


def _when(offer: Offer) -> dict[str, object]:
    times = list(offer.times.all())
    return {
        "times": BETWEEN.join(text for time in times if (text := words.in_words(time))),
        "rrule": BETWEEN.join(time.rrule for time in times if time.rrule),
    }


def _contacts(offer: Offer, kind: str) -> str:
    return BETWEEN.join(contact.value for contact in offer.contacts.all() if contact.kind == kind)


def _origin(offer: Offer) -> dict[str, object]:
    source = offer.source
    return {
        "source": plain(source, "title") if source else None,
        "source_address": source.address if source else None,
        "source_licence": source.licence if source else None,
        "as_of": offer.as_of,
    }


def _truth(value: bool | None) -> str:
    return "" if value is None else str(value).lower()
