"""A record changes in one way only: whole, once, and with a trace."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from factories import make_area, make_body, make_organisation, make_person, make_theme, make_user
from hytti.core import audit, changes
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent, Organisation
from hytti.core.permissions import NotNow
from hytti.structures.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone():
    return make_user()


def test_a_change_leaves_an_event_with_the_old_and_the_new_value(someone):
    organisation = make_organisation(name_fi="Vanha nimi")
    changed = changes.apply(organisation, {"name_fi": "Uusi nimi"}, by=someone, verb="organisation.edited")
    assert changed.name_fi == "Uusi nimi"
    event = AuditEvent.objects.get()
    assert (event.actor, event.verb, event.changes) == (
        someone,
        "organisation.edited",
        {"name_fi": ["Vanha nimi", "Uusi nimi"]},
    )


def test_a_change_makes_the_revision_grow_by_one(someone):
    organisation = make_organisation()
    assert changes.apply(organisation, {"name_fi": "A"}, by=someone, verb="x").revision == organisation.revision + 1


def test_nothing_is_written_where_nothing_differs(someone, django_assert_num_queries):
    organisation = make_organisation(name_fi="Sama")
    same = changes.apply(organisation, {"name_fi": "Sama"}, by=someone, verb="x")
    assert same.revision == organisation.revision
    assert not AuditEvent.objects.exists()


def test_linked_records_are_compared_by_what_they_are_not_by_their_order(someone):
    first, second = make_area(), make_area()
    body = make_body(municipalities=[first, second])
    changes.apply(body, {"municipalities": [second, first]}, by=someone, verb="x")
    assert not AuditEvent.objects.exists()
    changed = changes.apply(body, {"municipalities": [second.pk]}, by=someone, verb="x")
    assert list(changed.municipalities.all()) == [second]
    assert AuditEvent.objects.get().changes == {"municipalities": [sorted([first.pk, second.pk]), [second.pk]]}


def test_an_old_revision_is_refused_and_nothing_changes(someone):
    organisation = make_organisation(name_fi="Alku")
    changes.apply(organisation, {"name_fi": "Ensimmäinen"}, by=someone, verb="x", revision=1)
    with pytest.raises(EditConflict) as conflict:
        changes.apply(organisation, {"name_fi": "Toinen"}, by=someone, verb="x", revision=1)
    assert conflict.value.record.name_fi == "Ensimmäinen"
    organisation.refresh_from_db()
    assert organisation.name_fi == "Ensimmäinen"
    assert AuditEvent.objects.count() == 1


def test_a_change_starts_from_what_is_stored_not_from_an_old_copy(someone):
    organisation = make_organisation(name_fi="Alku", name_sv="Början")
    old_copy = Organisation.objects.get(pk=organisation.pk)
    changes.apply(organisation, {"name_fi": "Uusi"}, by=someone, verb="x")
    changed = changes.apply(old_copy, {"name_sv": "Ny"}, by=someone, verb="x")
    assert (changed.name_fi, changed.name_sv, changed.revision) == ("Uusi", "Ny", 3)


def test_a_refused_change_leaves_neither_row_nor_event(someone):
    body = make_body(name_fi="Nimi")
    with pytest.raises(ValidationError):
        changes.apply(body, {"name_fi": "Toinen", "founded": "eilen"}, by=someone, verb="x")
    body.refresh_from_db()
    assert body.name_fi == "Nimi"
    assert not AuditEvent.objects.exists()


def test_a_text_longer_than_the_model_promises_to_keep_is_refused(someone):
    body = make_body()
    with pytest.raises(ValidationError) as refusal:
        changes.apply(body, {"purpose_fi": "a" * 5001}, by=someone, verb="x")
    assert set(refusal.value.error_dict) == {"purpose_fi"}
    assert "5000" in refusal.value.messages[0]
    changes.apply(body, {"purpose_fi": "a" * 5000}, by=someone, verb="x")


def test_a_text_that_the_database_cannot_keep_is_refused(someone):
    with pytest.raises(ValidationError) as refusal:
        changes.apply(make_body(), {"purpose_fi": "a\x00b"}, by=someone, verb="x")
    assert set(refusal.value.error_dict) == {"purpose_fi"}


def test_a_record_is_created_with_its_links_and_one_event(someone):
    area = make_area()
    values = {"kind": "network", "name_fi": "Uusi verkosto", "municipalities": [area], "name_sv": ""}
    body = changes.apply(Body(slug="uusi"), values, by=someone, verb="body.founded")
    assert list(body.municipalities.all()) == [area]
    assert body.revision == 1
    assert AuditEvent.objects.get().changes == {
        "kind": [None, "network"],
        "name_fi": [None, "Uusi verkosto"],
        "municipalities": [None, [area.pk]],
    }


def test_a_record_somebody_removed_is_answered_in_words(someone):
    organisation = make_organisation()
    Organisation.objects.all().delete()
    with pytest.raises(NotNow):
        changes.apply(organisation, {"name_fi": "Uusi"}, by=someone, verb="x")


def test_a_name_taken_at_the_same_moment_is_answered_with_the_rule_it_breaks(someone, monkeypatch):
    """The other person's row becomes visible only after our own check has passed."""
    theme = make_theme()
    body = make_body(name_fi="Toinen", theme=theme)
    make_body(name_fi="Varattu", theme=theme)
    full_clean, calls = Body.full_clean, []

    def blind_at_first(self, *args, **kwargs):
        calls.append(self)
        if len(calls) > 1:
            full_clean(self, *args, **kwargs)

    monkeypatch.setattr(Body, "full_clean", blind_at_first)
    with pytest.raises(ValidationError) as refusal:
        changes.apply(body, {"name_fi": "Varattu"}, by=someone, verb="x")
    assert refusal.value.messages == ["Teemassa on jo samanniminen verkosto."]
    assert not AuditEvent.objects.exists()


def test_a_collision_that_no_rule_explains_asks_to_save_again(someone, monkeypatch):
    body = make_body()

    def collide(self, *args, **kwargs):
        raise IntegrityError("unknown")

    monkeypatch.setattr(Body, "save", collide)
    with pytest.raises(ValidationError) as refusal:
        changes.apply(body, {"name_fi": "Uusi"}, by=someone, verb="x")
    assert "uudelleen" in refusal.value.messages[0]


def test_a_persons_name_is_never_kept_in_an_event(someone):
    person = make_person(name="Maija Meikäläinen")
    changes.apply(person, {"name": "Maija Virtanen"}, by=someone, verb="member.renamed")
    event = AuditEvent.objects.get()
    old, new = event.changes["name"]
    assert old != new
    assert "Mei" not in f"{event.changes} {event.label}"
    assert "Virtanen" not in f"{event.changes} {event.label}"


def test_a_dates_old_and_new_value_are_kept_as_they_are_written_by_machines():
    assert audit.difference({"end": "2025-01-31"}, {"end": "2026-01-31"}) == {"end": ["2025-01-31", "2026-01-31"]}
