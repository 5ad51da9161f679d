"""How words of offers and of questions are read: compounds that share their end, hyphens, and whom a question names."""

import pytest

from hytti.core.search import lemmas
from hytti.tray.search import ranking
from hytti.tray.search.questions import ask
from hytti.tray.search.words import sharing_ends

pytestmark = pytest.mark.skipif(lemmas.reader() is lemmas.read_by_prefix, reason="no Finnish dictionary here")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Uima-, jää- ja liikuntahallit", {"fuimahalli", "fjäähalli"}),
        ("Päivä- ja työtoiminta", {"fpäivätoiminta"}),
        ("perintö- tai lahjavero", {"fperintövero"}),
        ("Uimahalli", set()),
        ("Itä-Suomi", set()),
    ],
)
def test_compounds_that_share_their_end_are_read_whole(text, keys):
    assert {reading.key for reading in sharing_ends(text)} == keys


@pytest.mark.parametrize("typed", ["x-ray", "x ray", "X-Ray"])
def test_a_hyphen_does_not_hide_words_that_are_listed_apart(typed):
    assert "fröntgen" in {key for word in ask(typed) for key in word.all_keys()}


def test_whom_a_question_names_weighs_less_only_beside_what_it_asks():
    only, beside = ask("lapsille"), ask("uimakoulu lapsille")
    assert not ranking._is_group(only[0], only)
    assert [ranking._is_group(word, beside) for word in beside] == [False, True]
