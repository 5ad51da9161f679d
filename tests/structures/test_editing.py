"""The pages where structures are edited: what they show, refuse, keep and say."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import translation

from factories import make_body, make_document, make_membership, make_organisation, make_source, make_theme
from hytti.core.models import AuditEvent, Person
from hytti.structures import actions
from hytti.structures.models import Body, Document, Membership

MEGABYTES = 1024 * 1024


@pytest.fixture(autouse=True)
def _finnish():
    with translation.override("fi"):
        yield


@pytest.fixture
def sign_in():
    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def url(name, record):
    return reverse(f"structures:{name}", args=[getattr(record, "slug", None) or record.pk])


def posted(client, address, /, **changes):
    """Send the form as a browser would: everything the page shows, with the changes."""
    form = client.get(address).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        shown = bound.field.widget.format_value(value)
        if value is True or (shown not in (None, [""]) and value is not False):
            data[bound.name] = "on" if value is True else shown
    return client.post(address, data | changes)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response):
    return set(response.context["form"].errors)


def page_of(response):
    return response.content.decode()


# Who gets in


PAGES = ("edit_body", "close_body", "add_member")


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_is_sent_to_sign_in_and_comes_back(scene, client, name):
    address = url(name, scene.own)
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={quote(address)}"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("person", "body", "status"),
    [
        ("unit", "committee", 200), ("coordinator", "own", 200), ("coordinator", "lahtis", 403),
        ("coordinator", "regional", 403), ("administrator", "own", 403), ("stranger", "own", 403),
    ],
)
def test_only_those_with_the_right_see_the_form(scene, sign_in, name, person, body, status):
    assert sign_in(getattr(scene, person)).get(url(name, getattr(scene, body))).status_code == status


@pytest.mark.parametrize(("name", "status"), [("edit_body", 200), ("add_member", 200), ("close_body", 403)])
def test_a_convener_edits_the_own_network_but_does_not_close_it(scene, sign_in, name, status):
    assert sign_in(scene.convener).get(url(name, scene.own)).status_code == status


@pytest.mark.parametrize(
    ("person", "status"),
    [("unit", 200), ("coordinator", 200), ("convener", 403), ("administrator", 403), ("stranger", 403)],
)
def test_founding_and_documents_are_for_coordinators_and_the_unit(scene, sign_in, person, status):
    client = sign_in(getattr(scene, person))
    assert client.get(reverse("structures:found_network")).status_code == status
    assert client.get(reverse("structures:add_document")).status_code == status


def test_a_refusal_is_told_in_words(scene, sign_in):
    response = sign_in(scene.coordinator).get(url("edit_body", scene.lahtis))
    assert "tarvitaan valtuus" in page_of(response)


def test_posting_without_the_right_changes_nothing(scene, sign_in):
    client = sign_in(scene.coordinator)
    for name in PAGES:
        assert client.post(url(name, scene.lahtis), {"name_fi": "Kaapattu", "name": "X"}).status_code == 403
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("name", ["confirm_body", "confirm_document", "undo"])
def test_a_buttons_address_is_not_a_page(scene, sign_in, name):
    record = make_document() if name == "confirm_document" else scene.own
    address = reverse("structures:undo", args=[1]) if name == "undo" else url(name, record)
    response = sign_in(scene.unit).get(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_what_does_not_exist_is_not_found(scene, sign_in):
    client = sign_in(scene.unit)
    for name, argument in (("edit_body", "ei-ole"), ("edit_document", "ei-ole"), ("edit_membership", 999_999)):
        assert client.get(reverse(f"structures:{name}", args=[argument])).status_code == 404
    assert client.post(reverse("structures:undo", args=[999_999])).status_code == 404


# Editing a body


def test_the_form_opens_with_what_is_stored(scene, sign_in):
    form = sign_in(scene.coordinator).get(url("edit_body", scene.own)).context["form"]
    assert form["name_fi"].value() == "Heinolan verkosto"
    assert form["municipalities"].value() == [scene.heinola_area.pk]
    assert form["revision"].value() == 1


def test_sending_the_form_as_it_opened_changes_nothing(scene, sign_in):
    source = make_source()
    Body.objects.filter(pk=scene.own.pk).update(
        founded="2023-07", as_of="2023", term_start="2025-06-01", term_end="2029-05-31", source=source,
        purpose_fi="Ensimmäinen rivi\nToinen rivi", parent=scene.regional, convener=make_organisation(),
    )
    for person in (scene.unit, scene.coordinator, scene.convener):
        response = posted(sign_in(person), url("edit_body", scene.own))
        assert said(response) == ["Mikään ei muuttunut."]
    assert not AuditEvent.objects.exists()


def test_an_organ_is_sent_back_as_it_opened_without_a_change(scene, sign_in):
    Body.objects.filter(pk=scene.committee.pk).update(appointed_by=scene.regional, appointment_basis="Sääntö 16 §")
    assert said(posted(sign_in(scene.unit), url("edit_body", scene.committee))) == ["Mikään ei muuttunut."]


def test_saving_leads_to_the_body_and_says_what_happened(scene, sign_in):
    response = posted(sign_in(scene.coordinator), url("edit_body", scene.own), purpose_fi="Uusi\r\ntarkoitus")
    assert (response.status_code, response["Location"]) == (302, scene.own.get_absolute_url())
    assert "tallennettu" in said(response)[0]
    assert AuditEvent.objects.get().changes == {"purpose_fi": ["Alku", "Uusi\ntarkoitus"]}


@pytest.mark.parametrize("person", ["coordinator", "convener"])
def test_fields_out_of_the_persons_hands_are_not_shown_and_not_taken(scene, sign_in, person):
    client = sign_in(getattr(scene, person))
    form = client.get(url("edit_body", scene.own)).context["form"]
    assert "appointed_by" not in form.fields
    assert ("convener" in form.fields) is (person == "coordinator")
    posted(
        client, url("edit_body", scene.own), appointed_by=scene.committee.pk, organisation=scene.county.pk,
        closed_on="2026-01-01", slug="kaapattu", name_sv="Nätverk",
    )
    assert set(AuditEvent.objects.get().changes) == {"name_sv"}


@pytest.mark.parametrize("field", ["convener", "parent"])
def test_a_choice_outside_the_own_reach_is_refused_at_its_field(scene, sign_in, field):
    other = scene.lahti if field == "convener" else scene.lahtis
    response = posted(sign_in(scene.coordinator), url("edit_body", scene.own), **{field: other.pk})
    assert (response.status_code, errors(response)) == (422, {field})


def test_leaving_the_own_municipality_out_is_refused_at_its_field(scene, sign_in):
    response = posted(
        sign_in(scene.coordinator), url("edit_body", scene.own), municipalities=[scene.lahti_area.pk]
    )
    assert errors(response) == {"municipalities"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name_fi", ""), ("name_fi", "   "), ("name_fi", "\u200b\u200f \u202e"), ("name_fi", "a" * 201),
        ("name_fi", "a\x00b"), ("purpose_fi", "a" * 5001), ("purpose_fi", "a\x00b"), ("founded", "eilen"),
        ("founded", "2023-02-31"), ("founded", "31.2.2023"), ("founded", "13/2023"), ("founded", "0023"),
        ("term_start", "32.1.2025"), ("term_start", "1.1.0001"), ("as_of", "2023-7-"), ("kind", "council"),
        ("theme", "999999"), ("theme", "x"), ("municipalities", "999999"), ("parent", "-1"), ("revision", "x"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(scene, sign_in, field, typed):
    response = posted(sign_in(scene.unit), url("edit_body", scene.own), **{field: typed})
    assert (response.status_code, errors(response)) == (422, {field})
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("name_fi", "  Äitien   verkosto ", "Äitien verkosto"),
        ("name_fi", "A\u0308itien", "Äitien"),
        ("name_fi", "Perheet 👨‍👩‍👧 yhdessä", "Perheet 👨‍👩‍👧 yhdessä"),
        ("name_fi", "شبكة\u200f 1", "شبكة\u200f 1"),
        ("name_fi", "Verkosto\u202egnp", "Verkostognp"),
        ("name_fi", "<b>Lihava</b>", "<b>Lihava</b>"),
        ("founded", "2023", "2023"), ("founded", "7/2023", "2023-07"), ("founded", "31.7.2023", "2023-07-31"),
        ("founded", "2023-07-31", "2023-07-31"), ("as_of", "2023-7", "2023-07"),
    ],
)
def test_what_is_typed_is_kept_as_it_was_meant(scene, sign_in, field, typed, kept):
    assert posted(sign_in(scene.unit), url("edit_body", scene.own), **{field: typed}).status_code == 302
    scene.own.refresh_from_db()
    assert getattr(scene.own, field) == kept


@pytest.mark.parametrize("typed", ["24.11.2026", "2026-11-24", " 24.11.2026 "])
def test_a_day_is_typed_the_finnish_way_or_the_machines(scene, sign_in, typed):
    posted(sign_in(scene.unit), url("edit_body", scene.own), term_start=typed)
    scene.own.refresh_from_db()
    assert scene.own.term_start.isoformat() == "2026-11-24"


def test_a_name_taken_in_the_theme_is_refused_at_the_name(scene, sign_in):
    response = posted(sign_in(scene.unit), url("edit_body", scene.own), name_fi=scene.lahtis.name_fi)
    assert errors(response) == {"name_fi"}
    assert "samanniminen" in page_of(response)


def test_a_term_that_ends_before_it_starts_is_refused_at_its_end(scene, sign_in):
    response = posted(
        sign_in(scene.unit), url("edit_body", scene.own), term_start="2.1.2025", term_end="1.1.2025"
    )
    assert errors(response) == {"term_end"}


@pytest.mark.parametrize("letter", ["a", "ä"])
def test_ten_megabytes_of_text_come_back_with_the_error_and_the_text(scene, sign_in, letter):
    text = letter * (10 * MEGABYTES // len(letter.encode()))
    response = posted(sign_in(scene.coordinator), url("edit_body", scene.own), purpose_fi=text, name_sv="Nätverk")
    assert (response.status_code, errors(response)) == (422, {"purpose_fi"})
    page = page_of(response)
    assert text in page
    assert 'value="Nätverk"' in page
    assert "5000" in page


def test_more_than_the_server_takes_is_answered_in_words(scene, sign_in):
    client = sign_in(scene.coordinator)
    response = client.post(url("edit_body", scene.own), {"purpose_fi": "a" * (13 * MEGABYTES)})
    assert response.status_code == 413
    assert "liian suuri" in page_of(response)
    assert not AuditEvent.objects.exists()


def test_what_people_type_never_becomes_markup(scene, sign_in):
    client = sign_in(scene.unit)
    response = posted(client, url("edit_body", scene.own), name_fi="<script>x</script>", founded="<b>")
    assert "<script>x" not in page_of(response)
    assert "<b>" not in page_of(response)


def test_a_closed_body_has_no_form_and_keeps_what_was_typed_in_an_open_one(scene, sign_in, today):
    client = sign_in(scene.coordinator)
    form = {"name_fi": "Heinolan verkosto", "kind": "network", "purpose_fi": "Kirjoitettu", "revision": "1"}
    actions.close_body(by=scene.unit, body=scene.own, on=today, reason="Päättyi", revision=None)
    for name in PAGES:
        response = client.get(url(name, scene.own))
        assert response.status_code == 409
        assert "lakkautettu" in page_of(response)
    response = client.post(url("edit_body", scene.own), form)
    assert response.status_code == 409
    assert "Kirjoitettu" in page_of(response)
    assert "lakkautettu" in page_of(response)


# Two people at once


def open_twice(scene, sign_in, **first):
    """Both open the form; the first one saves."""
    client = sign_in(scene.coordinator)
    form = client.get(url("edit_body", scene.own)).context["form"]
    assert form["revision"].value() == 1
    posted(sign_in(scene.unit), url("edit_body", scene.own), **first)
    return client, {
        "revision": "1", "name_fi": "Heinolan verkosto", "kind": "network", "theme": scene.theme.pk,
        "purpose_fi": "Alku", "municipalities": [scene.heinola_area.pk],
    }


def test_the_second_saver_sees_both_versions_and_who_saved(scene, sign_in):
    client, data = open_twice(scene, sign_in, purpose_fi="Ensimmäisen teksti")
    response = client.post(url("edit_body", scene.own), data | {"purpose_fi": "Toisen teksti", "name_sv": "Nätverk"})
    assert response.status_code == 409
    page = page_of(response)
    for shown in ("Ensimmäisen teksti", "Toisen teksti", "Nätverk", "Yksikön Hoitaja"):
        assert shown in page
    rows = {row.name: row for row in response.context["both"].different}
    assert set(rows) == {"purpose_fi", "name_sv"}
    assert rows["purpose_fi"].both_changed
    assert not rows["name_sv"].both_changed
    assert re.search(r'name="revision" value="2"', page)
    scene.own.refresh_from_db()
    assert scene.own.purpose_fi == "Ensimmäisen teksti"


def test_the_second_saver_saves_the_own_version_on_top(scene, sign_in):
    client, data = open_twice(scene, sign_in, purpose_fi="Ensimmäisen teksti")
    data |= {"purpose_fi": "Toisen teksti", "name_sv": "Nätverk"}
    client.post(url("edit_body", scene.own), data)
    response = client.post(
        url("edit_body", scene.own), data | {"revision": "2", "take-purpose_fi": "yours", "take-name_sv": "yours"}
    )
    assert response.status_code == 302
    scene.own.refresh_from_db()
    assert (scene.own.purpose_fi, scene.own.name_sv, scene.own.revision) == ("Toisen teksti", "Nätverk", 3)
    assert AuditEvent.objects.first().changes["purpose_fi"] == ["Ensimmäisen teksti", "Toisen teksti"]


def test_the_second_saver_takes_each_field_from_either_version(scene, sign_in):
    client, data = open_twice(
        scene, sign_in, purpose_fi="Ensimmäisen teksti", term_start="1.6.2025", founded="7/2023",
        other_themes=[make_theme().pk, make_theme().pk],
    )
    data |= {"purpose_fi": "Toisen teksti", "name_sv": "Nätverk", "convener": scene.heinola.pk, "revision": "2"}
    taken = ("purpose_fi", "term_start", "founded", "other_themes")
    response = client.post(url("edit_body", scene.own), data | {f"take-{name}": "stored" for name in taken})
    assert response.status_code == 302
    assert set(AuditEvent.objects.first().changes) == {"name_sv", "convener"}


def test_what_only_the_other_changed_stands_at_the_stored_version(scene, sign_in):
    client, data = open_twice(scene, sign_in, name_en="Network")
    response = client.post(url("edit_body", scene.own), data | {"purpose_fi": "Toisen teksti"})
    chosen = {row.name: row.keep_theirs for row in response.context["both"].different}
    assert chosen == {"name_en": True, "purpose_fi": False}


def test_a_third_save_in_between_is_shown_too(scene, sign_in):
    client, data = open_twice(scene, sign_in, purpose_fi="Ensimmäisen teksti")
    posted(sign_in(scene.unit), url("edit_body", scene.own), purpose_fi="Kolmannen teksti")
    response = client.post(url("edit_body", scene.own), data | {"purpose_fi": "Toisen teksti", "revision": "2"})
    assert response.status_code == 409
    assert "Kolmannen teksti" in page_of(response)


def test_two_members_names_are_set_side_by_side(scene, sign_in):
    member = actions.add_member(by=scene.unit, body=scene.own, name="Maija Meikäläinen", values={})
    actions.edit_membership(by=scene.unit, membership=member, name="Maija Virtanen", values={}, revision=1)
    response = sign_in(scene.convener).post(
        url("edit_membership", member), {"name": "Maija Korhonen", "role": "member", "revision": "1"}
    )
    assert response.status_code == 409
    assert [row.name for row in response.context["both"].different] == ["name"]


# Founding and closing


def test_a_coordinator_founds_under_the_own_municipality_which_is_chosen_already(scene, sign_in):
    client = sign_in(scene.coordinator)
    form = client.get(reverse("structures:found_network")).context["form"]
    assert list(form.fields["convener"].queryset) == [scene.heinola]
    assert form["municipalities"].value() == [scene.heinola_area.pk]
    response = posted(client, reverse("structures:found_network"), name_fi="Uusi verkosto", convener=scene.heinola.pk)
    body = Body.objects.get(name_fi="Uusi verkosto")
    assert response["Location"] == body.get_absolute_url()
    assert body.convener == scene.heinola
    assert "perustettu" in said(response)[0]


def test_a_coordinator_does_not_found_for_another_municipality(scene, sign_in):
    response = posted(
        sign_in(scene.coordinator), reverse("structures:found_network"), name_fi="Uusi", convener=scene.lahti.pk
    )
    assert errors(response) == {"convener"}


def test_a_taken_name_is_refused_and_the_form_keeps_the_rest(scene, sign_in):
    response = posted(
        sign_in(scene.unit), reverse("structures:found_network"), name_fi="HEINOLAN VERKOSTO", theme=scene.theme.pk,
        purpose_fi="Pitkä tarkoitus",
    )
    assert errors(response) == {"name_fi"}
    assert "Pitkä tarkoitus" in page_of(response)


def test_closing_says_what_it_means_and_that_it_can_be_undone(scene, sign_in, today):
    client = sign_in(scene.coordinator)
    page = page_of(client.get(url("close_body", scene.own)))
    assert "voi kumota" in page
    assert f'value="{today.day}.{today.month}.{today.year}"' in page
    response = posted(client, url("close_body", scene.own), closed_reason="Yhdistyi toiseen")
    assert response["Location"] == scene.own.get_absolute_url()
    scene.own.refresh_from_db()
    assert (scene.own.closed_on, scene.own.closed_reason) == (today, "Yhdistyi toiseen")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("closed_reason", " "), ("closed_reason", "a" * 2001), ("closed_on", "1.1.2199"), ("closed_on", "")],
)
def test_closing_without_a_reason_or_a_proper_day_is_refused_at_its_field(scene, sign_in, field, typed):
    response = posted(sign_in(scene.unit), url("close_body", scene.own), **{"closed_reason": "Syy", field: typed})
    assert errors(response) == {field}
    assert not AuditEvent.objects.exists()


def test_closing_a_body_with_groups_under_it_names_them_and_keeps_the_reason(scene, sign_in):
    make_body(parent=scene.own, name_fi="Alaryhmä")
    client = sign_in(scene.unit)
    assert "Alaryhmä" in page_of(client.get(url("close_body", scene.own)))
    response = posted(client, url("close_body", scene.own), closed_reason="Kirjoitettu syy")
    assert response.status_code == 409
    assert "Kirjoitettu syy" in page_of(response)


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


# Members


def test_a_member_is_added_edited_and_ended(scene, sign_in):
    client = sign_in(scene.convener)
    response = posted(
        client, url("add_member", scene.own), name="Maija Meikäläinen", role="chair",
        represents_organisation=scene.heinola.pk, start="1.1.2026",
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
        ({"name": ""}, "name"), ({"name": "\u200b"}, "name"), ({"name": "a" * 151}, "name"),
        ({"role": "kuningas"}, "role"), ({"start": "31.5.2025"}, "start"), ({"end": "1.6.2029"}, "end"),
        ({"start": "2.2.2026", "end": "1.2.2026"}, "end"), ({"post": "999"}, "post"),
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
        client, reverse("structures:add_document"), title_fi="Hyvinvointisuunnitelma", kind="plan",
        organisation=scene.heinola.pk, period_start="2026", period_end="2029", address="www.heinola.fi/suunnitelma",
    )
    document = Document.objects.get()
    assert document.address == "https://www.heinola.fi/suunnitelma"
    assert said(posted(client, url("edit_document", document)))[-1] == "Mikään ei muuttunut."
    posted(client, url("edit_document", document), state="in_force")
    assert AuditEvent.objects.first().changes == {"state": ["unknown", "in_force"]}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"address": "javascript:alert(1)"}, "address"), ({"address": "ftp://esimerkki.fi/a"}, "address"),
        ({"address": "https://" + "a" * 500 + ".fi"}, "address"), ({"address": "ei osoite"}, "address"),
        ({"period_start": "kaksituhatta"}, "period_start"), ({"period_start": "26"}, "period_start"),
        ({"period_start": "2026", "period_end": "2025"}, "period_end"), ({"title_fi": " "}, "title_fi"),
        ({"organisation": "lahti"}, "organisation"), ({"body": "committee"}, "body"),
    ],
)
def test_a_document_that_cannot_be_is_refused_at_its_field(scene, sign_in, typed, field):
    typed = {name: getattr(getattr(scene, value, None), "pk", value) for name, value in typed.items()}
    values = {"title_fi": "Suunnitelma", "kind": "plan", "organisation": scene.heinola.pk} | typed
    response = posted(sign_in(scene.coordinator), reverse("structures:add_document"), **values)
    assert (response.status_code, errors(response)) == (422, {field})


# Costs


@pytest.mark.parametrize("name", ["edit_body", "add_member", "found_network", "add_document"])
def test_the_forms_cost_the_same_with_many_records(scene, sign_in, django_assert_max_num_queries, name):
    address = reverse(f"structures:{name}") if name.startswith(("found", "add_doc")) else url(name, scene.own)
    client = sign_in(scene.coordinator)
    client.get(address)
    with django_assert_max_num_queries(100) as before:
        client.get(address)
    for _ in range(10):
        body = make_body(municipalities=[scene.heinola_area], theme=make_theme())
        make_membership(body=body)
        make_membership(body=scene.own)
        make_document(organisation=scene.heinola)
        make_source()
    with django_assert_max_num_queries(len(before)):
        client.get(address)
