"""New versions and next terms: what is taken along, what is left, and what the old one looks like afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from factories import make_area, make_body, make_organisation, make_source, make_user_with
from hytti.core.permissions import NotNow
from hytti.plans.actions import contents, copying, plans, states
from hytti.plans.models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, StateChange, Worry
from hytti.plans.queries.compare import compare

pytestmark = pytest.mark.django_db

DECISION = states.Decision(decided_on=dt.date(2025, 12, 8), decided_by="Valtuusto", case_number="ÄKL/12/2025")


@pytest.fixture
def town():
    return make_organisation(kind="municipality", name_fi="Äkäslahti")


@pytest.fixture
def writer(town):
    return make_user_with("coordinator", town)


@pytest.fixture
def plan(town):
    """A plan in force with one of everything, and an action that was merged into another."""
    plan = Plan.objects.create(
        slug="koe", organisation=town, kind="plan", title_fi="Suunnitelma 2021–2025", title_sv="Plan 2021–2025",
        starts=2021, ends=2025, state="in_force", decided_by="Valtuusto", decided_on="2021-12-13",
        decision_section="101 §", case_number="ÄKL/9/2021", address="https://esimerkki.fi/suunnitelma",
    )  # fmt: skip
    top = Priority.objects.create(plan=plan, slug="koe-arki", order=1, name_fi="Arki", official_wording="Hyvä arki")
    goal = Goal.objects.create(
        plan=plan, priority=top, order=1, name_fi="Osallisuus", official_wording="Osallisuus kasvaa"
    )
    part = Goal.objects.create(plan=plan, priority=top, parent=goal, order=1, name_fi="Nuorten osallisuus")
    kept = Action.objects.create(
        goal=part, order=1, name_fi="Nuorten kahvila", responsible_organisation=town, starts_on=dt.date(2022, 1, 1),
        ends_on=dt.date(2025, 5, 31), said_status="late", status_reason="Tilat puuttuvat", contact="hyte@example.org",
        review_from=dt.date(2022, 10, 31), source=make_source(), as_of="2021",
    )  # fmt: skip
    kept.partners.add(make_organisation())
    kept.bodies.add(make_body())
    kept.areas.add(make_area())
    Action.objects.create(goal=part, order=2, name_fi="Nuorten ilta", merged_into=kept)
    IndicatorLink.objects.create(
        goal=goal, indicator_key="osallisuus", name_fi="Osallisuus", baseline=10, baseline_year=2020, target=20,
        unit="%", target_on=dt.date(2025, 5, 31), direction="up", is_official=True,
    )  # fmt: skip
    worry = Worry.objects.create(plan=plan, order=1, name_fi="Yksinäisyys")
    worry.goals.add(goal)
    IndicatorLink.objects.create(worry=worry, indicator_key="yksinaisyys", name_fi="Yksinäiset")
    LeftOutIndicator.objects.create(plan=plan, name_fi="Melu", reason="Ei lukuja")
    return plan


def approve(plan, writer, *after):
    for state in ("proposed", "approved", *after):
        states.change(Plan.objects.get(pk=plan.pk), state, by=writer, decision=DECISION)
    return Plan.objects.get(pk=plan.pk)


def test_a_new_version_holds_everything_and_nothing_of_the_old_decision(plan, writer):
    made = copying.amend(plan, by=writer)
    assert (made.version, made.replaces, made.state, made.pack_key) == (2, plan, "draft", None)
    assert (made.decided_by, made.decided_on, made.decision_section, made.case_number, made.address) == ("",) * 5
    assert compare(plan, made) == []
    action = Action.objects.get(goal__plan=made, merged_into=None)
    old = action.continues
    assert (action.goal.name_fi, action.goal.parent.name_fi) == ("Nuorten osallisuus", "Osallisuus")
    assert action.goal.plan == action.goal.parent.plan == action.goal.parent.priority.plan == made
    for name in ("partners", "bodies", "areas"):
        assert list(getattr(action, name).all()) == list(getattr(old, name).all()) != []
    assert (action.said_status, action.review_from, action.source) == ("late", dt.date(2022, 10, 31), old.source)
    assert Action.objects.get(goal__plan=made, name_fi="Nuorten ilta").merged_into == action
    assert list(made.worries.get().goals.all()) == [made.goals.get(parent=None)]
    assert made.worries.get().indicators.get().name_fi == "Yksinäiset"


def test_changing_the_new_version_leaves_the_approved_text_as_it_was(plan, writer):
    made = copying.amend(plan, by=writer)
    before = {goal.pk: goal.name_fi for goal in plan.goals.all()}
    contents.save(made.goals.get(parent=None), {"name_fi": "Toinen"}, by=writer)
    contents.remove(made.goals.get(name_fi="Nuorten osallisuus"), by=writer)
    assert {goal.pk: goal.name_fi for goal in plan.goals.all()} == before
    assert Action.objects.filter(goal__plan=plan).count() == 2


def test_the_old_version_stays_in_force_until_the_new_one_comes_into_force(plan, writer):
    made = approve(copying.amend(plan, by=writer), writer)
    plan.refresh_from_db()
    assert (made.state, plan.state) == ("approved", "in_force")
    states.change(made, "in_force", by=writer)
    plan.refresh_from_db()
    assert plan.state == "ended"
    step = StateChange.objects.get(plan=plan)
    assert (step.before, step.after, step.recorded_by, step.note) == (
        "in_force", "ended", writer, "Korvattu versiolla 2."
    )  # fmt: skip


def test_there_is_one_new_version_at_a_time_and_a_draft_may_be_given_up(plan, writer):
    made = copying.amend(plan, by=writer)
    with pytest.raises(NotNow, match="uudempi versio"):
        copying.amend(plan, by=writer)

    plans.remove(made, by=writer)
    assert copying.amend(plan, by=writer).version == 2


def test_the_next_term_begins_without_what_belongs_to_the_old_one(plan, writer):
    made = copying.copy_for_term(plan, starts=2025, ends=2029, by=writer)
    assert (made.title_fi, made.title_sv) == ("Suunnitelma 2025–2029", "Plan 2025–2029")
    assert (made.starts, made.ends, made.state, made.version, made.replaces) == (2025, 2029, "draft", 1, None)
    assert (made.decided_by, made.decided_on, made.case_number, made.address) == ("",) * 4
    action = Action.objects.get(goal__plan=made)
    assert action.name_fi == "Nuorten kahvila"
    assert action.continues == Action.objects.get(goal__plan=plan, merged_into=None)
    assert (action.starts_on, action.ends_on, action.said_status, action.status_reason) == (None, None, "", "")
    assert (action.review_from, action.source, action.as_of) == (None, None, "")
    assert action.partners.count() == action.bodies.count() == action.areas.count() == 1
    link = IndicatorLink.objects.get(goal__plan=made)
    assert (link.baseline, link.baseline_year, link.target, link.target_on) == (None,) * 4
    assert (link.unit, link.direction, link.is_official) == ("%", "up", True)
    assert set(made.goals.values_list("official_wording", flat=True)) == {""}
    assert not made.worries.exists()
    assert not made.left_out.exists()


def test_links_to_a_plan_that_will_have_ended_are_left(plan, writer):
    county = make_organisation(kind="county")
    old, new = (
        Plan.objects.create(
            slug=f"alue-{ends}", organisation=county, kind="plan", title_fi="Alue", ends=ends, state="in_force"
        )
        for ends in (2024, 2029)
    )
    ended, going = (
        Priority.objects.create(plan=one, slug=one.slug, order=1, name_fi="Alueen kärki") for one in (old, new)
    )
    Goal.objects.filter(plan=plan, parent=None).update(serves=ended)
    Goal.objects.filter(plan=plan).exclude(parent=None).update(serves=going)
    made = copying.copy_for_term(plan, starts=2025, ends=2029, by=writer)
    assert made.goals.get(parent=None).serves is None
    assert made.goals.exclude(parent=None).get().serves == going
    assert set(copying.amend(plan, by=writer).goals.values_list("serves", flat=True)) == {ended.pk, going.pk}


def test_a_term_that_ends_before_it_starts_is_refused_and_nothing_is_left(plan, writer):
    with pytest.raises(ValidationError) as refused:
        copying.copy_for_term(plan, starts=2029, ends=2025, by=writer)
    assert set(refused.value.message_dict) == {"ends"}
    assert Plan.objects.count() == 1


class TestDecisions:
    def test_a_decision_of_tomorrow_is_not_recorded_today(self, plan, writer):
        made = copying.amend(plan, by=writer)
        states.change(made, "proposed", by=writer)
        tomorrow = states.Decision(decided_on=dt.date(2999, 1, 1), decided_by="Valtuusto", case_number="1")
        with pytest.raises(ValidationError) as refused:
            states.change(made, "approved", by=writer, decision=tomorrow)
        assert set(refused.value.message_dict) == {"decided_on"}
        assert Plan.objects.get(pk=made.pk).state == "proposed"

    def test_a_proposal_that_is_taken_back_may_be_written_again(self, plan, writer):
        made = copying.amend(plan, by=writer)
        states.change(made, "proposed", by=writer)
        with pytest.raises(NotNow, match="Palauta se valmisteluun"):
            contents.save(made.goals.get(parent=None), {"name_fi": "Toinen"}, by=writer)
        states.change(made, "draft", by=writer)
        contents.save(made.goals.get(parent=None), {"name_fi": "Toinen"}, by=writer)

    @pytest.mark.parametrize(
        ("spoil", "words"),
        [
            (lambda plan: Action.objects.filter(goal__plan=plan).update(responsible_organisation=None), "Vastuutaho"),
            (lambda plan: Action.objects.filter(goal__plan=plan).delete(), "ei ole toimenpidettä"),
            (lambda plan: IndicatorLink.objects.filter(goal__plan=plan).update(direction=""), "mihin suuntaan"),
            (lambda plan: plan.goals.all().delete(), "ei ole tavoitteita"),
        ],
    )
    def test_an_approval_is_refused_where_the_text_is_not_whole(self, plan, writer, spoil, words):
        made = copying.amend(plan, by=writer)
        states.change(made, "proposed", by=writer)
        spoil(made)
        with pytest.raises(NotNow, match=words):
            states.change(made, "approved", by=writer, decision=DECISION)
        assert Plan.objects.get(pk=made.pk).state == "proposed"


def test_parts_of_a_plan_belong_to_the_version_in_force(plan, writer, town):
    part = Plan.objects.create(
        slug="lapset", organisation=town, kind="sub_plan", title_fi="Lasten suunnitelma", parent=plan
    )
    made = copying.amend(plan, by=writer)
    for to in ("proposed", "approved"):
        states.change(made, to, by=writer, decision=DECISION if to == "approved" else states.Decision())
    assert Plan.objects.get(pk=part.pk).parent == plan
    states.change(made, "in_force", by=writer)
    assert Plan.objects.get(pk=part.pk).parent == made
    assert list(plan.parts.all()) == []
