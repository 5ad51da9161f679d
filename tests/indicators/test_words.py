"""Numbers, years, areas and small sentences as the three languages write them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytti.indicators import words
from hytti.indicators.definitions import Localised

TODAY = dt.date(2026, 11, 24)
PERSONS = SimpleNamespace(kind="count", decimals=0, short_unit=Localised(fi="henkilöä", sv="personer", en="persons"))
SHARE = SimpleNamespace(kind="share", decimals=1, short_unit=Localised(fi="%", sv="%", en="%"))

INDEX = SimpleNamespace(kind="index", decimals=1, short_unit=Localised(fi="indeksi", sv="index", en="index"))


def area(level, code, name_fi, name_sv="", name_en=""):
    return SimpleNamespace(level=level, code=code, name_fi=name_fi, name_sv=name_sv, name_en=name_en)


@pytest.mark.parametrize(
    ("value", "decimals", "lang", "text"),
    [
        (7788, 0, "fi", "7\u00a0788"),
        (1234567.891, 1, "fi", "1\u00a0234\u00a0567,9"),
        (1234567.891, 1, "sv", "1\u00a0234\u00a0567,9"),
        (1234567.891, 1, "en", "1,234,567.9"),
        (-0.3, 1, "fi", "\u22120,3"),
        (-0.04, 1, "fi", "0,0"),
        (2.25, 1, "fi", "2,3"),
        (2.675, 2, "fi", "2,68"),
        (11.96, 1, "fi", "12,0"),
        (12.0, None, "fi", "12"),
        (0.125, None, "fi", "0,125"),
        (1e7, None, "fi", "10\u00a0000\u00a0000"),
        (None, 1, "fi", "ei tietoa"),
    ],
)
def test_a_number_follows_the_rules_of_its_language(value, decimals, lang, text):
    assert words.number(value, decimals, lang) == text


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.integers(0, 3))
def test_a_written_number_is_the_number_rounded(value, decimals):
    read = float(words.number(value, decimals, "fi").replace("\u00a0", "").replace(",", ".").replace("\u2212", "-"))
    assert abs(read - value) <= 0.5 * 10**-decimals * (1 + 1e-9) + abs(value) * 1e-15


@pytest.mark.parametrize(("value", "text"), [(2.4, "+2,4"), (-0.3, "\u22120,3"), (0.0, "0,0"), (0.04, "0,0")])
def test_a_change_has_its_sign_and_no_change_has_none(value, text):
    assert words.signed(value, 1, "fi") == text


def test_a_change_that_is_not_known_has_no_sign():
    assert words.signed(None, 1, "fi") == "ei tietoa"


def test_a_unit_stands_after_the_number_on_the_same_line():
    assert words.with_unit(PERSONS, 7788, "fi") == "7\u00a0788\u00a0henkilöä"
    assert words.with_unit(SHARE, 11.5, "sv") == "11,5\u00a0%"
    assert words.with_unit(SHARE, 11.5, "en") == "11.5%"
    assert words.with_unit(SHARE, None, "fi") == "ei tietoa"


def test_an_index_is_a_bare_number_and_its_difference_is_in_points():
    assert words.with_unit(INDEX, 165.1, "fi") == "165,1"
    assert words.difference_unit(INDEX, "fi") == "indeksipistettä"


def test_an_interval_is_parted_by_a_dash_that_no_minus_is_taken_for():
    assert words.interval(11.3, 11.7, 1, "fi") == "11,3–11,7"
    assert words.interval(-0.5, 0.3, 1, "fi") == "\u22120,5\u00a0–\u00a00,3"
    assert words.interval(None, 0.3, 1, "fi") == ""


def test_years_are_a_range_or_one_year():
    assert words.years(2015, 2023) == "2015–2023"
    assert words.years(2023, 2023) == "2023"


def test_an_area_is_named_in_the_language_or_in_finnish():
    lahti = area("kunta", "398", "Lahti", "Lahtis")
    assert words.area_name(lahti, "sv") == "Lahtis"
    assert words.area_name(lahti, "en") == "Lahti"


def test_areas_of_different_levels_with_the_same_name_have_different_addresses():
    areas = [
        area("kunta", "398", "Lahti"),
        area("kunta", "316", "Kärkölä"),
        area("hyvinvointialue", "09", "Päijät-Hämeen hyvinvointialue"),
        area("maakunta", "07", "Päijät-Häme"),
        area("seutukunta", "071", "Lahti"),
        area("maa", "FI", "Koko maa"),
        area("postinumero", "15100", "Keskus-Lahti"),
        area("postinumero", "15110", "Keskus-Lahti"),
    ]
    slugs = [words.area_slug(one) for one in areas]
    assert slugs[:3] == ["lahti", "karkola", "paijat-hameen-hyvinvointialue"]
    assert len(set(slugs)) == len(areas)


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        (2026, "Tuorein tieto on vuodelta 2026."),
        (2025, "Tuorein tieto on vuodelta 2025, vuoden vanha."),
        (2012, "Tuorein tieto on vuodelta 2012, 14 vuotta vanha."),
    ],
)
def test_the_age_of_the_newest_figure_is_said(year, sentence):
    assert words.age_sentence(year, TODAY, "fi") == sentence


def test_a_figure_is_old_when_more_than_three_years_have_gone():
    assert not words.is_old(2023, TODAY)
    assert words.is_old(2022, TODAY)


@pytest.mark.parametrize(
    ("rank", "word"),
    [(1, "suurin"), (2, "2. suurin"), (5, "5. suurin"), (6, "5. pienin"), (9, "2. pienin"), (10, "pienin")],
)
def test_a_place_is_told_from_the_nearer_end(rank, word):
    assert words.rank_words(rank, 10, "fi") == word


def test_a_difference_of_shares_is_in_percentage_points():
    assert words.difference_unit(SHARE, "fi") == "prosenttiyksikköä"
    assert words.difference_unit(PERSONS, "fi") == "henkilöä"


def test_a_citation_names_source_indicator_years_date_and_address():
    definition = SimpleNamespace(name=Localised(fi="Väkiluku", sv="Folkmängd", en="Population"))
    dataset = SimpleNamespace(attribution="THL, Sotkanet", source="THL", as_of="2023-12-31")
    assert words.citation(definition, [dataset, dataset], "2000–2022", "https://esimerkki.invalid/", TODAY, "fi") == (
        "THL, Sotkanet: Väkiluku, 2000–2022. Tiedot 31.12.2023. Luettu 24.11.2026: https://esimerkki.invalid/"
    )
