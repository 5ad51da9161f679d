"""The questions that the store answers, as ibis expressions; compiled once into sql/, one file a question and engine.

    python -m hytti.facts.expressions        write the files again (make queries)

ibis is needed here only: the running service reads the files. A parameter stands in an expression as a number that
occurs nowhere else and becomes a named place in the text. Every parameter is an integer or a list of them: keys are
turned into the store's numbers before, and back after.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import ibis  # type: ignore[import-untyped]
from ibis import _

from .schema import TABLES

ibis.pyspark.name  # noqa: B018 - its compiler reads options that only the loaded backend has
FOLDER = Path(__file__).parent / "sql"
PARAMETERS = {
    name: 918_273_000 + place for place, name in enumerate(("indicator", "area", "sex", "age", "year", "since"))
}
LISTS = {name: 918_274_000 + place for place, name in enumerate(("areas", "indicators"))}
P, L = PARAMETERS, LISTS
COLUMNS = (
    *("indicator", "area", "year", "sex", "age"),
    *("value", "count", "denominator", "lower", "upper", "flag", "dataset"),
)


def table(name: str) -> ibis.Table:
    return ibis.table(TABLES[name], name=name)


fact, change = table("fact"), table("change")
latest = table("latest").mutate(age=ibis.literal(0, "int32"))


def series() -> ibis.Table:
    """One indicator of some areas: every year and dataset."""
    return fact.filter(
        _.indicator == P["indicator"], _.area.isin([L["areas"]]), _.sex == P["sex"], _.age == P["age"]
    ).select(*COLUMNS)


def series_of() -> ibis.Table:
    """Some indicators of some areas: every year and dataset."""
    return fact.filter(
        _.indicator.isin([L["indicators"]]), _.area.isin([L["areas"]]), _.sex == P["sex"], _.age == P["age"]
    ).select(*COLUMNS)


def year_of() -> ibis.Table:
    """One indicator and year of some areas: every dataset."""
    return fact.filter(
        _.indicator == P["indicator"],
        _.year == P["year"],
        _.area.isin([L["areas"]]),
        _.sex == P["sex"],
        _.age == P["age"],
    ).select(*COLUMNS)


def by_age() -> ibis.Table:
    """One indicator, area and year: every sex, age and dataset."""
    return fact.filter(_.indicator == P["indicator"], _.area == P["area"], _.year == P["year"]).select(*COLUMNS)


def latest_of_area() -> ibis.Table:
    """The newest figure of every indicator."""
    return latest.filter(_.area == P["area"], _.sex == P["sex"]).select(*COLUMNS)


def latest_of_areas() -> ibis.Table:
    """The newest figures of some indicators and areas."""
    return latest.filter(_.area.isin([L["areas"]]), _.indicator.isin([L["indicators"]]), _.sex == P["sex"]).select(
        *COLUMNS
    )


def newest_year() -> ibis.Table:
    """Figures of some indicators and areas in the newest year that each indicator has among them; both sexes."""
    shown = latest.filter(
        _.area.isin([L["areas"]]), _.indicator.isin([L["indicators"]]), _.sex == 0, _.value.notnull()
    ).select("indicator", "area", "year", "value")
    newest = shown.mutate(newest=_.year.max().over(ibis.window(group_by="indicator")))
    return newest.filter(_.year == _.newest).drop("newest")


def distribution() -> ibis.Table:
    """How those spread: ends, quantiles between neighbours interpolated."""
    return newest_year().aggregate(
        by=["indicator", "year"],
        areas=_.count(),
        least=_.value.min(),
        p5=_.value.quantile(0.05),
        p25=_.value.quantile(0.25),
        median=_.value.quantile(0.5),
        p75=_.value.quantile(0.75),
        p95=_.value.quantile(0.95),
        greatest=_.value.max(),
    )


def ranks() -> ibis.Table:
    """The place of each: 1 = greatest, equal values share a place."""
    falling = ibis.window(group_by="indicator", order_by=ibis.desc("value"))
    return newest_year().mutate(
        rank=ibis.rank().over(falling) + 1, areas=_.count().over(ibis.window(group_by="indicator"))
    )


def changes() -> ibis.Table:
    """Published changes since a moment."""
    return change.filter(_["at"] >= P["since"]).select(*TABLES["change"])


QUESTIONS: dict[str, Callable[[], ibis.Table]] = {
    question.__name__: question
    for question in (
        series,
        series_of,
        year_of,
        by_age,
        latest_of_area,
        latest_of_areas,
        distribution,
        ranks,
        changes,
    )
}
WHOLE = ("store", "dataset", "indicator", "area", "age", "coverage")
"""Tables that are read whole when the store is opened."""


def compiled(question: str, engine: str) -> str:
    """The text of a question ("series") or of a whole table ("area") in an engine's SQL: duckdb or spark."""
    asked = table(question).select(*TABLES[question]) if question in WHOLE else QUESTIONS[question]()
    text = str(ibis.to_sql(asked, dialect="pyspark" if engine == "spark" else engine))
    place, many = (":", "IN (:{})") if engine == "spark" else ("$", "IN (SELECT UNNEST(${}))")
    for name, number in LISTS.items():
        text = text.replace(f"IN ({number})", many.format(name))
    for name, number in PARAMETERS.items():
        text = text.replace(str(number), place + name)
    if left := re.search(r"91827[34]\d{3}", text):
        raise ValueError(f"{question} in {engine}: a parameter is left as {left.group()}")
    return text + "\n"


def main() -> None:
    """Write every question's file."""
    for engine in ("duckdb", "spark"):
        for question in (*WHOLE, *QUESTIONS):
            path = FOLDER / engine / f"{question}.sql"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(compiled(question, engine), encoding="utf-8")


if __name__ == "__main__":
    main()
