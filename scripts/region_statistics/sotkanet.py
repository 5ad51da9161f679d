"""Figures of THL's Sotkanet, as they were published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areas import COUNTRY, sub_region_keys
from reading import Fact, number

if TYPE_CHECKING:
    from reading import Folder

OLD = "sotkanet/sotkanet_54ind_1990_2012.parquet"


def diabetes(folder: Folder, keys: dict[int, str]) -> list[Fact]:
    """683: share and persons; the ten municipalities, the counties and the country."""
    levels = {"KUNTA": "kunta", "HYVINVOINTIALUE": "hyvinvointialue"}
    return [
        Fact(
            keys[683],
            COUNTRY if row["region_category"] == "MAA" else f"{levels[row['region_category']]}-{row['region_code']}",
            int(row["year"]),
            value=number(row["value"]),
            count=number(row["abs_value"]),
        )
        for row in folder.rows("sotkanet/sotkanet_683_diabetes_medication_2015_2023.csv")
    ]


def population(folder: Folder, keys: dict[int, str]) -> list[Fact]:
    """127: municipalities in the borders of 2022."""
    return [
        Fact(keys[127], f"kunta-{row['region_code']}", int(row["year"]), value=number(row["value"]))
        for row in folder.rows("sotkanet/sotkanet_127_population_kunta_2000_2022.csv")
    ]


def before_2013(folder: Folder, keys: dict[int, str]) -> list[Fact]:
    """The 54 indicators of 1990-2012 in the borders of 2013: municipalities, sub-regions and regions."""
    regions = {
        row["name"]: f"maakunta-{row['code']}"
        for row in folder.rows(
            "geo/kunta_classification_2021_2026.csv",
            "SELECT DISTINCT maakunta_code AS code, trim(maakunta_name_fi) AS name FROM source WHERE year = '2026'",
        )
    }
    sub_regions = sub_region_keys(folder)
    find = {
        "KUNTA": lambda row: f"kunta-{row['region_code']}",
        "MAAKUNTA": lambda row: regions[row["region_title_fi"]],
        "SEUTUKUNTA": lambda row: sub_regions[row["region_id"]],
    }
    return [
        Fact(keys[row["indicator_id"]], find[row["level"]](row), row["year"], value=row["value"])
        for row in folder.rows(OLD)
        if row["value"] is not None
    ]
