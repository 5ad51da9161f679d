"""An action's status follows from its tasks and its days, unless somebody has said otherwise."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from factories import make_organisation, make_user_with
from hytti.core.permissions import NotNow
from hytti.plans.actions import contents, copying
from hytti.plans.exchange.export import plan_csv
from hytti.plans.exchange.importing import load
from hytti.plans.models import Action, Goal, Plan
from hytti.plans.queries.reviews import due_for_reminder
from hytti.plans.queries.status import status_of
from hytti.plans.rules import tasks
from hytti.plans.rules.reviewing import first_due
from hytti.plans.rules.tasks import Task

TODAY = dt.date(2026, 6, 1)
TEXT = "x 31.3.2026 Kilpailuta tilat\n30.9.2026 Palkkaa öljypuun hoitaja\nKerro asukkaille"


def test_a_line_is_a_task_with_its_day_and_its_mark():
    assert tasks.tasks_of(f"\n{TEXT}\n  \n") == (
        Task("Kilpailuta tilat", dt.date(2026, 3, 31), is_done=True),
        Task("Palkkaa öljypuun hoitaja", dt.date(2026, 9, 30)),
        Task("Kerro asukkaille"),
    )
    assert tasks.tasks_of("X-ryhmä kokoontuu") == (Task("X-ryhmä kokoontuu"),)


@pytest.mark.parametrize(
    ("line", "day"), [("31.2.2026 Tee", "31.2.2026"), ("31.12. Tee", "31.12."), ("x 1.1.26 Tee", "1.1.26")]
)
def test_what_looks_like_a_day_and_is_none_is_told_with_its_line(line, day):
    with pytest.raises(tasks.FaultyDay) as told:
        tasks.tasks_of(f"Eka\n{line}")
    assert (told.value.line, told.value.day) == (2, day)


def test_marking_changes_the_named_tasks_and_leaves_every_other_line_as_it_is():
    written = f"{TEXT}\n   \nKollegan uusi työvaihe"
    assert tasks.with_done(written, ["Kilpailuta tilat", "Palkkaa öljypuun hoitaja", "Tuntematon"]).splitlines() == [
        "x 31.3.2026 Kilpailuta tilat", "x 30.9.2026 Palkkaa öljypuun hoitaja", "Kerro asukkaille", "   ",
        "Kollegan uusi työvaihe",
    ]  # fmt: skip
    assert tasks.with_done(written, []) == written


SPRING, AUTUMN = dt.date(2026, 3, 1), dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on", "mark"),
    [
        ("x Eka\nx Toka", AUTUMN, None, "done"),
        ("x Eka\n31.5.2026 Toka", SPRING, None, "late"),
        ("x Eka\n1.6.2026 Toka", SPRING, None, "progress"),
        ("x Eka\nToka", AUTUMN, None, "progress"),
        ("Eka", AUTUMN, None, "open"),
        ("Eka", SPRING, dt.date(2026, 5, 31), "late"),
        ("Eka", None, None, "unconfirmed"),
        ("", SPRING, dt.date(2026, 5, 31), "unconfirmed"),
        ("", SPRING, None, "progress"),
    ],
)
def test_the_status_follows_from_tasks_and_days(text, starts_on, ends_on, mark):
    action = Action(tasks=text, starts_on=starts_on, ends_on=ends_on)
    assert status_of(action, TODAY)[0] == mark
    action.said_status, action.status_reason = "stopped", "Rahaa ei ole"
    assert status_of(action, TODAY)[0] == "ended"


@pytest.fixture
def scene(db):
    town = make_organisation(kind="municipality", name_fi="Äkäslahti")
    writer = make_user_with("coordinator", town)
    plan = Plan.objects.create(
        slug="koe", organisation=town, kind="plan", title_fi="Koe", state="draft", starts=2025, ends=2028
    )
    goal = Goal.objects.create(plan=plan, order=1, name_fi="Tavoite")
    partner = make_organisation(kind="association", name_fi="Marttayhdistys")
    action = contents.save(
        Action(goal=goal), {"name_fi": "Kerho", "tasks": TEXT, "responsible_organisation": partner}, by=writer
    )
    return {"plan": plan, "writer": writer, "action": action, "partner": make_user_with("partner", partner)}


def test_a_faulty_day_is_refused_in_words_wherever_it_is_written(scene):
    with pytest.raises(ValidationError, match="Rivi 1: 31.2.2026 ei ole päivä"):
        contents.save(scene["action"], {"tasks": "31.2.2026 Tee"}, by=scene["writer"])
    table = plan_csv(scene["plan"]).replace("31.3.2026 Kilpailuta", "31.2.2026 Kilpailuta")
    [problem] = load(scene["plan"], table.encode(), "a.csv", by=scene["writer"]).problems
    assert (problem.column, "31.2.2026" in problem.words) == ("Työvaiheet", True)
    assert Action.objects.get().tasks == TEXT


def test_tasks_go_out_in_the_table_and_come_back(scene):
    same = load(scene["plan"], plan_csv(scene["plan"]).encode(), "a.csv", by=scene["writer"])
    assert (same.unchanged, same.changed, same.problems) == (2, 0, [])
    table = plan_csv(scene["plan"]).replace("Kerro asukkaille", "x Kerro asukkaille")
    assert load(scene["plan"], table.encode(), "a.csv", by=scene["writer"]).changed == 1
    assert [task.is_done for task in tasks.tasks_of(Action.objects.get().tasks)] == [True, False, True]


class TestInForce:
    @pytest.fixture(autouse=True)
    def _in_force(self, scene):
        Plan.objects.update(state="in_force")
        scene["action"].refresh_from_db()

    def test_the_public_page_tells_each_task_and_where_the_status_comes_from(self, scene, page_client):
        page = page_client.get(scene["action"].get_absolute_url()).content.decode()
        assert "Kilpailuta tilat</span>, 31.3.2026 mennessä" in page
        assert "Päätelty työvaiheista ja päivistä" in page

    def test_an_approved_action_may_get_tasks_but_no_other_name(self, scene):
        with pytest.raises(NotNow):
            contents.save(scene["action"], {"tasks": "x Valmis", "name_fi": "Toinen"}, by=scene["writer"])
        contents.save(scene["action"], {"tasks": "x Valmis"}, by=scene["writer"])
        assert status_of(Action.objects.get(), TODAY)[0] == "done"

    def test_the_partner_ticks_its_tasks_and_a_task_added_meanwhile_stays(self, scene, page_client):
        page_client.force_login(scene["partner"])
        address = reverse("plans:review", args=[scene["action"].pk, 2026])
        page = page_client.get(address).content.decode()
        assert "Mitkä työvaiheet on tehty?" in page
        assert "Kilpailuta tilat" not in page  # done already
        meanwhile = TEXT.replace("Kerro", "x Kerro")
        contents.save(scene["action"], {"tasks": f"{meanwhile}\nKollegan lisäämä"}, by=scene["writer"])
        told = {"done": "Kerrottiin", "tasks": ["Palkkaa öljypuun hoitaja", "Kerro asukkaille"], "hand_in": "1"}
        assert page_client.post(address, told).status_code == 302
        assert [(one.name, one.is_done) for one in tasks.tasks_of(Action.objects.get().tasks)] == [
            ("Kilpailuta tilat", True), ("Palkkaa öljypuun hoitaja", True), ("Kerro asukkaille", True),
            ("Kollegan lisäämä", False),
        ]  # fmt: skip

    def test_a_new_version_keeps_the_tasks_and_the_next_term_begins_without(self, scene):
        version = copying.amend(scene["plan"], by=scene["writer"])
        term = copying.copy_for_term(Plan.objects.get(slug="koe"), starts=2029, ends=2032, by=scene["writer"])
        assert Action.objects.get(goal__plan=version).tasks == TEXT
        assert Action.objects.get(goal__plan=term).tasks == ""

    def test_nobody_is_reminded_of_an_action_whose_tasks_are_done(self, scene):
        first = dt.date(2026, 1, 1)  # a year after the term began
        assert [(due.action, due.on) for due in due_for_reminder(first)] == [(scene["action"], first)]
        Action.objects.update(tasks="x Valmis")
        assert due_for_reminder(first) == []


@pytest.mark.parametrize(
    ("asked", "starts_on", "term", "first"),
    [
        (dt.date(2026, 4, 1), dt.date(2025, 1, 1), 2025, dt.date(2026, 4, 1)),
        (None, dt.date(2025, 8, 31), 2025, dt.date(2026, 2, 28)),
        (None, None, 2025, dt.date(2025, 7, 1)),
        (None, None, None, None),
    ],
)
def test_reviews_are_counted_from_the_day_asked_for_else_from_the_beginning(asked, starts_on, term, first):
    assert first_due(asked, starts_on, term, 6) == first
