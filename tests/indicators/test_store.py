"""The store as pages reach it: empty before the first publication, new after each, told when it cannot be read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hytti.coefficient import store as coefficient_store
from hytti.core.content_version import content_version
from hytti.facts import Unreadable
from hytti.facts.engines import DuckDB
from hytti.facts.store import writing
from hytti.indicators import store
from hytti.plans import store as plans_store
from indicators import figures_sample as sample


@pytest.fixture
def path(settings, tmp_path, monkeypatch):
    """Where this installation's store will be; readers look at it again at once."""
    settings.FACTS, settings.FACTS_ENGINE = tmp_path / "facts.duckdb", ""
    monkeypatch.setattr(DuckDB, "look_again", 0.0)
    return settings.FACTS


def test_a_store_that_was_never_published_is_empty(path):
    assert store.facts().datasets() == []
    assert store.version() == "0"
    assert not path.exists()


def test_a_publication_is_seen_by_a_reader_that_was_there_before_it(path):
    before = store.version()
    assert store.facts().dataset("sotkanet-683") is None
    sample.write(path)
    assert store.facts().dataset("sotkanet-683") is not None
    first = store.version()
    with writing(path) as writer:
        writer.withdraw_dataset("diak", "Kokeilu")
    assert store.facts().dataset("diak") is None
    assert len({before, first, store.version()}) == 3


def test_every_room_reads_the_same_opened_store(path):
    """Each would else hold the names and the memory of an engine of its own in every worker."""
    sample.write(path)
    assert store.facts() is coefficient_store.facts() is plans_store.facts()


@pytest.mark.django_db
def test_kept_pages_renew_when_figures_are_published(path):
    before = content_version()
    assert content_version() == before
    sample.write(path)
    assert content_version() != before


@pytest.mark.django_db
def test_a_store_that_cannot_be_read_leaves_the_other_pages_standing(path, client):
    path.write_bytes(b"not a store of figures" * 100)
    with pytest.raises(Unreadable):
        store.facts()
    assert client.get(reverse("structures:networks")).status_code == 200
