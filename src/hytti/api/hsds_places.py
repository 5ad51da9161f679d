"""An offer's places and times in the words of HSDS 3.1."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings

from hytti.core.templatetags.hytti import plain
from hytti.tray import words
from hytti.tray.exchange.ids import part
from hytti.tray.exchange.repeats import left_out, repeat_of

from .hsds_terms import taxonomy_term, word_of

if TYPE_CHECKING:
    from uuid import UUID

    from hytti.tray.exchange.repeats import Repeat
    from hytti.tray.models import Offer, Place, Time

Record = dict[str, Any]
HERE = ZoneInfo(settings.TIME_ZONE)
TOLD = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYWEEKNO", "BYYEARDAY", "WKST"}
EVERY_DAY = ",".join(words.DAYS)


def at_location_id(offer: Offer, number: int) -> UUID:
    """The identifier of a place of the offer: `number` is its place among the offer's places."""
    return part(offer.uuid, "service_at_location", number)


def at_locations(offer: Offer, region: str, *, full: bool) -> list[Record]:
    return [_at_location(offer, number, place, region, full=full) for number, place in enumerate(offer.places.all())]


def _at_location(offer: Offer, number: int, place: Place, region: str, *, full: bool) -> Record:
    own = part(offer.uuid, "location", number)
    told: Record = {
        "id": at_location_id(offer, number),
        "service_id": offer.uuid,
        "location_id": own,
        "location": {
            "id": own,
            "location_type": "physical",
            "name": plain(place, "name") or None,
            "description": words.address(place) or None,
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
    }
    if full:
        told["location"] |= {"addresses": _addresses(own, place, region), "accessibility": _accessibility(own, place)}
        told["schedules"] = [one for one in schedules(offer) if one["service_at_location_id"] == told["id"]]
    return told


def _addresses(location: UUID, place: Place, region: str) -> list[Record]:
    """Finland has no provinces: the region's name stands for one, where the place is known to be in the region."""
    city = place.post_office.capitalize() or (plain(place.municipality) if place.municipality else "")
    if not place.street:
        return []
    return [
        {
            "id": part(location, "address"),
            "location_id": location,
            "address_1": place.street,
            "city": city,
            "state_province": region if place.municipality_id else "",
            "postal_code": place.postal_code,
            "country": "FI",
            "address_type": "physical",
        }
    ]


def _accessibility(location: UUID, place: Place) -> list[Record]:
    found = []
    for term in sorted(place.accessibility.all(), key=lambda one: (one.order, one.code)):
        word, own = word_of(term), part(location, "accessibility", term.code)
        attribute = {
            "id": part(own, "attribute"),
            "link_id": own,
            "link_type": word.vocabulary,
            "link_entity": "accessibility",
            "taxonomy_term_id": word.id,
            "taxonomy_term": taxonomy_term(word, full=False),
        }
        found.append({"id": own, "location_id": location, "description": word.name, "attributes": [attribute]})
    if note := plain(place, "accessibility_note"):
        found.append({"id": part(location, "accessibility"), "location_id": location, "details": note})
    return found


def schedules(offer: Offer) -> list[Record]:
    """Times in the order they are told. A rule that HSDS has no fields for stands in `notes` as RFC 5545 writes it."""
    numbers: dict[int | None, int] = {place.pk: number for number, place in enumerate(offer.places.all())}
    return [_schedule(offer, number, time, numbers.get(time.place_id)) for number, time in enumerate(offer.times.all())]


def _schedule(offer: Offer, number: int, time: Time, place: int | None) -> Record:
    repeat = repeat_of(time) if time.rrule else None
    rule = _rule(repeat) if repeat else None
    first = repeat.first if repeat else time.starts_on
    last = repeat.until if repeat else time.ends_on or first
    notes = [plain(time, "note")]
    if time.rrule and rule is None:
        notes.append(f"RRULE:{time.rrule}")
    if days := left_out(time):
        notes.append("EXDATE:" + ",".join(f"{day:%Y%m%d}" for day in days))
    return {
        "id": part(offer.uuid, "schedule", number),
        "service_id": offer.uuid,
        "service_at_location_id": None if place is None else at_location_id(offer, place),
        "valid_from": first,
        "valid_to": last,
        "dtstart": first,
        "timezone": _offset(first).total_seconds() / 3600,
        "opens_at": _clock(first, time.starts_at),
        "closes_at": _clock(first, time.ends_at),
        "description": words.in_words(time) or None,
        "notes": "\n".join(text for text in notes if text) or None,
        **(rule or {}),
    }


def _rule(repeat: Repeat) -> Record | None:
    """The rule in HSDS's fields; None where they cannot tell it whole."""
    parts = dict(repeat.parts)
    if parts["FREQ"] == "DAILY" and parts.get("INTERVAL", "1") == "1":
        parts |= {"FREQ": "WEEKLY", "BYDAY": parts.get("BYDAY", EVERY_DAY)}
    if parts["FREQ"] not in ("WEEKLY", "MONTHLY") or not set(parts) <= TOLD:
        return None
    if parts["FREQ"] == "WEEKLY":
        parts.setdefault("BYDAY", words.DAYS[repeat.first.weekday()])
    return {
        "freq": parts["FREQ"],
        "interval": int(parts.get("INTERVAL", 1)),
        "until": repeat.until,
        "count": repeat.count,
        "wkst": parts.get("WKST"),
        **{name: parts.get(name.upper()) for name in ("byday", "bymonthday", "byweekno", "byyearday")},
    }


def _offset(day: dt.date) -> dt.timedelta:
    return dt.datetime.combine(day, dt.time(12), HERE).utcoffset() or dt.timedelta()


def _clock(day: dt.date, time: dt.time | None) -> str | None:
    """10:00+02:00: the clock of Helsinki with its offset on the first day."""
    return None if time is None else dt.datetime.combine(day, time, HERE).isoformat(timespec="minutes")[11:]
