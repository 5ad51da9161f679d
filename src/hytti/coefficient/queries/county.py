"""What a loaded table makes of the county: the sum, where its points come from, what each silent point would change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from hytti.core.numbers import interval, number
from hytti.methods.coefficient import Options, influence_of_options, options_of
from hytti.methods.coefficient.apportion import to_cent
from hytti.methods.coefficient.marginal import marginal
from hytti.methods.coefficient.rules import known_years, rules
from hytti.methods.coefficient.simulate import simulate

from .. import words
from ..short_names import short_name
from .loaded import loaded
from .money import residents_day, term
from .years import residents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hytti.methods.coefficient import IndicatorRule, Missing, Result, Rules, Table

    from .frame import Side
    from .loaded import Loaded, Place

K_DECIMALS, k_DECIMALS, POINT_DECIMALS = 1, 3, 1
SEED = 1
BAR = 100.0
"""The length of the longest bar, in units of its own drawing."""


@dataclass(frozen=True)
class Contribution:
    """One indicator's part of K: points got and possible as parts of K, and the euros between them."""

    rule: IndicatorRule
    points: float
    got: float
    most: float
    at_stake: Decimal | None
    at_target: bool
    missing: bool


def weights(result: Result) -> dict[str, float]:
    """How many points of K one point of each indicator makes, for the indicators that the table has."""
    if result.options.halves == "weights":
        there = [rule for rule in result.rules.indicators if _counts(result, rule)]
        total = sum(rule.weight for rule in there)
        return {rule.key: rule.weight / total for rule in there if rule.key in result.scored}
    found: dict[str, float] = {}
    for half in (result.rules.process, result.rules.result):
        there = [rule for rule in half if _counts(result, rule)]
        found |= {rule.key: 0.5 / len(there) for rule in there if rule.key in result.scored}
    return found


def _counts(result: Result, rule: IndicatorRule) -> bool:
    return rule.key in result.scored or result.options.absent == "lowest"


def euros_with(result: Result, at: int, more: float) -> Decimal:
    """The area's euros if its K were so many points more, the other areas' points as they are."""
    residents_ = result.table.residents
    share = {"weighted": residents_[at] / residents_.sum(), "plain": 1 / len(residents_), "country": 0.0}
    national = result.national + more * share[result.options.national_mean]
    k = (float(result.K[at]) + more) / national if national > 0 else float("nan")
    return to_cent(result.euros_at_one[at] * Decimal(k)) if np.isfinite(k) else Decimal("NaN")


def contributions(result: Result, at: int) -> list[Contribution]:
    """Every indicator of the area, in the order of the decree."""
    by_weight, found = weights(result), []
    for rule in result.rules.indicators:
        if rule.key not in by_weight:
            continue
        scored, weight = result.scored[rule.key], by_weight[rule.key]
        points = float(scored.points[at])
        euros, now = euros_with(result, at, weight * (100 - points)), result.euros[at]
        at_stake = None if euros.is_nan() or now.is_nan() else euros - now
        reached, missing = bool(scored.at_target[at]), bool(scored.missing[at])
        found.append(Contribution(rule, points, weight * points, weight * 100, at_stake, reached, missing))
    return found


def bars(side: Side, found: Sequence[Contribution], year: int) -> list[dict[str, Any]]:
    """The contributions of both halves as pages draw them; all bars share one scale."""
    longest = max((one.most for one in found), default=1.0)
    halves = []
    for half, name in (("process", _("Toiminta")), ("result", _("Tulos"))):
        rows = [one for one in found if one.rule.half == half]
        if rows:
            title = _("%(half)s: %(count)s indikaattoria, kukin enintään %(most)s") % {
                "half": name,
                "count": len(rows),
                "most": number(rows[0].most, 2).rstrip("0").rstrip(",."),
            }
            halves.append({"half": half, "title": title, "rows": [_bar(side, one, longest, year) for one in rows]})
    return halves


def _bar(side: Side, one: Contribution, longest: float, year: int) -> dict[str, Any]:
    remark = (
        _("tietoa ei ole: 0 pistettä") if one.missing else _("tavoitteessa: täydet pisteet") if one.at_target else ""
    )
    return {
        "name": short_name(one.rule),
        "url": side.url("indicator", one.rule.key, year=year),
        "got": f"{BAR * one.got / longest:.2f}",
        "most": f"{BAR * one.most / longest:.2f}",
        "points": number(one.got, POINT_DECIMALS),
        "of": number(one.most, POINT_DECIMALS),
        "at_stake": words.signed_euros(one.at_stake) if one.at_stake else "",
        "remark": remark,
    }


def headline(loaded_: Loaded, result: Result, at: int) -> dict[str, Any]:
    """The money first: the area's euros and the whole sum under them."""
    euros, k = result.euros[at], float(result.k[at])
    known = not euros.is_nan()
    rules_ = loaded_.rules
    at_one = result.euros_at_one[at]
    note = ""
    if known:
        difference = words.signed_euros(euros - at_one)
        note = _("Ero kertoimeen 1: %(difference)s vuodessa. Yksi sadasosa on %(hundredth)s.") % {
            "difference": difference,
            "hundredth": words.euros(at_one / 100),
        }
    return {
        "title": _("Hyte-raha vuodessa"),
        "number": words.euros(words.rounded(euros) if known else None),
        "known": known,
        "caption": _("%(area)s, ennen siirtymätasausta") % {"area": loaded_.name_of(result.table.areas[at])},
        "terms": [
            term(words.euros(rules_.base_price, 2), _("perushinta asukasta kohti")),
            term(
                number(int(result.table.residents[at]), 0), _("asukasta %(day)s") % {"day": residents_day(rules_)}, "×"
            ),
            term(number(k, 4) if known else _("ei tietoa"), _("kerroin"), "×"),
            term(words.euros(euros if known else None), _("vuodessa"), "=", strong=True),
        ],
        "note": note,
    }


def figures(result: Result, at: int) -> list[dict[str, str]]:
    """The four numbers under the bars: both halves, K and k."""
    national = number(known(result.national), K_DECIMALS)
    return [
        {"label": _("Toiminta, keskiarvo"), "value": number(known(result.process[at]), 1), "css": "cf-process"},
        {"label": _("Tulos, keskiarvo"), "value": number(known(result.result[at]), 1), "css": "cf-result"},
        {"label": _("Pisteluku K (0–100)"), "value": number(known(result.K[at]), K_DECIMALS), "css": ""},
        {
            "label": _("Kerroin: K jaettuna maan keskiarvolla %(national)s") % {"national": national},
            "value": number(known(result.k[at]), k_DECIMALS),
            "css": "",
        },
    ]


def known(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def option_rows(result: Result, area: str) -> list[dict[str, Any]]:
    """Every point on which the decree is silent: what Hytti takes and why, and what each other choice would move."""
    moved = influence_of_options(result.table, result.rules, result.options, area)
    rows = []
    for option in options_of(result.rules):
        taken = getattr(result.options, option.key)
        others = [
            {
                "words": words.text_of(_words_of(option, one.value)),
                "k": number(known(one.k), 4),
                "difference": words.signed_euros(None if one.difference.is_nan() else one.difference),
                "moves": not one.difference.is_nan() and one.difference != 0,
            }
            for one in moved
            if one.option == option.key
        ]
        rows.append(
            {
                "name": words.text_of(option.name),
                "taken": words.text_of(_words_of(option, taken)),
                "why": words.text_of(option.why),
                "others": others,
            }
        )
    return sorted(rows, key=lambda row: not any(one["moves"] for one in row["others"]))


def _words_of(option: Any, value: Any) -> Any:
    return next(choice.words for choice in option.choices if choice.value == value)


def missing_rows(result: Result, area: str) -> list[str]:
    """What the table lacks: of everybody, and of the area itself; of the others only of how many."""
    told = [_missing_words(result, one) for one in result.missing if one.area in ("", area)]
    others = len({one.area for one in result.missing if one.area not in ("", area)})
    if others:
        told.append(_("Muilta alueilta puuttuu tietoja: %(count)s alueelta.") % {"count": others})
    return told


def missing_everywhere(loaded_: Loaded, result: Result) -> list[str]:
    """Everything that the table lacks, area by area."""
    return [
        f"{loaded_.name_of(one.area)}: {_missing_words(result, one)}" if one.area else _missing_words(result, one)
        for one in result.missing
    ]


def _missing_words(result: Result, one: Missing) -> str:
    words_ = {
        "missing": _("%(name)s: alueen tieto puuttuu, joten pisteitä on 0 (617/2021 15 §)."),
        "undefined": _(
            "%(name)s: edellisen vuoden luku on nolla, joten suhteellista muutosta ei ole ja pisteitä on 0."
        ),
        "absent": _("%(name)s: taulukossa ei ole tätä indikaattoria kenelläkään, joten se on jätetty pois."),
        "correction": _("%(name)s: AUDIT-lomakkeiden tai syntyneiden määrä puuttuu, joten korjausta ei ole tehty."),
        "areas": _("Taulukossa ei ole kaikkia alueita: %(count)s / %(all)s. Asteikko ja keskiarvo voivat muuttua."),
    }
    name = _column_name(result.rules, one.column) if one.column else ""
    return words_[one.code] % {"name": name, "count": len(result.table.areas), "all": result.rules.areas}


def _column_name(rules_: Rules, column: str) -> str:
    key = column.partition(":")[0]
    found = next((rule for rule in rules_.indicators if rule.key == key), None)
    return short_name(found) if found else {"forms": _("AUDIT-lomakkeet"), "births": _("Syntyneet")}.get(key, key)


def history(side: Side, place: Place, current: int) -> list[dict[str, Any]]:
    """The funding years, the newest first: price, residents, coefficient and euros as far as they are known."""
    rows = []
    for year in sorted(known_years("county"), reverse=True):
        rules_ = rules("county", year)
        found = loaded(side, "county", year)
        if side.is_example and found is None:
            continue
        rows.append(_history_row(side, place, rules_, found) | {"current": year == current, "year": str(year)})
    return rows


def _history_row(side: Side, place: Place, rules_: Rules, found: Loaded | None) -> dict[str, Any]:
    people, k, euros = None, None, None
    if found is not None and place.code in found.table.areas:
        result = found.result()
        at = found.table.place(place.code)
        people, k = int(found.table.residents[at]), known(result.k[at])
        euros = None if result.euros[at].is_nan() else result.euros[at]
        note = _("kertoimen mukaan")
    else:
        people = residents(rules_).by_code.get(place.code)
        note = _("kertoimen mukaan; taulukkoa ei ole ladattu")
    if not rules_.applies:
        k, note = 1.0, _("asukasluvun mukaan, kerroin ei vaikuttanut")
        euros = None if people is None else rules_.base_price * people
    newest = rules_.funding_year == max(known_years("county"))
    return {
        "url": side.url("overview", year=None if newest else rules_.funding_year),
        "price": words.euros(rules_.base_price, 2),
        "residents": number(people, 0),
        "k": number(k, k_DECIMALS) if rules_.applies else _("ei käytössä"),
        "euros": words.euros(euros),
        "note": note,
    }


def chosen(options: Options, rules_: Rules) -> list[str]:
    """The choices that differ from Hytti's own, in words."""
    return [
        f"{words.text_of(option.name)}: {words.text_of(_words_of(option, getattr(options, option.key)))}"
        for option in options_of(rules_)
        if getattr(options, option.key) != option.default
    ]


def rank_range(loaded_: Loaded, area: str) -> str:
    """Where nine draws of ten put the area among the others, under Hytti's own choices; empty where K is not known."""
    low, high = _rank_spread(loaded_.table, loaded_.rules.funding_year, area)
    if not low >= 1:
        return ""
    return _("vaihteluväli %(places)s") % {"places": interval(low, high, 0)}


@lru_cache(maxsize=8)
def _rank_spread(table: Table, year: int, area: str) -> tuple[float, float]:
    """Drawn once for each table: a kept table is the same object as long as it is kept."""
    spread = simulate(table, rules(table.level, year), Options(), area, changes={}, seed=SEED).rank
    return spread.p5, spread.p95


def _brings(euros: Decimal) -> bool:
    return not euros.is_nan() and euros > 0


def best_steps(result: Result, area: str, count: int = 3) -> list[dict[str, str]]:
    """The figures whose next published step would bring the area most; the forms that correct are left out."""
    steps = marginal(result.table, result.rules, result.options, area)
    found = [(one, one.better) for one in steps if one.better is not None and one.column != "forms"]
    gaining = sorted((pair for pair in found if _brings(pair[1].euros)), key=lambda pair: -pair[1].euros)
    rows = []
    for one, better in gaining[:count]:
        rule = result.rules.indicator(one.key)
        then = words.value(better.value, rule.decimals, words.text_of(rule.unit))
        step = f"{number(one.value, rule.decimals)} → {then}"
        rows.append({"name": short_name(rule), "step": step, "euros": words.signed_euros(better.euros)})
    return rows
