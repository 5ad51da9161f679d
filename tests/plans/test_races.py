"""Two writers of one plan at the very same moment. SQLite lets one writer in at a time, so PostgreSQL is asked."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import connection

from factories import make_organisation, make_user_with
from hytti.core.conflicts import EditConflict
from hytti.core.permissions import NotNow
from hytti.plans.actions import contents, copying, states
from hytti.plans.models import Action, Goal, Plan
from structures.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asked of PostgreSQL"),
]


def _plan(slug, town="Äkäslahti"):
    organisation = make_organisation(kind="municipality", name_fi=town)
    return Plan.objects.create(slug=slug, organisation=organisation, kind="plan", title_fi="Koe", state="draft")


@pytest.fixture
def plan():
    plan = _plan("koe")
    for order in range(1, 5):
        goal = Goal.objects.create(plan=plan, order=order, name_fi=f"Tavoite {order}")
        Action.objects.create(goal=goal, order=1, name_fi="Kerho", responsible_organisation=plan.organisation)
    return plan


@pytest.fixture
def writer(plan):
    return make_user_with("coordinator", plan.organisation)


def _take_turns(attempts):
    """One attempt for each thread."""
    waiting = list(attempts)
    return at_once(lambda: waiting.pop()(), count=len(waiting))


def test_one_of_those_who_save_the_same_revision_wins_and_nobody_loses_a_text(plan, writer):
    goal = plan.goals.first()

    def write():
        text = threading.current_thread().name
        try:
            return contents.save(goal, {"name_fi": text}, by=writer, revision=1).name_fi
        except EditConflict as conflict:
            return "saw", conflict.record.name_fi

    outcomes = at_once(write)
    [won] = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert [outcome for outcome in outcomes if outcome != won] == [("saw", won)] * 3
    assert Goal.objects.get(pk=goal.pk).name_fi == won


def test_no_text_is_written_into_a_plan_that_is_being_proposed(plan, writer):
    goal = plan.goals.first()

    def write():
        return contents.save(goal, {"population_group": threading.current_thread().name}, by=writer)

    outcomes = _take_turns([write, write, lambda: states.change(plan, "proposed", by=writer), write])
    assert not [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, NotNow)]
    assert Plan.objects.get(pk=plan.pk).state == "proposed"
    saved = [one for one in outcomes if isinstance(one, Goal)]
    assert Goal.objects.get(pk=goal.pk).revision == 1 + len(saved)


def test_goals_moved_at_once_stand_in_one_order(plan, writer):
    outcomes = _take_turns([partial(contents.move, goal, by=writer, to=1) for goal in plan.goals.all()])
    assert outcomes == [None] * 4
    assert sorted(plan.goals.values_list("order", flat=True)) == [1, 2, 3, 4]


def test_goals_that_are_made_parts_of_each_other_at_once_form_no_circle(plan, writer):
    first, second = plan.goals.order_by("order")[:2]
    pairs = [(first, second), (second, first)]
    outcomes = _take_turns([partial(contents.save, part, {"parent": whole}, by=writer) for part, whole in pairs])
    assert sorted(type(one).__name__ for one in outcomes) == ["Goal", "ValidationError"]


def test_goals_of_two_plans_that_are_made_to_serve_each_other_at_once_form_no_circle(plan, writer):
    other = _plan("toinen", "Naapuri")
    Plan.objects.update(state="for_comments")
    theirs = Goal.objects.create(plan=other, order=1, name_fi="Heidän")
    mine = plan.goals.first()
    sides = [(mine, theirs, writer), (theirs, mine, make_user_with("coordinator", other.organisation))]
    outcomes = _take_turns([partial(contents.save, goal, {"serves_goal": to}, by=by) for goal, to, by in sides])
    assert sorted(type(one).__name__ for one in outcomes) == ["Goal", "ValidationError"]


def test_a_new_version_is_begun_once(plan, writer):
    Plan.objects.update(state="in_force")
    outcomes = at_once(lambda: copying.amend(plan, by=writer))
    assert sorted(type(one).__name__ for one in outcomes) == ["NotNow", "NotNow", "NotNow", "Plan"]
    assert plan.replaced_by.count() == 1
