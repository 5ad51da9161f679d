"""A report as PDF: its tags, languages and bookmarks, the same bytes everywhere, and what stops it."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override

from hytti.core.steps import Cancelled
from hytti.reports import pdf as module
from hytti.reports.blocks import Cell, Column, Heading, Paragraph, Run, Table, text
from hytti.reports.checks import InvalidDocument
from hytti.reports.pdf import pdf
from hytti.reports.typesetting import NotMade, compiled
from hytti.reports.whole import whole
from hytti.reports.words import words_in
from reports.samples import DAY, chart, document, table
from reports.structure import bookmarks, opened, tags


@pytest.fixture(scope="module")
def sample():
    with opened(pdf(document())) as file:
        yield file


def scopes(made, kind=("TH", "TD")):
    with opened(made) as file:
        return [
            [[f"{cell.kind} {cell.scope}".strip() for cell in row.inside] for row in table.all("TR")]
            for table in tags(file).all("Table")
        ]


def test_the_title_author_language_and_date_are_in_the_file(sample):
    assert str(sample.Root.Lang) == "fi"
    with sample.open_metadata() as told:
        assert told["dc:title"] == "Hyvinvointikertomus 2026"
        assert list(told["dc:creator"]) == ["Päijät-Hämeen hyvinvointialue"]
        assert told["xmp:CreateDate"].startswith(DAY.isoformat())


def test_headings_are_tagged_by_their_levels_and_bookmarked(sample):
    levels = [f"H{at}" for at in range(1, 7)]
    assert [(tag.kind, tag.title) for tag in tags(sample).all(*levels)] == [
        ("H1", "Sisällys"),
        ("H1", "Tiivistelmä"),
        ("H2", "Väestö"),
        ("H1", "Suunnitelma"),
        ("H2", "Kärjet"),
        ("H3", "Osallisuus"),
        ("H1", "Liite 1. Mittarit"),
        ("H1", "Liite 2. Kuvioiden luvut"),
        ("H1", "Tietoja asiakirjasta"),
        ("H2", "Lähteet"),
        ("H2", "Aineistot"),
        ("H2", "Sisällön tarkiste (SHA-256)"),
    ]


def test_a_chart_has_its_alternative_text_and_its_figures_as_a_table(sample):
    top = tags(sample)
    assert [tag.alt for tag in top.all("Figure")] == ["Lahdessa 120 693, Kärkölässä 4 190 henkilöä."]
    assert len(list(top.all("Table"))) == 3  # the table, the chart's figures, the datasets


def test_columns_and_rows_of_a_table_have_headings():
    own, *_rest = scopes(pdf(document(table())))
    assert own == [["TH Column", "TH Column"], *[["TH Row", "TD"]] * 3]


def test_a_table_without_names_of_rows_has_headings_of_columns_only():
    own, *_rest = scopes(pdf(document(table(header_column=False))))
    assert own == [["TH Column", "TH Column"], *[["TD", "TD"]] * 3]


def test_each_row_of_a_table_over_many_pages_keeps_its_heading():
    rows = tuple((Cell(f"Kunta {at}"), Cell(str(at), at)) for at in range(200))
    long = Table("Pitkä taulukko", (Column("Kunta"), Column("Arvo", numeric=True)), rows)
    own, *_rest = scopes(pdf(document(long, table())))
    assert own == [["TH Column", "TH Column"], *[["TH Row", "TD"]] * 200]


def test_a_wide_table_lies_across_its_page():
    columns = (Column("Alue"), *(Column(str(year), "%", numeric=True) for year in range(2015, 2026)))
    wide = Table("Osuudet", columns, ((Cell("Päijät-Häme"), *[Cell("1,5", 1.5)] * 11),))
    with opened(pdf(document(Heading("Luvut"), wide, Heading("Jatko")))) as file:
        across = [page.mediabox[2] > page.mediabox[3] for page in file.pages]
    assert across == [False, False, True, False, False]  # title, heading, table, the next, about


def test_a_table_without_rows_says_so():
    columns = (Column("Mittari"), Column("Arvo"))
    own, *_rest = scopes(pdf(document(Table("Poikkeamat", columns, ()))))
    assert own == [["TH Column", "TH Column"]]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_report_speaks_its_own_language(language):
    with override("fi" if language != "fi" else "en"):  # the reader's language is another
        made = pdf(document(Heading("Åbo – Ääneseutu"), language=language))
    words = words_in(language)
    with opened(made) as file:
        assert str(file.Root.Lang) == language
        assert bookmarks(file)[:3] == [words.contents, "Åbo – Ääneseutu", words.about]


def test_words_in_another_language_say_so(sample):
    written = b"".join(page.Contents.read_bytes() for page in sample.pages)
    assert b"/Lang (sv)" in written.replace(b"/Lang(", b"/Lang (")


@pytest.mark.parametrize(
    "words",
    [
        "Käärmeenpesä, Åland, Šakki, žižek, 5 €, 3 × 2, 10–20 °C",
        "Nimi \u200fש\u200f ja \u202eabc\u202c",
        "あ",
        "ä" * 5000,
    ],
    ids=["letters", "right to left", "unknown to the font", "one long word"],
)
def test_any_letters_are_set_without_a_warning(words):
    made = pdf(document(Heading(words[:40]), Paragraph((Run(words, note=words),)), table(words[:90])))
    with opened(made) as file:
        assert len(list(tags(file).all("Note"))) == 1


def test_words_inside_a_picture_are_never_parted():
    long = "sairastavuusindeksi-mielenterveys-ja-päihdesairaudet-kuntien-vertailussa"
    with opened(pdf(document(chart(long, f"Kuvio {'a' * 60}")))) as file:
        assert len(list(tags(file).all("Figure"))) == 1


def test_texts_are_not_read_as_markup():
    shown = '#panic("x") *lihava* $ _ @viite <merkki> \\ `koodi` [ ] // huomautus'
    with opened(pdf(document(Heading(shown)))) as file:
        assert bookmarks(file)[1] == shown


def test_a_warning_of_typst_stops_the_file():
    warned = b'#set text(font: "No Such Font")\n#set document(title: "A")\nA'
    with pytest.raises(NotMade, match="unknown font family"):
        compiled(warned, "{}")


def test_an_error_of_typst_is_told():
    with pytest.raises(NotMade, match="unknown variable"):
        compiled(b"#nothing", "{}")


def test_tags_of_another_kind_stop_the_file(monkeypatch):
    asked, words = document(table()), words_in("fi")
    made = compiled(*module.typeset(asked, words, whole(asked, words, chart_tables=True)))
    monkeypatch.setattr(module, "compiled", lambda source, data: made.replace(b"/Headers[(U1x", b"/Headers[(X1x"))
    with pytest.raises(NotMade, match="tables have"):
        pdf(asked)


def test_a_broken_document_is_refused_before_typst():
    with pytest.raises(InvalidDocument):
        pdf(document(Paragraph(text("a\x00b"))))


def test_progress_goes_from_nothing_to_all():
    told = []
    pdf(document(), step=lambda done, of: told.append((done, of)))
    dones = [done for done, _of in told]
    assert dones == sorted(dones)
    assert (told[0][0], len({of for _done, of in told}), told[-1][0]) == (0, 1, told[-1][1])


def test_a_stopped_work_stops_at_its_next_step(monkeypatch):
    monkeypatch.setattr(module, "compiled", lambda source, data: pytest.fail("typst began"))

    def stop(done, of):
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        pdf(document(), step=stop)


def test_a_table_whose_words_must_turn_leaves_its_widths_to_typst():
    turning = Table("A", (Column("Kunta"), Column("Huomio")), ((Cell("Lahti"), Cell("pitkä selitys " * 20)),))
    shapes = []
    for one in (table(), turning):
        asked, words = document(one), words_in("fi")
        _source, data = module.typeset(asked, words, whole(asked, words, chart_tables=True))
        shapes.append(json.loads(data)["blocks"][0]["block"]["widths"])
    known, unknown = shapes
    assert unknown is None
    assert known[0] > 5 * len("Kärkölä") / 2  # points: a letter is some half of its size of 9.5
    assert known[1] > known[0]
    own, *_rest = scopes(pdf(document(turning)))
    assert own == [["TH Column", "TH Column"], ["TH Row", "TD"]]
