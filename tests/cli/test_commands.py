"""The command line: one sentence for each trouble, and a second time that changes nothing."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hytti.cli import checks
from hytti.cli.main import main
from hytti.cli.trouble import Trouble

TOP = Path(__file__).resolve().parents[2]


def told(capsys) -> str:
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def hytti(*words: str, **environment: str) -> subprocess.CompletedProcess:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HYTTI_", "DJANGO_"))}
    code = "import sys; from hytti.cli.main import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**clean, **environment},
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_taken_port_is_named_with_the_setting_that_chooses_another():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=rf"Port {port} is taken.*HYTTI_PORT"):
            checks.require_free_port("127.0.0.1", port)
    checks.require_free_port("127.0.0.1", port)


@pytest.mark.parametrize("text", ["web", "0", "70000", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(text, monkeypatch):
    monkeypatch.setenv("HYTTI_PORT", text)
    with pytest.raises(Trouble, match="HYTTI_PORT"):
        checks.port_from_environment()


def test_a_full_disk_is_told_with_what_is_free(tmp_path):
    with pytest.raises(Trouble, match=r"too full: \d+ MB free"):
        checks.require_space(tmp_path, needed=10**18)


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="HYTTI_VAR"):
        checks.require_writable(tmp_path / "file" / "var")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"HYTTI_DEBUG": "perhaps"}, "HYTTI_DEBUG"),
        ({"HYTTI_DATABASE_URL": "mysql://x"}, "HYTTI_DATABASE_URL must look like postgresql://"),
        ({"HYTTI_PRODUCTION": "1"}, "HYTTI_ALLOWED_HOSTS is empty or open"),
        ({"HYTTI_PRODUCTION": "1", "HYTTI_DEMO": "1"}, "HYTTI_DEMO is on"),
        ({"HYTTI_DATABASE_URL": "postgresql://x:y@127.0.0.1:9/z"}, "The database does not answer"),
        ({"HYTTI_PORT": "x"}, "HYTTI_PORT is 'x'"),
        ({"HYTTI_REGION": "/nowhere"}, "There is no region pack folder /nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_serving_with_a_bad_environment_ends_in_one_sentence(environment, sentence, tmp_path):
    done = hytti(
        "serve", **{"HYTTI_VAR": str(tmp_path), "HYTTI_PORT": "0" if "x" in environment else free_port(), **environment}
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_help_does_not_load_django():
    call = "try: main.main(['--help'])\nexcept SystemExit: print('django' in sys.modules)"
    code = f"import sys; from hytti.cli import main\n{call}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("False")
    assert "region" in done.stdout


def test_a_pack_with_a_mistake_is_refused_with_its_place(tmp_path, capsys):
    (tmp_path / "region.yaml").write_text("key: koe\nname: [\n")
    assert main(["region", "check", str(tmp_path)]) == 1
    assert re.search(r"region\.yaml, line \d+", told(capsys))


def test_the_region_pack_is_well_formed(capsys):
    assert main(["region", "check", str(TOP / "regions" / "paijat-hame")]) == 0
    assert "well formed" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_trial_load_changes_nothing_and_a_load_says_what_it_did(capsys):
    from hytti.core.models import Region

    folder = str(TOP / "regions" / "paijat-hame")
    assert main(["region", "load", folder, "--dry-run"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert not Region.objects.exists()
    assert main(["region", "load", folder]) == 0
    assert Region.objects.get().pack_digest
    capsys.readouterr()
    assert main(["region", "load", folder]) == 0
    assert "0 new, 0 changed" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_first_administrator_gets_a_link_that_opens_a_password_form(capsys, client):
    from hytti.core.models import AuditEvent, User

    assert main(["account", "create-admin", "Eka@Example.org"]) == 0
    link = capsys.readouterr().out.strip().splitlines()[-1]
    user = User.objects.get()
    assert not user.has_usable_password()
    assert [grant.role for grant in user.grants.all()] == ["administrator"]
    assert AuditEvent.objects.count() == 2
    page = client.get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    assert page.status_code == 200
    assert b'type="password"' in page.content

    assert main(["account", "create-admin", "eka@example.org"]) == 0
    assert User.objects.count() == 1
    assert AuditEvent.objects.count() == 2


@pytest.mark.django_db
def test_an_address_that_is_none_makes_no_account(capsys):
    assert main(["account", "create-admin", "eka"]) == 1
    assert "not an e-mail address" in told(capsys)


def test_a_backup_is_a_whole_database_and_never_overwrites(tmp_path, settings, capsys):
    source, target = tmp_path / "hytti.sqlite3", tmp_path / "copy.sqlite3"
    with sqlite3.connect(source) as live:
        live.create_function("REGEXP", 2, lambda pattern, text: 1, deterministic=True)
        live.execute("CREATE TABLE t (x INTEGER CHECK (x REGEXP '[0-9]'))")
        live.execute("INSERT INTO t VALUES (7)")
    live.close()
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(source)}}
    assert main(["backup", str(target)]) == 0
    assert sqlite3.connect(target).execute("SELECT x FROM t").fetchall() == [(7,)]
    assert target.stat().st_mode & 0o077 == 0
    assert main(["backup", str(target)]) == 1
    assert "exists already" in told(capsys)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.sqlite3", "hytti.sqlite3"]


def test_a_backup_of_postgresql_names_its_own_tool(settings, capsys):
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "hytti"}}
    assert main(["backup", "x"]) == 1
    assert "pg_dump" in told(capsys)


@pytest.mark.django_db
def test_demo_accounts_are_for_the_centre_and_one_network_and_come_once(region, settings):
    from hytti.cli.demo import sign_ins
    from hytti.core.models import AuditEvent, User

    settings.DEMO = True
    first = sign_ins()
    events = AuditEvent.objects.count()
    assert sign_ins() == first
    assert AuditEvent.objects.count() == events
    assert User.objects.filter(is_demo=True).count() == len(first) == 8
    assert any("Lahti" in person.role for person in first)


def test_the_greeting_names_the_address_and_each_account():
    from hytti.cli.demo import SignIn
    from hytti.cli.serve import greeting

    text = greeting("127.0.0.1", 8000, [SignIn("a@example.org", "salasana", "Rooli")], "/koe/mail")
    assert "http://localhost:8000/" in text
    assert "a@example.org  salasana  Rooli" in text
    assert "/koe/mail" in text
    assert "Demo" not in greeting("127.0.0.1", 8000, [])


@pytest.mark.django_db
def test_the_search_index_is_built_again_from_the_records(capsys):
    from factories import make_organisation
    from hytti.core import search

    make_organisation(name_fi="Ähtärin kyläyhdistys")
    assert search.find("kyläyhdistys") == []
    assert main(["search", "rebuild"]) == 0
    assert [hit.title for hit in search.find("kyläyhdistys")] == ["Ähtärin kyläyhdistys"]
    assert re.search(r"holds [1-9]\d* entries", capsys.readouterr().out)
