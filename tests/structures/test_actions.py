"""What each action does to a body, and what it refuses. A refusal leaves records and history as they were."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from factories import make_body, make_document, make_membership, make_theme
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow
from hytti.structures import actions
from hytti.structures.models import Body
from structures.acting import edit, events, fields_refused

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
        "kind": "network",
        "name_fi": "Yhteinen",
        "convener": scene.heinola,
        "parent": scene.own,
        "municipalities": [scene.heinola_area, scene.lahti_area],
    }
    assert actions.found_network(by=scene.coordinator, values=values).parent == scene.own


# Editing


def test_an_edit_changes_the_fields_and_says_what_changed(scene):
    changed = edit(scene.coordinator, scene.own, purpose_fi="Uusi tarkoitus", name_fi=scene.own.name_fi)
    assert changed.purpose_fi == "Uusi tarkoitus"
    assert AuditEvent.objects.get().changes == {"purpose_fi": ["Alku", "Uusi tarkoitus"]}


def test_an_edit_that_changes_nothing_leaves_no_event(scene):
    assert edit(scene.coordinator, scene.own, purpose_fi="Alku").revision == scene.own.revision
    assert events() == []


@pytest.mark.parametrize(
    ("person", "body"),
    [
        ("coordinator", "lahtis"),
        ("coordinator", "regional"),
        ("coordinator", "committee"),
        ("convener", "led"),
        ("administrator", "own"),
        ("stranger", "own"),
    ],
)
def test_editing_anothers_body_is_refused(scene, person, body):
    with pytest.raises(NotAllowed):
        edit(getattr(scene, person), getattr(scene, body), purpose_fi="Kaapattu")
    assert events() == []


def test_the_second_of_two_savers_is_told_what_is_stored(scene):
    edit(scene.coordinator, scene.own, purpose_fi="Ensimmäinen")
    with pytest.raises(EditConflict) as conflict:
        edit(scene.unit, scene.own, purpose_fi="Toinen")
    assert conflict.value.record.purpose_fi == "Ensimmäinen"
    assert events() == ["body.edited"]


def test_a_closed_body_is_not_edited_confirmed_or_closed_again_nor_do_its_members_change(scene, today):
    membership = make_membership(body=scene.own)
    old_copy = Body.objects.get(pk=scene.own.pk)
    actions.close_body(by=scene.unit, body=scene.own, on=today, reason="Päättyi", revision=None)
    for attempt in (
        lambda: edit(scene.unit, old_copy, purpose_fi="Uusi"),
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
            edit(scene.unit, scene.own, parent=parent)
        assert fields_refused(refusal) == {"parent"}
    assert edit(scene.unit, below, parent=scene.own).parent == scene.own


def test_a_group_is_not_placed_under_a_closed_network(scene, today):
    actions.close_body(by=scene.unit, body=scene.regional, on=today, reason="Päättyi", revision=None)
    with pytest.raises(ValidationError) as refusal:
        edit(scene.unit, scene.own, parent=Body.objects.get(pk=scene.regional.pk))
    assert fields_refused(refusal) == {"parent"}


def test_a_network_does_not_become_an_organ_nor_an_organ_a_network(scene):
    for body, kind in ((scene.own, Body.Kind.COUNCIL), (scene.committee, Body.Kind.NETWORK)):
        with pytest.raises(ValidationError) as refusal:
            edit(scene.unit, body, kind=kind)
        assert fields_refused(refusal) == {"kind"}


def test_a_term_ends_after_it_starts(scene):
    with pytest.raises(ValidationError):
        edit(scene.unit, scene.own, term_start=dt.date(2025, 6, 1), term_end=dt.date(2025, 5, 31))
    assert edit(scene.unit, scene.own, term_start=dt.date(2025, 6, 1), term_end=dt.date(2025, 6, 1))


@pytest.mark.parametrize("field", ["closed_on", "confirmed_on", "confirmed_by", "slug", "revision", "pack_key"])
def test_fields_that_have_an_action_of_their_own_or_none_are_not_edited(scene, field):
    with pytest.raises(ValueError, match=field):
        edit(scene.unit, scene.own, **{field: None})


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
    edit(scene.unit, scene.own, purpose_fi="Uusi")
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
