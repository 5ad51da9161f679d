"""What the tests of core share: static files without a manifest, an empty counter of failed sign-ins."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import translation

PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True)
def plain_static(settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def finnish():
    with translation.override("fi"):
        yield


@pytest.fixture(autouse=True)
def no_earlier_attempts(request):
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()
