"""The search against a judged set: bars that hold whatever is changed."""

import pytest

from hytti.core.search import lemmas
from hytti.tray.search import Question, find, index
from tray_judging import documents, judged, marks

pytestmark = pytest.mark.django_db
KINDS = {"inflected", "compound", "several", "synonym", "typo", "swedish", "english", "nonsense"}


@pytest.fixture
def search(db):
    index.write(documents())
    return lambda words: [number for number, _ in find(Question(words, size=None)).hits]


@pytest.mark.skipif(lemmas.reader() is lemmas.read_by_prefix, reason="no Finnish dictionary on this machine")
def test_people_find_what_they_mean_and_nothing_for_nonsense(search):
    questions = judged("judged.csv")
    assert len({question.question for question in questions}) >= 240
    found = marks(questions, search)
    assert set(found) == KINDS
    assert found["inflected"].recall >= 0.995
    assert found["inflected"].recall_of_all >= 0.985
    assert found["inflected"].precision >= 0.98
    for kind in KINDS - {"inflected", "nonsense"}:
        assert found[kind].recall >= 0.9, kind
        assert found[kind].precision >= 0.9, kind
    assert found["nonsense"].precision == 1.0


def test_each_rule_of_a_reader_fits_some_offer():
    for name in ("judged.csv", "held_out_first.csv", "held_out.csv", "unseen.csv", "fresh.csv"):
        empty = [one.question for one in judged(name) if one.kind != "nonsense" and not one.answers()]
        assert empty == []
