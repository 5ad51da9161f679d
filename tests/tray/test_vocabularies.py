"""The lists that the tray is sorted by."""

import csv
from pathlib import Path

import pytest

from hytti.tray import vocabularies
from hytti.tray.models import Term, ThemeRule

pytestmark = pytest.mark.django_db


def codes(vocabulary):
    return set(Term.objects.filter(vocabulary=vocabulary).values_list("code", flat=True))


def test_the_national_lists_are_whole_and_have_three_languages():
    vocabularies.load()
    assert [len(codes(name)) for name in ("service_class", "life_event", "target_group")] == [229, 19, 17]
    assert not Term.objects.exclude(vocabulary="ontology").filter(name_sv="").exists()
    assert not Term.objects.exclude(vocabulary="ontology").filter(name_en="").exists()
    retkeily = Term.objects.get(vocabulary="service_class", code="P27.2")
    assert (retkeily.name_fi, retkeily.parent.name_fi) == ("Retkeily", "Liikunta ja ulkoilu")


def test_the_eight_themes_have_the_classes_that_the_national_tray_tells():
    vocabularies.load()
    assert len(codes("theme")) == 8
    told = {"P4.12", "P27.2", "P27.1", "P25.1", "P10.8", "P5.17"}
    assert told <= set(ThemeRule.objects.values_list("service_class__code", flat=True))
    assert {"theme"} == set(ThemeRule.objects.values_list("theme__vocabulary", flat=True))


def test_loading_again_changes_nothing_and_keeps_an_ended_rule():
    vocabularies.load()
    rule = ThemeRule.objects.get(service_class__code="P27.2")
    rule.until = rule.since
    rule.save()
    before = Term.objects.count(), ThemeRule.objects.count()
    vocabularies.load()
    assert (Term.objects.count(), ThemeRule.objects.count()) == before
    rule.refresh_from_db()
    assert rule.until == rule.since


def test_every_rule_of_the_list_names_a_known_class():
    with (Path(vocabularies.__file__).with_name("lists") / "theme_rules.csv").open(encoding="utf-8") as lines:
        asked = {row["service_class"] for row in csv.DictReader(lines)}
    vocabularies.load()
    assert asked <= codes("service_class")
