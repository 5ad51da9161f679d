"""The judged set: which offers answer a question, told by reading rules that know nothing of the engine.

`offers.csv`: real names and summaries (Suomi.fi Palvelutietovaranto, DVV, MIT; LIPAS, University of Jyväskylä, CC BY
4.0). `judged.csv` and `held_out.csv` have for each question its kind and the rule of a reader: an offer answers when
its text says what is asked, in any form of the word, in a word that means the same, or in another language. The rule
is written as patterns of the text in small letters: those joined by " & " are all needed, one that begins with ! must
not stand in it, and one that begins with "name:" is looked for in the names only. `nothing` answers nonsense.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
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
