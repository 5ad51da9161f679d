"""The figures of a report as a workbook, read back with calamine, and as CSV."""

from __future__ import annotations

import csv as files
import io
import zipfile

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from hytti.core.steps import Cancelled
from hytti.core.tables import csv_text
from hytti.reports.blocks import Cell, Column, Heading, KeyFigure, KeyFigures, Paragraph, Table, text
from hytti.reports.checks import InvalidDocument
from hytti.reports.frozen import sha256
from hytti.reports.tables import csv, xlsx
from reports.samples import document, table

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://x")', "\t=1", "https://thl.fi", "0123")


def sheets(made):
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def lines(made):
    return list(files.DictReader(io.StringIO(made)))


def figures(*rows, numeric=True):
    return Table("Luvut", (Column("Nimi"), Column("Arvo", numeric=numeric)), rows)


def test_each_table_chart_and_set_of_key_figures_has_a_sheet():
    assert list(sheets(xlsx(document()))) == ["Tietoja asiakirjasta", "Luvut 1", "Taulukko 1", "Kuvio 1"]


def test_numbers_are_numbers_and_what_is_absent_has_its_word():
    assert sheets(xlsx(document()))["Taulukko 1"] == [
        ["Taulukko 1. Väkiluku kunnittain", ""],
        ["", ""],
        ["Kunta", "Väkiluku, henkilöä"],
        ["Lahti", 120693.0],
        ["Kärkölä", 4190.0],
        ["Sysmä", "ei tietoa"],
        ["", ""],
        ["Sysmän luku puuttuu.", ""],
        ["Lähde: Tilastokeskus, väestörakenne", ""],
    ]


def test_key_figures_have_their_names_and_remarks():
    assert sheets(xlsx(document()))["Luvut 1"][2:] == [
        ["Rivi", "Arvo", "Huomautus"],
        ["asukasta", 206213.0, "31.12.2025"],
        ["kuntaa", 10.0, ""],
    ]


def test_the_first_sheet_tells_what_the_book_is():
    rows = sheets(xlsx(document()))["Tietoja asiakirjasta"]
    assert rows[0] == ["Hyvinvointikertomus 2026", "Päijät-Hämeen hyvinvointialue"]
    assert rows[-1][1] == sha256(document())
    assert ["Päivä", "24.11.2026"] in rows


def test_nothing_written_becomes_a_formula_a_link_or_a_number():
    made = xlsx(document(figures(*((Cell(said), Cell(said)) for said in FORMULAS), numeric=False)))
    with zipfile.ZipFile(io.BytesIO(made)) as there:
        pages = [etree.fromstring(there.read(name)) for name in there.namelist() if "worksheets/sheet" in name]
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert not [one for page in pages for one in page.iter(f"{space}f", f"{space}hyperlink")]
    assert [row[1].strip() for row in sheets(made)["Taulukko 1"][3:11]] == [said.strip() for said in FORMULAS]


def test_decimals_are_shown_as_the_column_says():
    made = xlsx(document(Table("A", (Column("B"), Column("C", decimals=1)), ((Cell("d"), Cell("1,5", 1.5)),))))
    with zipfile.ZipFile(io.BytesIO(made)) as there:
        assert 'formatCode="#,##0.0"' in there.read("xl/styles.xml").decode()


def test_a_text_longer_than_a_cell_takes_is_cut():
    made = sheets(xlsx(document(figures((Cell("ä"), Cell("ö" * 40_000))))))
    assert made["Taulukko 1"][3][1] == "ö" * 32_767


def test_the_same_document_gives_the_same_workbook_on_any_day(monkeypatch):
    made = xlsx(document())
    monkeypatch.setattr(zipfile.time, "localtime", lambda *_about: (2040, 2, 29, 12, 0, 0, 0, 0, 0))
    assert xlsx(document()) == made


def test_a_report_without_figures_is_a_book_of_one_sheet():
    made = document(Heading("A"), Paragraph(text("B")), datasets=())
    assert list(sheets(xlsx(made))) == ["Tietoja asiakirjasta"]
    assert lines(csv(made)) == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_workbook_speaks_the_language_of_its_report(language):
    assert len(sheets(xlsx(document(language=language)))) == 4


def test_each_figure_is_a_line_with_its_place_value_and_source():
    told = lines(csv(document(table())))
    assert told[0] == {
        "Taulukko": "Taulukko 1. Väkiluku kunnittain",
        "Rivi": "Lahti",
        "Sarake": "Väkiluku",
        "Yksikkö": "henkilöä",
        "Arvo": "120693",
        "Näytetään": "120\u00a0693",
        "Lähde": "Tilastokeskus, väestörakenne",
    }
    assert (told[2]["Arvo"], told[2]["Näytetään"]) == ("", "ei tietoa")


def test_words_are_harmless_in_csv_and_numbers_below_zero_stay_numbers():
    rows = (*((Cell(said), Cell(said)) for said in FORMULAS), (Cell("muutos"), Cell("−3,5", -3.5)))
    told = lines(csv(document(figures(*rows))))
    assert [one["Rivi"] for one in told[:6]] == [f"'{said}" for said in FORMULAS[:6]]
    assert (told[-1]["Arvo"], told[-1]["Näytetään"]) == ("-3.5", "−3,5")


def test_a_csv_cell_is_guarded_only_where_it_is_words():
    assert csv_text(["A", "B", "C"], [(-1, -0.5, "-1")]) == "A,B,C\r\n-1,-0.5,'-1\r\n"


def test_commas_quotes_and_turns_of_line_come_through():
    said = 'Asikkala, "Vääksy"\nkylä'
    assert lines(csv(document(KeyFigures((KeyFigure(said, Cell("1", 1)),)))))[0]["Rivi"] == said


def test_a_broken_document_is_refused():
    broken = document(Heading("Toinen", 2))
    for form in (csv, xlsx):
        with pytest.raises(InvalidDocument):
            form(broken)


def test_progress_is_told_and_may_stop():
    steps = []
    xlsx(document(), step=lambda done, of: steps.append((done, of)))
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done, of):
        raise Cancelled

    with pytest.raises(Cancelled):
        xlsx(document(), step=stop)


def test_every_sheet_is_printed_across_with_all_of_its_columns_on_one_page():
    made = xlsx(document(table()))
    with zipfile.ZipFile(io.BytesIO(made)) as there:
        pages = [etree.fromstring(there.read(name)) for name in there.namelist() if "worksheets/sheet" in name]
    setups = [page.find("{*}pageSetup").attrib for page in pages]
    assert {(one["paperSize"], one["orientation"], one["fitToHeight"]) for one in setups} == {("9", "landscape", "0")}
    assert all(page.find("{*}sheetPr/{*}pageSetUpPr").get("fitToPage") == "1" for page in pages)
