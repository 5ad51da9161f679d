"""The lists as tables for a file: the same columns in every language, so that files can be joined."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils import timezone

from .filters import CONFIRMATIONS, OVER_A_YEAR, UNKNOWN, WORKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .filters import Filters
    from .lists import Row

CONFIRMATION = {word: str(state) for state, word in CONFIRMATIONS.items()}

COLUMNS = (
    "slug",
    "name_fi",
    "name_sv",
    "name_en",
    "kind",
    "theme",
    "sub_theme",
    "convener",
    "municipalities",
    "founded",
    "closed_on",
    "confirmed_on",
    "as_of",
    "source",
)


def body_rows(rows: Iterable[Row]) -> tuple[tuple[str, ...], list[list[object]]]:
    """The columns and one row for each body."""
    return COLUMNS, [_row(row) for row in rows]


def _row(row: Row) -> list[object]:
    body = row.body
    top = body.theme.parent or body.theme if body.theme else None
    return [
        body.slug,
        body.name_fi,
        body.name_sv,
        body.name_en,
        body.kind,
        top.name_fi if top else "",
        body.theme.name_fi if body.theme and body.theme != top else "",
        body.convener.name_fi if body.convener else "",
        ", ".join(area.name_fi for area in row.areas),
        body.founded,
        body.closed_on or "",
        body.confirmed_on or "",
        body.as_of,
        body.source.title_fi if body.source else "",
    ]


def api_query(filters: Filters, kind: str) -> str:
    """The same wish to the open interface, as far as it can be said there: most of its facets take one value."""
    kinds = sorted(filters.values("kind"))
    wish = [("kind", value) for value in kinds or [kind]]
    if kinds:
        wish.append(("exact", "true"))
    if filters.words:
        wish.append(("q", filters.words))
    if filters.activity == {WORKING}:
        wish.append(("working_on", timezone.localdate().isoformat()))
    for name in ("theme", "convener", "municipality", "confirmation"):
        values = [CONFIRMATION.get(value, value) for value in filters.values(name)]
        if len(values) == 1 and values[0] not in (UNKNOWN, OVER_A_YEAR):
            wish.append((name, values[0]))
    return urlencode(wish)
