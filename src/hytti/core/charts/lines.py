"""A line chart: one area against the others, with its interval, target, breaks, notes and projection."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from hytti.core.charts.axis import Tick, TickText, extent, nice_ticks, written
from hytti.core.charts.frame import LINE, PHONE, Role, Type, block, chart, spread, type_for, weight_of, words
from hytti.core.charts.geometry import Point as Place
from hytti.core.charts.marks import Flag, flags
from hytti.core.charts.svg import Attributes, element, number, path
from hytti.core.charts.text import text_width, wrap

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

    What comes after `projected_after` is dashed. Only the own line shows its interval; the table has those of the rest.
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
    return _Lines(key, series, width, height, start, breaks, notes, projection_text).drawn(
        title, desc, tick_text, x_text, no_data
    )


@dataclass(frozen=True, slots=True)
class _Label:
    """The words at the end of a line, with the measures they take."""

    x: float
    value: float
    role: Role
    lines: tuple[str, ...]
    wide: float
    high: float


class _Lines:
    """The measures of one chart."""

    def __init__(
        self,
        key: str,
        series: Sequence[Series],
        width: float,
        height: float | None,
        start: float | None,
        breaks: Sequence[Mark],
        notes: Sequence[Mark],
        projection_text: str,
    ) -> None:
        self.key, self.open = key, 0
        self.series = sorted(series, key=lambda one: _ORDER.index(one.role))
        self.width, self.type = width, type_for(width)
        self.known = [
            (one, [(p.x, p.y) for p in one.points if p.y is not None and isfinite(p.y)]) for one in self.series
        ]
        self.breaks = sorted(one.x for one in breaks)
        self.xs = sorted({point.x for one in series for point in one.points})
        self.first, self.last = (self.xs[0], self.xs[-1]) if self.xs else (0.0, 1.0)
        if self.first == self.last:
            self.first, self.last = self.first - 0.5, self.last + 0.5
        self.places = _y_places(self.known, start)
        self.notes = sorted((note for note in notes if self._shown(note.x)), key=lambda note: note.x)
        self.marks = [(self._parting(one.x), one.text, "ch-break") for one in breaks if self._shown(one.x)]
        ahead = [one.projected_after for one in series if one.projected_after is not None]
        if ahead and self._shown(min(ahead)):
            self.marks.append((min(ahead), projection_text, "ch-ahead-from"))
        self.foot = 28 + (2 * _NOTE + 8 if self.notes else 0)
        self.height = height or (440.0 if width >= PHONE else 356.0)
        self._stand(10, self.height)

    def _shown(self, x: float) -> bool:
        return self.first <= x <= self.last

    def _parting(self, x: float) -> float:
        """Where the mark of a break stands: half way from the last place before it."""
        before = [one for one in self.xs if one < x]
        after = [one for one in self.xs if one >= x]
        return (before[-1] + after[0]) / 2 if before and after else x

    def _stand(self, top: float, height: float) -> None:
        self.top, self.height = top, max(height, top + self.foot + 60)
        self.bottom = self.height - self.foot
        self.low = self.places[0]
        self.per_unit = (self.bottom - self.top) / (self.places[-1] - self.low)

    def drawn(self, title: str, desc: str, tick_text: TickText, x_text: Callable[[float], str], no_data: str) -> str:
        labels = self._labels()
        ticks = written(self.places, tick_text) if any(there for _, there in self.known) else ()
        half = max(text_width(x_text(x), self.type.axis) for x in (self.first, self.last)) / 2
        self.left = max([half, *(text_width(tick.text, self.type.axis) + 8 for tick in ticks)])
        self.right = self.width - max([half, *(label.wide + _LEADER + 14 for label in labels)])
        per_x = (self.right - self.left) / (self.last - self.first)
        self.across = {x: self.left + (x - self.first) * per_x for x in self.xs}
        self.columns = {x: number(place) for x, place in self.across.items()}
        marks = [Flag(self.left + (x - self.first) * per_x, text, css) for x, text, css in self.marks]
        strip, strip_height = flags(marks, self.left, self.width, self.type.label)
        top = 10 + strip_height
        self._stand(top, max(self.height, top + self.foot + sum(label.high for label in labels) - LINE))
        children = [
            *self._grid(ticks),
            *self._x_axis(x_text),
            *(mark(self.bottom) for mark in strip.lines),
            *(part for one in self.series if one.role == "own" for part in self._band(one)),
            *(part for one, there in self.known for part in self._line(one, there)),
            *(part for one, there in self.known if one.role == "own" and there for part in self._own_ends(one, there)),
            *self._written(labels),
            *strip.texts,
        ]
        if not ticks:
            children.append(words(no_data, self.width / 2, self.height / 2, self.type.axis, "ch-quiet", "middle"))
        return chart(key=self.key, width=self.width, height=self.height, title=title, desc=desc, children=children)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) * self.per_unit

    def _places(self, values: Iterable[Place]) -> dict[float, str]:
        """Path coordinates by x."""
        columns, bottom, low, per_unit = self.columns, self.bottom, self.low, self.per_unit
        return {x: f"{columns[x]} {bottom - (value - low) * per_unit:.1f}" for x, value in values}

    def _grid(self, ticks: Sequence[Tick]) -> Iterator[str]:
        for tick in ticks:
            y = self.y(tick.at)
            css = "ch-zero" if tick.at == 0 else "ch-grid"
            yield element("path", {"d": f"M{number(self.left)} {number(y)}H{number(self.right)}", "class": css})
            yield words(tick.text, self.left - 8, y, self.type.axis, "ch-quiet", "end")

    def _x_axis(self, x_text: Callable[[float], str]) -> Iterator[str]:
        base = self.height - 11
        yield from self._notes()
        for at in _x_places(self.xs, self.right - self.left, self.type, x_text):
            yield words(x_text(at), self.across[at], base, self.type.axis, "ch-quiet", "middle")

    def _notes(self) -> Iterator[str]:
        y = self.bottom + _NOTE + 5
        per_x = (self.right - self.left) / (self.last - self.first)
        wanted = [self.left + (note.x - self.first) * per_x for note in self.notes]
        middles = spread(wanted, [2 * _NOTE + 2] * len(wanted), self.left - _NOTE, self.right + _NOTE)
        for note, place, across in zip(self.notes, wanted, middles, strict=True):
            ray = f"M{number(place)} {number(self.top)}V{number(self.bottom)}L{number(across)} {number(y - _NOTE)}"
            yield element("path", {"d": ray, "class": "ch-note-line"})
            yield element("circle", {"cx": across, "cy": y, "r": _NOTE, "class": "ch-note"})
            yield words(note.text, across, y, 13, "ch-note-text", "middle")

    def _runs(self, one: Series, places: Mapping[float, str]) -> Iterator[list[float]]:
        """The places that a line may join: parted by gaps and breaks; a target has no breaks."""
        breaks = () if one.role == "target" else self.breaks
        if not breaks and places and len(places) == len(one.points):
            yield list(places)
            return
        starts = {next((point.x for point in one.points if point.x >= at), None) for at in breaks}
        run: list[float] = []
        for point in one.points:
            x = point.x
            there = x in places
            if run and (not there or x in starts):
                yield run
                run = []
            if there:
                run.append(x)
        if run:
            yield run

    def _band(self, one: Series) -> Iterator[str]:
        both = [
            (p.x, p.lower, p.upper)
            for p in one.points
            if p.lower is not None and p.upper is not None and isfinite(p.lower) and isfinite(p.upper)
        ]
        under = self._places((x, lower) for x, lower, _ in both)
        over = self._places((x, upper) for x, _, upper in both)
        for run in self._runs(one, over):
            edge = "L".join([*(over[x] for x in run), *(under[x] for x in reversed(run))])
            if len(run) > 1:
                yield element("path", {"d": f"M{edge}Z", "class": f"ch-band ch-{one.role}"})
            else:
                yield element("path", {"d": f"M{edge}", "class": f"ch-whisker ch-{one.role}"})

    def _line(self, one: Series, there: Sequence[Place]) -> Iterator[str]:
        places = self._places(there)
        solid: list[str] = []
        ahead: list[str] = []
        alone: list[str] = []
        for run in self._runs(one, places):
            past = len(run) if one.projected_after is None else bisect_right(run, one.projected_after)
            way = [places[x] for x in run]
            if len(run) == 1:
                alone.append(f"M{way[0]}h0")
                continue
            if past > 1:
                solid.append("M" + "L".join(way[:past]))
            if past < len(run):
                ahead.append("M" + "L".join(way[max(past - 1, 0) :]))
        for css, data in (("ch-line", solid), ("ch-line ch-ahead", ahead), ("ch-alone", alone)):
            if data:
                yield element("path", {"d": "".join(data), "class": f"{css} ch-{one.role}"})
        ours = [places[point.x] for point in one.points if point.calculated and point.x in places]
        if ours:
            self.open += 1
            name = f"{self.key}-open-{self.open}"
            dots = element("path", {"id": name, "d": "M" + "h0M".join(ours) + "h0"})
            yield element("g", {"class": f"ch-open ch-{one.role}"}, dots)
            yield element("use", {"href": f"#{name}", "class": f"ch-open-middle ch-{one.role}"})

    def _own_ends(self, own: Series, there: Sequence[Place]) -> Iterator[str]:
        """The dots at the first and the last value, but not over an open dot, and the first value in words."""
        ours = {point.x for point in own.points if point.calculated}
        (first, value), (last, last_value) = there[0], there[-1]
        x, y = self.across[first], self.y(value)
        if last not in ours:
            dot: Attributes = {"cx": self.across[last], "cy": self.y(last_value), "r": 7, "class": "ch-dot ch-own"}
            yield element("circle", dot)
        if len(there) == 1:
            return
        if first not in ours:
            yield element("circle", {"cx": x, "cy": y, "r": 5, "class": "ch-dot ch-own"})
        if own.first_text:
            late = x > (self.left + self.right) / 2
            place = x - 2 if late else x + 2, self._free_side(own, first, y)
            yield words(own.first_text, *place, self.type.label, "ch-label ch-own", "end" if late else None)

    def _free_side(self, own: Series, x: float, y: float) -> float:
        """Above or under the first value: where fewer lines pass, within the plot."""
        passing = [self.y(value) - y for one, there in self.known if one is not own for at, value in there if at == x]
        above, under = sum(-30 < way <= 0 for way in passing), sum(0 < way < 30 for way in passing)
        fits_under, fits_above = y + 28 <= self.bottom, y - 28 >= self.top
        return y - 18 if fits_above and (not fits_under or above < under) else y + 18

    def _labels(self) -> list[_Label]:
        """All that there is room for; on a phone the compared, the outermost and those that stand free."""
        limit = 220.0 if self.width >= PHONE else self.width * 0.38
        ends = [
            _label(one, there[-1], limit, self.type.label) for one, there in self.known if there and one.label.strip()
        ]
        ends.sort(key=lambda label: -label.value)
        room = self.bottom - self.top + LINE
        if self.width >= PHONE and sum(label.high for label in ends) <= room:
            return ends
        chosen = [label for label in ends if label.role != "other"]
        outermost = [*ends[:2], *ends[-1:]]
        for label in [*outermost, *ends[2:-1]]:
            free = all(abs(self.y(other.value) - self.y(label.value)) >= LINE * 1.5 for other in chosen)
            fits = sum(other.high for other in chosen) + label.high <= room
            if label not in chosen and fits and (free or label in outermost):
                chosen.append(label)
        return sorted(chosen, key=lambda label: -label.value)

    def _written(self, labels: Sequence[_Label]) -> Iterator[str]:
        wanted = [self.y(label.value) for label in labels]
        middles = spread(wanted, [label.high for label in labels], self.top - LINE / 2, self.bottom + LINE / 2)
        left = self.right + _LEADER + 14
        for label, y, middle in zip(labels, wanted, middles, strict=True):
            x = self.across[label.x]
            if self.right - x > 1:
                long = f"M{number(x + 9)} {number(y)}H{number(self.right + 6)}"
                yield element("path", {"d": long, "class": "ch-long-leader"})
            yield element("path", {"d": path([(self.right + 9, y), (left - 5, middle)]), "class": "ch-leader"})
            yield block(label.lines, left, middle, self.type.label, f"ch-label ch-{label.role}")


def _label(one: Series, end: Place, limit: float, size: float) -> _Label:
    lines = wrap(one.label, limit, size, weight_of(one.role))
    wide = max(text_width(line, size, weight_of(one.role)) for line in lines)
    return _Label(*end, one.role, lines, wide, LINE * len(lines))


def _y_places(series: Sequence[tuple[Series, Sequence[Place]]], start: float | None) -> tuple[float, ...]:
    """The ticks of the y axis: they cover every value, and the own one's interval."""
    values: list[float | None] = [value for _, there in series for _, value in there]
    limits = [
        limit for one, _ in series if one.role == "own" for point in one.points for limit in (point.lower, point.upper)
    ]
    low, high = extent([*values, *limits, start]) or (0.0, 1.0)
    return nice_ticks(low, high, 5)


def _x_places(xs: Sequence[float], length: float, kind: Type, text: Callable[[float], str]) -> list[float]:
    """The places that get a text: the last always, the first if it has room, between them at even steps what fits."""
    if len(xs) < 2:
        return list(xs)
    first, last = xs[0], xs[-1]
    need = (max(text_width(text(x), kind.axis) for x in (first, last)) + 8) / length * (last - first)
    ends = [first, last] if last - first >= need else [last]
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if step >= need), None)
    if step is None:
        return ends
    anchor = last if step < 5 else 0
    inner = [x for x in xs if (x - anchor) % step == 0 and last - x >= need and x - first >= need]
    return sorted({*ends, *inner})
