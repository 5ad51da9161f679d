"""The figures of the region pack are there from the first start, and are loaded again only when they changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from factories import make_area, make_region
from hytti.cli import preparation
from hytti.cli.trouble import Trouble
from hytti.core.models import Area
from hytti.facts import open_facts
from hytti.facts.store import Busy
from hytti.indicators.actions import own_publishing

PACK = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame"
KEPT = ("areas.csv", "manifest.yaml", "sotkanet-683.parquet")

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path, monkeypatch):
    """A pack with one dataset of the real one."""
    folder = tmp_path / "pack"
    (folder / "statistics").mkdir(parents=True)
    for name in KEPT:
        shutil.copy(PACK / "statistics" / name, folder / "statistics" / name)
    manifest = folder / "statistics" / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text[: text.index("  - key: sotkanet-127")], encoding="utf-8")
    monkeypatch.setenv("HYTTI_REGION", str(folder))
    return folder


@pytest.fixture
def load(settings, tmp_path, pack):
    """Run the step; the answer is what it said."""
    settings.VAR, settings.FACTS, settings.FACTS_ENGINE = tmp_path, tmp_path / "facts.duckdb", ""
    county = make_area(kind=Area.Kind.COUNTY, code="09", name_fi="Päijät-Hämeen hyvinvointialue")
    make_region(area=county)

    def run() -> list[str]:
        said: list[str] = []
        preparation._load_statistics(said.append)
        return said

    return run


def test_the_first_start_has_figures_and_the_second_has_nothing_to_do(load, settings):
    assert any("130 figures" in line for line in load())
    facts = open_facts(settings.FACTS)
    [lahti] = [one for one in facts.series("diabeteslaakkeiden-erityiskorvaus", ["kunta-398"]) if one.year == 2023]
    assert (lahti.value, lahti.count) == (11.5, 7788)
    assert facts.area("kunta-398").name_sv == "Lahtis"
    assert load() == []


def test_a_store_that_was_removed_is_made_again(load, settings):
    load()
    settings.FACTS.unlink()
    assert load()
    assert open_facts(settings.FACTS).datasets()


def test_a_changed_folder_is_looked_at_again_and_same_figures_stay(load, pack):
    load()
    (pack / "statistics" / "README.md").write_text("Uutta", encoding="utf-8")
    assert any("0 of 1 datasets were new" in line for line in load())


def test_a_broken_folder_is_told_and_nothing_is_published(load, pack, settings):
    (pack / "statistics" / "sotkanet-683.parquet").write_bytes(b"PAR1")
    with pytest.raises(Trouble, match=r"nothing was changed.*sotkanet-683\.parquet"):
        load()
    assert not settings.FACTS.exists()


def test_a_pack_without_figures_is_fine(load, pack, settings):
    shutil.rmtree(pack / "statistics")
    assert load() == []


def test_figures_on_a_spark_server_are_loaded_there_not_here(load, settings):
    settings.FACTS_ENGINE = "sc://localhost:15002"
    assert load() == []
    assert not settings.FACTS.exists()


def test_trouble_with_own_figures_is_told(monkeypatch):
    def busy():
        raise Busy("facts.duckdb is being written by another process")

    monkeypatch.setattr(own_publishing, "restore", busy)
    with pytest.raises(Trouble, match="own figures were not put"):
        preparation._restore_own_figures(print)
