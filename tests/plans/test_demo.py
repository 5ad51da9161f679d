"""The made-up plan is labelled, whole, and there in demo mode alone."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from factories import make_organisation, make_user_with
from hytti.core.models import Organisation
from hytti.plans.actions import reviews
from hytti.plans.actions.comments import open_round
from hytti.plans.demo import make_demo_plan
from hytti.plans.models import Action, Goal, IndicatorLink, Plan, Review
from hytti.plans.permissions import actions_within
from hytti.plans.queries.missing import missing


@pytest.fixture
def town(region):
    return Organisation.objects.get(kind=Organisation.Kind.MUNICIPALITY, area=region.centre)


@pytest.fixture
def partner():
    return make_organisation(name_fi="Yhdistys Esimerkki ry")


def test_the_plan_is_made_once_and_says_that_it_is_made_up(town, partner, settings):
    settings.DEMO = True
    writer = make_user_with("coordinator", town)
    plan = make_demo_plan(town, writer, partner=partner)
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
    draft = Plan.objects.get(is_made_up=True, state="for_comments")
    assert open_round(draft, timezone.localdate()).question_fi.startswith("Esimerkki")
    proposed = Action.objects.filter(goal__plan=draft)
    assert not proposed.exclude(said_status="").exists()
    assert not Goal.objects.filter(plan=draft).exclude(official_wording="").exists()
    assert {action.ends_on.year for action in proposed} <= {2030, 2031, 2032, 2033}
    told = [change.decided_on for change in plan.state_changes.all()]
    assert told == sorted(told)
    assert make_demo_plan(town, writer, partner=partner) is None
    assert plan in Plan.objects.public()


def test_outside_demo_mode_it_is_neither_made_nor_shown(town, partner, settings):
    settings.DEMO = True
    writer = make_user_with("coordinator", town)
    plan = make_demo_plan(town, writer, partner=partner)
    settings.DEMO = False
    assert plan not in Plan.objects.public()
    with pytest.raises(RuntimeError):
        make_demo_plan(town, writer, partner=partner)


def test_the_made_up_partner_tells_of_its_own_action_by_account_and_by_link(
    town, partner, settings, mailoutbox, client
):
    settings.DEMO, settings.SITE_ADDRESS = True, "http://testserver"
    writer, person = make_user_with("coordinator", town), make_user_with("partner", partner)
    plan = make_demo_plan(town, writer, partner=partner)
    mine = set(actions_within(person).filter(goal__plan=plan).values_list("name_fi", flat=True))
    assert mine == {"Kulttuurikaveri lähtee mukaan", "Kyläkahvilat kerran kuussa"}
    friend = Action.objects.get(goal__plan=plan, name_fi="Kulttuurikaveri lähtee mukaan")
    reviews.ask([friend], 2026, by=writer, email="kumppani@example.org", expires_on=timezone.localdate())
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    told = {"done": "Kolme saattajaa löytyi.", "hand_in": "1", "revision": ""}
    assert client.post(f"{link}{friend.pk}/", told).status_code == 302
    assert Review.objects.get(action=friend).done == "Kolme saattajaa löytyi."
    assert client.get(link).status_code == 410
