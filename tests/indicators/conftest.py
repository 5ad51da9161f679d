"""The figures that the pages of the tests show, and the region they are of."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from factories import make_area, make_region
from hytti.core.models import Area
from hytti.indicators import definitions, store
from indicators import figures_sample as sample
from indicators import pack_sample


@pytest.fixture(autouse=True)
def in_finnish():
    """Every test begins in Finnish, whatever page an earlier one asked for."""
    with override("fi"):
        yield


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """The path of the published sample; nobody may change it."""
    path = tmp_path_factory.mktemp("figures") / "facts.duckdb"
    sample.write(path)
    return path


@pytest.fixture
def figures(settings, monkeypatch, sample_store):
    """The sample as this installation's figures, with its definitions."""
    settings.FACTS, settings.FACTS_ENGINE = sample_store, ""
    known = sample.definitions()
    monkeypatch.setattr(definitions, "load", lambda: known)
    return SimpleNamespace(path=sample_store, definitions=known, facts=store.facts())


@pytest.fixture(scope="session")
def pack_store(tmp_path_factory):
    """The path of the region pack's statistics, published; nobody may change it."""
    path = tmp_path_factory.mktemp("statistics") / "facts.duckdb"
    pack_sample.write(path)
    return path


@pytest.fixture
def pack_figures(settings, region, pack_store):
    """The real region with its real figures."""
    settings.FACTS, settings.FACTS_ENGINE = pack_store, ""
    return store.facts()


@pytest.fixture
def paijat_hame(db):
    """The region with its ten municipalities, Lahti at the centre, and squares for boundaries."""
    county = make_area(
        kind=Area.Kind.COUNTY, code="09", name_fi="Päijät-Hämeen hyvinvointialue", slug="paijat-hameen-hyvinvointialue"
    )
    areas = {
        name: make_area(code=code, name_fi=name, slug=name.lower().replace("ä", "a").replace("ö", "o"), parent=county)
        for name, code in sample.MUNICIPALITIES.items()
    }
    return make_region(
        key="paijat-hame",
        name_fi="Päijät-Häme",
        area=county,
        centre=areas["Lahti"],
        boundaries={"type": "FeatureCollection", "features": [*_squares()]},
    )


def _squares():
    """Two rows of five squares, each a municipality."""
    for at, code in enumerate(sample.MUNICIPALITIES.values()):
        left, low = 25 + 0.5 * (at % 5), 61 + 0.25 * (at // 5)
        ring = [[left, low], [left + 0.5, low], [left + 0.5, low + 0.25], [left, low + 0.25], [left, low]]
        yield {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
