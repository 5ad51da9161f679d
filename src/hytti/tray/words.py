"""How times, ages, places and freshness are told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day, plain

from .occasions import parts_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from .models import Offer, Place, Time
    from .occasions import Occasion

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NO_BREAK = "\N{NO-BREAK SPACE}"


def listed(words: Sequence[str]) -> str:
    """a; a ja b; a, b ja c."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s ja %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def hour(time: dt.time) -> str:
    """10 or 10.30 in Finnish and Swedish, 10:00 in English."""
    if get_language() == "en":
        return f"{time.hour}:{time.minute:02d}"
    return f"{time.hour}.{time.minute:02d}" if time.minute else str(time.hour)


def hours(starts: dt.time | None, ends: dt.time | None) -> str:
    """klo 10–11; empty where the hour is not known."""
    if starts is None:
        return ""
    text = hour(starts) if ends is None else f"{hour(starts)}–{hour(ends)}"
    return pgettext("kellonaika", "klo %(time)s").replace(" ", NO_BREAK) % {"time": text}


def in_words(time: Time) -> str:
    """Tiistaisin klo 10–11. A rule that has no short words gives its note, or an empty text."""
    repeated = _repeated(time)
    if repeated is None:
        return plain(time, "note")
    text = f"{repeated} {hours(time.starts_at, time.ends_at)}".strip()
    return _("Avoinna %(when)s") % {"when": text} if time.kind == time.Kind.OPENING else capital(text)


def _repeated(time: Time) -> str | None:
    if not time.rrule:
        return _single(time)
    parts = parts_of(time.rrule)
    if parts is None or parts.keys() & {"BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"}:
        return None
    every = parts.get("INTERVAL", "1")
    named = [name for name in parts.get("BYDAY", "").split(",") if name]
    if parts["FREQ"] == "DAILY" and every == "1" and not named:
        return _("joka päivä")
    if parts["FREQ"] == "WEEKLY":
        return _weekly(named or [DAYS[time.starts_on.weekday()]], every)
    if parts["FREQ"] == "MONTHLY" and every == "1" and len(named) == 1:
        return _monthly(named[0])
    return None


def _single(time: Time) -> str:
    first = f"{_short_days()[time.starts_on.weekday()]}{NO_BREAK}{day(time.starts_on)}"
    return f"{first}–{day(time.ends_on)}" if time.ends_on and time.ends_on != time.starts_on else first


def _weekly(named: list[str], every: str) -> str | None:
    places = sorted({DAYS.index(name) for name in named if name in DAYS})
    if len(places) != len(set(named)) or every not in ("1", "2"):
        return None
    if every == "2":
        return listed([_every_other()[place] for place in places])
    if len(places) == 7:
        return _("joka päivä")
    if places == [0, 1, 2, 3, 4]:
        return _("arkisin")
    return listed([_weekly_days()[place] for place in places])


def _monthly(named: str) -> str | None:
    place, name = named[:-2].removeprefix("+"), named[-2:]
    which = {
        "1": _("kuukauden ensimmäinen %(day)s"),
        "2": _("kuukauden toinen %(day)s"),
        "3": _("kuukauden kolmas %(day)s"),
        "4": _("kuukauden neljäs %(day)s"),
        "-1": _("kuukauden viimeinen %(day)s"),
    }
    return which[place] % {"day": _days()[DAYS.index(name)]} if place in which and name in DAYS else None


def _weekly_days() -> tuple[str, ...]:
    return (
        _("maanantaisin"),
        _("tiistaisin"),
        _("keskiviikkoisin"),
        _("torstaisin"),
        _("perjantaisin"),
        _("lauantaisin"),
        _("sunnuntaisin"),
    )


def _every_other() -> tuple[str, ...]:
    return (
        _("joka toinen maanantai"),
        _("joka toinen tiistai"),
        _("joka toinen keskiviikko"),
        _("joka toinen torstai"),
        _("joka toinen perjantai"),
        _("joka toinen lauantai"),
        _("joka toinen sunnuntai"),
    )


def _days() -> tuple[str, ...]:
    return (
        _("maanantai"),
        _("tiistai"),
        _("keskiviikko"),
        _("torstai"),
        _("perjantai"),
        _("lauantai"),
        _("sunnuntai"),
    )


def _short_days() -> tuple[str, ...]:
    return _("ma"), _("ti"), _("ke"), _("to"), _("pe"), _("la"), _("su")


def occasion(found: Occasion) -> str:
    """tiistai 1.12.2026 klo 10–11."""
    first = f"{_days()[found.day.weekday()]}{NO_BREAK}{day(found.day)}"
    if found.ends is not None and (found.ends.date() - found.day).days > 1:
        return f"{first}–{day(found.ends.date())}"
    return f"{first} {hours(found.starts_at, found.ends.time() if found.ends else None)}".strip()


def ages(offer: Offer) -> str:
    """65 vuotta täyttäneille; empty where no age is told."""
    first, last = offer.minimum_age, offer.maximum_age
    if first and last is not None:
        return _("%(first)s–%(last)s-vuotiaille") % {"first": first, "last": last}
    if first:
        return _("%(age)s vuotta täyttäneille") % {"age": first}
    return _("enintään %(age)s-vuotiaille") % {"age": last} if last is not None else ""


def address(place: Place, told: str = "") -> str:
    """Tiilijärventie 9 C, Hollola: what is known of it, nothing twice. told: a name that stands there already."""
    municipality = plain(place.municipality) if place.municipality else ""
    name = plain(place, "name")
    if name == told and place.street:
        name = ""
    parts = [name, place.street, municipality or place.post_office.capitalize()]
    kept = [part for part in dict.fromkeys(parts) if part]
    return ", ".join(part for part in kept if not any(part != other and other.startswith(f"{part},") for other in kept))


def full_address(place: Place) -> str:
    """Street, postal code and post office, as on a letter."""
    end = f"{place.postal_code} {place.post_office}".strip() or (
        plain(place.municipality) if place.municipality else ""
    )
    return ", ".join(part for part in (place.street, end) if part)


def free(offer: Offer) -> str:
    """Maksuton, or what the price is; empty where it is not known."""
    if offer.is_free:
        return _("Vapaa käyttö") if offer.kind == offer.Kind.PLACE else _("Maksuton")
    return plain(offer, "price")


def kept_fresh(offer: Offer) -> str:
    """Who says so, and since when: "LIPAS, päivitetty 11.10.2023", "Yhdistys ry, vahvistettu 2.11.2026"."""
    checked = max((found for found in (offer.reviewed_on, offer.confirmed_on) if found), default=None)
    if checked is not None:
        return _("%(who)s, vahvistettu %(day)s") % {"who": plain(offer.provider), "day": day(checked)}
    who = plain(offer.source, "title") if offer.source else plain(offer.provider)
    if offer.as_of:
        return _("%(who)s, päivitetty %(day)s") % {"who": who, "day": day(offer.as_of)}
    return who
