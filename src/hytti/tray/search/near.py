"""Offers within some kilometres of a point: by a box of degrees, then by the distance on a sphere."""

from __future__ import annotations

from math import cos, degrees, radians

import numpy as np
from numpy.typing import NDArray

EARTH = 6371.0  # kilometres, mean radius


def kilometres_of(
    latitude: float, longitude: float, kilometres: float, places: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """By offer number below `size` the kilometres to its nearest place, infinite beyond those asked for.

    Degrees are WGS 84; `places`: offer numbers, latitudes and longitudes.
    """
    up = degrees(kilometres / EARTH)
    aside = min(180.0, up / max(0.01, cos(radians(min(89.0, abs(latitude) + up)))))
    offers, latitudes, longitudes = places
    close = (abs(latitudes - latitude) <= up) & (abs(longitudes - longitude) <= aside) & (offers < size)
    offers, latitudes, longitudes = places[:, close]
    far = distances(latitude, longitude, latitudes, longitudes)
    within = far <= kilometres
    nearest = np.full(size, np.inf)
    np.minimum.at(nearest, offers[within].astype(np.int64), far[within])
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
