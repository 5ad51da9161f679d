"""Expected points, limits and bands are those of the sources that each instrument's file names."""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hytti.methods import disclosure, instruments
from hytti.methods.instruments import (
    BrokenInstrument,
    WrongAnswer,
    at_risk,
    known_instruments,
    load,
    read,
    read_texts,
    reading,
    score,
    score_total,
    texts_of,
)

BLANK = np.nan
SMALL = """
id = "small"
version = "1"
name = "Small"
scoring = "sum"
licence = "free"
source = ["a book"]
items = [{ code = "a", answers = [0, 1] }]
"""


@pytest.mark.parametrize("name", known_instruments())
def test_every_instrument_of_the_package_says_whose_it_is(name):
    found = load(name)
    assert found.id == name
    assert found.licence
    assert found.source
    for language in ("fi", "sv", "en"):
        texts = texts_of(found, language)
        assert texts is None or (texts.language == language and set(texts.items) == set(found.codes))


@pytest.mark.parametrize("name", sorted(set(known_instruments()) - {"audit", "audit-c", "gad-7", "phq-9"}))
def test_an_instrument_without_a_free_licence_shows_no_texts(name):
    assert load(name).texts == ""


def test_an_unknown_instrument_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="audit-c"):
        load("audit-d")


def test_audit_c_adds_three_answers_up():
    found = score(load("audit-c"), [[4, 4, 4], [2, 1, 0]])
    assert found.total.tolist() == [12, 3]
    assert found.band.tolist() == ["", ""]


def test_who_never_drinks_is_not_asked_the_rest():
    assert score(load("audit-c"), [0, BLANK, BLANK]).total == 0
    assert score(load("audit"), [0, *[BLANK] * 7, 0, 2]).total == 2


def test_a_blank_that_nothing_explains_leaves_no_total():
    assert np.isnan(score(load("audit-c"), [1, BLANK, 0]).total)
    assert np.isnan(score(load("audit"), [0, *[BLANK] * 7, BLANK, 2]).total)


def test_six_drinks_at_a_time_cannot_be_where_one_never_drinks():
    with pytest.raises(WrongAnswer, match=r"q3: 2 cannot be when q1 is 0 \(answer sheet 1\)"):
        score(load("audit-c"), [[1, 1, 1], [0, BLANK, 2]])


@pytest.mark.parametrize(
    ("sex", "age", "limit"),
    [("male", 20, 6), ("male", 64, 6), ("female", 20, 5), ("female", 64, 5), ("male", 65, 4), ("female", 90, 4)],
)
def test_thls_limits_follow_sex_and_age(sex, age, limit):
    below, at = at_risk(load("audit-c"), [limit - 1, limit], thresholds="thl", sex=sex, age=age)
    assert (below, at) == (0, 1)


def test_the_boundary_age_and_its_reason_stand_in_the_file():
    assert "not 65 itself" in load("audit-c").limits("thl").note


def test_without_sex_the_younger_have_no_limit_and_the_older_do():
    assert np.isnan(at_risk(load("audit-c"), 12, thresholds="thl", age=40))
    assert at_risk(load("audit-c"), 4, thresholds="thl", age=70) == 1


@pytest.mark.parametrize("person", [{"sex": "male", "age": 19}, {"sex": "male"}])
def test_thl_says_nothing_of_the_under_twenties_nor_of_unknown_ages(person):
    assert np.isnan(at_risk(load("audit-c"), 12, thresholds="thl", **person))


def test_under_eighteen_any_drinking_is_a_risk():
    risks = at_risk(load("audit-c"), [0, 1, 1, BLANK], thresholds="under-18", age=[17, 17.9, 18, 15])
    np.testing.assert_array_equal(risks, [0, 1, BLANK, BLANK])


def test_unknown_limits_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="thl, under-18, bush-1998"):
        at_risk(load("audit-c"), 5, thresholds="who")
    with pytest.raises(ValueError, match="known: none"):
        at_risk(load("nrs-2002"), 5, thresholds="who")


def test_a_negative_age_and_an_unknown_sex_are_refused():
    with pytest.raises(ValueError, match="negative"):
        at_risk(load("audit-c"), 5, thresholds="thl", sex="male", age=-1)
    with pytest.raises(ValueError, match="mies"):
        at_risk(load("audit-c"), 5, thresholds="thl", sex="mies", age=40)


@pytest.mark.parametrize(
    ("total", "zone"), [(7, "zone-1"), (8, "zone-2"), (15, "zone-2"), (16, "zone-3"), (19, "zone-3"), (20, "zone-4")]
)
def test_whos_zones_begin_at_8_16_and_20(total, zone):
    assert score_total(load("audit"), total).band == zone


def test_audit_asks_for_more_help_by_single_answers():
    found = score(
        load("audit"),
        [
            [1, 0, 0, 2, 2, 2, 0, 0, 0, 0],
            [1, 0, 0, 2, 2, 1, 0, 0, 2, 2],
            [1, 0, 0, 0, 0, 0, 0, 0, 4, 0],
            [1, 0, 0, 0, 0, 0, 0, 0, 0, 4],
            [1, 0, 0, 2, 2, BLANK, 0, 0, 0, 0],
            [1, 0, 0, 0, BLANK, BLANK, 0, 0, 0, 0],
        ],
    )
    np.testing.assert_array_equal(found.flags["next-level"], [1, 0, 1, 1, BLANK, 0])


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (4, "minimal"),
        (5, "mild"),
        (10, "moderate"),
        (15, "moderately-severe"),
        (19, "moderately-severe"),
        (20, "severe"),
    ],
)
def test_phq_9_bands(total, band):
    assert score_total(load("phq-9"), total).band == band


def test_any_thought_of_self_harm_raises_a_flag():
    found = score(load("phq-9"), [[0] * 8 + [1], [3] * 8 + [0], [0] * 8 + [BLANK]])
    assert found.total[:2].tolist() == [1, 24]
    np.testing.assert_array_equal(found.flags["self-harm"], [1, 0, BLANK])


@pytest.mark.parametrize(
    ("total", "band"), [(4, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe"), (21, "severe")]
)
def test_gad_7_bands(total, band):
    assert score_total(load("gad-7"), total).band == band
    assert at_risk(load("gad-7"), total, thresholds="ten") == (total >= 10)


@pytest.mark.parametrize(
    ("age", "bmi", "waist", "sex", "points"),
    [
        (44, 24.9, 93.9, "male", 0),
        (45, 25, 94, "male", 2 + 1 + 3),
        (54, 30, 102, "male", 2 + 1 + 3),
        (55, 30.1, 102.5, "male", 3 + 3 + 4),
        (64, 25, 79.9, "female", 3 + 1),
        (64.9, 25, 79.9, "female", 3 + 1),
        (65, 25, 80, "female", 4 + 1 + 3),
        (65, 25, 88.5, "female", 4 + 1 + 4),
    ],
)
def test_findrisc_counts_measures_by_the_forms_steps(age, bmi, waist, sex, points):
    assert score(load("findrisc"), [age, bmi, waist, 0, 0, 0, 0, 0], sex=sex).total == points


def test_findrisc_reaches_26_and_its_bands_begin_at_7_12_15_and_21():
    worst = score(load("findrisc"), [80, 40, 130, 2, 1, 2, 5, 5], sex="male")
    assert (worst.total, worst.band) == (26, "very-high")
    bands = score_total(load("findrisc"), [6, 7, 11, 12, 14, 15, 20, 21]).band
    assert [str(band) for band in bands] == (
        ["low", "slightly-elevated", "slightly-elevated", "moderate", "moderate", "high", "high", "very-high"]
    )


def test_findrisc_without_sex_has_no_total():
    assert np.isnan(score(load("findrisc"), [50, 25, 90, 0, 0, 0, 0, 0]).total)


def test_nrs_2002_adds_a_point_from_seventy_and_the_risk_begins_at_three():
    found = score(load("nrs-2002"), [[1, 1, 69], [1, 1, 70], [3, 0, 40]])
    assert found.total.tolist() == [2, 3, 3]
    assert found.band.tolist() == ["not-at-risk", "at-risk", "at-risk"]
    assert score(load("nrs-2002-initial"), [[0, 0, 0, 0], [0, 1, 0, 0]]).band.tolist() == ["enough", "go-on"]


def test_paradise_is_a_mean_of_its_items():
    paradise = load("paradise24fin")
    assert score(paradise, [2] * 12 + [1] * 12).total == 1.5
    assert score_total(paradise, 1.37).total == 1.37
    with pytest.raises(WrongAnswer, match="4.1 is not a total up to 4"):
        score_total(paradise, 4.1)


@pytest.mark.parametrize(
    ("total", "band"), [(16.5, "malnourished"), (17, "at-risk"), (23.5, "at-risk"), (24, "normal")]
)
def test_the_long_mna_counts_by_halves(total, band):
    assert score_total(load("mna"), total).band == band


@pytest.mark.parametrize(("total", "band"), [(7, "malnourished"), (8, "at-risk"), (11, "at-risk"), (12, "normal")])
def test_the_short_mna_takes_a_total(total, band):
    assert score_total(load("mna-sf"), total).band == band


def test_a_total_that_is_not_known_has_no_band():
    found = score_total(load("mna-sf"), [np.nan, 3])
    assert found.band.tolist() == ["", "malnourished"]


@pytest.mark.parametrize(
    ("name", "total"), [("mna-sf", 15), ("mna-sf", 2.5), ("bdi-21", 64), ("rai", -1), ("rai", np.inf)]
)
def test_a_total_that_cannot_be_is_refused(name, total):
    with pytest.raises(WrongAnswer, match="is not a total"):
        score_total(load(name), total)


@pytest.mark.parametrize(
    ("name", "answers", "reason"),
    [
        ("audit-c", [1, 5, 0], r"AUDIT-C, q2: 5 is not an answer; allowed: 0, 1, 2, 3, 4\.$"),
        ("audit", [1, *[0] * 8, 3], "q10: 3 is not an answer; allowed: 0, 2, 4"),
        ("findrisc", [-1, *[0] * 7], "age: -1 is not an answer; allowed: a measure in years"),
        ("findrisc", [np.inf, *[0] * 7], "age: inf"),
    ],
)
def test_a_wrong_answer_is_refused_with_the_allowed_ones(name, answers, reason):
    with pytest.raises(WrongAnswer, match=reason):
        score(load(name), answers)


@pytest.mark.parametrize(("name", "answers"), [("audit-c", [1, 2]), ("audit-c", 1), ("bdi-21", [1])])
def test_another_number_of_answers_is_refused(name, answers):
    with pytest.raises(ValueError, match="has 3 items|takes a total"):
        score(load(name), answers)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=9, max_size=9), min_size=1, max_size=5))
def test_many_sheets_are_scored_as_one_by_one(sheets):
    together = score(load("phq-9"), sheets)
    for place, sheet in enumerate(sheets):
        assert together.total[place] == score(load("phq-9"), sheet).total == sum(sheet)
        assert together.band[place] == score(load("phq-9"), sheet).band


def test_audit_texts_stand_apart_with_whos_notice():
    folder = reading.FOLDER / "texts" / "who"
    assert "not for sale" in " ".join((folder / "NOTICE.txt").read_text(encoding="utf-8").split())
    texts = texts_of(load("audit-c"), "fi")
    assert texts.items["q3"] == "Kuinka usein olet juonut kerralla kuusi tai useampia annoksia?"
    assert texts.options["q2"][0] == "1–2 annosta"
    assert "not for commercial use" in texts.licence


def test_without_the_removable_folder_audit_is_scored_as_before(monkeypatch, tmp_path):
    for file in reading.FOLDER.iterdir():
        if file.name.endswith(".toml"):
            (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    load.cache_clear()
    try:
        assert texts_of(load("audit-c"), "fi") is None
        assert score(load("audit-c"), [1, 1, 1]).total == 3
    finally:
        load.cache_clear()


def test_swedish_answers_that_were_not_found_are_left_out():
    texts = texts_of(load("audit"), "sv")
    assert texts.items["q1"].startswith("Hur ofta dricker du")
    assert texts.options == {}


@pytest.mark.parametrize(
    ("name", "language", "asked", "answers"),
    [
        (
            "gad-7",
            "fi",
            "Vaikeus rentoutua",
            ("Ei lainkaan", "Useana päivänä", "Suurimpana osana päivistä", "Lähes joka päivä"),
        ),
        (
            "phq-9",
            "en",
            "Feeling tired or having little energy",
            ("Not at all", "Several days", "More than half the days", "Nearly every day"),
        ),
    ],
)
def test_mood_and_anxiety_are_asked_in_the_words_of_their_sources(name, language, asked, answers):
    texts = texts_of(load(name), language)
    assert texts.items["q4"] == asked
    assert set(texts.options.values()) == {answers}
    assert "No permission required" in texts.licence


def test_a_countys_own_instrument_is_read_from_its_file():
    assert score(read(SMALL), [[0], [1]]).total.tolist() == [0, 1]
    assert texts_of(read(SMALL), "fi") is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("id = ", "ident = "), "'id' is missing"),
        (('licence = "free"', 'licence = "free"\ncolour = 1'), "'colour' is not known"),
        (('"sum"', '"product"'), "sum, mean or total, not 'product'"),
        (('"sum"', '"total"'), "A total has no items"),
        (("items = [{", "items = [{ code = 'a', answers = [1] }, {"), "same code"),
        (("answers = [0, 1]", "unit = 'cm'"), "either answers or steps"),
        (("answers = [0, 1]", "steps = [{ at_least = 1 }]"), "'points' is missing in step"),
        (("source", "bands = [{ code = 'x', name = 'X', from = 1 }]\nsource"), "bands begin at 0"),
        (("source", "flags = [{ code = 'x', name = 'X', when = [[{ item = 'z', at_least = 1 }]] }]\nsource"), "Item z"),
        (
            ("source", "skip = { item = 'b', answer = 0, blank_is_zero = [], must_be_zero = [] }\nsource"),
            "Item b is named",
        ),
        (
            (
                "source",
                "thresholds = [{ name = '', source = '', note = '', groups = [{ sex = 'x', at_least = 1 }] }]\nsource",
            ),
            "female or male, not 'x'",
        ),
        (("id = ", "= "), "not TOML"),
    ],
)
def test_a_broken_instrument_is_refused_with_the_reason(change, reason):
    with pytest.raises(BrokenInstrument, match=reason):
        read(SMALL.replace(*change, 1))


@pytest.mark.parametrize(
    ("items", "options", "reason"),
    [('b = "B"', "", "lack item a"), ('a = "A"', 'a = ["no"]', "one option for each answer")],
)
def test_texts_that_do_not_fit_are_refused(items, options, reason):
    with pytest.raises(BrokenInstrument, match=reason):
        read_texts(f'language = "fi"\nsource = "s"\nlicence = "l"\n[items]\n{items}\n[options]\n{options}', read(SMALL))


@pytest.mark.parametrize("package", [disclosure, instruments])
def test_all_that_a_package_offers_stands_on_a_page(package):
    pages = (Path(__file__).parents[2] / "docs/reference/methods").glob("*.md")
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    offered = [name for name in package.__all__ if inspect.isfunction(getattr(package, name))]
    assert [name for name in offered if name not in text] == []
