"""Files of a report: at once where it is quick, else in the background, told of, stopped, tried anew."""

from __future__ import annotations

import pytest
from django.core.cache import caches

from factories import make_user_with
from hytti.core import jobs as core_jobs
from hytti.reports import actions, jobs, rendering
from hytti.reports.models import ReportJob
from hytti.reports.pdf import NotMade

pytestmark = pytest.mark.django_db
FORMS = tuple(rendering.TYPES)
State = ReportJob.State


class Later:
    """A pool that begins nothing before it is told to."""

    def __init__(self) -> None:
        self.tasks: list[core_jobs.Task] = []

    def submit(self, _work, task) -> None:
        self.tasks.append(task)


@pytest.fixture
def later(monkeypatch):
    pool = Later()
    monkeypatch.setattr(core_jobs, "POOL", pool)
    monkeypatch.setattr(jobs, "PATIENCE", 0)
    monkeypatch.setattr(core_jobs, "BETWEEN_WORDS", 0)
    return pool


@pytest.fixture
def completed(report, coordinator):
    return actions.complete(report, by=coordinator, revision=report.revision)


@pytest.fixture
def file(page_client, report):
    def get(form="csv", **headers):
        return page_client.get(f"/fi/raportit/{report.slug}/tiedosto/{form}/", headers=headers)

    return get


def test_the_figures_come_as_csv_with_a_name_and_a_type(completed, file):
    response = file("csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{completed.slug}.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "Yksinäisyys lisääntyy" in response.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_a_frozen_report_made_again_is_the_same_to_the_byte(completed, file, form):
    first = file(form)
    assert first.status_code == 200
    ReportJob.objects.all().delete()
    assert file(form).content == first.content


def test_a_file_that_the_reader_has_is_not_sent_again(completed, file):
    etag = file("csv")["ETag"]
    again = file("csv", if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert file("xlsx", if_none_match=etag).status_code == 200


def test_a_draft_that_has_changed_gets_a_new_file(report, coordinator, file, page_client):
    page_client.force_login(coordinator)
    before = file("csv")["ETag"]
    words = {"text": "", "added": "", "hidden": True}
    actions.save_part(report, "worries", words, by=coordinator, live="", revision=0)
    after = file("csv", if_none_match=before)
    assert (after.status_code, after["ETag"] != before) == (200, True)
    assert "Yksinäisyys lisääntyy" not in after.content.decode()
    assert ReportJob.objects.count() == 1


def test_a_form_that_is_not_made_is_not_found(completed, file):
    assert file("odt").status_code == 404


def test_a_slow_file_is_told_of_until_it_is_ready(completed, file, later, monkeypatch, page_client):
    job_page = file("pdf").url
    page = page_client.get(job_page).content.decode()
    assert '<meta http-equiv="refresh" content="2">' in page
    assert 'hx-trigger="every 1s"' in page
    seen = []

    def slow(document, form, *, step):
        step(3, 10)
        seen.append(page_client.get(job_page).content.decode())
        return b"%PDF-valmis"

    monkeypatch.setattr(rendering, "render", slow)
    later.tasks[0].run()
    assert "3 / 10" in seen[0]
    ready = page_client.get(job_page).content.decode()
    assert "http-equiv" not in ready
    assert "Lataa PDF" in ready
    assert file("pdf").content == b"%PDF-valmis"
    assert len(later.tasks) == 1


def test_one_who_asks_again_meanwhile_waits_for_the_same_file(completed, file, later):
    assert file("pdf").url == file("pdf").url
    assert len(later.tasks) == 1


def test_the_makers_may_stop_a_file_and_what_was_made_is_thrown_away(
    completed, file, later, monkeypatch, page_client, coordinator
):
    page_client.force_login(coordinator)
    job_page = file("pdf").url

    def slow(document, form, *, step):
        assert page_client.post(f"{job_page}peru/").status_code == 302
        step(1, 2)
        raise AssertionError("the step lets a stopped work go on")

    monkeypatch.setattr(rendering, "render", slow)
    later.tasks[0].run()
    job = ReportJob.objects.get()
    assert (job.state, job.content) == (State.CANCELLED, None)
    assert "Tiedoston teko peruttiin." in page_client.get(job_page).content.decode()


def test_a_file_that_is_ready_after_it_was_stopped_is_not_kept(completed, file, later, monkeypatch):
    file("pdf")
    monkeypatch.setattr(rendering, "render", lambda document, form, *, step: b"%PDF-")
    core_jobs.cancel(ReportJob.objects.get())
    later.tasks[0].run()
    assert ReportJob.objects.get().state == State.CANCELLED


def test_others_do_not_stop_a_file(completed, file, later, page_client):
    job_page = file("pdf").url
    assert "Peru tiedoston teko" not in page_client.get(job_page).content.decode()
    page_client.force_login(make_user_with("hyte_unit"))
    assert page_client.post(f"{job_page}peru/").status_code == 403
    assert ReportJob.objects.get().state == State.RUNNING


def test_a_fault_is_told_in_words_and_the_file_is_tried_anew(completed, file, monkeypatch, page_client):
    def faulty(document, form, *, step):
        raise NotMade("fontti puuttuu")

    with monkeypatch.context() as broken:
        broken.setattr(rendering, "render", faulty)
        page = page_client.get(file("csv").url).content.decode()
    assert "Ei onnistunut" in page
    assert "NotMade: fontti puuttuu" in page
    assert file("csv").status_code == 200


def test_a_file_whose_process_ended_is_interrupted_and_made_anew(completed, file, later, page_client):
    job_page = file("pdf").url
    caches["jobs"].clear()  # nothing has been heard of it for as long as words of it are kept
    page = page_client.get(job_page).content.decode()
    assert "Keskeytyi" in page
    assert "Tee tiedosto uudelleen" in page
    assert "http-equiv" not in page
    assert file("pdf").url == job_page
    assert len(later.tasks) == 2
    assert ReportJob.objects.get().standing() == State.RUNNING
