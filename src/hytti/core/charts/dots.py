"""A dot for each area with its interval: who differs from the reference, and how surely."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hytti.core.charts.axis import Tick, TickText, extent, fitting_ticks, known
from hytti.core.charts.frame import LINE, PHONE, STRONG, Role, block, chart, column, weight_of, within, words
from hytti.core.charts.svg import Attributes, element, number, spoken
from hytti.core.charts.text import text_width

_ROW = 32.0
_PAD = 6.0  # between the edge of the picture and its words


@dataclass(frozen=True, slots=True)
class Row:
    """One area: `text` is its figure as written or, when `value` is None, why there is none. `url` makes a link."""

    name: str
    value: float | None
    text: str
    lower: float | None = None
    upper: float | None = None
    role: Role = "other"
    url: str = ""
    lang: str = ""


def dot_chart(
    rows: Sequence[Row],
    *,
    key: str,
    width: float,
    title: str,
    desc: str,
    tick_text: TickText,
    reference: Tick | None = None,
    start: float | None = None,
) -> str:
    """Draw the rows in the given order at a fixed width.

    reference: a dashed line through every row, with its words above. start: a value that the axis must reach (0);
    by default it begins near the data. The picture is as high as its rows need.
    Raises ValueError without a title.
    """
    return _Dots(rows, width, reference, start, tick_text).drawn(key, title, desc)


class _Dots:
    """The measures of one chart."""

    def __init__(
        self, rows: Sequence[Row], width: float, reference: Tick | None, start: float | None, tick_text: TickText
    ) -> None:
        self.rows, self.width = rows, width
        self.size = 16.0 if width >= PHONE else 15.0
        names = [(row.name, weight_of(row.role)) for row in rows]
        self.lines, wide = column(names, self.size, width * (0.36 if width >= PHONE else 0.38))
        texts = [(row.text, STRONG if row.role == "own" else 400) for row in rows]
        self.texts, value_wide = column(texts, self.size, width * 0.25)
        self.left = _PAD + wide + 22
        self.right = width - _PAD - value_wide - 22
        values = [value for row in rows for value in (row.value, row.lower, row.upper)]
        found = extent([*values, start, reference.at if reference else None])
        self.reference = reference if reference and known(reference.at) else None
        self.ticks: tuple[Tick, ...] = ()
        if found and any(known(row.value) for row in rows):
            self.ticks = fitting_ticks(*found, self.right - self.left, self.size, tick_text)
        else:
            self.reference = None

    def drawn(self, key: str, title: str, desc: str) -> str:
        self.top = 30.0 if self.reference else 4.0
        body: list[str] = []
        y = self.top
        for row, name, text in zip(self.rows, self.lines, self.texts, strict=True):
            high = _ROW + LINE * (max(len(name), len(text)) - 1)
            body += self._row(row, name, text, y, high)
            y += high
        self.bottom = y
        washes = [part for part in body if part.startswith("<rect")]
        rest = [part for part in body if not part.startswith("<rect")]
        return chart(
            key=key,
            width=self.width,
            height=self.bottom + (28 if self.ticks else 4),
            title=title,
            desc=desc,
            children=[*washes, *self._axis(), *self._reference(), *rest],
            links=any(row.url for row in self.rows),
        )

    def x(self, value: float) -> float:
        low, high = self.ticks[0].at, self.ticks[-1].at
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def _axis(self) -> Iterator[str]:
        for tick in self.ticks:
            x = self.x(tick.at)
            css = "ch-zero" if tick.at == 0 else "ch-grid"
            yield element("path", {"d": f"M{number(x)} {number(self.top)}V{number(self.bottom)}", "class": css})
            yield words(
                tick.text,
                within(x, tick.text, self.size, self.width),
                self.bottom + 15,
                self.size,
                "ch-quiet",
                "middle",
            )

    def _reference(self) -> Iterator[str]:
        if not self.reference:
            return
        x = self.x(self.reference.at)
        half = text_width(self.reference.text, self.size, STRONG) / 2
        middle = min(max(x, half), self.width - half)
        yield element("path", {"d": f"M{number(x)} 24V{number(self.bottom)}", "class": "ch-reference"})
        yield words(self.reference.text, middle, 12, self.size, "ch-strong", "middle")

    def _row(self, row: Row, name: Sequence[str], text: Sequence[str], top: float, high: float) -> Iterator[str]:
        middle = top + high / 2
        if row.role == "own":
            yield element("rect", {"x": 0, "y": top, "width": self.width, "height": high, "class": "ch-wash"})
        called = block(name, _PAD, middle, self.size, f"ch-name ch-{row.role}")
        yield linked(row, name, called, hit=(0, top + 2, self.left - 12, high - 4))
        css = "ch-quiet" if not known(row.value) else "ch-strong" if row.role == "own" else ""
        yield block(text, self.width - _PAD, middle, self.size, css, "end")
        if row.value is None or not known(row.value):
            return
        if row.lower is not None and row.upper is not None and known(row.lower) and known(row.upper):
            data = f"M{number(self.x(row.lower))} {number(middle)}H{number(self.x(row.upper))}"
            yield element("path", {"d": data, "class": f"ch-interval ch-{row.role}"})
        radius = 7 if row.role == "own" else 5.5
        yield element("circle", {"cx": self.x(row.value), "cy": middle, "r": radius, "class": f"ch-dot ch-{row.role}"})


def linked(row: Row, lines: Sequence[str], drawn: str, *, hit: tuple[float, float, float, float]) -> str:
    """The row's drawn name as a link with a target of (x, y, width, height), or as it is without an address."""
    if not row.url:
        return element("g", {"lang": row.lang}, drawn) if row.lang else drawn
    x, y, width, height = hit
    target = element("rect", {"x": x, "y": y, "width": width, "height": height, "rx": 2, "class": "ch-hit"})
    attributes: Attributes = {
        "href": row.url,
        "class": "ch-link",
        "lang": row.lang or None,
        "aria-label": spoken(lines, row.name),
    }
    return element("a", attributes, target, drawn)
