"""The real pack's places: 23 of LIPAS, with their source, licence and date, found by their words."""

import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from hytti.core.packs.loading import load
from hytti.core.packs.reading import PackError
from hytti.tray.models import Feed, Offer
from hytti.tray.search import Question, find
from hytti.tray.words import kept_fresh

PACK = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame"
pytestmark = pytest.mark.django_db


def test_the_places_are_in_the_tray_with_their_source(region):
    shown = Offer.objects.public(timezone.localdate())
    assert shown.count() == 23
    shelter = shown.get(name_fi="Aurinkovuoren laavu")
    assert shelter.kind == "place"
    assert shelter.provider.name_fi == "Asikkala"
    assert (shelter.source.licence, shelter.as_of) == ("CC BY 4.0", "2023-12-04")
    assert not shelter.is_made_up
    assert shelter.reviewed_on is None  # the source changed it on that day; nobody has said that it is still right
    assert kept_fresh(shelter) == "LIPAS-liikuntapaikkatiedot (otos), päivitetty 4.12.2023"
    assert [area.name_fi for area in shelter.municipalities.all()] == ["Asikkala"]
    tower = shown.get(name_fi="Iso-Äiniön lintutorni")
    assert tower.provider.name_fi == "Ylläpitäjä ei tiedossa"
    assert not any(offer.contacts.exists() for offer in shown)


def test_they_are_found_by_an_inflected_word(region):
    found = find(Question(words="laavulle Asikkalassa"))
    names = set(Offer.objects.filter(pk__in=[pk for pk, _score in found.hits]).values_list("name_fi", flat=True))
    assert "Aurinkovuoren laavu" in names


def test_loading_again_changes_nothing_and_a_persons_edit_stays(region):
    Offer.objects.filter(name_fi="Aurinkovuoren laavu").update(summary_fi="Laavu harjulla, puut valmiina.")
    load(PACK)
    assert Offer.objects.count() == 23
    assert Offer.objects.get(name_fi="Aurinkovuoren laavu").summary_fi == "Laavu harjulla, puut valmiina."


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_loaded(db, tmp_path):
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder, ignore=shutil.ignore_patterns("statistics"))
    (folder / "tray" / "lipas.json").write_text("<html>", encoding="utf-8")
    with pytest.raises(PackError, match=r"lipas\.json"):
        load(folder)
    assert not Feed.objects.exists()
    (folder / "tray" / "lipas.json").unlink()
    with pytest.raises(PackError, match="there is no file"):
        load(folder)
