"""What was typed, as ways in which each of its words may stand in an offer."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hytti.core.search.lemmas import HYPHENATED, readings, written_together

from . import meanings
from .words import ASKING_WORDS, FINNISH, ROOT, SMALL_WORDS, SPACES, SWEDISH, THE_WORD, read, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .meanings import Meaning

LONGEST_TEXT = 160
MOST_WORDS = 10

# How sure a way of matching is, per cent of the word as typed
TYPED, TOGETHER, APART, DERIVED = 100, 95, 45, 59
IN_PHRASE = 58  # per cent of what a word means alone, where its phrase means something of its own (lost property)
SPLIT, WHOLE_PHRASE = 50, 70  # the words of a listed phrase one by one, and all of them though scattered
SCATTERED = 44  # per cent of a phrase's sureness where its words do not stand in one name
WITHOUT_END = 75
BEGINNING, SWEDISH_PART = 80, 80

GENERAL_ENDS = {FINNISH + "palvelu", FINNISH + "toiminta", FINNISH + "asia"}  # museopalvelut: what museums do


class Way(NamedTuple):
    """A way to match: every member is needed, each by any of its keys. In one name they are as sure as `in_names`.
    `own`: the keys come from the word itself; of others only whole words and last parts of compounds are sure."""

    quality: int
    members: tuple[tuple[str, ...], ...]
    in_names: int = 0
    own: bool = True


@dataclass
class Asked:
    """One word of the question. `own` are the keys of the word itself, with their namespaces."""

    token: str
    own: tuple[str, ...]
    ways: list[Way] = field(default_factory=list)
    instead: str = ""  # what was searched in place of a mistyped word

    def add(self, quality: int, *members: tuple[str, ...], in_names: int = 0, own: bool = True) -> None:
        self.ways.append(Way(quality, members, in_names, own))

    def add_other(self, phrase: tuple[tuple[str, ...], ...], sure: int) -> None:
        """A phrase to look for in the word's place: one of several words is as sure as that in one name alone."""
        if len(phrase) == 1:
            self.add(sure, *phrase, own=False)
        else:
            self.add(sure * SCATTERED // 100, *phrase, in_names=sure, own=False)

    def all_keys(self) -> set[str]:
        return {key for way in self.ways for member in way.members for key in member}


def ask(text: str, instead: Mapping[str, str] | None = None) -> list[Asked]:
    """The words that count, at most ten of them, each with its ways. `instead`: keys to read in place of words."""
    typed = [token for token in dict.fromkeys(_typed(text)) if token not in SMALL_WORDS]
    asked = [_corrected(token, instead[token]) if instead and token in instead else _word(token) for token in typed]
    in_phrases = _add_meanings(asked)
    telling = [one for one in asked if one.token in in_phrases or not _only_asks(one.token)] or asked
    for first, second in pairwise(telling):
        _join(first, second)
    return telling[:MOST_WORDS]


def _corrected(token: str, key: str) -> Asked:
    """A mistyped word read as the word of the key."""
    if key[0] != FINNISH:
        return Asked(token, (key,), [Way(TYPED, ((key,),))], key[1:])
    asked = _word(key[1:])
    return Asked(token, asked.own, asked.ways, key[1:])


def _add_meanings(asked: list[Asked]) -> set[str]:
    """What means the same as the words and their phrases. Returns the words that stand in a listed phrase."""
    found = meanings.among([one.own for one in asked])
    found += [((place,), meaning) for place, one in enumerate(asked) for meaning in _of_parts(one.token)]
    phrases = {places for places, _ in found if len(places) > 1}
    in_phrases = {asked[place].token for places in phrases for place in places}
    for word in (word for word in asked if word.token in in_phrases):
        word.ways = [way._replace(quality=way.quality * SPLIT // 100) for way in word.ways]
    for places in phrases:
        for word in (asked[place] for place in places):
            word.add(WHOLE_PHRASE, *(asked[place].own for place in sorted(places)), in_names=TYPED)
    for places, meaning in found:
        for word in (asked[place] for place in places):
            alone = len(places) == 1 and word.token in in_phrases
            for other in meaning.others:
                word.add_other(other.phrase, other.sure * (IN_PHRASE if alone else 100) // 100)
    return in_phrases


def _of_parts(token: str) -> list[Meaning]:
    """What means the same as words that are listed apart and were joined by a hyphen: x-ray, a-klinikka."""
    parts = token.split("-")
    if len(parts) == 1:
        return []
    found = meanings.among([own_keys(part) for part in parts])
    return [meaning for places, meaning in found if len(places) == len(parts)]


def _typed(text: str) -> list[str]:
    """The words in order; those that a hyphen joins stay one: vuokra-asunto."""
    parts = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).lower().split()
    return [word for part in parts for word in ([part] if HYPHENATED.fullmatch(part) else tokens(part))]


def _only_asks(token: str) -> bool:
    bases = {key[1:] for key, way in read(token, "fi") if way in THE_WORD and key[0] == FINNISH}
    return token in ASKING_WORDS or bool(bases & ASKING_WORDS)


def own_keys(token: str) -> tuple[str, ...]:
    """The keys of the word itself in the three languages, no parts."""
    finnish = [FINNISH + word for word in written_together(token)]
    finnish += [key for key, way in read(token.replace("-", ""), "fi") if way in THE_WORD]
    stems = (SPACES[language] + stem(token.replace("-", ""), language) for language in ("sv", "en"))
    return tuple(dict.fromkeys((*finnish, *stems)))


def _word(token: str) -> Asked:
    asked = Asked(token, own_keys(token))
    for key in asked.own:
        asked.add(TYPED, (key,))
    parts = _parts(token)
    if len(parts) > 1:
        asked.add(APART, *parts)
        if parts[-1][0] in GENERAL_ENDS:
            asked.add(WITHOUT_END, *parts[:-1])
    else:
        for key in (key for key, way in read(token, "fi") if way == ROOT):
            asked.add(DERIVED, (key,))
    return asked


def _parts(token: str) -> list[tuple[str, ...]]:
    """A compound's parts with their synonyms, so that every one is needed: tanssi and seniori of senioritanssi."""
    if "-" in token:
        return [own_keys(part) for part in token.split("-")]
    for reading in readings(token):
        if len(reading.parts) > 1:
            return [_with_synonyms(key) for key in dict.fromkeys(FINNISH + base for _, base in reading.parts)]
    return []


def _with_synonyms(key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((key, *meanings.single(key))))


def _join(one: Asked, other: Asked) -> None:
    """uima halli is also uimahalli."""
    together = one.token + other.token
    keys = [key for key, way in read(together, "fi") if way in THE_WORD and key[0] == FINNISH]
    keys += [SWEDISH + stem(together, "sv")]
    for word in (one, other):
        word.add(TOGETHER, tuple(dict.fromkeys(keys)))
