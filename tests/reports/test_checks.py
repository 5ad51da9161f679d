"""The rules of a document: each broken rule is told with its place."""

from __future__ import annotations

import dataclasses

import pytest

from hytti.reports.blocks import (
    Annex,
    Callout,
    Cell,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    List,
    Paragraph,
    Quote,
    Run,
    Source,
    Table,
    text,
)
from hytti.reports.checks import Code, InvalidDocument, Problem, check, problems
from reports.samples import chart, document, table

SVG = chart().svg
SIDES = (Column("Kunta"), Column("Arvo"))


def codes(*blocks, **more):
    return [(found.block, found.code) for found in problems(document(*blocks, **more))]


def picture(svg):
    return dataclasses.replace(chart(), svg=svg)


def paragraph(words="sanoja", **more):
    return Paragraph((Run(words, **more),))


def test_a_good_document_has_no_problems():
    assert problems(document()) == ()
    check(document())


BROKEN = {
    "a picture without an alternative text": (dataclasses.replace(chart(), alt=" "), Code.NO_ALT),
    "a picture that is missing": (picture(""), Code.BAD_PICTURE),
    "a picture that is not XML": (picture("<svg"), Code.BAD_PICTURE),
    "a picture with a declaration": (picture(f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}'), Code.BAD_PICTURE),
    "a picture that runs": (picture(SVG.replace("</svg>", "<script/></svg>")), Code.BAD_PICTURE),
    "a picture that reads a file": (
        picture(SVG.replace("</svg>", '<use href="file:///etc/passwd"/></svg>')),
        Code.BAD_PICTURE,
    ),
    "a picture that asks the net": (picture(SVG.replace("</svg>", '<use href="//x.fi/a"/></svg>')), Code.BAD_PICTURE),
    "a picture that calls": (picture(SVG.replace("<svg ", '<svg onload="x()" ', 1)), Code.BAD_PICTURE),
    "a picture with a style": (picture(SVG.replace("<svg ", '<svg style="a:b" ', 1)), Code.BAD_PICTURE),
    "a picture without its size": (picture(SVG.replace("viewBox", "view")), Code.BAD_PICTURE),
    "a heading without words": (Heading(" "), Code.NO_HEADING_TEXT),
    "an annex without words": (Annex(""), Code.NO_HEADING_TEXT),
    "a heading that jumps over the first": (Heading("Toinen", 2), Code.SKIPPED_HEADING),
    "a heading above the first": (Heading("Nollas", 0), Code.SKIPPED_HEADING),
    "a paragraph without words": (Paragraph(()), Code.EMPTY_TEXT),
    "a list without items": (List(()), Code.EMPTY_LIST),
    "an item without words": (List((text(" "),)), Code.EMPTY_TEXT),
    "a callout without words": (Callout("Otsikko", ()), Code.EMPTY_TEXT),
    "a quote without words": (Quote((text(""),)), Code.EMPTY_TEXT),
    "key figures without a name": (KeyFigures((KeyFigure("", Cell("1")),)), Code.EMPTY_TEXT),
    "a table without a caption": (table(""), Code.NO_CAPTION),
    "a chart without a title": (dataclasses.replace(chart(), title=""), Code.NO_CAPTION),
    "a table without columns": (Table("A", (), ()), Code.NO_COLUMNS),
    "a column without a name": (Table("A", (Column(""),), ()), Code.NO_COLUMN_NAME),
    "a row that is too short": (Table("A", SIDES, ((Cell("Lahti"),),)), Code.UNEVEN_ROW),
    "a row without a name": (Table("A", SIDES, ((Cell(" "), Cell("1")),)), Code.NO_ROW_NAME),
    "a number that is none": (Table("A", SIDES, ((Cell("Lahti"), Cell("–", float("nan"))),)), Code.NOT_A_NUMBER),
    "a number without end": (Table("A", SIDES, ((Cell("Lahti"), Cell("∞", float("inf"))),)), Code.NOT_A_NUMBER),
    "an address that runs": (paragraph(url="javascript:alert(1)"), Code.BAD_ADDRESS),
    "an address with a space": (paragraph(url="https://thl.fi/a b"), Code.BAD_ADDRESS),
    "a language in words": (paragraph(lang="ruotsi"), Code.BAD_LANGUAGE),
    "a control mark": (paragraph("a\x07b"), Code.UNSEEN_MARK),
    "nothing as a letter": (paragraph("a\x00b"), Code.UNSEEN_MARK),
    "half a letter": (paragraph("a\ud800"), Code.UNSEEN_MARK),
    "a mark that XML cannot hold": (paragraph("a\uffff"), Code.UNSEEN_MARK),
    "a control mark in a note": (paragraph(note="a\x1b"), Code.UNSEEN_MARK),
    "two megabytes in one paragraph": (paragraph("ä" * 2_000_000), Code.TOO_LONG),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_told_with_its_place(name):
    block, code = BROKEN[name]
    assert (0, code) in codes(block)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, Code.NO_TITLE),
        ({"author": ""}, Code.NO_AUTHOR),
        ({"subtitle": "a\x00"}, Code.UNSEEN_MARK),
        ({"sources": (Source("THL", "ftp://thl.fi"),)}, Code.BAD_ADDRESS),
    ],
)
def test_what_is_wrong_in_the_document_itself_has_no_place(more, code):
    assert codes(**more) == [(None, code)]


@pytest.mark.parametrize(
    "words",
    [
        "Hyvää yötä, Åland!",
        "Šakki ja žižek",
        "Nimi \u200fש\u200f",
        "\u202eabc\u202c",
        "rivi\n\tja toinen",
        "ä" * 100_000,
    ],
    ids=["Finnish and Swedish", "other letters", "right to left", "turned", "turns of line", "the longest"],
)
def test_what_people_write_is_allowed(words):
    assert problems(document(paragraph(words))) == ()


def test_headings_may_come_up_many_levels_at_once():
    assert problems(document(Heading("A"), Heading("B", 2), Heading("C", 3), Heading("D", 4), Heading("E"))) == ()


def test_headings_go_four_levels_deep():
    deep = [Heading("A", level) for level in range(1, 6)]
    assert codes(*deep) == [(4, Code.SKIPPED_HEADING)]


def test_an_annex_is_a_heading_of_the_first_level():
    assert problems(document(Annex("A"), Heading("B", 2))) == ()
    assert codes(Annex("A"), Heading("B", 3)) == [(1, Code.SKIPPED_HEADING)]


def test_two_pictures_do_not_share_ids():
    assert (1, Code.SAME_ID) in codes(chart("sama"), chart("sama"))
    assert problems(document(chart("yksi"), chart("toinen"))) == ()


def test_all_problems_are_told_at_once_and_in_words():
    with pytest.raises(InvalidDocument) as caught:
        check(document(Heading("Toinen", 2), Paragraph(()), title=""))
    assert caught.value.problems == (
        Problem(None, Code.NO_TITLE),
        Problem(0, Code.SKIPPED_HEADING, "0 > 2"),
        Problem(1, Code.EMPTY_TEXT),
    )
    assert str(caught.value) == "the document: no_title; block 0: skipped_heading (0 > 2); block 1: empty_text"
