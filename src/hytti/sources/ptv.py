"""Suomi.fi Palvelutietovaranto, interface 11: the open interface and files of its answers (CC0).

Services are chosen by municipality, one code after another. A region's or a hospital district's code is never used:
region 07 lacks Iitti, and hospital district 07 has two municipalities of another county. A change of the connection
between a service and a channel changes the date of neither: therefore everything is read anew weekly.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from . import ptv_shapes as shapes
from .feed_pages import WRONG, Seen, carefully, get_page, in_batches, numbered_pages, page_of
from .offer_checks import checked
from .offers import Item
from .problems import Code, Refused, SourceError, Unexpected, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .http import Client
    from .offers import ProviderRecord, Reading

BASE = "https://api.palvelutietovaranto.suomi.fi/api/v11"
LICENCE = "CC0 1.0"
AT_ONCE = 100  # identifiers in one request, the interface's own limit
KEPT = 20_000  # channels and organisations remembered while reading


class Ptv11:
    """The open interface through a polite client; `municipalities`: codes of three digits."""

    def __init__(self, client: Client, municipalities: Sequence[str], *, base: str = BASE) -> None:
        self._client, self._codes, self._base = client, tuple(municipalities), base.rstrip("/")
        self._channels: dict[str, shapes.Channel] = {}
        self._organisations: dict[str, ProviderRecord] = {}

    def everything(self, reading: Reading) -> Iterator[Item]:
        """All published services of the municipalities; of those in several, one."""
        return carefully(self._everything(reading), reading)

    def changes(self, since: dt.datetime, reading: Reading) -> Iterator[Item]:
        """Services that changed or whose channels changed since a moment, and those that are gone; never whole."""
        reading.is_partial = True
        return carefully(self._changes(since.astimezone(dt.UTC), reading), reading)

    def _everything(self, reading: Reading) -> Iterator[Item]:
        seen = Seen()
        for code in self._codes:
            base = f"{self._base}/Service/list/area/Municipality/code/{code}"
            for page in numbered_pages(
                self._client,
                lambda number, base=base: f"{base}?{urlencode({'serviceWithGD': 'true', 'page': number})}",  # type: ignore[misc]
                shapes.service,
                reading,
                count="pageCount",
            ):
                new = [one for one in page.items if seen.is_new(one.record.id, repr(one), reading)]
                yield from page.refused
                yield from self._items(new, reading)

    def _changes(self, since: dt.datetime, reading: Reading) -> Iterator[Item]:
        wanted = dict.fromkeys(self._listed("Service", since, "Published", _id, reading))
        channels = self._listed("ServiceChannel", since, "Published", _id, reading)
        for batch in in_batches(channels, AT_ONCE):
            page = get_page(self._client, self._list("ServiceChannel", batch), _services_of_channel)
            wanted |= {key: None for keys in page.items for key in keys}
        for status in ("Archived", "Withdrawn"):
            for key in self._listed("Service", since, status, _id, reading):
                wanted.pop(key, None)
                yield Item(key, is_gone=True)
        for batch in in_batches(wanted, AT_ONCE):
            found = get_page(self._client, self._list("Service", batch), shapes.service)
            reading.problems += found.faults
            yield from found.refused
            yield from self._items([one for one in found.items if self._is_ours(one)], reading)

    def _is_ours(self, one: shapes.Service) -> bool:
        return bool(set(one.record.municipalities) & set(self._codes))

    def _listed(
        self, kind: str, since: dt.datetime, status: str, read: Callable[[Any], str], reading: Reading
    ) -> Iterator[str]:
        def address(page: int) -> str:
            query = {"date": f"{since:%Y-%m-%dT%H:%M:%S}", "status": status, "page": page}
            return f"{self._base}/{kind}?{urlencode(query)}"

        for page in numbered_pages(self._client, address, read, reading, count="pageCount"):
            yield from page.items

    def _items(self, services: list[shapes.Service], reading: Reading) -> Iterator[Item]:
        self._fetch_channels(services, reading)
        self._fetch_organisations(services, reading)
        for one in services:
            yield item_of(one, self._channels, self._organisations, f"{self._base}/Service/{one.record.id}")

    def _fetch_channels(self, services: list[shapes.Service], reading: Reading) -> None:
        missing = dict.fromkeys(key for one in services for key in one.channels if key not in self._channels)
        if len(self._channels) > KEPT:
            self._channels.clear()
            missing = dict.fromkeys(key for one in services for key in one.channels)
        for batch in in_batches(missing, AT_ONCE):
            try:
                page = get_page(self._client, self._list("ServiceChannel", batch), shapes.channel)
            except Unexpected as error:
                reading.problems += error.problems
                continue
            reading.problems += page.faults
            self._channels |= {one.id: one for one in page.items}

    def _fetch_organisations(self, services: list[shapes.Service], reading: Reading) -> None:
        for key in dict.fromkeys(one.organisation for one in services if one.organisation):
            if key not in self._organisations:
                try:
                    page = get_page(self._client, f"{self._base}/Organization/{quote(key)}", shapes.organisation)
                except (Unexpected, Refused) as error:
                    reading.problems += error.problems
                    continue
                self._organisations |= {str(one.external_id): one for one in page.items}

    def _list(self, kind: str, keys: list[str]) -> str:
        return f"{self._base}/{kind}/list?{urlencode({'guids': ','.join(keys)})}"


def items_of_files(files: Iterable[Path], reading: Reading) -> Iterator[Item]:
    """Services in files of answers: single objects, lists, pages and {id: object}; channels and organisations too.

    The files are gone through twice: what belongs to services first, the services one by one after that.
    """
    channels: dict[str, shapes.Channel] = {}
    organisations: dict[str, ProviderRecord] = {}
    readable = []
    for path in files:
        try:
            page = page_of(path.read_bytes(), path.name, _beside)
        except SourceError as error:
            reading.fault(*error.problems)
            continue
        readable.append(path)
        if page.faults:
            reading.fault(*page.faults)
        channels |= {one.id: one for one in page.items if isinstance(one, shapes.Channel)}
        organisations |= {
            one.external_id: one for one in page.items if one is not None and not isinstance(one, shapes.Channel)
        }
    seen = Seen()
    for path in readable:
        page_of_services = page_of(path.read_bytes(), path.name, _service_only)
        if page_of_services.faults:
            reading.fault(*(found for found in page_of_services.faults if found not in reading.faults))
        yield from page_of_services.refused
        for one in page_of_services.items:
            if one and seen.is_new(one.record.id, repr(one), reading):
                yield item_of(one, channels, organisations, "")


def item_of(
    one: shapes.Service,
    channels: Mapping[str, shapes.Channel],
    organisations: Mapping[str, ProviderRecord],
    origin: str,
) -> Item:
    """The service as an offer that fits; one that is archived or withdrawn is gone."""
    if one.is_gone:
        return Item(one.record.id, is_gone=True)
    try:
        return checked(replace(shapes.joined(one, channels, organisations), origin=origin))
    except WRONG:
        return Item(one.record.id, None, (problem(Code.NOT_AN_ITEM, place=one.record.id),))


def _id(item: Any) -> str:
    return str(item["id"])


def _services_of_channel(item: Any) -> list[str]:
    return [str(row["service"]["id"]) for row in item.get("services") or [] if row.get("service")]


def _beside(item: Any) -> shapes.Channel | ProviderRecord | None:
    if "serviceChannelNames" in item:
        return shapes.channel(item)
    return shapes.organisation(item) if "organizationNames" in item else None


def _service_only(item: Any) -> shapes.Service | None:
    beside = "serviceChannelNames" in item or "organizationNames" in item
    return None if beside else shapes.service(item)
