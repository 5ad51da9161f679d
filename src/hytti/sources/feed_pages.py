"""Feeds in pages: one page at a time is held, one that cannot be read is told and passed over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .json_items import LARGEST, Document
from .offers import Item
from .problems import Code, Refused, SourceError, Unexpected, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .http import Client
    from .offers import Reading
    from .problems import Problem

T = TypeVar("T")
MOST_PAGES = 10_000
IDS = ("id", "contentId", "sportsPlaceId")
WRONG = (AttributeError, LookupError, TypeError, ValueError, ArithmeticError)


@dataclass
class Page(Generic[T]):
    """What one answer gave: its items, what stands beside them, and what in it could not be read.

    refused: items that tell who they are and nothing more that can be read; faults: what may hide items.
    """

    items: list[T] = field(default_factory=list)
    refused: list[Item] = field(default_factory=list)
    envelope: dict[str, Any] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)


class Seen:
    """The identifiers that have come, each with a digest, so that a repeat can be told from a contradiction."""

    def __init__(self) -> None:
        self._digests: dict[str, bytes] = {}

    def is_new(self, key: str, digest: str, reading: Reading) -> bool:
        """Whether the identifier comes for the first time; a repeat that says something else is told."""
        short = hashlib.blake2b(digest.encode(), digest_size=8).digest()
        first = self._digests.setdefault(key, short)
        if first != short:
            reading.problems.append(problem(Code.DUPLICATE_ID, id=key))
        return first is short

    def __contains__(self, key: str) -> bool:
        return key in self._digests


def page_of(body: bytes, address: str, read: Callable[[Any], T], *, largest: int = LARGEST) -> Page[T]:
    """The items of one document. An item of another shape is told by its place; so is where the text breaks.

    Raises Unexpected where nothing at all could be read.
    """
    page = Page[T]()
    try:
        document = Document(body, address, largest=largest)
        for place, item in enumerate(document, 1):
            try:
                page.items.append(read(item))
            except WRONG:
                wrong = problem(Code.NOT_AN_ITEM, place=place, column=address)
                key = next((item[name] for name in IDS if item.get(name)), "") if isinstance(item, dict) else ""
                page.refused += [Item(str(key), None, (wrong,))] if key else []
                page.faults += [] if key else [wrong]
    except Unexpected as error:
        if not (page.items or page.refused or page.faults):
            raise
        page.faults += error.problems
        return page
    page.envelope = document.envelope
    return page


def get_page(client: Client, address: str, read: Callable[[Any], T]) -> Page[T]:
    """One answer; an address with nothing is an empty page. Raises as `Client.get` and `page_of`."""
    try:
        return client.get(address, lambda body: page_of(body, address, read)).content
    except Refused as error:
        if [found.code for found in error.problems] == [Code.NOT_THERE]:
            return Page()
        raise


def numbered_pages(
    client: Client,
    address_of: Callable[[int], str],
    read: Callable[[Any], T],
    reading: Reading,
    *,
    count: str,
) -> Iterator[Page[T]]:
    """Pages from 1 to the number that the first one tells under `count`. A page that is not one is told.

    Raises Unreachable and Refused: then there is no use in asking on.
    """
    number, last = 1, 1
    while number <= min(last, MOST_PAGES):
        try:
            page = get_page(client, address_of(number), read)
        except Unexpected as error:
            reading.fault(*error.problems)
        else:
            if page.faults:
                reading.fault(*page.faults)
            told = page.envelope.get(count)
            last = max(last, told) if isinstance(told, int) else last
            yield page
        number += 1


def in_batches(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    """The keys in lists of at most so many."""
    batch: list[str] = []
    for key in keys:
        batch.append(key)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def carefully(items: Iterator[T], reading: Reading) -> Iterator[T]:
    """The items; where the source breaks off, that is told and they end."""
    try:
        yield from items
    except SourceError as error:
        reading.fault(*error.problems)
