"""Why an area gets what it gets: a tree from the euros down to every raw figure, its source and its year.

The tree holds keys and figures; the words in three languages are made by who shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from .scores import form_ratio, is_corrected
from .table import BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import IndicatorRule
    from .scores import Scored
    from .sums import Result


@dataclass(frozen=True)
class Node:
    """One figure and what it is made of.

    key, params: which figure. Keys: euros, base_price, residents, k, K, national, process, result, points (params
    indicator), level, corrected, change, latest and before (params indicator, year), forms, births, ratio, least and
    greatest (params areas), target. value: None where it is not known. unit: euros, euros_per_resident, residents,
    points, coefficient, ratio, count, or a unit_key of the indicator.
    formula: how the children make the value: euros, euros_by_residents, k, K, K_by_weights, mean, weighted, plain,
    country, scaled, scaled_down (lower is better), item, target, alike, missing, absent, corrected_points, corrected,
    relative, absolute, ratio; "" for a raw figure. Rounding, where an option asks for it, is in params as decimals.
    """

    key: str
    value: float | Decimal | None
    unit: str
    formula: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    children: tuple[Node, ...] = ()
    source: str = ""

    def walk(self) -> Iterator[Node]:
        """The node and everything below it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(result: Result, area: str) -> Node:
    """The explanation of one area's euros. Raises ValueError on an unknown area."""
    place = result.table.place(area)
    table, rules = result.table, result.rules
    base = Node("base_price", rules.base_price, "euros_per_resident", source=rules.section)
    residents = Node(
        "residents",
        int(table.residents[place]),
        "residents",
        params={"year": rules.residents_year},
        source=table.source("residents", area),
    )
    if not rules.applies:
        return Node("euros", result.euros[place], "euros", "euros_by_residents", {"area": area}, (base, residents))
    rounding = {} if result.options.round_k is None else {"decimals": result.options.round_k}
    national = Node("national", _number(result.national), "points", result.options.national_mean)
    k = Node("k", _number(result.k[place]), "coefficient", "k", rounding, (_mean(result, place), national))
    euros = None if result.euros[place].is_nan() else result.euros[place]
    return Node("euros", euros, "euros", "euros", {"area": area}, (base, residents, k))


def _mean(result: Result, place: int) -> Node:
    options = result.options
    rounding = {} if options.round_K is None else {"decimals": options.round_K}
    halves = tuple(
        Node(name, _number(means[place]), "points", "mean", {}, tuple(_points(result, rule, place) for rule in half))
        for name, means, half in (
            ("process", result.process, result.rules.process),
            ("result", result.result, result.rules.result),
        )
    )
    formula = "K_by_weights" if options.halves == "weights" else "K"
    return Node("K", _number(result.K[place]), "points", formula, rounding, halves)


def _points(result: Result, rule: IndicatorRule, place: int) -> Node:
    params: dict[str, Any] = {"indicator": rule.key, "weight": rule.weight}
    scored = result.scored.get(rule.key)
    if scored is None:
        value = 0.0 if result.options.absent == "lowest" else None
        return Node("points", value, "points", "absent", params, source=rule.law)
    formula = _formula(result, rule, scored, place)
    children = (_value(result, rule, scored, place), *_scale(result, rule, scored))
    return Node("points", float(scored.points[place]), "points", formula, params, children, rule.law)


def _formula(result: Result, rule: IndicatorRule, scored: Scored, place: int) -> str:
    if scored.at_target[place]:
        return "target"
    if scored.missing[place]:
        return "missing"
    if rule.is_item:
        return "item"
    if is_corrected(result.table, rule) and result.options.forms_correction == "after":
        return "corrected_points"
    if scored.is_alike():
        return "alike"
    return "scaled_down" if rule.lower_is_better else "scaled"


def _value(result: Result, rule: IndicatorRule, scored: Scored, place: int) -> Node:
    value = _number(scored.value[place])
    latest = _raw(result, rule, rule.key, place)
    if rule.half == "result":
        relative = result.rules.change == "relative"
        unit = "ratio" if relative else rule.unit_key
        children = (latest, _raw(result, rule, rule.key + BEFORE, place))
        return Node("change", value, unit, result.rules.change, {"indicator": rule.key}, children)
    if not is_corrected(result.table, rule):
        return latest
    forms, births = (_count(result, name, place) for name in ("forms", "births"))
    ratio = Node("ratio", _number(form_ratio(result.table)[place]), "ratio", "ratio", {}, (forms, births))
    if result.options.forms_correction == "after":
        return Node("level", latest.value, rule.unit_key, "", {"indicator": rule.key}, (latest, ratio))
    return Node("corrected", value, rule.unit_key, "corrected", {"indicator": rule.key}, (latest, ratio))


def _raw(result: Result, rule: IndicatorRule, column: str, place: int) -> Node:
    years, is_before = result.rules.data_years, column.endswith(BEFORE)
    params = {"indicator": rule.key, "year": years[is_before] if years else None}
    table = result.table
    source = table.source(column, table.areas[place])
    value = _number(table.column(column)[place])
    return Node("before" if is_before else "latest", value, rule.unit_key, "", params, (), source)


def _count(result: Result, name: str, place: int) -> Node:
    table = result.table
    return Node(name, _number(table.column(name)[place]), "count", source=table.source(name, table.areas[place]))


def _scale(result: Result, rule: IndicatorRule, scored: Scored) -> Iterator[Node]:
    if not rule.is_item:
        unit = "ratio" if rule.half == "result" and result.rules.change == "relative" else rule.unit_key
        for key, end in (("least", scored.least[0]), ("greatest", scored.greatest[0])):
            areas = [result.table.areas[at] for at in np.flatnonzero(scored.value == end)]
            yield Node(key, _number(end), unit, "", {"indicator": rule.key, "areas": areas})
    if rule.target is not None:
        params = {"indicator": rule.key, "kind": rule.target_kind, "strict": _is_strict(result, rule)}
        yield Node("target", rule.target, rule.unit_key, "", params, (), rule.law)


def _is_strict(result: Result, rule: IndicatorRule) -> bool:
    """Whether the target must be exceeded, not only reached."""
    return rule.target_kind == "at_least" and result.options.mpr_limit == "above"


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
