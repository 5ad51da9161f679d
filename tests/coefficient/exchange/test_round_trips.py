"""What is written reads back as it was, whatever it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coefficient_files import MADE, Filled
from hytti.coefficient import example
from hytti.coefficient.counties import counties
from hytti.coefficient.exchange.about import About
from hytti.coefficient.exchange.book import result_xlsx
from hytti.coefficient.exchange.columns import columns_of
from hytti.coefficient.exchange.making import table_of, values_of
from hytti.coefficient.exchange.places import Place
from hytti.coefficient.exchange.reading import read_table
from hytti.coefficient.exchange.templates import template_csv, template_xlsx
from hytti.methods.coefficient import coefficient
from hytti.methods.coefficient.rules import known_years, rules

COUNTIES = [Place(code, names["fi"], names["sv"], names["en"]) for code, names in counties().items()]
TOWNS = [Place("016", "Asikkala", "Asikkala", "Asikkala"), Place("398", "Lahti", "Lahtis", "Lahti")]
PLACES = {"county": COUNTIES, "municipality": TOWNS}
YEARS = [(level, year) for level in PLACES for year in known_years(level)]
LANGUAGES = st.sampled_from(("fi", "sv", "en"))


def decimals(least, greatest):
    return st.floats(least, greatest).map(lambda value: float(f"{value:.12g}"))


@st.composite
def tables(draw):
    """Some areas of a level, with figures in most cells and none in others."""
    level, year = draw(st.sampled_from(YEARS))
    found = rules(level, year)
    places = draw(st.lists(st.sampled_from(PLACES[level]), min_size=1, max_size=3, unique=True))
    values = {}
    for place in places:
        values[place.code, "residents"] = float(draw(st.integers(1, 10**7)))
        for column in columns_of(found)[3:]:
            if column.kind == "answer":
                value = draw(st.sampled_from((0.0, 100.0, None)))
            elif column.is_count:
                value = draw(st.none() | st.integers(0, 10**6).map(float))
            else:
                value = draw(st.none() | decimals(10.0, 100.0))
            if value is not None:
                values[place.code, column.key] = value
        values.setdefault((place.code, found.result[0].key), 50.0)
    return found, places, values


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), LANGUAGES, st.booleans())
def test_a_filled_template_reads_back_as_the_same_table(found, language, as_csv):
    rules_, places, values = found
    every = PLACES[rules_.level]
    if as_csv:
        data = template_csv(rules_, every, language=language, values=values)
    else:
        data = template_xlsx(rules_, every, language=language, made_at=MADE, values=values)
    read = read_table(data, "t", rules_, every)
    assert not read.stopped, [one.text for one in read.findings]
    assert read.values == values
    assert read.table.as_dict() == table_of(rules_, places, values).as_dict()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("level", ["county", "municipality"])
def test_an_exported_result_reads_back_as_the_table_it_was_made_of(level, language):
    table = example.example_table(level)
    found = rules(level, example.example_year(level))
    places = [Place(code, name, name, name) for code, name in zip(table.areas, table.names, strict=True)]
    book = result_xlsx(coefficient(table, found), About("koe", "2026"), language=language, made_at=MADE)
    read = read_table(book, "t.xlsx", found, places)
    assert not read.stopped, [one.text for one in read.findings]
    assert read.table.as_dict()["columns"] == table.as_dict()["columns"]


def test_a_table_turns_into_cells_and_back():
    table = example.example_table("county")
    places = [Place(code, name, name, name) for code, name in zip(table.areas, table.names, strict=True)]
    back = table_of(rules("county", 2026), places, values_of(table), table.sources)
    assert back.as_dict() == table.as_dict()


def test_what_is_absent_in_a_table_is_no_cell(county, places):
    table = Filled(county, places).put("09", "mmr", "").read().table
    values = values_of(table)
    assert ("09", "mmr") not in values
    assert np.isnan(table_of(county, [one for one in places if not one.aland], values).latest["mmr"][8])
