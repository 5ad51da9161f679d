"""Areas of the pack: today's classification, the municipalities of 2013 that are no more, and postal areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reading import Folder

COUNTRY = "maa-FI"
HOME = "hyvinvointialue-09"
# Municipalities that joined another one after 2012: their last year and what they are part of. The tests prove the
# pairs: the populations of 2000-2012 in the borders of 2013 add up to those in the borders of 2022.
JOINED = {
    "413": (2014, "609"),  # Lavia, Pori
    "476": (2014, "297"),  # Maaninka, Kuopio
    "838": (2014, "423"),  # Tarvasjoki, Lieto
    "164": (2015, "301"),  # Jalasjärvi, Kurikka
    "283": (2015, "098"),  # Hämeenkoski, Hollola
    "319": (2015, "783"),  # Köyliö, Säkylä
    "532": (2015, "398"),  # Nastola, Lahti
    "174": (2016, "297"),  # Juankoski, Kuopio
    "442": (2016, "051"),  # Luvia, Eurajoki
    "911": (2019, "541"),  # Valtimo, Nurmes
    "099": (2020, "214"),  # Honkajoki, Kankaanpää
    "588": (2024, "507"),  # Pertunmaa, Mäntyharju
}
CLASSIFICATION = "geo/kunta_classification_2021_2026.csv"


class Area(NamedTuple):
    """A row of areas.csv."""

    key: str
    level: str
    code: str
    name_fi: str
    name_sv: str
    name_en: str
    valid_from: int | None = None
    valid_to: int | None = None
    county: str | None = None
    municipality: str | None = None


def today(code: str) -> str:
    """The municipality that holds this one today."""
    return JOINED[code][1] if code in JOINED else code


def county_of(folder: Folder) -> dict[str, str]:
    """Municipality code of any year from 2013 on -> key of its county today."""
    rows = folder.rows(CLASSIFICATION, "SELECT kunta_code, hyvinvointialue_code FROM source WHERE year = '2026'")
    counties = {row["kunta_code"]: f"hyvinvointialue-{row['hyvinvointialue_code']}" for row in rows}
    return {**counties, **{code: counties[successor] for code, (_, successor) in JOINED.items()}}


def all_areas(folder: Folder) -> list[Area]:
    counties = county_of(folder)
    found = [Area(COUNTRY, "maa", "FI", "Koko maa", "Hela landet", "Whole country")]
    for level in ("hyvinvointialue", "maakunta", "seutukunta"):
        found += _divisions(folder, level)
    found += _municipalities(folder, counties)
    found += _sub_regions_of_2013(folder)
    found += _postal_areas(folder, counties)
    return sorted(found, key=lambda area: (area.level, area.code))


def _divisions(folder: Folder, level: str) -> list[Area]:
    columns = ", ".join(f"trim({level}_{part}) AS {part}" for part in ("code", "name_fi", "name_sv", "name_en"))
    rows = folder.rows(CLASSIFICATION, f"SELECT DISTINCT {columns} FROM source WHERE year = '2026'")
    length = {"seutukunta": 3}.get(level, 2)
    return [
        Area(f"{level}-{code}", level, code, row["name_fi"], row["name_sv"], row["name_en"])
        for row in rows
        for code in [row["code"].zfill(length)]
    ]


def _municipalities(folder: Folder, counties: dict[str, str]) -> list[Area]:
    named = {}
    for row in folder.rows(CLASSIFICATION, "SELECT * FROM source ORDER BY year"):
        names = (row[f"municipality_name_{language}"].strip() for language in ("fi", "sv", "en"))
        named[row["kunta_code"]] = tuple(names)
    for row in folder.rows("sotkanet/regions_kunta_2013.csv"):
        named.setdefault(row["code"], (row["title_fi"],) * 3)
    return [
        Area(f"kunta-{code}", "kunta", code, *names, valid_to=JOINED[code][0] if code in JOINED else None,
             county=counties[code])
        for code, names in named.items()
    ]  # fmt: skip


def _postal_areas(folder: Folder, counties: dict[str, str]) -> list[Area]:
    rows = folder.rows("geo/postal_codes_2020.csv")
    return [
        Area(
            f"postinumero-{row['postal_code']}",
            "postinumero",
            row["postal_code"],
            row["postal_name_fi"],
            row["postal_name_sv"] or row["postal_name_fi"],
            row["postal_name_fi"],
            county=HOME,
            municipality=f"kunta-{row['kunta_code']}",
        )
        for row in rows
        if counties.get(row["kunta_code"]) == HOME
    ]


def _sub_regions_of_2013(folder: Folder) -> list[Area]:
    """Those of Sotkanet's 2013 division that have no successor of the same name."""
    keys = sub_region_keys(folder)
    rows = folder.rows(
        "sotkanet/regions_kunta_2013.csv", "SELECT DISTINCT seutukunta_id, seutukunta_title_fi FROM source"
    )
    return [
        Area(keys[int(row["seutukunta_id"])], "seutukunta", row["seutukunta_id"], *(row["seutukunta_title_fi"],) * 3,
             valid_to=2013)
        for row in rows
        if keys[int(row["seutukunta_id"])].endswith(f"-{row['seutukunta_id']}")
    ]  # fmt: skip


def sub_region_keys(folder: Folder) -> dict[int, str]:
    """Sotkanet's id of a sub-region of 2013 -> key.

    The key is today's where some of its municipalities are in a sub-region whose name begins alike, and else
    Sotkanet's own id, which no classification code looks like.
    """
    rows = folder.rows(
        CLASSIFICATION, "SELECT kunta_code, seutukunta_code, seutukunta_name_fi FROM source WHERE year = '2021'"
    )
    now = {row["kunta_code"]: (row["seutukunta_code"].zfill(3), row["seutukunta_name_fi"].strip()) for row in rows}
    found: dict[int, str] = {}
    for row in folder.rows("sotkanet/regions_kunta_2013.csv"):
        number, (code, name) = int(row["seutukunta_id"]), now[today(row["code"])]
        alike = row["seutukunta_title_fi"][:3] == name[:3]
        if alike or number not in found:
            found[number] = f"seutukunta-{code if alike else number}"
    return found
