"""The reviewed synonyms (core.search) and the national code lists' names as keys of the index, in three languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hytti.core.search import synonyms
from hytti.core.search.lemmas import readings
from hytti.core.search.synonyms import Listed

from .words import FINNISH, LANGUAGES, SMALL_WORDS, SPACES, THE_WORD, read, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Keys = tuple[str, ...]
LONGEST_NAME = 2


class Meaning(NamedTuple):
    """A phrase and everything that means the same: each phrase a row of keys, one for each of its words."""

    phrase: tuple[Keys, ...]
    others: tuple[tuple[Keys, ...], ...]


@cache
def _by_first_key() -> dict[str, list[Meaning]]:
    table: dict[str, list[Meaning]] = {}
    for group in (*synonyms.read_by_language(), *_national_words()):
        phrases = {_phrase(listed.phrase, listed.language): listed.both_ways for listed in group}
        for phrase in filter(None, phrases):
            meaning = Meaning(phrase, tuple(other for other, wanted in phrases.items() if wanted and other != phrase))
            for key in phrase[0]:
                table.setdefault(key, []).append(meaning)
    return table


def _national_words() -> Iterator[list[Listed]]:
    """Names of the national code lists in three languages: those of one thing, of at most two words."""
    from ..vocabularies import national

    for row in national():
        names = {language: tokens(row[f"name_{language}"]) for language in LANGUAGES}
        if all(0 < len(words) <= LONGEST_NAME and not SMALL_WORDS.intersection(words) for words in names.values()):
            yield [
                Listed(language, tuple(_base(word, language) for word in words), True)
                for language, words in names.items()
            ]


def _base(word: str, language: str) -> str:
    found = readings(word) if language == "fi" else ()
    return found[0].base if found else word


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


def single(key: str) -> Keys:
    """Keys of the single words that mean the same as the word of this key."""
    found = [other[0] for meaning in at([(key,)], 0) for other in meaning.others if len(other) == 1]
    return tuple(dict.fromkeys(one for keys in found for one in keys))


def is_listed(keys: Keys) -> bool:
    """Whether a word is one of the reviewed list: then it is no typing error."""
    return any(
        (key,) in {phrase for meaning in _by_first_key().get(key, ()) for phrase in meaning.phrase} for key in keys
    )
