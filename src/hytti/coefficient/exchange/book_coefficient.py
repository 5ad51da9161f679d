"""The front sheet: K, the national mean, k, the place and the euros, every cent of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from . import texts
from .book_frame import FIRST, letter, write_formula
from .book_points import PROCESS, RESULT, K
from .columns import AREA, CODE, Words

if TYPE_CHECKING:
    from hytti.methods._inputs import Floats
    from hytti.methods.coefficient.options import Value

    from .book_frame import Frame

RESIDENTS = Words("Asukkaita", "Invånare", "Residents")
COEFFICIENT = Words("Kerroin k", "Koefficient k", "Coefficient k")
PLACE = Words("Sija", "Plats", "Place")
EUROS = Words("Euroa", "Euro", "Euros")
AT_ONE = Words("Euroa, jos k = 1", "Euro, om k = 1", "Euros if k = 1")
DIFFERENCE = Words("Erotus, euroa", "Skillnad, euro", "Difference, euros")
EXACT = Words("Senttejä tarkalleen", "Cent exakt", "Cents exactly")
WHOLE = Words("Kokonaisia senttejä", "Hela cent", "Whole cents")
REST = Words("Jakojäännös", "Rest", "Remainder")
ORDER = Words("Sija jäännöksen mukaan", "Plats efter rest", "Place by remainder")
WHOLE_COUNTRY = Words("Koko maa", "Hela landet", "Whole country")
PARTS = (
    ("residents", RESIDENTS),
    ("process", PROCESS),
    ("result", RESULT),
    ("K", K),
    ("k", COEFFICIENT),
    ("rank", PLACE),
    ("euros", EUROS),
    ("at_one", AT_ONE),
    ("difference", DIFFERENCE),
    ("exact", EXACT),
    ("whole", WHOLE),
    ("rest", REST),
    ("order", ORDER),
)
"""The last four divide the whole sum to the cent: each area gets its whole cents, the greatest remainders one more."""
AT = {part: letter(place) for place, (part, _) in enumerate(PARTS, 2)}


class _Front:
    def __init__(self, frame: Frame, ends: dict[str, str]) -> None:
        self.frame, self.ends = frame, ends
        self.count = len(frame.table.areas)
        figures = next(at for at, column in enumerate(frame.columns) if column.key == "residents")
        self.residents = f"'{frame.sheet_name('figures')}'!{letter(figures)}"

    def all(self, part: str) -> str:
        return f"${AT[part]}${FIRST}:${AT[part]}${self.frame.last}"

    def national(self) -> str:
        K, residents = self.all("K"), self.all("residents")
        weighted = f"SUMPRODUCT({K},{residents})/SUM({residents})"
        mean = self.frame.by_choice("national_mean", {"plain": f"AVERAGE({K})"}, weighted)
        return f'IF(COUNT({K})<{self.count},"",{mean})'

    def formulas(self, row: int) -> dict[str, str]:
        """The formulas of one area by part."""
        here = {part: f"{column}{row}" for part, column in AT.items()}
        national, pot = f"${AT['K']}$2", f"${AT['at_one']}$2"
        weight = f"{self.all('K')}*{self.all('residents')}"
        own = f"{here['K']}*{here['residents']}"
        rest, unknown = self.all("rest"), f"COUNT({self.all('k')})<{self.count}"
        k = f"{here['K']}/{national}"
        rounded: dict[Value, str] = {decimals: f"ROUND({k},{decimals})" for decimals in (2, 3, 4)}
        k = self.frame.by_choice("round_k", rounded, k)
        equal = f"({rest}={here['rest']})"
        order = (
            f"1+SUMPRODUCT(--({rest}>{here['rest']}))+SUMPRODUCT({equal}*({weight}>{own}))"
            f"+SUMPRODUCT({equal}*({weight}={own})*(ROW({rest})<ROW({here['rest']})))"
        )
        found = {
            "residents": f"{self.residents}{row}",
            **{part: f"{column}{row}" for part, column in self.ends.items()},
            "k": f'IF(OR({national}="",{here["K"]}=""),"",IF({national}>0,{k},""))',
            "rank": f'IF({here["K"]}="","",1+SUMPRODUCT(--({self.all("K")}>{here["K"]}+1E-9)))',
            "euros": f'IF({unknown},"",{self._euros(here)})',
            "at_one": f"{self.frame.base_price}*{here['residents']}",
            "difference": f'IF({here["euros"]}="","",{here["euros"]}-{here["at_one"]})',
            "exact": f'IF({unknown},"",{pot}*100*{own}/SUMPRODUCT({self.all("K")},{self.all("residents")}))',
            "whole": f'IF({here["exact"]}="","",INT({here["exact"]}))',
            "rest": f'IF({here["exact"]}="","",ROUND({here["exact"]}-{here["whole"]},4))',
            "order": f'IF({here["exact"]}="","",{order})',
        }
        if not self.frame.rules.applies:
            found |= {"k": "1", "euros": here["at_one"]}
        return found

    def _euros(self, here: dict[str, str]) -> str:
        """By the largest remainder where the mean is weighted and k not rounded; else each area rounded to the cent."""
        cents_left = f"ROUND(${AT['at_one']}$2*100-SUM({self.all('whole')}),0)"
        shared = f"({here['whole']}+IF({here['order']}<={cents_left},1,0))/100"
        alone = f"ROUND({here['at_one']}*{here['k']},2)"
        by_k = self.frame.by_choice("round_k", dict.fromkeys((2, 3, 4), alone), shared)
        return self.frame.by_choice("national_mean", {"plain": alone, "country": alone}, by_k)

    def values(self) -> dict[str, Floats]:
        """What the formulas give, by part."""
        result, table = self.frame.result, self.frame.table
        euros, at_one = (np.array([float(one) for one in money]) for money in (result.euros, result.euros_at_one))
        exact, rest = _cents(result.K, table.residents, float(result.pot))
        whole = np.floor(exact)
        weight = result.K * table.residents
        order = np.full(self.count, np.nan)
        if not np.isnan(exact).any():
            by_rest = sorted(range(self.count), key=lambda at: (-rest[at], -weight[at], at))
            order[by_rest] = np.arange(1, self.count + 1)
        return {
            "residents": table.residents,
            "process": result.process,
            "result": result.result,
            "K": result.K,
            "k": result.k,
            "rank": np.where(result.rank == 0, np.nan, result.rank),
            "euros": euros,
            "at_one": at_one,
            "difference": euros - at_one,
            "exact": exact,
            "whole": whole,
            "rest": rest,
            "order": order,
        }


def _cents(K: Floats, residents: Floats, pot: float) -> tuple[Floats, Floats]:
    """The exact shares of the pot in cents, and what is over their whole cents, to four decimals."""
    total = float((K * residents).sum())
    if not total > 0:
        return np.full(K.shape, np.nan), np.full(K.shape, np.nan)
    cents = [Fraction(pot) * 100 * Fraction(weight) / Fraction(total) for weight in (K * residents).tolist()]
    return np.array([float(one) for one in cents]), np.array([round(float(one % 1), 4) for one in cents])


def write_coefficient(frame: Frame, sheet: Any, ends: dict[str, str], tag: str) -> None:
    """ends: where the points' sheet has process, result and K. tag: a word beside the title, for made-up figures."""
    front = _Front(frame, ends)
    values = front.values()
    formats = {
        "residents": "#,##0",
        "rank": "0",
        "k": "0.0000",
        **dict.fromkeys(("process", "result", "K"), "0.0"),
        **dict.fromkeys(("euros", "at_one", "difference"), "#,##0.00"),
        **dict.fromkeys(("exact", "rest"), "0.0000"),
        **dict.fromkeys(("whole", "order"), "0"),
    }
    shown = {part: frame.book.add_format({"num_format": form}) for part, form in formats.items()}
    title = texts.title(frame.rules, frame.language)
    sheet.write_string(0, 0, f"{title}. {tag}." if tag else title, frame.title)
    sheet.write_row(2, 0, (frame.words(CODE), frame.words(AREA)), frame.bold)
    sheet.write_row(2, 2, [frame.words(words) for _, words in PARTS], frame.bold)
    frame.write_areas(sheet)
    _write_country(front, sheet, values, shown)
    for row in range(FIRST, frame.last + 1):
        for place, (part, formula) in enumerate(sorted(front.formulas(row).items(), key=_place), 2):
            write_formula(sheet, row, place, formula, values[part][row - FIRST], shown[part])


def _place(item: tuple[str, str]) -> int:
    return [part for part, _ in PARTS].index(item[0])


def _write_country(front: _Front, sheet: Any, values: dict[str, Floats], shown: dict[str, Any]) -> None:
    frame, result = front.frame, front.frame.result
    sheet.write_string(1, 1, frame.words(WHOLE_COUNTRY), frame.bold)
    column = {part: place for place, (part, _) in enumerate(PARTS, 2)}
    for part in ("residents", "euros", "at_one"):
        total = values[part].sum() if part != "at_one" else float(result.pot)
        formula = f'IF(COUNT({front.all(part)})<{front.count},"",SUM({front.all(part)}))'
        write_formula(sheet, 2, column[part], formula, total, shown[part])
    if frame.options.national_mean == "country":
        sheet.write_number(1, column["K"], result.national, shown["K"])
    elif frame.rules.applies:
        write_formula(sheet, 2, column["K"], front.national(), result.national, shown["K"])
