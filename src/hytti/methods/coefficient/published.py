"""Published facts that a table of the authorities' figures must meet. Without the table they wait; they never pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from .rules import Level, Localised
from .scores import rounded

if TYPE_CHECKING:
    from .sums import Result

What = Literal["K", "rank", "rank_in", "euros_between"]


@dataclass(frozen=True)
class Fact:
    """One published fact of an area.

    what: K (rounded to an integer), rank, rank_in (among the areas' figures of `indicator`), euros_between (the area's
    euros less those of `other`). within: how far the sum may be off, for a figure published as "about".
    preliminary: published before the final calculation; a final table may differ.
    """

    key: str
    level: Level
    funding_year: int
    words: Localised
    area: str
    what: What
    value: float
    source: str
    indicator: str = ""
    other: str = ""
    within: float = 0.0
    preliminary: bool = False

    def found(self, result: Result) -> float:
        """What the sum gives for the fact; NaN where the table cannot tell."""
        place = result.table.place(self.area)
        if self.what == "K":
            return float(rounded(result.K, 0)[place])
        if self.what == "rank":
            return float(result.rank[place]) or np.nan
        if self.what == "euros_between":
            return float(result.euros[place] - result.euros[result.table.place(self.other)])
        scored = result.scored.get(self.indicator)
        if scored is None or scored.missing[place]:
            return np.nan
        return float(1 + (scored.value > scored.value[place]).sum())

    def is_met(self, result: Result) -> bool:
        """Whether the sum gives what was published."""
        return bool(abs(self.found(result) - self.value) <= self.within)


_RELEASE = (
    "https://www.sttinfo.fi/tiedote/71543615/"
    "yhteistyo-kantaa-hedelmaa-kanta-hameen-hyte-tuloksissa-vahvaa-kehitysta?lang=fi"
)
_PRESS = "https://www.verkkouutiset.fi/a/usu-hyvinvointialueita-palkitaan-uudella-tavalla/"

FACTS = (
    Fact(
        "kanta-hame-K",
        "county",
        2026,
        Localised("Kanta-Häme: K on 46", "Egentliga Tavastland: K är 46", "Kanta-Häme: K is 46"),
        "07",
        "K",
        46,
        _RELEASE,
    ),
    Fact(
        "kanta-hame-rank",
        "county",
        2026,
        Localised("Kanta-Häme on seitsemäs", "Egentliga Tavastland är sjunde", "Kanta-Häme is seventh"),
        "07",
        "rank",
        7,
        _RELEASE,
    ),
    Fact(
        "kanta-hame-counselling",
        "county",
        2026,
        Localised(
            "Kanta-Häme on toinen elintapaneuvonnassa",
            "Egentliga Tavastland är andra i livsstilsrådgivning",
            "Kanta-Häme is second in lifestyle counselling",
        ),
        "07",
        "rank_in",
        2,
        _RELEASE,
        indicator="lifestyle_counselling",
    ),
    Fact(
        "kanta-hame-intervention",
        "county",
        2026,
        Localised(
            "Kanta-Häme on toinen alkoholin mini-interventiossa",
            "Egentliga Tavastland är andra i mini-intervention för alkohol",
            "Kanta-Häme is second in the brief intervention on alcohol",
        ),
        "07",
        "rank_in",
        2,
        _RELEASE,
        indicator="brief_intervention",
    ),
    Fact(
        "kainuu-rank",
        "county",
        2026,
        Localised("Kainuulla on suurin kerroin", "Kajanaland har den största koefficienten", "Kainuu is first"),
        "20",
        "rank",
        1,
        _PRESS,
        preliminary=True,
    ),
    Fact(
        "etela-savo-rank",
        "county",
        2026,
        Localised(
            "Etelä-Savolla on toiseksi suurin kerroin",
            "Södra Savolax har den näst största koefficienten",
            "South Savo is second",
        ),
        "12",
        "rank",
        2,
        _PRESS,
        preliminary=True,
    ),
    Fact(
        "etela-savo-etela-karjala",
        "county",
        2026,
        Localised(
            "Etelä-Savo saa noin 3,4 miljoonaa euroa enemmän kuin Etelä-Karjala",
            "Södra Savolax får cirka 3,4 miljoner euro mer än Södra Karelen",
            "South Savo gets about 3.4 million euros more than South Karelia",
        ),
        "12",
        "euros_between",
        3_400_000,
        _PRESS,
        other="11",
        within=50_000,
        preliminary=True,
    ),
)


def waiting(level: Level, funding_year: int, result: Result | None = None) -> list[Fact]:
    """The facts that no figures can be held against yet.

    result: of a published, complete table of real figures; None, or one that cannot tell, leaves the facts waiting.
    """
    asked = (fact for fact in FACTS if (fact.level, fact.funding_year) == (level, funding_year))
    return [fact for fact in asked if result is None or np.isnan(fact.found(result))]
