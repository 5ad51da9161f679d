"""A completed report: frozen with its figures, everybody's to read, the same for ever."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.db import IntegrityError, transaction

from factories import make_user_with
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow
from hytti.facts import Unreadable
from hytti.plans.models import DutyEvidence, StateChange
from hytti.reports import actions, queries
from hytti.reports.frozen import freeze
from hytti.reports.models import Report
from hytti.structures.models import Document
from reports.app.telling import said

pytestmark = pytest.mark.django_db


def write(report, by, key="summary", text="Oma tiivistelmä."):
    words = {"text": text, "added": "", "hidden": False}
    return actions.save_part(report, key, words, by=by, live="", revision=0)


@pytest.fixture
def completed(figures, report, coordinator):
    write(report, coordinator)
    return actions.complete(report, by=coordinator, revision=report.revision)


def test_the_frozen_bytes_and_their_sum_are_kept(completed):
    frozen = bytes(Report.objects.get().frozen)
    assert completed.sha256 == hashlib.sha256(frozen).hexdigest()
    assert freeze(queries.document_of(completed)) == frozen
    assert "Oma tiivistelmä." in said(queries.document_of(completed))


def test_the_versions_of_the_datasets_are_kept(completed):
    versions = {one["key"]: one for one in Report.objects.get().dataset_versions}
    assert versions["sotkanet-683"]["as_of"] == "2023"
    assert len(versions["sotkanet-683"]["sha256"]) == 64


def test_what_changes_afterwards_does_not_change_it(settings, tmp_path, completed, plan):
    before = freeze(queries.document_of(completed))
    plan.opened.reviews.update(done="Kirjoitettu jälkikäteen.")
    plan.record.delete()
    settings.FACTS = tmp_path / "toinen.duckdb"
    report = Report.objects.get()
    assert report.plan is None
    assert freeze(queries.document_of(report)) == before


def test_it_is_not_written_completed_or_removed_any_more(completed, coordinator):
    with pytest.raises(NotNow, match="eikä enää muutu"):
        write(completed, coordinator, key="evaluation")
    with pytest.raises(NotNow):
        actions.complete(completed, by=coordinator, revision=None)
    with pytest.raises(NotNow):
        actions.remove(completed, by=coordinator, revision=None)


def test_the_database_refuses_a_completed_report_that_is_not_frozen(completed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(frozen=None)


def test_a_new_version_begins_with_the_texts_of_the_last(page_client, completed, coordinator):
    page_client.force_login(coordinator)
    response = page_client.post(f"/fi/raportit/{completed.slug}/uusi-versio/")
    assert response.status_code == 302
    new = Report.objects.drafts().get()
    assert (new.version, new.slug) == (2, f"{completed.slug}-versio-2")
    assert new.parts.get().text == "Oma tiivistelmä."
    assert queries.document_of(new).subtitle == "Versio 2"


def test_an_old_version_leads_to_the_newest(page_client, completed, coordinator):
    values = {name: getattr(completed, name) for name in (*actions.SAME, "plan")}
    new = actions.complete(actions.start(by=coordinator, values=values), by=coordinator, revision=None)
    page = page_client.get(completed.get_absolute_url()).content.decode()
    assert "uudempi versio 2" in page
    listed = page_client.get("/fi/raportit/").content.decode()
    assert new.get_absolute_url() in listed
    assert f'"{completed.get_absolute_url()}"' not in listed


def test_the_page_asks_once_more_and_publishes(page_client, report, coordinator, address):
    page_client.force_login(coordinator)
    asked = page_client.get(address("complete")).content.decode()
    assert "eikä se enää muutu" in asked
    assert page_client.post(address("complete"), {"revision": report.revision}).url == address()
    page_client.logout()
    assert page_client.get(address()).status_code == 200


def test_letters_that_the_pdf_cannot_show_are_told_before_publishing(page_client, report, coordinator, address):
    page_client.force_login(coordinator)
    assert "laatikon" not in page_client.get(address("complete")).content.decode()
    write(report, coordinator, text="Nuoriso kirjoitti 你好.")
    assert "fontissa ei ole niitä: 你 好" in page_client.get(address("complete")).content.decode()


def test_completing_on_an_old_page_is_a_conflict(report, coordinator):
    with pytest.raises(EditConflict):
        actions.complete(report, by=coordinator, revision=report.revision - 1)


def test_a_store_that_cannot_be_read_stops_completing_and_keeps_the_draft(settings, tmp_path, report, coordinator):
    settings.FACTS = tmp_path / "rikki.duckdb"
    settings.FACTS.write_bytes(b"ei ole tietokanta" * 1000)
    write(report, coordinator)
    with pytest.raises(Unreadable):
        actions.complete(report, by=coordinator, revision=None)
    report.refresh_from_db()
    assert report.state == Report.State.DRAFT
    assert report.parts.get().text == "Oma tiivistelmä."


def test_a_completed_report_is_read_where_the_store_cannot_be(settings, tmp_path, completed, page_client):
    settings.FACTS = tmp_path / "rikki.duckdb"
    settings.FACTS.write_bytes(b"ei ole tietokanta" * 1000)
    assert page_client.get(completed.get_absolute_url()).status_code == 200


def test_a_draft_is_removed_with_its_texts_and_an_event_stays(report, coordinator):
    write(report, coordinator)
    actions.remove(report, by=coordinator, revision=report.revision)
    assert not Report.objects.exists()
    assert AuditEvent.objects.filter(verb="report.removed").get().label == report.slug


def test_nobody_else_completes(report, region):
    for user in (make_user_with("hyte_unit"), make_user_with("administrator")):
        with pytest.raises(NotAllowed):
            actions.complete(report, by=user, revision=None)


def test_names_in_decisions_are_never_frozen_into_a_report(figures, report, coordinator, plan):
    named = {"people": "Äijä Öhmän-Esimerkki", "people_until": dt.date(2099, 12, 31)}
    StateChange.objects.create(plan=plan.record, before="proposed", after="approved", decided_by="Valtuusto", **named)
    DutyEvidence.objects.create(
        duty="vuosiraportti-valtuustolle", organisation=report.organisation, period="2025", outcome="done",
        plan=plan.record, **named,
    )  # fmt: skip
    Document.objects.filter(organisation=report.organisation).update(**named)
    completed = actions.complete(report, by=coordinator, revision=report.revision)
    assert "Öhmän" not in bytes(completed.frozen).decode()
