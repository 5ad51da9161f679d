"""The region's boundaries as maps draw them."""

from __future__ import annotations

from typing import Any, TypeAlias

from .models import Region

Shape: TypeAlias = "tuple[tuple[tuple[tuple[float, float], ...], ...], ...]"


def polygons() -> dict[str, Shape]:
    """The region's municipal boundaries by municipality code."""
    region = Region.objects.only("boundaries").first()
    features = region.boundaries.get("features", []) if region else []
    return {feature["properties"]["code"]: _shape(feature["geometry"]) for feature in features}


def _shape(geometry: dict[str, Any]) -> Shape:
    """Polygons of rings of (longitude, latitude), as tuples, so that a drawn map can be kept by what is on it."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return tuple(tuple(tuple((float(x), float(y)) for x, y in ring) for ring in part) for part in parts)
