"""Pictures of the structures that are drawn from what the queries found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.boundaries import polygons
from hytti.core.charts import maps
from hytti.core.drawn import drawn
from hytti.core.templatetags.hytti import number, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from hytti.core.models import Source

    from .places import MunicipalityRow

WIDE, PHONE = 480, 358


@dataclass(frozen=True)
class Pictures:
    """The same picture for a wide page and for the phone."""

    wide: SafeString
    phone: SafeString


@dataclass(frozen=True)
class Population:
    """How many live in the municipalities, on what day and by what source."""

    total: int
    as_of: str
    source: Source | None


def municipality_maps(rows: Sequence[MunicipalityRow]) -> Pictures | None:
    """The municipalities with their population, each a link; nothing where the boundaries are not known."""
    shapes = polygons()
    areas = tuple(
        maps.Area(
            code=row.area.code,
            name=plain(row.area),
            url=reverse("structures:municipality", args=[row.area.slug]),
            value_text=number(row.area.population) if row.area.population is not None else None,
            class_index=None,
            polygons=shapes[row.area.code],
        )
        for row in rows
        if row.area.code in shapes
    )
    if not areas:
        return None
    title = _("Kuntien väkiluku")
    desc = _("Kartta kunnista. Jokaisen kunnan kohdalla on nimi ja väkiluku, ja kunta on linkki omalle sivulleen.")
    return _drawn(areas, title, desc, _("ei tietoa"))


@lru_cache(maxsize=8)
def _drawn(areas: tuple[maps.Area, ...], title: str, desc: str, no_data: str) -> Pictures:
    """Finding room for the names takes longer than all the rest of the page, so a drawn map is kept."""
    wide, phone = (
        drawn(maps.region_map(areas, width=width, title=title, desc=desc, key=key, no_data=no_data))
        for width, key in ((WIDE, "map-wide"), (PHONE, "map-phone"))
    )
    return Pictures(wide, phone)


def population_of(rows: Sequence[MunicipalityRow]) -> Population | None:
    counted = [row.area for row in rows if row.area.population is not None]
    if not counted:
        return None
    first = counted[0]
    return Population(sum(area.population or 0 for area in counted), first.population_as_of, first.population_source)
