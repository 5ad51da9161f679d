"""Who may do what to which record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from factories import make_body, make_document, make_membership, make_organisation, make_user, make_user_with
from hytti.core.models import Grant, Organisation, User
from hytti.core.permissions import allows
from hytti.structures import permissions
from hytti.structures.models import Body

PEOPLE = ("unit", "coordinator", "convener", "administrator", "stranger")
BODIES = ("own", "led", "lahtis", "regional", "committee")
MAY_EDIT = {
    "unit": set(BODIES),
    "coordinator": {"own", "led"},
    "convener": {"own"},
    "administrator": set(),
    "stranger": set(),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_edits_its_own_bodies_and_no_others(scene, person):
    user = getattr(scene, person)
    assert {name for name in BODIES if allows(user, "bodies.edit", getattr(scene, name))} == MAY_EDIT[person]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("right", ["bodies.edit", "bodies.close", "bodies.confirm", "memberships.edit"])
def test_the_database_and_the_predicate_name_the_same_bodies(scene, person, right):
    make_body(name_fi="Kahden kunnan", municipalities=[scene.heinola_area, scene.lahti_area])
    make_body(name_fi="Lahden vetämä Heinolassa", municipalities=[scene.heinola_area], convener=scene.lahti)
    make_body(name_fi="Järjestön vetämä", municipalities=[scene.heinola_area], convener=make_organisation())
    make_body(name_fi="Hyvinvointialueen", municipalities=[scene.heinola_area], organisation=scene.county)
    make_body(name_fi="Asetettu", municipalities=[scene.heinola_area], appointed_by=scene.committee)
    make_body(name_fi="Kunnan oma", kind=Body.Kind.COMMITTEE, organisation=scene.heinola)
    make_body(name_fi="Alaryhmä", parent=scene.own)
    user = getattr(scene, person)
    by_predicate = {body for body in Body.objects.all() if allows(user, right, body)}
    assert set(permissions.bodies_within(user, right)) == by_predicate


@pytest.mark.parametrize(
    ("fields", "belongs"),
    [
        ({}, True),
        ({"convener": "lahti"}, False),
        ({"convener": "county"}, False),
        ({"organisation": "county"}, False),
        ({"appointed_by": "committee"}, False),
        ({"kind": Body.Kind.COMMITTEE}, False),
    ],
)
def test_working_in_one_municipality_alone_does_not_make_anothers_body_its_own(scene, fields, belongs):
    fields = {name: getattr(scene, value, value) for name, value in fields.items()}
    body = make_body(municipalities=[scene.heinola_area], **fields)
    assert allows(scene.coordinator, "bodies.close", body) is belongs


def test_a_convener_keeps_the_sub_groups_but_closes_nothing(scene):
    group = make_body(parent=scene.own)
    assert allows(scene.convener, "bodies.edit", group)
    assert allows(scene.convener, "memberships.edit", make_membership(body=group))
    assert not allows(scene.convener, "bodies.close", scene.own)
    assert not allows(scene.convener, "bodies.found")
    assert not allows(scene.convener, "documents.edit", make_document(body=scene.own))


def test_a_membership_follows_its_body(scene):
    assert allows(scene.coordinator, "memberships.edit", make_membership(body=scene.own))
    assert not allows(scene.coordinator, "memberships.edit", make_membership(body=scene.lahtis))


def test_a_document_follows_its_organisation(scene):
    assert allows(scene.coordinator, "documents.edit", make_document(organisation=scene.heinola))
    assert not allows(scene.coordinator, "documents.edit", make_document(organisation=scene.lahti))
    assert not allows(scene.coordinator, "documents.edit", make_document(organisation=scene.lahti, body=scene.own))


def test_an_administrator_has_none_of_the_content(scene):
    assert not any(allows(scene.administrator, right) for right in permissions.RIGHTS)
    assert allows(scene.administrator, "users.manage")


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "allowed"),
    [(-10, None, True), (-10, 0, True), (0, None, True), (-10, -1, False), (1, None, False)],
)
def test_a_grant_holds_from_its_first_day_to_its_last(scene, today, valid_from, valid_to, allowed):
    user = make_user()
    Grant.objects.create(
        user=user,
        role="coordinator",
        scope=scene.heinola,
        valid_from=today + dt.timedelta(valid_from),
        valid_to=today + dt.timedelta(valid_to) if valid_to is not None else None,
    )
    assert allows(user, "bodies.edit", scene.own) is allowed


def test_an_account_taken_out_of_use_may_nothing(scene):
    User.objects.filter(pk=scene.unit.pk).update(is_active=False)
    assert not allows(User.objects.get(pk=scene.unit.pk), "bodies.edit", scene.own)


def test_a_reader_may_nothing(scene):
    assert not any(allows(AnonymousUser(), right, scene.own) for right in permissions.RIGHTS)


def test_a_grant_without_a_scope_reaches_nothing(scene):
    """The bodies without a convener are not "nobody's, so mine"."""
    for role in ("coordinator", "convener"):
        user = make_user_with(role)
        assert not allows(user, "bodies.edit", scene.regional)
        assert not permissions.bodies_within(user, "bodies.edit").exists()


def test_a_grant_for_an_organisation_is_not_one_for_the_body_with_the_same_number(scene):
    organisation = Organisation.objects.create(
        pk=scene.regional.pk + 1000, kind="other", slug="sama-numero", name_fi="Sama numero"
    )
    body = make_body(pk=organisation.pk)
    assert not allows(make_user_with("convener", organisation), "bodies.edit", body)
    assert not allows(make_user_with("coordinator", body), "bodies.edit", make_body(convener=organisation))


def test_asking_of_many_bodies_costs_no_more_than_asking_of_a_few(scene, django_assert_max_num_queries):
    for _ in range(20):
        make_body(municipalities=[scene.heinola_area])
    bodies = list(Body.objects.select_related("convener").prefetch_related("municipalities"))
    with django_assert_max_num_queries(4):
        assert sum(allows(scene.coordinator, "bodies.confirm", body) for body in bodies) == 22
