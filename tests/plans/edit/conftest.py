"""A municipality's draft with a priority, a goal and an action, and its coordinator signed in."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from factories import make_organisation, make_user_with
from hytti.plans.actions import contents, plans
from hytti.plans.models import Action, Goal, Priority


@pytest.fixture
def scene(page_client):
    town = make_organisation(kind="municipality", name_fi="Äkäslahti")
    writer = make_user_with("coordinator", town)
    plan = plans.found(
        by=writer, organisation=town, values={"kind": "plan", "title_fi": "Suunnitelma", "starts": 2025, "ends": 2028}
    )
    priority = contents.save(Priority(plan=plan), {"name_fi": "Hyvä arki"}, by=writer)
    goal = contents.save(Goal(plan=plan), {"name_fi": "Yksinäisyys vähenee", "priority": priority}, by=writer)
    action = contents.save(Action(goal=goal), {"name_fi": "Kyläkahvila"}, by=writer)
    page_client.force_login(writer)
    return SimpleNamespace(page=page_client, **locals())
