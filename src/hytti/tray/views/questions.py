"""What a reader asks of the tray, as it stands in the address. Pages, calendars, tables and embedded lists share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import get_language

from ..queries.choices import Choices, choices
from ..queries.locate import Spot, locate
from ..search import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..queries.choices import Choice

# The search's name for a filter, and its word in an address: the same in every language.
NAMES = {
    "theme": "teema",
    "municipality": "kunta",
    "kind": "laji",
    "age": "ika",
    "group": "kenelle",
    "day": "paiva",
    "part": "aika",
    "free": "maksuton",
    "registration": "ilmoittautuminen",
    "step_free": "esteeton",
    "way": "tapa",
    "language": "kieli",
}
WORDS, NEAR, KILOMETRES, PAGE = "q", "lahella", "km", "page"
DISTANCES = (2, 5, 10, 20, 50)
USUAL_DISTANCE = 10
LONGEST_WORDS = 200
MOST_VALUES = 50  # of one filter; more than any filter has
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Asked:
    """A question and how it was put.

    `near` is what was typed as a place, `spot` where it is (None: nobody here knows it); `ignored` holds the words
    and values of the address that mean nothing here.
    """

    words: str
    chosen: dict[str, tuple[Choice, ...]]
    near: str
    spot: Spot | None
    kilometres: int
    page: int
    language: str
    choices: Choices
    ignored: tuple[tuple[str, str], ...] = ()

    @property
    def question(self) -> Question:
        filters = {facet: [choice.value for choice in values] for facet, values in self.chosen.items() if values}
        near = (self.spot.latitude, self.spot.longitude, float(self.kilometres)) if self.spot else None
        return Question(words=self.words, language=self.language, filters=filters, near=near, page=self.page)

    def pairs(self) -> Iterator[tuple[str, Choice]]:
        """Every filter's name with a value chosen, in the order of the filters."""
        for facet in NAMES:
            for choice in self.chosen.get(facet, ()):
                yield facet, choice

    def without(self, facet: str, choice: Choice) -> Asked:
        kept = tuple(one for one in self.chosen.get(facet, ()) if one != choice)
        return replace(self, chosen={**self.chosen, facet: kept}, page=1)

    def without_words(self) -> Asked:
        return replace(self, words="", page=1)

    def without_place(self) -> Asked:
        return replace(self, near="", spot=None, page=1)

    def query(self) -> str:
        """The same question as the query string of an address, without the page's number."""
        query = QueryDict(mutable=True)
        if self.words:
            query[WORDS] = self.words
        for facet, choice in self.pairs():
            query.appendlist(NAMES[facet], choice.word)
        if self.near:
            query[NEAR] = self.near
            if self.kilometres != USUAL_DISTANCE:
                query[KILOMETRES] = str(self.kilometres)
        return query.urlencode()


def question_of(query: QueryDict) -> Asked:
    """Read the address. What means nothing is left out and named in `ignored`; nothing raises."""
    known = choices()
    ignored: list[tuple[str, str]] = []
    chosen = {facet: tuple(_read(query, facet, known, ignored)) for facet in NAMES}
    near = line_of(query.get(NEAR, ""))[:LONGEST_WORDS]
    return Asked(
        words=line_of(query.get(WORDS, ""))[:LONGEST_WORDS],
        chosen=chosen,
        near=near,
        spot=locate(near, known) if near else None,
        kilometres=_number(query, KILOMETRES, DISTANCES, USUAL_DISTANCE, ignored),
        page=_number(query, PAGE, range(1, LAST_PAGE), 1, ignored),
        language=(get_language() or "fi")[:2],
        choices=known,
        ignored=tuple(ignored),
    )


def line_of(text: str) -> str:
    """What was typed, on one line and without marks that cannot be seen."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def _read(query: QueryDict, facet: str, known: Choices, ignored: list[tuple[str, str]]) -> Iterator[Choice]:
    for word in dict.fromkeys(query.getlist(NAMES[facet])[:MOST_VALUES]):
        choice = known.named(facet, word)
        if choice is not None:
            yield choice
        elif word:
            ignored.append((NAMES[facet], line_of(word)[:40]))


def _number(
    query: QueryDict, name: str, allowed: range | tuple[int, ...], usual: int, ignored: list[tuple[str, str]]
) -> int:
    text = query.get(name, "")
    if not text:
        return usual
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) in allowed:
        return int(text)
    ignored.append((name, line_of(text)[:40]))
    return usual
