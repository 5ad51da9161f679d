"""Two people at the very same moment. SQLite lets one writer in at a time, so this is asked of PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotNow
from hytti.structures import actions
from hytti.structures.models import Body

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asked of PostgreSQL"),
]


def at_once(attempt, count=4):
    """Run the attempt in as many threads, started together; what each returned or raised."""
    gate, outcomes = threading.Barrier(count), []

    def run():
        try:
            gate.wait()
            outcomes.append(attempt())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_network_is_closed_once(scene, today):
    outcomes = at_once(
        lambda: actions.close_body(by=scene.unit, body=scene.own, on=today, reason="Päättyi", revision=None)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Body", "NotNow", "NotNow", "NotNow"]
    assert AuditEvent.objects.count() == 1
    assert any(isinstance(outcome, NotNow) for outcome in outcomes)


def test_a_name_is_given_once_in_a_theme(scene):
    values = {"kind": "network", "name_fi": "Yhtä aikaa", "theme": scene.theme}
    outcomes = at_once(lambda: actions.found_network(by=scene.unit, values=values))
    assert Body.objects.filter(name_fi="Yhtä aikaa").count() == 1
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 3
    assert AuditEvent.objects.count() == 1


def test_two_networks_founded_at_once_get_different_addresses(scene):
    values = {"kind": "network", "name_fi": "Yhtä aikaa"}
    outcomes = at_once(lambda: actions.found_network(by=scene.unit, values=values))
    assert len({body.slug for body in outcomes}) == 4


def test_one_of_those_who_save_the_same_revision_wins(scene):
    outcomes = at_once(
        lambda: actions.edit_body(
            by=scene.unit, body=scene.own, values={"purpose_fi": threading.current_thread().name}, revision=1
        )
    )
    assert sum(isinstance(outcome, EditConflict) for outcome in outcomes) == 3
    assert Body.objects.get(pk=scene.own.pk).revision == 2


def test_no_group_is_placed_under_a_network_that_is_being_closed(scene, today):
    def close_or_place():
        if threading.current_thread().name.endswith("0"):
            return actions.close_body(by=scene.unit, body=scene.regional, on=today, reason="Päättyi", revision=None)
        return actions.edit_body(by=scene.unit, body=scene.own, values={"parent": scene.regional}, revision=None)

    turns = iter(range(10))

    def attempt():
        threading.current_thread().name = f"turn {next(turns)}"
        return close_or_place()

    at_once(attempt, count=2)
    parent, group = Body.objects.get(pk=scene.regional.pk), Body.objects.get(pk=scene.own.pk)
    assert parent.closed_on is None or group.parent is None
