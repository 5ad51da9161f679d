"""Settings from the environment: typed, with one clear sentence for each bad value."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()


class BadEnvironment(ImproperlyConfigured):
    """The environment asks for something that cannot be served."""


def read_secret_key(var: Path, *, production: bool) -> str:
    """The secret from the environment; outside production one is made and kept in the data folder."""
    key = env.str("HYTTI_SECRET_KEY", "")
    if key:
        if production and (len(key) < 32 or len(set(key)) < 8):
            raise BadEnvironment("HYTTI_SECRET_KEY is too simple: give at least 32 characters of chance.")
        return key
    if production:
        raise BadEnvironment("HYTTI_SECRET_KEY is missing: production does not start with a default secret.")
    place = var / "secret_key"
    if place.exists():
        return place.read_text().strip()
    key = secrets.token_urlsafe(50)
    try:
        var.mkdir(parents=True, exist_ok=True)
        place.write_text(key)
        place.chmod(0o600)
    except OSError:
        return key
    return key


def database(var: Path) -> dict[str, object]:
    """SQLite in the data folder, or PostgreSQL where HYTTI_DATABASE_URL names one."""
    url = env.str("HYTTI_DATABASE_URL", "")
    if url:
        return _postgresql(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(var / "hytti.sqlite3"),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    from urllib.parse import parse_qs, unquote, urlsplit

    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BadEnvironment("HYTTI_DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"sslmode": query["sslmode"][0]} if "sslmode" in query else {},
    }


def refuse_unsafe_production(*, demo: bool, debug: bool, allowed_hosts: list[str]) -> None:
    """Say every reason why production may not start like this, all at once.

    Raises BadEnvironment where there is one.
    """
    reasons = []
    if demo:
        reasons.append("HYTTI_DEMO is on: demo accounts have published passwords.")
    if debug:
        reasons.append("HYTTI_DEBUG is on: error pages would show the settings.")
    if not allowed_hosts or "*" in allowed_hosts:
        reasons.append("HYTTI_ALLOWED_HOSTS is empty or open: name the addresses that are served.")
    if reasons:
        raise BadEnvironment("Production does not start. " + " ".join(reasons))


__all__ = ["BadEnvironment", "EnvError", "database", "env", "read_secret_key", "refuse_unsafe_production"]
