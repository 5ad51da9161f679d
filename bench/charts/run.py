"""Each kind of chart beside xml.etree building the same elements, in one run: milliseconds and bytes.

Ten municipalities with county and country, thirty years. The peer knows every place and every word beforehand and only
writes them down, so the ratio tells what layout and scales cost.

    python bench/charts/run.py
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from hytti.core.charts.axis import Axis, Tick
from hytti.core.charts.bars import bar_chart
from hytti.core.charts.dots import Row, dot_chart
from hytti.core.charts.legend import class_legend
from hytti.core.charts.lines import Mark, Point, Series, line_chart
from hytti.core.charts.pyramid import AgeBand, SexBand, age_profile, pyramid
from hytti.core.charts.scatter import Spot, scatter
from hytti.core.charts.sparkline import sparkline
from hytti.core.charts.spine import Spread, spine, spine_axis

MILLISECONDS, BYTES = 1.0, 15_000
ROUNDS = 301
NAMES = ["Lahti", "Päijät-Häme", "Koko maa", "Asikkala", "Hartola", "Heinola", "Hollola", "Iitti", "Kärkölä",
         "Orimattila", "Padasjoki", "Sysmä"]  # fmt: skip
ROLES = ["own", "county", "country", *["other"] * 9]


def text(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def value(area: int, year: int) -> float:
    """A made-up course that crosses those of the others."""
    return 9 + area * 0.6 + year * 0.1 + (area * 7 + year * 5) % 11 * 0.2


def series(calculated: int) -> list[Series]:
    return [
        Series(
            [Point(1994 + year, at := value(area, year), at - 0.4, at + 0.4, year < calculated) for year in range(30)],
            f"{name} {text(value(area, 29), 1)}",
            ROLES[area],
            "9,1" if area == 0 else "",
        )
        for area, name in enumerate(NAMES)
    ]


def kinds() -> Iterator[tuple[str, Callable[[], str]]]:
    named = {"key": "k", "title": "Diabetes", "desc": "Osuus vuosittain."}
    wide, phone = named | {"width": 760}, named | {"width": 358}
    ticks = {"tick_text": text}
    plain, marked = series(0), series(15)
    marks = {"breaks": [Mark(2011, "Rajat muuttuivat")], "notes": [Mark(2000, "1"), Mark(2002, "2")]}
    rows = [
        Row(name, value(at, 0), "12,3", value(at, 0) - 1, value(at, 0) + 1, ROLES[at]) for at, name in enumerate(NAMES)
    ]
    spots = [Spot(name, value(at, 0), value(at, 7), ROLES[at]) for at, name in enumerate(NAMES)]
    ages = [f"{age}–{age + 4}" for age in range(0, 95, 5)]
    by_sex = [SexBand(age, 900 + at * 9, 950, 800, 850) for at, age in enumerate(ages)]
    together = [AgeBand(age, 900 + at * 9, (800, 700)) for at, age in enumerate(ages)]
    axis, spread = Axis(25, 360, log=True), Spread(42, 73, 100, 134, 180)
    axis_ticks = [Tick(at, str(at)) for at in (30, 50, 100, 200, 300)]
    classes = ["alle 12", "12–13", "13–14", "14–15", "yli 15 %"]
    course = [value(0, year) for year in range(30)]
    yield "line", lambda: line_chart(plain, **wide, **ticks)
    yield "line, phone", lambda: line_chart(plain, **phone, **ticks)
    yield "line, break, notes, half calculated by us", lambda: line_chart(marked, **wide, **ticks, **marks)
    yield "dots", lambda: dot_chart(rows, reference=Tick(11.8, "Koko maa 11,8"), **wide, **ticks)
    yield "bars", lambda: bar_chart(rows, **wide)
    yield (
        "scatter",
        lambda: scatter(spots, x_title="Työttömiä, %", y_title="Tulot, €", x_tick_text=text, y_tick_text=text, **wide),
    )
    yield "pyramid", lambda: pyramid(by_sex, men_text="Miehet", women_text="Naiset", **wide, **ticks)
    yield "age profile", lambda: age_profile(together, now_text="2024", ahead_texts=("2035", "2040"), **wide, **ticks)
    yield (
        "spine",
        lambda: spine(
            212, spread=spread, axis=axis, others=[90, 95, 104, 107, 110, 118, 130, 150, 300], **named, width=400
        ),
    )
    yield "spine axis", lambda: spine_axis(axis, axis_ticks, strong=100, **named, width=400)
    yield "sparkline", lambda: sparkline(course, **named)
    yield "legend", lambda: class_legend(classes, no_data="ei tietoa", **named, width=420)


def builder(svg: str) -> tuple[Callable[[], str], int]:
    """The same elements, attributes and words built with xml.etree, and how many elements they are."""
    steps: list[tuple[int, str, dict[str, str], str | None]] = []

    def note(element: ElementTree.Element, parent: int) -> None:
        mine = len(steps)
        steps.append((parent, element.tag.rpartition("}")[2], dict(element.attrib), element.text))
        for child in element:
            note(child, mine)

    note(ElementTree.fromstring(svg), -1)

    def build() -> str:
        made: list[ElementTree.Element] = []
        for parent, tag, attributes, words in steps:
            element = (
                ElementTree.SubElement(made[parent], tag, attributes) if made else ElementTree.Element(tag, attributes)
            )
            element.text = words
            made.append(element)
        return ElementTree.tostring(made[0], encoding="unicode")

    return build, len(steps)


def medians(*calls: Callable[[], object]) -> list[float]:
    """The median milliseconds of each call, taken in turns."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for which, call in enumerate(calls):
            start = time.perf_counter()
            call()
            times[which].append(time.perf_counter() - start)
    return [statistics.median(one) * 1000 for one in times]


def main() -> int:
    print(f"{'':<44}{'ms':>8}{'etree ms':>10}{'ratio':>8}{'elements':>10}{'bytes':>8}")
    met = []
    for name, draw in kinds():
        svg = draw()
        build, elements = builder(svg)
        ours, theirs = medians(draw, build)
        size = len(svg.encode())
        met.append(ours <= MILLISECONDS and size <= BYTES)
        verdict = "met" if met[-1] else "MISSED"
        print(f"{name:<44}{ours:>8.3f}{theirs:>10.3f}{ours / theirs:>8.1f}{elements:>10}{size:>8}  {verdict}")
    print(f"To be met: {MILLISECONDS:.0f} ms and {BYTES} bytes.")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
