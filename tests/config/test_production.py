"""Production refuses to start unsafely and says why; when it starts, its cookies and headers are strict."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
SAFE = {
    "HYTTI_PRODUCTION": "1",
    "HYTTI_SECRET_KEY": "kx7-Qm2_vN9pLz4wRt8yBc1dFg6hJs3aUe5oXi0W",
    "HYTTI_ALLOWED_HOSTS": "hytti.esimerkki.invalid",
}


def start(tmp_path: Path, code: str = "import django; django.setup()", **environment: str):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HYTTI_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            **kept,
            "PYTHONPATH": str(SOURCE),
            "DJANGO_SETTINGS_MODULE": "hytti.config.settings",
            "HYTTI_VAR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_starts_with_a_secret_and_its_hosts(tmp_path):
    answer = start(tmp_path, **SAFE)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"HYTTI_DEMO": "1"}, "HYTTI_DEMO"),
        ({"HYTTI_DEBUG": "1"}, "HYTTI_DEBUG"),
        ({"HYTTI_ALLOWED_HOSTS": ""}, "HYTTI_ALLOWED_HOSTS"),
        ({"HYTTI_ALLOWED_HOSTS": "*"}, "HYTTI_ALLOWED_HOSTS"),
        ({"HYTTI_SECRET_KEY": ""}, "HYTTI_SECRET_KEY"),
        ({"HYTTI_SECRET_KEY": "lyhyt"}, "HYTTI_SECRET_KEY"),
        ({"HYTTI_SECRET_KEY": "a" * 50}, "HYTTI_SECRET_KEY"),
    ],
)
def test_unsafe_production_does_not_start_and_names_the_reason(tmp_path, change, named):
    answer = start(tmp_path, **{**SAFE, **change})
    assert answer.returncode != 0
    last = answer.stderr.strip().splitlines()[-1]
    assert named in last
    assert not any(name in last for name in SAFE.keys() | {"HYTTI_DEMO", "HYTTI_DEBUG"} if name != named)


def test_every_reason_is_named_at_once(tmp_path):
    answer = start(tmp_path, HYTTI_PRODUCTION="1", HYTTI_DEMO="1", HYTTI_DEBUG="1")
    last = answer.stderr.strip().splitlines()[-1]
    assert all(name in last for name in ("HYTTI_DEMO", "HYTTI_DEBUG", "HYTTI_ALLOWED_HOSTS"))


def test_a_secret_made_for_trying_out_is_not_taken_into_production(tmp_path):
    assert start(tmp_path).returncode == 0
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    answer = start(tmp_path, HYTTI_PRODUCTION="1", HYTTI_ALLOWED_HOSTS="hytti.esimerkki.invalid")
    assert answer.returncode != 0
    assert "HYTTI_SECRET_KEY" in answer.stderr


ASK = """
import json, django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from hytti.core.middleware import SecurityHeaders
page = SecurityHeaders(lambda request: HttpResponse("x"))
secure = page(RequestFactory().get("/", secure=True, headers={"host": settings.ALLOWED_HOSTS[0]}))
plain = page(RequestFactory().get("/", headers={"host": settings.ALLOWED_HOSTS[0]}))
print(json.dumps({
    "headers": dict(secure.headers), "plain": [plain.status_code, plain.headers.get("Location", "")],
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                settings.SESSION_COOKIE_SAMESITE],
}))
"""


def test_production_keeps_cookies_and_pages_to_secure_connections(tmp_path):
    answer = start(tmp_path, ASK, **SAFE)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout.splitlines()[-1])
    assert told["cookies"] == [True, True, True, "Lax"]
    assert told["plain"] == [301, "https://hytti.esimerkki.invalid/"]
    assert "max-age=31536000; includeSubDomains" in told["headers"]["Strict-Transport-Security"]
    policy = told["headers"]["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "default-src 'none'" in policy
    assert told["headers"]["X-Content-Type-Options"] == "nosniff"
    assert told["headers"]["X-Frame-Options"] == "DENY"


def test_a_wrong_value_in_the_environment_stops_the_start(tmp_path):
    answer = start(tmp_path, **SAFE, HYTTI_SMTP_PORT="postia")
    assert answer.returncode != 0
    assert "HYTTI_SMTP_PORT" in answer.stderr.strip().splitlines()[-1]
