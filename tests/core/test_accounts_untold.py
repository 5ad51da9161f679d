"""Nobody learns from the outside who has an account: not from an answer, its work, or a fault on its way."""

from __future__ import annotations

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.signals import request_finished
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language, override

from factories import PASSWORD, make_user
from hytti.core.after_answer import after_answer, do_waiting

pytestmark = pytest.mark.django_db

UNKNOWN = "ei.tunnusta@esimerkki.invalid"
WRONG = "väärä-salasana-99"


@pytest.fixture
def accounts(settings):
    """The address of each kind of account, and one that has none."""
    settings.DEMO = False
    settings.EMAIL_HOST = "mail.esimerkki.invalid"
    invited = make_user(email="kutsuttu@esimerkki.invalid")
    invited.set_unusable_password()
    invited.save()
    return {
        "open": make_user(email="avoin@esimerkki.invalid").email,
        "closed": make_user(email="suljettu@esimerkki.invalid", is_active=False).email,
        "demo": make_user(email="esittely@esimerkki.invalid", is_demo=True).email,
        "invited": invited.email,
        "none": UNKNOWN,
    }


def answer_to(page: str, client: Client | None = None, **told: str) -> tuple[int, str, str]:
    """Status, address and text of the answer; what is drawn by lot and what was typed are left out."""
    answer = (client or Client()).post(reverse(page), told)
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", answer.content.decode())
    for typed in told.values():
        text = text.replace(typed, "…")
    return answer.status_code, answer.get("Location", ""), text


def test_a_wrong_password_is_answered_alike_whoever_has_an_account(accounts):
    answers = {kind: answer_to("account_login", login=email, password=WRONG) for kind, email in accounts.items()}
    assert set(answers.values()) == {answers["none"]}
    assert answers["none"][0] == 200


def test_a_wrong_password_costs_one_hash_whoever_has_an_account(accounts, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    costs = {}
    for kind, email in accounts.items():
        hashed.clear()
        answer_to("account_login", login=email, password=WRONG)
        costs[kind] = len(hashed)
    assert costs == dict.fromkeys(accounts, 1)


def test_guessing_is_stopped_alike_whoever_has_an_account(accounts):
    answers = set()
    for number, email in enumerate((accounts["open"], UNKNOWN)):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        tried = [answer_to("account_login", client, login=email, password=WRONG) for _ in range(7)]
        assert tried[0] != tried[-1]
        answers.add(tuple(tried))
    assert len(answers) == 1


def test_a_forgotten_password_is_answered_alike_whoever_has_an_account(accounts):
    answers = {kind: answer_to("account_reset_password", email=email) for kind, email in accounts.items()}
    assert set(answers.values()) == {(302, reverse("account_reset_password_done"), "")}
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        accounts[kind] for kind in ("open", "demo", "invited")
    )


def test_the_letter_is_made_when_the_answer_has_gone_out(accounts):
    request_finished.disconnect(do_waiting, dispatch_uid="hytti.core.after_answer")
    try:
        answer = Client().post(reverse("account_reset_password"), {"email": accounts["open"]})
        assert (answer.status_code, mail.outbox) == (302, [])
    finally:
        request_finished.connect(do_waiting, dispatch_uid="hytti.core.after_answer")
    do_waiting()
    assert [letter.to for letter in mail.outbox] == [[accounts["open"]]]
    do_waiting()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_fails_tells_nobody_who_has_an_account(accounts, monkeypatch, caplog):
    def fails(self, messages):
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", fails)
    answers = {answer_to("account_reset_password", email=accounts[kind]) for kind in ("open", "none")}
    assert len(answers) == 1
    assert [record.message for record in caplog.records if record.name == "hytti.core.after_answer"] == [
        "what was to be done after an answer was not done"
    ]


def test_a_link_of_another_and_of_nobody_are_refused_alike(accounts, client):
    pages = set()
    for who in ("1", "zzzz"):
        link = reverse("account_reset_password_from_key", kwargs={"uidb36": who, "key": "cabc12-0123456789abcdef"})
        answer = client.get(link, follow=True)
        pages.add((answer.status_code, "Linkki ei enää toimi" in answer.content.decode()))
    assert pages == {(200, True)}


@pytest.mark.parametrize(
    "page", ["account_signup", "account_email", "socialaccount_signup", "socialaccount_connections"]
)
def test_a_page_that_does_not_exist_here_tells_nothing_of_an_address(accounts, page):
    assert len({answer_to(page, email=email) for email in accounts.values()}) == 1


def test_the_right_password_of_a_closed_account_is_the_only_way_to_learn_that_it_is_closed(accounts):
    assert answer_to("account_login", login=accounts["closed"], password=PASSWORD)[1] == reverse("account_inactive")
    assert answer_to("account_login", login=accounts["closed"], password=WRONG)[0] == 200


def test_work_after_an_answer_has_the_language_of_the_answer_and_one_fault_stops_no_other(caplog):
    done = []

    def fails():
        raise ValueError

    with override("sv"):
        after_answer(fails)
        after_answer(lambda: done.append(get_language()))
    do_waiting()
    assert done == ["sv"]
    assert "ValueError" in caplog.text
