"""The region at one glance: four numbers with their direction, and a map of those who are 65 or older."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hytti.core.boundaries import polygons
from hytti.core.charts import maps
from hytti.core.charts.classes import natural
from hytti.core.charts.legend import class_legend
from hytti.core.charts.sparkline import sparkline
from hytti.core.drawn import drawn

from .. import catalogue, words
from . import areas, places, population

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hytti.facts import Area, Dataset, Fact, Facts

    from ..definitions import Definition

MAP_WIDE, MAP_PHONE, SPARK = 480, 358, (120, 36)
DIABETES = "diabeteslaakkeiden-erityiskorvaus"
OLD = 65


@dataclass(frozen=True, slots=True)
class Headline:
    """A number that a councillor quotes; `spark` shows where it has come from, beside the whole country's (dashed)."""

    label: str
    value: str
    remark: str
    url: str
    spark: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Map:
    title: str
    subtitle: str
    wide: SafeString
    phone: SafeString
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Glance:
    headlines: tuple[Headline, ...]
    map: Map | None


def glance(store: Facts) -> Glance:
    """What there is; nothing where the county has no figures."""
    county, country = places.own_county(store), places.country(store)
    if county is None:
        return Glance((), None)
    series = _Series(store, county, country)
    found = (
        _residents(series),
        _older(store, county, country),
        _compared(DIABETES, series),
        _index(areas.DEPRIVATION, series),
    )
    return Glance(tuple(one for one in found if one is not None), _older_map(store, county))


class _Series:
    """The yearly figures of the county and the country, by indicator."""

    def __init__(self, store: Facts, county: Area, country: Area | None) -> None:
        self.own, self.whole = county.key, country.key if country else ""
        keys = (areas.RESIDENTS, DIABETES, areas.DEPRIVATION)
        wanted = [area for area in (self.own, self.whole) if area]
        self._facts: dict[tuple[str, str], dict[int, Fact]] = {}
        facts = store.series_of(keys, wanted)
        for fact in sorted(facts, key=lambda fact: _calculated(store.dataset(fact.dataset)), reverse=True):
            if fact.value is not None:  # where datasets overlap, what was published speaks
                self._facts.setdefault((fact.indicator, fact.area), {})[fact.year] = fact

    def of(self, indicator: str, area: str) -> dict[int, Fact]:
        return self._facts.get((indicator, area), {})

    def newest(self, indicator: str) -> Fact | None:
        own = self.of(indicator, self.own)
        return own[max(own)] if own else None

    def values(self, indicator: str, area: str, years: Sequence[int]) -> list[float | None]:
        known = self.of(indicator, area)
        return [known[year].value if year in known else None for year in years]


def _calculated(dataset: Dataset | None) -> bool:
    return dataset is not None and dataset.calculated


def _residents(series: _Series) -> Headline | None:
    newest, definition = series.newest(areas.RESIDENTS), catalogue.get(areas.RESIDENTS)
    if newest is None or newest.value is None or definition is None:
        return None
    whole = series.of(areas.RESIDENTS, series.whole).get(newest.year)
    remark = ""
    if whole is not None and whole.value:
        share = areas.per_cent(words.number(100 * newest.value / whole.value, 1))
        remark = _("%(share)s koko maan väestöstä") % {"share": share}
    day = words.day(f"{newest.year}-12-31")
    spark = _spark(definition, series, compared=False)
    return Headline(
        _("Asukkaita %(day)s") % {"day": day}, words.number(newest.value, 0), remark, _url(areas.RESIDENTS), spark
    )


def _older(store: Facts, county: Area, country: Area | None) -> Headline | None:
    """The share of a year that has come by projection, and of the next year that is projected."""
    own = population.projected(store, county.key)
    if not own:
        return None
    now, later = own[0], own[1] if len(own) > 1 else None
    parts = []
    if country is not None:
        same = [ages for ages in population.projected(store, country.key) if ages.year == now.year]
        if same:
            parts.append(_("Koko maa %(share)s.") % {"share": _share(same[0])})
    if later is not None:
        parts.append(_("Vuonna %(year)s ennuste %(share)s.") % {"year": later.year, "share": _share(later)})
    label = _("65 vuotta täyttäneitä, ennuste %(year)s") % {"year": now.year}
    return Headline(label, _share(now), " ".join(parts), _url(areas.PROJECTION))


def _compared(key: str, series: _Series) -> Headline | None:
    newest, definition = series.newest(key), catalogue.get(key)
    if newest is None or definition is None:
        return None
    whole = series.of(key, series.whole).get(newest.year)
    remark = ""
    if whole is not None:
        remark = _("Koko maa %(value)s") % {"value": words.with_unit(definition, whole.value)}
    label = f"{definition.name} {words.period(definition, newest.year)}"
    return Headline(label, words.with_unit(definition, newest.value), remark, _url(key), _spark(definition, series))


def _index(key: str, series: _Series) -> Headline | None:
    newest, definition = series.newest(key), catalogue.get(key)
    if newest is None or definition is None:
        return None
    label = f"{areas.short_name(definition)} {words.period(definition, newest.year)}"
    remark = _("Indeksi, hyvinvointialueiden mediaani 100, suurempi on heikompi")
    spark = _spark(definition, series, compared=False)
    return Headline(label, areas.figure(definition, newest.value), remark, _url(key), spark)


def _spark(definition: Definition, series: _Series, *, compared: bool = True) -> SafeString | str:
    known = sorted(series.of(definition.key, series.own))
    if len(known) < 2:
        return ""
    years = range(known[0], known[-1] + 1)
    width, height = SPARK
    title = _("%(name)s %(years)s") % {"name": definition.name, "years": words.years(known[0], known[-1])}
    line = sparkline(
        series.values(definition.key, series.own, years),
        compared=series.values(definition.key, series.whole, years) if compared else (),
        key=f"spark-{definition.key}",
        title=title,
        width=width,
        height=height,
    )
    return drawn(line)


def _older_map(store: Facts, county: Area) -> Map | None:
    shapes = polygons()
    municipalities = [area for area in places.municipalities_of(store, county.key) if area.code in shapes]
    ahead = {area.key: population.projected(store, area.key) for area in municipalities}
    known = {key: found[0] for key, found in ahead.items() if found}
    if len(known) < 2:
        return None
    year = next(iter(known.values())).year
    values = [100 * known[area.key].share_from(OLD) if area.key in known else None for area in municipalities]
    classes = natural(values)
    drawable = [
        maps.Area(
            area.code,
            words.area_name(area),
            places.url_of(area),
            None if value is None else words.number(value, 1),
            index,
            shapes[area.code],
        )
        for area, value, index in zip(municipalities, values, classes.index, strict=True)
    ]
    told = list(_ends(municipalities, values))
    title = _("65 vuotta täyttäneitä eniten: %(most)s %(high)s %%, vähiten: %(least)s %(low)s %%") % {
        "most": told[-1][0], "high": words.number(told[-1][1], 1),
        "least": told[0][0], "low": words.number(told[0][1], 1),
    }  # fmt: skip
    desc = _("Kartta kunnista. Jokainen kunta on linkki omaan alueen kuvaansa.")
    limits = [words.DASH.join(dict.fromkeys(words.number(limit, 1) for limit in pair)) for pair in classes.limits]
    legend, lacking = _("Kartan luokat, %"), _("ei tietoa")

    def draw(width: float, key: str) -> SafeString:
        drawing = maps.region_map(drawable, width=width, title=title, desc=desc, key=key, no_data=lacking)
        missing = lacking if None in values else ""
        return drawn(drawing + class_legend(limits, key=f"{key}-classes", width=width, title=legend, no_data=missing))

    subtitle = _("%% väestöstä, ennuste %(year)s. Kunnan nimestä pääsee kunnan lukuihin.") % {"year": year}
    dataset = next(iter(known.values())).dataset
    source = words.dataset_title(dataset) if dataset else ""
    return Map(
        title, subtitle, draw(MAP_WIDE, "map-wide"), draw(MAP_PHONE, "map-phone"), source, _url(areas.PROJECTION)
    )


def _ends(areas_of: Sequence[Area], values: Sequence[float | None]) -> Iterable[tuple[str, float]]:
    """Names and values from the least to the greatest."""
    known = [(value, words.area_name(area)) for area, value in zip(areas_of, values, strict=True) if value is not None]
    return ((name, value) for value, name in sorted(known))


def _share(ages: population.Ages) -> str:
    return areas.per_cent(words.number(100 * ages.share_from(OLD), 1))


def _url(key: str) -> str:
    return reverse("indicators:indicator", args=[key])
