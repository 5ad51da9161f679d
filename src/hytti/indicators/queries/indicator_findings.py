"""What the figures say, in a sentence made by rule. Where no rule gives a finding, the title is neutral.

"Selvästi" stands only where the whole 95 % interval lies on one side of what it is compared with; the uncertainty of
the country's figure is not counted. No sentence judges: whether more is better is another matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.methods.benchmarks import compared
from hytti.methods.estimates import Estimate
from hytti.methods.trends import POINTS, recent_trend

from .. import words
from .indicator_notes import breaks, comparable_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .indicator import Shown
    from .indicator_points import Point

MEDIAN = 100.0
"""The value of the median area of an index."""


@dataclass(frozen=True)
class Gap:
    """How far the own area was from the country in a year, and half the width of its interval."""

    year: int
    size: float
    reach: float | None


def title(shown: Shown) -> str:
    """The finding of the line picture: nearer or farther, rising or falling, above or below; else the bare figures."""
    return _moved(shown) or _trend(shown) or _level(shown) or _neutral(shown)


def _neutral(shown: Shown) -> str:
    if shown.newest is None:
        return _("%(area)s: ei tietoa vuosilta %(years)s") % {"area": shown.own.name, "years": shown.period}
    told = {"area": shown.own.name, "value": _figure(shown, shown.own.value(shown.newest)), "year": shown.newest}
    if shown.definition.kind == "count" and (changed := _counted(shown, told)):
        return changed
    other = shown.reference.value(shown.newest) if shown.reference else None
    if other is None:
        return _("%(area)s: %(value)s vuonna %(year)s") % told
    told |= {"other": reference_name(shown), "reference": _figure(shown, other)}
    return _("%(area)s: %(value)s vuonna %(year)s, %(other)s %(reference)s") % told


def _counted(shown: Shown, told: dict[str, Any]) -> str:
    """A count is compared with what it was: it is known, not estimated."""
    last, since = shown.own.known[-1], comparable_from(shown)
    first = next(point for point in shown.own.known if point.year == since)
    change = (last.value or 0.0) - (first.value or 0.0)
    if first.year == last.year or not change:
        return ""
    told |= {"change": _figure(shown, abs(change)), "first": first.year}
    if change > 0:
        return _("%(area)s: %(value)s vuonna %(year)s, %(change)s enemmän kuin vuonna %(first)s") % told
    return _("%(area)s: %(value)s vuonna %(year)s, %(change)s vähemmän kuin vuonna %(first)s") % told


def reference_name(shown: Shown) -> str:
    """What the area is compared with, within a sentence: "koko maa", but "Päijät-Häme"."""
    if shown.country is not None:
        return shown.country.name[:1].lower() + shown.country.name[1:]
    return shown.reference.name if shown.reference else ""


def _moved(shown: Shown) -> str:
    """Whether the area has come nearer the country's level or gone farther over the last five points."""
    gaps = _gaps(shown)[-POINTS:]
    if len(gaps) < 2 or _broken(shown, gaps[0].year):
        return ""
    before, now = gaps[0], gaps[-1]
    if before.reach is None or now.reach is None:
        return ""
    if abs(now.size - before.size) <= float(np.hypot(before.reach, now.reach)):
        return ""
    told = {
        "area": shown.own.name,
        "now": words.number(abs(now.size), shown.definition.decimals),
        "before": words.number(abs(before.size), shown.definition.decimals),
        "unit": words.difference_unit(shown.definition),
        "year": before.year,
    }
    if before.size * now.size < 0 and abs(now.size) > now.reach:
        return _("%(area)s on siirtynyt maan tason toiselle puolelle: ero %(now)s %(unit)s") % told
    if abs(now.size) < abs(before.size):
        return _("%(area)s on lähestynyt maan tasoa: ero %(now)s %(unit)s, vuonna %(year)s se oli %(before)s") % told
    return _("%(area)s on etääntynyt maan tasosta: ero %(now)s %(unit)s, vuonna %(year)s se oli %(before)s") % told


def _gaps(shown: Shown) -> list[Gap]:
    found = []
    for point in shown.own.known:
        other = shown.country.value(point.year) if shown.country else None
        if point.value is not None and other is not None:
            reach = (point.upper - point.lower) / 2 if point.upper is not None and point.lower is not None else None
            found.append(Gap(point.year, point.value - other, reach))
    return found


def _trend(shown: Shown) -> str:
    """Whether the own figure has risen or fallen over its last five years."""
    last, direction = shown.own.known[-POINTS:], recent_direction(shown)
    if direction not in ("increase", "decrease"):
        return ""
    told = {
        "area": shown.own.name,
        "before": _figure(shown, last[0].value),
        "first": last[0].year,
        "now": _figure(shown, last[-1].value),
        "last": last[-1].year,
    }
    if direction == "increase":
        return _("%(area)s: luku on kasvanut, %(before)s vuonna %(first)s ja %(now)s vuonna %(last)s") % told
    return _("%(area)s: luku on pienentynyt, %(before)s vuonna %(first)s ja %(now)s vuonna %(last)s") % told


def recent_direction(shown: Shown) -> str:
    """What the last five years say, in the words of `recent_trend`; "not enough" where they cannot tell."""
    last = shown.own.known[-POINTS:]
    yearly = len(last) == POINTS and last[-1].year - last[0].year == POINTS - 1
    if not yearly or _broken(shown, last[0].year) or shown.definition.years > 1:
        return "not enough"
    return str(recent_trend(estimate(last)).direction)


def _broken(shown: Shown, first: int) -> bool:
    """Nothing is told across a break of the series."""
    return any(first < mark.x for mark in breaks(shown))


def _level(shown: Shown) -> str:
    """On which side of the country's figure the own area is, where its whole interval lies there."""
    if shown.country is None or shown.newest is None:
        return ""
    point, other = shown.own.at(shown.newest), shown.country.value(shown.newest)
    if point is None or other is None:
        return ""
    told = {"area": shown.own.name, "value": _figure(shown, point.value), "other": _figure(shown, other)}
    side = str(compared(estimate([point]), other)[0])
    if side == "higher":
        return _("%(area)s on selvästi yli maan tason: %(value)s, koko maa %(other)s") % told
    if side == "lower":
        return _("%(area)s on selvästi alle maan tason: %(value)s, koko maa %(other)s") % told
    return ""


def estimate(points: Sequence[Point]) -> Estimate:
    """The points as the methods read them; NaN where something is not known."""
    parts = zip(*((point.value, point.lower, point.upper) for point in points), strict=True)
    return Estimate.of(*(np.array([np.nan if one is None else one for one in part]) for part in parts))


def _figure(shown: Shown, value: float | None) -> str:
    return words.with_unit(shown.definition, value)


def map_title(shown: Shown, year: int) -> str:
    """Where the figure is greatest."""
    there = [one for one in shown.municipalities if one.value(year) is not None]
    ordered = sorted(there, key=lambda one: -(one.value(year) or 0.0))
    if len(ordered) < 3 or ordered[0].value(year) == ordered[-1].value(year):
        return _("Kunnat vuonna %(year)s") % {"year": year}
    first, second = (f"{one.name} {words.number(one.value(year), shown.definition.decimals)}" for one in ordered[:2])
    return _("Suurimmat: %(first)s ja %(second)s") % {"first": first, "second": second}


def ranking_title(shown: Shown, year: int) -> str:
    """How many municipalities lie clearly above and below the country, where anything can be said."""
    other = shown.country.value(year) if shown.country else None
    points = [point for one in shown.municipalities if (point := one.at(year)) and point.upper is not None]
    if other is None or not points:
        if shown.definition.lower_is_better:
            return _("Kunnat %(year)s, pienin luku ensin") % {"year": year}
        return _("Kunnat %(year)s, suurin luku ensin") % {"year": year}
    sides = compared(estimate(points), other).tolist()
    above, below = sides.count("higher"), sides.count("lower")
    if not above and not below:
        return _("Yksikään kunta ei eroa selvästi maan tasosta")
    parts = []
    if above:
        text = ngettext("%(count)s kunta selvästi yli maan tason", "%(count)s kuntaa selvästi yli maan tason", above)
        parts.append(text % {"count": above})
    if below:
        text = ngettext("%(count)s kunta selvästi alle maan tason", "%(count)s kuntaa selvästi alle maan tason", below)
        parts.append(text % {"count": below})
    return ", ".join(parts)
