"""Two people at the very same moment. SQLite lets one writer in at a time, so this is asked of PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from hytti.core.models import AuditEvent
from hytti.indicators.actions import own_datasets, own_publishing
from hytti.indicators.models import OwnVersion, State
from indicators.own.keeping import COUNTS, add_dataset, checked, csv_of, load, public_figures

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


def test_two_datasets_that_would_give_each_other_away_do_not_slip_out_together(scene):
    counts = {name: count + 2 for name, count in COUNTS.items()}
    one = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    dataset = add_dataset(scene.unit, scene, title_fi="Toinen laskelma", needs_approval=False)
    other = checked(scene.unit, dataset, csv_of(counts, county=200))

    versions = [one, other]

    def publish_one():
        version = versions.pop()
        return own_publishing.publish(by=scene.unit, version=version, revision=version.revision)

    outcomes = at_once(publish_one, count=2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotNow", "OwnVersion"]


def test_files_loaded_at_once_become_one_version(scene):
    dataset = add_dataset(scene.unit, scene)
    outcomes = at_once(lambda: load(scene.unit, dataset))
    assert {outcome.pk for outcome in outcomes} == {OwnVersion.objects.get().pk}


def test_a_version_is_proposed_or_thrown_away_but_not_both(scene):
    version = checked(scene.unit, add_dataset(scene.unit, scene))

    acts = [own_datasets.discard, own_datasets.propose]
    at_once(lambda: acts.pop()(by=scene.unit, version=version, revision=version.revision), count=2)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True)) & {"figures.discarded", "figures.proposed"}
    assert len(verbs) == 1
    assert OwnVersion.objects.filter(state=State.PROPOSED).exists() == (verbs == {"figures.proposed"})
