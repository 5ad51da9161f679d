"""A small store of figures: ten municipalities, their county and the country, and two municipalities of old.

Real figures name their source; those of `KEKSITTY` are made up to try what must be hidden.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa

from hytti.facts import Area, Dataset
from hytti.facts.store import writing
from hytti.indicators.definitions import Definition

COUNTY, COUNTRY, REGION = "hyvinvointialue-09", "maa-FI", "maakunta-07"
MUNICIPALITIES = {
    "Asikkala": "016",
    "Hartola": "081",
    "Heinola": "111",
    "Hollola": "098",
    "Iitti": "142",
    "Kärkölä": "316",
    "Lahti": "398",
    "Orimattila": "560",
    "Padasjoki": "576",
    "Sysmä": "781",
}
OLD = {"Hämeenkoski": "283", "Nastola": "532"}
SWEDISH = {"Lahti": "Lahtis", "Hartola": "Gustav Adolfs", "Iitti": "Itis"}
DIABETES, POPULATION, UNEMPLOYED, DEPRIVATION, BULLIED, PARENTS = (
    "diabeteslaakkeiden-erityiskorvaus",
    "vakiluku",
    "tyottomat",
    "huono-osaisuus-yhteensa",
    "keksitty-kiusatut",
    "keksitty-vanhemmat",
)

# THL, Sotkanet, indicator 683, 2015–2023: per cent of those who are 40 or older, and persons.
DIABETES_OF = {
    COUNTY: ([9.5, 9.7, 9.9, 10.1, 10.4, 10.8, 11.1, 11.5, 12.1],
             [11420, 11750, 11982, 12273, 12721, 13182, 13638, 14110, 14861]),
    COUNTRY: ([10.0, 10.3, 10.6, 10.8, 11.1, 11.3, 11.5, 11.6, 11.8], None),
    "Asikkala": ([9.1, 9.3, 9.6, 10.0, 10.5, 11.1, 11.6, 11.9, 12.5], [489, 503, 522, 539, 566, 602, 632, 650, 675]),
    "Hartola": ([11.7, 12.5, 12.9, 13.4, 14.3, 14.1, 14.2, 15.1, 16.0], [253, 268, 274, 279, 292, 286, 283, 296, 309]),
    "Heinola": ([10.4, 10.8, 10.8, 11.1, 11.6, 12.1, 12.6, 12.9, 13.5],
                [1353, 1387, 1386, 1417, 1487, 1541, 1610, 1636, 1697]),
    "Hollola": ([9.3, 9.4, 9.5, 9.6, 9.9, 10.1, 10.4, 10.8, 11.3],
                [1260, 1284, 1302, 1320, 1369, 1399, 1432, 1499, 1578]),
    "Iitti": ([8.1, 8.6, 9.4, 10.2, 10.5, 10.9, 11.4, 12.2, 13.4], [356, 374, 408, 445, 455, 469, 490, 521, 570]),
    "Kärkölä": ([9.7, 9.9, 10.2, 10.6, 10.8, 11.7, 12.6, 12.9, 13.6], [272, 279, 289, 300, 304, 330, 353, 357, 371]),
    "Lahti": ([9.1, 9.3, 9.4, 9.6, 9.9, 10.2, 10.5, 10.9, 11.5],
              [5821, 6010, 6157, 6317, 6550, 6822, 7073, 7318, 7788]),
    "Orimattila": ([10.2, 10.5, 10.5, 10.7, 10.9, 11.2, 11.4, 11.9, 12.3],
                   [956, 991, 1000, 1014, 1046, 1068, 1088, 1138, 1178]),
    "Padasjoki": ([14.1, 13.9, 13.7, 13.9, 14.0, 14.3, 14.8, 15.4, 15.7],
                  [316, 307, 299, 299, 298, 301, 309, 316, 319]),
    "Sysmä": ([11.5, 11.9, 12.0, 12.1, 12.7, 13.1, 13.3, 14.0, 13.8], [344, 347, 345, 343, 354, 364, 368, 379, 376]),
}  # fmt: skip
# THL, Sotkanet, indicator 181 (% of the labour force), 2004–2011, municipalities of 2012; no figure for the country.
UNEMPLOYED_OF = {
    REGION: [13.5, 12.9, 12.2, 10.5, 9.7, 13.0, 12.9, 11.7],
    "Asikkala": [12.2, 12.2, 11.1, 9.1, 7.9, 9.8, 9.2, 8.6],
    "Lahti": [15.1, 14.5, 13.8, 12.2, 11.2, 14.6, 14.8, 13.5],
    "Hollola": [10.0, 9.4, 8.9, 7.3, 6.5, 9.2, 9.1, 8.1],
    "Nastola": [12.3, 11.9, 10.8, 9.3, 8.4, 11.3, 10.7, 9.7],
    "Hämeenkoski": [10.8, 10.1, 9.1, 8.5, 7.2, 9.2, 8.4, 8.2],
}
# Diak, Huono-osaisuus Suomessa: composite index, 2018–2020; the median area of the same level is 100.
DEPRIVATION_OF = {
    COUNTY: [116.7, 114.6, 115.7],
    "Hartola": [143.6, 137.8, 135.8],
    "Heinola": [138.9, 143.7, 143.8],
    "Lahti": [152.0, 155.1, 165.1],
    "Sysmä": [99.6, 100.5, 102.4],
}
# Statistics Finland, residents 31.12.2024, all and by sex in the two that the tests look at: by sex halved for the test
POPULATION_OF = {"Lahti": 121337, "Hartola": 2482, "Heinola": 17829}
# Made up: per cent and persons of each municipality, and those two whose figures the store may not hold.
HIDDEN = {"Hartola": (77.7, 7717), "Padasjoki": (88.9, 8819)}
BULLIED_OF = {name: HIDDEN.get(name, (4.0 + at, 40 + 3 * at)) for at, name in enumerate(MUNICIPALITIES)}

FETCHED = dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)


def key_of(name: str) -> str:
    """Area key of a municipality's name; other keys as they are."""
    code = {**MUNICIPALITIES, **OLD}.get(name)
    return f"kunta-{code}" if code else name


def areas() -> list[Area]:
    def municipality(name: str, code: str, until: int | None = None, county: str = COUNTY) -> Area:
        return Area(f"kunta-{code}", "kunta", code, name, SWEDISH.get(name, name), name, None, until, county, None)

    return [
        *(municipality(name, code) for name, code in MUNICIPALITIES.items()),
        *(municipality(name, code, 2015) for name, code in OLD.items()),
        municipality("Helsinki", "091", county="hyvinvointialue-90"),
        Area(COUNTY, "hyvinvointialue", "09", "Päijät-Hämeen hyvinvointialue", "Päijänne-Tavastlands välfärdsområde",
             "Päijät-Häme wellbeing services county", None, None, COUNTY, None),
        Area(REGION, "maakunta", "07", "Päijät-Häme", "Päijänne-Tavastland", "Päijät-Häme", None, None, COUNTY, None),
        Area(COUNTRY, "maa", "FI", "Koko maa", "Hela landet", "Whole country", None, None, None, None),
    ]  # fmt: skip


def dataset(key: str, **fields: Any) -> Dataset:
    told = {
        "title_fi": f"Aineisto {key}", "title_sv": f"Material {key}", "title_en": f"Data set {key}",
        "source": "THL, Sotkanet", "source_key": "", "address": "https://esimerkki.invalid/sotkanet",
        "fetched_at": FETCHED, "as_of": "2023-12-31", "licence": "CC BY 4.0", "attribution": "THL, Sotkanet",
        "sha256": "ab" * 32, "rows": 0, "problems": (), "borders": 2023, "calculated": False,
        "method_fi": "", "method_sv": "", "method_en": "", "published_at": FETCHED,
    }  # fmt: skip
    return Dataset(key=key, **{**told, **fields})


def _localised(fi: str) -> dict[str, str]:
    return {"fi": fi, "sv": f"{fi} (sv)", "en": f"{fi} (en)"}


def _definition(key: str, name: str, **fields: Any) -> Definition:
    told = {
        "key": key, "name": _localised(name), "short": _localised(f"Mitä {name.lower()} kertoo."),
        "why": _localised(f"Miksi {name.lower()} on tärkeä."), "how": _localised(f"Näin lasketaan {name.lower()}."),
        "unit": _localised("% väestöstä"), "short_unit": {"fi": "%", "sv": "%", "en": "%"}, "decimals": 1,
        "lower_is_better": None, "theme": "terveys", "population_group": "kaikki", "kind": "share",
        "sources": {"sotkanet": 1}, "authored_by": "Kokeilija", "next_review": dt.date(2027, 1, 1),
    }  # fmt: skip
    return Definition.model_validate({**told, **fields})


def definitions() -> dict[str, Definition]:
    index = {"short_unit": _localised("indeksi"), "unit": _localised("indeksi, mediaanikunta = 100")}
    persons = {"short_unit": _localised("henkilöä"), "unit": _localised("henkilöä"), "decimals": 0, "kind": "count"}
    found = [
        _definition(
            DIABETES, "Diabeteslääkkeiden erityiskorvaukseen oikeutetut", unit=_localised("% 40 vuotta täyttäneistä"),
            not_said=_localised("Osuutta ei ole ikävakioitu."), per=100, interval="wilson",
            population_group="ikaantyneet", sources={"sotkanet": 683}, coefficient="county",
        ),
        _definition(POPULATION, "Väkiluku", theme="vaesto", sources={"statfin": "11ae"}, **persons),
        _definition(
            UNEMPLOYED, "Työttömät", theme="tyo", lower_is_better=True, sources={"sotkanet": 181},
            population_group="tyoikaiset", unit=_localised("% työvoimasta"),
            breaks=[{"year": 2008, "text": _localised("Työvoiman määritelmä muuttui.")}],
        ),
        _definition(
            DEPRIVATION, "Huono-osaisuus yhteensä", theme="huono-osaisuus", lower_is_better=True, kind="index",
            index_median="kunta", sources={"diak": "yhteensa"}, **index,
        ),
        _definition(
            BULLIED, "Kiusatut", theme="hyvinvointi", lower_is_better=True, per=100, interval="wilson", sensitive=True,
            population_group="nuoret", sources={"koe": 1},
        ),
        _definition(PARENTS, "Luku ilman tietoja", theme="hyvinvointi", sources={"koe": 2}),
    ]  # fmt: skip
    return {one.key: one for one in found}


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    names = ("indicator", "area", "year", "sex", "age", "value", "count", "flag")
    kinds = (pa.string(), pa.string(), pa.int32(), pa.string(), pa.string(), pa.float64(), pa.float64(), pa.string())
    filled = {"sex": "total", "age": ""}
    return pa.table(
        {
            name: pa.array([row.get(name, filled.get(name)) for row in rows], kind)
            for name, kind in zip(names, kinds, strict=True)
        }
    )


def diabetes_rows() -> list[dict[str, Any]]:
    rows = []
    for name, (values, persons) in DIABETES_OF.items():
        for at, value in enumerate(values):
            count = persons[at] if persons else None
            rows.append(
                {"indicator": DIABETES, "area": key_of(name), "year": 2015 + at, "value": value, "count": count}
            )
    return rows


def unemployed_rows(names: dict[str, list[float]]) -> list[dict[str, Any]]:
    return [
        {
            "indicator": UNEMPLOYED,
            "area": key_of(name),
            "year": 2004 + at,
            "value": value,
            "flag": "break" if 2004 + at == 2008 else None,
        }
        for name, values in names.items()
        for at, value in enumerate(values)
    ]


def bullied_rows() -> list[dict[str, Any]]:
    """As `hytti.indicators.protection` leaves them: two cells hidden, so that neither follows from the county."""
    told = {"indicator": BULLIED, "year": 2025}
    rows: list[dict[str, Any]] = [
        {**told, "area": COUNTY, "value": 8.5, "count": sum(count for _, count in BULLIED_OF.values())}
    ]
    for name, (value, count) in BULLIED_OF.items():
        shown = {"flag": "suppressed"} if name in HIDDEN else {"value": value, "count": count}
        rows.append({**told, "area": key_of(name), **shown})
    return rows


def write(path: Path) -> None:
    """Publish the whole sample at the path."""
    population = [
        {"indicator": POPULATION, "area": key_of(name), "year": 2024, "sex": sex, "value": value * part, "count": None}
        for name, value in POPULATION_OF.items()
        for sex, part in (("total", 1), ("male", 0.5), ("female", 0.5))
    ]
    deprivation = [
        {"indicator": DEPRIVATION, "area": key_of(name), "year": 2018 + at, "value": value}
        for name, values in DEPRIVATION_OF.items()
        for at, value in enumerate(values)
    ]
    # As if calculated: the old municipalities within today's Lahti and Hollola weighted by made-up shares.
    hollola = zip(UNEMPLOYED_OF["Hollola"], UNEMPLOYED_OF["Hämeenkoski"], strict=True)
    calculated = {
        REGION: UNEMPLOYED_OF[REGION],
        "Lahti": [14.8, 14.2, 13.5, 11.9, 10.9, 14.2, 14.3, 13.1],
        "Hollola": [round(0.9 * one + 0.1 * other, 1) for one, other in hollola],
    }
    with writing(path) as writer:
        writer.put_areas(areas())
        writer.replace_dataset(dataset("sotkanet-683", title_fi="Sotkanet 683"), _table(diabetes_rows()))
        writer.replace_dataset(
            dataset("sotkanet-54", borders=2012, as_of="2013-09-08"), _table(unemployed_rows(UNEMPLOYED_OF))
        )
        writer.replace_dataset(
            dataset(
                "sotkanet-54-nykyiset", borders=2026, as_of="2013-09-08", calculated=True,
                method_fi="Laskettu väkiluvuilla painottaen.", method_sv="Beräknad.", method_en="Calculated.",
            ),
            _table(unemployed_rows(calculated)),
        )  # fmt: skip
        writer.replace_dataset(dataset("diak", source="Diak", as_of="2023-02-24"), _table(deprivation))
        writer.replace_dataset(dataset("statfin-11ae", source="Tilastokeskus", as_of="2024-12-31"), _table(population))
        writer.replace_dataset(dataset("keksitty", source="Keksitty", as_of="2026"), _table(bullied_rows()))
