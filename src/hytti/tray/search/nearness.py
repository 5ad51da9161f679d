"""Words that are nearly what was typed: letters left out, added, changed, doubled or swapped, and å, ä, ö without
their marks; in Finnish also under an ending."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hytti.core.search.lemmas import folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTEST, SHORT, LONG = 4, 5, 8  # letters: from SHORT one error, from LONG two; below SHORT only marks and the like
LONGEST_ENDING = 8
LONGEST_WORD = 40
CHANGED_END = 2  # last letters of a base form that change before an ending: yksinäinen, yksinäisen
OF_END, OF_ENDING, OF_FIRST, OF_MARK, OF_CHANGED = 25, 8, 30, 10, 15  # hundredths of an error
ERROR = 100
ENDING = re.compile(
    r"(?:[aäeiouyö]|se|ise|kse|de|te|j[aeä]?)?"
    r"(?:n|t|[aä]|t[aä]|tt[aä]|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|n[aä]|[aäoöuyie]n|h[aäeioöuy]n|seen|siin|den|tten|[it]?en)?"
    r"(?:ni|si|ns[aä]|mme|nne)?(?:kin)?"
)
DOUBLED = re.compile(r"(.)\1")


class Near(NamedTuple):
    """A word of the vocabulary and how far it is, in hundredths of an error."""

    cost: int
    word: str


class Shapes:
    """A vocabulary laid out for quick comparing: without marks, as numbers, with the set of letters of each word."""

    def __init__(self, words: list[str]) -> None:
        self.words = [word for word in words if SHORTEST <= len(word) <= LONGEST_WORD]
        self.plain = [folded(word) for word in self.words]
        self.lengths = np.array([len(word) for word in self.plain], np.int64)
        self.letters = np.array([[*map(ord, word.ljust(LONGEST_WORD, "\0"))] for word in self.plain], np.uint32)
        self.whole = np.array([letters_of(word) for word in self.plain], np.uint64)
        self.begins = np.array(
            [letters_of(word[: max(SHORTEST, len(word) - CHANGED_END)]) for word in self.plain], np.uint64
        )

    def near(self, typed: str, *, endings: bool, most: int = 8) -> list[Near]:
        """The words nearest to what was typed, the nearest first; in `endings` the typed word may be inflected."""
        plain = folded(typed)[:LONGEST_WORD]
        if len(plain) < SHORTEST or not self.words:
            return []
        return sorted(
            {*self._near(typed, plain, endings=False), *(self._near(typed, plain, endings=True) if endings else ())}
        )[:most]

    def _near(self, typed: str, plain: str, *, endings: bool) -> list[Near]:
        places = np.flatnonzero(self._inflected(plain) if endings else self._alike(plain))
        if not len(places):
            return []
        errors, ends, rests = _distances(plain, self.letters[places], self.lengths[places], endings=endings)
        close = np.flatnonzero(errors <= errors_in(plain))
        found = []
        for at in close.tolist():
            word, other = self.words[places[at]], self.plain[places[at]]
            cost = _cost(typed, plain, word, other, int(errors[at]), int(ends[at]), int(rests[at]))
            if cost is not None:
                found.append(Near(cost, word))
        return found

    def _alike(self, plain: str) -> NDArray[np.bool_]:
        """Words of about the same length and the same letters."""
        errors, letters = errors_in(plain), np.uint64(letters_of(plain))
        alike: NDArray[np.bool_] = (
            (abs(self.lengths - len(plain)) <= errors)
            & (np.bitwise_count(self.whole & ~letters) <= errors)
            & (np.bitwise_count(letters & ~self.whole) <= errors)
        )
        return alike

    def _inflected(self, plain: str) -> NDArray[np.bool_]:
        """Words with the same first letter whose beginning may stand under an ending."""
        shortest = max(SHORTEST, len(plain) - LONGEST_ENDING, len(plain) // 2)
        inflected: NDArray[np.bool_] = (
            (self.letters[:, 0] == ord(plain[0]))
            & (self.lengths >= shortest)
            & (self.lengths <= len(plain) + CHANGED_END)
            & (np.bitwise_count(self.begins & ~np.uint64(letters_of(plain))) <= 1)
        )
        return inflected


def errors_in(word: str) -> int:
    """How many errors a word of this length may have."""
    return 2 if len(word) >= LONG else 1


def letters_of(word: str) -> int:
    """The set of letters and digits as bits; others share the last one."""
    bits = 0
    for letter in word:
        number = ord(letter) - 97 if "a" <= letter <= "z" else ord(letter) - 22 if "0" <= letter <= "9" else 63
        bits |= 1 << number
    return bits


def _distances(
    typed: str, letters: NDArray[np.uint32], lengths: NDArray[np.int64], *, endings: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """For each word its least errors (swapped neighbours are one), the letters of its end that were left out of the
    comparison and the letters of the typed word that were taken as an ending."""
    count, width = len(letters), int(lengths.max())
    letters = letters[:, :width]
    across = np.arange(width + 1, dtype=np.int16)
    row = np.broadcast_to(across, (count, width + 1)).copy()
    older = row
    best = np.full(count, 10_000)
    errors, ends, rests = np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count, np.int64)
    for place, letter in enumerate(map(ord, typed)):
        new = np.empty_like(row)
        new[:, 0] = place + 1
        new[:, 1:] = np.minimum(row[:, 1:] + 1, row[:, :-1] + (letters != letter))
        if place:
            swapped = (letters[:, 1:] == ord(typed[place - 1])) & (letters[:, :-1] == letter)
            new[:, 2:] = np.where(swapped, np.minimum(new[:, 2:], older[:, :-2] + 1), new[:, 2:])
        new = np.minimum.accumulate(new - across, axis=1) + across
        older, row = row, new
        rest = len(typed) - place - 1
        if rest and (not endings or rest > LONGEST_ENDING or not ENDING.fullmatch(typed[place + 1 :])):
            continue
        for end in range(CHANGED_END + 1 if rest else 1):
            at = np.take_along_axis(row, np.maximum(lengths - end, 0)[:, None], axis=1)[:, 0]
            cost = at * ERROR + end * OF_END + rest * OF_ENDING
            better = cost < best
            best = np.where(better, cost, best)
            errors, ends, rests = (
                np.where(better, at, errors),
                np.where(better, end, ends),
                np.where(better, rest, rests),
            )
    return errors, ends, rests


def _cost(typed: str, plain: str, word: str, plain_word: str, errors: int, end: int, rest: int) -> int | None:
    """How far the word is; None where it is too far to be meant."""
    shorter = min(len(plain) - rest, len(plain_word))
    allowed = errors_in(plain_word) if shorter >= SHORT else 0
    if errors > allowed and not (errors == 1 and shorter >= SHORTEST and _slips(plain, plain_word)):
        return None
    cost = errors * ERROR + end * OF_END + rest * OF_ENDING
    stands = plain[: len(plain) - rest]
    if errors and _slips(stands, plain_word):
        cost -= ERROR * 3 // 10
    elif errors and len(stands) == len(plain_word) - end:
        cost += OF_CHANGED  # a letter left out or added is likelier than one changed
    if plain[0] != plain_word[0]:
        cost += OF_FIRST
    return cost + (OF_MARK if typed[: len(word)] != word[: len(typed)] and not errors else 0)


def _slips(typed: str, word: str) -> bool:
    """Whether they differ only by a doubled letter or by two neighbours swapped."""
    return DOUBLED.sub(r"\1", typed) == DOUBLED.sub(r"\1", word) or (
        len(typed) == len(word) and sorted(typed) == sorted(word)
    )
