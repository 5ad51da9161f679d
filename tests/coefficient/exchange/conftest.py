from __future__ import annotations

import pytest

from coefficient_files import Filled, store_with
from hytti.coefficient.exchange.places import places_of
from hytti.methods.coefficient.rules import rules


@pytest.fixture
def facts_with(tmp_path):
    """A store of a few areas with these datasets: key → rows of (indicator, area, year, value)."""

    def write(**datasets):
        return store_with(tmp_path / "facts.duckdb", datasets)

    return write


@pytest.fixture
def county():
    return rules("county", 2026)


@pytest.fixture
def places(facts_with):
    return places_of(facts_with(), "county")


@pytest.fixture
def filled(county, places):
    return Filled(county, places)
