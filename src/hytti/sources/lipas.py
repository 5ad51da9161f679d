"""LIPAS, the national register of sports and outdoor places (University of Jyväskylä, CC BY 4.0), interface 1.

E-mail addresses and telephone numbers are not taken: many of them are a caretaker's own.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .feed_pages import Seen, carefully, get_page, page_of
from .offer_checks import checked
from .offers import OfferRecord, PlaceRecord, ProviderRecord
from .problems import Code, SourceError, problem
from .ptv_shapes import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .http import Client
    from .offers import Item, Reading

BASE = "https://lipas.fi/api/v1"
PAGE_SIZE, MOST_PAGES = 100, 500
FIELDS = ("name", "type", "admin", "owner", "location", "www", "lastModified", "freeUse", "properties", "sportsPlaceId")
SPORT = "P27.1"  # the national service class of exercise and sports
HIKING = "P27.2"
OUTDOORS = range(1000)  # type codes of recreational areas and services; routes are 4401-4499
ROUTES = range(4400, 4500)


class Lipas:
    """The places of municipalities; default: the provider of places that are not a municipality's own."""

    def __init__(
        self, client: Client, municipalities: Sequence[str], *, base: str = BASE, default: ProviderRecord | None = None
    ) -> None:
        self._client, self._codes, self._base = client, tuple(municipalities), base.rstrip("/")
        self._default = default

    def everything(self, reading: Reading) -> Iterator[Item]:
        """Every place of the municipalities; pages until one is not full."""
        return carefully(self._everything(reading), reading)

    def _everything(self, reading: Reading) -> Iterator[Item]:
        seen = Seen()
        for number in range(1, MOST_PAGES + 1):
            query = {"cityCodes": [str(int(code)) for code in self._codes], "fields": FIELDS, "pageSize": PAGE_SIZE}
            address = f"{self._base}/sports-places?{urlencode(query | {'page': number}, doseq=True)}"
            page = get_page(self._client, address, place)
            if page.faults:
                reading.fault(*page.faults)
            yield from page.refused
            yield from (
                checked(one, default=self._default) for one in page.items if seen.is_new(one.id, one.digest, reading)
            )
            if len(page.items) + len(page.refused) + len(page.faults) < PAGE_SIZE:
                return
        reading.fault(problem(Code.NOT_WHOLE))


def items_of_files(paths: Iterable[Path], reading: Reading, default: ProviderRecord | None = None) -> Iterator[Item]:
    """The places in files of answers."""
    seen = Seen()
    for path in paths:
        try:
            page = page_of(path.read_bytes(), path.name, place)
        except SourceError as error:
            reading.fault(*error.problems)
            continue
        if page.faults:
            reading.fault(*page.faults)
        yield from page.refused
        yield from (checked(one, default=default) for one in page.items if seen.is_new(one.id, one.digest, reading))


def place(item: Mapping[str, Any]) -> OfferRecord:
    """A place; the provider is who maintains it. Raises LookupError, TypeError, ValueError, AttributeError."""
    where, properties = item["location"], item.get("properties") or {}
    code = int(item["type"]["typeCode"])
    type_name, group = types().get(code, (str(item["type"].get("name") or ""), ""))
    city = where.get("city") or {}
    municipality = str(city.get("cityCode") or "").zfill(3) if city.get("cityCode") else ""
    degrees = (where.get("coordinates") or {}).get("wgs84") or {}
    free = item.get("freeUse")
    key = str(item["sportsPlaceId"])
    one = PlaceRecord(
        names={"fi": str(item["name"])},
        street=str(where.get("address") or ""),
        postal_code=str(where.get("postalCode") or ""),
        post_office=str(where.get("postalOffice") or ""),
        municipality=municipality,
        latitude=degrees.get("lat"),
        longitude=degrees.get("lon"),
        accessibility=("toilet",) if properties.get("accessibleToilet") is True else (),
    )
    extra = properties.get("infoFi")
    return OfferRecord(
        id=key,
        kind="place",
        names={"fi": str(item["name"])},
        provider=_maintainer(item, str(city.get("name") or "")),
        summaries={"fi": f"{type_name}, {city.get('name')}"} if type_name and city.get("name") else {},
        descriptions={"fi": str(extra)} if extra else {},
        classes=(class_of(code),),
        keywords=tuple(filter(None, (type_name, group))),
        municipalities=(municipality,) if municipality else (),
        ways=("place",),
        is_free=free if isinstance(free, bool) and free else None,
        address=_page(str(item.get("www") or "")),
        origin=f"https://lipas.fi/liikuntapaikat/{key}",
        as_of=day(item.get("lastModified")),
        places=(one,),
    )


def class_of(type_code: int) -> str:
    """The national service class of a type: outdoor recreation or sports."""
    return HIKING if type_code in OUTDOORS or type_code in ROUTES else SPORT


@cache
def types() -> dict[int, tuple[str, str]]:
    """The Finnish names of each type code and of its subcategory, from LIPAS's own lists."""
    table = files("hytti.sources").joinpath("data/lipas_types.csv").read_text(encoding="utf-8")
    return {
        int(row["type_code"]): (row["name_fi"], row["subcategory_fi"]) for row in csv.DictReader(table.splitlines())
    }


def _maintainer(item: Mapping[str, Any], city: str) -> ProviderRecord | None:
    """The municipality, where the place is its own; of other maintainers LIPAS tells only the sort, not the name."""
    sorts = [str(item.get(key) or "").partition("/")[0].strip().casefold() for key in ("admin", "owner")]
    return ProviderRecord({"fi": city}, kind="municipality") if city and "kunta" in sorts else None


def _page(address: str) -> str:
    return address if address.startswith(("http://", "https://")) or not address else f"https://{address}"
