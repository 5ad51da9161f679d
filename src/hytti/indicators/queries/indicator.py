"""One indicator for its page, its files and its pictures: the area looked at and what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from hytti.core.models import Region
from hytti.core.templatetags.hytti import translated

from .. import words
from . import indicator_asked as wishes
from .editions import Edition, editions, municipalities
from .indicator_points import Point, points
from .places import COUNTRY, COUNTY, MUNICIPALITY, by_slug, country

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hytti.core.charts.frame import Role
    from hytti.facts import Area, Facts

    from ..definitions import Definition
    from .indicator_asked import Asked

REGIONAL = "maakunta"


@dataclass(frozen=True)
class Series:
    """The figures of one area by year; `role` as the pictures have it: own, county, country or other.

    `called` is the region's everyday name, which stands for its county's official one.
    """

    area: Area
    role: Role
    by_year: dict[int, Point]
    called: str = ""

    def at(self, year: int) -> Point | None:
        return self.by_year.get(year)

    def value(self, year: int | None) -> float | None:
        point = self.by_year.get(year) if year is not None else None
        return point.value if point else None

    @property
    def name(self) -> str:
        return self.called or words.area_name(self.area)

    @property
    def known(self) -> list[Point]:
        """The points that have a value, the oldest first."""
        return [point for point in self.by_year.values() if point.value is not None]


@dataclass(frozen=True)
class Shown:
    """What the page shows: the definition, the chosen edition and the series in it.

    `years` are those in view, `all_years` those that there are. `municipalities` are the areas of the map and of the
    ranking. `others` are the thin lines. `closed` are the county's municipalities that are no more.
    """

    definition: Definition
    asked: Asked
    edition: Edition
    editions: list[Edition]
    own: Series
    county: Series | None
    country: Series | None
    others: list[Series]
    municipalities: list[Series]
    choices: list[Area]
    closed: list[Area]
    all_years: list[int]
    years: list[int]
    comparison: str
    sex: str
    age: str
    notices: list[str] = field(default_factory=list)

    @property
    def newest(self) -> int | None:
        """The newest year in view of which the own area has a figure."""
        return max((point.year for point in self.own.known), default=None)

    @property
    def first(self) -> int | None:
        return min((point.year for point in self.own.known), default=None)

    @property
    def newest_of_all(self) -> int:
        """The newest year that the edition has for the areas here, whatever is in view."""
        return max(self.all_years)

    @property
    def span(self) -> str:
        """All the years that there are, whatever is in view."""
        return words.years(self.all_years[0], self.all_years[-1])

    @property
    def reference(self) -> Series | None:
        """What the own area is set against: the country, or the county where there is no figure for the country."""
        return self.country or self.county

    @property
    def compared(self) -> list[Series]:
        """County and country, where they are not the own area."""
        return [one for one in (self.county, self.country) if one is not None]

    @cached_property
    def every(self) -> list[Series]:
        """All series once, the own first."""
        found = {one.area.key: one for one in (self.own, *self.compared, *self.municipalities, *self.others)}
        return list(found.values())

    @property
    def hidden(self) -> bool:
        """Whether a figure in view was hidden to protect people."""
        return any(point.hidden for one in self.every for point in one.by_year.values())

    @property
    def has_intervals(self) -> bool:
        return any(point.upper is not None for point in self.own.by_year.values())

    @property
    def has_counts(self) -> bool:
        return self.definition.kind != "count" and any(point.count is not None for point in self.own.by_year.values())

    @property
    def datasets_in_view(self) -> list[str]:
        """Keys of the datasets that the figures in view come from."""
        used = {point.dataset for one in self.every for point in one.by_year.values()}
        return [dataset.key for dataset in self.edition.every if dataset.key in used]

    @property
    def period(self) -> str:
        return words.years(self.years[0], self.years[-1]) if self.years else ""


def shown(store: Facts, definition: Definition, asked: Asked) -> Shown | None:
    """Gather what the page shows, in one query of the store; None where the indicator has no figures."""
    return _Gatherer(store, definition, asked).shown()


class _Gatherer:
    def __init__(self, store: Facts, definition: Definition, asked: Asked) -> None:
        self.store, self.definition, self.asked = store, definition, asked
        self.region = Region.objects.defer("boundaries", "diagram").select_related("area", "centre").first()
        self.county_key = f"{COUNTY}-{self.region.area.code}" if self.region else None
        self.strange = list(asked.strange)

    def shown(self) -> Shown | None:
        found = editions(self.store, self.definition.key, self.county_key)
        if not found:
            return None
        edition = next((one for one in found if one.key == self.asked.edition), found[0])
        if self.asked.edition and edition.key != self.asked.edition:
            self.strange.append("rajat")
        series = self._series(edition)
        if not series:
            others = [one for one in found if one is not edition]
            edition, series = next(((one, rows) for one in others if (rows := self._series(one))), (edition, {}))
        if not series:
            return None
        return self._arranged(edition, found, series)

    def _areas(self, edition: Edition) -> list[Area]:
        """Whose figures are asked of the store: never those of two levels where an index has its own median on each."""
        level = self.definition.index_median
        if level not in (None, MUNICIPALITY, COUNTY):
            return self.store.areas(level)
        locals_ = municipalities(self.store, edition, self.county_key)
        above = [self.store.area(self.county_key or ""), self._old_region(), country(self.store)]
        whole = [area for area in above if area is not None]
        wanted = by_slug(self.store).get(self.asked.area)
        extra = [wanted] if wanted and wanted.key not in {area.key for area in (*locals_, *whole)} else []
        return [*locals_, *whole, *extra]

    def _sex(self, edition: Edition) -> str:
        sex = wishes.SEXES.get(self.asked.sex, "total")
        return sex if sex in edition.sexes else edition.sexes[0]

    def _series(self, edition: Edition) -> dict[str, Series]:
        """By area key, those areas that have something; of two datasets with the same year the preferred one speaks."""
        areas = {area.key: area for area in self._areas(edition)}
        own = [area.key for area in municipalities(self.store, edition, self.county_key)]
        answer = self.store.series(self.definition.key, list(areas), sex=self._sex(edition), age=_age(edition))
        facts = edition.facts(answer, own)
        found: dict[str, Series] = {}
        for point in points(self.definition, facts):
            area = areas[point.area]
            series = found.setdefault(point.area, Series(area, "other", {}, self._called(area)))
            series.by_year[point.year] = point
        return found

    def _old_region(self) -> Area | None:
        """The maakunta that bears the region's name: older figures know no wellbeing services counties."""
        name = self.region.name_fi if self.region else ""
        return next((area for area in self.store.areas(REGIONAL) if area.name_fi == name), None)

    def _municipalities(self) -> list[Area]:
        """The county's municipalities, those that are no more as well."""
        return self.store.areas(MUNICIPALITY, county=self.county_key) if self.county_key else []

    def _called(self, area: Area) -> str:
        return translated(self.region, "name")[0] if self.region and area.key == self.county_key else ""

    def _arranged(self, edition: Edition, found: list[Edition], series: dict[str, Series]) -> Shown:
        own = self._own(series)
        level = self.definition.index_median
        choices = [one.area for one in series.values() if one.area.level != REGIONAL or own.area.level == REGIONAL]
        all_years = sorted({year for one in series.values() for year in one.by_year})
        years = self._years(all_years)
        cut = {key: replace(one, by_year=_within(one.by_year, years)) for key, one in series.items()}
        mine = replace(cut[own.area.key], role="own")
        comparable = level is None and self.definition.kind != "count"
        locals_ = [
            mine if one.area.key == own.area.key else one for one in cut.values() if one.area.level == MUNICIPALITY
        ]
        if own.area.level != MUNICIPALITY and not comparable:
            locals_ = []
        return Shown(
            definition=self.definition,
            asked=self.asked,
            edition=edition,
            editions=found,
            own=mine,
            county=self._above(cut, mine, COUNTY, REGIONAL) if comparable else None,
            country=self._above(cut, mine, COUNTRY) if comparable else None,
            others=self._others(locals_, own),
            municipalities=sorted(locals_, key=lambda one: one.area.name_fi),
            choices=sorted(choices, key=_choice_order),
            closed=[
                area for area in self.store.areas(MUNICIPALITY, county=self.county_key) if area.valid_to is not None
            ],
            all_years=all_years,
            years=years,
            comparison=self._comparison(),
            sex=self._sex(edition),
            age=_age(edition),
            notices=self.strange,
        )

    def _own(self, series: dict[str, Series]) -> Series:
        """The area asked for, else the region's centre, its county, the country, or the first that has a figure."""
        by_word = {words.area_slug(one.area): one for one in series.values()}
        if self.asked.area in by_word:
            return by_word[self.asked.area]
        if self.asked.area:
            self.strange.append("alue")
        centre = f"{MUNICIPALITY}-{self.region.centre.code}" if self.region and self.region.centre else ""
        for key in (centre, self.county_key):
            if key in series and series[key].known:
                return series[key]
        return min(series.values(), key=lambda one: (not one.known, _choice_order(one.area)))

    def _years(self, there: list[int]) -> list[int]:
        first, last = self.asked.first or there[0], self.asked.last or there[-1]
        found = [year for year in there if first <= year <= last]
        asked = {self.asked.first, self.asked.last} - {None}
        if not found or asked - set(there):
            self.strange.append("vuodet")
        return found or there

    def _above(self, series: dict[str, Series], own: Series, *levels: str) -> Series | None:
        """The county (or the old region in its place) or the country, where it is not the own area itself.

        What has no figure in the own area's newest year is left out: there is nothing to compare with now.
        """
        newest = max((point.year for point in own.known), default=None)
        for level in levels:
            for one in series.values():
                outside = level == COUNTY and one.area.key != self.county_key
                if one.area.level != level or outside or one.area.key == own.area.key:
                    continue
                if one.known and (newest is None or one.value(newest) is not None):
                    return replace(one, role="country" if level == COUNTRY else "county")
        return None

    def _comparison(self) -> str:
        """Counts of small and large municipalities are not drawn in one picture unless that is asked for."""
        return self.asked.comparison or (wishes.REGION if self.definition.kind == "count" else wishes.EVERY)

    def _others(self, locals_: Iterable[Series], own: Series) -> list[Series]:
        found = [one for one in locals_ if one.area.key != own.area.key and one.known]
        if self._comparison() == wishes.REGION:
            return []
        if self._comparison() == wishes.CHOSEN:
            known = {words.area_slug(one.area) for one in found} | {words.area_slug(own.area)}
            if set(self.asked.chosen) - known:
                self.strange.append("kunta")
            return [one for one in found if words.area_slug(one.area) in self.asked.chosen]
        return found


def _age(edition: Edition) -> str:
    """All ages, or the first band where figures are only by age."""
    return "" if "" in edition.ages else edition.ages[0]


def _within(by_year: dict[int, Point], years: list[int]) -> dict[int, Point]:
    return {year: point for year, point in by_year.items() if years[0] <= year <= years[-1]}


def _choice_order(area: Area) -> tuple[int, str]:
    order = (MUNICIPALITY, COUNTY, REGIONAL, COUNTRY)
    return (order.index(area.level) if area.level in order else len(order), area.name_fi)
