"""The national areas against Statistics Finland's counts of them."""

from __future__ import annotations

import pytest

from hytti.indicators import geo

# Municipalities and counties (with Helsinki and Åland) of Statistics Finland's classifications.
MUNICIPALITIES = {2021: 309, 2022: 309, 2023: 309, 2024: 309, 2025: 308, 2026: 308}
TEN = {"016", "081", "098", "111", "142", "316", "398", "560", "576", "781"}


@pytest.mark.parametrize(("year", "number"), MUNICIPALITIES.items())
def test_every_year_has_its_municipalities_and_the_same_ten_in_paijat_hame(year, number):
    rows = geo.classification(year)
    assert len(rows) == number
    assert {code for code, row in rows.items() if row["hyvinvointialue_code"] == "09"} == TEN
    assert len({row["hyvinvointialue_code"] for row in rows.values()}) == 23


def test_names_stand_in_three_languages():
    lahti = geo.classification(2026)["398"]
    assert [lahti[f"municipality_name_{language}"] for language in ("fi", "sv", "en")] == ["Lahti", "Lahtis", "Lahti"]
    assert lahti["maakunta_name_sv"] == "Päijänne-Tavastland"


def test_a_year_without_a_classification_is_told():
    with pytest.raises(KeyError):
        geo.classification(2020)


def test_every_area_of_2024_has_closed_rings_inside_finland():
    municipalities, counties = geo.polygons("kunta"), geo.polygons("hyvinvointialue")
    assert municipalities.keys() == {f"kunta-{code}" for code in geo.classification(2024)}
    assert len(counties) == 23
    for shape in (*municipalities.values(), *counties.values()):
        for part in shape:
            for ring in part:
                assert ring[0] == ring[-1]
                assert all(19 < x < 32 and 59 < y < 71 for x, y in ring)
