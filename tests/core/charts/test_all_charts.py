"""What holds for every kind of chart."""

import re
from pathlib import Path

import pytest

import hytti.core
from drawings import check_words, read, reading, tick
from hytti.core.charts.axis import Axis, Tick
from hytti.core.charts.bars import bar_chart
from hytti.core.charts.dots import Row, dot_chart
from hytti.core.charts.legend import class_legend
from hytti.core.charts.lines import Mark, Point, Series, line_chart
from hytti.core.charts.pyramid import AgeBand, SexBand, age_profile, pyramid
from hytti.core.charts.scatter import Spot, scatter
from hytti.core.charts.sparkline import sparkline
from hytti.core.charts.spine import Spread, spine, spine_axis

CSS = (Path(hytti.core.__file__).parent / "static/hytti/css/charts.css").read_text("utf-8")
MAP_CSS = (Path(hytti.core.__file__).parent / "static/hytti/css/figures.css").read_text("utf-8")
ODD = "<b>&ö\"' Äänekoski"
ROLES = ["own", "county", "country", *["other"] * 9]
AXIS, SPREAD = Axis(25, 360, log=True), Spread(40, 72, 100, 134, 180)
HOOKS = {"ch", "ch-other", "ch-small", "ch-name"}  # nothing of their own in the style sheet


def standard_series(name):
    return [
        Series(
            [Point(1994 + year, 9 + year % 7 + at, 8.5 + at, 10 + at, year < 15) for year in range(30)], name, role, "9"
        )
        for at, role in enumerate(ROLES)
    ]


def standard_rows(name):
    return [Row(name, 16.0 - at, "12,3", 15 - at, 17 - at, role, "/fi/luvut/") for at, role in enumerate(ROLES)]


def charts(name):
    """Every kind in its standard case: ten municipalities, county and country, thirty years."""
    ages = [f"{age}–{age + 4}" for age in range(0, 95, 5)]
    spots = [Spot(name, at, at * 5 % 12, role) for at, role in enumerate(ROLES)]
    grey = [Spot("", at % 20, at % 13, named=False) for at in range(283)]
    marks = {"breaks": [Mark(2011, name)], "notes": [Mark(2000, "1"), Mark(2001, "2")], "projection_text": name}
    for width in (760, 358):
        common = {"key": f"k{width}", "width": width, "title": name, "desc": name}
        text = common | {"tick_text": tick}
        yield "lines", line_chart(standard_series(name), **text, **marks)
        yield "dots", dot_chart(standard_rows(name), reference=Tick(11.8, name), **text)
        yield "bars", bar_chart(standard_rows(name), **common)
        yield (
            "scatter",
            scatter([*spots, *grey], x_title=name, y_title=name, x_tick_text=tick, y_tick_text=tick, **common),
        )
        yield "pyramid", pyramid([SexBand(age, 900, 950, 800, 850) for age in ages], men_text=name, women_text=name,
                                 now_text="2019", ahead_text="ennuste 2040", **text)  # fmt: skip
        yield "profile", age_profile([AgeBand(age, 900, (800, 700)) for age in ages], now_text="2024",
                                     ahead_texts=("ennuste 2035", "ennuste 2040"), **text)  # fmt: skip
        yield "legend", class_legend([name, "12–13", "13–14", "14–15", "yli 15"], no_data=name, **common)
        yield (
            "spine",
            spine(212, spread=SPREAD, axis=AXIS, others=[80, 90, 100, 110, 120, 130, 140, 150, 400], **common),
        )
        yield "spine axis", spine_axis(AXIS, [Tick(100, "100")], low_text=name, high_text="heikompi", **common)
        yield "sparkline", sparkline([5, 6, None, 7] * 8, key="s", title=name, desc=name)


KINDS = [pytest.param(svg, id=f"{kind}-{at}") for at, (kind, svg) in enumerate(charts(ODD))]


@pytest.mark.parametrize("svg", KINDS)
def test_every_text_is_escaped_and_the_picture_is_named(svg):
    root = read(svg)
    assert "<b>" not in svg
    title, desc = root[0], root[1]
    assert (reading(title), reading(desc)) == (ODD, ODD)
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == desc.get("id")


@pytest.mark.parametrize("svg", KINDS)
def test_words_stay_in_the_picture_and_off_each_other(svg):
    check_words(read(svg))


@pytest.mark.parametrize("svg", [svg for _, svg in charts("Ruokolahti 12,3")])
def test_a_standard_picture_weighs_at_most_fifteen_kilobytes(svg):
    assert len(svg.encode()) <= 15_000


@pytest.mark.parametrize("svg", KINDS)
def test_every_class_that_is_drawn_is_known_to_the_style_sheet(svg):
    worn = {name for element in read(svg).iter() for name in (element.get("class") or "").split()}
    known = set(re.findall(r"\.((?:ch|map)[a-z0-9-]*)", CSS + MAP_CSS))
    assert worn - HOOKS <= known


@pytest.mark.parametrize("svg", KINDS)
def test_no_chart_says_nan(svg):
    assert "nan" not in svg
    assert "inf" not in svg


def test_the_style_sheet_takes_every_colour_from_the_tokens():
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", CSS)


def test_the_style_sheet_is_linked_on_every_page():
    base = Path(hytti.core.__file__).parent / "templates/base.html"
    assert "hytti/css/charts.css" in base.read_text("utf-8")
