"""The made-up plan is labelled, whole, and there in demo mode alone."""

from __future__ import annotations

import re

import pytest

from factories import make_user_with
from hytti.core.models import Organisation
from hytti.plans.demo import make_demo_plan
from hytti.plans.models import Action, IndicatorLink, Plan, Review
from hytti.plans.queries.missing import missing


@pytest.fixture
def town(region):
    return Organisation.objects.get(kind=Organisation.Kind.MUNICIPALITY, area=region.centre)


def test_the_plan_is_made_once_and_says_that_it_is_made_up(town, settings):
    settings.DEMO = True
    writer = make_user_with("coordinator", town)
    plan = make_demo_plan(town, writer)
    assert (plan.state, plan.is_made_up, plan.priorities.count()) == ("in_force", True, 4)
    assert {priority.serves.plan.organisation.kind for priority in plan.priorities.all()} <= {
        "county",
        "regional_council",
    }
    assert Action.objects.filter(goal__plan=plan).count() == 10
    assert IndicatorLink.objects.filter(goal__plan=plan, target__isnull=False).count() == 3
    assert Review.objects.filter(action__goal__plan=plan).count() == 2
    assert missing(plan) == []
    for made in Plan.objects.filter(is_made_up=True):
        assert all(
            re.match("(?i)esimerkki|exempel|example", title) for title in (made.title_fi, made.title_sv, made.title_en)
        )
    assert make_demo_plan(town, writer) is None
    assert plan in Plan.objects.public()


def test_outside_demo_mode_it_is_neither_made_nor_shown(town, settings):
    settings.DEMO = True
    writer = make_user_with("coordinator", town)
    plan = make_demo_plan(town, writer)
    settings.DEMO = False
    assert plan not in Plan.objects.public()
    with pytest.raises(RuntimeError):
        make_demo_plan(town, writer)
