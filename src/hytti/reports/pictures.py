"""Drawn pictures on their way into a document: only shapes and words, nothing that runs, asks or reads."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hytti.core.charts.standalone import picture_size

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    ("svg", "title", "desc", "g", "path", "text", "tspan", "rect", "circle", "ellipse", "line", "polyline", "polygon",
     "defs", "pattern", "use", "a")
)  # fmt: skip
ADDRESS = re.compile(r"(https?://|/(?!/)|\?|#)")
INWARD = re.compile(r"url\(#[\w-]+\)")
TEXT_WIDTH, TALLEST = 170.0, 215.0  # millimetres of a page that a picture may take
PAGE_PIXELS = 760.0  # a picture of this many pixels fills the width of the text


class BadPicture(ValueError):
    """Not a picture that a document may hold, with the reason."""


def ids(svg: str) -> list[str]:
    """The ids in the picture; raises BadPicture on what `hytti.core.charts` does not draw."""
    if "<!" in svg or "<?" in svg:
        raise BadPicture("it has a declaration")
    try:
        root = ET.fromstring(svg)  # noqa: S314 - declarations, which the attacks need, are refused above
    except ET.ParseError as error:
        raise BadPicture(f"it is not XML: {error}") from None
    if root.tag != f"{SVG}svg" or not root.get("viewBox", "").startswith("0 0 "):
        raise BadPicture("it is not an SVG with a viewBox from 0 0")
    found = []
    for element in root.iter():
        if not (element.tag.startswith(SVG) and element.tag[len(SVG) :] in ELEMENTS):
            raise BadPicture(f"it has the element {element.tag}")
        for name, value in element.attrib.items():
            _look(name, value)
            if name == "id":
                found.append(value)
    return found


def width_on_page(svg: str) -> float:
    """How many millimetres wide the picture stands on an A4 page."""
    width, height = picture_size(svg)
    return min(TEXT_WIDTH * width / PAGE_PIXELS, TEXT_WIDTH, TALLEST * width / height)


def _look(name: str, value: str) -> None:
    own = name.rpartition("}")[2]
    if own == "href" and not ADDRESS.match(value):
        raise BadPicture(f"it points to {value}")
    if own.startswith("on") or own == "style" or ("url(" in value and not INWARD.fullmatch(value)):
        raise BadPicture(f"it has the attribute {own}={value}")
