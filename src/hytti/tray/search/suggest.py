"""Completing what is being typed: names of offers and single words, those first that most offers have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from hytti.core.search.lemmas import readings

from . import postings, snapshots, vocabulary
from .words import FINNISH

if TYPE_CHECKING:
    from .postings import Row
    from .snapshots import Snapshot

SHORTEST = 2
MOST_LOOKED_AT = 60


def suggest(start: str, language: str = "fi", limit: int = 8) -> list[str]:
    """At most `limit` texts that begin so: base forms of the last word (Finnish) and names in the language."""
    typed = " ".join(start.lower().split())
    if len(typed) < SHORTEST:
        return []
    snapshot = snapshots.current(timezone.localdate())
    known = vocabulary.current(snapshot.generation)
    before, _, last = typed.rpartition(" ")
    names = known.names_beginning(language, typed, MOST_LOOKED_AT)
    words = known.beginning(FINNISH, last, MOST_LOOKED_AT) if language == "fi" and len(last) >= SHORTEST else []
    words = [word for word in words if _can_be_shown(word)]
    rows = postings.fetch([*names, *(FINNISH + word for word in words)])
    counts = {key: _shown(row, snapshot) for key, row in rows.items()}
    texts = {word: f"{before} {word}".strip() for word in words if counts.get(FINNISH + word)}
    by_count = sorted(texts, key=lambda word: (-counts[FINNISH + word], word))
    found = [texts[word] for word in by_count[: max(1, limit // 2)]]
    by_count = sorted((key for key in names if counts.get(key)), key=lambda key: (-counts[key], len(key), key))
    found += [key[1:].partition(":")[2] for key in by_count]
    return list({text.lower(): text for text in found}.values())[:limit]


def _can_be_shown(word: str) -> bool:
    """A base form that the dictionary also reads as such; its glued forms (omainenhoito) are no words."""
    return any(reading.base == word for reading in readings(word))


def _shown(row: Row, snapshot: Snapshot) -> int:
    return int(snapshot.live[row.offers].sum())
