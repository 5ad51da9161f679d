"""Grants: who may give what to whom, for what and for how long."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from factories import make_body, make_organisation, make_user, make_user_with
from hytti.core import permissions
from hytti.core.actions import accounts as actions
from hytti.core.models import AuditEvent, Grant
from hytti.core.permissions import NotAllowed, NotNow
from hytti.core.queries import accounts as queries
from hytti.core.roles import CONTENT_RIGHTS, ROLES

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def administrator():
    return make_user_with("administrator")


def test_only_an_administrator_gives_a_grant(administrator):
    person, municipality = make_user(), make_organisation()
    for other in (make_user(), make_user_with("hyte_unit"), make_user_with("coordinator", municipality)):
        with pytest.raises(NotAllowed):
            actions.give_grant(user=person, role="coordinator", scope=municipality, by=other)
    assert not person.grants.exists()
    actions.give_grant(user=person, role="coordinator", scope=municipality, by=administrator)
    assert person.grants.get().scope == municipality
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("grant.given", administrator)
    assert event.changes["scope"] == [None, municipality.name_fi]


@pytest.mark.parametrize(
    ("role", "kind", "fits"),
    [
        ("convener", "body", True),
        ("convener", "organisation", False),
        ("convener", None, False),
        ("coordinator", "organisation", True),
        ("coordinator", "body", False),
        ("partner", "organisation", True),
        ("partner", "body", False),
        ("partner", None, False),
        ("hyte_unit", None, True),
        ("hyte_unit", "organisation", False),
        ("administrator", None, True),
        ("administrator", "body", False),
        ("king", None, False),
    ],
)
def test_a_role_is_given_only_for_its_own_kind_of_thing(administrator, role, kind, fits):
    scope = {"body": make_body, "organisation": make_organisation, None: lambda: None}[kind]()
    person = make_user()
    if fits:
        actions.give_grant(user=person, role=role, scope=scope, by=administrator)
    else:
        with pytest.raises(ValidationError):
            actions.give_grant(user=person, role=role, scope=scope, by=administrator)
    assert person.grants.exists() is fits


def test_a_grant_cannot_end_before_it_starts(administrator):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="ennen kuin se alkaa"):
        actions.give_grant(
            user=make_user(), role="hyte_unit", scope=None, valid_from=today, valid_to=today - DAY, by=administrator
        )


def test_the_same_grant_is_not_given_twice_for_the_same_days(administrator):
    person, today = make_user(), timezone.localdate()
    grant = {"user": person, "role": "hyte_unit", "scope": None, "by": administrator}
    actions.give_grant(**grant, valid_from=today, valid_to=today + 5 * DAY)
    with pytest.raises(ValidationError, match="jo annettu"):
        actions.give_grant(**grant, valid_from=today + 5 * DAY)
    actions.give_grant(**grant, valid_from=today + 6 * DAY)
    assert person.grants.count() == 2


def test_a_closed_account_gets_no_grants(administrator):
    person = make_user(is_active=False)
    with pytest.raises(NotNow):
        actions.give_grant(user=person, role="hyte_unit", scope=None, by=administrator)


def test_an_ended_grant_gives_nothing_from_that_moment(administrator):
    today = timezone.localdate()
    old, new = make_user_with("administrator"), make_user_with("administrator")
    old.grants.update(valid_from=today - 10 * DAY)
    for person in (old, new):
        assert permissions.allows(type(person).objects.get(pk=person.pk), "users.manage")
        actions.end_grant(grant=person.grants.get(), by=administrator, reason="tehtävä vaihtui")
        assert not permissions.allows(type(person).objects.get(pk=person.pk), "users.manage")
    assert old.grants.get().valid_to == today - DAY
    assert not new.grants.exists()
    assert list(AuditEvent.objects.values_list("verb", "reason")) == [("grant.ended", "tehtävä vaihtui")] * 2
    with pytest.raises(NotNow, match="jo päättynyt"):
        actions.end_grant(grant=old.grants.get(), by=administrator)


def test_the_last_administrator_cannot_be_taken_away(administrator):
    grant = administrator.grants.get()
    for attempt in (
        lambda: actions.end_grant(grant=grant, by=administrator),
        lambda: actions.deactivate_account(user=administrator, by=administrator),
        lambda: actions.delete_account(user=administrator, by=administrator),
    ):
        with pytest.raises(NotNow, match="Viimeistä pääkäyttäjää"):
            attempt()
    make_user_with("administrator", is_active=False)
    past = make_user_with("administrator")
    past.grants.update(valid_from=timezone.localdate() - 9 * DAY, valid_to=timezone.localdate() - DAY)
    with pytest.raises(NotNow):
        actions.end_grant(grant=grant, by=administrator)
    make_user_with("administrator")
    actions.end_grant(grant=grant, by=administrator)
    assert not Grant.objects.in_force(timezone.localdate()).filter(user=administrator).exists()


def test_an_administrator_without_other_roles_may_not_edit_content(administrator):
    assert not ROLES["administrator"].rights & CONTENT_RIGHTS
    assert permissions.allows(administrator, "audit.read")
    assert not permissions.allows(make_user_with("hyte_unit"), "audit.read")


def test_every_right_of_every_role_has_a_name_in_the_matrix():
    rights = {right for role in ROLES.values() for right in role.rights}
    assert rights == queries.RIGHTS.keys()
    rows = queries.role_matrix()
    assert len(rows) == len(rights)
    for row, right in zip(rows, queries.RIGHTS, strict=True):
        assert {role.code for role, held in row.held if held} == {
            role.code for role in ROLES.values() if right in role.rights
        }
