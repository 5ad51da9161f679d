"""Pictures of one year: the map and the dots; each at two widths, as on the front page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.boundaries import polygons
from hytti.core.charts import dots, maps
from hytti.core.charts.axis import Tick
from hytti.core.charts.classes import natural
from hytti.core.charts.legend import class_legend
from hytti.core.drawn import drawn

from .. import words
from .indicator_findings import MEDIAN, map_title, ranking_title
from .places import MUNICIPALITY, url_of

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from .indicator import Series, Shown

PHONE = 358
MAP_WIDE, DOTS_WIDE = 444, 660


@dataclass(frozen=True)
class Picture:
    """A drawn figure for a wide page and for the phone, with the words that stand over and under it."""

    title: str
    subtitle: str
    wide: SafeString
    phone: SafeString
    remarks: list[str]


def tick_text(value: float, decimals: int) -> str:
    return words.number(value, decimals)


def ranking(shown: Shown) -> Picture | None:
    """A dot for each municipality with what they are compared with, in order."""
    year = shown.newest
    if year is None or len([one for one in shown.municipalities if one.value(year) is not None]) < 2:
        return None
    rows, reference = _rows(shown, year), _reference(shown, year)
    heading, sentence = ranking_title(shown, year), _ranking_sentence(shown, year)

    def draw(width: float, key: str) -> SafeString:
        return drawn(
            dots.dot_chart(
                rows, key=key, width=width, title=heading, desc=sentence, tick_text=tick_text, reference=reference
            )
        )

    return Picture(heading, _ranking_subtitle(shown, year), draw(DOTS_WIDE, "dots-wide"), draw(PHONE, "dots-phone"), [])


def in_order(shown: Shown, year: int) -> list[Series]:
    """The best first where it is known which way is good, else the greatest first; areas without a figure last."""
    sign = 1 if shown.definition.lower_is_better else -1
    every = [*shown.municipalities, *shown.compared]
    if shown.own.area.key not in {one.area.key for one in every}:
        every.append(shown.own)
    return sorted(every, key=lambda one: (one.value(year) is None, sign * (one.value(year) or 0.0), one.name))


def _rows(shown: Shown, year: int) -> list[dots.Row]:
    rows = []
    for one in in_order(shown, year):
        point = one.at(year)
        rows.append(
            dots.Row(
                one.name,
                point.value if point else None,
                cell(shown, one, year),
                point.lower if point else None,
                point.upper if point else None,
                one.role,
                url_of(one.area) if one.area.level == MUNICIPALITY else "",
            )
        )
    return rows


def cell(shown: Shown, series: Series, year: int) -> str:
    """A figure as it is written in a table, or why there is none."""
    point = series.at(year)
    if point is not None and point.hidden:
        return _("peitetty")
    return words.number(point.value if point else None, shown.definition.decimals)


def _reference(shown: Shown, year: int) -> Tick | None:
    if shown.definition.index_median:
        return Tick(MEDIAN, _("Mediaanialue 100"))
    series = shown.reference
    value = series.value(year) if series else None
    if series is None or value is None:
        return None
    return Tick(value, f"{series.name} {words.number(value, shown.definition.decimals)}")


def _ranking_subtitle(shown: Shown, year: int) -> str:
    told = {"unit": str(shown.definition.unit), "year": year}
    if shown.country is not None and shown.has_intervals:
        return _("%(year)s, %(unit)s, piste ja 95 %%:n luottamusväli. Selvä ero: väli ei ulotu maan tasoon.") % told
    return _("%(year)s, %(unit)s") % told


def _ranking_sentence(shown: Shown, year: int) -> str:
    figures = [f"{one.name} {cell(shown, one, year)}" for one in in_order(shown, year)]
    return _("Alueet järjestyksessä %(year)s: %(figures)s.") % {"year": year, "figures": "; ".join(figures)}


def region_map(shown: Shown) -> Picture | None:
    """The municipalities in natural classes of their values; none where boundaries or figures are not known."""
    year, shapes = shown.newest, polygons()
    drawable = [one for one in shown.municipalities if one.area.code in shapes]
    if year is None or shown.edition.borders is not None or len(drawable) < 2:
        return None
    values = [one.value(year) for one in drawable]
    classes = natural(values)
    areas = [
        maps.Area(
            code=one.area.code,
            name=one.name,
            url=url_of(one.area),
            value_text=None if value is None else words.number(value, shown.definition.decimals),
            class_index=index,
            polygons=shapes[one.area.code],
        )
        for one, value, index in zip(drawable, values, classes.index, strict=True)
    ]
    told = {"name": str(shown.definition.name), "year": year}
    desc = _("Kartta: %(name)s kunnittain %(year)s. Jokainen kunta on linkki omalle sivulleen.") % told
    heading, missing = map_title(shown, year), _missing_word(drawable, year)
    limits = [_limits(shown, *pair) for pair in classes.limits]
    selected = shown.own.area.code if shown.own.area.level == MUNICIPALITY else None
    legend = _("Kartan luokat, %(unit)s") % {"unit": str(shown.definition.short_unit)}
    lacking = missing if None in values else ""

    def draw(width: float, key: str) -> SafeString:
        drawing = maps.region_map(
            areas, width=width, title=heading, desc=desc, key=key, no_data=missing, selected=selected
        )
        return drawn(drawing + class_legend(limits, key=f"{key}-classes", width=width, title=legend, no_data=lacking))

    measured = _("%(year)s, %(unit)s") % {"unit": str(shown.definition.unit), "year": year}
    return Picture(heading, measured, draw(MAP_WIDE, "map-wide"), draw(PHONE, "map-phone"), [])


def _missing_word(series: list[Series], year: int) -> str:
    """Why an area has no figure on the map."""
    hidden = [bool((point := one.at(year)) and point.hidden) for one in series if one.value(year) is None]
    if not any(hidden):
        return _("ei tietoa")
    return _("peitetty") if all(hidden) else _("ei tietoa tai peitetty")


def _limits(shown: Shown, low: float, high: float) -> str:
    texts = [words.number(limit, shown.definition.decimals) for limit in (low, high)]
    return texts[0] if texts[0] == texts[1] else words.DASH.join(texts)
