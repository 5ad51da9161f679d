"""What one page for the board tells of an area: the money, where the points come from, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hytti.methods.coefficient import options_of

from ..queries.county import contributions
from .about import chosen
from .results import known

if TYPE_CHECKING:
    from decimal import Decimal

    from hytti.methods.coefficient import Missing, Result, Rules
    from hytti.methods.coefficient.options import Choice, Option

    from ..queries.county import Contribution
    from .about import About

SHOWN = 3


@dataclass(frozen=True)
class Summary:
    """One area of a result. None is not known.

    lines: each indicator that the table has, in the order of the decree. strongest: those with most points;
    most_to_win: those where full points would bring most euros, the others' points as they are. choices: what was
    chosen where it is not Hytti's own choice. missing: what the table lacks of the area or of all.
    """

    code: str
    name: str
    rules: Rules
    about: About
    residents: int
    euros: Decimal | None
    euros_at_one: Decimal
    K: float | None
    national: float | None
    k: float | None
    rank: int | None
    areas: int
    process: float | None
    result: float | None
    lines: tuple[Contribution, ...]
    strongest: tuple[Contribution, ...]
    most_to_win: tuple[Contribution, ...]
    choices: tuple[tuple[Option, Choice], ...]
    missing: tuple[Missing, ...]

    @property
    def difference(self) -> Decimal | None:
        """Euros more than with the coefficient 1."""
        return None if self.euros is None else self.euros - self.euros_at_one


def summary(result: Result, area: str, about: About, *, name: str = "") -> Summary:
    """The area's page. name: in the language of the page; the table's own unless told. Raises ValueError on an
    unknown area."""
    at = result.table.place(area)
    lines = contributions(result, at)
    to_win = [line for line in lines if line.at_stake]
    return Summary(
        code=area,
        name=name or result.table.names[at],
        rules=result.rules,
        about=about,
        residents=int(result.table.residents[at]),
        euros=None if result.euros[at].is_nan() else result.euros[at],
        euros_at_one=result.euros_at_one[at],
        K=known(result.K[at]),
        national=known(result.national),
        k=known(result.k[at]),
        rank=int(result.rank[at]) or None,
        areas=len(result.table.areas),
        process=known(result.process[at]),
        result=known(result.result[at]),
        lines=tuple(lines),
        strongest=tuple(sorted(lines, key=lambda line: -line.points)[:SHOWN]),
        most_to_win=tuple(sorted(to_win, key=lambda line: -(line.at_stake or 0))[:SHOWN]),
        choices=tuple(
            (option, chosen(option, result.options))
            for option in options_of(result.rules)
            if getattr(result.options, option.key) != option.default
        ),
        missing=tuple(one for one in result.missing if one.area in ("", area)),
    )
