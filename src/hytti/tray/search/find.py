"""Finding offers by words, filters and place, with the counts of every filter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from django.utils import timezone

from . import asks, mending, postings, ranking, snapshots
from .meanings import EQUAL
from .near import kilometres_of
from .questions import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from .ranking import Ranking
    from .snapshots import Bits, Mask, Snapshot

MOST_GUESSES = 5
ANSWERED = 78  # per cent of a question: what its words alone find so surely is what is asked for
AS_GOOD = 90  # per cent of the best points: what may stand beside the help
SIZE = 20


@dataclass(frozen=True)
class Question:
    """What a reader asks. Values of one filter are alternatives, the filters are all needed.

    near: latitude, longitude (WGS 84 degrees) and kilometres. `size` None gives all hits on one page.
    """

    words: str = ""
    language: str = "fi"
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    near: tuple[float, float, float] | None = None
    page: int = 1
    size: int | None = SIZE


@dataclass(frozen=True)
class Answer:
    """hits: (offer pk, points) of the page, best first. counts: by filter and value, each filter's own choice left
    aside. guesses: offers that come nearest when nothing was found. corrected: the words that were searched instead
    of mistyped ones, or "". distances: kilometres by offer pk where a place was asked for.
    """

    hits: list[tuple[int, int]]
    total: int
    counts: dict[str, dict[str, int]]
    guesses: list[int] = field(default_factory=list)
    corrected: str = ""
    distances: dict[int, float] = field(default_factory=dict)


def find(question: Question, today: dt.date | None = None) -> Answer:
    """Offers that answer the question, and how many there are under each filter."""
    snapshot = snapshots.current(today or timezone.localdate())
    asked, rows = mending.understood(question.words, snapshot.generation)
    wordy = bool(question.words.strip())
    points = np.zeros(snapshot.size, np.int64)
    found = snapshot.live
    if wordy:
        ranked = ranking.rank(asked, rows, snapshot.size, snapshot.offers, snapshot.live)
        if ranked.sure < ANSWERED:
            ranked = _with_help(ranked, asked, snapshot)
        points, found = ranked.points, ranked.good & snapshot.live
    away = kilometres_of(*question.near, snapshot.places(), snapshot.size) if question.near else None
    if away is not None:
        found = found & np.isfinite(away)
    chosen, counts = _filtered(snapshots.packed(found), question.filters, snapshot)
    numbers = _ordered(np.flatnonzero(chosen), points, away, snapshot, wordy=wordy)
    size = len(numbers) if question.size is None else question.size
    start = max(0, question.page - 1) * size
    shown = numbers[start : start + size]
    return Answer(
        hits=list(zip(shown.tolist(), points[shown].tolist(), strict=True)),
        total=len(numbers),
        counts=counts,
        guesses=[] if len(numbers) else _nearest(points, snapshot.live),
        corrected=mending.in_words(asked),
        distances={} if away is None else dict(zip(shown.tolist(), away[shown].tolist(), strict=True)),
    )


def _with_help(ranked: Ranking, asked: list[Asked], snapshot: Snapshot) -> Ranking:
    """The question as one that people are known to put: what helps them, and after it the best that its words find."""
    phrases = asks.helping([word.instead or word.token for word in asked])
    if not phrases:
        return ranked
    help_ = Asked("", ())
    for phrase in phrases:
        help_.add_other(phrase, EQUAL)
    rows = postings.fetch(help_.all_keys())
    helps = ranking.rank([help_], rows, snapshot.size, snapshot.offers, snapshot.live)
    if not helps.good.any():
        return ranked
    beside = ranked.good & (ranked.points * 100 >= int(ranked.points.max()) * AS_GOOD)
    points = np.where(ranked.good, ranked.points, 0) + np.where(helps.good, helps.points + ranking.FIRST // 2, 0)
    return ranking.Ranking(helps.good | beside, points, ranked.sure)


def _filtered(
    found: Bits, filters: Mapping[str, Sequence[str]], snapshot: Snapshot
) -> tuple[Mask, dict[str, dict[str, int]]]:
    """What is left by all filters, and what each value of a filter would leave."""
    chosen = {facet: _any_of(facet, values, snapshot) for facet, values in filters.items() if values}
    left = found
    for bits in chosen.values():
        left = left & bits
    counts = {}
    for facet, values in snapshot.values.items():
        base = left
        if facet in chosen:
            base = found
            for other, bits in chosen.items():
                base = base if other == facet else base & bits
        numbers = np.bitwise_count(snapshot.bits[facet] & base).sum(axis=1, dtype=np.int64)
        counts[facet] = dict(zip(values, numbers.tolist(), strict=True))
    return snapshots.unpacked(left), counts


def _any_of(facet: str, values: Sequence[str], snapshot: Snapshot) -> Bits:
    known = snapshot.values.get(facet, [])
    rows = [snapshot.bits[facet][known.index(value)] for value in values if value in known]
    return np.bitwise_or.reduce(rows) if rows else np.zeros(snapshot.size // snapshots.WORD, np.uint64)


def _ordered(
    numbers: NDArray[np.int64],
    points: NDArray[np.int64],
    away: NDArray[np.float64] | None,
    snapshot: Snapshot,
    *,
    wordy: bool,
) -> NDArray[np.int64]:
    """Best first; without words the nearest first, else by name. Equals stand in the order they were made."""
    if wordy:
        return numbers[np.argsort(-points[numbers], kind="stable")]
    if away is not None:
        return numbers[np.argsort(np.round(away[numbers], 3), kind="stable")]
    order = snapshot.order()
    kept = np.zeros(snapshot.size, np.bool_)
    kept[numbers] = True
    return order[kept[order]]


def _nearest(points: NDArray[np.int64], live: Mask) -> list[int]:
    """The offers that answer some of the words, though too little of them or outside the filters."""
    numbers = np.flatnonzero((points > 0) & live)
    best: list[int] = numbers[np.argsort(-points[numbers], kind="stable")][:MOST_GUESSES].tolist()
    return best
