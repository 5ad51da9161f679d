"""Offers as an iCalendar file (RFC 5545): what takes place when, in the time of Helsinki."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vRecur

from hytti.core.templatetags.hytti import plain

from .. import words
from ..models import Time, Vocabulary
from .ids import part
from .repeats import left_out, repeat_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..models import Offer, Place
    from .repeats import Repeat

HERE = ZoneInfo(settings.TIME_ZONE)
MAKER = "-//Hytti//Tarjotin//FI"
END_OF_DAY = dt.time(23, 59, 59)
OFTEN = dt.timedelta(hours=12)


def calendar(offers: Iterable[Offer], name: str, whole: Callable[[str], str]) -> bytes:
    """Every session of the offers as an event; opening hours are none. `whole` makes a path a whole address."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("refresh-interval", OFTEN, {"VALUE": "DURATION"})
    for offer in offers:
        for number, time in enumerate(offer.times.all()):
            event = _event(offer, number, time, whole) if time.kind == Time.Kind.SESSION else None
            if event is not None:
                made.add_component(event)
    made.add_missing_timezones()
    content: bytes = made.to_ical()
    return content


def _event(offer: Offer, number: int, time: Time, whole: Callable[[str], str]) -> Event | None:
    repeat = repeat_of(time) if time.rrule else None
    if time.rrule and repeat is None:
        return None
    event = Event()
    event.add("uid", f"{part(offer.uuid, 'schedule', number)}@hytti")
    event.add("dtstamp", offer.changed_at)
    event.add("last-modified", offer.changed_at)
    event.add("sequence", offer.revision)
    event.add("summary", plain(offer))
    event.add("description", _description(offer, time))
    event.add("categories", _categories(offer))
    event.add("url", whole(offer.get_absolute_url()))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    _add_when(event, time, repeat)
    places = [place for place in offer.places.all() if time.place_id in (None, place.pk)]
    if places:
        _add_where(event, places[0])
    return event


def _add_when(event: Event, time: Time, repeat: Repeat | None) -> None:
    first = repeat.first if repeat else time.starts_on
    last = first if repeat else time.ends_on or first
    if time.starts_at is None:
        event.add("dtstart", first)
        event.add("dtend", last + dt.timedelta(days=1))
    else:
        event.add("dtstart", _here(first, time.starts_at))
        if time.ends_at is not None:
            over_midnight = last == first and time.ends_at <= time.starts_at
            event.add("dtend", _here(last + dt.timedelta(days=over_midnight), time.ends_at))
        elif last > first:
            event.add("dtend", _here(last, END_OF_DAY))
    if repeat is not None:
        event.add("rrule", vRecur.from_ical(_rule(repeat, all_day=time.starts_at is None)))
        days = left_out(time)
        if days:
            event.add("exdate", [day if time.starts_at is None else _here(day, time.starts_at) for day in days])


def _rule(repeat: Repeat, *, all_day: bool) -> str:
    """UNTIL is a day where the start is one, else a moment of UTC, as the standard demands."""
    parts: dict[str, Any] = dict(repeat.parts)
    if repeat.count:
        parts["COUNT"] = repeat.count
    elif repeat.until and all_day:
        parts["UNTIL"] = f"{repeat.until:%Y%m%d}"
    elif repeat.until:
        parts["UNTIL"] = f"{_here(repeat.until, END_OF_DAY).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _here(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, HERE)


def _add_where(event: Event, place: Place) -> None:
    name, address = plain(place, "name"), words.full_address(place)
    if name or address:
        event.add("location", ", ".join(dict.fromkeys(text for text in (name, address) if text)))
    if place.latitude is not None and place.longitude is not None:
        event.add("geo", (place.latitude, place.longitude))


def _categories(offer: Offer) -> list[str]:
    themes = [plain(term) for term in offer.terms.all() if term.vocabulary == Vocabulary.THEME]
    return [str(offer.get_kind_display()), *sorted(themes)]


def _description(offer: Offer, time: Time) -> str:
    made_up = _("Esimerkki, keksityt tiedot.") if offer.is_made_up else ""
    joining = plain(offer, "registration") or str(offer.get_registration_display() if offer.registration else "")
    price = words.free(offer)
    provider = _("Tarjoaja: %(name)s") % {"name": plain(offer.provider)}
    source = _("Lähde: %(name)s") % {"name": words.kept_fresh(offer)}
    told = (made_up, plain(offer, "summary"), plain(time, "note"), joining, words.capital(price), provider, source)
    return "\n".join(text for text in told if text)
