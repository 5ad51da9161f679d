"""The line of a text that shows why it was found."""

from __future__ import annotations

from collections.abc import Iterable

from .lemmas import WORD
from .query import Asked, terms

LONGEST = 180
ENOUGH = 4  # letters that a word of the text must share with a word that was asked for


def snippet(text: str, asked: Iterable[Asked]) -> str:
    """The first line with a word that begins like an asked one, else the first line; cut near the word."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    wanted = {word for one in asked for word in terms(one.condition)}
    for line in lines:
        at = _place(line, wanted)
        if at is not None:
            return _cut(line, at)
    return _cut(lines[0], 0) if lines else ""


def _place(line: str, wanted: set[str]) -> int | None:
    for match in WORD.finditer(line):
        word = match.group().lower()
        if any(_shared(word, other) >= max(ENOUGH, len(other) - 2) or word == other for other in wanted):
            return match.start()
    return None


def _shared(one: str, other: str) -> int:
    """How many first letters two words have in common."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _cut(line: str, at: int) -> str:
    if len(line) <= LONGEST:
        return line
    start = 0 if at < LONGEST * 2 // 3 else line.rfind(" ", 0, at - LONGEST // 3) + 1
    end = line.rfind(" ", start, start + LONGEST)
    end = end if end > at else min(len(line), start + LONGEST)
    return ("… " if start else "") + line[start:end] + (" …" if end < len(line) else "")
