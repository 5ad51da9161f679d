"""What a reader asked of a list of bodies, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from hytti.core.models.provenance import Confirmation

NAMES = {
    "theme": "teema",
    "kind": "laji",
    "convener": "vetovastuu",
    "municipality": "kunta",
    "confirmation": "tieto",
    "activity": "toiminta",
}
WORKING = "toimivat"
CLOSED = "lakkautetut"
UNKNOWN = "ei-tiedossa"
CONFIRMATIONS = {
    Confirmation.CONFIRMED: "vahvistettu",
    Confirmation.LATE: "myohassa",
    Confirmation.UNCONFIRMED: "vahvistamatta",
}
OVER_A_YEAR = "yli-vuosi"
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Filters:
    """Free text, and for each facet the values chosen. The address says the same in every language."""

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def from_query(cls, query: QueryDict) -> Filters:
        chosen = {name: frozenset(filter(None, query.getlist(word))) for name, word in NAMES.items()}
        return cls(" ".join(query.get("q", "").split())[:LONGEST_WORDS], chosen)

    def values(self, facet: str) -> frozenset[str]:
        return self.chosen.get(facet, frozenset())

    @property
    def activity(self) -> frozenset[str]:
        """Working bodies, unless something else was asked for."""
        return self.values("activity") & {WORKING, CLOSED} or frozenset({WORKING})

    def without(self, facet: str, value: str) -> Filters:
        return Filters(self.words, {**self.chosen, facet: self.values(facet) - {value}})

    def without_words(self) -> Filters:
        return Filters("", self.chosen)

    def query(self) -> str:
        """The same wish as the query string of an address."""
        query = QueryDict(mutable=True)
        if self.words:
            query["q"] = self.words
        for name, word in NAMES.items():
            values = self.activity if name == "activity" else self.values(name)
            if name == "activity" and values == {WORKING}:
                continue
            if values:
                query.setlist(word, sorted(values))
        return query.urlencode()
