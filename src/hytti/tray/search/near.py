"""Offers within some kilometres of a point: by a box of degrees in the database, then by the distance on a sphere."""

from __future__ import annotations

from math import cos, degrees, radians

import numpy as np
from numpy.typing import NDArray

from ..models import Place

EARTH = 6371.0  # kilometres, mean radius


def offers_near(latitude: float, longitude: float, kilometres: float) -> dict[int, float]:
    """Offer numbers and the kilometres to their nearest place. Degrees are WGS 84."""
    up = degrees(kilometres / EARTH)
    aside = min(180.0, up / max(0.01, cos(radians(min(89.0, abs(latitude) + up)))))
    places = np.array(
        Place.objects.filter(
            latitude__range=(latitude - up, latitude + up), longitude__range=(longitude - aside, longitude + aside)
        ).values_list("offer_id", "latitude", "longitude"),
        dtype=np.float64,
    ).reshape(-1, 3)
    far = distances(latitude, longitude, places[:, 1], places[:, 2])
    within = far <= kilometres
    nearest: dict[int, float] = {}
    for number, distance in zip(places[within, 0].astype(int).tolist(), far[within].tolist(), strict=True):
        nearest[number] = min(distance, nearest.get(number, distance))
    return nearest


def distances(
    latitude: float, longitude: float, latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Kilometres from a point to others along the surface (haversine)."""
    up = np.radians(latitudes - latitude)
    aside = np.radians(longitudes - longitude)
    chord = np.sin(up / 2) ** 2 + cos(radians(latitude)) * np.cos(np.radians(latitudes)) * np.sin(aside / 2) ** 2
    far: NDArray[np.float64] = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return far
