"""The region, the numbers of residents that the pages go by, and tables whose answer is known."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify

from factories import make_area, make_coefficient_table, make_organisation, make_region
from hytti.core.models import Area, Organisation
from hytti.facts import Area as Place
from hytti.facts import Dataset
from hytti.facts.store import writing
from hytti.methods.coefficient import Table

# Statistics Finland, residents 31.12.2024 (table 11ae); the county is the sum of its ten municipalities.
TOWNS = {
    "Asikkala": ("016", 7889),
    "Hartola": ("081", 2482),
    "Heinola": ("111", 17829),
    "Hollola": ("098", 22849),
    "Iitti": ("142", 6401),
    "Kärkölä": ("316", 4093),
    "Lahti": ("398", 121337),
    "Orimattila": ("560", 15651),
    "Padasjoki": ("576", 2676),
    "Sysmä": ("781", 3428),
}
COUNTY, YEAR = 204635, 2024
FETCHED = dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def residents_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("residents") / "facts.duckdb"
    counties = {"07": "Kanta-Hämeen hyvinvointialue", "09": "Päijät-Hämeen hyvinvointialue", "91": "Ahvenanmaa"}
    places = [_place(f"hyvinvointialue-{code}", name, None) for code, name in counties.items()]
    places += [_place(f"kunta-{code}", name, "hyvinvointialue-09") for name, (code, _) in TOWNS.items()]
    rows = [("hyvinvointialue-09", COUNTY), *((f"kunta-{code}", count) for code, count in TOWNS.values())]
    table = pa.table(
        {
            "indicator": ["vaesto"] * len(rows),
            "area": [area for area, _ in rows],
            "year": pa.array([YEAR] * len(rows), pa.int32()),
            "value": [float(count) for _, count in rows],
        }
    )
    with writing(path) as writer:
        writer.put_areas(places)
        writer.replace_dataset(_dataset(len(rows)), table)
    return path


def _place(key, name, county):
    level, _, code = key.partition("-")
    return Place(key, level, code, name, name, name, None, None, county, None)


def _dataset(rows):
    words = dict.fromkeys(("title_fi", "title_sv", "title_en"), "Väestö 2024")
    words |= dict.fromkeys(("method_fi", "method_sv", "method_en", "source_key", "address"), "")
    return Dataset(
        key="vaesto-2024", source="Tilastokeskus, taulukko 11ae", fetched_at=FETCHED, as_of="2024-12-31",
        licence="CC BY 4.0", attribution="Tilastokeskus, 11ae", sha256="0" * 64, rows=rows, problems=(), borders=2025,
        calculated=False, published_at=FETCHED, **words,
    )  # fmt: skip


@pytest.fixture
def residents(settings, residents_store):
    """The numbers of residents as this installation's figures."""
    settings.FACTS, settings.FACTS_ENGINE = residents_store, ""


@pytest.fixture
def paijat_hame(db, residents):
    """The region with its ten municipalities."""
    area = make_area(kind=Area.Kind.COUNTY, code="09", name_fi="Päijät-Hämeen hyvinvointialue", slug="paijat-hame")
    for name, (code, _) in TOWNS.items():
        make_area(code=code, name_fi=name, slug=slugify(name), parent=area)
    return make_region(key="paijat-hame", name_fi="Päijät-Häme", name_sv="Päijänne-Tavastland", area=area)


@pytest.fixture
def lahti(paijat_hame):
    return Area.objects.get(code="398")


@pytest.fixture
def lahti_town(lahti):
    """The organisation that a coordinator of Lahti is of."""
    return make_organisation(kind=Organisation.Kind.MUNICIPALITY, name_fi="Lahden kaupunki", area=lahti)


def three_areas() -> Table:
    """The worked example of the research note: three areas, two indicators of each half, counted by hand."""
    return Table.of(
        "county",
        ["07", "09", "10"],
        [100_000, 200_000, 300_000],
        {
            "checkups_age_4": [40, 60, 80],
            "mmr": [94.0, 96.0, 97.5],
            "disability_pension_young": [9, 12, 9.9],
            "basic_assistance": [1.1, 1.2, 0.9],
        },
        {"disability_pension_young": [10, 12, 9], "basic_assistance": [1.2, 1.6, 1.0]},
        names=["Kanta-Häme", "Päijät-Häme", "Kymenlaakso"],
        sources={("mmr", ""): "koetaulukko"},
        years=(2024, 2023),
    )


@pytest.fixture
def three(paijat_hame):
    """The worked example as the public table of 2026: Päijät-Häme is its second area."""
    return make_coefficient_table(table=three_areas(), state="published", name="Kolme aluetta")


@pytest.fixture
def page(page_client, paijat_hame):
    """A Finnish page of the room by its name: page("indicator", "mmr", vuosi="2026")."""

    def get(name="overview", *args, **query):
        with translation.override("fi"):
            return page_client.get(reverse(f"coefficient:{name}", args=args), query)

    return get
