import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings import check_words, parts, read, tick, written
from hytti.core.charts.pyramid import AgeBand, SexBand, age_profile, pyramid

AGES = [f"{age}–{age + 4}" for age in range(0, 90, 5)] + ["90–"]
PERSONS = st.one_of(st.none(), st.integers(0, 60_000).map(float))


def people(bands, *, width=560, **options):
    options = {"key": "k", "title": "Väestö", "desc": "", "men_text": "Miehet", "women_text": "Naiset",
               "tick_text": tick, "now_text": "2019", "ahead_text": "ennuste 2040"} | options  # fmt: skip
    return read(pyramid(bands, width=width, **options))


def profile(bands, *, width=560, **options):
    options = {"key": "k", "title": "Väestö", "desc": "", "tick_text": tick, "now_text": "2024",
               "ahead_texts": ("ennuste 2035", "ennuste 2040")} | options  # fmt: skip
    return read(age_profile(bands, width=width, **options))


def bars(root):
    return [(float(bar.get("x")), float(bar.get("width")), float(bar.get("y"))) for bar in parts(root, "ch-people")
            if bar.get("height") != "14"]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PERSONS, PERSONS, PERSONS, PERSONS), max_size=19), st.sampled_from([560, 358]))
def test_words_and_bars_of_both_kinds_stay_in_the_picture(rows, width):
    by_sex = people([SexBand(AGES[at], *row) for at, row in enumerate(rows)], width=width)
    together = profile([AgeBand(AGES[at], row[0], row[1:3]) for at, row in enumerate(rows)], width=width)
    for root in (by_sex, together):
        check_words(root)
        assert all(x >= -0.1 and x + wide <= width + 0.1 for x, wide, _ in bars(root))


def test_men_are_on_the_left_and_women_on_the_right_on_one_scale():
    (men, women) = bars(people([SexBand("0–4", 100, 200)]))
    assert men[0] + men[1] < 280 < women[0]
    assert women[1] == pytest.approx(2 * men[1], abs=0.2)


def test_the_youngest_are_lowest():
    rows = bars(profile([AgeBand("0–4", 10), AgeBand("5–9", 20)]))
    assert rows[0][2] > rows[1][2]
    assert rows[1][1] == pytest.approx(2 * rows[0][1], abs=0.2)


def test_each_projected_year_is_an_outline_of_its_own():
    root = profile([AgeBand("0–4", 10, (8, 6)), AgeBand("5–9", 20, (21, 22))])
    outlines = [one for one in parts(root, "ch-outline") if "h22" not in one.get("d")]
    assert len(outlines) == 2
    assert "ch-later" in outlines[1].get("class")
    assert {"2024", "ennuste 2035", "ennuste 2040"} <= set(written(root))


def test_an_outline_reaches_as_far_as_a_bar_of_the_same_number():
    root = profile([AgeBand("0–4", 10, (10,))])
    ((x, wide, _),) = bars(root)
    (outline,) = [one for one in parts(root, "ch-outline") if "h22" not in one.get("d")]
    assert float(re.match(r"M([\d.]+) ", outline.get("d"))[1]) == pytest.approx(x + wide, abs=0.2)


def test_a_missing_age_group_has_no_bar_and_leaves_the_outline_open():
    root = profile([AgeBand("0–4", 10, (9,)), AgeBand("5–9", None, (None,)), AgeBand("10–14", 12, (11,))])
    assert len(bars(root)) == 2
    (outline,) = [one for one in parts(root, "ch-outline") if "h22" not in one.get("d")]
    assert outline.get("d").count("M") == 2
    assert "5–9" in written(root)


def test_without_figures_only_the_ages_are_written():
    assert set(written(profile([AgeBand("0–4", None)], now_text="", ahead_texts=()))) == {"0–4"}


def test_a_shared_greatest_value_makes_two_pictures_comparable():
    alone, shared = bars(profile([AgeBand("0–4", 10)])), bars(profile([AgeBand("0–4", 10)], most=20))
    assert shared[0][1] == pytest.approx(alone[0][1] / 2, abs=0.2)


def test_three_projected_years_are_too_many():
    with pytest.raises(ValueError, match="two projected years"):
        profile([AgeBand("0–4", 1, (1, 2, 3))])
