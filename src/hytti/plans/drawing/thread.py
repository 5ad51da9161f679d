"""The red thread as a picture: a tree from the figure on the left to those who act on the right.

Boxes are links with real text. Lines never cross: every box stands in the middle of those it leads to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hytti.core.charts.svg import element, escape, number, picture
from hytti.core.charts.text import wrap
from hytti.core.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.safestring import SafeString

    from ..queries.thread import Node

WIDTH = 1136.0
GAP, BETWEEN, HEAD = 26.0, 10.0, 34.0
SIZE, LINE, PADDING = 15.0, 19.0, 9.0
MOST_LEAVES = 60
"""A picture with more rows than this is no longer read; the list tells the same."""


@dataclass(frozen=True)
class Placed:
    """A box of the picture, its corner, and where those that it leads to stand."""

    node: Node
    depth: int
    lines: Sequence[str]
    top: float
    high: float
    children: Sequence[Placed]

    @property
    def middle(self) -> float:
        return self.top + self.high / 2


def thread(root: Node, heads: Sequence[str], *, key: str, title: str, desc: str) -> SafeString:
    """Draw the tree with a heading over each column; empty where it has more rows than can be read.

    heads: the names of the steps from the left, as many as the tree is deep.
    """
    if root.leaves > MOST_LEAVES:
        return drawn("")
    wide = (WIDTH - GAP * (len(heads) - 1)) / len(heads)
    placed = _place(root, 0, HEAD, wide)
    parts = [
        f'<text class="pl-t-head" x="{number(column * (wide + GAP))}" y="16">{escape(head)}</text>'
        for column, head in enumerate(heads)
    ]
    parts += [*_lines(placed, wide), *_boxes(placed, wide)]
    high = HEAD + _high(root, wide) + 2
    return drawn(picture(key=key, width=WIDTH, height=high, title=title, desc=desc, css="pl-t", children=parts))


def _text(node: Node, wide: float) -> Sequence[str]:
    text = ", ".join(item.text for item in node.items) or node.missing
    return wrap(text, wide - 2 * PADDING, SIZE, 600) or ("",)


def _own(node: Node, wide: float) -> float:
    return len(_text(node, wide)) * LINE + 2 * PADDING


def _high(node: Node, wide: float) -> float:
    below = sum(_high(child, wide) for child in node.children) + BETWEEN * max(0, len(node.children) - 1)
    return max(_own(node, wide), below)


def _place(node: Node, depth: int, top: float, wide: float) -> Placed:
    whole, own = _high(node, wide), _own(node, wide)
    below = sum(_high(child, wide) for child in node.children) + BETWEEN * max(0, len(node.children) - 1)
    at = top + (whole - below) / 2
    children = []
    for child in node.children:
        children.append(_place(child, depth + 1, at, wide))
        at += _high(child, wide) + BETWEEN
    middle = (children[0].middle + children[-1].middle) / 2 if children else top + whole / 2
    corner = middle - own / 2
    corner = min(max(corner, top), top + whole - own)
    return Placed(node, depth, _text(node, wide), corner, own, children)


def _lines(placed: Placed, wide: float) -> Iterator[str]:
    start = placed.depth * (wide + GAP) + wide
    for child in placed.children:
        turn = f"M{number(start)} {number(placed.middle)}h{number(GAP / 2)}V{number(child.middle)}h{number(GAP / 2)}"
        css = "pl-t-line pl-t-line-gap" if child.node.is_gap else "pl-t-line"
        yield element("path", {"class": css, "d": turn})
        yield from _lines(child, wide)


def _boxes(placed: Placed, wide: float) -> Iterator[str]:
    node, x = placed.node, placed.depth * (wide + GAP)
    css = "pl-t-gap" if node.is_gap else "pl-t-none" if not node.items else "pl-t-box"
    frame = element(
        "rect",
        {"class": css, "x": x + 1, "y": placed.top, "width": wide - 2, "height": placed.high, "rx": 4},
    )
    at = placed.top + PADDING + SIZE * 0.9
    text = "".join(
        f'<text class="{css}-text" x="{number(x + PADDING)}" y="{number(at + LINE * row)}">{escape(line)}</text>'
        for row, line in enumerate(placed.lines)
    )
    url = next((item.url for item in node.items if item.url), "")
    if url:
        name = f"{node.label}: {', '.join(item.text for item in node.items)}"
        yield element("a", {"href": url, "aria-label": name}, frame, text)
    else:
        yield frame + text
    for child in placed.children:
        yield from _boxes(child, wide)
