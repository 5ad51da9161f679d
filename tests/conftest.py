"""What every test has: compiled catalogues, quick passwords, fresh caches, unordered rows in random order.

Fixtures for the rest: `page_client` (a strict reader), `region` (the real pack), `signed_in` (a client by role).
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.core.cache import caches
from django.db import models
from django.template import engines
from django.utils import translation

import hytti
from hytti.core.catalogues import compile_catalogues
from pages import PageClient, StrictVariables

if TYPE_CHECKING:
    from collections.abc import Callable

TOP = Path(__file__).resolve().parent.parent
PACK = TOP / "regions" / "paijat-hame"
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# In continuous integration the generated examples are the same every time; elsewhere they are new and find new faults.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

chance = random.Random()
fetch_all = models.QuerySet._fetch_all


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        compile_catalogues(Path(hytti.__file__).parent / "locale")
    models.QuerySet._fetch_all = fetch_all_in_random_order  # type: ignore[method-assign]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a database that is asked for, only what uses it is run: the rest is proved by the run on SQLite."""
    if not os.environ.get("HYTTI_DATABASE_URL"):
        return
    asking = [item for item in items if "db" in item.fixturenames or item.get_closest_marker("django_db")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


def fetch_all_in_random_order(self: models.QuerySet) -> None:
    """A query that asks for no order gets none, so that no page leans on the order of a database."""
    fresh = self._result_cache is None
    fetch_all(self)
    if fresh and len(self._result_cache) > 1 and not self.ordered:
        chance.shuffle(self._result_cache)


def pytest_runtest_setup(item: pytest.Item) -> None:
    chance.seed(item.nodeid)


@pytest.fixture(autouse=True)
def _house_settings(settings, tmp_path):
    settings.FACTS = tmp_path / "facts.duckdb"  # no figures but those a test publishes
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        **settings.CACHES,
        "jobs": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "jobs"},
    }
    caches["pages"].clear()
    translation.activate(settings.LANGUAGE_CODE)  # a request before this test may have left another


@pytest.fixture
def page_client():
    """A client that fails on raw template marks, inline code, doubled ids and unknown template variables."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, StrictVariables()
    yield PageClient()
    engine.string_if_invalid = before


@pytest.fixture
def region(db):
    """The region of the real pack, loaded into the test's database with its search index."""
    from hytti.core.models import Region
    from snapshots import put_pack

    put_pack(PACK)
    return Region.objects.get()


@pytest.fixture
def signed_in(page_client) -> Callable[..., PageClient]:
    """Sign in as a role (its code), for a record where the role has one: signed_in("coordinator", organisation)."""
    from factories import make_user_with

    def sign_in(role: str, scope: models.Model | None = None) -> PageClient:
        page_client.user = make_user_with(role, scope)
        page_client.force_login(page_client.user)
        return page_client

    return sign_in
