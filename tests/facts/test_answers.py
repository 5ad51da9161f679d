"""What each question answers where figures are missing, hidden, older, or told by several datasets."""

from __future__ import annotations

import pytest

from hytti.facts import Distribution, Rank, open_facts, store

from .conftest import AREAS, make_dataset, make_table

LEVELS = {"kunta": 5, "hyvinvointialue": 2, "maa": 1, "postinumero": 1}


def rows(indicator, year, **values):
    """Figures of municipalities by their codes: rows("a", 2020, _398=1.0)."""
    return [(indicator, f"kunta-{code[1:]}", year, value) for code, value in values.items()]


def values(facts):
    return [(fact.area, fact.year, fact.value) for fact in facts]


@pytest.fixture
def two_borders(path):
    """Lahti in the borders of 2012 and calculated to those of 2025; the old figures reach one year further."""
    old = make_dataset("vanhat-rajat", borders=2012, as_of="2012")
    new = make_dataset("nykyrajat", borders=2025, calculated=True)
    with store.writing(path) as writer:
        writer.put_areas(AREAS)
        writer.replace_dataset(old, make_table(*rows("a", 2012, _398=1.0, _532=2.0), *rows("a", 2013, _398=1.5)))
        writer.replace_dataset(new, make_table(*rows("a", 2012, _398=3.0)))
    return open_facts(path)


def test_a_series_shows_every_dataset(two_borders):
    found = two_borders.series("a", ["kunta-398"])
    assert [(fact.dataset, fact.year, fact.value) for fact in found] == [
        ("nykyrajat", 2012, 3.0), ("vanhat-rajat", 2012, 1.0), ("vanhat-rajat", 2013, 1.5)
    ]  # fmt: skip


def test_a_map_shows_newest_borders_and_the_old_area_where_only_it_is_told(two_borders):
    assert values(two_borders.year_of("a", 2012, "kunta")) == [("kunta-398", 2012, 3.0), ("kunta-532", 2012, 2.0)]
    assert values(two_borders.year_of("a", 2012, "kunta", dataset="vanhat-rajat")) == [
        ("kunta-398", 2012, 1.0), ("kunta-532", 2012, 2.0)
    ]  # fmt: skip


def test_the_newest_figure_is_the_newest_year_whatever_its_borders(two_borders):
    assert values(two_borders.latest_of_area("kunta-398")) == [("kunta-398", 2013, 1.5)]


def test_of_the_same_borders_a_published_figure_goes_before_a_calculated_one(path):
    with store.writing(path) as writer:
        writer.put_areas(AREAS)
        writer.replace_dataset(make_dataset("laskettu", calculated=True), make_table(*rows("a", 2020, _398=1.0)))
        writer.replace_dataset(make_dataset("toinen", as_of="2022"), make_table(*rows("a", 2020, _398=2.0)))
        writer.replace_dataset(make_dataset("uudempi", as_of="2023"), make_table(*rows("a", 2020, _398=3.0)))
    facts = open_facts(path)
    assert [fact.dataset for fact in facts.latest_of_area("kunta-398")] == ["uudempi"]
    assert [fact.dataset for fact in facts.year_of("a", 2020, "kunta")] == ["uudempi"]
    with store.writing(path) as writer:
        writer.withdraw_dataset("uudempi", "virhe")
    assert [fact.dataset for fact in open_facts(path).latest_of_area("kunta-398")] == ["toinen"]


def test_a_pyramid_takes_each_age_from_the_preferred_dataset_that_has_it(path):
    with store.writing(path) as writer:
        writer.put_areas(AREAS)
        writer.replace_dataset(make_dataset("kaikki", borders=2025), make_table(("a", "kunta-398", 2020, 10.0)))
        two = [("a", "kunta-398", 2020, 6.0), ("a", "kunta-398", 2020, 4.0), ("a", "kunta-398", 2020, 11.0)]
        ages = make_table(*two, sex=["female", "male", "total"], age=["0-4", "0-4", ""])
        writer.replace_dataset(make_dataset("iat", borders=2020), ages)
    found = open_facts(path).by_age("a", "kunta-398", 2020)
    assert [(fact.sex, fact.age, fact.value, fact.dataset) for fact in found] == [
        ("total", "", 10.0, "kaikki"), ("male", "0-4", 4.0, "iat"), ("female", "0-4", 6.0, "iat")
    ]  # fmt: skip


def test_the_newest_figure_is_the_newest_that_has_a_value(put, facts):
    put(make_table(*rows("a", 2020, _398=1.0), *rows("a", 2021, _398=None), *rows("b", 2020, _398=None)))
    assert [(fact.indicator, fact.year, fact.value) for fact in facts().latest_of_area("kunta-398")] == [
        ("a", 2020, 1.0), ("b", 2020, None)
    ]  # fmt: skip


def test_the_newest_figures_of_a_level_may_be_of_different_years(put, facts):
    put(make_table(*rows("a", 2020, _398=1.0, _316=2.0), *rows("a", 2021, _398=3.0), *rows("b", 2019, _316=4.0)))
    assert values(facts().latest_of_level("kunta", indicators=["a"])) == [
        ("kunta-316", 2020, 2.0),
        ("kunta-398", 2021, 3.0),
    ]
    assert [fact.indicator for fact in facts().latest_of_level("kunta")] == ["a", "a", "b"]
    assert values(facts().latest_of_level("kunta", county="hyvinvointialue-90")) == []


def test_equal_figures_share_a_rank_and_the_next_one_is_skipped(put, facts):
    put(make_table(*rows("a", 2020, _398=5.0, _316=7.0, _532=5.0, _091=1.0, _445=None), ("a", "maa-FI", 2020, 99.0)))
    assert sorted(facts().ranks("kunta")) == [
        Rank("a", "kunta-091", 2020, 1.0, 4, 4),
        Rank("a", "kunta-316", 2020, 7.0, 1, 4),
        Rank("a", "kunta-398", 2020, 5.0, 2, 4),
        Rank("a", "kunta-532", 2020, 5.0, 2, 4),
    ]


def test_only_the_areas_that_have_the_newest_year_are_ranked(put, facts):
    put(
        make_table(
            *rows("a", 2020, _398=5.0, _316=7.0), *rows("a", 2021, _398=1.0, _445=2.0), *rows("a", 2022, _091=None)
        )
    )
    found = facts().ranks("kunta", indicators=["a"])
    assert [(rank.area, rank.year, rank.rank, rank.areas) for rank in sorted(found)] == [
        ("kunta-398", 2021, 2, 2), ("kunta-445", 2021, 1, 2)
    ]  # fmt: skip
    assert list(facts().ranks("kunta", indicators=["b"])) == []


def test_ranks_are_a_sequence(put, facts):
    put(make_table(*rows("a", 2020, _398=5.0, _316=7.0, _532=6.0)))
    ranks = facts().ranks("kunta")
    assert len(ranks) == 3
    assert [ranks[place] for place in range(3)] == list(ranks) == ranks[:] == [*ranks[:2], ranks[-1]]
    assert type(ranks[0].rank) is int
    with pytest.raises(IndexError):
        ranks[3]
    assert not facts().ranks("maa")


def test_percentiles_are_interpolated_between_neighbours(put, facts):
    """Of 10, 20, 30, 40, 50 the quarter points are 20 and 40, and the twentieths lie a fifth of a step inside."""
    put(make_table(*rows("a", 2020, _398=50.0, _316=20.0, _532=30.0, _091=40.0, _445=10.0)))
    [found] = facts().distribution(["a"], "kunta")
    assert found == Distribution("a", 2020, 5, 10.0, pytest.approx(12), 20.0, 30.0, 40.0, pytest.approx(48), 50.0)


def test_coverage_tells_what_there_is(put, facts):
    three = [("a", "kunta-398", 2001, 1.0), ("a", "maa-FI", 2005, None), ("a", "kunta-398", 2001, 2.0)]
    table = make_table(*three, sex=["total", "total", "male"], age=["", "", "0-4"])
    put(table)
    [found] = facts().coverage()
    assert (found.levels, found.first_year, found.last_year, found.areas, found.rows) == (
        ("kunta", "maa"),
        2001,
        2005,
        2,
        3,
    )
    assert (found.sexes, found.ages) == (("total", "male"), ("", "0-4"))


@pytest.mark.parametrize(("level", "number"), LEVELS.items())
def test_areas_are_found_by_level_county_and_municipality(level, number, put, facts):
    put(make_table())
    assert len(facts().areas(level)) == number
    assert [area.code for area in facts().areas("kunta", county="hyvinvointialue-09")] == ["316", "398", "532"]
    assert [area.name_fi for area in facts().areas(municipality="kunta-398")] == ["Lahti Keskus"]
    assert facts().area("kunta-999") is None


def test_what_is_unknown_has_no_figures(put, facts):
    put(make_table(*rows("a", 2020, _398=5.0)))
    reader = facts()
    assert reader.series("ei-ole", ["kunta-398"]) == reader.series("a", ["kunta-999"]) == reader.series("a", []) == []
    assert reader.series("a", ["kunta-398"], age="99") == reader.year_of("a", 1999, "kunta") == []
    assert (
        reader.year_of("a", 2020, "ei-ole") == reader.latest_of_area("ei-ole") == reader.by_age("a", "ei-ole", 1) == []
    )
    assert reader.distribution([], "kunta") == reader.latest_of_level("kunta", indicators=["ei-ole"]) == []
    assert reader.dataset("ei-ole") is None


def test_an_area_asked_for_twice_is_answered_once(put, facts):
    put(make_table(*rows("a", 2020, _398=5.0)))
    assert len(facts().series("a", ["kunta-398", "kunta-398"])) == 1
