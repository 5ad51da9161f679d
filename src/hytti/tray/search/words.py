"""From a word to the keys it is found by, in each of the three languages.

A key begins with its namespace: `f` a Finnish base form, `x` the stem of a word that the Finnish dictionary does not
know, `s` and `e` Swedish and English stems, `n` a whole name with its language, `=` a filter's value. No text can
make a key of another namespace.
"""

from __future__ import annotations

import csv
import re
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hytti.core.search.lemmas import HYPHENATED, readings, tokens_of

if TYPE_CHECKING:
    import Stemmer

FINNISH, UNKNOWN, SWEDISH, ENGLISH, NAME, FACET = "f", "x", "s", "e", "n", "="
SPACES = {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}
LANGUAGES = ("fi", "sv", "en")
LONGEST_KEY = 160

# How a key comes from a word of the text: the word itself, one of several that it may be, the last part of a compound,
# another part, the word it is derived from, another part of what may be a place's name (Koiralampi). The figures are
# per cent of a full match.
WHOLE, ONE_OF, HEAD, PART, ROOT, IN_PLACE = range(6)
QUALITY = (100, 95, 90, 75, 55, 60)
THE_WORD = (WHOLE, ONE_OF)
ADVERBS = {"maksutta": "maksuton", "veloituksetta": "maksuton"}  # read by the dictionary as forms of another word

SMALL_LISTS = Path(__file__).with_name("small_words.csv")


def _small_words(use: str) -> frozenset[str]:
    """The listed words of a use: `nowhere` looked for at all, `asking` only tells that one asks."""
    with SMALL_LISTS.open(encoding="utf-8", newline="") as lines:
        return frozenset(word for row in csv.DictReader(lines) if row["use"] == use for word in row["words"].split())


SMALL_WORDS = _small_words("nowhere")
PLACES = _small_words("place")
ASKING_WORDS = _small_words("asking")  # base forms in Finnish; words as they stand in Swedish and English
GROUPS = frozenset(FINNISH + word for word in _small_words("group"))  # base forms of words that tell for whom


class Reading(NamedTuple):
    """A key and the way in which it comes from the word."""

    key: str
    way: int


@lru_cache(maxsize=200_000)
def read(token: str, language: str) -> tuple[Reading, ...]:
    """The keys that a word of a text (one token, lower case) is found by; none for a small word."""
    if token in SMALL_WORDS:
        return ()
    if language != "fi":
        return (Reading(SPACES[language] + stem(token, language), WHOLE),)
    found: dict[str, int] = {}
    known = readings(ADVERBS.get(token, token))
    whole = WHOLE if len({reading.base for reading in known}) == 1 else ONE_OF
    for reading in known:
        _keep(found, reading.base, whole)
        for tail in reading.tails():
            _keep(found, tail, HEAD)
        part = IN_PLACE if reading.parts and reading.parts[-1][1] in PLACES else PART
        for head in (*reading.heads(), *_joined(reading.parts[:-1])):
            _keep(found, head, part)
        for place, (_, base) in enumerate(reversed(reading.parts)):
            _keep(found, base, part if place else HEAD)
        for together in _joined(reading.parts)[-1:]:
            _keep(found, together, ONE_OF)
        if reading.root:
            _keep(found, reading.root, ROOT)
    keys = tuple(Reading(FINNISH + word, way) for word, way in found.items() if word)
    return keys or (Reading(FINNISH + token, WHOLE), *_unknown(token))


def across_hyphens(text: str) -> list[Reading]:
    """ELY-keskuksen is also looked for as elykeskus, and aravavuokra-asunnot as vuokraasunto."""
    found: dict[str, int] = {}
    for compound in HYPHENATED.findall(text.lower()):
        *firsts, last = compound.split("-")
        lasts = [last, *(reading.base for reading in readings(last))]
        tails = [tail for reading in readings(firsts[-1]) for tail in reading.tails()]
        for end in lasts:
            _keep(found, "".join((*firsts, end)), WHOLE)
            for tail in tails:
                _keep(found, tail + end, HEAD)
    return [Reading((FINNISH + word)[:LONGEST_KEY], way) for word, way in found.items()]


SHARED_END = re.compile(r"((?:[^\W_]+-,? )+)(?:(?:ja|tai|sekä|eli) )?([^\W_]+)")


def sharing_ends(text: str) -> list[Reading]:
    """Uima-, jää- ja liikuntahallit are also uimahalli and jäähalli."""
    found: dict[str, int] = {}
    for firsts, last in SHARED_END.findall(text.lower()):
        tails = {tail for reading in readings(last) for tail in reading.tails()}
        for first in tokens_of(firsts):
            for tail in tails:
                _keep(found, first + tail, WHOLE)
    return [Reading((FINNISH + word)[:LONGEST_KEY], way) for word, way in found.items()]


def _joined(parts: tuple[tuple[str, str], ...]) -> list[str]:
    """The first two and more parts in their base forms, so that lasten|suojelu and lapsen|suojelu are the same."""
    bases = [base for _, base in parts]
    return ["".join(bases[:last]) for last in range(2, len(bases) + 1)]


def _keep(found: dict[str, int], word: str, way: int) -> None:
    found[word] = min(way, found.get(word, way))


def _unknown(token: str) -> tuple[Reading, ...]:
    """A word that no dictionary knows (a name, a new word) is also found by its rule-made stem."""
    return () if token.isdigit() else (Reading(UNKNOWN + stem(token, "fi"), WHOLE),)


@cache
def is_known(token: str) -> bool:
    """Whether the Finnish dictionary has the word itself; it also takes any two words for a compound."""
    return any(not reading.parts for reading in readings(token))


_lock = threading.Lock()  # a stemmer serves one thread at a time


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    import Stemmer

    return Stemmer.Stemmer({"fi": "finnish", "sv": "swedish", "en": "english"}[language])


def stem(token: str, language: str) -> str:
    """The stem by Snowball's rules; Swedish ensam and ensamhet share theirs once the ending -het is off."""
    with _lock:
        return str(_stemmer(language).stemWord(token))


def tokens(text: str) -> list[str]:
    return [token for token in tokens_of(text) if len(token) <= LONGEST_KEY - 1]
