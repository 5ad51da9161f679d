"""The lists as tables for a file: the same columns in every language, so that files can be joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .lists import Row

COLUMNS = (
    "slug", "name_fi", "name_sv", "name_en", "kind", "theme", "sub_theme", "convener", "municipalities", "founded",
    "closed_on", "confirmed_on", "as_of", "source",
)


def body_rows(rows: Iterable[Row]) -> tuple[tuple[str, ...], list[list[object]]]:
    """The columns and one row for each body."""
    return COLUMNS, [_row(row) for row in rows]


def _row(row: Row) -> list[object]:
    body = row.body
    top = body.theme.parent or body.theme if body.theme else None
    return [
        body.slug, body.name_fi, body.name_sv, body.name_en, body.kind,
        top.name_fi if top else "",
        body.theme.name_fi if body.theme and body.theme != top else "",
        body.convener.name_fi if body.convener else "",
        ", ".join(area.name_fi for area in body.municipalities.all()),
        body.founded,
        body.closed_on or "",
        body.confirmed_on or "",
        body.as_of,
        body.source.title_fi if body.source else "",
    ]
