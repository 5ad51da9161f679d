"""A place on a line, where it moves, and the range in which it may end: the coefficient before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hytti.core.charts.axis import Axis, extent, fitting_ticks
from hytti.core.charts.frame import chart, within, words
from hytti.core.charts.svg import element, number
from hytti.core.charts.text import text_width

TickText = Callable[[float, int], str]
_SIDE, _LINE, _SIZE = 24.0, 46.0, 15.0


@dataclass(frozen=True, slots=True)
class Move:
    """`now` and `then` with their words; `lower` and `upper` limit the range of `then`, where it has one."""

    now: float
    now_text: str
    then: float
    then_text: str
    lower: float | None = None
    upper: float | None = None


def scale_chart(
    move: Move,
    *,
    key: str,
    width: float,
    title: str,
    desc: str,
    tick_text: TickText,
    middle: float = 1.0,
    middle_text: str = "",
) -> str:
    """Draw the line with its ticks, an open ring at `now`, an arrow to `then`, and the range as a band."""
    low, high = extent([move.now, move.then, move.lower, move.upper, middle]) or (middle, middle)
    air = max((high - low) * 0.15, 0.02)
    start, end = _SIDE, width - _SIDE
    ticks = fitting_ticks(low - air, high + air, end - start, _SIZE, tick_text)
    axis = Axis(ticks[0].at, ticks[-1].at)

    def at(value: float) -> float:
        return axis.place(value, start, end)

    body = [element("path", {"d": f"M{number(start)} {number(_LINE)}H{number(end)}", "class": "ch-zero"})]
    if move.lower is not None and move.upper is not None:
        left, right = at(move.lower), at(move.upper)
        place = {"x": left, "y": _LINE - 9, "width": max(right - left, 1), "height": 18}
        body.append(element("rect", {**place, "class": "ch-band ch-own"}))
    for tick in ticks:
        x = at(tick.at)
        body.append(element("path", {"d": f"M{number(x)} {number(_LINE - 5)}v10", "class": "ch-zero"}))
        body.append(words(tick.text, within(x, tick.text, _SIZE, width), _LINE + 20, _SIZE, "ch-quiet", "middle"))
    if middle_text:
        x = within(at(middle), middle_text, _SIZE, width)
        body.append(words(middle_text, x, _LINE + 40, _SIZE, "ch-quiet", "middle"))
    body += _arrow(at(move.now), at(move.then))
    body += _names(move, at(move.now), at(move.then), width)
    return chart(key=key, width=width, height=_LINE + 52, title=title, desc=desc, children=body)


def _arrow(now: float, then: float) -> list[str]:
    """The way from now to then, and its two ends."""
    way = 1 if then >= now else -1
    parts = []
    if abs(then - now) > 14:
        back = number(then - way * 11)
        head = f"M{back} {number(_LINE - 7)}L{number(then)} {number(_LINE)}L{back} {number(_LINE + 7)}Z"
        line = f"M{number(now)} {number(_LINE)}H{number(then - way * 8)}"
        parts = [
            element("path", {"d": line, "class": "ch-line ch-own"}),
            element("path", {"d": head, "class": "cf-head"}),
        ]
    return [*parts, element("circle", {"cx": now, "cy": _LINE, "r": 6.5, "class": "cf-now"})]


def _names(move: Move, now: float, then: float, width: float) -> list[str]:
    """The two words over the line, moved apart where they would meet."""
    halves = [text_width(text, _SIZE, 680) / 2 for text in (move.now_text, move.then_text)]
    first, second = within(now, move.now_text, _SIZE, width), within(then, move.then_text, _SIZE, width)
    lack = halves[0] + halves[1] + 12 - abs(second - first)
    if lack > 0:
        way = 1 if second >= first else -1
        first, second = first - way * lack / 2, second + way * lack / 2
        over = max(0.0, max(first + halves[0], second + halves[1]) - width)
        under = max(0.0, -min(first - halves[0], second - halves[1]))
        first, second = first - over + under, second - over + under
    return [
        words(move.now_text, first, 14, _SIZE, "", "middle"),
        words(move.then_text, second, 14, _SIZE, "ch-name ch-own", "middle"),
    ]
