"""Two people save the same record: the second one sees both versions."""

from __future__ import annotations

import re

from factories import make_theme
from hytti.core.models import AuditEvent
from hytti.structures import actions
from structures.browsing import page_of, posted, url


def open_twice(scene, sign_in, **first):
    """Both open the form; the first one saves."""
    client = sign_in(scene.coordinator)
    form = client.get(url("edit_body", scene.own)).context["form"]
    assert form["revision"].value() == 1
    posted(sign_in(scene.unit), url("edit_body", scene.own), **first)
    return client, {
        "revision": "1",
        "name_fi": "Heinolan verkosto",
        "kind": "network",
        "theme": scene.theme.pk,
        "purpose_fi": "Alku",
        "municipalities": [scene.heinola_area.pk],
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
        scene,
        sign_in,
        purpose_fi="Ensimmäisen teksti",
        term_start="1.6.2025",
        founded="7/2023",
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


def test_a_confirmation_in_between_stands_in_nobodys_way(scene, sign_in):
    client, data = open_twice(scene, sign_in)
    actions.confirm(by=scene.convener, record=scene.own)
    response = client.post(url("edit_body", scene.own), data | {"purpose_fi": "Toisen teksti"})
    assert response.status_code == 302
    scene.own.refresh_from_db()
    assert (scene.own.purpose_fi, scene.own.confirmed_by) == ("Toisen teksti", scene.convener)


def test_one_who_closes_is_told_of_a_change_first(scene, sign_in, today):
    posted(sign_in(scene.unit), url("edit_body", scene.own), purpose_fi="Uusi tarkoitus")
    client, closing = sign_in(scene.coordinator), {"closed_on": today.isoformat(), "closed_reason": "Kirjoitettu syy"}
    response = client.post(url("close_body", scene.own), closing | {"revision": "1"})
    assert response.status_code == 409
    for shown in ("Yksikön Hoitaja", "Kirjoitettu syy", 'name="revision" value="2"'):
        assert shown in page_of(response)
    assert client.post(url("close_body", scene.own), closing | {"revision": "2"}).status_code == 302


def test_a_made_up_revision_shows_both_versions(scene, sign_in):
    client, data = open_twice(scene, sign_in)
    for revision in ("0", "7"):
        response = client.post(url("edit_body", scene.own), data | {"purpose_fi": "Toinen", "revision": revision})
        assert response.status_code == 409
        assert [row.name for row in response.context["both"].different] == ["purpose_fi"]
