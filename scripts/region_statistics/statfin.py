"""Figures of Statistics Finland, as they were published; Paavo's shares are made of its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areas import COUNTRY
from reading import Fact, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reading import Folder

AGES = "statfin/population_age1_sex_kunta_2018_2019.parquet"
TURNOUT = "elections/kuntavaalit_2021_turnout_kunta.csv"
PAAVO_GROUPS = ("HE", "HR", "KO", "PT", "RA", "TE", "TP", "TR")


def municipality(code: str) -> str:
    return COUNTRY if code == "SSS" else f"kunta-{code}"


def by_age(folder: Folder) -> list[Fact]:
    """Population by single year of age and sex, and its sums by sex."""
    facts = []
    for row in folder.rows(AGES):
        facts += [
            Fact("vaesto", municipality(row["area_code"]), row["year"], sex, row["age"], row[sex])
            for sex in ("male", "female", "total")
        ]
    sums: dict[tuple[str, int, str], float] = {}
    for fact in facts:
        place = (fact.area, fact.year, fact.sex)
        sums[place] = sums.get(place, 0) + (fact.value or 0)
    return facts + [Fact("vaesto", area, year, sex, "", value) for (area, year, sex), value in sums.items()]


def projection(folder: Folder) -> list[Fact]:
    rows = folder.rows("statfin/population_projection_2024_age1_kunta.parquet")
    return [
        Fact("vaestoennuste", municipality(row["area_code"]), row["year"], "total", str(row["age"]), row["population"],
             flag="estimated")
        for row in rows
    ]  # fmt: skip


def by_sex_2021(folder: Folder) -> list[Fact]:
    return [
        Fact("vaesto", municipality(row["area_code"]), int(row["year"]), sex, "", number(row[sex]))
        for row in folder.rows("statfin/population_sex_kunta_2021.csv")
        for sex in ("male", "female", "total")
    ]


def totals_2024(folder: Folder) -> list[Fact]:
    return [
        Fact("vaesto", municipality(row["area_code"]), int(row["year"]), value=number(row["population"]))
        for row in folder.rows("statfin/population_total_kunta_2024.csv")
    ]


def without_repeats(facts: Iterable[Fact], said: Iterable[Fact]) -> list[Fact]:
    """The facts that another dataset does not say alike already."""
    known = {(fact.indicator, fact.area, fact.year, fact.sex, fact.age): fact.value for fact in said}
    return [
        fact for fact in facts if known.get((fact.indicator, fact.area, fact.year, fact.sex, fact.age)) != fact.value
    ]


def finances(folder: Folder, keys: dict[str, str]) -> list[Fact]:
    """Key figures of 2020; keys: Statistics Finland's code -> indicator."""
    return [
        Fact(keys[row["key_figure"]], municipality(row["area_code"]), int(row["year"]), value=number(row["value"]))
        for row in folder.rows("statfin/kuntien_avainluvut_2020_talous.csv")
    ]


def turnout(folder: Folder, indicator: str) -> list[Fact]:
    """Municipal elections 2021: the published shares of men and women, and the whole from its counts."""
    facts = []
    for row in folder.rows(TURNOUT):
        area, year, voted = municipality(row["area_code"]), int(row["year"]), number(row["voted_total"])
        eligible = number(row["eligible"])
        if voted is None or not eligible:
            continue  # Honkajoki had already joined Kankaanpää
        facts.append(Fact(indicator, area, year, "total", "", 100 * voted / eligible, voted, eligible))
        for sex in ("male", "female"):
            share = number(row[f"turnout_pct_{sex}"])
            facts.append(Fact(indicator, area, year, sex, "", share, number(row[f"voted_{sex}"])))
    return facts


def paavo(folder: Folder, wanted: dict[str, dict[str, str]]) -> list[Fact]:
    """Paavo's variables as they are, and shares of its counts.

    wanted: indicator -> its sources, `paavo` the variable or a sum of variables, `paavo-jakaja` what it is a share
    of. A count of zero may be a suppressed one: it is absent, and so is every share of it.
    """
    cells: dict[str, dict[str, tuple[float, int]]] = {}
    for row in folder.rows("statfin/paavo_2020_kunta.parquet"):
        if row["value"]:
            cells.setdefault(row["area_code"], {})[f"{row['group']}: {row['variable_en']}"] = (
                row["value"],
                row["year"],
            )
    facts = []
    for indicator, sources in wanted.items():
        for code, found in cells.items():
            top, year = _sum(found, sources["paavo"])
            if top is None:
                continue
            if "paavo-jakaja" not in sources:
                facts.append(Fact(indicator, f"kunta-{code}", year, value=top))
                continue
            bottom, _year = _sum(found, sources["paavo-jakaja"])
            if bottom:
                facts.append(
                    Fact(indicator, f"kunta-{code}", year, value=100 * top / bottom, count=top, denominator=bottom)
                )
    return facts


def _sum(found: dict[str, tuple[float, int]], formula: str) -> tuple[float | None, int]:
    """The sum of the variables that the formula adds up; None where any is absent."""
    parts = [found.get(name) for name in formula.split(" + ")]
    present = [part for part in parts if part is not None]
    if len(present) < len(parts):
        return None, 0
    return sum(value for value, _year in present), present[0][1]
