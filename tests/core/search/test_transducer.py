import itertools

import kfst
import pytest

from hytti.core.search.transducer import Transducer, Unfit

# a in the first place needs b in the last, by each kind of flag; c reads as two outputs
FLAGS = """0\t1\ta\t[A]
0\t1\tä\tä
1\t2\t@{first}@\t@{first}@
1\t2\t@0@\t[none]
2\t3\tc\tc
2\t3\tc\t@0@
3\t4\t@{second}@\t@{second}@
4\t5\tb\t[B]
4
5
"""


def kfsts(code):
    return kfst.FST.from_att_code(code)


def both(code):
    theirs = kfsts(code)
    return Transducer(theirs.to_kfst_bytes()), theirs


@pytest.mark.parametrize("first", ["P.X.ON", "N.X.ON", "P.X.OFF", "U.X.ON", "C.X", "P.Y.ON"])
@pytest.mark.parametrize(
    "second", ["R.X", "R.X.ON", "R.X.OFF", "D.X", "D.X.ON", "D.X.OFF", "U.X.ON", "U.X.OFF", "C.X", "N.X.ON"]
)
def test_every_kind_of_flag_lets_through_what_the_library_lets_through(first, second):
    ours, theirs = both(FLAGS.format(first=first, second=second))
    for letters in itertools.product("aäcb", repeat=3):
        word = "".join(letters)
        assert sorted(ours.lookup(word)) == sorted(theirs.lookup(word))
    assert sorted(ours.lookup("ac")) == sorted(theirs.lookup("ac"))


def test_a_letter_that_no_arc_reads_gives_no_reading():
    ours, _ = both("0\t1\ta\ta\n1\n")
    assert list(ours.lookup("a")) == [("a", 0.0)]
    assert list(ours.lookup("å")) == []
    assert list(ours.lookup("")) == []


def test_two_ways_to_one_reading_give_it_once():
    ours, _ = both("0\t1\ta\tx\n0\t2\ta\tx\n1\n2\n")
    assert list(ours.lookup("a")) == [("x", 0.0)]


@pytest.mark.parametrize(
    "data", [b"", b"KFST", b"HFST" + bytes(40), kfsts("0\t1\ta\ta\t0.5\n1\t0.5\n").to_kfst_bytes()]
)
def test_a_file_of_another_kind_is_refused(data):
    with pytest.raises(Unfit):
        Transducer(data)
