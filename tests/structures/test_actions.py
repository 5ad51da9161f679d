"""What each action does, and what it refuses. Every refusal leaves the records and the history as they were."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from factories import make_body, make_document, make_membership, make_person, make_post, make_theme
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent, Person
from hytti.core.permissions import NotAllowed, NotNow
from hytti.structures import actions
from hytti.structures.models import Body, Document, Membership


def events():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def fields_refused(refusal):
    return set(refusal.value.error_dict)


def edit(scene, by, body, **values):
    return actions.edit_body(by=by, body=body, values=values, revision=body.revision)


# Founding


def test_founding_makes_a_network_with_todays_date_and_an_event(scene, today):
    body = actions.found_network(
        by=scene.coordinator, values={"kind": "network", "name_fi": "Äitien verkosto", "convener": scene.heinola}
    )
    assert (body.slug, body.founded, body.as_of) == ("aitien-verkosto", today.isoformat(), today.isoformat())
    assert events() == ["body.founded"]


def test_two_networks_of_one_name_get_addresses_of_their_own(scene):
    values = {"kind": "network", "name_fi": "Perusta", "theme": scene.theme}
    assert actions.found_network(by=scene.unit, values=values).slug == "perusta-2"
    assert actions.found_network(by=scene.unit, values=values | {"theme": make_theme()}).slug == "perusta-3"


def test_a_name_of_signs_alone_still_gets_an_address(scene):
    assert actions.found_network(by=scene.unit, values={"kind": "network", "name_fi": "🌲🌲"}).slug == "nimeton"


@pytest.mark.parametrize("name", ["Heinolan verkosto", "HEINOLAN VERKOSTO", "heinolan verkosto"])
def test_a_theme_has_a_name_only_once(scene, name):
    values = {"kind": "network", "name_fi": name, "theme": scene.theme}
    with pytest.raises(ValidationError) as refusal:
        actions.found_network(by=scene.unit, values=values)
    assert fields_refused(refusal) == {"name_fi"}
    actions.found_network(by=scene.unit, values=values | {"theme": make_theme()})


def test_names_are_compared_with_finnish_letters_too(scene):
    make_body(name_fi="Äidinkielen työryhmä", theme=scene.theme)
    with pytest.raises(ValidationError):
        actions.found_network(
            by=scene.unit, values={"kind": "network", "name_fi": "ÄIDINKIELEN TYÖRYHMÄ", "theme": scene.theme}
        )


def test_a_closed_network_leaves_its_name_free(scene, today):
    actions.close_body(by=scene.unit, body=scene.own, on=today, reason="Yhdistyi", revision=None)
    values = {"kind": "network", "name_fi": scene.own.name_fi, "theme": scene.theme}
    assert actions.found_network(by=scene.unit, values=values).pk


def test_only_networks_are_founded(scene):
    with pytest.raises(ValidationError) as refusal:
        actions.found_network(by=scene.unit, values={"kind": Body.Kind.COUNCIL, "name_fi": "Uusi valtuusto"})
    assert fields_refused(refusal) == {"kind"}


@pytest.mark.parametrize("person", ["convener", "administrator", "stranger"])
def test_founding_needs_the_right(scene, person):
    with pytest.raises(NotAllowed):
        actions.found_network(by=getattr(scene, person), values={"kind": "network", "name_fi": "Uusi"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "convener"),
        ({"convener": "lahti"}, "convener"),
        ({"convener": "county"}, "convener"),
        ({"municipalities": ["lahti_area"]}, "municipalities"),
        ({"convener": "heinola", "municipalities": ["lahti_area"]}, "municipalities"),
        ({"convener": "heinola", "parent": "regional"}, "parent"),
        ({"convener": "heinola", "parent": "lahtis"}, "parent"),
        ({"convener": "heinola", "organisation": "county"}, "organisation"),
        ({"convener": "heinola", "appointed_by": "committee"}, "appointed_by"),
        ({"convener": "heinola", "proposed_by": "committee"}, "proposed_by"),
    ],
)
def test_a_coordinator_founds_only_under_the_own_municipality(scene, values, field):
    resolved = {
        name: [getattr(scene, item) for item in value] if isinstance(value, list) else getattr(scene, value)
        for name, value in values.items()
    }
    count = Body.objects.count()
    with pytest.raises(ValidationError) as refusal:
        actions.found_network(by=scene.coordinator, values={"kind": "network", "name_fi": "Uusi", **resolved})
    assert field in fields_refused(refusal)
    assert (Body.objects.count(), events()) == (count, [])


def test_a_coordinator_founds_with_neighbours_or_under_an_own_network(scene):
    values = {
        "kind": "network", "name_fi": "Yhteinen", "convener": scene.heinola, "parent": scene.own,
        "municipalities": [scene.heinola_area, scene.lahti_area],
    }
    assert actions.found_network(by=scene.coordinator, values=values).parent == scene.own


# Editing


def test_an_edit_changes_the_fields_and_says_what_changed(scene):
    changed = edit(scene, scene.coordinator, scene.own, purpose_fi="Uusi tarkoitus", name_fi=scene.own.name_fi)
    assert changed.purpose_fi == "Uusi tarkoitus"
    assert AuditEvent.objects.get().changes == {"purpose_fi": ["Alku", "Uusi tarkoitus"]}


def test_an_edit_that_changes_nothing_leaves_no_event(scene):
    assert edit(scene, scene.coordinator, scene.own, purpose_fi="Alku").revision == scene.own.revision
    assert events() == []


@pytest.mark.parametrize(
    ("person", "body"),
    [
        ("coordinator", "lahtis"), ("coordinator", "regional"), ("coordinator", "committee"), ("convener", "led"),
        ("administrator", "own"), ("stranger", "own"),
    ],
)
def test_editing_anothers_body_is_refused(scene, person, body):
    with pytest.raises(NotAllowed):
        edit(scene, getattr(scene, person), getattr(scene, body), purpose_fi="Kaapattu")
    assert events() == []


def test_the_second_of_two_savers_is_told_what_is_stored(scene):
    edit(scene, scene.coordinator, scene.own, purpose_fi="Ensimmäinen")
    with pytest.raises(EditConflict) as conflict:
        edit(scene, scene.unit, scene.own, purpose_fi="Toinen")
    assert conflict.value.record.purpose_fi == "Ensimmäinen"
    assert events() == ["body.edited"]


def test_a_closed_body_is_not_edited_confirmed_or_closed_again_nor_do_its_members_change(scene, today):
    membership = make_membership(body=scene.own)
    old_copy = Body.objects.get(pk=scene.own.pk)
    actions.close_body(by=scene.unit, body=scene.own, on=today, reason="Päättyi", revision=None)
    for attempt in (
        lambda: edit(scene, scene.unit, old_copy, purpose_fi="Uusi"),
        lambda: actions.close_body(by=scene.unit, body=old_copy, on=today, reason="Taas", revision=None),
        lambda: actions.confirm(by=scene.unit, record=old_copy),
        lambda: actions.add_member(by=scene.unit, body=old_copy, name="Uusi", values={}),
        lambda: actions.edit_membership(by=scene.unit, membership=membership, name="X", values={}, revision=None),
        lambda: actions.remove_membership(by=scene.unit, membership=membership, reason="Virhe"),
    ):
        with pytest.raises(NotNow):
            attempt()
    assert events() == ["body.closed"]
    scene.own.refresh_from_db()
    assert scene.own.closed_reason == "Päättyi"


def test_a_body_never_belongs_to_itself_or_to_its_own_sub_group(scene):
    group = make_body(parent=scene.own)
    below = make_body(parent=group)
    for parent in (scene.own, group, below):
        with pytest.raises(ValidationError) as refusal:
            edit(scene, scene.unit, scene.own, parent=parent)
        assert fields_refused(refusal) == {"parent"}
    assert edit(scene, scene.unit, below, parent=scene.own).parent == scene.own


def test_a_group_is_not_placed_under_a_closed_network(scene, today):
    actions.close_body(by=scene.unit, body=scene.regional, on=today, reason="Päättyi", revision=None)
    with pytest.raises(ValidationError) as refusal:
        edit(scene, scene.unit, scene.own, parent=Body.objects.get(pk=scene.regional.pk))
    assert fields_refused(refusal) == {"parent"}


def test_a_network_does_not_become_an_organ_nor_an_organ_a_network(scene):
    for body, kind in ((scene.own, Body.Kind.COUNCIL), (scene.committee, Body.Kind.NETWORK)):
        with pytest.raises(ValidationError) as refusal:
            edit(scene, scene.unit, body, kind=kind)
        assert fields_refused(refusal) == {"kind"}


def test_a_term_ends_after_it_starts(scene):
    with pytest.raises(ValidationError):
        edit(scene, scene.unit, scene.own, term_start=dt.date(2025, 6, 1), term_end=dt.date(2025, 5, 31))
    assert edit(scene, scene.unit, scene.own, term_start=dt.date(2025, 6, 1), term_end=dt.date(2025, 6, 1))


@pytest.mark.parametrize("field", ["closed_on", "confirmed_on", "confirmed_by", "slug", "revision", "pack_key"])
def test_fields_that_have_an_action_of_their_own_or_none_are_not_edited(scene, field):
    with pytest.raises(ValueError, match=field):
        edit(scene, scene.unit, scene.own, **{field: None})


# Whose the record is


@pytest.mark.parametrize(
    ("body", "values", "field"),
    [
        ("own", {"municipalities": ["lahti_area"]}, "municipalities"),
        ("own", {"municipalities": []}, "municipalities"),
        ("own", {"municipalities": ["heinola_area", "lahti_area"]}, "municipalities"),
        ("own", {"convener": "lahti"}, "convener"),
        ("own", {"convener": "county"}, "convener"),
        ("own", {"organisation": "county"}, "organisation"),
        ("own", {"organisation": "heinola"}, "organisation"),
        ("own", {"appointed_by": "committee"}, "appointed_by"),
        ("own", {"proposed_by": "committee"}, "proposed_by"),
        ("own", {"appointment_basis": "hallintosääntö 15 §"}, "appointment_basis"),
        ("own", {"parent": "regional"}, "parent"),
        ("led", {"convener": None}, "convener"),
        ("led", {"municipalities": ["lahti_area"]}, "municipalities"),
    ],
)
def test_a_coordinator_does_not_move_a_network_into_or_out_of_anothers_hands(scene, body, values, field):
    resolved = {
        name: [getattr(scene, item) for item in value] if isinstance(value, list) else getattr(scene, str(value), value)
        for name, value in values.items()
    }
    body = getattr(scene, body)
    with pytest.raises(ValidationError) as refusal:
        edit(scene, scene.coordinator, body, **resolved)
    assert fields_refused(refusal) == {field}
    body.refresh_from_db()
    assert (body.revision, events()) == (1, [])
    if body == scene.own:
        assert list(body.municipalities.all()) == [scene.heinola_area]
    assert edit(scene, scene.unit, body, **resolved).revision == 2


def test_a_coordinator_widens_an_own_network_by_taking_the_lead_of_it(scene):
    both = [scene.heinola_area, scene.lahti_area]
    assert edit(scene, scene.coordinator, scene.own, convener=scene.heinola, municipalities=both).convener


@pytest.mark.parametrize(
    "values", [{"convener": "heinola"}, {"municipalities": []}, {"parent": "regional"}, {"kind": "working_group"}]
)
def test_a_convener_does_not_decide_whose_the_network_is(scene, values):
    resolved = {name: getattr(scene, value, value) if value else value for name, value in values.items()}
    with pytest.raises(ValidationError) as refusal:
        edit(scene, scene.convener, scene.own, **resolved)
    assert fields_refused(refusal) == set(values)


# Closing


def test_closing_keeps_the_day_and_the_reason(scene, today):
    closed = actions.close_body(by=scene.coordinator, body=scene.own, on=today, reason="  Yhdistyi  ", revision=1)
    assert (closed.closed_on, closed.closed_reason) == (today, "Yhdistyi")
    event = AuditEvent.objects.get()
    assert (event.verb, event.reason) == ("body.closed", "Yhdistyi")


@pytest.mark.parametrize("person", ["convener", "administrator", "stranger"])
def test_closing_needs_the_right(scene, today, person):
    with pytest.raises(NotAllowed):
        actions.close_body(by=getattr(scene, person), body=scene.own, on=today, reason="Syy", revision=None)


def test_closing_needs_a_reason_and_a_day_that_has_come(scene, today):
    Body.objects.filter(pk=scene.own.pk).update(founded="2024-05")
    for on, reason, field in (
        (today, "   ", "closed_reason"),
        (today + dt.timedelta(days=1), "Syy", "closed_on"),
        (dt.date(2024, 4, 30), "Syy", "closed_on"),
    ):
        with pytest.raises(ValidationError) as refusal:
            actions.close_body(by=scene.unit, body=scene.own, on=on, reason=reason, revision=None)
        assert fields_refused(refusal) == {field}
    actions.close_body(by=scene.unit, body=scene.own, on=dt.date(2024, 5, 1), reason="Syy", revision=None)


def test_a_body_is_closed_only_after_the_groups_under_it(scene, today):
    group = make_body(parent=scene.own)
    with pytest.raises(NotNow):
        actions.close_body(by=scene.unit, body=scene.own, on=today, reason="Syy", revision=None)
    for body in (group, scene.own):
        actions.close_body(by=scene.unit, body=body, on=today, reason="Syy", revision=None)
    assert events() == ["body.closed", "body.closed"]


def test_closing_on_an_old_form_shows_the_newer_version(scene, today):
    edit(scene, scene.unit, scene.own, purpose_fi="Uusi")
    with pytest.raises(EditConflict):
        actions.close_body(by=scene.coordinator, body=scene.own, on=today, reason="Syy", revision=1)


# Confirming


def test_confirming_keeps_the_day_and_the_person(scene, today):
    confirmed = actions.confirm(by=scene.convener, record=scene.own)
    assert (confirmed.confirmed_on, confirmed.confirmed_by) == (today, scene.convener)
    assert events() == ["record.confirmed"]


def test_confirming_twice_on_one_day_leaves_one_event(scene):
    actions.confirm(by=scene.convener, record=scene.own)
    actions.confirm(by=scene.convener, record=scene.own)
    assert events() == ["record.confirmed"]


def test_confirming_anothers_record_is_refused(scene):
    for record in (scene.lahtis, make_document(organisation=scene.lahti)):
        with pytest.raises(NotAllowed):
            actions.confirm(by=scene.coordinator, record=record)
    assert actions.confirm(by=scene.coordinator, record=make_document(organisation=scene.heinola)).confirmed_on


# Members


@pytest.fixture
def term(scene):
    return edit(scene, scene.unit, scene.own, term_start=dt.date(2025, 6, 1), term_end=dt.date(2029, 5, 31))


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


# Documents


def document_values(scene, **values):
    return {"kind": "plan", "title_fi": "Suunnitelma", "organisation": scene.heinola, **values}


def test_a_document_is_added_edited_and_followed(scene):
    document = actions.add_document(by=scene.coordinator, values=document_values(scene))
    actions.edit_document(by=scene.coordinator, document=document, values={"state": "in_force"}, revision=1)
    assert Document.objects.get().state == "in_force"
    assert events() == ["document.added", "document.edited"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"organisation": "lahti"}, NotAllowed),
        ({"body": "committee"}, ValidationError),
        ({"body": "lahtis"}, ValidationError),
        ({"is_guiding": True}, ValidationError),
    ],
)
def test_a_coordinator_adds_and_edits_documents_of_the_own_municipality_alone(scene, values, error):
    resolved = {name: getattr(scene, value) if isinstance(value, str) else value for name, value in values.items()}
    with pytest.raises(error):
        actions.add_document(by=scene.coordinator, values=document_values(scene, **resolved))
    assert not Document.objects.exists()
    mine = make_document(organisation=scene.heinola)
    with pytest.raises((NotAllowed, ValidationError)):
        actions.edit_document(by=scene.coordinator, document=mine, values=resolved, revision=1)
    mine.refresh_from_db()
    assert (mine.revision, events()) == (1, [])
    assert actions.edit_document(by=scene.unit, document=mine, values=resolved, revision=1).revision == 2


def test_anothers_document_is_not_taken_over(scene):
    with pytest.raises(NotAllowed):
        actions.edit_document(
            by=scene.coordinator, document=make_document(organisation=scene.lahti),
            values={"organisation": scene.heinola}, revision=1,
        )


def test_a_documents_period_ends_after_it_starts(scene):
    with pytest.raises(ValidationError):
        actions.add_document(by=scene.unit, values=document_values(scene, period_start=2026, period_end=2025))
