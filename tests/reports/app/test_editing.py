"""Writing a report part by part: saved at each step, never lost, two versions shown where two people wrote."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError

from factories import make_user_with
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotNow
from hytti.plans.models import Plan
from hytti.reports import actions, queries
from hytti.reports.models import Part, Report
from reports.app.conftest import values
from reports.app.telling import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(page_client, coordinator):
    page_client.force_login(coordinator)
    return page_client


def live(report, key="summary"):
    return queries.piece_of(report, key).plain


def typed(revision=0, text="", added="", **more):
    return {"revision": revision, "text": text, "added": added, **more}


def test_a_report_is_begun_on_the_page_and_opens_for_editing(editor, lahti, plan):
    asked = {"organisation": lahti.pk, "kind": "yearly", "plan": plan.record.pk, "language": "fi"}
    asked |= {"starts": "2025", "ends": ""}
    response = editor.post("/fi/raportit/aloita/", asked, follow=True)
    report = Report.objects.get()
    assert response.request["PATH_INFO"] == f"/fi/raportit/{report.slug}/muokkaa/"
    assert report.slug == "hyvinvointikertomuksen-vuosiraportti-2025-lahti-fi"
    assert (report.starts, report.ends, report.title) == (2025, 2025, "Hyvinvointikertomuksen vuosiraportti 2025")


def test_a_part_sent_after_the_session_ended_waits_for_the_sign_in(editor, report, coordinator):
    address = f"/fi/raportit/{report.slug}/muokkaa/summary/"
    editor.logout()
    assert editor.post(address, typed(text="Äänet kuultiin")).status_code == 302
    editor.force_login(coordinator)
    page = editor.get(address).content.decode()
    assert "Kirjoitettu on tallella" in page
    assert "Äänet kuultiin" in page


def test_a_term_that_ends_before_it_begins_is_refused_and_what_was_typed_stays(editor, lahti):
    asked = {"organisation": lahti.pk, "kind": "term", "plan": "", "starts": "2025", "ends": "2021", "language": "fi"}
    response = editor.post("/fi/raportit/aloita/", asked)
    assert response.status_code == 422
    assert "Kausi päättyy ennen kuin se alkaa." in response.content.decode()
    assert 'value="2021"' in response.content.decode()


def test_a_plan_of_another_organisation_is_refused(lahti, region, coordinator):
    of_county = Plan.objects.filter(organisation=region.organisation).first()
    with pytest.raises(ValidationError, match="toisen organisaation"):
        actions.start(by=coordinator, values=values(lahti, of_county))


def test_a_second_draft_of_the_same_report_is_refused(report, lahti, plan, coordinator):
    with pytest.raises(NotNow, match="jo luonnos"):
        actions.start(by=coordinator, values=values(lahti, plan.record))


def test_the_field_holds_the_live_text_and_saving_it_as_it_is_keeps_it_live(editor, report, address):
    url = address("part", "summary")
    assert "Laatija: Lahti." in editor.get(url).content.decode()
    assert editor.post(url, typed(text=live(report))).status_code == 302
    assert report.parts.get().text == ""


def test_own_words_are_saved_and_shown_in_the_preview(editor, report, address):
    response = editor.post(address("part", "summary"), typed(text="Äänestysaktiivisuus nousi.\n\n- ensin\n- sitten"))
    assert (response.status_code, response.url) == (302, address("edit") + "#summary")
    shown = editor.get(address()).content.decode()
    assert "<p>Äänestysaktiivisuus nousi.</p><ul><li>ensin</li><li>sitten</li></ul>" in shown
    assert "Oma teksti" in editor.get(address("edit")).content.decode()


def test_an_emptied_field_lets_the_text_live_again(editor, report, address):
    editor.post(address("part", "summary"), typed(text="Oma."))
    editor.post(address("part", "summary"), typed(revision=1, text=""))
    assert live(report).splitlines()[0] in said(queries.document_of(report))


def test_a_hidden_part_is_not_in_the_report_and_is_told_on_the_page(editor, report, address):
    editor.post(address("part", "worries"), typed(text=live(report, "worries"), hidden="on"))
    assert "Yksinäisyys lisääntyy" not in said(queries.document_of(report))
    page = editor.get(address("edit")).content.decode()
    assert "Ei näytetä" in page
    assert "Jää pois ylemmän mukana" in page


def test_marks_of_markup_are_text_and_not_markup(editor, report, address):
    editor.post(address("part", "summary"), typed(text="<script>alert(1)</script> & *tähti* #otsikko"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; *tähti* #otsikko" in editor.get(address()).content.decode()


def test_two_people_see_both_of_their_texts(editor, report, address):
    url = address("part", "summary")
    editor.post(url, typed(text="Ensimmäisen teksti."))
    response = editor.post(url, typed(text="Toisen teksti."))  # opened when nobody had touched the part
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Ensimmäisen teksti." in shown
    assert "Toisen teksti." in shown
    assert report.parts.get().text == "Ensimmäisen teksti."
    settled = editor.post(url, typed(revision=1, text="Toisen teksti.", **{"take-text": "yours"}))
    assert settled.status_code == 302
    assert report.parts.get().text == "Toisen teksti."


def test_the_stored_text_may_be_chosen_in_a_conflict(editor, report, address):
    url = address("part", "summary")
    editor.post(url, typed(text="Ensimmäisen teksti."))
    editor.post(url, typed(revision=1, text="Toisen teksti.", **{"take-text": "stored"}))
    assert report.parts.get().text == "Ensimmäisen teksti."


def test_an_old_revision_meets_the_newer_text(editor, report, address):
    url = address("part", "summary")
    for revision, text in enumerate(("Yksi.", "Kaksi.")):
        editor.post(url, typed(revision=revision, text=text))
    response = editor.post(url, typed(revision=1, text="Kolme."))
    assert response.status_code == 409
    assert "Kaksi." in response.content.decode()


def test_people_who_write_different_parts_do_not_meet(editor, report, address):
    editor.post(address("part", "summary"), typed(text="Tiivistelmä."))
    assert editor.post(address("part", "evaluation"), typed(text="Arvio.")).status_code == 302


def test_the_page_tells_that_the_live_text_has_changed_since(editor, report, plan, address):
    key = f"evaluation.action-{plan.opened.pk}"
    editor.post(address("part", key), typed(text="Oma tiivistys."))
    plan.opened.reviews.update(done="Olohuone avattiin myös Nastolaan.")
    assert "elävä sisältö on muuttunut" in editor.get(address("edit")).content.decode()
    assert "Olohuone avattiin myös Nastolaan." in editor.get(address("part", key)).content.decode()


def test_a_text_whose_action_is_gone_is_kept_and_told(editor, report, plan, address):
    key = f"evaluation.action-{plan.opened.pk}"
    editor.post(address("part", key), typed(text="Oma tiivistys."))
    plan.opened.delete()
    page = editor.get(address("edit")).content.decode()
    assert "Tekstit, joiden kohta on poistunut" in page
    assert "Oma tiivistys." in page
    assert "Oma tiivistys." in editor.get(address("part", key)).content.decode()
    assert "Oma tiivistys." not in said(queries.document_of(report))


def test_a_part_that_does_not_exist_is_not_found(editor, address):
    assert editor.get(address("part", "keksitty")).status_code == 404


def test_a_pasted_book_is_refused_with_its_length_and_kept_on_the_page(editor, report, address):
    book = "ä" * 2_000_000
    response = editor.post(address("part", "summary"), typed(text=book))
    assert response.status_code == 422
    assert "2000000" in response.content.decode().replace("\u00a0", "").replace(" ", "")
    assert book in response.content.decode()
    assert not Part.objects.exists()


def test_each_step_leaves_an_event_in_the_history_of_the_report(editor, report, address, coordinator):
    editor.post(address("part", "summary"), typed(text="Oma."))
    event = AuditEvent.objects.filter(verb="report.part_edited").get()
    assert (event.actor, event.subject_id) == (coordinator, report.pk)
    assert event.changes["text"] == [None, "Oma."]


def test_only_the_reports_own_organisation_writes(report, address, page_client):
    heinola = make_user_with("coordinator", type(report.organisation).objects.get(slug="heinola"))
    for user in (heinola, make_user_with("hyte_unit")):
        page_client.force_login(user)
        assert page_client.post(address("part", "summary"), typed(text="Vieras.")).status_code == 403
    assert not Part.objects.exists()


RESTART = """
import sys
import django
django.setup()
from django.core.management import call_command
from hytti.core.models import Grant, Organisation, User
from hytti.reports import actions, queries
from hytti.reports.models import Report
if sys.argv[1] == "write":
    call_command("migrate", verbosity=0)
    town = Organisation.objects.create(kind="municipality", slug="koe", name_fi="Äkäslahti")
    user = User.objects.create_user("koe@esimerkki.invalid", "kaisla-ja-laine-42")
    Grant.objects.create(user=user, role="coordinator", scope=town)
    values = {"organisation": town, "plan": None, "kind": "term", "starts": 2021, "ends": 2025, "language": "fi"}
    report = actions.start(by=user, values=values)
    words = {"text": "Yöllä kesken jäänyt.", "added": "", "hidden": False}
    actions.save_part(report, "summary", words, by=user, live="", revision=0)
else:
    print(queries.document_of(Report.objects.get()).blocks[1].runs[0].text)
"""


def test_a_draft_is_there_after_the_service_was_started_anew(tmp_path):
    place = {**os.environ, "HYTTI_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hytti.config.settings"}
    place.pop("HYTTI_DATABASE_URL", None)

    def process(step: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", RESTART, step], env=place, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    process("write")
    assert process("read") == "Yöllä kesken jäänyt.\n"
