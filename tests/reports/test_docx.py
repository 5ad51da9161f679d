"""A report as a Word file, read back: styles, captions, notes, languages, pictures, and the same bytes on any day."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from docx import Document as read
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from lxml import etree

from hytti.core.steps import Cancelled
from hytti.reports import docx_parts
from hytti.reports.blocks import Cell, Column, Heading, List, PageBreak, Paragraph, Run, Table, text
from hytti.reports.checks import InvalidDocument
from hytti.reports.docx import docx
from hytti.reports.words import words_in
from reports.samples import DAY, chart, document, table


def opened(made):
    return read(io.BytesIO(made))


def part(made, name):
    with zipfile.ZipFile(io.BytesIO(made)) as there:
        return etree.fromstring(there.read(name))


def told(word, *styles):
    return [(one.style.name, _said(one)) for one in word.paragraphs if one.style.name in styles]


def _said(paragraph):
    return "".join(one.text or "" for one in paragraph._p.iter(qn("w:t")))


@pytest.fixture(scope="module")
def made():
    return docx(document())


@pytest.fixture(scope="module")
def word(made):
    return opened(made)


def test_the_file_says_what_it_is(word):
    about = word.core_properties
    assert (about.title, about.author) == ("Hyvinvointikertomus 2026", "Päijät-Hämeen hyvinvointialue")
    assert (about.language, about.comments) == ("fi-FI", "")
    assert (about.created.date(), about.modified.date()) == (DAY, DAY)


@pytest.mark.parametrize(("language", "locale"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_words_are_spell_checked_in_the_language_of_the_report(language, locale):
    made = docx(document(Heading("Åbo – Ääneseutu"), language=language))
    styles = part(made, "word/styles.xml")
    assert styles.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val")) == locale
    assert ("Heading 1", words_in(language).about) in told(opened(made), "Heading 1")


def test_words_in_another_language_say_so(made):
    langs = part(made, "word/document.xml").iter(qn("w:lang"))
    assert [(one.get(qn("w:val")), one.getparent().getparent()[-1].text) for one in langs] == [
        ("sv-FI", " (på svenska)")
    ]


def test_titles_and_headings_have_their_own_styles(word):
    styles = ("Title", "Subtitle", *(f"Heading {at}" for at in range(1, 5)))
    assert told(word, *styles) == [
        ("Title", "Hyvinvointikertomus 2026"),
        ("Subtitle", "Päijät-Hämeen hyvinvointialue"),
        ("Heading 1", "Tiivistelmä"),
        ("Heading 2", "Väestö"),
        ("Heading 1", "Suunnitelma"),
        ("Heading 2", "Kärjet"),
        ("Heading 3", "Osallisuus"),
        ("Heading 1", "Liite 1. Mittarit"),
        ("Heading 1", "Liite 2. Kuvioiden luvut"),
        ("Heading 1", "Tietoja asiakirjasta"),
        ("Heading 2", "Lähteet"),
        ("Heading 2", "Aineistot"),
        ("Heading 2", "Sisällön tarkiste (SHA-256)"),
    ]


def test_the_contents_lead_to_the_headings(word):
    body = word.element.body
    marks = {one.get(qn("w:name")): _heading_of(one) for one in body.iter(qn("w:bookmarkStart"))}
    links = [
        ("".join(said.text for said in link.iter(qn("w:t"))), marks[link.get(qn("w:anchor"))])
        for link in body.iter(qn("w:hyperlink"))
        if link.get(qn("w:anchor"), "").startswith("_Toc")
    ]
    assert links[:2] == [("Tiivistelmä", "Tiivistelmä"), ("Väestö", "Väestö")]
    assert len(links) == 11
    assert all(said == led_to for said, led_to in links)


def _heading_of(mark):
    return "".join(said.text for said in mark.getparent().iter(qn("w:t")))


def test_fields_begin_and_end_in_turn(word):
    kinds = [one.get(qn("w:fldCharType")) for one in word.element.body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_a_report_without_contents_has_none():
    word = opened(docx(document(contents=False)))
    assert not told(word, "TOC Heading", "toc 1")


def test_captions_are_counted_by_word(word):
    shown = told(word, "Caption")
    assert shown == [
        ("Caption", "Taulukko 1. Väkiluku kunnittain"),
        ("Caption", "Kuvio 1. Väestö vähenee Sysmässä"),
        ("Caption", "Kuvio 1. Väestö vähenee Sysmässä"),  # its figures in the annex, not counted again
        ("Caption", "Aineistot"),
    ]
    fields = [one.get(qn("w:instr")) for one in word.element.body.iter(qn("w:fldSimple"))]
    assert fields == [" SEQ Taulukko \\* ARABIC ", " SEQ Kuvio \\* ARABIC "]


def test_a_table_repeats_its_headings_and_has_a_heading_column(word):
    own = word.tables[0]
    assert [[cell.text for cell in row.cells] for row in own.rows] == [
        ["Kunta", "Väkiluku, henkilöä"],
        ["Lahti", "120\u00a0693"],
        ["Kärkölä", "4\u00a0190"],
        ["Sysmä", "ei tietoa"],
    ]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in own.rows] == [True, False, False, False]
    look = own._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert own._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Taulukko 1. Väkiluku kunnittain"
    assert own.style.name == "Light Shading"


def test_a_table_without_names_of_rows_has_no_heading_column():
    own = opened(docx(document(table(header_column=False)))).tables[0]
    assert own._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "0"


def test_no_two_tables_touch(word):
    kinds = [etree.QName(one).localname for one in word.element.body]
    assert "tbl tbl" not in " ".join(kinds)


def test_the_columns_of_a_table_fill_the_page():
    own = opened(docx(document(table()))).tables[0]
    widths = [int(one.get(qn("w:w"))) for one in own._tbl.tblGrid]
    assert sum(widths) == pytest.approx(170 / 25.4 * 1440, abs=5)  # 170 mm in twentieths of a point


def test_no_word_of_a_heading_is_broken_beside_a_column_of_long_texts():
    long = "Voima- ja tasapainoryhmät jokaiselle asuinalueelle ja kylälle koko kauden ajan"
    columns = (Column("Toimenpide"), Column("Vastuutaho"), Column("Hyvinvointialue", numeric=True), Column("Tila"))
    row = (Cell(long), Cell("Lahti"), Cell("36,7 %", 36.7), Cell("Käynnissä. " * 6))
    wide = Table("Kaatumiset vähenevät: toimenpiteet", columns, (row,))
    own = opened(docx(document(wide))).tables[0]
    widths = [int(one.get(qn("w:w"))) for one in own._tbl.tblGrid]
    font, edges = 9.5 * 20 * 0.53, 216  # a bold letter of Calibri is about 0.53 of its size; the edges of a cell
    assert widths[1] >= len("Vastuutaho") * font + edges
    assert widths[2] >= len("Hyvinvointialue") * font + edges
    assert widths[0] > widths[2]


def test_the_page_number_stands_at_the_right_edge(word):
    stops = word.styles["Footer"].paragraph_format.tab_stops
    assert [(round(stop.position.mm), stop.alignment) for stop in stops] == [(170, WD_TAB_ALIGNMENT.RIGHT)]


def test_pictures_have_their_alternative_texts(word):
    (picture,) = word.inline_shapes
    told_of = picture._inline.docPr
    assert (told_of.get("name"), told_of.get("descr")) == ("Kuvio 1", "Lahdessa 120 693, Kärkölässä 4 190 henkilöä.")
    assert picture.width.mm == pytest.approx(170, abs=0.1)


def test_pictures_are_sharp_enough_for_paper(made):
    with zipfile.ZipFile(io.BytesIO(made)) as there:
        png = there.read("word/media/image1.png")
    width = struct.unpack(">L", png[16:20])[0]
    assert width / (170 / 25.4) >= 200  # dots to an inch


def test_lists_are_lists_and_each_numbering_begins_from_one():
    ordered = List((text("ensin"), text("sitten")), ordered=True)
    word = opened(docx(document(List((text("Lapset"),)), ordered, Heading("Väli"), ordered)))
    assert ("List Bullet", "Lapset") in told(word, "List Bullet")
    numbered = [one for one in word.paragraphs if one.style.name == "List Number"]
    ids = [one._p.pPr.numPr.numId.val for one in numbered]
    assert (ids[0], ids[2]) == (ids[1], ids[3])
    assert ids[0] != ids[2]
    numbering = word.part.numbering_part.element
    for number in (ids[0], ids[2]):
        assert numbering.num_having_numId(number).lvlOverride_lst[0].startOverride.val == 1


def test_notes_are_at_the_foot(made):
    marks = part(made, "word/document.xml").iter(qn("w:footnoteReference"))
    assert [one.get(qn("w:id")) for one in marks] == ["1"]
    notes = {
        one.get(qn("w:id")): "".join(said.text for said in one.iter(qn("w:t")))
        for one in part(made, "word/footnotes.xml")
    }
    assert notes == {"-1": "", "0": "", "1": " Vertailu vuoteen 2021."}


def test_a_report_without_notes_has_no_foot():
    with zipfile.ZipFile(io.BytesIO(docx(document(Heading("A"))))) as there:
        assert "word/footnotes.xml" not in there.namelist()


def test_links_lead_out_and_to_the_figures(word):
    body = word.element.body
    out = [
        word.part.rels[one.get(qn("r:id"))].target_ref for one in body.iter(qn("w:hyperlink")) if one.get(qn("r:id"))
    ]
    assert out == ["https://thl.fi/hyvinvointikertomus", "https://sotkanet.fi"]
    anchors = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert "Figures1" in anchors
    assert [_heading_of(one) for one in body.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == "Figures1"] == [
        "Kuvio 1. Väestö vähenee Sysmässä"
    ]


def test_what_should_not_be_missed_and_quotes_have_their_styles(word):
    assert told(word, "Callout Attention", "Quote") == [
        ("Callout Attention", "Huomattavaa"),
        ("Callout Attention", "Äänestysaktiivisuus laski."),
        ("Quote", "Yhdessä olemme enemmän."),
        ("Quote", "– Nuorisovaltuusto"),
    ]


def test_key_figures_are_read_with_their_names(word):
    assert ("List Bullet", "206\u00a0213 asukasta (31.12.2025)") in told(word, "List Bullet")


def test_a_new_page_begins_where_asked(word):
    breaks = [_said(one) for one in word.paragraphs if one.paragraph_format.page_break_before]
    assert breaks == ["Kärjet", "Liite 1. Mittarit", "Liite 2. Kuvioiden luvut"]


def test_a_wide_table_lies_across_its_page():
    columns = (Column("Alue"), *(Column(str(year), "%", numeric=True) for year in range(2015, 2026)))
    wide = Table("Osuudet", columns, ((Cell("Päijät-Häme"), *[Cell("1,5", 1.5)] * 11),))
    word = opened(docx(document(Heading("Luvut"), PageBreak(), wide, Heading("Jatko"))))
    assert [one.orientation for one in word.sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    across = word.sections[1]
    assert across.page_width > across.page_height
    assert not any(one.paragraph_format.page_break_before for one in word.paragraphs)


def test_a_table_without_rows_says_so():
    word = opened(docx(document(Table("Poikkeamat", (Column("Mittari"),), ()))))
    assert ("Small Print", "Taulukossa ei ole rivejä.") in told(word, "Small Print")


@pytest.mark.parametrize("words", ['Åland & <žižek> "ä"', "Nimi \u200fש\u200f", "あ", "ä" * 5000, "{ PAGE }"])
def test_any_letters_come_through(words):
    word = opened(docx(document(Heading(words), Paragraph((Run(words, note=words),)), table(words))))
    assert ("Heading 1", words) in told(word, "Heading 1")
    assert f"Taulukko 1. {words}" in [said for _style, said in told(word, "Caption")]


def test_turns_of_line_are_spaces():
    word = opened(docx(document(Paragraph(text("ensin\n\tsitten")))))
    assert ("Normal", "ensin sitten") in told(word, "Normal")


def test_the_same_document_gives_the_same_bytes_on_any_day(made, monkeypatch):
    other_day = (2040, 2, 29, 12, 0, 0)
    real = zipfile.time.localtime
    monkeypatch.setattr(zipfile.time, "localtime", lambda *about: (*other_day, 0, 0, 0) if not about else real(*about))
    assert docx(document()) == made
    with zipfile.ZipFile(io.BytesIO(made)) as there:
        assert {one.date_time for one in there.infolist()} == {docx_parts.EPOCH}


def test_every_part_is_of_a_known_kind(made):
    with zipfile.ZipFile(io.BytesIO(made)) as there:
        kinds = etree.fromstring(there.read("[Content_Types].xml"))
        named = {one.get("PartName") for one in kinds} | {f".{one.get('Extension')}" for one in kinds}
        names = [name for name in there.namelist() if name != "[Content_Types].xml"]
    assert [name for name in names if f"/{name}" not in named and f".{name.rpartition('.')[2]}" not in named] == []
    assert "docProps/thumbnail.jpeg" not in names


def test_many_pictures_and_tables_have_numbers_of_their_own():
    blocks = [one for at in range(3) for one in (chart(f"k{at}"), table())]
    word = opened(docx(document(*blocks)))
    ids = [one._inline.docPr.get("id") for one in word.inline_shapes]
    marks = [one.get(qn("w:id")) for one in word.element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(ids)) == 3
    assert len(set(marks)) == len(marks)


def test_a_broken_document_is_refused():
    with pytest.raises(InvalidDocument):
        docx(document(Heading("Toinen", 2)))


def test_progress_goes_from_nothing_to_all_and_stops_where_asked():
    steps = []
    docx(document(), step=lambda done, of: steps.append((done, of)))
    assert (steps[0][0], steps[-1][0]) == (0, steps[-1][1])

    def stop(done, of):
        raise Cancelled

    with pytest.raises(Cancelled):
        docx(document(), step=stop)
