"""Second thoughts on the words of a question: Swedish compounds, beginnings of words, and typing errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import meanings, postings, vocabulary
from .documents import WAYS
from .questions import APART, BEGINNING, SWEDISH_PART, ask
from .words import ENGLISH, FINNISH, SWEDISH, THE_WORD, UNKNOWN, is_known, stem

if TYPE_CHECKING:
    from .postings import Row
    from .questions import Asked
    from .vocabulary import Vocabulary

SHORTEST_BEGINNING = 4
SHORTEST_PART = 4
SHORTEST_REST = 3
MOST_WORDS = 40


def understood(text: str, state: tuple[int, int]) -> tuple[list[Asked], dict[str, Row]]:
    """The words of a question with the ways that the index in this state suggests, and the rows of all their keys."""
    asked = ask(text)
    rows = postings.fetch({key for word in asked for key in word.all_keys()})
    doubtful = [word for word in asked if not _stands(word, rows)]
    if doubtful:
        words = vocabulary.current(state)
        spaces = _spaces(asked, rows)
        instead = {word.token: better for word in doubtful if (better := _second_thought(word, words, spaces))}
        if instead:  # asked anew, since the right word may belong to a phrase
            asked = ask(text, instead)
            doubtful = []
    swedish = [
        word for word in asked if word not in doubtful and _is_swedish(word, rows) and not meanings.is_listed(word.own)
    ]
    for word in swedish:
        _add_swedish_parts(word, vocabulary.current(state))
    new = {key for word in asked for key in word.all_keys()} - rows.keys()
    return asked, rows | postings.fetch(new) if new else rows


def _spaces(asked: list[Asked], rows: dict[str, Row]) -> str:
    """The namespaces in which a mistyped word may be meant: those of the languages of the other words."""
    known = {key[0] for word in asked for key in word.own if key in rows and key[0] != UNKNOWN}
    return "".join(known) if known and FINNISH not in known else FINNISH + UNKNOWN + SWEDISH + ENGLISH


def _second_thought(word: Asked, words: Vocabulary, spaces: str) -> str:
    """Ways for a word that no offer has; another word where it is a typing error."""
    if meanings.is_listed(word.own):
        return ""
    _add_swedish_parts(word, words)
    return "" if is_known(word.token) or _take_apart(word, words) else _mend(word, words, spaces)


def in_words(asked: list[Asked]) -> str:
    """The question as it was searched, where that differs from what was typed."""
    return " ".join(word.instead or word.token for word in asked) if any(word.instead for word in asked) else ""


def _stands(word: Asked, rows: dict[str, Row]) -> bool:
    """Whether some offer has the word in a way that is not the weakest."""
    return any(
        way.quality > APART and all(any(key in rows for key in member) for member in way.members) for way in word.ways
    )


def _is_swedish(word: Asked, rows: dict[str, Row]) -> bool:
    spaces = {key[0] for key in word.own if key in rows}
    return SWEDISH in spaces and FINNISH not in spaces


def _add_swedish_parts(word: Asked, words: Vocabulary) -> None:
    """grupp is found in motionsgrupp, and äldre in äldreomsorg where omsorg is a word too."""
    part = stem(word.token, "sv")
    if len(part) < SHORTEST_PART:
        return
    keys = [
        SWEDISH + other for other in words.ending(SWEDISH, part, MOST_WORDS) if len(other) >= len(part) + SHORTEST_REST
    ]
    for other in words.beginning(SWEDISH, word.token, MOST_WORDS) + words.beginning(SWEDISH, part, MOST_WORDS):
        rest = other[len(word.token) if other.startswith(word.token) else len(part) :]
        if any(len(tail) >= SHORTEST_PART and words.holds(SWEDISH, tail) for tail in (rest, rest.removeprefix("s"))):
            keys.append(SWEDISH + other)
    if keys:
        word.add(SWEDISH_PART, tuple(dict.fromkeys(keys)))


def _take_apart(word: Asked, words: Vocabulary) -> bool:
    """äldreomsorg as äldre and omsorg, where some offer has each of them or what means the same."""
    for place in range(len(word.token) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        first, last = word.token[:place], word.token[place:]
        ends = [_swedish(part, words) for part in (first, last)]
        if not ends[0] and first.endswith("s"):
            ends[0] = _swedish(first[:-1], words)
        if all(ends):
            word.add(APART, *ends)
            return True
    return False


def _swedish(part: str, words: Vocabulary) -> tuple[str, ...]:
    """Keys of a Swedish word that some offer has or that the reviewed list knows; none for another."""
    key = SWEDISH + stem(part, "sv")
    others = meanings.single(key)
    return (key, *others) if others or words.holds(SWEDISH, key[1:]) else ()


def _mend(word: Asked, words: Vocabulary, spaces: str) -> str:
    """The word as a beginning of longer ones, else the nearest word that some offer has; that one is returned."""
    begun = words.beginning(FINNISH, word.token, MOST_WORDS) if len(word.token) >= SHORTEST_BEGINNING else []
    if begun:
        word.add(BEGINNING, tuple(FINNISH + other for other in begun))
        return ""
    return _correct(word, words, spaces)


def _correct(word: Asked, words: Vocabulary, spaces: str) -> str:
    typed = {
        FINNISH: word.token,
        UNKNOWN: stem(word.token, "fi"),
        SWEDISH: stem(word.token, "sv"),
        ENGLISH: stem(word.token, "en"),
    }
    tries = [
        (near.cost, space, near.word)
        for space in spaces
        for near in words.shapes_of(space).near(typed[space], endings=space == FINNISH)
    ]
    rows = postings.fetch([space + other for _, space, other in tries])
    found = [
        (cost, -_holders(rows[space + other]), space, other) for cost, space, other in tries if space + other in rows
    ]
    if not found:
        return ""
    _, _, space, other = min(found)
    return space + other


def _holders(row: Row) -> int:
    """Offers in which the word itself stands, no mere relative of it."""
    return int(np.isin(row.weights % WAYS, THE_WORD).sum())
