"""The strip of statuses: one part for each, as wide as its share.

Shapes differ, so that no part leans on its colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hytti.core.charts.svg import Attributes, element, number
from hytti.core.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

HIGH = 12
GAP = 2


def strip(parts: Sequence[tuple[str, int]]) -> SafeString:
    """Parts of (mark, count) side by side, as wide as the place that it stands in; empty where there are none.

    Done is full, under way full below and open above, late striped, not begun an outline, unknown a dashed outline,
    stopped a thin line. The words beside it tell the same, so readers of speech pass it over.
    """
    total = sum(count for _, count in parts)
    if not total:
        return drawn("")
    at, drawings = 0.0, []
    for mark, count in parts:
        wide = 100 * count / total
        place: Attributes = {
            "x": f"{number(at)}%",
            "width": f"{number(wide)}%",
            "height": HIGH,
            "class": f"pl-seg pl-seg-{mark}",
        }
        drawings.append(element("svg", place, *_shape(mark)))
        at += wide
    root: Attributes = {
        "class": "pl-strip",
        "width": "100%",
        "height": HIGH,
        "aria-hidden": "true",
        "focusable": "false",
    }
    return drawn(element("svg", root, *drawings))


def _shape(mark: str) -> list[str]:
    edge = element("rect", {"class": "pl-edge", "x": 0, "y": 0, "width": "100%", "height": HIGH})
    across: Attributes = {"class": "pl-gap", "x1": "100%", "x2": "100%", "y1": 0, "y2": HIGH, "stroke-width": 2 * GAP}
    end = element("line", across)
    middle: dict[str, str | float | None] = {"x1": 0, "x2": "100%", "y1": HIGH / 2, "y2": HIGH / 2}
    if mark == "progress":
        lower: Attributes = {"class": "pl-fill", "x": 0, "y": HIGH / 2, "width": "100%", "height": HIGH / 2}
        return [edge, element("rect", lower), end]
    if mark == "late":
        return [element("line", {"class": "pl-stripes", **middle, "stroke-width": HIGH}), edge, end]
    if mark == "ended":
        return [element("line", {"class": "pl-thin", **middle}), end]
    return [edge, end]
