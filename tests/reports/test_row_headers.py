"""Headings of rows written into the tags of a PDF in their own length."""

from __future__ import annotations

import pytest

from hytti.reports.row_headers import NotTagged, with_row_headers


def cell(table, column):
    return b"<</S/TD/P 7 0 R/A[<</O/Table/Headers[(U%dx%dy0)]>>]/K 0>>" % (table, column)


def test_the_first_cell_of_a_row_becomes_its_heading_and_no_byte_moves():
    made = cell(1, 0) + cell(1, 1)
    tagged = with_row_headers(made, [1])
    assert len(tagged) == len(made)
    first, second = tagged[: len(cell(1, 0))], tagged[len(cell(1, 0)) :]
    assert b"/S/TH" in first
    assert b"/Scope/Row" in first
    assert b"/S/TD" in second
    assert b"/Scope" not in second
    assert b"/Headers" not in tagged


def test_a_table_without_a_heading_column_is_left_alone():
    made = cell(1, 0) + cell(2, 0)
    assert with_row_headers(made, [0, 1])[: len(cell(1, 0))] == cell(1, 0)


@pytest.mark.parametrize("rows", [[2], [1, 1], [0, 1]])
def test_tables_other_than_those_set_are_refused(rows):
    with pytest.raises(NotTagged):
        with_row_headers(cell(1, 0), rows)
