"""Questions as people put them: each is understood by the nearest listed one, and what says nothing finds nothing."""

from __future__ import annotations

import csv

import pytest

from hytti.tray.search import Question, asks, find, index
from hytti.tray.search.documents import Document, Text
from hytti.tray.search.snapshots import EVERY

NAMES = (
    "Talous- ja velkaneuvonta", "Toimeentulotuki", "Kirjasto", "Muistipoliklinikka", "Tukea omaishoitajille",
    "Turvakoti", "Ateriapalvelut", "Uimaranta", "Avoin päiväkoti", "Surun vertaisryhmä",
)  # fmt: skip


@pytest.fixture
def offers(db):
    index.write(
        [
            Document(number, (Text("name", "fi", name),), ((EVERY, ""),), name.lower(), {"fi": name})
            for number, name in enumerate(NAMES, 1)
        ]
    )


def found(words: str) -> list[str]:
    return [NAMES[number - 1] for number, _ in find(Question(words)).hits]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("en pysty enää maksamaan lainojani", "Talous- ja velkaneuvonta"),
        ("mieheni lyö minua", "Turvakoti"),
        ("isä eksyi taas kotimatkalla", "Muistipoliklinikka"),
        ("ruokaa vanhukselle kotiin tuotuna", "Ateriapalvelut"),
        ("min man slår", "Turvakoti"),
        ("obetalda räkningar hopar sig", "Talous- ja velkaneuvonta"),
        ("my mother is forgetful", "Muistipoliklinikka"),
        ("where to swim in a lake", "Uimaranta"),
    ],
)
def test_a_question_in_ones_own_words_finds_what_helps(offers, question, name):
    assert found(question)[:1] == [name]


@pytest.mark.parametrize("question", ["x", "hölkynkölkyn pläräpläp", "kvarkkigluoni marsissa", "taikurihattu kaapissa"])
def test_a_question_like_no_other_finds_nothing(offers, question):
    assert found(question) == []


def test_grief_does_not_answer_one_who_is_beaten(offers):
    assert "Surun vertaisryhmä" in found("min man har dött och jag är änka")
    for question in ("min man slår", "min man slår mig", "my husband beats me"):
        assert found(question) == ["Turvakoti"]


def test_a_word_of_a_services_name_is_answered_by_the_name_alone(offers):
    assert found("kirjastoon") == ["Kirjasto"]


def test_the_list_is_well_formed():
    with asks.LIST.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert all(set(row) == {"helps", "fi", "sv", "en"} and all(row.values()) for row in rows)
    helps = [row["helps"] for row in rows]
    assert len(helps) == len(set(helps))
    for row in rows:
        for language in ("fi", "sv", "en"):
            questions = row[language].split("|")
            assert len(questions) == len(set(questions)), row["helps"]
            assert all(text == text.strip().lower() and text for text in questions), row["helps"]
            assert all(asks.helping(text.split()) for text in questions), row["helps"]
    for phrases, _ in asks._rows():
        assert all(phrase and all(phrase) for phrase in phrases)
