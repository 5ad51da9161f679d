"""Diak's deprivation index: the median area of each level is 100."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reading import Fact, number

if TYPE_CHECKING:
    from reading import Folder

LEVELS = {"Hyvinvointialueet": "hyvinvointialue", "Kunnat": "kunta", "Seutukunnat": "seutukunta"}


def index(folder: Folder, keys: dict[str, str]) -> list[Fact]:
    """keys: Diak's name of the variable -> indicator."""
    regions = {
        row["name"]: row["code"]
        for row in folder.rows(
            "geo/kunta_classification_2021_2026.csv",
            "SELECT DISTINCT maakunta_code AS code, trim(maakunta_name_fi) AS name FROM source WHERE year = '2026'",
        )
    }

    def area(row: dict[str, str]) -> str:
        if row["level"] == "Maakunnat":
            return f"maakunta-{regions[row['area_name_fi']]}"
        return f"{LEVELS[row['level']]}-{row['area_code']}"

    return [
        Fact(keys[row["variable_fi"]], area(row), row["mid_year"], value=row["index_value"])
        for row in folder.rows("diak/huono_osaisuus_index_2011_2020.parquet")
        if row["index_value"] is not None
    ]


def postal(folder: Folder, keys: dict[str, str]) -> list[Fact]:
    return [
        Fact(
            keys[row["variable_fi"]],
            f"postinumero-{row['postal_code']}",
            int(row["mid_year"]),
            value=number(row["index_value"]),
        )
        for row in folder.rows("diak/huono_osaisuus_postal_paijat_hame_2011_2020.csv")
        if row["index_value"]
    ]
