"""A dataset on its way in: every row is looked at before any is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from .model import FLAGS, SEXES, Refused

if TYPE_CHECKING:
    import duckdb

NEEDED = ("indicator", "area", "year", "value")
NUMBERS = ("value", "count", "denominator", "lower", "upper")
TEXTS = {"indicator": "", "area": "", "sex": "total", "age": "", "flag": None}
FIRST_YEAR, LAST_YEAR = 1700, 2200
WHERE = "indicator || ' ' || area || ' ' || year || ' ' || sex || CASE age WHEN '' THEN '' ELSE ' ' || age END"
FAULTS = {
    "An indicator is empty": "coalesce(indicator, '') = ''",
    "An area is empty": "coalesce(area, '') = ''",
    "A year is missing or out of range": f"year IS NULL OR year NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR}",
    f"A sex is not one of {', '.join(SEXES)}": f"sex IS NULL OR sex NOT IN {SEXES}",
    "An age is missing": "age IS NULL",
    f"A flag is not one of {', '.join(FLAGS)}": f"flag IS NOT NULL AND flag NOT IN {FLAGS}",
    "A number is not finite": " OR ".join(f"NOT isfinite({name})" for name in NUMBERS),
    "A suppressed figure is still there": (f"flag = 'suppressed' AND coalesce({', '.join(NUMBERS)}) IS NOT NULL"),
}
ADD = """
INSERT INTO {name}
SELECT (SELECT coalesce(max(id), 0) FROM {name}) + row_number() OVER (ORDER BY key), key
FROM (SELECT DISTINCT {name} AS key FROM given WHERE {name} NOT IN (SELECT key FROM {name}))
"""
COVERAGE = """
INSERT INTO coverage
SELECT
    indicator, dataset,
    to_json(list_sort(list_distinct(list(area.level)))), min(year), max(year), count(DISTINCT area), count(*),
    to_json(list_sort(list_distinct(list(sex)))), to_json(list_sort(list_distinct(list(age.key))))
FROM incoming JOIN area ON area.id = incoming.area JOIN age ON age.id = incoming.age
GROUP BY indicator, dataset
"""


def check(database: duckdb.DuckDBPyConnection, table: pa.Table) -> None:
    """Show the table to the database as `given`, with every column; raise Refused with what is wrong in it."""
    database.register("arrived", _shaped(table))
    database.execute(
        "CREATE OR REPLACE TEMP VIEW given AS SELECT indicator::VARCHAR AS indicator, area::VARCHAR AS area,"
        " year::BIGINT AS year, coalesce(sex::VARCHAR, '') AS sex, age::VARCHAR AS age, flag::VARCHAR AS flag, "
        + ", ".join(f"{name}::DOUBLE AS {name}" for name in NUMBERS)
        + " FROM arrived"
    )
    counts = ", ".join(f"count(*) FILTER ({fault})" for fault in FAULTS.values())
    found = database.execute(f"SELECT {counts} FROM given").fetchall()[0]  # noqa: S608
    for (reason, fault), count in zip(FAULTS.items(), found, strict=True):
        if count:
            raise Refused(reason, _listed(database, f"SELECT {WHERE} FROM given WHERE {fault}"))  # noqa: S608
    unknown = "SELECT DISTINCT area FROM given WHERE area NOT IN (SELECT key FROM area) ORDER BY area"
    if areas := _listed(database, unknown):
        raise Refused("Areas are unknown", areas)
    doubles = f"SELECT {WHERE} FROM given GROUP BY indicator, area, year, sex, age HAVING count(*) > 1 ORDER BY 1"  # noqa: S608
    if keys := _listed(database, doubles):
        raise Refused("Figures are there twice", keys)


def take(database: duckdb.DuckDBPyConnection, dataset: int) -> None:
    """Put the rows shown to `check` into the table `incoming`, in the store's numbers and order."""
    for name in ("indicator", "age"):
        database.execute(ADD.format(name=name))
    database.execute(
        "CREATE TEMP TABLE incoming AS SELECT indicator.id AS indicator, $dataset::INTEGER AS dataset, area.id AS area,"
        f" (list_position({list(SEXES)}, sex) - 1)::TINYINT AS sex, age.id AS age, year::SMALLINT AS year,"
        f" {', '.join(NUMBERS)}, list_position({list(FLAGS)}, flag)::TINYINT AS flag"
        " FROM given JOIN indicator ON indicator.key = given.indicator JOIN area ON area.key = given.area"
        " JOIN age ON age.key = given.age ORDER BY 1, 3, 4, 5, 6",
        {"dataset": dataset},
    )
    database.execute("DROP VIEW given")
    database.unregister("arrived")


def _shaped(table: pa.Table) -> pa.Table:
    names = set(table.column_names)
    if missing := [name for name in NEEDED if name not in names]:
        raise Refused("Columns are missing", missing)
    if strange := sorted(names - {*TEXTS, *NUMBERS, "year"}) or [n for n in names if table.column_names.count(n) > 1]:
        raise Refused("Columns are strange", strange)
    for name in (*NUMBERS, "year"):
        if name in names and not _is_number(table.schema.field(name).type, whole=name == "year"):
            raise Refused("Columns are not numbers", [name])
    for name, usual in TEXTS.items():
        if name not in names:
            table = table.append_column(name, pa.repeat(pa.scalar(usual, pa.string()), table.num_rows))
    for name in NUMBERS:
        if name not in names:
            table = table.append_column(name, pa.nulls(table.num_rows, pa.float64()))
    return table


def _is_number(kind: pa.DataType, *, whole: bool) -> bool:
    if pa.types.is_integer(kind) or pa.types.is_null(kind):
        return True
    return not whole and (pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _listed(database: duckdb.DuckDBPyConnection, question: str) -> list[str]:
    return [str(row[0]) for row in database.execute(f"{question} LIMIT 1000").fetchall()]
