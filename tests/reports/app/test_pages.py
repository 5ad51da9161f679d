"""Who sees the reports and what their pages tell."""

from __future__ import annotations

import pytest
from django.core.cache import caches

from factories import make_user, make_user_with
from hytti.core.models import Organisation
from hytti.reports import actions
from hytti.reports.models import Report
from reports.app.conftest import values

pytestmark = pytest.mark.django_db


def test_the_list_tells_that_nothing_is_ready_yet(page_client, region):
    page = page_client.get("/fi/raportit/").content.decode()
    assert "Yhtään raporttia ei ole vielä vahvistettu valmiiksi." in page
    assert "Aloita raportti" not in page


def test_a_draft_is_not_everybodys(page_client, report, address):
    assert address() not in page_client.get("/fi/raportit/").content.decode()
    for url in (address(), address("edit"), address("file", "csv"), address("complete")):
        response = page_client.get(url)
        assert response.status_code == 302
        assert response.url.startswith("/fi/tunnus/kirjaudu") or "next=" in response.url


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [("own", 200, 200), ("county", 200, 403), ("other", 403, 403), ("administrator", 403, 403), ("account", 403, 403)],
)
def test_drafts_are_read_by_their_makers_and_by_the_county_and_written_by_their_makers(
    page_client, report, address, coordinator, who, reads, writes
):
    heinola = Organisation.objects.get(slug="heinola")
    user = {
        "own": lambda: coordinator,
        "county": lambda: make_user_with("hyte_unit"),
        "other": lambda: make_user_with("coordinator", heinola),
        "administrator": lambda: make_user_with("administrator"),
        "account": make_user,
    }[who]()
    page_client.force_login(user)
    assert page_client.get(address()).status_code == reads
    assert page_client.get(address("file", "csv")).status_code == reads
    assert page_client.get(address("edit")).status_code == writes
    assert page_client.get(address("part", "summary")).status_code == writes
    assert page_client.get(address("complete")).status_code == writes
    assert page_client.get(address("remove")).status_code == writes
    assert (address() in page_client.get("/fi/raportit/").content.decode()) == (reads == 200)


def test_a_coordinator_begins_reports_of_the_own_municipality_only(page_client, lahti, coordinator):
    page_client.force_login(coordinator)
    page = page_client.get("/fi/raportit/aloita/").content.decode()
    assert ">Lahti</option>" in page
    assert ">Heinola</option>" not in page
    other = {"organisation": Organisation.objects.get(slug="heinola").pk, "kind": "term", "plan": "", "starts": "2025"}
    assert page_client.post("/fi/raportit/aloita/", {**other, "ends": "2029", "language": "fi"}).status_code == 422
    assert not Report.objects.exists()


def test_one_without_the_right_does_not_begin_a_report(page_client, region):
    page_client.force_login(make_user_with("administrator"))
    assert page_client.get("/fi/raportit/aloita/").status_code == 403


def test_a_completed_report_is_a_public_page_that_is_kept_ready(page_client, figures, report, coordinator, address):
    actions.complete(report, by=coordinator, revision=None)
    page = page_client.get(address())
    shown = page.content.decode()
    assert "public" in page["Cache-Control"]
    assert '<h1 lang="fi">Hyvinvointikertomuksen vuosiraportti 2025</h1>' in shown
    assert "Yksinäisyys vähenee" in shown
    assert Report.objects.get().sha256 in shown
    assert "csrfmiddlewaretoken" not in shown
    for form in ("pdf", "docx", "xlsx", "csv"):
        assert address("file", form) in shown
    caches["pages"].clear()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_report_tells_its_own_language_on_the_page_of_another(page_client, lahti, plan, coordinator, language):
    report = actions.start(by=coordinator, values=values(lahti, plan.record, language=language))
    actions.complete(report, by=coordinator, revision=None)
    shown = page_client.get(report.get_absolute_url()).content.decode()
    assert f'<div class="prose report" lang="{language}">' in shown
    assert f'<h1 lang="{language}">' in shown


def test_buttons_are_not_pages(page_client, report, address):
    assert page_client.get(address("revise")).status_code == 405


def test_the_editing_page_of_a_completed_report_leads_to_the_report(page_client, report, coordinator, address):
    actions.complete(report, by=coordinator, revision=None)
    page_client.force_login(coordinator)
    assert page_client.get(address("edit")).url == address()
    assert page_client.get(address("part", "summary")).url == address()


def test_a_completed_report_leads_to_its_plan_where_the_reader_may_read_it(
    page_client, report, plan, coordinator, address
):
    actions.complete(report, by=coordinator, revision=None)
    link = f'href="{plan.record.get_absolute_url()}"'
    assert link in page_client.get(address()).content.decode()
    type(plan.record).objects.filter(pk=plan.record.pk).update(state="draft")
    caches["pages"].clear()
    assert link not in page_client.get(address()).content.decode()


def test_a_completed_report_is_found_by_its_title_and_a_draft_is_not(
    page_client, report, coordinator, django_capture_on_commit_callbacks
):
    def found() -> bool:
        return report.get_absolute_url() in page_client.get("/fi/haku/", {"q": report.title}).content.decode()

    assert not found()
    with django_capture_on_commit_callbacks(execute=True):
        actions.complete(report, by=coordinator, revision=report.revision)
    assert found()


def test_reports_stand_in_the_room_of_plans_and_one_of_a_made_up_plan_wears_its_tag(
    page_client, settings, plan, report, coordinator
):
    settings.DEMO = True
    actions.complete(report, by=coordinator, revision=None)
    page = page_client.get("/fi/raportit/").content.decode()
    assert 'aria-current="true">Suunnitelmat</a>' in page
    assert "</a> <span" not in page.split('id="completed"')[1]
    plan.record.is_made_up = True
    plan.record.save()
    caches["pages"].clear()
    page = page_client.get("/fi/raportit/").content.decode()
    assert '</a> <span class="tag">esimerkki</span>' in page.split('id="completed"')[1]


def test_a_plan_leads_its_writer_to_a_report_of_it(page_client, plan, coordinator):
    address = plan.record.get_absolute_url()
    start = f"/fi/raportit/aloita/?organisation={plan.record.organisation_id}&amp;plan={plan.record.pk}"
    assert start not in page_client.get(address).content.decode()
    page_client.force_login(coordinator)
    assert start in page_client.get(address).content.decode()
