"""The line picture: the own area over the years among those it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.charts import lines
from hytti.core.charts.axis import extent, nice_ticks
from hytti.core.drawn import drawn

from .. import words
from .indicator_findings import MEDIAN, title
from .indicator_notes import breaks, notes
from .indicator_pictures import PHONE, Picture, tick_text

if TYPE_CHECKING:
    from .indicator import Series, Shown

WIDE = 760
NEAR_ZERO = 0.3
"""The axis begins from zero where the least figure is below this part of the greatest."""


class LinePicture:
    """What the line picture is drawn from, gathered once for every width."""

    def __init__(self, shown: Shown) -> None:
        self.shown, self.title = shown, title(shown)
        self.years = words.every_year(shown.years)
        self.calculated = {dataset.key for dataset in shown.edition.calculated}
        used = {point.dataset for point in shown.own.known}
        self.mixed = bool(used & self.calculated) and bool(used - self.calculated)
        self.all_calculated = bool(used) and used <= self.calculated
        self.series = self._series()
        points = [point for one in self.series for point in one.points]
        self.reach = extent([value for point in points for value in (point.y, point.lower, point.upper)])
        near = self.reach is None or 0 <= self.reach[0] <= NEAR_ZERO * self.reach[1]
        self.start = 0.0 if near else None

    def picture(self) -> Picture:
        wide, phone = (drawn(self.svg(width, key)) for width, key in ((WIDE, "line-wide"), (PHONE, "line-phone")))
        return Picture(self.title, self.subtitle(), wide, phone, self.remarks())

    def svg(self, width: float, key: str) -> str:
        """The picture as SVG text; `key` begins its ids."""
        return lines.line_chart(
            self.series,
            key=key,
            width=width,
            title=self.title,
            desc=self.sentence(),
            tick_text=tick_text,
            start=self.start,
            breaks=breaks(self.shown),
            notes=[lines.Mark(note.year, str(note.number)) for note in notes(self.shown)],
            projection_text=_("ennuste"),
            no_data=_("ei tietoa"),
        )

    def _series(self) -> list[lines.Series]:
        shown = self.shown
        found = [self._one(one) for one in (*shown.others, *shown.compared, shown.own)]
        if shown.definition.index_median:
            level = [lines.Point(year, MEDIAN) for year in shown.years]
            found.append(lines.Series(level, _("Mediaanialue 100"), "country"))
        return found

    def _one(self, series: Series) -> lines.Series:
        decimals, known, own = self.shown.definition.decimals, series.known, series.role == "own"
        if not known:
            return lines.Series([], "", series.role)
        placed = []
        for year in self.years:
            point = series.at(year)
            if point is None:
                placed.append(lines.Point(year, None))
            elif own:
                marked = self.mixed and point.dataset in self.calculated
                placed.append(lines.Point(year, point.value, point.lower, point.upper, marked))
            else:
                placed.append(lines.Point(year, point.value))
        return lines.Series(
            placed,
            label=f"{series.name} {words.number(known[-1].value, decimals)}",
            role=series.role,
            first_text=words.number(known[0].value, decimals) if own else "",
            projected_after=_projected_after(series),
        )

    def remarks(self) -> list[str]:
        """What has to be said of how the picture is drawn."""
        found = []
        lowest = nice_ticks(*self.reach, 5)[0] if self.reach and self.start is None else 0
        if lowest:
            decimals = 0 if lowest == int(lowest) else self.shown.definition.decimals
            told = {"value": words.number(lowest, decimals)}
            found.append(_("Pystyasteikko alkaa arvosta %(value)s.") % told)
        if self.shown.others:
            found.append(_("Ohuet viivat: muut kunnat."))
        if self.mixed:
            found.append(_("Avoin piste: Hytti on laskenut luvun nykyisille rajoille."))
        elif self.all_calculated:
            found.append(_("Hytti on laskenut luvut nykyisille rajoille."))
        if self.shown.definition.years > 1:
            told = {"years": str(self.shown.definition.years)}
            found.append(_("Luku on %(years)s vuoden keskiarvo, ja vuosi on niistä keskimmäinen.") % told)
        return found

    def subtitle(self) -> str:
        """What is measured, and what the pale band is."""
        if not self.shown.has_intervals:
            return str(self.shown.definition.short)
        band = _("Vaalea alue: 95 %%:n luottamusväli, %(area)s.") % {"area": self.shown.own.name}
        return f"{self.shown.definition.short} {band}"

    def sentence(self) -> str:
        """The picture in words, for those who do not see it."""
        shown = self.shown
        told = {"name": str(shown.definition.name), "years": shown.period, "areas": len(shown.others)}
        parts = [_("Viivakuvio, %(name)s, %(years)s. Muita kuntia kuvassa: %(areas)s.") % told]
        for one in (shown.own, *shown.compared):
            known = one.known
            if known:
                figures = {
                    "area": one.name,
                    "before": words.with_unit(shown.definition, known[0].value),
                    "first": known[0].year,
                    "now": words.with_unit(shown.definition, known[-1].value),
                    "last": known[-1].year,
                }
                parts.append(_("%(area)s: %(first)s %(before)s, %(last)s %(now)s.") % figures)
        return " ".join(parts)


def _projected_after(series: Series) -> float | None:
    """The last year that is no estimate, where the figures end in estimates."""
    known = series.known
    past = [point.year for point in known if point.flag != "estimated"]
    return float(past[-1]) if past and known[-1].flag == "estimated" else None
