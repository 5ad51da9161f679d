"""The reviewed synonyms (core.search) and the national code lists' names as keys of the index, in three languages."""

from __future__ import annotations

from array import array
from marshal import dumps, loads
from typing import TYPE_CHECKING, NamedTuple

from hytti.core.search import synonyms
from hytti.core.search.apart import Apart
from hytti.core.search.lemmas import readings
from hytti.core.search.synonyms import ASKED_ONLY, NEAR, Listed

from .words import FINNISH, LANGUAGES, SMALL_WORDS, SPACES, THE_WORD, UNKNOWN, read, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Keys = tuple[str, ...]
Group = tuple[tuple[tuple[Keys, ...], str], ...]  # phrases and their marks
LONGEST_NAME = 2


EQUAL, SITUATION, NEARLY = 85, 70, 50  # per cent of the word as typed


class Other(NamedTuple):
    """A phrase to look for in the place of another: a row of keys for each of its words, and how sure it is."""

    phrase: tuple[Keys, ...]
    sure: int


class Meaning(NamedTuple):
    """A phrase and everything that means the same or nearly so."""

    phrase: tuple[Keys, ...]
    others: tuple[Other, ...]


class Entry(NamedTuple):
    """A listed phrase, the number of its group and its mark there. `helped`: of a situation, how sure its help is; its
    words may stand anywhere in a question, those of others follow each other (home nursing is no nursing home)."""

    phrase: tuple[Keys, ...]
    group: int
    mark: str
    helped: int = 0

    def others(self, group: Group) -> tuple[Other, ...]:
        if self.helped:
            return tuple(Other(phrase, self.helped) for phrase, _ in group)
        return tuple(
            Other(phrase, NEARLY if NEAR in (self.mark, mark) else EQUAL)
            for phrase, mark in group
            if phrase != self.phrase
        )


class Table:
    """The listed phrases by the keys that they begin with, packed: there are many, and a question has few of them."""

    def __init__(self) -> None:
        self._numbers: dict[str, bytes] = {}
        self._entries: list[bytes] = []
        self._groups: list[bytes] = []

    def add_group(self, group: Group) -> int:
        """What is looked for in each other's place, or what helps. Returns its number."""
        self._groups.append(dumps(group))
        return len(self._groups) - 1

    def add(self, entry: Entry) -> None:
        number = array("I", [len(self._entries)]).tobytes()
        for key in entry.phrase[0]:
            self._numbers[key] = self._numbers.get(key, b"") + number
        self._entries.append(dumps(tuple(entry)))

    def beginning(self, key: str) -> Iterator[tuple[int, Entry]]:
        """The phrases that begin with the key, with their numbers."""
        for number in memoryview(self._numbers.get(key, b"")).cast("I"):
            yield number, Entry(*loads(self._entries[number]))  # noqa: S302  our own bytes

    def meaning(self, entry: Entry) -> Meaning:
        return Meaning(entry.phrase, entry.others(loads(self._groups[entry.group])))  # noqa: S302  our own bytes


def _make() -> Table:
    table, words = Table(), set[tuple[Keys, ...]]()
    for group in (*synonyms.read_by_language(), *_national_words()):
        marks = _marks(group)
        number = table.add_group(tuple((phrase, mark) for phrase, mark in marks.items() if mark != ASKED_ONLY))
        for phrase, mark in marks.items():
            table.add(Entry(phrase, number, mark))
            if len(phrase) == 1:
                words.add(phrase)
    for group in synonyms.read_by_language(synonyms.SITUATIONS):
        marks = _marks(group)
        number = table.add_group(tuple((phrase, mark) for phrase, mark in marks.items() if not mark))
        for phrase in (phrase for phrase, mark in marks.items() if mark == ASKED_ONLY):
            table.add(Entry(phrase, number, ASKED_ONLY, NEARLY if phrase in words else SITUATION))  # it has surer ones
    return table


_table = Apart(_make)
load = _table.load  # done before the web workers part: it takes the Finnish dictionary seconds


def _marks(group: Sequence[Listed]) -> dict[tuple[Keys, ...], str]:
    """The mark of each phrase of a group; the first one counts."""
    marks = {phrase_of(listed.phrase, listed.language): listed.mark for listed in reversed(group)}
    marks.pop((), None)
    return marks


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


def phrase_of(words: Sequence[str], language: str) -> tuple[Keys, ...]:
    """The keys of each word of a listed phrase, the small words left out."""
    return tuple(_keys(word, language) for word in words if word not in SMALL_WORDS)


def _keys(word: str, language: str) -> Keys:
    """A listed word stands in its base form: of many readings the one that equals it is meant."""
    if language != "fi":
        return (SPACES[language] + stem(word, language),)
    keys = [key for key, way in read(word, "fi") if way in THE_WORD]
    unknown = tuple(key for key in keys if key[0] == UNKNOWN)
    whole = tuple(key for key in keys if key[0] == FINNISH)
    return ((FINNISH + word,) if FINNISH + word in whole else whole or (FINNISH + word,)) + unknown


def among(words: Sequence[Keys]) -> list[tuple[tuple[int, ...], Meaning]]:
    """The listed words and phrases that the question has, with the places of their words in it."""
    table = _table()
    found: dict[tuple[int, int], tuple[tuple[int, ...], Meaning]] = {}
    for place, keys in enumerate(words):
        for key in keys:
            for number, entry in table.beginning(key):
                if (place, number) in found:
                    continue
                places = (_anywhere if entry.helped else _in_a_row)(entry.phrase, place, words)
                if places:
                    found[place, number] = (places, table.meaning(entry))
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
    table = _table()
    return any((key,) in entry.phrase for key in keys for _, entry in table.beginning(key))
