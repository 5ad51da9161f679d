"""The columns of a table, as the rules of its funding year ask for them; next year's decree needs no change here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from hytti.methods.coefficient.table import BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hytti.methods.coefficient import IndicatorRule, Rules

LANGUAGES = ("fi", "sv", "en")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
Kind = Literal["code", "name", "residents", "figure", "answer", "forms", "births"]


class Words(NamedTuple):
    """The same words in the three languages of the files."""

    fi: str
    sv: str
    en: str

    def of(self, language: str) -> str:
        return self._asdict()[language]  # type: ignore[no-any-return]


CODE = Words("Koodi", "Kod", "Code")
AREA = Words("Alue", "Område", "Area")
RESIDENTS = Words("Asukasluku 31.12.", "Invånarantal 31.12.", "Residents 31 Dec")
FORMS = Words("AUDIT- ja AUDIT-C-lomakkeita", "AUDIT- och AUDIT-C-blanketter", "AUDIT and AUDIT-C forms")
BIRTHS = Words("Syntyneitä", "Födda", "Births")
LATEST = Words("uusin luku", "nyaste siffran", "newest figure")
ONE_BEFORE = Words("sitä edellinen luku", "siffran före den", "the figure before it")
UNIT = Words("Yksikkö", "Enhet", "Unit")
TARGET = Words("Tavoite", "Mål", "Target")
HEAD_WORDS = frozenset(word.casefold() for words in (UNIT, TARGET) for word in words)
"""How the rows under the headings begin that tell the units and the targets."""
OTHER_WORDS = {
    "code": ("aluekoodi", "alueen koodi", "kuntakoodi", "kuntanumero", "områdeskod", "kommunkod", "area code"),
    "name": ("hyvinvointialue", "kunta", "alueen nimi", "nimi", "välfärdsområde", "kommun", "county", "municipality"),
    "residents": (
        "asukasluku",
        "asukkaita",
        "väkiluku",
        "väestö",
        "invånarantal",
        "folkmängd",
        "residents",
        "population",
    ),
    "forms": ("audit lomakkeita", "audit lomakkeet", "audit blanketter", "audit forms"),
    "births": ("syntyneet", "elävänä syntyneet", "levande födda", "live births"),
}
"""What else people call the columns that are not indicators."""


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and of which indicator.

    is_latest: of the later of the two years. year: None where the rules name none, as of municipalities, whose newest
    figures count. needed: whether the sum uses it; the earlier year of an activity is only for comparison.
    """

    kind: Kind
    words: Words
    rule: IndicatorRule | None = None
    year: int | None = None
    is_latest: bool = True
    needed: bool = True

    @property
    def key(self) -> str:
        """The column's name in `Table`: "mmr", "mmr:before", "births"."""
        return f"{self.rule.key}{'' if self.is_latest else BEFORE}" if self.rule else self.kind

    @property
    def is_count(self) -> bool:
        return self.kind in ("residents", "forms", "births")

    @property
    def is_percent(self) -> bool:
        return self.kind == "figure" and self.rule is not None and self.rule.unit_key == "percent"

    def heading(self, language: str) -> str:
        text = self.words.of(language)
        if not self.year:
            return text
        return f"{text}{self.year}" if text.endswith(".") else f"{text} {self.year}"


def columns_of(rules: Rules) -> tuple[Column, ...]:
    """The columns in the order of the template: the area, its residents, its work, the results of the work."""
    latest, before = rules.data_years or (None, None)
    found = [Column("code", CODE), Column("name", AREA), Column("residents", RESIDENTS, year=rules.residents_year)]
    for rule in rules.indicators:
        if rule.is_item:
            found.append(Column("answer", Words(*rule.name), rule))
            continue
        found.append(Column("figure", _named(rule, latest, LATEST), rule, latest))
        if rule.corrected_by_forms:
            found += [Column("forms", FORMS, year=latest), Column("births", BIRTHS, year=latest)]
        result = rule.half == "result"
        found.append(Column("figure", _named(rule, before, ONE_BEFORE), rule, before, is_latest=False, needed=result))
    return tuple(found)


def _named(rule: IndicatorRule, year: int | None, when: Words) -> Words:
    """The indicator's name; with "newest" or "one before" where no year tells the columns apart."""
    if year:
        return Words(*rule.name)
    return Words(*(f"{name}, {said}" for name, said in zip(rule.name, when, strict=True)))


class Headings:
    """Finds the column that a heading means, in any of the languages."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._columns: dict[str, list[Column]] = {}
        for column in columns:
            names = [*column.words, *OTHER_WORDS.get(column.kind, ()), *([column.rule.key] if column.rule else [])]
            for name in dict.fromkeys(map(bare, names)):
                self._columns.setdefault(name, []).append(column)

    def of_name(self, heading: str) -> list[Column]:
        """The columns of what the heading names, one for each year that is counted."""
        return self._columns.get(bare(heading), [])

    def known(self, headings: Iterable[str]) -> int:
        """How many of the headings name a column."""
        return sum(bool(self.of_name(heading)) for heading in headings)

    def names(self) -> list[str]:
        return list(self._columns)

    @staticmethod
    def year(heading: str) -> int | None:
        found = YEAR.findall(heading)
        return int(found[-1]) if found else None


def bare(heading: str) -> str:
    """The heading's words alone: without its year, capitals, and what stands between the words."""
    return " ".join(re.findall(r"\w+", YEAR.sub(" ", heading).casefold()))
