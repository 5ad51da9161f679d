"""Signing in with a password, a code and the limits on guessing."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import PASSWORD, make_user
from hytti.core.models import AuditEvent, Grant

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_a_right_password_opens_the_account_and_a_wrong_one_does_not(client):
    user = make_user()
    assert sign_in(client, user.email, "väärä-salasana-99").status_code == 200
    assert not signed_in(client)
    assert sign_in(client, user.email).status_code == 302
    assert signed_in(client)


def test_the_address_may_be_typed_in_capitals(client):
    user = make_user(email="koe.kirjaaja@esimerkki.invalid")
    sign_in(client, user.email.upper())
    assert signed_in(client)


def test_a_closed_account_is_refused_and_an_open_session_ends_with_it(client):
    user = make_user()
    sign_in(client, user.email)
    user.is_active = False
    user.save()
    assert client.get(reverse("account_home")).status_code == 302
    other = Client()
    assert sign_in(other, user.email)["Location"] == reverse("account_inactive")
    assert not signed_in(other)


def test_a_demo_account_works_in_demo_mode_alone(client, settings):
    user = make_user(is_demo=True)
    settings.DEMO = True
    sign_in(client, user.email)
    assert signed_in(client)
    settings.DEMO = False
    assert client.get(reverse("account_home")).status_code == 302
    other = Client()
    sign_in(other, user.email)
    assert not signed_in(other)


def test_the_session_gets_a_new_key_at_sign_in(client):
    user = make_user()
    session = client.session
    session["before"] = "1"
    session.save()
    old = session.session_key
    client.cookies["sessionid"] = old
    sign_in(client, user.email)
    assert signed_in(client)
    assert client.session.session_key != old
    client.cookies["sessionid"] = old
    assert client.get(reverse("account_home")).status_code == 302


ELSEWHERE = ["https://example.com/", "//example.com/x", "javascript:alert(1)", "http:///example.com"]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_sign_in_does_not_lead_to_another_site(client, elsewhere):
    user = make_user()
    answer = sign_in(client, user.email, next=elsewhere)
    assert answer.status_code == 302
    assert "example.com" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_sign_in_leads_back_to_the_page_that_asked(client):
    user = make_user()
    page = reverse("account_home")
    assert client.get(page)["Location"] == f"{reverse('account_login')}?next={page}"
    assert sign_in(client, user.email, next=page)["Location"] == page


def test_guessing_one_account_is_stopped_even_from_several_addresses(settings):
    user = make_user()
    for attempt in range(5):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{attempt}"), user.email, "väärä-salasana-99")
    last = Client(REMOTE_ADDR="192.0.2.200")
    answer = sign_in(last, user.email)
    assert not signed_in(last)
    assert "Liian monta" in answer.content.decode()


def test_guessing_many_accounts_from_one_address_is_stopped():
    for number in range(10):
        sign_in(Client(REMOTE_ADDR="192.0.2.7"), f"kuka{number}@esimerkki.invalid", "väärä-salasana-99")
    user = make_user()
    stopped, elsewhere = Client(REMOTE_ADDR="192.0.2.7"), Client(REMOTE_ADDR="192.0.2.8")
    sign_in(stopped, user.email)
    sign_in(elsewhere, user.email)
    assert not signed_in(stopped)
    assert signed_in(elsewhere)


def test_failed_attempts_are_counted_in_the_database_that_the_workers_share(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_one_time_code_is_asked_after_the_password(client):
    user = make_user()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    assert sign_in(client, user.email)["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": "000000" if code_of(secret) != "000000" else "000001"})
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert signed_in(client)


def test_taking_codes_into_use_leaves_an_event_and_a_mail(client, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda todo, **_options: todo())
    user = make_user()
    sign_in(client, user.email)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    assert AuditEvent.objects.filter(actor=user, verb="account.codes_on").count() == 1
    assert [message.to for message in mail.outbox if "koodisovellus" in message.subject] == [[user.email]]
    assert get_adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_changing_the_password_needs_the_old_one_and_ends_other_sessions(client):
    user = make_user()
    sign_in(client, user.email)
    other = Client()
    sign_in(other, user.email)
    new = {"password1": "uusi-pitkä-tunnus-77", "password2": "uusi-pitkä-tunnus-77"}
    client.post(reverse("account_change_password"), {"oldpassword": "väärä", **new})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    user.refresh_from_db()
    assert user.check_password("uusi-pitkä-tunnus-77")
    assert client.get(reverse("account_home")).status_code == 200
    assert other.get(reverse("account_home")).status_code == 302
    assert AuditEvent.objects.filter(verb="account.password_changed").count() == 1


@pytest.mark.parametrize("weak", ["lyhyt-1", "password1234", "123456789012"])
def test_a_weak_password_is_refused(client, weak):
    user = make_user()
    sign_in(client, user.email)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_forgotten_password_is_chosen_anew_with_a_link_that_works_once(client, settings):
    settings.EMAIL_HOST = "mail.esimerkki.invalid"
    user = make_user()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    new = {"password1": "uusi-pitkä-tunnus-77", "password2": "uusi-pitkä-tunnus-77"}
    client.post(form.request["PATH_INFO"], new)
    user.refresh_from_db()
    assert user.check_password("uusi-pitkä-tunnus-77")
    assert "Linkki ei enää toimi" in Client().get(link, follow=True).content.decode()


def test_asking_for_a_forgotten_password_does_not_tell_who_has_an_account(client, settings):
    settings.EMAIL_HOST = "mail.esimerkki.invalid"
    user = make_user()
    known = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "ei@esimerkki.invalid"}, follow=True)
    assert known.request["PATH_INFO"] == unknown.request["PATH_INFO"]
    assert len(mail.outbox) == 1


CLOSED = ["account_signup", "account_email", "socialaccount_signup", "socialaccount_connections"]


@pytest.mark.parametrize("name", CLOSED)
def test_what_an_administrator_does_has_no_page_of_its_own(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 404
    assert "Tunnuksen tekee pääkäyttäjä" in answer.content.decode()
    assert client.post(reverse(name), {"email": "uusi@esimerkki.invalid"}).status_code == 404


def test_a_shared_demo_account_keeps_its_way_in(client, settings):
    settings.DEMO = True
    user = make_user(is_demo=True)
    sign_in(client, user.email)
    for name in ("account_change_password", "mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).status_code == 409


def test_a_grant_counts_only_between_its_days():
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    for start, end, counts in [
        (today, None, True),
        (today, today, True),
        (today + day, None, False),
        (today - 3 * day, today - day, False),
    ]:
        user = make_user()
        Grant.objects.create(user=user, role="administrator", valid_from=start, valid_to=end)
        assert bool(user.current_grants()) is counts
