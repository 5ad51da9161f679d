"""Contact requests: confirmed by e-mail, answered by links that work once, followed without identity, and forgotten."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPException

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from factories import make_user_with
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow
from hytti.tray import jobs_requests as jobs
from hytti.tray.actions import answers, trays
from hytti.tray.actions import requests as actions
from hytti.tray.models import ContactRequest, ProviderContact, Recipient, RecipientStep, RequestCount
from hytti.tray.queries import requests as queries
from hytti.tray.rules.requests import OVER, STEPS, State

from .conftest import CLUB, EMAIL, PHONE, WISH, form, secret_in, text

pytestmark = pytest.mark.django_db


def everything_stored() -> str:
    """Every row of every table as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.append(f"{table}: {cursor.fetchall()}")
    return "\n".join(rows)


class TestAsking:
    def test_nothing_goes_to_a_provider_before_the_resident_has_confirmed(self, scene, told):
        actions.ask([scene.walk], [scene.club], told())
        assert [letter.to for letter in mail.outbox] == [[EMAIL]]
        assert Recipient.objects.get().state == State.WAITING
        assert not RequestCount.objects.exists()
        secret = secret_in(mail.outbox[0], "vahvista")
        actions.confirm(secret)
        assert [letter.to for letter in mail.outbox[1:]] == [[CLUB], [EMAIL]]
        assert Recipient.objects.get().state == State.SENT
        with pytest.raises(NotNow):
            actions.confirm(secret)

    def test_opening_the_link_sends_nothing_and_the_button_does(self, scene, told, page_client):
        actions.ask([scene.walk], [scene.club], told())
        address = reverse("tray:confirm", args=[secret_in(mail.outbox[0], "vahvista")])
        page = page_client.get(address)
        assert "Yhdistys Esimerkki" in text(page)
        assert EMAIL not in text(page)
        assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex")
        assert len(mail.outbox) == 1
        answer = page_client.post(address)
        assert answer.status_code == 302
        assert "Lähetetty" in text(page_client.get(answer.url))
        assert page_client.get(address).status_code == 410

    def test_letters_hold_nothing_of_who_the_resident_is(self, asked):
        for letter in mail.outbox:
            whole = letter.message().as_string() if letter.to == [CLUB] else letter.body
            assert not any(word in whole for word in (EMAIL, PHONE, WISH, "iltapäivällä"))

    def test_what_tells_who_it_is_is_unreadable_in_the_database_and_absent_elsewhere(self, asked):
        stored = everything_stored()
        assert not any(word in stored for word in (EMAIL, PHONE, WISH, "iltapäivällä"))
        request = ContactRequest.objects.get()
        assert (request.email, request.phone, request.wish) == (EMAIL, PHONE, WISH)
        assert not any(word in repr(actions.Told(email=EMAIL, phone=PHONE)) for word in (EMAIL, PHONE))

    def test_the_consent_the_owner_and_the_day_of_deletion_are_kept(self, scene, asked):
        request = ContactRequest.objects.get()
        assert request.owner == scene.region.organisation
        assert request.consent_version == "2026-1"
        assert request.delete_on == timezone.localdate() + dt.timedelta(days=90)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": ""}, "email"),
            ({"email": "ei osoite"}, "email"),
            ({"phone": "soita vaan"}, "phone"),
            ({"wish": "tunnus 131052-308T"}, "wish"),
            ({"wish": "katso https://osta.invalid"}, "wish"),
            ({"wish": "ä" * 301}, "wish"),
            ({"wish": "x" * 2_000_000}, "wish"),
            ({"version": "vanha"}, "version"),
        ],
    )
    def test_a_bad_request_is_refused_where_the_fault_is(self, scene, told, changes, field):
        with pytest.raises(ValidationError) as refusal:
            actions.ask([scene.walk], [scene.club], told(**changes))
        assert field in refusal.value.error_dict
        assert not ContactRequest.objects.exists()

    def test_the_form_keeps_what_was_typed_and_asks_for_consent(self, scene, told, page_client):
        page_client.post(reverse("tray:collect"), {"tarjonta": scene.walk.pk})
        page = text(page_client.get(reverse("tray:ask")))
        assert "Koeseutun hyvinvointialue" in page
        assert "Älä kirjoita terveystietoja" in page
        answer = page_client.post(reverse("tray:ask"), form(scene, told, consent=""))
        assert answer.status_code == 422
        assert "iltapäivällä" in text(answer)
        assert page_client.post(reverse("tray:ask"), form(scene, told)).url == reverse("tray:asked")
        assert EMAIL not in str(dict(page_client.session.items()))
        assert len(mail.outbox) == 1

    def test_a_machine_gets_the_same_answer_and_sends_nothing(self, scene, told, client):
        client.post(reverse("tray:collect"), {"tarjonta": scene.walk.pk})
        answer = client.post(reverse("tray:ask"), form(scene, told, homepage="https://osta.invalid"))
        assert answer.url == reverse("tray:asked")
        assert not mail.outbox
        assert not ContactRequest.objects.exists()

    def test_one_address_is_not_written_to_over_and_over(self, scene, told, client):
        client.post(reverse("tray:collect"), {"tarjonta": scene.walk.pk})
        codes = [
            client.post(reverse("tray:ask"), form(scene, told), REMOTE_ADDR=f"192.0.2.{number}").status_code
            for number in range(4)
        ]
        assert codes == [302, 302, 302, 429]
        assert len(mail.outbox) == 3

    def test_one_source_does_not_ask_without_end(self, scene, told, client):
        client.post(reverse("tray:collect"), {"tarjonta": scene.walk.pk})
        codes = [
            client.post(reverse("tray:ask"), form(scene, told, email=f"a{number}@esimerkki.invalid")).status_code
            for number in range(21)
        ]
        assert codes == [302] * 20 + [429]

    def test_a_provider_without_an_address_cannot_be_asked_and_its_telephone_is_shown(self, scene, told, page_client):
        with pytest.raises(ValidationError, match="vähintään yksi"):
            actions.ask([scene.gym], [scene.hall], told())
        page_client.post(reverse("tray:collect"), {"tarjonta": scene.gym.pk})
        page = text(page_client.get(reverse("tray:ask")))
        assert "010 000 0000" in page
        assert 'name="email"' not in page

    def test_one_who_takes_no_requests_gets_none(self, scene, told):
        ProviderContact.objects.update(takes_requests=False)
        assert [one.organisation for one in queries.askable([scene.walk]).cannot] == [scene.club]
        with pytest.raises(ValidationError):
            actions.ask([scene.walk], [scene.club], told())

    def test_several_offers_of_a_provider_make_one_letter(self, scene, told, make_offer):
        other = make_offer("Kahvikerho", state="published")
        actions.ask([scene.walk, other], [scene.club], told())
        actions.confirm(secret_in(mail.outbox[0], "vahvista"))
        [letter] = [letter for letter in mail.outbox if letter.to == [CLUB]]
        assert "Kahvikerho" in letter.body
        assert "Rauhallinen kävelyryhmä" in letter.body

    def test_nothing_is_kept_when_the_letter_does_not_go(self, scene, told, monkeypatch):
        monkeypatch.setattr("django.core.mail.EmailMessage.send", fails)
        with pytest.raises(NotNow):
            actions.ask([scene.walk], [scene.club], told())
        assert not ContactRequest.objects.exists()

    def test_a_providers_letter_that_fails_goes_at_a_later_tick(self, scene, told, monkeypatch, caplog):
        actions.ask([scene.walk], [scene.club], told())
        secret = secret_in(mail.outbox[0], "vahvista")
        with monkeypatch.context() as broken:
            broken.setattr("django.core.mail.EmailMessage.send", fails)
            actions.confirm(secret)
            assert jobs.deliver(timezone.now()) == ""
        assert Recipient.objects.get().state == State.WAITING
        assert EMAIL not in caplog.text
        assert jobs.deliver(timezone.now()) == "Sent 1 contact requests that had waited."
        assert jobs.deliver(timezone.now()) == ""
        assert mail.outbox[-1].to == [CLUB]


def fails(self, *_args, **_more):
    raise SMTPException("esko.esimerkki@esimerkki.invalid is refused")


class TestAnswering:
    def test_each_link_takes_one_step_and_the_next_comes_by_letter(self, asked, page_client):
        address = reverse("tray:answer_by_link", args=[asked.secret])
        page = page_client.get(address)
        assert all(word in text(page) for word in (EMAIL, PHONE, "iltapäivällä"))
        assert "no-store" in page["Cache-Control"]
        before = len(mail.outbox)
        assert page_client.post(address, {"state": "received"}).status_code == 200
        assert page_client.get(address).status_code == 410
        assert len(mail.outbox) == before + 1
        address = reverse("tray:answer_by_link", args=[secret_in(mail.outbox[-1], "vastaa")])
        page_client.post(address, {"state": "contacted"})
        address = reverse("tray:answer_by_link", args=[secret_in(mail.outbox[-1], "vastaa")])
        before = len(mail.outbox)
        assert "Pyyntö on päättynyt" in text(page_client.post(address, {"state": "joined"}))
        assert len(mail.outbox) == before
        assert page_client.get(address).status_code == 410
        assert list(RecipientStep.objects.order_by("pk").values_list("after", flat=True)) == [
            "sent", "received", "contacted", "joined",
        ]  # fmt: skip

    @pytest.mark.parametrize("state", ["joined", "waiting", "sent", "", "keksitty"])
    def test_steps_that_the_table_has_not_are_refused(self, asked, client, state):
        assert client.post(reverse("tray:answer_by_link", args=[asked.secret]), {"state": state}).status_code == 422
        with pytest.raises(NotNow):
            answers.answer(asked.recipient, state, secret=asked.secret)

    def test_a_wrong_secret_answers_nothing(self, asked):
        for secret in ("", "arvaus"):
            with pytest.raises(NotAllowed):
                answers.answer(asked.recipient, State.RECEIVED, secret=secret)

    def test_only_the_own_organisations_account_answers(self, scene, asked, client, signed_in):
        for user in (scene.stranger, scene.reader, scene.referrer, scene.link_worker, make_user_with("hyte_unit")):
            with pytest.raises(NotAllowed):
                answers.answer(asked.recipient, State.RECEIVED, by=user)
            client.force_login(user)
            page = client.get(reverse("tray:answer", args=[asked.recipient.pk]))
            assert page.status_code == 403
            assert PHONE not in text(page)
        answers.answer(asked.recipient, State.RECEIVED, by=scene.provider)
        event = AuditEvent.objects.first()
        assert (event.actor, event.changes) == (scene.provider, {"state": ["sent", "received"]})

    def test_the_account_has_a_page_of_what_waits(self, scene, asked, page_client):
        page_client.force_login(scene.provider)
        page = text(page_client.get(reverse("tray:answers")))
        assert "Rauhallinen kävelyryhmä" in page
        assert PHONE not in page
        address = reverse("tray:answer", args=[asked.recipient.pk])
        assert PHONE in text(page_client.get(address))
        assert page_client.post(address, {"state": "declined"}).status_code == 302
        assert PHONE not in text(page_client.get(address))
        page_client.force_login(scene.stranger)
        assert "Rauhallinen" not in text(page_client.get(reverse("tray:answers")))

    def test_a_provider_that_takes_no_step_is_reminded_once_with_a_new_link(self, asked, page_client):
        later = timezone.now() + dt.timedelta(days=7)
        assert jobs.remind(timezone.now()) == ""
        assert jobs.remind(later) == "Reminded of 1 contact requests."
        assert jobs.remind(later) == ""
        assert page_client.get(reverse("tray:answer_by_link", args=[asked.secret])).status_code == 410
        secret = secret_in(mail.outbox[-1], "vastaa")
        assert page_client.get(reverse("tray:answer_by_link", args=[secret])).status_code == 200

    def test_every_state_of_the_table_is_reached_and_the_last_ones_lead_nowhere(self):
        assert {step.after for step in STEPS} | {State.SENT, State.WAITING} == set(State)
        assert not {step.before for step in STEPS} & OVER


class TestForgetting:
    def test_on_the_day_promised_nothing_is_left_in_any_table(self, scene, asked, monkeypatch):
        answers.answer(asked.recipient, State.RECEIVED, secret=asked.secret)
        day = ContactRequest.objects.get().delete_on
        eve = timezone.now() + dt.timedelta(days=(day - timezone.localdate()).days - 1)
        assert jobs.forget(eve) == ""
        assert ContactRequest.objects.exists()
        assert jobs.forget(eve + dt.timedelta(days=1)) == "Deleted 1 contact requests and 0 trays whose time was over."
        assert not any(model.objects.exists() for model in (ContactRequest, Recipient, RecipientStep))
        # whatever is decrypted or decoded, no table of the service holds a request any more
        for model in apps.get_app_config("tray").get_models():
            assert not [name for name in ("email", "phone", "wish") if _holds(model, name)], model
        stored = everything_stored()
        assert not any(word in stored for word in (EMAIL, PHONE, WISH, EMAIL.upper()))
        assert "gAAAA" not in stored  # no encrypted text either
        assert AuditEvent.objects.filter(verb="requests.deleted").count() == 1

    def test_on_the_day_itself_the_pages_show_nothing_though_no_tick_has_run(self, asked, client):
        ContactRequest.objects.update(delete_on=timezone.localdate())
        for name, secret in (("answer_by_link", asked.secret), ("own_request", asked.own)):
            page = client.get(reverse(f"tray:{name}", args=[secret]))
            assert page.status_code == 410
            assert PHONE not in text(page)

    def test_what_nobody_confirms_goes_in_two_days(self, scene, told):
        actions.ask([scene.walk], [scene.club], told())
        secret = secret_in(mail.outbox[0], "vahvista")
        assert jobs.forget(timezone.now() + dt.timedelta(hours=47)) == ""
        ContactRequest.objects.update(confirm_by=timezone.now() - dt.timedelta(minutes=1))
        with pytest.raises(NotNow, match="päättynyt"):
            actions.confirm(secret)
        jobs.forget(timezone.now())
        assert not ContactRequest.objects.exists()

    def test_the_resident_withdraws_and_all_is_gone_at_once(self, asked, page_client):
        page = text(page_client.get(reverse("tray:own_request", args=[asked.own])))
        assert "Rauhallinen kävelyryhmä" in page
        assert PHONE not in page
        assert page_client.get(reverse("tray:withdraw_request", args=[asked.own])).status_code == 405
        assert page_client.post(reverse("tray:withdraw_request", args=[asked.own])).status_code == 302
        assert not ContactRequest.objects.exists()
        for name, secret in (("own_request", asked.own), ("answer_by_link", asked.secret)):
            assert page_client.get(reverse(f"tray:{name}", args=[secret])).status_code == 410

    def test_when_all_have_come_to_the_end_two_weeks_are_enough(self, asked):
        answers.answer(asked.recipient, State.DECLINED, secret=asked.secret)
        assert ContactRequest.objects.get().delete_on == timezone.localdate() + dt.timedelta(days=14)

    def test_trays_go_when_their_codes_have_ended(self, scene):
        trays.give([scene.walk])
        assert "1 trays" in jobs.forget(timezone.now() + dt.timedelta(days=91))

    def test_a_text_whose_key_is_gone_reads_as_empty_and_an_older_key_is_read(self, asked, settings, caplog):
        old = settings.SECRET_KEY
        settings.SECRET_KEY = "aivan-toinen-avain"
        assert ContactRequest.objects.get().phone == ""
        assert "SECRET_KEY" in caplog.text
        settings.SECRET_KEY_FALLBACKS = [old]
        assert ContactRequest.objects.get().phone == PHONE


def _holds(model, name: str) -> bool:
    if name not in {field.name for field in model._meta.concrete_fields}:
        return False
    return any(value in (EMAIL, PHONE, WISH) for value in model.objects.values_list(name, flat=True))
