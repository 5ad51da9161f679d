"""The figures that a plan follows, with the newest values of the fact store beside the baseline and the target."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.figure_names import figure_names
from hytti.core.models import Area, Organisation, Region
from hytti.core.numbers import SPACE, language_of, number, signed
from hytti.core.templatetags.hytti import day
from hytti.facts import Unreadable

from ..models import IndicatorLink, Plan
from ..store import facts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from hytti.core.figure_names import FigureName
    from hytti.facts import Fact

LEVELS = {Area.Kind.MUNICIPALITY: "kunta", Area.Kind.COUNTY: "hyvinvointialue"}
OF_THE_REGION = (Organisation.Kind.COUNTY, Organisation.Kind.REGIONAL_COUNCIL)


@dataclass(frozen=True)
class FigureRow:
    """A figure of a plan: where it was, where it is and where it should be, all in words.

    `course` is a mark and a word for where it has gone, or None where that cannot be told.
    """

    link: IndicatorLink
    area: Area | None
    url: str
    thread: str
    baseline: str
    newest: str
    newest_when: str
    difference: str
    target: str
    target_when: str
    course: tuple[str, str] | None


@dataclass
class Newest:
    """The newest values of the figures; `is_readable` is False where the store could not be read.

    `names` are those of figures whose unit the plan does not tell.
    """

    is_readable: bool = True
    names: Mapping[str, FigureName] = field(default_factory=dict)
    by_area: dict[tuple[str, str], Fact] = field(default_factory=dict)

    def of(self, indicator: str, area: Area | None) -> Fact | None:
        return self.by_area.get((indicator, key_of(area))) if area else None

    def unit_of(self, link: IndicatorLink) -> str:
        known = self.names.get(link.indicator_key)
        return link.unit or (known.units[language_of(None)] if known else "")


def key_of(area: Area) -> str:
    """The area's key in the fact store, such as kunta-398."""
    return f"{LEVELS[Area.Kind(area.kind)]}-{area.code}"


def area_of(plan: Plan) -> Area | None:
    """The area that a plan is about: that of its organisation; of the county and the regional council the region."""
    organisation = plan.organisation
    if organisation.area is None and organisation.kind in OF_THE_REGION:
        region = Region.objects.select_related("area").first()
        return region.area if region else None
    return organisation.area


def newest_of(links: Iterable[IndicatorLink], default: Area | None) -> Newest:
    """The newest values of the figures of the links' areas (else of the default one): a question for each level."""
    wanted: dict[tuple[str, str | None], tuple[set[str], set[str]]] = {}
    links = list(links)
    found = Newest(names={} if all(link.unit for link in links) else figure_names())
    try:
        store = facts()
        for link in links:
            area = link.area or default
            if area is None:
                continue
            known = store.area(key_of(area))
            if known is not None:
                keys, indicators = wanted.setdefault((known.level, known.county), (set(), set()))
                keys.add(known.key)
                indicators.add(link.indicator_key)
        for (level, county), (keys, indicators) in wanted.items():
            for fact in store.latest_of_level(level, indicators=sorted(indicators), county=county):
                if fact.area in keys and fact.age == "" and fact.value is not None:
                    found.by_area[fact.indicator, fact.area] = fact
    except Unreadable:
        return Newest(is_readable=False, names=found.names)
    return found


def rows_of(links: Iterable[IndicatorLink], newest: Newest, default: Area | None, today: dt.date) -> list[FigureRow]:
    return [_row(link, newest, link.area or default, today) for link in links]


def _row(link: IndicatorLink, newest: Newest, area: Area | None, today: dt.date) -> FigureRow:
    fact = newest.of(link.indicator_key, area)
    value = fact.value if fact else None
    decimals = max([_decimals(link.baseline), _decimals(link.target), 1])
    unit = newest.unit_of(link)
    moved = value is not None and link.baseline is not None and fact is not None and _is_later(fact.year, link)
    return FigureRow(
        link=link,
        area=area,
        url=reverse("indicators:indicator", args=[link.indicator_key]),
        thread=reverse("plans:thread", args=[link.indicator_key]),
        baseline=_written(link.baseline, unit),
        newest=_written(None if value is None else round(value, decimals), unit),
        newest_when=_age(fact.year, today) if fact and value is not None else "",
        difference=signed(round(value - link.baseline, decimals)) if moved else "",  # type: ignore[operator]
        target=_written(link.target, unit),
        target_when=day(link.target_on) if link.target is not None else "",
        course=course(link, value if moved or link.baseline is None else None),
    )


def course(link: IndicatorLink, value: float | None) -> tuple[str, str] | None:
    """Where a value has gone since the baseline, seen from the wanted direction; None where that cannot be told."""
    if value is None or not link.direction:
        return None
    sign = {"up": 1, "down": -1, "keep": 0}[link.direction]
    if link.target is not None and sign and sign * (value - link.target) >= 0:
        return "done", _("Tavoitearvo saavutettu")
    if link.baseline is None:
        return None
    if value == link.baseline:
        return ("done" if link.direction == "keep" else "open"), _("Ennallaan")
    if not sign:
        return "open", _("Muuttunut")
    toward = sign * (value - link.baseline) > 0
    return ("progress", _("Toivottuun suuntaan")) if toward else ("late", _("Toiseen suuntaan"))


def _is_later(year: int, link: IndicatorLink) -> bool:
    return link.baseline_year is None or year > link.baseline_year


def _decimals(value: float | None) -> int:
    return 0 if value is None else len(repr(float(value)).partition(".")[2].rstrip("0"))


def _written(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{number(value)}{SPACE}{unit}" if unit else number(value)


def _age(year: int, today: dt.date) -> str:
    """“2023, 3 vuotta vanha”."""
    age = today.year - year
    if age < 1:
        return str(year)
    words = ngettext("%(year)s, vuoden vanha", "%(year)s, %(count)s vuotta vanha", age)
    return words % {"year": year, "count": age}
