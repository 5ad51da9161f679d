"""Lying bars from zero, with the number before the bar so that the column reads as a table."""

from collections.abc import Iterator, Sequence

from hytti.core.charts.axis import extent, known
from hytti.core.charts.dots import Row, linked
from hytti.core.charts.frame import LINE, PHONE, STRONG, block, chart, column, weight_of
from hytti.core.charts.svg import element, number

_ROW, _BAR = 30.0, 14.0


def bar_chart(
    rows: Sequence[Row],
    *,
    key: str,
    width: float,
    title: str,
    desc: str,
    limits: tuple[float, float] | None = None,
) -> str:
    """Draw the rows in the given order at a fixed width; below 440 px each bar stands under its words.

    A row's interval is not drawn. Where no row is the own one, every bar is of the first colour. limits: values that
    the axis must reach, so that charts side by side share a scale; zero always belongs to it. A value below zero runs
    to the left of the zero line. Raises ValueError without a title.
    """
    return _Bars(rows, width, limits).drawn(key, title, desc)


class _Bars:
    """The measures of one chart."""

    def __init__(self, rows: Sequence[Row], width: float, limits: tuple[float, float] | None) -> None:
        self.rows, self.width = rows, width
        self.stacked = width < PHONE
        self.size = 15.0 if self.stacked else 16.0
        texts = [(row.text, STRONG if row.role == "own" else 400) for row in rows]
        self.texts, text_wide = column(texts, self.size, width * 0.25)
        names = [(row.name, weight_of(row.role)) for row in rows]
        room = width - text_wide - 16 if self.stacked else width * 0.5
        self.names, name_wide = column(names, self.size, room)
        self.number_at = width if self.stacked else name_wide + 20 + text_wide
        left = 0.0 if self.stacked else self.number_at + 10
        low, high = extent([0.0, *(row.value for row in rows), *(limits or ())]) or (0.0, 1.0)
        self.per_unit = (width - left) / ((high - low) or 1.0)
        self.zero = left - low * self.per_unit
        self.below = low < 0
        self.alone = all(row.role != "own" for row in rows)

    def drawn(self, key: str, title: str, desc: str) -> str:
        body: list[str] = []
        y = 0.0
        for row, name, text in zip(self.rows, self.names, self.texts, strict=True):
            words_high = LINE * (max(len(name), len(text)) - 1) + (24 if self.stacked else _ROW)
            bar_at = y + words_high + 1 if self.stacked else y + (words_high - _BAR) / 2
            high = words_high + (_BAR + 10 if self.stacked else 0)
            body += self._row(row, name, text, y, words_high, bar_at)
            y += high
        if self.below:
            body.append(element("path", {"d": f"M{number(self.zero)} 0V{number(y)}", "class": "ch-zero"}))
        links = any(row.url for row in self.rows)
        return chart(key=key, width=self.width, height=max(y, 1), title=title, desc=desc, children=body, links=links)

    def _row(
        self, row: Row, name: Sequence[str], text: Sequence[str], top: float, high: float, bar_at: float
    ) -> Iterator[str]:
        middle = top + high / 2
        called = block(name, 0, middle, self.size, f"ch-name ch-{row.role}")
        yield linked(row, name, called, hit=(0, top, self.number_at - 40, high))
        css = "ch-quiet" if not known(row.value) else "ch-strong" if row.role == "own" else ""
        yield block(text, self.number_at, middle, self.size, css, "end")
        if row.value is not None and known(row.value):
            end = self.zero + row.value * self.per_unit
            left, right = min(self.zero, end), max(self.zero, end)
            role = "own" if self.alone and row.role == "other" else row.role
            place = {"x": left, "y": bar_at, "width": right - left, "height": _BAR}
            yield element("rect", {**place, "class": f"ch-bar ch-{role}"})
