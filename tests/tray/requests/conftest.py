"""A tray with two providers, a link worker and people who guide; all made up."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.core import mail

from factories import make_organisation, make_region, make_user_with
from hytti.tray.actions import requests as actions
from hytti.tray.models import ProviderContact
from hytti.tray.rules.consent import consent_on

CLUB = "yhdistys@esimerkki.invalid"
EMAIL, PHONE, WISH = "esko.esimerkki@esimerkki.invalid", "040 123 4567", "Soittakaa iltapäivällä, ääkköset toimivat"


@pytest.fixture
def scene(club, town, town_hall, make_offer, settings):
    settings.SITE_ADDRESS = "https://hytti.esimerkki.invalid"
    region = make_region()
    town.parent = region.area
    town.save()
    walk = make_offer("Rauhallinen kävelyryhmä", state="published")
    gym = make_offer("Kunnan kuntosali", state="published", provider=town_hall)
    ProviderContact.objects.create(organisation=club, email=CLUB)
    helper = make_organisation(name_fi="Linkkijärjestö ry")
    return SimpleNamespace(
        region=region, club=club, hall=town_hall, town=town, walk=walk, gym=gym, helper=helper,
        link_worker=make_user_with("link_worker", helper),
        referrer=make_user_with("referrer", town_hall),
        provider=make_user_with("provider", club),
        stranger=make_user_with("provider", make_organisation(name_fi="Muu ry")),
        reader=make_user_with("partner", make_organisation(name_fi="Lukija ry")),
    )  # fmt: skip


@pytest.fixture
def told():
    """told(**changes): what a resident typed."""
    from django.utils import timezone

    def make(**changes) -> actions.Told:
        fields = {"email": EMAIL, "phone": PHONE, "wish": WISH, "version": consent_on(timezone.localdate()).version}
        return actions.Told(**{**fields, **changes})

    return make


def secret_in(letter, name: str) -> str:
    """The secret of the link in a letter, by the word of its address."""
    return re.search(rf"/{name}/([\w-]{{20,}})/", letter.body).group(1)


@pytest.fixture
def asked(scene, told):
    """A confirmed request: its recipient, the secrets of the provider's and the resident's links."""
    actions.ask([scene.walk], [scene.club], told(municipality=scene.town))
    own = actions.confirm(secret_in(mail.outbox[-1], "vahvista"))
    to_provider = next(letter for letter in mail.outbox if letter.to == [CLUB])
    from hytti.tray.models import Recipient

    return SimpleNamespace(own=own, secret=secret_in(to_provider, "vastaa"), recipient=Recipient.objects.get())


def text(answer) -> str:
    return answer.content.decode()


def form(scene, told, **changes):
    told = told()
    fields = {name: getattr(told, name) for name in ("email", "phone", "wish", "version")}
    return {"providers": [scene.club.pk], "consent": "on", **fields, **changes}
