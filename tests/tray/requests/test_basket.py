"""A visitor's tray: collected and put in order without an account, a name or a CSRF cookie; handed on by a code."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hytti.core.permissions import NotAllowed, NotNow
from hytti.tray import jobs_requests
from hytti.tray.actions import trays, use
from hytti.tray.models import SavedTray, Use
from hytti.tray.rules import codes

pytestmark = pytest.mark.django_db


def put(client, offer, **more):
    return client.post(reverse("tray:collect"), {"tarjonta": offer.pk, **more})


def text(answer) -> str:
    return answer.content.decode()


def test_an_offer_is_put_on_the_tray_and_taken_off_without_script(scene, page_client):
    answer = put(page_client, scene.walk, takaisin="/fi/tarjotin/?q=liikunta")
    assert answer.url == f"/fi/tarjotin/?q=liikunta#collect-{scene.walk.pk}"
    assert "Rauhallinen kävelyryhmä" in text(page_client.get(reverse("tray:basket")))
    page_client.post(reverse("tray:remove_collected"), {"tarjonta": scene.walk.pk})
    assert "Tarjotin on tyhjä" in text(page_client.get(reverse("tray:basket")))


def test_htmx_gets_the_button_and_the_box(scene, client):
    answer = client.post(reverse("tray:collect"), {"tarjonta": scene.walk.pk}, headers={"HX-Request": "true"})
    assert f'id="collect-{scene.walk.pk}"' in text(answer)
    assert 'id="tray-box"' in text(answer)
    assert 'hx-swap-oob="true"' in text(answer)
    assert "Lisätty tarjottimelle" in text(answer)


def test_collecting_needs_no_csrf_cookie_but_a_form_of_another_site_is_refused(scene, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert put(strict, scene.walk).status_code == 302
    for headers in ({"Origin": "https://muu.invalid"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = client.post(reverse("tray:collect"), {"tarjonta": scene.walk.pk}, headers=headers)
        assert answer.status_code == 403
    assert Session.objects.count() == 1


@pytest.mark.parametrize("address", ["https://muu.invalid/", "//muu.invalid", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_elsewhere(scene, client, address):
    answer = put(client, scene.walk, takaisin=address)
    assert answer.url.startswith(reverse("tray:basket"))


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "1²", "999999"])
def test_what_is_no_offer_is_not_found(scene, client, number):
    assert client.post(reverse("tray:collect"), {"tarjonta": number}).status_code == 404


def test_what_is_not_public_is_neither_collected_nor_shown(scene, make_offer, client):
    assert put(client, make_offer("Luonnos")).status_code == 404
    put(client, scene.walk)
    scene.walk.state = "withdrawn"
    scene.walk.save()
    assert "Rauhallinen" not in text(client.get(reverse("tray:basket")))


def test_a_full_tray_says_so_and_makes_room_for_none(scene, make_offer, client):
    for number in range(30):
        put(client, make_offer(f"Ryhmä {number}", state="published"))
    assert put(client, scene.walk).url == reverse("tray:basket")
    page = text(client.get(reverse("tray:basket")))
    assert "mahtuu 30 kohdetta" in page
    assert "Rauhallinen" not in page


def test_the_order_is_the_visitors(scene, client):
    put(client, scene.walk)
    put(client, scene.gym)
    client.post(reverse("tray:move_collected"), {"tarjonta": scene.gym.pk, "minne": "ylos"})
    assert client.session["tray"] == [scene.gym.pk, scene.walk.pk]
    client.post(reverse("tray:move_collected"), {"tarjonta": scene.gym.pk, "minne": "ylos"})
    assert client.session["tray"] == [scene.gym.pk, scene.walk.pk]
    client.post(reverse("tray:empty_basket"))
    assert client.session["tray"] == []


def test_a_reader_who_collects_nothing_gets_no_session_and_the_session_holds_numbers_alone(scene, client):
    client.get(reverse("tray:basket"))
    assert not Session.objects.exists()
    put(client, scene.walk)
    assert dict(client.session.items()) == {"tray": [scene.walk.pk]}


def test_a_tray_is_gone_when_its_session_has_ended(scene, client):
    put(client, scene.walk)
    assert jobs_requests.end_sessions(timezone.now()) == ""
    assert "1 ended" in jobs_requests.end_sessions(timezone.now() + dt.timedelta(days=1))
    assert not Session.objects.exists()


def test_those_who_guide_share_an_address_and_are_not_held_up(scene, client):
    client.force_login(scene.referrer)
    put(client, scene.walk)
    answers = [client.post(reverse("tray:give")).status_code for _number in range(65)]
    assert set(answers) == {302}


def test_collecting_is_counted_and_asking_is_not(scene, client):
    use._waiting.clear()  # of other tests
    put(client, scene.walk)
    use.write()
    assert list(Use.objects.values_list("collected", flat=True)) == [1]


def test_the_paper_has_each_offer_with_its_contact_and_code(scene, page_client):
    put(page_client, scene.walk)
    page = text(page_client.get(reverse("tray:print_list")))
    assert "010 000 0000" in page
    assert page.count('class="qr"') == 1
    assert "Tarjoaja: Yhdistys Esimerkki ry" in page
    assert f">https://hytti.esimerkki.invalid{scene.walk.get_absolute_url()}</p>" in page  # for those without a camera


class TestCodes:
    def test_a_tray_is_opened_by_its_code_in_any_spelling(self, scene, page_client):
        _tray, code = trays.give([scene.walk, scene.gym])
        assert set(code) <= set(codes.LETTERS)
        for typed in (code, codes.spaced(code).lower(), f" {' '.join(code)} "):
            answer = page_client.post(reverse("tray:by_code"), {"code": typed})
            assert answer.url == reverse("tray:saved", args=[code])
        page = page_client.get(answer.url)
        assert "Kunnan kuntosali" in text(page)
        assert codes.spaced(code) in text(page)
        assert page["Referrer-Policy"] == "same-origin"
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"

    def test_only_a_keyed_hash_of_the_code_is_kept_and_no_identity(self, scene):
        tray, code = trays.give([scene.walk])
        tray.refresh_from_db()
        kept = {field.name: getattr(tray, field.attname) for field in tray._meta.concrete_fields}
        assert code not in str(kept)
        assert (kept["made_by"], kept["organisation"], kept["link_worker"]) == (None, None, None)

    def test_an_unknown_an_old_and_a_broken_code_say_the_same(self, scene, client):
        _tray, code = trays.give([scene.walk])
        SavedTray.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))
        pages = [client.get(reverse("tray:saved", args=[one])) for one in (code, "CCCCCCCCC", "hölynpöly")]
        assert {page.status_code for page in pages} == {410}
        assert all("Koodilla ei löydy" in text(page) for page in pages)

    def test_codes_cannot_be_tried_out(self, scene, client):
        _tray, code = trays.give([scene.walk])
        for number in range(20):
            address = reverse("tray:saved", args=["CCCCCCCCC"])
            assert client.get(address).status_code == 410, number
        assert client.get(reverse("tray:saved", args=["CCCCCCCCC"])).status_code == 429
        assert client.get(reverse("tray:saved", args=[code])).status_code == 429
        assert client.post(reverse("tray:by_code"), {"code": code}).status_code == 429
        elsewhere = client.get(reverse("tray:saved", args=[code]), REMOTE_ADDR="192.0.2.7")
        assert elsewhere.status_code == 200

    def test_the_counters_do_not_tell_the_source(self, scene, client):
        from django.db import connection

        client.get(reverse("tray:saved", args=["CCCCCCCCC"]), REMOTE_ADDR="192.0.2.7")
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM cache")
            rows = cursor.fetchall()
        assert rows
        assert "192.0.2.7" not in str(rows)

    def test_what_a_code_opens_is_taken_to_the_own_tray_after_what_is_there(self, scene, client):
        put(client, scene.gym)
        _tray, code = trays.give([scene.walk])
        client.post(reverse("tray:take_saved", args=[code]))
        assert client.session["tray"] == [scene.gym.pk, scene.walk.pk]

    def test_an_empty_tray_is_not_handed_on(self, scene, client):
        with pytest.raises(NotNow):
            trays.give([])
        assert client.post(reverse("tray:give")).status_code == 409

    def test_only_those_who_guide_make_a_referral(self, scene):
        for user in (scene.reader, scene.provider):
            with pytest.raises(NotAllowed):
                trays.give([scene.walk], by=user, link_worker=scene.helper)
        with pytest.raises(NotNow, match="linkkihenkilöä"):
            trays.give([scene.walk], by=scene.referrer, link_worker=scene.club)

    def test_the_same_code_is_never_given_twice(self, scene, monkeypatch):
        drawn = iter(["CCCCCCCCC", "CCCCCCCCC", "DDDDDDDDD"])
        monkeypatch.setattr(trays, "new_code", lambda: next(drawn))
        assert [trays.give([scene.walk])[1] for _ in range(2)] == ["CCCCCCCCC", "DDDDDDDDD"]


class TestMail:
    def test_a_letter_has_the_offers_and_the_address_is_kept_nowhere(self, scene, page_client):
        put(page_client, scene.walk)
        assert page_client.post(reverse("tray:mail_basket"), {"email": "oma@esimerkki.invalid"}).status_code == 302
        [letter] = mail.outbox
        assert "Rauhallinen kävelyryhmä" in letter.body
        assert f"https://hytti.esimerkki.invalid{scene.walk.get_absolute_url()}" in letter.body
        assert "oma@esimerkki.invalid" not in str(dict(page_client.session.items()))

    def test_nobody_is_mailed_over_and_over(self, scene, client):
        put(client, scene.walk)
        for number in range(3):
            client.post(
                reverse("tray:mail_basket"), {"email": "Oma@esimerkki.invalid"}, REMOTE_ADDR=f"192.0.2.{number}"
            )
        answer = client.post(reverse("tray:mail_basket"), {"email": "oma@esimerkki.invalid"}, REMOTE_ADDR="192.0.2.9")
        assert answer.status_code == 429
        assert len(mail.outbox) == 3

    @pytest.mark.parametrize("told", [{"email": ""}, {"email": "ei"}, {"email": "a@b.fi\nBcc: c@d.fi"}])
    def test_what_is_no_address_is_refused(self, scene, page_client, told):
        put(page_client, scene.walk)
        assert page_client.post(reverse("tray:mail_basket"), told).status_code == 422
        assert not mail.outbox

    def test_a_machine_gets_the_same_answer_and_no_letter(self, scene, client):
        put(client, scene.walk)
        told = {"email": "uhri@esimerkki.invalid", "homepage": "https://osta.invalid"}
        assert client.post(reverse("tray:mail_basket"), told).status_code == 302
        assert not mail.outbox

    def test_a_letter_that_does_not_go_says_so(self, scene, page_client, settings):
        put(page_client, scene.walk)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        assert page_client.post(reverse("tray:mail_basket"), {"email": "oma@esimerkki.invalid"}).status_code == 409


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pages_are_whole_in_every_language(scene, page_client, language):
    from django.utils.translation import override

    put(page_client, scene.walk)
    with override(language):
        names = ("basket", "print_list", "give", "mail_basket", "by_code", "ask", "asked", "statistics")
        addresses = [reverse(f"tray:{name}") for name in names]
    assert [page_client.get(address).status_code for address in addresses] == [200] * len(names)


def test_the_tray_is_a_pdf_with_its_offers_and_an_empty_one_has_none(scene, client):
    pikepdf = pytest.importorskip("pikepdf")
    import io

    assert client.get(reverse("reports:tray")).url == reverse("tray:basket")
    put(client, scene.walk)
    answer = client.get(reverse("reports:tray"))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as file:
        links = [str(one.A.URI) for page in file.pages for one in page.get("/Annots", ()) if "/A" in one]
    assert any(link.endswith(scene.walk.get_absolute_url()) for link in links)
