"""ETRS-TM35FIN (EPSG:3067) to degrees of EUREF-FIN, which on a map is WGS 84.

Krüger's series of the inverse transverse Mercator projection to the fourth power of n, as JHS 197 (appendix 2) gives
it; its error in Finland is far below a millimetre. Forty lines instead of PROJ, which weighs ten megabytes.
"""

from __future__ import annotations

import math

SEMI_AXIS, FLATTENING = 6378137.0, 1 / 298.257222101  # GRS 80
SCALE, EAST, MERIDIAN = 0.9996, 500_000.0, math.radians(27)
N = FLATTENING / (2 - FLATTENING)
RADIUS = SEMI_AXIS / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
ECCENTRICITY = math.sqrt(2 * FLATTENING - FLATTENING**2)
BACK = (
    N / 2 - 2 * N**2 / 3 + 37 * N**3 / 96 - N**4 / 360,
    N**2 / 48 + N**3 / 15 - 437 * N**4 / 1440,
    17 * N**3 / 480 - 37 * N**4 / 840,
    4397 * N**4 / 161280,
)


def degrees(north: float, east: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of a point in metres. Raises ValueError far from the projection's own area."""
    if not (6_000_000 < north < 8_500_000 and -500_000 < east < 1_500_000):
        raise ValueError(f"{north}, {east} is not a point of ETRS-TM35FIN")
    xi, eta = north / (RADIUS * SCALE), (east - EAST) / (RADIUS * SCALE)
    for order, factor in enumerate(BACK, 1):
        angle, stretch = 2 * order * north / (RADIUS * SCALE), 2 * order * (east - EAST) / (RADIUS * SCALE)
        xi -= factor * math.sin(angle) * math.cosh(stretch)
        eta -= factor * math.cos(angle) * math.sinh(stretch)
    beta = math.asin(math.sin(xi) / math.cosh(eta))
    isometric = first = math.asinh(math.tan(beta))
    for _ in range(6):
        isometric = first + ECCENTRICITY * math.atanh(ECCENTRICITY * math.tanh(isometric))
    longitude = MERIDIAN + math.asin(math.tanh(eta) / math.cos(beta))
    return math.degrees(math.atan(math.sinh(isometric))), math.degrees(longitude)
