import os

import pytest

from hytti.core.search.apart import Apart


def test_a_table_is_made_where_it_is_first_asked_for_and_only_once():
    made = []
    table = Apart(lambda: made.append(os.getpid()) or {"sää": len(made)})
    assert table() is table()
    assert made == [os.getpid()]


def test_a_child_makes_what_is_loaded_and_nothing_of_its_work_stays_here():
    made = []
    table = Apart(lambda: (made.append(1), os.getpid()))
    table.load()
    assert table()[1] != os.getpid()
    assert made == []


def test_a_child_that_fails_gives_no_table():
    table = Apart(lambda: 1 / 0)
    with pytest.raises(EOFError):
        table.load()
    with pytest.raises(ZeroDivisionError):
        table()
