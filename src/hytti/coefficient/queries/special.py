"""The two special rules of the decree, opened up for an area: what lies above a target, and too few forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hytti.core.numbers import number
from hytti.methods.coefficient.scores import form_ratio, is_corrected

from .. import words
from ..short_names import short_name
from .county import POINT_DECIMALS, known
from .money import term

if TYPE_CHECKING:
    from hytti.methods.coefficient import IndicatorRule, Result


def special_rules(result: Result, at: int) -> list[dict[str, Any]]:
    """Each with the indicator's name, its sum (terms of an equation), what came of it in words, and the law.

    The targets of results are a rule of their own; here are those of the activity.
    """
    told = []
    for rule in result.rules.process:
        if rule.key in result.scored and rule.target is not None:
            told.append(_above_target(result, rule, at))
        if rule.key in result.scored and is_corrected(result.table, rule):
            told.append(_corrected(result, rule, at))
    return told


def _above_target(result: Result, rule: IndicatorRule, at: int) -> dict[str, Any]:
    value, scored = known(result.table.latest[rule.key][at]), result.scored[rule.key]
    points = number(float(scored.points[at]), POINT_DECIMALS)
    target, shown = _measured(rule, rule.target), _measured(rule, value)
    above = result.options.mpr_limit == "above"
    if value is None:
        text = _("Tieto puuttuu, joten pisteitä on 0.")
    elif scored.at_target[at]:
        text = _("Tavoite ylittyy: täydet 100 pistettä.") if above else _("Tavoite täyttyy: täydet 100 pistettä.")
    elif above:
        text = _("Tavoite ei ylity, joten pisteet tulevat asteikolta: %(points)s pistettä.") % {"points": points}
    else:
        text = _("Tavoite ei täyty, joten pisteet tulevat asteikolta: %(points)s pistettä.") % {"points": points}
    reached = bool(scored.at_target[at])
    signs = (">" if above else "≥") if reached else ("≤" if above else "<")
    terms = [term(shown, _("uusin luku")), term(target, _("tavoite"), signs if value is not None else "")]
    return {"name": short_name(rule), "terms": terms, "text": text, "law": rule.law}


def _corrected(result: Result, rule: IndicatorRule, at: int) -> dict[str, Any]:
    table, scored = result.table, result.scored[rule.key]
    forms, births, ratio, level = (
        known(column[at])
        for column in (table.column("forms"), table.column("births"), form_ratio(table), table.latest[rule.key])
    )
    terms = [
        term(number(forms, 0), _("AUDIT- ja AUDIT-C-lomaketta")),
        term(number(births, 0), _("syntynyttä"), "÷"),
        term(number(ratio, 3), _("kerroin, enintään 1"), "="),
    ]
    points = number(float(scored.points[at]), POINT_DECIMALS)
    if ratio is None or level is None:
        text = _("Tieto puuttuu, joten pisteitä on 0.")
    elif ratio >= 1:
        text = _("Lomakkeita on vähintään yhtä monta kuin syntyneitä, joten tulosta ei korjata: %(points)s pistettä.")
        text %= {"points": points}
    elif result.options.forms_correction == "before":
        text = _(
            "Lomakkeita on liian vähän: %(level)s korjataan lukuun %(corrected)s, joka skaalataan: %(points)s pistettä."
        )
        text %= {"level": _measured(rule, level), "corrected": _measured(rule, level * ratio, 2), "points": points}
    else:
        text = _("Lomakkeita on liian vähän: skaalatut pisteet kerrotaan luvulla %(ratio)s: %(points)s pistettä.")
        text %= {"ratio": number(ratio, 3), "points": points}
    return {"name": short_name(rule), "terms": terms, "text": text, "law": rule.law}


def _measured(rule: IndicatorRule, value: float | None, decimals: int | None = None) -> str:
    return words.value(value, rule.decimals if decimals is None else decimals, words.text_of(rule.unit))
