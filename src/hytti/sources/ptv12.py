"""Suomi.fi Palvelutietovaranto, interface 12 (beta): a key in x-api-key, pages of at most 100, bare codes.

A service has no list of its channels: the connections are asked for. Ontology terms come as addresses without names:
the names are asked from the reference data. Source of the shapes: DVV's OpenAPI description of 12, version 0.1.0.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

from .feed_pages import Seen, carefully, get_page, in_batches, numbered_pages
from .offers import Concept, Item
from .problems import Refused, Unexpected
from .ptv import item_of
from .ptv12_shapes import channel, connection, organisation, service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .http import Client
    from .offers import ProviderRecord, Reading
    from .ptv_shapes import Channel, Service

T = TypeVar("T")
BASE = "https://api-gw.palvelutietovaranto.suomi.fi/api/v12"
KEY = "HYTTI_PTV_KEY"
PAGE_SIZE, AT_ONCE = 100, 20


class Ptv12:
    """The interface through a polite client that sends the key; county: the wellbeing services county's two digits."""

    def __init__(self, client: Client, municipalities: Sequence[str], county: str, *, base: str = BASE) -> None:
        self._client, self._base = client, base.rstrip("/")
        self._codes, self._county = tuple(municipalities), county
        self._channels: dict[str, Channel] = {}
        self._organisations: dict[str, ProviderRecord] = {}
        self._names: dict[str, Concept] = {}

    def everything(self, reading: Reading) -> Iterator[Item]:
        """All published services of the municipalities and of the county."""
        return carefully(self._services({}, reading), reading)

    def changes(self, since: dt.datetime, reading: Reading) -> Iterator[Item]:
        """Services and connections published since a moment, and those that are gone; never whole."""
        reading.is_partial = True
        return carefully(self._changes(since.astimezone(dt.UTC), reading), reading)

    def _changes(self, since: dt.datetime, reading: Reading) -> Iterator[Item]:
        moment = f"{since:%Y-%m-%dT%H:%M:%SZ}"
        for keys in self._pages("service/archived", {"archivedAtOrAfter": moment}, _key, reading):
            yield from (Item(key, is_gone=True) for key in keys)
        seen = Seen()
        yield from self._services({"publishedAtOrAfter": moment}, reading, seen)
        for pairs in self._pages("connection/search", {"publishedAtOrAfter": moment}, connection, reading):
            for key in dict.fromkeys(key for key, _ in pairs if key not in seen):
                found = get_page(self._client, f"{self._base}/service/{quote(key)}", service)
                yield from self._items([one for one in found.items if self._is_ours(one)], reading)

    def _is_ours(self, one: Service) -> bool:
        return bool(set(one.record.municipalities) & set(self._codes)) or self._county in one.record.counties

    def _services(self, query: dict[str, Any], reading: Reading, seen: Seen | None = None) -> Iterator[Item]:
        seen = seen or Seen()
        for area in self._areas():
            for page in self._whole_pages("service/search", area | query, service, reading):
                new = [one for one in page.items if seen.is_new(one.record.id, repr(one), reading)]
                yield from page.refused
                yield from self._items(new, reading)

    def _areas(self) -> Iterator[dict[str, Any]]:
        for codes in in_batches(self._codes, AT_ONCE):
            yield {"municipalities": codes, "municipalitiesMatch": "any"}
        yield {"wellbeingServicesCounties": self._county}

    def _items(self, services: list[Service], reading: Reading) -> Iterator[Item]:
        channels_of: dict[str, list[str]] = {}
        for batch in in_batches([one.record.id for one in services], AT_ONCE):
            for pairs in self._pages("connection/search", {"serviceContentIds": batch}, connection, reading):
                for key, channel_key in pairs:
                    channels_of.setdefault(key, []).append(channel_key)
        self._fetch_singly(
            "service-channel", [c for keys in channels_of.values() for c in keys], self._channels, channel, reading
        )
        self._fetch_singly(
            "organization", [one.organisation for one in services], self._organisations, organisation, reading
        )
        self._fetch_names(services, reading)
        for one in services:
            named = tuple(self._names.get(term.uri, term) for term in one.record.ontology)
            whole = replace(
                one, channels=tuple(channels_of.get(one.record.id, ())), record=replace(one.record, ontology=named)
            )
            yield item_of(whole, self._channels, self._organisations, f"{self._base}/service/{one.record.id}")

    def _fetch_singly(
        self, kind: str, keys: list[str], known: dict[str, T], read: Callable[[Any], T], reading: Reading
    ) -> None:
        for key in dict.fromkeys(key for key in keys if key and key not in known):
            try:
                page = get_page(self._client, f"{self._base}/{kind}/{quote(key)}", read)
            except (Unexpected, Refused) as error:
                reading.problems += error.problems
                continue
            if page.items:
                known[key] = page.items[0]

    def _fetch_names(self, services: list[Service], reading: Reading) -> None:
        wanted = dict.fromkeys(
            term.uri for one in services for term in one.record.ontology if term.uri not in self._names
        )
        for batch in in_batches(wanted, AT_ONCE):
            for terms in self._pages("ontology-terms", {"uris": batch}, _term, reading):
                self._names |= {term.uri: term for term in terms}

    def _pages(self, path: str, query: dict[str, Any], read: Callable[[Any], T], reading: Reading) -> Iterator[list[T]]:
        return (page.items for page in self._whole_pages(path, query, read, reading))

    def _whole_pages(
        self, path: str, query: dict[str, Any], read: Callable[[Any], T], reading: Reading
    ) -> Iterator[Any]:
        def address(number: int) -> str:
            asked = {**query, "page": number, "pageSize": PAGE_SIZE}
            return f"{self._base}/{path}?{urlencode(asked, doseq=True)}"

        return numbered_pages(self._client, address, read, reading, count="totalPages")


def _key(item: Any) -> str:
    return str(item["contentId"])


def _term(item: Any) -> Concept:
    names = {language: str(text) for language, text in (item.get("name") or {}).items() if text}
    return Concept(str(item["uri"]), names)
