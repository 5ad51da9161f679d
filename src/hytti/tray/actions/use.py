"""Counting how often offers are opened and collected: by month, never by whom, and never in a reader's way.

Counts wait in memory and are written when a response has gone out. A count that cannot be written is kept for the
next time; those of a process that ends are lost, and no more than that.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from ..models import Offer, Use

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    Kind = Literal["opened", "collected"]
    Counts = Counter[tuple[int, dt.date, str]]

log = logging.getLogger(__name__)
MACHINES = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|http-client", re.IGNORECASE)
EVERY = 10.0  # seconds between two writings
MOST_WAITING = 5000

_waiting: Counts = Counter()
_lock = threading.Lock()
_written_at = 0.0


def count(number: int, what: Kind) -> None:
    """Remember that the offer of the number was opened or collected."""
    with _lock:
        if len(_waiting) < MOST_WAITING:
            _waiting[number, timezone.localdate().replace(day=1), what] += 1


def is_machine(request: HttpRequest) -> bool:
    """Whether the request names itself a machine, or only looks ahead."""
    agent = request.headers.get("User-Agent", "")
    return not agent or bool(MACHINES.search(agent)) or "prefetch" in request.headers.get("Sec-Purpose", "")


def write_when_due(**_signal: Any) -> None:
    """After a response: write what waits, unless that was done a moment ago."""
    global _written_at
    if not _waiting or time.monotonic() - _written_at < EVERY:
        return
    _written_at = time.monotonic()
    write()


def write() -> None:
    """Write what waits. Never raises for the database's reasons."""
    with _lock:
        taken = _waiting.copy()
        _waiting.clear()
    try:
        _add(taken)
    except DatabaseError:
        log.warning("Counts of use could not be written now.", exc_info=True)
        with _lock:
            _waiting.update(taken)


@transaction.atomic
def _add(counts: Counts) -> None:
    kept = set(Offer.objects.filter(pk__in={number for number, _, _ in counts}).values_list("pk", flat=True))
    for (number, month, what), times in sorted(counts.items()):
        if number in kept:
            use, _ = Use.objects.get_or_create(offer_id=number, month=month)
            Use.objects.filter(pk=use.pk).update(**{what: F(what) + times})
