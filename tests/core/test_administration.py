"""The administration pages: who gets in, and what happens there."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from factories import PASSWORD, make_area, make_body, make_organisation, make_region, make_user, make_user_with
from hytti.core import audit, demo
from hytti.core.actions import accounts as actions
from hytti.core.models import AuditEvent, Grant, Region, User

pytestmark = pytest.mark.django_db
EMAIL = "uusi.koordinaattori@esimerkki.invalid"


@pytest.fixture
def administrator():
    return make_user_with("administrator", name="Pää Käyttäjä")


@pytest.fixture
def page(client, administrator):
    client.force_login(administrator)
    return client


def test_only_an_administrator_sees_the_administration(client, administrator):
    make_region()
    person = make_user()
    grant = Grant.objects.create(user=person, role="hyte_unit")
    pages = [reverse(name) for name in ("administration", "users", "user_add", "roles", "events", "region_facts")]
    pages += [
        reverse(name, args=[person.pk])
        for name in ("user", "user_rename", "user_deactivate", "user_delete", "grant_give")
    ]
    pages.append(reverse("grant_end", args=[grant.pk]))
    refused = [
        make_user(),
        make_user_with("hyte_unit"),
        make_user_with("coordinator", make_organisation()),
        make_user_with("convener", make_body()),
    ]
    for address in pages:
        client.logout()
        assert client.get(address)["Location"].startswith(reverse("account_login"))
        for user in refused:
            client.force_login(user)
            assert client.get(address).status_code == 403, address
        client.force_login(administrator)
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "no-store" in answer["Cache-Control"]


def test_refused_posts_change_nothing(client):
    person = make_user()
    grant = Grant.objects.create(user=person, role="hyte_unit")
    client.force_login(make_user_with("hyte_unit"))
    for name in ("user_deactivate", "user_delete", "user_invite", "user_rename"):
        assert client.post(reverse(name, args=[person.pk]), {"email": person.email, "name": "x"}).status_code == 403
    assert client.post(reverse("grant_end", args=[grant.pk])).status_code == 403
    assert client.post(reverse("user_add"), {"email": EMAIL, "name": "x"}).status_code == 403
    person.refresh_from_db()
    assert person.is_active
    assert person.name == ""
    assert not AuditEvent.objects.exists()
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_new_account_gets_a_link_shown_once_where_no_mail_leaves(page, client):
    answer = page.post(reverse("user_add"), {"email": EMAIL.upper(), "name": "Uusi Koordinaattori"}, follow=True)
    person = User.objects.get(email=EMAIL)
    assert not person.has_usable_password()
    link = re.search(r'value="http://testserver([^"]+)"', answer.content.decode()).group(1)
    assert "http://testserver/fi/tili/salasana" not in page.get(reverse("user", args=[person.pk])).content.decode()
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["account.link_shown", "account.created"]
    client.logout()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_new_account_gets_its_link_by_mail_where_mail_leaves(page, settings):
    settings.EMAIL_HOST = "mail.esimerkki.invalid"
    answer = page.post(reverse("user_add"), {"email": EMAIL, "name": "Uusi"}, follow=True)
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    assert "/fi/tili/salasana/uusi/" in mail.outbox[0].body
    assert "Kertakäyttöinen linkki" not in answer.content.decode()


def test_mail_that_does_not_leave_turns_into_a_shown_link(page, settings, monkeypatch):
    settings.EMAIL_HOST = "mail.esimerkki.invalid"

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(actions, "send_mail", refuse)
    answer = page.post(reverse("user_add"), {"email": EMAIL, "name": "Uusi"}, follow=True)
    assert "Kertakäyttöinen linkki" in answer.content.decode()


def test_an_address_has_one_account(page):
    make_user(email=EMAIL)
    answer = page.post(reverse("user_add"), {"email": EMAIL.upper(), "name": "Toinen"})
    assert "Tällä osoitteella on jo tunnus." in answer.content.decode()
    assert User.objects.filter(email__iexact=EMAIL).count() == 1


def test_a_grant_is_given_and_ended_on_the_users_page(page):
    person, town = make_user(name="Aino Esimerkki"), make_organisation(name_fi="Koekunnan kaupunki")
    give = reverse("grant_give", args=[person.pk])
    values = {"role": "coordinator", "scope": "region", "valid_from": timezone.localdate().isoformat()}
    refused = page.post(give, values)
    assert "Tämä rooli annetaan organisaatiolle: valitse organisaatio." in refused.content.decode()
    page.post(give, {**values, "scope": f"organisation:{town.pk}"})
    grant = person.grants.get()
    assert "Koekunnan kaupunki" in page.get(reverse("user", args=[person.pk])).content.decode()
    page.post(reverse("grant_end", args=[grant.pk]), {"reason": "siirtyi muualle"})
    assert not person.grants.in_force(timezone.localdate()).exists()


def test_a_convener_is_given_a_network(page):
    person, network = make_user(), make_body(name_fi="Koeverkosto")
    values = {"role": "convener", "scope": f"body:{network.pk}", "valid_from": timezone.localdate().isoformat()}
    page.post(reverse("grant_give", args=[person.pk]), values)
    assert person.grants.get().scope == network


def test_deleting_asks_for_the_address(page):
    person = make_user(email=EMAIL)
    address = reverse("user_delete", args=[person.pk])
    assert "Osoite ei ole tämän tunnuksen osoite." in page.post(address, {"email": "muu@x.invalid"}).content.decode()
    assert User.objects.filter(pk=person.pk).exists()
    page.post(address, {"email": EMAIL})
    assert not User.objects.filter(pk=person.pk).exists()


def test_the_last_administrator_is_told_why_not(page, administrator):
    answer = page.post(reverse("user_deactivate", args=[administrator.pk]))
    assert answer.status_code == 409
    assert "Viimeistä pääkäyttäjää" in answer.content.decode()


def test_an_account_is_closed_and_opened_again(page):
    person = make_user()
    page.post(reverse("user_deactivate", args=[person.pk]), {"reason": "poissa"})
    person.refresh_from_db()
    assert not person.is_active
    page.post(reverse("user_reactivate", args=[person.pk]))
    person.refresh_from_db()
    assert person.is_active
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["account.reactivated", "account.deactivated"]


def test_users_are_found_by_name_address_and_role(page):
    make_user(name="Aino Esimerkki", email="aino@esimerkki.invalid")
    make_user_with("hyte_unit", name="Eero Malli", email="eero@esimerkki.invalid")
    users = reverse("users")
    assert "Eero Malli" not in page.get(users, {"q": "aino esim"}).content.decode()
    assert "Aino Esimerkki" in page.get(users, {"q": "AINO@"}).content.decode()
    held = page.get(users, {"role": "hyte_unit"}).content.decode()
    assert "Eero Malli" in held
    assert "Aino Esimerkki" not in held


def count_queries(page, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as seen:
        assert page.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["users", "events"])
def test_a_longer_list_needs_no_more_queries(page, name, administrator, django_assert_max_num_queries):
    make_user_with("coordinator", make_organisation())
    audit.record(administrator, "body.edited", make_body(), changes={"order": [1, 2]})
    page.get(reverse(name))
    few = count_queries(page, reverse(name), django_assert_max_num_queries)
    for _number in range(12):
        actor = make_user_with("coordinator", make_organisation())
        audit.record(actor, "body.edited", make_body(), changes={"order": [1, 2]})
    assert count_queries(page, reverse(name), django_assert_max_num_queries) == few


def test_the_log_is_filtered_by_kind_doer_and_day(page, administrator):
    person = make_user(name="Aino Esimerkki")
    audit.record(person, "body.edited", make_body(name_fi="Ensimmäinen koe"))
    audit.record(administrator, "body.closed", make_body(name_fi="Toinen koe"))
    events, today = reverse("events"), timezone.localdate()
    for query in ({"verb": "body.edited"}, {"person": person.pk}):
        shown = page.get(events, query).content.decode()
        assert "Ensimmäinen koe" in shown
        assert "Toinen koe" not in shown
    assert "Toinen koe" in page.get(events, {"since": today, "until": today}).content.decode()
    yesterday = today - dt.timedelta(days=1)
    assert "Toinen koe" not in page.get(events, {"until": yesterday}).content.decode()
    assert page.get(events, {"person": "x", "since": "eilen"}).status_code == 200


def test_the_log_is_paged(page, administrator):
    body = make_body()
    for number in range(60):
        audit.record(administrator, "body.edited", body, reason=f"syy-{number:02d}")
    first, second = page.get(reverse("events")), page.get(reverse("events"), {"page": 2})
    assert "syy-59" in first.content.decode()
    assert "syy-00" not in first.content.decode()
    assert "syy-00" in second.content.decode()


@pytest.fixture
def region():
    return make_region(
        residents=200_000,
        centre=make_area(name_fi="Keskus"),
        challenges=[{"fi": "Ikääntyminen", "sv": "Åldrande"}, {"fi": "Sairastavuus"}],
    )


def facts(region: Region, **values):
    return {
        "revision": region.revision,
        "residents": "201000",
        "employees": "7600",
        "centre": region.centre_id,
        "other_towns": [],
        "challenges_fi": "Ikääntyminen\nSairastavuus",
        "challenges_sv": "Åldrande",
        "challenges_en": "",
        **values,
    }


def test_the_regions_facts_are_corrected_and_the_change_is_recorded(page, region):
    town = make_area(name_fi="Toinen kaupunki")
    page.post(reverse("region_facts"), facts(region, other_towns=[town.pk], challenges_sv="Åldrande\nSjuklighet"))
    region.refresh_from_db()
    assert (region.residents, region.employees, list(region.other_towns.all())) == (201_000, 7600, [town])
    assert region.challenges == [{"fi": "Ikääntyminen", "sv": "Åldrande"}, {"fi": "Sairastavuus", "sv": "Sjuklighet"}]
    event = AuditEvent.objects.get(verb="region.edited")
    assert event.changes["residents"] == [200_000, 201_000]
    assert "Asukkaita noin" in page.get(reverse("events")).content.decode().replace("asukkaita", "Asukkaita")


def test_the_second_saver_sees_both_versions_and_loses_nothing(page, region):
    first, second = facts(region, residents="201000"), facts(region, residents="205000")
    page.post(reverse("region_facts"), first)
    answer = page.post(reverse("region_facts"), second)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "201000" in shown
    assert 'value="205000"' in shown.replace("205\xa0000", "205000")
    region.refresh_from_db()
    assert region.residents == 201_000
    revision = re.search(r'name="revision" value="(\d+)"', shown).group(1)
    assert page.post(reverse("region_facts"), {**second, "revision": revision}).status_code == 302
    region.refresh_from_db()
    assert region.residents == 205_000


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"residents": "-1"}, "residents"),
        ({"residents": "paljon"}, "residents"),
        ({"challenges_sv": "a\nb\nc"}, "Rivejä on enemmän kuin suomeksi."),
        ({"centre": "99999"}, "centre"),
    ],
)
def test_wrong_facts_are_told_and_not_saved(page, region, wrong, text):
    answer = page.post(reverse("region_facts"), facts(region, **wrong))
    assert answer.status_code == 200
    assert "Korjaa 1 kohta" in answer.content.decode()
    assert text in answer.content.decode()
    region.refresh_from_db()
    assert region.residents == 200_000


def test_the_centre_is_not_also_another_town(page, region):
    answer = page.post(reverse("region_facts"), facts(region, other_towns=[region.centre_id]))
    assert "Keskuskaupunki ei ole samalla muu kaupunki." in answer.content.decode()


def test_a_persons_own_page_shows_their_grants_and_takes_a_new_name(client):
    town = make_organisation(name_fi="Koekunnan kaupunki")
    person = make_user_with("coordinator", town)
    client.force_login(person)
    assert "Koekunnan kaupunki" in client.get(reverse("account_home")).content.decode()
    client.post(reverse("account_rename"), {"name": "Aino Esimerkki"})
    person.refresh_from_db()
    assert person.name == "Aino Esimerkki"
    assert client.post(reverse("account_rename"), {"name": "x" * 151}).status_code == 200
    person.refresh_from_db()
    assert person.name == "Aino Esimerkki"


def test_typed_markup_is_shown_as_text(page):
    make_user(name="<script>alert(1)</script>")
    assert "<script>alert" not in page.get(reverse("users")).content.decode()


def test_demo_accounts_are_made_once_one_for_each_role(settings):
    settings.DEMO = True
    scopes = {"convener": make_body(), "coordinator": make_organisation()}
    made = demo.make_demo_accounts(scopes)
    assert [account.role.code for account in made] == ["convener", "coordinator", "hyte_unit", "administrator"]
    before = list(User.objects.values()), list(Grant.objects.values()), AuditEvent.objects.count()
    demo.make_demo_accounts(scopes)
    assert (list(User.objects.values()), list(Grant.objects.values()), AuditEvent.objects.count()) == before
    for account in made:
        user = User.objects.get(email=account.email)
        assert user.is_demo
        assert user.name.startswith("Esimerkki ")
        assert user.check_password(account.password)
        assert [grant.role for grant in user.current_grants()] == [account.role.code]


def test_demo_accounts_are_not_made_outside_demo_mode(settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        demo.make_demo_accounts({})
    assert not User.objects.exists()
