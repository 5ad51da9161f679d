"""What the list of areas and the page of one area show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hytti.core.boundaries import polygons
from hytti.core.charts import maps
from hytti.core.drawn import drawn
from hytti.core.models import Area as CoreArea

from .. import words
from . import area_pictures, areas, findings, people_pictures, places, population

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from hytti.facts import Area, Dataset, Facts

    from .areas import Line, Profile
    from .findings import Move

MAP_WIDE, MAP_PHONE = 480, 358


@dataclass(frozen=True, slots=True)
class Listed:
    """An area in the list, with its population and the year of it."""

    area: Area
    name: str
    url: str
    residents: float | None
    year: str


@dataclass(frozen=True, slots=True)
class Listing:
    municipalities: tuple[Listed, ...]
    others: tuple[Listed, ...]
    former: tuple[Listed, ...]
    maps: tuple[SafeString, SafeString] | None
    source: str


def listed(store: Facts) -> Listing:
    county = places.own_county(store)
    today = places.municipalities_of(store, county.key if county else None)
    former = [
        area for area in store.areas(places.MUNICIPALITY) if county and area.county == county.key and area.valid_to
    ]
    wider = [area for area in (county, places.country(store)) if area is not None]
    residents = {
        fact.area: fact
        for level in places.LEVELS
        for fact in store.latest_of_level(level, indicators=[areas.RESIDENTS])
    }

    def row(area: Area) -> Listed:
        fact = residents.get(area.key)
        known = fact is not None and fact.value is not None
        year = str(fact.year) if fact is not None and known else ""
        return Listed(area, words.area_name(area), places.url_of(area), fact.value if fact else None, year)

    rows = tuple(row(area) for area in today)
    used = {fact.dataset for area in today if (fact := residents.get(area.key))}
    sources = sorted({dataset.source for key in used if (dataset := store.dataset(key))})
    return Listing(
        rows, tuple(row(area) for area in wider), tuple(row(area) for area in former), _maps(rows), ", ".join(sources)
    )


def _maps(rows: Sequence[Listed]) -> tuple[SafeString, SafeString] | None:
    shapes = polygons()
    drawable = [
        maps.Area(
            code=row.area.code,
            name=row.name,
            url=row.url,
            value_text=None if row.residents is None else words.number(row.residents, 0),
            class_index=None,
            polygons=shapes[row.area.code],
        )
        for row in rows
        if row.area.code in shapes
    ]
    if not drawable:
        return None
    title, desc = _("Kunnat ja väkiluku"), _("Kartta kunnista. Jokainen kunta on linkki omaan alueen kuvaansa.")

    def draw(width: int, key: str) -> SafeString:
        return drawn(maps.region_map(drawable, width=width, title=title, desc=desc, key=key, no_data=_("ei tietoa")))

    return draw(MAP_WIDE, "map-wide"), draw(MAP_PHONE, "map-phone")


@dataclass(frozen=True, slots=True)
class Number:
    """One of the four numbers at the top."""

    label: str
    value: str
    remark: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A table of spines with its heading and its sources.

    axis: the one that stands over the whole table, where all the groups share it. compared: whether any line has a
    place among others. indices: whether any line is an index of another median on another level.
    """

    heading: str
    subtitle: str
    warning: str
    tables: tuple[area_pictures.Table, ...]
    datasets: tuple[Dataset, ...]
    history: str
    axis: area_pictures.Table | None
    compared: bool
    indices: bool
    has_spread: bool
    has_calculated: bool
    has_old_borders: bool


@dataclass(frozen=True, slots=True)
class AgeRow:
    """How old a dataset is: the newest year of the area in it."""

    dataset: Dataset
    title: str
    indicators: int
    newest: int
    words: str
    old: bool


@dataclass(frozen=True, slots=True)
class Page:
    area: Area
    here: SafeString
    numbers: tuple[Number, ...]
    index: Section | None
    themes: Section | None
    past: Section | None
    past_left_out: int
    past_years: str
    moves: tuple[Move, ...]
    people: tuple[people_pictures.Picture, ...]
    ages: tuple[AgeRow, ...]
    newest: str
    lead: str
    county_url: str
    county_name: str
    structures_url: str
    inequality_url: str
    compare_query: str


def page_of(store: Facts, area: Area, today: dt.date, *, with_past: bool = False) -> Page:
    """Everything on the page; the figures of the past where they are asked for, or where there are no others."""
    profile = areas.profile(store, area, today)
    past = [line for group in profile.past for line in group.lines]
    with_past = with_past or not (profile.index or profile.themes)
    everyone = population.people(store, area.key)
    ages = tuple(_ages(profile, today))
    county = store.area(area.county) if area.level == places.MUNICIPALITY and area.county else None
    peers = [peer for peer in profile.peers if peer.valid_to is None]
    return Page(
        area=area,
        here=area_pictures.where(area, _own_region(store, area)),
        numbers=tuple(_numbers(store, profile, everyone)),
        index=_section(profile, "index", today),
        themes=_section(profile, "themes", today),
        past=_section(profile, "past", today) if with_past else None,
        past_left_out=0 if with_past else len(past),
        past_years=words.years(min(line.fact.year for line in past), max(line.fact.year for line in past))
        if past
        else "",
        moves=tuple(findings.moves(profile.lines, range(today.year - areas.PAST_AFTER, today.year + 1))),
        people=people_pictures.pictures(everyone, words.area_name(area)),
        ages=ages,
        newest=_newest(ages, today),
        lead=_lead(profile),
        county_url=places.url_of(county) if county else "",
        county_name=words.area_name(county) if county else "",
        structures_url=_structures_url(area),
        inequality_url=_inequality_url(store, area),
        compare_query="&".join(f"alue={words.area_slug(peer)}" for peer in peers[:10] if area.level == places.COUNTY),
    )


def _own_region(store: Facts, area: Area) -> list[Area]:
    county = places.own_county(store)
    return [area] if county is not None and county.key in (area.key, area.county) else []


def _lead(profile: Profile) -> str:
    if profile.area.level == places.MUNICIPALITY:
        return _("Alueen kuva: kunnan luvut verrattuna oman hyvinvointialueen ja koko maan kuntiin.")
    if profile.area.level == places.COUNTY:
        return _("Alueen kuva: hyvinvointialueen luvut verrattuna muihin hyvinvointialueisiin.")
    return _("Alueen kuva: koko maan luvut ja niiden kehitys.")


def _numbers(store: Facts, profile: Profile, everyone: population.People) -> Iterable[Number]:
    residents = profile.line(areas.RESIDENTS)
    if residents is not None and residents.fact.value is not None:
        as_of = residents.dataset.as_of if residents.dataset else str(residents.fact.year)
        day = words.day(as_of) if as_of.startswith(str(residents.fact.year)) else str(residents.fact.year)
        yield Number(_("Asukkaita"), words.number(residents.fact.value, 0), day, _url(residents))
    older = _older(store, profile, everyone)
    if older is not None:
        yield older
    whole = profile.line(areas.DEPRIVATION)
    if whole is not None and whole.fact.value is not None:
        remark = _("kuntien mediaani 100") if profile.area.level == places.MUNICIPALITY else _("alueiden mediaani 100")
        yield Number(whole.name, whole.value, f"{remark}, {whole.period}", _url(whole))
        if whole.better is not None and whole.standing is not None:
            count = words.number(len(whole.standing.values), 0)
            municipal = profile.area.level == places.MUNICIPALITY
            label = _("Parempia kuntia") if municipal else _("Parempia hyvinvointialueita")
            remark = _("Suomen %(count)s kunnasta") if municipal else _("%(count)s hyvinvointialueesta")
            yield Number(label, whole.better_text, remark % {"count": count}, _url(whole))


def _older(store: Facts, profile: Profile, everyone: population.People) -> Number | None:
    """The share of those who are 65 or older: projected for a year that has come, else as it was counted."""
    country = places.country(store)
    counted, label = profile.line(areas.OVER_65), _("65 vuotta täyttäneitä")
    ahead = everyone.projected[0] if everyone.projected else None
    if ahead is not None and (counted is None or ahead.year > counted.fact.year):
        remark = _("ennuste %(year)s") % {"year": ahead.year}
        if country is not None and country.key != profile.area.key:
            same = [ages for ages in population.projected(store, country.key) if ages.year == ahead.year]
            if same:
                told = {"value": _percent(same[0].share_from(65)), "remark": remark}
                remark = _("koko maa %(value)s, %(remark)s") % told
        return Number(
            label, _percent(ahead.share_from(65)), remark, reverse("indicators:indicator", args=[areas.PROJECTION])
        )
    if counted is None or counted.fact.value is None:
        return None
    return Number(label, counted.value, counted.period, _url(counted))


def _percent(share: float) -> str:
    return areas.per_cent(words.number(100 * share, 1))


def _url(line: Line) -> str:
    return reverse("indicators:indicator", args=[line.definition.key])


def _section(profile: Profile, which: str, today: dt.date) -> Section | None:
    groups: tuple[areas.Group, ...] = getattr(profile, which)
    if not groups:
        return None
    lines = [line for group in groups for line in group.lines]
    tables = tuple(area_pictures.tables(groups, profile, today))
    years = [year for line in lines for year in line.years]
    rows = [row for table in tables for row in table.rows]
    told = [line.dataset for line in lines if line.dataset is not None]
    datasets = {(one.address, one.attribution, one.as_of): one for one in told}
    return Section(
        _heading(which, lines, profile, today),
        _subtitle(which, profile),
        words.age_warning([line.fact.year for line in lines], today),
        tables,
        tuple(datasets.values()),
        words.years(min(years), max(years)) if years and which == "index" else "",
        next(iter(tables)) if len({group.kind for group in groups}) == 1 and groups[0].kind == "index" else None,
        any(line.place is not None for line in lines),
        any(line.definition.index_median is not None for line in lines),
        any(line.spine is not None and line.spine.spread is not None for line in lines),
        any(line.calculated for line in lines),
        any(row.borders for row in rows),
    )


def _heading(which: str, lines: Sequence[Line], profile: Profile, today: dt.date) -> str:
    if which == "past":
        newest, oldest = (take(line.fact.year for line in lines) for take in (max, min))
        return _("Vanhat luvut vuosilta %(years)s: vähintään %(age)s vuotta vanhoja") % {
            "years": words.years(oldest, newest),
            "age": today.year - newest,
        }
    found = findings.finding([line for line in lines if not line.composite], profile.area.level)
    if found:
        return found
    return _("Huono-osaisuuden indeksit") if which == "index" else _("Luvut teemoittain")


def _subtitle(which: str, profile: Profile) -> str:
    if which == "index":
        median = (
            _("kuntien mediaani = 100") if profile.area.level == places.MUNICIPALITY else _("alueiden mediaani = 100")
        )
        return _("Indeksi, %(median)s, suurempi on heikompi. Asteikko on logaritminen.") % {"median": median}
    if which == "past":
        return _("Nämä luvut kertovat menneestä, eivät tästä päivästä.")
    return _("Kunkin luvun tuorein tieto ja sen vuosi.")


def _newest(ages: Sequence[AgeRow], today: dt.date) -> str:
    """The newest year that has come; a projection is no figure of today."""
    years = [row.newest for row in ages if row.newest <= today.year]
    return str(max(years)) if years else ""


def _ages(profile: Profile, today: dt.date) -> Iterable[AgeRow]:
    by_dataset: dict[str, list[Line]] = {}
    for line in profile.lines:
        if line.dataset is not None:
            by_dataset.setdefault(line.dataset.key, []).append(line)
    rows = []
    for lines in by_dataset.values():
        dataset, newest = lines[0].dataset, max(line.fact.year for line in lines)
        if dataset is not None:
            title = words.dataset_title(dataset)
            rows.append(AgeRow(dataset, title, len(lines), newest, _age(newest, today), words.is_old(newest, today)))
    return sorted(rows, key=lambda row: (-row.newest, row.title))


def _age(year: int, today: dt.date) -> str:
    if year > today.year:
        return _("ennuste")
    return _("tuore") if today.year - year <= 1 else words.age(year, today)


def _structures_url(area: Area) -> str:
    """The municipality's page among the structures; other areas have none."""
    if area.level != places.MUNICIPALITY:
        return ""
    slug = CoreArea.objects.municipalities().filter(code=area.code).values_list("slug", flat=True).first()
    return reverse("structures:municipality", args=[slug]) if slug else ""


def _inequality_url(store: Facts, area: Area) -> str:
    has_postal = area.level == places.MUNICIPALITY and store.areas(places.POSTAL, municipality=area.key)
    return reverse("indicators:inequality", args=[words.area_slug(area)]) if has_postal else ""
