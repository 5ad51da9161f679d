"""How much the postal areas of one municipality differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from hytti.core.charts import dots
from hytti.core.charts.axis import Axis, Tick
from hytti.core.charts.spine import Spread as Bands
from hytti.core.charts.spine import spine, spine_axis
from hytti.core.drawn import drawn

from .. import catalogue, words
from . import places
from .areas import short_name
from .people_pictures import tick_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from hytti.facts import Area, Dataset, Fact, Facts

    from ..definitions import Definition

WIDE, PHONE, STRIP = 760, 358, 358
AXIS = Axis(20, 300, log=True)
TICKS = (30, 50, 100, 200, 300)
FEWEST = 4
"""With fewer areas there is no middle half."""


@dataclass(frozen=True, slots=True)
class Place:
    """A postal area with its figure, or why there is none."""

    area: Area
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Spread:
    """One indicator by the postal areas, the weakest first.

    gap: the highest value less the lowest. ratio: the highest by the lowest; None where the lowest is not above zero.
    """

    definition: Definition
    year: int
    places: tuple[Place, ...]
    missing: tuple[Place, ...]
    gap: float | None
    ratio: float | None
    dataset: Dataset | None

    @property
    def period(self) -> str:
        return words.period(self.definition, self.year)

    @property
    def highest(self) -> Place:
        return max(self.places, key=lambda place: place.value or 0.0)

    @property
    def lowest(self) -> Place:
        return min(self.places, key=lambda place: place.value or 0.0)

    @property
    def gap_text(self) -> str:
        return words.number(self.gap, 0)

    @property
    def ratio_text(self) -> str:
        return "" if self.ratio is None else words.number(self.ratio, 1)

    @property
    def highest_text(self) -> str:
        return f"{words.area_name(self.highest.area)} {self.highest.text}" if self.places else ""

    @property
    def lowest_text(self) -> str:
        return f"{words.area_name(self.lowest.area)} {self.lowest.text}" if self.places else ""

    @property
    def sentence(self) -> str:
        """The gap in words."""
        if self.gap is None:
            return ""
        told = {
            "high": words.area_name(self.highest.area), "high_value": self.highest.text,
            "low": words.area_name(self.lowest.area), "low_value": self.lowest.text,
            "gap": words.number(self.gap, 0), "ratio": words.number(self.ratio, 1),
        }  # fmt: skip
        text = _("Suurin %(high)s %(high_value)s, pienin %(low)s %(low_value)s: eroa %(gap)s") % told
        if self.ratio is None:
            return text
        return f"{text}, {_('%(ratio)s-kertainen') % told}"


def spreads(store: Facts, municipality: Area) -> list[Spread]:
    """Every indicator that is known by postal area, in the order of the definitions, in its newest year there."""
    areas = {area.key: area for area in store.areas(places.POSTAL, municipality=municipality.key)}
    by_key: dict[str, list[Fact]] = {}
    for fact in store.latest_of_level(places.POSTAL, county=municipality.county):
        if fact.area in areas:
            by_key.setdefault(fact.indicator, []).append(fact)
    return [_spread(store, one, by_key[one.key], areas) for one in catalogue.all() if one.key in by_key]


def _spread(store: Facts, definition: Definition, facts: Sequence[Fact], areas: dict[str, Area]) -> Spread:
    """Only the newest year counts: an older figure of an area is no figure of that year."""
    year = max(fact.year for fact in facts)
    found = {fact.area: fact for fact in facts if fact.year == year}
    known, missing = [], []
    for key, area in areas.items():
        fact = found.get(key)
        if fact is not None and fact.value is not None:
            known.append(Place(area, fact.value, words.number(fact.value, 0)))
        else:
            hidden = fact is not None and fact.flag == "suppressed"
            missing.append(Place(area, None, _("peitetty") if hidden else _("ei tietoa")))
    known.sort(key=lambda place: -(place.value or 0.0))
    values = [place.value or 0.0 for place in known]
    enough = len(values) > 1
    return Spread(
        definition,
        year,
        tuple(known),
        tuple(sorted(missing, key=lambda place: place.area.code)),
        values[0] - values[-1] if enough else None,
        values[0] / values[-1] if enough and values[-1] > 0 else None,
        store.dataset(facts[0].dataset),
    )


def strip(spread: Spread) -> SafeString:
    """The postal areas as rings on one line, over a band from the lowest to the highest and one of the middle half."""
    values = [place.value for place in spread.places if place.value is not None]
    bands = None
    if len(values) >= FEWEST:
        lower, middle, upper = (float(part) for part in np.quantile(values, (0.25, 0.5, 0.75)))
        bands = Bands(min(values), lower, middle, upper, max(values))
    title = f"{short_name(spread.definition)}: {spread.sentence}"
    key = f"strip-{spread.definition.key}"
    return drawn(spine(None, spread=bands, axis=AXIS, key=key, width=STRIP, title=title, others=values))


def pictures(spread: Spread) -> tuple[SafeString, SafeString]:
    """Every postal area on its own row, the weakest first, for a wide page and for the phone."""
    rows = [
        dots.Row(words.area_name(place.area), place.value, place.text) for place in (*spread.places, *spread.missing)
    ]
    title = _("%(name)s postinumeroalueittain %(period)s") % {
        "name": short_name(spread.definition),
        "period": spread.period,
    }

    def draw(width: int, key: str) -> SafeString:
        return drawn(
            dots.dot_chart(
                rows, key=key, width=width, title=title, desc=spread.sentence, tick_text=tick_text,
                reference=Tick(100, _("mediaani 100")),
            )
        )  # fmt: skip

    return draw(WIDE, "dots"), draw(PHONE, "dots-phone")


def axis() -> SafeString:
    """The axis over the strips."""
    ticks = [Tick(at, str(at)) for at in TICKS]
    title = _("Asteikko: vasemmalla parempi, oikealla heikompi")
    told = {"low_text": _("parempi"), "high_text": _("heikompi")}
    return drawn(spine_axis(AXIS, ticks, key="strip-axis", width=STRIP, title=title, strong=100, **told))


def table(spreads: Sequence[Spread]) -> list[tuple[Area, list[str]]]:
    """Each postal area with its figures, as the spreads are in order."""
    texts = {
        (spread.definition.key, place.area.key): place.text
        for spread in spreads
        for place in (*spread.places, *spread.missing)
    }
    areas = {place.area.key: place.area for spread in spreads for place in (*spread.places, *spread.missing)}
    return [
        (area, [texts.get((spread.definition.key, key), _("ei tietoa")) for spread in spreads])
        for key, area in sorted(areas.items())
    ]
