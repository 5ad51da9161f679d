"""All words of the index in a process's memory: what begins so, what ends so, what is nearly so.

Read at the first need; after a change of the index only the new rows are read. A word that no offer has any longer
stays until the index is built anew; its row is not found, so it does no harm.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Max

from ..models import Posting
from .words import FACET, NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .nearness import Shapes

HIGHEST = "\U0010ffff"


@dataclass
class Vocabulary:
    """Words of each namespace without it, in the order of their letters; names by their lower case."""

    epoch: int = 0
    generation: int = -1
    read_to: int = 0
    words: dict[str, list[str]] = field(default_factory=dict)
    backwards: dict[str, list[str]] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)  # ("fi:lower case", key)
    shapes: dict[str, Shapes] = field(default_factory=dict)

    def beginning(self, space: str, start: str, most: int) -> list[str]:
        return _from(self.words.get(space, []), start, most)

    def ending(self, space: str, end: str, most: int) -> list[str]:
        if space not in self.backwards:
            self.backwards[space] = sorted(word[::-1] for word in self.words.get(space, []))
        return [word[::-1] for word in _from(self.backwards[space], end[::-1], most)]

    def holds(self, space: str, word: str) -> bool:
        words = self.words.get(space, [])
        place = bisect_left(words, word)
        return place < len(words) and words[place] == word

    def names_beginning(self, language: str, start: str, most: int) -> list[str]:
        """Keys of whole names that begin so."""
        wanted = f"{language}:{start}"
        place = bisect_left(self.names, (wanted, ""))
        return [key for low, key in self.names[place : place + most] if low.startswith(wanted)]

    def shapes_of(self, space: str) -> Shapes:
        from .nearness import Shapes

        if space not in self.shapes:
            self.shapes[space] = Shapes(self.words.get(space, []))
        return self.shapes[space]

    def add(self, keys: Iterable[str]) -> None:
        fresh: dict[str, set[str]] = {}
        names = dict.fromkeys(self.names)
        for key in keys:
            if key[0] == NAME:
                names[(key[1:].lower(), key)] = None
            elif key[0] != FACET:
                fresh.setdefault(key[0], set()).add(key[1:])
        self.names = sorted(names)
        for space, words in fresh.items():
            known = self.words.get(space, [])
            self.words[space] = sorted(words.union(known))
            self.backwards.pop(space, None)
            if space in self.shapes:
                self.shapes[space].add(words.difference(known))


def _from(words: list[str], start: str, most: int) -> list[str]:
    place = bisect_left(words, start)
    end = bisect_left(words, start + HIGHEST, lo=place)
    return words[place : min(end, place + most)]


_kept = Vocabulary()
_lock = threading.Lock()


def current(state: tuple[int, int]) -> Vocabulary:
    """The words of the index in this state (epoch and generation), which was read just now."""
    global _kept
    epoch, generation = state
    with _lock:
        if (_kept.epoch, _kept.generation) != (epoch, generation):
            if _kept.epoch != epoch:
                _kept = Vocabulary(epoch)
            new = Posting.objects.filter(pk__gt=_kept.read_to)
            last = new.aggregate(last=Max("pk"))["last"] or _kept.read_to
            _kept.add(new.filter(pk__lte=last).values_list("word", flat=True))
            _kept.read_to, _kept.generation = last, generation
        return _kept
