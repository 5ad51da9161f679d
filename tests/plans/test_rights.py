"""Every role tries every action on a plan in every state; the table in plan_rights.py tells what happens."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

import plan_rights as rights
from factories import make_body, make_organisation, make_user, make_user_with
from hytti.core.permissions import NotAllowed, NotNow, allows, require
from hytti.core.roles import ROLES
from hytti.plans.actions import comments, contents, copying, evidence, plans, reviews, states
from hytti.plans.actions.states import Decision
from hytti.plans.models import Action, Goal, IndicatorLink, Plan
from hytti.plans.permissions import readable_plans
from hytti.plans.queries.reading import reading
from hytti.plans.rules.states import STEPS

pytestmark = pytest.mark.django_db

DECISION = Decision(decided_on=dt.date(2025, 12, 8), decided_by="Valtuusto", decision_section="120 §")
FIGURE = {"indicator_key": "vaesto", "name_fi": "Väestö"}
TARGET = {"target": 10.0, "unit": "%", "target_on": dt.date(2028, 12, 31), "direction": "down"}


@pytest.fixture
def scene():
    """A municipality's and a county's plan, each with an action that a partner and a network answer for."""
    town, other, county = (
        make_organisation(kind=kind, name_fi=name)
        for kind, name in (("municipality", "Äkäslahti"), ("municipality", "Naapuri"), ("county", "Koealue"))
    )
    partner = make_organisation(kind="association", name_fi="Koeyhdistys")
    network = make_body()
    users = {
        "anonymous": AnonymousUser(),
        "without_grants": make_user(),
        "convener": make_user_with("convener", network),
        "convener_elsewhere": make_user_with("convener", make_body()),
        "partner": make_user_with("partner", partner),
        "partner_elsewhere": make_user_with("partner", make_organisation()),
        "coordinator": make_user_with("coordinator", town),
        "coordinator_elsewhere": make_user_with("coordinator", other),
        "hyte_unit": make_user_with("hyte_unit"),
        **{role: make_user_with(role, partner) for role in ("provider", "referrer", "link_worker")},
        "administrator": make_user_with("administrator"),
    }
    made = {rights.MUNICIPAL: _plan(town, partner, network), rights.REGIONAL: _plan(county, partner, network)}
    return SimpleNamespace(users=users, plans=made)


def _plan(organisation, partner, network):
    year = timezone.localdate().year
    plan = Plan.objects.create(
        slug=f"koe-{organisation.slug}",
        organisation=organisation,
        kind="plan",
        title_fi="Koe",
        starts=year,
        ends=year + 3,
    )
    for order in (1, 2):
        goal = Goal.objects.create(plan=plan, order=order, name_fi=f"Tavoite {order}")
        Action.objects.create(goal=goal, order=1, name_fi="Kerho", responsible_organisation=partner).bodies.add(network)
    return plan


def _step(to):
    return lambda plan, by: states.change(plan, to, by=by, decision=DECISION)


def _needs(right):
    return lambda plan, by: require(by, right, plan)


def _first(plan):
    return plan.goals.get(order=1)


def _action(plan):
    return _first(plan).actions.get()


def _read(plan, by):
    if not readable_plans(by).filter(pk=plan.pk).exists():
        raise NotAllowed


DOING = {
    "found": lambda plan, by: plans.found(
        by=by, organisation=plan.organisation, values={"kind": "plan", "title_fi": "Uusi"}
    ),
    "edit_plan": lambda plan, by: plans.edit(plan, {"about_fi": "Mikä tämä on"}, by=by),
    "add": lambda plan, by: contents.save(Goal(plan=plan), {"name_fi": "Uusi"}, by=by),
    "edit": lambda plan, by: contents.save(_action(plan), {"description": "Toisin sanoen"}, by=by),
    "move": lambda plan, by: contents.move(_first(plan), by=by, to=2),
    "take_out": lambda plan, by: contents.remove(_first(plan), by=by),
    "bulk": lambda plan, by: contents.bulk_edit([_action(plan)], {"population_group": "Nuoret"}, by=by),
    "set_target": lambda plan, by: contents.save(IndicatorLink(goal=_first(plan)), {**FIGURE, **TARGET}, by=by),
    "look_at": lambda plan, by: contents.save(IndicatorLink(goal=_first(plan)), FIGURE, by=by),
    "say_status": lambda plan, by: contents.save(
        _action(plan), {"said_status": "late", "status_reason": "Vetäjä vaihtui"}, by=by
    ),
    "review": lambda plan, by: reviews.review(
        _action(plan), timezone.localdate().year, {"done": "Kerho kokoontui"}, by=by, hand_in=True
    ),
    "ask": lambda plan, by: reviews.ask(
        [_action(plan)], timezone.localdate().year, by=by, email="kumppani@example.org", expires_on=timezone.localdate()
    ),
    **{f"to_{to}": _step(to) for to in rights.STATES if to != "unknown"},
    "amend": lambda plan, by: copying.amend(plan, by=by),
    "copy": lambda plan, by: copying.copy_for_term(plan, starts=2031, ends=2034, by=by),
    "remove": lambda plan, by: plans.remove(plan, by=by),
    "evidence": lambda plan, by: evidence.record(
        by=by, organisation=plan.organisation, duty="vuosiraportti-valtuustolle",
        values={"period": "2025", "outcome": "done", "case_number": "1/2025"},
    ),
    "read_draft": _read,
    "read": _read,
    "read_draft_beside": lambda plan, by: reading(plan, by, timezone.localdate()),
    "read_beside": lambda plan, by: reading(plan, by, timezone.localdate()),
    "comment_draft": lambda plan, by: comments.comment_as_colleague(plan, "Hyvä tavoite", by=by),
    "comment": lambda plan, by: comments.comment_as_colleague(plan, "Hyvä tavoite", by=by),
    "moderate": _needs("plans.moderate"),
    "report": _needs("reports.make"),
}  # fmt: skip


def _happens(doing, plan, by):
    """What comes of it; the world is as before afterwards."""
    try:
        with transaction.atomic():
            doing(plan, by)
            transaction.set_rollback(True)
    except NotAllowed:
        return "not allowed"
    except NotNow:
        return "not now"
    return "done"


@pytest.mark.parametrize("owner", [rights.MUNICIPAL, rights.REGIONAL])
@pytest.mark.parametrize("name", rights.ACTIONS)
def test_every_role_in_every_state(scene, settings, owner, name):
    settings.SITE_ADDRESS = "https://hytti.esimerkki.fi"
    _words, who, when = rights.ACTIONS[name]
    expected, found = {}, {}
    for state in rights.STATES:
        if state not in rights.ONLY_IN.get(name, rights.ALWAYS):
            continue
        Plan.objects.filter(pk=scene.plans[owner].pk).update(state=state)
        for role, user in scene.users.items():
            plan = Plan.objects.get(pk=scene.plans[owner].pk)
            found[role, state] = _happens(DOING[name], plan, user)
            expected[role, state] = "not allowed" if role not in who[owner] else "done" if state in when else "not now"
    assert found == expected


def test_the_table_names_every_role_state_action_and_step():
    assert rights.ACTIONS.keys() == DOING.keys()
    assert set(ROLES) <= set(rights.USERS)
    assert set(rights.STATES) == set(Plan.State.values)
    for to in rights.STATES[:-1]:
        assert rights.ACTIONS[f"to_{to}"][2] == {step.before for step in STEPS if step.after == to}


def test_the_page_in_the_docs_shows_the_table_as_it_is():
    assert rights.PAGE.read_text(encoding="utf-8") == rights.page(), "run python tests/plan_rights.py"


def test_who_wrote_a_plan_loses_the_right_when_the_grant_ends(scene):
    writer, plan = scene.users["coordinator"], scene.plans[rights.MUNICIPAL]
    assert allows(writer, "plans.edit", plan)
    writer.grants.update(valid_from=dt.date(2020, 1, 1), valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert not allows(type(writer).objects.get(pk=writer.pk), "plans.edit", plan)


def test_the_plans_of_the_regional_council_are_the_hyte_units(scene):
    council = make_organisation(kind="regional_council", name_fi="Koeliitto")
    plan = Plan.objects.create(slug="liitto", organisation=council, kind="guiding", title_fi="Koe")
    assert {name for name, user in scene.users.items() if allows(user, "plans.edit", plan)} == {"hyte_unit"}


def test_evidence_is_the_organisations_whose_duty_it_is_whatever_plan_it_names(scene):
    town, county = scene.plans[rights.MUNICIPAL], scene.plans[rights.REGIONAL]
    made = evidence.record(
        by=scene.users["coordinator"], organisation=town.organisation, duty="vuosiraportti-valtuustolle",
        values={"period": "2025", "outcome": "partly"},
    )  # fmt: skip
    type(made).objects.filter(pk=made.pk).update(plan=county)
    made.refresh_from_db()
    assert allows(scene.users["coordinator"], "duties.record", made)
    assert not allows(scene.users["hyte_unit"], "duties.record", made)
