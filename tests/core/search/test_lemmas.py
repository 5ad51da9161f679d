import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.core.search import lemmas


@pytest.fixture
def without_dictionary(monkeypatch):
    monkeypatch.setattr(lemmas, "reader", lambda: lemmas.read_by_prefix)
    lemmas.readings.cache_clear()
    yield
    lemmas.readings.cache_clear()


def test_an_inflected_compound_gives_its_base_form_parts_and_tail():
    words = lemmas.words_of("Järjestöneuvottelukunnan")
    assert {"järjestöneuvottelukunta", "neuvottelukunta", "järjestö", "neuvottelu", "kunta"} <= set(words)


def test_words_keep_their_dots():
    assert "työ" in lemmas.words_of("Huumetyön")
    assert "tyo" not in lemmas.words_of("Huumetyön")


def test_a_hyphenated_name_is_also_one_word():
    assert {"ely", "keskus", "elykeskus"} <= set(lemmas.words_of("ELY-keskuksen"))


def test_a_word_too_long_for_the_dictionary_still_stands_as_itself():
    word = "iki" * 30
    assert lemmas.words_of(word) == [word]


def test_without_a_dictionary_the_first_seventy_per_cent_stands_in(without_dictionary):
    assert "huumety" in lemmas.words_of("huumetyöni")
    assert lemmas.stem("kunnan") == "kunna"


def test_marks_are_taken_away_only_where_asked():
    assert lemmas.folded("Kärkölä, Åland") == "Karkola, Aland"


def test_libvoikkos_answers_are_read():
    # libvoikko's documented form of WORDBASES: +form(base) for each part, +ending(+ending) for derivations
    answer = {
        "BASEFORM": "järjestöneuvottelukunta",
        "WORDBASES": "+järjestö(järjestö)+neuvottel(neuvotella)+u(+u)+kunta(kunta)",
    }
    read = lemmas.libvoikko_reader(lambda word: [answer])
    (reading,) = read("järjestöneuvottelukunnan")
    assert reading.base == "järjestöneuvottelukunta"
    assert [base for _, base in reading.parts] == ["järjestö", "neuvotella", "kunta"]


@given(st.text(max_size=30))
def test_any_text_gives_words_of_letters_and_digits_in_lower_case(text):
    for word in lemmas.tokens_of(text):
        assert word.isalnum()
        assert word == word.lower()
