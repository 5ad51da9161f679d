"""What is found of a plan follows the plan; many records are changed or copied without asking for each of them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from factories import make_organisation, make_user_with
from hytti.core.models import AuditEvent, SearchEntry
from hytti.core.permissions import NotNow
from hytti.plans.actions import contents, copying, plans, states
from hytti.plans.models import Action, Goal, Plan
from hytti.plans.rules.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    town = make_organisation(kind="municipality", name_fi="Äkäslahti")
    plan = Plan.objects.create(slug="koe", organisation=town, kind="plan", title_fi="Koe", state="draft", starts=2025)
    return SimpleNamespace(plan=plan, writer=make_user_with("coordinator", town), club=make_organisation())


def found_titles() -> set[str]:
    return set(SearchEntry.objects.filter(kind__in=("priority", "goal", "action")).values_list("title", flat=True))


class TestWhatIsFound:
    """What may be found of a public plan follows the plan."""

    @pytest.fixture
    def public(self, scene, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            goal = contents.save(Goal(plan=scene.plan), {"name_fi": "Äänet kuuluvat"}, by=scene.writer)
            contents.save(Action(goal=goal), {"name_fi": "Raati"}, by=scene.writer)
            states.change(scene.plan, State.FOR_COMMENTS, by=scene.writer)
        assert {"Äänet kuuluvat", "Raati"} <= found_titles()
        return goal

    def test_actions_that_go_along_with_their_goal_are_not_found_any_more(
        self, scene, public, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            contents.remove(public, by=scene.writer)
        assert not {"Äänet kuuluvat", "Raati"} & found_titles()

    def test_parts_are_found_by_the_new_title_of_their_plan(self, scene, public, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            plans.edit(Plan.objects.get(pk=scene.plan.pk), {"title_fi": "Öinen ohjelma"}, by=scene.writer)
        texts = SearchEntry.objects.filter(kind="action", title="Raati").values_list("text", flat=True)
        assert all("Öinen ohjelma" in text for text in texts)

    def test_actions_changed_together_are_found_by_their_new_doer(
        self, scene, public, django_capture_on_commit_callbacks
    ):
        club = make_organisation(name_fi="Marttayhdistys")
        with django_capture_on_commit_callbacks(execute=True):
            contents.bulk_edit(list(Action.objects.all()), {"responsible_organisation": club}, by=scene.writer)
        assert "Marttayhdistys" in SearchEntry.objects.get(kind="action", title="Raati", language="fi").text


@pytest.mark.parametrize("count", [2, 20])
def test_changing_many_together_asks_the_database_no_more_often(scene, count, django_assert_max_num_queries):
    goal = contents.save(Goal(plan=scene.plan), {"name_fi": "Tavoite"}, by=scene.writer)
    made = [contents.save(Action(goal=goal), {"name_fi": str(at)}, by=scene.writer) for at in range(count)]
    with django_assert_max_num_queries(30):
        assert contents.bulk_edit(made, {"starts_on": dt.date(2026, 1, 1)}, by=scene.writer) == count
    assert {(one.starts_on, one.revision) for one in Action.objects.all()} == {(dt.date(2026, 1, 1), 2)}
    events = AuditEvent.objects.filter(verb="plans.action_edited")
    assert [event.changes for event in events] == [{"starts_on": [None, "2026-01-01"]}] * count
    assert contents.bulk_edit(made, {"starts_on": dt.date(2026, 1, 1)}, by=scene.writer) == 0


def test_an_action_that_was_removed_meanwhile_stops_the_change_of_many(scene):
    goal = contents.save(Goal(plan=scene.plan), {"name_fi": "Tavoite"}, by=scene.writer)
    gone, kept = (contents.save(Action(goal=goal), {"name_fi": name}, by=scene.writer) for name in ("Eka", "Toka"))
    contents.remove(Action.objects.get(pk=gone.pk), by=scene.writer)
    with pytest.raises(NotNow, match="jo poistettu"):
        contents.bulk_edit([gone, kept], {"population_group": "Kaikki"}, by=scene.writer)
    assert Action.objects.get().population_group == ""


@pytest.mark.parametrize("count", [2, 20])
def test_copying_asks_the_database_no_more_often_of_a_larger_plan(scene, count, django_assert_max_num_queries):
    for at in range(count):
        goal = contents.save(Goal(plan=scene.plan), {"name_fi": f"Tavoite {at}"}, by=scene.writer)
        contents.save(Action(goal=goal), {"name_fi": f"Teko {at}", "partners": [scene.club]}, by=scene.writer)
    with django_assert_max_num_queries(45):
        made = copying.copy_for_term(scene.plan, starts=2029, ends=2032, by=scene.writer)
    copied = Action.objects.filter(goal__plan=made, partners=scene.club, continues__goal__plan=scene.plan)
    assert sorted(copied.values_list("name_fi", flat=True)) == sorted(f"Teko {at}" for at in range(count))
