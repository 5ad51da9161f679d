"""A map of offers over the municipalities' borders, drawn here. No outside server is asked, unless tiles are set.

The projection is the spherical Mercator of web maps, so that tiles fit under the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import asinh, ceil, floor, hypot, log2, pi, radians, tan
from typing import TYPE_CHECKING

from hytti.core.charts.geometry import Point, Rect, around, inside, roomiest
from hytti.core.charts.svg import Attributes, element, escape, path, picture
from hytti.core.charts.text import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH, HIGHEST = 264.0, 420.0
_PAD = 12.0  # room for a dot on the border
_TYPE = 13.0
_REACH = 12.0  # half of what a finger hits; dots nearer than twice this are drawn as one
_MARGIN = 0.06  # degrees round places that lie outside the region
_TILE = 256
_FINEST = 14
_CROSS = 7.0
_MOVES = (0, 8, -8, 16, -16, 24, -24)

Shape = tuple[tuple[tuple[Point, ...], ...], ...]


@dataclass(frozen=True)
class Town:
    """A municipality: its name and its polygons of (longitude, latitude)."""

    name: str
    polygons: Shape


@dataclass(frozen=True)
class Dot:
    """An offer at a place: its name and address, and its place in the list beside the map."""

    name: str
    url: str
    in_list: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Here:
    """The place from which distances are told."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class _Name:
    """A municipality's name, the middle of where it has most room, and the borders within which it may be moved."""

    text: str
    x: float
    y: float
    wide: float
    rings: list[list[Point]]


@dataclass(frozen=True)
class _Frame:
    """From degrees to the picture: world units of Mercator (0…1) times `scale`, moved."""

    scale: float
    left: float
    top: float
    height: float

    def place(self, longitude: float, latitude: float) -> Point:
        x, y = mercator(longitude, latitude)
        return x * self.scale - self.left, y * self.scale - self.top


def mercator(longitude: float, latitude: float) -> Point:
    """World units, 0…1 from west and north (EPSG:3857)."""
    return (longitude + 180) / 360, (1 - asinh(tan(radians(latitude))) / pi) / 2


def place_map(
    towns: tuple[Town, ...],
    dots: tuple[Dot, ...],
    *,
    key: str,
    title: str,
    desc: str,
    several: str,
    here: Here | None = None,
    tiles: str = "",
) -> str:
    """Draw the map 264 wide. `several`: the name of dots drawn as one, with {count} and {names}.

    tiles: an address with {z}, {x} and {y} of a tile server; empty for none.
    """
    frame, ground, names = _ground(towns, _span(towns, dots, here), bool(tiles))
    groups = _grouped(dots, frame)
    marks = [(*group[0][1], _radius(group)) for group in groups]
    if here is not None:
        marks.append((*frame.place(here.longitude, here.latitude), _CROSS))
    parts = [_tiles(frame, tiles)] if tiles else []
    parts += [ground, _written(names, marks)]
    parts += [_dot(group, several) for group in groups]
    if here is not None:
        parts.append(_here(here, frame))
    return picture(
        key=key, width=WIDTH, height=frame.height, title=title, desc=desc, css="tr-map", children=parts
    )  # fmt: skip


def _span(towns: tuple[Town, ...], dots: tuple[Dot, ...], here: Here | None) -> Rect | None:
    """The region with room for what is near it; a place elsewhere in the country widens the map."""
    points = [(dot.longitude, dot.latitude) for dot in dots]
    points += [(here.longitude, here.latitude)] if here else []
    corners = [point for town in towns for part in town.polygons for point in part[0]]
    if not corners:
        return around(points).grown(_MARGIN) if points else None
    region = around(corners)
    outside = [p for p in points if not (region.left <= p[0] <= region.right and region.top <= p[1] <= region.bottom)]
    return around([*outside, (region.left, region.top), (region.right, region.bottom)]) if outside else region


@lru_cache(maxsize=16)
def _ground(towns: tuple[Town, ...], span: Rect | None, see_through: bool) -> tuple[_Frame, str, tuple[_Name, ...]]:
    """The frame, the municipalities, and the names that fit: the same under most sets of dots."""
    if span is None:
        raise ValueError("a map needs borders or places")
    frame = _framed(span)
    placed = [[[frame.place(*point) for point in ring] for part in town.polygons for ring in part] for town in towns]
    css = "tr-map-town tr-map-clear" if see_through else "tr-map-town"
    shapes = [
        element("path", {"d": "".join(path(ring, closed=True) for ring in rings), "class": css}) for rings in placed
    ]
    names = [_name(town.name, rings) for town, rings in zip(towns, placed, strict=True)]
    return frame, element("g", {"aria-hidden": "true"}, *shapes), tuple(filter(None, names))


def _framed(span: Rect) -> _Frame:
    west, north = mercator(span.left, span.bottom)
    east, south = mercator(span.right, span.top)
    wide, high = max(east - west, 1e-9), max(south - north, 1e-9)
    scale = min((WIDTH - 2 * _PAD) / wide, (HIGHEST - 2 * _PAD) / high)
    left = west * scale - (WIDTH - wide * scale) / 2
    return _Frame(scale, left, north * scale - _PAD, round(high * scale + 2 * _PAD))


def _name(name: str, rings: list[list[Point]]) -> _Name | None:
    """The name where it has room in its municipality; a little over the border is allowed."""
    if not rings:
        return None
    wide = text_width(name, _TYPE, 400)
    (x, y), scale = roomiest(rings, width=wide, height=_TYPE)
    return _Name(name, x, y, wide, rings) if scale >= 0.7 else None


def _written(names: tuple[_Name, ...], marks: list[tuple[float, float, float]]) -> str:
    """The names, each moved a little where a mark (x, y, radius) would cover it and its municipality has room."""
    texts = []
    for name in names:
        x, y = next((spot for spot in _spots(name) if _is_clear(spot, name.wide, marks)), (name.x, name.y))
        fields: Attributes = {
            "x": x, "y": y + _TYPE * 0.35, "text-anchor": "middle", "font-size": _TYPE, "class": "tr-map-name",
        }  # fmt: skip
        texts.append(element("text", fields, escape(name.text)))
    return element("g", {"aria-hidden": "true"}, *texts)


def _spots(name: _Name) -> Iterator[Point]:
    """Where the name may stand, the nearest first: its middle stays within the borders."""
    yield name.x, name.y
    steps = sorted(((dx, dy) for dx in _MOVES for dy in _MOVES if dx or dy), key=lambda step: hypot(*step))
    for dx, dy in steps:
        if inside((name.x + dx, name.y + dy), name.rings):
            yield name.x + dx, name.y + dy


def _is_clear(spot: Point, wide: float, marks: list[tuple[float, float, float]]) -> bool:
    x, y = spot
    return all(
        hypot(max(abs(left - x) - wide / 2, 0), max(abs(top - y) - _TYPE / 2, 0)) >= radius
        for left, top, radius in marks
    )


def _grouped(dots: tuple[Dot, ...], frame: _Frame) -> list[list[tuple[Dot, Point]]]:
    """Dots that a finger cannot tell apart are one."""
    groups: list[list[tuple[Dot, Point]]] = []
    for dot in dots:
        x, y = frame.place(dot.longitude, dot.latitude)
        near = (g for g in groups if abs(g[0][1][0] - x) < 2 * _REACH and abs(g[0][1][1] - y) < 2 * _REACH)
        group = next(near, None)
        if group is None:
            groups.append([(dot, (x, y))])
        elif all(dot.url != other.url for other, _ in group):
            group.append((dot, (x, y)))
    return groups


def _radius(group: list[tuple[Dot, Point]]) -> float:
    return 6.0 if len(group) == 1 else 10.0


def _dot(group: list[tuple[Dot, Point]], several: str) -> str:
    """A link: to the offer, or to the first of several in the list."""
    first, (x, y) = group[0]
    count = len(group)
    name = first.name if count == 1 else several.format(count=count, names=", ".join(dot.name for dot, _ in group))
    parts = [
        element("title", {}, escape(name)),
        element("circle", {"cx": x, "cy": y, "r": _REACH, "class": "tr-map-reach"}),
        element("circle", {"cx": x, "cy": y, "r": _radius(group), "class": "tr-map-dot"}),
    ]
    if count > 1:
        number: Attributes = {
            "x": x,
            "y": y + 4.5,
            "text-anchor": "middle",
            "font-size": _TYPE,
            "class": "tr-map-count",
        }
        parts.append(element("text", number, str(count)))
    return element(
        "a", {"href": first.url if count == 1 else first.in_list, "class": "tr-map-link", "aria-label": name}, *parts
    )


def _here(here: Here, frame: _Frame) -> str:
    x, y = frame.place(here.longitude, here.latitude)
    cross = path([(x - _CROSS, y), (x + _CROSS, y)]) + path([(x, y - _CROSS), (x, y + _CROSS)])
    return element(
        "g", {"class": "tr-map-here"}, element("title", {}, escape(here.name)), element("path", {"d": cross})
    )


def _tiles(frame: _Frame, address: str) -> str:
    """The tiles under the picture, of the finest level whose tile is no smaller than its place."""
    level = min(max(floor(log2(frame.scale / _TILE)), 0), _FINEST)
    count = 2**level
    side = frame.scale / count
    columns = range(floor(frame.left / side), ceil((frame.left + WIDTH) / side))
    rows = range(floor(frame.top / side), ceil((frame.top + frame.height) / side))
    images = [
        element(
            "image",
            {
                "href": address.replace("{z}", str(level)).replace("{x}", str(x)).replace("{y}", str(y)),
                "x": x * side - frame.left, "y": y * side - frame.top, "width": side + 0.5, "height": side + 0.5,
            },
        )
        for x in columns for y in rows if 0 <= x < count and 0 <= y < count
    ]  # fmt: skip
    return element("g", {"aria-hidden": "true", "class": "tr-map-tiles"}, *images)
