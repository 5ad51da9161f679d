"""From a file to public figures and away again: who may, in which order, and what happens when writing fails."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from factories import make_user
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow
from hytti.facts import open_facts, store
from hytti.indicators import catalogue
from hytti.indicators.actions import own_datasets, own_indicators, own_publishing
from hytti.indicators.models import OwnFigure, OwnVersion, State
from indicators.own.keeping import (
    COUNTS,
    add_dataset,
    check,
    checked,
    csv_of,
    every_number_in,
    load,
    public_figures,
    publish,
    publish_indicator,
)

pytestmark = pytest.mark.django_db
HARTOLA, LAHTI, COUNTY = ("kunta-081", 2025), ("kunta-398", 2025), ("hyvinvointialue-09", 2025)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def disk_is_broken(*args, **kwargs):
    raise OSError(5, "Input/output error")


def test_figures_become_public_and_a_small_count_never_does(scene):
    version = publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    assert (version.state, version.failure) == (State.PUBLISHED, "")
    shown = public_figures(scene.facts)
    assert shown[LAHTI] == 120
    assert shown[HARTOLA] is None
    assert public_figures(scene.facts, "count")[HARTOLA] is None
    assert 120.0 in every_number_in(scene.facts)
    assert 3.0 not in every_number_in(scene.facts)
    assert OwnFigure.objects.get(area="kunta-081").value is None
    assert OwnFigure.objects.get(area="kunta-081").count == 3


def test_what_is_public_tells_its_source_date_licence_and_protection(scene):
    publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    dataset = open_facts(scene.facts).dataset("oma-asiakkaat-kunnittain")
    assert (dataset.source, dataset.as_of, dataset.licence) == (
        "Hyvinvointialueen asiakastietojärjestelmä",
        "2026-01-31",
        "CC BY 4.0",
    )
    assert "5" in dataset.method_fi
    version = OwnVersion.objects.get()
    assert dataset.sha256 != version.sha256  # small counts could be tried out against the digest of the file


def test_a_suppressed_figure_says_so_and_has_no_number(scene):
    publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    facts = open_facts(scene.facts).series(scene.indicator.key, ["kunta-081"])
    assert [(fact.value, fact.count, fact.denominator, fact.flag) for fact in facts] == [
        (None, None, None, "suppressed")
    ]


def test_every_step_leaves_an_event_of_the_dataset_without_figures(scene):
    dataset = add_dataset(scene.unit, scene)
    before = len(verbs())
    publish(scene, checked(scene.unit, dataset))
    assert verbs()[before:] == [
        "figures.loaded",
        "figures.checked",
        "figures.proposed",
        "figures.approved",
        "figures.publishing",
        "figures.published",
    ]
    events = AuditEvent.objects.filter(verb__startswith="figures.")
    assert {event.subject_id for event in events} == {dataset.pk}
    assert not any("120" in str(event.changes) for event in events)


def test_the_one_who_loaded_does_not_approve(scene):
    version = checked(scene.unit, add_dataset(scene.unit, scene))
    version = own_datasets.propose(by=scene.unit, version=version, revision=version.revision)
    with pytest.raises(NotNow, match="toinen henkilö"):
        own_publishing.approve(by=scene.unit, version=version, revision=version.revision)
    assert own_publishing.approve(by=scene.other, version=version, revision=version.revision).approver == scene.other


def test_nothing_is_published_unapproved_where_an_approver_is_wanted(scene):
    version = checked(scene.unit, add_dataset(scene.unit, scene))
    with pytest.raises(NotNow, match="hyväksyä"):
        own_publishing.publish(by=scene.other, version=version, revision=version.revision)
    assert not scene.facts.exists()


def test_one_person_publishes_alone_where_no_approver_is_wanted(scene):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    version = own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    assert version.state == State.PUBLISHED


def test_a_coordinator_proposes_the_figures_of_the_own_municipality_and_no_more(scene):
    dataset = add_dataset(scene.coordinator, scene, organisation=scene.lahti, title_fi="Lahden asiakkaat")
    version = checked(scene.coordinator, dataset, csv_of({"Lahti": 120}, county=None))
    version = own_datasets.propose(by=scene.coordinator, version=version, revision=version.revision)
    for act in (own_publishing.approve, own_publishing.publish):
        with pytest.raises(NotAllowed):
            act(by=scene.coordinator, version=version, revision=version.revision)
    version = own_publishing.approve(by=scene.unit, version=version, revision=version.revision)
    version = own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    assert public_figures(scene.facts) == {LAHTI: 120}
    with pytest.raises(NotAllowed):
        own_publishing.withdraw(by=scene.coordinator, version=version, reason="Väärin", revision=version.revision)


def test_nobody_else_touches_own_figures(scene):
    dataset = add_dataset(scene.unit, scene)
    version = checked(scene.unit, dataset)
    for person in (scene.convener, scene.coordinator, scene.elsewhere, make_user()):
        for refused in (
            lambda: add_dataset(person, scene, title_fi="Toinen"),  # noqa: B023
            lambda: own_datasets.edit_dataset(by=person, dataset=dataset, values={}, revision=None),  # noqa: B023
            lambda: load(person, dataset),  # noqa: B023
            lambda: own_datasets.propose(by=person, version=version, revision=None),  # noqa: B023
            lambda: own_datasets.discard(by=person, version=version, revision=None),  # noqa: B023
            lambda: own_publishing.publish(by=person, version=version, revision=None),  # noqa: B023
            lambda: own_indicators.add_indicator(by=person, values={"name_fi": "Oma"}),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                refused()
    version.refresh_from_db()
    assert version.state == State.CHECKED


def test_an_administrator_publishes(scene):
    version = checked(scene.administrator, add_dataset(scene.administrator, scene, needs_approval=False))
    version = own_publishing.publish(by=scene.administrator, version=version, revision=version.revision)
    assert version.state == State.PUBLISHED


def test_a_coordinator_does_not_let_the_approver_go(scene):
    with pytest.raises(ValidationError) as refusal:
        add_dataset(scene.coordinator, scene, organisation=scene.lahti, needs_approval=False)
    assert set(refusal.value.error_dict) == {"needs_approval"}


def test_figures_of_an_unpublished_indicator_stay_unpublished(scene):
    scene.indicator = own_indicators.add_indicator(by=scene.unit, values={"name_fi": "Luonnos", "kind": "count"})
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    with pytest.raises(NotNow, match="Mittaria"):
        own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    assert not scene.facts.exists()


def test_a_step_on_an_old_revision_is_a_conflict(scene):
    version = checked(scene.unit, add_dataset(scene.unit, scene))
    with pytest.raises(EditConflict):
        own_datasets.propose(by=scene.unit, version=version, revision=version.revision - 1)


def test_publishing_twice_writes_once(scene):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    published = own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    with pytest.raises((NotNow, EditConflict)):
        own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    with pytest.raises(NotNow):
        own_publishing.write(by=scene.unit, version=published)
    assert verbs().count("figures.published") == 1


def test_a_failed_write_is_told_and_made_good_by_another_try(scene, monkeypatch):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store.Writer, "replace_dataset", full)
        version = own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    assert version.state == State.PUBLISHING
    assert version.failure
    assert version.standing == "julkaiseminen ei onnistunut"
    assert not scene.facts.exists()
    version = own_publishing.write(by=scene.unit, version=version)
    assert (version.state, version.failure) == (State.PUBLISHED, "")
    assert public_figures(scene.facts)[LAHTI] == 120
    assert verbs().count("figures.failed") == 1


def test_a_busy_store_is_told(scene, monkeypatch):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    monkeypatch.setattr(own_publishing, "PATIENCE", 0.05)
    with store.writing(scene.facts):
        version = own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    assert "hetken päästä" in version.failure


def test_after_a_failure_the_version_can_be_taken_back(scene, monkeypatch):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    with monkeypatch.context() as patch:
        patch.setattr(store.Writer, "put_areas", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):  # a fault of ours: nothing is called public, nothing can be taken back
            own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    version.refresh_from_db()
    assert version.state == State.PUBLISHING
    with pytest.raises(NotNow, match="kesken"):
        own_publishing.send_back(by=scene.unit, version=version, reason="Ei onnistu", revision=version.revision)
    with monkeypatch.context() as patch:
        patch.setattr(store.Writer, "put_areas", disk_is_broken)
        version = own_publishing.write(by=scene.unit, version=version)
    version = own_publishing.send_back(by=scene.unit, version=version, reason="Ei onnistu", revision=version.revision)
    assert (version.state, version.failure) == (State.CHECKED, "")


def test_figures_that_came_out_although_the_try_failed_cannot_be_taken_back(scene, monkeypatch):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    publish_file = store._publish

    def publish_and_fail(beside, path):
        publish_file(beside, path)
        disk_is_broken()

    with monkeypatch.context() as patch:
        patch.setattr(store, "_publish", publish_and_fail)
        version = own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    assert version.failure
    with pytest.raises(NotNow, match="uudelleen"):
        own_publishing.send_back(by=scene.unit, version=version, reason="Perutaan", revision=version.revision)
    assert own_publishing.write(by=scene.unit, version=version).state == State.PUBLISHED


def test_nothing_is_called_public_where_the_figures_stand_on_another_server(scene, settings):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    settings.FACTS_ENGINE = "sc://luvut.example:15002"
    with pytest.raises(NotNow, match="ylläpidolta"):
        own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    version.refresh_from_db()
    assert version.state == State.CHECKED


def test_a_correction_replaces_what_was_public_and_tells_why(scene):
    dataset = add_dataset(scene.unit, scene)
    first = publish(scene, checked(scene.unit, dataset))
    counts = COUNTS | {"Lahti": 150}
    with pytest.raises(ValidationError, match="miksi"):
        load(scene.unit, dataset, csv_of(counts, county=220))
    second = checked(scene.unit, dataset, csv_of(counts, county=220), reason="Lahti laskettu väärin", only_errors=True)
    assert second.number == 2
    assert public_figures(scene.facts)[LAHTI] == 120
    second = publish(scene, second)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.CORRECTED, State.PUBLISHED)
    shown = public_figures(scene.facts)
    assert shown[LAHTI] == 150
    assert shown[HARTOLA] is None
    assert 3.0 not in every_number_in(scene.facts)


def test_a_correction_does_not_give_away_what_the_first_version_hid(scene):
    """Hollola's three become twenty-three: beside the first version nobody learns the old three."""
    dataset = add_dataset(scene.unit, scene)
    before = COUNTS | {"Hartola": 13, "Hollola": 3}
    publish(scene, checked(scene.unit, dataset, csv_of(before, county=181)))
    after = before | {"Hollola": 23}
    publish(scene, checked(scene.unit, dataset, csv_of(after, county=201), reason="Korjaus", only_errors=True))
    assert not every_number_in(scene.facts) & {3.0, 20.0}
    published = [{f.key: f for f in version.figures.all()} for version in OwnVersion.objects.order_by("number")]
    for key, old in published[0].items():
        if old.hidden and key[0] not in ("kunta-098", "hyvinvointialue-09"):
            assert published[1][key].hidden


def test_figures_are_withdrawn_for_a_reason(scene):
    version = publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    with pytest.raises(ValidationError):
        own_publishing.withdraw(by=scene.other, version=version, reason="  ", revision=version.revision)
    version = own_publishing.withdraw(by=scene.other, version=version, reason="Väärä vuosi", revision=version.revision)
    assert (version.state, version.withdrawn_why) == (State.WITHDRAWN, "Väärä vuosi")
    assert public_figures(scene.facts) == {}
    assert 120.0 not in every_number_in(scene.facts)  # the log of changes forgets them too
    assert open_facts(scene.facts).series(scene.indicator.key, ["kunta-398"]) == []
    assert OwnFigure.objects.filter(version=version).count() == 6
    with pytest.raises(NotNow):
        own_publishing.withdraw(by=scene.other, version=version, reason="Taas", revision=version.revision)


def test_a_withdrawal_that_fails_says_that_the_figures_are_still_public(scene, monkeypatch):
    version = publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    with monkeypatch.context() as patch:
        patch.setattr(store.Writer, "withdraw_dataset", disk_is_broken)
        version = own_publishing.withdraw(by=scene.other, version=version, reason="Väärin", revision=version.revision)
    assert (version.state, version.standing) == (State.WITHDRAWING, "poistaminen julkisuudesta ei onnistunut")
    assert version.is_public
    assert public_figures(scene.facts)[LAHTI] == 120
    assert own_publishing.write(by=scene.other, version=version).state == State.WITHDRAWN
    assert public_figures(scene.facts) == {}


def test_a_withdrawn_dataset_can_be_loaded_again_with_what_was_public_in_mind(scene):
    dataset = add_dataset(scene.unit, scene)
    version = publish(scene, checked(scene.unit, dataset))
    own_publishing.withdraw(by=scene.other, version=version, reason="Väärin", revision=version.revision)
    again = checked(scene.unit, dataset, reason="Samat luvut tarkistettu", only_errors=True)
    first, second = ({f.key: f.hidden for f in one.figures.all()} for one in (version, again))
    assert first == second
    assert publish(scene, again).state == State.PUBLISHED


def test_another_dataset_of_the_indicator_does_not_give_away_the_first(scene):
    """The same people again, without the sum: the town hidden beside the sum stays hidden."""
    publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    hidden = {f.area for f in OwnFigure.objects.filter(hidden=True)}
    assert len(hidden) > 1
    version = checked(scene.unit, add_dataset(scene.unit, scene, title_fi="Toinen laskelma"), csv_of(county=None))
    towns = {f.area for f in version.figures.filter(hidden=True)}
    assert towns == hidden - {"hyvinvointialue-09"}


def test_what_has_become_public_meanwhile_is_noticed_at_the_last_moment(scene):
    """Two datasets are checked side by side; when the one is out, the other must be looked at again."""
    one = checked(scene.unit, add_dataset(scene.unit, scene))
    counts = {name: count + 2 for name, count in COUNTS.items()}
    data = csv_of(counts, county=200)
    other = checked(scene.unit, add_dataset(scene.unit, scene, title_fi="Toinen laskelma", needs_approval=False), data)
    publish(scene, one)
    with pytest.raises(NotNow, match="suojaus"):
        own_publishing.publish(by=scene.unit, version=other, revision=other.revision)
    other.refresh_from_db()
    other = own_datasets.protect_again(by=scene.unit, version=other, revision=other.revision)
    assert own_publishing.publish(by=scene.unit, version=other, revision=other.revision).state == State.PUBLISHED
    assert not any(figure.shown_count for figure in other.figures.all())


def test_sent_back_figures_are_corrected_and_proposed_again(scene):
    dataset = add_dataset(scene.unit, scene)
    version = checked(scene.unit, dataset)
    version = own_datasets.propose(by=scene.unit, version=version, revision=version.revision)
    with pytest.raises(NotNow, match="odottaa julkaisemista"):
        load(scene.unit, dataset)
    version = own_publishing.send_back(by=scene.other, version=version, reason="Puuttuu Sysmä", revision=None)
    assert AuditEvent.objects.latest("pk").reason == "Puuttuu Sysmä"
    again = checked(scene.unit, dataset, csv_of(COUNTS | {"Sysmä": 9}, county=199))
    assert (again.pk, again.figures.count()) == (version.pk, 7)


def test_a_version_that_was_never_public_can_be_thrown_away(scene):
    dataset = add_dataset(scene.unit, scene)
    version = checked(scene.unit, dataset)
    own_datasets.discard(by=scene.unit, version=version, revision=version.revision)
    assert not OwnVersion.objects.exists()
    assert not OwnFigure.objects.exists()
    published = publish(scene, checked(scene.unit, dataset))
    with pytest.raises(NotNow):
        own_datasets.discard(by=scene.unit, version=published, revision=published.revision)


def test_the_way_of_protecting_can_be_changed_before_publishing(scene):
    dataset = add_dataset(scene.unit, scene)
    version = checked(scene.unit, dataset, csv_of(county=None))
    own_datasets.edit_dataset(by=scene.unit, dataset=dataset, values={"protection": "round"}, revision=dataset.revision)
    assert {f.area: f.shown_count for f in version.figures.all()} == {
        "kunta-398": 120,
        "kunta-111": 30,
        "kunta-098": 20,
        "kunta-016": 15,
        "kunta-081": None,
    }
    version.refresh_from_db()
    own_datasets.propose(by=scene.unit, version=version, revision=version.revision)
    dataset.refresh_from_db()
    with pytest.raises(NotNow, match="Suojausta"):
        own_datasets.edit_dataset(
            by=scene.unit, dataset=dataset, values={"protection": "hide"}, revision=dataset.revision
        )


def test_the_catalogue_has_the_indicator_only_while_it_is_published(scene):
    assert catalogue.get(scene.indicator.key).name.fi == "Päihdepalvelujen asiakkaat"
    version = publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    scene.indicator.refresh_from_db()
    with pytest.raises(NotNow, match="julkaistuja lukuja"):
        own_indicators.retire_indicator(by=scene.unit, indicator=scene.indicator, revision=scene.indicator.revision)
    own_publishing.withdraw(by=scene.other, version=version, reason="Loppui", revision=version.revision)
    own_indicators.retire_indicator(by=scene.unit, indicator=scene.indicator, revision=scene.indicator.revision)
    assert catalogue.get(scene.indicator.key) is None


def test_no_old_figures_are_read_by_another_rule(scene):
    publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    scene.indicator.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        own_indicators.edit_indicator(
            by=scene.unit, indicator=scene.indicator, values={"kind": "share", "per": 100}, revision=None
        )
    assert set(refusal.value.error_dict) == {"kind", "per"}


def test_figures_without_counts_need_a_word_that_they_are_safe(scene):
    scene.indicator = publish_indicator(scene.unit, name_fi="Osuus", kind="share", per=100, unit_fi="%")
    dataset = add_dataset(scene.unit, scene, title_fi="Osuudet", needs_approval=False)
    version = load(scene.unit, dataset, b"Kunta;Vuosi;Osuus\nLahti;2025;12,5\nHartola;2025;3\n")
    with pytest.raises(NotNow, match="lähteessä"):
        check(scene.unit, version)
    version = check(scene.unit, version, protected=True)
    version = own_publishing.publish(by=scene.unit, version=version, revision=version.revision)
    assert public_figures(scene.facts) == {LAHTI: 12.5, HARTOLA: 3}
    assert "lähteessä" in open_facts(scene.facts).dataset("oma-osuudet").method_fi
