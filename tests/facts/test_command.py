"""`hytti facts` as it is typed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from hytti.cli import facts as verbs
from hytti.cli.main import main
from hytti.facts import faults, open_facts
from hytti.facts.fetching import Outcome

from .conftest import make_table

OURS = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame" / "statistics"


@pytest.fixture
def hytti(settings, path, capsys):
    """Type a command on this test's store; the answer is its exit code, what it printed and what it complained."""
    settings.FACTS, settings.FACTS_ENGINE, settings.CONTACT = path, "", ""
    settings.VAR = path.parent

    def run(*words):
        code = main(["facts", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.mark.django_db
def test_the_regions_statistics_are_loaded_and_listed_and_found_sound(hytti, path):
    code, out, _ = hytti("load", OURS)
    assert code == 0
    assert "sotkanet-683: 130 figures" in out
    logged = {change.area for change in open_facts(path).changes(datetime(2000, 1, 1, tzinfo=UTC))}
    assert {"hyvinvointialue-09", "kunta-398"} <= logged
    assert "kunta-091" not in logged
    code, out, _ = hytti("list")
    heading, *rows = out.splitlines()
    assert heading.split() == ["dataset", "as", "of", "fetched", "published", "figures", "problems", "source"]
    assert len(rows) == len(open_facts(path).datasets())
    assert hytti("verify", OURS)[:2] == (0, "Every figure is in its place.\n")


@pytest.mark.django_db
def test_figures_can_be_loaded_before_there_is_a_database(hytti, path, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert hytti("load", OURS)[0] == 0
    assert open_facts(path).datasets()


def test_faults_are_listed(hytti, path, put):
    put(make_table())
    faults.note(path, {"sotkanet-127": "Ei yhteyttä."}, set())
    assert "! sotkanet-127 could not be renewed" in hytti("list")[1]


def test_a_faulty_store_is_told_by_the_exit_code(hytti, path, put):
    import duckdb

    put(make_table(("väestö", "kunta-398", 2020, 1.0)))
    with duckdb.connect(str(path)) as database:
        database.execute("DELETE FROM latest")
    assert hytti("verify")[:2] == (1, "! 1 newest figures are missing.\n")


def test_figures_are_exported(hytti, put, tmp_path):
    put(make_table(("väestö", "kunta-398", 2020, 1.0)))
    assert hytti("export", tmp_path / "luvut.csv")[:2] == (0, f"{tmp_path / 'luvut.csv'}: 1 figures.\n")
    assert hytti("export", "--parquet", tmp_path / "taulut")[0] == 0
    assert (tmp_path / "taulut" / "fact.parquet").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["load", "/ei/ole"], "manifest.yaml is not there"),
        (["verify"], "facts.duckdb is not there"),
        (["export", "luvut.xlsx"], "neither in .csv nor in .parquet"),
        (["fetch"], "set HYTTI_CONTACT"),
        (["withdraw", "ei-ole", "--reason", "turha"], "There is no dataset ei-ole"),
        (["withdraw", "oma-asiakkaat", "--reason", "turha"], "on their own page"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence(words, told, hytti):
    code, out, err = hytti(*words)
    assert (code, out) == (1, "")
    assert told in err
    assert err.count("\n") == 1


def test_a_broken_store_is_one_sentence(hytti, path):
    path.write_text("tämä ei ole tietokanta")
    for words in (["list"], ["verify"], ["load", OURS]):
        code, _, err = hytti(*words)
        assert code == 1
        assert err.startswith("hytti: ")
        assert "facts.duckdb" in err


def test_a_dataset_is_withdrawn_with_its_reason(hytti, path, put):
    put(make_table(("väestö", "kunta-398", 2020, 1.0)))
    assert hytti("withdraw", "sotkanet-127", "--reason", "Väärä vuosi")[:2] == (
        0,
        "sotkanet-127 is withdrawn: 1 changes logged.\n",
    )
    assert open_facts(path).datasets() == []


def test_only_defined_indicators_are_fetched(hytti, settings, monkeypatch):
    settings.CONTACT = "hyte@example.org"
    asked = []

    def fetch(path, sotkanet, wanted, **more):
        asked.append(wanted)
        return [Outcome("sotkanet-683", "failed", text="Poikki."), Outcome("sotkanet-127", "loaded", 5, 2)]

    monkeypatch.setattr("hytti.facts.fetching.fetch_sotkanet", fetch)
    code, out, _ = hytti("fetch", 683)
    assert code == 1, "something failed"
    assert asked == [{683: "diabeteslaakkeiden-erityiskorvaus"}]
    assert out.splitlines() == ["sotkanet-683: failed: Poikki.", "sotkanet-127: 5 figures, 2 changes logged."]
    assert "Sotkanet's 999999" in hytti("fetch", 999999)[2]
    hytti("fetch")
    assert len(asked[-1]) > 1


def test_a_bar_is_drawn_on_a_terminal_only(capsys):
    assert list(verbs._bar([1, 2, 3])) == [1, 2, 3]
    assert capsys.readouterr().err == ""
