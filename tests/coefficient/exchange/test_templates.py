"""The files to fill in: what stands in them, by the rules of their year."""

from __future__ import annotations

import io
import zipfile

import pytest

from coefficient_files import MADE
from hytti.coefficient.exchange.columns import columns_of
from hytti.coefficient.exchange.places import places_of
from hytti.coefficient.exchange.templates import template_csv, template_xlsx
from hytti.methods.coefficient.rules import known_years, rules
from hytti.sources.spreadsheets import read_sheets

LANGUAGES = ("fi", "sv", "en")


def xlsx(rules_, places, language="fi", **more):
    return template_xlsx(rules_, places, language=language, made_at=MADE, **more)


def sheet_xml(data, number):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_the_county_template_has_22_areas_and_every_indicator_of_two_years(county, places):
    figures, _guide = read_sheets(xlsx(county, places), "pohja.xlsx")
    codes = [row[0] for row in figures.rows[2:]]
    assert codes == [*(f"{number:02}" for number in range(1, 22)), "90"]
    headings = figures.columns
    assert headings[:3] == ("Koodi", "Alue", "Asukasluku 31.12.2024")
    for rule in county.indicators:
        assert {f"{rule.name.fi} 2024", f"{rule.name.fi} 2023"} <= set(headings)
    assert {"AUDIT- ja AUDIT-C-lomakkeita 2024", "Syntyneitä 2024"} <= set(headings)
    assert len(headings) == 3 + 11 * 2 + 2


def test_units_and_targets_stand_under_the_headings(county, places):
    figures, _guide = read_sheets(xlsx(county, places), "pohja.xlsx")
    units, targets = (dict(zip(figures.columns, row, strict=True)) for row in figures.rows[:2])
    assert (units["Alue"], targets["Alue"]) == ("Yksikkö", "Tavoite")
    injuries = "Vammojen ja myrkytysten vuoksi sairaalassa hoidetut potilaat"
    assert units[f"{injuries} 2024"] == "potilasta / 10 000 as."
    # Decree 1392/2022, section 3
    assert targets[f"{injuries} 2024"] == "enintään 50"
    assert targets["Lasten tuhkarokko-sikotauti-vihurirokko (MPR) -rokotuskattavuus 2024"] == "vähintään 97"
    assert targets[f"{injuries} 2023"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", ["county", "municipality"])
def test_every_year_with_rules_has_a_template_of_its_own_columns(level, language, facts_with):
    places = places_of(facts_with(), level)
    for year in known_years(level):
        found = rules(level, year)
        figures, _guide = read_sheets(xlsx(found, places, language), "pohja.xlsx")
        assert figures.columns == tuple(column.heading(language) for column in columns_of(found))
        assert len(set(figures.columns)) == len(figures.columns)


def test_the_older_decree_has_its_own_indicators(places):
    # Decree 1392/2022 as it was before 873/2024: eight process indicators, school social workers among them
    headings = [column.heading("fi") for column in columns_of(rules("county", 2023))]
    assert len([column for column in columns_of(rules("county", 2023)) if column.kind == "figure"]) == 2 * 13
    assert any("kuraattori" in heading for heading in headings)


def test_municipalities_are_those_of_today_without_aland(facts_with):
    places = places_of(facts_with(), "municipality")
    figures, _guide = read_sheets(xlsx(rules("municipality", 2026), places), "pohja.xlsx")
    assert [row[:2] for row in figures.rows[2:]] == [("016", "Asikkala"), ("316", "Kärkölä"), ("398", "Lahti")]
    assert sum("uusin luku" in heading for heading in figures.columns) == 5
    assert sum(unit == "kyllä tai ei" for unit in figures.rows[0]) == 15


def test_what_is_known_stands_there_already(county, places):
    values = {("09", "residents"): 204_635.0, ("09", "injuries"): 91.25}
    figures, _guide = read_sheets(xlsx(county, places, values=values), "pohja.xlsx")
    row = dict(zip(figures.columns, figures.rows[2 + 8], strict=True))
    assert row["Asukasluku 31.12.2024"] == "204635"
    assert row["Vammojen ja myrkytysten vuoksi sairaalassa hoidetut potilaat 2024"] == "91.25"
    text = template_csv(county, places, language="fi", values=values).decode("utf-8-sig")
    assert ";204635;" in text
    assert ";91,25;" in text
    assert ";91.25;" in template_csv(county, places, language="en", values=values).decode("utf-8-sig")


def test_a_code_keeps_its_leading_zero_as_text(county, places):
    assert '<c r="A4" s="' in sheet_xml(xlsx(county, places), 1)
    figures, _guide = read_sheets(xlsx(county, places), "pohja.xlsx")
    assert figures.rows[2][0] == "01"


def test_what_may_be_written_is_limited(county, places, facts_with):
    xml = sheet_xml(xlsx(county, places), 1)
    assert xml.count("<dataValidation ") == 3 + 22
    assert xml.count('type="whole" operator="greaterThanOrEqual"') == 3
    assert xml.count("<formula1>0</formula1><formula2>100</formula2>") == 20
    towns = xlsx(rules("municipality", 2026), places_of(facts_with(), "municipality"), "sv")
    assert sheet_xml(towns, 1).count('<formula1>"ja,nej"</formula1>') == 15


@pytest.mark.parametrize(("language", "word"), [("fi", "tarvitaan laskuun"), ("sv", "behövs"), ("en", "needed")])
def test_the_guide_tells_where_the_figures_are_and_lists_every_column(county, places, language, word):
    _figures, guide = read_sheets(xlsx(county, places, language), "pohja.xlsx")
    text = "\n".join("\t".join(row) for row in guide.rows)
    assert "Hyvinvointialueiden Hyte-kerroinraportti" in text
    assert "2024" in text
    assert word in text
    for column in columns_of(county)[2:]:
        assert column.heading(language) in text
    assert text.count("1392/2022 3 §") == 22


def test_the_same_template_is_the_same_file(county, places):
    assert xlsx(county, places) == xlsx(county, places)


def test_a_name_that_looks_like_a_formula_stays_a_text(county, places):
    [first, *rest] = places
    figures, _guide = read_sheets(xlsx(county, [first._replace(fi="=1+1"), *rest]), "pohja.xlsx")
    assert figures.rows[2][1] == "=1+1"
    assert figures.problems == ()
