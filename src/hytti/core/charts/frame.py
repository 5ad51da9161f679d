"""What the charts share: roles, type sizes, the picture round a chart, and labels that keep their distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hytti.core.charts.svg import element, escape, number, picture
from hytti.core.charts.text import text_width, wrap

Role = Literal["own", "county", "country", "other", "target"]
"""own: the area looked at; county and country: what it is compared with; target: what is aimed at; other: the rest."""

PHONE = 440.0  # narrower than this, the type is the phone's
STRONG = 680  # labels are set in 600: measured wider, so that they fit in a bold of 700 too
LINE = 19.0  # from one label to the next


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes of type in pixels: names and labels, and the texts of the axes."""

    label: float
    axis: float


WIDE_TYPE, PHONE_TYPE = Type(15, 16), Type(14, 14)


def type_for(width: float) -> Type:
    return WIDE_TYPE if width >= PHONE else PHONE_TYPE


def weight_of(role: Role) -> int:
    return 400 if role == "other" else STRONG


def chart(
    *,
    key: str,
    width: float,
    height: float,
    title: str,
    desc: str,
    children: Sequence[str],
    links: bool = False,
    css: str = "",
) -> str:
    """The picture round the parts of a chart. Raises ValueError without a title or with a width of nothing."""
    if not title.strip():
        raise ValueError("a chart needs a title")
    if width <= 0:
        raise ValueError("a chart needs a width")
    return picture(
        key=key,
        width=width,
        height=height,
        title=title,
        desc=desc,
        css=f"ch {css}".rstrip(),
        children=children,
        role="group" if links else "img",
    )


def words(text: str, x: float, y: float, size: float, css: str = "", anchor: str | None = None) -> str:
    """One line of text whose middle height is y; `css` and `anchor` are the chart's own words."""
    worn = f' class="{css}"' if css else ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    place = f'x="{number(x)}" y="{number(y + size * 0.34)}" font-size="{number(size)}"'
    return f"<text {place}{worn}{held}>{escape(text)}</text>"


def within(x: float, text: str, size: float, width: float) -> float:
    """The middle of a text that is wanted at x, moved so that the text stays in the picture."""
    half = text_width(text, size) / 2
    return min(max(x, half), width - half)


def block(lines: Sequence[str], x: float, y: float, size: float, css: str = "", anchor: str | None = None) -> str:
    """Lines of text, 19 px apart, whose middle height is y; a word that parts keeps its hyphen."""
    if len(lines) == 1:
        return words(lines[0], x, y, size, css, anchor)
    top = y - LINE * (len(lines) - 1) / 2 + size * 0.34
    attributes = {"x": x, "y": top, "font-size": size, "class": css or None, "text-anchor": anchor}
    rest = [element("tspan", {"x": x, "dy": LINE}, escape(line)) for line in lines[1:]]
    return element("text", attributes, " ".join([escape(lines[0]), *rest]))


def column(texts: Sequence[tuple[str, int]], size: float, limit: float) -> tuple[list[tuple[str, ...]], float]:
    """Texts with their weights, turned to lines no wider than `limit`, and the width that they take."""
    lines = [wrap(text, limit, size, weight) or ("",) for text, weight in texts]
    widths = [
        text_width(line, size, weight) for (_, weight), turned in zip(texts, lines, strict=True) for line in turned
    ]
    return lines, max(widths, default=0.0)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of boxes stacked without overlap between low and high, each as near as can be to where it is wanted.

    `wanted` runs upwards. The squares of the moves are least (pool adjacent violators). When the boxes do not fit,
    they begin at `low` and run over `high`.
    """
    offsets: list[float] = []
    at = 0.0
    for height in heights:
        offsets.append(at + height / 2)
        at += height
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, size = want - offset, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    starts = [mean for mean, size in pools for _ in range(size)]
    last = max(low, high - at)
    return [min(max(start, low), last) + offset for start, offset in zip(starts, offsets, strict=True)]
