"""Charts of a report, each with its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.charts import bars, lines
from hytti.core.charts.axis import extent
from hytti.core.charts.dots import Row as Bar
from hytti.core.numbers import number
from hytti.indicators import words

from ..blocks import Cell, Chart, Column
from .figures import level_name, short_source, source_line, value_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hytti.core.charts.frame import Role
    from hytti.facts import Area, Dataset, Fact
    from hytti.indicators.queries.areas import Line

    from .figures import Figures

WIDE, PHONE = 760, 358
FEWEST_YEARS, WITHIN = 4, 10
"""Fewer values in so many years up to the newest have no course to draw."""
NEAR_ZERO = 0.3
"""The axis begins from zero where the least figure is below this part of the greatest."""


def has_course(line: Line) -> bool:
    return sum(line.fact.year - year < WITHIN for year in line.years) >= FEWEST_YEARS


def course(figures: Figures, line: Line) -> Chart:
    """How a figure has moved in the area, beside its county and the country."""
    assert figures.area is not None
    figures.use(line.dataset)
    own, years = figures.area, line.years
    several: list[tuple[Area, Role, dict[int, Fact]]] = [(own, "own", {year: line.series[year] for year in years})]
    if line.definition.index_median is None:
        for area in figures.compared:
            found = {year: fact for year in years if (fact := figures.of_other(line, area, year)) is not None}
            if found:
                several.append((area, "county" if area.key == own.county else "country", found))
    title = _title(line, several)
    desc = _sentence(line, several)
    reach = extent([fact.value for _area, _role, found in several for fact in found.values()])
    start = 0.0 if reach is None or 0 <= reach[0] <= NEAR_ZERO * reach[1] else None
    span = range(years[0], years[-1] + 1)

    def draw(width: int, key: str) -> str:
        return lines.line_chart(
            [_series(line, *one, span) for one in several],
            key=key,
            width=width,
            title=title,
            desc=desc,
            tick_text=number,
            start=start,
            breaks=[lines.Mark(year, _("katkos")) for year in _breaks(line, several) if years[0] < year <= years[-1]],
            no_data=_("ei tietoa"),
        )

    key = f"kuvio-{line.definition.key}"
    unit = str(line.definition.short_unit)
    columns = (
        Column(_("Vuosi")),
        *(Column(_called(area, role), unit, True, line.definition.decimals) for area, role, _found in several),
    )
    return Chart(
        title,
        desc,
        draw(WIDE, key),
        columns,
        tuple(
            (
                Cell(words.period(line.definition, year)),
                *(value_cell(line.definition, found.get(year)) for _area, _role, found in several),
            )
            for year in years
        ),
        subtitle=_subtitle(line, start),
        svg_phone=draw(PHONE, f"{key}-puhelin"),
        source=_sources(figures, several),
    )


def _series(line: Line, area: Area, role: Role, found: dict[int, Fact], span: range) -> lines.Series:
    last, first = found[max(found)], found[min(found)]
    decimals = 0 if line.definition.index_median else line.definition.decimals
    return lines.Series(
        [lines.Point(year, found[year].value if year in found else None) for year in span],
        f"{_called(area, role)} {words.number(last.value, decimals)}",
        role,
        words.number(first.value, decimals) if role == "own" else "",
    )


def _called(area: Area, role: Role) -> str:
    return words.area_name(area) if role == "own" else level_name(area)


def _breaks(line: Line, several: Sequence[tuple[Area, Role, dict[int, Fact]]]) -> list[int]:
    flagged = {year for _area, _role, found in several for year, fact in found.items() if fact.flag == "break"}
    return sorted(flagged | {one.year for one in line.definition.breaks if not one.borders})


def _title(line: Line, several: Sequence[tuple[Area, Role, dict[int, Fact]]]) -> str:
    told = {"name": str(line.definition.name), "period": line.period}
    parts = [
        f"{_called(area, role)} {line.figure(found[line.fact.year].value)}"
        for area, role, found in several
        if line.fact.year in found
    ]
    return _("%(name)s %(period)s: %(values)s") % {**told, "values": ", ".join(parts)}


def _sentence(line: Line, several: Sequence[tuple[Area, Role, dict[int, Fact]]]) -> str:
    parts = [_("Viivakuvio: %(name)s.") % {"name": str(line.definition.name)}]
    for area, role, found in several:
        first, last = min(found), max(found)
        told = {
            "area": _called(area, role),
            "first": first,
            "before": line.figure(found[first].value),
            "last": last,
            "now": line.figure(found[last].value),
        }
        parts.append(_("%(area)s: %(first)s %(before)s, %(last)s %(now)s.") % told)
    return " ".join(parts)


def _subtitle(line: Line, start: float | None) -> str:
    parts = [str(line.definition.short)]
    if start is None:
        parts.append(_("Pystyasteikko ei ala nollasta."))
    return " ".join(parts)


def _sources(figures: Figures, several: Sequence[tuple[Area, Role, dict[int, Fact]]]) -> str:
    keys = {fact.dataset for _area, _role, found in several for fact in found.values()}
    datasets: list[Dataset | None] = [figures.store.dataset(key) for key in keys] if figures.store else []
    for dataset in datasets:
        figures.use(dataset)
    return source_line(datasets) or short_source(None)


def statuses(counts: Mapping[str, int], title: str, source: str) -> Chart:
    """How many actions stand how."""
    desc = "; ".join(f"{word}: {count}" for word, count in counts.items())
    rows = [Bar(word, float(count), str(count)) for word, count in counts.items()]

    def draw(width: int, key: str) -> str:
        return bars.bar_chart(rows, key=key, width=width, title=title, desc=desc)

    return Chart(
        title,
        _("Palkkikuvio toimenpiteiden tilasta. %(counts)s.") % {"counts": desc},
        draw(WIDE, "kuvio-tilat"),
        (Column(_("Tila")), Column(_("Toimenpiteitä"), _("kpl"), True, 0)),
        tuple((Cell(word), Cell(str(count), count)) for word, count in counts.items()),
        svg_phone=draw(PHONE, "kuvio-tilat-puhelin"),
        source=source,
    )
