"""An offer in the words of schema.org, for search engines: only what is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from hytti.core.templatetags.hytti import plain, translated

from .models import Contact, Offer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from hytti.core.models import Organisation

    from .models import Place
    from .occasions import Occasion

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
ONLINE, MIXED, OFFLINE = (
    "https://schema.org/OnlineEventAttendanceMode",
    "https://schema.org/MixedEventAttendanceMode",
    "https://schema.org/OfflineEventAttendanceMode",
)


def described(offer: Offer, address: str, occasions: Sequence[Occasion]) -> dict[str, Any]:
    """An Event where times are known, a Place, or a Service. `address` is the page's whole address."""
    name, language = translated(offer, "name")
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _type(offer, occasions),
        "@id": address,
        "identifier": str(offer.uuid),
        "url": address,
        "name": name,
        "description": plain(offer, "summary") or plain(offer, "description")[:500],
        "inLanguage": language,
    }
    told |= {"Event": _event, "Place": _place_itself, "Service": _service}[told["@type"]](offer, occasions)
    return {key: value for key, value in told.items() if value not in ("", None, [], {})}


def as_script(told: dict[str, Any]) -> SafeString:
    """A data block: no browser runs it, and no text in it can end it."""
    text = json.dumps(told, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _type(offer: Offer, occasions: Sequence[Occasion]) -> str:
    if offer.kind == Offer.Kind.PLACE:
        return "Place"
    return "Event" if occasions and offer.kind != Offer.Kind.SERVICE else "Service"


def _event(offer: Offer, occasions: Sequence[Occasion]) -> dict[str, Any]:
    first = occasions[0]
    starts = _moment(first.starts) if first.starts_at else first.day.isoformat()
    places: list[dict[str, Any]] = [_place(place) for place in offer.places.all()]
    is_online, is_there = Offer.Way.ONLINE in offer.ways, bool(places) or Offer.Way.PLACE in offer.ways
    mode = (MIXED if is_there else ONLINE) if is_online else OFFLINE
    online = [{"@type": "VirtualLocation", "url": offer.registration_address or offer.address}] if is_online else []
    return {
        "startDate": starts,
        "endDate": _moment(first.ends) if first.ends and first.starts_at else "",
        "eventAttendanceMode": mode,
        "organizer": _organisation(offer.provider),
        "location": places + [one for one in online if one["url"]],
        "isAccessibleForFree": offer.is_free,
        "typicalAgeRange": _ages(offer),
    }


def _place_itself(offer: Offer, occasions: Sequence[Occasion]) -> dict[str, Any]:
    places = list(offer.places.all())
    told = _place(places[0]) if places else {}
    return {
        "address": told.get("address"),
        "geo": told.get("geo"),
        "isAccessibleForFree": offer.is_free,
        "telephone": [contact.value for contact in offer.contacts.all() if contact.kind == Contact.Kind.PHONE],
    }


def _service(offer: Offer, occasions: Sequence[Occasion]) -> dict[str, Any]:
    channel: dict[str, Any] = {
        "@type": "ServiceChannel",
        "serviceUrl": offer.registration_address or offer.address,
        "servicePhone": [
            {"@type": "ContactPoint", "telephone": contact.value}
            for contact in offer.contacts.all() if contact.kind == Contact.Kind.PHONE
        ],
        "serviceLocation": [_place(place) for place in offer.places.all()],
        "availableLanguage": list(offer.languages),
    }  # fmt: skip
    channel = {key: value for key, value in channel.items() if value}
    areas = [{"@type": "AdministrativeArea", "name": plain(area)} for area in offer.municipalities.all()]
    return {
        "provider": _organisation(offer.provider),
        "areaServed": areas if offer.reach == Offer.Reach.MUNICIPALITIES else [],
        "availableChannel": channel if len(channel) > 1 else {},
        "isAccessibleForFree": offer.is_free,
    }


def _organisation(organisation: Organisation) -> dict[str, Any]:
    told = {"@type": "Organization", "name": plain(organisation), "url": organisation.address}
    return {key: value for key, value in told.items() if value}


def _place(place: Place) -> dict[str, Any]:
    address = {
        "streetAddress": place.street,
        "postalCode": place.postal_code,
        "addressLocality": place.post_office or (plain(place.municipality) if place.municipality else ""),
    }
    address = {key: value for key, value in address.items() if value}
    told: dict[str, Any] = {"@type": "Place", "name": plain(place, "name")}
    if address:
        told["address"] = {"@type": "PostalAddress", **address, "addressCountry": "FI"}
    if place.latitude is not None and place.longitude is not None:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return {key: value for key, value in told.items() if value}


def _ages(offer: Offer) -> str:
    if offer.minimum_age is None and offer.maximum_age is None:
        return ""
    return f"{offer.minimum_age or 0}-{'' if offer.maximum_age is None else offer.maximum_age}"


def _moment(moment: dt.datetime) -> str:
    return moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)).isoformat()
