"""A store of the region pack's own statistics, cut down to what the pages of areas show.

Expected figures come from the pack's CSV twins, from the pack's sources and from the design's reference picture, whose
ranks and bands were worked out apart from this program.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from ruamel.yaml import YAML

from hytti.facts import Area, Dataset
from hytti.facts.store import writing

STATISTICS = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame" / "statistics"
WHOLE = ("diak-2011-2020", "diak-postinumerot", "sotkanet-683", "vaesto-2024", "kuntavaalit-2021")
LAHTI, HEINOLA, NASTOLA, COUNTY, COUNTRY = "kunta-398", "kunta-111", "kunta-532", "hyvinvointialue-09", "maa-FI"
SOME_AREAS = (LAHTI, HEINOLA, NASTOLA, COUNTY, COUNTRY)
PARTLY = (
    "sotkanet-127", "tilastokeskus-11re", "tilastokeskus-14wx", "vaestoennuste-summat", "ikarakenne",
    "vaesto-nykyrajoin", "sotkanet-1990-2012", "sotkanet-1990-2012-nykyrajoin",
)  # fmt: skip
"""Datasets of which only SOME_AREAS are taken."""


def areas() -> list[Area]:
    with (STATISTICS / "areas.csv").open(encoding="utf-8", newline="") as file:
        return [_area(row) for row in csv.DictReader(file)]


def _area(row: dict[str, str]) -> Area:
    def year(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    names = (row[name] for name in ("key", "level", "code", "name_fi", "name_sv", "name_en"))
    years = year("valid_from"), year("valid_to")
    return Area(*names, *years, row["county"] or None, row["municipality"] or None)


def told() -> dict[str, dict[str, Any]]:
    """What the manifest tells of each dataset."""
    manifest = YAML(typ="safe").load((STATISTICS / "manifest.yaml").read_text(encoding="utf-8"))
    return {row["key"]: row for row in manifest["datasets"]}


def rows_of(key: str) -> list[dict[str, str]]:
    """A dataset's CSV twin, as people read it."""
    with (STATISTICS / f"{key}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures_of(key: str, indicator: str, year: int) -> dict[str, float]:
    """One indicator and year of a dataset, by area, as the Parquet file has it."""
    table = pq.read_table(STATISTICS / f"{key}.parquet", filters=[("indicator", "=", indicator), ("year", "=", year)])
    return dict(zip(table["area"].to_pylist(), table["value"].to_pylist(), strict=True))


def write(path: Path) -> None:
    known = told()
    with writing(path) as writer:
        writer.put_areas(areas())
        for key in (*WHOLE, *PARTLY):
            table = pq.read_table(STATISTICS / known[key]["file"])
            if key in PARTLY:
                table = table.filter(pc.is_in(table["area"], pc.cast(list(SOME_AREAS), "string")))
            table = table.drop_columns([name for name in table.column_names if name == "area_name_fi"])
            writer.replace_dataset(_dataset(known[key]), table)


def _dataset(row: dict[str, Any]) -> Dataset:
    fields = {name: row[name] for name in Dataset.__dataclass_fields__ if name in row}
    fetched = row["fetched_at"]
    fields["fetched_at"] = fetched if isinstance(fetched, dt.datetime) else dt.datetime.fromisoformat(fetched)
    if fields["fetched_at"].tzinfo is None:
        fields["fetched_at"] = fields["fetched_at"].replace(tzinfo=dt.UTC)
    return Dataset(**fields, problems=(), published_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
