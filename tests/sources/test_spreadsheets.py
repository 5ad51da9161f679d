"""People's files, as people save them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.sources import spreadsheets, workbooks
from hytti.sources.problems import Code, HoldsIdentityCodes, Unreadable
from hytti.sources.spreadsheets import number, read_sheets
from sources import workbook

GRID = [["kunta", "vuosi", "arvo"], ["Hämeenkoski", 2015, 12.5], ["Kärkölä", 2016, "1 234,5"]]
ROWS = (("Hämeenkoski", "2015", "12.5"), ("Kärkölä", "2016", "1 234,5"))
HETU = "131052-308T"


def codes(error):
    return [found.code for found in error.value.problems]


def refused(data, name="luvut.xlsx"):
    with pytest.raises(Unreadable) as error:
        read_sheets(data, name)
    return codes(error)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_its_encodings_and_with_its_delimiters(encoding, delimiter):
    lines = [delimiter.join(cells) for cells in (("kunta", " arvo "), ("Hämeenkoski", "1"), ("", ""), ("Kärkölä", "2"))]
    [sheet] = read_sheets("\r\n".join(lines).encode(encoding), "luvut.csv")
    assert (sheet.columns, sheet.rows) == (("kunta", "arvo"), (("Hämeenkoski", "1"), ("Kärkölä", "2")))
    assert (sheet.lines, sheet.delimiter) == ((2, 4), delimiter)
    assert sheet.decimal_comma == (delimiter != ",")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY),
        (b" \n;\n", Code.EMPTY),
        (b"kunta;arvo\n", Code.NO_DATA),
        (b"a;a\n1;2\n", Code.SAME_COLUMN),
        ("kunta;arvo\n".encode("utf-16"), Code.UTF_16),
        (b"kunta;arvo\n\x81;1\n", Code.ENCODING),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Code.LOCKED),
    ],
)
def test_a_file_without_a_table_is_refused(data, code):
    assert refused(data) == [code]


def test_every_uneven_row_is_told():
    with pytest.raises(Unreadable) as error:
        read_sheets(b"a;b\n1\n1;2\n1;2;3\n", "luvut.csv")
    assert [(found.row, found.arguments["cells"]) for found in error.value.problems] == [(2, 1), (4, 3)]
    assert str(error.value).startswith("line 2: 1 cells where the first row has 2 columns.")


def test_a_cell_of_endless_text_is_told_and_not_a_crash():
    assert refused(b'a;b\n"' + b"x" * 200_000) == [Code.QUOTES]


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(spreadsheets, "LARGEST", 10)
    assert refused(b"a;b\n1;2\n1;2\n") == [Code.FILE_TOO_LARGE]


def test_xlsx_is_read_with_finnish_letters_and_its_lines():
    [sheet] = read_sheets(workbook.xlsx([[], [], GRID[0], GRID[1], [], GRID[2]]), "luvut.xlsx")
    assert (sheet.columns, sheet.rows, sheet.lines) == (tuple(GRID[0]), ROWS, (4, 6))
    assert sheet.problems == ()
    assert sheet.decimal_comma


def test_ods_is_read_with_finnish_letters():
    rows = workbook.row(*GRID[0]), workbook.row("Hämeenkoski", workbook.number(2015), workbook.number(12.5))
    [sheet] = read_sheets(workbook.ods(("Taulu1", "".join(rows))), "luvut.ods")
    assert (sheet.name, sheet.columns, sheet.rows) == ("Taulu1", tuple(GRID[0]), ROWS[:1])


def test_codes_keep_their_leading_zeros_and_whole_numbers_have_no_point():
    grid = [["koodi", "luku", "tosi", "päivä"], ["016", 16, True, _leap_day]]
    [sheet] = read_sheets(workbook.xlsx(grid), "luvut.xlsx")
    assert sheet.rows == (("016", "16", "TRUE", "2024-02-29"),)


def _leap_day(sheet, line, column):
    sheet.write_datetime(line, column, dt.datetime(2024, 2, 29))


def test_columns_without_anything_are_left_out_and_those_without_a_heading_get_their_letter():
    [sheet] = read_sheets(workbook.xlsx([["kunta", "", None, "arvo"], ["Lahti", "", "x", 1]]), "luvut.xlsx")
    assert (sheet.columns, sheet.rows) == (("kunta", "C", "arvo"), (("Lahti", "x", "1"),))


def test_only_visible_sheets_with_something_are_shown():
    data = workbook.xlsx(GRID, [], [["piilo"]], [["ohje"]], names=("Luvut", "Tyhjä", "Piilo", "Ohje"), hidden=(2,))
    assert [sheet.name for sheet in read_sheets(data, "luvut.xlsx")] == ["Luvut", "Ohje"]
    assert refused(workbook.xlsx([])) == [Code.EMPTY]


def test_sheets_of_charts_are_passed_by():
    data = workbook.xlsx(GRID, names=("Luvut",), draw=lambda book: book.add_chartsheet("Kuva").set_chart(_chart(book)))
    assert [sheet.name for sheet in read_sheets(data, "luvut.xlsx")] == ["Luvut"]


def _chart(book):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Luvut!$C$2:$C$3"})
    return chart


def test_two_columns_of_one_name_are_a_problem_of_their_sheet_only():
    first, second = read_sheets(workbook.xlsx([["a", "a"], [1, 2]], GRID), "luvut.xlsx")
    assert [found.code for found in first.problems] == [Code.SAME_COLUMN]
    assert second.problems == ()


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!"])
def test_errors_in_cells_are_told_with_their_place(error):
    def broken(sheet, line, column):
        sheet.write_formula(line, column, "=1/0", None, error)

    [sheet] = read_sheets(workbook.xlsx([["kunta", "arvo"], ["Lahti", 1], ["Asikkala", broken]]), "luvut.xlsx")
    assert [(found.row, found.text) for found in sheet.problems] == [
        (3, f"The cell B3 holds the error {error}; correct the formula.")
    ]


def test_formulas_count_by_their_result_and_without_one_are_told():
    def formula(value):
        return lambda sheet, line, column: sheet.write_formula(line, column, "=A1", None, value)

    grid = [["kunta", "arvo", "ei", "teksti"], ["Lahti", formula(12.5), 1, formula("teksti")]]
    [sheet] = read_sheets(workbook.xlsx(grid), "luvut.xlsx")
    assert (sheet.rows, sheet.problems) == ((("Lahti", "12.5", "1", "teksti"),), ())
    data = workbook.changed(workbook.xlsx(grid), "xl/worksheets/sheet1.xml", "<v>12.5</v>", "")
    [sheet] = read_sheets(data, "luvut.xlsx")
    assert [(found.code, found.arguments["cell"]) for found in sheet.problems] == [(Code.FORMULA_WITHOUT_RESULT, "B2")]


def test_errors_in_ods_are_told_with_their_place():
    broken = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    blank = '<table:table-cell table:formula="of:=A1"/>'
    rows = workbook.row("kunta", "arvo", "x"), workbook.row("Lahti", "1", "2", repeated=2)
    last = workbook.row("Iitti", broken, blank)
    [sheet] = read_sheets(workbook.ods(("T", "".join((*rows, last)))), "luvut.ods")
    assert [(found.code, found.row, found.arguments["cell"]) for found in sheet.problems] == [
        (Code.ERROR_CELL, 4, "B4"),
        (Code.FORMULA_WITHOUT_RESULT, 4, "C4"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 half",
        workbook.xlsx(GRID)[:-500],
        workbook.zipped({"readme.txt": "hei"}),
        workbook.zipped({"xl/workbook.xml": "<workbook>"}),
        workbook.zipped({"content.xml": "<office"}),
        workbook.changed(workbook.xlsx(GRID), "xl/worksheets/sheet1.xml", "</sheetData>", "<"),
        workbook.changed(workbook.xlsx(GRID), "xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"),
        workbook.changed(workbook.xlsx(GRID), "xl/worksheets/sheet1.xml", "UTF-8", "UTF-16"),
        workbook.changed(
            workbook.xlsx(GRID), "xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData>" + "<c " * 300_000
        ),
        workbook.changed(workbook.xlsx(GRID), "xl/worksheets/sheet1.xml", "<sheetData>", "<c>" * 300_000 + "\0"),
    ],
    ids=lambda data: "file",
)
def test_a_half_written_file_is_refused(data):
    assert refused(data) in ([Code.UNREADABLE], [Code.EMPTY])


@pytest.mark.parametrize("place", [-40, 60, 700])
def test_a_file_with_a_wrong_checksum_is_refused(place):
    data = bytearray(workbook.xlsx(GRID))
    data[place] ^= 0xFF
    try:
        sheets = read_sheets(bytes(data), "luvut.xlsx")
    except Unreadable:
        return
    assert sheets[0].rows == ROWS


def test_a_part_that_stands_twice_is_refused():
    out = io.BytesIO(workbook.xlsx(GRID))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(out.getvalue()) == [Code.UNREADABLE]


def test_a_file_that_unpacks_to_too_much_is_refused():
    assert refused(workbook.zipped({"content.xml": "0" * (workbooks.UNPACKED + 1)})) == [Code.FILE_TOO_LARGE]


def test_two_cells_in_far_corners_do_not_fill_the_memory():
    def far(sheet, line, column):
        sheet.write_number(1_048_575, 16_383, 1)

    assert refused(workbook.xlsx([["a", far]])) == [Code.FILE_TOO_LARGE]
    rows = workbook.row("a"), workbook.row(workbook.text("b", repeated=16_384), repeated=1_048_000)
    assert refused(workbook.ods(("T", "".join(rows)))) == [Code.FILE_TOO_LARGE]


def _write_in_two_styles(book, start, end):
    book.worksheets()[0].write_rich_string(2, 0, start, book.add_format({"bold": True}), end)


@pytest.mark.parametrize(
    "data",
    [
        f"kunta;arvo\nLahti;1\nLahti;{HETU}\n".encode(),
        f"{HETU};arvo\nLahti;1\n".encode(),
        f"a\tb\n1\t{HETU.lower()}".encode("latin-1"),
        workbook.xlsx([*GRID, ["Lahti", 2020, HETU]]),
        workbook.xlsx([[HETU], ["Lahti"]]),
        workbook.xlsx(GRID, [[HETU.replace("-", "Y")]]),
        workbook.xlsx(GRID, [["x", f"nro {HETU}"]], hidden=(1,)),
        workbook.xlsx(GRID, names=(HETU,)),
        workbook.xlsx([["a"], [lambda sheet, line, column: sheet.write_comment(line, column, f"Katso {HETU}")]]),
        workbook.xlsx([["a"], [1]], draw=lambda book: _write_in_two_styles(book, "131052", "-308T")),
        workbook.ods(("T", workbook.row("a") + workbook.row(HETU))),
        workbook.ods((HETU, workbook.row("a") + workbook.row("b"))),
    ],
    ids=lambda data: "file",
)
def test_a_file_with_a_personal_identity_code_is_refused_as_a_whole(data):
    with pytest.raises(HoldsIdentityCodes) as error:
        read_sheets(data, "luvut")
    assert codes(error) == [Code.IDENTITY_CODE]
    assert "131052" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        (" 12 ", 12),
        ("12 500", 12500),
        ("12\N{NO-BREAK SPACE}500,25", 12500.25),
        ("1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", 1234567),
        ("\N{MINUS SIGN}3,1", -3.1),
        ("-3", -3),
        ("+3", 3),
        (",5", 0.5),
        ("1e3", 1000),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert number(text, decimal_comma=True) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N/A",
        "-",
        "..",
        "12,5 %",
        "1 2",
        "1 23",
        "12 5000",
        "1.234,5",
        "1,2,3",
        "nan",
        "inf",
        "1e999",
        "0x10",
        "1_0",
        "½",
    ],
)
def test_what_only_looks_like_a_number_is_refused(text):
    with pytest.raises(ValueError, match="is not a number"):
        number(text, decimal_comma=True)


def test_a_comma_among_commas_is_not_guessed():
    with pytest.raises(ValueError, match="1,234"):
        number("1,234", decimal_comma=False)


@given(st.floats(allow_nan=False, allow_infinity=False), st.booleans())
def test_every_number_written_with_either_mark_comes_back(value, comma):
    text = repr(value)
    assert number(text.replace(".", ",") if comma else text, decimal_comma=True) == value


@given(st.integers(0, 10**12), st.sampled_from(" \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"))
def test_every_number_with_spaces_between_thousands_comes_back(value, space):
    assert number(f"{value:,}".replace(",", space), decimal_comma=True) == value


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data):
    for start in (b"", b"PK\x03\x04"):
        try:
            sheets = read_sheets(start + data, "luvut")
        except Unreadable:
            continue
        assert all(len(row) == len(sheet.columns) for sheet in sheets for row in sheet.rows)


def test_the_letters_of_columns_run_as_in_spreadsheets():
    assert [workbooks.letters(column) for column in (1, 26, 27, 702, 703, 16384)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
