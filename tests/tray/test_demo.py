"""The demo's made-up offers: enough to try every filter, labelled, and in demo mode alone."""

import pytest
from django.utils import timezone

from factories import make_user_with
from hytti.tray.demo import make_demo_offers
from hytti.tray.models import Offer, Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(region):
    return make_user_with("hyte_unit")


def test_they_are_made_once_and_cover_every_filter(keeper, settings):
    settings.DEMO = True
    assert make_demo_offers(keeper) > 30
    assert make_demo_offers(keeper) == 0
    shown = Offer.objects.public(timezone.localdate()).filter(is_made_up=True)
    assert set(shown.values_list("kind", flat=True)) == set(Offer.Kind.values)
    for vocabulary in ("theme", "age_group", "accessibility"):
        used = set(shown.values_list("terms__code", flat=True)) | set(
            shown.values_list("places__accessibility__code", flat=True)
        )
        assert set(Term.objects.filter(vocabulary=vocabulary).values_list("code", flat=True)) <= used
    assert shown.values("municipalities").exclude(municipalities=None).distinct().count() == 10
    assert {way for ways in shown.values_list("ways", flat=True) for way in ways} == set(Offer.Way.values)
    assert set(shown.values_list("is_free", flat=True)) == {True, False}
    assert Offer.objects.filter(is_made_up=True, state="proposed").exists()
    for offer in shown:
        assert all((offer.name_fi, offer.name_sv, offer.name_en, offer.summary_fi, offer.summary_sv, offer.summary_en))


def test_they_are_not_made_or_shown_outside_demo_mode(keeper, settings):
    with pytest.raises(RuntimeError):
        make_demo_offers(keeper)
    settings.DEMO = True
    make_demo_offers(keeper)
    settings.DEMO = False
    assert not Offer.objects.public(timezone.localdate()).filter(is_made_up=True).exists()
