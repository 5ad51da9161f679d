"""Standing bars of a few years, from zero, each with its number above and its year below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hytti.core.charts.axis import known
from hytti.core.charts.frame import chart, words
from hytti.core.charts.svg import element, number

_GAP, _ABOVE, _BELOW = 14.0, 26.0, 30.0


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: what stands under and over it; `own` is the one that is looked at."""

    label: str
    value: float
    text: str
    own: bool = False


def column_chart(columns: Sequence[Column], *, key: str, width: float, height: float, title: str, desc: str) -> str:
    """Draw the columns in the given order; a value that is not known, or is below zero, has no bar."""
    floor = height - _BELOW
    room = floor - _ABOVE
    top = max((column.value for column in columns if known(column.value)), default=0.0)
    wide = (width - _GAP * (len(columns) - 1)) / max(len(columns), 1)
    body: list[str] = []
    for at, column in enumerate(columns):
        left = at * (wide + _GAP)
        middle = left + wide / 2
        high = room * column.value / top if top > 0 and known(column.value) and column.value > 0 else 0.0
        place = {"x": left, "y": floor - high, "width": wide, "height": high}
        body.append(element("rect", {**place, "class": "ch-bar ch-own" if column.own else "ch-bar"}))
        body.append(words(column.text, middle, floor - high - 13, 16, "ch-strong", "middle"))
        body.append(words(column.label, middle, floor + 18, 15, "ch-quiet", "middle"))
    body.append(element("path", {"d": f"M0 {number(floor)}H{number(width)}", "class": "ch-zero"}))
    return chart(key=key, width=width, height=height, title=title, desc=desc, children=body)
