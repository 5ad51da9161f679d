"""One indicator of the county's coefficient: every area on its scale, and what it would take to move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.charts.axis import Tick
from hytti.core.charts.dots import Row, dot_chart
from hytti.core.drawn import drawn
from hytti.core.numbers import interval, number, signed
from hytti.methods.coefficient.marginal import break_even, marginal

from .. import words
from ..short_names import short_name
from .county import known

if TYPE_CHECKING:
    from decimal import Decimal

    from hytti.methods.coefficient import IndicatorRule, Result
    from hytti.methods.coefficient.marginal import BreakEven, Marginal

    from .loaded import Loaded

WIDE, PHONE = 760, 358


def in_order(result: Result, rule: IndicatorRule) -> list[int]:
    """The areas from the best points, equal ones by the scaled figure; those without a figure come last."""
    scored = result.scored[rule.key]
    sign = 1.0 if rule.lower_is_better else -1.0
    merit = np.where(np.isnan(scored.value), np.inf, sign * scored.value)
    return sorted(
        range(len(result.table.areas)), key=lambda at: (-scored.points[at], merit[at], result.table.areas[at])
    )


def is_change(rule: IndicatorRule) -> bool:
    return rule.half == "result"


def scaled_text(result: Result, rule: IndicatorRule, value: float | None) -> str:
    """The figure that is scaled, as written: a level with its unit, or a change."""
    if not is_change(rule):
        return words.value(value, rule.decimals, words.text_of(rule.unit))
    if result.rules.change == "relative":
        text = signed(None if value is None else 100 * value, 1)
        return text if value is None else words.with_unit(text, "%")
    return signed(value, rule.decimals)


def pictures(loaded: Loaded, result: Result, rule: IndicatorRule, own: str) -> list[dict[str, Any]]:
    """The dots of every area: what is scaled and, of a result, also the level that the target is for."""
    found = [_scaled_picture(loaded, result, rule, own)]
    if is_change(rule):
        found.append(_level_picture(loaded, result, rule, own))
    return found


def _scaled_picture(loaded: Loaded, result: Result, rule: IndicatorRule, own: str) -> dict[str, Any]:
    scored = result.scored[rule.key]
    factor = 100.0 if is_change(rule) and result.rules.change == "relative" else 1.0
    rows = [
        Row(
            loaded.name_of(result.table.areas[at]),
            None if np.isnan(scored.value[at]) else factor * float(scored.value[at]),
            _points_text(float(scored.points[at])),
            role="own" if result.table.areas[at] == own else "other",
        )
        for at in in_order(result, rule)
    ]
    if is_change(rule):
        unit = "%" if result.rules.change == "relative" else words.text_of(rule.unit)
        subtitle = _("Muutos edellisestä vuodesta, %(unit)s. Oikealla pisteet.") % {"unit": unit}
    elif rule.corrected_by_forms:
        subtitle = _("AUDIT-lomakkeiden määrällä korjattu luku, %(unit)s. Oikealla pisteet.")
        subtitle %= {"unit": words.text_of(rule.unit)}
    else:
        subtitle = _("%(unit)s. Oikealla pisteet.") % {"unit": words.text_of(rule.unit).capitalize()}
    reference = None
    if not is_change(rule) and rule.target is not None:
        reference = Tick(rule.target, target_words(rule))
    title = _("Pisteet ratkaiseva muutos alueittain") if is_change(rule) else _("Pisteet ratkaiseva luku alueittain")
    return _picture("scaled", title, subtitle, rows, reference, 0.0 if is_change(rule) else None)


def _level_picture(loaded: Loaded, result: Result, rule: IndicatorRule, own: str) -> dict[str, Any]:
    level = result.table.latest[rule.key]
    order = sorted(range(len(level)), key=lambda at: (np.isnan(level[at]), level[at], result.table.areas[at]))
    rows = [
        Row(
            loaded.name_of(result.table.areas[at]),
            known(level[at]),
            number(known(level[at]), rule.decimals),
            role="own" if result.table.areas[at] == own else "other",
        )
        for at in order
    ]
    reference = None if rule.target is None else Tick(rule.target, target_words(rule))
    subtitle = _("%(unit)s. Tavoitteen saavuttanut alue saa täydet pisteet.")
    return _picture(
        "level", _("Taso ja tavoite"), subtitle % {"unit": words.text_of(rule.unit).capitalize()}, rows, reference, None
    )


def _picture(
    key: str, title: str, subtitle: str, rows: list[Row], reference: Tick | None, start: float | None
) -> dict[str, Any]:
    told = "; ".join(f"{row.name}: {row.text}" for row in rows)
    wide, phone = (
        drawn(
            dot_chart(
                rows,
                key=f"{key}-{name}",
                width=width,
                title=title,
                desc=told,
                tick_text=number,
                reference=reference,
                start=start,
            )
        )
        for name, width in (("wide", WIDE), ("phone", PHONE))
    )
    return {"key": key, "title": title, "subtitle": subtitle, "wide": wide, "phone": phone}


def _points_text(points: float) -> str:
    return _("%(points)s p.") % {"points": number(points, 0)}


def target_text(rule: IndicatorRule) -> str:
    """The target as a limit: enintään 10 %, vähintään 97 %."""
    if rule.target is None:
        return _("ei tavoitetta")
    text = words.value(rule.target, 1 if rule.target % 1 else 0, words.text_of(rule.unit))
    limit = _("enintään %(value)s") if rule.target_kind == "at_most" else _("vähintään %(value)s")
    return limit % {"value": text}


def target_words(rule: IndicatorRule) -> str:
    return _("tavoite %(limit)s") % {"limit": target_text(rule)}


def scale_lines(loaded: Loaded, result: Result, rule: IndicatorRule) -> list[str]:
    """The scaling in words: who is at each end, and how many points one unit makes."""
    scored, areas = result.scored[rule.key], result.table.areas
    least, greatest = (float(end[0]) for end in (scored.least, scored.greatest))
    if np.isnan(least):
        return [_("Kenelläkään ei ole lukua, jonka voisi skaalata.")]
    named = {
        end: ", ".join(loaded.name_of(areas[at]) for at in np.flatnonzero(scored.value == end)[:3])
        for end in (least, greatest)
    }
    worst, best = (greatest, least) if rule.lower_is_better else (least, greatest)
    lines = [
        _("Asteikon alapää, 0 pistettä: %(value)s (%(areas)s).")
        % {"value": scaled_text(result, rule, worst), "areas": named[worst]},
        _("Asteikon yläpää, 100 pistettä: %(value)s (%(areas)s).")
        % {"value": scaled_text(result, rule, best), "areas": named[best]},
    ]
    if rule.target is not None:
        reached = int(scored.at_target.sum())
        lines.append(
            ngettext(
                "Tavoite on %(target)s; sen perusteella täydet pisteet saa %(count)s alue.",
                "Tavoite on %(target)s; sen perusteella täydet pisteet saa %(count)s aluetta.",
                reached,
            )
            % {"target": target_text(rule), "count": reached}
        )
    return lines


def table_rows(loaded: Loaded, result: Result, rule: IndicatorRule, own: str) -> list[dict[str, Any]]:
    """Every area as a row: both years, what is scaled, points."""
    scored = result.scored[rule.key]
    before = result.table.before.get(rule.key)
    rows = []
    for at in in_order(result, rule):
        latest = known(result.table.latest[rule.key][at])
        rows.append(
            {
                "name": loaded.name_of(result.table.areas[at]),
                "own": result.table.areas[at] == own,
                "before": number(known(before[at]), rule.decimals) if before is not None else "",
                "latest": number(latest, rule.decimals),
                "scaled": scaled_text(result, rule, known(scored.value[at])),
                "points": number(float(scored.points[at]), 1),
                "at_target": bool(scored.at_target[at]),
            }
        )
    return rows


def steps(result: Result, own: str, rule: IndicatorRule) -> list[dict[str, Any]]:
    """What a step of the area's own figures is worth today, in words; the forms that correct have their own lines."""
    rows = marginal(result.table, result.rules, result.options, own)
    return [{"name": _step_name(one, rule), "lines": _step_lines(one, rule)} for one in rows if one.key == rule.key]


def _step_name(one: Marginal, rule: IndicatorRule) -> str:
    return _("AUDIT-lomakkeet") if one.column == "forms" else short_name(rule)


def _step_lines(one: Marginal, rule: IndicatorRule) -> list[dict[str, str]]:
    decimals = 0 if one.column == "forms" else rule.decimals
    unit = _("lomaketta") if one.column == "forms" else words.text_of(rule.unit)
    lines = []
    if np.isnan(one.value):
        return [{"what": _("Alueen luku puuttuu"), "change": "", "euros": words.euros(None)}]
    for step, what in ((one.better, _("Askel parempaan")), (one.worse, _("Askel huonompaan"))):
        if step is not None:
            change = f"{number(one.value, decimals)} → {words.value(step.value, decimals, unit)}"
            lines.append({"what": what, "change": change, "euros": words.signed_euros(step.euros)})
    if one.limit is not None:
        gains = _("Tavoitteeseen") if one.column != "forms" else _("Lomakkeita yhtä monta kuin syntyneitä")
        loses = _("Pois tavoitteesta") if one.column != "forms" else _("Lomakkeita vähemmän kuin syntyneitä")
        change = f"{number(one.value, decimals)} → {words.value(one.limit.value, decimals, unit)}"
        points = _("%(points)s pistettä") % {"points": signed(one.limit.points, 1)}
        lines.append(
            {
                "what": gains if one.limit.gains else loses,
                "change": f"{change}, {points}",
                "euros": words.signed_euros(one.limit.euros),
            }
        )
    if one.flat is not None:
        low, high = one.flat
        span = (
            interval(low, high, decimals)
            if high is not None
            else _("%(low)s tai enemmän") % {"low": number(low, decimals)}
        )
        lines.append({"what": _("Omat pisteet eivät muutu, kun luku on"), "change": f"{span} {unit}", "euros": ""})
    return lines


def paying(result: Result, own: str, column: str, cost: Decimal, years: int, rule: IndicatorRule) -> dict[str, str]:
    """How far the figure must go for the euros to pay a cost in so many years, in words."""
    found = break_even(result.table, result.rules, result.options, own, column, cost, years)
    needed = _("Kulun kattaisi %(euros)s vuodessa.") % {"euros": words.euros(found.needed)}
    if found.value is None:
        return {"answer": _("Ei kata kulua"), "why": _reason(found), "needed": needed}
    decimals = 0 if column == "forms" else rule.decimals
    unit = _("lomaketta") if column == "forms" else words.text_of(rule.unit)
    return {
        "answer": words.value(found.value, decimals, unit),
        "why": _("Matkaa nykyiseen on %(distance)s. Silloin rahoitus kasvaisi %(euros)s vuodessa. %(holds)s")
        % {
            "distance": number(found.distance, decimals),
            "euros": words.euros(found.euros),
            "holds": _holds(found.holds),
        },
        "needed": needed,
    }


def _reason(found: BreakEven) -> str:
    best = words.euros(found.euros)
    return {
        "not_applied": _("Tänä rahoitusvuonna raha jaettiin asukasluvun mukaan."),
        "absent": _("Taulukossa ei ole tätä lukua kenelläkään."),
        "no_datum": _("Alueen oma luku puuttuu taulukosta."),
        "unknown": _("Kerrointa ei voi laskea, koska tietoja puuttuu."),
        "not_enough": _("Paraskin mahdollinen luku toisi vain %(euros)s vuodessa.") % {"euros": best},
    }[found.reason]


def _holds(holds: str) -> str:
    return {
        "level": _("Raha jatkuu niin kauan kuin taso pysyy."),
        "target": _("Raha jatkuu niin kauan kuin luku pysyy tavoitteessa."),
        "change": _("Vain muutos palkitaan: luvun on parannuttava yhtä paljon joka vuosi."),
    }[holds]


def columns_of(result: Result, rule: IndicatorRule) -> list[tuple[str, str]]:
    """The own figures that can be moved: the indicator, and the forms where they correct it."""
    found = [(rule.key, short_name(rule))]
    if rule.corrected_by_forms and result.table.forms is not None and result.table.births is not None:
        found.append(("forms", _("AUDIT-lomakkeet")))
    return found
