"""The money of a funding year as the pages say it: the headline with its sum, prices by year, municipalities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.drawn import drawn
from hytti.core.numbers import number
from hytti.core.templatetags.hytti import day, translated
from hytti.methods.coefficient.rules import UnknownYear, rules

from .. import words
from ..drawing.columns import Column, column_chart
from .years import HUNDREDTH, Worth, municipalities, price_history, price_title, residents

if TYPE_CHECKING:
    from hytti.methods.coefficient.rules import Level, Rules

    from .years import Residents

PICTURE_HIGH = 236


def term(value: str, label: str, sign: str = "", *, strong: bool = False) -> dict[str, Any]:
    """A term of an equation: its value, what it is, and the sign before it."""
    return {"value": value, "label": label, "sign": sign, "strong": strong}


def county_worth(rules_: Rules, found: Residents, code: str, name: str) -> Worth:
    return Worth(code, name, found.by_code.get(code), rules_.base_price)


def headline(rules_: Rules, worth: Worth) -> dict[str, Any]:
    """What is known without a table: the worth of a hundredth or, where the coefficient did not count, the sum."""
    terms = [
        term(words.euros(rules_.base_price, 2), _("perushinta asukasta kohti")),
        term(number(worth.residents, 0), _("asukasta %(day)s") % {"day": residents_day(rules_)}, "×"),
    ]
    if not rules_.applies:
        total = worth.at_one
        return {
            "title": _("Hyte-raha jaettiin asukasluvun mukaan"),
            "number": words.euros(None if total is None else words.rounded(total)),
            "known": total is not None,
            "caption": _("vuodessa, %(area)s. Kerroin ei vaikuttanut rahaan tänä rahoitusvuonna.")
            % {"area": worth.name},
            "terms": [*terms, term(words.euros(total), _("vuodessa"), "=", strong=True)],
        }
    hundredth = worth.hundredth
    return {
        "title": _("Yksi sadasosa kertoimessa on rahana"),
        "number": words.euros(None if hundredth is None else words.rounded(hundredth)),
        "known": hundredth is not None,
        "caption": _("vuodessa, %(area)s, ennen siirtymätasausta") % {"area": worth.name}
        if rules_.level == "county"
        else _("vuodessa, %(area)s") % {"area": worth.name},
        "terms": [
            *terms,
            term(number(HUNDREDTH, 2), _("sadasosa"), "×"),
            term(words.euros(hundredth), _("vuodessa"), "=", strong=True),
        ],
    }


def at_one_terms(rules_: Rules, worth: Worth) -> list[dict[str, Any]]:
    """The sum at coefficient 1, as an equation."""
    return [
        term(words.euros(rules_.base_price, 2), _("perushinta asukasta kohti")),
        term(number(worth.residents, 0), _("asukasta %(day)s") % {"day": residents_day(rules_)}, "×"),
        term("1", _("kerroin"), "×"),
        term(words.euros(worth.at_one), _("vuodessa"), "=", strong=True),
    ]


def residents_day(rules_: Rules) -> str:
    return day(f"{rules_.residents_year}-12-31")


def price_picture(level: Level, current: int) -> dict[str, Any]:
    """The base prices by funding year as standing bars."""
    history = price_history(level)
    title = price_title(history)
    columns = [
        Column(str(one.funding_year), float(one.base_price), number(one.base_price, 2), one.funding_year == current)
        for one in history
    ]
    told = ", ".join(f"{column.label}: {column.text} €" for column in columns)
    desc = _("Perushinta euroina asukasta kohti rahoitusvuosittain: %(told)s") % {"told": told}
    first = [one.funding_year for one in history if not one.applies]
    subtitle = _("Euroa asukasta kohti rahoitusvuonna.")
    if first:
        years = f"{first[0]}–{first[-1]}" if len(first) > 1 else str(first[0])
        subtitle += " " + _(
            "Vuosina %(years)s raha jaettiin asukasluvun mukaan, kerroin vaikuttaa vuodesta %(from)s."
        ) % {
            "years": years,
            "from": first[-1] + 1,
        }
    wide, phone = (
        drawn(column_chart(columns, key=f"price-{key}", width=width, height=PICTURE_HIGH, title=title, desc=desc))
        for key, width in (("wide", 400), ("phone", 358))
    )
    return {
        "title": title,
        "subtitle": subtitle,
        "wide": wide,
        "phone": phone,
        "columns": [_("Rahoitusvuosi"), _("€ asukasta kohti"), _("Säädös")],
        "rows": [(str(one.funding_year), number(one.base_price, 2), one.section) for one in reversed(history)],
    }


def towns(year: int) -> tuple[list[Worth], Rules | None]:
    """What the coefficient is worth to each municipality of the county, and the rules that say so."""
    try:
        rules_ = rules("municipality", year)
    except UnknownYear:
        return [], None
    found = residents(rules_)
    rows = [
        Worth(
            town.code,
            translated(town, "name")[0],
            found.by_code.get(town.code),
            rules_.base_price,
            reverse("coefficient:municipality", args=[town.slug]),
        )
        for town in municipalities()
    ]
    return rows, rules_


def town_rows(rows: list[Worth]) -> list[dict[str, Any]]:
    """The municipalities as a table: residents, the sum at coefficient 1, a hundredth."""
    return [
        {
            "name": row.name,
            "url": row.url,
            "residents": number(row.residents, 0),
            "at_one": words.euros(row.at_one),
            "hundredth": words.euros(row.hundredth),
        }
        for row in rows
    ]
