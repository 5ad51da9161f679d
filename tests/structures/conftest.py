"""A small county: two municipalities, their networks, a regional one, a committee, and people with each role."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone, translation

from factories import make_area, make_body, make_organisation, make_theme, make_user, make_user_with
from hytti.core.models import Area, Organisation
from hytti.structures.models import Body


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _plain_static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _finnish():
    with translation.override("fi"):
        yield


@pytest.fixture
def sign_in():
    """A browser where the person is signed in."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def scene(db):
    """Records by their Finnish names; `county`, `heinola` and `lahti` are organisations."""
    county = make_organisation(
        kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue", area=make_area(kind=Area.Kind.COUNTY, code="09")
    )
    areas = {name: make_area(name_fi=name) for name in ("Heinola", "Lahti")}
    heinola, lahti = (
        make_organisation(kind=Organisation.Kind.MUNICIPALITY, name_fi=name, area=area) for name, area in areas.items()
    )
    theme = make_theme(name_fi="Maahanmuutto")
    own = make_body(name_fi="Heinolan verkosto", theme=theme, municipalities=[areas["Heinola"]], purpose_fi="Alku")
    return SimpleNamespace(
        county=county,
        heinola=heinola,
        lahti=lahti,
        heinola_area=areas["Heinola"],
        lahti_area=areas["Lahti"],
        theme=theme,
        own=own,
        led=make_body(name_fi="Heinolan vetämä", convener=heinola, municipalities=list(areas.values())),
        lahtis=make_body(name_fi="Lahden verkosto", theme=theme, municipalities=[areas["Lahti"]]),
        regional=make_body(name_fi="Koko alueen verkosto", theme=theme),
        committee=make_body(name_fi="Neuvottelukunta", kind=Body.Kind.NEGOTIATING_COMMITTEE, organisation=county),
        unit=make_user_with("hyte_unit", name="Yksikön Hoitaja"),
        coordinator=make_user_with("coordinator", heinola, name="Heinolan Koordinaattori"),
        convener=make_user_with("convener", own, name="Verkoston Vetäjä"),
        administrator=make_user_with("administrator"),
        stranger=make_user(),
    )


@pytest.fixture
def today():
    return timezone.localdate()
