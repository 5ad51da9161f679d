"""Drawing a profile: each row's spine and sparkline, the axis over them, and where the area lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hytti.core.boundaries import polygons
from hytti.core.charts.axis import Tick
from hytti.core.charts.locator import locator
from hytti.core.charts.sparkline import sparkline
from hytti.core.charts.spine import spine, spine_axis
from hytti.core.drawn import drawn

from .. import words
from . import places, spines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from hytti.facts import Area

    from .areas import Group, Line, Profile

SPINE, NARROW = 358, 288
"""Widths of a spine: the room on a phone, and on the narrowest one."""
FEWEST_YEARS = 4
"""Fewer values have no course to draw."""

_AGES = re.compile(r"(\d+–\d+\S*)")


@dataclass(frozen=True, slots=True)
class End:
    """What an end of a spine is called, and the value of the area that stands there."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    line: Line
    name: SafeString
    spine: SafeString
    spark: SafeString
    spark_years: str
    place: str
    borders: str
    age: str
    country: str
    ends: tuple[End, End] | None


@dataclass(frozen=True, slots=True)
class Table:
    """A group with its rows drawn; axis and narrow_axis stand over the spines."""

    group: Group
    axis: SafeString
    narrow_axis: SafeString
    rows: tuple[Row, ...]


def tables(groups: Sequence[Group], profile: Profile, today: dt.date) -> list[Table]:
    """Draw the groups. A line's number among all is shorter than its key in the names of its pictures' parts."""
    numbers = {line.definition.key: number for number, line in enumerate(profile.lines)}
    return [
        Table(
            group,
            _axis(group, SPINE) if _has_spine(group) else SafeString(""),
            _axis(group, NARROW) if _has_spine(group) else SafeString(""),
            tuple(_row(line, profile, today, numbers[line.definition.key]) for line in group.lines),
        )
        for group in groups
    ]


def _has_spine(group: Group) -> bool:
    return any(line.spine is not None for line in group.lines)


def _axis(group: Group, width: int) -> SafeString:
    low, high = (_("pienempi"), _("suurempi")) if group.kind == "plain" else (_("parempi"), _("heikompi"))
    axis = spines.AXES[group.kind]
    index = group.kind == "index"
    ticks = [Tick(axis.low, low), Tick(0, _("mediaani")), Tick(axis.high, high)]
    return drawn(
        spine_axis(
            axis,
            [Tick(at, str(at)) for at in spines.INDEX_TICKS] if index else ticks,
            key=f"axis-{group.key}-{width}",
            width=width,
            title=_("Asteikko: vasemmalla %(low)s, oikealla %(high)s") % {"low": low, "high": high},
            low_text=low if index else "",
            high_text=high if index else "",
            strong=100 if index else 0,
        )
    )


def _row(line: Line, profile: Profile, today: dt.date, number: int) -> Row:
    years = line.years
    place = _("%(place)s. / %(count)s") % {"place": line.place[0], "count": line.place[1]} if line.place else ""
    return Row(
        line,
        unbroken(line.name),
        _spine(line, profile, number),
        _spark(line, number),
        words.years(years[0], years[-1]) if len(years) > 1 else "",
        place,
        _old_borders(line, profile),
        _age(line, today),
        line.figure(line.country) if line.country is not None else "",
        _ends(line),
    )


def _ends(line: Line) -> tuple[End, End] | None:
    """The best and the weakest area of the level, or the smallest and the greatest; None where too few are known."""
    if line.spine is None or line.spine.spread is None or line.standing is None:
        return None
    least, greatest = line.figure(line.standing.ordered[0]), line.figure(line.standing.ordered[-1])
    if line.definition.lower_is_better is None:
        return End(_("pienin"), least), End(_("suurin"), greatest)
    best, weakest = (least, greatest) if line.definition.lower_is_better else (greatest, least)
    return End(_("paras"), best), End(_("heikoin"), weakest)


def _age(line: Line, today: dt.date) -> str:
    """How old an old figure is; empty for a newer one."""
    return words.age(line.fact.year, today) if words.is_old(line.fact.year, today) else ""


def _old_borders(line: Line, profile: Profile) -> str:
    """The year of the borders that the figure goes by, where the area's own have moved since; else empty."""
    dataset = line.dataset
    if not profile.grown or dataset is None or dataset.borders is None or dataset.calculated:
        return ""
    return str(dataset.borders) if dataset.borders < profile.changed else ""


def _spine(line: Line, profile: Profile, number: int) -> SafeString:
    if line.spine is None or line.standing is None:
        return SafeString("")
    told = {
        "name": line.name,
        "area": words.area_name(profile.area),
        "value": line.value,
        "median": line.figure(spines.INDEX_MEDIAN if line.spine.kind == "index" else line.standing.median),
        "low": line.figure(line.standing.quantile(0.25)),
        "high": line.figure(line.standing.quantile(0.75)),
    }
    title = _("%(name)s: %(area)s %(value)s, mediaani %(median)s") % told
    return drawn(
        spine(
            line.spine.own,
            spread=line.spine.spread,
            axis=spines.AXES[line.spine.kind],
            key=f"spine-{number}",
            width=SPINE,
            title=title,
            desc=_("Puolet alueista on välillä %(low)s – %(high)s.") % told if line.spine.spread else "",
            others=line.spine.others,
        )
    )


def _spark(line: Line, number: int) -> SafeString:
    years = line.years
    if len(years) < FEWEST_YEARS:
        return SafeString("")
    first, last = line.series[years[0]], line.series[years[-1]]
    told = {
        "name": line.name,
        "years": words.years(first.year, last.year),
        "first": line.figure(first.value),
        "last": line.figure(last.value),
    }
    title = _("%(name)s %(years)s: alussa %(first)s, lopussa %(last)s") % told
    return drawn(sparkline(line.history, key=f"spark-{number}", title=title))


def unbroken(text: str) -> SafeString:
    """The text with its spans of ages kept on one line."""
    parts = enumerate(_AGES.split(text))
    return format_html_join(
        "", "{}", ((format_html('<span class="whole">{}</span>', part) if at % 2 else part,) for at, part in parts)
    )


def where(area: Area, peers: Sequence[Area]) -> SafeString:
    """Where the area lies among the region's municipalities; nothing where its boundary is not known."""
    shapes = polygons()
    own = {area.code} if area.level == places.MUNICIPALITY else set()
    if area.level == places.COUNTY and peers:
        own = set(shapes)
    if not own or not own <= set(shapes):
        return SafeString("")
    title = _("%(area)s kartalla") % {"area": words.area_name(area)}
    return drawn(locator(shapes, own, key="here", width=120, height=150, title=title))
