"""The four numbers beside the line picture: now, the change, the difference, the place among the municipalities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import words
from .indicator_findings import MEDIAN, recent_direction, reference_name
from .indicator_notes import comparable_from

if TYPE_CHECKING:
    from .indicator import Series, Shown

FEWEST_POINTS = 3
"""Of fewer figures the ends tell everything."""


@dataclass(frozen=True)
class Box:
    label: str
    figure: str
    notes: tuple[str, ...] = ()
    first: bool = False


def boxes(shown: Shown) -> list[Box]:
    """Those of the four that can be told."""
    if shown.newest is None:
        return [Box(shown.own.name, _("ei tietoa"), _missing(shown), first=True)]
    found = (_now(shown, shown.newest), _change(shown, shown.newest), _difference(shown, shown.newest))
    return [box for box in (*found, _place(shown, shown.newest)) if box is not None]


def _missing(shown: Shown) -> tuple[str, ...]:
    hidden = any(point.hidden for point in shown.own.by_year.values())
    return (_("Luku on peitetty, koska se koskee niin harvoja."),) if hidden else ()


def _now(shown: Shown, year: int) -> Box:
    point = shown.own.by_year[year]
    notes = []
    if shown.has_counts and point.count is not None:
        notes.append(_("lukumääränä %(count)s") % {"count": words.number(point.count, 0)})
    if point.upper is not None:
        told = words.interval(point.lower, point.upper, shown.definition.decimals)
        notes.append(_("95 %%:n luottamusväli %(interval)s") % {"interval": told})
    figure = words.with_unit(shown.definition, point.value)
    return Box(f"{shown.own.name} {year}", figure, tuple(notes), first=True)


def _change(shown: Shown, year: int) -> Box | None:
    first = comparable_from(shown)
    if first is None or first == year:
        return None
    unit, decimals = words.difference_unit(shown.definition), shown.definition.decimals
    note = unit
    other = _change_of(shown.reference, first, year)
    if shown.reference is not None and other is not None:
        told = {"unit": unit, "area": reference_name(shown), "change": words.signed(other, decimals)}
        note = _("%(unit)s, %(area)s %(change)s") % told
    change = words.signed(_change_of(shown.own, first, year), decimals)
    return Box(_("Muutos vuodesta %(year)s") % {"year": first}, change, (note, *_course(shown, first)))


def _course(shown: Shown, first: int) -> tuple[str, ...]:
    """The trend in words: what the last five years say, or else between which figures the series has moved."""
    said = {
        "increase": _("viiden viime vuoden nousu on selvä"),
        "decrease": _("viiden viime vuoden lasku on selvä"),
        "none": _("viiden viime vuoden suunta ei ole selvä"),
    }.get(recent_direction(shown))
    if said:
        return (said,)
    known = [(point.value, point.year) for point in shown.own.known if point.value is not None and point.year >= first]
    if len(known) < FEWEST_POINTS:
        return ()
    high, low = max(known), min(known)
    told = {
        "high": words.with_unit(shown.definition, high[0]), "high_year": high[1],
        "low": words.with_unit(shown.definition, low[0]), "low_year": low[1],
    }  # fmt: skip
    return (_("suurimmillaan %(high)s vuonna %(high_year)s, pienimmillään %(low)s vuonna %(low_year)s") % told,)


def _change_of(series: Series | None, first: int, last: int) -> float | None:
    before, after = (series.value(first), series.value(last)) if series else (None, None)
    return None if before is None or after is None else after - before


def _difference(shown: Shown, year: int) -> Box | None:
    """The difference to the country or the county; of an index, to its median area."""
    decimals, unit = shown.definition.decimals, words.difference_unit(shown.definition)
    own = shown.own.value(year)
    if own is None:
        return None
    if shown.definition.index_median:
        return Box(
            _("Ero mediaanialueeseen"), words.signed(own - MEDIAN, decimals), (_("mediaanialueen indeksi on 100"),)
        )
    other = shown.reference.value(year) if shown.reference else None
    if shown.reference is None or other is None:
        return None
    note, first = unit, comparable_from(shown)
    before = _gap(shown, first) if first is not None and first != year else None
    if before is not None:
        told = {"unit": unit, "year": first, "before": words.signed(before, decimals)}
        note = _("%(unit)s, vuonna %(year)s %(before)s") % told
    label = _("Ero koko maahan") if shown.country else _("Ero alueeseen %(area)s") % {"area": shown.reference.name}
    return Box(label, words.signed(own - other, decimals), (note,))


def _gap(shown: Shown, year: int) -> float | None:
    own, other = shown.own.value(year), shown.reference.value(year) if shown.reference else None
    return None if own is None or other is None else own - other


def _place(shown: Shown, year: int) -> Box | None:
    """The own municipality's place among those that have a figure that year."""
    values = {one.area.key: value for one in shown.municipalities if (value := one.value(year)) is not None}
    own = values.get(shown.own.area.key)
    if own is None or len(values) < 3:
        return None
    greater = [one for one in shown.municipalities if values.get(one.area.key, own) > own]
    smaller = [one for one in shown.municipalities if values.get(one.area.key, own) < own]
    label = ngettext("%(count)s kunnan joukossa", "%(count)s kunnan joukossa", len(values)) % {"count": len(values)}
    rank = words.rank_words(len(greater) + 1, len(greater) + 1 + len(smaller))
    return Box(label, rank, _only_one(shown, greater, smaller, year))


def _only_one(shown: Shown, greater: list[Series], smaller: list[Series], year: int) -> tuple[str, ...]:
    """The one municipality between the own one and the nearer end, where there is just one."""
    nearer = greater if len(greater) <= len(smaller) else smaller
    if len(nearer) != 1:
        return ()
    told = {"area": nearer[0].name, "value": words.with_unit(shown.definition, nearer[0].value(year))}
    if nearer is greater:
        return (_("suurempi vain: %(area)s %(value)s") % told,)
    return (_("pienempi vain: %(area)s %(value)s") % told,)
