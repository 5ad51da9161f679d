"""The figures of a plan: baseline, newest value, target, which way it has gone, and how old it is."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from django.conf import settings as configured
from django.urls import reverse
from django.utils import timezone

from factories import make_area, make_organisation, make_region
from hytti.core.models import Organisation
from hytti.facts import Area, Dataset, forget_shared
from hytti.facts.store import writing
from hytti.plans.models import Goal, IndicatorLink, Plan
from hytti.plans.queries import figures

TODAY = dt.date(2026, 11, 24)
FETCHED = dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)


def publish(*rows: tuple[str, int, float]) -> None:
    """Figures of the municipality 981: (indicator, year, value)."""
    table = pa.table(
        {
            "indicator": [row[0] for row in rows],
            "area": ["kunta-981"] * len(rows),
            "year": pa.array([row[1] for row in rows], pa.int32()),
            "value": [row[2] for row in rows],
        }
    )
    words = dict.fromkeys(("title_fi", "title_sv", "title_en", "source"), "Keksitty aineisto")
    words |= dict.fromkeys(("method_fi", "method_sv", "method_en", "source_key", "address", "licence"), "")
    dataset = Dataset(
        key="aineisto", fetched_at=FETCHED, as_of="2023", attribution="", sha256="0" * 64, rows=len(rows), problems=(),
        borders=2025, calculated=False, published_at=FETCHED, **words,
    )  # fmt: skip
    with writing(configured.FACTS) as writer:
        writer.put_areas(
            [Area("kunta-981", "kunta", "981", *["Äkäslahti"] * 3, None, None, "hyvinvointialue-09", None)]
        )
        writer.replace_dataset(dataset, table)
    forget_shared()


@pytest.fixture
def goal(db):
    region = make_region()
    area = make_area(name_fi="Äkäslahti", code="981", parent=region.area)
    town = make_organisation(kind=Organisation.Kind.MUNICIPALITY, name_fi="Äkäslahden kunta", area=area)
    plan = Plan.objects.create(
        slug="suunnitelma", organisation=town, kind="plan", title_fi="Suunnitelma", starts=2025, ends=2099,
        state=Plan.State.IN_FORCE,
    )  # fmt: skip
    return Goal.objects.create(plan=plan, order=1, name_fi="Yksinäisyys vähenee")


def make_link(goal: Goal, **values: object) -> IndicatorLink:
    common = {"indicator_key": "yksinaisyys", "name_fi": "Yksinäisyyttä kokevat", "unit": "%", "direction": "down"}
    return IndicatorLink.objects.create(goal=goal, **{**common, **values})


def row_of(link: IndicatorLink) -> figures.FigureRow:
    area = figures.area_of(link.goal.plan)
    [row] = figures.rows_of([link], figures.newest_of([link], area), area, TODAY)
    return row


def test_the_newest_value_stands_between_the_baseline_and_the_target(page_client, goal, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: dt.date(2026, 11, 24))
    publish(("yksinaisyys", 2019, 14.0), ("yksinaisyys", 2023, 12.44))
    link = make_link(goal, baseline=14.0, baseline_year=2019, target=10.0, target_on=dt.date(2029, 12, 31))
    row = row_of(link)
    assert (row.baseline, row.newest, row.target) == ("14\u00a0%", "12,4\u00a0%", "10\u00a0%")
    assert row.newest_when == "2023, 3 vuotta vanha"
    assert row.difference == "−1,6"
    assert row.course == ("progress", "Toivottuun suuntaan")
    html = page_client.get(reverse("plans:plan", args=["suunnitelma"])).content.decode()
    for words in ("12,4\u00a0%", "3 vuotta vanha", "31.12.2029 mennessä", "Toivottuun suuntaan"):
        assert words in html


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "newest", "mark"),
    [
        ("down", 14.0, 10.0, 9.9, "done"),
        ("down", 14.0, 10.0, 15.0, "late"),
        ("down", 14.0, None, 14.0, "open"),
        ("up", 60.0, 70.0, 65.0, "progress"),
        ("up", 60.0, 70.0, 70.0, "done"),
        ("up", 60.0, None, 50.0, "late"),
        ("keep", 5.0, None, 5.0, "done"),
        ("keep", 5.0, None, 6.0, "open"),
    ],
)
def test_the_course_is_seen_from_the_wanted_direction(goal, direction, baseline, target, newest, mark):
    publish(("yksinaisyys", 2023, newest))
    on = dt.date(2029, 12, 31) if target is not None else None
    link = make_link(goal, direction=direction, baseline=baseline, baseline_year=2019, target=target, target_on=on)
    course = row_of(link).course
    assert course is not None
    assert course[0] == mark


def test_a_value_no_newer_than_the_baseline_tells_no_course(goal):
    publish(("yksinaisyys", 2019, 9.0))
    row = row_of(make_link(goal, baseline=14.0, baseline_year=2019, target=10.0, target_on=dt.date(2029, 12, 31)))
    assert (row.newest, row.course, row.difference) == ("9\u00a0%", None, "")


def test_a_figure_of_another_area_is_never_shown_in_its_place(goal):
    publish(("yksinaisyys", 2023, 12.4))
    other = make_area(name_fi="Ylijoki", code="982", parent=goal.plan.organisation.area.parent)
    row = row_of(make_link(goal, area=other))
    assert row.newest == ""
    assert row.area == other


def test_a_page_stands_where_there_are_no_figures_at_all(page_client, goal):
    make_link(goal)
    html = page_client.get(reverse("plans:plan", args=["suunnitelma"])).content.decode()
    assert "Lukua ei ole tältä alueelta" in html


@pytest.mark.parametrize(("name", "key"), [("plan", "suunnitelma"), ("goal", None)])
def test_a_broken_store_breaks_no_page(page_client, settings, goal, name, key):
    make_link(goal)
    settings.FACTS.write_bytes(b"not a store")
    forget_shared()
    response = page_client.get(reverse(f"plans:{name}", args=[key or goal.pk]))
    assert response.status_code == 200
    assert "Lukuja ei voi nyt lukea" in response.content.decode()


def test_the_unit_of_a_figure_comes_from_its_definition_where_the_plan_tells_none(goal):
    publish(("diabeteslaakkeiden-erityiskorvaus", 2023, 12.1))
    link = make_link(goal, indicator_key="diabeteslaakkeiden-erityiskorvaus", unit="")
    assert row_of(link).newest == "12,1\u00a0%"
