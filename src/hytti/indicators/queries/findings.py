"""What a profile says in words: the finding over a table, and the greatest changes of the last years."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hytti.methods import trends
from hytti.methods.estimates import Estimate

from .. import words
from .areas import per_cent
from .indicator_points import points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .areas import Line

WEAKEST, BEST = 0.9, 0.1
"""Shares of areas that are better: from WEAKEST on the area is in the weakest tenth, up to BEST in the best."""
TIMES = {2: gettext_noop("kaksi"), 3: gettext_noop("kolme"), 4: gettext_noop("neljä")}
HALF_MORE = 1.5
SPAN = trends.POINTS
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Move:
    """A change over five years. certainty: what the trend says, in words; better: whether it is for the better."""

    line: Line
    first: str
    last: str
    first_period: str
    change: str
    certainty: str
    better: bool | None


def finding(lines: Iterable[Line], level: str) -> str:
    """The heading of a table: what stands out the most; empty when nothing passes the rule.

    The rule: an indicator on which at least nine tenths of the level's areas are better, the worst one; an index also
    tells how many times the median it is. Failing that, one on which at most a tenth are better.
    """
    ranked = [(_times(line), line.better, line) for line in lines if line.better is not None]
    weak = [row for row in ranked if row[1] >= WEAKEST]
    best = [row for row in ranked if row[1] <= BEST]
    if weak:
        times, _better, line = max(weak, key=lambda row: row[:2])
        return _weak(line, times, county=level != "kunta")
    if best:
        pattern = _("%(name)s: parhaassa kymmenyksessä maan kunnista")
        if level != "kunta":
            pattern = _("%(name)s: parhaassa kymmenyksessä hyvinvointialueista")
        return pattern % {"name": min(best, key=lambda row: row[1])[2].name}
    return ""


def _weak(line: Line, times: float, *, county: bool) -> str:
    whole = min(int(times), max(TIMES))
    if whole in TIMES:
        pattern = _("%(name)s: yli %(times)s kertaa kuntien mediaani")
        if county:
            pattern = _("%(name)s: yli %(times)s kertaa hyvinvointialueiden mediaani")
        return pattern % {"name": line.name, "times": _(TIMES[whole])}
    if times >= HALF_MORE:
        pattern = _("%(name)s: yli puolitoista kertaa kuntien mediaani")
        if county:
            pattern = _("%(name)s: yli puolitoista kertaa hyvinvointialueiden mediaani")
    else:
        pattern = _("%(name)s: heikoimmassa kymmenyksessä maan kunnista")
        if county:
            pattern = _("%(name)s: heikoimmassa kymmenyksessä hyvinvointialueista")
    return pattern % {"name": line.name}


def _times(line: Line) -> float:
    """How many times the median area an index is; 1 for what has no such area."""
    return (line.fact.value or 0) / 100 if line.definition.index_median else 1.0


def moves(lines: Iterable[Line], years: range) -> list[Move]:
    """The greatest relative changes between the newest year, which must be one of `years`, and the fifth before it.

    Only figures above zero have a relative change, and only within one dataset and never across a break: borders and
    methods stay the same.
    """
    found = []
    for line in lines:
        last, first = line.fact, line.series.get(line.fact.year - SPAN)
        if first is None or first.dataset != last.dataset or line.composite or last.year not in years:
            continue
        if any(first.year < one.year <= last.year for one in line.definition.breaks if not (one.borders or one.law)):
            continue
        if first.value and last.value and min(first.value, last.value) > 0:
            found.append((abs(log(last.value / first.value)), _move(line)))
    found.sort(key=lambda row: -row[0])
    return [move for size, move in found[:SHOWN] if size > 0]


def _move(line: Line) -> Move:
    definition, last = line.definition, line.fact
    first = line.series[last.year - SPAN]
    ratio = (last.value or 0) / (first.value or 1) - 1
    better = None if definition.lower_is_better is None else (ratio < 0) == definition.lower_is_better
    return Move(
        line,
        line.figure(first.value),
        line.value,
        words.period(definition, first.year),
        per_cent(words.signed(100 * ratio, 0)),
        _certainty(line),
        better,
    )


def _certainty(line: Line) -> str:
    """What the trend of the last five points says; figures that overlap or have no interval tell nothing of it."""
    if line.definition.years > 1:
        return _("usean vuoden keskiarvoja, varmuutta ei voi laskea")
    facts = [line.series[year] for year in range(line.fact.year - SPAN + 1, line.fact.year + 1) if year in line.series]
    series = points(line.definition, facts)
    if len(series) < SPAN or any(None in (point.value, point.lower, point.upper) for point in series):
        return _("luottamusväliä ei ole, varmuutta ei voi laskea")
    estimate = Estimate.of(*([getattr(point, part) for point in series] for part in ("value", "lower", "upper")))
    direction = str(trends.recent_trend(estimate).direction)
    if direction == "increase":
        return _("nousu on selvä")
    if direction == "decrease":
        return _("lasku on selvä")
    return _("suunta ei ole selvä")
