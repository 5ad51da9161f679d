"""Finland in 2013, against what was published of it.

finland_2013.csv: mean population, and deaths as mortality hazard × mean population, by sex and age; Statistics Finland
(CC BY 4.0) as the Finnish Cancer Registry's popEpi 0.5.0 holds it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from hytti.methods import pyll
from hytti.methods.lifetables import LOWER_AGES, life_expectancy
from hytti.methods.populations import age_bands, regroup, single_years

YEARS = single_years(100)


@pytest.fixture(scope="module")
def finland():
    with (Path(__file__).parent / "data/finland_2013.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        column: {sex: np.array([float(row[column]) for row in rows if row["sex"] == sex]) for sex in ("male", "female")}
        for column in ("deaths", "mean_population")
    }


@pytest.mark.parametrize(("sex", "at_birth", "at_65"), [("male", 77.8, 17.8), ("female", 83.8, 21.5)])
def test_life_expectancy_is_what_statistics_finland_published(finland, sex, at_birth, at_65):
    # Statistics Finland, 24.10.2014: life expectancy in 2013. An abridged table differs from a full one by a little.
    bands = age_bands(LOWER_AGES)
    deaths, population = (regroup(finland[column][sex], YEARS, bands) for column in ("deaths", "mean_population"))
    years = life_expectancy(deaths, population)
    assert years.value[0] == pytest.approx(at_birth, abs=0.1)
    assert years.value[LOWER_AGES.index(65)] == pytest.approx(at_65, abs=0.1)


def test_years_lost_before_seventy_are_what_was_published(finland):
    # Lääkärilehti 46/2017 (Jousilahti, Vohlonen): about 170 000 years in Finland in 2013.
    deaths, population = (sum(finland[column].values()) for column in ("deaths", "mean_population"))
    years = pyll.years_lost(YEARS, limit=70, convention="midpoint")
    lost = pyll.crude(deaths, population, years, per=population[:70].sum())
    assert lost.value == pytest.approx(170_000, rel=0.02)
