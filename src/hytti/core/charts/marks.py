"""Words over a chart at places on its x axis, in rows that do not overlap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hytti.core.charts.frame import LINE, block
from hytti.core.charts.svg import element, number
from hytti.core.charts.text import text_width, wrap

_WIDEST = 240.0


@dataclass(frozen=True, slots=True)
class Flag:
    """Words at a place, in pixels; `css` is the class of the line down from them."""

    x: float
    text: str
    css: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines to be drawn down to a given height, and the words over the chart."""

    lines: tuple[Callable[[float], str], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    flag: Flag
    lines: tuple[str, ...]
    left: float
    right: float
    row: int


def flags(marks: Sequence[Flag], left: float, right: float, size: float) -> tuple[Strip, float]:
    """The words between left and right, each beside its line, and the height of their rows."""
    placed: list[_Placed] = []
    for flag in sorted(marks, key=lambda mark: -mark.x):
        lines = wrap(flag.text, min(_WIDEST, (right - left) * 0.6), size)
        wide = max((text_width(line, size) for line in lines), default=0.0)
        start = min(flag.x + 6, right - wide)
        end = start + wide
        row = max((one.row + 1 for one in placed if start - 4 < one.right + 8 and flag.x - 4 < one.right and
                   end + 8 > min(one.left, one.flag.x)), default=0)  # fmt: skip
        placed.append(_Placed(flag, lines, start, end, row))
    heights = [
        max(LINE * len(one.lines) for one in placed if one.row == row) for row in sorted({p.row for p in placed})
    ]
    total = sum(heights)
    tops = [total - sum(heights[: row + 1]) for row in range(len(heights))]  # row 0 lies lowest
    strip = Strip(
        tuple(_line(one, tops[one.row], heights[one.row]) for one in placed),
        tuple(
            block(one.lines, one.left, tops[one.row] + LINE * len(one.lines) / 2, size, "ch-flag")
            for one in placed
            if one.lines
        ),
    )
    return strip, total + (6 if total else 0)


def _line(one: _Placed, top: float, height: float) -> Callable[[float], str]:
    beside = one.left > one.flag.x or not one.lines
    start = top if beside else top + height

    def drawn(bottom: float) -> str:
        data = f"M{number(one.flag.x)} {number(start)}V{number(bottom)}"
        return element("path", {"d": data, "class": one.flag.css})

    return drawn
