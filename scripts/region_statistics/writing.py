"""The pack's files: Parquet for the fact store, CSV for a reader, and the manifest that tells of both."""

from __future__ import annotations

import csv
import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from areas import HOME, Area
from reading import Fact
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

TEXT = pa.string()
SCHEMA = pa.schema(
    [
        ("indicator", TEXT),
        ("area", TEXT),
        ("year", pa.int32()),
        ("sex", TEXT),
        ("age", TEXT),
        ("value", pa.float64()),
        ("count", pa.float64()),
        ("denominator", pa.float64()),
        ("flag", TEXT),
    ]
)
SHOWN_BESIDE = {HOME, "maa-FI", "maakunta-07", "seutukunta-071"}


def write_areas(areas: Sequence[Area], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Area._fields)
        writer.writerows(areas)


def write_facts(facts: Iterable[Fact], path: Path) -> int:
    """Facts in the order of their keys, packed; returns how many. Raises ValueError on a key that is there twice."""
    ordered = sorted(facts, key=lambda fact: fact[:5])
    for before, after in pairwise(ordered):
        if before[:5] == after[:5]:
            raise ValueError(f"{path.name}: {after[:5]} is there twice")
    columns = list(zip(*ordered, strict=True))
    table = pa.Table.from_arrays(
        [pa.array(column, kind.type) for column, kind in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
    )
    empty = [name for name in ("count", "denominator", "flag") if table[name].null_count == table.num_rows]
    table = table.drop_columns(empty)
    numbers = [name for name in ("value", "count", "denominator") if name in table.column_names]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=[name for name in table.column_names if name not in numbers] + numbers,
        row_group_size=1_000_000,
    )
    return len(ordered)


def write_twin(facts: Iterable[Fact], areas: Sequence[Area], path: Path) -> None:
    """The region's rows and those beside it, with names that a coordinator knows."""
    names = {area.key: area.name_fi for area in areas if area.county == HOME or area.key in SHOWN_BESIDE}
    rows = [fact for fact in facts if fact.area in names]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("indicator", "area", "area_name_fi", *Fact._fields[2:]))
        for fact in sorted(rows, key=lambda fact: fact[:5]):
            writer.writerow((fact.indicator, fact.area, names[fact.area], *(_cell(value) for value in fact[2:])))


def _cell(value: Any) -> Any:
    """Whole numbers without a decimal point, others with at most six decimals, absent ones empty."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 6)
    return value


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(datasets: Sequence[dict[str, Any]], areas: dict[str, Any], path: Path) -> None:
    yaml = YAML()
    yaml.width = 150
    yaml.indent(mapping=2, sequence=4, offset=2)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "# Tilastoaineistot: mistä, milloin ja millä ehdoilla. Kirjoitettu ohjelmalla scripts/region_statistics.\n"
        )
        yaml.dump({"areas": areas, "datasets": list(datasets)}, file)
