"""A report as a part of a web page: headings, tables, notes, and nothing that runs."""

from __future__ import annotations

import pytest
from lxml import html as parser

from hytti.core.steps import Cancelled
from hytti.reports.blocks import Callout, Column, Heading, List, Paragraph, Quote, Run, Table, text
from hytti.reports.checks import InvalidDocument
from hytti.reports.html import html
from hytti.reports.words import words_in
from reports.samples import chart, document, table

EVIL = '<script>alert("x")</script>&amp;\'"'


def page(made):
    return parser.fragment_fromstring(html(made))


@pytest.fixture(scope="module")
def sample():
    return page(document())


def test_headings_begin_from_the_second_level_and_do_not_jump(sample):
    told = [(one.tag, one.text_content()) for one in sample.iter("h1", "h2", "h3", "h4", "h5")]
    assert told == [
        ("h2", "Sisällys"),
        ("h2", "Tiivistelmä"),
        ("h3", "Väestö"),
        ("h2", "Suunnitelma"),
        ("h3", "Kärjet"),
        ("h4", "Osallisuus"),
        ("h2", "Liite 1. Mittarit"),
        ("h2", "Tietoja asiakirjasta"),
        ("h3", "Lähteet"),
        ("h3", "Aineistot"),
        ("h3", "Sisällön tarkiste (SHA-256)"),
        ("h2", "Huomautukset"),
    ]


def test_every_id_is_the_only_one_and_every_inner_link_leads_to_one(sample):
    ids = sample.xpath("//@id")
    assert len(set(ids)) == len(ids)
    inner = [one[1:] for one in sample.xpath("//a/@href") if one.startswith("#")]
    assert len(inner) == 6  # four headings, a note and back
    assert set(inner) <= set(ids)


def test_tables_name_their_columns_and_rows(sample):
    own = sample.find(".//table")
    assert own.findtext("caption") == "Taulukko 1. Väkiluku kunnittain"
    assert [(one.text, one.get("scope")) for one in own.iter("th")] == [
        ("Kunta", "col"),
        ("Väkiluku, henkilöä", "col"),
        ("Lahti", "row"),
        ("Kärkölä", "row"),
        ("Sysmä", "row"),
    ]
    assert [one.text for one in own.iter("td")] == ["120\u00a0693", "4\u00a0190", "ei tietoa"]


def test_a_table_without_names_of_rows_has_headings_of_columns_only():
    own = page(document(table(header_column=False))).find(".//table")
    assert [one.get("scope") for one in own.iter("th")] == ["col", "col"]


def test_a_place_that_scrolls_takes_the_keyboard_and_has_a_name(sample):
    places = sample.find_class("scroll")
    assert [one.get("tabindex") for one in places] == ["0"] * 4
    assert [one.get("aria-label") for one in places] == [
        "Taulukko 1. Väkiluku kunnittain",
        "Kuvio 1. Väestö vähenee Sysmässä",
        "Kuvio 1. Väestö vähenee Sysmässä. Luvut",
        "Aineistot",
    ]


def test_a_chart_stands_with_its_caption_figures_and_source(sample):
    figure = sample.find(".//figure")
    assert figure.find("figcaption").text_content().startswith("Kuvio 1. Väestö vähenee Sysmässä")
    assert figure.find(".//svg").get("role") == "img"
    assert [one.text for one in figure.find("details").iter("td")] == ["120\u00a0693", "4\u00a0190", "ei tietoa"]
    assert figure.find_class("figure-source")[0].text == "Lähde: Tilastokeskus"


def test_a_chart_for_the_phone_takes_the_place_of_the_wide_one():
    narrow = chart("phone").svg
    figure = page(document(chart("wide", svg_phone=narrow))).find(".//figure")
    assert [len(figure.find_class(name)[0].findall(".//svg")) for name in ("wide-picture", "phone-picture")] == [1, 1]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_report_speaks_its_own_language(language):
    made = page(document(Heading("Åbo"), language=language))
    assert made.get("lang") == language
    assert made.findtext(".//h2") == words_in(language).contents


def test_words_in_another_language_say_so(sample):
    assert [(one.get("lang"), one.text) for one in sample.iter("span") if one.get("lang")] == [("sv", " (på svenska)")]


def test_whatever_is_written_stays_words():
    blocks = (
        Heading(EVIL),
        Paragraph((Run(EVIL, strong=True, url="https://thl.fi/?a=1&b=2", note=EVIL),)),
        List((text(EVIL),)),
        Callout(EVIL, (text(EVIL),)),
        Quote((text(EVIL),), EVIL),
        table(EVIL, source=EVIL, notes=(EVIL,)),
        chart(title=EVIL, subtitle=EVIL, source=EVIL),
    )
    made = page(document(*blocks, author=EVIL))
    assert not list(made.iter("script"))
    assert made.xpath(".//h2[@id='osa-1']")[0].text == EVIL
    assert made.find_class("scroll")[0].get("aria-label") == f"Taulukko 1. {EVIL}"
    assert "https://thl.fi/?a=1&b=2" in made.xpath("//a/@href")


def test_nothing_breaks_the_content_security_policy(sample):
    assert sample.xpath("//@style | //script | //style | //@*[starts-with(name(), 'on')]") == []


def test_a_table_without_rows_says_so():
    made = page(document(Table("Poikkeamat", (Column("Mittari"),), ())))
    assert "Taulukossa ei ole rivejä." in made.text_content()


def test_a_report_without_notes_or_contents_has_neither():
    made = page(document(Heading("A"), contents=False))
    assert made.find(".//nav") is None
    assert words_in("fi").notes not in made.text_content()


def test_a_broken_document_is_refused():
    with pytest.raises(InvalidDocument):
        html(document(Heading("Toinen", 2)))


def test_progress_is_told_and_may_stop():
    steps = []
    html(document(), step=lambda done, of: steps.append((done, of)))
    assert (steps[0][0], steps[-1][0]) == (0, steps[-1][1])

    def stop(done, of):
        raise Cancelled

    with pytest.raises(Cancelled):
        html(document(), step=stop)
