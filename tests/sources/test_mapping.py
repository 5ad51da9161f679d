"""From people's tables to facts. Figures: Sotkanet 683 of 2023 and Statistics Finland's population, as stored."""

from __future__ import annotations

import pytest

from hytti.sources.mapping import Mapping, facts, guess_mapping
from hytti.sources.problems import Code
from hytti.sources.records import fact_schema
from hytti.sources.spreadsheets import read_sheets
from sources import workbook

AREAS = {"398": "kunta-398", "lahti": "kunta-398", "016": "kunta-016", "asikkala": "kunta-016", "kärkölä": "kunta-316"}
INDICATORS = {"diabeteslääkkeet": "oma-diabetes", "ikäihmiset": "oma-ikaihmiset"}
LONG = Mapping(area="alue", year="vuosi", value="arvo", count="lkm", fixed_indicator="oma-diabetes")


def read(text, mapping=LONG, name="luvut.csv"):
    [sheet, *_] = read_sheets(text if isinstance(text, bytes) else text.encode(), name)
    table, problems = facts(
        sheet,
        mapping,
        areas=lambda cell: AREAS.get(cell.casefold()),
        indicators=lambda cell: INDICATORS.get(cell.casefold()),
    )
    assert table.schema == fact_schema()
    return table.to_pylist(), problems


def told(problems):
    return [(found.row, found.column, found.code) for found in problems]


def test_a_row_is_a_fact():
    rows, problems = read("alue;vuosi;arvo;lkm\nLahti;2023;11,5;7 788\n016;2023;12,5;675\n")
    assert problems == ()
    assert rows == [
        {"indicator": "oma-diabetes", "area": area, "year": 2023, "sex": "total", "value": value, "count": count}
        | {"denominator": None, "flag": None}
        for area, value, count in (("kunta-398", 11.5, 7788.0), ("kunta-016", 12.5, 675.0))
    ]


def test_every_column_has_its_place():
    heading = "mittari;alue;vuosi;sukupuoli;arvo;lkm;väestö;huom"
    mapping = Mapping("alue", "vuosi", "sukupuoli", "mittari", "arvo", "lkm", "väestö", "huom")
    rows, problems = read(f"{heading}\nDiabeteslääkkeet;Lahti;2023;naiset;1;2;3;ennakkotieto\n", mapping)
    assert problems == ()
    assert list(rows[0].values()) == ["oma-diabetes", "kunta-398", 2023, "female", 1.0, 2.0, 3.0, "preliminary"]


def test_years_side_by_side_are_a_fact_each():
    mapping = Mapping(area="kunta", years=("2022", "2023"), fixed_indicator="oma-vaki", fixed_sex="male")
    rows, problems = read("kunta;2022;2023\nLahti;1,5;2,5\nAsikkala;;3\n", mapping)
    assert problems == ()
    assert [(row["area"], row["year"], row["sex"], row["value"]) for row in rows] == [
        ("kunta-398", 2022, "male", 1.5),
        ("kunta-398", 2023, "male", 2.5),
        ("kunta-016", 2023, "male", 3.0),
    ]


def test_fixed_values_stand_where_there_is_no_column():
    mapping = Mapping(value="arvo", fixed_area="hyvinvointialue-09", fixed_year=2023, fixed_indicator="oma-diabetes")
    rows, problems = read("arvo;muu\n12,1;\n", mapping)
    assert (problems, len(rows)) == ((), 1)
    assert (rows[0]["area"], rows[0]["year"], rows[0]["value"]) == ("hyvinvointialue-09", 2023, 12.1)


def test_a_row_without_a_figure_is_absent_and_zero_is_a_figure():
    rows, problems = read("alue;vuosi;arvo;lkm\nLahti;2023;;\nLahti;2022;0;\n;;;x\n".replace("x", ""))
    assert problems == ()
    assert [(row["year"], row["value"], row["count"]) for row in rows] == [(2022, 0.0, None)]


def test_a_suppressed_figure_is_a_fact_without_one():
    mapping = Mapping(area="alue", year="vuosi", value="arvo", flag="merkintä", fixed_indicator="oma-diabetes")
    rows, problems = read("alue;vuosi;arvo;merkintä\nLahti;2023;;salattu\nLahti;2022;;\n", mapping)
    assert problems == ()
    assert [(row["year"], row["value"], row["flag"]) for row in rows] == [(2023, None, "suppressed")]
    assert told(read("alue;vuosi;arvo;merkintä\nLahti;2023;4;salattu\n", mapping)[1]) == [
        (2, "merkintä", Code.SUPPRESSED_FIGURE)
    ]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("Lahtii;2023;1;", "alue", Code.UNKNOWN_AREA),
        ("16;2023;1;", "alue", Code.UNKNOWN_AREA),
        (";2023;1;", "alue", Code.EMPTY_CELL),
        ("Lahti;20023;1;", "vuosi", Code.NOT_A_YEAR),
        ("Lahti;23;1;", "vuosi", Code.NOT_A_YEAR),
        ("Lahti;1023;1;", "vuosi", Code.NOT_A_YEAR),
        ("Lahti;2023-2024;1;", "vuosi", Code.NOT_A_YEAR),
        ("Lahti;;1;", "vuosi", Code.NOT_A_YEAR),
        ("Lahti;2023;N/A;", "arvo", Code.NOT_A_NUMBER),
        ("Lahti;2023;-;", "arvo", Code.NOT_A_NUMBER),
        ("Lahti;2023;;alle 5", "lkm", Code.NOT_A_NUMBER),
        ("Lahti;2023;;-1", "lkm", Code.NEGATIVE),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_row_is_left_out(row, column, code):
    rows, problems = read(f"alue;vuosi;arvo;lkm\nAsikkala;2022;1;\n\n{row}\n")
    assert told(problems) == [(4, column, code)]
    assert [row["area"] for row in rows] == ["kunta-016"]


def test_all_that_is_wrong_in_a_file_is_told_at_once():
    _, problems = read("alue;vuosi;arvo;lkm\nX;20023;N/A;-\nLahti;2023;1;\nY;2023;1;\n")
    assert set(told(problems)) == {
        (2, "vuosi", Code.NOT_A_YEAR),
        (2, "arvo", Code.NOT_A_NUMBER),
        (2, "lkm", Code.NOT_A_NUMBER),
        (2, "alue", Code.UNKNOWN_AREA),
        (4, "alue", Code.UNKNOWN_AREA),
    }
    assert str(problems[-1]) == (
        "line 4, alue: 'Y' is not a known area; write its name or its code with leading zeros."
    )


def test_words_for_sex_flag_and_indicator_are_checked():
    mapping = Mapping("alue", "vuosi", "sp", "mittari", "arvo", flag="huom")
    _, problems = read("mittari;alue;vuosi;sp;arvo;huom\nmuu;Lahti;2023;muu;1;muu\n", mapping)
    assert {(found.column, found.code) for found in problems} == {
        ("mittari", Code.UNKNOWN_INDICATOR),
        ("sp", Code.NOT_A_SEX),
        ("huom", Code.NOT_A_FLAG),
    }


@pytest.mark.parametrize(
    ("words", "sex"),
    [
        (("", "Yhteensä", "totalt"), "total"),
        (("Miehet", "män", "male"), "male"),
        (("naiset", "Kvinnor", "F"), "female"),
    ],
)
def test_sexes_are_understood_in_three_languages(words, sex):
    mapping = Mapping("alue", "vuosi", "sp", value="arvo", fixed_indicator="x")
    for word in words:
        rows, problems = read(f"alue;vuosi;sp;arvo\nLahti;2023;{word};1\n", mapping)
        assert (problems, rows[0]["sex"]) == ((), sex)


def test_equal_repeats_are_one_and_different_ones_are_told_with_both_lines():
    assert len(read("alue;vuosi;arvo;lkm\nLahti;2023;1,0;\n398;2023;1.0;\n")[0]) == 1
    _, problems = read("alue;vuosi;arvo;lkm\nLahti;2023;1;\nAsikkala;2023;5;\n398;2023;2;\n")
    assert [str(found) for found in problems] == [
        "line 4: The figure of oma-diabetes, kunta-398, 2023, total is here 2 and was 1 in row 2; leave one of them."
    ]


@pytest.mark.parametrize(
    ("mapping", "codes"),
    [
        (Mapping(), [Code.NOT_MAPPED] * 4),
        (Mapping(area="alue", year="vuosi", value="osuus", fixed_indicator="x"), [Code.NO_COLUMN]),
        (Mapping(area="alue", years=("vuosi",), fixed_indicator="x"), [Code.NOT_A_YEAR]),
    ],
)
def test_a_mapping_that_does_not_fit_is_told_before_any_row(mapping, codes):
    rows, problems = read("alue;vuosi;arvo\nLahti;2023;1\n", mapping)
    assert (rows, [found.code for found in problems]) == ([], codes)


def test_what_is_wrong_with_the_sheet_stops_all_rows():
    def broken(sheet, line, column):
        sheet.write_formula(line, column, "=1/0", None, "#DIV/0!")

    data = workbook.xlsx([["alue", "vuosi", "arvo", "lkm"], ["Lahti", 2023, broken], ["Asikkala", 2023, 1]])
    rows, problems = read(data, name="luvut.xlsx")
    assert (rows, told(problems)) == ([], [(2, None, Code.ERROR_CELL)])


def test_a_sheet_with_no_figure_at_all_is_told():
    assert told(read("alue;vuosi;arvo;lkm\nLahti;2023;;\n")[1]) == [(None, None, Code.NO_DATA)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Kunta", "Vuosi", "Arvo"], Mapping("Kunta", "Vuosi", value="Arvo")),
        (["Kunta", "Kuntakoodi", "Vuosi", "Lukumäärä"], Mapping("Kuntakoodi", "Vuosi", count="Lukumäärä")),
        (
            ["område", "år", "kön", "värde", "antal", "befolkning"],
            Mapping("område", "år", "kön", "", "värde", "antal", "befolkning"),
        ),
        (["area_code", "area_name", "year", "value"], Mapping("area_code", "year", value="value")),
        (["Osuus (%)", "Alue", "Vuosi"], Mapping("Alue", "Vuosi", value="Osuus (%)")),
        (["Alue / Område / Area", "Vuosi / År / Year"], Mapping("Alue / Område / Area", "Vuosi / År / Year")),
        (["Alue", "2022", "2023", "20023"], Mapping("Alue", years=("2022", "2023"))),
        (
            ["region", "year", "gender", "primary value", "absolute value"],
            Mapping("region", "year", "gender", "", "primary value", "absolute value"),
        ),
        (["a", "b"], Mapping()),
        ([], Mapping()),
    ],
)
def test_the_mapping_is_guessed_from_headings(columns, expected):
    assert guess_mapping(columns) == expected
