"""Who gets to the editing pages, and what the pages cost."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse

from factories import make_body, make_document, make_membership, make_source, make_theme
from hytti.core.models import AuditEvent
from structures.browsing import page_of, url

PAGES = ("edit_body", "close_body", "add_member")


# Who gets in


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
        ("unit", "committee", 200),
        ("coordinator", "own", 200),
        ("coordinator", "lahtis", 403),
        ("coordinator", "regional", 403),
        ("administrator", "own", 403),
        ("stranger", "own", 403),
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
