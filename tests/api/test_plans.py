"""Plans as open data: public ones with their parts, and nothing of drafts or people."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_organisation, make_source
from hytti.plans.models import Action, Goal, IndicatorLink, Plan, Priority

LISTS = ("plans", "plan-priorities", "plan-goals", "plan-actions", "plan-indicators")


def make_plan(slug="suunnitelma", **values):
    plan = Plan.objects.create(
        slug=slug,
        organisation=values.pop("organisation", None) or make_organisation(),
        kind="plan",
        title_fi=f"Äkäslahden {slug}",
        source=make_source(title_fi="Pöytäkirja"),
        as_of="2025-06-02",
        **{"state": Plan.State.IN_FORCE, **values},
    )
    priority = Priority.objects.create(plan=plan, slug=f"karki-{slug}", order=1, name_fi=f"Kärki, {slug}")
    goal = Goal.objects.create(plan=plan, priority=priority, order=1, name_fi=f"Tavoite, {slug}")
    Action.objects.create(
        goal=goal, order=1, name_fi=f"Toimi, {slug}", responsible_organisation=plan.organisation,
        contact="matti.meikalainen@esimerkki.fi", said_status="late", status_reason="Siirtyi.",
    )  # fmt: skip
    IndicatorLink.objects.create(
        goal=goal, indicator_key="yksinaisyys", name_fi=f"Yksinäisyys, {slug}", baseline=14.0, baseline_year=2019,
        target=10.0, target_on=dt.date(2029, 12, 31), unit="%", direction="down",
    )  # fmt: skip
    return plan


def test_a_plan_tells_its_source_and_its_parts_lead_to_it(region, read):
    plan = make_plan()
    item = read("plans/suunnitelma")["item"]
    assert (item["title"]["fi"], item["state"], item["as_of"]) == ("Äkäslahden suunnitelma", "in_force", "2025-06-02")
    assert item["source"]["title"]["fi"] == "Pöytäkirja"
    assert item["page"]["fi"].startswith("http://testserver/fi/")
    for name in LISTS[1:]:
        [part] = read(name)["items"]
        assert part["plan"]["slug"] == plan.slug, name


def test_an_action_tells_who_answers_and_its_status_with_the_reason(region, read):
    plan = make_plan()
    [action] = read("plan-actions")["items"]
    assert action["responsible_organisation"]["slug"] == plan.organisation.slug
    assert (action["status"], action["status_said"], action["status_reason"]) == ("late", True, "Siirtyi.")


def test_an_action_tells_its_tasks_and_a_status_that_follows_from_them(region, read):
    make_plan()
    Action.objects.update(said_status="", status_reason="", tasks="x 31.3.2026 Kilpailuta tilat\nKerro öisin")
    [action] = read("plan-actions")["items"]
    assert action["tasks"] == [
        {"name": "Kilpailuta tilat", "due": "2026-03-31", "done": True},
        {"name": "Kerro öisin", "due": None, "done": False},
    ]
    assert action["status_said"] is False


def test_a_part_of_a_plan_names_the_duty_that_makes_it_one(region, read):
    make_plan(duty="ikaantyneen-vaeston-suunnitelma")
    assert read("plans/suunnitelma")["item"]["duty"] == "ikaantyneen-vaeston-suunnitelma"


def test_a_figure_tells_baseline_target_and_direction(region, read):
    make_plan()
    [link] = read("plan-indicators")["items"]
    told = {name: link[name] for name in ("indicator", "baseline", "baseline_year", "target", "target_on", "direction")}
    assert told == {
        "indicator": "yksinaisyys", "baseline": 14.0, "baseline_year": 2019, "target": 10.0, "target_on": "2029-12-31",
        "direction": "down",
    }  # fmt: skip


def test_no_draft_and_no_contact_is_given(region, read, client):
    shown = make_plan()
    draft = make_plan("luonnos", state=Plan.State.DRAFT, replaces=shown)
    Goal.objects.filter(plan=shown).update(serves=draft.priorities.get(), serves_goal=draft.goals.get())
    for name in LISTS:
        text = json.dumps(read(name), ensure_ascii=False) + client.get(f"/api/v1/{name}.csv").content.decode()
        assert "luonnos" not in text, name
        assert "meikalainen" not in text, name
    [goal] = read("plan-goals")["items"]
    assert (goal["serves"], goal["serves_goal"]) == (None, None)
    assert client.get("/api/v1/plans/luonnos").status_code == 404


def test_made_up_plans_are_marked_in_the_demo_and_absent_elsewhere(region, read, settings):
    make_plan("keksitty", is_made_up=True)
    assert read("plans")["total"] == 0
    settings.DEMO = True
    assert [item["example"] for item in read("plans")["items"]] == [True]


@pytest.mark.parametrize("name", LISTS[:1] + LISTS[2:4])
def test_lists_are_narrowed_by_plan_and_organisation(region, read, name):
    first, _second = make_plan("eka"), make_plan("toka")
    query = {"plan": "eka"} if name != "plans" else {"organisation": first.organisation.slug}
    assert read(name, **query)["total"] == 1


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_does_not_grow_with_the_plans(region, read, name):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            read(name)
        return len(queries)

    make_plan("eka")
    before = asked()
    for number in range(8):
        make_plan(f"muu-{number}")
    assert asked() == before
