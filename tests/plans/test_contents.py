"""What goes into a plan: texts are cleaned, links never come round or leak, goals and their parts stay together."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st

from factories import make_organisation, make_user_with
from hytti.core import search
from hytti.core.conflicts import EditConflict
from hytti.core.permissions import NotNow
from hytti.core.plain_text import plain
from hytti.plans.actions import contents, plans, states
from hytti.plans.models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, StateChange, Worry

pytestmark = pytest.mark.django_db


def _own(name, slug):
    town = make_organisation(kind="municipality", name_fi=name)
    plan = Plan.objects.create(slug=slug, organisation=town, kind="plan", title_fi=f"{name} 2025", state="draft")
    return SimpleNamespace(town=town, writer=make_user_with("coordinator", town), plan=plan)


@pytest.fixture
def own():
    return _own("Äkäslahti", "oma")


@pytest.fixture
def other():
    return _own("Naapuri", "naapurin")


def goal(scene, name="Tavoite", **values):
    return contents.save(Goal(plan=scene.plan), {"name_fi": name, **values}, by=scene.writer)


def priority(scene, name="Kärki", **values):
    return contents.save(Priority(plan=scene.plan), {"name_fi": name, **values}, by=scene.writer)


def action(scene, of, name="Toimenpide", **values):
    return contents.save(Action(goal=of), {"name_fi": name, **values}, by=scene.writer)


class TestPastedTexts:
    @pytest.mark.parametrize(
        ("pasted", "kept"),
        [
            ("<p>Ensimmäinen</p>\n\n<p>Toinen</p>", "Ensimmäinen\nToinen"),
            ("<p class=MsoNormal>Pitkä\nrivi katkesi</p>", "Pitkä rivi katkesi"),
            ("<st1:place w:st='on'>Lahden</st1:place> alue", "Lahden alue"),
            ("<![if !supportLists]>·<![endif]>Kerho", "·Kerho"),
            ('<?xml:namespace prefix = "o" /><b>Liikunta&nbsp;&amp; ravinto</b>', "Liikunta & ravinto"),
            ("<!-- unohtui sulkea <p>Teksti</p>", "<!-- unohtui sulkea Teksti"),
            ("\uf0b7\tLuettelo", "•\tLuettelo"),
            ("Rivi\x0bToinen\u2028Kolmas", "Rivi\nToinen\nKolmas"),
            ("hyvin\u00advointi\u200b\ufeff\x00suunnitelma", "hyvinvointisuunnitelma"),
            ("a\u0308iti", "äiti"),
            ("Kappale\n\n\n\nToinen   \nkolmas", "Kappale\n\nToinen\nkolmas"),
            ("alle 5 % < 10 % ja Tom & Jerry &amp; muut", "alle 5 % < 10 % ja Tom & Jerry &amp; muut"),
            ("x<y ja y>z", "x<y ja y>z"),
        ],
    )
    def test_what_a_word_processor_pastes_along_is_left_out(self, pasted, kept):
        assert plain(pasted) == kept

    @given(st.text(alphabet=st.characters(blacklist_categories=("Cs",))))
    def test_a_cleaned_text_is_not_changed_by_cleaning_it_again_unless_it_still_has_tags(self, text):
        once = plain(text)
        assert "\x00" not in once
        assert "\u00ad" not in once
        if "<" not in once and "&" not in text:
            assert plain(once) == once

    def test_a_name_is_one_line_and_a_description_keeps_its_paragraphs(self, own):
        made = action(own, goal(own), "Kerho\nkylällä", description="Yksi\r\n\r\nkaksi")
        assert (made.name_fi, made.description) == ("Kerho kylällä", "Yksi\n\nkaksi")

    @pytest.mark.parametrize("mark", ["x", "<!--", "<style>", "<a ", "\u00ad", "<p>x</p>"])
    def test_a_paste_of_two_megabytes_is_refused_with_its_length(self, own, mark):
        pasted = mark * (2_000_000 // len(mark))
        with pytest.raises(ValidationError) as refused:
            action(own, goal(own), description=pasted)
        assert set(refused.value.message_dict) == {"description"}
        assert f"{len(pasted)} merkkiä" in refused.value.message_dict["description"][0]
        assert "5000" in refused.value.message_dict["description"][0]
        assert not Action.objects.exists()


class TestLinks:
    @pytest.mark.parametrize("field", ["parent", "serves_goal", "merged_into", "continues"])
    def test_a_chain_of_goals_does_not_come_round(self, own, field):
        first, second, third = (goal(own, name) for name in ("A", "B", "C"))
        contents.save(first, {field: second}, by=own.writer)
        contents.save(second, {field: third}, by=own.writer)
        for last in (first, second, third):
            with pytest.raises(ValidationError, match="palaa takaisin") as refused:
                contents.save(third, {field: last}, by=own.writer)
            assert set(refused.value.message_dict) == {field}
        assert getattr(Goal.objects.get(pk=third.pk), field) is None

    @pytest.mark.parametrize("field", ["merged_into", "continues"])
    def test_a_chain_of_actions_does_not_come_round(self, own, field):
        first, second = (action(own, goal(own)) for _count in range(2))
        contents.save(first, {field: second}, by=own.writer)
        with pytest.raises(ValidationError, match="palaa takaisin"):
            contents.save(second, {field: first}, by=own.writer)

    @pytest.mark.parametrize("field", ["serves", "continues"])
    def test_a_chain_of_priorities_does_not_come_round(self, own, other, field):
        Plan.objects.update(state="for_comments")
        mine, theirs = priority(own), priority(other)
        contents.save(mine, {field: theirs}, by=own.writer)
        with pytest.raises(ValidationError, match="palaa takaisin"):
            contents.save(theirs, {field: mine}, by=other.writer)

    def test_a_plan_is_not_a_part_of_its_own_part(self, own):
        part = plans.found(
            by=own.writer, organisation=own.town, values={"kind": "sub_plan", "title_fi": "Osa", "parent": own.plan}
        )
        with pytest.raises(ValidationError, match="palaa takaisin"):
            plans.edit(own.plan, {"parent": part}, by=own.writer)

    def test_a_goal_serves_the_goal_of_another_only_when_it_may_be_read(self, own, other):
        theirs = goal(other, "Salainen luonnos")
        with pytest.raises(ValidationError, match="luonnoksessa"):
            goal(own, serves_goal=theirs)
        Plan.objects.filter(pk=other.plan.pk).update(state="for_comments")
        assert goal(own, serves_goal=theirs).serves_goal == theirs

    @pytest.mark.parametrize("field", ["priority", "parent", "merged_into"])
    def test_what_stands_in_another_plan_is_no_place_for_a_goal(self, own, other, field):
        foreign = priority(other) if field == "priority" else goal(other)
        with pytest.raises(ValidationError, match="toisesta suunnitelmasta"):
            goal(own, **{field: foreign})

    def test_a_figure_and_a_worry_stay_in_their_plan(self, own, other):
        link = contents.save(IndicatorLink(goal=goal(own)), {"indicator_key": "x", "name_fi": "X"}, by=own.writer)
        with pytest.raises(ValidationError, match="toisesta suunnitelmasta"):
            contents.save(link, {"goal": goal(other)}, by=own.writer)
        with pytest.raises(ValidationError, match="toisesta suunnitelmasta"):
            contents.save(Worry(plan=own.plan), {"name_fi": "Huoli", "goals": [goal(other)]}, by=own.writer)
        with pytest.raises(ValidationError, match="toisesta suunnitelmasta"):
            contents.save(action(own, goal(own)), {"goal": goal(other)}, by=own.writer)


class TestPlaces:
    def test_a_goal_takes_the_priority_of_its_parent_and_its_parts_come_along(self, own):
        first, second = priority(own, "Eka"), priority(own, "Toka")
        top = goal(own, "Ylin", priority=first)
        middle = goal(own, "Keski", parent=top, priority=second)
        low = goal(own, "Alin", parent=middle)
        assert {one.priority for one in (top, middle, low)} == {first}
        contents.save(top, {"priority": second}, by=own.writer)
        assert set(Goal.objects.values_list("priority", flat=True)) == {second.pk}
        contents.save(middle, {"parent": None, "priority": None}, by=own.writer)
        assert [one.priority for one in Goal.objects.filter(name_fi__in=["Keski", "Alin"])] == [None, None]
        assert Goal.objects.get(name_fi="Ylin").priority == second

    def test_what_is_put_elsewhere_comes_last_there(self, own):
        first, second = priority(own, "Eka"), priority(own, "Toka")
        for name in ("A", "B"):
            goal(own, name, priority=second)
        moved = goal(own, "C", priority=first)
        assert moved.order == 1
        assert contents.save(moved, {"priority": second}, by=own.writer).order == 3
        assert contents.save(moved, {"name_fi": "C uusi"}, by=own.writer).order == 3

    def test_the_order_of_figures_is_that_of_adding(self, own):
        top = goal(own)
        for name in ("Å", "Ä", "B"):
            contents.save(IndicatorLink(goal=top), {"indicator_key": "x", "name_fi": name}, by=own.writer)
        assert [link.name_fi for link in top.indicators.all()] == ["Å", "Ä", "B"]

    def test_a_worry_that_turns_into_a_joy_comes_last_among_joys(self, own):
        for name in ("Ilo 1", "Ilo 2"):
            contents.save(Worry(plan=own.plan), {"kind": "joy", "name_fi": name}, by=own.writer)
        worry = contents.save(Worry(plan=own.plan), {"kind": "worry", "name_fi": "Huoli"}, by=own.writer)
        assert contents.save(worry, {"kind": "joy"}, by=own.writer).order == 3

    def test_a_goal_with_parts_and_a_priority_with_goals_are_not_removed_by_accident(self, own):
        first = priority(own)
        top = goal(own, priority=first)
        part = goal(own, parent=top)
        for record in (first, top):
            with pytest.raises(NotNow, match="ensin ne"):
                contents.remove(record, by=own.writer)
        for record in (part, top, first):
            contents.remove(record, by=own.writer)
        assert not Goal.objects.exists()

    def test_removing_what_somebody_changed_is_a_conflict(self, own):
        one = goal(own)
        contents.save(one, {"name_fi": "Muutettu"}, by=own.writer)
        with pytest.raises(EditConflict):
            contents.remove(one, by=own.writer, revision=one.revision)
        contents.remove(Goal.objects.get(), by=own.writer, revision=2)

    def test_what_was_removed_meanwhile_is_told(self, own):
        one, again = goal(own), Goal.objects.get()
        contents.remove(one, by=own.writer)
        for attempt in (
            lambda: contents.save(again, {"name_fi": "Myöhässä"}, by=own.writer),
            lambda: contents.remove(again, by=own.writer),
            lambda: contents.move(again, by=own.writer, to=1),
        ):
            with pytest.raises(NotNow, match="poistettu"):
                attempt()


class TestAfterTheApproval:
    @pytest.fixture
    def approved(self, own):
        top = goal(own)
        kept = action(own, top, responsible_organisation=own.town)
        target = {"target": 10.0, "unit": "%", "target_on": dt.date(2028, 12, 31), "direction": "down"}
        figure = contents.save(IndicatorLink(goal=top), {"indicator_key": "a", "name_fi": "A", **target}, by=own.writer)
        Plan.objects.filter(pk=own.plan.pk).update(state="in_force")
        return SimpleNamespace(goal=top, action=kept, figure=figure)

    def test_the_state_is_read_from_the_database_and_not_from_what_the_page_held(self, own, approved):
        stale = approved.action
        assert stale.goal.plan.state == "draft"
        with pytest.raises(NotNow, match="Hyväksytty teksti"):
            contents.save(stale, {"description": "Uutta"}, by=own.writer)

    def test_a_follow_up_mixed_with_text_is_refused_whole(self, own, approved):
        values = {"said_status": "done", "status_reason": "Valmistui", "name_fi": "Toinen nimi"}
        with pytest.raises(NotNow):
            contents.save(approved.action, values, by=own.writer)
        approved.action.refresh_from_db()
        assert approved.action.said_status == ""
        contents.save(approved.action, {**values, "name_fi": "Toimenpide"}, by=own.writer)
        approved.action.refresh_from_db()
        assert approved.action.said_status == "done"

    def test_an_action_may_be_merged_into_another_of_the_plan(self, own, approved):
        Plan.objects.filter(pk=own.plan.pk).update(state="draft")
        into = action(own, approved.goal, "Toinen", responsible_organisation=own.town)
        Plan.objects.filter(pk=own.plan.pk).update(state="in_force")
        assert contents.save(approved.action, {"merged_into": into}, by=own.writer).merged_into == into

    def test_a_target_does_not_change_but_a_figure_may_be_added_to_look_at(self, own, approved):
        refused = (
            lambda: contents.save(approved.figure, {"target": 20.0}, by=own.writer),
            lambda: contents.save(approved.figure, {"target": None}, by=own.writer),
            lambda: contents.remove(approved.figure, by=own.writer),
        )
        for attempt in refused:
            with pytest.raises(NotNow):
                attempt()
        link = contents.save(IndicatorLink(goal=approved.goal), {"indicator_key": "b", "name_fi": "B"}, by=own.writer)
        link = contents.save(link, {"direction": "up"}, by=own.writer)
        for values in ({"is_official": True}, {"target": 1.0, "unit": "%", "target_on": dt.date(2028, 1, 1)}):
            with pytest.raises(NotNow):
                contents.save(link, values, by=own.writer)
        contents.remove(link, by=own.writer)
        assert IndicatorLink.objects.get() == approved.figure

    def test_worries_and_left_out_figures_are_text_too(self, own, approved):
        for record, values in (
            (Worry(plan=own.plan), {"name_fi": "Huoli"}),
            (LeftOutIndicator(plan=own.plan), {"name_fi": "Melu", "reason": "Ei lukuja"}),
        ):
            with pytest.raises(NotNow):
                contents.save(record, values, by=own.writer)


class TestPlansOfSources:
    @pytest.fixture
    def sourced(self, own):
        Plan.objects.filter(pk=own.plan.pk).update(
            state="in_force", pack_key="oma", pack_values={"title_fi": "Äkäslahti 2025", "case_number": ""}
        )
        own.plan.refresh_from_db()
        return own

    def test_what_the_source_left_empty_is_filled_in(self, sourced):
        plans.edit(sourced.plan, {"case_number": "ÄKL/1/2025", "about_fi": "Mitä tämä on"}, by=sourced.writer)
        sourced.plan.refresh_from_db()
        assert sourced.plan.case_number == "ÄKL/1/2025"
        with pytest.raises(NotNow, match="lähteestä"):
            plans.edit(sourced.plan, {"title_fi": "Toinen nimi"}, by=sourced.writer)

    def test_the_approval_of_a_plan_of_unknown_state_is_recorded_and_ends_the_completing(self, sourced):
        Plan.objects.filter(pk=sourced.plan.pk).update(state="unknown")
        goal(sourced, "Löytyi")
        decision = states.Decision(decided_on=dt.date(2025, 6, 2), decided_by="Valtuusto", decision_section="3 §")
        states.change(sourced.plan, "approved", by=sourced.writer, decision=decision)
        assert StateChange.objects.get().before == "unknown"
        with pytest.raises(NotNow, match="uusi versio"):
            goal(sourced, "Ei enää")


def test_a_draft_is_not_found_by_searching_until_it_is_public(own, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        top = priority(own, "Rauhallinen kylänraitti")
        action(own, goal(own, priority=top), responsible_organisation=own.town)
        plans.edit(own.plan, {"title_fi": "Kylänraittisuunnitelma"}, by=own.writer)
    assert not search.find("kylänraitti")
    with django_capture_on_commit_callbacks(execute=True):
        states.change(own.plan, "for_comments", by=own.writer)
    assert {hit.title for hit in search.find("kylänraitti")} >= {"Rauhallinen kylänraitti"}


def test_a_plan_that_others_lean_on_is_not_removed(own):
    plans.found(
        by=own.writer, organisation=own.town, values={"kind": "sub_plan", "title_fi": "Osa", "parent": own.plan}
    )
    with pytest.raises(NotNow, match="ensin ne"):
        plans.remove(own.plan, by=own.writer)
    with pytest.raises(ProtectedError):
        own.plan.delete()
