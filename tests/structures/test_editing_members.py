"""The pages of members and documents, and the buttons that confirm and undo."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse

from factories import make_document, make_membership
from hytti.core.models import AuditEvent, Person
from hytti.structures.models import Body, Document, Membership
from structures.browsing import errors, page_of, posted, said, url

# Members


def test_a_member_is_added_edited_and_ended(scene, sign_in):
    client = sign_in(scene.convener)
    response = posted(
        client,
        url("add_member", scene.own),
        name="Maija Meikäläinen",
        role="chair",
        represents_organisation=scene.heinola.pk,
        start="1.1.2026",
    )
    assert response["Location"] == scene.own.get_absolute_url()
    membership = Membership.objects.get()
    assert (membership.role, membership.represents_organisation) == ("chair", scene.heinola)
    posted(client, url("edit_membership", membership), end="30.6.2026")
    membership.refresh_from_db()
    assert membership.end.isoformat() == "2026-06-30"
    assert said(posted(client, url("edit_membership", membership)))[-1] == "Mikään ei muuttunut."


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": "a" * 151}, "name"),
        ({"role": "kuningas"}, "role"),
        ({"start": "31.5.2025"}, "start"),
        ({"end": "1.6.2029"}, "end"),
        ({"start": "2.2.2026", "end": "1.2.2026"}, "end"),
        ({"post": "999"}, "post"),
    ],
)
def test_a_membership_that_cannot_be_is_refused_at_its_field(scene, sign_in, typed, field):
    Body.objects.filter(pk=scene.own.pk).update(term_start="2025-06-01", term_end="2029-05-31")
    response = posted(sign_in(scene.convener), url("add_member", scene.own), **({"name": "Maija"} | typed))
    assert (response.status_code, errors(response)) == (422, {field})
    assert not Person.objects.exists()


def test_a_member_chosen_as_the_own_deputy_is_refused_at_its_field(scene, sign_in):
    membership = make_membership(body=scene.own)
    response = posted(sign_in(scene.convener), url("edit_membership", membership), deputy_for=membership.pk)
    assert errors(response) == {"deputy_for"}
    assert "oma varajäsenensä" in page_of(response)


def test_a_mistaken_membership_is_removed_with_a_reason(scene, sign_in):
    membership = make_membership(body=scene.own)
    client = sign_in(scene.convener)
    address = url("remove_membership", membership)
    assert membership.person.name in page_of(client.get(address))
    assert errors(client.post(address, {"reason": " "})) == {"reason"}
    assert client.post(address, {"reason": "Väärä verkosto"}).status_code == 302
    assert not Membership.objects.exists()
    assert client.post(address, {"reason": "Väärä verkosto"}).status_code == 404


def test_anothers_members_are_out_of_reach(scene, sign_in):
    membership = make_membership(body=scene.lahtis)
    client = sign_in(scene.coordinator)
    for name in ("edit_membership", "remove_membership"):
        assert client.get(url(name, membership)).status_code == 403
        assert client.post(url(name, membership), {"name": "X", "role": "member", "reason": "x"}).status_code == 403
    assert Membership.objects.exists()


# Documents


def test_a_document_is_added_and_edited(scene, sign_in):
    client = sign_in(scene.coordinator)
    posted(
        client,
        reverse("structures:add_document"),
        title_fi="Hyvinvointisuunnitelma",
        kind="plan",
        organisation=scene.heinola.pk,
        period_start="2026",
        period_end="2029",
        address="www.heinola.fi/suunnitelma",
    )
    document = Document.objects.get()
    assert document.address == "https://www.heinola.fi/suunnitelma"
    assert said(posted(client, url("edit_document", document)))[-1] == "Mikään ei muuttunut."
    posted(client, url("edit_document", document), state="in_force")
    assert AuditEvent.objects.first().changes == {"state": ["unknown", "in_force"]}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "ftp://esimerkki.fi/a"}, "address"),
        ({"address": "https://" + "a" * 500 + ".fi"}, "address"),
        ({"address": "ei osoite"}, "address"),
        ({"period_start": "kaksituhatta"}, "period_start"),
        ({"period_start": "26"}, "period_start"),
        ({"period_start": "2026", "period_end": "2025"}, "period_end"),
        ({"title_fi": " "}, "title_fi"),
        ({"organisation": "lahti"}, "organisation"),
        ({"body": "committee"}, "body"),
    ],
)
def test_a_document_that_cannot_be_is_refused_at_its_field(scene, sign_in, typed, field):
    typed = {name: getattr(getattr(scene, value, None), "pk", value) for name, value in typed.items()}
    values = {"title_fi": "Suunnitelma", "kind": "plan", "organisation": scene.heinola.pk} | typed
    response = posted(sign_in(scene.coordinator), reverse("structures:add_document"), **values)
    assert (response.status_code, errors(response)) == (422, {field})


# Confirming and undoing


def test_confirming_is_one_press(scene, sign_in):
    client = sign_in(scene.convener)
    response = client.post(url("confirm_body", scene.own))
    assert response["Location"] == scene.own.get_absolute_url()
    assert said(response) == ["Vahvistettu tänään."]
    assert said(client.post(url("confirm_body", scene.own)))[-1] == "Tiedot on jo vahvistettu tänään."


@pytest.mark.parametrize("elsewhere", ["https://esimerkki.invalid/", "//esimerkki.invalid", "javascript:alert(1)"])
def test_confirming_returns_to_the_page_of_the_button_but_never_elsewhere(scene, sign_in, elsewhere):
    client, address = sign_in(scene.unit), url("confirm_body", scene.own)
    assert client.post(address, {"next": elsewhere})["Location"] == scene.own.get_absolute_url()
    assert client.post(address, {"next": "/fi/verkostot/?q=a"})["Location"] == "/fi/verkostot/?q=a"


def test_confirming_a_document(scene, sign_in):
    document = make_document(organisation=scene.heinola)
    sign_in(scene.coordinator).post(url("confirm_document", document))
    document.refresh_from_db()
    assert document.confirmed_by == scene.coordinator
    assert sign_in(scene.convener).post(url("confirm_document", document)).status_code == 403


def test_pressing_a_button_signed_out_leads_to_sign_in_and_back_to_a_page(scene, client):
    event = AuditEvent.objects.create(verb="body.edited", label="x")
    for address in (url("confirm_body", scene.own), reverse("structures:undo", args=[event.pk])):
        response = client.post(address)
        assert response["Location"].startswith(f"{reverse('account_login')}?next=")
        assert quote(address) not in response["Location"]
    assert AuditEvent.objects.count() == 1


def test_undoing_is_one_press_on_the_history(scene, sign_in):
    posted(sign_in(scene.unit), url("edit_body", scene.own), purpose_fi="Virhe")
    event = AuditEvent.objects.get()
    response = sign_in(scene.coordinator).post(reverse("structures:undo", args=[event.pk]))
    assert response["Location"] == url("body_history", scene.own)
    assert "kumottu" in said(response)[0]
    scene.own.refresh_from_db()
    assert scene.own.purpose_fi == "Alku"


def test_an_undoing_that_cannot_be_is_answered_in_words_on_the_history(scene, sign_in):
    client = sign_in(scene.unit)
    posted(client, url("edit_body", scene.own), purpose_fi="Ensimmäinen")
    event = AuditEvent.objects.get()
    posted(client, url("edit_body", scene.own), purpose_fi="Toinen")
    response = client.post(reverse("structures:undo", args=[event.pk]))
    assert response["Location"] == url("body_history", scene.own)
    assert "muutettu tämän jälkeen" in said(response)[-1]


def test_undoing_in_anothers_body_is_refused(scene, sign_in):
    posted(sign_in(scene.unit), url("edit_body", scene.lahtis), purpose_fi="Uusi")
    event = AuditEvent.objects.get()
    assert sign_in(scene.coordinator).post(reverse("structures:undo", args=[event.pk])).status_code == 403
