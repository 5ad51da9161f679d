"""What was typed, as a condition on words: every word must match in one of the ways it may be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from . import synonyms
from .lemmas import folded, readings, stem, tokens_of

LONGEST_TEXT = 120
MOST_WORDS = 8
SHORTEST_PREFIX = 4
SMALL_WORDS = frozenset(
    {
        *("ja", "tai", "on", "sekä", "eli"),
        *("och", "eller", "en", "ett", "det", "av", "för", "i", "på", "med"),
        *("the", "a", "an", "and", "or", "of", "for", "in"),
    }
)


@dataclass(frozen=True)
class Term:
    """A word, or the beginning of one."""

    word: str
    prefix: bool = False

    def holds(self, words: Iterable[str]) -> bool:
        return any(word.startswith(self.word) for word in words) if self.prefix else self.word in words


@dataclass(frozen=True)
class Every:
    parts: tuple[Condition, ...]

    def holds(self, words: Iterable[str]) -> bool:
        return all(part.holds(words) for part in self.parts)


@dataclass(frozen=True)
class Some:
    parts: tuple[Condition, ...]

    def holds(self, words: Iterable[str]) -> bool:
        return any(part.holds(words) for part in self.parts)


Condition: TypeAlias = "Term | Every | Some"


@dataclass(frozen=True)
class Asked:
    """One word (or phrase) of the query: what it may be in the index, and how it began as typed."""

    typed: str
    condition: Condition
    unmarked: Condition | None = None  # looked for among words whose marks were taken away


def ask(text: str) -> list[Asked]:
    """The query as typed, with base forms, compound parts and synonyms."""
    tokens = significant(text)
    asked, at = [], 0
    while at < len(tokens):
        phrase = _phrase_at(tokens, at)
        length = max(1, len(phrase))
        own = tokens[at : at + length]
        ways: list[Condition] = [_every(_spelled(token) for token in own)]
        if length == 1:
            ways += _compound_ways(own[0])
            ways += [way for word in forms(own[0]) for way in _meaning_the_same((word,))]
        else:
            ways += _meaning_the_same(phrase)
        asked.append(Asked(" ".join(own), _some(ways)))
        at += length
    return asked


def ask_loosely(text: str) -> list[Asked]:
    """The same with only the first 70 % of each word, and without dots and rings."""
    asked = []
    for token in significant(text):
        start = stem(token)
        ways: list[Condition] = [Term(start, prefix=True), _spelled(token)]
        asked.append(Asked(token, _some(ways), Term(folded(start), prefix=True)))
    return asked


def significant(text: str) -> list[str]:
    """The words that count, at most eight of them."""
    tokens = list(dict.fromkeys(tokens_of(text[:LONGEST_TEXT])))
    return ([token for token in tokens if token not in SMALL_WORDS] or tokens)[:MOST_WORDS]


def forms(token: str) -> list[str]:
    """The word as typed and its base forms."""
    return list(dict.fromkeys((token, *(reading.base for reading in readings(token)))))


def terms(condition: Condition) -> Iterable[str]:
    if isinstance(condition, Term):
        yield condition.word
    else:
        for part in condition.parts:
            yield from terms(part)


def _spelled(token: str) -> Condition:
    """The typed word begins an indexed word, or a base form of it does."""
    bases = [Term(form, prefix=len(form) >= SHORTEST_PREFIX) for form in forms(token)[1:]]
    return _some([Term(token, prefix=True), *bases])


def _compound_ways(token: str) -> list[Condition]:
    """A compound is also found by all its parts; each part may have synonyms."""
    ways: list[Condition] = []
    for reading in readings(token)[:2]:
        if len(reading.parts) > 1:
            ways.append(_every(_part(form, base) for form, base in reading.parts))
    return ways


def _part(form: str, base: str) -> Condition:
    return _some([Term(form), Term(base), *_meaning_the_same((base,))])


def _meaning_the_same(phrase: synonyms.Phrase) -> list[Condition]:
    others = synonyms.groups_by_phrase().get(phrase, ())
    return [_every(_spelled_fully(word) for word in other) for other in others]


def _spelled_fully(word: str) -> Condition:
    return _some([Term(form, prefix=len(form) >= SHORTEST_PREFIX) for form in forms(word)])


def _phrase_at(tokens: list[str], at: int) -> synonyms.Phrase:
    """The longest listed phrase of several words that begins here."""
    table = synonyms.phrases_by_first_word()
    for first in forms(tokens[at]):
        for phrase in table.get(first, ()):
            rest = tokens[at + 1 : at + len(phrase)]
            if (
                len(phrase) > 1
                and len(rest) == len(phrase) - 1
                and all(word in forms(token) for word, token in zip(phrase[1:], rest, strict=True))
            ):
                return phrase
    return ()


def _every(parts: Iterable[Condition]) -> Condition:
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else Every(kept)


def _some(parts: Iterable[Condition]) -> Condition:
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else Some(kept)
