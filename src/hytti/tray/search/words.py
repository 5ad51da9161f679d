"""From a word to the keys it is found by, in each of the three languages.

A key begins with its namespace: `f` a Finnish base form, `x` the stem of a word that the Finnish dictionary does not
know, `s` and `e` Swedish and English stems, `n` a whole name with its language, `=` a filter's value. No text can
make a key of another namespace.
"""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from hytti.core.search.lemmas import HYPHENATED, readings, tokens_of

if TYPE_CHECKING:
    import Stemmer

FINNISH, UNKNOWN, SWEDISH, ENGLISH, NAME, FACET = "f", "x", "s", "e", "n", "="
SPACES = {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}
LANGUAGES = ("fi", "sv", "en")
LONGEST_KEY = 160

# How a key comes from a word of the text: the word itself, one of several that it may be, the last part of a compound,
# another part, the word it is derived from. The figures are per cent of a full match.
WHOLE, ONE_OF, HEAD, PART, ROOT = range(5)
QUALITY = (100, 95, 90, 75, 55)
THE_WORD = (WHOLE, ONE_OF)
ADVERBS = {"maksutta": "maksuton", "veloituksetta": "maksuton"}  # read by the dictionary as forms of another word

SMALL_WORDS = frozenset(
    # Words that tell nothing of an offer, neither in a text nor in a question
    """
    ja tai sekä eroon eli on ei että jos kun niin myös voi olla joka jotka jonka joita joiden jossa jotta se ne he hän me te
    minä sinä tämä nämä tässä mm esim ym tms sen niiden niitä siitä siihen sitä kuin mutta vai
    och eller ett det den de att av för i på med om till som är inte kan du vi han hon från vid samt så även
    dem deras sin sitt sina din ditt dina ni er era vår vårt våra oss sig där här när då men utan blir bli ha har vara
    the an and or of for in to is are by with at from that this be it as you your we not can
    their they them our us its his her has have was were will would should may also but if so such than then these
    """.split()
)


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
        for head in (*reading.heads(), *_joined(reading.parts[:-1])):
            _keep(found, head, PART)
        for place, (_, base) in enumerate(reversed(reading.parts)):
            _keep(found, base, PART if place else HEAD)
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
        return _stemmer(language).stemWord(token)


def tokens(text: str) -> list[str]:
    return [token for token in tokens_of(text) if len(token) <= LONGEST_KEY - 1]
