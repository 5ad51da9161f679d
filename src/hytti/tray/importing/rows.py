"""A record as the rows it becomes, and a short digest of each of its fields by which a person's edit is known.

Places, times and contacts count as one field each: where a person has changed one place, the source's places wait.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..models import Contact, Offer, Place, Time, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hytti.sources.offers import OfferRecord

    from .world import World

LANGUAGES = ("fi", "sv", "en")
PLAIN = (
    *("kind", "provider_id", "keywords", "reach", "languages", "ways", "minimum_age", "maximum_age", "is_free"),
    *("registration", "registration_address", "address", "valid_from", "valid_until"),
    *(
        f"{name}_{language}"
        for name in ("name", "summary", "description", "instruction", "price", "registration")
        for language in LANGUAGES
    ),
)
PLACE = (
    *("name_fi", "name_sv", "name_en", "street", "postal_code", "post_office", "municipality_id"),
    *("latitude", "longitude", "accessibility_note_fi", "accessibility_note_sv", "accessibility_note_en"),
)
TIME = ("kind", "starts_on", "starts_at", "ends_at", "ends_on", "rrule", "excluded", "note_fi", "note_sv", "note_en")
CONTACT = ("kind", "value", "label_fi", "label_sv", "label_en")


@dataclass
class Rows:
    """The values of one offer: plain fields by name, keys of terms and areas, and its parts as values in order.

    places end with the keys of their accessibility terms, times with the number of their place.
    """

    plain: dict[str, Any]
    terms: list[int]
    themes: list[int]
    municipalities: list[int]
    places: list[tuple[Any, ...]]
    times: list[tuple[Any, ...]]
    contacts: list[tuple[Any, ...]]

    def digests(self) -> dict[str, str]:
        """A short digest of each field."""
        fields = {name: self.plain[name] for name in PLAIN}
        parts = {name: getattr(self, name) for name in PARTS}
        return {name: short(value) for name, value in (fields | parts).items()}


PARTS = ("terms", "municipalities", "places", "times", "contacts")


def short(value: Any) -> str:
    """Twelve hexadecimal digits that tell values apart."""
    return hashlib.blake2b(repr(value).encode(), digest_size=6).hexdigest()


def rows_of(record: OfferRecord, world: World) -> Rows:
    """The rows of a record whose ontology words and provider the world knows."""
    if record.provider is None:
        raise ValueError("a record without a provider was not checked")
    areas = [world.areas[code].pk for code in codes_of(record) if code in world.areas]
    classes = world.terms(Vocabulary.SERVICE_CLASS, record.classes)
    own_themes = world.terms(Vocabulary.THEME, record.themes)
    terms = classes | world.concepts(record.ontology)
    terms |= world.terms(Vocabulary.TARGET_GROUP, record.target_groups)
    terms |= world.terms(Vocabulary.LIFE_EVENT, record.life_events)
    terms |= world.terms(Vocabulary.AGE_GROUP, record.age_groups)
    return Rows(
        plain=_plain(record, world, len(areas)),
        terms=sorted(terms),
        themes=sorted(own_themes or world.themes_of(classes)),
        municipalities=sorted(areas),
        places=[_place(place, world) for place in record.places],
        times=[_time(time) for time in record.times],
        contacts=[(one.kind, one.value, *_texts(one.labels)) for one in record.contacts],
    )


def codes_of(record: OfferRecord) -> tuple[str, ...]:
    """The municipalities of an offer; where it names none, those of its places."""
    return record.municipalities or tuple(dict.fromkeys(p.municipality for p in record.places if p.municipality))


def is_elsewhere(record: OfferRecord, world: World) -> bool:
    """Whether the offer is for others than the region: it tells where it is, and that is outside."""
    codes = codes_of(record)
    told = bool(codes or record.counties)
    inside = any(code in world.areas for code in codes) or world.county in record.counties
    return record.reach != "country" and told and not inside


def stored(keys: Iterable[int]) -> dict[int, Rows]:
    """The rows of offers as they are stored now; their themes are left empty."""
    keys = list(keys)
    found = {
        row["pk"]: Rows({name: row[name] for name in PLAIN}, [], [], [], [], [], [])
        for row in Offer.objects.filter(pk__in=keys).order_by("pk").values("pk", *PLAIN)
    }
    terms = Offer.terms.through.objects.filter(offer__in=keys).exclude(term__vocabulary=Vocabulary.THEME)
    for offer, term in terms.order_by("term").values_list("offer", "term"):
        found[offer].terms.append(term)
    for offer, area in (
        Offer.municipalities.through.objects.filter(offer__in=keys).order_by("area").values_list("offer", "area")
    ):
        found[offer].municipalities.append(area)
    facts: dict[int, list[int]] = {}
    for place, term in (
        Place.accessibility.through.objects.filter(place__offer__in=keys).order_by("term").values_list("place", "term")
    ):
        facts.setdefault(place, []).append(term)
    numbers: dict[int, int] = {}
    for pk, offer, *values in (
        Place.objects.filter(offer__in=keys).order_by("order", "pk").values_list("pk", "offer", *PLACE)
    ):
        numbers[pk] = len(found[offer].places)
        found[offer].places.append((*values, facts.get(pk, [])))
    for offer, place, *values in (
        Time.objects.filter(offer__in=keys).order_by("order", "pk").values_list("offer", "place", *TIME)
    ):
        found[offer].times.append((*values, numbers.get(place)))
    for offer, *values in Contact.objects.filter(offer__in=keys).order_by("order", "pk").values_list("offer", *CONTACT):
        found[offer].contacts.append(tuple(values))
    return found


def _plain(record: OfferRecord, world: World, inside: int) -> dict[str, Any]:
    texts = {
        "name": record.names,
        "summary": record.summaries,
        "description": record.descriptions,
        "instruction": record.instructions,
        "price": record.prices,
        "registration": record.registration_texts,
    }
    values: dict[str, Any] = {
        f"{name}_{language}": kept.get(language, "") for name, kept in texts.items() for language in LANGUAGES
    }
    if not values["name_fi"]:
        values["name_fi"] = values["name_sv"] or values["name_en"]
    whole = world.county and world.county in record.counties
    whole = whole or (bool(world.areas) and inside == len(world.areas))
    assert record.provider is not None
    return values | {
        "kind": record.kind,
        "provider_id": world.provider(record.provider),
        "keywords": _fitting(record.keywords, 500),
        "reach": "country" if record.reach == "country" else "county" if whole else "municipalities",
        "languages": list(record.languages),
        "ways": list(record.ways),
        "minimum_age": record.minimum_age,
        "maximum_age": record.maximum_age,
        "is_free": record.is_free,
        "registration": record.registration,
        "registration_address": record.registration_address,
        "address": record.address,
        "valid_from": record.valid_from,
        "valid_until": record.valid_until,
    }


def _place(place: Any, world: World) -> tuple[Any, ...]:
    area = world.areas.get(place.municipality)
    facts = sorted(world.terms(Vocabulary.ACCESSIBILITY, place.accessibility))
    return (
        *_texts(place.names),
        place.street,
        place.postal_code,
        place.post_office,
        area.pk if area else None,
        place.latitude,
        place.longitude,
        *_texts(place.accessibility_notes),
        facts,
    )


def _time(time: Any) -> tuple[Any, ...]:
    days = [day.isoformat() for day in time.excluded if isinstance(day, dt.date)]
    hours = (time.starts_on, time.starts_at, time.ends_at, time.ends_on)
    return (time.kind, *hours, time.rrule, days, *_texts(time.notes), time.place)


def _texts(texts: Any) -> tuple[str, str, str]:
    return texts.get("fi", ""), texts.get("sv", ""), texts.get("en", "")


def _fitting(words: Iterable[str], limit: int) -> str:
    kept = ""
    for word in words:
        longer = f"{kept}, {word}" if kept else word
        if len(longer) > limit:
            break
        kept = longer
    return kept
