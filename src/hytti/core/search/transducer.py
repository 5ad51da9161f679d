"""Voikko's dictionary held small: 10 MB in arrays, where the library's own reader takes 220 MB and four seconds.

The file is KFST's: the symbols, then the arcs in the order of the states that they leave, each with the symbol that it
reads and the one that it writes. An arc that reads nothing may set or ask a flag (the flag diacritics of HFST). What
was walked is remembered: the arcs that read nothing make long chains, and the words of a text share their ends.
"""

from __future__ import annotations

import lzma
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    Flags = frozenset[tuple[str, bool, str]]
    Way = tuple[tuple["Flag", ...], str, int]
    Texts = tuple[str, ...]

HEADER = struct.Struct("!4sHHII?")  # name, version, symbols, arcs, final states, whether arcs have weights
ARC = np.dtype([("leaves", ">u4"), ("enters", ">u4"), ("reads", ">u2"), ("writes", ">u2")])
NOTHING = ("@0@", "@_EPSILON_SYMBOL_@")
NO_FLAGS: Flags = frozenset()
MOST_KEPT = 50_000  # steps and ends of words that are remembered, in some 15 MB; then begun anew
FLAG = re.compile(r"@([PNRDCU])\.([^.@]+)(?:\.([^@]+))?@")


class Unfit(ValueError):
    """The file is no transducer of the kind that is read here."""


class Flag(NamedTuple):
    kind: str
    name: str
    value: str | None

    def after(self, flags: Flags) -> Flags | None:
        """The flags once this one is passed; None where it may not be."""
        held = next((one for one in flags if one[0] == self.name), None)
        if self.kind in "PN":
            return flags - {held} | {(self.name, self.kind == "P", self.value or "")}
        if self.kind == "C":
            return flags - {held}
        agrees = held is not None and (self.value is None or held[1] == (held[2] == self.value))
        if self.kind == "U":
            return flags - {held} | {(self.name, True, self.value or "")} if held is None or agrees else None
        return flags if agrees == (self.kind == "R") else None


class Transducer:
    """Reads words by the arcs of a KFST file without weights. Raises Unfit for a file of another kind."""

    def __init__(self, data: bytes) -> None:
        if len(data) < HEADER.size:
            raise Unfit("The file ends too early.")
        name, version, symbols, arcs, ends, weighted = HEADER.unpack_from(data)
        if (name, version, weighted) != (b"KFST", 0, False):
            raise Unfit("The file is not KFST of version 0 without weights.")
        *names, packed = data[HEADER.size :].split(b"\0", symbols)
        table = lzma.decompress(packed)
        found = np.frombuffer(table, ARC, arcs)
        self._ends = frozenset(np.frombuffer(table, ">u4", ends, arcs * ARC.itemsize).tolist())
        states = np.arange(1 + max((int(found[side].max()) for side in ("leaves", "enters") if arcs), default=0) + 1)
        # Looked at one by one, a view of plain bytes is several times as fast as an array.
        self._first = np.searchsorted(found["leaves"], states).astype(np.uint32).data
        self._enters = found["enters"].astype(np.uint32).data
        self._reads, self._writes = (found[side].astype(np.uint16).data for side in ("reads", "writes"))
        self._set_symbols([name.decode() for name in names])

    def _set_symbols(self, symbols: list[str]) -> None:
        flags = [FLAG.fullmatch(symbol) for symbol in symbols]
        self._flags = [None if flag is None else Flag(*flag.groups()) for flag in flags]
        self._free = [flag is not None or symbol in NOTHING for flag, symbol in zip(flags, symbols, strict=True)]
        self._shown = ["" if free else symbol for free, symbol in zip(self._free, symbols, strict=True)]
        self._steps: dict[tuple[int, str], list[Way]] = {}
        self._rests: dict[tuple[int, Flags, str], Texts] = {}
        self._passed: dict[tuple[Flags, tuple[Flag, ...]], Flags | None] = {}
        self._letters = {symbol: number for number, symbol in enumerate(symbols) if len(symbol) == 1}

    @classmethod
    def from_kfst_file(cls, path: str | Path) -> Transducer:
        """As the library's own reader is called."""
        return cls(Path(path).read_bytes())

    def lookup(self, word: str) -> Iterator[tuple[str, float]]:
        """What the word may be read as, each once with the weight 0; nothing for letters that no arc reads."""
        if all(letter in self._letters for letter in word):
            yield from ((text, 0.0) for text in self._read(0, NO_FLAGS, word, 0))

    def _read(self, state: int, flags: Flags, word: str, place: int) -> Texts:
        """What is written from the state on while the letters from the place on are read: straight on to a fork."""
        begun = ""
        while True:
            letter = word[place : place + 1]
            ways = self._steps.get((state, letter))
            if ways is None:
                ways = self._ways(state, letter)
            if not ways:
                return ()
            if len(ways) > 1 or place == len(word):
                break
            passed, text, state = ways[0]
            after = self._after(flags, passed) if passed else flags
            if after is None:
                return ()
            flags, begun, place = after, begun + text, place + 1
        texts = self._read_fork(ways, state, flags, word, place)
        return tuple([begun + text for text in texts]) if begun else texts

    def _read_fork(self, ways: list[Way], state: int, flags: Flags, word: str, place: int) -> Texts:
        """The same where there are several ways, each text once in the order of the arcs. Words share their ends."""
        key = state, flags, word[place:]
        known = self._rests.get(key)
        if known is not None:
            return known
        texts: dict[str, None] = {}
        for passed, text, enters in ways:
            after = self._after(flags, passed) if passed else flags
            if after is None:
                continue
            for rest in self._read(enters, after, word, place + 1) if place < len(word) else ("",):
                texts[text + rest] = None
        if len(self._rests) >= MOST_KEPT:
            self._rests.clear()
        self._rests[key] = found = tuple(texts)
        return found

    def _after(self, flags: Flags, passed: tuple[Flag, ...]) -> Flags | None:
        """The flags once all of these are passed; None where they may not be."""
        key = flags, passed
        if key not in self._passed:
            after: Flags | None = flags
            for flag in passed:
                after = flag.after(after) if after is not None else None
            self._passed[key] = after
        return self._passed[key]

    def _ways(self, state: int, letter: str) -> list[Way]:
        """The ways from the state over one letter, to an end where there is none: (flags, what is written, state)."""
        if len(self._steps) >= MOST_KEPT:
            self._steps.clear()
        found: list[Way] = []
        self._walk(state, self._letters[letter] if letter else None, (), "", found)
        self._steps[state, letter] = found
        return found

    def _walk(self, state: int, letter: int | None, passed: tuple[Flag, ...], text: str, found: list[Way]) -> None:
        """Gather the ways in the order of the arcs, over those that read nothing. Nearly all states have one arc."""
        while True:
            if letter is None and state in self._ends:
                found.append((passed, text, state))
            arc, end = self._first[state], self._first[state + 1]
            if end - arc != 1 or not self._free[self._reads[arc]]:
                break
            flag = self._flags[self._reads[arc]]
            passed = passed if flag is None else (*passed, flag)
            state, text = self._enters[arc], text + self._shown[self._writes[arc]]
        for arc in range(self._first[state], end):
            read = self._reads[arc]
            if read == letter:
                found.append((passed, text + self._shown[self._writes[arc]], self._enters[arc]))
            elif self._free[read]:
                flag = self._flags[read]
                more = passed if flag is None else (*passed, flag)
                self._walk(self._enters[arc], letter, more, text + self._shown[self._writes[arc]], found)
