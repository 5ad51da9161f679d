"""Two indicators against each other, municipality by municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from hytti.core.charts.scatter import Spot, scatter
from hytti.core.drawn import drawn

from .. import catalogue, words
from . import places
from .areas import short_name
from .people_pictures import tick_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict
    from django.utils.safestring import SafeString
    from numpy.typing import NDArray

    from hytti.facts import Area, Dataset, Facts

    from ..definitions import Definition

FEWEST = 10
"""With fewer areas the correlation is not told."""
WEAK, MODERATE, STRONG = 0.2, 0.4, 0.7
DEFAULT = ("pitkaaikaistyottomyys-indeksi", "toimeentulotuki-pitkaan-25-64-indeksi")
WIDE, PHONE = 744, 358


@dataclass(frozen=True, slots=True)
class Pair:
    """One area with both values."""

    area: Area
    x: float
    y: float
    own: bool
    x_dataset: str
    y_dataset: str


@dataclass(frozen=True, slots=True)
class Scattered:
    """same_year: whether both are of one year. missing: the region's areas without either figure. rho: of all pairs."""

    x: Definition
    y: Definition
    x_year: int
    y_year: int
    same_year: bool
    pairs: tuple[Pair, ...]
    missing: tuple[Area, ...]
    rho: float | None
    datasets: tuple[Dataset, ...]

    @property
    def own(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.own)


@dataclass(frozen=True, slots=True)
class Choice:
    """The indicators that can be chosen, and those that were; None where there is nothing to draw."""

    options: tuple[Definition, ...]
    x: Definition | None
    y: Definition | None
    strange: tuple[str, ...]


def choice(store: Facts, query: QueryDict) -> Choice:
    there = {row.indicator for row in store.coverage() if places.MUNICIPALITY in row.levels}
    options = tuple(one for one in catalogue.all() if one.key in there)
    by_key = {one.key: one for one in options}
    strange = tuple(word[:80] for name in ("x", "y") if (word := query.get(name, "")) and word not in by_key)
    default = [by_key[key] for key in DEFAULT if key in by_key] or list(options)
    x = by_key.get(query.get("x", ""), default[0] if default else None)
    y = by_key.get(query.get("y", ""), next((one for one in reversed(default) if one != x), None))
    return Choice(options, x, y, strange)


def scattered(store: Facts, x: Definition, y: Definition) -> Scattered | None:
    """The municipalities in the newest year that both have, or each in its own newest; None where none has both."""
    years = _years(store, x.key), _years(store, y.key)
    common = years[0] & years[1]
    if not all(years):
        return None
    x_year, y_year = (max(common), max(common)) if common else (max(years[0]), max(years[1]))
    facts = [
        {fact.area: fact for fact in store.year_of(one.key, year, places.MUNICIPALITY) if fact.value is not None}
        for one, year in ((x, x_year), (y, y_year))
    ]
    county = places.own_county(store)
    region = places.municipalities_of(store, county.key if county else None)
    names = {area.key for area in region}
    pairs = tuple(
        Pair(
            area,
            facts[0][area.key].value or 0.0,
            facts[1][area.key].value or 0.0,
            area.key in names,
            facts[0][area.key].dataset,
            facts[1][area.key].dataset,
        )
        for area in store.areas(places.MUNICIPALITY)
        if area.key in facts[0] and area.key in facts[1]
    )
    if not pairs:
        return None
    used = sorted({dataset for pair in pairs for dataset in (pair.x_dataset, pair.y_dataset)})
    found = {pair.area.key for pair in pairs}
    return Scattered(
        x, y, x_year, y_year, bool(common), pairs,
        tuple(area for area in region if area.key not in found),
        spearman([pair.x for pair in pairs], [pair.y for pair in pairs]),
        tuple(dataset for key in used if (dataset := store.dataset(key)) is not None),
    )  # fmt: skip


def _years(store: Facts, key: str) -> set[int]:
    """The years in which any of the region's municipalities, or any at all, has a figure."""
    county = places.own_county(store)
    region = places.municipalities_of(store, county.key if county else None)
    areas = [area.key for area in region] or [area.key for area in store.areas(places.MUNICIPALITY)]
    return {fact.year for fact in store.series(key, areas) if fact.value is not None}


def spearman(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Spearman's rank correlation, equal values sharing the mean of their ranks.

    None with fewer than ten pairs, or where one of the two does not vary.
    """
    if len(x) < FEWEST or len(set(x)) == 1 or len(set(y)) == 1:
        return None
    return float(np.corrcoef(_ranks(x), _ranks(y))[0, 1])


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    _distinct, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((last - counts + 1 + last) / 2)[inverse]


def sentence(found: Scattered) -> str:
    """The correlation in plain words."""
    count = len(found.pairs)
    if found.rho is None:
        if count >= FEWEST:
            return _("Yhteyttä ei lasketa: toisella luvulla on joka kunnassa sama arvo.")
        return _("Yhteyttä ei lasketa: kuntia on %(count)s, ja niitä pitäisi olla vähintään kymmenen.") % {
            "count": count
        }
    return _("%(said)s (Spearmanin järjestyskorrelaatio %(rho)s, %(count)s kuntaa).") % {
        "said": _said(found.rho),
        "rho": words.number(found.rho, 2),
        "count": words.number(count, 0),
    }


def _said(rho: float) -> str:
    size = abs(rho)
    if size < WEAK:
        return _("Luvuilla ei ole juuri yhteyttä")
    if rho > 0:
        if size < MODERATE:
            return _("Heikko yhteys: kun toinen on suuri, toinenkin on hieman useammin suuri")
        if size < STRONG:
            return _("Kohtalainen yhteys: kun toinen on suuri, toinenkin on usein suuri")
        return _("Vahva yhteys: kun toinen on suuri, toinenkin on yleensä suuri")
    if size < MODERATE:
        return _("Heikko yhteys: kun toinen on suuri, toinen on hieman useammin pieni")
    if size < STRONG:
        return _("Kohtalainen yhteys: kun toinen on suuri, toinen on usein pieni")
    return _("Vahva yhteys: kun toinen on suuri, toinen on yleensä pieni")


def pictures(found: Scattered) -> tuple[SafeString, SafeString]:
    """The scatter for a wide page and for the phone."""
    spots = [
        Spot(words.area_name(pair.area), pair.x, pair.y, role="county" if pair.own else "other", named=pair.own)
        for pair in found.pairs
    ]
    told = {"x": str(found.x.name), "y": str(found.y.name), "count": len(found.pairs)}
    title = _("%(y)s ja %(x)s kunnittain") % told
    desc = _("Hajontakuva, %(count)s kuntaa. Vaaka-akselilla %(x)s, pystyakselilla %(y)s.") % told

    def draw(width: int, key: str) -> SafeString:
        return drawn(
            scatter(
                spots, key=key, width=width, title=title, desc=desc, no_data=_("ei tietoa"),
                x_title=axis_title(found.x, found.x_year), y_title=axis_title(found.y, found.y_year),
                x_tick_text=tick_text, y_tick_text=tick_text,
            )
        )  # fmt: skip

    return draw(WIDE, "scatter"), draw(PHONE, "scatter-phone")


def axis_title(definition: Definition, year: int) -> str:
    return f"{short_name(definition)}, {definition.short_unit} {words.period(definition, year)}"
