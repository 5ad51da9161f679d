"""The areas that own figures may be of: the county and its municipalities, and how people write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from hytti.core.models import Area, Organisation, Region
from hytti.core.templatetags.hytti import translated
from hytti.facts.model import Area as FactArea

from ..models import Sex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

LEVELS = {Area.Kind.COUNTY: "hyvinvointialue", Area.Kind.MUNICIPALITY: "kunta"}


def key_of(area: Area) -> str:
    """The area's key in the fact store."""
    return f"{LEVELS[Area.Kind(area.kind)]}-{area.code}"


@dataclass(frozen=True)
class Places:
    """Today's areas by key, the county first; read from the database once for a request."""

    areas: dict[str, Area]
    region: Region | None

    @classmethod
    def today(cls) -> Places:
        found = Area.objects.valid_on(timezone.localdate()).order_by("kind", "name_fi").select_related("parent")
        return cls({key_of(area): area for area in found}, Region.objects.first())

    @property
    def parents(self) -> dict[str, str]:
        """For each municipality the county it is a part of."""
        return {key: key_of(area.parent) for key, area in self.areas.items() if area.parent is not None}

    def name(self, key: str) -> str:
        area = self.areas.get(key)
        return translated(area, "name")[0] if area is not None else key

    def words(self, area: str, year: int | str, sex: str) -> str:
        """ "Lahti 2023" or "Lahti 2023, miehet"."""
        said = f"{self.name(area)} {year}"
        return said if sex == Sex.TOTAL else f"{said}, {Sex(sex).label}"

    def within(self, organisation: Organisation) -> set[str]:
        """The areas of which the organisation may load figures: all for the county, its own for a municipality."""
        if organisation.kind == Organisation.Kind.COUNTY:
            return set(self.areas)
        return {key for key, area in self.areas.items() if area.pk == organisation.area_id}

    def resolver(self, allowed: Collection[str]) -> Callable[[str], str | None]:
        """Reads an area from a cell: its key, code or name in any of the languages; None where it is not allowed."""
        written: dict[str, str] = {}
        for key, area in self.areas.items():
            if key in allowed:
                words = [key, area.code, area.name_fi, area.name_sv, area.name_en]
                if self.region is not None and area.pk == self.region.area_id:
                    words += [self.region.name_fi, self.region.name_sv, self.region.name_en]
                written.update((word.casefold(), key) for word in words if word)
        return lambda text: written.get(" ".join(text.split()).casefold())

    def for_the_store(self) -> list[FactArea]:
        """The areas as the fact store describes them."""
        parents = self.parents
        return [
            FactArea(
                key=key,
                level=LEVELS[Area.Kind(area.kind)],
                code=area.code,
                name_fi=area.name_fi,
                name_sv=area.name_sv or area.name_fi,
                name_en=area.name_en or area.name_fi,
                valid_from=_year(area.valid_from),
                valid_to=_year(area.valid_to),
                county=parents.get(key),
                municipality=None,
            )
            for key, area in self.areas.items()
        ]


def _year(day: dt.date | None) -> int | None:
    return day.year if day is not None else None
