"""Linked Events, interface 1 (City of Helsinki's software, also elsewhere): events, hobbies and volunteering in pages.

Events of one recurring series (super_event) become one offer with the times of all. What is cancelled, deleted or
replaced is gone; so is what is postponed, until it has a new time. Everything from today on is read each time: a
series whose one event changed could not be told from its changes.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from .feed_pages import MOST_PAGES, Seen, carefully, get_page
from .municipalities import municipality_code
from .offer_checks import checked
from .offers import Concept, ContactRecord, Item, OfferRecord, PlaceRecord, ProviderRecord, TimeRecord
from .problems import Code, problem
from .ptv_shapes import day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .http import Client
    from .offers import Reading

HELSINKI = ZoneInfo("Europe/Helsinki")
GONE = frozenset(("EventCancelled", "EventPostponed"))
INCLUDED = "location,keywords,audience,in_language,organization"
KINDS = {"Volunteering": "volunteering", "Course": "activity", "Hobbies": "activity"}


class LinkedEvents:
    """The events at an address such as https://host/v1; default: the provider of an event that names none."""

    def __init__(self, client: Client, base: str, *, default: ProviderRecord | None = None) -> None:
        self._client, self._base, self._default = client, base.rstrip("/"), default

    def everything(self, reading: Reading) -> Iterator[Item]:
        """The events from today on; a series comes when all pages have."""
        return carefully(self._items(reading), reading)

    def _items(self, reading: Reading) -> Iterator[Item]:
        seen, series = Seen(), dict[str, OfferRecord]()
        for item in self._events(reading):
            key = str(item.get("id") or "")
            if not seen.is_new(key, repr(item), reading):
                continue
            try:
                record = event(item)
            except (AttributeError, LookupError, TypeError, ValueError):
                yield Item(key, None, (problem(Code.NOT_AN_ITEM, place=key),))
                continue
            whole = _series_of(item)
            if _is_off(item):
                if not whole:
                    yield Item(key, is_gone=True)
            elif whole:
                series[whole] = _with(series.get(whole), record, whole, is_head=whole == key)
            else:
                yield checked(record, default=self._default)
        yield from (checked(record, default=self._default) for record in series.values() if record.times)

    def _events(self, reading: Reading) -> Iterator[dict[str, Any]]:
        query = {"start": "now", "include": INCLUDED, "page_size": 100}
        address, asked = f"{self._base}/event/?{urlencode(query)}", set[str]()
        while address:
            asked.add(address)
            page = get_page(self._client, address, dict)
            if page.faults:
                reading.fault(*page.faults)
            yield from page.items
            address = str((page.envelope.get("meta") or {}).get("next") or "")
            if address in asked or len(asked) == MOST_PAGES:
                reading.fault(problem(Code.NOT_WHOLE))
                return


def event(item: Mapping[str, Any]) -> OfferRecord:
    """An event. Raises LookupError, TypeError, ValueError, AttributeError on other shapes."""
    offers = item.get("offers") or []
    kind = KINDS.get(str(item.get("type_id")), "event")
    place, municipality = _place(item)
    infos = item.get("info_url") or {}
    enrolment = str(item.get("enrolment_url") or "") or next(
        (str(url) for offer in offers for url in (offer.get("info_url") or {}).values() if url), ""
    )
    needs = bool(item.get("enrolment_url") or item.get("enrolment_start_time"))
    time = None if item.get("super_event_type") == "recurring" else _time(item)
    return OfferRecord(
        id=str(item["id"]),
        kind=kind,
        names=_texts(item["name"]),
        provider=_provider(item),
        summaries=_texts(item.get("short_description")),
        descriptions=_texts(item.get("description")),
        ontology=tuple(
            Concept(uri, _texts(row.get("name")))
            for row in item.get("keywords") or []
            if (uri := _concept(str(row.get("id") or row.get("@id") or "")))
        ),
        municipalities=(municipality,) if municipality else (),
        languages=tuple(
            str(row.get("id") or row.get("@id")).rstrip("/").rpartition("/")[2] for row in item.get("in_language") or []
        ),
        ways=tuple(filter(None, ("online" if item.get("is_virtualevent") else "", "place" if place else ""))),
        minimum_age=_number(item.get("audience_min_age")),
        maximum_age=_number(item.get("audience_max_age")),
        is_free=_is_free(offers),
        prices=next((texts for offer in offers if (texts := _texts(offer.get("price")))), {}),
        registration="needed" if needs else "",
        registration_address=enrolment if needs else "",
        address=str(infos.get("fi") or next(filter(None, infos.values()), "")),
        origin=str(item.get("@id") or ""),
        valid_until=(time.ends_on or time.starts_on) if time else None,
        as_of=day(item.get("last_modified_time")),
        places=(place,) if place else (),
        times=(time,) if time else (),
        contacts=(ContactRecord("web", str(item["virtualevent_url"])),) if item.get("virtualevent_url") else (),
    )


def _series_of(item: Mapping[str, Any]) -> str:
    """The identifier of the recurring series that an event heads or belongs to."""
    if item.get("super_event_type") == "recurring":
        return str(item["id"])
    above = item.get("super_event")
    if item.get("sub_event_type") == "sub_umbrella" or not above:
        return ""
    return str(above.get("id") or above.get("@id") or "").rstrip("/").rpartition("/")[2]


def _is_off(item: Mapping[str, Any]) -> bool:
    return item.get("event_status") in GONE or bool(item.get("deleted") or item.get("replaced_by"))


def _with(series: OfferRecord | None, one: OfferRecord, key: str, *, is_head: bool) -> OfferRecord:
    """The series with one more event: its texts are the head's, where that comes, else those of the first event."""
    times = (*(series.times if series else ()), *one.times)
    ends = [time.ends_on or time.starts_on for time in times]
    texts = one if is_head or series is None else series
    places = texts.places or one.places or (series.places if series else ())
    kind = "group" if texts.kind == "event" else texts.kind
    return replace(texts, id=key, kind=kind, times=times, places=places, valid_until=max(ends, default=None))


def _time(item: Mapping[str, Any]) -> TimeRecord | None:
    if not item.get("start_time"):
        return None
    start, end = _moment(item["start_time"]), _moment(item["end_time"]) if item.get("end_time") else None
    ends_on = end.date() if end and end.date() != start.date() else None
    return TimeRecord(
        start.date(),
        starts_at=start.time() if "T" in str(item["start_time"]) else None,
        ends_at=end.time() if end and "T" in str(item["end_time"]) else None,
        ends_on=ends_on,
        place=0,
    )


def _moment(text: object) -> dt.datetime:
    moment = dt.datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return moment.astimezone(HELSINKI) if moment.tzinfo else moment


def _place(item: Mapping[str, Any]) -> tuple[PlaceRecord | None, str]:
    where, extra = item.get("location"), _texts(item.get("location_extra_info"))
    if not where or not where.get("name"):
        return (PlaceRecord(names=extra), "") if extra else (None, "")
    longitude, latitude = ((where.get("position") or {}).get("coordinates") or (None, None))[:2]
    divisions = [row for row in where.get("divisions") or [] if row.get("type") == "muni"]
    code = str(divisions[0].get("ocd_id") or "").rpartition(":")[2] if divisions else ""
    found = municipality_code(code) or municipality_code(_texts(where.get("address_locality")).get("fi", "")) or ""
    return (
        PlaceRecord(
            names=_texts(where["name"]),
            street=_texts(where.get("street_address")).get("fi", ""),
            postal_code=str(where.get("postal_code") or ""),
            post_office=_texts(where.get("address_locality")).get("fi", ""),
            municipality=found,
            latitude=latitude,
            longitude=longitude,
        ),
        found,
    )


def _provider(item: Mapping[str, Any]) -> ProviderRecord | None:
    names = _texts(item.get("provider"))
    return ProviderRecord(names) if names else None


def _concept(address: str) -> str:
    """The address of a YSO word in the keyword's own identifier (yso:p1234)."""
    found = re.search(r"yso:(p[0-9]+)", address)
    return f"http://www.yso.fi/onto/yso/{found[1]}" if found else ""


def _is_free(offers: list[Mapping[str, Any]]) -> bool | None:
    told = [bool(offer["is_free"]) for offer in offers if offer.get("is_free") is not None]
    return all(told) if told else None


def _number(value: object) -> int | None:
    return int(str(value)) if value not in (None, "") else None


def _texts(value: object) -> dict[str, str]:
    if isinstance(value, str):
        return {"fi": value} if value else {}
    return {key: str(text) for key, text in (value or {}).items() if text} if isinstance(value, dict) else {}
