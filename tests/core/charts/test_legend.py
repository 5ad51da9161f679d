import pytest

from drawings import check_words, parts, read, written
from hytti.core.charts.legend import class_legend

TEXTS = ["alle 12", "12–13", "13–14", "14–15", "yli 15 %"]


def drawn(texts, **options):
    return read(class_legend(texts, **({"key": "k", "width": 420, "title": "Luokat"} | options)))


def test_every_class_has_its_colour_and_its_limits():
    root = drawn(TEXTS)
    check_words(root)
    assert written(root) == TEXTS
    assert [swatch.get("class").split()[-1] for swatch in parts(root, "ch-class")] == [f"map-{at}" for at in range(5)]


def test_long_limits_stand_one_under_another():
    texts = ["alle 1 200,5 euroa asukasta kohden", *TEXTS[1:]]
    root = drawn(texts, width=358)
    check_words(root)
    assert len({swatch.get("y") for swatch in parts(root, "ch-class")}) == 5


def test_no_data_is_hatched_and_says_so():
    root = drawn(TEXTS, no_data="ei tietoa")
    assert written(root)[-1] == "ei tietoa"
    assert parts(root, "ch-class")[-1].get("fill") == "url(#k-hatch)"


def test_six_classes_are_refused():
    with pytest.raises(ValueError, match="at most five"):
        drawn([*TEXTS, "yli 20 %"])
