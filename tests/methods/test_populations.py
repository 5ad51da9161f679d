"""Sums of the standards: Eurostat KS-RA-13-028 (ESP2013), Ahmad et al. 2001 (WHO), as the research notes quote them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.methods.populations import (
    AgeBand,
    age_band,
    age_bands,
    regroup,
    single_years,
    standard_population,
    standard_populations,
)

FIVES = age_bands(range(0, 95, 5))


@pytest.mark.parametrize("name", standard_populations())
def test_each_standard_holds_a_hundred_thousand_and_says_where_it_is_from(name):
    standard = standard_population(name)
    assert standard.weights.sum() == pytest.approx(100_000)
    assert standard.source
    assert len(standard.bands) == standard.weights.size
    assert standard.bands[-1].upper is None


def test_the_european_standard_holds_what_eurostat_printed():
    standard = standard_population("ESP2013_21")
    below = {age: standard.weights[[band.lower < age for band in standard.bands]].sum() for age in (70, 75)}
    assert below == {70: 86_000, 75: 91_000}
    assert [band.label for band in standard.bands[:2]] == ["0", "1–4"]
    from_25_to_79 = [25 <= band.lower < 80 for band in standard.bands]
    assert standard.weights[from_25_to_79].sum() == 67_500
    printed = [
        1000,
        4000,
        *[5500] * 3,
        6000,
        6000,
        6500,
        *[7000] * 4,
        6500,
        6000,
        5500,
        5000,
        4000,
        2500,
        1500,
        800,
        200,
    ]
    np.testing.assert_array_equal(standard.weights, printed)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("ESP1976_18", [8, *[7] * 10, 6, 5, 4, 3, 2, 1, 1]),
        ("WORLD1966_SEGI_18", [12, 10, 9, 9, 8, 8, 6, 6, 6, 6, 5, 4, 4, 3, 2, 1, 0.5, 0.5]),
        (
            "NORDIC2000_18",
            [5.9, 6.6, 6.2, 5.8, 6.1, 6.8, 7.3, 7.3, 7, 6.9, 7.4, 6.1, 4.8, 4.1, 3.9, 3.5, 2.4, 1.9],
        ),
    ],
)
def test_older_standards_hold_the_printed_hundredths(name, printed):
    np.testing.assert_allclose(standard_population(name).weights / 1000, printed, rtol=1e-12)


def test_the_european_standard_in_wider_bands_is_the_one_of_nineteen():
    wide = standard_population("ESP2013_21").regrouped(FIVES)
    np.testing.assert_array_equal(wide.weights, standard_population("ESP2013_19").weights)
    assert wide.bands == standard_population("ESP2013_19").bands


def test_the_world_standard_by_single_years_is_whos_in_fives():
    wide = standard_population("WHO_WORLD2000_101").regrouped(age_bands(range(0, 90, 5)))
    printed = [
        8.86,
        8.69,
        8.60,
        8.47,
        8.22,
        7.93,
        7.61,
        7.15,
        6.59,
        6.04,
        5.37,
        4.55,
        3.72,
        2.96,
        2.21,
        1.52,
        0.91,
        0.63,
    ]
    np.testing.assert_allclose(wide.weights / 1000, printed, atol=0.01)


def test_an_unknown_standard_is_refused_with_the_known_ones():
    with pytest.raises(KeyError, match="ESP2013_19"):
        standard_population("ESP1492")


def test_weights_of_a_standard_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        standard_population("ESP2013_19").weights[0] = 1


@pytest.mark.parametrize(
    ("written", "band", "label"),
    [
        ("0", AgeBand(0, 0), "0"),
        (" 1-4 ", AgeBand(1, 4), "1–4"),
        ("85 – 89", AgeBand(85, 89), "85–89"),
        ("90 +", AgeBand(90, None), "90+"),
    ],
)
def test_age_bands_are_read_as_tables_write_them(written, band, label):
    assert age_band(written) == band
    assert band.label == label
    assert age_band(label) == band


@pytest.mark.parametrize("written", ["", "-4", "4-1", "all", "1-4-5", "85++"])
def test_what_is_no_age_band_is_refused(written):
    with pytest.raises(ValueError, match="age band"):
        age_band(written)


@pytest.mark.parametrize("ages", [[], [5, 5], [10, 0], [-1, 4]])
def test_bands_need_rising_ages(ages):
    with pytest.raises(ValueError, match="rise"):
        age_bands(ages)


def test_single_years_are_open_at_the_end_unless_told_otherwise():
    assert single_years(2) == (AgeBand(0, 0), AgeBand(1, 1), AgeBand(2, None))
    assert single_years(26, first=25, open_ended=False) == (AgeBand(25, 25), AgeBand(26, 26))


def test_counts_by_single_year_add_up_to_five_year_bands_in_any_order():
    years = single_years(100)
    counts = np.arange(202.0).reshape(2, 101)
    grouped = regroup(counts, years, FIVES)
    np.testing.assert_array_equal(grouped[:, 1], counts[:, 5:10].sum(axis=1))
    np.testing.assert_array_equal(grouped[:, -1], counts[:, 90:].sum(axis=1))
    np.testing.assert_array_equal(regroup(counts[:, ::-1], years[::-1], FIVES), grouped)


@pytest.mark.parametrize(
    ("bands", "into", "says"),
    [
        (age_bands([0, 5, 85]), age_bands([0, 5, 90]), "does not fit"),
        (age_bands([0, 10]), age_bands([0, 5, 10]), "does not fit"),
        ((AgeBand(1, 4),), (AgeBand(0, 4),), "not counted"),
        ((AgeBand(85, 89),), (AgeBand(85, None),), "not counted"),
        ((AgeBand(0, 4), AgeBand(4, 9)), (AgeBand(0, 9),), "overlap"),
        ((AgeBand(0, None), AgeBand(90, None)), (AgeBand(0, None),), "overlap"),
    ],
)
def test_bands_that_do_not_nest_are_refused(bands, into, says):
    with pytest.raises(ValueError, match=says):
        regroup(np.ones(len(bands)), bands, into)


def test_counts_must_match_the_bands():
    with pytest.raises(ValueError, match="one for each band"):
        regroup([1, 2, 3], FIVES, FIVES)
    with pytest.raises(ValueError, match="one for each band"):
        regroup(1, FIVES, FIVES)


@given(st.integers(0, 2**32 - 1), st.sets(st.integers(1, 100)))
def test_regrouping_loses_and_invents_nobody(seed, cuts):
    counts = np.random.default_rng(seed).integers(0, 10**6, 101)
    assert regroup(counts, single_years(100), age_bands([0, *sorted(cuts)])).sum() == counts.sum()
