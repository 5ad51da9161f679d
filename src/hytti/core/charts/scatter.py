"""Two indicators against each other: the compared areas by name, the rest as grey dots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from hytti.core.charts.axis import Tick, TickText, extent, fitting_ticks, known, nice_ticks, written
from hytti.core.charts.frame import PHONE, Role, block, chart, type_for, weight_of, within, words
from hytti.core.charts.geometry import Point, Rect, meets_line
from hytti.core.charts.svg import element, number, path
from hytti.core.charts.text import text_width, wrap

_LINE = 19.0
_NEAR = ((1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0))
_FAR = tuple((cos(at * pi / 6), sin(at * pi / 6)) for at in range(12))


@dataclass(frozen=True, slots=True)
class Spot:
    """One area: its value on each axis. A `named` one gets its name where it fits, the others are grey dots."""

    name: str
    x: float | None
    y: float | None
    role: Role = "other"
    named: bool = True


def scatter(
    spots: Sequence[Spot],
    *,
    key: str,
    width: float,
    title: str,
    desc: str,
    x_title: str,
    y_title: str,
    x_tick_text: TickText,
    y_tick_text: TickText,
    height: float | None = None,
    x_start: float | None = None,
    y_start: float | None = None,
    no_data: str = "ei tietoa",
) -> str:
    """Draw the spots at a fixed width. A spot without a value on either axis is not drawn.

    x_start, y_start: values that the axes must reach; by default they begin near the data. Names are placed round
    their dots so that none overlaps another or a named dot, at need on a leader; the own area and the compared ones
    come first, and a name without room is left out. height: 480, on a phone 400. Raises ValueError without a title.
    """
    me = _Scatter(spots, width, height or (480.0 if width >= PHONE else 400.0), x_start, y_start)
    return me.drawn(key, title, desc, (x_title, y_title), (x_tick_text, y_tick_text), no_data)


@dataclass(frozen=True, slots=True)
class _Dot:
    name: str
    role: Role
    x: float
    y: float

    @property
    def radius(self) -> float:
        return 7.0 if self.role == "own" else 5.5

    @property
    def box(self) -> Rect:
        return Rect(self.x, self.y, self.x, self.y).grown(self.radius + 1)


class _Scatter:
    """The measures of one chart."""

    def __init__(
        self, spots: Sequence[Spot], width: float, height: float, x_start: float | None, y_start: float | None
    ) -> None:
        self.spots = [spot for spot in spots if known(spot.x) and known(spot.y)]
        self.width, self.height, self.type = width, height, type_for(width)
        self.xs = _limits([spot.x for spot in self.spots], x_start)
        self.ys = _limits([spot.y for spot in self.spots], y_start)

    def drawn(
        self, key: str, title: str, desc: str, titles: tuple[str, str], texts: tuple[TickText, TickText], no_data: str
    ) -> str:
        if not self.spots:
            empty = [words(no_data, self.width / 2, self.height / 2, self.type.axis, "ch-quiet", "middle")]
            return chart(key=key, width=self.width, height=self.height, title=title, desc=desc, children=empty)
        up = [tick for tick in written(nice_ticks(*self.ys, 8), texts[1]) if self.ys[0] <= tick.at <= self.ys[1]]
        over = wrap(titles[1], self.width, self.type.label, 600)
        under = wrap(titles[0], self.width, self.type.label, 600)
        self.left = max((text_width(tick.text, self.type.axis) for tick in up), default=0.0) + 8
        self.right = self.width - 20
        self.top = _LINE * len(over) + 14
        self.bottom = self.height - _LINE * len(under) - 32
        fitting = fitting_ticks(*self.xs, self.right - self.left, self.type.axis, texts[0])
        along = [tick for tick in fitting if self.xs[0] <= tick.at <= self.xs[1]]
        dots = [_Dot(spot.name, spot.role, self._x(spot.x or 0.0), self._y(spot.y or 0.0)) for spot in self.spots]
        named = [dot for dot, spot in zip(dots, self.spots, strict=True) if spot.named or spot.role != "other"]
        grey = [dot for dot, spot in zip(dots, self.spots, strict=True) if not spot.named and spot.role == "other"]
        children = [
            *self._axes(along, up),
            block(over, 0, _LINE * len(over) / 2, self.type.label, "ch-end"),
            block(under, self.width, self.height - _LINE * len(under) / 2, self.type.label, "ch-end", "end"),
            *self._grey(grey),
            *self._named(named),
        ]
        return chart(key=key, width=self.width, height=self.height, title=title, desc=desc, children=children)

    def _x(self, value: float) -> float:
        return self.left + (value - self.xs[0]) / (self.xs[1] - self.xs[0]) * (self.right - self.left)

    def _y(self, value: float) -> float:
        return self.bottom - (value - self.ys[0]) / (self.ys[1] - self.ys[0]) * (self.bottom - self.top)

    def _axes(self, along: Sequence[Tick], up: Sequence[Tick]) -> Iterator[str]:
        for tick in up:
            y = self._y(tick.at)
            yield element("path", {"d": f"M{number(self.left)} {number(y)}H{number(self.right)}", "class": "ch-grid"})
            yield words(tick.text, self.left - 8, y, self.type.axis, "ch-quiet", "end")
        for tick in along:
            x = self._x(tick.at)
            yield element("path", {"d": f"M{number(x)} {number(self.top)}V{number(self.bottom)}", "class": "ch-grid"})
            middle = within(x, tick.text, self.type.axis, self.width)
            yield words(tick.text, middle, self.bottom + 16, self.type.axis, "ch-quiet", "middle")

    def _grey(self, dots: Sequence[_Dot]) -> Iterator[str]:
        if dots:
            data = "".join(f"M{number(dot.x)} {number(dot.y)}h0" for dot in dots)
            yield element("path", {"d": data, "class": "ch-specks"})

    def _named(self, dots: Sequence[_Dot]) -> Iterator[str]:
        ranked = sorted(dots, key=lambda dot: ("other", "target", "country", "county", "own").index(dot.role))
        boxes = [dot.box for dot in ranked]
        taken = list(boxes)
        names: list[str] = []
        for dot, own in zip(reversed(ranked), reversed(boxes), strict=True):
            found = self._place(dot, own, taken)
            if found:
                box, leader = found
                taken.append(box)
                if leader:
                    yield element("path", {"d": path(leader), "class": "ch-leader"})
                middle = (box.left + 2, box.centre_y)
                names.append(words(dot.name, *middle, self.type.label, f"ch-label ch-{dot.role}"))
        for dot in ranked:
            yield element("circle", {"cx": dot.x, "cy": dot.y, "r": dot.radius, "class": f"ch-dot ch-{dot.role}"})
        yield from names

    def _place(self, dot: _Dot, own: Rect, taken: Sequence[Rect]) -> tuple[Rect, list[Point]] | None:
        """The box of a name that meets nothing: beside the dot, or further off on a leader that crosses the least."""
        wide = text_width(dot.name, self.type.label, weight_of(dot.role)) + 4
        half = wide / 2, _LINE / 2
        gap = dot.radius + 3
        for across, down in _NEAR:
            slant = 0.6 if across and down else 1.0
            box = Rect(-half[0], -half[1], half[0], half[1]).moved(
                dot.x + across * (half[0] + gap * slant), dot.y + down * (half[1] * slant + gap * slant)
            )
            if self._free(box, taken):
                return box, []
        here = dot.x, dot.y
        others = [box for box in taken if box is not own]
        best: tuple[int, Rect, list[Point]] | None = None
        for box, end in _further(dot, *half):
            if self._free(box, taken):
                crossed = sum(meets_line(other, here, end) for other in others)
                if best is None or crossed < best[0]:
                    best = crossed, box, [here, end]
                if not crossed:
                    break
        return best and best[1:]

    def _free(self, box: Rect, taken: Sequence[Rect]) -> bool:
        inside = Rect(self.left, self.top - 4, self.width, self.bottom - 1)
        return inside.holds(box) and not any(box.meets(other) for other in taken)


def _further(dot: _Dot, half_wide: float, half_high: float) -> Iterator[tuple[Rect, Point]]:
    """Boxes round the dot, the nearest first, each with the end of its leader."""
    for reach in (24.0, 40.0, 60.0):
        for across, down in _FAR:
            end = dot.x + across * reach, dot.y + down * reach
            side = 0.0 if abs(across) < 0.3 else half_wide if across > 0 else -half_wide
            rise = 0.0 if side else down * half_high
            yield Rect(-half_wide, -half_high, half_wide, half_high).moved(end[0] + side, end[1] + rise), end


def _limits(values: Sequence[float | None], start: float | None) -> tuple[float, float]:
    """From the least to the greatest value with a little air; an axis that begins at `start` begins right there."""
    low, high = extent([*values, start]) or (0.0, 1.0)
    air = (high - low) / 20 or abs(high) / 10 or 1.0
    return (low if low == start else low - air, high if high == start and low < high else high + air)
