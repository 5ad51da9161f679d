"""The tables of the store, once: made from here in DuckDB, described from here to ibis."""

from __future__ import annotations

FORMAT = 1
TABLES: dict[str, dict[str, str]] = {
    "store": {"format": "int32", "version": "string"},
    "dataset": {
        "id": "int32",
        "key": "string",
        **dict.fromkeys(("title_fi", "title_sv", "title_en", "source", "source_key", "address"), "string"),
        "fetched_at": "string",
        **dict.fromkeys(("as_of", "licence", "attribution", "sha256"), "string"),
        "rows": "int64",
        "problems": "string",
        "borders": "int32",
        "calculated": "boolean",
        **dict.fromkeys(("method_fi", "method_sv", "method_en", "published_at"), "string"),
        "preference": "int32",  # which dataset speaks where several have a figure: the least
        "withdrawn": "string",  # the reason; null while the dataset stands
    },
    "indicator": {"id": "int32", "key": "string"},
    "area": {
        "id": "int32",
        **dict.fromkeys(("key", "level", "code", "name_fi", "name_sv", "name_en"), "string"),
        "valid_from": "int32",
        "valid_to": "int32",
        "county": "string",
        "municipality": "string",
    },
    "age": {"id": "int32", "key": "string"},
    "coverage": {
        "indicator": "int32",
        "dataset": "int32",
        "levels": "string",
        "first_year": "int32",
        "last_year": "int32",
        "areas": "int32",
        "rows": "int64",
        "sexes": "string",
        "ages": "string",
    },
    "fact": {
        "indicator": "int32",
        "dataset": "int32",
        "area": "int32",
        "sex": "int8",
        "age": "int32",
        "year": "int16",
        "value": "float64",
        "count": "float64",
        "denominator": "float64",
        "lower": "float64",
        "upper": "float64",
        "flag": "int8",
    },
    "latest": {
        "area": "int32",
        "indicator": "int32",
        "sex": "int8",
        "year": "int16",
        "dataset": "int32",
        "value": "float64",
        "count": "float64",
        "denominator": "float64",
        "lower": "float64",
        "upper": "float64",
        "flag": "int8",
    },
    "change": {
        "at": "int64",  # microseconds since 1970, UTC
        "dataset": "int32",
        "indicator": "int32",
        "area": "int32",
        "year": "int16",
        "sex": "int8",
        "age": "int32",
        "kind": "int8",
        "old": "float64",
        "new": "float64",
        "reason": "string",
    },
}
DUCKDB = {
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
}


def create(table: str) -> str:
    """The statement that makes a table in DuckDB."""
    columns = ", ".join(f'"{name}" {DUCKDB[kind]}' for name, kind in TABLES[table].items())
    return f"CREATE TABLE {table} ({columns})"
