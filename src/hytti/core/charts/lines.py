"""A line chart: one area against the others, with its interval, target, breaks, notes and projection."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from hytti.core.charts.axis import Tick, TickText, extent, known, nice_ticks, written
from hytti.core.charts.frame import (
    LINE,
    PHONE,
    Role,
    Type,
    block,
    chart,
    column,
    spread,
    type_for,
    weight_of,
    words,
)  # fmt: skip
from hytti.core.charts.marks import Flag, flags
from hytti.core.charts.svg import element, number, path
from hytti.core.charts.text import text_width

_LEADER = 14.0
_NOTE = 10.0  # radius of a numbered note
_ORDER: tuple[Role, ...] = ("other", "country", "county", "target", "own")  # what is drawn later lies above


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series. `y` None is a gap; `calculated` marks a figure calculated by us: an open dot."""

    x: float
    y: float | None
    lower: float | None = None
    upper: float | None = None
    calculated: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A line: points in the order of x, the words at its end ("Lahti 11,5") and, for the own one, at its start ("9,1").

    What comes after `projected_after` is dashed.
    """

    points: Sequence[Point]
    label: str
    role: Role = "other"
    first_text: str = ""
    projected_after: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place on the x axis."""

    x: float
    text: str


def year(x: float) -> str:
    """A year as it is written."""
    return f"{x:.0f}"


def line_chart(
    series: Sequence[Series],
    *,
    key: str,
    width: float,
    title: str,
    desc: str,
    tick_text: TickText,
    x_text: Callable[[float], str] = year,
    height: float | None = None,
    start: float | None = 0.0,
    breaks: Sequence[Mark] = (),
    notes: Sequence[Mark] = (),
    projection_text: str = "",
    no_data: str = "ei tietoa",
) -> str:
    """Draw the series at a fixed width; below 440 px the phone's way: only the compared and the extremes are labelled.

    start: where the y axis begins; values below it lower it. None begins it near the data: say so beside the figure.
    breaks: no line crosses a break; `x` is the first place of the new way of counting, the mark stands before it.
    notes: `text` is the number in a circle under the axis; the notes themselves are written beside the figure.
    projection_text: the word over the place where the first projection begins.
    height: 440, on a phone 356; grows when the labels of what is compared need it.
    Raises ValueError without a title.
    """
    return _Lines(series, width, height, start, breaks, notes, projection_text).drawn(
        key, title, desc, tick_text, x_text, no_data
    )


class _Lines:
    """The measures of one chart."""

    def __init__(
        self,
        series: Sequence[Series],
        width: float,
        height: float | None,
        start: float | None,
        breaks: Sequence[Mark],
        notes: Sequence[Mark],
        projection_text: str,
    ) -> None:
        self.series = sorted(series, key=lambda one: _ORDER.index(one.role))
        self.width, self.type = width, type_for(width)
        self.breaks = sorted(one.x for one in breaks)
        xs = sorted({point.x for one in series for point in one.points})
        self.xs = xs
        self.first, self.last = (xs[0], xs[-1]) if xs else (0.0, 1.0)
        if self.first == self.last:
            self.first, self.last = self.first - 0.5, self.last + 0.5
        self.ticks_at = _y_places(series, start)
        self.notes = [note for note in notes if self.first <= note.x <= self.last]
        self.marks = [
            (self._parting(one.x), one.text, "ch-break") for one in breaks if self.first <= one.x <= self.last
        ]
        ahead = [one.projected_after for one in series if one.projected_after is not None]
        if ahead and self.first <= min(ahead) <= self.last:
            self.marks.append((min(ahead), projection_text, "ch-ahead-from"))
        self.height = height or (440.0 if width >= PHONE else 356.0)

    def _parting(self, x: float) -> float:
        """Where the mark of a break stands: half way from the last place before it."""
        before = [one for one in self.xs if one < x]
        after = [one for one in self.xs if one >= x]
        return (before[-1] + after[0]) / 2 if before and after else x

    def drawn(
        self, key: str, title: str, desc: str, tick_text: TickText, x_text: Callable[[float], str], no_data: str
    ) -> str:
        ends = [end for end in map(_end, self.series) if end]
        lines, wide = column(
            [(one.label, weight_of(one.role)) for one, _ in ends],
            self.type.label,
            220.0 if self.width >= PHONE else self.width * 0.38,
        )
        ticks = written(self.ticks_at, tick_text)
        half = max(text_width(x_text(x), self.type.axis) for x in (self.first, self.last)) / 2
        self.left = max([half, *(text_width(tick.text, self.type.axis) + 8 for tick in ticks)])
        self.right = self.width - (max(half, wide + _LEADER + 14) if ends else half)
        strip, strip_height = flags(
            [Flag(self.x(x), text, css) for x, text, css in self.marks], self.left, self.width, self.type.label
        )
        self.top = 10 + strip_height
        foot = 28 + (2 * _NOTE + 8 if self.notes else 0)
        labels = _Labels(self, ends, lines)
        self.height = max(self.height, self.top + foot + labels.least_height, self.top + foot + 60)
        self.bottom = self.height - foot
        self.low, span = self.ticks_at[0], self.ticks_at[-1] - self.ticks_at[0]
        self.per_unit = (self.bottom - self.top) / span
        children = [
            *self._grid(ticks),
            *self._x_axis(x_text),
            *(mark(self.bottom) for mark in strip.lines),
            *self._bands(),
            *(part for one in self.series for part in self._line(one)),
            *self._own_ends(),
            *labels.drawn(),
            *strip.texts,
        ]
        if not ends:
            middle = (self.left + self.right) / 2, (self.top + self.bottom) / 2
            children.append(words(no_data, *middle, self.type.axis, "ch-quiet", "middle"))
        return chart(key=key, width=self.width, height=self.height, title=title, desc=desc, children=children)

    def x(self, value: float) -> float:
        return self.left + (value - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) * self.per_unit

    def _grid(self, ticks: Sequence[Tick]) -> Iterator[str]:
        for tick in ticks:
            y = self.y(tick.at)
            css = "ch-zero" if tick.at == 0 else "ch-grid"
            yield element("path", {"d": f"M{number(self.left)} {number(y)}H{number(self.right)}", "class": css})
            yield words(tick.text, self.left - 8, y, self.type.axis, "ch-quiet", "end")

    def _x_axis(self, x_text: Callable[[float], str]) -> Iterator[str]:
        base = self.bottom + 17
        if self.notes:
            base += 2 * _NOTE + 8
            yield from self._notes()
        for at in _x_places(self.xs, self.right - self.left, self.first, self.last, self.type, x_text):
            yield words(x_text(at), self.x(at), base, self.type.axis, "ch-quiet", "middle")

    def _notes(self) -> Iterator[str]:
        notes = sorted(self.notes, key=lambda note: note.x)
        y = self.bottom + _NOTE + 5
        middles = spread([self.x(note.x) - self.left for note in notes], [2 * _NOTE + 2] * len(notes), -_NOTE,
                         self.right - self.left + _NOTE)  # fmt: skip
        for note, middle in zip(notes, middles, strict=True):
            place, across = self.x(note.x), self.left + middle
            ray = f"M{number(place)} {number(self.top)}V{number(self.bottom)}L{number(across)} {number(y - _NOTE)}"
            yield element("path", {"d": ray, "class": "ch-note-line"})
            yield element("circle", {"cx": across, "cy": y, "r": _NOTE, "class": "ch-note"})
            yield words(note.text, across, y, 13, "ch-note-text", "middle")

    def _bands(self) -> Iterator[str]:
        for one in self.series:
            for run in self._runs(one.points, lambda point: known(point.lower) and known(point.upper)):
                edge = [(self.x(p.x), self.y(p.upper or 0.0)) for p in run]
                back = [(self.x(p.x), self.y(p.lower or 0.0)) for p in reversed(run)]
                css = f"ch-band ch-{one.role}" if len(run) > 1 else f"ch-whisker ch-{one.role}"
                yield element("path", {"d": path([*edge, *back], closed=len(run) > 1), "class": css})

    def _runs(self, points: Sequence[Point], there: Callable[[Point], bool]) -> Iterator[list[Point]]:
        """Points that a line may join: parted by gaps and breaks."""
        run: list[Point] = []
        for point in points:
            if run and (not there(point) or any(run[-1].x < at <= point.x for at in self.breaks)):
                yield run
                run = []
            if there(point):
                run.append(point)
        if run:
            yield run

    def _line(self, one: Series) -> Iterator[str]:
        after = float("inf") if one.projected_after is None else one.projected_after
        solid: list[str] = []
        ahead: list[str] = []
        alone: list[str] = []
        for run in self._runs(one.points, _has_value):
            places = [(self.x(point.x), self.y(point.y or 0.0)) for point in run]
            past = sum(point.x <= after for point in run)
            if len(run) == 1:
                alone.append(path(places) + "h0")
            if past > 1:
                solid.append(path(places[:past]))
            if past < len(run) and len(run) > 1:
                ahead.append(path(places[max(past - 1, 0) :]))
        for css, data in (("ch-line", solid), ("ch-line ch-ahead", ahead), ("ch-alone", alone)):
            if data:
                yield element("path", {"d": "".join(data), "class": f"{css} ch-{one.role}"})
        open_dots = [(self.x(p.x), self.y(p.y or 0.0)) for p in one.points if p.calculated and known(p.y)]
        if open_dots:
            data_of_dots = "".join(f"M{number(x)} {number(y)}h0" for x, y in open_dots)
            yield element("path", {"d": data_of_dots, "class": f"ch-open ch-{one.role}"})
            yield element("path", {"d": data_of_dots, "class": "ch-open-middle"})

    def _own_ends(self) -> Iterator[str]:
        for one in self.series:
            there = [point for point in one.points if known(point.y)]
            if one.role != "own" or not there:
                continue
            first, last = there[0], there[-1]
            if not last.calculated:
                yield element(
                    "circle", {"cx": self.x(last.x), "cy": self.y(last.y or 0.0), "r": 7, "class": "ch-dot ch-own"}
                )
            if first is not last:
                x, y = self.x(first.x), self.y(first.y or 0.0)
                if not first.calculated:
                    yield element("circle", {"cx": x, "cy": y, "r": 5, "class": "ch-dot ch-own"})
                if one.first_text:
                    yield words(
                        one.first_text, x + 2, self._free_side(one, first, y), self.type.label, "ch-label ch-own"
                    )

    def _free_side(self, own: Series, first: Point, y: float) -> float:
        """Above or under the first point: where fewer lines pass, within the plot."""
        others = [self.y(p.y or 0.0) - y for one in self.series if one is not own for p in one.points
                  if p.x == first.x and known(p.y)]  # fmt: skip
        above, under = sum(-30 < other <= 0 for other in others), sum(0 < other < 30 for other in others)
        fits_under, fits_above = y + 28 <= self.bottom, y - 28 >= self.top
        return y - 18 if fits_above and (not fits_under or above < under) else y + 18


class _Labels:
    """The words at the ends of the lines, which keep their distance."""

    def __init__(self, lines: _Lines, ends: Sequence[tuple[Series, Point]], texts: Sequence[tuple[str, ...]]) -> None:
        self.chart = lines
        self.all = [(one, point, text) for (one, point), text in zip(ends, texts, strict=True) if one.label.strip()]
        self.least_height = sum(LINE * len(text) for one, _, text in self.all if one.role != "other")

    def _chosen(self) -> list[tuple[Series, Point, tuple[str, ...]]]:
        """All that there is room for; on a phone the compared, the extremes and those that stand free."""
        ordered = sorted(self.all, key=lambda label: -(label[1].y or 0.0))
        room = self.chart.bottom - self.chart.top + LINE
        if self.chart.width >= PHONE and sum(LINE * len(text) for _, _, text in ordered) <= room:
            return ordered
        chosen = [at for at, (one, _, _) in enumerate(ordered) if one.role != "other"]
        taken = sum(LINE * len(ordered[at][2]) for at in chosen)
        outermost = sorted({0, 1, len(ordered) - 1} & set(range(len(ordered))))
        for at in [*outermost, *range(2, len(ordered) - 1)]:
            high = LINE * len(ordered[at][2])
            if at in chosen or taken + high > room:
                continue
            if at in outermost or self._free(ordered, chosen, at):
                chosen.append(at)
                taken += high
        return [ordered[at] for at in sorted(chosen)]

    def _free(self, ordered: Sequence[tuple[Series, Point, tuple[str, ...]]], chosen: Iterable[int], at: int) -> bool:
        y = self.chart.y(ordered[at][1].y or 0.0)
        return all(abs(self.chart.y(ordered[other][1].y or 0.0) - y) >= LINE * 1.5 for other in chosen)

    def drawn(self) -> Iterator[str]:
        chosen, me = self._chosen(), self.chart
        low, high = me.top - LINE / 2, me.bottom + LINE / 2
        heights = [LINE * len(text) for _, _, text in chosen]
        middles = spread([me.y(point.y or 0.0) for _, point, _ in chosen], heights, low, high)
        left = me.right + _LEADER + 14
        for (one, point, text), middle in zip(chosen, middles, strict=True):
            x, y = me.x(point.x), me.y(point.y or 0.0)
            if me.right - x > 1:
                yield element(
                    "path", {"d": f"M{number(x + 6)} {number(y)}H{number(me.right)}", "class": "ch-long-leader"}
                )
            css = "ch-leader"
            yield element("path", {"d": path([(me.right + 9, y), (left - 5, middle)]), "class": css})
            yield block(text, left, middle, me.type.label, f"ch-label ch-{one.role}")


def _has_value(point: Point) -> bool:
    return known(point.y)


def _end(one: Series) -> tuple[Series, Point] | None:
    there = [point for point in one.points if known(point.y)]
    return (one, there[-1]) if there else None


def _y_places(series: Sequence[Series], start: float | None) -> tuple[float, ...]:
    values = [value for one in series for point in one.points for value in (point.y, point.lower, point.upper)]
    found = extent(values) or (0.0, 1.0)
    low, high = found if start is None else (min(start, found[0]), max(start, found[1]))
    return nice_ticks(low, high, 5)


def _x_places(
    xs: Sequence[float], length: float, first: float, last: float, kind: Type, text: Callable[[float], str]
) -> list[float]:
    """The places that get a text: the last and the first always, between them at even steps what fits."""
    if len(xs) < 2:
        return list(xs)
    need = (max(text_width(text(x), kind.axis) for x in (xs[0], xs[-1])) + 12) / length * (last - first)
    whole = all(x == int(x) for x in xs)
    steps = (1, 2, 5, 10, 20, 50, 100)
    step = next((step for step in steps if step >= need), None)
    if not whole or step is None:
        return [first, last] if last - first >= need else [last]
    anchor = last if step < 5 else 0
    inner = [float(x) for x in range(int(first) + 1, int(last)) if (x - anchor) % step == 0]
    kept = [x for x in inner if last - x >= need and x - first >= need]
    return [*([first] if last - first >= need else []), *kept, last]
