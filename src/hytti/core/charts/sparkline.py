"""A line small enough for a table: the direction, no scale."""

from collections.abc import Iterator, Sequence

from hytti.core.charts.axis import extent, known
from hytti.core.charts.frame import chart
from hytti.core.charts.geometry import Point
from hytti.core.charts.svg import element, path

_PAD = 5.0  # so that the last dot is whole


def sparkline(
    values: Sequence[float | None],
    *,
    key: str,
    title: str,
    desc: str = "",
    width: float = 88,
    height: float = 28,
    compared: Sequence[float | None] = (),
) -> str:
    """Draw evenly spaced values: 88 × 28 in a table, 120 × 36 beside a number. Gaps stay open, the last has a dot.

    compared: a second, dashed line on the same scale, which ends at the same place. Raises ValueError without a title.
    """
    found = extent([*values, *compared])
    children: list[str] = []
    if found:
        steps = max(len(values), len(compared)) - 1
        places = _Places(found, steps, width, height)
        parts = [places.of(compared), places.of(values)]
        for css, runs in zip(("ch-spark ch-country", "ch-spark ch-own"), parts, strict=True):
            if runs:
                data = "".join(path(run) if len(run) > 1 else path(run) + "h0" for run in runs)
                children.append(element("path", {"d": data, "class": css}))
        if parts[1]:
            x, y = parts[1][-1][-1]
            children.append(element("circle", {"cx": x, "cy": y, "r": 3.5, "class": "ch-dot ch-own"}))
    return chart(key=key, width=width, height=height, title=title, desc=desc, children=children, css="ch-small")


class _Places:
    def __init__(self, found: tuple[float, float], steps: int, width: float, height: float) -> None:
        self.low, self.high = found
        self.steps, self.width, self.height = steps, width, height

    def of(self, values: Sequence[float | None]) -> list[list[Point]]:
        """Runs of places, parted by gaps; the last value stands at the right end."""
        return list(self._runs(values))

    def _runs(self, values: Sequence[float | None]) -> Iterator[list[Point]]:
        run: list[Point] = []
        for back, value in zip(range(len(values) - 1, -1, -1), values, strict=True):
            if value is not None and known(value):
                run.append((self._x(back), self._y(value)))
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _x(self, back: int) -> float:
        """To the pixel, and heights to half of one: nothing more is seen, and a page may have a hundred of them."""
        return round(self.width - _PAD - (back / self.steps * (self.width - 2 * _PAD) if self.steps else 0))

    def _y(self, value: float) -> float:
        if self.low == self.high:
            return self.height / 2
        up = (value - self.low) / (self.high - self.low) * (self.height - 2 * _PAD)
        return round(2 * (self.height - _PAD - up)) / 2
