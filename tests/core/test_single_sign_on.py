"""The organisation's single sign-on: it opens accounts that exist, and a lying provider opens none."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

import lying_oidc
from factories import make_user
from hytti.core.models import User

pytestmark = pytest.mark.django_db
EMAIL = "aino.esimerkki@esimerkki.invalid"


@pytest.fixture
def provider(settings):
    provider = lying_oidc.Provider(claims={"sub": "42", "email": EMAIL, "email_verified": True})
    server = lying_oidc.serve(provider)
    app = {
        "provider_id": "oidc",
        "name": "Koetunnus",
        "client_id": lying_oidc.CLIENT,
        "secret": "s",
        "settings": {"server_url": provider.address, "oauth_pkce_enabled": True},
    }
    settings.OIDC_SERVER = provider.address
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield provider
    server.shutdown()
    server.server_close()


def come_back(client, provider, **more):
    """Go to the provider as the sign-in page does, and return with its code."""
    away = client.post(reverse("openid_connect_login", args=["oidc"]) + "?process=login&next=/fi/tili/")
    asked = parse_qs(urlsplit(away["Location"]).query)
    provider.nonce = asked["nonce"][0]
    return client.get(
        reverse("openid_connect_callback", args=["oidc"]), {"code": "c", "state": asked["state"][0], **more}
    )


def test_a_verified_address_opens_the_account_that_has_it(client, provider):
    user = make_user(email=EMAIL)
    assert come_back(client, provider)["Location"] == "/fi/tili/"
    assert client.session[SESSION_KEY] == str(user.pk)
    assert provider.received["code_verifier"]
    assert not SocialAccount.objects.exists()


def test_the_sign_in_page_offers_it_only_where_it_is_set_up(client, provider, settings):
    assert "Koetunnus" in client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "Koetunnus" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("openid_connect_login", args=["oidc"])).status_code == 404


def lie(provider, **values):
    for name, value in values.items():
        setattr(provider, name, value)


LIES = {
    "an address that is not verified": {"claims": {"sub": "42", "email": EMAIL, "email_verified": False}},
    "an address verified as the text false": {"claims": {"sub": "42", "email": EMAIL, "email_verified": "false"}},
    "an address without a word of its verification": {"claims": {"sub": "42", "email": EMAIL}},
    "no address": {"claims": {"sub": "42", "email_verified": True}},
    "an address that is no text": {"claims": {"sub": "42", "email": [EMAIL], "email_verified": True}},
    "the nonce of another sign-in": {"in_token": {"nonce": "x"}},
    "a token for another service": {"in_token": {"aud": "other"}},
    "a token from another issuer": {"in_token": {"iss": "https://example.com"}},
    "a token whose time is over": {"in_token": {"exp": 1}},
    "user data about another person": {"in_userinfo": {"sub": "43"}},
    "a token signed with a key of its own": {"signing_key": lying_oidc.make_key()},
    "a token without a signature": {"unsigned": True},
    "an answer that is not data": {"answer": b"<html>"},
    "an answer without an identity token": {"answer": b'{"access_token": "a"}'},
}


@pytest.mark.parametrize("told", LIES.values(), ids=LIES)
def test_a_lying_provider_is_refused_and_makes_no_account(client, provider, told):
    make_user(email=EMAIL)
    lie(provider, **told)
    answer = come_back(client, provider)
    assert answer.status_code in (401, 403)
    assert "Siirry kirjautumiseen" in answer.content.decode()
    assert SESSION_KEY not in client.session
    assert User.objects.count() == 1


def test_an_address_without_an_account_gets_none(client, provider):
    make_user()
    answer = come_back(client, provider)
    assert answer.status_code == 403
    assert "Tunnuksen tekee pääkäyttäjä" in answer.content.decode()
    assert User.objects.count() == 1


def test_a_closed_account_stays_closed(client, provider):
    make_user(email=EMAIL, is_active=False)
    assert come_back(client, provider)["Location"] == reverse("account_inactive")
    assert SESSION_KEY not in client.session


def test_a_demo_account_is_not_opened_by_single_sign_on(client, provider, settings):
    settings.DEMO = True
    make_user(email=EMAIL, is_demo=True)
    assert come_back(client, provider).status_code == 403


def test_a_callback_that_nobody_asked_for_is_refused(client, provider):
    make_user(email=EMAIL)
    answer = client.get(reverse("openid_connect_callback", args=["oidc"]), {"code": "c", "state": "made-up"})
    assert answer.status_code == 401
    assert SESSION_KEY not in client.session
