"""A municipality's items and results, and the ten side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from hytti.core.numbers import number, signed
from hytti.methods.coefficient.apportion import to_cent

from .. import words
from ..models import MunicipalAnswer
from ..short_names import short_name
from .county import known
from .loaded import town_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hytti.methods.coefficient import IndicatorRule, Result, Rules

    from .frame import Side
    from .loaded import Loaded, Place

Answer = MunicipalAnswer.Answer
GROUPS = ((4, "schools"), (9, "exercise"), (14, "management"), (15, "culture"))
"""The items by their number in the annex: up to which number each group of THL's page goes."""
MARKS = {Answer.YES: "done", Answer.NO: "ended", Answer.UNKNOWN: "open", "": "unconfirmed"}


@dataclass(frozen=True)
class Item:
    """One yes-or-no item as the municipality has answered it; `record` is None where nobody has."""

    rule: IndicatorRule
    record: MunicipalAnswer | None
    answer: str

    @property
    def name(self) -> str:
        return short_name(self.rule)

    @property
    def full_name(self) -> str:
        return words.text_of(self.rule.name)

    @property
    def scoring(self) -> str:
        """How the annex gives the points."""
        return words.text_of(self.rule.note) if self.rule.note else ""

    @property
    def mark(self) -> str:
        return MARKS[self.answer]

    @property
    def word(self) -> str:
        return answer_word(self.answer)

    @property
    def group(self) -> str:
        return group_name(int(self.rule.number))


def answer_word(answer: str) -> str:
    told = {"yes": _("kyllä"), "no": _("ei"), "unknown": _("ei tiedossa")}
    return told.get(answer) or _("ei vastattu")


def group_name(item: int) -> str:
    names = {
        "schools": _("peruskoulut"),
        "exercise": _("liikunta"),
        "management": _("kuntajohto"),
        "culture": _("kulttuuri"),
    }
    return names[next(name for last, name in GROUPS if item <= last)]


def items(rules_: Rules, records: Mapping[str, MunicipalAnswer]) -> list[Item]:
    """The items in the order of the annex."""
    found = []
    for rule in rules_.process:
        record = records.get(rule.key)
        found.append(Item(rule, record, record.answer if record else ""))
    return found


def example_items(loaded_: Loaded, code: str) -> list[Item]:
    """The items of the made-up table, as if they had been answered."""
    at = loaded_.table.place(code)
    yes = {rule.key: bool(loaded_.table.latest[rule.key][at]) for rule in loaded_.rules.process}
    return [Item(rule, None, Answer.YES if yes[rule.key] else Answer.NO) for rule in loaded_.rules.process]


def records_of(year: int, towns: Iterable[Any]) -> dict[int, dict[str, MunicipalAnswer]]:
    """The answers of a funding year, by municipality's key and item."""
    found: dict[int, dict[str, MunicipalAnswer]] = {}
    for one in MunicipalAnswer.objects.of_year(year).filter(municipality__in=towns).select_related("answered_by"):
        found.setdefault(one.municipality_id, {})[one.item] = one
    return found


def grouped(found: Sequence[Item]) -> list[dict[str, Any]]:
    """The checklist: what is missing first, then what is not done, then what is."""
    parts = (
        ("missing", _("Puuttuu vastaus"), ("", Answer.UNKNOWN)),
        ("no", _("Ei toteudu"), (Answer.NO,)),
        ("yes", _("Toteutuu"), (Answer.YES,)),
    )
    told = []
    for key, title, answers in parts:
        rows = [one for one in found if one.answer in answers]
        if rows:
            told.append({"key": key, "title": title, "rows": rows})
    return told


def count_of(found: Sequence[Item], *answers: str) -> int:
    return sum(one.answer in answers for one in found)


@dataclass(frozen=True)
class Worth:
    """What one item gives: points of the process half, points of K, and euros where the national mean is known."""

    process: float
    K: float
    euros: Decimal | None


def worth_of_item(rules_: Rules, residents: int | None, national: float | None) -> Worth:
    """A hundred points shared by the items; half of that in K; euros = price × residents × K ÷ national K."""
    process = 100 / len(rules_.process)
    K = process / 2
    if residents is None or national is None or not national > 0:
        return Worth(process, K, None)
    return Worth(process, K, to_cent(rules_.base_price * residents * Decimal(K / national)))


def worth_lines(worth: Worth) -> list[str]:
    """The worth of one item in words."""
    lines = [
        _("Yksi kyllä on %(process)s pistettä toiminnan sadasta ja %(K)s pistettä kunnan pisteluvusta K.")
        % {"process": number(worth.process, 2), "K": number(worth.K, 2)}
    ]
    if worth.euros is not None:
        lines.append(
            _("Rahana se on noin %(euros)s vuodessa, jos maan keskiarvo ei muutu.")
            % {"euros": words.euros(worth.euros)}
        )
    else:
        lines.append(
            _(
                "Euroja ei voi laskea, sillä maan keskiarvoa ei tiedetä. Jos maan keskiarvo on 50, yksi kyllä nostaa "
                "kerrointa %(k)s; jos se on 70, %(other)s."
            )
            % {"k": number(worth.K / 50, 3), "other": number(worth.K / 70, 3)}
        )
    return lines


def results(loaded_: Loaded, result: Result, code: str) -> list[dict[str, Any]]:
    """The result indicators of a municipality in the loaded table: both years, the change and the points."""
    at, rows = result.table.place(code), []
    for rule in result.rules.result:
        scored = result.scored.get(rule.key)
        if scored is None:
            continue
        latest, before = (float(column[rule.key][at]) for column in (result.table.latest, result.table.before))
        rows.append(
            {
                "name": short_name(rule),
                "unit": words.text_of(rule.unit),
                "before": number(known(before), rule.decimals),
                "latest": number(known(latest), rule.decimals),
                "change": signed(known(latest - before), rule.decimals),
                "points": number(float(scored.points[at]), 1),
            }
        )
    return rows


def figures(result: Result, code: str) -> list[dict[str, str]]:
    """The municipality's numbers in the loaded table."""
    at = result.table.place(code)
    euros = result.euros[at]
    return [
        {"label": _("Toiminta, keskiarvo"), "value": number(known(result.process[at]), 1)},
        {"label": _("Tulos, keskiarvo"), "value": number(known(result.result[at]), 1)},
        {"label": _("Pisteluku K (0–100)"), "value": number(known(result.K[at]), 1)},
        {"label": _("Kerroin"), "value": number(known(result.k[at]), 3)},
        {"label": _("Euroa vuodessa"), "value": words.euros(None if euros.is_nan() else euros)},
    ]


def side_by_side(side: Side, places: Sequence[Place], by_place: Mapping[str, Sequence[Item]]) -> dict[str, Any]:
    """The municipalities as columns and the items as rows."""
    rows: list[dict[str, Any]] = []
    for at, one in enumerate(by_place[places[0].code] if places else ()):
        cells = [by_place[place.code][at] for place in places]
        yes = count_of(cells, Answer.YES)
        rows.append({"item": one, "cells": list(zip(places, cells, strict=True)), "yes": yes})
    heads = [
        {
            "name": place.name,
            "url": town_url(side, place),
            "yes": count_of(by_place[place.code], Answer.YES),
            "told": told(by_place[place.code]),
        }
        for place in places
    ]
    return {"rows": rows, "heads": heads}


def told(found: Sequence[Item]) -> str:
    """The checklist in a few words: "9 kyllä, 2 ei, 4 puuttuu"."""
    yes, no, missing = (count_of(found, *answers) for answers in ((Answer.YES,), (Answer.NO,), ("", Answer.UNKNOWN)))

    return _("%(yes)s kyllä, %(no)s ei, %(missing)s puuttuu") % {"yes": yes, "no": no, "missing": missing}


def national_of(result: Result | None) -> float | None:
    """The national mean of K, where a table tells it."""
    return None if result is None or not np.isfinite(result.national) else float(result.national)
