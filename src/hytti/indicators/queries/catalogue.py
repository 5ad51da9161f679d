"""The catalogue: every indicator with its newest figure for the region, filtered, counted and grouped by theme."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.charts.sparkline import sparkline
from hytti.core.drawn import drawn
from hytti.core.models import Region

from .. import catalogue, definitions, words
from .catalogue_asked import FAVOURITES, NAMES, ONLY, Wanted
from .editions import is_by_older_borders, last_change
from .places import COUNTY, MUNICIPALITY

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString

    from hytti.facts import Area, Fact, Facts

    from ..definitions import Definition

FRESH, OLD, NONE = "tuore", "vanha", "ei-lukuja"
FACETS = {
    "theme": gettext_lazy("Teema"),
    "group": gettext_lazy("Väestöryhmä"),
    "source": gettext_lazy("Lähde"),
    "age": gettext_lazy("Tiedon ikä"),
    "coefficient": gettext_lazy("Hyte-kerroin"),
    "favourite": gettext_lazy("Suosikit"),
}


@dataclass(frozen=True)
class Row:
    """An indicator with the newest figure of the area that speaks for the region, and what each facet finds it by.

    number: its place among all; shorter than the key in the names of its picture's parts. age: how old the newest
    figure is, where it is old.
    """

    number: int
    definition: Definition
    url: str
    area: Area | None
    newest: Fact | None
    years: tuple[int, ...]
    trail: tuple[float | None, ...]
    age: str
    values: dict[str, frozenset[str]]

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def figure(self) -> str:
        if self.newest is None:
            return _("ei tietoa")
        if self.newest.flag == "suppressed":
            return _("peitetty")
        return words.with_unit(self.definition, self.newest.value)

    def spark(self) -> str:
        """The years as a small line, drawn for the rows that are shown; empty where there is no line to draw."""
        if sum(value is not None for value in self.trail) < 2:
            return ""
        title = _("Kehitys %(years)s") % {"years": words.years(self.years[0], self.years[-1])}
        return sparkline(self.trail, key=f"spark-{self.number}", title=title)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    label: str
    url: str


@dataclass(frozen=True)
class Group:
    """The rows of one theme. `favourites` are the starred keys, `star_path` the address that wants others after it."""

    heading: str
    rows: list[Row]
    favourites: tuple[str, ...]
    star_path: str

    def body(self) -> SafeString:
        """The rows as HTML: a hundred of them, which a template would write ten times slower."""
        return format_html_join("", "{}", ((self._row(row),) for row in self.rows))

    def _row(self, row: Row) -> SafeString:
        on = row.key in self.favourites
        star = _("Poista suosikeista: %(name)s") if on else _("Lisää suosikkeihin: %(name)s")
        year = str(row.newest.year) if row.newest else ""
        return format_html(
            ROW,
            star_class="star star-on" if on else "star",
            star_url=self.star_path + ",".join(_starred(self.favourites, row.key)),
            star=star % {"name": str(row.definition.name)},
            url=row.url,
            name=str(row.definition.name),
            short=str(row.definition.short),
            figure=row.figure,
            year=year,
            age=format_html(AGE, age=row.age) if row.age else "",
            spark=drawn(row.spark()),
        )


def _starred(favourites: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The favourites with this one put on or taken off."""
    return tuple(one for one in favourites if one != key) if key in favourites else (*favourites, key)


ROW = (
    '<tr><td class="star-cell"><a class="{star_class}" href="{star_url}" aria-label="{star}">'
    '<svg class="icon" aria-hidden="true"><use href="#i-star"/></svg></a></td>'
    '<th scope="row"><a href="{url}">{name}</a><span class="under">{short}</span></th>'
    '<td class="number">{figure}</td><td>{year}{age}</td><td>{spark}</td></tr>'
)
AGE = ' <span class="under old-year">{age}</span>'


@dataclass(frozen=True)
class Listing:
    """What the page shows."""

    rows: list[Row]
    groups: list[Group]
    total: int
    facets: list[Facet]
    chips: list[Chip]


def load(store: Facts, today: dt.date, favourites: Iterable[str] = ()) -> list[Row]:
    """Every published indicator, in a number of queries of the store that does not grow with them."""
    found = [one for one in catalogue.all() if one.status == "published"]
    areas = _speakers(store)
    trails = _trails(store, [one.key for one in found], areas)
    starred = set(favourites)
    above = reverse("indicators:catalogue")
    return [_row(number, one, f"{above}{one.key}/", areas, trails, today, starred) for number, one in enumerate(found)]


def _speakers(store: Facts) -> list[Area]:
    """Whose figure stands for the region: its centre's, else its county's, else that of the region of the same name."""
    region = Region.objects.defer("boundaries", "diagram").select_related("area", "centre").first()
    if region is None:
        return store.areas("maa")
    keys = [f"{MUNICIPALITY}-{region.centre.code}"] if region.centre else []
    keys.append(f"{COUNTY}-{region.area.code}")
    named = [area for area in store.areas("maakunta") if area.name_fi == region.name_fi]
    return [area for key in keys if (area := store.area(key))] + named


def _trails(store: Facts, keys: Sequence[str], areas: Sequence[Area]) -> dict[str, dict[str, dict[int, Fact]]]:
    """By indicator and area the figure of each year, by today's borders where there are any such figures.

    Published figures come before calculated ones, newer data before older.
    """
    county = next((area.county or area.key for area in areas if area.level in (MUNICIPALITY, COUNTY)), None)
    changed = last_change(store, county)
    datasets = sorted(store.datasets(), key=lambda one: one.as_of, reverse=True)
    datasets.sort(key=lambda one: (is_by_older_borders(one, changed), one.calculated))
    place = {dataset.key: at for at, dataset in enumerate(datasets)}
    older = {dataset.key for dataset in datasets if is_by_older_borders(dataset, changed)}
    facts = store.series_of(keys, [area.key for area in areas])
    found: dict[str, dict[str, dict[int, Fact]]] = {}
    for fact in sorted(facts, key=lambda fact: place[fact.dataset]):
        by_year = found.setdefault(fact.indicator, {}).setdefault(fact.area, {})
        if not by_year or (next(iter(by_year.values())).dataset in older) == (fact.dataset in older):
            by_year.setdefault(fact.year, fact)
    return found


def _row(
    number: int,
    definition: Definition,
    url: str,
    areas: Sequence[Area],
    trails: dict[str, dict[str, dict[int, Fact]]],
    today: dt.date,
    starred: set[str],
) -> Row:
    by_area = trails.get(definition.key, {})
    area = next((area for area in areas if area.key in by_area), None)
    by_year = by_area[area.key] if area else {}
    years = tuple(sorted(by_year))
    newest = by_year[years[-1]] if years else None
    sources = frozenset(key for key in definition.sources if not key.endswith(DIVISOR))
    age = NONE if newest is None else OLD if words.is_old(newest.year, today) else FRESH
    return Row(
        number,
        definition,
        url,
        area,
        newest,
        years,
        tuple(by_year[year].value if year in by_year else None for year in words.every_year(years)),
        words.age(newest.year, today) if newest and age == OLD else "",
        {
            "theme": frozenset({definition.theme}),
            "group": frozenset({definition.population_group}),
            "source": sources,
            "age": frozenset({age}),
            "coefficient": frozenset({definition.coefficient} if definition.coefficient else ()),
            "favourite": frozenset({ONLY} if definition.key in starred else ()),
        },
    )


def listing(rows: Sequence[Row], wanted: Wanted, path: str) -> Listing:
    """Filter the rows; count each facet's options as the other facets leave them."""
    by_words = [row for row in rows if matches(row.definition, wanted.words)]
    shown = [row for row in by_words if _passes(row, wanted)]
    labels = _labels(rows)
    facets = [facet for name in NAMES if (facet := _facet(name, by_words, wanted, labels[name])) is not None]
    return Listing(shown, _groups(shown, wanted, path), len(rows), facets, _chips(wanted, labels, path))


def matches(definition: Definition, asked: str) -> bool:
    """Whether every word asked for begins or stands in the indicator's texts, marks and case aside."""
    if not asked:
        return True
    text = folded(" ".join([str(definition.name), str(definition.short), definition.key, *_numbers(definition)]))
    return all(word in text for word in folded(asked).split())


def _numbers(definition: Definition) -> list[str]:
    return [f"{name} {key}" for name, key in definition.sources.items()]


def folded(text: str) -> str:
    """Lower case without marks, so that "tyottomyys" finds "työttömyys"."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _passes(row: Row, wanted: Wanted, but: str = "") -> bool:
    return all(name == but or not wanted.values(name) or bool(row.values[name] & wanted.values(name)) for name in NAMES)


def _labels(rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    """For each facet the values in use and their words, in the order in which they are offered."""
    vocabulary = definitions.vocabulary()
    sources = sorted({source for row in rows for source in row.values["source"]})
    return {
        "theme": {term.key: str(term.name) for term in vocabulary.themes},
        "group": {term.key: str(term.name) for term in vocabulary.groups},
        "source": {source: SOURCES.get(source, source.capitalize()) for source in sources},
        "age": {
            FRESH: _("Enintään %(years)s vuotta vanha") % {"years": words.OLD_AFTER},
            OLD: _("Vanhempi"),
            NONE: _("Ei lukuja"),
        },
        "coefficient": {"county": _("Hyvinvointialueen kerroin"), "municipality": _("Kunnan kerroin")},
        "favourite": {ONLY: _("Vain suosikit")},
    }


DIVISOR = "-jakaja"
"""Ends the name of a source that only gives what the figure is divided by."""
SOURCES = {
    "sotkanet": "THL, Sotkanet",
    "statfin": "Tilastokeskus",
    "tilastokeskus": "Tilastokeskus",
    "tilastokeskus-avainluvut": "Tilastokeskus, kuntien avainluvut",
    "paavo": "Tilastokeskus, Paavo",
    "diak": "Diak",
    "diak-postinumero": "Diak, postinumeroalueet",
}


def _facet(name: str, by_words: Sequence[Row], wanted: Wanted, labels: dict[str, str]) -> Facet | None:
    """The options of a facet that would find something, and those that are chosen."""
    chosen = wanted.values(name)
    counts = Counter(value for row in by_words if _passes(row, wanted, but=name) for value in row.values[name])
    options = [
        Option(value, label, counts[value], value in chosen)
        for value, label in labels.items()
        if counts[value] or value in chosen
    ]
    return Facet(NAMES[name], str(FACETS[name]), options) if options else None


def _groups(rows: Sequence[Row], wanted: Wanted, path: str) -> list[Group]:
    """By theme in the vocabulary's order; in a theme those with fresh figures first."""
    themes = {term.key: str(term.name) for term in definitions.vocabulary().themes}
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: [age in row.values["age"] for age in (NONE, OLD)]):
        groups.setdefault(row.definition.theme, []).append(row)
    rest = replace(wanted, favourites=()).query()
    star_path = f"{path}?{rest}&{FAVOURITES}=" if rest else f"{path}?{FAVOURITES}="
    return [Group(themes[key], groups[key], wanted.favourites, star_path) for key in themes if key in groups]


def _chips(wanted: Wanted, labels: dict[str, dict[str, str]], path: str) -> list[Chip]:
    """What limits the list now, each with the address that the list has without it."""
    chips = [Chip(f"”{wanted.words}”", address(path, wanted.without_words()))] if wanted.words else []
    for name in NAMES:
        for value in [value for value in labels[name] if value in wanted.values(name)]:
            chips.append(Chip(labels[name][value], address(path, wanted.without(name, value))))
    return chips


def address(path: str, wanted: Wanted) -> str:
    query = wanted.query()
    return f"{path}?{query}" if query else path


FILE_COLUMNS = (
    "key", "name", "theme", "population_group", "unit", "lower_is_better", "coefficient", "area", "area_name", "year",
    "value", "flag", "first_year", "dataset", "page",
)  # fmt: skip


def file_rows(rows: Iterable[Row]) -> Iterable[list[object]]:
    """The list as a file, one row for each indicator."""
    for row in rows:
        definition, newest = row.definition, row.newest
        direction = {True: "true", False: "false", None: ""}[definition.lower_is_better]
        area = (row.area.key, words.area_name(row.area)) if row.area else ("", "")
        told = (newest.year, newest.value, newest.flag) if newest else (None, None, None)
        yield [
            definition.key, str(definition.name), definition.theme, definition.population_group, str(definition.unit),
            direction, definition.coefficient, *area, *told, row.years[0] if row.years else None,
            newest.dataset if newest else None, row.url,
        ]  # fmt: skip
