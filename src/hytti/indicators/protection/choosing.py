"""Choosing what to hide, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from hytti.methods.disclosure import CannotProtect, primary_cells, round_counts, suppress

from .joint import Unsafe, attack_year, same, seen_of, words_of
from .rows import PERSONS, ROUNDING_BASE, Publication, Shown, Unprotectable
from .tables import ALL, COUNTED, TOTAL, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from .joint import Seen
    from .rows import Key, Row, Rule
    from .tables import YearTable

SECONDS = 2.0


def choose(rows: Sequence[Row], rule: Rule, earlier: Sequence[Publication] = ()) -> dict[Key, Shown]:
    """What the public may see of each row, so that no small count can be worked out, alone or beside what was public.

    rows: one version of one dataset. earlier: every publication that somebody may have kept.
    Raises Unprotectable, with the reason, where nothing safe is left.
    """
    require_counts(rows, rule)
    hidden: set[Key] = {row.key for row in rows if row.closed}
    before = [(publication, tables_of(publication.rows, publication.rule)) for publication in earlier]
    for year, table in tables_of(rows, rule).items():
        seen = [seen_of(tables[year], publication) for publication, tables in before if year in tables]
        mask = _mask(table, rule, seen)
        hidden |= {(area, year, sex) for area, sex in table.rows if mask[table.at((area, sex))]}
    return {row.key: shown_of(row, rule, row.key in hidden) for row in rows}


def require_counts(rows: Sequence[Row], rule: Rule) -> None:
    """Either every figure of people has its count, or none has."""
    if rule.kind not in PERSONS:
        return
    counted = {rule.count_of(row) is not None for row in rows if row.value is not None or row.count is not None}
    if len(counted) > 1:
        raise Unprotectable(
            _("Osassa riveistä on lukumäärä ja osassa ei. Täydennä lukumäärät tai poista ne kaikilta riveiltä.")
        )


def shown_of(row: Row, rule: Rule, hidden: bool) -> Shown:
    """The row as everybody may see it."""
    if hidden:
        return Shown(hidden=True)
    count = rule.count_of(row)
    if rule.rounds and count is not None:
        base, limit = ROUNDING_BASE, rule.hidden_below
        rounded = float(round_counts(count, base=base, hidden_below=limit))
        whole = row.denominator
        if whole is not None:
            whole = float(round_counts(round(whole), base=base, hidden_below=limit))
            whole = None if np.isnan(whole) else whole
        return Shown(False, rule.value_of(rounded, whole), rounded, whole)
    value = row.value if row.value is not None else rule.value_of(row.count, row.denominator)
    return Shown(False, value, count, row.denominator)


def _mask(table: YearTable, rule: Rule, seen: Sequence[Seen]) -> NDArray[np.bool_]:
    """The first of the ways of hiding, from the least to all, that withstands the attack."""
    reason: Exception | None = None
    for mask in _rounded(table, rule) if rule.rounds else _ways(table, rule, seen):
        try:
            attack_year([seen_by_mask(table, rule, mask), *seen])
        except Unsafe as unsafe:
            reason = unsafe
        else:
            return mask
    raise Unprotectable(words_of(reason, rule, table.year)) from reason


def seen_by_mask(table: YearTable, rule: Rule, mask: NDArray[np.bool_]) -> Seen:
    shown = {
        (area, table.year, sex): shown_of(row, rule, bool(mask[table.at((area, sex))]))
        for (area, sex), row in table.rows.items()
    }
    return seen_of(table, Publication(tuple(table.rows.values()), shown, rule))


def _rounded(table: YearTable, rule: Rule) -> Iterator[NDArray[np.bool_]]:
    """Masks over places: the small counts, and the other sex beside each of them."""
    few = (table.counts > 0) & (table.counts < rule.hidden_below) & table.given
    small: NDArray[np.bool_] = np.any(few, axis=2)
    yield small
    parts = np.array([sex != TOTAL for sex in table.sexes])
    yield small | (np.any(small, axis=1, keepdims=True) & parts)


def _ways(table: YearTable, rule: Rule, seen: Sequence[Seen]) -> Iterator[NDArray[np.bool_]]:
    """Masks over places: the fewest cells, and everything that is not public yet."""
    public, kept_hidden = _already(table, seen)
    primary = primary_cells(table.counts, rule.threshold, table.zeros)
    base = kept_hidden | _few_people(table, rule)
    shown = np.repeat(public[..., None], table.counts.shape[2], axis=2) & ~primary
    if table.denominators_known:
        shown[..., ALL] |= table.given[..., ALL]
    try:
        found = suppress(
            table.counts,
            threshold=rule.threshold,
            axes=table.axes,
            structural_zeros=table.zeros,
            shown=shown & ~table.zeros,
            seconds=SECONDS,
        )
    except CannotProtect:
        pass
    else:
        yield base | (found.suppressed & table.given).any(axis=2)
    yield base | table.given.any(axis=2) & ~public


def _few_people(table: YearTable, rule: Rule) -> NDArray[np.bool_]:
    """Places whose rate is of fewer people than may be told."""
    mask = np.zeros(table.counts.shape[:2], dtype=bool)
    for place, row in table.rows.items():
        few = rule.kind in ("share", "rate") and row.denominator is not None and 0 < row.denominator < rule.threshold
        mask[table.at(place)] = few
    return mask


def _already(table: YearTable, seen: Sequence[Seen]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Places whose present count has been shown as it is, and those whose present count has been kept hidden."""
    public = np.zeros(table.counts.shape[:2], dtype=bool)
    hidden = public.copy()
    for place in table.rows:
        for other in seen:
            if not same(table, other.table, place):
                continue
            if other.known[other.table.at(place)][COUNTED]:
                public[table.at(place)] = True
            elif not other.publication.rule.rounds:
                hidden[table.at(place)] = True
    return public, hidden & ~public
