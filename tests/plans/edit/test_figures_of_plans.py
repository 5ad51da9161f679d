"""Linking figures: chosen by name, the baseline from the store, and what they say beside a worry."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from django.conf import settings as configured
from django.urls import reverse

from factories import make_area, make_region
from hytti.facts import Area, Dataset, forget_shared
from hytti.facts.store import writing
from hytti.plans.actions import contents
from hytti.plans.models import IndicatorLink, LeftOutIndicator, Worry

pytestmark = pytest.mark.django_db

FETCHED = dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)
KEY = "yksinaisyys-indeksi"


def publish(*rows: tuple[int, float]) -> None:
    """The loneliness index of the municipality 981 in the given years."""
    count = len(rows)
    table = pa.table(
        {
            "indicator": [KEY] * count,
            "area": ["kunta-981"] * count,
            "year": pa.array([year for year, _value in rows], pa.int32()),
            "value": [value for _year, value in rows],
        }
    )
    words = dict.fromkeys(("title_fi", "title_sv", "title_en", "source"), "Keksitty aineisto")
    words |= dict.fromkeys(("method_fi", "method_sv", "method_en", "source_key", "address", "licence"), "")
    dataset = Dataset(
        key="aineisto", fetched_at=FETCHED, as_of="2023", attribution="", sha256="0" * 64, rows=count, problems=(),
        borders=2025, calculated=False, published_at=FETCHED, **words,
    )  # fmt: skip
    area = Area("kunta-981", "kunta", "981", *["Äkäslahti"] * 3, None, None, "hyvinvointialue-09", None)
    with writing(configured.FACTS) as writer:
        writer.put_areas([area])
        writer.replace_dataset(dataset, table)
    forget_shared()


@pytest.fixture
def town(scene):
    region = make_region()
    scene.town.area = make_area(name_fi="Äkäslahti", code="981", parent=region.area)
    scene.town.save()
    return scene


def add_url(scene, owner: str = "goal", record=None) -> str:
    return reverse("plans:add_figure", args=[scene.plan.slug]) + f"?{owner}={(record or scene.goal).pk}"


def test_the_figures_of_the_store_are_offered_by_name(town):
    publish((2023, 112.5))
    text = town.page.get(add_url(town)).content.decode()
    assert f'<option value="{KEY}">Yksinäisyys (indeksi)</option>' in text
    assert '<option value="vaesto">' not in text
    answer = town.page.post(add_url(town), {"indicator_key": "vaesto"})
    assert answer.status_code == 422


def test_the_figure_brings_its_names_and_its_newest_value(town):
    publish((2019, 104.0), (2023, 112.5))
    told = {"indicator_key": KEY, "take_baseline": "on", "target": "100,5", "target_on": "31.12.2028"}
    assert town.page.post(add_url(town), {**told, "direction": "down"}).status_code == 302
    link = IndicatorLink.objects.get()
    assert (link.name_fi, link.name_sv) == ("Yksinäisyys (indeksi)", "Ensamhet (index)")
    assert (link.baseline, link.baseline_year, link.target) == (112.5, 2023, 100.5)
    assert link.unit == "indeksi"


def test_an_own_name_stays_until_another_figure_is_chosen(town):
    link = contents.save(
        IndicatorLink(goal=town.goal), {"indicator_key": "vaesto", "name_fi": "Oma nimi"}, by=town.writer
    )
    address = reverse("plans:edit_figure", args=[link.pk])
    told = {"indicator_key": "vaesto", "name_fi": "Oma nimi", "baseline": "1 200", "revision": link.revision}
    assert town.page.post(address, told).status_code == 302
    link.refresh_from_db()
    assert (link.name_fi, link.baseline) == ("Oma nimi", 1200)
    told = {**told, "indicator_key": KEY, "revision": link.revision}
    assert town.page.post(address, told).status_code == 302
    link.refresh_from_db()
    assert link.name_fi == "Yksinäisyys (indeksi)"


def test_a_figure_that_left_the_store_stays_chosen(town):
    link = contents.save(
        IndicatorLink(goal=town.goal), {"indicator_key": "vanha-luku", "name_fi": "Vanha"}, by=town.writer
    )
    publish((2023, 112.5))
    told = {"indicator_key": "vanha-luku", "name_fi": "Vanha luku", "revision": link.revision}
    assert town.page.post(reverse("plans:edit_figure", args=[link.pk]), told).status_code == 302
    assert IndicatorLink.objects.get().indicator_key == "vanha-luku"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"target": "viisi"}, "Kirjoita luku, esimerkiksi 95,5."),
        ({"target": "5", "unit": "%"}, "yksikön ja päivän"),
        ({"target": "5", "target_on": "31.2.2028"}, "24.11.2026"),
        ({"baseline": "1e999"}, ""),
        ({"baseline_year": "20"}, "neljällä numerolla"),
        ({"indicator_key": "'; drop table"}, ""),
        ({"indicator_key": ""}, "Täytä tämä kohta"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(town, told, words):
    answer = town.page.post(add_url(town), {"indicator_key": "vaesto", "name_fi": "Äänestäneet", **told})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Äänestäneet" in answer.content.decode()
    assert not IndicatorLink.objects.exists()


def test_the_figures_stand_beside_the_verdict_of_a_worry(town):
    publish((2019, 104.0), (2023, 112.5))
    worry = contents.save(Worry(plan=town.plan), {"name_fi": "Yksinäisyys lisääntyy", "kind": "worry"}, by=town.writer)
    address = reverse("plans:edit_worry", args=[worry.pk])
    assert "ei ole vielä liitetty lukuja" in town.page.get(address).content.decode()
    assert town.page.post(add_url(town, "worry", worry), {"indicator_key": KEY}).status_code == 302
    text = town.page.get(address).content.decode()
    assert "112,5" in text
    assert "2023" in text
    answer = town.page.post(address, {"name_fi": worry.name_fi, "kind": "worry", "verdict": "supported", "revision": 1})
    assert answer.status_code == 422
    assert "mihin lukuun arvio perustuu" in answer.content.decode()


def test_a_figure_left_out_gets_its_name_from_the_list(town):
    address = reverse("plans:add_left_out", args=[town.plan.slug])
    assert town.page.post(address, {"indicator_key": KEY, "reason": "Otos on liian pieni"}).status_code == 302
    assert LeftOutIndicator.objects.get().name_fi == "Yksinäisyys (indeksi)"
    assert town.page.post(address, {"reason": "Nimeä ei ole"}).status_code == 422
