"""The figures that follow goals: where they began, where they are and what is aimed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.numbers import number
from hytti.core.templatetags.hytti import day
from hytti.indicators import catalogue

from ..blocks import Cell, Column, Table
from .figures import Origins, period_cell, value_cell
from .material import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hytti.plans.models import IndicatorLink

    from ..blocks import Row
    from .figures import Figures


def followed_table(figures: Figures, caption: str, links: Iterable[IndicatorLink]) -> Table:
    """The followed figures, each once."""
    columns = (
        Column(_("Luku")),
        Column(_("Lähtötaso"), numeric=True),
        Column(_("Nyt"), numeric=True),
        Column(_("Vuosi")),
        Column(_("Tavoite"), numeric=True),
        Column(_("Lähde")),
    )
    once = {(link.indicator_key, link.target, link.target_on): link for link in links}
    origins = Origins(figures)
    rows = tuple(_row(figures, link, origins) for link in once.values())
    return Table(caption, columns, rows, notes=tuple(origins.notes))


def _row(figures: Figures, link: IndicatorLink, origins: Origins) -> Row:
    line = figures.line(link.indicator_key)
    name = Cell(f"{name_of(link)[0]}{f', {link.unit}' if link.unit else ''}")
    baseline = _with_words(link, link.baseline, str(link.baseline_year or ""))
    target = _with_words(link, link.target, day(link.target_on))
    if line is None:
        return name, baseline, Cell(_("ei tietoa")), Cell(_("ei tietoa")), target, Cell(_("ei tietoa"))
    newest = value_cell(line.definition, line.fact)
    return name, baseline, newest, period_cell(figures, line), target, origins.cell(line.dataset)


def _with_words(link: IndicatorLink, value: float | None, when: str) -> Cell:
    if value is None:
        return Cell(_("ei asetettu"))
    definition = catalogue.get(link.indicator_key)
    said = number(value, definition.decimals if definition is not None else None)
    return Cell(f"{said} ({when})" if when else said, value)
