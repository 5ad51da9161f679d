"""A frozen document: the same bytes always, and the same document back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.reports.blocks import Cell, Column, Document, Heading, List, Paragraph, Run, Table
from hytti.reports.checks import InvalidDocument
from hytti.reports.frozen import NotADocument, freeze, sha256, thaw
from reports.samples import document

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1).filter(
    str.strip
)
RUNS = st.builds(Run, WORDS, strong=st.booleans(), note=WORDS | st.just("")).map(lambda run: (run,))
CELLS = st.builds(Cell, WORDS, st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9))
TABLES = st.builds(
    lambda caption, cells: Table(caption, (Column("Alue"),), tuple((cell,) for cell in cells)), WORDS, st.lists(CELLS)
)
BLOCKS = st.builds(Heading, WORDS) | st.builds(Paragraph, RUNS) | TABLES | st.builds(List, st.tuples(RUNS))
DOCUMENTS = st.builds(
    Document, WORDS, st.sampled_from(("fi", "sv", "en")), st.dates(), WORDS, st.lists(BLOCKS).map(tuple)
)


@given(DOCUMENTS)
def test_a_frozen_document_thaws_as_it_was(made):
    assert thaw(freeze(made)) == made


def test_every_kind_of_block_thaws_as_it_was():
    assert thaw(freeze(document())) == document()


def test_the_sum_is_that_of_the_bytes():
    assert sha256(document()) == hashlib.sha256(freeze(document())).hexdigest()


def test_five_and_five_point_nought_are_the_same_figure():
    whole, point = (document(Table("A", (Column("B"),), ((Cell("5", value),),))) for value in (5, 5.0))
    assert freeze(whole) == freeze(point)


def test_any_change_changes_the_sum():
    other = dataclasses.replace(document(), date=dt.date(2026, 11, 25))
    assert sha256(other) != sha256(document())


def test_letters_are_kept_as_they_are():
    assert "Hyvää yötä, Åland".encode() in freeze(document(Heading("Hyvää yötä, Åland")))


def test_a_broken_document_is_not_frozen():
    with pytest.raises(InvalidDocument):
        freeze(document(Heading("")))


def spoilt(**changes):
    written = json.loads(freeze(document()))
    written["document"].update(changes)
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    ("frozen", "reason"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[]", "format"),
        (b'{"format":"hytti-report/0"}', "format"),
        (b'{"format":"hytti-report/1"}', "the document"),
        (spoilt(language="de"), "language"),
        (spoilt(blocks=[{"kind": "video"}]), "blocks.0"),
        (spoilt(note="lisätty"), "not those that freezing gives"),
        (freeze(document()) + b" ", "not those that freezing gives"),
    ],
    ids=["empty", "not letters", "a list", "another format", "no document", "language", "block", "more", "a space"],
)
def test_what_was_not_frozen_here_does_not_thaw(frozen, reason):
    with pytest.raises(NotADocument, match=reason):
        thaw(frozen)


def test_a_frozen_document_that_breaks_a_rule_does_not_thaw():
    with pytest.raises(InvalidDocument):
        thaw(spoilt(title=""))
