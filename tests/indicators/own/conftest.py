"""A hyte unit of two, a coordinator of Lahti, and what they keep: an indicator and datasets of their own."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from factories import make_organisation, make_user, make_user_with
from hytti.core.models import Area, Organisation
from indicators.own import keeping


@pytest.fixture(autouse=True)
def _finnish():
    with translation.override("fi"):
        yield


@pytest.fixture
def scene(paijat_hame, settings, tmp_path):
    """People by what they may do, and a published indicator; the public store is empty and this test's own."""
    settings.FACTS, settings.FACTS_ENGINE = tmp_path / "facts.duckdb", ""
    lahti = make_organisation(
        kind=Organisation.Kind.MUNICIPALITY, name_fi="Lahden kaupunki", area=Area.objects.get(name_fi="Lahti")
    )
    unit = make_user_with("hyte_unit", name="Yksikön Lataaja")
    return SimpleNamespace(
        county=paijat_hame.organisation,
        lahti=lahti,
        unit=unit,
        other=make_user_with("hyte_unit", name="Yksikön Hyväksyjä"),
        coordinator=make_user_with("coordinator", lahti, name="Lahden Koordinaattori"),
        elsewhere=make_user_with("coordinator", make_organisation(kind=Organisation.Kind.MUNICIPALITY)),
        administrator=make_user_with("administrator"),
        convener=make_user(),
        indicator=keeping.publish_indicator(unit),
        facts=settings.FACTS,
    )
