"""The words of the service in three languages, with what they mean."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class Word:
    """A word in one language, its meaning, and the same word in the others as (language, word) pairs."""

    key: str
    term: str
    meaning: str
    others: tuple[tuple[str, str], ...]


@cache
def glossary_words(language: str) -> tuple[Word, ...]:
    """The glossary in the language's alphabetical order."""
    with (files("hytti.core") / "glossary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    words = [
        Word(
            key=row["key"],
            term=row[language],
            meaning=row[f"meaning_{language}"],
            others=tuple((other, row[other]) for other in LANGUAGES if other != language),
        )
        for row in rows
    ]
    return tuple(sorted(words, key=lambda word: word.term.casefold()))
