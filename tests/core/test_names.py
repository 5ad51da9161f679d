"""Names of people in decisions: shown to their last day, never after it, and then emptied."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from factories import make_body, make_document, make_organisation, make_user_with
from hytti.core import appeals, names, ticks
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent, NamesUntil
from hytti.plans.actions import evidence
from hytti.plans.actions.states import Decision, change
from hytti.plans.models import DutyEvidence, Plan, StateChange
from hytti.structures import actions
from hytti.structures.models import Document

pytestmark = pytest.mark.django_db

NAMES = "Äijä Öhmän-Esimerkki"
LAST = dt.date(2026, 12, 31)
NEXT = dt.date(2027, 1, 1)
NOON = {day: dt.datetime(day.year, day.month, day.day, 10, tzinfo=dt.UTC) for day in (LAST, NEXT)}


def _document():
    return make_document(title_fi="Valtuuston pöytäkirja", people=NAMES, people_until=LAST)


def _plan():
    town = make_organisation(kind="municipality", name_fi="Äkäslahti")
    return Plan.objects.create(slug="koe", organisation=town, kind="plan", title_fi="Koe", state="in_force")


def _state_change():
    return StateChange.objects.create(
        plan=_plan(), before="proposed", after="approved", people=NAMES, people_until=LAST
    )


def _evidence():
    town = make_organisation(kind="municipality")
    return DutyEvidence.objects.create(
        duty="vuosiraportti-valtuustolle",
        organisation=town,
        period="2026",
        outcome="done",
        people=NAMES,
        people_until=LAST,
    )


def _coordinator(town):
    user = make_user_with("coordinator", town)
    user.grants.update(valid_from=dt.date(2020, 1, 1))
    return user


MAKERS = {"document": _document, "state change": _state_change, "evidence": _evidence}


@pytest.fixture(params=MAKERS)
def record(request):
    return MAKERS[request.param]()


@pytest.fixture
def on(monkeypatch):
    """Move the clock to a day."""

    def move(day):
        monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: day)

    return move


def test_every_room_that_keeps_names_is_tried_here():
    assert {type(make()) for make in MAKERS.values()} == set(NamesUntil.__subclasses__())


def test_names_are_told_to_the_end_of_the_last_day(record):
    assert record.names_on(LAST) == NAMES
    assert record.names_on(NEXT) == ""


def test_the_tick_empties_names_the_day_after_and_not_before(record):
    names.forget(NOON[LAST])
    record.refresh_from_db()
    assert record.people == NAMES
    assert "1 decisions" in names.forget(NOON[NEXT])
    record.refresh_from_db()
    assert (record.people, record.people_until) == ("", LAST)
    assert names.forget(NOON[NEXT]) == ""
    event = AuditEvent.objects.get(verb="names.removed")
    assert (event.actor, event.changes) == (None, {})


def test_the_daily_run_knows_the_job(record):
    said = []
    assert ticks.run(NOON[NEXT], said.append) == 0
    record.refresh_from_db()
    assert record.people == ""
    assert any("names" in line for line in said)


def test_a_last_day_is_demanded_by_the_database_too(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(people_until=None)


def test_the_page_and_the_api_tell_no_name_of_a_document_after_the_day(page_client, on):
    on(LAST)
    document = _document()
    page = page_client.get(document.get_absolute_url()).content.decode()
    assert NAMES in page
    on(NEXT)
    assert NAMES not in page_client.get(document.get_absolute_url()).content.decode()
    answer = page_client.get("/api/v1/documents")
    assert answer.status_code == 200
    assert "Valtuuston pöytäkirja" in answer.content.decode()
    assert NAMES not in answer.content.decode()


def test_the_state_change_and_the_evidence_are_told_without_names_after_the_day(page_client, on):
    change, shown = _state_change(), _evidence()
    addresses = [
        change.plan.get_absolute_url(),
        reverse("plans:duties"),
        reverse("plans:organisation", args=[shown.organisation.slug]),
        reverse("plans:organisation", args=[change.plan.organisation.slug]),
    ]
    on(NEXT)
    for address in addresses:
        response = page_client.get(address)
        assert response.status_code == 200
        assert NAMES not in response.content.decode()


def test_names_are_never_in_the_log_of_changes():
    unit = make_user_with("hyte_unit")
    document = make_document()
    values = {"people": NAMES, "people_until": LAST}
    document = actions.edit_document(by=unit, document=document, values=values, revision=None)
    actions.edit_document(by=unit, document=document, values={"people": "Toinen Esimerkki"}, revision=None)
    logged = [str(event.changes) for event in AuditEvent.objects.all()]
    assert len(logged) == 2
    assert not any("Esimerkki" in changes for changes in logged)
    assert all("people" in changes for changes in logged)


def test_a_form_opened_before_the_tick_does_not_bring_the_names_back():
    document, unit = _document(), make_user_with("hyte_unit")
    names.forget(NOON[NEXT])
    with pytest.raises(EditConflict):
        actions.edit_document(by=unit, document=document, values={"people": NAMES}, revision=document.revision)


def test_names_whose_day_is_over_are_left_out_when_something_else_is_saved(on):
    on(LAST)
    document, unit = _document(), make_user_with("hyte_unit")
    unit.grants.update(valid_from=dt.date(2020, 1, 1))
    on(NEXT)
    actions.edit_document(by=unit, document=document, values={"approved": "Valtuusto"}, revision=None)
    assert Document.objects.get(pk=document.pk).people == ""


def test_the_form_refuses_a_day_that_is_over(page_client):
    unit, document = make_user_with("hyte_unit"), make_document()
    page_client.force_login(unit)
    form = {
        "revision": "1", "title_fi": "Nimi", "kind": "plan", "organisation": document.organisation.pk,
        "state": "unknown", "people": NAMES,
    }  # fmt: skip
    address = reverse("structures:edit_document", args=[document.slug])
    for day, words in (("31.12.2020", "Päivä on jo ohi"), ("", "tarvitaan päivä")):
        response = page_client.post(address, form | {"people_until": day})
        assert response.status_code == 422
        assert words in response.content.decode()
        assert NAMES in response.content.decode()
    assert Document.objects.get().people == ""


@pytest.mark.parametrize(
    ("kind", "decided_on", "way", "last"),
    [
        ("municipality", dt.date(2025, 12, 8), appeals.Way.APPEAL, dt.date(2026, 1, 14)),
        ("municipality", dt.date(2025, 12, 8), appeals.Way.RECTIFICATION, dt.date(2025, 12, 29)),
        ("county", dt.date(2025, 12, 8), appeals.Way.APPEAL, dt.date(2026, 1, 14)),
        ("county", dt.date(2024, 2, 9), appeals.Way.RECTIFICATION, dt.date(2024, 3, 1)),
        ("county", dt.date(2021, 6, 30), appeals.Way.APPEAL, None),
        ("association", dt.date(2025, 12, 8), appeals.Way.APPEAL, None),
    ],
)
def test_the_last_day_follows_from_the_notice_and_the_time_for_appeal(kind, decided_on, way, last):
    assert appeals.last_day(make_organisation(kind=kind), decided_on, way) == last


class TestEvidence:
    @pytest.fixture
    def town(self):
        return make_organisation(kind="municipality")

    def record(self, town, **values):
        told = {"period": "2026", "outcome": "done", "case_number": "1/2026", "people": NAMES, **values}
        return evidence.record(by=_coordinator(town), organisation=town, duty="vuosiraportti-valtuustolle", values=told)

    def test_the_day_is_suggested_from_the_day_of_the_decision(self, town, on):
        on(dt.date(2026, 6, 20))
        assert self.record(town, happened_on="2026-06-15").people_until == dt.date(2026, 7, 22)

    def test_another_day_may_be_set(self, town, on):
        on(dt.date(2026, 6, 20))
        made = self.record(town, happened_on="2026-06-15", people_until=dt.date(2026, 7, 6))
        assert made.people_until == dt.date(2026, 7, 6)

    def test_without_an_exact_day_the_last_day_is_asked_for(self, town):
        with pytest.raises(ValidationError, match="tarvitaan päivä"):
            self.record(town, happened_on="2026-06")

    def test_an_old_decision_gets_no_names(self, town, on):
        on(dt.date(2026, 11, 24))
        with pytest.raises(ValidationError) as refused:
            self.record(town, happened_on="2026-06-15")
        assert set(refused.value.message_dict) == {"people_until"}
        assert not DutyEvidence.objects.exists()


def test_a_decision_of_a_board_names_people_a_shorter_time(on):
    plan = _plan()
    Plan.objects.filter(pk=plan.pk).update(state="unknown")
    writer = _coordinator(plan.organisation)
    on(dt.date(2025, 12, 9))
    told = {"decided_on": dt.date(2025, 12, 8), "decision_section": "120 §", "people": NAMES}
    for kind, last in (("committee", dt.date(2025, 12, 29)), ("council", dt.date(2026, 1, 14))):
        with transaction.atomic():
            body = make_body(kind=kind, organisation=plan.organisation)
            made = change(plan, "approved", by=writer, decision=Decision(**told, decided_by_body=body))
            assert (made.people, made.people_until) == (NAMES, last)
            transaction.set_rollback(True)
