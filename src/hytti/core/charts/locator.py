"""A small map that shows where an area lies in its region: shapes without words, one or all of them filled."""

from collections.abc import Collection, Mapping, Sequence
from math import cos, radians

from hytti.core.charts.geometry import Point, Ring, around
from hytti.core.charts.svg import element, path, picture

_PAD = 2.0


def locator(
    shapes: Mapping[str, Sequence[Sequence[Ring]]],
    own: Collection[str],
    *,
    key: str,
    width: float,
    height: float,
    title: str,
) -> str:
    """Draw polygons of (longitude, latitude) by code within the width and the height, those of `own` filled.

    Equirectangular, true at the region's mean latitude. Raises ValueError without shapes or a title.
    """
    if not shapes or not title.strip():
        raise ValueError("a map needs shapes and a title")
    rings = {code: [list(ring) for polygon in polygons for ring in polygon] for code, polygons in shapes.items()}
    corners = around(point for one in rings.values() for ring in one for point in ring)
    squeeze = cos(radians(corners.centre_y))
    scale = min((width - 2 * _PAD) / (corners.width * squeeze), (height - 2 * _PAD) / corners.height)

    def place(point: Point) -> Point:
        return (point[0] - corners.left) * squeeze * scale + _PAD, (corners.bottom - point[1]) * scale + _PAD

    children = []
    for code in sorted(rings, key=lambda code: code in own):
        data = "".join(path([place(point) for point in ring], closed=True) for ring in rings[code])
        css = "map-shape map-here" if code in own else "map-shape map-around"
        children.append(element("path", {"d": data, "class": css}))
    return picture(
        key=key,
        width=round(corners.width * squeeze * scale + 2 * _PAD),
        height=round(corners.height * scale + 2 * _PAD),
        title=title,
        desc="",
        css="map",
        children=children,
        role="img",
    )
