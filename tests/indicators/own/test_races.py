"""Two people at the very same moment. SQLite lets one writer in at a time, so this is asked of PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from hytti.core.models import AuditEvent
from hytti.indicators.actions import own_datasets, own_publishing
from hytti.indicators.models import OwnVersion, State
from indicators.own.keeping import add_dataset, checked, load, public_figures

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


def test_figures_are_published_once(scene):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    outcomes = at_once(lambda: own_publishing.publish(by=scene.unit, version=version, revision=version.revision))
    assert sum(isinstance(outcome, OwnVersion) for outcome in outcomes) == 1
    assert AuditEvent.objects.filter(verb="figures.published").count() == 1
    assert public_figures(scene.facts)["kunta-398", 2025] == 120


def test_trying_again_at_once_ends_in_one_publication(scene, monkeypatch):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))

    def broken(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("hytti.facts.store.Writer.replace_dataset", broken)
        version = own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    at_once(lambda: own_publishing.write(by=scene.unit, version=OwnVersion.objects.get(pk=version.pk)))
    version.refresh_from_db()
    assert (version.state, version.failure) == (State.PUBLISHED, "")
    assert AuditEvent.objects.filter(verb="figures.published").count() == 1


def test_files_loaded_at_once_become_one_version(scene):
    dataset = add_dataset(scene.unit, scene)
    outcomes = at_once(lambda: load(scene.unit, dataset))
    assert {outcome.pk for outcome in outcomes} == {OwnVersion.objects.get().pk}


def test_a_version_is_proposed_or_thrown_away_but_not_both(scene):
    version = checked(scene.unit, add_dataset(scene.unit, scene))

    def propose_or_discard():
        act = own_datasets.discard if threading.current_thread().name.endswith("0") else own_datasets.propose
        return act(by=scene.unit, version=version, revision=version.revision)

    at_once(propose_or_discard)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True)) & {"figures.discarded", "figures.proposed"}
    assert len(verbs) == 1
    assert OwnVersion.objects.filter(state=State.PROPOSED).exists() == (verbs == {"figures.proposed"})
