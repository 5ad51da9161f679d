"""The log of changes: rows are only ever added, and hold nobody's name."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from factories import PASSWORD, make_body, make_user, make_user_with
from hytti.core import audit
from hytti.core.actions import accounts as actions
from hytti.core.models import AuditEvent, User
from hytti.core.permissions import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return audit.record(make_user(), "body.edited", make_body(), changes={"order": [1, 2]})


@pytest.mark.parametrize(
    "change", [{"verb": "x"}, {"label": "x"}, {"reason": "x"}, {"changes": {}}, {"at": "2020-01-01T00:00Z"}]
)
def test_the_database_refuses_to_change_a_row(event, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(**change)
    unchanged = AuditEvent.objects.get(pk=event.pk)
    assert (unchanged.verb, unchanged.changes) == ("body.edited", {"order": [1, 2]})


def test_the_database_refuses_to_delete_a_row(event):
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.filter(pk=event.pk).exists()


def test_the_database_refuses_to_put_the_change_on_somebody_else(event):
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(actor=make_user())


def test_deleting_an_account_leaves_its_events_without_name_or_address():
    administrator = make_user_with("administrator")
    person = make_user_with("hyte_unit", name="Aino Esimerkki", email="aino.esimerkki@esimerkki.invalid")
    Client().post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    actions.rename_account(user=person, name="Aino Uusinimi", by=person)
    body = make_body()
    audit.record(person, "body.edited", body, changes={"order": [1, 2]})
    key = person.pk
    with pytest.raises(NotAllowed):
        actions.delete_account(user=person, by=make_user_with("hyte_unit"))
    actions.delete_account(user=person, by=administrator)
    assert not User.objects.filter(pk=key).exists()
    edited = AuditEvent.objects.get(verb="body.edited")
    assert (edited.actor, edited.label) == (None, body.name_fi)
    everything = str(list(AuditEvent.objects.values()))
    for trace in ("Aino", "aino", "Uusinimi", "esimerkki.invalid"):
        assert trace not in everything
    assert not any(session.get_decoded().get("_auth_user_id") == str(key) for session in Session.objects.all())


def test_a_grant_in_the_log_does_not_carry_the_holders_name():
    administrator = make_user_with("administrator")
    person = make_user(name="Aino Esimerkki", email="aino.esimerkki@esimerkki.invalid")
    grant = actions.give_grant(user=person, role="hyte_unit", scope=None, by=administrator)
    audit.record(administrator, "grant.given", grant)
    assert "ino" not in str(list(AuditEvent.objects.values_list("label", "changes")))
