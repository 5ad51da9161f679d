"""Rows of the inverted index: packing, unpacking, and bringing many offers' words in or out at once."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from django.db import connection

from ..models import Posting
from ..models.postings import BLOCK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

KEYS_AT_ONCE = 900  # parameters of one query that every database takes


class Row(NamedTuple):
    """Offers (pk, rising) in which a key stands and the byte of each."""

    offers: NDArray[np.int64]
    weights: NDArray[np.uint8]


ROWS = f"SELECT word, block, offers, weights FROM {Posting._meta.db_table} WHERE word IN ({{}})"  # noqa: S608
NOTHING = Row(np.zeros(0, np.int64), np.zeros(0, np.uint8))


def fetch(keys: Collection[str]) -> dict[str, Row]:
    """The rows of those keys that some offer has."""
    found: dict[str, list[tuple[int, bytes, bytes]]] = defaultdict(list)
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        some = wanted[start : start + KEYS_AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(ROWS.format(", ".join(["%s"] * len(some))), some)
            for word, block, offers, weights in cursor.fetchall():
                found[word].append((block, offers, weights))
    return {word: joined(parts) for word, parts in found.items()}


def joined(parts: list[tuple[int, bytes, bytes]]) -> Row:
    """One row of the blocks of a key."""
    if len(parts) == 1 and not parts[0][0]:
        return Row(numbers(parts[0][1]), np.frombuffer(parts[0][2], np.uint8))
    parts.sort(key=itemgetter(0))
    return Row(
        np.concatenate([numbers(offers) + block * BLOCK for block, offers, _ in parts]),
        np.concatenate([np.frombuffer(weights, np.uint8) for *_, weights in parts]),
    )


def numbers(packed: bytes) -> NDArray[np.int64]:
    return np.frombuffer(packed, "<u2").astype(np.int64)


Change = tuple[int, int]  # offer, byte; a byte below zero takes the offer out


def change(changes: Mapping[str, Iterable[Change]]) -> None:
    """Write the changes of many keys: rows are made, brought up to date or removed. Call it in a transaction."""
    wanted = sorted(changes)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        _change(wanted[start : start + KEYS_AT_ONCE], changes)


def _change(words: list[str], changes: Mapping[str, Iterable[Change]]) -> None:
    kept = {(row.word, row.block): row for row in Posting.objects.filter(word__in=words)}
    written: list[Posting] = []
    made: list[Posting] = []
    emptied: list[int] = []
    for word in words:
        blocks: dict[int, dict[int, int]] = defaultdict(dict)
        for offer, byte in changes[word]:
            block, number = divmod(offer, BLOCK)
            blocks[block][number] = byte
        for block, news in blocks.items():
            row = kept.get((word, block))
            offers, weights = _merged(row, news)
            if row is None:
                if offers:
                    made.append(Posting(word=word, block=block, offers=offers, weights=weights))
            elif offers:
                row.offers, row.weights = offers, weights
                written.append(row)
            else:
                emptied.append(row.pk)
    Posting.objects.bulk_create(made)
    _write(written)
    Posting.objects.filter(pk__in=emptied).delete()


def _merged(row: Posting | None, news: dict[int, int]) -> tuple[bytes, bytes]:
    """The row's offers and weights with the news: added, given another weight, or (below zero) taken out."""
    numbers_ = np.fromiter(news.keys(), "<u2", len(news))
    bytes_ = np.fromiter(news.values(), np.int16, len(news))
    if row is not None:
        old = np.frombuffer(bytes(row.offers), "<u2")
        left = ~np.isin(old, numbers_)
        old_bytes = np.frombuffer(bytes(row.weights), np.uint8).astype(np.int16)
        numbers_, bytes_ = np.concatenate([old[left], numbers_]), np.concatenate([old_bytes[left], bytes_])
    stays = bytes_ >= 0
    numbers_, bytes_ = numbers_[stays], bytes_[stays]
    order = np.argsort(numbers_, kind="stable")
    return numbers_[order].astype("<u2").tobytes(), bytes_[order].astype(np.uint8).tobytes()


def _write(rows: list[Posting]) -> None:
    """Bring rows up to date; an upsert on their own key, which is quicker than a CASE for each row."""
    Posting.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["word", "block"], update_fields=["offers", "weights"]
    )
