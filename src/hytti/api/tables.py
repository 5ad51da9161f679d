"""Records as flat rows: one column for each plain value, three for a text, a slug for a link."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

from hytti.core.tables import csv_response

from .records import LANGUAGES
from .schemas import LICENCE, Names, Ref, Source, Sourced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse
    from ninja import Schema

ALWAYS = ("licence", "attribution", "retrieved")


def columns_of(schema: type[Schema]) -> list[str]:
    """The same columns whatever the rows hold, so that files can be joined."""
    columns: list[str] = []
    for name, field in _fields(schema):
        kinds = {field.annotation, *get_args(field.annotation)}
        if Names in kinds:
            columns += [f"{name}_{language}" for language in LANGUAGES]
        elif Source in kinds:
            columns += ["source", "source_title", "source_address"]
        else:
            columns.append(name)
    return columns


def _fields(schema: type[Schema]) -> list[tuple[str, Any]]:
    """The record's own fields first, then where it comes from."""
    return sorted(schema.model_fields.items(), key=lambda field: field[0] in Sourced.model_fields)


def flat(record: dict[str, Any], schema: type[Schema]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, field in _fields(schema):
        kinds, value = {field.annotation, *get_args(field.annotation)}, record[name]
        if Names in kinds:
            row.update({f"{name}_{language}": (value or {}).get(language) for language in LANGUAGES})
        elif Source in kinds:
            row["source"] = value["key"] if value else None
            row["source_title"] = value["title"]["fi"] if value else None
            row["source_address"] = value["address"] if value else None
        elif Ref in kinds:
            row[name] = " ".join(one["slug"] for one in value) if isinstance(value, list) else (value or {}).get("slug")
        elif isinstance(value, list | dict):
            row[name] = json.dumps(value, ensure_ascii=False)
        else:
            row[name] = str(value).lower() if isinstance(value, bool) else value
    return row


def table(
    name: str, schema: type[Schema], records: Iterable[dict[str, Any]], *, attribution: str, retrieved: str
) -> HttpResponse:
    """UTF-8 with a byte order mark, commas between; a cell that looks like a formula begins with an apostrophe."""
    columns = columns_of(schema)
    rows = ([*flat(record, schema).values(), LICENCE, attribution, retrieved] for record in records)
    return csv_response(name, [*columns, *ALWAYS], rows)
