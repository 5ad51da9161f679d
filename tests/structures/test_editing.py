"""The pages where bodies are edited, founded and closed: what they show, refuse, keep and say."""

from __future__ import annotations

import pytest
from django.urls import reverse

from factories import make_body, make_organisation, make_source
from hytti.core.models import AuditEvent
from hytti.structures import actions
from hytti.structures.models import Body
from structures.browsing import errors, page_of, posted, said, url

MEGABYTES = 1024 * 1024
PAGES = ("edit_body", "close_body", "add_member")


# Editing a body


def test_the_form_opens_with_what_is_stored(scene, sign_in):
    form = sign_in(scene.coordinator).get(url("edit_body", scene.own)).context["form"]
    assert form["name_fi"].value() == "Heinolan verkosto"
    assert form["municipalities"].value() == [scene.heinola_area.pk]
    assert form["revision"].value() == 1


def test_sending_the_form_as_it_opened_changes_nothing(scene, sign_in):
    source = make_source()
    Body.objects.filter(pk=scene.own.pk).update(
        founded="2023-07",
        as_of="2023",
        term_start="2025-06-01",
        term_end="2029-05-31",
        source=source,
        purpose_fi="Ensimmäinen rivi\nToinen rivi",
        parent=scene.regional,
        convener=make_organisation(),
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
        client,
        url("edit_body", scene.own),
        appointed_by=scene.committee.pk,
        organisation=scene.county.pk,
        closed_on="2026-01-01",
        slug="kaapattu",
        name_sv="Nätverk",
    )
    assert set(AuditEvent.objects.get().changes) == {"name_sv"}


@pytest.mark.parametrize("field", ["convener", "parent"])
def test_a_choice_outside_the_own_reach_is_refused_at_its_field(scene, sign_in, field):
    other = scene.lahti if field == "convener" else scene.lahtis
    response = posted(sign_in(scene.coordinator), url("edit_body", scene.own), **{field: other.pk})
    assert (response.status_code, errors(response)) == (422, {field})


def test_leaving_the_own_municipality_out_is_refused_at_its_field(scene, sign_in):
    response = posted(sign_in(scene.coordinator), url("edit_body", scene.own), municipalities=[scene.lahti_area.pk])
    assert errors(response) == {"municipalities"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name_fi", ""),
        ("name_fi", "   "),
        ("name_fi", "\u200b\u200f \u202e"),
        ("name_fi", "a" * 201),
        ("name_fi", "a\x00b"),
        ("purpose_fi", "a" * 5001),
        ("purpose_fi", "a\x00b"),
        ("founded", "eilen"),
        ("founded", "2023-02-31"),
        ("founded", "31.2.2023"),
        ("founded", "13/2023"),
        ("founded", "0023"),
        ("term_start", "32.1.2025"),
        ("term_start", "1.1.0001"),
        ("as_of", "2023-7-"),
        ("kind", "council"),
        ("theme", "999999"),
        ("theme", "x"),
        ("municipalities", "999999"),
        ("parent", "-1"),
        ("revision", "x"),
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
        ("founded", "2023", "2023"),
        ("founded", "7/2023", "2023-07"),
        ("founded", "31.7.2023", "2023-07-31"),
        ("founded", "2023-07-31", "2023-07-31"),
        ("as_of", "2023-7", "2023-07"),
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
    response = posted(sign_in(scene.unit), url("edit_body", scene.own), term_start="2.1.2025", term_end="1.1.2025")
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
        sign_in(scene.unit),
        reverse("structures:found_network"),
        name_fi="HEINOLAN VERKOSTO",
        theme=scene.theme.pk,
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
