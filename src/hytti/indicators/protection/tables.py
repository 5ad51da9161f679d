"""The rows of each year as a table that adds up: areas × sexes × those counted, the others and all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from hytti.methods.disclosure import Axis
from hytti.methods.disclosure.tables import equations

from .rows import Place, Unprotectable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .rows import Row, Rule

COUNTED, OTHERS, ALL = 0, 1, 2
MALE, FEMALE, UNKNOWN, TOTAL = "male", "female", "unknown", "total"
REST = "/muut"


@dataclass(frozen=True)
class YearTable:
    """One year's counts; every cell a whole number, shape (areas, sexes, 1 or 3 planes: counted, others, all).

    rows: the row of each place that has a count. given: True where a cell comes from a row; the others nobody
    publishes, but a reader may work them out: they hold counts that fit the sums. zeros: cells that everybody knows
    to be zero. denominators_known: all are large enough that a reader may know each from population statistics.
    """

    year: int
    areas: tuple[str, ...]
    sexes: tuple[str, ...]
    axes: tuple[Axis, ...]
    counts: NDArray[np.float64]
    given: NDArray[np.bool_]
    zeros: NDArray[np.bool_]
    rows: dict[Place, Row]
    denominators_known: bool

    def at(self, place: Place) -> tuple[int, int]:
        return self.areas.index(place[0]), self.sexes.index(place[1])

    def has(self, place: Place) -> bool:
        return place in self.rows

    def cell(self, place: Place) -> tuple[float, ...]:
        """The true counts of a place, for telling whether it has changed."""
        return tuple(self.counts[self.at(place)])

    def sums(self) -> csr_array:
        return equations(self.axes)


def tables_of(rows: Iterable[Row], rule: Rule) -> dict[int, YearTable]:
    """The table of each year, of the rows with a count. Raises Unprotectable where a year does not add up."""
    years: dict[int, dict[Place, Row]] = {}
    for row in rows:
        if not row.closed and rule.count_of(row) is not None:
            years.setdefault(row.year, {})[row.place] = row
    return {year: _table(year, found, rule) for year, found in sorted(years.items())}


def _table(year: int, rows: dict[Place, Row], rule: Rule) -> YearTable:
    areas, area_axis = _areas(sorted({place[0] for place in rows}), rule)
    sexes, sex_axis = _sexes(rows, rule)
    planes = 3 if _has_planes(rows.values(), rule) else 1
    plane_axis = Axis.with_total(2) if planes == 3 else Axis.without_total(1)
    counts = np.full((len(areas), len(sexes), planes), np.nan)
    zeros = np.zeros(counts.shape, dtype=bool)
    for (area, sex), row in rows.items():
        cell = areas.index(area), sexes.index(sex)
        count = rule.count_of(row)
        whole = row.denominator
        if planes == 3 and count is not None and whole is not None:
            counts[cell] = [count, whole - count, whole]
        else:
            counts[cell] = count
        zeros[cell] = whole == 0
    given = ~np.isnan(counts)
    axes = (area_axis, sex_axis, plane_axis)
    counts = _completed(counts, axes, rule.threshold, year)
    if UNKNOWN in sexes:
        unknown = sexes.index(UNKNOWN)
        zeros[:, unknown] |= counts[:, unknown] == 0
    known = planes == 3 and not (counts[..., ALL][given[..., ALL] & ~zeros[..., ALL]] < rule.threshold).any()
    return YearTable(year, areas, sexes, axes, counts, given, zeros, dict(rows), known)


def _areas(given: Sequence[str], rule: Rule) -> tuple[tuple[str, ...], Axis]:
    """The areas, and for each that others are counted into, one more for those of its parts that have no figure."""
    entries, parents = list(given), [rule.parents.get(area) for area in given]
    for whole in given:
        parts = [area for area, parent in rule.parents.items() if parent == whole]
        if parts and not set(parts) <= set(given):
            entries.append(f"{whole}{REST}")
            parents.append(whole)
    return tuple(entries), Axis(tuple(entries.index(parent) if parent in entries else None for parent in parents))


def _sexes(rows: dict[Place, Row], rule: Rule) -> tuple[tuple[str, ...], Axis]:
    if all(place[1] == TOTAL for place in rows):
        return (TOTAL,), Axis.without_total(1)
    for area in {place[0] for place in rows}:
        counts = [rule.count_of(rows[area, sex]) for sex in (MALE, FEMALE, TOTAL) if (area, sex) in rows]
        if len(counts) == 3 and counts[2] > counts[0] + counts[1]:  # type: ignore[operator]
            return (MALE, FEMALE, UNKNOWN, TOTAL), Axis.with_total(3)
    return (MALE, FEMALE, TOTAL), Axis.with_total(2)


def _has_planes(rows: Iterable[Row], rule: Rule) -> bool:
    """Are those who are not counted people too, so that they must not be found either?"""
    return rule.kind == "share" and all(row.denominator is not None for row in rows)


def _completed(counts: NDArray[np.float64], axes: tuple[Axis, ...], threshold: int, year: int) -> NDArray[np.float64]:
    """The counts with the missing cells filled so that all adds up, as few of them small as can be.

    What no row tells stays open for a reader too; only a small count that the sums force is a danger.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import block_array, csr_array, eye_array

    sums, flat = equations(axes), counts.ravel()
    missing = np.flatnonzero(np.isnan(flat))
    known = np.nan_to_num(flat)
    if not missing.size:
        if sums.shape[0] and np.abs(sums @ known).max() > 0:
            raise _does_not_add_up(year)
        return counts
    most = known.sum() + threshold
    count = len(missing)
    blocks: Any = [  # the stubs do not take blocks of unlike kinds
        [sums[:, missing], csr_array((sums.shape[0], count))],
        [eye_array(count), -threshold * eye_array(count)],
    ]
    least = np.r_[-(sums @ known), np.zeros(count)]
    answer = milp(
        np.r_[np.full(count, 1e-7), np.full(count, -1.0)],
        integrality=np.ones(2 * count, dtype=int),
        bounds=Bounds(np.zeros(2 * count), np.r_[np.full(count, most), np.ones(count)]),
        constraints=LinearConstraint(block_array(blocks), least, np.r_[-(sums @ known), np.full(count, np.inf)]),
        options={"time_limit": 2.0},
    )
    if answer.x is None:
        raise _does_not_add_up(year)
    known[missing] = np.round(answer.x[:count])
    return known.reshape(counts.shape)


def _does_not_add_up(year: int) -> Unprotectable:
    text = _("Vuoden %(year)s luvut eivät summaudu: osien summa ja koko alueen tai molempien sukupuolten luku eroavat.")
    return Unprotectable(text % {"year": year})
