"""What a person writes, read as paragraphs and lists, and put in its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hytti.reports.blocks import Heading, List, Paragraph, text
from hytti.reports.content.pieces import assembled, clean, para, piece, read, written
from hytti.reports.models import Part

TOP = piece("a", "Arviointi", 1, text=[para("Elävä teksti.")])
BELOW = piece("a.b", "Kärki", 2, text=[para("Alakohta.")])
NEXT = piece("c", "Liite", 1, text=[para("Seuraava.")])


def test_a_blank_line_parts_paragraphs_and_dashes_make_a_list():
    assert read("Äänekäs alku\njatkuu.\n\n- ensin\n- sitten\nlopuksi") == (
        Paragraph(text("Äänekäs alku jatkuu.")),
        List((text("ensin"), text("sitten"))),
        Paragraph(text("lopuksi")),
    )


@given(st.text(max_size=200))
def test_what_is_written_out_is_read_the_same_again(words):
    once = read(words)
    assert read(written(once)) == once


@given(st.text(max_size=200))
def test_nothing_that_cannot_be_seen_stays(words):
    assert all(mark.isprintable() or mark in "\n\t" or mark.isspace() or mark in clean(words) for mark in clean(words))
    assert not any(mark in clean(words) for mark in "\x00\x0b\x1f\ufffe\ud800")


def test_own_words_stand_in_the_place_of_the_live_ones_and_added_ones_come_last():
    parts = {"a": Part(key="a", text="Oma teksti.", added="Lisäys.")}
    assert assembled([TOP, NEXT], parts) == (
        Heading("Arviointi"),
        Paragraph(text("Oma teksti.")),
        Paragraph(text("Lisäys.")),
        Heading("Liite"),
        Paragraph(text("Seuraava.")),
    )


def test_what_is_below_a_hidden_part_is_hidden_with_it():
    assert assembled([TOP, BELOW, NEXT], {"a": Part(key="a", hidden=True)}) == (
        Heading("Liite"),
        Paragraph(text("Seuraava.")),
    )


def test_a_hidden_part_leaves_those_beside_it():
    shown = assembled([TOP, BELOW, NEXT], {"a.b": Part(key="a.b", hidden=True)})
    assert [block.text for block in shown if isinstance(block, Heading)] == ["Arviointi", "Liite"]
