"""Audit events in words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_area, make_body, make_membership, make_organisation, make_theme, make_user
from hytti.core import audit
from hytti.core.history import Change, readable, readable_all

pytestmark = pytest.mark.django_db


def told(record, **changes):
    event = audit.record(None, "body.edited", record, changes={name: list(pair) for name, pair in changes.items()})
    return [(change.label, change.old, change.new) for change in readable(event)]


def test_links_become_names_choices_labels_and_dates_dates():
    old, new = make_theme(name_fi="Ravitsemus"), make_theme(name_fi="Liikunta")
    assert told(
        make_body(),
        kind=("network", "working_group"),
        theme=(old.pk, new.pk),
        founded=("2020", "2020-05"),
        closed_on=(None, "2026-01-31"),
    ) == [
        ("Laji", "Verkosto", "Työryhmä"),
        ("Teema", "Ravitsemus", "Liikunta"),
        ("Perustettu", "2020", "5/2020"),
        ("Lakkautettu", "", "31.1.2026"),
    ]


def test_many_links_become_a_list_of_names():
    areas = [make_area(name_fi=name) for name in ("Lahti", "Heinola")]
    assert told(make_body(), municipalities=([], [area.pk for area in areas])) == [("Kunnat", "", "Heinola, Lahti")]


def test_a_record_that_is_gone_is_said_to_be_gone():
    assert told(make_body(), theme=(987654, None)) == [("Teema", "poistettu tieto", "")]


def test_private_values_and_persons_are_not_told():
    membership = make_membership()
    assert told(membership, person=(None, membership.person.pk))[0][2] == f"henkilö {membership.person.pk}"
    assert told(membership.person, name=("•abc", "•def")) == [("Nimi", "nimeä ei näytetä", "nimeä ei näytetä")]
    user = make_user(name="Koe Käyttäjä")
    assert told(make_body(), confirmed_by=(None, user.pk)) == []


def test_a_translation_is_called_by_its_field_and_language():
    assert told(make_theme(), name_sv=("", "Kost"))[0][0] == "Nimi ruotsiksi"
    assert told(make_body(), purpose_en=("", "Feeds"))[0][0] == "Tarkoitus englanniksi"


def test_yes_and_no_are_words():
    assert told(make_theme(), is_priority=(False, True)) == [("Yhdyspintojen painopiste", "ei", "kyllä")]


def test_a_field_that_no_longer_exists_keeps_its_old_name():
    assert told(make_body(), mascot=("karhu", "hirvi")) == [("mascot", "karhu", "hirvi")]


def test_many_events_are_told_with_one_query_for_each_kind_of_link():
    def events(count):
        return [
            audit.record(
                None,
                "body.edited",
                make_body(),
                changes={"theme": [make_theme().pk, make_theme().pk], "convener": [None, make_organisation().pk]},
            )
            for _ in range(count)
        ]

    few, many = events(1), events(8)
    with CaptureQueriesContext(connection) as first:
        readable_all(few)
    with CaptureQueriesContext(connection) as second:
        found = readable_all(many)
    assert len(first) == len(second) == 2
    assert all(isinstance(change, Change) for changes in found.values() for change in changes)
