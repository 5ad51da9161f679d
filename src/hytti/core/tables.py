"""Tables as files that a spreadsheet opens without questions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.text import slugify

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A comma-separated file with a heading row, in UTF-8 with a mark, so that spreadsheets read the letters right."""
    response = HttpResponse("\ufeff" + csv_text(columns, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name) or "hytti"}.csv"'
    return response


def csv_streamed(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same file sent row by row, for a table too long to be held."""

    def lines() -> Iterator[str]:
        yield "\ufeff" + csv_text(columns, ())
        for row in rows:
            yield csv_text([_safe(value) for value in row], ())

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name) or "hytti"}.csv"'
    return response


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(columns)
    writer.writerows([_safe(value) for value in row] for row in rows)
    return lines.getvalue()


def _safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; a number may be below zero."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not isinstance(value, (int, float)) else text
