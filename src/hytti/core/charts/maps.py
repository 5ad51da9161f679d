"""A map of areas, each a link with its name and value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, inf, radians

from hytti.core.charts.geometry import Point, Rect, Ring, around, edges, roomiest
from hytti.core.charts.svg import Attributes, element, escape, number, path, picture
from hytti.core.charts.text import text_width

Shape = tuple[tuple[Point, ...], ...]

_PAD = 4.0  # room for the outer line and the focus ring
_GAP = 12.0  # between the region and a label outside it
_AIR = 8.0  # wished round a label inside its area; at a pinch it may touch the border
_DOT = 3.0
_SPACE = '<tspan font-size="0"> </tspan>'  # parts name and value for the ear, moves nothing
_PHONE = 440.0  # narrower than this, the type is the phone's


@dataclass(frozen=True)
class Area:
    """One area of the map. `value_text` None means that there is no figure; `class_index` None that it has no class."""

    code: str
    name: str
    url: str
    value_text: str | None
    class_index: int | None
    polygons: Sequence[Sequence[Ring]]
    lang: str = ""


@dataclass(frozen=True)
class _Label:
    lines: tuple[str, ...]
    anchor: str
    x: float
    baseline: float
    box: Rect
    leader: tuple[Point, Point] | None = None


@dataclass(frozen=True)
class _Placed:
    area: Area
    rings: list[list[Point]]
    label: _Label


@dataclass(frozen=True)
class _Type:
    size: float
    line_height: float

    def measure(self, lines: Sequence[str]) -> tuple[float, float]:
        """Width and height of the ink: from the first line's capitals to the last line's base."""
        widths = [text_width(line, self.size, 600 if at == 0 else 400) for at, line in enumerate(lines)]
        return max(widths), self.line_height * (len(lines) - 1) + self.ascent

    @property
    def ascent(self) -> float:
        return self.size * 0.7


def region_map(
    areas: Sequence[Area],
    *,
    width: float,
    title: str,
    desc: str,
    height: float | None = None,
    key: str = "map",
    no_data: str = "ei tietoa",
    selected: str | None = None,
) -> str:
    """Draw the areas at a fixed width.

    Polygons are lists of rings of (longitude, latitude), drawn in an equirectangular projection true at the region's
    mean latitude. The picture is no higher than `height` (by default a little less than the width), and as high as it
    needs. A label that does not fit in its area stands outside the region on a leader. `key` begins the ids of the
    picture, so it must be unique on its page; `selected` is the code of an area to outline.
    """
    if not areas:
        raise ValueError("a map needs at least one area")
    if not title.strip():
        raise ValueError("a map needs a title")
    kind = _Type(16, 18) if width >= _PHONE else _Type(13.5, 15.5)
    placed = _fitted(areas, width, height or width * 0.98, kind, no_data)
    bounds = around(_extent(placed))
    shift = (width - bounds.width) / 2 - bounds.left, _PAD - bounds.top
    placed = [_moved(one, *shift) for one in placed]
    drawn = sorted(placed, key=lambda one: one.label.leader is not None)
    children = [_hatch(key), _outline(placed)]
    children += [_link(one, key, kind, current=one.area.code == selected) for one in drawn]
    children += [
        element("path", {"d": _data(one.rings), "class": "map-selected"}) for one in placed if one.area.code == selected
    ]
    return picture(
        key=key,
        width=width,
        height=round(bounds.height + 2 * _PAD),
        title=title,
        desc=desc,
        css="map",
        children=children,
    )


def _project(areas: Sequence[Area]) -> list[list[list[Point]]]:
    latitudes = [lat for area in areas for polygon in area.polygons for ring in polygon for _, lat in ring]
    if not latitudes:
        raise ValueError("a map needs polygons")
    squeeze = cos(radians((min(latitudes) + max(latitudes)) / 2))
    return [
        [[(lon * squeeze, -lat) for lon, lat in ring] for polygon in area.polygons for ring in polygon]
        for area in areas
    ]


def _fitted(areas: Sequence[Area], width: float, height: float, kind: _Type, no_data: str) -> list[_Placed]:
    """Place everything, drawing the region smaller until labels outside it fit in the width."""
    flat = _project(areas)
    bounds = around(point for rings in flat for ring in rings for point in ring)
    scale = min((width - 2 * _PAD) / bounds.width, (height - 2 * _PAD) / bounds.height)
    for _ in range(12):
        rings = [
            [[((x - bounds.left) * scale, (y - bounds.top) * scale) for x, y in ring] for ring in one] for one in flat
        ]
        placed = _labelled(areas, rings, kind, no_data)
        if around(_extent(placed)).width <= width - 2 * _PAD:
            break
        scale *= 0.95
    return placed


def _labelled(areas: Sequence[Area], rings: Sequence[list[list[Point]]], kind: _Type, no_data: str) -> list[_Placed]:
    texts: list[tuple[str, ...]] = []
    for area in areas:
        value = no_data if area.value_text is None else area.value_text
        texts.append((area.name, value) if value else (area.name,))
    shapes = tuple(tuple(tuple(ring) for ring in shape) for shape in rings)
    labels = _spots(shapes, tuple(kind.measure(lines) for lines in texts), kind)
    return [
        _Placed(area, shape, replace(label, lines=lines))
        for area, shape, label, lines in zip(areas, rings, labels, texts, strict=True)
    ]


@lru_cache(maxsize=128)
def _spots(shapes: tuple[Shape, ...], sizes: tuple[tuple[float, float], ...], kind: _Type) -> list[_Label]:
    """Where labels of the sizes go: the search takes longer than all the drawing, and most maps share its answer."""
    found: dict[int, _Label] = {}
    crowded: list[int] = []
    for at, (shape, (wide, high)) in enumerate(zip(shapes, sizes, strict=True)):
        (x, y), scale = roomiest(shape, width=wide + _AIR, height=high + _AIR)
        if scale * (wide + _AIR) < wide + 1 or scale * (high + _AIR) < high + 1:
            crowded.append(at)
            continue
        box = Rect(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        found[at] = _Label((), "middle", x, box.top + kind.ascent, box)
    walls = [edge for shape in shapes for edge in edges(shape)]
    for at in crowded:
        taken = [label.box for label in found.values() if label.leader]
        found[at] = _outside(sizes[at], shapes[at], walls, taken, kind)
    return [found[at] for at in range(len(shapes))]


def _outside(
    size: tuple[float, float],
    shape: Shape,
    walls: Sequence[tuple[Point, Point]],
    taken: Sequence[Rect],
    kind: _Type,
) -> _Label:
    """The label beside the region that the shortest leader reaches, with the fewest borders on the way."""
    wide, high = size
    (x, y), _ = roomiest(shape)
    best: tuple[float, _Label] | None = None
    widest = _reach(walls, -inf, inf)  # above and below a low region a label still stands beside it
    for step in range(-40, 41):
        middle = y + step * kind.line_height / 2
        band = _reach(walls, middle - high, middle + high) or widest
        if band is None:
            continue
        for left in (True, False):
            near = band[0] - _GAP if left else band[1] + _GAP
            box = Rect(
                near - wide if left else near, middle - high / 2, near if left else near + wide, middle + high / 2
            )
            if any(box.grown(6).meets(other) for other in taken):
                continue
            end = (near + (4 if left else -4), middle)
            crossed = sum(_cross((x, y), end, a, b) for a, b in walls)
            cost = abs(x - end[0]) + 1.5 * abs(y - end[1]) + 60 * crossed
            if best is None or cost < best[0]:
                label = _Label((), "end" if left else "start", near, box.top + kind.ascent, box, ((x, y), end))
                best = cost, label
    if best is None:
        raise ValueError("there is no room outside the map for a label")
    return best[1]


def _reach(walls: Iterable[tuple[Point, Point]], top: float, bottom: float) -> tuple[float, float] | None:
    """How far left and right the region goes between two heights."""
    xs: list[float] = []
    for (ax, ay), (bx, by) in walls:
        if max(ay, by) < top or min(ay, by) > bottom:
            continue
        for level in (top, bottom):
            if (ay - level) * (by - level) < 0:
                xs.append(ax + (level - ay) / (by - ay) * (bx - ax))
        xs += [x for x, y in ((ax, ay), (bx, by)) if top <= y <= bottom]
    return (min(xs), max(xs)) if xs else None


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _extent(placed: Iterable[_Placed]) -> list[Point]:
    points: list[Point] = []
    for one in placed:
        points += [point for ring in one.rings for point in ring]
        points += [(one.label.box.left, one.label.box.top), (one.label.box.right, one.label.box.bottom)]
    return points


def _moved(one: _Placed, dx: float, dy: float) -> _Placed:
    label = one.label
    leader = label.leader and (
        (label.leader[0][0] + dx, label.leader[0][1] + dy),
        (label.leader[1][0] + dx, label.leader[1][1] + dy),
    )
    moved = replace(label, x=label.x + dx, baseline=label.baseline + dy, box=label.box.moved(dx, dy), leader=leader)
    return _Placed(one.area, [[(x + dx, y + dy) for x, y in ring] for ring in one.rings], moved)


def _data(rings: Iterable[Ring]) -> str:
    return "".join(path(ring[:-1] if ring[0] == ring[-1] else ring, closed=True) for ring in rings)


def _hatch(key: str) -> str:
    stripe = element("path", {"d": "M-1 1L1 -1M-1 9L9 -1M7 9L9 7", "class": "map-stripe"})
    pattern = element(
        "pattern", {"id": f"{key}-hatch", "width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}, stripe
    )
    return element("defs", {}, pattern)


def _outline(placed: Iterable[_Placed]) -> str:
    return element("path", {"d": "".join(_data(one.rings) for one in placed), "class": "map-outline"})


def _link(one: _Placed, key: str, kind: _Type, *, current: bool) -> str:
    area, label = one.area, one.label
    missing = area.value_text is None
    tone = "none" if missing else "plain" if area.class_index is None else number(area.class_index)
    shape = element(
        "path",
        {"d": _data(one.rings), "class": f"map-shape map-{tone}", "fill": f"url(#{key}-hatch)" if missing else None},
    )
    parts = [shape]
    if label.leader:
        start, end = label.leader
        parts.append(element("path", {"d": path([start, end]), "class": "map-leader"}))
        parts.append(element("circle", {"cx": start[0], "cy": start[1], "r": _DOT, "class": "map-dot"}))
    ink = "out" if label.leader else tone
    parts.append(_label_text(label, f"map-label map-t-{ink}", kind))
    attributes: Attributes = {
        "href": area.url,
        "class": "map-area",
        "lang": area.lang or None,
        "aria-current": "true" if current else None,
    }
    return element("a", attributes, *parts)


def _label_text(label: _Label, css: str, kind: _Type) -> str:
    attributes: Attributes = {
        "x": label.x,
        "y": label.baseline,
        "class": css,
        "text-anchor": label.anchor,
        "font-size": kind.size,
    }
    name = element("tspan", {"class": "map-name"}, escape(label.lines[0]))
    values = [
        element("tspan", {"x": label.x, "dy": kind.line_height, "class": "map-value"}, escape(line))
        for line in label.lines[1:]
    ]
    return element("text", attributes, _SPACE.join([name, *values]))
