"""A placed diagram as SVG text."""

from collections.abc import Iterator

from hytti.core.charts.geometry import Point
from hytti.core.charts.svg import Attributes, element, lines_of_text, number, path, picture, spoken
from hytti.structures.diagram.model import Layout, PlacedBox, Route, Sample, Words
from hytti.structures.diagram.spec import chain

_RADIUS = 8.0
_HEAD_LENGTH, _HEAD_WIDTH = 10.0, 11.0
_SAMPLE_LENGTH = 44.0


def render(layout: Layout) -> str:
    """The picture: panels, frames, lines, boxes; what is highlighted comes from the spec's selected box."""
    spec = layout.spec
    lit = chain(spec)
    size = layout.items[0].boxes[0].words[0].size if layout.items and layout.items[0].boxes else 16
    parts = [_panel(panel.left, panel.top, panel.width, panel.height) for panel in layout.panels]
    parts += [_words(words) for words in layout.words]
    parts += [_sample(sample) for sample in layout.samples]
    for item in layout.items:
        if item.framed:
            parts.append(_frame(item.rect.left, item.rect.top, item.rect.width, item.rect.height))
        parts += [_words(words) for words in item.words]
    parts += [_route(route, lit=False) for route in layout.routes if route.relation not in lit]
    parts += [_route(route, lit=True) for route in layout.routes if route.relation in lit]
    parts += [_box(box, selected=box.box.key == spec.selected, compact=spec.compact) for box in layout.boxes]
    labels = spec.labels
    return picture(
        key=spec.key, width=layout.width, height=layout.height, title=labels.title, desc=labels.desc,
        css="dg dg-compact" if spec.compact else "dg", children=[element("g", {"font-size": size}, *parts)],
    )  # fmt: skip


def _panel(x: float, y: float, width: float, height: float) -> str:
    return element("rect", {"class": "dg-lane", "x": x, "y": y, "width": width, "height": height, "rx": 8})


def _frame(x: float, y: float, width: float, height: float) -> str:
    return element(
        "rect", {"class": "dg-frame", "x": x + 0.5, "y": y + 0.5, "width": width - 1, "height": height - 1, "rx": 6}
    )


def _words(words: Words) -> str:
    return lines_of_text(
        words.lines, words.x, words.y, words.line_height, css=words.css or None, anchor=words.anchor or None
    )


def _box(placed: PlacedBox, *, selected: bool, compact: bool) -> str:
    box, rect = placed.box, placed.rect
    css = f"dg-box dg-{box.kind}"
    if selected:
        css += " dg-marked" if compact else " dg-selected"
    label = placed.words[0]
    name = spoken(label.lines, box.label)
    if name:
        name = " ".join([name, *([box.note] if box.note else []), *box.items])
    attributes: Attributes = {
        "href": box.url,
        "class": css,
        "lang": box.lang or None,
        "aria-label": name,
        "aria-current": "true" if selected else None,
    }
    frame = element(
        "rect",
        {"x": rect.left + 0.5, "y": rect.top + 0.5, "width": rect.width - 1, "height": rect.height - 1, "rx": 4},
    )
    return element("a", attributes, frame, *_inside(placed))


def _inside(placed: PlacedBox) -> Iterator[str]:
    if placed.icon:
        yield _icon(placed.rect.left + 14, placed.rect.centre_y - 8)
    for at, words in enumerate(placed.words):
        if words.dotted:
            yield element("circle", {"class": "dg-dot", "cx": words.x - 12, "cy": words.y - 5, "r": 2.5})
        yield (" " if at else "") + _words(words)


def _icon(x: float, y: float) -> str:
    sheet = f"M{number(x)} {number(y)}h7l5 5v11h-12zm7 0v5h5"
    return element("path", {"class": "dg-icon", "d": sheet})


def _route(route: Route, *, lit: bool) -> str:
    relation = route.relation
    css = ("dg-on" if lit else "") + (" dg-coop" if relation.kind == "cooperates" else "")
    pointed = relation.kind in ("decides", "proposes", "presents")
    parts = [_line(route.points, pointed=pointed)]
    if pointed:
        parts.append(_head(route.points[-2], route.points[-1]))
    if route.verb:
        parts.append(_words(route.verb.words))
    return element("g", {"class": css.strip() or None}, *parts)


def _sample(sample: Sample) -> str:
    points = ((sample.left, sample.y), (sample.left + _SAMPLE_LENGTH, sample.y))
    parts = [_line(points, pointed=sample.head)]
    if sample.head:
        parts.append(_head(*points))
    return element("g", {"class": sample.css or None}, *parts)


def _line(points: tuple[Point, ...], *, pointed: bool) -> str:
    """The line with round corners, ending inside its arrowhead so that a thick one stays sharp."""
    drawn = list(points)
    if pointed:
        drawn[-1] = _back(points[-2], points[-1], min(_HEAD_LENGTH - 2, _length(points[-2], points[-1]) - 1))
    data = path(drawn[:1])
    for before, corner, after in zip(drawn, drawn[1:], drawn[2:], strict=False):
        radius = min(_RADIUS, _length(before, corner) / 2, _length(corner, after) / 2)
        enter, leave = _back(before, corner, radius), _back(after, corner, radius)
        data += f"L{_at(enter)}Q{_at(corner)} {_at(leave)}"
    return element("path", {"class": "dg-line", "d": f"{data}L{_at(drawn[-1])}"})


def _head(before: Point, tip: Point) -> str:
    base = _back(before, tip, _HEAD_LENGTH)
    across = (tip[1] - base[1]) / _HEAD_LENGTH, (base[0] - tip[0]) / _HEAD_LENGTH
    half = _HEAD_WIDTH / 2
    wings = [(base[0] + side * across[0] * half, base[1] + side * across[1] * half) for side in (1, -1)]
    return element("path", {"class": "dg-head", "d": path([tip, *wings], closed=True)})


def _back(towards: Point, point: Point, by: float) -> Point:
    """The point moved along its segment by so many pixels."""
    length = _length(towards, point) or 1
    return point[0] + (towards[0] - point[0]) * by / length, point[1] + (towards[1] - point[1]) * by / length


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
