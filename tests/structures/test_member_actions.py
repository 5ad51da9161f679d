"""Members come, change and go; a name stays only as long as a membership needs it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from factories import make_membership, make_person, make_post
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent, Person
from hytti.core.permissions import NotAllowed, NotNow
from hytti.structures import actions
from hytti.structures.models import Membership
from structures.acting import edit, fields_refused


@pytest.fixture
def term(scene):
    return edit(scene.unit, scene.own, term_start=dt.date(2025, 6, 1), term_end=dt.date(2029, 5, 31))


def add(scene, body=None, name="Maija Meikäläinen", by=None, **values):
    return actions.add_member(by=by or scene.coordinator, body=body or scene.own, name=name, values=values)


def test_adding_a_member_leaves_an_event_in_the_bodys_history_without_the_name(scene):
    membership = add(scene, role="chair")
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, event.object_id) == ("member.added", scene.own.pk, membership.pk)
    assert "Maija" not in f"{event.label} {event.changes} {event.reason}"


def test_two_people_of_one_name_stay_two_people(scene):
    assert add(scene).person != add(scene).person


@pytest.mark.parametrize("person", ["administrator", "stranger"])
def test_adding_a_member_needs_the_right(scene, person):
    with pytest.raises(NotAllowed):
        add(scene, by=getattr(scene, person))
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"start": (2025, 5, 31)}, "start"),
        ({"start": (2029, 6, 1)}, "start"),
        ({"end": (2029, 6, 1)}, "end"),
        ({"end": (2025, 5, 31)}, "end"),
        ({"start": (2026, 2, 2), "end": (2026, 2, 1)}, "end"),
    ],
)
def test_a_membership_stays_within_the_bodys_term_and_ends_after_it_starts(scene, term, dates, field):
    with pytest.raises(ValidationError) as refusal:
        add(scene, body=term, **{name: dt.date(*date) for name, date in dates.items()})
    assert fields_refused(refusal) == {field}
    assert not Person.objects.exists()


def test_a_membership_may_fill_the_whole_term(scene, term):
    assert add(scene, body=term, start=dt.date(2025, 6, 1), end=dt.date(2029, 5, 31)).pk


def test_a_member_of_an_earlier_term_can_still_be_corrected(scene, term):
    earlier = make_membership(body=scene.own, start=dt.date(2023, 1, 1), end=dt.date(2025, 5, 31))
    values = {"role": "chair", "start": earlier.start, "end": earlier.end}
    changed = actions.edit_membership(
        by=scene.coordinator, membership=earlier, name=earlier.person.name, values=values, revision=1
    )
    assert changed.role == "chair"


def test_a_member_is_not_the_own_deputy(scene):
    member = add(scene)
    with pytest.raises(ValidationError) as refusal:
        add(scene, name=" maija meikäläinen ", deputy_for=member)
    assert fields_refused(refusal) == {"deputy_for"}
    with pytest.raises(ValidationError) as refusal:
        actions.edit_membership(
            by=scene.coordinator, membership=member, name="Toinen Nimi", values={"deputy_for": member}, revision=None
        )
    assert fields_refused(refusal) == {"deputy_for"}


def test_a_deputy_sits_in_the_same_body_and_has_no_deputy_of_the_own(scene):
    member = add(scene)
    deputy = add(scene, name="Vara", deputy_for=member)
    elsewhere = make_membership(body=scene.led)
    for principal in (deputy, elsewhere):
        with pytest.raises(ValidationError):
            add(scene, name="Kolmas", deputy_for=principal)
    other = add(scene, name="Neljäs")
    with pytest.raises(ValidationError):
        actions.edit_membership(
            by=scene.unit, membership=member, name="Maija Meikäläinen", values={"deputy_for": other}, revision=None
        )


def test_a_seat_belongs_to_the_same_body(scene):
    with pytest.raises(ValidationError) as refusal:
        add(scene, post=make_post(body=scene.lahtis))
    assert fields_refused(refusal) == {"post"}
    assert add(scene, post=make_post(body=scene.own)).pk


@pytest.mark.parametrize("field", ["body", "person"])
def test_a_member_is_not_moved_to_another_body_or_person(scene, field):
    with pytest.raises(ValueError, match=field):
        actions.add_member(by=scene.unit, body=scene.own, name="Maija", values={field: scene.lahtis})


def test_the_second_to_rename_a_member_sees_the_first(scene):
    member = add(scene)
    for name, refused in (("Maija Virtanen", False), ("Maija Korhonen", True)):
        attempt = {"by": scene.unit, "membership": member, "name": name, "values": {}, "revision": 1}
        if refused:
            with pytest.raises(EditConflict):
                actions.edit_membership(**attempt)
        else:
            assert actions.edit_membership(**attempt).revision == 2
    assert Person.objects.get().name == "Maija Virtanen"
    assert "Virtanen" not in str(AuditEvent.objects.values_list("changes", "label"))


def test_renaming_a_member_changes_no_name_in_a_body_of_others(scene):
    person = make_person(name="Maija Meikäläinen")
    mine = make_membership(body=scene.own, person=person)
    theirs = make_membership(body=scene.lahtis, person=person)
    actions.edit_membership(by=scene.coordinator, membership=mine, name="Maija Virtanen", values={}, revision=1)
    names = [Membership.objects.get(pk=membership.pk).person.name for membership in (mine, theirs)]
    assert names == ["Maija Virtanen", "Maija Meikäläinen"]


def test_removing_a_membership_takes_the_name_away_when_nothing_else_needs_it(scene):
    member = add(scene, role="secretary", start=dt.date(2026, 1, 1))
    actions.remove_membership(by=scene.coordinator, membership=member, reason="Kirjattu väärään verkostoon")
    assert not Person.objects.exists()
    event = AuditEvent.objects.first()
    assert (event.verb, event.reason) == ("member.removed", "Kirjattu väärään verkostoon")
    assert event.changes["role"] == ["secretary", None]
    with pytest.raises(NotNow):
        actions.remove_membership(by=scene.coordinator, membership=member, reason="Taas")


def test_removing_keeps_a_person_who_sits_elsewhere(scene):
    person = make_person()
    member = make_membership(body=scene.own, person=person)
    make_membership(body=scene.lahtis, person=person)
    actions.remove_membership(by=scene.coordinator, membership=member, reason="Virhe")
    assert Person.objects.get() == person


def test_removing_needs_a_reason_and_no_deputy(scene):
    member = add(scene)
    with pytest.raises(ValidationError):
        actions.remove_membership(by=scene.coordinator, membership=member, reason=" ")
    add(scene, name="Vara", deputy_for=member)
    with pytest.raises(NotNow):
        actions.remove_membership(by=scene.coordinator, membership=member, reason="Virhe")
    assert Membership.objects.count() == 2


@pytest.mark.parametrize("name", ["", "   ", "a" * 151])
def test_a_member_has_a_name_of_a_proper_length(scene, name):
    with pytest.raises(ValidationError) as refusal:
        add(scene, name=name)
    assert fields_refused(refusal) == {"name"}
    member = add(scene)
    with pytest.raises(ValidationError):
        actions.edit_membership(by=scene.unit, membership=member, name=name, values={"role": "chair"}, revision=1)
    member.refresh_from_db()
    assert (member.role, member.person.name) == ("member", "Maija Meikäläinen")
