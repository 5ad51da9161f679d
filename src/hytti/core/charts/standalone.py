"""A picture that leaves the page: SVG with its own style, words and source, and the same as PNG.

On a page the style sheet colours a picture; in a file the light colours stand in it, resolved.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from hytti.core.charts.svg import Attributes, element, escape, number
from hytti.core.charts.text import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CSS = files("hytti.core") / "static" / "hytti" / "css"
FONTS = files("hytti.core") / "static" / "vendor" / "source-sans"
FONT_FILES = ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf")
PAD = 24
TITLE, TEXT, SMALL = 22, 16, 14
COMMENT = re.compile(r"/\*.*?\*/", re.S)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
WORN = re.compile(r'class="([^"]*)"')
CLASS = re.compile(r"\.([\w-]+)")
FAMILY = "text{font-family:'Source Sans 3',sans-serif}"
VARIABLE = re.compile(r"var\((--[\w-]+)\)")


def svg_file(chart: str, *, width: float, title: str, subtitle: str, foot: Sequence[str]) -> str:
    """The chart of the given width under its title and over the lines that tell where it comes from."""
    inner = width - 2 * PAD
    height = picture_size(chart)[1]
    parts: list[str] = []
    y = float(PAD)
    for text, size, weight, css in ((title, TITLE, 700, ""), (subtitle, TEXT, 400, "ch-quiet")):
        y = _lines(parts, text, y, size, weight, css, inner)
    y += 12
    parts.append(chart.replace("<svg ", f'<svg x="{PAD}" y="{number(y)}" ', 1))
    y += height + 16
    for text in foot:
        y = _lines(parts, text, y, SMALL, 400, "ch-quiet", inner)
    whole = y + PAD
    root: Attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": width,
        "height": whole,
        "viewBox": f"0 0 {number(width)} {number(whole)}",
        "class": "ch",
    }
    about = element("title", {}, escape(title)) + element("metadata", {}, escape(" ".join(foot)))
    paper = element("rect", {"width": width, "height": whole, "fill": tokens()["--paper"]})
    return element("svg", root, about, element("style", {}, chart_style(chart)), paper, *parts)


def _lines(parts: list[str], text: str, y: float, size: float, weight: int, css: str, width: float) -> float:
    """Write the text in lines from y downwards; the answer is where the next text may begin."""
    for line in wrap(text, width, size, weight):
        y += size * 1.3
        attributes: Attributes = {
            "x": PAD,
            "y": y - size * 0.3,
            "font-size": size,
            "font-weight": weight,
            "class": css or None,
        }
        parts.append(element("text", attributes, escape(line)))
    return y


def picture_size(chart: str) -> tuple[float, float]:
    """The chart's own width and height in pixels; raises ValueError where its viewBox does not begin at 0 0."""
    found = VIEW_BOX.search(chart)
    if found is None:
        raise ValueError("a chart has a viewBox that begins at 0 0")
    return float(found[1]), float(found[2])


def with_style(chart: str) -> str:
    """The chart alone, its colours inside it: for a file that sets it between texts of its own."""
    start = chart.index(">") + 1
    return "".join([chart[:start], "<style>", chart_style(chart), "</style>", chart[start:]])


def png_file(svg: str, *, zoom: float = 2) -> bytes:
    """The SVG as PNG, `zoom` times as many pixels wide, drawn with the service's own font."""
    import resvg_py  # only pictures as PNG need it

    fonts = [str(FONTS / name) for name in FONT_FILES]
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts, zoom=zoom))


def chart_style(chart: str) -> str:
    """The rules of the charts' style sheet that the chart wears: light colours, no links to press."""
    worn = {name for names in WORN.findall(chart) for name in names.split()}
    return FAMILY + "".join([rule for needs, rule in _style() if any(classes <= worn for classes in needs)])


@cache
def _style() -> tuple[tuple[list[set[str]], str], ...]:
    """Each rule with the classes that each of its selectors needs."""
    colours = tokens()
    rules = []
    for selector, body in _rules((CSS / "charts.css").read_text("utf-8")):
        if ":" not in selector and "heat" not in selector:
            needs = [set(CLASS.findall(one)) for one in selector.split(",")]
            rules.append((needs, f"{selector}{{{VARIABLE.sub(lambda found: colours[found[1]], body)}}}"))
    return tuple(rules)


@cache
def tokens() -> dict[str, str]:
    """The page's light colours by their names."""
    found: dict[str, str] = {}
    for sheet in ("hytti.css", "figures.css"):
        for selector, body in _rules((CSS / sheet).read_text("utf-8")):
            if selector == ":root":
                declared = (line.partition(":") for line in body.split(";"))
                found |= {name: value for name, colon, value in declared if colon and name.startswith("--")}
    return found


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Rules outside every @ block, with single spaces."""
    flat, depth = "", 0
    for part in re.split(r"(@[^{;]+\{|[{}])", COMMENT.sub("", sheet)):
        if depth or part.startswith("@"):
            depth += part.count("{") - part.count("}")
        else:
            flat += part
    for selector, body in RULE.findall(flat):
        declared = ";".join(":".join(" ".join(side.split()) for side in line.split(":", 1)) for line in body.split(";"))
        yield " ".join(selector.split()), declared.strip(";")
