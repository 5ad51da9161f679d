"""What is marked at a year of the line picture: breaks that part the lines, and what changed, numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.charts.lines import Mark

from .. import words
from .places import POSTAL

if TYPE_CHECKING:
    from .indicator import Shown


@dataclass(frozen=True)
class Note:
    """A numbered remark at a year; `parts` tells whether the series breaks there."""

    number: int
    year: int
    text: str
    parts: bool


def breaks(shown: Shown) -> list[Mark]:
    """Where no line goes on: before the years that the source or the definition names."""
    return [Mark(note.year, _("katkos")) for note in notes(shown) if note.parts]


def comparable_from(shown: Shown) -> int | None:
    """The own area's first year in view that the newest can be compared with: none before the last break."""
    since = max((mark.x for mark in breaks(shown)), default=0)
    return min((point.year for point in shown.own.known if point.year >= since), default=None)


def notes(shown: Shown) -> list[Note]:
    """Breaks of the series and changes of municipal borders after the first year in view, the oldest first."""
    told = {**_borders(shown), **_breaks(shown)}
    inside = [year for year in sorted(told) if shown.years and shown.years[0] < year <= shown.years[-1]]
    return [Note(number, year, *told[year]) for number, year in enumerate(inside, 1)]


def _breaks(shown: Shown) -> dict[int, tuple[str, bool]]:
    flagged = {
        point.year for one in (shown.own, *shown.compared) for point in one.by_year.values() if point.flag == "break"
    }
    found = {year: (_("Sarja katkeaa: luvut eivät ole verrattavissa aiempiin."), True) for year in flagged}
    for one in shown.definition.breaks:
        found[one.year] = str(one.text), one.year in flagged or not (one.borders or one.law)
    return found


def _borders(shown: Shown) -> dict[int, tuple[str, bool]]:
    """Municipalities that ended: a series by today's borders goes over it."""
    if shown.edition.borders is not None or shown.own.area.level == POSTAL:
        return {}
    ended: dict[int, list[str]] = {}
    for area in shown.closed:
        if area.valid_to is not None:
            ended.setdefault(area.valid_to + 1, []).append(words.area_name(area))
    return {
        year: (
            _("Lakkautetut kunnat: %(names)s. Luvut ovat nykyisin rajoin.") % {"names": ", ".join(sorted(names))},
            False,
        )
        for year, names in ended.items()
    }
