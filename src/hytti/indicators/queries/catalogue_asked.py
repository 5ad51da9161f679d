"""What a reader asked of the catalogue, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

NAMES = {
    "theme": "teema",
    "group": "ryhma",
    "source": "lahde",
    "age": "ika",
    "coefficient": "kerroin",
    "favourite": "vain",
}
FAVOURITES = "suosikit"
ONLY = "suosikit"
LONGEST_WORDS, MOST_FAVOURITES = 200, 200


@dataclass(frozen=True)
class Wanted:
    """Free text, for each facet the values chosen, and the favourites that the address carries."""

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    favourites: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Wanted:
        chosen = {name: frozenset(filter(None, query.getlist(word))) for name, word in NAMES.items()}
        keys = dict.fromkeys(filter(None, ",".join(query.getlist(FAVOURITES)).split(",")))
        words = " ".join(query.get("q", "").split())[:LONGEST_WORDS]
        return cls(words, chosen, tuple(keys)[:MOST_FAVOURITES])

    def values(self, facet: str) -> frozenset[str]:
        return self.chosen.get(facet, frozenset())

    def without(self, facet: str, value: str) -> Wanted:
        return replace(self, chosen={**self.chosen, facet: self.values(facet) - {value}})

    def without_words(self) -> Wanted:
        return replace(self, words="")

    def bare(self) -> Wanted:
        """The favourites alone: what is left when every limit is taken away."""
        return Wanted(favourites=self.favourites)

    def query(self) -> str:
        """The same wish as the query string of an address."""
        query = QueryDict(mutable=True)
        if self.words:
            query["q"] = self.words
        for name, word in NAMES.items():
            if self.values(name):
                query.setlist(word, sorted(self.values(name)))
        if self.favourites:
            query[FAVOURITES] = ",".join(self.favourites)
        return query.urlencode(safe=",")
