"""The few helpers every figure needs to write SVG."""

import re
from collections.abc import Iterable, Mapping
from html import escape as _escape

from hytti.core.charts.text import plain

Attributes = Mapping[str, str | float | None]

_SPECIAL = re.compile("[&<>\"']").search


def escape(text: str) -> str:
    """Text made safe both inside an element and inside a quoted attribute."""
    return _escape(text, quote=True) if _SPECIAL(text) else text


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, attributes: Attributes, *children: str) -> str:
    """One element; attributes that are None are left out, children are ready-made SVG."""
    written = "".join(
        [
            f' {key}="{escape(value) if isinstance(value, str) else number(value)}"'
            for key, value in attributes.items()
            if value is not None
        ]
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def lines_of_text(
    lines: Iterable[str], x: float, y: float, line_height: float, *, css: str | None = None, anchor: str | None = None
) -> str:
    """A text element whose lines start at x; every line but the last ends in a space, so that it reads as one."""
    written = list(lines)
    parts = [escape(written[0])] if written else []
    parts += [element("tspan", {"x": x, "dy": line_height}, escape(line)) if line else "" for line in written[1:]]
    return element("text", {"x": x, "y": y, "class": css, "text-anchor": anchor}, " ".join(parts))


def spoken(lines: Iterable[str], label: str) -> str | None:
    """The name to give a link when its drawn lines have parted a word, else None."""
    name = plain(label)
    return None if " ".join(lines) == " ".join(name.split()) else name


def path(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """Path data through the points."""
    data = "L".join([f"{x:.1f} {y:.1f}" for x, y in points]) + "Z"
    data = data.replace(".0 ", " ").replace(".0L", "L").replace(".0Z", "Z")
    return f"M{data}" if closed else f"M{data[:-1]}"


def picture(
    *,
    key: str,
    width: float,
    height: float,
    title: str,
    desc: str,
    css: str,
    children: Iterable[str],
    role: str = "group",
) -> str:
    """A whole figure: by default a named group, so that the links in it stay reachable; "img" where it holds none."""
    root: Attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": role,
        "class": css,
        "width": width,
        "height": height,
        "viewBox": f"0 0 {number(width)} {number(height)}",
        "aria-labelledby": f"{key}-title",
        "aria-describedby": f"{key}-desc" if desc else None,
    }
    named = [element("title", {"id": f"{key}-title"}, escape(title))]
    if desc:
        named.append(element("desc", {"id": f"{key}-desc"}, escape(desc)))
    return element("svg", root, *named, *children)
