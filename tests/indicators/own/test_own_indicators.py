"""The region's own indicators: drafts, publishing, and the form of the national ones."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from hytti.core.conflicts import EditConflict
from hytti.core.permissions import NotNow
from hytti.indicators import catalogue, definitions
from hytti.indicators.actions import own_indicators
from hytti.indicators.definitions import Definition
from hytti.indicators.models import OwnIndicator
from indicators.own.keeping import WHOLE, publish_indicator

pytestmark = pytest.mark.django_db


def test_a_draft_needs_only_a_name_and_is_not_in_the_catalogue(scene):
    draft = own_indicators.add_indicator(by=scene.unit, values={"name_fi": "Ääniä ja öitä"})
    assert (draft.key, draft.state) == ("aania-ja-oita", "draft")
    assert catalogue.get(draft.key) is None
    with pytest.raises(NotNow, match="Täydennä"):
        own_indicators.publish_indicator(by=scene.unit, indicator=draft, revision=draft.revision)


def test_a_published_one_is_a_definition_like_the_national_ones(scene):
    published = publish_indicator(
        scene.unit,
        name_fi="Liikkuvat",
        name_sv="Rörliga",
        kind="share",
        per=100.0,
        lower_is_better=False,
        interval="wilson",
        breaks_fi="2021: Iitti mukaan\n2019 – uusi kysely",
        breaks_sv="2021: Itis med",
    )
    found = catalogue.get(published.key)
    assert isinstance(found, Definition)
    assert (found.name.fi, found.name.sv, found.name.en) == ("Liikkuvat", "Rörliga", "Liikkuvat")
    assert (found.kind, found.per, found.lower_is_better, found.interval) == ("share", 100, False, "wilson")
    assert [(one.year, one.text.fi, one.text.sv) for one in found.breaks] == [
        (2019, "uusi kysely", "uusi kysely"),
        (2021, "Iitti mukaan", "Itis med"),
    ]
    assert found.next_review == dt.date(2027, 11, 24)
    assert found.status == "published"


def test_a_national_indicator_keeps_its_key_and_the_pages_their_words(scene):
    national = next(iter(definitions.load().values()))
    own = own_indicators.add_indicator(by=scene.unit, values={"name_fi": national.key.replace("-", " ")})
    assert own.key == f"{national.key}-2"
    assert own_indicators.add_indicator(by=scene.unit, values={"name_fi": "Vertailu"}).key == "vertailu-2"


def test_a_share_is_not_published_without_its_multiplier(scene):
    draft = own_indicators.add_indicator(by=scene.unit, values={**WHOLE, "name_fi": "Osuus", "kind": "share"})
    with pytest.raises(NotNow, match="kerroin"):
        own_indicators.publish_indicator(by=scene.unit, indicator=draft, revision=draft.revision)


def test_a_published_one_stays_whole(scene):
    with pytest.raises(ValidationError) as refusal:
        own_indicators.edit_indicator(
            by=scene.unit, indicator=scene.indicator, values={"why_fi": ""}, revision=scene.indicator.revision
        )
    assert set(refusal.value.error_dict) == {"why_fi"}


def test_breaks_that_are_no_years_are_refused(scene):
    with pytest.raises(ValidationError) as refusal:
        own_indicators.add_indicator(by=scene.unit, values={"name_fi": "Uusi", "breaks_fi": "viime vuonna muuttui"})
    assert set(refusal.value.error_dict) == {"breaks_fi"}


def test_a_retired_one_can_be_taken_into_use_again(scene):
    retired = own_indicators.retire_indicator(
        by=scene.unit, indicator=scene.indicator, revision=scene.indicator.revision
    )
    with pytest.raises(NotNow):
        own_indicators.retire_indicator(by=scene.unit, indicator=retired, revision=retired.revision)
    own_indicators.publish_indicator(by=scene.unit, indicator=retired, revision=retired.revision)
    assert OwnIndicator.objects.published().get() == scene.indicator


def test_an_old_revision_is_a_conflict(scene):
    own_indicators.edit_indicator(by=scene.unit, indicator=scene.indicator, values={"why_fi": "Uusi"}, revision=2)
    with pytest.raises(EditConflict):
        own_indicators.edit_indicator(by=scene.unit, indicator=scene.indicator, values={"why_fi": "Muu"}, revision=2)
