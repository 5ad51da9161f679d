"""The figures of a report: those of the organisation's area beside its county's and the country's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.models import Area as CoreArea
from hytti.indicators import store, words
from hytti.indicators.queries import areas, places

from ..blocks import Cell, Column, Table
from ..checks import ADDRESS
from .pieces import clean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from hytti.core.models import Organisation
    from hytti.facts import Area, Dataset, Fact, Facts
    from hytti.indicators.definitions import Definition
    from hytti.indicators.queries.areas import Line

YEARS_BACK = 5
"""A figure is set beside the one of so many years before, or the nearest older one."""


@dataclass(slots=True)
class Figures:
    """What the store knows of the area; empty, with `lack` in words, where it knows nothing.

    `used` gathers every dataset that a figure of the report came from.
    """

    lack: str = ""
    store: Facts | None = None
    area: Area | None = None
    compared: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    others: Mapping[tuple[str, str], Mapping[int, Fact]] = field(default_factory=dict)
    today: dt.date | None = None
    used: dict[str, Dataset] = field(default_factory=dict)

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.definition.key == key), None)

    def use(self, dataset: Dataset | None) -> None:
        if dataset is not None:
            self.used.setdefault(dataset.key, dataset)

    def of_other(self, line: Line, area: Area, year: int) -> Fact | None:
        """The figure of a compared area in the year; None where there is none, or where levels are not compared."""
        if line.definition.index_median:
            return None
        fact = self.others.get((line.definition.key, area.key), {}).get(year)
        if fact is not None and self.store is not None:
            self.use(self.store.dataset(fact.dataset))
        return fact

    @property
    def current(self) -> tuple[Line, ...]:
        """Lines that tell of today: not of the past, and no projections."""
        return tuple(line for line in self.lines if not self.is_past(line) and line.definition.key != areas.PROJECTION)

    def is_past(self, line: Line) -> bool:
        return self.today is not None and self.today.year - line.fact.year > areas.PAST_AFTER


def figures_of(organisation: Organisation, today: dt.date) -> Figures:
    """The figures of an organisation's area. Raises Unreadable where the store is there but cannot be read."""
    found = store.facts()
    place = organisation.area
    if place is None:
        return Figures(_("Organisaatiolla ei ole aluetta, jonka lukuja voisi näyttää."))
    level = places.MUNICIPALITY if place.kind == CoreArea.Kind.MUNICIPALITY else places.COUNTY
    area = found.area(f"{level}-{place.code}")
    if area is None:
        return Figures(_("Alueen lukuja ei ole ladattu Hyttiin."))
    county = found.area(area.county) if area.county and area.county != area.key else None
    compared = tuple(one for one in (county, places.country(found)) if one is not None)
    lines = areas.profile(found, area, today).lines
    others: dict[tuple[str, str], dict[int, Fact]] = {}
    keys = {line.definition.key for line in lines}
    facts = found.series_of(keys, [one.key for one in compared]) if keys and compared else []
    for fact in sorted(facts, key=lambda fact: _trust(found.dataset(fact.dataset))):
        if fact.value is not None:
            others.setdefault((fact.indicator, fact.area), {})[fact.year] = fact
    return Figures("", found, area, compared, lines, others, today)


def _trust(dataset: Dataset | None) -> tuple[int, bool, str, str]:
    """From the least to the most trusted: by borders, calculated before published, by date."""
    if dataset is None:
        return 0, False, "", ""
    return dataset.borders or 0, not dataset.calculated, dataset.as_of, dataset.key


def short_source(dataset: Dataset | None) -> str:
    """The source of a figure with the date of the data."""
    if dataset is None:
        return _("ei tiedossa")
    return clean(f"{dataset.attribution or dataset.source} ({words.day(dataset.as_of)})")


def source_line(datasets: Iterable[Dataset | None]) -> str:
    return "; ".join(sorted({short_source(dataset) for dataset in datasets if dataset is not None}))


def web(address: str) -> str:
    """The address where a document may link to it, else nothing."""
    return address if ADDRESS.fullmatch(address) else ""


def absent() -> Cell:
    return Cell(_("ei tietoa"))


def value_cell(definition: Definition, fact: Fact | None) -> Cell:
    if fact is None or fact.value is None:
        return absent()
    return Cell(areas.figure(definition, fact.value), fact.value)


def earlier(line: Line) -> Fact | None:
    """The figure of some years before, or the nearest older one; None where there is nothing older to set beside."""
    known = [year for year in line.years if year < line.fact.year]
    broken = max(
        (one.year for one in line.definition.breaks if one.year <= line.fact.year and not one.borders), default=0
    )
    flagged = max((year for year, fact in line.series.items() if fact.flag == "break"), default=0)
    known = [year for year in known if year >= max(broken, flagged)]
    old = [year for year in known if year <= line.fact.year - YEARS_BACK]
    return line.series[old[-1] if old else known[0]] if known else None


def period_cell(figures: Figures, line: Line) -> Cell:
    """The years that a figure is of; said where it is old."""
    today = figures.today
    if today is not None and words.is_old(line.fact.year, today):
        return Cell(_("%(period)s (vanha)") % {"period": line.period})
    return Cell(line.period)


class Origins:
    """The sources of a table's rows: a number on the row, and the source with its date under the table."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.notes: list[str] = []

    def cell(self, dataset: Dataset | None) -> Cell:
        self.figures.use(dataset)
        told = short_source(dataset)
        if told not in self.notes:
            self.notes.append(told)
        return Cell(f"{self.notes.index(told) + 1})")


def figure_table(figures: Figures, caption: str, lines: Iterable[Line]) -> Table:
    """The lines with what they are compared with, what they were before, their source and its date."""
    assert figures.area is not None
    columns = [Column(_("Luku")), Column(_("Vuosi")), Column(words.area_name(figures.area), numeric=True)]
    columns += [Column(level_name(one), numeric=True) for one in figures.compared]
    columns += [Column(_("Aiemmin"), numeric=True), Column(_("Lähde"))]
    origins = Origins(figures)
    rows = tuple(
        (
            Cell(str(line.definition.name)),
            period_cell(figures, line),
            value_cell(line.definition, line.fact),
            *(_other(figures, line, one) for one in figures.compared),
            _before(line),
            origins.cell(line.dataset),
        )
        for line in lines
    )
    return Table(caption, tuple(columns), rows, notes=tuple(origins.notes))


def level_name(area: Area) -> str:
    """What an area is called beside others: a county by its kind, which is short."""
    return _("Hyvinvointialue") if area.level == places.COUNTY else words.area_name(area)


def _before(line: Line) -> Cell:
    fact = earlier(line)
    if fact is None:
        return absent()
    return Cell(f"{line.figure(fact.value)} ({words.period(line.definition, fact.year)})", fact.value)


def _other(figures: Figures, line: Line, area: Area) -> Cell:
    if line.definition.index_median:
        return Cell(_("ei vertailla"))
    return value_cell(line.definition, figures.of_other(line, area, line.fact.year))
