"""Rows of the inverted index: packing, unpacking, and bringing many offers' words in or out at once."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from django.db import connection

from ..models import Posting
from ..models.postings import BLOCK, BLOCK_BITS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

GONE = 0xFF  # a byte that no field and way have
KEYS_AT_ONCE = 900  # parameters of one query that every database takes


class Row(NamedTuple):
    """Offers (pk, rising) in which a key stands and the byte of each."""

    offers: NDArray[np.int64]
    weights: NDArray[np.uint8]


COLUMNS = f"SELECT p.word, p.block, p.offers, p.weights FROM {Posting._meta.db_table} p"  # noqa: S608
BY_LIST = f"{COLUMNS} WHERE p.word IN ({{}})"
BY_ARRAY = f"{COLUMNS} JOIN unnest(%s::text[]) AS wanted(word) ON p.word = wanted.word"
UPSERT = (
    f"INSERT INTO {Posting._meta.db_table} (word, block, offers, weights) VALUES (%s, %s, %s, %s) "  # noqa: S608
    "ON CONFLICT (word, block) DO UPDATE SET offers = excluded.offers, weights = excluded.weights"
)
DELETE = f"DELETE FROM {Posting._meta.db_table} WHERE word = %s AND block = %s"  # noqa: S608
NOTHING = Row(np.zeros(0, np.int64), np.zeros(0, np.uint8))


def fetch(keys: Collection[str]) -> dict[str, Row]:
    """The rows of those keys that some offer has."""
    found: dict[str, list[tuple[int, bytes, bytes]]] = defaultdict(list)
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        for word, block, offers, weights in _stored(wanted[start : start + KEYS_AT_ONCE]):
            found[word].append((block, offers, weights))
    return {word: joined(parts) for word, parts in found.items()}


def _stored(words: list[str]) -> list[tuple[str, int, bytes, bytes]]:
    """The rows of these words as they are kept."""
    if connection.vendor == "postgresql":
        return _stored_in_postgresql(words)
    with connection.cursor() as cursor:
        cursor.execute(BY_LIST.format(", ".join(["%s"] * len(words))), words)
        found: list[tuple[str, int, bytes, bytes]] = cursor.fetchall()
    return found


def _stored_in_postgresql(words: list[str]) -> list[tuple[str, int, bytes, bytes]]:
    """The words go as one array and the rows come as bytes, where Django's own cursor writes each word into the query
    and has the bytes spelled as text: half the time."""
    from psycopg import Cursor

    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        return cursor.execute(BY_ARRAY, [words], binary=True).fetchall()


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


def changed(offer: int, byte: int = GONE) -> int:
    """One change of a key as one number: the offer gets this byte, or goes."""
    return offer << 8 | byte


def change(changes: Mapping[str, Sequence[int]]) -> None:
    """Write the changes of many keys: rows are made, brought up to date or removed. Call it in a transaction."""
    wanted = sorted(changes)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        _change(wanted[start : start + KEYS_AT_ONCE], changes)


def _change(words: list[str], changes: Mapping[str, Sequence[int]]) -> None:
    kept = {(word, block): (offers, weights) for word, block, offers, weights in _stored(words)}
    with connection.cursor() as cursor:
        written: list[tuple[str, int, bytes, bytes]] = []
        emptied: list[tuple[str, int]] = []
        for word in words:
            for block, news in _by_block(changes[word]):
                offers, weights = _merged(kept.get((word, block)), news)
                if offers:
                    written.append((word, block, offers, weights))
                else:
                    emptied.append((word, block))
        cursor.executemany(UPSERT, written)
        if emptied:
            cursor.executemany(DELETE, emptied)


def _by_block(changes: Sequence[int]) -> list[tuple[int, Sequence[int]]]:
    """The changes of a key by the blocks of their offers: nearly always one."""
    blocks = {change >> BLOCK_BITS + 8 for change in changes}
    if len(blocks) == 1:
        return [(blocks.pop(), changes)]
    return [(block, [one for one in changes if one >> BLOCK_BITS + 8 == block]) for block in sorted(blocks)]


def _merged(row: tuple[bytes, bytes] | None, changes: Sequence[int]) -> tuple[bytes, bytes]:
    """The row's offers and weights with the changes: added, given another weight, or taken out. An offer is told
    once."""
    before = row or (b"", b"")
    last = int.from_bytes(before[0][-2:], "little") if row else -1
    if len(changes) == 1 and last < (offer := changes[0] >> 8 & BLOCK - 1) and (byte := changes[0] & 0xFF) != GONE:
        return bytes(before[0]) + offer.to_bytes(2, "little"), bytes(before[1]) + bytes((byte,))  # most of an import
    news = np.array(changes, np.int64)
    offers, weights = (news >> 8 & BLOCK - 1).astype("<u2"), (news & 0xFF).astype(np.uint8)
    if row is not None:
        old, of_old = np.frombuffer(row[0], "<u2"), np.frombuffer(row[1], np.uint8)
        if last >= offers.min():
            left = ~np.isin(old, offers)
            old, of_old = old[left], of_old[left]
        offers, weights = np.concatenate([old, offers]), np.concatenate([of_old, weights])
    stays = np.flatnonzero(weights != GONE)
    order = stays[np.argsort(offers[stays], kind="stable")]
    return offers[order].tobytes(), weights[order].tobytes()
