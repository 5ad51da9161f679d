"""What one cell says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hytti.sources.spreadsheets import number

from .findings import Code

if TYPE_CHECKING:
    from .columns import Column

Values = dict[tuple[str, str], float]
"""Figures by the code of the area and the name of the column in `Table`."""
YES = frozenset(("kyllä", "ja", "yes", "1", "100", "true", "tosi", "sant"))
NO = frozenset(("ei", "nej", "no", "0", "false", "epätosi", "falskt"))


def read_cell(text: str, column: Column, *, decimal_comma: bool) -> tuple[float | None, Code | None]:
    """The cell's value, or why it has none: an answer is 100 or 0, a percentage may have its sign."""
    written = text.strip()
    if column.kind == "answer":
        word = written.casefold()
        known = 100.0 if word in YES else 0.0 if word in NO else None
        return known, None if known is not None else Code.NOT_YES_OR_NO
    if column.is_percent:
        written = written.removesuffix("%")
    try:
        value = number(written, decimal_comma=decimal_comma)
    except ValueError:
        return None, Code.NOT_A_NUMBER
    if column.is_count and not value.is_integer():
        return None, Code.NOT_WHOLE
    return value, None


def times_hundred(values: Values, column: str) -> None:
    """Turn the column's shares into percentages, in decimals, so that 0.973 becomes 97.3."""
    for key, value in values.items():
        if key[1] == column:
            values[key] = float(Decimal(repr(value)) * 100)
