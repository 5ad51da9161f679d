"""The judged set: which offers answer a question, told by reading rules.

`offers.csv`: real names and summaries (Suomi.fi Palvelutietovaranto, DVV, MIT; LIPAS, University of Jyväskylä, CC BY
4.0). The sets have for each question its kind and the rule of a reader: an offer answers when its text says what is
asked, in any form of the word, in a word that means the same, or in another language. The rule is written as patterns
of the text in small letters: those joined by " & " are all needed, one that begins with ! must not stand in it, and one
that begins with "name:" is looked for in the names only. `nothing` answers nonsense. Service classes are left unread:
they name a whole family of services.

Of `judged.csv` some rules were mended and some questions changed after the engine's hits had been seen: it keeps what
has been reached, and flatters what is measured. The rules of the other sets were written before the engine was tried on
their questions; the readers of all but the first knew neither the engine nor the other sets.
`held_out_first.csv`, `held_out.csv` and `unseen.csv` have since been looked at by those who made the engine better;
`fresh.csv` has not, and is to be counted, not read. What was found stands in docs/adr/0009.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hytti.tray.search.documents import Document, Text
from hytti.tray.search.snapshots import EVERY
from hytti.tray.search.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = 10
HERE = Path(__file__).parent / "tray" / "search"
NAMES = ("name_fi", "name_sv", "name_en")
TEXTS = (*NAMES, "summary_fi", "summary_sv", "summary_en", "keywords", "place")


class Judged(NamedTuple):
    kind: str
    question: str
    rule: str

    def answers(self) -> set[int]:
        """Numbers of the offers that answer the question."""
        if self.rule == "nothing":
            return set()
        return {int(row["number"]) for row in offers() if _fits(row, self.rule)}


@cache
def offers() -> list[dict[str, str]]:
    return _rows("offers.csv")


def judged(name: str) -> list[Judged]:
    return [Judged(row["kind"], row["question"], row["rule"]) for row in _rows(name)]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _fits(row: dict[str, str], rule: str) -> bool:
    return all(_holds(row, pattern) for pattern in rule.split(" & "))


def _holds(row: dict[str, str], pattern: str) -> bool:
    if pattern.startswith("!"):
        return not _holds(row, pattern[1:])
    columns = NAMES if pattern.startswith("name:") else TEXTS
    text = "\n".join(row[column] for column in columns).lower()
    return re.search(pattern.removeprefix("name:"), text) is not None


def documents() -> list[Document]:
    """The offers as the index takes them."""
    return [_document(row) for row in offers()]


def _document(row: dict[str, str]) -> Document:
    texts = [Text(field, one, row[f"{field}_{one}"]) for one in LANGUAGES for field in ("name", "summary")]
    texts += [
        Text("keyword", "fi", row["keywords"]),
        Text("class", "fi", row["classes"]),
        Text("place", "fi", row["place"]),
    ]
    return Document(
        number=int(row["number"]),
        texts=tuple(text for text in texts if text.text),
        facets=((EVERY, ""), ("kind", "place" if row["source"] == "LIPAS" else "service")),
        order=row["name_fi"].lower(),
        names={"fi": row["name_fi"]},
    )


class Marks(NamedTuple):
    """Means over questions: of the first ten hits, and (inflected words) of all."""

    recall: float
    precision: float
    recall_of_all: float


def marks(questions: list[Judged], search: Callable[[str], list[int]]) -> dict[str, Marks]:
    """By kind: how much of what answers stands in the first ten, how many of the first ten answer, and how much of
    what answers is found at all. A question that nothing answers is right when nothing is found."""
    found: dict[str, list[Marks]] = defaultdict(list)
    for question in questions:
        right, hits = question.answers(), search(question.question)
        if not right:
            found[question.kind].append(Marks(*[float(not hits)] * 3))
            continue
        first = hits[:FIRST]
        good = len(right.intersection(first))
        found[question.kind].append(
            Marks(good / min(FIRST, len(right)), good / max(1, len(first)), len(right.intersection(hits)) / len(right))
        )
    return {
        kind: Marks(*(sum(column) / len(rows) for column in zip(*rows, strict=True))) for kind, rows in found.items()
    }
