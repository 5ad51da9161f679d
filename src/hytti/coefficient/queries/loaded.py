"""The table behind a page: the public one of the funding year, or the made-up example. The two never meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.models import Area, Region
from hytti.core.templatetags.hytti import day, translated
from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.rules import rules

from .. import example
from ..counties import county_name
from ..models import CoefficientTable
from .years import municipalities

if TYPE_CHECKING:
    from hytti.methods.coefficient import Result, Rules
    from hytti.methods.coefficient.rules import Level

    from .frame import Side


KEPT = 8
_read: dict[tuple[int, str], Table] = {}
"""Tables by key and moment of loading: a kept table's figures never change, so each is read from its JSON once."""


@dataclass(frozen=True)
class Loaded:
    """A table with its rules, and where it is from. record: None for the example."""

    table: Table
    rules: Rules
    record: CoefficientTable | None

    @property
    def is_example(self) -> bool:
        return self.record is None

    def result(self, options: Options | None = None) -> Result:
        return coefficient(self.table, self.rules, options or Options())

    def name_of(self, code: str) -> str:
        """The area's name in the language of the page, where it is a real county; else as the table has it."""
        if not self.is_example and self.rules.level == "county":
            return county_name(code)
        return self.table.names[self.table.place(code)]

    @property
    def origin(self) -> str:
        """Where the table is from, in words."""
        if self.record is None:
            return _("esimerkki, keksityt luvut")
        return _("%(source)s, %(day)s") % {"source": self.record.source_text, "day": day(self.record.as_of)}


@dataclass(frozen=True)
class Place:
    """An area as the pages name it: its code in the table, its name, its part of the address."""

    code: str
    name: str
    slug: str = ""


def loaded(side: Side, level: Level, year: int) -> Loaded | None:
    """The table of a funding year; None where nobody has published one."""
    if side.is_example:
        if year != example.example_year(level):
            return None
        return Loaded(example.example_table(level), rules(level, year), None)
    record = CoefficientTable.objects.published().filter(level=level, funding_year=year).first()
    return of_record(record) if record else None


def of_record(record: CoefficientTable) -> Loaded:
    """The kept table with the rules of its year. Raises UnknownYear where they are gone."""
    key = (record.pk, record.loaded_at.isoformat())
    if key not in _read:
        if len(_read) >= KEPT:
            _read.pop(next(iter(_read)))
        _read[key] = Table.from_dict(record.data)
    return Loaded(_read[key], rules(record.level, record.funding_year), record)


def own_place(side: Side) -> Place:
    """The county that the pages are of."""
    if side.is_example:
        return Place(example.OWN, example.OWN_NAME)
    region = Region.objects.select_related("area").first()
    return Place(region.area.code, translated(region, "name")[0]) if region else Place("", _("alue ei tiedossa"))


def own_towns(side: Side) -> list[Place]:
    """The county's municipalities by name."""
    if side.is_example:
        return [Place(code, name, slug) for slug, (code, name) in example.own_towns().items()]
    return [Place(town.code, translated(town, "name")[0], town.slug) for town in municipalities()]


def town_url(side: Side, place: Place) -> str:
    return reverse(f"coefficient:{'example_' if side.is_example else ''}municipality", args=[place.slug])


def town_of(side: Side, slug: str) -> tuple[Place, Area | None] | None:
    """The municipality of an address, and its record on the real side; None where there is none."""
    if side.is_example:
        invented = next((one for one in own_towns(side) if one.slug == slug), None)
        return (invented, None) if invented else None
    area = Area.objects.municipalities().filter(slug=slug).first()
    return (Place(area.code, translated(area, "name")[0], area.slug), area) if area else None


def town_of_code(side: Side, code: str) -> Place | None:
    """The county's municipality of a code."""
    return next((one for one in own_towns(side) if one.code == code), None)
