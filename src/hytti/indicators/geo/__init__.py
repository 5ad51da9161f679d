"""National areas: boundaries of municipalities and counties of 2024, and how municipalities were grouped since 2021."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

Shape: TypeAlias = "tuple[tuple[tuple[tuple[float, float], ...], ...], ...]"
FOLDER = Path(__file__).parent
FILES = {"kunta": ("municipalities_2024.geojson", "code"), "hyvinvointialue": ("counties_2024.geojson", "hva_code")}


@cache
def polygons(level: Literal["kunta", "hyvinvointialue"]) -> dict[str, Shape]:
    """Area key -> polygons of rings of (longitude, latitude) in degrees. Raises KeyError on another level."""
    name, code = FILES[level]
    features = json.loads((FOLDER / name).read_text(encoding="utf-8"))["features"]
    return {f"{level}-{feature['properties'][code]}": _shape(feature["geometry"]) for feature in features}


@cache
def classification(year: int) -> dict[str, dict[str, str | None]]:
    """Municipality code -> its divisions in a year, such as maakunta_code and maakunta_name_sv.

    Raises KeyError where the year has no classification here.
    """
    import pyarrow.parquet as pq  # heavy, and no page needs it

    rows = pq.read_table(FOLDER / "classification_2021_2026.parquet", filters=[("year", "==", str(year))]).to_pylist()
    if not rows:
        raise KeyError(year)
    return {row["kunta_code"]: row for row in rows}


def _shape(geometry: dict[str, Any]) -> Shape:
    """Tuples, so that a drawn map can be kept by what is on it."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return tuple(tuple(tuple((float(x), float(y)) for x, y in ring) for ring in part) for part in parts)
