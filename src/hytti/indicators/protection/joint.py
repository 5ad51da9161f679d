"""The attack on everything that a reader may have kept: this version, the earlier ones, other datasets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from hytti.methods.disclosure import primary_cells
from hytti.methods.disclosure.attack import NEAR, ranges_of

from .rows import ROUNDING_BASE, Unprotectable
from .tables import ALL, COUNTED, OTHERS, tables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .rows import Place, Publication, Rule
    from .tables import YearTable

FAR = 1e7


class Unsafe(Exception):
    """A reader could narrow a small count; `difference` where it is one between two publications."""

    def __init__(self, *, difference: bool = False) -> None:
        self.difference = difference
        super().__init__("a difference" if difference else "a count")


@dataclass(frozen=True)
class Seen:
    """What a reader knows of one year of a publication: the bounds of each cell of its table."""

    table: YearTable
    publication: Publication
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        return np.asarray(self.low == self.high)

    def is_like(self, other: Seen) -> bool:
        """Does the other tell the very same?"""
        return (
            (self.table.areas, self.table.sexes) == (other.table.areas, other.table.sexes)
            and np.array_equal(self.table.counts, other.table.counts)
            and np.array_equal(self.low, other.low)
            and np.array_equal(self.high, other.high)
            and self.publication.growing <= other.publication.growing
        )

    def unsafe(self) -> NDArray[np.bool_]:
        """Cells whose count may not become known."""
        table, rule = self.table, self.publication.rule
        small = primary_cells(table.counts, rule.threshold, table.zeros)
        if rule.rounds:
            small &= table.counts > 0
        if table.denominators_known:
            small[..., ALL] = False
        return small


def same(one: YearTable, other: YearTable, place: Place) -> bool:
    """Do both tables count the same people at the place?"""
    if not (one.has(place) and other.has(place)):
        return False
    return all(a == b for a, b in zip(one.cell(place), other.cell(place), strict=False))


def seen_of(table: YearTable, publication: Publication) -> Seen:
    """The bounds that the publication gives to each cell of the year's table."""
    low, high = np.zeros(table.counts.shape), np.full(table.counts.shape, np.inf)
    for place in table.rows:
        cell, counts = table.at(place), table.counts[table.at(place)]
        shown = publication.shown[place[0], table.year, place[1]]
        if publication.rule.rounds:
            low[cell], high[cell] = _rounding_bounds(counts, publication.rule.hidden_below, hidden=shown.hidden)
        elif not shown.hidden:
            low[cell] = high[cell] = counts
        if table.denominators_known:
            low[cell][ALL] = high[cell][ALL] = counts[ALL]
    low[table.zeros] = high[table.zeros] = 0
    return Seen(table, publication, low, high)


def _rounding_bounds(
    counts: NDArray[np.float64], limit: int, *, hidden: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What is known of a place in rounded figures, by somebody who even knows which of its counts is the small one."""
    low, high = np.zeros(len(counts)), np.full(len(counts), np.inf)
    for plane, count in enumerate(counts):
        if hidden and 0 < count < limit:
            low[plane], high[plane] = 1, limit - 1
        elif not hidden and plane != OTHERS:
            near = ROUNDING_BASE * np.floor(count / ROUNDING_BASE + 0.5)
            least, most = np.ceil(near - ROUNDING_BASE / 2), np.ceil(near + ROUNDING_BASE / 2) - 1
            low[plane], high[plane] = (max(least, limit), most) if count > 0 else (0, 0)
    return low, high


def words_of(reason: Exception | None, rule: Rule, year: int) -> str:
    """Why a year cannot be published, and what to do."""
    if isinstance(reason, Unsafe) and reason.difference:
        text = _(
            "Vuoden %(year)s luvut eroavat aiemmin julkaistuista niin vähän, että erotus paljastaisi alle "
            "%(threshold)s henkilön määrän. Julkaise luvut pyöristettyinä, tai jos erot ovat korjattuja virheitä, "
            "merkitse niin."
        )
    elif rule.rounds:
        text = _(
            "Vuoden %(year)s pyöristetyistä luvuista voisi päätellä alle %(threshold)s henkilön määrän. "
            "Valitse pienten lukujen peittäminen."
        )
    else:
        text = _(
            "Vuoden %(year)s luvuista voisi päätellä alle %(threshold)s henkilön määrän myös peitettyinä, koska osa "
            "niistä on jo ollut julkisia."
        )
    return text % {"year": year, "threshold": rule.threshold}


def verify(publication: Publication, earlier: Sequence[Publication]) -> None:
    """Attack the publication beside the earlier ones. Raises Unprotectable where a small count can be narrowed."""
    before = [(one, tables_of(one.rows, one.rule)) for one in earlier]
    for year, table in tables_of(publication.rows, publication.rule).items():
        seen = [seen_of(tables[year], one) for one, tables in before if year in tables]
        try:
            attack_year([seen_of(table, publication), *seen])
        except Unsafe as unsafe:
            raise Unprotectable(words_of(unsafe, publication.rule, year)) from unsafe


def attack_year(seen: Sequence[Seen]) -> None:
    """The attack on one year; the first of `seen` is the new publication. Raises Unsafe.

    The reader knows, at worst, which cells count the same people in two publications, and all sums.
    """
    seen = _different(seen)
    unsafe = [one.unsafe() for one in seen]
    changed = _changes(seen)
    if not any(mask.any() for mask in unsafe) and not changed:
        return
    matrix, starts = _system(seen, changed)
    counts = np.concatenate([*(one.table.counts.ravel() for one in seen), [change.size for change in changed]])
    low = np.concatenate([*(one.low.ravel() for one in seen), np.full(len(changed), -FAR)])
    high = np.concatenate([*(one.high.ravel() for one in seen), np.full(len(changed), FAR)])
    lower, upper = ranges_of(matrix, counts, low < high, lowest=low, highest=high)
    width = upper - lower
    for one, mask, start in zip(seen, unsafe, starts, strict=True):
        cells = width[start : start + mask.size][mask.ravel()]
        if (cells < one.publication.rule.threshold - NEAR).any():
            raise Unsafe
    for change, room in zip(changed, width[len(width) - len(changed) :], strict=True):
        if room < change.need - NEAR:
            raise Unsafe(difference=True)


@dataclass(frozen=True)
class Change:
    """The difference of one cell between the new publication and the one numbered `other`."""

    other: int
    first: int
    second: int
    size: float
    need: float


def _different(seen: Sequence[Seen]) -> list[Seen]:
    """The new publication, and of the others those that tell something more."""
    kept = [seen[0]]
    for one in seen[1:]:
        if not any(one.is_like(other) for other in kept):
            kept.append(one)
    return kept


def _changes(seen: Sequence[Seen]) -> list[Change]:
    """Small differences between the new publication and those after which people have been added."""
    new, changes = seen[0], []
    for number, other in enumerate(seen[1:], start=1):
        if not other.publication.growing:
            continue
        threshold = max(new.publication.rule.threshold, other.publication.rule.threshold)
        rounded = new.publication.rule.rounds or other.publication.rule.rounds
        need = min(threshold, 2 * (ROUNDING_BASE - 1)) if rounded else threshold
        for place in new.table.rows:
            if not other.table.has(place):
                continue
            for plane in (COUNTED, OTHERS):
                pair = _flat(new, place, plane), _flat(other, place, plane)
                if None in pair:
                    continue
                size = new.table.counts.flat[pair[0]] - other.table.counts.flat[pair[1]]  # type: ignore[index]
                if 0 < abs(size) < threshold:
                    changes.append(Change(number, *pair, size, need))  # type: ignore[arg-type]
    return changes


def _flat(one: Seen, place: Place, plane: int) -> int | None:
    """The number of a cell in its flattened table; None where the table has no such plane."""
    shape = one.table.counts.shape
    return int(np.ravel_multi_index((*one.table.at(place), plane), shape)) if plane < shape[2] else None


def _system(seen: Sequence[Seen], changed: Sequence[Change]) -> tuple[csr_array, list[int]]:
    """Every table's sums, what is the same in two of them, and the differences: rows R with R @ cells = 0."""
    from scipy.sparse import block_diag, csr_array, vstack

    sizes = [one.table.counts.size for one in seen]
    starts = [int(start) for start in np.cumsum([0, *sizes[:-1]])]
    total = sum(sizes) + len(changed)
    sums = block_diag([one.table.sums() for one in seen], format="csr")
    sums.resize((sums.shape[0], total))
    rows: list[list[tuple[int, float]]] = []
    for (i, one), (j, other) in combinations(enumerate(seen), 2):
        for place in one.table.rows:
            if same(one.table, other.table, place):
                for plane in range(min(one.table.counts.shape[2], other.table.counts.shape[2])):
                    a, b = _flat(one, place, plane), _flat(other, place, plane)
                    rows.append([(starts[i] + a, 1.0), (starts[j] + b, -1.0)])  # type: ignore[operator]
    for number, change in enumerate(changed):
        first, second = change.first, starts[change.other] + change.second
        rows.append([(first, 1.0), (second, -1.0), (sum(sizes) + number, -1.0)])
    places = [(row, column, sign) for row, cells in enumerate(rows) for column, sign in cells]
    if not places:
        return csr_array(sums), starts
    lines, columns, signs = zip(*places, strict=True)
    links = csr_array((signs, (lines, columns)), shape=(len(rows), total))
    return csr_array(vstack([sums, links])), starts
