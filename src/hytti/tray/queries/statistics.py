"""The published tables of requests by theme and municipality: one for each month, and no other way to the counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.models import Area
from hytti.core.templatetags.hytti import plain

from ..models import RequestTable, Term, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Table:
    """A month's table with its names; a count is None where it is hidden."""

    month: dt.date
    threshold: int
    columns: list[str]
    rows: list[tuple[str, list[int | None]]]


def months() -> list[dt.date]:
    """The months that have a table, newest first."""
    return list(RequestTable.objects.order_by("-month").values_list("month", flat=True))


def table_of(month: dt.date) -> Table | None:
    found = RequestTable.objects.filter(month=month).first()
    if found is None:
        return None
    themes = {term.code: plain(term) for term in Term.objects.filter(vocabulary=Vocabulary.THEME)}
    places = {area.code: plain(area) for area in Area.objects.municipalities().filter(code__in=found.municipalities)}
    columns = [places.get(code, code) or _("Ei kerrottu") for code in found.municipalities]
    names = [themes.get(code, code) or _("Ei teemaa") for code in found.themes]
    rows = list(zip([*names, _("Yhteensä")], found.cells, strict=True))
    return Table(found.month, found.threshold, [*columns, _("Yhteensä")], rows)


def lines() -> Iterator[tuple[str, str, str, int | str]]:
    """Every published cell: month, code of the theme, code of the municipality, count; "total" for a sum, and an empty
    count where it is hidden."""
    for table in RequestTable.objects.order_by("month"):
        for theme, cells in zip([*table.themes, "total"], table.cells, strict=True):
            for municipality, count in zip([*table.municipalities, "total"], cells, strict=True):
                yield f"{table.month:%Y-%m}", theme, municipality, "" if count is None else count
