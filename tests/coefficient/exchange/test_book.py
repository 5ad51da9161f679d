"""The workbook with live formulas: what stands in it, and that LibreOffice computes the same."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest

import libreoffice
from coefficient_files import MADE
from hytti.coefficient import example
from hytti.coefficient.exchange.about import About
from hytti.coefficient.exchange.book import result_xlsx
from hytti.methods.coefficient import Country, Options, Table, coefficient
from hytti.methods.coefficient.options import OPTIONS
from hytti.methods.coefficient.rules import rules

ABOUT = About("THL, koe", "2025-10-01")
RULES = rules("county", 2026)
OTHER_CHOICES = [
    (option.key, choice.value) for option in OPTIONS for choice in option.choices[1:] if choice.value != "country"
]


def county_table():
    return example.example_table("county")


def with_holes():
    """A table with every kind of absence: cells, a whole indicator, a year before, forms, a tie, fewer areas."""
    table = county_table()
    columns = {name: table.column(name).copy() for name in table.columns()}
    columns["checkups_age_4"][3] = np.nan
    columns["injuries"][4] = np.nan
    columns["neet:before"][5] = np.nan
    columns["neet"][5] = 9.0  # at its target, although no change is known
    columns["forms"][6] = np.nan
    columns["births"][7] = 0
    columns["hip_fractures"][:] = 0.5  # everybody at the target
    columns["unemployed_checkups"][:] = 7.5  # everybody alike
    columns["lifestyle_counselling"][:] = np.nan
    columns["disability_pension_young:before"][:] = np.nan
    return table.with_columns(columns)


def without_forms():
    return replace(county_table(), forms=None)


def shuffled():
    """The same areas in another order."""
    table, order = county_table(), np.random.default_rng(3).permutation(22)
    moved = table.with_columns({name: table.column(name)[order] for name in table.columns()})
    areas, names = ([part[at] for at in order] for part in (table.areas, table.names))
    return replace(moved, areas=tuple(areas), names=tuple(names))


def alike():
    """Everybody has the same figures: every remainder of the division is the same."""
    table = county_table()
    columns = {name: np.full(22, table.column(name)[0]) for name in table.columns()}
    return table.with_columns({**columns, "residents": np.arange(22.0) // 2 + 100_000})


def book(table, options=None, rules_=RULES, language="fi", about=ABOUT, **more):
    result = coefficient(table, rules_, options or Options())
    return result_xlsx(result, about, language=language, made_at=MADE, **more)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def formulas(data):
    return {
        name: re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>([^<]*)</f>', part)
        for name, part in parts(data).items()
        if "/worksheets/" in name
    }


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fi", ["Kerroin", "Luvut", "Valinnat", "Pisteet", "Toiminta 1", "Tulos 5"]),
        ("sv", ["Koefficient", "Siffror", "Val", "Poäng", "Verksamhet 1", "Resultat 5"]),
        ("en", ["Coefficient", "Figures", "Options", "Points", "Activity 1", "Result 5"]),
    ],
)
def test_the_sheets_are_named_in_the_language(language, expected):
    names = re.findall(r'<sheet name="([^"]+)"', parts(book(county_table(), language=language))["xl/workbook.xml"])
    assert names[:5] + names[-1:] == expected
    assert len(names) == 4 + 11


def test_the_choices_and_the_price_have_names_that_formulas_follow():
    there = parts(book(county_table()))
    defined = dict(re.findall(r'<definedName name="([^"]+)">([^<]+)<', there["xl/workbook.xml"]))
    assert defined["perushinta"] == "'Valinnat'!$B$7"
    assert len(defined) == 1 + 11
    everything = "".join(text for part in formulas(book(county_table())).values() for _, text in part)
    for name in defined:
        assert name in everything
    cells = libreoffice.cells(book(county_table()))
    assert cells["Valinnat", 7, 1] == 70.95
    assert cells["Valinnat", 3, 1] == "617/2021 15 §; 1392/2022 2, 3 ja 3 a §"
    assert (cells["Valinnat", 4, 1], cells["Valinnat", 5, 1]) == ("THL, koe", "2025-10-01")


def test_the_values_in_the_cells_are_those_of_the_result():
    result = coefficient(county_table(), RULES)
    cells = libreoffice.cells(book(county_table()))
    for at in range(22):
        row = at + 4
        shown = [cells["Kerroin", row, column] for column in range(10)]
        assert shown[:3] == [result.table.areas[at], result.table.names[at], result.table.residents[at]]
        assert shown[5:8] == [result.K[at], result.k[at], result.rank[at]]
        assert shown[8] == float(result.euros[at])
    assert cells["Kerroin", 2, 5] == result.national
    assert cells["Kerroin", 2, 9] == float(result.pot)


def test_the_formulas_are_the_same_whatever_is_chosen_and_whatever_the_figures():
    expected = formulas(book(county_table()))
    for key, value in OTHER_CHOICES:
        assert formulas(book(county_table(), Options(**{key: value}))) == expected
    assert formulas(book(shuffled())) == expected
    assert sum(len(part) for part in expected.values()) > 22 * 70


def test_every_figure_of_the_sums_is_a_formula():
    told = formulas(book(county_table()))
    assert {place for place, _ in told["xl/worksheets/sheet1.xml"]} >= {
        f"{column}{row}" for column in "CDEFGHIJK" for row in range(4, 26)
    }
    assert told["xl/worksheets/sheet2.xml"] == []


def test_a_made_up_example_says_so_on_its_front_and_among_its_choices():
    cells = libreoffice.cells(book(county_table(), about=About(example.SOURCE, "", is_example=True)))
    assert cells["Kerroin", 1, 0].endswith("Esimerkki, keksityt luvut.")
    assert cells["Valinnat", 2, 0] == "Esimerkki, keksityt luvut"
    assert ("Valinnat", 2, 0) not in libreoffice.cells(book(county_table()))


def test_names_are_given_in_the_language_of_the_file():
    cells = libreoffice.cells(book(county_table(), language="sv", names={"09": "Päijänne-Tavastland"}))
    assert cells["Koefficient", 12, 1] == cells["Siffror", 12, 1] == "Päijänne-Tavastland"
    assert cells["Koefficient", 4, 1] == county_table().names[0]


def test_the_countrys_own_figures_stand_as_a_number():
    table = county_table()
    country = Country(*({key: float(np.nanmean(part[key])) for key in part} for part in (table.latest, table.before)),
                      float(table.forms.sum()), float(table.births.sum()))  # fmt: skip
    table = replace(table, country=country)
    result = coefficient(table, RULES, Options(national_mean="country"))
    made = book(table, Options(national_mean="country"))
    assert "F2" not in {place for place, _ in formulas(made)["xl/worksheets/sheet1.xml"]}
    cells = libreoffice.cells(made)
    assert cells["Kerroin", 2, 5] == result.national
    assert cells["Kerroin", 4, 8] == float(result.euros[0])
    assert cells["Valinnat", 10, 1] == "laskettu koko maan omista luvuista"


def books():
    """Workbooks by name: each choice, each kind of absence, both levels, a year without the coefficient."""
    towns, before = rules("municipality", 2026), rules("county", 2025)
    without = Table.of("county", ["09", "20"], [10, 20], {"mmr": [96.0, 95.0]}, names=["a", "b"])
    made = {
        "default.xlsx": book(county_table()),
        "english.xlsx": book(county_table(), language="en"),
        "holes.xlsx": book(with_holes()),
        "holes-lowest.xlsx": book(with_holes(), Options(absent="lowest", halves="weights", forms_correction="after")),
        "holes-without-target.xlsx": book(with_holes(), Options(target_areas_in_scaling=False, scaling="pooled")),
        "no-forms.xlsx": book(without_forms()),
        "shuffled.xlsx": book(shuffled()),
        "alike.xlsx": book(alike()),
        "one-half.xlsx": book(without),
        "by-residents.xlsx": book(Table.of("county", ["09"], [204_635], {}, names=["x"]), rules_=before),
        "towns.xlsx": book(example.example_table("municipality"), rules_=towns),
    }
    for number, (key, value) in enumerate(OTHER_CHOICES):
        made[f"choice-{number}.xlsx"] = book(county_table(), Options(**{key: value}))
    return made


@pytest.mark.skipif(libreoffice.PROGRAM is None, reason=libreoffice.WHY_NOT)
def test_libreoffice_computes_every_cell_as_the_sum_does(tmp_path):
    made = books()
    computed = libreoffice.recomputed(made, tmp_path)
    for name, data in made.items():
        ours, theirs = libreoffice.cells(data), libreoffice.cells(computed[name])
        differing = {
            place: (ours.get(place), theirs.get(place))
            for place in ours.keys() | theirs.keys()
            if not same(place, ours.get(place), theirs.get(place))
        }
        assert not differing, (name, dict(list(differing.items())[:5]))
        assert -12345 not in theirs.values(), name


REMAINDER = 13
"""The column of what is left of ten-digit numbers of cents: a double has four decimals of it."""


def same(place, ours, theirs):
    """Texts alike, numbers to a thousand millionth, relative to their size."""
    if isinstance(ours, float) and isinstance(theirs, float):
        loose = place[0] in ("Kerroin", "Coefficient") and place[2] == REMAINDER
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=2e-4 if loose else 1e-9)
    return ours == theirs


@pytest.mark.skipif(libreoffice.PROGRAM is None, reason=libreoffice.WHY_NOT)
def test_a_table_of_every_area_is_divided_to_the_cent_by_libreoffice_too(tmp_path):
    data = libreoffice.recomputed({"a.xlsx": book(county_table())}, tmp_path)["a.xlsx"]
    cells = libreoffice.cells(data)
    result = coefficient(county_table(), RULES)
    euros = [round(cells["Kerroin", row, 8] * 100) for row in range(4, 26)]
    assert euros == [int(one * 100) for one in result.euros]
    assert sum(euros) == int(result.pot * 100)
