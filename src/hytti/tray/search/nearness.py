"""Words that are nearly what was typed: letters left out, added, changed, doubled or swapped, and å, ä, ö without
their marks; in Finnish also under an ending."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hytti.core.search.lemmas import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Errors = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

SHORTEST, SHORT, LONG = 4, 5, 8  # letters: from SHORT one error, from LONG two; below SHORT only marks and the like
LONGEST_ENDING = 8
LONGEST_WORD = 40
CHANGED_END = 2  # last letters of a base form that change before an ending: yksinäinen, yksinäisen
OF_END, OF_ENDING, OF_FIRST, OF_MARK, OF_CHANGED = 25, 8, 30, 10, 15  # hundredths of an error
ERROR = 100
FAR = 100  # errors of a word that was given up
ONE, MANY = np.int8(1), np.int8(100)
LOOKS = 3  # at each third letter those words are let go that have too many errors
NO_PLACES = np.zeros(0, np.int64)
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
    """A vocabulary laid out for quick comparing: without marks, as numbers, with the set of letters of each word.

    Letters stand by place and then by word, so that the words are compared side by side.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words: list[str] = []
        self.plain: list[str] = []
        self.lengths = np.zeros(0, np.int64)
        self.letters = np.zeros((LONGEST_WORD, 0), np.uint32)
        self.whole, self.begins = np.zeros(0, np.uint64), np.zeros(0, np.uint64)
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """More words; those that are there already must not be among them. No number is a mistyped one."""
        new = [word for word in words if SHORTEST <= len(word) <= LONGEST_WORD and not word.isdigit()]
        plain = [folded(word) for word in new]
        letters = np.array([word.ljust(LONGEST_WORD, "\0")[:LONGEST_WORD] for word in plain], f"<U{LONGEST_WORD}")
        begins = [letters_of(word[: max(SHORTEST, len(word) - CHANGED_END)]) for word in plain]
        self.lengths = np.append(self.lengths, [len(word) for word in plain]).astype(np.int64)
        self.letters = np.hstack([self.letters, letters.view(np.uint32).reshape(-1, LONGEST_WORD).T])
        self.whole = np.append(self.whole, np.array([letters_of(word) for word in plain], np.uint64))
        self.begins = np.append(self.begins, np.array(begins, np.uint64))
        self.words += new
        self.plain += plain

    def near(self, typed: str, *, endings: bool, most: int = 8) -> list[Near]:
        """The words nearest to what was typed, the nearest first; in `endings` the typed word may be inflected."""
        plain = folded(typed)[:LONGEST_WORD]
        if len(plain) < SHORTEST or not self.words:
            return []
        alike = self._alike(plain)
        inflected = self._inflected(plain) if endings else NO_PLACES
        has = np.zeros(len(self.words), np.bool_)
        has[alike] = has[inflected] = True
        places = np.flatnonzero(has)
        if not len(places):
            return []
        lengths = self.lengths[places]
        ways = _distances(plain, self.letters[: lengths.max(), places], lengths, endings=endings)
        found = set()
        for some, (errors, ends, rests) in zip((alike, inflected), ways, strict=True):
            at = np.searchsorted(places, some)
            for number in at[errors[at] <= errors_in(plain)].tolist():
                word, other = self.words[places[number]], self.plain[places[number]]
                cost = _cost(typed, plain, word, other, int(errors[number]), int(ends[number]), int(rests[number]))
                if cost is not None:
                    found.add(Near(cost, word))
        return sorted(found)[:most]

    def _alike(self, plain: str) -> NDArray[np.int64]:
        """Places of words of about the same length and the same letters."""
        errors, letters = errors_in(plain), np.uint64(letters_of(plain))
        places = np.flatnonzero(abs(self.lengths - len(plain)) <= errors)
        whole = self.whole[places]
        alike = (np.bitwise_count(whole & ~letters) <= errors) & (np.bitwise_count(letters & ~whole) <= errors)
        near: NDArray[np.int64] = places[alike]
        return near

    def _inflected(self, plain: str) -> NDArray[np.int64]:
        """Places of words with the same first letter whose beginning may stand under an ending."""
        shortest = max(SHORTEST, len(plain) - LONGEST_ENDING, len(plain) // 2)
        places = np.flatnonzero(self.letters[0] == ord(plain[0]))
        lengths = self.lengths[places]
        inflected = (
            (lengths >= shortest)
            & (lengths <= len(plain) + CHANGED_END)
            & (np.bitwise_count(self.begins[places] & ~np.uint64(letters_of(plain))) <= 1)
        )
        near: NDArray[np.int64] = places[inflected]
        return near


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
) -> tuple[Errors, Errors]:
    """For each word its errors as a whole and, in `endings`, its least where the typed word may be inflected: errors
    (swapped neighbours are one), the letters of its end that were left out of the comparison and the letters of the
    typed word that were taken as an ending."""
    count, width = len(lengths), int(lengths.max())
    most = errors_in(typed) + 1  # a word that has more on the way has too many at its end, however it ends
    across = np.arange(width + 2, dtype=np.int8)[:, None]
    row = np.broadcast_to(np.where(across <= most, across, MANY), (width + 2, count)).copy()
    older, spare = np.empty_like(row), np.empty_like(row)
    left = np.arange(count)  # places of the words that may still be near
    best = np.full(count, 10_000)
    whole, errors = np.full(count, FAR), np.full(count, FAR)
    ends, rests = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for place, letter in enumerate(map(ord, typed)):
        low, high = max(1, place + 1 - most), min(width, place + 1 + most)  # only so far aside can few errors lead
        if low > high:
            break
        before, new = max(0, low - 2), spare
        same = letters[before:high] == letter
        new[low - 1] = place + 1 if low == 1 else MANY
        new[high + 1] = MANY
        near = new[low : high + 1]
        np.minimum(row[low : high + 1] + ONE, row[low - 1 : high] + ~same[low - 1 - before :], out=near)
        if place and high > 1:
            swapped = (letters[before + 1 : high] == ord(typed[place - 1])) & same[:-1]
            near = new[before + 2 : high + 1]
            np.minimum(near, np.where(swapped, older[before : high - 1] + ONE, MANY), out=near)
        near, steps = new[low - 1 : high + 1], across[low - 1 : high + 1]
        near -= steps
        np.minimum.accumulate(near, axis=0, out=near)
        near += steps
        spare, older, row = older, row, new
        if place % LOOKS == LOOKS - 1:
            stays = np.flatnonzero(near.min(axis=0) <= most)
            if not len(stays):
                break
            if len(stays) < len(left):
                left, older, row, letters = left[stays], older[:, stays], row[:, stays], letters[:, stays]
                spare = np.empty_like(row)
        rest = len(typed) - place - 1
        if not rest:
            whole[left] = _at(row, lengths[left], low, high)
        if not endings or (rest and (rest > LONGEST_ENDING or not ENDING.fullmatch(typed[place + 1 :]))):
            continue
        for end in range(CHANGED_END + 1 if rest else 1):
            at = _at(row, lengths[left] - end, low, high).astype(np.int64)
            cost = at * ERROR + end * OF_END + rest * OF_ENDING
            better = cost < best[left]
            now = left[better]
            best[now], errors[now], ends[now], rests[now] = cost[better], at[better], end, rest
    return (whole, np.zeros_like(ends), np.zeros_like(rests)), (errors, ends, rests)


def _at(row: NDArray[np.int8], places: NDArray[np.int64], low: int, high: int) -> NDArray[np.int8]:
    """Each word's errors at its place in the row, of which only the places from `low` to `high` count."""
    found: NDArray[np.int8] = row[places, np.arange(len(places))]
    found[(places < low) | (places > high)] = MANY
    return found


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
