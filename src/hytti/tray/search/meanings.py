"""The reviewed synonyms (core.search) as keys of the index, in all three languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hytti.core.search import synonyms

from .words import FINNISH, SMALL_WORDS, SPACES, THE_WORD, read, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

Keys = tuple[str, ...]


class Meaning(NamedTuple):
    """A phrase and everything that means the same: each phrase a row of keys, one for each of its words."""

    phrase: tuple[Keys, ...]
    others: tuple[tuple[Keys, ...], ...]


@cache
def _by_first_key() -> dict[str, list[Meaning]]:
    table: dict[str, list[Meaning]] = {}
    for group in synonyms.read_by_language():
        phrases = {_phrase(listed.phrase, listed.language): listed.both_ways for listed in group}
        for phrase in filter(None, phrases):
            meaning = Meaning(phrase, tuple(other for other, wanted in phrases.items() if wanted and other != phrase))
            for key in phrase[0]:
                table.setdefault(key, []).append(meaning)
    return table


def _phrase(words: Sequence[str], language: str) -> tuple[Keys, ...]:
    return tuple(_keys(word, language) for word in words if word not in SMALL_WORDS)


def _keys(word: str, language: str) -> Keys:
    """A listed word stands in its base form: of many readings the one that equals it is meant."""
    if language != "fi":
        return (SPACES[language] + stem(word, language),)
    whole = [key for key, way in read(word, "fi") if way in THE_WORD and key[0] == FINNISH]
    return (FINNISH + word,) if FINNISH + word in whole else tuple(whole) or (FINNISH + word,)


def at(keys_by_place: Sequence[Keys], place: int) -> list[Meaning]:
    """The meanings of the phrases that begin at the place, each place given by its word's own keys."""
    found = []
    for key in keys_by_place[place]:
        for meaning in _by_first_key().get(key, ()):
            rest = keys_by_place[place + 1 : place + len(meaning.phrase)]
            if len(rest) == len(meaning.phrase) - 1 and all(
                set(mine) & set(wanted) for mine, wanted in zip(rest, meaning.phrase[1:], strict=True)
            ):
                found.append(meaning)
    return found


def is_listed(keys: Keys) -> bool:
    """Whether a word is one of the reviewed list: then it is no typing error."""
    return any((key,) in {phrase for meaning in _by_first_key().get(key, ()) for phrase in meaning.phrase} for key in keys)
