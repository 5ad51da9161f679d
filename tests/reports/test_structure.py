"""The structure test itself: it finds each fault that is put into a good file."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Name

from hytti.reports.pdf import pdf
from reports.samples import document
from reports.structure import bookmarks, faults, opened, tags


@pytest.fixture(scope="module")
def good():
    return pdf(document())


def first(file, kind):
    return next(tags(file).all(kind)).element


def no_tags(file):
    del file.Root.StructTreeRoot


def not_marked(file):
    file.Root.MarkInfo.Marked = False


def no_language(file):
    del file.Root.Lang


def title_hidden(file):
    file.Root.ViewerPreferences.DisplayDocTitle = False


def no_title(file):
    with file.open_metadata() as told:
        del told["dc:title"]


def other_mode(file):
    with file.open_metadata() as told:
        del told["pdfuaid:part"]


def jumping_heading(file):
    first(file, "H2").S = Name.H3


def bookmark_lost(file):
    with file.open_outline() as outline:
        del outline.root[1]


def no_alt(file):
    del first(file, "Figure").Alt


def no_heading_cells(file):
    for tag in next(tags(file).all("Table")).all("TH"):
        tag.element.S = Name.TD


def no_scope(file):
    del first(file, "TH").A


def uneven_rows(file):
    del first(file, "TR").K[0]


FAULTS = {
    no_tags: "no tags",
    not_marked: "not marked as tagged",
    no_language: "no language",
    title_hidden: "the title is not shown",
    no_title: "no title",
    other_mode: "made in other modes: {'pdfuaid:part': None, 'pdfaid:part': '2', 'pdfaid:conformance': 'A'}",
    jumping_heading: "a heading jumps from 1 to 3: Väestö",
    bookmark_lost: "the bookmarks are not the headings",
    no_alt: "a figure has no alternative text",
    no_heading_cells: "a table has no heading cells",
    no_scope: "a heading cell has no scope",
    uneven_rows: "a table has uneven rows",
}


def test_a_good_file_has_no_faults(good):
    assert faults(good) == []


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_a_spoilt_file_is_found_out(good, spoil):
    out = io.BytesIO()
    with opened(good) as file:
        spoil(file)
        file.save(out)
    assert faults(out.getvalue()) == [FAULTS[spoil]]


def test_a_file_without_structure_has_many_faults():
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(out)
    assert faults(out.getvalue())[:2] == ["not marked as tagged", "no language"]


def test_bookmarks_come_in_their_order(good):
    with opened(good) as file:
        assert bookmarks(file)[:4] == ["Sisällys", "Tiivistelmä", "Väestö", "Suunnitelma"]
