"""Population by age: men and women on either side, or both together, with the projection as an outline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hytti.core.charts.axis import Tick, TickText, extent, known, nice_ticks, written
from hytti.core.charts.frame import PHONE, STRONG, Type, chart, type_for, within, words
from hytti.core.charts.svg import element, number
from hytti.core.charts.text import text_width

_AHEAD = ("ch-outline", "ch-outline ch-later")


@dataclass(frozen=True, slots=True)
class SexBand:
    """One age group ("0–4"): persons now, and in the projection where it is known by sex."""

    label: str
    men: float | None
    women: float | None
    men_ahead: float | None = None
    women_ahead: float | None = None


@dataclass(frozen=True, slots=True)
class AgeBand:
    """One age group ("0–4"): persons now, and in each projected year."""

    label: str
    value: float | None
    ahead: Sequence[float | None] = ()


def pyramid(
    bands: Sequence[SexBand],
    *,
    key: str,
    width: float,
    title: str,
    desc: str,
    men_text: str,
    women_text: str,
    tick_text: TickText,
    now_text: str = "",
    ahead_text: str = "",
    most: float | None = None,
) -> str:
    """Draw the bands, the youngest lowest: men to the left and women to the right on one scale, ages between them.

    now_text, ahead_text: what the bars and the outline are ("2024", "ennuste 2040"), written above. most: a value
    that the scale must reach, so that pictures side by side can share it. Raises ValueError without a title.
    """
    me = _Pyramid([band.label for band in bands], width, [now_text, ahead_text])
    sides = [
        ([band.men for band in bands], [[band.men_ahead for band in bands]]),
        ([band.women for band in bands], [[band.women_ahead for band in bands]]),
    ]
    middle, half = width / 2, me.ages / 2
    me.scale(sides, (width / 2 - half - 4), tick_text, most)
    head = [
        words(men_text, middle - half - 6, me.top - 12, me.type.label, "ch-strong", "end"),
        words(women_text, middle + half + 6, me.top - 12, me.type.label, "ch-strong"),
    ]
    children = [
        *me.legend(),
        *head,
        *me.side(middle - half, -1, *sides[0]),
        *me.side(middle + half, 1, *sides[1]),
        *me.labels(middle, "middle"),
    ]
    return chart(key=key, width=width, height=me.height, title=title, desc=desc, children=children)


def age_profile(
    bands: Sequence[AgeBand],
    *,
    key: str,
    width: float,
    title: str,
    desc: str,
    tick_text: TickText,
    now_text: str = "",
    ahead_texts: Sequence[str] = (),
    most: float | None = None,
) -> str:
    """Draw the bands of both sexes together, the youngest lowest: bars for now, an outline for each projected year.

    The first projected year is a whole line, the second a dashed one; `ahead_texts` name them. Raises ValueError
    without a title or with more than two projected years.
    """
    years = max((len(band.ahead) for band in bands), default=0)
    if years > len(_AHEAD):
        raise ValueError("an age profile shows at most two projected years")
    me = _Pyramid([band.label for band in bands], width, [now_text, *ahead_texts], headed=False)
    ahead = [[band.ahead[at] if at < len(band.ahead) else None for band in bands] for at in range(years)]
    values = [band.value for band in bands]
    me.scale([(values, ahead)], width - me.ages - 12, tick_text, most)
    children = [*me.legend(), *me.side(me.ages, 1, values, ahead), *me.labels(me.ages - 8, "end")]
    return chart(key=key, width=width, height=me.height, title=title, desc=desc, children=children)


class _Pyramid:
    """The measures of one picture."""

    def __init__(self, labels: Sequence[str], width: float, texts: Sequence[str], *, headed: bool = True) -> None:
        self.ages_text, self.width = labels, width
        self.type: Type = type_for(width)
        self.row = 20.0 if width >= PHONE else 18.0
        self.texts = texts
        self.ages = max((text_width(label, self.type.label) for label in labels), default=0.0) + 16
        self.places = list(self._legend_places())
        rows = max((place[1] for place in self.places), default=-1) + 1
        self.top = rows * 24.0 + (26 if headed else 8)
        self.bottom = self.top + self.row * len(labels)
        self.height = self.bottom + 30

    def scale(
        self,
        sides: Sequence[tuple[Sequence[float | None], Sequence[Sequence[float | None]]]],
        room: float,
        tick_text: TickText,
        most: float | None,
    ) -> None:
        values = [value for now, ahead in sides for row in [now, *ahead] for value in row]
        found = extent(values)
        self.ticks: tuple[Tick, ...] = ()
        self.per_unit = 0.0
        if found:
            high = max(found[1], most or 0.0) or 1.0
            self.ticks = self._ticks(high, room, tick_text)
            self.per_unit = room / max(self.ticks[-1].at, high)

    def _ticks(self, high: float, room: float, text: TickText) -> tuple[Tick, ...]:
        """Ticks from zero; the last is at or below the greatest value, so that no room is lost beyond the bars."""
        for count in (5, 4, 3, 2, 1):
            ticks = written(nice_ticks(0, high, count), text)
            inside = tuple(tick for tick in ticks if tick.at <= high)
            wide = max(text_width(tick.text, self.type.axis) for tick in inside)
            if len(inside) < 2 or (wide + 12) * (len(inside) - 1) <= room * inside[-1].at / high - wide / 2:
                break
        return inside

    def side(
        self, start: float, way: int, now: Sequence[float | None], ahead: Sequence[Sequence[float | None]]
    ) -> Iterator[str]:
        """Bars from `start` to the left (−1) or right (1), the outlines over them and the axis under them."""
        for tick in self.ticks:
            x = start + way * tick.at * self.per_unit
            css = "ch-zero" if tick.at == 0 else "ch-grid"
            yield element("path", {"d": f"M{number(x)} {number(self.top)}V{number(self.bottom)}", "class": css})
            middle = within(x, tick.text, self.type.axis, self.width)
            yield words(tick.text, middle, self.bottom + 15, self.type.axis, "ch-quiet", "middle")
        for at, value in enumerate(now):
            if value is not None and known(value) and value > 0:
                long = value * self.per_unit
                place = {
                    "x": start if way > 0 else start - long,
                    "y": self._y(at) + 1.5,
                    "width": long,
                    "height": self.row - 3,
                }
                yield element("rect", {**place, "class": "ch-bar ch-people"})
        for css, row in zip(_AHEAD, ahead, strict=False):
            data = self._outline(start, way, row)
            if data:
                yield element("path", {"d": data, "class": css})

    def _outline(self, start: float, way: int, row: Sequence[float | None]) -> str:
        """Steps through the known bands, from the youngest; a gap leaves the outline open."""
        data: list[str] = []
        drawing = False
        for at, value in enumerate(row):
            if value is None or not known(value):
                drawing = False
                continue
            x = number(start + way * value * self.per_unit)
            low, high = number(self._y(at) + self.row), number(self._y(at))
            data.append(f"H{x}V{high}" if drawing else f"M{x} {low}V{high}")
            drawing = True
        return "".join(data)

    def _y(self, at: int) -> float:
        return self.bottom - self.row * (at + 1)

    def labels(self, x: float, anchor: str) -> Iterator[str]:
        for at, label in enumerate(self.ages_text):
            yield words(label, x, self._y(at) + self.row / 2, self.type.label, "ch-quiet", anchor)

    def _legend_places(self) -> Iterator[tuple[float, int]]:
        x, row = 0.0, 0
        for text in self.texts:
            wide = 30 + text_width(text, self.type.label, STRONG) + 20 if text else 0.0
            if x and x + wide - 20 > self.width:
                x, row = 0.0, row + 1
            yield x, row
            x += wide

    def legend(self) -> Iterator[str]:
        """What the bars and the outlines are, each beside its sample."""
        for at, (text, (x, row)) in enumerate(zip(self.texts, self.places, strict=True)):
            if not text:
                continue
            y = row * 24 + 11.0
            if at == 0:
                yield element("rect", {"x": x, "y": y - 7, "width": 22, "height": 14, "class": "ch-bar ch-people"})
            else:
                yield element("path", {"d": f"M{number(x)} {number(y)}h22", "class": _AHEAD[at - 1]})
            yield words(text, x + 30, y, self.type.label)
