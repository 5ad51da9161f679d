"""Offers within some kilometres of a point: by a box of degrees in the database, then by the distance on a sphere."""

from __future__ import annotations

from math import cos, degrees, radians

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from ..models import Place

EARTH = 6371.0  # kilometres, mean radius
IN_A_BOX = (
    f"SELECT offer_id, latitude, longitude FROM {Place._meta.db_table} "  # noqa: S608
    "WHERE latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s"
)


def kilometres_of(latitude: float, longitude: float, kilometres: float, size: int) -> NDArray[np.float64]:
    """By offer number below `size` the kilometres to its nearest place, infinite beyond those asked for. Degrees are
    WGS 84."""
    up = degrees(kilometres / EARTH)
    aside = min(180.0, up / max(0.01, cos(radians(min(89.0, abs(latitude) + up)))))
    with connection.cursor() as cursor:
        cursor.execute(IN_A_BOX, (latitude - up, latitude + up, longitude - aside, longitude + aside))
        places = np.array(cursor.fetchall(), np.float64).reshape(-1, 3)
    offers = places[:, 0].astype(np.int64)
    far = distances(latitude, longitude, places[:, 1], places[:, 2])
    within = (far <= kilometres) & (offers < size)
    nearest = np.full(size, np.inf)
    np.minimum.at(nearest, offers[within], far[within])
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
