"""Which door a feed comes through: its items by kind, over the network or from files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.conf import settings

from hytti import __version__
from hytti.core.models import Region
from hytti.sources import icalendars, lipas, offer_sheets, ptv, ptv12
from hytti.sources.feed_pages import carefully
from hytti.sources.http import Client, Manners
from hytti.sources.linkedevents import LinkedEvents
from hytti.sources.municipalities import municipality_code
from hytti.sources.offers import ProviderRecord
from hytti.sources.problems import Code, Refused, problem

from ..models import Feed, Term

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from hytti.sources.offers import Item, Reading

    from .world import World

PAUSES = Manners(pause=1.0, timeout=60.0, attempts=4, longest_wait=120.0)
KEY_HEADER = "x-api-key"
CHANGING = (Feed.Kind.PTV11, Feed.Kind.PTV12)  # those that tell what changed since a moment


def client_of(headers: dict[str, str] | None = None, manners: Manners = PAUSES) -> Client:
    """A client for addresses that people type: it never fetches from private networks unless a setting says so."""
    return Client(
        name=f"Hytti/{__version__}",
        contact=settings.CONTACT or settings.SITE_ADDRESS,
        manners=manners,
        headers=headers,
        public_only=not settings.FEEDS_FROM_PRIVATE_NETWORKS,
    )


def items_over_network(feed: Feed, world: World, reading: Reading, since: dt.datetime | None) -> Iterator[Item]:
    """What the feed offers now; since: only what changed, where the source tells that. Raises SourceError."""
    codes, default = sorted(world.areas), default_provider(feed)
    base = {"base": feed.address} if feed.address else {}
    if feed.kind == Feed.Kind.PTV11:
        national = ptv.Ptv11(client_of(), codes, **base)
        return national.changes(since, reading) if since else national.everything(reading)
    if feed.kind == Feed.Kind.PTV12:
        key = os.environ.get(ptv12.KEY, "")
        if not key:
            raise Refused(problem(Code.NO_KEY, address=feed.address or ptv12.BASE, name=ptv12.KEY))
        newer = ptv12.Ptv12(client_of({KEY_HEADER: key}), codes, world.county, **base)
        return newer.changes(since, reading) if since else newer.everything(reading)
    if feed.kind == Feed.Kind.LINKED_EVENTS:
        return LinkedEvents(client_of(), feed.address, default=default).everything(reading)
    if feed.kind == Feed.Kind.LIPAS:
        return lipas.Lipas(client_of(), codes, default=default, **base).everything(reading)
    if feed.kind == Feed.Kind.ICAL:
        return carefully(_calendar(feed, reading, default), reading)
    raise ValueError(f"a feed of kind {feed.kind} is brought in as a file")


def items_of_files(feed: Feed, world: World, files: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """What files of answers, calendars or tables offer. Raises SourceError."""
    default = default_provider(feed)
    if feed.kind == Feed.Kind.PTV11:
        return ptv.items_of_files(files, reading)
    if feed.kind == Feed.Kind.LIPAS:
        return lipas.items_of_files(files, reading, default)
    if feed.kind == Feed.Kind.ICAL:
        place = municipality_of(feed)
        return (
            item
            for file in files
            for item in icalendars.items_of(file.read_bytes(), file.name, reading, default=default, municipality=place)
        )
    if feed.kind == Feed.Kind.SHEET:
        return (item for file in files for item in items_of_sheet(feed, world, file.read_bytes(), file.name, reading))
    raise ValueError(f"files of kind {feed.kind} are not read")


def items_of_sheet(feed: Feed, world: World, data: bytes, name: str, reading: Reading) -> Iterator[Item]:
    """What a table offers. Raises Unreadable and HoldsIdentityCodes."""
    return offer_sheets.items_of(
        data, name, reading, resolve=resolver(), municipality=municipality_code, default=default_provider(feed)
    )


def default_provider(feed: Feed) -> ProviderRecord | None:
    """The organisation that the feed names for offers that name none."""
    one = feed.organisation
    return ProviderRecord({"fi": one.name_fi}, one.business_id, one.kind) if one else None


def municipality_of(feed: Feed) -> str:
    """The code of the municipality of the feed's organisation; empty where it has none."""
    area = feed.organisation.area if feed.organisation else None
    county = Region.objects.values_list("area_id", flat=True).first()
    return area.code if area and area.pk != county else ""


def resolver() -> Callable[[str, str], str | None]:
    """Codes of words in a vocabulary: a code itself, or a name in any language."""
    known: dict[tuple[str, str], str] = {}
    rows = Term.objects.exclude(vocabulary=Term.Vocabulary.ONTOLOGY).order_by("-pk")
    for vocabulary, code, *names in rows.values_list("vocabulary", "code", "name_fi", "name_sv", "name_en"):
        known |= {(vocabulary, name.casefold()): code for name in (*names, code) if name}
    return lambda vocabulary, word: known.get((vocabulary, word.casefold()))


def _calendar(feed: Feed, reading: Reading, default: ProviderRecord | None) -> Iterator[Item]:
    answer = client_of().get(feed.address, bytes)
    place = municipality_of(feed)
    yield from icalendars.items_of(answer.content, feed.address, reading, default=default, municipality=place)
