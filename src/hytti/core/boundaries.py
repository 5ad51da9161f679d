"""The region's boundaries as maps draw them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

from .models import Region

Shape: TypeAlias = "tuple[tuple[tuple[tuple[float, float], ...], ...], ...]"


def polygons() -> dict[str, Shape]:
    """The region's municipal boundaries by municipality code."""
    region = Region.objects.values_list("pk", "pack_digest").first()
    if region is None:
        return {}
    return _kept(*region) if region[1] else _read(region[0])


@lru_cache(maxsize=2)
def _kept(pk: int, digest: str) -> dict[str, Shape]:
    """Boundaries change only with the region pack, and reading them takes longer than drawing them."""
    return _read(pk)


def _read(pk: int) -> dict[str, Shape]:
    features = Region.objects.only("boundaries").get(pk=pk).boundaries.get("features", [])
    return {feature["properties"]["code"]: _shape(feature["geometry"]) for feature in features}


def _shape(geometry: dict[str, Any]) -> Shape:
    """Polygons of rings of (longitude, latitude), as tuples, so that a drawn map can be kept by what is on it."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return tuple(tuple(tuple((float(x), float(y)) for x, y in ring) for ring in part) for part in parts)
