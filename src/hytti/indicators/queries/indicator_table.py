"""The figures of an indicator as rows: the page's table, and the file that carries everything about each figure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import words
from .indicator_pictures import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hytti.facts import Facts

    from .indicator import Series, Shown


@dataclass(frozen=True)
class Table:
    """Column heads and rows of texts; the first cell of a row is its heading."""

    columns: list[str]
    rows: list[list[str]]

    def body(self) -> SafeString:
        """The rows as HTML: hundreds of cells, which a template would write ten times slower."""
        return mark_safe("".join(map(_row_html, self.rows)))  # noqa: S308  every text is escaped


def _row_html(row: list[str]) -> str:
    cells = "".join(f'<td class="number">{escape(text)}</td>' for text in row[1:])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'


def table(shown: Shown) -> Table:
    """Own figures beside those of the county and the country, the newest year first."""
    unit = str(shown.definition.short_unit)
    columns = [_("Vuosi"), f"{shown.own.name}, {unit}"]
    columns += [_("95 %:n väli")] if shown.has_intervals else []
    columns += [_("%(area)s, lukumäärä") % {"area": shown.own.name}] if shown.has_counts else []
    columns += [f"{one.name}, {unit}" for one in shown.compared]
    if shown.reference is not None:
        other = _("Ero: %(area)s") % {"area": shown.reference.name}
        columns.append(_("Ero koko maahan") if shown.country else other)
    return Table(columns, [list(_row(shown, year)) for year in reversed(shown.years)])


def _row(shown: Shown, year: int) -> Iterator[str]:
    point, decimals = shown.own.at(year), shown.definition.decimals
    yield str(year)
    yield cell(shown, shown.own, year)
    if shown.has_intervals:
        yield words.interval(point.lower, point.upper, decimals) if point else ""
    if shown.has_counts:
        yield _("peitetty") if point and point.hidden else words.number(point.count if point else None, 0)
    for one in shown.compared:
        yield cell(shown, one, year)
    if shown.reference is not None:
        own, other = shown.own.value(year), shown.reference.value(year)
        yield "" if own is None or other is None else words.signed(own - other, decimals)


def line_table(shown: Shown) -> Table:
    """All that the line picture draws: a row for each year, a column for each area."""
    every = [shown.own, *shown.compared, *shown.others]
    rows = [[str(year), *(cell(shown, one, year) for one in every)] for year in reversed(shown.years)]
    return Table([_("Vuosi"), *(one.name for one in every)], rows)


def ranking_table(shown: Shown, ordered: list[Series], year: int) -> Table:
    """The areas of the ranking and the map in order, with their intervals where there are any."""
    decimals, unit = shown.definition.decimals, str(shown.definition.short_unit)
    with_limits = any((point := one.at(year)) is not None and point.upper is not None for one in ordered)
    columns = [_("Alue"), f"{year}, {unit}", *([_("95 %:n väli")] if with_limits else [])]
    rows = []
    for one in ordered:
        point = one.at(year)
        limits = words.interval(point.lower, point.upper, decimals) if point else ""
        rows.append([one.name, cell(shown, one, year), *([limits] if with_limits else [])])
    return Table(columns, rows)


FILE_COLUMNS = (
    "indicator", "name", "area", "area_name", "level", "year", "sex", "age", "value", "lower_95", "upper_95",
    "interval", "count", "flag", "unit", "borders", "calculated", "dataset", "source", "as_of", "fetched_at", "address",
    "licence", "attribution", "method", "page",
)  # fmt: skip


def file_rows(store: Facts, shown: Shown, page: str) -> Iterator[list[object]]:
    """Every figure in view with all that belongs to it; an unknown value is an empty cell, never a zero.

    page: the address that tells what the figures mean and how they are made.
    """
    definition = shown.definition
    for one in shown.every:
        for point in one.by_year.values():
            dataset = store.dataset(point.dataset)
            if dataset is None:
                continue
            yield [
                definition.key, str(definition.name), one.area.key, words.area_name(one.area), one.area.level,
                point.year, shown.sex, shown.age, _plain(point.value), _plain(point.lower), _plain(point.upper),
                (definition.interval or "source") if point.upper is not None else "", _plain(point.count), point.flag,
                str(definition.unit), dataset.borders, str(dataset.calculated).lower(), dataset.key, dataset.source,
                dataset.as_of, dataset.fetched_at.isoformat(), dataset.address, dataset.licence, dataset.attribution,
                words.dataset_method(dataset) or str(definition.how), page,
            ]  # fmt: skip


def _plain(value: float | None) -> float | int | None:
    """A whole number without its point, another with at most six decimals."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 6)
