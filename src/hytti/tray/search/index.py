"""Keeping the index in step with the offers. Whoever changes offers calls `refresh` after commit."""

from __future__ import annotations

import secrets
import zlib
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from ..models import IndexedOffer, IndexState, Offer, Posting
from . import postings
from .documents import Document, keys_of
from .words import FACET

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

LONGEST_ORDER = 80  # letters by which lists are sorted
LAYOUT = 2  # raised whenever a word gets other keys or bytes than before: then an index is built anew
OFFERS_AT_ONCE = 5_000  # how many offers' words are written at once
READ_AT_ONCE = 500  # how many offers are held in memory


def refresh(numbers: Collection[int]) -> None:
    """Bring the offers of these numbers (pk) up to date in the index; those that may not be shown leave it."""
    wanted = sorted(set(numbers))
    for some in _parts(wanted, OFFERS_AT_ONCE):
        with transaction.atomic():
            _write_offers(_locked_state(), some)


def rebuild() -> int:
    """Build the index anew. Returns the number of offers in it."""
    with transaction.atomic():
        state = _locked_state()
        Posting.objects.all().delete()
        IndexedOffer.objects.all().delete()
        state.epoch = _lot()
        state.offers, state.filters, state.layout = 0, [], LAYOUT
        for some in _parts(list(Offer.objects.order_by("pk").values_list("pk", flat=True)), OFFERS_AT_ONCE):
            _write_offers(state, some)
        state.save()
    return state.offers


def is_outdated() -> bool:
    """Whether the index was built by the rules of an earlier release."""
    return IndexState.objects.exclude(layout=LAYOUT).exists()


def write(documents: Collection[Document], gone: Collection[int] = ()) -> None:
    """The same from documents that are at hand."""
    with transaction.atomic():
        state, changes = _locked_state(), _no_changes()
        _gather(state, changes, documents, gone)
        _store(state, changes)


def _write_offers(state: IndexState, numbers: list[int]) -> None:
    """Few offers are read at a time, and the words of many are written at once."""
    from .offers import Shared, documents

    changes, shared = _no_changes(), Shared.now()
    for some in _parts(numbers, READ_AT_ONCE):
        found = documents(Offer.objects.filter(pk__in=some), shared)
        _gather(state, changes, found, set(some) - {document.number for document in found})
    _store(state, changes)


def _parts(numbers: list[int], size: int) -> Iterator[list[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _no_changes() -> dict[str, array[int]]:
    return defaultdict(lambda: array("q"))


def _locked_state() -> IndexState:
    """The index's one row; holding it keeps other writers waiting, so that no two lock each other out."""
    IndexState.objects.get_or_create(pk=1, defaults={"epoch": _lot(), "layout": LAYOUT})
    return IndexState.objects.select_for_update().get(pk=1)


def _lot() -> int:
    return secrets.randbits(62)


def _gather(
    state: IndexState, changes: dict[str, array[int]], documents: Collection[Document], gone: Collection[int]
) -> None:
    """Keep the documents' words by offer, and add to the changes what differs from those kept before."""
    numbers = [*gone, *(document.number for document in documents)]
    before = {row.offer_number: row for row in _rows(numbers)}
    changed: list[IndexedOffer] = []
    for document in documents:
        keys = keys_of(document)
        row = before.get(document.number)
        packed = _pack(keys)
        if row is not None and (bytes(row.words), row.order) == (packed, document.order[:LONGEST_ORDER]):
            continue
        _compare(document.number, _unpack(row), keys, changes)
        changed.append(IndexedOffer(offer_number=document.number, words=packed, order=document.order[:LONGEST_ORDER]))
    left = [number for number in gone if number in before]
    for number in left:
        _compare(number, _unpack(before[number]), {}, changes)
    if not changed and not left:
        return
    IndexedOffer.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["offer_number"], update_fields=["words", "order"]
    )
    IndexedOffer.objects.filter(pk__in=left).delete()
    state.generation = _lot()
    state.offers += sum(row.offer_number not in before for row in changed) - len(left)
    state.save()


def _store(state: IndexState, changes: dict[str, array[int]]) -> None:
    postings.change(changes)
    filters = {*state.filters, *(key for key in changes if key[0] == FACET)}
    if len(filters) > len(state.filters):
        state.filters = sorted(filters)
        state.save()


def _rows(numbers: list[int]) -> Iterable[IndexedOffer]:
    for start in range(0, len(numbers), postings.KEYS_AT_ONCE):
        yield from IndexedOffer.objects.filter(pk__in=numbers[start : start + postings.KEYS_AT_ONCE])


def _compare(number: int, before: dict[str, int], after: dict[str, int], changes: dict[str, array[int]]) -> None:
    for key, byte in after.items():
        if before.pop(key, None) != byte:
            changes[key].append(postings.changed(number, byte))
    for key in before:
        changes[key].append(postings.changed(number))


def _pack(keys: dict[str, int]) -> bytes:
    return zlib.compress("\n".join(f"{key}\t{keys[key]}" for key in sorted(keys)).encode(), 1)


def _unpack(row: IndexedOffer | None) -> dict[str, int]:
    if row is None:
        return {}
    lines = zlib.decompress(bytes(row.words)).decode().split("\n")
    return {key: int(byte) for key, _, byte in (line.rpartition("\t") for line in lines) if key}
