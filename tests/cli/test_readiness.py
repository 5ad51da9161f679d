"""A start that would change nothing knows it without loading Django; any change makes it look again."""

from __future__ import annotations

import os

import pytest

from hytti.cli import readiness
from hytti.cli.demo import SignIn

PEOPLE = [SignIn("a@example.org", "salasana", "Rooli")]


@pytest.fixture
def prepared(tmp_path, monkeypatch, settings):
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "region.yaml").write_text("key: koe")
    monkeypatch.setenv("HYTTI_REGION", str(pack))
    var = tmp_path / "var"
    (var / "static").mkdir(parents=True)
    (var / "hytti.sqlite3").write_bytes(b"x")
    settings.FACTS = var / "facts.duckdb"
    settings.FACTS.write_bytes(b"x")
    readiness.remember(var, var / "hytti.sqlite3", PEOPLE, demo=True)
    return var


def known(var, *, demo: bool = True):
    return readiness.remembered(var, var / "hytti.sqlite3", demo=demo)


def test_an_unchanged_folder_is_remembered_with_its_sign_ins(prepared):
    assert known(prepared) == PEOPLE


def test_another_mode_is_prepared_again(prepared):
    assert known(prepared, demo=False) is None


def test_an_edited_pack_is_prepared_again(prepared):
    (prepared.parent / "pack" / "region.yaml").write_text("key: toinen")
    assert known(prepared) is None


def test_a_restored_database_is_prepared_again(prepared):
    copy = prepared / "copy"
    copy.write_bytes(b"x")
    os.replace(copy, prepared / "hytti.sqlite3")
    assert known(prepared) is None


def test_a_removed_database_or_static_folder_is_prepared_again(prepared):
    (prepared / "static").rmdir()
    assert known(prepared) is None
    (prepared / "hytti.sqlite3").unlink()
    assert known(prepared) is None


def test_removed_figures_are_prepared_again(prepared):
    (prepared / "facts.duckdb").unlink()
    assert known(prepared) is None


def test_a_broken_mark_is_prepared_again(prepared):
    (prepared / readiness.MARK).write_text('{"digest": 1')
    assert known(prepared) is None


def test_postgresql_is_always_asked(prepared):
    assert readiness.remembered(prepared, None, demo=True) is None
