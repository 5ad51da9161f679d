"""The reviewed list of words that mean the same to those who search, in three languages, sorted by theme.

Each row of the list is one meaning ("theme: meaning") with its everyday and official words: Finnish ones in their
base form; several words together are a phrase whose every word is needed. A mark before a word tells how it belongs:

- none: it means the same as the others, both ways;
- `>` it leads to the others, but is not looked for in their place: it has other meanings too;
- `~` it is near, not equal: it leads to the others and is looked for in their place, less surely both ways.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

Phrase = tuple[str, ...]
LIST = Path(__file__).with_name("synonyms.csv")
SITUATIONS = Path(__file__).with_name("situations.csv")  # what people tell (>), and what helps, in the same columns
LANGUAGES = ("fi", "sv", "en")


ASKED_ONLY, NEAR = ">", "~"


class Listed(NamedTuple):
    """A phrase of the list and its mark: ASKED_ONLY, NEAR, or "" where it means the same both ways."""

    language: str
    phrase: Phrase
    mark: str = ""


def read_by_language(path: Path = LIST) -> list[list[Listed]]:
    """The groups of the list, each phrase with its language."""
    from .lemmas import tokens_of

    with path.open(encoding="utf-8", newline="") as lines:
        return [
            [
                Listed(language, tuple(tokens_of(phrase)), phrase[0] if phrase[0] in (ASKED_ONLY, NEAR) else "")
                for language in LANGUAGES
                for phrase in row[language].split("|")
                if phrase
            ]
            for row in csv.DictReader(lines)
        ]


def read(path: Path = LIST) -> list[list[Phrase]]:
    """The groups of phrases that are looked for in each other's place, without their languages, each phrase once."""
    return [
        list(dict.fromkeys(listed.phrase for listed in group if listed.mark != ASKED_ONLY))
        for group in read_by_language(path)
    ]


@cache
def groups_by_phrase() -> dict[Phrase, list[Phrase]]:
    """Each phrase with everything that means the same; a phrase may stand in several groups."""
    table: dict[Phrase, list[Phrase]] = {}
    for group in read():
        for phrase in group:
            table.setdefault(phrase, []).extend(other for other in group if other != phrase)
    return table


@cache
def phrases_by_first_word() -> dict[str, list[Phrase]]:
    """Phrases to try at a word, longest first."""
    table: dict[str, list[Phrase]] = {}
    for phrase in groups_by_phrase():
        table.setdefault(phrase[0], []).append(phrase)
    return {word: sorted(phrases, key=len, reverse=True) for word, phrases in table.items()}
