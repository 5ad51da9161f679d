"""Questions as people put them, and what helps: a question that is like a listed one is understood by it.

The list has a row for each family of services: `helps`, the words that its services are named by, and short questions
in three languages. A question need not have every word of a listed one: the nearest count, by the words that both
have, each weighed by how few families ask with it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hytti.core.search.apart import Apart
from hytti.core.search.lemmas import tokens_of

from .meanings import Keys, phrase_of
from .words import LANGUAGES, SMALL_WORDS, SPACES, THE_WORD, read, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

LIST = Path(__file__).with_name("asks.csv")
FULL = 100  # per cent
NEAR = 62  # per cent: so near must the nearest listed question be…
AS_NEAR = 85  # …and of its nearness what others must reach
MOST_FAMILIES = 3
KIN = 30  # per cent of a word: its parts and its root
SHORTEST = 2  # letters: the x of x-ray asks for nothing
STRANGE = 70  # per cent of the heaviest word's weight: a word that no listed question has

Phrase = tuple[Keys, ...]


class Table(NamedTuple):
    """The listed questions. `places`: of each key, where its questions begin and end in `numbers` and `sureness` (per
    cent), and its weight. `lengths`: the sum of weights of each question's words; `families`: of each question;
    `helps`: the phrases that name each family's services."""

    places: dict[str, tuple[int, int, float]]
    numbers: NDArray[np.uint16]
    sureness: NDArray[np.uint8]
    lengths: NDArray[np.float32]
    families: NDArray[np.uint16]
    helps: tuple[tuple[Phrase, ...], ...]


def _make() -> Table:
    families: list[int] = []
    helps: list[tuple[Phrase, ...]] = []
    words: list[list[dict[str, int]]] = []  # of each question, the keys of each of its words
    for family, (phrases, questions) in enumerate(_rows()):
        helps.append(phrases)
        for language, question in questions:
            keys = [found for token in dict.fromkeys(tokens_of(question)) if (found := _keys(token, language))]
            if keys:
                words.append(keys)
                families.append(family)
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    for number, of_question in enumerate(words):
        for of_word in of_question:
            for key, sure in of_word.items():
                postings[key][number] = max(sure, postings[key].get(number, 0))
    weights = {key: log(1 + len(helps) / len({families[number] for number in of})) for key, of in postings.items()}
    ends = np.cumsum([len(of) for of in postings.values()]).tolist()
    return Table(
        {key: (end - len(of), end, weights[key]) for end, (key, of) in zip(ends, postings.items(), strict=True)},
        np.array([number for of in postings.values() for number in of], np.uint16),
        np.array([sure for of in postings.values() for sure in of.values()], np.uint8),
        np.array([sum(_weight(keys, weights) for keys in one) for one in words], np.float32),
        np.array(families, np.uint16),
        tuple(helps),
    )


_table = Apart(_make)
load = _table.load  # done before the web workers part, as the meanings are


def _rows() -> Iterator[tuple[tuple[Phrase, ...], list[tuple[str, str]]]]:
    """What helps, and the questions with their languages, of each family."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            helps = tuple(phrase_of(tokens_of(text), "fi") for text in row["helps"].split("|"))
            yield helps, [(language, text) for language in LANGUAGES for text in row[language].split("|")]


def _keys(token: str, language: str) -> dict[str, int]:
    """The keys of a word of one language, and how surely each is meant (per cent)."""
    if len(token) < SHORTEST or token in SMALL_WORDS:
        return {}
    if language != "fi":
        return {SPACES[language] + stem(token, language): FULL}
    return {key: FULL if way in THE_WORD else KIN for key, way in read(token, "fi")}


def _weight(keys: dict[str, int], weights: dict[str, float]) -> float:
    """What a word weighs: by the readings that are the word itself."""
    return max((weights[key] for key, sure in keys.items() if sure == FULL and key in weights), default=0.0)


def helping(words: Sequence[str]) -> list[Phrase]:
    """The phrases that name what helps those who ask with these words; none where no listed question is near."""
    table = _table()
    tokens = [part for word in words for part in tokens_of(word)]
    near = np.maximum.reduce([_nearness(tokens, language, table) for language in LANGUAGES])
    best: dict[int, float] = {}
    for number in np.flatnonzero(near >= max(NEAR / FULL, near.max() * AS_NEAR / FULL)).tolist():
        family = int(table.families[number])
        best[family] = max(best.get(family, 0), float(near[number]))
    families = sorted(best, key=lambda family: -best[family])[:MOST_FAMILIES]
    return list(dict.fromkeys(phrase for family in families for phrase in table.helps[family]))


def _nearness(words: Sequence[str], language: str, table: Table) -> NDArray[np.float32]:
    """Of each listed question, 0–1: the weight of the words that both have to the (geometric) mean of their weights."""
    shared = np.zeros(len(table.lengths), np.float32)
    asked = 0.0
    strange = log(1 + len(table.helps)) * STRANGE / FULL
    for keys in (_keys(word, language) for word in words):
        weights = {key: table.places[key][2] for key in keys if key in table.places}
        common = np.zeros(len(shared), np.float32)
        for key, weight in weights.items():
            start, end, _ = table.places[key]
            sure = table.sureness[start:end] * np.float32(weight * keys[key] / FULL**2)
            common[table.numbers[start:end]] = np.maximum(common[table.numbers[start:end]], sure)
        weight = _weight(keys, weights) or float(common.max()) or strange * bool(keys)
        shared += np.minimum(common, np.float32(weight))
        asked += weight
    shared /= np.sqrt(table.lengths * np.float32(asked or 1))
    return shared
