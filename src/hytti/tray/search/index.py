"""Keeping the index in step with the offers. Whoever changes offers calls `refresh` after commit."""

from __future__ import annotations

import secrets
import zlib
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from ..models import IndexedOffer, IndexState, Offer, Posting
from . import postings
from .documents import Document, keys_of
from .words import FACET

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LONGEST_ORDER = 80  # letters by which lists are sorted
OFFERS_AT_ONCE = 5_000  # how many offers' words are held in memory


def refresh(numbers: Collection[int]) -> None:
    """Bring the offers of these numbers (pk) up to date in the index; those that may not be shown leave it."""
    from .offers import documents

    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), OFFERS_AT_ONCE):
        part = wanted[start : start + OFFERS_AT_ONCE]
        with transaction.atomic():
            state = _locked_state()
            found = documents(Offer.objects.filter(pk__in=part))
            _write(state, found, gone=set(part) - {document.number for document in found})


def rebuild() -> int:
    """Build the index anew. Returns the number of offers in it."""
    from .offers import documents

    with transaction.atomic():
        state = _locked_state()
        Posting.objects.all().delete()
        IndexedOffer.objects.all().delete()
        state.epoch = _lot()
        state.offers, state.filters = 0, []
        numbers = list(Offer.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(numbers), OFFERS_AT_ONCE):
            _write(state, documents(Offer.objects.filter(pk__in=numbers[start : start + OFFERS_AT_ONCE])))
        state.save()
    return state.offers


def write(documents: Collection[Document], gone: Collection[int] = ()) -> None:
    """The same from documents that are at hand."""
    with transaction.atomic():
        _write(_locked_state(), documents, gone)


def _locked_state() -> IndexState:
    """The index's one row; holding it keeps other writers waiting, so that no two lock each other out."""
    IndexState.objects.get_or_create(pk=1, defaults={"epoch": _lot()})
    return IndexState.objects.select_for_update().get(pk=1)


def _lot() -> int:
    return secrets.randbits(62)


def _write(state: IndexState, documents: Collection[Document], gone: Collection[int] = ()) -> None:
    numbers = [*gone, *(document.number for document in documents)]
    before = {row.offer_number: row for row in _rows(numbers)}
    changes: dict[str, list[int]] = defaultdict(list)
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
    postings.change(changes)
    IndexedOffer.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["offer_number"], update_fields=["words", "order"]
    )
    IndexedOffer.objects.filter(pk__in=left).delete()
    state.generation = _lot()
    state.offers += sum(row.offer_number not in before for row in changed) - len(left)
    state.filters = sorted({*state.filters, *(key for key in changes if key[0] == FACET)})
    state.save()


def _rows(numbers: list[int]) -> Iterable[IndexedOffer]:
    for start in range(0, len(numbers), postings.KEYS_AT_ONCE):
        yield from IndexedOffer.objects.filter(pk__in=numbers[start : start + postings.KEYS_AT_ONCE])


def _compare(number: int, before: dict[str, int], after: dict[str, int], changes: dict[str, list[int]]) -> None:
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
