"""A result as rows: each area's points, K, k, place and euros, with what the figures rest on beside every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hytti.core.tables import csv_text

from .about import law_text, options_text
from .book_coefficient import AT_ONE, COEFFICIENT, EUROS, PLACE, RESIDENTS
from .book_points import PROCESS, RESULT, K
from .columns import AREA, CODE, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hytti.methods.coefficient import Result

    from .about import About

BEFORE_POINTS = {"code": CODE, "name": AREA, "residents": RESIDENTS}
AFTER_POINTS = {
    "process": PROCESS,
    "result": RESULT,
    "K": K,
    "k": COEFFICIENT,
    "rank": PLACE,
    "euros": EUROS,
    "euros_at_one": AT_ONE,
    "national_K": Words("Koko maan K", "Hela landets K", "K of the whole country"),
    "base_price": Words("Perushinta, €", "Grundpris, €", "Base price, €"),
    "funding_year": Words("Rahoitusvuosi", "Finansieringsår", "Funding year"),
    "options": Words("Laskutavan valinnat", "Val i räknesättet", "Choices of the method"),
    "law": Words("Säädökset", "Bestämmelser", "Provisions"),
    "source": Words("Lukujen lähde", "Siffrornas källa", "Source of the figures"),
    "as_of": Words("Lukujen päivä", "Siffrornas datum", "Date of the figures"),
    "example": Words("Esimerkki, keksityt luvut", "Exempel, påhittade siffror", "Example, made-up figures"),
}


def result_csv(result: Result, about: About, *, language: str = "", names: Mapping[str, str] | None = None) -> str:
    """The result as a comma-separated text, points as decimals, euros to the cent; what is not known is empty.

    language: of the headings; their keys unless told. names: of the areas, by code; the table's own unless told.
    """
    columns = list(headings(result, language))
    return csv_text(columns, (list(row.values()) for row in rows_of(result, about, names)))


def headings(result: Result, language: str = "") -> Iterator[str]:
    """The heading of each column of `rows_of`."""
    for key, words in BEFORE_POINTS.items():
        yield words.of(language) if language else key
    for rule in result.rules.indicators:
        yield Words(*rule.name).of(language) if language else rule.key
    for key, words in AFTER_POINTS.items():
        yield words.of(language) if language else key


def rows_of(result: Result, about: About, names: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Each area by the keys of the columns; None is not known."""
    table, rules, given = result.table, result.rules, names or {}
    for at, (code, name) in enumerate(zip(table.areas, table.names, strict=True)):
        points = {
            rule.key: known(result.points[rule.key][at]) if rule.key in result.points else None
            for rule in rules.indicators
        }
        yield {
            "code": code,
            "name": given.get(code, name),
            "residents": int(table.residents[at]),
            **points,
            "process": known(result.process[at]),
            "result": known(result.result[at]),
            "K": known(result.K[at]),
            "k": known(result.k[at]),
            "rank": int(result.rank[at]) or None,
            "euros": None if result.euros[at].is_nan() else result.euros[at],
            "euros_at_one": result.euros_at_one[at],
            "national_K": known(result.national),
            "base_price": rules.base_price,
            "funding_year": rules.funding_year,
            "options": options_text(rules, result.options),
            "law": law_text(result),
            "source": about.source,
            "as_of": about.as_of,
            "example": str(about.is_example).lower(),
        }


def known(value: Any) -> float | None:
    """A number, or None for what is not one."""
    return float(value) if np.isfinite(value) else None
