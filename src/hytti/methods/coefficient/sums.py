"""From points to euros: the halves, K, the national mean, k, rank and money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hytti.methods._inputs import Floats

from .apportion import apportion, to_cent
from .options import Options, Value
from .scores import Scored, is_corrected, is_present, rounded, score
from .table import BEFORE, needed_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from .rules import IndicatorRule, Rules
    from .table import Table

DEFAULT = Options()
SAME_RANK = 1e-9
COUNTRY = "country"


class Outcome(NamedTuple):
    """What the table comes to, of shape (..., areas); national of shape (...,).

    process, result: means of points, 0–100. K: the mean of both, 0–100. national: K of the whole country.
    k: K ÷ national; 1 for all where the money is divided by residents alone. NaN where it cannot be computed.
    """

    scored: dict[str, Scored]
    process: Floats
    result: Floats
    K: Floats
    national: Floats
    k: Floats


class Missing(NamedTuple):
    """What the table lacks. area is "" where it concerns everybody.

    Codes: missing (the area gets 0 points, 15 § of the law), undefined (the year before is zero: no relative change;
    0 points), absent (nobody has the indicator; see the option `absent`), correction (forms or births are not given:
    the brief intervention is not corrected), areas (not as many areas as take part).
    """

    area: str
    column: str
    code: str


@dataclass(frozen=True, eq=False)
class Result:
    """The coefficient of every area of a table. Arrays are of shape (areas,), in the table's order.

    K, process, result: 0–100. national: the whole country's K, NaN where not known. k: the coefficient of the law.
    rank: 1 is the greatest K, equal ones share the better; 0 where K is not known. euros: to the cent, before the
    transition equalisation; Decimal("NaN") where k is not known. euros_at_one: the same with k = 1.
    pot: base price × all residents. missing: what the table lacks, and what followed.
    """

    table: Table
    rules: Rules
    options: Options
    scored: dict[str, Scored]
    process: Floats
    result: Floats
    K: Floats
    national: float
    k: Floats
    rank: NDArray[np.int64]
    euros: tuple[Decimal, ...]
    euros_at_one: tuple[Decimal, ...]
    pot: Decimal
    missing: tuple[Missing, ...]

    @property
    def points(self) -> dict[str, Floats]:
        """Points by indicator key, 0–100; only the indicators that the table has."""
        return {key: scored.points for key, scored in self.scored.items()}

    @property
    def euros_left(self) -> Decimal:
        """What the areas' euros leave of the pot: zero where the mean is weighted and k not rounded."""
        return self.pot - sum(self.euros, Decimal(0))


class Influence(NamedTuple):
    """What one other choice at one silent point would make of an area; difference: euros more than now."""

    option: str
    value: Value
    K: float
    k: float
    euros: Decimal
    difference: Decimal


def coefficient(table: Table, rules: Rules, options: Options = DEFAULT) -> Result:
    """The coefficient and the euros of every area.

    table: what is missing is not guessed: such an indicator gets the lowest possible value, 0 points, and stands in
    `missing`. The table need not have all areas; `Table.validate` is for that.
    Raises ValueError where an option contradicts the decree, or asks for the country's own figures and has none.
    Source: acts 617/2021 15 § and 618/2021 15 §; decrees 1392/2022 3 and 3 a §, and 1393/2022 3 §.
    """
    found = outcome(table, rules, options)
    residents = [int(number) for number in table.residents]
    at_one = tuple(rules.base_price * number for number in residents)
    return Result(
        table=table,
        rules=rules,
        options=options,
        scored=found.scored,
        process=found.process,
        result=found.result,
        K=found.K,
        national=float(found.national),
        k=found.k,
        rank=ranks(found.K),
        euros=_euros(table, rules, options, found, at_one),
        euros_at_one=at_one,
        pot=sum(at_one, Decimal(0)),
        missing=tuple(_missing(table, rules, found.scored)),
    )


def outcome(table: Table, rules: Rules, options: Options = DEFAULT) -> Outcome:
    """Points, K and k of a table whose columns may have leading axes, such as draws; no money, no ranks."""
    if rules.national_mean and options.national_mean != rules.national_mean:
        raise ValueError(f"the decree itself says that the national mean is {rules.national_mean}")
    count = len(table.areas)
    if options.national_mean == COUNTRY:
        scored = score(_with_country(table), rules, options, count)
        _, _, whole = _means(scored, rules, options, count + 1)
        national = whole[..., -1]
        scored = {key: each.of_areas(count) for key, each in scored.items()}
        process, result, K = _means(scored, rules, options, count)
    else:
        scored = score(table, rules, options)
        process, result, K = _means(scored, rules, options, count)
        national = K.mean(axis=-1) if options.national_mean == "plain" else _weighted(K, table.residents)
    if not rules.applies:
        return Outcome(scored, process, result, K, np.full(K.shape[:-1], np.nan), np.ones(K.shape))
    whole = national[..., None]
    k = K / np.where(whole > 0, whole, np.nan)
    if options.round_k is not None:
        k = rounded(k, options.round_k)
    return Outcome(scored, process, result, K, national, k)


def ranks(K: Floats) -> NDArray[np.int64]:
    """Places by K, shape (..., areas): 1 is the greatest, equal ones share the better, 0 where K is not a number."""
    return rank_among(K[..., None, :], K)


def rank_among(K: Floats, own: Floats) -> NDArray[np.int64]:
    """The place of each own K, shape (...), among those of shape (..., areas)."""
    above = (K - own[..., None] > SAME_RANK).sum(axis=-1)
    return np.where(np.isnan(own), 0, above + 1).astype(np.int64)


def influence_of_options(table: Table, rules: Rules, options: Options, area: str) -> list[Influence]:
    """How much every other choice at a silent point would move an area, one choice at a time.

    The country's own figures are left out where the table has none. Raises ValueError on an unknown area.
    """
    place = table.place(area)
    now = coefficient(table, rules, options).euros[place]
    answer = []
    for option, value, other in options.differing(rules):
        if value != COUNTRY or table.country is not None:
            found = coefficient(table, rules, other)
            euros = found.euros[place]
            answer.append(Influence(option, value, float(found.K[place]), float(found.k[place]), euros, euros - now))
    return answer


def _means(scored: dict[str, Scored], rules: Rules, options: Options, count: int) -> tuple[Floats, Floats, Floats]:
    process, result = (_mean(scored, half, options, count) for half in (rules.process, rules.result))
    if options.halves == "weights":
        K = _mean(scored, rules.indicators, options, count, by_weight=True) + 0.0 * (process + result)
    else:
        process, result = np.broadcast_arrays(process, result)
        K = (process + result) / 2
    return process, result, K if options.round_K is None else rounded(K, options.round_K)


def _mean(
    scored: dict[str, Scored], half: tuple[IndicatorRule, ...], options: Options, count: int, *, by_weight: bool = False
) -> Floats:
    """The mean of the points of a half's indicators; NaN where the table has none of them."""
    total, weights = np.zeros(count), 0.0
    for rule in half:
        weight = rule.weight if by_weight else 1.0
        if rule.key in scored:
            points = scored[rule.key].points
            total = total + (weight * points if by_weight else points)
        if rule.key in scored or options.absent == "lowest":
            weights += weight
    return total / weights if weights else np.full(count, np.nan)


def _weighted(K: Floats, residents: Floats) -> Floats:
    mean: Floats = (K * residents).sum(axis=-1) / residents.sum(axis=-1)
    return mean


def _with_country(table: Table) -> Table:
    """The table with the whole country as its last area; its residents are nobody's."""
    country = table.country
    if country is None:
        raise ValueError("the country's own figures are not in the table")
    figures = {**country.latest, **{key + BEFORE: value for key, value in country.before.items()}}
    figures |= {"residents": 0.0, "forms": country.forms, "births": country.births}

    def longer(name: str) -> Floats:
        column = table.column(name)
        last = np.full((*column.shape[:-1], 1), figures.get(name, np.nan))
        return np.concatenate([column, last], axis=-1)

    return replace(table.with_columns({name: longer(name) for name in table.columns()}), areas=(*table.areas, ""))


def _euros(
    table: Table, rules: Rules, options: Options, found: Outcome, at_one: tuple[Decimal, ...]
) -> tuple[Decimal, ...]:
    if not rules.applies:
        return at_one
    if np.isnan(found.k).any():
        return tuple(Decimal("NaN") for _ in at_one)
    if options.national_mean == "weighted" and options.round_k is None:
        return apportion(sum(at_one, Decimal(0)), (found.K * table.residents).tolist(), table.areas)
    return tuple(to_cent(euros * Decimal(k)) for euros, k in zip(at_one, found.k.tolist(), strict=True))


def _missing(table: Table, rules: Rules, scored: dict[str, Scored]) -> Iterator[Missing]:
    if len(table.areas) != rules.areas:
        yield Missing("", "", "areas")
    for rule in rules.indicators:
        if not is_present(table, rule):
            yield Missing("", rule.key, "absent")
            continue
        corrected = is_corrected(table, rule)
        if rule.corrected_by_forms and not corrected:
            yield Missing("", rule.key, "correction")
        columns = needed_columns(rule) if corrected or not rule.corrected_by_forms else (rule.key,)
        for place in np.flatnonzero(scored[rule.key].missing):
            without = [name for name in columns if np.isnan(table.column(name)[place])]
            for name in without:
                yield Missing(table.areas[place], name, "missing")
            if not without:
                yield Missing(table.areas[place], rule.key + BEFORE, "undefined")
