"""What is wrong with a table, cell by cell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from .options import Options
from .rules import IndicatorRule
from .scores import reaches_target
from .table import ALAND, ALAND_COUNTY, BEFORE, COUNTIES, OTHERS, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hytti.methods._inputs import Floats

    from .rules import Rules
    from .table import Table


def problems(table: Table, rules: Rules) -> tuple[Problem, ...]:
    """Every problem of a table under the rules of its year; the codes stand in `Table.validate`."""
    found = (*_whole(table, rules), *_areas(table, rules), *_columns(table, rules), *_cells(table, rules))
    return tuple(found)


def _whole(table: Table, rules: Rules) -> Iterator[Problem]:
    if table.level != rules.level:
        yield Problem("", "", "other_level", {"level": table.level, "expected": rules.level})
    if table.years and rules.data_years and table.years != rules.data_years:
        code = "years_swapped" if table.years == rules.data_years[::-1] else "year_unknown"
        yield Problem("", "", code, {"years": table.years, "expected": rules.data_years})


def _areas(table: Table, rules: Rules) -> Iterator[Problem]:
    for area, times in Counter(table.areas).items():
        if times > 1:
            yield Problem(area, "", "area_twice", {"times": times})
        if area == ALAND_COUNTY if rules.level == "county" else area in ALAND:
            yield Problem(area, "", "aland")
        elif rules.level == "county" and area not in COUNTIES:
            yield Problem(area, "", "area_unknown")
    if rules.level == "county":
        for area in COUNTIES:
            if area not in table.areas:
                yield Problem(area, "", "area_missing")
    if len(set(table.areas)) != rules.areas:
        params = {"count": len(set(table.areas)), "expected": rules.areas}
        yield Problem("", "", "area_count", params, refuses=rules.level == "county")


def _columns(table: Table, rules: Rules) -> Iterator[Problem]:
    known = {rule.key for rule in rules.indicators}
    results = {rule.key + BEFORE for rule in rules.result}
    earlier = {rule.key + BEFORE for rule in rules.indicators if not rule.is_item}
    for column in table.columns():
        if column not in known | earlier | set(OTHERS):
            yield Problem("", column, "column_unknown")
    needed = [
        *known,
        *results,
        *(("forms", "births") if any(rule.corrected_by_forms for rule in rules.indicators) else ()),
    ]
    for column in sorted(set(needed) - set(table.columns())):
        yield Problem("", column, "column_missing", refuses=False)


def _cells(table: Table, rules: Rules) -> Iterator[Problem]:
    rule_of = {rule.key: rule for rule in rules.indicators}
    for column in table.columns():
        values = table.column(column)
        for area, value in zip(table.areas, values.tolist(), strict=True):
            yield from _cell(area, column, value, rule_of.get(column.removesuffix(BEFORE)))
        rule = rule_of.get(column.removesuffix(BEFORE))
        if rule and rule.ceiling and not rule.is_item:
            yield from _fractions(table, rules, rule, column, values)
    if rules.change == "relative":
        yield from _zero_years(table, rules)


def _cell(area: str, column: str, value: float, rule: IndicatorRule | None) -> Iterator[Problem]:
    if column == "residents" and not (value > 0 and value == int(value)):
        yield Problem(area, column, "residents_not_whole", {"value": value})
    elif np.isnan(value):
        yield Problem(area, column, "missing", refuses=False)
    elif np.isinf(value):
        yield Problem(area, column, "not_finite", {"value": value})
    elif value < 0:
        yield Problem(area, column, "negative", {"value": value})
    elif rule and rule.is_item and value not in (0, 100):
        yield Problem(area, column, "not_0_or_100", {"value": value})
    elif rule and rule.ceiling and value > rule.ceiling:
        yield Problem(area, column, "over_ceiling", {"value": value, "ceiling": rule.ceiling})


def _fractions(table: Table, rules: Rules, rule: IndicatorRule, column: str, values: Floats) -> Iterator[Problem]:
    """Shares given as 0.97 instead of 97: the whole column refuses, a single cell of a county is doubted."""
    shares = values[values > 0]
    if not shares.size:
        return
    if shares.max() <= min(1.0, (rule.target or 10.0) / 10):
        yield Problem("", column, "share_as_fraction", {"greatest": float(shares.max())})
    elif rules.level == "county":
        for place in np.flatnonzero((values > 0) & (values <= 1) & (values * 10 < np.median(shares))):
            yield Problem(
                table.areas[place], column, "cell_as_fraction", {"value": float(values[place])}, refuses=False
            )


def _zero_years(table: Table, rules: Rules) -> Iterator[Problem]:
    for rule in rules.result:
        if rule.key in table.latest and rule.key in table.before:
            latest, before = table.latest[rule.key], table.before[rule.key]
            undefined = (before == 0) & ~np.isnan(latest) & ~reaches_target(latest, rule, Options())
            for place in np.flatnonzero(undefined):
                yield Problem(table.areas[place], rule.key + BEFORE, "last_year_zero")
