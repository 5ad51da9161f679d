"""The spine of a table row: where an area stands among all the others, on one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hytti.core.charts.axis import Axis, Tick, known
from hytti.core.charts.frame import PHONE, STRONG, chart, words
from hytti.core.charts.svg import element, number
from hytti.core.charts.text import text_width

_PAD = 9.0  # so that a dot at the end of the axis is whole
_OWN, _RING = 7.5, 3.5


@dataclass(frozen=True, slots=True)
class Spread:
    """How all areas lie: the limits of the middle 90 per cent and of the middle half, and the median."""

    p5: float
    p25: float
    median: float
    p75: float
    p95: float


def spine(
    value: float | None,
    *,
    spread: Spread | None,
    axis: Axis,
    key: str,
    width: float,
    title: str,
    desc: str = "",
    others: Sequence[float | None] = (),
    height: float = 34,
) -> str:
    """Draw one row's spine: bands, the median, small rings for `others` and the own dot.

    The own dot is filled outside the middle half and a ring inside it or when there is no spread. What lies beyond
    the axis is an arrowhead at its end. Raises ValueError without a title.
    """
    parts = _Spine(axis, width, height)
    children: list[str] = []
    if spread:
        children += [
            parts.bar(spread.p5, spread.p95, 6, "ch-ninety"),
            parts.bar(spread.p25, spread.p75, 14, "ch-half"),
            parts.line(spread.median),
        ]
    children += [parts.ring(other) for other in others if other is not None and known(other)]
    if value is not None and known(value):
        outside = spread is not None and not spread.p25 <= value <= spread.p75
        children.append(parts.own(value, outside=outside))
    return chart(key=key, width=width, height=height, title=title, desc=desc, children=children, css="ch-spine")


class _Spine:
    def __init__(self, axis: Axis, width: float, height: float) -> None:
        self.axis, self.width, self.height = axis, width, height
        self.middle = height / 2

    def x(self, value: float) -> float:
        return self.axis.place(value, _PAD, self.width - _PAD)

    def bar(self, low: float, high: float, thick: float, css: str) -> str:
        left, right = sorted((self.x(low), self.x(high)))
        return element(
            "rect", {"x": left, "y": self.middle - thick / 2, "width": right - left, "height": thick, "class": css}
        )

    def line(self, value: float) -> str:
        return element("path", {"d": f"M{number(self.x(value))} 0V{number(self.height)}", "class": "ch-median"})

    def ring(self, value: float) -> str:
        return self._beyond(value, _RING, "ch-beyond") or element(
            "circle", {"cx": self.x(value), "cy": self.middle, "r": _RING, "class": "ch-ring"}
        )

    def own(self, value: float, *, outside: bool) -> str:
        css = "ch-dot ch-own" if outside else "ch-dot ch-own ch-inside"
        return self._beyond(value, _OWN, "ch-beyond ch-own") or element(
            "circle", {"cx": self.x(value), "cy": self.middle, "r": _OWN if outside else _OWN - 1, "class": css}
        )

    def _beyond(self, value: float, size: float, css: str) -> str:
        """An arrowhead that points out of the axis, or nothing when the value is on it."""
        share = self.axis.share(value)
        if 0 <= share <= 1:
            return ""
        tip, way = (0.0, 1) if share < 0 else (self.width, -1)
        back = number(tip + way * size * 1.6)
        data = f"M{number(tip)} {number(self.middle)}L{back} {number(self.middle - size)}V{number(self.middle + size)}Z"
        return element("path", {"d": data, "class": css})


def spine_axis(
    axis: Axis,
    ticks: Sequence[Tick],
    *,
    key: str,
    width: float,
    title: str,
    desc: str = "",
    low_text: str = "",
    high_text: str = "",
    strong: float | None = None,
) -> str:
    """The axis over the spines: the ticks, `strong` the one in bold (the median), and what its ends mean above them.

    Ticks that would run into the strong one or into each other are left out. Raises ValueError without a title.
    """
    size = 15.0 if width >= PHONE else 14.0
    ends = bool(low_text or high_text)
    y = 30.0 if ends else 10.0
    children: list[str] = []
    if low_text:
        children.append(words(low_text, 0, 9, size, "ch-end"))
    if high_text:
        children.append(words(high_text, width, 9, size, "ch-end", "end"))
    for tick, middle in _apart(axis, ticks, width, size, strong):
        css = "ch-strong" if tick.at == strong else "ch-quiet"
        children.append(words(tick.text, middle, y, size, css, "middle"))
    return chart(key=key, width=width, height=y + 10, title=title, desc=desc, children=children, css="ch-spine")


def _apart(
    axis: Axis, ticks: Sequence[Tick], width: float, size: float, strong: float | None
) -> Iterator[tuple[Tick, float]]:
    taken: list[tuple[float, float]] = []
    for tick in sorted(ticks, key=lambda tick: tick.at != strong):
        half = text_width(tick.text, size, STRONG) / 2
        middle = min(max(axis.place(tick.at, _PAD, width - _PAD), half), width - half)
        if 0 <= axis.share(tick.at) <= 1 and all(
            middle + half + 6 < low or high + 6 < middle - half for low, high in taken
        ):
            taken.append((middle - half, middle + half))
            yield tick, middle
