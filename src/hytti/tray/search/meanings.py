"""The reviewed synonyms (core.search) and the national code lists' names as keys of the index, in three languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hytti.core.search import synonyms
from hytti.core.search.lemmas import readings
from hytti.core.search.synonyms import ASKED_ONLY, NEAR, Listed

from .words import FINNISH, LANGUAGES, SMALL_WORDS, SPACES, THE_WORD, read, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Keys = tuple[str, ...]
LONGEST_NAME = 2


EQUAL, SITUATION, NEARLY = 85, 70, 50  # per cent of the word as typed


class Other(NamedTuple):
    """A phrase to look for in the place of another: a row of keys for each of its words, and how sure it is."""

    phrase: tuple[Keys, ...]
    sure: int


class Meaning(NamedTuple):
    """A phrase and everything that means the same or nearly so. `loose`: its words may stand anywhere in a question;
    those of others follow each other (home nursing is no nursing home)."""

    phrase: tuple[Keys, ...]
    others: tuple[Other, ...]
    loose: bool = False


@cache
def _by_first_key() -> dict[str, list[Meaning]]:
    table: dict[str, list[Meaning]] = {}
    for group in (*synonyms.read_by_language(), *_national_words()):
        marks = _marks(group)
        for phrase, own in marks.items():
            others = (
                Other(other, NEARLY if NEAR in (own, mark) else EQUAL)
                for other, mark in marks.items()
                if mark != ASKED_ONLY and other != phrase
            )
            _keep(table, Meaning(phrase, tuple(others)))
    words = {meaning.phrase for meanings in table.values() for meaning in meanings if len(meaning.phrase) == 1}
    for group in synonyms.read_by_language(synonyms.SITUATIONS):
        marks = _marks(group)
        helps = [other for other, mark in marks.items() if not mark]
        for phrase in (phrase for phrase, mark in marks.items() if mark == ASKED_ONLY):
            sure = NEARLY if phrase in words else SITUATION  # a listed word has surer ones
            _keep(table, Meaning(phrase, tuple(Other(other, sure) for other in helps), loose=True))
    return table


def _marks(group: Sequence[Listed]) -> dict[tuple[Keys, ...], str]:
    """The mark of each phrase of a group; the first one counts."""
    marks = {_phrase(listed.phrase, listed.language): listed.mark for listed in reversed(group)}
    marks.pop((), None)
    return marks


def _keep(table: dict[str, list[Meaning]], meaning: Meaning) -> None:
    for key in meaning.phrase[0]:
        table.setdefault(key, []).append(meaning)


def _national_words() -> Iterator[list[Listed]]:
    """Names of the national code lists in three languages: those of one thing, of at most two words."""
    from ..vocabularies import national

    for row in national():
        names = {language: tokens(row[f"name_{language}"]) for language in LANGUAGES}
        if all(0 < len(words) <= LONGEST_NAME and not SMALL_WORDS.intersection(words) for words in names.values()):
            yield [
                Listed(language, tuple(_base(word, language) for word in words)) for language, words in names.items()
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


def load() -> None:
    """Read the list and the Finnish dictionary: seconds of work, done in the web workers before they part."""
    _by_first_key()


def among(words: Sequence[Keys]) -> list[tuple[tuple[int, ...], Meaning]]:
    """The listed words and phrases that the question has, with the places of their words in it."""
    found: dict[tuple[int, int], tuple[tuple[int, ...], Meaning]] = {}
    for place, keys in enumerate(words):
        for key in keys:
            for meaning in _by_first_key().get(key, ()):
                places = (_anywhere if meaning.loose else _in_a_row)(meaning.phrase, place, words)
                if places:
                    found.setdefault((place, id(meaning)), (places, meaning))
    return list(found.values())


def _in_a_row(phrase: tuple[Keys, ...], first: int, words: Sequence[Keys]) -> tuple[int, ...]:
    """The places of the phrase when it begins at `first`; nothing where another word stands there."""
    places = tuple(range(first, first + len(phrase)))
    fits = places[-1] < len(words) and all(
        set(words[at]) & set(wanted) for at, wanted in zip(places, phrase, strict=True)
    )
    return places if fits else ()


def _anywhere(phrase: tuple[Keys, ...], first: int, words: Sequence[Keys]) -> tuple[int, ...]:
    """Where the phrase's words stand when its first one does at `first`; nothing where one is lacking."""
    places = [first]
    for wanted in phrase[1:]:
        at = next((at for at, keys in enumerate(words) if at not in places and set(keys) & set(wanted)), None)
        if at is None:
            return ()
        places.append(at)
    return tuple(places)


def single(key: str) -> Keys:
    """Keys of the single words that mean the same as the word of this key, the near ones left out."""
    found = [
        other.phrase[0]
        for _, meaning in among([(key,)])
        for other in meaning.others
        if len(other.phrase) == 1 and other.sure == EQUAL
    ]
    return tuple(dict.fromkeys(one for keys in found for one in keys))


def is_listed(keys: Keys) -> bool:
    """Whether a word is one of the reviewed list: then it is no typing error."""
    return any(
        (key,) in {phrase for meaning in _by_first_key().get(key, ()) for phrase in meaning.phrase} for key in keys
    )
