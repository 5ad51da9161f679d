"""Voikko's dictionary held small: 10 MB in arrays, where the library's own reader takes 220 MB and four seconds.

The file is KFST's: the symbols, then the arcs in the order of the states that they leave, each with the symbol that it
reads and the one that it writes. An arc that reads nothing may set or ask a flag (the flag diacritics of HFST).
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

    Flags = dict[str, tuple[bool, str]]

HEADER = struct.Struct("!4sHHII?")  # name, version, symbols, arcs, final states, whether arcs have weights
ARC = np.dtype([("leaves", ">u4"), ("enters", ">u4"), ("reads", ">u2"), ("writes", ">u2")])
NOTHING = ("@0@", "@_EPSILON_SYMBOL_@")
FLAG = re.compile(r"@([PNRDCU])\.([^.@]+)(?:\.([^@]+))?@")


class Unfit(ValueError):
    """The file is no transducer of the kind that is read here."""


class Flag(NamedTuple):
    kind: str
    name: str
    value: str | None

    def after(self, flags: Flags) -> Flags | None:
        """The flags once this one is passed; None where it may not be."""
        held = flags.get(self.name)
        if self.kind in "PN":
            return {**flags, self.name: (self.kind == "P", self.value or "")}
        if self.kind == "C":
            return {name: one for name, one in flags.items() if name != self.name}
        agrees = held is not None and (self.value is None or held[0] == (held[1] == self.value))
        if self.kind == "U":
            return {**flags, self.name: (True, self.value or "")} if held is None or agrees else None
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
        self._letters = {symbol: number for number, symbol in enumerate(symbols) if len(symbol) == 1}

    @classmethod
    def from_kfst_file(cls, path: str | Path) -> Transducer:
        """As the library's own reader is called."""
        return cls(Path(path).read_bytes())

    def lookup(self, word: str) -> Iterator[tuple[str, float]]:
        """What the word may be read as, each once with the weight 0; nothing for letters that no arc reads."""
        letters = [self._letters.get(letter) for letter in word]
        if None not in letters:
            yield from dict.fromkeys((text, 0.0) for text in self._walk([*letters, None]))

    def _walk(self, letters: list[int | None]) -> Iterator[str]:
        """Every way through the letters to an end, in the order of the arcs."""
        last, flags = len(letters) - 1, {}  # type: tuple[int, Flags]
        waiting = [(0, 0, "", flags)]
        while waiting:
            state, place, text, flags = waiting.pop()
            if place == last and state in self._ends:
                yield text
            letter, onward = letters[place], []
            for arc in range(self._first[state], self._first[state + 1]):
                read = self._reads[arc]
                if read == letter:
                    onward.append((self._enters[arc], place + 1, text + self._shown[self._writes[arc]], flags))
                elif self._free[read]:
                    flag = self._flags[read]
                    passed = flags if flag is None else flag.after(flags)
                    if passed is not None:
                        onward.append((self._enters[arc], place, text + self._shown[self._writes[arc]], passed))
            waiting.extend(reversed(onward))
