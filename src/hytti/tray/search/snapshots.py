"""What a process remembers of the index for one generation of it: the filters as bits, and who may be shown today."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from django.db import connection

from ..models import IndexedOffer, IndexState, Place
from . import postings
from .documents import facet_key
from .words import FACET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Bits = NDArray[np.uint64]

EVERY = "every"  # the filter that each indexed offer stands under
FROM, UNTIL = "from", "until"  # days between which an offer is shown
MADE_UP = "made_up"  # shown in demo mode only
OURS = {EVERY, FROM, UNTIL, MADE_UP}  # no filters of the reader's
WORD = 64
PLACES = f"SELECT offer_id, latitude, longitude FROM {Place._meta.db_table} WHERE latitude IS NOT NULL"  # noqa: S608
STATE = f"SELECT epoch, generation FROM {IndexState._meta.db_table} WHERE id = 1"  # noqa: S608


@dataclass
class Snapshot:
    """`size` is a multiple of 64 above the greatest offer number. Bits: one for each offer number."""

    generation: tuple[int, int]
    today: dt.date
    offers: int
    size: int
    live: Mask
    values: dict[str, list[str]]  # by facet, in alphabetical order
    bits: dict[str, Bits]  # by facet, a row for each value
    _order: NDArray[np.int64] | None = field(default=None, repr=False)
    _places: NDArray[np.float64] | None = field(default=None, repr=False)

    def order(self) -> NDArray[np.int64]:
        """Offer numbers by name."""
        if self._order is None:
            rows = IndexedOffer.objects.values_list("order", "offer_number")
            self._order = np.array([number for _, number in sorted(rows)], np.int64)
        return self._order

    def places(self) -> NDArray[np.float64]:
        """Offer numbers, latitudes and longitudes of all places that have them, a row of each."""
        if self._places is None:
            with connection.cursor() as cursor:
                cursor.execute(PLACES)
                self._places = np.array(cursor.fetchall(), np.float64).reshape(-1, 3).T.copy()
        return self._places


def packed(mask: Mask) -> Bits:
    return np.packbits(mask, bitorder="little").view(np.uint64)


def unpacked(bits: Bits) -> Mask:
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)


_kept: Snapshot | None = None
_lock = threading.Lock()


def state_now() -> tuple[int, int]:
    """The index's epoch and generation. Asked at every search, so in plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cursor.fetchone() or (0, 0)


def current(today: dt.date) -> Snapshot:
    """The index as it is now; read anew only after a change or at midnight."""
    global _kept
    state = state_now()
    with _lock:
        if _kept is None or _kept.generation != state or _kept.today != today:
            _kept = _read(state, today)
        return _kept


def _read(generation: tuple[int, int], today: dt.date) -> Snapshot:
    keys: list[str] = IndexState.objects.filter(pk=1).values_list("filters", flat=True).first() or []
    rows = postings.fetch(keys)
    every = rows.get(facet_key(EVERY, ""), postings.NOTHING).offers
    size = -(-(int(every.max(initial=-1)) + 1) // WORD) * WORD
    live = np.zeros(size, np.bool_)
    live[every] = True
    values: dict[str, list[str]] = {}
    bits: dict[str, list[Bits]] = {}
    for key in sorted(rows):
        facet, _, value = key.removeprefix(FACET).partition(":")
        if (
            (facet == FROM and value > today.isoformat())
            or (facet == UNTIL and value < today.isoformat())
            or (facet == MADE_UP and not settings.DEMO)
        ):
            live[rows[key].offers] = False
        if facet not in OURS:
            mask = np.zeros(size, np.bool_)
            mask[rows[key].offers] = True
            values.setdefault(facet, []).append(value)
            bits.setdefault(facet, []).append(packed(mask))
    return Snapshot(
        generation, today, len(every), size, live, values, {facet: np.stack(rows_) for facet, rows_ in bits.items()}
    )
