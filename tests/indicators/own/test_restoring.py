"""The public store is made anew or comes from an older copy: it shows again what was decided, no more and no less."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from hytti.cli import preparation
from hytti.cli.main import main
from hytti.core.models import AuditEvent
from hytti.facts import open_facts, store
from hytti.indicators.actions import own_publishing
from hytti.indicators.models import State
from indicators.own.keeping import COUNTS, add_dataset, checked, csv_of, every_number_in, public_figures, publish

pytestmark = pytest.mark.django_db
HARTOLA, LAHTI = ("kunta-081", 2025), ("kunta-398", 2025)
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
STATISTICS = Path(__file__).resolve().parents[3] / "regions" / "paijat-hame" / "statistics"


@pytest.fixture
def published(scene):
    return publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))


def correction(scene, version):
    data = csv_of(COUNTS | {"Lahti": 150}, county=220)
    return checked(scene.unit, version.dataset, data, reason="Laskettu väärin", only_errors=True)


def disk_is_broken(*args, **kwargs):
    raise OSError(5, "Input/output error")


def test_a_start_after_the_store_was_lost_brings_the_published_figures_back(scene, published):
    before, events = public_figures(scene.facts), AuditEvent.objects.count()
    scene.facts.unlink()
    said: list[str] = []
    preparation._restore_own_figures(said.append)
    assert public_figures(scene.facts) == before
    assert before[LAHTI] == 120
    assert before[HARTOLA] is None
    assert 3.0 not in every_number_in(scene.facts)
    assert said == ["1 datasets of own figures were put right in the store."]
    assert AuditEvent.objects.count() == events
    assert open_facts(scene.facts).changes(LONG_AGO) == []  # nothing of it is news


def test_loading_statistics_into_a_new_store_brings_the_published_figures_back(scene, published, capsys):
    scene.facts.unlink()
    assert main(["facts", "load", str(STATISTICS)]) == 0
    assert "1 datasets of own figures were put right." in capsys.readouterr().out
    facts = open_facts(scene.facts)
    assert facts.dataset("sotkanet-683") is not None
    [lahti] = facts.series(scene.indicator.key, ["kunta-398"])
    assert (lahti.value, lahti.dataset) == (120, published.dataset.store_key)


def test_a_store_that_shows_what_was_decided_is_left_alone(scene, published):
    before = open_facts(scene.facts).version
    assert own_publishing.restore() == 0
    assert open_facts(scene.facts).version == before


def test_nothing_is_made_where_nothing_was_published(scene):
    checked(scene.unit, add_dataset(scene.unit, scene))
    assert own_publishing.restore() == 0
    assert not scene.facts.exists()


def test_figures_that_were_withdrawn_do_not_come_back_with_an_older_copy(scene, published, tmp_path):
    copy = shutil.copy(scene.facts, tmp_path / "copy.duckdb")
    own_publishing.withdraw(by=scene.other, version=published, reason="Väärä vuosi", revision=published.revision)
    shutil.copy(copy, scene.facts)
    assert own_publishing.restore() == 1
    assert public_figures(scene.facts) == {}
    assert 120.0 not in every_number_in(scene.facts)
    scene.facts.unlink()
    assert own_publishing.restore() == 0


def test_an_older_copy_is_brought_to_the_corrected_figures(scene, published, tmp_path):
    copy = shutil.copy(scene.facts, tmp_path / "copy.duckdb")
    publish(scene, correction(scene, published))
    shutil.copy(copy, scene.facts)
    assert own_publishing.restore() == 1
    assert public_figures(scene.facts)[LAHTI] == 150


def test_while_a_correction_waits_to_be_written_the_earlier_figures_come_back(scene, published, monkeypatch):
    version = correction(scene, published)
    with monkeypatch.context() as patch:
        patch.setattr(store.Writer, "replace_dataset", disk_is_broken)
        version = publish(scene, version)
    assert version.state == State.PUBLISHING
    scene.facts.unlink()
    assert own_publishing.restore() == 1
    assert public_figures(scene.facts)[LAHTI] == 120
    own_publishing.write(by=scene.other, version=version)
    assert own_publishing.restore() == 0
    assert public_figures(scene.facts)[LAHTI] == 150


def test_what_is_being_withdrawn_is_not_put_back(scene, published, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(store.Writer, "withdraw_dataset", disk_is_broken)
        version = own_publishing.withdraw(
            by=scene.other, version=published, reason="Väärä", revision=published.revision
        )
    assert version.state == State.WITHDRAWING
    assert own_publishing.restore() == 0
    scene.facts.unlink()
    assert own_publishing.restore() == 0
    assert not scene.facts.exists()
    assert own_publishing.write(by=scene.other, version=version).state == State.WITHDRAWN


def test_a_failure_leaves_the_store_as_it_was_and_the_next_start_mends_it(scene, published, monkeypatch):
    scene.facts.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(store, "_publish", disk_is_broken)
        with pytest.raises(OSError, match="Input/output"):
            own_publishing.restore()
    assert not scene.facts.exists()
    assert own_publishing.restore() == 1


def test_figures_on_another_server_are_not_written_from_here(scene, published, settings):
    scene.facts.unlink()
    settings.FACTS_ENGINE = "sc://luvut.example:15002"
    assert own_publishing.restore() == 0
    assert not scene.facts.exists()
