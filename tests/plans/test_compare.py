"""Two versions of a plan side by side: what was added, taken out and changed, aligned by what continues what."""

from __future__ import annotations

import datetime as dt

import pytest

from factories import make_organisation, make_user_with
from hytti.plans.actions import contents, copying
from hytti.plans.models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from hytti.plans.queries.compare import Kind, compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user_with("coordinator", make_organisation(kind="municipality", name_fi="Äkäslahti"))


@pytest.fixture
def town(writer):
    return writer.grants.get().scope


@pytest.fixture
def plan(town):
    plan = Plan.objects.create(
        slug="koe", organisation=town, kind="plan", title_fi="Koe 2021–2025", starts=2021, ends=2025, state="in_force"
    )
    top = Priority.objects.create(plan=plan, slug="arki", order=1, name_fi="Hyvä arki")
    goal = Goal.objects.create(plan=plan, priority=top, order=1, name_fi="Yksinäisyys vähenee")
    Goal.objects.create(plan=plan, priority=top, parent=goal, order=2, name_fi="Nuoret")
    Action.objects.create(goal=goal, order=1, name_fi="Kyläkahvila", responsible_organisation=town)
    Action.objects.create(goal=goal, order=2, name_fi="Puhelinringit", starts_on=dt.date(2022, 1, 1))
    IndicatorLink.objects.create(goal=goal, indicator_key="yksinaisyys", name_fi="Yksinäiset", baseline=10.5)
    worry = Worry.objects.create(plan=plan, order=1, name_fi="Nuoret voivat huonosti")
    worry.goals.set([goal])
    LeftOutIndicator.objects.create(plan=plan, indicator_key="melu", name_fi="Melu", reason="Ei lukuja")
    return plan


def told(changes):
    return [(change.kind, str(change.record), change.fields) for change in changes]


def test_a_fresh_copy_differs_in_nothing(plan, writer):
    assert compare(plan, copying.amend(plan, by=writer)) == []


def test_each_difference_is_told_with_both_values(plan, writer, town):
    made = copying.amend(plan, by=writer)
    goal = made.goals.get(parent=None)
    contents.save(goal, {"name_fi": "Yksinäisyys puolittuu"}, by=writer)
    contents.save(goal.actions.get(order=2), {"starts_on": dt.date(2023, 3, 1), "partners": [town]}, by=writer)
    contents.remove(goal.actions.get(order=1), by=writer)
    contents.save(Action(goal=goal), {"name_fi": "Etsivä vanhustyö", "work": "1 htv"}, by=writer)
    link = IndicatorLink.objects.get(goal=goal)
    contents.save(
        link, {"target": 5.25, "unit": "%", "target_on": dt.date(2025, 12, 31), "direction": "down"}, by=writer
    )
    changes = told(compare(plan, made))
    assert (
        Kind.CHANGED,
        "Yksinäisyys puolittuu",
        [("nimi", "Yksinäisyys vähenee", "Yksinäisyys puolittuu")],
    ) in changes
    assert (
        Kind.CHANGED,
        "Puhelinringit",
        [
            ("kumppanit", "", "Äkäslahti"),
            ("alkaa", "1.1.2022", "1.3.2023"),
        ],
    ) in changes
    assert (
        Kind.REMOVED,
        "Kyläkahvila",
        [("nimi", "Kyläkahvila", ""), ("tavoite", "Yksinäisyys vähenee", ""), ("vastuuorganisaatio", "Äkäslahti", "")],
    ) in changes
    assert [(kind, name) for kind, name, _fields in changes if kind is Kind.ADDED] == [(Kind.ADDED, "Etsivä vanhustyö")]
    [figure] = [fields for kind, name, fields in changes if name == "Yksinäiset"]
    assert figure == [
        ("suunta", "", "pienemmäksi"),
        ("tavoitearvo", "", "5,25"),
        ("tavoitepäivä", "", "31.12.2025"),
        ("yksikkö", "", "%"),
    ]


def test_records_are_followed_over_several_versions(plan, writer):
    second = copying.amend(plan, by=writer)
    Plan.objects.filter(pk=second.pk).update(state="in_force")
    third = copying.amend(second, by=writer)
    contents.save(third.goals.get(parent=None), {"population_group": "Ikäihmiset"}, by=writer)
    assert told(compare(plan, third)) == [(Kind.CHANGED, "Yksinäisyys vähenee", [("väestöryhmä", "", "Ikäihmiset")])]


def test_two_plans_that_have_nothing_in_common_are_added_and_removed_whole(plan, town):
    other = Plan.objects.create(slug="toinen", organisation=town, kind="plan", title_fi="Koe 2021–2025", starts=2021)
    Goal.objects.create(plan=other, order=1, name_fi="Muu")
    kinds = [(change.kind, type(change.record).__name__) for change in compare(plan, other)]
    assert kinds.count((Kind.ADDED, "Goal")) == 1
    assert kinds.count((Kind.REMOVED, "Goal")) == 2
    assert kinds.count((Kind.REMOVED, "Action")) == 2
    assert kinds.count((Kind.REMOVED, "LeftOutIndicator")) == 1


def test_the_number_of_queries_does_not_grow_with_the_plan(plan, writer, django_assert_max_num_queries):
    goal = plan.goals.get(parent=None)
    Action.objects.bulk_create([Action(goal=goal, order=10 + n, name_fi=f"Teko {n}") for n in range(40)])
    made = copying.amend(plan, by=writer)
    Action.objects.filter(goal__plan=made).update(money="10 000 €")
    with django_assert_max_num_queries(45):
        assert len(compare(plan, made)) == 42
