"""The legend of a map's classes."""

from collections.abc import Iterator, Sequence

from hytti.core.charts.frame import chart, type_for, words
from hytti.core.charts.svg import Attributes, element
from hytti.core.charts.text import text_width

_HIGH = 14.0


def class_legend(
    texts: Sequence[str],
    *,
    key: str,
    width: float,
    title: str,
    desc: str = "",
    no_data: str = "",
) -> str:
    """A strip of the map's classes from the lowest, each with its limits under it ("alle 12", "12–13", …).

    Where the words do not fit under their colours, the classes stand one under another. no_data: the word beside a
    hatched sample. Raises ValueError without a title or with more than five classes.
    """
    if len(texts) > 5:
        raise ValueError("a map has at most five classes")
    size = type_for(width).label
    share = width / max(len(texts), 1)
    fits = all(text_width(text, size) + 8 <= share for text in texts)
    parts, height = _strip(texts, share, size) if fits else _list(texts, size)
    if no_data:
        parts += _hatched(key, no_data, height, size)
        height += 24
    return chart(key=key, width=width, height=max(height, 1), title=title, desc=desc, children=parts, css="ch-legend")


def _strip(texts: Sequence[str], share: float, size: float) -> tuple[list[str], float]:
    parts: list[str] = []
    for at, text in enumerate(texts):
        parts.append(_swatch(at * share, 0, share, f"ch-class map-{at}"))
        parts.append(words(text, at * share, _HIGH + 13, size))
    return parts, _HIGH + 26 if texts else 0.0


def _list(texts: Sequence[str], size: float) -> tuple[list[str], float]:
    return [part for at, text in enumerate(texts) for part in _line(at, text, size)], 24.0 * len(texts)


def _line(at: int, text: str, size: float) -> Iterator[str]:
    yield _swatch(0, at * 24 + 5, 32, f"ch-class map-{at}")
    yield words(text, 42, at * 24 + 12, size)


def _hatched(key: str, word: str, top: float, size: float) -> list[str]:
    stripe = element("path", {"d": "M-1 1L1 -1M-1 9L9 -1M7 9L9 7", "class": "map-stripe"})
    options: Attributes = {"id": f"{key}-hatch", "width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}
    pattern = element("defs", {}, element("pattern", options, stripe))
    place: Attributes = {
        "x": 0.5,
        "y": top + 5,
        "width": 31,
        "height": _HIGH,
        "fill": f"url(#{key}-hatch)",
        "class": "ch-class",
    }
    return [pattern, element("rect", place), words(word, 42, top + 12, size)]


def _swatch(x: float, y: float, width: float, css: str) -> str:
    return element("rect", {"x": x, "y": y, "width": width, "height": _HIGH, "class": css})
