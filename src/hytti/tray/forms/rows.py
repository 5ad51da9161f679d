"""Places, times and contacts between the rows of an offer and the fields of its form."""

from __future__ import annotations

from typing import Any

from ..rules.times import WEEKLY, Told, repeats_of, rule_of

ROWS_OF_TIMES = 3
PLACE = {
    "place_name_fi": "name_fi", "place_name_sv": "name_sv", "place_name_en": "name_en", "street": "street",
    "postal_code": "postal_code", "post_office": "post_office", "place_municipality": "municipality",
    "latitude": "latitude", "longitude": "longitude", "accessibility_note_fi": "accessibility_note_fi",
    "accessibility_note_sv": "accessibility_note_sv", "accessibility_note_en": "accessibility_note_en",
}  # fmt: skip
"""Fields of the form that hold the first place."""


def held_rows(offer: Any) -> dict[str, Any]:
    """What the offer's rows hold now, by field of the form."""
    held: dict[str, Any] = {}
    place = offer.places.first()
    if place is not None:
        held |= {name: getattr(place, own) for name, own in PLACE.items()}
        held["accessibility"] = list(place.accessibility.all())
    for number, time in enumerate(_tellable(offer)[:ROWS_OF_TIMES], start=1):
        held |= {
            f"time_{number}_on": time.starts_on,
            f"time_{number}_at": time.starts_at,
            f"time_{number}_to": time.ends_at,
            f"time_{number}_repeats": repeats_of(time.rrule),
            f"time_{number}_until": time.ends_on,
        }
    for contact in offer.contacts.all():
        if contact.kind in ("phone", "email"):
            held.setdefault(f"contact_{contact.kind}", contact.value)
    return held


def places_of(told: dict[str, Any], offer: Any) -> list[dict[str, Any]]:
    """The first place as it was typed (none where nothing was), and the others as they are."""
    stored = list(offer.places.all()) if offer else []
    first = {own: told[name] for name, own in PLACE.items()}
    chosen = list(told["accessibility"])
    is_empty = not chosen and all(value in (None, "") for value in first.values())
    rows: list[dict[str, Any]] = [] if is_empty else [{**first, "accessibility": chosen}]
    if stored and rows:
        rows[0]["pk"] = stored[0].pk
    return rows + [{"pk": place.pk} for place in stored[1:]]


def times_of(told: dict[str, Any], offer: Any) -> list[dict[str, Any]]:
    """The times as they were typed, and those that the form cannot tell as they are."""
    rows: list[dict[str, Any]] = []
    shown = _tellable(offer)[:ROWS_OF_TIMES] if offer else []
    for number in range(1, ROWS_OF_TIMES + 1):
        first = told.get(f"time_{number}_on")
        if not first:
            continue
        repeats = told.get(f"time_{number}_repeats") or WEEKLY
        last = told.get(f"time_{number}_until")
        at, to = told.get(f"time_{number}_at"), told.get(f"time_{number}_to")
        row = {"starts_on": first, "starts_at": at, "ends_at": to, "ends_on": last}
        row["rrule"] = rule_of(Told(first, repeats, at, to, last))
        if number <= len(shown):
            row["pk"] = shown[number - 1].pk
        rows.append(row | {"place": 0})
    kept = {time.pk for time in shown}
    others = [time for time in offer.times.all() if time.pk not in kept] if offer else []
    order = {place.pk: number for number, place in enumerate(offer.places.all())} if others else {}
    return rows + [{"pk": time.pk, "place": order.get(time.place_id)} for time in others]


def _tellable(offer: Any) -> list[Any]:
    """The times that the form's words can tell."""
    return [time for time in offer.times.all() if time.kind == "session" and repeats_of(time.rrule) is not None]
