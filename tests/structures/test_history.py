"""A mistake is undone by a new change; what may not be done may not be undone either."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from factories import make_body, make_document, make_membership, make_post, make_user, make_user_with
from hytti.core import audit, changes
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow
from hytti.structures import actions
from hytti.structures.models import Body


def edit(by, body, **values):
    actions.edit_body(by=by, body=body, values=values, revision=None)
    return AuditEvent.objects.first()


def close(by, body, today):
    actions.close_body(by=by, body=body, on=today, reason="Päättyi", revision=None)
    return AuditEvent.objects.first()


def test_undoing_an_edit_puts_every_field_back_and_is_itself_a_change(scene):
    event = edit(scene.unit, scene.own, purpose_fi="Virhe", municipalities=[scene.lahti_area], theme=None)
    restored = actions.undo(by=scene.unit, event=event)
    assert (restored.purpose_fi, restored.theme) == ("Alku", scene.theme)
    assert list(restored.municipalities.all()) == [scene.heinola_area]
    newest = AuditEvent.objects.first()
    assert (newest.verb, newest.undoes, newest.actor) == ("change.undone", event, scene.unit)
    assert restored.revision == 3


def test_undoing_a_close_reopens_the_network(scene, today):
    event = close(scene.coordinator, scene.own, today)
    restored = actions.undo(by=scene.coordinator, event=event)
    assert (restored.closed_on, restored.closed_reason) == (None, "")
    assert scene.own in Body.objects.working()


def test_an_undoing_can_be_undone_once_more(scene):
    event = edit(scene.unit, scene.own, purpose_fi="Oikea")
    actions.undo(by=scene.unit, event=event)
    again = actions.undo(by=scene.unit, event=AuditEvent.objects.first())
    assert again.purpose_fi == "Oikea"


def test_a_change_is_undone_only_once(scene):
    event = edit(scene.unit, scene.own, purpose_fi="Virhe")
    actions.undo(by=scene.unit, event=event)
    with pytest.raises(NotNow):
        actions.undo(by=scene.unit, event=event)


def test_a_later_change_of_the_same_field_stands_in_the_way(scene):
    first = edit(scene.unit, scene.own, purpose_fi="Ensimmäinen")
    second = edit(scene.unit, scene.own, purpose_fi="Toinen")
    with pytest.raises(NotNow):
        actions.undo(by=scene.unit, event=first)
    actions.undo(by=scene.unit, event=second)
    assert actions.undo(by=scene.unit, event=first).purpose_fi == "Alku"


def test_a_later_change_of_another_field_does_not_stand_in_the_way(scene):
    event = edit(scene.unit, scene.own, purpose_fi="Virhe")
    edit(scene.unit, scene.own, name_sv="Nätverket")
    restored = actions.undo(by=scene.unit, event=event)
    assert (restored.purpose_fi, restored.name_sv) == ("Alku", "Nätverket")


@pytest.mark.parametrize("person", ["administrator", "stranger"])
def test_undoing_needs_the_right(scene, person):
    event = edit(scene.unit, scene.own, purpose_fi="Virhe")
    with pytest.raises(NotAllowed):
        actions.undo(by=getattr(scene, person), event=event)


def test_undoing_in_anothers_body_is_refused(scene):
    event = edit(scene.unit, scene.lahtis, purpose_fi="Virhe")
    with pytest.raises(NotAllowed):
        actions.undo(by=scene.coordinator, event=event)


def test_a_convener_does_not_reopen_what_only_others_may_close(scene, today):
    event = close(scene.unit, scene.own, today)
    with pytest.raises(NotAllowed):
        actions.undo(by=scene.convener, event=event)
    assert not Body.objects.get(pk=scene.own.pk).is_working_on(today)


def test_a_coordinator_does_not_undo_a_network_into_anothers_hands(scene):
    """The hyte unit gave the lead of a Lahti network to Heinola; only the unit takes it back."""
    body = make_body(convener=scene.lahti, municipalities=[scene.heinola_area, scene.lahti_area])
    event = edit(scene.unit, body, convener=scene.heinola)
    with pytest.raises(ValidationError):
        actions.undo(by=scene.coordinator, event=event)
    assert Body.objects.get(pk=body.pk).convener == scene.heinola
    assert actions.undo(by=scene.unit, event=event).convener == scene.lahti


def test_a_coordinator_does_not_undo_what_only_the_hyte_unit_may_set(scene):
    event = edit(scene.unit, scene.led, appointed_by=scene.committee)
    with pytest.raises(ValidationError):
        actions.undo(by=scene.coordinator, event=event)


def test_a_name_given_to_another_network_meanwhile_stops_the_reopening(scene, today):
    event = close(scene.unit, scene.own, today)
    make_body(name_fi="HEINOLAN VERKOSTO", theme=scene.theme)
    with pytest.raises(ValidationError):
        actions.undo(by=scene.unit, event=event)


def test_a_group_is_not_reopened_under_a_closed_network(scene, today):
    group = make_body(parent=scene.own)
    event = close(scene.unit, group, today)
    parents = close(scene.unit, scene.own, today)
    with pytest.raises(NotNow):
        actions.undo(by=scene.unit, event=event)
    actions.undo(by=scene.unit, event=parents)
    assert actions.undo(by=scene.unit, event=event).closed_on is None


def test_an_edit_of_a_closed_body_is_not_undone_before_the_closing(scene, today):
    event = edit(scene.unit, scene.own, purpose_fi="Uusi")
    close(scene.unit, scene.own, today)
    with pytest.raises(NotNow):
        actions.undo(by=scene.unit, event=event)


def test_undoing_does_not_lead_parents_in_a_circle(scene):
    parent = make_body()
    body = make_body(parent=parent)
    event = edit(scene.unit, body, parent=None)
    edit(scene.unit, parent, parent=body)
    with pytest.raises(ValidationError):
        actions.undo(by=scene.unit, event=event)


def test_a_confirmation_is_undone(scene):
    actions.confirm(by=scene.convener, record=scene.own)
    assert actions.undo(by=scene.convener, event=AuditEvent.objects.first()).confirmed_on is None


def test_a_change_of_a_membership_is_undone_in_the_history_of_its_body(scene):
    post = make_post(body=scene.own)
    membership = make_membership(body=scene.own, post=post, role="member")
    values = {"role": "chair", "post": None}
    actions.edit_membership(
        by=scene.convener, membership=membership, name=membership.person.name, values=values, revision=1
    )
    restored = actions.undo(by=scene.convener, event=AuditEvent.objects.first())
    assert (restored.role, restored.post) == ("member", post)
    assert AuditEvent.objects.first().subject_id == scene.own.pk


def test_a_value_whose_record_is_gone_is_not_restored_as_nothing(scene):
    post = make_post(body=scene.own)
    membership = make_membership(body=scene.own, post=post)
    actions.edit_membership(
        by=scene.unit, membership=membership, name=membership.person.name, values={"post": None}, revision=1
    )
    post.delete()
    with pytest.raises(NotNow):
        actions.undo(by=scene.unit, event=AuditEvent.objects.first())


def test_a_change_of_a_document_is_undone(scene):
    document = make_document(organisation=scene.heinola, state="draft")
    actions.edit_document(by=scene.coordinator, document=document, values={"state": "ended"}, revision=1)
    assert actions.undo(by=scene.coordinator, event=AuditEvent.objects.first()).state == "draft"


def test_founding_adding_removing_and_renaming_are_not_undone(scene):
    actions.found_network(by=scene.unit, values={"kind": "network", "name_fi": "Uusi"})
    member = actions.add_member(by=scene.unit, body=scene.own, name="Maija", values={})
    actions.edit_membership(by=scene.unit, membership=member, name="Maija V", values={}, revision=1)
    member.refresh_from_db()
    actions.remove_membership(by=scene.unit, membership=member, reason="Virhe")
    verbs = set()
    for event in AuditEvent.objects.all():
        verbs.add(event.verb)
        with pytest.raises(NotNow):
            actions.undo(by=scene.unit, event=event)
    assert verbs == {"body.founded", "member.added", "member.renamed", "member.removed"}


def test_an_event_about_an_account_is_not_undone_as_content(scene):
    user = make_user()
    event = audit.record(scene.administrator, "user.edited", user, changes={"is_active": [True, False]})
    with pytest.raises(NotNow):
        actions.undo(by=scene.unit, event=event)


def test_what_the_region_pack_changed_is_undone(scene):
    changes.apply(scene.own, {"purpose_fi": "Paketista"}, by=None, verb="pack.updated")
    assert actions.undo(by=make_user_with("hyte_unit"), event=AuditEvent.objects.first()).purpose_fi == "Alku"


def test_history_is_only_ever_added_to(scene):
    event = edit(scene.unit, scene.own, purpose_fi="Uusi")
    for attempt in (event.delete, lambda: AuditEvent.objects.update(verb="jotain muuta")):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert AuditEvent.objects.get().verb == "body.edited"
