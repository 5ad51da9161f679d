"""Reads a drawn picture as a person sees it: its words with the room that they take."""

import re
from itertools import combinations
from xml.etree import ElementTree

from hytti.core.charts.geometry import Rect
from hytti.core.charts.text import text_width

SVG = "{http://www.w3.org/2000/svg}"
BOLD = re.compile(r"ch-(own|county|country|target|strong|end|note-text)\b")
COLOURED = ("style", "stroke", "color", "opacity", "onclick")


def read(svg):
    """The picture's root; a picture is well formed, named, and leaves its colours to the style sheet."""
    root = ElementTree.fromstring(svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert root.get("role") == ("group" if root.find(f".//{SVG}a") is not None else "img")
    assert root.get("aria-labelledby") in ids
    assert root.get("aria-describedby", root.get("aria-labelledby")) in ids
    for element in root.iter():
        assert not set(COLOURED) & set(element.attrib)
        assert element.get("fill", "url(#)").startswith("url(#")
    return root


def parts(root, css):
    """The elements that wear every class in `css`."""
    wanted = set(css.split())
    return [element for element in root.iter() if wanted <= set((element.get("class") or "").split())]


def reading(element):
    return " ".join("".join(element.itertext()).split())


def written(root):
    """Every word in the picture but the title and the description."""
    return [reading(text) for text in root.iter(f"{SVG}text")]


def lines(root):
    """Every drawn line of text with its box: as wide as the font sets it, as high as its capitals."""
    for text in root.iter(f"{SVG}text"):
        size = float(text.get("font-size"))
        weight = 600 if BOLD.search(text.get("class") or "") else 400
        x, y = float(text.get("x")), float(text.get("y"))
        rows = [(text.text or "", x, y)]
        for tspan in text.iter(f"{SVG}tspan"):
            y += float(tspan.get("dy"))
            rows.append((tspan.text or "", float(tspan.get("x")), y))
        for row, left, base in rows:
            wide = text_width(row.strip(), size, weight)
            start = left - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor"), 0)
            yield row.strip(), Rect(start, base - 0.68 * size, start + wide, base)


def check_words(root):
    """No word runs out of the picture or over another."""
    paper = Rect(0, 0, float(root.get("width")), float(root.get("height"))).grown(0.6)
    boxes = [(row, box.grown(-0.1)) for row, box in lines(root)]
    for row, box in boxes:
        assert paper.holds(box), (row, box)
    for (one, box), (other, second) in combinations(boxes, 2):
        assert not box.meets(second), (one, other)


def tick(value, decimals):
    """Finnish ticks."""
    return f"{value:.{decimals}f}".replace(".", ",").replace("-", "−")
