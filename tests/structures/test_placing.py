"""Nobody moves a record into or out of another's hands."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from factories import make_document
from hytti.core.permissions import NotAllowed
from hytti.structures import actions
from hytti.structures.models import Document
from structures.acting import edit, events, fields_refused

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
        edit(scene.coordinator, body, **resolved)
    assert fields_refused(refusal) == {field}
    body.refresh_from_db()
    assert (body.revision, events()) == (1, [])
    if body == scene.own:
        assert list(body.municipalities.all()) == [scene.heinola_area]
    assert edit(scene.unit, body, **resolved).revision == 2


def test_a_coordinator_widens_an_own_network_by_taking_the_lead_of_it(scene):
    both = [scene.heinola_area, scene.lahti_area]
    assert edit(scene.coordinator, scene.own, convener=scene.heinola, municipalities=both).convener


@pytest.mark.parametrize(
    "values", [{"convener": "heinola"}, {"municipalities": []}, {"parent": "regional"}, {"kind": "working_group"}]
)
def test_a_convener_does_not_decide_whose_the_network_is(scene, values):
    resolved = {name: getattr(scene, value, value) if value else value for name, value in values.items()}
    with pytest.raises(ValidationError) as refusal:
        edit(scene.convener, scene.own, **resolved)
    assert fields_refused(refusal) == set(values)


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
            by=scene.coordinator,
            document=make_document(organisation=scene.lahti),
            values={"organisation": scene.heinola},
            revision=1,
        )


def test_a_documents_period_ends_after_it_starts(scene):
    with pytest.raises(ValidationError):
        actions.add_document(by=scene.unit, values=document_values(scene, period_start=2026, period_end=2025))
