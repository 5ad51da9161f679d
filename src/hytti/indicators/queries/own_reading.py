"""Reading a draft: the cells of its table by the chosen columns, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.templatetags.hytti import number
from hytti.sources import mapping as columns
from hytti.sources.problems import Code, Problem
from hytti.sources.spreadsheets import Sheet

from .. import protection
from ..models import Sex
from ..problem_words import words_of
from ..protection import Row, Unprotectable
from .own_places import Places

if TYPE_CHECKING:
    from ..models import OwnDataset, OwnIndicator, OwnVersion
    from ..protection import Key, Publication, Rule, Shown

MOST_ROWS = 20_000
CODES = {code.value: code for code in Code}
ROLES = {
    "area": gettext_lazy("Alue"),
    "year": gettext_lazy("Vuosi"),
    "sex": gettext_lazy("Sukupuoli"),
    "value": gettext_lazy("Arvo"),
    "count": gettext_lazy("Lukumäärä"),
    "denominator": gettext_lazy("Nimittäjä"),
    "flag": gettext_lazy("Merkintä"),
}
"""What a column can be, in the words of the choosing page."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, in words, and where it stands in the file."""

    text: str
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Reading:
    """A draft as it would be stored: nothing is while there are errors; warnings can be accepted."""

    rows: tuple[Row, ...] = ()
    flags: Mapping[Key, str] | None = None
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    shown: Mapping[Key, Shown] | None = None
    without_counts: bool = False


def table_of(sheets: Iterable[Sheet]) -> dict[str, Any]:
    """Read sheets in the form in which a draft keeps them."""
    return {"sheets": [{**asdict(sheet), "problems": [_kept(one) for one in sheet.problems]} for sheet in sheets]}


def _kept(one: Problem) -> dict[str, Any]:
    return {"code": one.code.value, "arguments": dict(one.arguments), "row": one.row, "column": one.column}


def sheets_of(version: OwnVersion) -> list[Sheet]:
    """The sheets of a draft; none when its table has been emptied."""
    return [
        Sheet(
            name=kept["name"],
            columns=tuple(kept["columns"]),
            rows=tuple(tuple(row) for row in kept["rows"]),
            lines=tuple(kept["lines"]),
            delimiter=kept["delimiter"],
            problems=tuple(
                Problem(CODES[one["code"]], one["arguments"], one["row"], one["column"]) for one in kept["problems"]
            ),
        )
        for kept in version.table.get("sheets", [])
    ]


def sheet_of(version: OwnVersion) -> Sheet | None:
    """The chosen sheet, the first one when none has been chosen."""
    sheets = sheets_of(version)
    chosen = version.mapping.get("sheet")
    return next((sheet for sheet in sheets if sheet.name == chosen), sheets[0] if sheets else None)


def mapping_of(version: OwnVersion, sheet: Sheet) -> columns.Mapping:
    """The chosen columns, or the guess where nothing has been chosen for this sheet."""
    if "columns" not in version.mapping:
        return columns.guess_mapping(sheet.columns)
    known = {field.name for field in fields(columns.Mapping)}
    values = {name: value for name, value in version.mapping["columns"].items() if name in known}
    return columns.Mapping(**{**values, "years": tuple(values.get("years", ()))})


def looks_like_year(heading: str) -> bool:
    """Is the heading a year, with that year's figures under it?"""
    return bool(columns.guess_mapping([heading]).years)


def rule_of(dataset: OwnDataset, places: Places) -> Rule:
    """How the dataset's figures are protected."""
    indicator = dataset.indicator
    return protection.Rule(indicator.kind, indicator.per, dataset.is_sensitive, dataset.protection, places.parents)


def read(version: OwnVersion, earlier: Iterable[Publication], places: Places) -> Reading:
    """The draft's rows with every error and warning, and what the public would see.

    earlier: what has been public of the same indicator.
    """
    sheet = sheet_of(version)
    if sheet is None:
        return Reading(errors=(Fault(_("Tiedosto ei ole enää tallessa. Lataa se uudelleen.")),))
    indicator = version.dataset.indicator
    chosen = columns.Mapping(
        **{**asdict(mapping_of(version, sheet)), "indicator": "", "fixed_indicator": indicator.key}
    )
    table, problems = columns.facts(sheet, chosen, areas=places.resolver(places.within(version.dataset.organisation)))
    if problems:
        said = tuple(Fault(words_of(one, place=places.words), one.row, one.column or "") for one in problems)
        return Reading(errors=said)
    facts = table.to_pylist()
    rows = tuple(_row(fact) for fact in facts)
    flags = {row.key: fact["flag"] or "" for row, fact in zip(rows, facts, strict=True)}
    errors, warnings = _faults(rows, indicator, places)
    shown: Mapping[Key, Shown] | None = None
    rule = rule_of(version.dataset, places)
    if not errors:
        try:
            shown = protection.choose(rows, rule, tuple(earlier))
        except Unprotectable as reason:
            errors = (*errors, Fault(str(reason)))
    bare = rule.kind in protection.PERSONS and all(rule.count_of(row) is None for row in rows)
    return Reading(rows, flags, errors, warnings, shown, without_counts=bare)


def _row(fact: dict[str, Any]) -> Row:
    names = ("area", "year", "sex", "value", "count", "denominator")
    return Row(**{name: fact[name] for name in names}, closed=fact["flag"] == "suppressed")


def _faults(
    rows: tuple[Row, ...], indicator: OwnIndicator, places: Places
) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """What is wrong in the figures themselves, and what is only strange."""
    errors: list[Fault] = []
    warnings: list[Fault] = []
    for row in rows:
        where = places.words(*row.key)
        errors += [Fault(f"{where}: {text}") for text in _wrong(row, indicator)]
        warnings += [Fault(f"{where}: {text}") for text in _strange(row, indicator)]
    errors += _wrong_sums({row.key: row for row in rows}, places)
    return tuple(errors), tuple(warnings)


def _wrong(row: Row, indicator: OwnIndicator) -> Iterable[str]:
    for value in (row.count, row.value if indicator.kind == "count" else None):
        if value is not None and value != round(value):
            yield _("lukumäärä %(value)s ei ole kokonaisluku.") % {"value": number(value)}
    if row.denominator is not None and row.denominator != round(row.denominator) and indicator.kind == "share":
        yield _("nimittäjä %(value)s ei ole kokonaisluku.") % {"value": number(row.denominator)}
    if indicator.kind == "share":
        if row.count is not None and row.denominator is not None and row.count > row.denominator:
            yield _("lukumäärä on suurempi kuin joukko, josta osuus on laskettu.")
        if row.value is not None and indicator.per and not 0 <= row.value <= indicator.per:
            yield _("osuus %(value)s ei ole väliltä 0–%(per)s.") % {
                "value": number(row.value),
                "per": number(indicator.per),
            }
    if row.denominator == 0 and row.count:
        yield _("lukumäärä on %(count)s, vaikka nimittäjä on nolla.") % {"count": number(row.count)}


def _strange(row: Row, indicator: OwnIndicator) -> Iterable[str]:
    if indicator.kind not in ("share", "rate") or not indicator.per or not row.denominator:
        return
    if row.count is None or row.value is None:
        return
    made = indicator.per * row.count / row.denominator
    if abs(made - row.value) > 0.6 * 10.0**-indicator.decimals:
        yield _("arvo on %(value)s, mutta lukumäärästä ja nimittäjästä laskettuna %(made)s.") % {
            "value": number(row.value),
            "made": number(made, indicator.decimals),
        }


def _wrong_sums(rows: Mapping[Key, Row], places: Places) -> list[Fault]:
    """Sexes that are more than both together, and municipalities that are more than their county."""
    faults = []
    families: dict[str, list[str]] = {}
    for part, whole in places.parents.items():
        families.setdefault(whole, []).append(part)
    for (area, year, sex), row in rows.items():
        groups = [[(part, year, sex) for part in families.get(area, [])]]
        if sex == Sex.TOTAL:
            groups.append([(area, year, one) for one in (Sex.MALE.value, Sex.FEMALE.value)])
        for group in groups:
            found = [rows[key] for key in group if key in rows]
            for name in ("count", "denominator"):
                known, parts = getattr(row, name), [getattr(one, name) or 0 for one in found]
                if known is not None and sum(parts) > known:
                    text = _("%(where)s: osien summa %(parts)s on suurempi kuin koko luku %(whole)s.")
                    words = {"where": places.words(*row.key), "parts": number(sum(parts)), "whole": number(known)}
                    faults.append(Fault(text % words))
    return faults
