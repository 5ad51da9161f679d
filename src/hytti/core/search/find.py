"""Finding records by the words people use: best first, with a guess where nothing matches."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from ..models import SearchEntry
from ..templatetags.hytti import translated
from . import index, query, store
from .lemmas import folded, tokens_of
from .snippets import snippet

ENOUGH_ALIKE = 0.4
MOST_GUESSES = 5
Key = tuple[int, int]


@dataclass(frozen=True)
class Hit:
    """A record that matches. A guess is only alike: the reader meant it, perhaps."""

    kind: str
    title: str
    title_language: str
    url: str
    record: Any
    snippet: str = ""
    snippet_language: str = "fi"
    note: str = ""
    guess: bool = False


def find(words: str, *, language: str = "fi", kinds: Collection[str] | None = None, limit: int = 50) -> list[Hit]:
    """Records in which every word matches, in any language; where there are none, those with titles alike."""
    asked = query.ask(words)
    entries = store.candidates(asked)
    if not entries:
        asked = query.ask_loosely(words)
        entries = store.candidates(asked)
    ranked = _best_for_each_record(entries, asked, words, language)
    if not entries:
        return _hits(_alike(words, language)[:MOST_GUESSES], [], language, kinds, guess=True)
    return _hits(ranked, asked, language, kinds)[:limit]


def _best_for_each_record(
    entries: Iterable[SearchEntry], asked: list[query.Asked], words: str, language: str
) -> list[SearchEntry]:
    best: dict[Key, tuple[Any, SearchEntry]] = {}
    typed = " ".join(tokens_of(words))
    for place, entry in enumerate(entries):
        rank = (_closeness(entry, asked, typed), _kind_order(entry.kind), entry.language != language, place)
        key = (entry.content_type_id, entry.object_id)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, entry)
    return [entry for _, entry in sorted(best.values(), key=lambda pair: pair[0])]


def _closeness(entry: SearchEntry, asked: list[query.Asked], typed: str) -> int:
    """0 the title itself, 1 its beginning, 2 its words as typed, 3 its words in other forms, 4 some, 5 the text."""
    title_tokens = tokens_of(entry.title)
    title = " ".join(title_tokens)
    if typed in (title, folded(title)):
        return 0
    if title.startswith(typed) or folded(title).startswith(typed):
        return 1
    spelled = {*title_tokens, *map(folded, title_tokens)}
    if all(query.Term(part, prefix=True).holds(spelled) for word in asked for part in word.typed.split()):
        return 2
    in_title = set(index.title_words(entry))
    unmarked = {folded(word) for word in in_title}
    held = [
        word.condition.holds(in_title) or (word.unmarked is not None and word.unmarked.holds(unmarked))
        for word in asked
    ]
    return 3 if all(held) else 4 if any(held) else 5


def _kind_order(kind: str) -> int:
    return index.KINDS[kind].order if kind in index.KINDS else 99


def _alike(words: str, language: str) -> list[SearchEntry]:
    """Entries whose titles look most like what was typed, word by word."""
    typed = [trigrams(folded(token)) for token in query.significant(words)]
    if not typed:
        return []
    best: dict[Key, tuple[float, bool, SearchEntry]] = {}
    for entry in SearchEntry.objects.order_by("pk").defer("text", "folded"):
        in_title = [trigrams(folded(word)) for word in index.title_words(entry)]
        closest = [max((alike(word, other) for other in in_title), default=0.0) for word in typed]
        likeness = sum(closest) / len(closest) if min(closest) >= ENOUGH_ALIKE else 0.0
        score = (likeness, entry.language == language, entry)
        key = (entry.content_type_id, entry.object_id)
        if likeness and (key not in best or score[:2] > best[key][:2]):
            best[key] = score
    return [entry for *_, entry in sorted(best.values(), key=lambda score: (-score[0], len(score[2].title)))]


def trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two words' trigrams have in common, 0–1 (Jaccard)."""
    return len(one & other) / len(one | other)


def _hits(
    entries: list[SearchEntry],
    asked: list[query.Asked],
    language: str,
    kinds: Collection[str] | None,
    *,
    guess: bool = False,
) -> list[Hit]:
    kept = [entry for entry in entries if kinds is None or entry.kind in kinds]
    records = _records(kept)
    return [
        _hit(entry, records[key], asked, language, guess)
        for entry in kept
        if (key := (entry.content_type_id, entry.object_id)) in records
    ]


def _records(entries: list[SearchEntry]) -> dict[Key, Any]:
    """The records behind the entries, with one query for each model."""
    wanted: dict[int, set[int]] = {}
    for entry in entries:
        wanted.setdefault(entry.content_type_id, set()).add(entry.object_id)
    found: dict[Key, Any] = {}
    for content_type_id, ids in wanted.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        findable = index.FINDABLE.get(model) if model else None
        if findable:
            found |= {(content_type_id, record.pk): record for record in findable.all().filter(pk__in=ids)}
    return found


def _hit(entry: SearchEntry, record: Any, asked: list[query.Asked], language: str, guess: bool) -> Hit:
    findable = index.FINDABLE[type(record)]
    title, title_language = translated(record, findable.title_field, language)
    return Hit(
        kind=entry.kind,
        title=title,
        title_language=title_language,
        url=index.address_of(record),
        record=record,
        snippet="" if guess else snippet(entry.text, asked),
        snippet_language=entry.language,
        note=findable.note(record) if findable.note else "",
        guess=guess,
    )
