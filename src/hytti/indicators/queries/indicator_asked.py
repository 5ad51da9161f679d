"""What a reader asked of an indicator's page, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import QueryDict

if TYPE_CHECKING:
    from typing import Self

SEXES = {"yhteensa": "total", "miehet": "male", "naiset": "female"}
EVERY, REGION, CHOSEN = "kunnat", "alue", "valitut"
COMPARISONS = (EVERY, REGION, CHOSEN)
MOST_CHOSEN = 20
LONGEST = 80


@dataclass(frozen=True)
class Asked:
    """Words of the address as they came; nothing here is known to exist.

    `area`: a slug. `comparison`: one of COMPARISONS, or empty: then the kind of figure decides. `chosen`: slugs of
    municipalities. `first`, `last`: years. `sex`: a word of SEXES. `edition`: the key of an edition. `strange` names
    what could not be understood.
    """

    area: str = ""
    comparison: str = ""
    chosen: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    sex: str = ""
    edition: str = ""
    strange: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        strange: list[str] = []

        def year(name: str) -> int | None:
            word = query.get(name, "").strip()
            if not word:
                return None
            if word.isascii() and word.isdigit() and len(word) == 4:
                return int(word)
            strange.append(name)
            return None

        chosen = tuple(dict.fromkeys(word[:LONGEST] for word in query.getlist("kunta") if word))[:MOST_CHOSEN]
        comparison = query.get("vertailu", "") or (CHOSEN if chosen else "")
        if comparison and comparison not in COMPARISONS:
            strange.append("vertailu")
            comparison = ""
        sex = query.get("sukupuoli", "")
        if sex and sex not in SEXES:
            strange.append("sukupuoli")
            sex = ""
        return cls(
            area=query.get("alue", "").strip()[:LONGEST],
            comparison=comparison,
            chosen=chosen,
            first=year("alkaen"),
            last=year("asti"),
            sex=sex,
            edition=query.get("rajat", "").strip()[:LONGEST],
            strange=tuple(strange),
        )

    def query(self) -> str:
        """The same wish as the query string of an address; what is the default is left out."""
        query = QueryDict(mutable=True)
        told = {
            "alue": self.area,
            "alkaen": self.first,
            "asti": self.last,
            "sukupuoli": self.sex,
            "rajat": self.edition,
        }
        for name, value in told.items():
            if value:
                query[name] = str(value)
        if self.comparison == CHOSEN:
            query.setlist("kunta", list(self.chosen))
        return query.urlencode()

    def but(self, **changes: object) -> Asked:
        return replace(self, **changes)  # type: ignore[arg-type]
