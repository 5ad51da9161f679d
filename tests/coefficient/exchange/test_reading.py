"""Tables as people bring them: what is read, what is told at which cell, and that nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest
import xlsxwriter

from coefficient_files import Filled, told, workbook
from hytti.coefficient.exchange.findings import Code, Finding, finding
from hytti.coefficient.exchange.places import Place
from hytti.coefficient.exchange.reading import read_table
from hytti.methods.coefficient.rules import rules
from hytti.sources import problems as files


def test_a_full_table_is_taken_without_a_word(filled):
    read = filled.read(source="THL, koe")
    assert (read.findings, read.missing, read.stopped) == ((), (), False)
    assert read.table.areas == (*(f"{number:02}" for number in range(1, 22)), "90")
    assert read.table.latest["mmr"][0] == pytest.approx(40 + filled.at("mmr") % 10 / 10)
    assert read.table.source("mmr", "09") == "THL, koe"
    assert read.table.years == (2024, 2023)
    assert read.table.names[8] == "Päijät-Häme"


def test_headings_are_known_in_any_language_and_order(county, places):
    filled = Filled(county, places, "sv")
    filled.grid[0][filled.at("mmr")] = "Children's measles, mumps and rubella VACCINATION coverage - 2024"
    filled.grid[0][filled.at("name")] = "Hyvinvointialue"
    expected = filled.read().table
    for row in filled.grid:
        row.reverse()
    read = filled.read()
    assert read.findings == ()
    assert read.table.as_dict()["columns"] == expected.as_dict()["columns"]


@pytest.mark.parametrize("written", ["9", "09", "Päijät-Häme", "päijät-hämeen  hyvinvointialue", "Päijänne–Tavastland"])
def test_an_area_is_known_by_its_code_and_by_its_names(filled, written):
    filled.grid[filled.line("09") - 1][:2] = ["", written]
    assert filled.read().findings == ()


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("mmr", "n. 97", Code.NOT_A_NUMBER),
        ("mmr", "-3", Code.NEGATIVE),
        ("mmr", "101", Code.OVER_CEILING),
        ("mmr", "0,97", Code.SMALL_BESIDE_OTHERS),
        ("births", "-10", Code.NEGATIVE),
        ("births", "10,5", Code.NOT_WHOLE),
        ("injuries", "kymmenen", Code.NOT_A_NUMBER),
    ],
)
def test_what_is_wrong_in_a_cell_is_told_at_the_cell(filled, key, text, code):
    read = filled.put("09", key, text).read()
    assert told(read, code) == [(filled.line("09"), filled.heading(key), {"value": text})]
    assert read.stopped == code.stops == (read.table is None)


def test_a_zero_before_is_told_where_the_relative_change_needs_it(filled):
    read = filled.put("09", "injuries", "60").put("09", "injuries:before", "0").read()
    assert told(read, Code.ZERO_BEFORE) == [(filled.line("09"), filled.heading("injuries:before"), {})]
    assert read.table is None


def test_a_zero_before_is_no_matter_where_the_target_is_reached(filled):
    read = filled.put("09", "neet:before", "0").put("09", "neet", "9,9").read()
    assert (read.findings, read.stopped) == ((), False)


@pytest.mark.parametrize(
    ("text", "value"), [("97,3", 97.3), ("97.3", 97.3), ("97,3 %", 97.3), (" 97 ", 97.0), ("1,0e1", 10.0)]
)
def test_a_number_is_read_as_people_write_it(filled, text, value):
    assert filled.put("09", "mmr", text).read().table.latest["mmr"][8] == value


def test_thousands_may_stand_apart(filled):
    assert filled.put("09", "residents", "204 635").read().table.residents[8] == 204_635


def test_an_empty_cell_is_absent_and_told_as_missing(filled):
    read = filled.put("09", "mmr", "").put("09", "mmr:before", "").read()
    assert np.isnan(read.table.latest["mmr"][8])
    assert [(place.code, column.key) for place, column in read.missing] == [("09", "mmr")]
    assert read.findings == ()


def test_a_column_of_shares_is_asked_about_and_never_guessed(filled):
    filled.put_column("mmr", [f"0,9{number:02}" for number in range(22)])
    read = filled.read()
    assert told(read, Code.LOOKS_LIKE_SHARE) == [(None, filled.heading("mmr"), {"heading": filled.heading("mmr")})]
    assert [column.key for column in read.shares] == ["mmr"]
    assert read.table is None
    assert read.values["02", "mmr"] == 0.901
    as_percent = filled.read(shares={"mmr": "percent"})
    assert as_percent.findings == ()
    assert list(as_percent.table.latest["mmr"][:3]) == [90.0, 90.1, 90.2]
    as_they_are = filled.read(shares={"mmr": "as_they_are"})
    assert as_they_are.findings == ()
    assert list(as_they_are.table.latest["mmr"][:3]) == [0.9, 0.901, 0.902]


def test_small_percentages_with_a_small_target_are_no_shares(filled):
    # Hip fractures have the target 0.5 per cent: true figures are below one
    read = filled.put_column("hip_fractures", [f"0,{number + 40}" for number in range(22)]).read()
    assert (read.shares, read.findings) == ((), ())
    read = filled.put_column("hip_fractures", [f"0,00{number + 40}" for number in range(22)]).read()
    assert [column.key for column in read.shares] == ["hip_fractures"]


def test_years_are_told_by_the_headings_so_that_swapped_columns_do_no_harm(filled):
    expected = filled.read().table
    latest, before = filled.at("neet"), filled.at("neet:before")
    for row in filled.grid:
        row[latest], row[before] = row[before], row[latest]
    read = filled.read()
    assert read.findings == ()
    assert list(read.table.latest["neet"]) == list(expected.latest["neet"])


def test_a_year_that_is_not_counted_is_told(filled):
    heading = filled.heading("neet").replace("2024", "2025")
    filled.grid[0][filled.at("neet")] = heading
    read = filled.read()
    expected = {"year": 2025, "funding": 2026, "latest": 2024, "before": 2023}
    assert told(read, Code.OTHER_YEAR) == [(None, heading, expected)]
    assert read.table is None


def test_a_heading_without_a_year_is_told(filled):
    heading = filled.heading("neet").removesuffix(" 2024")
    filled.grid[0][filled.at("neet")] = heading
    assert told(filled.read(), Code.NO_YEAR) == [(None, heading, {"heading": heading, "latest": 2024, "before": 2023})]


def test_a_heading_written_nearly_right_is_asked_about_and_a_strange_one_left_out(filled):
    filled.grid[0][filled.at("hip_fractures")] = "Lonkkamurtumat 65 vuota täyttäneillä 2024"
    for at, row in enumerate(filled.grid):
        row.append("Huomautus" if at == 0 else "")
    read = filled.read()
    [(_, _, arguments)] = told(read, Code.NEAR_COLUMN)
    assert arguments["near"] == "Lonkkamurtumat 65 vuotta täyttäneillä"
    assert told(read, Code.UNKNOWN_COLUMN) == [(None, "Huomautus", {"heading": "Huomautus"})]


def test_one_column_under_two_names_is_told(filled):
    for at, row in enumerate(filled.grid):
        row.append("Födda 2024" if at == 0 else "")
    [(_, column, arguments)] = told(filled.read(), Code.SAME_MEANING)
    assert (column, arguments) == ("Födda 2024", {"heading": "Födda 2024", "other": "Syntyneitä 2024"})


def test_a_missing_column_is_told_and_the_rest_is_computed(filled):
    read = filled.without_column("forms").read()
    assert [arguments["heading"] for _, _, arguments in told(read, Code.NO_COLUMN)] == [
        "AUDIT- ja AUDIT-C-lomakkeita 2024"
    ]
    assert read.table.forms is None
    assert filled.without_column("mmr:before").read().table is not None


def test_an_area_twice_is_told_with_the_row_where_it_was_first(filled):
    filled.grid.append([*filled.grid[filled.line("09") - 1]])
    read = filled.read()
    assert told(read, Code.AREA_TWICE) == [(len(filled.grid), "Koodi", {"area": "Päijät-Häme", "first": 12})]
    assert read.table is None


def test_aland_and_the_whole_country_are_left_out_and_told(filled):
    like = filled.grid[-1][2:]
    filled.grid += [["91", "Ahvenanmaa", *like], ["", "Koko maa", *like]]
    read = filled.read()
    assert told(read, Code.ALAND) == [(26, "Koodi", {"area": "Ahvenanmaa"})]
    assert told(read, Code.WHOLE_COUNTRY) == [(27, "Alue", {})]
    assert len(read.table.areas) == 22


def test_twenty_one_areas_are_computed_and_the_absent_one_is_told(filled):
    read = filled.without_row("20").read()
    assert told(read, Code.MISSING_AREA) == [(None, None, {"area": "Kainuu"})]
    assert len(read.table.areas) == 21
    assert not read.stopped


def test_an_empty_row_of_the_template_is_an_absent_area(filled):
    filled.grid[filled.line("20") - 1][2:] = ["71000", *[""] * (len(filled.columns) - 3)]
    read = filled.read()
    assert told(read, Code.MISSING_AREA) == [(None, None, {"area": "Kainuu"})]
    assert "20" not in read.table.areas


def test_an_unknown_area_is_told_and_one_written_nearly_right_is_suggested(filled):
    filled.grid[filled.line("09") - 1][:2] = ["", "Päijät-Hämme"]
    filled.grid[filled.line("20") - 1][:2] = ["", "Atlantis"]
    read = filled.read()
    near = {"value": "Päijät-Hämme", "near": "Päijät-Häme"}
    assert told(read, Code.NEAR_AREA) == [(12, "Alue", near)]
    assert told(read, Code.UNKNOWN_AREA) == [(23, "Alue", {"value": "Atlantis"})]


def test_a_code_and_a_name_that_disagree_are_told(filled):
    filled.grid[filled.line("09") - 1][1] = "Kainuu"
    assert told(filled.read(), Code.OTHER_AREA) == [(12, "Alue", {"area": "Päijät-Häme", "other": "Kainuu"})]


def test_a_row_without_an_area_is_told(filled):
    filled.grid[filled.line("09") - 1][:2] = ["", " "]
    assert told(filled.read(), Code.NO_AREA) == [(12, "Koodi", {})]


def test_an_area_that_the_sum_does_not_know_is_refused(county, places):
    filled = Filled(county, [*places, Place("22", "Uusi", "Ny", "New")])
    read = filled.read()
    assert told(read, Code.REFUSED) == [(filled.line("22"), None, {"what": "area_unknown"})]
    assert read.table is None


def test_residents_come_from_elsewhere_where_the_file_has_none(filled):
    filled.put("09", "residents", "")
    read = filled.read()
    assert told(read, Code.NO_RESIDENTS) == [(12, "Asukasluku 31.12.2024", {})]
    assert read.table is None
    read = filled.read(residents={"09": 204_635, "01": 1}, source="THL", residents_source="Tilastokeskus 2024")
    assert (read.findings, read.table.residents[8], read.table.residents[0]) == ((), 204_635, 1000)
    assert (read.table.source("residents", "09"), read.table.source("mmr", "09")) == ("Tilastokeskus 2024", "THL")
    without = filled.without_column("residents").read(residents={place.code: 10 for place in filled.places})
    assert set(without.table.residents) == {10}


def test_nothing_is_lost_when_something_stops_the_table(filled):
    read = filled.put("09", "mmr", "huono").put("09", "injuries", "-1").read()
    assert read.table is None
    assert read.headings == tuple(filled.grid[0])
    assert [row.cells for row in read.rows] == [tuple(row) for row in filled.grid[3:]]
    assert [column.key for column in read.columns] == [column.key for column in filled.columns]
    assert read.rows[8].place.code == "09"
    assert read.values["09", "neet"] == 48 + filled.at("neet") % 10 / 10
    assert {one.code for one in read.findings} == {Code.NOT_A_NUMBER, Code.NEGATIVE}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", files.Code.EMPTY),
        (b"Koodi;Alue\n", files.Code.NO_DATA),
        ("Koodi;Alue\n09;Päijät-Häme\n".encode("utf-16"), files.Code.UTF_16),
        (b"Koodi;Alue\n\x81;\n", files.Code.ENCODING),
        (b"Koodi;Alue\n09\n", files.Code.UNEVEN),
        (b"Koodi;Alue\n09;131052-308T\n", files.Code.IDENTITY_CODE),
        (b"PK\x03\x04 no workbook", files.Code.UNREADABLE),
    ],
)
def test_a_file_that_is_no_table_is_told(county, places, data, code):
    read = read_table(data, "t.csv", county, places)
    assert [one.code for one in read.findings] == [code]
    assert (read.table, read.stopped) == (None, True)


def test_latin_1_letters_are_read(filled):
    data = filled.file().decode().encode("latin-1", "replace")
    read = read_table(data, "t.csv", filled.rules, filled.places)
    assert read.rows[8].cells[1] == "Päijät-Häme"


def test_a_file_of_something_else_is_told_and_shown(county, places):
    read = read_table(b"Nimi;Puhelin\nKirjasto;03\n", "muu.csv", county, places)
    assert [(one.code, dict(one.arguments)) for one in read.findings] == [(Code.NO_TABLE, {"name": "muu.csv"})]
    assert (read.headings, read.rows[0].cells) == (("Nimi", "Puhelin"), ("Kirjasto", "03"))


def test_a_file_of_thousands_of_rows_is_no_table_of_areas(filled):
    filled.grid += [["", "Päijät-Hämme", *filled.grid[-1][2:]]] * 2000
    read = filled.read()
    assert told(read, Code.TOO_MANY_ROWS) == [(None, None, {"limit": 2000})]
    assert len(read.rows) == 2000 - 2
    assert read.table is None


def test_a_file_of_hundreds_of_columns_is_no_table_of_areas(filled):
    for row in filled.grid:
        row += [f"{number}" for number in range(500)]
    assert [one.code for one in filled.read().findings] == [Code.NO_TABLE]


def test_an_empty_template_has_no_figures(county, places):
    filled = Filled(county, places)
    for row in filled.grid[3:]:
        row[2:] = ["500", *[""] * (len(row) - 3)]
    read = filled.read()
    assert [one.code for one in read.findings] == [Code.NO_FIGURES]
    assert read.table is None


def test_of_a_workbook_the_fullest_sheet_is_read_and_the_others_are_told(filled):
    small = [["Alue", "Asukasluku 2024"], ["Kainuu", 70_000]]
    grid = [[*row] for row in filled.grid]
    read = read_table(workbook(Pienet=small, Luvut=grid, Muuta=[["teksti", "a"], ["b", "c"]]), "t.xlsx", filled.rules,
                      filled.places)  # fmt: skip
    assert [(one.code, dict(one.arguments)) for one in read.findings] == [(Code.SHEET_NOT_READ, {"name": "Pienet"})]
    assert (read.sheet, len(read.table.areas)) == ("Luvut", 22)


def test_a_cell_with_an_error_is_told(filled):
    def draw(book: xlsxwriter.Workbook) -> None:
        book.get_worksheet_by_name("Luvut").write_formula(11, filled.at("mmr"), "=1/0", None, "#DIV/0!")

    read = read_table(workbook(draw, Luvut=filled.grid), "t.xlsx", filled.rules, filled.places)
    assert [one.code for one in read.findings] == [files.Code.ERROR_CELL]
    assert read.table is None


def test_municipalities_answer_yes_or_no_in_any_language(facts_with):
    from hytti.coefficient.exchange.places import places_of

    towns = Filled(rules("municipality", 2026), places_of(facts_with(), "municipality"))
    answers = [column.key for column in towns.columns if column.kind == "answer"]
    assert len(answers) == 15
    for key in answers:
        towns.put_column(key, ["kyllä", "Nej", "YES"])
    read = towns.put("398", answers[0], "ehkä").put("398", answers[1], "").read()
    assert told(read, Code.NOT_YES_OR_NO) == [(towns.line("398"), towns.heading(answers[0]), {"value": "ehkä"})]
    read = towns.put("398", answers[0], "1").read()
    assert list(read.table.latest[answers[0]]) == [100, 0, 100]
    assert [(place.code, column.key) for place, column in read.missing] == [("398", answers[1])]
    assert read.table.years is None


def test_a_few_municipalities_are_enough_and_the_rest_is_told_in_one_sentence(facts_with):
    from hytti.coefficient.exchange.places import places_of

    towns = Filled(rules("municipality", 2026), places_of(facts_with(), "municipality"))
    for column in towns.columns:
        if column.kind == "answer":
            towns.put_column(column.key, ["kyllä", "ei", "ei"])
    read = towns.without_row("316").read()
    assert told(read, Code.MISSING_AREAS) == [(None, None, {"number": 1})]
    assert read.table.areas == ("016", "398")


def test_a_finding_needs_the_arguments_of_its_sentence():
    with pytest.raises(ValueError, match="area"):
        finding(Code.AREA_TWICE, first=3)
    assert Finding(Code.ALAND, {"area": "Åland"}).text.startswith("Åland does not belong")
