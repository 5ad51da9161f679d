"""Facts published of the counties' coefficients (funding of 2026). They need THL's table, which is not to be had.

A table named by HYTTI_COEFFICIENT_TABLE (the JSON of Table.as_dict) is held against them; without it they wait.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hytti.methods.coefficient import Table, coefficient
from hytti.methods.coefficient.published import FACTS, Fact, waiting
from hytti.methods.coefficient.rules import Localised, rules
from hytti.methods.coefficient.table import COUNTIES


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_the_published_table_meets(fact):
    given = os.environ.get("HYTTI_COEFFICIENT_TABLE")
    if not given:
        pytest.skip("waiting for data")
    table = Table.from_dict(json.loads(Path(given).read_text(encoding="utf-8")))
    made = rules(fact.level, fact.funding_year)
    table.validate(made)
    assert fact.is_met(coefficient(table, made)), f"{fact.words.fi}; {fact.source}"


def test_without_a_table_every_fact_of_the_year_waits():
    assert waiting("county", 2026) == list(FACTS)
    assert waiting("county", 2025) == []
    assert waiting("municipality", 2026) == []


def test_a_table_that_cannot_tell_leaves_a_fact_waiting(counties, counties_2026):
    assert waiting("county", 2026, coefficient(counties, counties_2026)) == []
    without = replace(counties.changed({"07": {"brief_intervention": np.nan}}))
    without = replace(
        without, latest={key: each for key, each in without.latest.items() if key != "lifestyle_counselling"}
    )
    left = waiting("county", 2026, coefficient(without, counties_2026))
    assert [fact.key for fact in left] == ["kanta-hame-counselling", "kanta-hame-intervention"]
    bare = Table.of("county", COUNTIES, np.ones(22), {"mmr": counties.latest["mmr"]})
    assert waiting("county", 2026, coefficient(bare, counties_2026)) == list(FACTS)


def test_facts_name_areas_sources_and_speak_three_languages():
    for fact in FACTS:
        assert {fact.area, fact.other} - {""} <= set(COUNTIES)
        assert fact.source.startswith("https://")
        assert all(fact.words)
        assert not fact.indicator or rules(fact.level, fact.funding_year).indicator(fact.indicator)


@pytest.mark.parametrize(
    ("fields", "met"),
    [
        ({"area": "B", "what": "K", "value": 64}, True),
        ({"area": "B", "what": "K", "value": 65}, False),
        ({"area": "B", "what": "rank", "value": 2}, True),
        ({"area": "A", "what": "rank", "value": 2}, False),
        ({"area": "B", "what": "rank_in", "value": 2, "indicator": "mmr"}, True),
        # 25 301 037.74 − 2 811 226.41 = 22 489 811.33
        ({"area": "C", "what": "euros_between", "value": 22.5e6, "other": "A", "within": 50_000}, True),
        ({"area": "C", "what": "euros_between", "value": 22.4e6, "other": "A", "within": 50_000}, False),
    ],
)
def test_a_fact_is_met_or_not(three, three_rules, fields, met):
    fact = Fact("made-up", "county", 2026, Localised("a", "a", "a"), source="", **fields)
    assert fact.is_met(coefficient(three, three_rules)) is met
