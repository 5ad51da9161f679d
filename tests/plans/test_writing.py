"""Plans are written, moved, decided, amended and copied; what the law or the plan's state forbids is refused."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from factories import make_body, make_organisation, make_user_with
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow
from hytti.core.plain_text import plain
from hytti.plans.actions import contents, copying, evidence, plans, states
from hytti.plans.actions.states import Decision
from hytti.plans.models import Action, DutyEvidence, Goal, IndicatorLink, Plan, Priority, StateChange, Worry
from hytti.plans.queries.missing import missing
from hytti.plans.rules.states import STEPS, State

pytestmark = pytest.mark.django_db

DECIDED = Decision(decided_on=dt.date(2025, 12, 8), decided_by="Valtuusto", case_number="HOL/12/2025")


@pytest.fixture
def scene():
    town = make_organisation(kind="municipality", name_fi="Äkäslahti")
    writer = make_user_with("coordinator", town)
    plan = plans.found(
        by=writer,
        organisation=town,
        values={"kind": "plan", "title_fi": "Äkäslahden hyvinvointisuunnitelma", "starts": 2025, "ends": 2028},
    )
    return SimpleNamespace(
        town=town,
        writer=writer,
        plan=plan,
        hyte=make_user_with("hyte_unit"),
        stranger=make_user_with("coordinator", make_organisation(kind="municipality")),
    )


def goal_of(scene, name="Yksinäisyys vähenee", **values):
    return contents.save(Goal(plan=scene.plan), {"name_fi": name, **values}, by=scene.writer)


def action_of(scene, goal, name="Kyläkahvila", **values):
    return contents.save(Action(goal=goal), {"name_fi": name, **values}, by=scene.writer)


def approved(scene):
    goal = goal_of(scene)
    action_of(scene, goal, responsible_organisation=scene.town)
    for state, decision in ((State.PROPOSED, Decision()), (State.APPROVED, DECIDED)):
        states.change(scene.plan, state, by=scene.writer, decision=decision)
        scene.plan.refresh_from_db()
    return goal


def test_a_draft_gets_an_address_of_its_own_and_is_not_public(scene):
    assert scene.plan.slug.endswith("akaslahden-hyvinvointisuunnitelma")
    assert scene.plan not in Plan.objects.public()
    again = plans.found(
        by=scene.writer,
        organisation=scene.town,
        values={"kind": "plan", "title_fi": "Äkäslahden hyvinvointisuunnitelma"},
    )
    assert again.slug == f"{scene.plan.slug}-2"


def test_nobody_writes_the_plan_of_another(scene):
    for user in (scene.hyte, scene.stranger, make_user_with("administrator")):
        with pytest.raises(NotAllowed):
            contents.save(Goal(plan=scene.plan), {"name_fi": "Vieras"}, by=user)
        with pytest.raises(NotAllowed):
            states.change(scene.plan, State.FOR_COMMENTS, by=user)
        with pytest.raises(NotAllowed):
            plans.remove(scene.plan, by=user)
    assert not Goal.objects.exists()


def test_records_are_placed_last_and_moved_among_their_siblings(scene):
    names = ["A", "B", "C", "D"]
    goals = {name: goal_of(scene, name) for name in names}
    contents.move(goals["D"], by=scene.writer, to=2)
    assert [goal.name_fi for goal in Goal.objects.order_by("order")] == ["A", "D", "B", "C"]
    assert [goal.order for goal in Goal.objects.order_by("order")] == [1, 2, 3, 4]
    contents.move(Goal.objects.get(name_fi="A"), by=scene.writer, to=99)
    assert [goal.name_fi for goal in Goal.objects.order_by("order")] == ["D", "B", "C", "A"]


def test_actions_of_another_goal_keep_their_places(scene):
    first, second = goal_of(scene, "Eka"), goal_of(scene, "Toka")
    one, two, other = action_of(scene, first, "1"), action_of(scene, first, "2"), action_of(scene, second, "3")
    contents.move(two, by=scene.writer, to=1)
    assert [(a.name_fi, a.order) for a in Action.objects.filter(goal=first).order_by("order")] == [("2", 1), ("1", 2)]
    other.refresh_from_db()
    assert (one.pk != two.pk, other.order) == (True, 1)


def test_a_circle_of_goals_is_refused(scene):
    top = goal_of(scene, "Ylin")
    middle = goal_of(scene, "Keski", parent=top)
    low = goal_of(scene, "Alin", parent=middle)
    with pytest.raises(ValidationError, match="palaa takaisin"):
        contents.save(top, {"parent": low}, by=scene.writer)
    with pytest.raises(ValidationError, match="palaa takaisin"):
        contents.save(top, {"serves_goal": top}, by=scene.writer)


def test_a_goal_of_another_plan_cannot_be_a_parent(scene):
    other = plans.found(by=scene.writer, organisation=scene.town, values={"kind": "plan", "title_fi": "Toinen"})
    foreign = contents.save(Goal(plan=other), {"name_fi": "Muualta"}, by=scene.writer)
    with pytest.raises(ValidationError, match="toisesta suunnitelmasta"):
        goal_of(scene, parent=foreign)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_on": dt.date(2026, 5, 1), "ends_on": dt.date(2026, 4, 30)}, "päättyy ennen kuin se alkaa"),
        ({"said_status": "done"}, "mihin tila perustuu"),
        ({"description": "x" * 2_000_000}, "2000000"),
        ({"name_fi": ""}, "tyhjä|blank|pakollinen"),
    ],
)
def test_bad_input_of_an_action_is_refused_in_words(scene, values, words):
    goal = goal_of(scene)
    with pytest.raises(ValidationError, match=words):
        action_of(scene, goal, **values)
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    "values", [{"target": 10.0}, {"target": 10.0, "unit": "%"}, {"target": 10.0, "target_on": dt.date(2028, 12, 31)}]
)
def test_a_target_without_unit_or_day_is_refused(scene, values):
    goal = goal_of(scene)
    with pytest.raises(ValidationError, match="yksikön ja päivän"):
        contents.save(
            IndicatorLink(goal=goal), {"indicator_key": "vaesto", "name_fi": "Väestö", **values}, by=scene.writer
        )


def test_markup_that_a_word_processor_pastes_is_left_out():
    pasted = (
        "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--><style>p.MsoNormal{margin:0}</style>"
        "<p class=MsoNormal>Ikäihmisten ryhmä&nbsp;kokoontuu<o:p></o:p></p><p>Lah\u00addessa &amp; Hollolassa</p>"
    )
    assert plain(pasted) == "Ikäihmisten ryhmä kokoontuu\nLahdessa & Hollolassa"
    assert plain("5 < 6 ja 7 > 3") == "5 < 6 ja 7 > 3"


def test_what_is_missing_stops_the_proposal_and_names_it(scene):
    goal = goal_of(scene, "Turvallinen arki")
    assert [gap.record for gap in missing(scene.plan)] == [goal]
    action_of(scene, goal, "Kaatumisten ehkäisy")
    with pytest.raises(NotNow, match="Kaatumisten ehkäisy: Vastuutaho puuttuu"):
        states.change(scene.plan, State.PROPOSED, by=scene.writer)
    assert not StateChange.objects.exists()


def test_an_approval_tells_who_when_and_under_which_number(scene):
    goal = goal_of(scene)
    action_of(scene, goal, responsible_body=make_body())
    states.change(scene.plan, State.PROPOSED, by=scene.writer)
    with pytest.raises(ValidationError) as refused:
        states.change(scene.plan, State.APPROVED, by=scene.writer)
    assert set(refused.value.message_dict) == {"decided_on", "decided_by", "case_number"}
    states.change(scene.plan, State.APPROVED, by=scene.writer, decision=DECIDED)
    scene.plan.refresh_from_db()
    assert (scene.plan.state, scene.plan.decided_on, scene.plan.decided_by) == ("approved", "2025-12-08", "Valtuusto")
    step = StateChange.objects.last()
    assert (step.before, step.after, step.recorded_by, step.case_number) == (
        "proposed",
        "approved",
        scene.writer,
        "HOL/12/2025",
    )
    assert scene.plan in Plan.objects.public()


def test_there_is_no_other_way_between_states(scene):
    allowed = {(step.before, step.after) for step in STEPS}
    for before in State:
        for after in State:
            if (before, after) not in allowed:
                Plan.objects.filter(pk=scene.plan.pk).update(state=before)
                with pytest.raises(NotNow):
                    states.change(scene.plan, after, by=scene.writer, decision=DECIDED)
    assert ("draft", "approved") not in allowed


def test_an_approved_text_does_not_change_but_its_follow_up_does(scene):
    goal = approved(scene)
    action = goal.actions.get()
    for change in (
        lambda: contents.save(goal, {"name_fi": "Toinen"}, by=scene.writer),
        lambda: contents.remove(action, by=scene.writer),
        lambda: contents.move(goal, by=scene.writer, to=1),
        lambda: goal_of(scene, "Uusi"),
        lambda: plans.edit(scene.plan, {"title_fi": "Toinen nimi"}, by=scene.writer),
        lambda: plans.remove(scene.plan, by=scene.writer),
    ):
        with pytest.raises(NotNow):
            change()
    contents.save(action, {"said_status": "late", "status_reason": "Vetäjä vaihtui"}, by=scene.writer)
    action.refresh_from_db()
    assert action.said_status == "late"
    assert Goal.objects.get().name_fi == "Yksinäisyys vähenee"


def test_an_amendment_is_a_new_version_that_ends_the_old_one(scene):
    goal = approved(scene)
    states.change(scene.plan, State.IN_FORCE, by=scene.writer)
    made = copying.amend(scene.plan, by=scene.writer)
    assert (made.version, made.replaces, made.state) == (2, scene.plan, "draft")
    copy = made.goals.get()
    assert (copy.continues, copy.actions.get().continues) == (goal, goal.actions.get())
    contents.save(copy, {"name_fi": "Yksinäisyys puolittuu"}, by=scene.writer)
    with pytest.raises(NotNow, match="uudempi versio"):
        copying.amend(scene.plan, by=scene.writer)
    for state, decision in ((State.PROPOSED, Decision()), (State.APPROVED, DECIDED), (State.IN_FORCE, Decision())):
        states.change(Plan.objects.get(pk=made.pk), state, by=scene.writer, decision=decision)
    scene.plan.refresh_from_db()
    assert scene.plan.state == "ended"
    assert scene.plan.goals.get().name_fi == "Yksinäisyys vähenee"


def test_the_next_term_begins_from_this_one_without_its_days_and_statuses(scene):
    top = contents.save(Priority(plan=scene.plan), {"name_fi": "Hyvä arki"}, by=scene.writer)
    goal = goal_of(scene, "Ylin", priority=top)
    goal_of(scene, "Alin", parent=goal, priority=top)
    action_of(
        scene,
        goal,
        responsible_organisation=scene.town,
        starts_on=dt.date(2025, 1, 1),
        said_status="done",
        status_reason="Tehty",
    )
    contents.save(IndicatorLink(goal=goal), {"indicator_key": "vaesto", "name_fi": "Väestö"}, by=scene.writer)
    contents.save(Worry(plan=scene.plan), {"name_fi": "Nuorten yksinäisyys"}, by=scene.writer)
    made = copying.copy_for_term(scene.plan, starts=2029, ends=2032, by=scene.writer)
    assert (made.starts, made.ends, made.version, made.replaces) == (2029, 2032, 1, None)
    assert [(g.name_fi, g.priority.name_fi) for g in made.goals.order_by("order", "pk")] == [
        ("Ylin", "Hyvä arki"),
        ("Alin", "Hyvä arki"),
    ]
    assert made.goals.get(name_fi="Alin").parent == made.goals.get(name_fi="Ylin")
    action = Action.objects.get(goal__plan=made)
    assert (action.starts_on, action.said_status, action.responsible_organisation) == (None, "", scene.town)
    assert IndicatorLink.objects.filter(goal__plan=made).count() == 1
    assert not made.worries.exists()


def test_two_writers_do_not_lose_each_others_text(scene):
    goal = goal_of(scene)
    opened = goal.revision
    contents.save(goal, {"name_fi": "Ensimmäinen"}, by=scene.writer, revision=opened)
    with pytest.raises(EditConflict) as conflict:
        contents.save(Goal.objects.get(), {"name_fi": "Toinen"}, by=scene.writer, revision=opened)
    assert conflict.value.record.name_fi == "Ensimmäinen"
    assert Goal.objects.get().name_fi == "Ensimmäinen"


def test_many_actions_change_together_or_not_at_all(scene):
    goal = goal_of(scene)
    actions = [action_of(scene, goal, name, ends_on=end) for name, end in (("1", None), ("2", dt.date(2026, 1, 31)))]
    with pytest.raises(ValidationError, match="^.*2: .*päättyy ennen"):
        contents.bulk_edit(actions, {"starts_on": dt.date(2026, 6, 1)}, by=scene.writer)
    assert not Action.objects.exclude(starts_on=None).exists()
    done = contents.bulk_edit(
        actions, {"responsible_organisation": scene.town, "ends_on": dt.date(2027, 12, 31)}, by=scene.writer
    )
    assert done == 2
    assert {a.responsible_organisation for a in Action.objects.all()} == {scene.town}


def test_each_change_leaves_an_event_on_the_plan(scene):
    goal = goal_of(scene)
    contents.remove(goal, by=scene.writer)
    verbs = [event.verb for event in AuditEvent.objects.filter(subject_id=scene.plan.pk).order_by("pk")]
    assert verbs == ["plans.founded", "plans.goal_added", "plans.goal_removed"]


def test_a_plan_known_from_a_source_alone_is_completed_and_not_replaced(scene):
    told = goal_of(scene, "Lähteen tavoite")
    Goal.objects.filter(pk=told.pk).update(pack_key="lahteen-tavoite", pack_values={"name_fi": "Lähteen tavoite"})
    Plan.objects.filter(pk=scene.plan.pk).update(state=State.IN_FORCE, pack_key="lahteen-suunnitelma")
    scene.plan.refresh_from_db()
    found = goal_of(scene, "Löydetty tavoite")
    contents.save(found, {"name_fi": "Löydetty ja korjattu tavoite"}, by=scene.writer)
    contents.save(told, {"population_group": "Ikäihmiset"}, by=scene.writer)
    action_of(scene, told, "Löydetty toimenpide")
    for change in (
        lambda: contents.save(told, {"name_fi": "Toinen"}, by=scene.writer),
        lambda: contents.save(told, {"parent": found}, by=scene.writer),
        lambda: contents.move(told, by=scene.writer, to=2),
        lambda: contents.remove(told, by=scene.writer),
    ):
        with pytest.raises(NotNow, match="lähteestä"):
            change()
    contents.remove(found, by=scene.writer)
    assert [goal.name_fi for goal in Goal.objects.all()] == ["Lähteen tavoite"]
    assert Goal.objects.get().population_group == "Ikäihmiset"
    StateChange.objects.create(plan=scene.plan, before="in_force", after="ended")
    with pytest.raises(NotNow, match="uusi versio"):
        goal_of(scene, "Myöhässä")


class TestEvidence:
    def record(self, scene, **values):
        told = {"period": "2025", "outcome": "done", "address": "https://esimerkki.fi/poytakirja", **values}
        return evidence.record(by=scene.writer, organisation=scene.town, duty="vuosiraportti-valtuustolle", values=told)

    def test_a_report_to_the_council_is_recorded_for_its_year(self, scene):
        made = self.record(scene, happened_on="2025-06-16", case_number="HOL/3/2025")
        assert (made.organisation, made.period, made.outcome) == (scene.town, "2025", "done")

    @pytest.mark.parametrize(
        ("values", "field"),
        [({"period": ""}, "period"), ({"period": "2021–2025"}, "period"), ({"address": ""}, "address")],
    )
    def test_what_shows_nothing_is_refused(self, scene, values, field):
        with pytest.raises(ValidationError) as refused:
            self.record(scene, **values)
        assert set(refused.value.message_dict) == {field}

    def test_names_need_a_last_day(self, scene):
        with pytest.raises(ValidationError, match="päivä, johon asti"):
            self.record(scene, people="Esimerkki Esimerkkinen")

    def test_another_municipality_is_not_spoken_for(self, scene):
        with pytest.raises(NotAllowed):
            evidence.record(by=scene.stranger, organisation=scene.town, duty="vuosiraportti-valtuustolle", values={})
        assert not DutyEvidence.objects.exists()
