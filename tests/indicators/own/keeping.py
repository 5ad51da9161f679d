"""Own figures as the tests keep them: an indicator, datasets, files, and what the public store holds."""

from __future__ import annotations

import io

import duckdb
import xlsxwriter

from hytti.indicators.actions import own_datasets, own_indicators, own_publishing
from hytti.indicators.models import OwnDataset

WHOLE = {
    "name_fi": "Päihdepalvelujen asiakkaat",
    "short_fi": "Asiakkaita vuoden aikana.",
    "why_fi": "Kertoo palvelujen tarpeesta.",
    "how_fi": "Asiakkaat laskettu kerran vuodessa.",
    "unit_fi": "asiakasta",
    "kind": "count",
    "decimals": 0,
    "theme": "terveys",
    "population_group": "kaikki",
    "authored_by": "Hyte-yksikkö",
    "next_review": "2027-11-24",
}
# The counts sum up; Hartola's three are a small count.
COUNTS = {"Lahti": 120, "Heinola": 31, "Hollola": 22, "Asikkala": 14, "Hartola": 3}


def publish_indicator(by, **values):
    indicator = own_indicators.add_indicator(by=by, values={**WHOLE, **values})
    return own_indicators.publish_indicator(by=by, indicator=indicator, revision=indicator.revision)


def add_dataset(by, scene, **values) -> OwnDataset:
    values = {
        "indicator": scene.indicator,
        "organisation": scene.county,
        "title_fi": "Asiakkaat kunnittain",
        "source_text": "Hyvinvointialueen asiakastietojärjestelmä",
        "licence": "CC BY 4.0",
    } | values
    return own_datasets.add_dataset(by=by, values=values)


def csv_of(counts=COUNTS, year=2025, county: float | None = 190) -> bytes:
    lines = ["Kunta;Vuosi;Lukumäärä", *(f"{name};{year};{count}" for name, count in counts.items())]
    if county is not None:
        lines.append(f"Päijät-Häme;{year};{county}")
    return ("\r\n".join(lines) + "\r\n").encode()


def xlsx_of(*sheets: list[list], names: tuple[str, ...] = ("Luvut", "Toinen", "Kolmas")) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in zip(names, sheets, strict=False):
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return out.getvalue()


def load(by, dataset, data=None, name="luvut.csv", **values):
    data = csv_of() if data is None else data
    return own_datasets.start_load(by=by, dataset=dataset, data=data, name=name, as_of="2026-01-31", **values)


def check(by, version, **values):
    return own_datasets.check(by=by, version=version, revision=version.revision, **values)


def checked(by, dataset, data=None, **values):
    return check(by, load(by, dataset, data, **values))


def publish(scene, version):
    """Through the eyes of both: proposed by the one, approved and published by the other."""
    version = own_datasets.propose(by=scene.unit, version=version, revision=version.revision)
    version = own_publishing.approve(by=scene.other, version=version, revision=version.revision)
    return own_publishing.publish(by=scene.other, version=version, revision=version.revision)


def public_figures(path, column="value") -> dict[tuple[str, int], float | None]:
    """What the public store holds, by area and year."""
    with duckdb.connect(str(path), read_only=True) as store:
        rows = store.execute(
            f"SELECT area.key, year, {column} FROM fact JOIN area ON area.id = fact.area WHERE sex = 0"
        ).fetchall()
    return {(area, year): value for area, year, value in rows}


def every_number_in(path) -> set[float]:
    """Each number in each table of the public store, the keys of its rows left out."""
    keys = {"id", "indicator", "dataset", "area", "age", "sex", "year", "first_year", "last_year", "rows", "areas"}
    keys |= {"format", "flag", "at", "preference", "kind", "borders", "valid_from", "valid_to", "calculated"}
    found: set[float] = set()
    with duckdb.connect(str(path), read_only=True) as store:
        for (table,) in store.execute("SELECT table_name FROM information_schema.tables").fetchall():
            columns = [name for name, *_ in store.execute(f'DESCRIBE "{table}"').fetchall() if name not in keys]
            for column in columns:
                values = store.execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall()
                found |= {float(value) for (value,) in values if isinstance(value, (int, float))}
    return found
